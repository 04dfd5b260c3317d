"""Vectorisers as files: the model as Rust has it, and behind it the parameters that only Python knows."""

import json
from typing import Any

import numpy as np

from .. import _core
from .._analyzer import Analyzer
from . import idf
from .estimator import NotFittedError
from .vocabulary import Vocabulary


def to_bytes(vectorizer: Any) -> bytes:
    """Give the bytes of a fitted vectoriser's file."""
    _refuse_functions(vectorizer)
    vocabulary = vectorizer._checked_vocabulary(may_be_empty=True)
    tfidf = getattr(vectorizer, "_tfidf", None)
    if is_weighted(type(vectorizer)) and tfidf is None:
        raise NotFittedError("The TF-IDF vectorizer is not fitted")
    options = vectorizer._remembered_options()
    if options is None:
        raise ValueError(f"ngram_range: `{vectorizer.ngram_range}` cannot be saved; pickle the vectorizer")
    model: _core.CountModel | None = vocabulary.learnt
    if model is None or not model.cuts_by(options):
        model = vocabulary.model(options, vectorizer._binary)
    if model is None:
        raise ValueError("vocabulary_: terms that are no texts cannot be saved; pickle the vectorizer")
    if tfidf is not None and getattr(tfidf, "n_features_in_", len(model)) != len(model):
        raise ValueError(
            f"vocabulary_: found {len(model)} terms, expected {tfidf.n_features_in_}, as many as there are weights; "
            "fit again, or pickle the vectorizer"
        )
    return model.to_bytes(parameters=_written(vectorizer), weights=None if tfidf is None else idf.weights(tfidf, model))


def _written(vectorizer: Any) -> str:
    """Give the parameters as JSON."""
    # Those of a subclass need not be all that there are.
    ours: Any = next(kind for kind in type(vectorizer).__mro__ if kind.__module__ == "wirecopy")
    names = dict.fromkeys((*ours._get_param_names(), *vectorizer.get_params(deep=False)))
    parameters = {name: getattr(vectorizer, name) for name in names}
    parameters["dtype"] = None if parameters["dtype"] is None else np.dtype(parameters["dtype"]).str
    if isinstance(parameters["analyzer"], Analyzer):
        parameters["analyzer"] = json.loads(parameters["analyzer"].to_json())
    if parameters.get("vocabulary") is not None:
        # The columns stand in the model.
        parameters["vocabulary"] = True
    for name, value in parameters.items():
        try:
            json.dumps(value, default=_plain)
        except (TypeError, ValueError) as error:
            raise ValueError(f"{name}: {value!r} cannot be saved ({error}); pickle the vectorizer") from None
    return json.dumps({"parameters": parameters}, default=_plain)


def _read(written: str) -> dict[str, Any]:
    """Give the parameters that were written, but for the vocabulary."""
    parameters: dict[str, Any] = json.loads(written)["parameters"]
    if isinstance(parameters["analyzer"], dict):
        parameters["analyzer"] = Analyzer._of(json.dumps(parameters["analyzer"]))
    parameters["ngram_range"] = tuple(parameters["ngram_range"])
    parameters["dtype"] = None if parameters["dtype"] is None else np.dtype(parameters["dtype"]).type
    return parameters


def _refuse_functions(vectorizer: Any) -> None:
    for name, step in vectorizer._own_steps().items():
        raise ValueError(
            f"{name}: a function of Python's cannot be saved, found {step!r}; pickle the vectorizer, or choose a "
            "parameter that is no function"
        )


def _refuse_cut_elsewhere(options: dict[str, Any]) -> None:
    if "cut_by" in options:
        raise ValueError(f"the terms of this model were cut by `{options['cut_by']}`, which Python does not know")


def _plain(value: Any) -> Any:
    """Give a scalar of NumPy's as what it stands for."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"found a value of type {type(value).__name__}")


def is_weighted(kind: Any) -> bool:
    """Tell whether vectorisers of this class have weights."""
    return "idf_" in dir(kind)


def from_bytes(kind: Any, content: bytes) -> Any:
    """Make a vectoriser of a file's bytes."""
    model, weights, written = _core.CountModel.from_bytes(content, weighted=is_weighted(kind))
    if written is None:
        options = json.loads(model.options)
        _refuse_cut_elsewhere(options)
        parameters = {**_parameters_of(options), **model.bounds}
    else:
        parameters = _read(written)
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
            derived = vectorizer._tfidf.idf_
            if not idf.agree(derived, np.asarray(saved)):
                vectorizer._tfidf.idf_ = np.asarray(saved).astype(derived.dtype)
    return vectorizer


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


def hashing_to_bytes(vectorizer: Any) -> bytes:
    """Give the bytes of a hashing vectoriser's file."""
    _refuse_functions(vectorizer)
    options = vectorizer._remembered_options()
    if options is None:
        raise ValueError(f"ngram_range: `{vectorizer.ngram_range}` cannot be saved; pickle the vectorizer")
    return _core.hashing_to_bytes(
        options=options,
        n_features=int(vectorizer.n_features),
        alternate_sign=bool(vectorizer.alternate_sign),
        binary=bool(vectorizer.binary),
        norm=vectorizer.norm,
        parameters=_written(vectorizer),
    )


def hashing_from_bytes(kind: Any, content: bytes) -> Any:
    """Make a hashing vectoriser of a file's bytes."""
    options, written = _core.hashing_from_bytes(content)
    if written is not None:
        return kind(**_read(written))
    found = json.loads(options)
    _refuse_cut_elsewhere(found["terms"])
    return kind(
        **_parameters_of(found["terms"]),
        n_features=found["features"],
        **{name: found[name] for name in ("binary", "norm", "alternate_sign")},
    )


def weights_to_bytes(transformer: Any) -> bytes:
    """Give the bytes of a fitted transformer's file."""
    idf = getattr(transformer, "idf_", None)
    weights = _core.Weights(
        None if idf is None else np.ascontiguousarray(idf, dtype=np.float64),
        columns=transformer.n_features_in_,
        norm=transformer.norm,
        sublinear_tf=bool(transformer.sublinear_tf),
    )
    names = getattr(transformer, "feature_names_in_", None)
    parameters = {
        "parameters": transformer.get_params(deep=False),
        "dtype": None if idf is None else idf.dtype.str,
        "names": None if names is None else names.tolist(),
    }
    return weights.to_bytes(parameters=json.dumps(parameters, default=_plain))


def weights_from_bytes(kind: Any, content: bytes) -> Any:
    """Make a transformer of a file's bytes."""
    weights, written = _core.Weights.from_bytes(content)
    parameters = {} if written is None else json.loads(written)
    transformer = kind(**parameters.get("parameters", json.loads(weights.options)))
    transformer.n_features_in_ = len(weights)
    idf = weights.idf()
    if idf is not None:
        transformer.idf_ = np.array(idf, dtype=parameters.get("dtype") or np.float64)
    if parameters.get("names") is not None:
        transformer.feature_names_in_ = np.asarray(parameters["names"], dtype=object)
    return transformer
