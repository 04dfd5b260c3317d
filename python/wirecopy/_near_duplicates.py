"""Articles that are alike as wholes."""

import math
import operator
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, SupportsFloat, SupportsIndex, TypeAlias, cast

from . import _articles, _core
from ._analyzer import Analyzer, _choice, _of_type
from ._cosine import _keys, _number
from ._progress import Display
from ._set_join import _Arrays
from ._table import Table
from ._types import Articles, Name

if TYPE_CHECKING:
    import networkx

Measure: TypeAlias = Literal["jaccard", "dice", "containment"]
Method: TypeAlias = Literal["exact", "minhash", "simhash"]

# One date for each row of the input, False for none, None for those of the articles.
Dates: TypeAlias = "Sequence[Any] | Literal[False] | None"


class Pairs(Table):
    """The similar pairs of different contents, and beside them the groups of articles with equal content.

    A text that stands in the collection a thousand times stands in the table once, by its first article, so that no
    list grows with the square of a group; `expand` runs through the pairs of all articles. `near_duplicates` makes
    these tables; a slice of one is a plain `Table`.

    Columns: `a` and `b`, the ids as they were given; `score`; `a_row` and `b_row`, the rows of the input, ``a_row <
    b_row``. The order is that of the rows.
    """

    __slots__ = ("_found", "_ids", "_numbers", "_places")

    def __init__(self, found: _core.NearDuplicates) -> None:
        import numpy as np

        self._found = found
        places = np.asarray(found.rows())
        given = found.ids()
        self._ids: Sequence[Any] = _RowIds(places) if given is None else given
        self._places = places
        a, b, scores = (np.asarray(numbers) for numbers in found.pairs())
        self._numbers = a, b
        super().__init__(
            _Named(
                {"a": a, "b": b, "score": scores, "a_row": places[a], "b_row": places[b]},
                self._ids,
            )
        )

    @property
    def threshold(self) -> float:
        """How similar the pairs are at least."""
        return self._found.threshold

    @property
    def options(self) -> dict[str, Any]:
        """What the pairs were found with, by name."""
        import json

        return cast("dict[str, Any]", json.loads(self._found.options))

    @property
    def articles(self) -> int:
        """How many articles were compared."""
        return len(self._found)

    @property
    def groups(self) -> list[list[Any]]:
        """The ids of the articles of equal content, in groups; an article that has no equal is in none."""
        return [[self._ids[number] for number in group] for group in self._found.groups()]

    @property
    def skipped(self) -> Table:
        """The rows of a frame that have no text: `origin`, the id or the row, and `reason`."""
        rows = self._found.skipped()
        return Table({"origin": [origin for origin, _ in rows], "reason": [reason for _, reason in rows]})

    def expand(self) -> Iterator[dict[str, Any]]:
        """Run through the similar pairs of all articles.

        Yields
        ------
        dict
            As the rows of the table: each of them with every member of both groups, then the pairs within the groups,
            whose score is 1. `n` articles of equal content are ``n * (n - 1) / 2`` pairs; nothing is stored.

        Examples
        --------
        >>> import wirecopy as wc
        >>> pairs = wc.near_duplicates(["The mill burnt!", "the mill burnt", "The MILL burnt."], threshold=0.8)
        >>> len(pairs), [(pair["a"], pair["b"]) for pair in pairs.expand()]
        (0, [('0', '1'), ('0', '2'), ('1', '2')])
        """
        groups = self._found.groups()
        members = {group[0]: group for group in groups}
        for a, b, score in zip(*(numbers.tolist() for numbers in self._numbers), self["score"], strict=True):
            for one in members.get(a, [a]):
                for other in members.get(b, [b]):
                    yield self._row(min(one, other), max(one, other), score)
        for group in groups:
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    yield self._row(one, other, 1.0)

    def count(self) -> int:
        """Count the pairs that `expand` runs through, without doing so."""
        return self._found.expanded()

    def at_least(self, threshold: SupportsFloat) -> "Pairs":
        """Give the pairs that reach a higher threshold, as if they had been found with it; nothing is compared anew.

        Parameters
        ----------
        threshold : float
            From that of these pairs to 1.

        Returns
        -------
        Pairs
            Those pairs, and the same groups.

        Raises
        ------
        ValueError
            When the threshold is lower than that of these pairs, or above 1.

        Examples
        --------
        >>> import wirecopy as wc
        >>> pairs = wc.near_duplicates(["a b c d e", "a b c d", "a b c x y"], threshold=0.4, shingle=1)
        >>> len(pairs), len(pairs.at_least(0.8))
        (3, 1)
        """
        return Pairs(self._found.at_least(_number(threshold)))

    def clusters(self, *, dates: Dates = None) -> "Clusters":
        """Put the articles into clusters of which each has a representative that all members are similar to.

        Articles are gone through in an order: the earliest first, else the longest, else the one whose text has the
        smallest hash, else the one with the smallest id, else the first. One that is similar to a representative
        before it joins the most similar of these; any other represents a cluster of its own. So no chain of small
        changes glues together what has nothing in common, and which articles represent does not depend on the order of
        the input.

        Parameters
        ----------
        dates : sequence of dates or int, or False, optional
            The date of each row of the input; those of the articles if not given, and none if False. An article
            without a date, or with one that cannot be read (as 2026-03-19 can), comes after those that have one.

        Returns
        -------
        Clusters
            One row for each article that has a near-duplicate.

        Raises
        ------
        ValueError
            When there are more or fewer dates than rows.

        Examples
        --------
        >>> import wirecopy as wc
        >>> articles = ["a b c d e f", "c d e f g h", "e f g h i j", "x y z"]
        >>> pairs = wc.near_duplicates(articles, threshold=0.5, shingle=1)
        >>> clusters = pairs.clusters(dates=[1, 2, 3, 4])
        >>> clusters
        Clusters: 2 rows, 5 columns
        cluster  id  representative  score  row
              0  0   0               1.000    0
              0  1   0               0.500    1
        >>> clusters.links.to_dicts()[0]["b"], clusters.kept
        ('2', ['0', '2', '3'])
        """
        members, links, kept, dropped = self._found.clusters(self._dates(dates), dated=dates is None)
        ids, places = self._ids, self._places
        representatives: dict[int, int] = {}
        for cluster, article, _ in members:
            representatives.setdefault(cluster, article)
        # A single text is listed only because a link leads to it.
        sizes: dict[int, int] = {}
        for cluster, _, _ in members:
            sizes[cluster] = sizes.get(cluster, 0) + 1
        rows = [member for member in members if sizes[member[0]] > 1]
        numbers = {cluster: number for number, cluster in enumerate(dict.fromkeys(row[0] for row in rows))}
        table = Table(
            {
                "cluster": [numbers[cluster] for cluster, _, _ in rows],
                "id": [ids[article] for _, article, _ in rows],
                "representative": [ids[representatives[cluster]] for cluster, _, _ in rows],
                "score": [score for _, _, score in rows],
                "row": [int(places[article]) for _, article, _ in rows],
            }
        )
        return Clusters(
            table,
            Table(
                {
                    "representative_of_a": [ids[representatives[link[0]]] for link in links],
                    "representative_of_b": [ids[representatives[link[1]]] for link in links],
                    "pairs": [link[2] for link in links],
                    "a": [ids[link[3]] for link in links],
                    "b": [ids[link[4]] for link in links],
                    "score": [link[5] for link in links],
                }
            ),
            [ids[article] for article in kept],
            [ids[article] for article in dropped],
        )

    def keep(self, *, dates: Dates = None) -> list[Any]:
        """Give the ids of one article of each cluster and of those that have no near-duplicate, in input order.

        Parameters
        ----------
        dates
            As for `clusters`.

        Returns
        -------
        list
            The ids as they were given, or the rows as text.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.near_duplicates(["The mill burnt", "the mill burnt!", "A ship"], threshold=0.8).keep(dates=False)
        ['1', '2']
        """
        return self.clusters(dates=dates).kept

    def to_networkx(self) -> "networkx.Graph[Any]":
        """Give the pairs of all articles as a graph of networkx, which has to be installed.

        Returns
        -------
        networkx.Graph
            A node for each article, by its id, and an edge for each pair, with its `score`. A group of `n` articles of
            equal content is joined to its first member by ``n - 1`` edges, and only that one to others, so that the
            graph does not grow with the square of a group.
        """
        try:
            import networkx
        except ModuleNotFoundError as error:
            raise ImportError(
                "to_networkx needs networkx, which is not installed; run `pip install networkx`", name="networkx"
            ) from error
        graph = networkx.Graph()
        graph.add_nodes_from(self._ids)
        graph.add_edges_from(
            (a, b, {"score": score}) for a, b, score in zip(self["a"], self["b"], self["score"], strict=True)
        )
        for group in self.groups:
            graph.add_edges_from((group[0], other, {"score": 1.0}) for other in group[1:])
        return graph

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Pairs):
            return super().__eq__(other)
        return super().__eq__(other) and (self.groups, self.options) == (other.groups, other.options)

    __hash__ = None

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._found.state(), self._found.ids())

    def _row(self, a: int, b: int, score: float) -> dict[str, Any]:
        ids, places = self._ids, self._places
        return {"a": ids[a], "b": ids[b], "score": score, "a_row": int(places[a]), "b_row": int(places[b])}

    def _dates(self, dates: Dates) -> list[int | None] | None:
        if dates is not None and dates is not False:
            rows = len(self._found) + len(self._found.skipped())
            given = list(dates)
            if len(given) != rows:
                raise ValueError(f"dates: found {len(given)} for {rows} rows, expected one for each")
            missing = [date is None or date != date for date in given]
            known, _ = _keys([date for date, none in zip(given, missing, strict=True) if not none], "dates")
            numbers = iter(known.tolist())
            all_dates = [None if none else next(numbers) for none in missing]
            return [all_dates[row] for row in self._places.tolist()]
        return None


def _restored(state: Any, ids: list[Any] | None) -> Pairs:
    return Pairs(_core.NearDuplicates.of_state(state, ids))


class Clusters(Table):
    """Clusters of near-duplicates, each with a representative that all members are similar to.

    Columns: `cluster`, a number from 0; `id`; `representative`, the id of the article that the cluster is known by;
    `score`, how similar the article is to it; `row`, the row of the input. Of each cluster the representative comes
    first. Articles without a near-duplicate have no row. A slice is a plain `Table`.
    """

    __slots__ = ("_dropped", "_kept", "_links")

    def __init__(self, members: Table, links: Table, kept: list[Any], dropped: list[Any]) -> None:
        super().__init__({name: members[name] for name in members.columns})
        self._links = links
        self._kept = kept
        self._dropped = dropped

    @property
    def links(self) -> Table:
        """What union-find would have glued: two representatives, how many pairs, and the strongest of these."""
        return self._links

    @property
    def kept(self) -> list[Any]:
        """The ids of the representatives and of the articles that have no near-duplicate, in the order of the input."""
        return self._kept

    @property
    def dropped(self) -> list[Any]:
        """The ids of all others, in the order of the input."""
        return self._dropped

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self[:], self._links, self._kept, self._dropped)


def near_duplicates(
    articles: Articles,
    *,
    threshold: SupportsFloat = 0.8,
    measure: Measure = "jaccard",
    shingle: SupportsIndex = 5,
    method: Method = "exact",
    verify: bool = True,
    analyzer: Analyzer | None = None,
    text: Name | None = None,
    id: Name | None = None,
    date: Name | None = None,
    progress: bool | None = None,
    threads: SupportsIndex | None = None,
) -> Pairs:
    """Find the articles that are nearly the same, by the runs of words that they share. Needs NumPy.

    Ctrl-C ends it, and other Python threads run while it works. The result is the same for any number of threads.

    Parameters
    ----------
    articles : list or other iterable of str or of mappings, frame, Series, or array
        The articles, as `wirecopy.check` takes them. Rows of a frame or Series that have no text are left out.
    threshold : float
        The smallest score of a pair, above 0 and at most 1.
    measure : {"jaccard", "dice", "containment"}
        How alike two sets of shingles are. `jaccard`: those in both as a part of those in either. `dice`: twice those
        in both as a part of the sum. `containment`: the share of the smaller set that stands in the larger one, which
        finds an excerpt in the whole.
    shingle : int
        How many successive words are one shingle, 1 or more. An article with fewer words is a single shingle of all of
        them, so that two short articles are similar only if they are equal.
    method : {"exact", "minhash", "simhash"}
        How the pairs are found: by an exact join that misses none; by MinHash sketches of 128 values, which miss few;
        or by SimHash, which finds copies with small changes. The sketches are not for `containment`.
    verify : bool
        Whether what sketches find is compared. If it is, scores are exact whatever the method, and no pair is listed
        that is not similar. If False, the pairs are those that their sketches estimate to reach the threshold, and
        the estimate is their score: by MinHash the part of the values that agree, with a standard error of 0.04 at
        0.7 (of the pairs right at the threshold half are missed, and as many are listed that are below it); by SimHash
        ``cos(pi * d / 64)`` for signatures that differ in `d` bits, taken for the Dice coefficient. The exact
        method always compares.
    analyzer : Analyzer, optional
        What articles are cut into. The default is ``Analyzer()``: all words, in a form in which capitals make no
        difference. Of n-grams of characters take shingles of one.
    text, id, date : str or other hashable, optional
        The columns or the keys; else found by the usual names, as in `wirecopy.check`.
    progress : bool, optional
        Whether to show a progress bar, as in `wirecopy.check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Returns
    -------
    Pairs
        A table of the similar pairs of different contents, the groups of equal ones, and from it clusters and the
        articles to keep. An article without words is similar to nothing.

    Raises
    ------
    TypeError
        When the articles, a row or an option is of another type.
    ValueError
        When there are no articles, a column is not there, a row of something else than a frame has no text, two rows
        have one id, or an option is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Notes
    -----
    `check` decides on aligned passages and finds partial reuse too; this decides on the similarity of shingles alone
    (Broder 1997), and takes a small part of the time.

    Examples
    --------
    >>> import wirecopy as wc
    >>> articles = [
    ...     {"id": "wire", "text": "The old mill on the river burnt down on Monday night, the fire service said."},
    ...     {"id": "post", "text": "Council approves the budget after a long debate."},
    ...     {"id": "blog", "text": "The old mill on the river burnt down on Monday night, police said."},
    ... ]
    >>> pairs = wc.near_duplicates(articles, threshold=0.5, shingle=3)
    >>> pairs
    Pairs: 1 row, 5 columns
    a     b     score  a_row  b_row
    wire  blog  0.600      0      2
    >>> pairs.keep()
    ['wire', 'post']
    """
    import json

    if analyzer is not None:
        _of_type("analyzer", analyzer, Analyzer)
    smallest = _number(threshold)
    if not math.isfinite(smallest):
        # JSON has no word for it.
        raise ValueError(f"threshold is `{smallest}`, expected a number above 0 and at most 1")
    options = {
        "threshold": smallest,
        "measure": _choice("measure", measure, Measure),
        "shingle": _size(shingle),
        "verify": bool(_of_type("verify", verify, bool)),
    }
    if analyzer is not None:
        options["analyzer"] = json.loads(analyzer.to_json())
    names = {"text": text, "id": id, "title": None, "date": date, "source": None, "url": None}
    with Display(progress) as display:
        rows, columns = _articles.taken(articles, names)
        found = _core.NearDuplicates.find(
            rows,
            columns=columns,
            names=names,
            options=json.dumps(options),
            method=_choice("method", method, Method),
            display=display.feed,
            threads=threads,
        )
    return Pairs(found)


def _size(shingle: Any) -> int:
    if isinstance(shingle, bool) or not hasattr(shingle, "__index__"):
        raise TypeError(f"shingle: expected int, found {type(shingle).__name__}")
    size = operator.index(shingle)
    if not 0 < size < 2**32:
        raise ValueError(f"shingle: `{shingle}`, expected a whole number from 1")
    return size


class _RowIds(Sequence[str]):
    """The ids of articles that were given none: their rows as text, made when somebody asks."""

    def __init__(self, rows: Any) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, number: Any) -> Any:
        return str(int(self._rows[number]))


class _Named(_Arrays):
    """Arrays of numbers, two of which stand for articles and are shown as their ids."""

    def __init__(self, columns: dict[str, Any], ids: Sequence[Any]) -> None:
        super().__init__(columns)
        self._ids = ids

    @property
    def types(self) -> list[str]:
        kinds = {str} if isinstance(self._ids, _RowIds) else {type(id) for id in self._ids}
        of_ids = {"str": "str", "int": "int"}.get(kinds.pop().__name__, "any") if len(kinds) == 1 else "any"
        return [of_ids, of_ids, "float", "int", "int"]

    def column(self, name: str, start: int, stop: int) -> list[Any]:
        numbers = super().column(name, start, stop)
        return [self._ids[number] for number in numbers] if name in ("a", "b") else numbers
