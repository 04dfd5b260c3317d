"""Counting in plain Python, where a step is a function of the caller's, and which terms are kept."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from numbers import Integral, Number
from typing import Any, NamedTuple, cast

import numpy as np

from .. import _core
from .._types import ValueKind
from . import sparse

# So many values have columns of 32 bits, as in SciPy.
MOST = 2**31 - 1


class Counts(NamedTuple):
    """How often each document has each term; the columns are those of `vocabulary`, in any order."""

    vocabulary: dict[Any, int]
    indptr: Any
    indices: Any
    values: Any

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self.indptr) - 1

    def in_documents(self) -> Any:
        """For each column, how many documents have its term."""
        return np.bincount(self.indices, minlength=len(self.vocabulary))

    def occurrences(self, dtype: Any) -> Any:
        """For each column, how often its term occurs, in the type that NumPy adds numbers of `dtype` up in."""
        sums = np.zeros(len(self.vocabulary), dtype=np.int64)
        np.add.at(sums, self.indices, self.values.astype(dtype) if have_wrapped(self.values, dtype) else self.values)
        return sums.astype(_sum_type(dtype))

    def of_type(self, dtype: Any) -> Any:
        """Make a CSR matrix of numbers of a type, with ascending columns in each row."""
        matrix = self.as_seen(dtype)
        matrix.sort_indices()
        return matrix

    def as_seen(self, dtype: Any) -> Any:
        """Make the same matrix, but with each row in the order in which the documents had the terms first."""
        values = self.values if dtype is None else self.values.astype(dtype, copy=False)
        matrix = sparse.csr(values, self.indices, self.indptr, len(self.vocabulary), is_sorted=False)
        matrix.has_sorted_indices = False
        return matrix


class NativeCounts(NamedTuple):
    """The same, counted by the compiled half; it can be asked for one matrix."""

    counted: _core.Matrix

    def of_type(self, dtype: Any) -> Any:
        """Make a CSR matrix of numbers of a type."""
        data, indices, indptr = map(np.asarray, self.counted.arrays(most=MOST))
        if dtype is not None:
            data = data.astype(dtype, copy=False)
        return sparse.csr(data, indices, indptr, self.counted.shape[1], is_sorted=True)


class Learnt(NamedTuple):
    """What a vectoriser learns beside its vocabulary."""

    documents: int
    in_documents: Any
    matrix: Any


def count(
    analyze: Callable[[Any], Iterable[Any]],
    documents: Iterable[Any],
    vocabulary: dict[Any, int] | None,
) -> Counts:
    """Count the terms of documents: those of a vocabulary, or all of them in the order in which they come.

    Each row is in the order of the columns.
    """
    columns: dict[Any, int] = {} if vocabulary is None else vocabulary
    indptr, indices, values = array("q", [0]), array("q"), array("q")
    for terms in analyzed(analyze, documents):
        # Of None it would count nothing, without a word.
        counts = Counter(iter(terms))
        if vocabulary is None:
            row = sorted((columns.setdefault(term, len(columns)), times) for term, times in counts.items())
        else:
            # Somebody may have given two terms one column.
            of_columns = Counter[Any]()
            for term, times in counts.items():
                if term in columns:
                    of_columns[columns[term]] += times
            row = sorted((int(column), times) for column, times in of_columns.items())
        indices.extend([column for column, _ in row])
        values.extend([times for _, times in row])
        indptr.append(len(indices))
    # SciPy wants one type for both, and the smaller one where it is enough.
    small = np.int32 if indptr[-1] <= MOST else np.int64
    return Counts(
        columns,
        np.frombuffer(indptr, dtype=np.int64).astype(small),
        np.frombuffer(indices, dtype=np.int64).astype(small) if indices else np.empty(0, dtype=small),
        np.frombuffer(values, dtype=np.int64).astype(np.intc) if values else np.empty(0, dtype=np.intc),
    )


def wraps(dtype: Any) -> bool:
    """Tell whether the count of a term in one document may be too large for a type."""
    return dtype is not None and np.dtype(dtype).kind in "iu" and np.dtype(dtype).itemsize < 4


def have_wrapped(values: Any, dtype: Any) -> bool:
    """Tell whether counts become others in a type: too large for it, or all of them `True`."""
    if dtype is None or (not wraps(dtype) and np.dtype(dtype) != np.bool_):
        return False
    return bool((values != values.astype(dtype)).any())


def analyzed(analyze: Callable[[Any], Iterable[Any]], documents: Iterable[Any]) -> Iterator[Iterable[Any]]:
    """Analyse each document, and name the row of one that is no text."""
    for row, document in enumerate(documents):
        yield of_row(analyze, document, row)


def of_row(analyze: Callable[[Any], Iterable[Any]], document: Any, row: int) -> Iterable[Any]:
    """Analyse the document of a row; an error about a missing text names the row."""
    try:
        return analyze(document)
    except (AttributeError, TypeError, ValueError) as error:
        of_text = "'lower'" in str(error) or "str" in str(error)
        if of_text and isinstance(document, Mapping | list | tuple | np.ndarray):
            message = (
                f"{error}; raw_documents[{row}] is a {type(document).__name__}, expected str or bytes: give the texts "
                'alone, as in [row["text"] for row in rows]'
            )
            raise _with(error, message) from None
        # A decoding error has its own fields, and no document of these kinds.
        if document is None or isinstance(document, Number) or type(document).__name__ in ("NAType", "NaTType"):
            message = f"{error}; raw_documents[{row}] is {document!r}, expected str or bytes"
            raise _with(error, message) from None
        raise


def _with(error: Exception, message: str) -> Exception:
    """Give an error of Python's another message, and a note to one of the caller's, which may be made otherwise."""
    if type(error) in (AttributeError, TypeError, ValueError):
        return type(error)(message)
    error.add_note(message)
    return error


def sort_terms(counts: Counts) -> Counts:
    """Give the terms in ascending order, and their columns with them."""
    terms = sorted(counts.vocabulary)
    new = np.empty(len(terms), dtype=counts.indices.dtype)
    new[[counts.vocabulary[term] for term in terms]] = np.arange(len(terms))
    vocabulary = {term: column for column, term in enumerate(terms)}
    return counts._replace(vocabulary=vocabulary, indices=new[counts.indices])


def keep_terms(counts: Counts, kept: Any) -> Counts:
    """Leave out the columns for which `kept` is false."""
    entries = kept[counts.indices]
    new = (np.cumsum(kept) - 1).astype(counts.indices.dtype)
    ends = np.concatenate(([0], np.cumsum(entries)))[counts.indptr].astype(counts.indptr.dtype)
    vocabulary = {term: int(new[column]) for term, column in counts.vocabulary.items() if kept[column]}
    return Counts(vocabulary, ends, new[counts.indices[entries]], counts.values[entries])


def totals(counts: Counts) -> dict[str, Any] | None:
    """Give what a model needs to remember counts, or None when terms are no strings, or not in UTF-8."""
    terms = list(counts.vocabulary)
    try:
        if not all(type(term) is str and term.encode() is not None for term in terms):
            return None
    except UnicodeEncodeError:
        return None
    columns = list(counts.vocabulary.values())
    return {
        "terms": terms,
        "frequencies": counts.in_documents()[columns].tolist(),
        "totals": counts.occurrences(np.int64)[columns].tolist(),
        "documents": counts.documents,
    }


def refuse_none(terms: int) -> None:
    """Refuse documents without a term."""
    if terms == 0:
        raise ValueError("empty vocabulary; perhaps the documents only contain stop words")


class Bounds(NamedTuple):
    """Which terms are kept, as absolute numbers of documents."""

    fewest: float
    most: float
    max_features: int | None

    @classmethod
    def of(cls, min_df: Any, max_df: Any, max_features: int | None, documents: int) -> "Bounds":
        """Turn shares of the documents into numbers: `1` is one document and `1.0` is all of them."""
        fewest = int(min_df) if isinstance(min_df, Integral) else min_df * documents
        most = int(max_df) if isinstance(max_df, Integral) else max_df * documents
        if most < fewest:
            raise ValueError("max_df corresponds to < documents than min_df")
        return cls(fewest, most, max_features)

    def kept(self, in_documents: Any, occurrences: Callable[[], Any]) -> Any:
        """Say which of the terms, which are in ascending order, are kept; None means all of them."""
        kept = (in_documents >= self.fewest) & (in_documents <= self.most)
        if self.max_features is not None and kept.sum() > self.max_features:
            # Among terms that occur equally often NumPy's order decides, as it does in scikit-learn: it is not stable.
            frequent = (-occurrences()[kept]).argsort()[: self.max_features]
            places = np.flatnonzero(kept)[frequent]
            kept = np.zeros(len(kept), dtype=bool)
            kept[places] = True
        if kept.all():
            return None
        if not kept.any():
            raise ValueError("After pruning, no terms remain. Try a lower min_df or a higher max_df.")
        return kept


def ranking(dtype: Any) -> Callable[[Any], list[int]]:
    """Make a function that orders terms by their negated totals, as NumPy orders numbers of a type."""

    def rank(negated: Any) -> list[int]:
        totals = -np.asarray(negated)
        order: list[int] = (-totals.astype(_sum_type(dtype))).argsort().tolist()
        return order

    return rank


def kind(dtype: Any) -> ValueKind:
    """Give the type in which the compiled half counts: the wanted one, if it can."""
    name = "int32" if dtype is None else np.dtype(dtype).name
    return cast(ValueKind, name) if name in ("int64", "float64", "float32") else "int32"


def _sum_type(dtype: Any) -> Any:
    """Give the type of a sum of numbers of a type."""
    return np.zeros(1, dtype=dtype).sum().dtype
