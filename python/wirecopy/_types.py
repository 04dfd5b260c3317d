"""Names of the types that stand in signatures."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeAlias

Relation: TypeAlias = Literal["identical", "near_duplicate", "contained", "shared_quotes", "partial_reuse"]

Direction: TypeAlias = Literal["a_to_b", "b_to_a", "unknown"]

Articles: TypeAlias = Iterable[str | Mapping[str, Any]]
