"""New articles against old ones, dates, and the page furniture that is shown."""

import warnings

import pytest

import wirecopy as wc

WIRE = (
    "The night ferry to Saint Olave ran aground on Tuesday. Divers found three breaches below the waterline, each wide "
    "enough to put an arm through. Repairs begin on Monday."
)
BLOG = (
    "My cousin crosses every week. Divers found three breaches below the waterline, each wide enough to put an arm "
    "through. Nobody at the pier wants to say when the boats will be back."
)
STORIES = (
    "The old mill by the river will reopen as a library in spring, the council said.",
    "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
    "Farmers of the valley sold more cheese abroad last year than ever before.",
)


def test_old_articles_meet_new_ones_only() -> None:
    report = wc.check([BLOG], against=[WIRE, WIRE])

    assert (report.articles, report.against) == (1, 2)
    # The lists number their rows alike.
    assert report.pairs.to_dicts()[0]["a"] == "against/0"
    assert report.pairs["b"] == ["0"]


def test_old_and_new_may_come_in_any_form_and_keep_their_ids() -> None:
    pandas = pytest.importorskip("pandas")
    old = pandas.DataFrame({"id": [1, 2], "text": [WIRE, STORIES[0]]})
    new = [{"id": 7, "text": BLOG}, {"id": 2, "text": STORIES[0]}]

    pairs = wc.check(new, against=old).pairs

    assert sorted(zip(pairs["a"], pairs["b"], strict=True), key=str) == [("against/2", 2), (1, 7)]
    assert list(pairs.to_pandas()["b"]) == pairs["b"]


def test_an_error_says_that_it_is_about_the_old_articles() -> None:
    with pytest.raises(ValueError, match=r"articles\[1\]") as caught:
        wc.check([BLOG], against=[WIRE, None])
    assert caught.value.__notes__ == ["in the articles of `against`"]


def test_articles_far_apart_in_time_are_not_compared() -> None:
    articles = [{"text": WIRE, "date": "2018-06-01"}, {"text": BLOG, "date": "June 20, 2018"}]

    assert len(wc.check(articles, date_window=19).pairs) == 1
    assert len(wc.check(articles, date_window=18).pairs) == 0
    with pytest.raises(ValueError, match="date_window"):
        wc.check(articles, date_window=-1)
    with pytest.raises(TypeError, match="date_window"):
        wc.check(articles, date_window=1.5)  # type: ignore[arg-type]


def test_dates_of_python_say_who_was_first() -> None:
    datetime = pytest.importorskip("datetime")
    utc = datetime.timezone.utc
    articles = [
        {"text": BLOG, "date": datetime.datetime(2018, 6, 9, 9, tzinfo=utc)},
        {"text": WIRE, "date": datetime.datetime(2018, 6, 9, 8, tzinfo=utc)},
    ]

    pair = wc.check(articles).pairs[0]

    assert pair["direction"] == "b_to_a"
    assert pair["reasons"][-1].startswith("text shared; earlier in b: 2018-06-09")


def test_a_date_that_is_none_is_listed_and_nothing_else_changes() -> None:
    articles = [{"id": 3, "text": WIRE, "date": "a while ago"}, {"id": 4, "text": BLOG}]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report = wc.check(articles)

    assert report.warnings["id"] == [3]
    assert "`a while ago`" in report.warnings["reason"][0]
    assert report.warnings["row"] == [0]
    assert report.warnings["origin"] == report.warnings["line"] == [None]
    assert report.pairs == wc.check([{key: row[key] for key in ("id", "text")} for row in articles]).pairs


def test_a_warning_names_the_row_of_the_collection_that_was_given() -> None:
    pandas = pytest.importorskip("pandas")
    texts = [None, WIRE, BLOG]
    frame = pandas.DataFrame({"id": ["none", "wire", "blog"], "text": texts, "date": ["soon", "2018-06-09", "soon"]})
    old = frame.assign(date=["soon", "late", None])

    report = wc.check(frame, against=old)

    rows = {row["id"]: (row["row"], "`late`" in row["reason"]) for row in report.warnings}
    assert rows == {"against/wire": (1, True), "blog": (2, False)}
    assert wc.Holdings(old).warnings["row"] == [1]
    assert wc.Holdings([]).check(frame).warnings["row"] == [2]


def test_the_furniture_of_an_outlet_is_shown_where_it_stands() -> None:
    pitch = "All the best of our newsroom on your table every weekday morning"
    pages = {str(number): f"“{story}”\n\n{pitch}." for number, story in enumerate(STORIES)}

    report = wc.check(list(pages.values()))

    assert [pages[row["id"]][row["start"] : row["end"]] for row in report.ignored] == [pitch] * 3
    assert report.ignored["words"] == [12] * 3
    assert report.furniture == {"articles": 3, "words": 36}
