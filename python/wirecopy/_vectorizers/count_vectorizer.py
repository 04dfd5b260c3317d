"""Documents into counts of terms."""

import os
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from numbers import Integral
from typing import Any, Self

import numpy as np

from .. import _core, _files
from . import counting, parameters, saving, sparse
from .counting import Bounds, Counts, Learnt, NativeCounts
from .estimator import UNUSED, BaseEstimator, NotFittedError, check_array
from .parameters import BOOL, COUNT, ITERABLE, MAPPING, NONE, SHARE, Accepted
from .text_analysis import DEFAULT_PATTERN, TextAnalysis, _caller
from .text_analysis import RULES as TEXT_RULES
from .vocabulary import Vocabulary, given_columns

RULES: dict[str, tuple[Accepted, ...]] = {
    **TEXT_RULES,
    "max_df": (SHARE, COUNT),
    "min_df": (SHARE, COUNT),
    "max_features": (COUNT, NONE),
    "vocabulary": (MAPPING, ITERABLE, NONE),
    "binary": BOOL,
}


class CountVectorizer(TextAnalysis, BaseEstimator):
    """Turn documents into a matrix of counts, as scikit-learn's class of this name does.

    Parameters
    ----------
    input : {'content', 'filename', 'file'}
        Whether documents are texts (or bytes), paths, or open files.
    encoding : str
        How bytes are decoded.
    decode_error : {'strict', 'ignore', 'replace'}
        What becomes of bytes that cannot be.
    strip_accents : {'ascii', 'unicode'} or callable, optional
        Whether accents go, after lower case; `ascii` drops whatever is not ASCII then.
    lowercase : bool
        Whether texts are put in lower case.
    preprocessor : callable, optional
        What takes the place of lower case and accents.
    tokenizer : callable, optional
        What takes the place of `token_pattern`.
    stop_words : {'english'} or list, optional
        The words that are left out, before n-grams are formed.
    token_pattern : str
        What a word is; of a pattern with a group, the group. A run of word characters is found by the compiled half,
        any other pattern by Python's `re`.
    ngram_range : tuple of int
        The shortest and the longest n-grams.
    analyzer : {'word', 'char', 'char_wb'}, callable or Analyzer
        What n-grams are made of: words, characters, or characters of one word with a space on either side. A function
        or a `wirecopy.Analyzer` takes the place of all other steps; of the tokens of an `Analyzer` n-grams are formed.
    max_df, min_df : float or int
        The most and the fewest documents that may hold a term: a number of them, or as a float a share.
    max_features : int, optional
        How many terms there may be: the most frequent ones.
    vocabulary : mapping or iterable, optional
        The terms, or the terms and their columns. They are not learnt then, and the bounds do nothing.
    binary : bool
        Whether a term counts once in a document.
    dtype : dtype
        The type of the counts.
    language : str, optional
        The language of the documents: its code or its English name. Ours; needed by `stem`.
    stem : bool
        Whether words are reduced to their stems, by Snowball's rules for the language. Ours.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given. Ours: the results are the same
        for any number.

    Attributes
    ----------
    vocabulary_ : dict
        Columns by terms. Edits act at the next `transform`.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.
    column_map_ : ndarray
        After `partial_fit` and `merge`: for each column of before which one it is now, or -1.

    Notes
    -----
    Functions run with the interpreter's lock: everything else runs without it and on several threads.

    Documents that come from a generator are listed first, so that the threads can share them out. A corpus that is
    larger than memory is learnt in pieces, by `partial_fit`.

    Examples
    --------
    >>> import wirecopy as wc
    >>> vectorizer = wc.CountVectorizer(stop_words="english")
    >>> counts = vectorizer.fit_transform(["The wharf burnt.", "The old wharf, the new wharf"])
    >>> vectorizer.get_feature_names_out().tolist()
    ['burnt', 'new', 'old', 'wharf']
    >>> counts.toarray().tolist()
    [[1, 0, 0, 1], [0, 1, 1, 2]]
    """

    __module__ = "wirecopy"

    # Documents are no metadata that a pipeline would route.
    __metadata_request__fit = {"raw_documents": UNUSED}  # noqa: RUF012
    __metadata_request__transform = {"raw_documents": UNUSED}  # noqa: RUF012
    __metadata_request__partial_fit = {"raw_documents": UNUSED}  # noqa: RUF012

    _rules = RULES
    # Parameters in which models that are merged must agree, beside those that the models know.
    _alike: tuple[str, ...] = ("dtype",)
    fixed_vocabulary_: bool

    def __init__(
        self,
        *,
        input: Any = "content",
        encoding: Any = "utf-8",
        decode_error: Any = "strict",
        strip_accents: Any = None,
        lowercase: Any = True,
        preprocessor: Any = None,
        tokenizer: Any = None,
        stop_words: Any = None,
        token_pattern: Any = DEFAULT_PATTERN,
        ngram_range: Any = (1, 1),
        analyzer: Any = "word",
        max_df: Any = 1.0,
        min_df: Any = 1,
        max_features: Any = None,
        vocabulary: Any = None,
        binary: Any = False,
        dtype: Any = np.int64,
        language: Any = None,
        stem: Any = False,
        threads: Any = None,
    ) -> None:
        self.input = input
        self.encoding = encoding
        self.decode_error = decode_error
        self.strip_accents = strip_accents
        self.preprocessor = preprocessor
        self.tokenizer = tokenizer
        self.analyzer = analyzer
        self.lowercase = lowercase
        self.token_pattern = token_pattern
        self.stop_words = stop_words
        self.max_df = max_df
        self.min_df = min_df
        self.max_features = max_features
        self.ngram_range = ngram_range
        self.vocabulary = vocabulary
        self.binary = binary
        self.dtype = dtype
        self.language = language
        self.stem = stem
        self.threads = threads

    @property
    def vocabulary_(self) -> dict[Any, int]:
        """Columns by terms."""
        vocabulary: Vocabulary | None = self.__dict__.get("_vocabulary")
        if vocabulary is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute 'vocabulary_'")
        return vocabulary.hand_out()

    @vocabulary_.setter
    def vocabulary_(self, columns: dict[Any, int]) -> None:
        self._vocabulary = Vocabulary(columns)

    @vocabulary_.deleter
    def vocabulary_(self) -> None:
        del self._vocabulary

    def fit(self, raw_documents: Any, y: Any = None) -> Self:
        """Learn the vocabulary of documents."""
        self._learn(raw_documents, matrix=False)
        return self

    def fit_transform(self, raw_documents: Any, y: Any = None) -> Any:
        """Learn the vocabulary of documents, and count them."""
        return self._learn(raw_documents, matrix=True).matrix.of_type(self.dtype)

    def transform(self, raw_documents: Any) -> Any:
        """Count documents by the vocabulary that was learnt or given."""
        return self._counted(raw_documents).of_type(self.dtype)

    def inverse_transform(self, X: Any) -> list[Any]:
        """Give for each row of a matrix the terms whose value is not zero."""
        vocabulary = self._checked_vocabulary()
        X = check_array(X, accept_sparse="csr")
        terms = np.array(vocabulary.terms())
        if not sparse.is_sparse(X):
            return [terms[np.flatnonzero(row)] for row in X]
        found = []
        for start, end in zip(X.indptr[:-1], X.indptr[1:], strict=True):
            columns = X.indices[start:end]
            found.append(terms[columns[X.data[start:end] != 0]])
        return found

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Give the terms in the order of their columns.

        Parameters
        ----------
        input_features : None
            Not used.

        Returns
        -------
        ndarray of object
        """
        terms = self._checked_vocabulary().terms()
        names = np.empty(len(terms), dtype=object)
        names[:] = terms
        return names

    def _learn(self, raw_documents: Any, *, matrix: bool, in_order: bool = False) -> Learnt:
        """Learn the vocabulary, and count the matrix if it is asked for; `in_order` if it is to be weighed as seen."""
        self._check_before_fit(raw_documents)
        if matrix:
            # Before the work that would be lost.
            sparse.scipy_sparse()
        self.__dict__.pop("column_map_", None)
        self._take_given_vocabulary()
        if self.fixed_vocabulary_:
            self._warn_of_capitals()
        options = self._options()
        if self.fixed_vocabulary_ and options is not None and self._vocabulary.model(options, self._binary) is None:
            options = None
        if self._wraps():
            # Which terms are the most frequent depends on where their counts begin again at 0.
            options = None
        if options is None:
            return self._learn_in_python(self.build_analyzer(), raw_documents)
        documents, are_texts = self._read(raw_documents)
        if are_texts:
            with suppress(_core.CountInPython):
                return self._learn_texts(documents, options, matrix=matrix, in_order=in_order)
        return self._learn_in_python(self._analyzer_of_read(), documents)

    def _learn_texts(self, texts: list[str], options: str, *, matrix: bool, in_order: bool) -> Learnt:
        """Let the compiled half count."""
        given = self._vocabulary.model(options, self._binary) if self.fixed_vocabulary_ else None
        model, counts = _core.CountModel.fit(
            texts,
            options=options,
            **self._bounds(),
            rank=self._ranking(),
            kind=counting.kind(self.dtype) if matrix else None,
            threads=self.threads,
            given=given,
            in_order=in_order,
        )
        if not self.fixed_vocabulary_:
            self._vocabulary = Vocabulary(learnt=model, options=(options, self._binary))
        frequencies = np.asarray(model.document_frequencies())
        return Learnt(len(texts), frequencies, None if counts is None else NativeCounts(counts))

    def _learn_in_python(self, analyze: Callable[[Any], Any], raw_documents: Any) -> Learnt:
        if self.fixed_vocabulary_:
            counts = counting.count(analyze, raw_documents, self._vocabulary.columns)
        else:
            counts = counting.sort_terms(counting.count(analyze, raw_documents, None))
            counting.refuse_none(len(counts.vocabulary))
        totals = None if self._wraps() and counting.have_wrapped(counts.values, self.dtype) else counting.totals(counts)
        if self._binary:
            counts.values.fill(1)
        if not self.fixed_vocabulary_:
            bounds = Bounds.of(self.min_df, self.max_df, self.max_features, counts.documents)
            kept = bounds.kept(counts.in_documents(), lambda: counts.occurrences(self.dtype))
            vocabulary = self._remembered(totals)
            if kept is not None:
                counts = counting.keep_terms(counts, kept)
            self._vocabulary = Vocabulary(counts.vocabulary) if vocabulary is None else vocabulary
        return Learnt(counts.documents, counts.in_documents(), counts)

    def _remembered(self, totals: dict[str, Any] | None) -> Vocabulary | None:
        """Let a model remember what Python counted; None when it cannot, because terms are no texts, for instance."""
        options = self._remembered_options()
        if options is None or totals is None:
            return None
        model = _core.CountModel.of_counts(
            **totals,
            options=options,
            **self._bounds(),
            rank=self._ranking(),
        )
        return Vocabulary(learnt=model, options=(options, self._binary))

    def _counted(self, raw_documents: Any) -> Counts | NativeCounts:
        """Count documents by the vocabulary."""
        refuse_single(raw_documents)
        sparse.check_dtype(self.dtype)
        parameters.check_threads(self.threads)
        vocabulary = self._checked_vocabulary()
        options = self._options()
        if options is None:
            analyze = self.build_analyzer()
        else:
            raw_documents, are_texts = self._read(raw_documents)
            if are_texts:
                with suppress(_core.CountInPython):
                    kind = counting.kind(self.dtype)
                    matrix = vocabulary.count(raw_documents, options, self._binary, kind=kind, threads=self.threads)
                    if matrix is not None:
                        return NativeCounts(matrix)
            analyze = self._analyzer_of_read()
        counts = counting.count(analyze, raw_documents, vocabulary.columns)
        if self.binary:
            counts.values.fill(1)
        return counts

    def partial_fit(self, raw_documents: Any, y: Any = None) -> Self:
        """Learn more documents, as if they had been fitted together with the earlier ones.

        Terms that became no column count on, until `compact`; `column_map_` says for each old column which one it is
        now, or -1. As long as no term lies within the bounds there are no columns, and `transform` says so: pieces may
        be smaller than `min_df`. The time is that of the documents and of the whole vocabulary, so give many at once.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
            The documents.
        y : None
            Not used.

        Raises
        ------
        ValueError
            When the vocabulary was given, or a parameter has changed since the fit.
        """
        learnt = self._growing("partial_fit") if self.__sklearn_is_fitted__() else self._begin(raw_documents)
        if learnt is None:
            return self.fit(raw_documents)
        refuse_single(raw_documents)
        if self._options() is None:
            analyze = self.build_analyzer()
        else:
            raw_documents, are_texts = self._read(raw_documents)
            if are_texts and not self._wraps():
                with suppress(_core.CountInPython):
                    self._take_learnt(*learnt.partial_fit(raw_documents, rank=self._ranking(), threads=self.threads))
                    return self
            analyze = self._analyzer_of_read()
        counts = counting.count(analyze, raw_documents, None)
        totals = counting.totals(counts)
        if self._wraps() and counting.have_wrapped(counts.values, self.dtype):
            raise ValueError(
                f"partial_fit: a count is too large for dtype={np.dtype(self.dtype)} and begins again at 0, so that "
                "max_features cannot tell the most frequent terms; choose a wider dtype"
            )
        if totals is None:
            raise TypeError("partial_fit: expected terms of type str in UTF-8, found others; fit everything at once")
        self._take_learnt(*learnt.partial_fit_counts(**totals, rank=self._ranking()))
        return self

    def merge(self, other: Self) -> Self:
        """Take over what another vectoriser has learnt, as if its documents had been fitted here.

        Both need the same parameters, those of the weights and `dtype` included, or it is an error; `column_map_` says
        for each old column which one it is now, or -1.

        Parameters
        ----------
        other : vectorizer of the same class
            What was fitted to other documents.
        """
        if type(other) is not type(self):
            raise TypeError(f"merge: expected {type(self).__name__}, found {type(other).__name__}")
        learnt, added = self._growing("merge"), other._growing("merge")
        for name in self._alike:
            ours, theirs = getattr(self, name), getattr(other, name)
            if ours is not theirs and (np.dtype(ours) != np.dtype(theirs) if name == "dtype" else ours != theirs):
                raise ValueError(f"the models differ in `{name}`; fit both with the same options")
        other._warn_of_lost_weights()
        model, columns = learnt.merge(added, rank=self._ranking())
        self._take_learnt(model, columns)
        return self

    def compact(self) -> Self:
        """Forget the counts of terms that are no columns.

        What is learnt later then agrees with a fit of everything only as far as these terms stay out.
        """
        # Columns stay, and so does what belongs to them.
        self._vocabulary = Vocabulary(learnt=self._growing("compact").compact())
        return self

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the parameters and what was learnt to a file, which Rust reads too.

        Parameters
        ----------
        path : str or path
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        ValueError
            When a parameter is a function, or something else that only Python knows.
        """
        _files.write(path, saving.to_bytes(self), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote, or what Rust wrote.

        Parameters
        ----------
        path : str or path
            The file.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        """
        with open(path, "rb") as file:
            loaded: Self = saving.from_bytes(cls, file.read())
        return loaded

    def _growing(self, operation: str) -> _core.CountModel:
        """Give the model that can learn more, or say why there is none."""
        vocabulary = self._checked_vocabulary(may_be_empty=True)
        if self.fixed_vocabulary_:
            raise ValueError(
                f"the vocabulary was given and does not grow; fit without `vocabulary` to use `{operation}`"
            )
        learnt = vocabulary.learnt
        if learnt is None:
            raise ValueError(
                f"{operation}: vocabulary_ was changed, or its terms are no texts, and so it cannot grow; fit again"
            )
        options = self._remembered_options()
        if options is None or not learnt.cuts_by(options):
            raise ValueError(f"{operation}: the parameters have changed since the fit; fit again")
        changed = learnt.difference(_core.CountModel.begin(options=options, **self._bounds()))
        if changed is not None:
            raise ValueError(f"{operation}: `{changed}` has changed since the fit; set it back, or fit again")
        return learnt

    def _begin(self, raw_documents: Any) -> _core.CountModel | None:
        """Give a model that has learnt nothing yet, or None when there is nothing to learn piece by piece."""
        self._check_before_fit(raw_documents)
        options = self._remembered_options()
        if self.vocabulary is not None or options is None:
            return None
        self.fixed_vocabulary_ = False
        return _core.CountModel.begin(options=options, **self._bounds())

    def _check_before_fit(self, raw_documents: Any) -> None:
        parameters.check(type(self).__name__, self.get_params(deep=False), self._rules)
        refuse_single(raw_documents)
        sparse.check_dtype(self.dtype)
        self._check_ours()
        self._validate_ngram_range()
        self._warn_of_unused_parameters()

    def _take_learnt(self, model: _core.CountModel, columns: Any) -> None:
        is_first = "_vocabulary" not in self.__dict__
        self._vocabulary = Vocabulary(learnt=model)
        if not is_first:
            self.column_map_ = np.asarray(columns)

    def _warn_of_lost_weights(self) -> None:
        """Warn when what was learnt takes the place of weights that somebody set: here there are none."""

    @property
    def _binary(self) -> bool:
        """Whether a term counts once in a document: it does too when all that a count can say is `True`."""
        return bool(self.binary) or (self.dtype is not None and np.dtype(self.dtype) == np.bool_)

    def _bounds(self) -> dict[str, Any]:
        """Give what decides which terms become columns, as numbers that the compiled half takes."""
        return {
            "min_df": _bound(self.min_df),
            "max_df": _bound(self.max_df),
            "max_features": None if self.max_features is None else min(int(self.max_features), sys.maxsize),
            "binary": self._binary,
        }

    def _wraps(self) -> bool:
        return self.max_features is not None and counting.wraps(self.dtype)

    def _ranking(self) -> Any:
        return None if self.max_features is None else counting.ranking(self.dtype)

    def _take_given_vocabulary(self) -> None:
        self.fixed_vocabulary_ = self.vocabulary is not None
        if self.fixed_vocabulary_:
            self.vocabulary_ = given_columns(self.vocabulary)

    def _checked_vocabulary(self, *, may_be_empty: bool = False) -> Vocabulary:
        if "_vocabulary" not in self.__dict__:
            self._take_given_vocabulary()
            if not self.fixed_vocabulary_:
                raise NotFittedError("Vocabulary not fitted or provided")
        if len(self._vocabulary) == 0 and not may_be_empty:
            learnt = self._vocabulary.learnt
            if learnt is None:
                raise ValueError("Vocabulary is empty")
            raise ValueError(
                "After pruning, no terms remain. Try a lower min_df or a higher max_df. Learnt so far: "
                f"{learnt.pruned} terms of {learnt.documents} documents; go on with partial_fit"
            )
        return self._vocabulary

    def _warn_of_capitals(self) -> None:
        if self.lowercase and any(any(map(str.isupper, term)) for term in self.vocabulary_):
            warnings.warn(
                "Upper case characters found in vocabulary while 'lowercase' is True. These entries will not be "
                "matched with any documents",
                stacklevel=_caller(),
            )

    def __getstate__(self) -> dict[str, Any]:
        # No pickle names a private class: their places may change.
        state = dict(super().__getstate__())
        if "_vocabulary" in state:
            state["_vocabulary"] = state["_vocabulary"].state()
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if "_vocabulary" in state:
            self._vocabulary = Vocabulary.of_state(state["_vocabulary"])

    def __sklearn_is_fitted__(self) -> bool:
        return "_vocabulary" in self.__dict__

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def refuse_single(raw_documents: Any) -> None:
    """Refuse one text in the place of many, and frames, which give their columns one after the other."""
    if isinstance(raw_documents, str):
        raise ValueError("Iterable over raw text documents expected, string object received.")
    kind = type(raw_documents)
    if kind.__name__ in ("DataFrame", "LazyFrame") and kind.__module__.partition(".")[0] in ("pandas", "polars"):
        raise ValueError(
            f"Iterable over raw text documents expected, {kind.__name__} object received; give the column that holds "
            'the texts, as in frame["text"]'
        )


def _bound(bound: Any) -> int | float:
    """Give a bound as a number of Python's: `1` is one document and `1.0` is all of them."""
    return min(int(bound), sys.maxsize) if isinstance(bound, Integral) else float(bound)
