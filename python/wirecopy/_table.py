"""The one class for every list of results."""

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, SupportsIndex, cast, overload

from . import _html, _layout

if TYPE_CHECKING:
    import pandas
    import polars

# Rows that are taken from Rust at once while somebody iterates.
_BLOCK = 1024

# The largest whole number of 64 bits with a sign.
_LARGEST = 2**63 - 1

# What pandas makes of a column without rows; it sees by itself what the values of others are.
_PANDAS = {"str": str, "int": "int64", "float": "float64", "bool": "bool"}


class Rows(Protocol):
    """Where a table takes its values from."""

    @property
    def names(self) -> list[str]: ...

    @property
    def types(self) -> list[str]: ...

    def __len__(self) -> int: ...

    def column(self, name: str, start: int, stop: int) -> list[Any]: ...


class _Lists:
    """Rows that stand in lists already."""

    def __init__(self, columns: Mapping[str, Sequence[Any]], types: list[str] | None = None) -> None:
        self._columns = {name: list(values) for name, values in columns.items()}
        self.types = ["any"] * len(self._columns) if types is None else types
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
    def __getitem__(self, key: slice) -> "Table": ...

    def __getitem__(self, key: str | SupportsIndex | slice) -> "list[Any] | dict[str, Any] | Table":
        """Give the column of a name, the row of a number, or the rows of a slice as another table.

        The list of a column is the table's own: copy it before you change it.
        """
        if isinstance(key, str):
            return self._whole(key)
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                stop = max(start, stop)
                return self._of({name: self._part(name, start, stop) for name in self.columns})
            return self._of({name: self._whole(name)[key] for name in self.columns})
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

        A column has the same type however many rows there are; whole numbers of which some are missing are `Int64`.

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
        made_by = _imported("pandas")
        columns: dict[str, Any] = {}
        for name, kind in zip(self.columns, self._rows.types, strict=True):
            values = self._whole(name)
            if kind == "int or None":
                columns[name] = made_by.array(values, dtype="Int64")
            elif kind == "float or None":
                columns[name] = made_by.Series(values, dtype="float64")
            elif kind in ("str or None", "revision or None"):
                columns[name] = made_by.Series(values, dtype=object)
            elif values or kind not in _PANDAS:
                columns[name] = values
            else:
                columns[name] = made_by.Series([], dtype=_PANDAS[kind])
        return cast("pandas.DataFrame", made_by.DataFrame(columns, columns=self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """Give the table as a polars frame.

        A column has the same type however many rows there are. Where the values of a column are of several types, as
        ids may be, they become text.

        Raises
        ------
        ImportError
            When polars is not installed; wirecopy does not need it otherwise.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Table({"town": ["Orrin", "Tessary"], "ferries": [3, 1]}).to_polars().shape
        (2, 2)
        """
        made_by = _imported("polars")
        types = {
            "str": made_by.String,
            "int": made_by.Int64,
            "uint": made_by.UInt64,
            "float": made_by.Float64,
            "bool": made_by.Boolean,
            "int or None": made_by.Int64,
            "str or None": made_by.String,
            "float or None": made_by.Float64,
            "revision or None": _revision_of_polars(made_by),
        }
        columns = []
        for name, kind in zip(self.columns, self._rows.types, strict=True):
            values = self._whole(name)
            if kind == "list of str":
                columns.append(_in_lists(name, values, lambda items: made_by.Series(items, dtype=made_by.String)))
            elif kind == "list of edits":
                columns.append(_in_lists(name, values, _edits_of_polars))
            else:
                if kind == "int" and any(value > _LARGEST for value in values):
                    kind = "uint" if all(0 <= value <= 2 * _LARGEST + 1 for value in values) else "any"
                if kind == "any" and not _of_one_type(values):
                    values = [None if value is None else str(value) for value in values]
                columns.append(made_by.Series(name, values, dtype=types.get(kind)))
        return cast("polars.DataFrame", made_by.DataFrame(columns))

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
        return _html.of_table(self)

    def _ipython_key_completions_(self) -> list[str]:
        return self.columns

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (_Lists({name: self._whole(name) for name in self.columns}, self._rows.types),)

    def _of(self, columns: Mapping[str, Sequence[Any]]) -> "Table":
        # A part of a table with more than rows has the rows alone.
        return Table(_Lists(columns, self._rows.types))

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


def _of_one_type(values: list[Any]) -> bool:
    """Say whether polars has a type for all of the values; for a UUID, say, it has none."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1:
        return False
    if kinds <= {int}:
        return all(value is None or abs(value) <= _LARGEST for value in values)
    return all(kind in (str, bool, float) or kind.__module__ in ("datetime", "numpy") for kind in kinds)


def _imported(package: str) -> Any:
    """Import what a frame is made with, or say how to get it."""
    from importlib import import_module

    try:
        return import_module(package)
    except ModuleNotFoundError as error:
        if error.name != package:
            raise
        raise ImportError(
            f"to_{package} needs {package}, which is not installed; run `pip install {package}`, or use to_dicts",
            name=package,
        ) from error


def _in_lists(name: str, values: list[Any], flat: Callable[[list[Any]], Any]) -> Any:
    """Make a Series of lists out of one of their items, which is forty times faster than to hand the lists over."""
    import polars

    rows = polars.Series([number for number, items in enumerate(values) for _ in items], dtype=polars.Int64)
    items = flat([item for items in values for item in items])
    grouped = polars.DataFrame({"row": rows, name: items}).group_by("row").agg(name)
    every = polars.DataFrame({"row": polars.int_range(len(values), dtype=polars.Int64, eager=True)})
    return every.join(grouped, on="row", how="left").sort("row")[name].fill_null([])


def _revision_of_polars(made_by: Any) -> Any:
    number = made_by.Int64
    stretches = made_by.List(made_by.Struct({"start": number, "end": number, "words": number}))
    return made_by.Struct(
        {
            "later": made_by.String,
            "labelled": made_by.Boolean,
            "added": stretches,
            "removed": stretches,
            "added_words": number,
            "removed_words": number,
            "reasons": made_by.List(made_by.String),
        }
    )


def _edits_of_polars(edits: list[dict[str, Any]]) -> Any:
    import polars

    places = ("a_start", "a_end", "b_start", "b_end")
    types = {"kind": polars.String, **dict.fromkeys(places, polars.Int64)}
    columns = {name: [edit[name] for edit in edits] for name in types}
    return polars.DataFrame(columns, schema=types).to_struct("edits")
