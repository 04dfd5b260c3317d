"""Whether two articles tell one story, in whatever words."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import _articles, _core
from ._progress import Display
from ._types import Articles

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The columns of a background are found by their usual names.
NAMES: dict[str, None] = dict.fromkeys(("text", "id", "title", "date", "source", "url"))


def taken_background(background: Articles | None) -> tuple[Iterable[Any] | None, _articles.Columns | None]:
    """Give the background as rows or as columns; without one both are None."""
    return (None, None) if background is None else _articles.taken(background, NAMES)


def story_similarity(
    pairs: Iterable[Sequence[str]],
    background: Articles | None = None,
    language: str | None = None,
    *,
    progress: bool | None = None,
    threads: int | None = None,
) -> "NDArray[np.float64]":
    """Say how far the two texts of each pair tell one story, in whatever words.

    Texts are compared by their stems, weighted by how rare they are. With a background, a term that most of the
    articles near a text have too counts less, and two texts count as nearer when they are near to the same articles.
    From about 0.25 on two news articles mostly tell one story; a text of a few words says little. A pair in two
    languages is compared by names and numbers alone.

    Parameters
    ----------
    pairs : iterable of (str, str)
        The texts, a title in front of the text where there is one.
    background : articles, optional
        Other articles of the time and the kind of the pairs, as `check` takes them, with the usual names of columns;
        better hundreds than dozens. Those of the pairs may be among them; copies count once. Without it, document
        frequencies that ship with the package say which terms are rare.
    language : str, optional
        The language of all texts, as a code or an English name. Without it, it is told from each text.
    progress, threads
        As for `check`.

    Returns
    -------
    numpy.ndarray
        Shape (number of pairs,), float64, from 0 to 1: 1 for the same terms, 0 where a text has fewer than two
        different ones beside stop words. The value of a pair does not depend on the other pairs.

    Raises
    ------
    TypeError
        When a pair is no pair of str, or the background is of a type that holds no articles.
    ValueError
        When the language is not known.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wire = "The night ferry to Orrin ran aground on a reef. Two hundred passengers were taken off."
    >>> blog = "Reef wreck: 200 passengers safe after the ferry to Orrin hit rocks at night."
    >>> taxes = "The council of Tessary voted for lower taxes after a long debate."
    >>> wc.story_similarity([(wire, blog), (wire, taxes)]).round(1)
    array([0.6, 0. ])
    """
    import numpy as np

    first, second = _sides(pairs)
    rows, columns = taken_background(background)
    with Display(progress) as display:
        found = _core.story_similarity(
            first,
            second,
            background=rows,
            columns=columns,
            names=NAMES,
            language=language,
            display=display.feed,
            threads=threads,
        )
    return np.asarray(found)


def _sides(pairs: Iterable[Sequence[str]]) -> tuple[list[str], list[str]]:
    if isinstance(pairs, str) or hasattr(pairs, "columns"):
        remedy = "; pass zip(frame[a], frame[b])" if hasattr(pairs, "columns") else ""
        raise TypeError(f"pairs: expected an iterable of pairs of str, found {type(pairs).__name__}{remedy}")
    first, second = [], []
    for row, pair in enumerate(pairs):
        if isinstance(pair, str):
            raise TypeError(f"pairs: row {row}: expected a pair of str, found str")
        try:
            a, b = pair
        except (TypeError, ValueError):
            raise TypeError(f"pairs: row {row}: expected a pair of str, found {pair!r:.60}") from None
        first.append(a)
        second.append(b)
    return first, second
