"""The articles that are most like each, by their words."""

from typing import Literal, SupportsFloat, SupportsIndex

from . import _articles, _core
from ._analyzer import Analyzer, _of_type
from ._cosine import _number
from ._progress import Display
from ._table import Table
from ._types import Articles, Name


def similar(
    articles: Articles,
    k: SupportsIndex = 10,
    *,
    threshold: SupportsFloat | None = None,
    analyzer: Analyzer | None = None,
    language: str | None = None,
    text: Name | None = None,
    id: Name | None = None,
    progress: bool | None = None,
    threads: SupportsIndex | None = None,
) -> Table:
    """Find the articles whose words are most like those of each article.

    Ctrl-C ends it, and other Python threads run while it works. The table is the same for any number of threads, and
    that of `wirecopy similar`.

    Parameters
    ----------
    articles : list or other iterable of str or of mappings, frame, Series, or array
        The articles, as `wirecopy.check` takes them. Rows of a frame or Series that have no text are left out.
    k : int
        How many neighbours an article has at most, 1 or more.
    threshold : float, optional
        The smallest score that counts, above 0 and at most 1; without it every score above 0 does.
    analyzer : Analyzer, optional
        What articles are cut into. The default is ``Analyzer()``: all words, in a form in which capitals make no
        difference.
    language : str, optional
        Instead of an analyser: the language of the articles, whose stop words are left out and whose endings are taken
        off.
    text, id : str or other hashable, optional
        The columns or the keys; else found by the usual names, as in `wirecopy.check`.
    progress : bool, optional
        Whether to show a progress bar, as in `wirecopy.check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Returns
    -------
    Table
        One row for each neighbour, the nearest of each article first, of equal ones the first. Columns: `row` (of the
        input, from 0) and `id` (as it was given, or the row as text), `neighbour_row` and `neighbour` likewise, and
        `score`: the cosine of the TF-IDF weights ``tf * (ln((1 + n) / (1 + df)) + 1)``, 0 to 1. An article has no row
        if it shares no word with another one.

    Raises
    ------
    TypeError
        When the articles, a row or an option is of another type.
    ValueError
        When a column is not there, a row of something else than a frame has no text, or an option is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Examples
    --------
    >>> import wirecopy as wc
    >>> articles = ["The old mill burnt down.", "Ships sailed.", "Nobody knows why the mills burnt."]
    >>> wc.similar(articles, k=1, language="en")
    Table: 2 rows, 5 columns
    row  id  neighbour_row  neighbour  score
      0  0               2  2          0.443
      2  2               0  0          0.443
    """
    if analyzer is not None:
        if language is not None:
            raise ValueError("language: does not go with an analyzer, which has its own; leave one of them out")
        _of_type("analyzer", analyzer, Analyzer)
    else:
        stop_words: Literal["language"] | None = None if language is None else "language"
        stemming: Literal["current"] | None = None if language is None else "current"
        analyzer = Analyzer(language=language, stop_words=stop_words, stemming=stemming)
    names = {"text": text, "id": id, "title": None, "date": None, "source": None, "url": None}
    with Display(progress) as display:
        rows, columns = _articles.taken(articles, names)
        of_articles, ids, of_neighbours, neighbours, scores = _core.similar(
            rows,
            columns=columns,
            names=names,
            analyzer=analyzer.to_json(),
            k=k,
            threshold=None if threshold is None else _number(threshold),
            display=display.feed,
            threads=threads,
        )
    return Table(
        {"row": of_articles, "id": ids, "neighbour_row": of_neighbours, "neighbour": neighbours, "score": scores}
    )
