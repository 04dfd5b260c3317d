from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, Self, SupportsFloat, SupportsIndex, final

from ._types import Direction, Relation, ValueKind

__all__ = [
    "Analyzer",
    "Bm25Index",
    "Comparison",
    "CountInPython",
    "CountModel",
    "FurnitureTable",
    "Matrix",
    "NearDuplicates",
    "Numbers",
    "Report",
    "Rows",
    "SetPairs",
    "Sets",
    "Weights",
    "__version__",
    "check",
    "compare",
    "cosine",
    "cosine_join",
    "cosine_top_k",
    "cut",
    "detect_language",
    "dot",
    "find_columns",
    "hashed",
    "keywords",
    "quotations",
    "sentences",
    "set_join",
    "similar",
    "stem",
    "stop_words",
    "story_similarity",
]

__version__: str

def check(
    articles: Iterable[Any] | None,
    *,
    columns: dict[str, tuple[Hashable, list[Any]]] | None,
    names: Mapping[str, Hashable | None],
    against: tuple[Iterable[Any] | None, dict[str, tuple[Hashable, list[Any]]] | None] | None,
    furniture: FurnitureTable | None,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
    near_duplicate_share: SupportsFloat,
    contained_share: SupportsFloat,
    shared_quotes_part: SupportsFloat,
    min_prose_words: SupportsIndex,
    date_window: SupportsIndex | None,
) -> Report: ...
def compare(
    text_a: str,
    text_b: str,
    *,
    background: Iterable[Any] | None,
    furniture: FurnitureTable | None,
    columns: dict[str, tuple[Hashable, list[Any]]] | None,
    names: Mapping[str, Hashable | None],
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
    near_duplicate_share: SupportsFloat,
    contained_share: SupportsFloat,
    shared_quotes_part: SupportsFloat,
    min_prose_words: SupportsIndex,
) -> Comparison: ...
def sentences(text: str) -> tuple[list[int], list[int], list[str]]: ...
def quotations(text: str) -> tuple[list[int], list[int], list[str]]: ...
def stem(word: str, *, language: str, edition: str) -> str: ...
def stop_words(language: str) -> list[str]: ...
def story_similarity(
    first: list[str],
    second: list[str],
    *,
    background: Iterable[Any] | None,
    columns: dict[str, tuple[Hashable, list[Any]]] | None,
    names: Mapping[str, Hashable | None],
    language: str | None,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
) -> Numbers: ...
def detect_language(text: str) -> str | None: ...
def find_columns(labels: list[Any], *, names: Mapping[str, Hashable | None]) -> dict[str, int]: ...
def cut(text: str, *, options: str) -> list[str]: ...
def hashed(
    texts: list[Any],
    *,
    options: str | None,
    n_features: SupportsIndex,
    alternate_sign: bool,
    binary: bool,
    norm: str | None,
    threads: SupportsIndex | None,
) -> Matrix: ...
def keywords(
    articles: Iterable[Any] | None,
    *,
    columns: dict[str, tuple[Hashable, list[Any]]] | None,
    names: Mapping[str, Hashable | None],
    by: str | None,
    groups: list[int | None] | None,
    analyzer: str,
    prior: float | None,
    k: SupportsIndex,
    min_count: SupportsIndex,
    threads: SupportsIndex | None,
) -> tuple[list[Any], list[int], list[Any], list[str], list[float], list[int], list[list[tuple[int, int, int]]]]: ...
def similar(
    articles: Iterable[Any] | None,
    *,
    columns: dict[str, tuple[Hashable, list[Any]]] | None,
    names: Mapping[str, Hashable | None],
    analyzer: str,
    k: SupportsIndex,
    threshold: SupportsFloat | None,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
) -> tuple[list[int], list[Any], list[int], list[Any], list[float]]: ...
def set_join(
    sets: Sets,
    other: Sets | None,
    *,
    measure: str,
    threshold: SupportsFloat,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
) -> SetPairs: ...
def cosine_top_k(
    x: tuple[Any, Any, Any, int],
    y: tuple[Any, Any, Any, int] | None,
    *,
    k: SupportsIndex,
    threshold: SupportsFloat | None,
    window: tuple[Any, Any, int] | None,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
) -> tuple[Numbers, Numbers, Numbers]: ...
def cosine_join(
    x: tuple[Any, Any, Any, int],
    y: tuple[Any, Any, Any, int] | None,
    *,
    threshold: SupportsFloat,
    window: tuple[Any, Any, int] | None,
    display: Callable[[str, int, int], object] | None,
    threads: SupportsIndex | None,
) -> tuple[Numbers, Numbers, Numbers]: ...
def cosine(x: tuple[Any, Any, Any, int], y: tuple[Any, Any, Any, int]) -> float: ...
def dot(x: tuple[Any, Any, Any, int], y: tuple[Any, Any, Any, int]) -> float: ...

@final
class Sets:
    def __new__(cls, sets: Iterable[Any], *, name: str) -> Self: ...
    @staticmethod
    def of_rows(matrix: tuple[Any, Any, Any, int]) -> Sets: ...
    def __len__(self) -> int: ...
    def score(self, measure: str, a: int, b: int) -> float: ...

@final
class SetPairs:
    def pairs(self) -> tuple[Numbers, Numbers, Numbers]: ...
    def equal(self, *, second: bool) -> tuple[list[list[int]], list[float | None]]: ...

class CountInPython(Exception): ...

@final
class NearDuplicates:
    @staticmethod
    def find(
        articles: Iterable[Any] | None,
        *,
        columns: dict[str, tuple[Hashable, list[Any]]] | None,
        names: Mapping[str, Hashable | None],
        options: str,
        method: str,
        display: Callable[[str, int, int], object] | None,
        threads: SupportsIndex | None,
    ) -> NearDuplicates: ...
    def pairs(self) -> tuple[Numbers, Numbers, Numbers]: ...
    def groups(self) -> list[list[int]]: ...
    def at_least(self, threshold: float) -> NearDuplicates: ...
    def clusters(
        self, dates: list[int | None] | None, *, dated: bool
    ) -> tuple[list[tuple[int, int, float]], list[tuple[int, int, int, int, int, float]], list[int], list[int]]: ...
    def ids(self) -> list[Any]: ...
    def rows(self) -> list[int]: ...
    def skipped(self) -> list[tuple[str, str]]: ...
    def expanded(self) -> int: ...
    @property
    def threshold(self) -> float: ...
    @property
    def options(self) -> str: ...
    def __len__(self) -> int: ...

@final
class Bm25Index:
    @staticmethod
    def fit(
        articles: Iterable[Any] | None,
        *,
        columns: dict[str, tuple[Hashable, list[Any]]] | None,
        names: Mapping[str, Hashable | None],
        options: str,
        variant: str,
        k1: float,
        b: float,
        threads: SupportsIndex | None,
    ) -> Bm25Index: ...
    def search(
        self, queries: list[str], *, k: SupportsIndex, threads: SupportsIndex | None
    ) -> tuple[list[int], list[int], list[Any], list[float]]: ...
    def scores(self, query: str) -> Numbers: ...
    def to_bytes(self, parameters: str) -> bytes: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> tuple[Bm25Index, str | None]: ...
    def labelled(self, *, rows: list[int], length: int, ids: list[Any] | None) -> Bm25Index: ...
    def rows(self) -> list[int]: ...
    @property
    def length(self) -> int: ...
    def ids(self) -> list[Any] | None: ...
    @property
    def options(self) -> str: ...
    def __len__(self) -> int: ...
    @property
    def terms(self) -> int: ...

@final
class FurnitureTable:
    @staticmethod
    def learn(
        articles: Iterable[Any] | None,
        *,
        columns: dict[str, tuple[Hashable, list[Any]]] | None,
        names: Mapping[str, Hashable | None],
        display: Callable[[str, int, int], object] | None,
        threads: SupportsIndex | None,
    ) -> FurnitureTable: ...
    def union(self, other: FurnitureTable) -> FurnitureTable: ...
    def sources(self) -> dict[str, int]: ...
    def __len__(self) -> int: ...
    def __eq__(self, other: object) -> bool: ...
    def __ne__(self, other: object) -> bool: ...
    def to_bytes(self) -> bytes: ...
    @staticmethod
    def from_bytes(bytes: bytes) -> FurnitureTable: ...

@final
class Numbers:
    @property
    def __array_interface__(self) -> dict[str, Any]: ...
    def __len__(self) -> int: ...

@final
class Matrix:
    @property
    def shape(self) -> tuple[int, int]: ...
    def arrays(self, *, most: SupportsIndex = ...) -> tuple[Numbers, Numbers, Numbers]: ...
    def weigh(self, weights: Weights, *, threads: SupportsIndex | None) -> Matrix: ...

@final
class Weights:
    def __new__(cls, idf: Any | None, *, columns: SupportsIndex, norm: str | None, sublinear_tf: bool) -> Self: ...
    @staticmethod
    def of_counts(
        model: CountModel, *, norm: str | None, use_idf: bool, smooth_idf: bool, sublinear_tf: bool
    ) -> Weights: ...
    def idf(self) -> Numbers | None: ...
    @property
    def options(self) -> str: ...

@final
class CountModel:
    @staticmethod
    def fit(
        texts: list[str],
        *,
        options: str,
        min_df: float,
        max_df: float,
        max_features: SupportsIndex | None,
        binary: bool,
        rank: Callable[[Numbers], list[int]] | None,
        kind: ValueKind | None,
        threads: SupportsIndex | None,
        given: CountModel | None = None,
        in_order: bool = False,
    ) -> tuple[CountModel, Matrix | None]: ...
    @staticmethod
    def of_counts(
        terms: list[str],
        *,
        frequencies: list[int],
        totals: list[int],
        documents: int,
        options: str,
        min_df: float,
        max_df: float,
        max_features: SupportsIndex | None,
        binary: bool,
        rank: Callable[[Numbers], list[int]] | None,
    ) -> CountModel: ...
    def partial_fit_counts(
        self,
        terms: list[str],
        *,
        frequencies: list[int],
        totals: list[int],
        documents: int,
        rank: Callable[[Numbers], list[int]] | None,
    ) -> tuple[CountModel, Numbers]: ...
    @staticmethod
    def given(terms: list[str], *, options: str, binary: bool) -> CountModel: ...
    def with_options(self, *, options: str, binary: bool) -> CountModel: ...
    def transform(self, texts: list[str], *, kind: ValueKind, threads: SupportsIndex | None) -> Matrix: ...
    def partial_fit(
        self, texts: list[str], *, rank: Callable[[Numbers], list[int]] | None, threads: SupportsIndex | None
    ) -> tuple[CountModel, Numbers]: ...
    def merge(
        self, other: CountModel, *, rank: Callable[[Numbers], list[int]] | None
    ) -> tuple[CountModel, Numbers]: ...
    def compact(self) -> CountModel: ...
    def terms(self) -> list[str]: ...
    def __len__(self) -> int: ...
    @property
    def documents(self) -> int: ...
    @property
    def pruned(self) -> int: ...
    def document_frequencies(self) -> Numbers: ...
    def to_bytes(self, parameters: str, *, weights: Weights | None = None) -> bytes: ...
    @staticmethod
    def from_bytes(bytes: bytes, *, weighted: bool) -> tuple[CountModel, Weights | None, str | None]: ...
    def cuts_by(self, options: str) -> bool: ...
    @property
    def options(self) -> str: ...

@final
class Report:
    @property
    def articles(self) -> int: ...
    @property
    def against(self) -> int: ...
    @property
    def ignored(self) -> Rows: ...
    @property
    def warnings(self) -> Rows: ...
    @property
    def parameters(self) -> dict[str, float | None]: ...
    @property
    def furniture(self) -> dict[str, int]: ...
    @property
    def pairs(self) -> Rows: ...
    @property
    def passages(self) -> Rows: ...
    @property
    def clusters(self) -> Rows: ...
    @property
    def skipped(self) -> Rows: ...
    @property
    def reuse(self) -> Rows: ...
    def explain(self, a: object, b: object) -> tuple[dict[str, Any], str] | None: ...
    def to_json(self) -> bytes: ...
    @classmethod
    def from_json(cls, json: bytes, ids: dict[str, Any] | None = None, id_type: str = "str") -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...

@final
class Comparison:
    @property
    def relation(self) -> Relation | None: ...
    @property
    def share_of_a(self) -> float: ...
    @property
    def share_of_b(self) -> float: ...
    @property
    def quotation_part(self) -> float: ...
    @property
    def similarity(self) -> float: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def longest_run(self) -> int: ...
    @property
    def revision(self) -> dict[str, Any] | None: ...
    @property
    def ignored_words_of_a(self) -> int: ...
    @property
    def ignored_words_of_b(self) -> int: ...
    def explain(self) -> tuple[dict[str, Any], str]: ...
    @property
    def reasons(self) -> list[str]: ...
    @property
    def passages(self) -> Rows: ...
    def to_json(self) -> bytes: ...
    @classmethod
    def from_json(cls, json: bytes) -> Self: ...
    def __eq__(self, value: object, /) -> bool: ...

@final
class Rows:
    @property
    def names(self) -> list[str]: ...
    @property
    def types(self) -> list[str]: ...
    def __len__(self) -> int: ...
    def column(self, name: str, start: int, stop: int) -> list[Any]: ...

@final
class Analyzer:
    def __new__(cls, json: str) -> Self: ...
    def to_json(self) -> str: ...
    def tokens(self, text: str) -> list[str]: ...
    def spans(self, text: str, unit: str) -> list[tuple[int, int]]: ...
    def columns(self, text: str) -> tuple[list[str], list[int], list[int], list[int], list[int], list[str]]: ...
    def tokens_batch(
        self,
        articles: Iterable[Any] | None,
        *,
        columns: dict[str, tuple[Hashable, list[Any]]] | None,
        names: Mapping[str, Hashable | None],
        threads: SupportsIndex | None,
    ) -> list[list[str] | None]: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __hash__(self) -> int: ...
