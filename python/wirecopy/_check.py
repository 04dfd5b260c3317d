"""The functions that do the work."""

from . import _core
from ._results import Comparison, Report
from ._types import Articles


def check(
    articles: Articles,
    *,
    threads: int | None = None,
    near_duplicate_share: float = 0.8,
    contained_share: float = 0.8,
    shared_quotes_part: float = 0.7,
    min_prose_words: int = 12,
) -> Report:
    """Find which articles share text, how much, and which words.

    Ctrl-C ends the check, and other Python threads run while it works. The report is the same for any number of
    threads.

    Parameters
    ----------
    articles : iterable of str or of mappings
        The texts, or mappings with `text` and, where known, `id` (str or int), `title`, `date`, `source` and `url`
        (str or None; `date` may be a `datetime` too). Other keys are left alone. Without ids the articles are called
        "0", "1" and so on; either all have an id or none has. A lone surrogate counts as U+FFFD.
    threads : int, optional
        How many threads work; as many as this process may use processors, if not given.
    near_duplicate_share : float
        The share of each text that stands in the other, from which a pair is `near_duplicate`, 0 to 1.
    contained_share : float
        The share of one text that stands in the other, from which a pair is `contained`, 0 to 1.
    shared_quotes_part : float
        The part of the matching words inside quotation marks from which a pair is `shared_quotes`, 0 to 1.
    min_prose_words : int
        The matching words of a prose passage from which a pair is `partial_reuse`.

    Returns
    -------
    Report
        Tables of the pairs, their passages, the clusters of near-duplicates, and what was skipped.

    Raises
    ------
    TypeError
        When the articles, a row or a field is of a type that is no text.
    ValueError
        When a row has no text, two rows have one id, or a parameter is out of range. Both name the row.

    Examples
    --------
    >>> import wirecopy as wc
    >>> wire = (
    ...     "The night ferry to Saint Olave ran aground on Tuesday. Divers found three breaches below the "
    ...     "waterline, each wide enough to put an arm through. Repairs begin on Monday."
    ... )
    >>> blog = (
    ...     "My cousin crosses every week. Divers found three breaches below the waterline, each wide enough "
    ...     "to put an arm through. Nobody at the pier wants to say when the boats will be back."
    ... )
    >>> report = wc.check([{"id": "wire", "text": wire}, {"id": "blog", "text": blog}])
    >>> report.pairs["relation"]
    ['partial_reuse']
    >>> for passage in report.passages:
    ...     print(wire[passage["a_start"] : passage["a_end"]])
    Divers found three breaches below the waterline, each wide enough to put an arm through.
    """
    report = _core.check(
        articles,
        threads=threads,
        near_duplicate_share=near_duplicate_share,
        contained_share=contained_share,
        shared_quotes_part=shared_quotes_part,
        min_prose_words=min_prose_words,
    )
    return Report(report)


def compare(
    text_a: str,
    text_b: str,
    *,
    threads: int | None = None,
    near_duplicate_share: float = 0.8,
    contained_share: float = 0.8,
    shared_quotes_part: float = 0.7,
    min_prose_words: int = 12,
) -> Comparison:
    """Find what two texts share.

    What stands on every page of an outlet counts here, since two texts do not show that it does; `check` leaves it out.

    Parameters
    ----------
    text_a, text_b : str
        The texts.
    threads, near_duplicate_share, contained_share, shared_quotes_part, min_prose_words
        As for `check`.

    Returns
    -------
    Comparison
        The relation, both shares, and the passages.

    Raises
    ------
    TypeError
        When a text is no str.
    ValueError
        When a parameter is out of range.

    Examples
    --------
    >>> import wirecopy as wc
    >>> whole = "Rain fell on Orrin all night. The river rose by two metres before the pumps were started again."
    >>> both = wc.compare(whole, "The river rose by two metres before the pumps were started again.")
    >>> both.relation, both.share_of_b
    ('contained', 1.0)
    >>> both.passages["text_b"]
    ['The river rose by two metres before the pumps were started again.']
    """
    comparison = _core.compare(
        text_a,
        text_b,
        threads=threads,
        near_duplicate_share=near_duplicate_share,
        contained_share=contained_share,
        shared_quotes_part=shared_quotes_part,
        min_prose_words=min_prose_words,
    )
    return Comparison(comparison)
