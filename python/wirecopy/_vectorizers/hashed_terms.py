"""Terms of a caller's function on their way to their hashes: strings, or bytes, which need not be UTF-8."""

from array import array
from typing import Any

import numpy as np

from .. import _core
from . import sparse


def checked(terms: Any) -> list[Any]:
    """Give the terms of a document as strings, or as bytes where they are no UTF-8."""
    found = [_text(term) if isinstance(term, bytes) else term for term in terms]
    if not all(isinstance(term, str | bytes) for term in found):
        raise TypeError("feature names must be strings")
    return found


def are_texts(documents: list[list[Any]]) -> bool:
    """Tell whether all terms are strings, as the compiled half takes them."""
    return not any(isinstance(term, bytes) for terms in documents for term in terms)


def count(documents: list[list[Any]], n_features: int, *, alternate_sign: bool) -> Any:
    """Count terms in the columns of their hashes, whatever their bytes are."""
    indptr, indices, values = array("q", [0]), array("q"), array("d")
    for terms in documents:
        row: dict[int, int] = {}
        encoded = [term if isinstance(term, bytes) else term.encode() for term in terms]
        for column, negative in _core.hashed_places(encoded, n_features=n_features):
            row[column] = row.get(column, 0) + (-1 if negative and alternate_sign else 1)
        indices.extend(sorted(row))
        values.extend([row[column] for column in sorted(row)])
        indptr.append(len(indices))
    small = np.int32 if indptr[-1] < 2**31 else np.int64
    return sparse.csr(
        np.array(values),
        np.array(indices, dtype=small),
        np.array(indptr, dtype=small),
        n_features,
        is_sorted=True,
    )


def _text(term: bytes) -> str | bytes:
    try:
        return term.decode()
    except UnicodeDecodeError:
        return term
