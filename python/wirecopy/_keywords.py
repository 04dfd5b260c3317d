"""The terms that set articles apart."""

from collections.abc import Iterable
from typing import Any, Literal, SupportsFloat, SupportsIndex, TypeAlias

from . import _articles, _core
from ._analyzer import Analyzer, _choice, _of_type
from ._bm25 import _number
from ._table import Table
from ._types import Articles, Name

Method: TypeAlias = Literal["tfidf", "log_odds"]

_FIELDS = ("source", "date")


def keywords(
    articles: Articles,
    k: SupportsIndex = 10,
    *,
    method: Method = "tfidf",
    by: Literal["source", "date"] | Iterable[Any] | None = None,
    analyzer: Analyzer | None = None,
    language: str | None = None,
    prior: SupportsFloat = 500.0,
    min_count: SupportsIndex = 1,
    text: Name | None = None,
    id: Name | None = None,
    source: Name | None = None,
    date: Name | None = None,
    threads: SupportsIndex | None = None,
) -> Table:
    """Find the terms that set each article, or each group of articles, apart from the others.

    Ctrl-C ends it, and other Python threads run while it works. The table is the same for any number of threads.

    Parameters
    ----------
    articles : list or other iterable of str or of mappings, frame, Series, or array
        The articles, as `wirecopy.check` takes them. Rows of a frame or Series that have no text are left out.
    k : int
        How many keywords an article or a group has at most.
    method : {"tfidf", "log_odds"}
        How a term is scored. `tfidf`: ``count * (ln((1 + n) / (1 + df)) + 1)``, with `n` articles of which `df` hold
        the term, divided by the root of the sum of the squares of all terms of the group. `log_odds`: the log odds of
        the term in the group against those in the other articles, in standard deviations, with a prior (Monroe,
        Colaresi and Quinn 2008, *Fightin' Words*); a term above 2 is hardly there by chance. The first tells what an
        article is about, the second what one group says more than the others.
    by : {"source", "date"} or iterable, optional
        The groups: what a field of the articles says, or a list or a column with a value for each row. An article
        whose value is missing belongs to no group, and is there to be compared with. Without it each article is
        looked at by itself.
    analyzer : Analyzer, optional
        What articles are cut into; n-grams give phrases, and ``stemming="current"`` counts the forms of a word
        together. The default is ``Analyzer(min_length=2, drop_numbers=True)``.
    language : str, optional
        Instead of an analyser: the language of the articles, whose stop words are left out beside numbers and single
        letters.
    prior : float
        For `log_odds`: as if so many more terms had been seen on either side, spread as in all articles; the more, the
        less a rare term counts.
    min_count : int
        How often a term must stand in the article or the group.
    text, id, source, date : str or other hashable, optional
        The columns or the keys; else found by the usual names, as in `wirecopy.check`.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.

    Returns
    -------
    Table
        One row for each keyword, the highest score of each article or group first. Columns: `row` (of the input, from
        0) and `id` (as it was given, or the row as text, as in `wirecopy.check`), or with `by` the `group`; then
        `term`, `score` (above 0, to be compared within one article or group), `count` and `spans`: where the term
        stands, in characters, as ``(start, end)``, or with `by` as ``(row, start, end)``. Groups come in the order of
        their first articles.

    Raises
    ------
    TypeError
        When the articles, a row or an option is of another type.
    ValueError
        When a column is not there, a row of something else than a frame has no text, there are more or fewer groups
        than rows, or an option is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.

    Examples
    --------
    >>> import wirecopy as wc
    >>> texts = ["The mill burnt. The old mill!", "The ships sailed.", "The old ships sank."]
    >>> table = wc.keywords(texts, k=1, language="en")
    >>> table["term"]
    ['mill', 'sailed', 'sank']
    >>> [texts[0][start:end] for start, end in table[0]["spans"]]
    ['mill', 'mill']

    What one outlet says more than the others:

    >>> table = wc.keywords(texts, k=1, language="en", method="log_odds", by=["Herald", "Wharf", "Wharf"])
    >>> table["group"], table["term"]
    (['Herald', 'Wharf'], ['mill', 'ships'])
    >>> [texts[row][start:end] for row, start, end in table[1]["spans"]]
    ['ships', 'ships']
    """
    if analyzer is not None:
        if language is not None:
            raise ValueError("language: does not go with an analyzer, which has its own; leave one of them out")
        _of_type("analyzer", analyzer, Analyzer)
    else:
        stop_words: Literal["language"] | None = None if language is None else "language"
        analyzer = Analyzer(language=language, stop_words=stop_words, min_length=2, drop_numbers=True)
    of_prior = _number("prior", prior)
    if not 0 < of_prior < float("inf"):
        raise ValueError(f"prior: `{prior}`, expected a number above 0")
    field, groups, labels = _groups(by)
    names = {"text": text, "id": id, "title": None, "date": date, "source": source, "url": None}
    rows, columns = _articles.taken(articles, names)
    found, of_articles, ids, terms, scores, counts, places = _core.keywords(
        rows,
        columns=columns,
        names=names,
        by=field,
        groups=groups,
        analyzer=analyzer.to_json(),
        prior=of_prior if _choice("method", method, Method) == "log_odds" else None,
        k=k,
        min_count=min_count,
        threads=threads,
    )
    values: dict[str, list[Any]] = {"term": terms, "score": scores, "count": counts}
    if by is None:
        spans = [[(start, end) for _, start, end in of_one] for of_one in places]
        return Table({"row": of_articles, "id": ids, **values, "spans": spans})
    return Table({"group": found if field else [labels[number] for number in found], **values, "spans": places})


def _groups(by: Any) -> tuple[str | None, list[int | None] | None, list[Any]]:
    """Give the name of the field that has the groups, or the number of each row's group and what the numbers mean."""
    if by is None:
        return None, None, []
    if isinstance(by, str):
        if by not in _FIELDS:
            raise ValueError(f'by: `{by}`, expected "source", "date", or a list with the group of each article')
        return by, None, []
    try:
        values = by.to_list() if hasattr(by, "to_list") else by.tolist() if hasattr(by, "tolist") else list(by)
    except TypeError:
        raise TypeError(f'by: expected "source", "date" or a list of groups, found {type(by).__name__}') from None
    labels: list[Any] = []
    known: dict[Any, int] = {}
    groups: list[int | None] = []
    for row, value in enumerate(values):
        if _is_missing(value):
            groups.append(None)
            continue
        try:
            number = known.setdefault(value, len(labels))
        except TypeError:
            raise TypeError(f"by[{row}]: expected a value with a hash, found {type(value).__name__}") from None
        if number == len(labels):
            labels.append(value)
        groups.append(number)
    return None, groups, labels


def _is_missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    # NaN is unlike itself.
    return isinstance(value, float) and value != value
