"""Page furniture that was learnt once and is known ever after."""

import os
from typing import Any, Self

from . import _articles, _core, _files
from ._progress import Display
from ._types import Articles, Name


class FurnitureTable:
    r"""The page furniture of outlets: credits, pitches and what else stands around their articles on every page.

    `check` learns it from the articles that it is given, and so needs many of each outlet. A table that was learnt from
    such articles once serves where there are few: one new article, or two to compare. It holds hashes of runs of eight
    words for each source, and no text.

    Made by `learn` or `load`. Tables can be pickled and compared, ``len`` is the number of runs, and ``one | other``
    knows what either knows.

    Examples
    --------
    >>> import wirecopy as wc
    >>> pitch = "All the best of our newsroom on your table before the kettle boils."
    >>> stories = [
    ...     "The old mill by the river will reopen as a library in spring, the council said.",
    ...     "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
    ...     "Farmers of the valley sold more cheese abroad last year than ever before.",
    ... ]
    >>> pages = [{"source": "Herald", "text": f"{story}\n\n{pitch}"} for story in stories]
    >>> table = wc.FurnitureTable.learn(pages)
    >>> table
    FurnitureTable(6 runs of 1 source)
    >>> today = f"Nobody bid for the lighthouse, so its keeper keeps it for another winter.\n\n{pitch}"
    >>> wc.compare(today, pages[0]["text"]).relation, wc.compare(today, pages[0]["text"], furniture=table).relation
    ('partial_reuse', None)
    """

    def __init__(self) -> None:
        raise TypeError("FurnitureTable: made by FurnitureTable.learn(articles) or FurnitureTable.load(path)")

    @classmethod
    def learn(
        cls,
        articles: Articles,
        *,
        text: Name | None = None,
        source: Name | None = None,
        progress: bool | None = None,
        threads: int | None = None,
    ) -> Self:
        """Learn what stands in at least three otherwise different articles of one source.

        Parameters
        ----------
        articles : list or other iterable of str or of mappings, frame, Series, or array
            The articles, as `check` takes them; of those without a source it takes more.
        text, source : str or other hashable, optional
            The columns or the keys; else found by the usual names, as in `check`.
        progress, threads
            As for `check`.

        Returns
        -------
        FurnitureTable
            What was learnt.

        Raises
        ------
        TypeError, ValueError, KeyboardInterrupt, ImportError
            As `check` does.
        """
        names = {"text": text, "id": None, "title": None, "date": None, "source": source, "url": None}
        with Display(progress) as display:
            rows, columns = _articles.taken(articles, names)
            table = _core.FurnitureTable.learn(
                rows, columns=columns, names=names, display=display.feed, threads=threads
            )
        return cls._of(table)

    @property
    def sources(self) -> dict[str, int]:
        """How many runs are known of each source; those of articles without a source go by the empty name."""
        return self._table.sources()

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the table to a file, which the command line and Rust read too: eight bytes for each run.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.
        """
        _files.write(path, self._table.to_bytes(), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote, or ``wirecopy check --save-furniture``.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        FurnitureTable
            What it holds.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        return cls._of(_core.FurnitureTable.from_bytes(_files.read(path)))

    @classmethod
    def _of(cls, table: _core.FurnitureTable) -> Self:
        made = object.__new__(cls)
        made._table = table
        return made

    _table: _core.FurnitureTable

    def __or__(self, other: Any) -> Self:
        if not isinstance(other, FurnitureTable):
            return NotImplemented
        return self._of(self._table.union(other._table))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FurnitureTable) and self._table == other._table

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        runs, sources = len(self), len(self.sources)
        plural = "run" if runs == 1 else "runs", "source" if sources == 1 else "sources"
        return f"FurnitureTable({runs:,} {plural[0]} of {sources:,} {plural[1]})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _unpickled, (self._table.to_bytes(),)


def _unpickled(content: bytes) -> FurnitureTable:
    return FurnitureTable._of(_core.FurnitureTable.from_bytes(content))


def taken(furniture: Any) -> _core.FurnitureTable | None:
    """Give the compiled half of a table, or say what was expected."""
    if furniture is None:
        return None
    if not isinstance(furniture, FurnitureTable):
        remedy = "; load it: wc.FurnitureTable.load(path)" if isinstance(furniture, str | os.PathLike) else ""
        raise TypeError(f"furniture: expected FurnitureTable, found {type(furniture).__name__}{remedy}")
    return furniture._table
