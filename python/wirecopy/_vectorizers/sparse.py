"""Counts as SciPy's matrices; SciPy is imported when the first one is made."""

from typing import Any

import numpy as np

from .estimator import sparse_interface


def scipy_sparse() -> Any:
    """Give SciPy's sparse matrices, or say what to install."""
    try:
        from scipy import sparse
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != "scipy":
            raise
        message = "sparse matrices need SciPy, which is not installed; run `pip install scipy`"
        raise ModuleNotFoundError(message, name="scipy") from None
    return sparse


def csr(data: Any, indices: Any, indptr: Any, columns: int, *, is_sorted: bool) -> Any:
    """Make a matrix around three arrays, without copying them."""
    sparse = scipy_sparse()
    kind = sparse.csr_array if sparse_interface() == "sparray" else sparse.csr_matrix
    matrix = kind((data, indices, indptr), shape=(len(indptr) - 1, columns))
    if is_sorted:
        # Known here; SciPy would look at every row to find out.
        matrix.has_sorted_indices = True
    return matrix


def check_dtype(dtype: Any) -> None:
    """Refuse numbers of a type that SciPy has no matrices of, in its words."""
    if dtype is None or np.dtype(dtype).name in _PLAIN:
        return
    scipy_sparse().csr_matrix((0, 1), dtype=dtype)


# Those of which everybody knows that they go; SciPy need not be there to say so.
_PLAIN = frozenset(
    {"bool", *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)), "float32", "float64"}
)


def of_dense(array: Any) -> Any:
    """Make a CSR matrix of an array's values that are not zero."""
    sparse = scipy_sparse()
    return aligned(sparse.csr_array(array))


def is_sparse(matrix: Any) -> bool:
    """Tell whether it is a sparse matrix of SciPy's."""
    sparse = scipy_sparse()
    return bool(sparse.issparse(matrix))


def aligned(matrix: Any) -> Any:
    """Give a matrix of the interface that scikit-learn is configured for, around the same arrays."""
    sparse = scipy_sparse()
    if not sparse.issparse(matrix) or sparse.isspmatrix(matrix) == (sparse_interface() == "spmatrix"):
        return matrix
    suffix = "matrix" if sparse_interface() == "spmatrix" else "array"
    return getattr(sparse, f"{matrix.format}_{suffix}")(matrix)
