"""Sets of numbers that are similar."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal, SupportsFloat, SupportsIndex, TypeAlias

from . import _core
from ._analyzer import _choice
from ._cosine import _number, parts_of
from ._progress import Display
from ._table import Rows, Table

Measure: TypeAlias = Literal["jaccard", "dice", "containment", "overlap"]

# A set of whole numbers from 0 to 2**64 - 1, in any order; repetitions count once.
Numbers: TypeAlias = Iterable[SupportsIndex]


class SetPairs(Table):
    """The similar pairs of different sets, and beside them the groups of equal sets.

    A set that occurs a thousand times stands in the pairs once, by its first number, so that no list grows with the
    square of a group; `expand` runs through the pairs of all sets. `set_join` makes these tables; a slice of one is a
    plain `Table`.

    Examples
    --------
    >>> import wirecopy as wc
    >>> found = wc.similarity.set_join([{1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3}], measure="jaccard", threshold=0.7)
    >>> found.to_dicts(), found.equal_sets
    ([{'a': 0, 'b': 1, 'score': 0.75}], [[0, 2]])
    """

    __slots__ = ("_equal", "_other", "_scores")

    def __init__(
        self,
        columns: Mapping[str, Sequence[Any]] | Rows,
        equal: list[list[int]] | None = None,
        scores: list[float | None] | None = None,
        other: list[list[int]] | None = None,
    ) -> None:
        super().__init__(columns)
        self._equal = [] if equal is None else equal
        self._scores = [None] * len(self._equal) if scores is None else scores
        # None when there is one collection only.
        self._other = other

    @property
    def equal_sets(self) -> list[list[int]]:
        """The groups of equal sets of the first collection, by number; a set without an equal is in none."""
        return self._equal

    @property
    def equal_sets_of_other(self) -> list[list[int]]:
        """The groups of equal sets of the second collection; none if there is only one."""
        return self._other or []

    def expand(self) -> Iterator[dict[str, Any]]:
        """Run through the similar pairs of all sets.

        Yields
        ------
        dict
            `a`, `b` and `score`: each row of the table with every member of both groups, then, in one collection, the
            pairs of equal sets. `n` equal sets are ``n * (n - 1) / 2`` pairs; nothing is stored.

        Examples
        --------
        >>> import wirecopy as wc
        >>> found = wc.similarity.set_join([{1, 2, 3}, {1, 2, 3, 4}, {1, 2, 3}], measure="jaccard", threshold=0.7)
        >>> [(pair["a"], pair["b"]) for pair in found.expand()]
        [(0, 1), (1, 2), (0, 2)]
        """
        of_first = {group[0]: group for group in self._equal}
        of_second = of_first if self._other is None else {group[0]: group for group in self._other}
        for pair in self:
            score = pair["score"]
            for a in of_first.get(pair["a"], [pair["a"]]):
                for b in of_second.get(pair["b"], [pair["b"]]):
                    if self._other is None and a > b:
                        yield {"a": b, "b": a, "score": score}
                    else:
                        yield {"a": a, "b": b, "score": score}
        for group, score in zip(self._equal, self._scores, strict=True):
            if score is not None:
                for place, a in enumerate(group):
                    for b in group[place + 1 :]:
                        yield {"a": a, "b": b, "score": score}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SetPairs):
            return super().__eq__(other)
        return super().__eq__(other) and self.__reduce__()[1][1:] == other.__reduce__()[1][1:]

    __hash__ = None

    def __reduce__(self) -> tuple[Any, ...]:
        kind, (columns,) = super().__reduce__()
        return kind, (columns, self._equal, self._scores, self._other)


def set_join(
    sets: Iterable[Numbers],
    other: Iterable[Numbers] | None = None,
    *,
    measure: Measure = "jaccard",
    threshold: SupportsFloat,
    progress: bool | None = None,
    threads: SupportsIndex | None = None,
) -> SetPairs:
    """Find all pairs of sets whose similarity is at or above a threshold, exactly. Needs NumPy.

    Ctrl-C ends it, and other Python threads run while it works. The result is the same for any number of threads.

    Parameters
    ----------
    sets : iterable of iterables of int, or sparse matrix
        The sets: lists, sets or arrays of whole numbers from 0 to 2**64 - 1 in any order, for instance hashes;
        repetitions count once. Or a matrix of SciPy's, each row of which is the set of its columns that are not 0.
    other : iterable of iterables of int, or sparse matrix, optional
        A second collection: then the pairs between the two are found, and none within one.
    measure : {"jaccard", "dice", "containment", "overlap"}
        `jaccard`: common numbers divided by those in either. `dice`: twice the common ones divided by the sum of the
        sizes. `containment`: the share of the smaller set that stands in the larger one. `overlap`: how many are
        common.
    threshold : float or int
        The smallest score of a pair: above 0 and at most 1, and for `overlap` a whole number of at least 1.
    progress : bool, optional
        Whether to show a progress bar, as in `wirecopy.check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Returns
    -------
    SetPairs
        One row for each similar pair of different sets, in order. Columns: `a` and `b`, the numbers of the sets from 0
        (within one collection ``a < b``), and `score`. Equal sets are listed as groups, and of each the first stands
        in the pairs. Empty sets are similar to nothing.

    Raises
    ------
    TypeError
        When a set holds something else than whole numbers, or an argument is of another type.
    ValueError
        When a number or an option is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Notes
    -----
    Prefix, length and positional filters (Bayardo, Ma and Srikant 2007; Xiao, Wang, Lin and Yu 2008). A pair is found
    when the very number that the function of the measure gives is at or above the threshold: 4 of 5 reaches 0.8.

    Examples
    --------
    >>> import wirecopy as wc
    >>> stories, briefs = [[7, 8, 9], [1, 2, 3, 4, 5, 6]], [[2, 3, 4, 10]]
    >>> wc.similarity.set_join(stories, briefs, measure="containment", threshold=0.7).to_dicts()
    [{'a': 1, 'b': 0, 'score': 0.75}]
    """
    import numpy as np

    _choice("measure", measure, Measure)
    least: Any = threshold if measure == "overlap" else _number(threshold)
    with Display(progress) as display:
        found = _core.set_join(
            _sets(sets, "sets"),
            None if other is None else _sets(other, "other"),
            measure=measure,
            threshold=least,
            display=display.feed,
            threads=threads,
        )
    a, b, scores = (np.asarray(numbers) for numbers in found.pairs())
    if measure == "overlap":
        scores = scores.astype(np.int64)
    equal, of_equal = found.equal(second=False)
    return SetPairs(
        _Arrays({"a": a, "b": b, "score": scores}),
        equal,
        [None if score is None else scores.dtype.type(score).item() for score in of_equal],
        None if other is None else found.equal(second=True)[0],
    )


def jaccard(a: Numbers, b: Numbers) -> float:
    """Give the share of the union of two sets that they have in common.

    Parameters
    ----------
    a, b : iterable of int
        The sets: whole numbers from 0 to 2**64 - 1 in any order.

    Returns
    -------
    float
        From 0 to 1; 1 for equal sets that are not empty, 0 if both are empty.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.similarity.jaccard([1, 2, 3], [2, 3, 4])
    0.5
    """
    return _score("jaccard", a, b)


def dice(a: Numbers, b: Numbers) -> float:
    """Give twice the number of common elements, divided by the sum of the sizes (Dice 1945, Sørensen 1948).

    Parameters
    ----------
    a, b : iterable of int
        The sets: whole numbers from 0 to 2**64 - 1 in any order.

    Returns
    -------
    float
        From 0 to 1; 1 for equal sets that are not empty, 0 if both are empty.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.similarity.dice([1, 2, 3, 4], [3, 4, 5, 6])
    0.5
    """
    return _score("dice", a, b)


def containment(a: Numbers, b: Numbers) -> float:
    """Give the share of `a` that stands in `b`: how much of the first could come from the second.

    Parameters
    ----------
    a, b : iterable of int
        The sets: whole numbers from 0 to 2**64 - 1 in any order.

    Returns
    -------
    float
        From 0 to 1; 0 if `a` is empty.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.similarity.containment([2, 3], [1, 2, 3, 4]), wc.similarity.containment([1, 2, 3, 4], [2, 3])
    (1.0, 0.5)
    """
    return _score("containment", a, b)


def containment_of_smaller(a: Numbers, b: Numbers) -> float:
    """Give the share of the smaller set that stands in the larger one (overlap coefficient; Simpson 1943).

    Parameters
    ----------
    a, b : iterable of int
        The sets: whole numbers from 0 to 2**64 - 1 in any order.

    Returns
    -------
    float
        From 0 to 1; 0 if one of them is empty. It is what ``set_join(measure="containment")`` compares.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.similarity.containment_of_smaller([1, 2, 3, 4], [2, 3])
    1.0
    """
    return _score("containment_of_smaller", a, b)


def overlap(a: Numbers, b: Numbers) -> int:
    """Count the elements that two sets have in common.

    Parameters
    ----------
    a, b : iterable of int
        The sets: whole numbers from 0 to 2**64 - 1 in any order.

    Returns
    -------
    int
        From 0 to the size of the smaller set.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.similarity.overlap([1, 3, 5, 7], [3, 4, 5])
    2
    """
    return int(_score("overlap", a, b))


def _score(measure: str, a: Numbers, b: Numbers) -> float:
    return _core.Sets((a, b), name="sets").score(measure, 0, 1)


def _sets(sets: Any, name: str) -> _core.Sets:
    # Who has a matrix of SciPy's has imported it.
    if "scipy.sparse" in sys.modules and sys.modules["scipy.sparse"].issparse(sets):
        return _core.Sets.of_rows(parts_of(sets, name))
    return _core.Sets(sets, name=name)


class _Arrays:
    """Rows that stand in arrays of NumPy's."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self._columns = columns

    @property
    def names(self) -> list[str]:
        return list(self._columns)

    @property
    def types(self) -> list[str]:
        return ["float" if values.dtype.kind == "f" else "int" for values in self._columns.values()]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def column(self, name: str, start: int, stop: int) -> list[Any]:
        return list(self._columns[name][start:stop].tolist())
