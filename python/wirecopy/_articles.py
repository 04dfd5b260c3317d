"""What goes in: frames, Series and arrays become columns and rows that the compiled half takes."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, TypeAlias

from . import _core

Columns: TypeAlias = dict[str, tuple[Hashable, list[Any]]]

# What `id=` calls the index of a pandas frame that has no column of that name.
_INDEX = "index"


def taken(articles: Any, names: Mapping[str, Hashable | None]) -> tuple[Iterable[Any] | None, Columns | None]:
    """Give the articles as rows, or as columns by field; the other one is None.

    Nothing is imported: what pandas, polars or NumPy made is told by its class.
    """
    if _made_by(articles, "pandas", "DataFrame"):
        return None, _of_pandas(articles, names)
    if _made_by(articles, "polars", "DataFrame"):
        return None, _of_polars(articles, names)
    if _made_by(articles, "polars", "LazyFrame"):
        raise TypeError("articles: expected a frame with rows, found LazyFrame; call .collect() on it first")
    if any(_made_by(articles, *kind) for kind in (("pandas", "Series"), ("pandas", "Index"), ("polars", "Series"))):
        values = articles.to_list()
        if any(isinstance(value, Mapping) for value in values):
            # Records, as in a list; each has its own id.
            return values, None
        levels = _levels(articles) if _made_by(articles, "pandas", "Series") else {}
        return None, _of_series(articles.name, values, names, levels)
    if _made_by(articles, "numpy", "ndarray"):
        if articles.ndim != 1:
            raise ValueError(f"articles: expected an array of 1 dimension, found {articles.ndim}")
        # A list is read faster than an array, which makes an object for each value that somebody looks at.
        return articles.tolist(), None
    return articles, None


def _of_pandas(frame: Any, names: Mapping[str, Hashable | None]) -> Columns:
    labels = list(frame.columns)
    levels = {name: level for name, level in _levels(frame).items() if name not in labels}
    if names["id"] != _INDEX:
        levels.pop(_INDEX, None)
    found = _core.find_columns([*labels, *levels], names=names)
    columns = {}
    for field, position in found.items():
        if position < len(labels):
            columns[field] = (labels[position], frame.iloc[:, position].to_list())
        else:
            name = list(levels)[position - len(labels)]
            columns[field] = (name, levels[name].to_list())
    return columns


def _of_polars(frame: Any, names: Mapping[str, Hashable | None]) -> Columns:
    labels = list(frame.columns)
    found = _core.find_columns(labels, names=names)
    return {field: (labels[position], frame.to_series(position).to_list()) for field, position in found.items()}


def _of_series(
    name: Hashable, values: list[Any], names: Mapping[str, Hashable | None], levels: dict[Hashable, Any]
) -> Columns:
    label = name if name not in (None, "") else "text"
    levels = {level: ids for level, ids in levels.items() if level != label}
    if names["id"] != _INDEX:
        levels.pop(_INDEX, None)
    for field, given in names.items():
        if given is not None and given not in levels and (field, given) != ("text", label):
            raise ValueError(f"{field}: no column {given!r}; a Series has its texts alone, so give the whole frame")
    labels = [label, *levels]
    found = _core.find_columns(labels, names={**names, "text": label})
    return {
        field: (labels[position], values if position == 0 else levels[labels[position]].to_list())
        for field, position in found.items()
    }


def _levels(frame: Any) -> dict[Hashable, Any]:
    """Give the parts of a pandas index by name, and the whole as "index"."""
    index = frame.index
    levels = {name: index.get_level_values(number) for number, name in enumerate(index.names) if name is not None}
    return {_INDEX: index, **levels}


def _made_by(value: Any, package: str, name: str) -> bool:
    return any(kind.__name__ == name and kind.__module__.partition(".")[0] == package for kind in type(value).__mro__)
