"""The functions that do the work."""

from . import _articles, _core
from ._furniture import FurnitureTable, taken
from ._holdings import Holdings
from ._progress import Display
from ._results import Comparison, Report
from ._story import NAMES, taken_background
from ._types import Articles, Name


def check(
    articles: Articles,
    *,
    text: Name | None = None,
    id: Name | None = None,
    title: Name | None = None,
    date: Name | None = None,
    source: Name | None = None,
    url: Name | None = None,
    against: Articles | Holdings | None = None,
    date_window: int | None = None,
    furniture: FurnitureTable | None = None,
    progress: bool | None = None,
    threads: int | None = None,
    near_duplicate_share: float = 0.8,
    contained_share: float = 0.8,
    shared_quotes_part: float = 0.7,
    min_prose_words: int = 12,
    min_probability: float = 0.9,
    min_story_probability: float = 0.6,
    story_days: int = 7,
) -> Report:
    """Find which articles share text, how much, and which words.

    Ctrl-C ends the check, and other Python threads run while it works. The report is the same for any number of
    threads.

    Parameters
    ----------
    articles : list or other iterable of str or of mappings, frame, Series, or array
        The texts; or mappings or a frame of pandas or polars with the texts and, where known, an id, a title, a date, a
        source and a URL (each a str, a number, a date, a UUID or the like, or None). A Series or a NumPy array has the
        texts alone, or mappings. In a frame and in a Series, rows whose text is missing are left out and listed in
        `Report.skipped`; elsewhere they are an error.
    text, id, title, date, source, url : str or other hashable, optional
        The columns of the frame, or the keys of the mappings. Without a name they are found by the usual ones, whatever
        their capitals: `text`, `body`, `content` or `article`; `id`; `title` or `headline`; `date` or `published`;
        `source`, `outlet` or `publisher`; `url` or `link`; where there are several of them, the first of these. Other
        columns and keys are left alone.

        Reports give the ids back as they are: a number stays a number. Without ids the articles are called "0", "1" and
        so on by their rows; either all have an id or none has. For a pandas frame or Series ``id="index"`` takes the
        index, so that ``frame.loc[pair["a"]]`` is the row; it is not taken by itself, since many a frame has been
        filtered or put together of several, but a level of it is found by its name as a column is.
    against : like `articles`, or Holdings, optional
        Old articles, which are known: the new ones are compared with them and with one another, the old ones not among
        themselves. In a pair of both, `a` is the old one. They also tell which words are common and what is page
        furniture. An id that a new article has too is preceded by ``"against/"``. Where the same old articles are asked
        again and again, `Holdings` keeps them prepared.
    date_window : int, optional
        Articles whose dates lie more than so many days apart are not compared, unless their words are the same; an
        article without a date meets all. Dates may be written in ISO 8601, as mail has them, or with the month by name
        in ten languages; what is no date is listed in `Report.warnings` and counts as none.
    furniture : FurnitureTable, optional
        Page furniture that is known beside what the articles themselves show: where there are few of an outlet, they
        show none.
    progress : bool, optional
        Whether to show a progress bar, which needs tqdm. Without it one is shown when the work takes more than a second
        on a terminal or in a notebook, and tqdm is installed.
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
    min_probability : float
        The probability from which reuse is listed where a thousand texts or more show what is a form or a formula, 0 to
        1; at 0 these are listed too. Versions that differ in few facts are listed in any case.
    min_story_probability : float
        The probability, by their story similarity, from which two articles are of the `same_story`, 0 to 1.
    story_days : int
        Articles whose dates lie more than so many days apart are not of the `same_story` in other words, and no story
        in `Report.clusters` takes longer. An article without a date meets all. Neither says anything where
        `against` is `Holdings`, among which stories are not looked for.

    Returns
    -------
    Report
        Tables of the pairs, their passages, the clusters of near-duplicates and of stories, the page furniture that was
        ignored, and what was skipped.

    Raises
    ------
    TypeError
        When the articles, a row or a field is of a type that is no text, or `furniture` is no table.
    ValueError
        When a column is not there, a row has no text, two rows have one id, or a parameter is out of range. Both name
        the row, counted from 0. And when `furniture` is given beside `Holdings`, which have their own.
    KeyboardInterrupt
        When somebody presses Ctrl-C.
    ImportError
        When `progress` is True and tqdm is not installed.

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

    Keys or columns of other names, and numbers for ids:

    >>> posts = [{"post": 7, "caption": wire}, {"post": 12, "caption": blog}]
    >>> wc.check(posts, text="caption", id="post").pairs["b"]
    [12]

    Today's articles against those of last week, and who was first:

    >>> archive = [{"id": "wire", "text": wire, "date": "2018-06-05"}]
    >>> today = [{"id": "blog", "text": blog, "date": "9 June 2018"}]
    >>> pair = wc.check(today, against=archive, date_window=7).pairs[0]
    >>> pair["direction"], pair["reasons"][-1]
    ('a_to_b', 'text shared; earlier in a: 2018-06-05 before 9 June 2018')
    """
    if isinstance(against, Holdings):
        if furniture is not None:
            raise ValueError("furniture: what is held has its own; give it to `Holdings`")
        return against.check(
            articles,
            text=text,
            id=id,
            title=title,
            date=date,
            source=source,
            url=url,
            date_window=date_window,
            progress=progress,
            threads=threads,
            near_duplicate_share=near_duplicate_share,
            contained_share=contained_share,
            shared_quotes_part=shared_quotes_part,
            min_prose_words=min_prose_words,
            min_probability=min_probability,
        )
    known = taken(furniture)
    names = {"text": text, "id": id, "title": title, "date": date, "source": source, "url": url}
    with Display(progress) as display:
        rows, columns = _articles.taken(articles, names)
        old = None if against is None else _articles.taken(against, names)
        report = _core.check(
            rows,
            columns=columns,
            names=names,
            against=old,
            furniture=known,
            display=display.feed,
            threads=threads,
            near_duplicate_share=near_duplicate_share,
            contained_share=contained_share,
            shared_quotes_part=shared_quotes_part,
            min_prose_words=min_prose_words,
            min_probability=min_probability,
            min_story_probability=min_story_probability,
            story_days=story_days,
            date_window=date_window,
        )
    return Report(report)


def compare(
    text_a: str,
    text_b: str,
    *,
    background: Articles | None = None,
    furniture: FurnitureTable | None = None,
    progress: bool | None = None,
    threads: int | None = None,
    near_duplicate_share: float = 0.8,
    contained_share: float = 0.8,
    shared_quotes_part: float = 0.7,
    min_prose_words: int = 12,
    min_story_probability: float = 0.6,
) -> Comparison:
    """Find what two texts share.

    Of what stands on every page of an outlet only known lines, such as credits and newsletter pitches, are left out
    here, since two texts do not show the rest; `check` leaves out all of it, and so does `compare` with a table.

    Parameters
    ----------
    text_a, text_b : str
        The texts.
    background : articles, optional
        Other articles, beside which the `similarity` is told, as for `story_similarity`.
    furniture : FurnitureTable, optional
        Page furniture that was learnt from other articles, and counts for nothing.
    progress, threads, near_duplicate_share, contained_share, shared_quotes_part, min_prose_words, min_story_probability
        As for `check`; without a `background` no two texts are of the `same_story`: nobody knows what the names say
        that both have.

    Returns
    -------
    Comparison
        The relation, both shares, the passages, and how far the texts tell one story.

    Raises
    ------
    TypeError
        When a text is no str.
    ValueError
        When a parameter is out of range.
    KeyboardInterrupt
        When somebody presses Ctrl-C.
    ImportError
        When `progress` is True and tqdm is not installed.

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
    known = taken(furniture)
    rows, columns = taken_background(background)
    with Display(progress) as display:
        comparison = _core.compare(
            text_a,
            text_b,
            background=rows,
            furniture=known,
            columns=columns,
            names=NAMES,
            display=display.feed,
            threads=threads,
            near_duplicate_share=near_duplicate_share,
            contained_share=contained_share,
            shared_quotes_part=shared_quotes_part,
            min_prose_words=min_prose_words,
            min_story_probability=min_story_probability,
        )
    return Comparison(comparison)
