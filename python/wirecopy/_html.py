"""How results look in a notebook: everything escaped, no scripts, no style sheets, nothing from elsewhere.

Colours are laid over the page's own, so that they do on a dark one too.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from . import _layout

if TYPE_CHECKING:
    from ._results import Comparison, Report
    from ._table import Table

# What is shown of a long table, of a long cell, of many passages and of a long one.
_ROWS = 20
_CELL = 160
_PASSAGES = 20
_PASSAGE = 3000

# A notebook sets what stands between two dollar signs as mathematics, unless it is told not to.
_PLAIN = 'class="tex2jax_ignore mathjax_ignore"'

_LEFT = "text-align: left"
_RIGHT = "text-align: right"
_SIDE = f"{_LEFT}; vertical-align: top; width: 50%; white-space: pre-wrap; overflow-wrap: anywhere"
_SHARED = "background: rgba(255, 196, 0, 0.22); color: inherit"
_GONE = "background: rgba(230, 60, 60, 0.30); color: inherit"
_NEW = "background: rgba(40, 160, 90, 0.32); color: inherit; text-decoration: none"


def of_table(table: "Table") -> str:
    """Lay a table out: the first rows, all columns."""
    head = table[:_ROWS]
    caption = _layout.caption(table)
    if len(table) > len(head):
        caption += f", the first {len(head)} shown"
    rows = [list(row.values()) for row in head]
    return _grid(table.columns, rows, caption=caption)


def of_report(report: "Report") -> str:
    """Lay a report out: the counts, then the pairs."""
    pairs = report.pairs
    head = pairs[:_ROWS]
    names = ["relation", "a", "b", "of a", "of b", "longest run", "similarity", "direction"]
    rows = [
        [
            f"{pair['relation']}, revision" if pair["revision"] else pair["relation"],
            pair["a"],
            pair["b"],
            _Percent(pair["share_of_a"]),
            _Percent(pair["share_of_b"]),
            pair["longest_run"],
            "" if pair["similarity"] is None else f"{pair['similarity']:.2f}",
            pair["direction"],
        ]
        for pair in head
    ]
    parts = [f"<p>{_text(report)}</p>"]
    if rows:
        caption = "Pairs"
        if len(pairs) > len(head):
            caption += f", the first {len(head)} of {len(pairs):,}; the table .pairs has all"
        parts.append(_grid(names, rows, caption=caption))
    return f"<div {_PLAIN}>{''.join(parts)}</div>"


def of_comparison(comparison: "Comparison") -> str:
    """Lay a comparison out: the shares, then the passages side by side with their edits."""
    passages = comparison.passages
    parts = [
        f"<p><strong>{_text(comparison.relation or 'no relation')}</strong>, longest run "
        f"{comparison.longest_run:,} words, direction {_text(comparison.direction)}</p>"
    ]
    if comparison.reasons:
        parts.append(f"<p>{_text('; '.join(comparison.reasons))}</p>")
    shares = [
        f'<th style="{_LEFT}; width: 50%">{side}: {_Percent(share)} of its words</th>'
        for side, share in (("a", comparison.share_of_a), ("b", comparison.share_of_b))
    ]
    head = passages[:_PASSAGES]
    rows = "".join(_passage(passage) for passage in head)
    caption = f"{len(passages):,} passage{'' if len(passages) == 1 else 's'}"
    if len(passages) > len(head):
        caption += f", the first {len(head)} shown; the table .passages has all"
    parts.append(
        f'<table style="width: 100%; table-layout: fixed"><caption>{caption}</caption>'
        f"<thead><tr>{''.join(shares)}</tr></thead><tbody>{rows}</tbody></table>"
    )
    return f"<div {_PLAIN}>{''.join(parts)}</div>"


class _Percent(float):
    """A share that is shown in percent."""

    def __str__(self) -> str:
        return f"{100 * self:.0f} %"


def _passage(passage: dict[str, Any]) -> str:
    moved = ", elsewhere in b" if passage["reordered"] else ""
    words = f"{_text(passage['kind'])}, {_text(passage['form'])}{moved}, {passage['words']:,} words match"
    sides = "".join(
        f'<td dir="auto" style="{_SIDE}"><mark style="{_SHARED}">{_side(passage, side)}</mark></td>' for side in "ab"
    )
    return f'<tr><td colspan="2" style="{_LEFT}"><small>{words}</small></td></tr><tr>{sides}</tr>'


def _side(passage: dict[str, Any], side: str) -> str:
    """Give the text of one side with its edits marked."""
    text, start = passage[f"text_{side}"], passage[f"{side}_start"]
    shown = text[:_PASSAGE]
    tag, style = ("del", _GONE) if side == "a" else ("ins", _NEW)
    parts = []
    at = 0
    for edit in passage["edits"]:
        begin, end = (min(edit[f"{side}_{border}"] - start, len(shown)) for border in ("start", "end"))
        if begin >= end:
            continue
        parts.append(_lines(shown[at:begin]))
        parts.append(f'<{tag} style="{style}">{_lines(shown[begin:end])}</{tag}>')
        at = end
    parts.append(_lines(shown[at:]))
    if len(text) > len(shown):
        parts.append(f"… {len(text) - len(shown):,} more characters")
    return "".join(parts)


def _grid(names: Sequence[str], rows: Sequence[Sequence[Any]], *, caption: str) -> str:
    to_the_right = [
        bool(rows) and all(isinstance(row[number], int | float) for row in rows) for number in range(len(names))
    ]
    styles = [_RIGHT if right else _LEFT for right in to_the_right]
    head = _row("th", styles, map(_layout.visible, names))
    body = "".join(
        _row(
            "td",
            styles,
            (str(value) if isinstance(value, _Percent) else _layout.cut(_layout.cell(value), _CELL) for value in row),
        )
        for row in rows
    )
    return f"<table {_PLAIN}><caption>{_text(caption)}</caption><thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(tag: str, styles: Iterable[str], cells: Iterable[str]) -> str:
    # `dir` sets each cell apart from the direction of its neighbours.
    row = (
        f'<{tag} dir="auto" style="{style}">{escape(cell)}</{tag}>' for style, cell in zip(styles, cells, strict=True)
    )
    return f"<tr>{''.join(row)}</tr>"


def _text(value: object) -> str:
    """Escape what stands in one line."""
    return escape(_layout.visible(str(value)))


def _lines(text: str) -> str:
    """Escape a text and keep its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    spaced = ("".join(" " if character.isspace() else character for character in line) for line in lines)
    return "\n".join(escape(_layout.uncontrolled(line)) for line in spaced)
