"""The one class for every list of results."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, Self, SupportsIndex, overload

from . import _layout

if TYPE_CHECKING:
    import pandas

# Rows that are taken from Rust at once while somebody iterates.
_BLOCK = 1024


class Rows(Protocol):
    """Where a table takes its values from."""

    @property
    def names(self) -> list[str]: ...

    def __len__(self) -> int: ...

    def column(self, name: str, start: int, stop: int) -> list[Any]: ...


class _Lists:
    """Rows that stand in lists already."""

    def __init__(self, columns: Mapping[str, Sequence[Any]]) -> None:
        self._columns = {name: list(values) for name, values in columns.items()}
        lengths = {name: len(values) for name, values in self._columns.items()}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"columns: expected lists of one length, found {lengths}")

    @property
    def names(self) -> list[str]:
        return list(self._columns)

    def __len__(self) -> int:
        return next((len(values) for values in self._columns.values()), 0)

    def column(self, name: str, start: int, stop: int) -> list[Any]:
        return self._columns[name][start:stop]


class Table:
    """Rows and named columns, read-only.

    The tables of a report stay in Rust until somebody looks: a column crosses when it is asked for, and rows block by
    block. Tables are equal when names and values are.

    Parameters
    ----------
    columns : mapping of str to sequence
        The columns by name, all of one length.

    Examples
    --------
    >>> import wirecopy as wc
    >>> table = wc.Table({"town": ["Orrin", "Tessary"], "ferries": [3, 1]})
    >>> len(table), table.columns
    (2, ['town', 'ferries'])
    >>> table["town"]
    ['Orrin', 'Tessary']
    >>> table[-1]
    {'town': 'Tessary', 'ferries': 1}
    >>> [row["ferries"] for row in table]
    [3, 1]
    >>> table[:1]
    Table: 1 row, 2 columns
    town   ferries
    Orrin        3
    """

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, Sequence[Any]] | Rows) -> None:
        self._rows: Rows = _Lists(columns) if isinstance(columns, Mapping) else columns
        # Whole columns that somebody has asked for.
        self._columns: dict[str, list[Any]] = {}

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return self._rows.names

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, key: str) -> list[Any]: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...

    def __getitem__(self, key: str | SupportsIndex | slice) -> list[Any] | dict[str, Any] | Self:
        """Give the column of a name, the row of a number, or the rows of a slice as another table.

        The list of a column is the table's own: copy it before you change it.
        """
        if isinstance(key, str):
            return self._whole(key)
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                stop = max(start, stop)
                return type(self)({name: self._part(name, start, stop) for name in self.columns})
            return type(self)({name: self._whole(name)[key] for name in self.columns})
        try:
            number = operator.index(key)
        except TypeError:
            found = type(key).__name__
            raise TypeError(
                f"a table takes the name of a column, the number of a row or a slice, found {found}"
            ) from None
        if not -len(self) <= number < len(self):
            raise IndexError(f"no row {number} in a table of {len(self):,}")
        number %= len(self)
        return {name: self._part(name, number, number + 1)[0] for name in self.columns}

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Give the rows as dicts."""
        names = self.columns
        for start in range(0, len(self), _BLOCK):
            stop = min(start + _BLOCK, len(self))
            for values in zip(*(self._part(name, start, stop) for name in names), strict=True):
                yield dict(zip(names, values, strict=True))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the rows as a list of dicts.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Table({"town": ["Orrin"], "ferries": [3]}).to_dicts()
        [{'town': 'Orrin', 'ferries': 3}]
        """
        return list(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """Give the table as a pandas frame.

        Raises
        ------
        ImportError
            When pandas is not installed; wirecopy does not need it otherwise.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Table({"town": ["Orrin", "Tessary"], "ferries": [3, 1]}).to_pandas()
              town  ferries
        0    Orrin        3
        1  Tessary        1
        """
        try:
            import pandas
        except ModuleNotFoundError as error:
            if error.name != "pandas":
                raise
            raise ImportError(
                "to_pandas needs pandas, which is not installed; run `pip install pandas`, or use to_dicts",
                name="pandas",
            ) from error
        return pandas.DataFrame({name: self._whole(name) for name in self.columns}, columns=self.columns)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Table):
            return NotImplemented
        return (
            self.columns == other.columns
            and len(self) == len(other)
            and all(self._whole(name) == other._whole(name) for name in self.columns)
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return _layout.as_text(self)

    def _repr_html_(self) -> str:
        return _layout.as_html(self)

    def _ipython_key_completions_(self) -> list[str]:
        return self.columns

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ({name: self._whole(name) for name in self.columns},)

    def _whole(self, name: str) -> list[Any]:
        if name not in self._columns:
            if name not in self.columns:
                raise KeyError(f"no column {name!r}; the columns are {', '.join(self.columns)}")
            self._columns[name] = self._rows.column(name, 0, len(self))
        return self._columns[name]

    def _part(self, name: str, start: int, stop: int) -> list[Any]:
        if name in self._columns:
            return self._columns[name][start:stop]
        return self._rows.column(name, start, stop)
