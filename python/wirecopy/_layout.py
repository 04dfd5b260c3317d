"""How a table looks on a terminal. Only the rows and columns that are shown are taken from Rust."""

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._table import Table

# A line of text, and a cell of it, in columns of a terminal.
_LINE = 100
_CELL = 24
_TEXT_ROWS = 10

# So many characters of a cell are looked at, far more than any page shows.
_LOOKED_AT = 4096

# What joins the parts of an emoji and keeps letters of Persian and Hindi apart.
_JOINERS = "\u200c\u200d"


def as_text(table: "Table") -> str:
    """Lay a table out for a terminal: the first rows, and as many columns as a line holds."""
    head = table[:_TEXT_ROWS]
    lines = [""] * (len(head) + 1) if table.columns else []
    room = _LINE
    hidden: list[str] = []
    for name in table.columns:
        values = head[name]
        cells = [cut(name, _CELL), *(cut(cell(value), _CELL) for value in values)]
        width = max(map(_width, cells))
        if hidden or width + 2 > room:
            hidden.append(name)
            continue
        room -= width + 2
        to_the_right = bool(values) and all(isinstance(value, int | float) for value in values)
        for number, shown in enumerate(cells):
            gap = " " * (width - _width(shown))
            lines[number] += f"{gap}{shown}  " if to_the_right else f"{shown}{gap}  "
    text = "\n".join([caption(table), *(line.rstrip() for line in lines)])
    if len(table) > len(head):
        text += f"\n… and {len(table) - len(head):,} more"
    if hidden:
        text += f"\nnot shown: {', '.join(hidden)}"
    return text


def caption(table: "Table") -> str:
    """Say how large a table is."""
    rows, columns = len(table), len(table.columns)
    name = type(table).__name__
    return f"{name}: {rows:,} row{'' if rows == 1 else 's'}, {columns} column{'' if columns == 1 else 's'}"


def cell(value: Any) -> str:
    """Give a value in one line, or the beginning of it: nobody waits for fifty million characters to see twenty."""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            return visible(_beginning("; ".join(map(_beginning, value[:_LOOKED_AT]))))
        return f"[{len(value)}]"
    return visible(_beginning(str(value)))


def _beginning(text: str) -> str:
    return text if len(text) <= _LOOKED_AT else text[:_LOOKED_AT] + "…"


def visible(text: str) -> str:
    """Put a text into one line and show what would change the lines around it, such as a reversed direction."""
    return uncontrolled(" ".join(text.split()))


def uncontrolled(text: str) -> str:
    """Show control characters as Python would write them."""
    if text.isprintable():
        return text
    return "".join(
        character
        if character.isprintable() or character in _JOINERS
        else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def cut(text: str, width: int) -> str:
    """Cut a text that takes more columns."""
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
        0
        if unicodedata.combining(character) or character in _JOINERS
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
