"""How a table looks, as text and in a notebook. Only the rows and columns that are shown are taken from Rust."""

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._table import Table

# A line of text, and a cell of it, in columns of a terminal.
_LINE = 100
_CELL = 24
_TEXT_ROWS = 10

_HTML_CELL = 160
_HTML_ROWS = 20


def as_text(table: "Table") -> str:
    """Lay a table out for a terminal: the first rows, and as many columns as a line holds."""
    head = table[:_TEXT_ROWS]
    lines = [""] * (len(head) + 1) if table.columns else []
    room = _LINE
    hidden: list[str] = []
    for name in table.columns:
        values = head[name]
        cells = [_cut(name, _CELL), *(_cut(_cell(value), _CELL) for value in values)]
        width = max(map(_width, cells))
        if hidden or width + 2 > room:
            hidden.append(name)
            continue
        room -= width + 2
        to_the_right = bool(values) and all(isinstance(value, int | float) for value in values)
        for number, cell in enumerate(cells):
            gap = " " * (width - _width(cell))
            lines[number] += f"{gap}{cell}  " if to_the_right else f"{cell}{gap}  "
    text = "\n".join([_caption(table), *(line.rstrip() for line in lines)])
    if len(table) > len(head):
        text += f"\n… and {len(table) - len(head):,} more"
    if hidden:
        text += f"\nnot shown: {', '.join(hidden)}"
    return text


def as_html(table: "Table") -> str:
    """Lay a table out for a notebook: the first rows, all columns, everything escaped."""
    from html import escape

    head = table[:_HTML_ROWS]
    names = "".join(f"<th>{escape(_visible(name))}</th>" for name in table.columns)
    rows = ("".join(f"<td>{escape(_cut(_cell(value), _HTML_CELL))}</td>" for value in row.values()) for row in head)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    caption = _caption(table)
    if len(table) > len(head):
        caption += f", the first {len(head)} shown"
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _caption(table: "Table") -> str:
    rows, columns = len(table), len(table.columns)
    return f"Table: {rows:,} row{'' if rows == 1 else 's'}, {columns} column{'' if columns == 1 else 's'}"


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            return _visible("; ".join(value))
        return f"[{len(value)}]"
    return _visible(str(value))


def _visible(text: str) -> str:
    """Put a text into one line and show what would change the lines around it, such as a reversed direction."""
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def _cut(text: str, width: int) -> str:
    if _width(text) <= width:
        return text
    # Half as many characters may be too many already, where each takes two columns.
    text = text[: width - 1]
    while _width(text) > width - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )
