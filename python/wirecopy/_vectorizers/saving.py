"""Vectorisers as files: the model as Rust has it, and behind it the parameters that only Python knows."""

import json
from typing import Any

import numpy as np

from .. import _core
from .._analyzer import Analyzer
from .vocabulary import Vocabulary


def to_bytes(vectorizer: Any) -> bytes:
    """Give the bytes of a fitted vectoriser's file."""
    for name, step in vectorizer._own_steps().items():
        raise ValueError(
            f"{name}: a function of Python's cannot be saved, found {step!r}; pickle the vectorizer, or choose a "
            "parameter that is no function"
        )
    vocabulary = vectorizer._checked_vocabulary()
    options = vectorizer._remembered_options()
    if options is None:
        raise ValueError(f"ngram_range: `{vectorizer.ngram_range}` cannot be saved; pickle the vectorizer")
    model: _core.CountModel | None = vocabulary.learnt
    if model is None or not model.cuts_by(options):
        model = vocabulary.model(options, bool(vectorizer.binary))
    if model is None:
        raise ValueError("vocabulary_: terms that are no texts cannot be saved; pickle the vectorizer")
    parameters = vectorizer.get_params(deep=False)
    parameters["dtype"] = None if parameters["dtype"] is None else np.dtype(parameters["dtype"]).str
    if isinstance(parameters["analyzer"], Analyzer):
        parameters["analyzer"] = json.loads(parameters["analyzer"].to_json())
    if parameters["vocabulary"] is not None:
        # The columns stand in the model.
        parameters["vocabulary"] = True
    # Scalars of NumPy's are saved as what they stand for.
    written = json.dumps({"parameters": parameters}, default=lambda value: value.item())
    tfidf = getattr(vectorizer, "_tfidf", None)
    return model.to_bytes(written, weights=None if tfidf is None else _weights(tfidf, model))


def from_bytes(kind: Any, content: bytes) -> Any:
    """Make a vectoriser of a file's bytes."""
    weighted = "idf_" in dir(kind)
    model, weights, written = _core.CountModel.from_bytes(content, weighted=weighted)
    if written is None:
        options = json.loads(model.options)
        if "cut_by" in options:
            raise ValueError(f"the terms of this model were cut by `{options['cut_by']}`, which Python does not know")
        parameters = _parameters_of(options)
    else:
        parameters = json.loads(written)["parameters"]
        if isinstance(parameters["analyzer"], dict):
            parameters["analyzer"] = Analyzer._of(json.dumps(parameters["analyzer"]))
        parameters["ngram_range"] = tuple(parameters["ngram_range"])
        parameters["dtype"] = None if parameters["dtype"] is None else np.dtype(parameters["dtype"]).type
        if parameters["vocabulary"]:
            parameters["vocabulary"] = model.terms()
    vectorizer = kind(**parameters)
    vectorizer.fixed_vocabulary_ = vectorizer.vocabulary is not None
    vectorizer._vocabulary = Vocabulary(learnt=model)
    if weights is not None:
        options = json.loads(weights.options)
        if written is None:
            vectorizer.set_params(**options)
        vectorizer._tfidf = vectorizer._new_transformer()
        vectorizer._fit_weights(np.asarray(model.document_frequencies()), model.documents)
        saved = weights.idf()
        if saved is not None:
            # Mostly they are what the counts give, to the last bit but one.
            idf = np.asarray(saved)
            derived = vectorizer._tfidf.idf_
            if not np.allclose(idf, derived, rtol=1e-15 if derived.dtype == np.float64 else 1e-6, atol=0):
                vectorizer._tfidf.idf_ = idf.astype(derived.dtype)
    return vectorizer


def _weights(tfidf: Any, model: _core.CountModel) -> _core.Weights:
    """Give the weights as Rust has them: those that follow from the counts, unless others were set."""
    options = {"norm": tfidf.norm, "sublinear_tf": bool(tfidf.sublinear_tf)}
    idf = getattr(tfidf, "idf_", None)
    derived: _core.Weights = _core.Weights.of_counts(
        model, use_idf=idf is not None, smooth_idf=bool(tfidf.smooth_idf), **options
    )
    if idf is None or np.allclose(
        idf, np.asarray(derived.idf()), rtol=1e-15 if idf.dtype == np.float64 else 1e-6, atol=0
    ):
        return derived
    return _core.Weights(np.ascontiguousarray(idf, dtype=np.float64), columns=len(model), **options)


def _parameters_of(options: dict[str, Any]) -> dict[str, Any]:
    """Give the parameters that mean what a model of Rust's does."""
    patterns = {"two_or_more": r"(?u)\b\w\w+\b", "one_or_more": r"(?u)\b\w+\b", "non_space": r"\S+"}
    accents, stemming = options["strip_accents"], options["stemming"]
    if options["analyzer"] is not None:
        return {"analyzer": Analyzer._of(json.dumps(options["analyzer"])), "ngram_range": tuple(options["ngrams"])}
    return {
        "analyzer": options["unit"],
        "lowercase": options["lowercase"],
        "strip_accents": None if accents == "none" else accents,
        "ngram_range": tuple(options["ngrams"]),
        "token_pattern": patterns[options["pattern"]],
        "stop_words": options["stop_words"] or None,
        "language": None if stemming is None else stemming[0],
        "stem": stemming is not None,
    }
