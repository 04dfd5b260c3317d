"""What `check` and `compare` give back."""

import os
from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from typing import Any, Self, overload

from . import _core, _files, _html
from ._explanation import Explanation
from ._reuse import ReuseGraph
from ._table import Table
from ._types import Direction, Relation


class Report:
    """What a check found, with the parameters that made it.

    Made by `wirecopy.check`, or read from a file by `from_json`. Reports are equal when everything in them is.

    Examples
    --------
    >>> import wirecopy as wc
    >>> report = wc.check(["The ferry sank at noon.", "The FERRY sank at noon!", "Bread costs more."])
    >>> report
    Report of 3 articles: 1 pair (1 identical), 0 passages
    >>> report.pairs[0]["reasons"]
    ['both have the same words in the same order']
    """

    def __init__(self, core: _core.Report) -> None:
        self._core = core

    @property
    def articles(self) -> int:
        """How many articles were checked; those of `skipped` are not among them."""
        return self._core.articles

    @property
    def against(self) -> int:
        """How many old articles they were checked against."""
        return self._core.against

    @property
    def left_out(self) -> int:
        """How many pairs share text but are not listed.

        It is a form, a formula or what sites put around articles, or reuse is less probable than `min_probability`;
        `check` with ``min_probability=0`` lists them.
        """
        return self._core.left_out

    @cached_property
    def pairs(self) -> Table:
        """The pairs that have a relation: by relation, then by the larger share, then in the order of the input.

        Columns: `a` and `b` (ids; `a` comes first in the input), `relation`, `probability` (that text was taken, of
        `partial_reuse` among a thousand texts or more; that both tell one story, of `same_story`; else None),
        `share_of_a` and `share_of_b` (how much of the words of each stands in the other, 0 to 1), `quotation_part` (the
        part of the matching words that stands inside quotation marks, 0 to 1), `similarity` (how far two of the
        `same_story` tell one, beside the other articles, 0 to 1; None of other pairs: `story_similarity` tells it),
        `direction` (``"a_to_b"`` when b took from a), `longest_run` (in words), `revision` (a dict when one is a later
        version of the other, else None), `common_source` (the id of the third article from which both seem to have what
        they share, or None), `ignored_words_of_a` and `ignored_words_of_b` (how many words of each are page furniture)
        and `reasons` (sentences).

        A revision has `later` (``"a"``, ``"b"`` or ``"unknown"``), `labelled` (whether one of the two says that it is a
        later version; else one outlet and their likeness alone speak for it), `added` and `removed` (lists of dicts
        with `start`, `end` and `words`: stretches of the later text that the earlier has not, and of the earlier that
        the later has not, in characters; where nobody knows which is later, b counts as it), `added_words`,
        `removed_words` and `reasons`.

        A group of identical articles stands here with its first member only, in one pair with each other member;
        `clusters` names them all.
        """
        return Table(self._core.pairs)

    @cached_property
    def passages(self) -> Table:
        """What the pairs share, pair after pair, in the order of a.

        Columns: `a` and `b` (ids), `a_start`, `a_end`, `b_start`, `b_end` (in characters, so that
        ``text[a_start:a_end]`` is the passage), `text_a`, `text_b`, `kind` (``"prose"``, or ``"quotation"`` when more
        than half of the words are quoted), `form` (``"verbatim"``, ``"edited"``, or ``"paraphrased"`` where the words
        match in another order or with other endings), `reordered` (whether it stands in another order among the
        passages of b than among those of a), `score` (in nats: a rare word that matches adds up to 6, a difference
        costs), `words` and `quoted_words` (how many match; of a paraphrase, without function words), `also_in` (in how
        many other articles it stands too: half of its words are shared with at least so many by the pairs of this
        report, copies counted each), and `edits` (a list of dicts with `kind`, which is ``"replaced"``, ``"deleted"``
        or ``"inserted"``, and offsets named as above; none of a paraphrase).

        Identical articles have none: what they share is the whole text.
        """
        return Table(self._core.passages)

    @cached_property
    def clusters(self) -> Table:
        """One row for each article that has a near-duplicate, and one for each whose story others tell too.

        Columns: `level` (``"duplicate"``, or ``"story"`` for articles that tell one story, in whatever words; a cluster
        of near-duplicates is in it whole, and on this level only where others tell the story too), `cluster` (a number
        from 0, those of stories after those of duplicates), `id`, `representative` (the id of the first member) and
        `relation` (to the representative, which is ``"identical"`` to itself; ``"same_story"`` where their pair is not
        listed).
        """
        return Table(self._core.clusters)

    @cached_property
    def skipped(self) -> Table:
        """The articles that could not be checked.

        Columns: `origin` (the id, or the number of the row if it has none, or the file), `line` (for files with a
        record on each line) and `reason`.
        """
        return Table(self._core.skipped)

    @cached_property
    def ignored(self) -> Table:
        """Where page furniture stands, article after article; it counts for nothing.

        Columns: `id` (of identical articles, the first), `start` and `end` (in characters), and `words`.
        """
        return Table(self._core.ignored)

    @cached_property
    def warnings(self) -> Table:
        """What was checked, but not as its fields say: a date that is none counts as unknown.

        Columns: `id`, `row` (from 0, among the articles that were checked, or for an old one among the old ones),
        `origin` and `line` (of articles that the command line read from files), and `reason`.
        """
        return Table(self._core.warnings)

    @cached_property
    def reuse(self) -> ReuseGraph:
        """Which articles share which passages, as a table and as a graph with articles and passages as its nodes."""
        return ReuseGraph(self._core.reuse)

    def explain(self, a: Hashable, b: Hashable) -> Explanation:
        """Say why two articles stand to one another as they do, in words and as fields.

        Parameters
        ----------
        a, b : str, int or whatever the ids are
            The ids of the two, in either order.

        Returns
        -------
        Explanation
            ``str()`` of it gives sentences, `to_dict` and `to_json` the fields.

        Raises
        ------
        KeyError
            When the report has no pair of the two: what they share makes no relation, or is a form, a formula or what
            sites put around articles (`check` with `min_probability=0` lists these), or one is a copy of another
            article, which stands for it in all other pairs (`clusters` names both). `compare` tells of any two texts.

        Examples
        --------
        >>> import wirecopy as wc
        >>> report = wc.check(["The ferry sank at noon.", "The FERRY sank at noon!"])
        >>> print(report.explain("0", "1"))
        a is 0, b is 1: identical.
        100 % of the words of a stand in b, 100 % of the words of b in a.
        The whole text is one passage; the longest run without an edit has 5 words; none of the shared words is quoted.
        Nothing was left out of account as page furniture.
        Why: both have the same words in the same order.
        Text shared. Who was earlier is not known: credits, dates and quotation marks do not tell, or disagree.
        """
        found = self._core.explain(a, b)
        if found is None:
            raise KeyError(
                f"no pair of {a!r} and {b!r} in the report: what they share makes no relation or is a form or a "
                "formula (listed with min_probability=0), or one is a copy of an article that stands for it (see "
                "clusters); compare tells what any two texts share"
            )
        return Explanation(*found)

    @property
    def parameters(self) -> dict[str, float | None]:
        """The parameters of the check, by name."""
        return self._core.parameters

    @property
    def furniture(self) -> dict[str, int]:
        """How much was left out of account because it stands around the articles of an outlet, page after page.

        `articles` says how many articles have such text, `words` how many words of it they have; `ignored` says where.
        """
        return self._core.furniture

    @overload
    def to_json(self, path: None = None, *, overwrite: bool = False) -> str: ...
    @overload
    def to_json(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None: ...

    def to_json(self, path: str | os.PathLike[str] | None = None, *, overwrite: bool = False) -> str | None:
        """Give the report as one JSON document, or write it to a file: what `wirecopy check --format json` writes.

        The file is there when it is whole, and not before: when the disk is full, what was there stays. Ids are text in
        JSON, whatever they were before.

        Parameters
        ----------
        path : str or path-like, optional
            The file to write.
        overwrite : bool
            Whether a file that exists may be replaced.

        Returns
        -------
        str or None
            The document; None when it went to a file.

        Raises
        ------
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.

        Examples
        --------
        >>> import json
        >>> import wirecopy as wc
        >>> list(json.loads(wc.check([]).to_json()))[:4]
        ['schema_version', 'articles', 'against', 'skipped']
        """
        if path is None:
            return self._core.to_json().decode()
        # Before the work.
        _files.refuse(path, overwrite=overwrite)
        _files.write(path, self._core.to_json() + b"\n", overwrite=overwrite)
        return None

    @classmethod
    def from_json(cls, path: str | os.PathLike[str]) -> Self:
        """Read a report from the file that `to_json` or `wirecopy check --format json` wrote.

        Parameters
        ----------
        path : str or path-like
            The file.

        Raises
        ------
        OSError
            When the file cannot be read.
        ValueError
            When it holds no report, or one of a later version.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import wirecopy as wc
        >>> report = wc.check(["The ferry sank at noon.", "The FERRY sank at noon!"])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     report.to_json(Path(folder, "report.json"))
        ...     wc.Report.from_json(Path(folder, "report.json")) == report
        True
        """
        data = _files.read(path)
        try:
            return cls(_core.Report.from_json(data))
        except ValueError as error:
            raise ValueError(f"`{os.fspath(path)}`: {error}") from None

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Report) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        relations = Counter(self.pairs["relation"])
        names = ", ".join(f"{count:,} {relation}" for relation, count in relations.items())
        text = f"Report of {_count(self.articles, 'article')}: {_count(len(self.pairs), 'pair')}"
        text += f" ({names})" if names else ""
        text += f", {_count(len(self.passages), 'passage')}"
        return text + (f", {len(self.skipped):,} skipped" if len(self.skipped) else "")

    def _repr_html_(self) -> str:
        return _html.of_report(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Report, (self._core,)


class Comparison:
    """What two texts share.

    Made by `wirecopy.compare`. The attributes are the columns of `Report.pairs`.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wc.compare("The ferry sank at noon.", "Bread costs more than last year.")
    Comparison: no relation, share_of_a 0.00, share_of_b 0.00, 0 passages
    """

    def __init__(self, core: _core.Comparison) -> None:
        self._core = core

    @property
    def relation(self) -> Relation | None:
        """How the texts stand to one another; `None` when no relation holds, though there may be passages."""
        return self._core.relation

    @property
    def share_of_a(self) -> float:
        """How much of the words of a stands in b, 0 to 1."""
        return self._core.share_of_a

    @property
    def share_of_b(self) -> float:
        """How much of the words of b stands in a, 0 to 1."""
        return self._core.share_of_b

    @property
    def quotation_part(self) -> float:
        """The part of the matching words that stands inside quotation marks in a or in b, 0 to 1."""
        return self._core.quotation_part

    @property
    def similarity(self) -> float:
        """How far the texts tell one story, in whatever words, 0 to 1: what `wirecopy.story_similarity` gives."""
        return self._core.similarity

    @property
    def direction(self) -> Direction:
        """Who took from whom: ``"a_to_b"`` when b took from a."""
        return self._core.direction

    @property
    def longest_run(self) -> int:
        """The longest run of matching words without an edit, in words."""
        return self._core.longest_run

    @cached_property
    def revision(self) -> dict[str, Any] | None:
        """Whether one text is a later version of the other, and what changed: a dict as in `Report.pairs`, or None."""
        return self._core.revision

    @property
    def ignored_words_of_a(self) -> int:
        """How many words of a count for nothing, because they are page furniture."""
        return self._core.ignored_words_of_a

    @property
    def ignored_words_of_b(self) -> int:
        """How many words of b count for nothing, because they are page furniture."""
        return self._core.ignored_words_of_b

    def explain(self) -> Explanation:
        """Say why the texts stand to one another as they do, in words and as fields."""
        return Explanation(*self._core.explain())

    @cached_property
    def reasons(self) -> list[str]:
        """Why the relation holds, in sentences."""
        return self._core.reasons

    @cached_property
    def passages(self) -> Table:
        """What the texts share, in the order of a.

        Columns: those of `Report.passages` without the ids; `also_in` is 0, since there are no other articles.
        """
        return Table(self._core.passages)

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Comparison) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"Comparison: {self.relation or 'no relation'}, share_of_a {self.share_of_a:.2f}, "
            f"share_of_b {self.share_of_b:.2f}, {_count(len(self.passages), 'passage')}"
        )

    def _repr_html_(self) -> str:
        return _html.of_comparison(self)

    def __reduce__(self) -> tuple[Any, ...]:
        return Comparison, (self._core,)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
