"""Documents into TF-IDF weights."""

import warnings
from typing import Any, Self

import numpy as np

from .. import _core
from . import counting, idf
from .count_vectorizer import RULES as COUNT_RULES
from .count_vectorizer import CountVectorizer
from .counting import Counts, NativeCounts
from .estimator import NotFittedError
from .text_analysis import DEFAULT_PATTERN, _caller
from .tfidf_transformer import RULES as TFIDF_RULES
from .tfidf_transformer import TfidfTransformer

_FLOATS = (np.float64, np.float32, np.float16)


class TfidfVectorizer(CountVectorizer):
    """Turn documents into a matrix of TF-IDF weights, as scikit-learn's class of this name does.

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
        The type of the weights, float32 or float64.
    norm : {'l1', 'l2'} or None
        What is 1 for each row: the sum of absolute values, or the root of the sum of squares.
    use_idf : bool
        Whether to weigh by inverse document frequency at all.
    smooth_idf : bool
        Whether to count one document more, which holds every term.
    sublinear_tf : bool
        Whether a count `c` stands as ``1 + ln(c)``.
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
    idf_ : ndarray
        The weight of each term.
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
    >>> vectorizer = wc.TfidfVectorizer()
    >>> weights = vectorizer.fit_transform(["the mill burnt", "the mill stood"])
    >>> weights.toarray().round(2).tolist()
    [[0.7, 0.5, 0.0, 0.5], [0.0, 0.5, 0.7, 0.5]]
    """

    __module__ = "wirecopy"

    _rules = {**COUNT_RULES, **TFIDF_RULES}  # noqa: RUF012
    _alike = ("dtype", "norm", "use_idf", "smooth_idf", "sublinear_tf")
    _tfidf: TfidfTransformer

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
        analyzer: Any = "word",
        stop_words: Any = None,
        token_pattern: Any = DEFAULT_PATTERN,
        ngram_range: Any = (1, 1),
        max_df: Any = 1.0,
        min_df: Any = 1,
        max_features: Any = None,
        vocabulary: Any = None,
        binary: Any = False,
        dtype: Any = np.float64,
        norm: Any = "l2",
        use_idf: Any = True,
        smooth_idf: Any = True,
        sublinear_tf: Any = False,
        language: Any = None,
        stem: Any = False,
        threads: Any = None,
    ) -> None:
        super().__init__(
            input=input,
            encoding=encoding,
            decode_error=decode_error,
            strip_accents=strip_accents,
            lowercase=lowercase,
            preprocessor=preprocessor,
            tokenizer=tokenizer,
            analyzer=analyzer,
            stop_words=stop_words,
            token_pattern=token_pattern,
            ngram_range=ngram_range,
            max_df=max_df,
            min_df=min_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
            dtype=dtype,
            language=language,
            stem=stem,
            threads=threads,
        )
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    @property
    def idf_(self) -> Any:
        """The weight of each term; there is none without `use_idf`."""
        if "_tfidf" not in self.__dict__:
            raise NotFittedError(
                f"{type(self).__name__} is not fitted yet. Call 'fit' with appropriate arguments before using this "
                "attribute."
            )
        return self._tfidf.idf_

    @idf_.setter
    def idf_(self, value: Any) -> None:
        if not self.use_idf:
            raise ValueError("`idf_` cannot be set when `user_idf=False`.")
        if "_tfidf" not in self.__dict__:
            self._tfidf = self._new_transformer()
        if self.vocabulary is not None:
            self._take_given_vocabulary()
        if "_vocabulary" in self.__dict__ and len(self._vocabulary) != len(value):
            raise ValueError(f"idf length = {len(value)} must be equal to vocabulary size = {len(self._vocabulary)}")
        self._tfidf.idf_ = value

    def fit(self, raw_documents: Any, y: Any = None) -> Self:
        """Learn the vocabulary of documents, and the weights of its terms."""
        self._learn_weights(raw_documents, matrix=False)
        return self

    def fit_transform(self, raw_documents: Any, y: Any = None) -> Any:
        """Learn the vocabulary and the weights, and give the documents as a matrix."""
        return self._weighted(self._learn_weights(raw_documents, matrix=True))

    def transform(self, raw_documents: Any) -> Any:
        """Give documents as a matrix, by the vocabulary and the weights that were learnt."""
        if not self.__sklearn_is_fitted__():
            raise NotFittedError("The TF-IDF vectorizer is not fitted")
        return self._weighted(self._counted(raw_documents))

    def _learn_weights(self, raw_documents: Any, *, matrix: bool) -> Any:
        # As scikit-learn adds the norms of what it fits up, which decides their last digits.
        learnt = self._learn(raw_documents, matrix=matrix, in_order=self.norm is not None)
        self._tfidf = self._new_transformer()
        self._fit_weights(learnt.in_documents, learnt.documents)
        return learnt.matrix

    def _weighted(self, counts: Counts | NativeCounts) -> Any:
        """Turn counts into weights; where the type allows it, in the compiled half and in place."""
        tfidf = self._tfidf
        if isinstance(counts, Counts):
            weighted = tfidf.transform(counts.as_seen(self.dtype), copy=False)
            weighted.sort_indices()
            return weighted
        rows, columns = counts.counted.shape
        fits = rows > 0 and getattr(tfidf, "n_features_in_", columns) == columns
        if fits and counting.kind(self.dtype) in ("float32", "float64"):
            weights = idf.of_matrix(getattr(tfidf, "idf_", None), counts.counted)
            if weights is None or np.isfinite(weights).all():
                weighed = counts.counted.weigh(
                    weights, norm=tfidf.norm, sublinear_tf=bool(tfidf.sublinear_tf), threads=self.threads
                )
                return NativeCounts(weighed).of_type(self.dtype)
        # What cannot be weighed is refused there.
        return tfidf.transform(counts.of_type(self.dtype), copy=False)

    def _warn_of_lost_weights(self) -> None:
        learnt = self._vocabulary.learnt
        if learnt is not None and idf.were_set(self._tfidf, learnt):
            warnings.warn(
                "idf_ was set, and is replaced by what follows from all that was counted",
                UserWarning,
                stacklevel=_caller(),
            )

    def _check_before_fit(self, raw_documents: Any) -> None:
        self._warn_of_dtype()
        super()._check_before_fit(raw_documents)
        if self.dtype is not None and np.dtype(self.dtype).kind == "c":
            raise ValueError(f"Complex data not supported\n{self.dtype}")

    def _take_learnt(self, model: _core.CountModel, columns: Any) -> None:
        if self.__sklearn_is_fitted__():
            self._warn_of_lost_weights()
        super()._take_learnt(model, columns)
        self._tfidf = self._new_transformer()
        self._fit_weights(np.asarray(model.document_frequencies()), model.documents)

    def _fit_weights(self, in_documents: Any, documents: int) -> None:
        self._tfidf._fit_documents(in_documents, documents, np.float32 if self.dtype == np.float32 else np.float64)

    def _new_transformer(self) -> TfidfTransformer:
        return TfidfTransformer(
            norm=self.norm, use_idf=self.use_idf, smooth_idf=self.smooth_idf, sublinear_tf=self.sublinear_tf
        )

    def _warn_of_dtype(self) -> None:
        if self.dtype not in _FLOATS:
            warnings.warn(
                f"Only {_FLOATS} 'dtype' should be used. {self.dtype} 'dtype' will be converted to np.float64.",
                UserWarning,
                stacklevel=_caller(),
            )

    def __sklearn_is_fitted__(self) -> bool:
        return "_tfidf" in self.__dict__ and super().__sklearn_is_fitted__()

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        # Texts go in: the checks that scikit-learn has for matrices say nothing here.
        tags._skip_test = True
        return tags
