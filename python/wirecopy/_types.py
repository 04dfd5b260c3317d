"""Names of the types that stand in signatures."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Literal, Protocol, TypeAlias

Relation: TypeAlias = Literal[
    "identical", "near_duplicate", "contained", "shared_quotes", "partial_reuse", "same_story"
]

Direction: TypeAlias = Literal["a_to_b", "b_to_a", "unknown"]

TokenKind: TypeAlias = Literal["words", "plain_words", "scikit_learn", "chars", "char_wb"]

Normalization: TypeAlias = Literal["none", "nfc", "nfkc"]

Case: TypeAlias = Literal["keep", "lower", "fold"]

Addresses: TypeAlias = Literal["split", "keep", "drop"]

Edition: TypeAlias = Literal["current", "classic"]

# The types of values that counts come in.
ValueKind: TypeAlias = Literal["int32", "int64", "float32", "float64"]


class Frame(Protocol):
    """A frame of pandas or polars."""

    @property
    def columns(self) -> Any: ...

    @property
    def shape(self) -> tuple[int, int]: ...


class Column(Protocol):
    """A Series of pandas or polars."""

    def to_list(self) -> list[Any]: ...


class Array(Protocol):
    """An array of NumPy."""

    def tolist(self) -> Any: ...


Articles: TypeAlias = Iterable[str | Mapping[str, Any]] | Frame | Column | Array

# What a column or a key is called; pandas has numbers and tuples among its names.
Name: TypeAlias = Hashable
