"""Counts into weights."""

import os
from typing import Any, Self

import numpy as np

from .. import _files
from . import parameters, saving, sparse
from .estimator import BaseEstimator, OneToOneFeatureMixin, TransformerMixin, not_fitted, validate_data
from .parameters import BOOL, NONE, Accepted, one_of

RULES: dict[str, tuple[Accepted, ...]] = {
    "norm": (one_of("l1", "l2"), NONE),
    "use_idf": BOOL,
    "smooth_idf": BOOL,
    "sublinear_tf": BOOL,
}

_FLOATS = (np.float64, np.float32)


class TfidfTransformer(OneToOneFeatureMixin, TransformerMixin, BaseEstimator, auto_wrap_output_keys=None):  # type: ignore[call-arg]
    """Turn counts into TF-IDF weights, as scikit-learn's class of this name does.

    A count is multiplied by the inverse document frequency of its term, ``ln((1 + n) / (1 + df)) + 1`` for `n`
    documents of which `df` hold the term, and then each row is scaled to a norm of 1.

    Parameters
    ----------
    norm : {'l1', 'l2'} or None
        What is 1 afterwards: the sum of a row's absolute values, or the root of the sum of its squares.
    use_idf : bool
        Whether to weigh by inverse document frequency at all.
    smooth_idf : bool
        Whether to count one document more, which holds every term. Without it the two ones under the logarithm go.
    sublinear_tf : bool
        Whether a count `c` stands as ``1 + ln(c)``.

    Attributes
    ----------
    idf_ : ndarray of shape (n_features,)
        The weight of each term; there is none without `use_idf`.
    n_features_in_ : int
        How many columns were fitted.
    feature_names_in_ : ndarray of shape (n_features_in_,)
        The names of the columns, if what was fitted had names of type str.

    Examples
    --------
    >>> import wirecopy as wc
    >>> counts = [[2, 1, 0], [1, 0, 1], [1, 0, 0]]
    >>> weights = wc.TfidfTransformer().fit(counts).transform(counts)
    >>> weights.toarray().round(2).tolist()
    [[0.76, 0.65, 0.0], [0.51, 0.0, 0.86], [1.0, 0.0, 0.0]]
    """

    __module__ = "wirecopy"

    def __init__(
        self, *, norm: Any = "l2", use_idf: Any = True, smooth_idf: Any = True, sublinear_tf: Any = False
    ) -> None:
        self.norm = norm
        self.use_idf = use_idf
        self.smooth_idf = smooth_idf
        self.sublinear_tf = sublinear_tf

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn the document frequencies.

        Parameters
        ----------
        X : sparse matrix or array-like of shape (n_samples, n_features)
            Counts.
        y : None
            Not used.
        """
        parameters.check(type(self).__name__, self.get_params(deep=False), RULES)
        X = validate_data(self, X, accept_sparse=("csr", "csc"), accept_large_sparse=True)
        if not sparse.is_sparse(X):
            documents = np.count_nonzero(X, axis=0)
        elif X.format == "csr":
            documents = np.bincount(X.indices, minlength=X.shape[1])
        else:
            documents = np.diff(X.indptr)
        if self.use_idf:
            self.idf_ = self._weights_of_terms(documents, X.shape[0], X.dtype if X.dtype in _FLOATS else np.float64)
        return self

    def _weights_of_terms(self, documents: Any, total: int, dtype: Any) -> Any:
        """Give the weight of each term by the number of documents that hold it."""
        # The order of these operations decides the last bit, in float32 the last but one too.
        held = documents.astype(dtype) + dtype_of(dtype, self.smooth_idf)
        return np.log(dtype_of(dtype, total + int(self.smooth_idf)) / held) + dtype_of(dtype, 1)

    def _fit_documents(self, documents: Any, total: int, dtype: Any) -> None:
        """Fit by the number of documents that hold each term, without a matrix."""
        self.n_features_in_ = len(documents)
        if self.use_idf:
            self.idf_ = self._weights_of_terms(documents, total, dtype)

    def transform(self, X: Any, copy: bool = True) -> Any:
        """Turn counts into weights.

        Parameters
        ----------
        X : sparse matrix or array-like of shape (n_samples, n_features)
            Counts.
        copy : bool
            Whether to leave `X` as it is. Otherwise a CSR matrix of floats is changed and given back.

        Returns
        -------
        CSR matrix of shape (n_samples, n_features)
            The weights.
        """
        if not self.__sklearn_is_fitted__():
            raise not_fitted(self)
        X = validate_data(self, X, accept_sparse="csr", dtype=list(_FLOATS), copy=copy, reset=False)
        if not sparse.is_sparse(X):
            X = sparse.of_dense(X)
        if self.sublinear_tf:
            np.log(X.data, out=X.data)
            X.data += 1.0
        if hasattr(self, "idf_"):
            X.data *= self.idf_[X.indices]
        if self.norm is not None:
            normalize(X, self.norm)
        return sparse.aligned(X)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the parameters and the weights to a file, which Rust reads too.

        Parameters
        ----------
        path : str or path
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.
        """
        if not hasattr(self, "n_features_in_"):
            raise not_fitted(self)
        _files.write(path, saving.weights_to_bytes(self), overwrite=overwrite)

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
        loaded: Self = saving.weights_from_bytes(cls, _files.read(path))
        return loaded

    def __sklearn_is_fitted__(self) -> bool:
        return any(name.endswith("_") and not name.startswith("__") for name in vars(self))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
        return tags


def dtype_of(dtype: Any, number: float) -> Any:
    """Give a number as a scalar of a type, so that NumPy keeps to that type."""
    return np.dtype(dtype).type(number)


def normalize(X: Any, norm: str) -> None:
    """Scale each row of a CSR matrix to a norm of 1, in place; rows of zeros stay."""
    if np.isnan(X.data).any():
        # The logarithm of a negative count is none.
        raise ValueError("Input contains NaN.")
    if not np.isfinite(X.data).all():
        # A term that no document held has an infinite weight without `smooth_idf`.
        raise ValueError(f"Input contains infinity or a value too large for {X.dtype!r}.")
    rows = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    # Added up in the order of the row and in double precision, as scikit-learn does; NumPy's `sum` would add by halves.
    if norm == "max":
        norms = np.zeros(X.shape[0])
        np.maximum.at(norms, rows, np.abs(X.data))
    elif norm == "l1":
        norms = np.bincount(rows, weights=np.abs(X.data), minlength=X.shape[0])
    else:
        norms = np.sqrt(np.bincount(rows, weights=X.data * X.data, minlength=X.shape[0]))
    norms[norms == 0] = 1
    np.divide(X.data, norms[rows], out=X.data, casting="same_kind")
