"""Articles that are held in memory, to check new ones against."""

from . import _articles, _core
from ._furniture import FurnitureTable, taken
from ._progress import Display
from ._results import Report
from ._table import Table
from ._types import Articles, Name


class Holdings:
    """Old articles, prepared once, so that new ones are checked against them in milliseconds.

    ``held.check(new)`` reports what ``wc.check(new, against=old)`` reports of the same old articles, the pairs to the
    byte, with three differences. Stories told in other words (`same_story`) are not looked for. Page furniture is what
    the articles first held show, known lines, and what `furniture` knows; the new ones are too few to show any.
    And of the held articles the report lists only what stands beside the new ones: of `Report.ignored` and
    `Report.furniture`, the part of the new articles and of those in pairs with them; what was skipped and which dates
    are none is told here, once.

    The articles are copied; in memory they take their texts and about fifty bytes for each word: 1.2 GB for 61,000
    articles of 126 MB. ``len`` is the number of those that are held. Several threads may check at once; whoever adds
    waits for them, and they for it.

    Parameters
    ----------
    articles, text, id, title, date, source, url
        As for `check`.
    furniture : FurnitureTable, optional
        Page furniture that is known beside what the articles themselves show.
    progress : bool, optional
        Whether to show a progress bar, as for `check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Raises
    ------
    TypeError, ValueError, ImportError
        As `check`.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Examples
    --------
    >>> import wirecopy as wc
    >>> held = wc.Holdings(
    ...     [
    ...         {"id": "wire", "text": "Rain fell. The river rose by two metres before the pumps were started again."},
    ...         {"id": "bread", "text": "Bread costs more than it did a year ago."},
    ...     ]
    ... )
    >>> held
    Holdings of 2 articles
    >>> blog = {"id": "blog", "text": "The river rose by two metres before the pumps were started again."}
    >>> pair = held.check([blog]).pairs[0]
    >>> pair["a"], pair["b"], pair["relation"]
    ('wire', 'blog', 'near_duplicate')
    >>> held.add([blog])
    >>> len(held)
    3
    """

    __slots__ = ("_core",)

    def __init__(
        self,
        articles: Articles,
        *,
        text: Name | None = None,
        id: Name | None = None,
        title: Name | None = None,
        date: Name | None = None,
        source: Name | None = None,
        url: Name | None = None,
        furniture: FurnitureTable | None = None,
        progress: bool | None = None,
        threads: int | None = None,
    ) -> None:
        known = taken(furniture)
        names = {"text": text, "id": id, "title": title, "date": date, "source": source, "url": url}
        with Display(progress) as display:
            rows, columns = _articles.taken(articles, names)
            self._core = _core.Holdings(
                rows, columns=columns, names=names, furniture=known, display=display.feed, threads=threads
            )

    def check(
        self,
        articles: Articles,
        *,
        text: Name | None = None,
        id: Name | None = None,
        title: Name | None = None,
        date: Name | None = None,
        source: Name | None = None,
        url: Name | None = None,
        date_window: int | None = None,
        progress: bool | None = None,
        threads: int | None = None,
        near_duplicate_share: float = 0.8,
        contained_share: float = 0.8,
        shared_quotes_part: float = 0.7,
        min_prose_words: int = 12,
        min_probability: float = 0.9,
    ) -> Report:
        """Find what new articles share with one another and with those held, which are not changed by it.

        Parameters
        ----------
        articles, text, id, title, date, source, url
            The new articles, as `check` takes them. In a pair of both, `a` is the held one; an id that a new article
            has too is preceded by ``"against/"``. Rows without ids are called "0", "1" and so on in each call.
        date_window, progress, threads, near_duplicate_share, contained_share, shared_quotes_part
            As for `check`.
        min_prose_words, min_probability
            As for `check`.

        Returns
        -------
        Report
            As that of `check`; its `against` is the number of articles held.

        Raises
        ------
        TypeError, ValueError, ImportError
            As `check`.
        KeyboardInterrupt
            When somebody presses Ctrl-C.

        Examples
        --------
        >>> import wirecopy as wc
        >>> held = wc.Holdings(["Rain fell. The river rose by two metres before the pumps were started again."])
        >>> held.check(["Bread costs more than it did a year ago."])
        Report of 1 article: 0 pairs, 0 passages
        """
        names = {"text": text, "id": id, "title": title, "date": date, "source": source, "url": url}
        with Display(progress) as display:
            rows, columns = _articles.taken(articles, names)
            report = self._core.check(
                rows,
                columns=columns,
                names=names,
                display=display.feed,
                threads=threads,
                near_duplicate_share=near_duplicate_share,
                contained_share=contained_share,
                shared_quotes_part=shared_quotes_part,
                min_prose_words=min_prose_words,
                min_probability=min_probability,
                date_window=date_window,
            )
        return Report(report)

    def add(
        self,
        articles: Articles,
        *,
        text: Name | None = None,
        id: Name | None = None,
        title: Name | None = None,
        date: Name | None = None,
        source: Name | None = None,
        url: Name | None = None,
        progress: bool | None = None,
        threads: int | None = None,
    ) -> None:
        """Hold more articles, as if they had been among the first, but for furniture, which is what those show.

        Many together cost less than one after another: now and then the index is put in order, which takes a fraction
        of a second.

        Parameters
        ----------
        articles, text, id, title, date, source, url
            As for `check`. They need ids that no held article has; those without ids are called by their rows in this
            call.
        progress, threads
            As for `check`.

        Raises
        ------
        TypeError, ValueError, ImportError
            As `check`, and ValueError for an id that is held. Then none of them is.
        KeyboardInterrupt
            When somebody presses Ctrl-C. Then none of them is held.

        Examples
        --------
        >>> import wirecopy as wc
        >>> held = wc.Holdings([{"id": "first", "text": "Rain fell on Orrin."}])
        >>> held.add([{"id": "second", "text": "Bread costs more than it did a year ago."}])
        >>> held
        Holdings of 2 articles
        """
        names = {"text": text, "id": id, "title": title, "date": date, "source": source, "url": url}
        with Display(progress) as display:
            rows, columns = _articles.taken(articles, names)
            self._core.add(rows, columns=columns, names=names, display=display.feed, threads=threads)

    def __len__(self) -> int:
        """How many articles are held; those of `skipped` are not among them."""
        return len(self._core)

    def __repr__(self) -> str:
        return f"Holdings of {len(self):,} article{'s' if len(self) != 1 else ''}"

    @property
    def skipped(self) -> Table:
        """The articles that are not held: `id` (as text) and `reason`."""
        rows = self._core.skipped
        return Table({name: [row[place] for row in rows] for place, name in enumerate(("id", "reason"))})

    @property
    def warnings(self) -> Table:
        """Fields that cannot be used, as dates that are none: `id` (as text), `row` (from 0, in its call), `reason`."""
        rows = self._core.warnings
        return Table({name: [row[place] for row in rows] for place, name in enumerate(("id", "row", "reason"))})
