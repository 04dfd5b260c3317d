"""Rows of sparse matrices that point the same way."""

import math
import operator
from typing import TYPE_CHECKING, Any, SupportsFloat, SupportsIndex, TypeAlias

from . import _core
from ._progress import Display

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

# `(indptr, indices, data, columns)`, as the compiled half takes a matrix.
_Parts: TypeAlias = tuple[Any, Any, Any, int]


def cosine_top_k(
    x: Any,
    y: Any = None,
    *,
    k: SupportsIndex,
    threshold: SupportsFloat | None = None,
    keys: "Sequence[Any] | None" = None,
    y_keys: "Sequence[Any] | None" = None,
    window: "SupportsIndex | datetime.timedelta | None" = None,
    progress: bool | None = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """Find the `k` nearest rows of each row by cosine, exactly. Needs SciPy.

    Ctrl-C ends it, and other Python threads run while it works. The result is the same for any number of threads.

    Parameters
    ----------
    x : sparse matrix or array of shape (n, features)
        The rows that neighbours are looked for; of any format and order and with any numbers but complex ones, float64
        being computed with. Rows need not have length 1. It is not changed.
    y : sparse matrix or array of shape (m, features), optional
        The rows among which they are looked for; those of `x` if not given, and a row is then not its own neighbour.
    k : int
        How many neighbours a row has at most, 1 or more.
    threshold : float, optional
        The smallest score that counts, above 0 and at most 1; without it every score above 0 does.
    keys, y_keys : sequence of int or of dates, optional
        One key for each row of `x` and of `y`, in ascending order: then only rows meet whose keys are near.
    window : int or timedelta, optional
        How far apart keys may be: a `timedelta` if they are dates.
    progress : bool, optional
        Whether to show a progress bar, as in `wirecopy.check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Returns
    -------
    scipy.sparse CSR matrix of shape (n, n) or (n, m)
        Row `i` holds the scores of the neighbours of row `i` in the columns of their numbers, float64, the best first
        (so the columns of a row do not ascend) and of equal ones the first. A row with fewer than `k` near rows has
        fewer entries; an empty row, or one of zeros, is near to nothing. A `csr_matrix` if `x` is a matrix of that
        kind, else a `csr_array`.

    Raises
    ------
    TypeError
        When an argument is of another type.
    ValueError
        When the matrices are of different width, a weight is NaN or infinite, keys fall or are not one for each row,
        or an option is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.
    ImportError
        When SciPy is not installed.

    Notes
    -----
    A score is the sum of the products in the order of the columns, divided by the root of the product of both squared
    lengths, in float64: for rows of length 1 the numbers of ``x @ x.T``, up to the last digits. Only a part of the
    products is computed: bounds by lengths (Bayardo, Ma and Srikant 2007; Anastasiu and Karypis 2014) leave out rows
    that cannot be among the nearest. Weights may be negative.

    Examples
    --------
    >>> import wirecopy as wc
    >>> texts = ["the mill burnt", "the old mill burnt down", "a ship"]
    >>> found = wc.similarity.cosine_top_k(wc.TfidfVectorizer().fit_transform(texts), k=2)
    >>> found.toarray().round(2).tolist()
    [[0.0, 0.68, 0.0], [0.68, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    first, second, window_keys = _taken(x, y, keys, y_keys, window)
    with Display(progress) as display:
        data, indices, indptr = _core.cosine_top_k(
            first,
            second,
            k=k,
            threshold=None if threshold is None else _number(threshold),
            window=window_keys,
            display=display.feed,
            threads=threads,
        )
    return _csr(x, (data, indices, indptr), first, second)


def cosine_join(
    x: Any,
    y: Any = None,
    *,
    threshold: SupportsFloat,
    keys: "Sequence[Any] | None" = None,
    y_keys: "Sequence[Any] | None" = None,
    window: "SupportsIndex | datetime.timedelta | None" = None,
    progress: bool | None = None,
    threads: SupportsIndex | None = None,
) -> Any:
    """Find all pairs of rows whose cosine is at or above a threshold, exactly. Needs SciPy.

    Ctrl-C ends it, and other Python threads run while it works. The result is the same for any number of threads.

    Parameters
    ----------
    x, y, keys, y_keys, window, progress, threads
        As for `cosine_top_k`.
    threshold : float
        The smallest score of a pair, above 0 and at most 1.

    Returns
    -------
    scipy.sparse CSR matrix of shape (n, n) or (n, m)
        The score of rows `i` and `j` stands in row `i` and column `j`, float64, in ascending order. Within one matrix
        each pair stands once, with ``i < j``: ``found + found.T`` is the whole. `n` equal rows are ``n * (n - 1) / 2``
        pairs. A `csr_matrix` if `x` is a matrix of that kind, else a `csr_array`.

    Raises
    ------
    TypeError, ValueError, KeyboardInterrupt, ImportError
        As `cosine_top_k`.

    Examples
    --------
    >>> import wirecopy as wc
    >>> texts = ["the mill burnt", "the old mill burnt down", "a ship"]
    >>> found = wc.similarity.cosine_join(wc.TfidfVectorizer().fit_transform(texts), threshold=0.5).tocoo()
    >>> list(zip(found.row.tolist(), found.col.tolist(), found.data.round(2).tolist()))
    [(0, 1, 0.68)]

    Only rows of the same week meet:

    >>> import datetime
    >>> days = [datetime.date(2026, 3, day) for day in (1, 2, 20)]
    >>> x = wc.TfidfVectorizer().fit_transform(["a mill burnt", "a ship", "a mill burnt"])
    >>> wc.similarity.cosine_join(x, threshold=0.5, keys=days, window=datetime.timedelta(days=7)).nnz
    0
    """
    first, second, window_keys = _taken(x, y, keys, y_keys, window)
    with Display(progress) as display:
        data, indices, indptr = _core.cosine_join(
            first,
            second,
            threshold=_number(threshold),
            window=window_keys,
            display=display.feed,
            threads=threads,
        )
    return _csr(x, (data, indices, indptr), first, second)


def cosine(a: Any, b: Any) -> float:
    """Give the cosine of the angle between two vectors. Needs SciPy.

    Parameters
    ----------
    a, b : array of shape (features,), or sparse matrix of shape (1, features)
        The vectors.

    Returns
    -------
    float
        From -1 to 1, and from 0 if no weight is negative; exactly 1 for a vector with itself, and 0 if one of them is
        all zeros.

    Raises
    ------
    TypeError
        When a vector is of another type.
    ValueError
        When the vectors are of different width, or a weight is NaN or infinite.

    Examples
    --------
    >>> import numpy as np
    >>> import wirecopy as wc
    >>> wc.similarity.cosine(np.array([3.0, 4.0]), np.array([0.0, 2.0]))
    0.8
    """
    return _core.cosine(_vector(a, "a"), _vector(b, "b"))


def dot(a: Any, b: Any) -> float:
    """Give the dot product of two vectors, the products being added in the order of the columns. Needs SciPy.

    Parameters
    ----------
    a, b : array of shape (features,), or sparse matrix of shape (1, features)
        The vectors.

    Returns
    -------
    float
        Any number; 0 if they have no column in common.

    Raises
    ------
    TypeError, ValueError
        As `cosine`.

    Examples
    --------
    >>> import numpy as np
    >>> import wirecopy as wc
    >>> wc.similarity.dot(np.array([3.0, 4.0]), np.array([0.0, 2.0]))
    8.0
    """
    return _core.dot(_vector(a, "a"), _vector(b, "b"))


def parts_of(matrix: Any, name: str) -> _Parts:
    """Give the three arrays of a matrix in compressed rows, each row ascending, and its width."""
    import numpy as np

    sparse = _scipy_sparse()
    if sparse.issparse(matrix):
        if matrix.ndim != 2:
            raise ValueError(f"{name}: expected a matrix of 2 dimensions, found {matrix.ndim}")
        _refuse_malformed(matrix, name)
        rows = matrix.tocsr()
    else:
        rows = np.asarray(matrix) if hasattr(matrix, "__array__") else matrix
        if not isinstance(rows, np.ndarray):
            raise TypeError(f"{name}: expected a sparse matrix or an array, found {type(matrix).__name__}")
        if rows.ndim != 2:
            raise ValueError(f"{name}: expected an array of 2 dimensions, found {rows.ndim}")
        if rows.dtype.kind in "fiub":
            rows = sparse.csr_array(rows)
    if rows.dtype.kind not in "fiub":
        raise TypeError(f"{name}: expected numbers, found the type {rows.dtype}")
    # Around the same arrays, and without what the caller's matrix believes of their order.
    own = sparse.csr_array((rows.data, rows.indices, rows.indptr), shape=rows.shape)
    if not own.has_canonical_format:
        own = own.copy()
        own.sum_duplicates()
    data = own.data if own.dtype in (np.float32, np.float64) else own.data.astype(np.float64)
    return own.indptr.astype(np.int64), own.indices, data, own.shape[1]


def _refuse_malformed(matrix: Any, name: str) -> None:
    """Refuse arrays that do not fit one another: SciPy trusts them, and would write beyond them."""
    import numpy as np

    if matrix.format in ("csr", "csc"):
        indptr, indices = matrix.indptr, matrix.indices
        lines, width = matrix.shape if matrix.format == "csr" else matrix.shape[::-1]
        fits = len(indptr) == lines + 1 and indptr[0] == 0 and indptr[-1] <= len(indices) == len(matrix.data)
        if not fits or np.any(indptr[1:] < indptr[:-1]):
            raise ValueError(
                f"{name}: `indptr` is malformed, expected {lines + 1} numbers from 0 to {len(indices)} that do not "
                "fall, and as many indices as data; make the matrix anew"
            )
        places = [(indices, width)] if matrix.format == "csc" else []
    elif matrix.format == "coo":
        places = [(matrix.row, matrix.shape[0]), (matrix.col, matrix.shape[1])]
    else:
        return
    for numbers, most in places:
        if len(numbers) and not 0 <= numbers.min() <= numbers.max() < most:
            raise ValueError(f"{name}: found an index outside of the shape {matrix.shape}; make the matrix anew")


def _taken(x: Any, y: Any, keys: Any, y_keys: Any, window: Any) -> tuple[_Parts, _Parts | None, Any]:
    first = parts_of(x, "x")
    return first, None if y is None else parts_of(y, "y"), _window(keys, y_keys, window, y is not None)


def _csr(x: Any, arrays: tuple[Any, Any, Any], first: _Parts, second: _Parts | None) -> Any:
    """Make a matrix of the interface of `x` around the results."""
    import numpy as np

    sparse = _scipy_sparse()
    kind = sparse.csr_matrix if sparse.isspmatrix(x) else sparse.csr_array
    rows = len(first[0]) - 1
    columns = rows if second is None else len(second[0]) - 1
    return kind(tuple(np.asarray(numbers) for numbers in arrays), shape=(rows, columns))


def _vector(vector: Any, name: str) -> _Parts:
    import numpy as np

    if not _scipy_sparse().issparse(vector) and hasattr(vector, "__array__"):
        array = np.asarray(vector)
        if array.ndim != 1:
            raise ValueError(f"{name}: expected an array of 1 dimension, found {array.ndim}")
        vector = array.reshape(1, -1)
    parts = parts_of(vector, name)
    if len(parts[0]) != 2:
        raise ValueError(f"{name}: expected a matrix of 1 row, found {len(parts[0]) - 1}")
    return parts


def _number(threshold: Any) -> float:
    if isinstance(threshold, bool | str) or not hasattr(threshold, "__float__"):
        raise TypeError(f"threshold: expected float, found {type(threshold).__name__}")
    try:
        return float(threshold)
    except OverflowError:
        return math.inf


def _window(keys: Any, y_keys: Any, window: Any, two: bool) -> tuple[Any, Any, int] | None:
    if keys is None and y_keys is None and window is None:
        return None
    if keys is None or window is None:
        raise ValueError("window: needs keys and how far they may be apart; give both `keys` and `window`, or neither")
    if two != (y_keys is not None):
        raise ValueError("y_keys: expected one key for each row of `y`, and none without `y`")
    first, dates = _keys(keys, "keys")
    second, dates_too = (None, dates) if y_keys is None else _keys(y_keys, "y_keys")
    if dates != dates_too:
        raise TypeError("y_keys: expected dates if `keys` are dates, else whole numbers")
    width = _width(window, dates)
    if width < 0:
        raise ValueError(f"window: `{window}`, expected 0 or more")
    # No two keys are further apart.
    return first, second, min(width, 2**64 - 1)


def _width(window: Any, dates: bool) -> int:
    import datetime

    import numpy as np

    if isinstance(window, np.timedelta64):
        window = window.astype("timedelta64[us]").item()
    if dates != isinstance(window, datetime.timedelta):
        expected = "timedelta, because the keys are dates" if dates else "int, because the keys are whole numbers"
        raise TypeError(f"window: expected {expected}, found {type(window).__name__}")
    if dates:
        return int(window // datetime.timedelta(microseconds=1))
    try:
        return operator.index(window)
    except TypeError:
        raise TypeError(f"window: expected int, found {type(window).__name__}") from None


def _keys(keys: Any, name: str) -> tuple[Any, bool]:
    """Give the keys as whole numbers, and whether they were dates: then in microseconds."""
    import datetime

    import numpy as np

    array = np.asarray(keys)
    if array.ndim != 1:
        raise ValueError(f"{name}: expected a sequence of 1 dimension, found {array.ndim}")
    if array.dtype.kind == "O" and all(isinstance(key, datetime.date) for key in array):
        array = np.array([_without_zone(key) for key in array], dtype="datetime64[us]")
    if array.dtype.kind == "M":
        if np.isnat(array).any():
            raise ValueError(f"{name}: found no date at row {np.isnat(array).argmax()}, expected one for each row")
        return array.astype("datetime64[us]").astype(np.int64), True
    if array.dtype.kind in "iu" or len(array) == 0:
        if array.dtype.kind == "u" and len(array) and array.max() > np.iinfo(np.int64).max:
            raise ValueError(f"{name}: `{array.max()}`, expected whole numbers below 2**63")
        return array.astype(np.int64), False
    raise TypeError(f"{name}: expected whole numbers or dates, found the type {array.dtype}")


def _without_zone(key: Any) -> Any:
    import datetime

    if isinstance(key, datetime.datetime) and key.tzinfo is not None:
        return key.astimezone(datetime.UTC).replace(tzinfo=None)
    return key


def _scipy_sparse() -> Any:
    try:
        from scipy import sparse
    except ModuleNotFoundError as error:
        raise ImportError(
            "sparse matrices need SciPy, which is not installed; run `pip install scipy`", name="scipy"
        ) from error
    return sparse
