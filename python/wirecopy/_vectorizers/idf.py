"""Inverse document frequencies: those that follow from what was counted, and those that somebody set."""

from typing import Any

import numpy as np

from .. import _core


def of_matrix(idf: Any, counted: _core.Matrix) -> Any:
    """Give the weights that a matrix needs: one for each column, or of few values one for each of them."""
    if idf is None:
        return None
    # As it is, if it can be: there are as many numbers as there are terms.
    idf = np.asarray(idf)
    columns = counted.few_columns()
    return np.ascontiguousarray(idf if columns is None else idf[np.asarray(columns)], dtype=np.float64)


def derived(tfidf: Any, model: _core.CountModel) -> _core.Weights:
    """Give the weights that follow from what a model has counted."""
    return _core.Weights.of_counts(
        model,
        norm=tfidf.norm,
        use_idf=getattr(tfidf, "idf_", None) is not None,
        smooth_idf=bool(tfidf.smooth_idf),
        sublinear_tf=bool(tfidf.sublinear_tf),
    )


def weights(tfidf: Any, model: _core.CountModel) -> _core.Weights:
    """Give the weights of a transformer as Rust has them."""
    if not were_set(tfidf, model):
        return derived(tfidf, model)
    return _core.Weights(
        np.ascontiguousarray(tfidf.idf_, dtype=np.float64),
        columns=len(model),
        norm=tfidf.norm,
        sublinear_tf=bool(tfidf.sublinear_tf),
    )


def were_set(tfidf: Any, model: _core.CountModel) -> bool:
    """Tell whether the idf of a transformer are others than those that follow from the counts."""
    found = derived(tfidf, model).idf()
    return found is not None and not agree(tfidf.idf_, np.asarray(found))


def agree(idf: Any, others: Any) -> bool:
    """Tell whether idf are equal but for their last bit, which the order of operations decides."""
    idf = np.asarray(idf)
    # There are infinite ones: of terms that no document held, without `smooth_idf`.
    return idf.shape == others.shape and np.allclose(
        idf, others, rtol=1e-6 if idf.dtype == np.float32 else 1e-15, atol=0
    )
