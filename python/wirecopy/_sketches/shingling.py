"""What texts are cut into before they are sketched."""

import operator
from typing import Any, SupportsIndex, TypeAlias

from .._analyzer import Analyzer, _of_type

# A str counts as its UTF-8, a whole number as a hash.
Element: TypeAlias = str | bytes | SupportsIndex


def taken_texts(texts: Any) -> list[str]:
    if isinstance(texts, str):
        raise TypeError("texts: expected an iterable of str, found str; put it into a list")
    try:
        return list(texts)
    except TypeError:
        raise TypeError(f"texts: expected an iterable of str, found {type(texts).__name__}") from None


def analyzer_json(analyzer: Any) -> str:
    chosen: Analyzer = Analyzer() if analyzer is None else _of_type("analyzer", analyzer, Analyzer)
    return chosen.to_json()


def shingle_size(shingle: Any) -> int:
    if isinstance(shingle, bool) or not hasattr(shingle, "__index__"):
        raise TypeError(f"shingle: expected int, found {type(shingle).__name__}")
    size = operator.index(shingle)
    if not 0 < size < 2**32:
        raise ValueError(f"shingle: `{shingle}`, expected a whole number from 1")
    return size
