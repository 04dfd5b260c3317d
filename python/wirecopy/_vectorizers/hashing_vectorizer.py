"""Documents into counts of hashed terms."""

import operator
import os
from contextlib import suppress
from typing import Any, Self

import numpy as np

from .. import _core, _files
from . import counting, hashed_terms, parameters, saving, sparse
from .count_vectorizer import refuse_single
from .counting import NativeCounts
from .estimator import BaseEstimator, TransformerMixin
from .parameters import BOOL, COLUMNS, NONE, Accepted, one_of
from .text_analysis import DEFAULT_PATTERN, TextAnalysis
from .text_analysis import RULES as TEXT_RULES
from .tfidf_transformer import normalize

RULES: dict[str, tuple[Accepted, ...]] = {
    **TEXT_RULES,
    "n_features": (COLUMNS,),
    "binary": BOOL,
    "norm": (one_of("l1", "l2"), NONE),
    "alternate_sign": BOOL,
}


class HashingVectorizer(TextAnalysis, TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Turn documents into a matrix of hashed counts, as scikit-learn's class of this name does.

    A term's column is its hash (MurmurHash3, 32 bits) modulo the number of columns, so there is nothing to learn.

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
    n_features : int
        The number of columns.
    binary : bool
        Whether whatever is stored becomes 1.
    norm : {'l1', 'l2'} or None
        What is 1 for each row: the sum of absolute values, or the root of the sum of squares.
    alternate_sign : bool
        Whether half of the terms count -1, so that what falls into one column cancels out on average.
    dtype : dtype
        The type of the counts.
    language : str, optional
        The language of the documents: its code or its English name. Ours; needed by `stem`.
    stem : bool
        Whether words are reduced to their stems, by Snowball's rules for the language. Ours.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given. Ours: the results are the same
        for any number.

    Notes
    -----
    Functions run with the interpreter's lock: everything else runs without it and on several threads.

    Documents that come from a generator are listed first, so that the threads can share them out. A corpus that is
    larger than memory is transformed in pieces, for nothing is learnt.

    Examples
    --------
    >>> import wirecopy as wc
    >>> counts = wc.HashingVectorizer(n_features=8, norm=None).transform(["mill wharf mill"])
    >>> abs(counts).toarray().tolist()
    [[0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 0.0, 0.0]]
    """

    __module__ = "wirecopy"

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
        n_features: Any = 2**20,
        binary: Any = False,
        norm: Any = "l2",
        alternate_sign: Any = True,
        dtype: Any = np.float64,
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
        self.n_features = n_features
        self.ngram_range = ngram_range
        self.binary = binary
        self.norm = norm
        self.alternate_sign = alternate_sign
        self.dtype = dtype
        self.language = language
        self.stem = stem
        self.threads = threads

    def partial_fit(self, X: Any, y: Any = None) -> Self:
        """Check the parameters; there is nothing to learn."""
        self._check()
        return self

    def fit(self, X: Any, y: Any = None) -> Self:
        """Check the parameters; there is nothing to learn."""
        self._check()
        self._check_ours()
        refuse_single(X)
        self._warn_of_unused_parameters()
        self._validate_ngram_range()
        return self

    def transform(self, X: Any) -> Any:
        """Count documents by the hashes of their terms."""
        refuse_single(X)
        # What was set after `fit`, or never fitted, is not checked but must not be taken for something else.
        n_features = operator.index(self.n_features)
        if n_features < 0:
            raise ValueError("'shape' elements cannot be negative")
        if n_features >= 2**31 - 1:
            raise ValueError(f"n_features: `{n_features}`, expected a whole number from 1 to 2147483646")
        if self.norm not in ("l1", "l2", "max", None):
            raise parameters.InvalidParameterError(
                "The 'norm' parameter of normalize must be a str among {'max', 'l1', 'l2'}. "
                f"Got {self.norm!r} instead."
            )
        sparse.check_dtype(self.dtype)
        parameters.check_threads(self.threads)
        self._validate_ngram_range()
        options = self._options()
        if options is None:
            analyze = self.build_analyzer()
        else:
            X, are_texts = self._read(X)
            if are_texts and X:
                with suppress(_core.CountInPython):
                    return self._hashed(X, options)
            analyze = self._analyzer_of_read()
        terms = [hashed_terms.checked(terms) for terms in counting.analyzed(analyze, X)]
        if not terms:
            raise ValueError("Cannot vectorize empty sequence.")
        return self._hashed(terms, None)

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """Check the parameters and count documents by the hashes of their terms."""
        return self.fit(X, y).transform(X)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the parameters to a file, which Rust reads too.

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
        self._check()
        _files.write(path, saving.hashing_to_bytes(self), overwrite=overwrite)

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
        loaded: Self = saving.hashing_from_bytes(cls, _files.read(path))
        return loaded

    def _hashed(self, texts: list[Any], options: str | None) -> Any:
        kind = np.dtype(self.dtype)
        # Other types are rounded to before rows are scaled.
        direct = kind == np.float64 and self.norm != "max"
        sign = bool(self.alternate_sign)
        # Of numbers that are `True` or nothing none cancels out another.
        matrix = self._counted(texts, options, sign=sign and kind.kind != "b", norm=self.norm if direct else None)
        if sign and kind.kind == "u":
            positive = self._counted(texts, options, sign=False, norm=None)
            if (positive.data != matrix.data).any():
                raise OverflowError(f"Python integer -1 out of bounds for {kind}")
        if not direct:
            if kind.kind in "iu":
                # Too large a number begins again at 0, which it would not do straight from a float.
                matrix.data = matrix.data.astype(np.int64)
            matrix.data = matrix.data.astype(kind, copy=False)
        if self.binary and not direct:
            matrix.data.fill(1)
        if direct or self.norm is None:
            return matrix
        if kind.kind == "c":
            raise ValueError(f"Complex data not supported\n{matrix}")
        if kind not in (np.float64, np.float32):
            matrix.data = matrix.data.astype(np.float64)
        normalize(matrix, self.norm)
        return matrix

    def _counted(self, texts: list[Any], options: str | None, *, sign: bool, norm: str | None) -> Any:
        """Give the sums of what falls into each column, as float64."""
        n_features = operator.index(self.n_features)
        if options is None and not hashed_terms.are_texts(texts):
            matrix = hashed_terms.count(texts, n_features, alternate_sign=sign)
            if self.binary:
                matrix.data.fill(1)
            if norm is not None:
                normalize(matrix, norm)
            return matrix
        counted = _core.hashed(
            texts,
            options=options,
            n_features=n_features,
            alternate_sign=sign,
            binary=bool(self.binary) and np.dtype(self.dtype).kind != "u",
            norm=norm,
            threads=self.threads,
        )
        return NativeCounts(counted).of_type(np.float64)

    def _check(self) -> None:
        parameters.check(type(self).__name__, self.get_params(deep=False), RULES)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.requires_fit = False
        return tags
