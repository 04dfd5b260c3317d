"""What `wirecopy.check` takes: lists, mappings, frames, Series and arrays, with columns found by name."""

import copy
import datetime
import decimal
import pickle
import re
import uuid
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import wirecopy as wc

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
WIRE = f"The night ferry to Saint Olave ran aground on Tuesday. {SHARED} Repairs begin on Monday, the owner said."
BLOG = f"My cousin crosses every week, so I asked around. {SHARED} Nobody wants to say when boats will run again."
BAKER = "Bread will cost more from Friday because the mill in Tessary raised its prices for the second time in May."
TEXTS = [BAKER, WIRE, BLOG]


def in_dicts(columns: dict[str, list[Any]]) -> Any:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def in_pandas(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("pandas").DataFrame(columns)


def in_polars(columns: dict[str, list[Any]]) -> Any:
    return pytest.importorskip("polars").DataFrame(columns)


Form = Callable[[dict[str, list[Any]]], Any]

every_form = pytest.mark.parametrize("form", [in_dicts, in_pandas, in_polars])
every_frame = pytest.mark.parametrize("form", [in_pandas, in_polars])


@every_form
def test_the_same_articles_give_the_same_bytes(form: Form) -> None:
    ids = ["baker", "wire", "blog"]
    columns = {"id": ids, "text": TEXTS, "title": ["Bread", None, "Ferry"], "source": ["Post", "Wire", None]}

    report = wc.check(form(columns))

    assert report.to_json() == wc.check([{"id": i, "text": t} for i, t in zip(ids, TEXTS, strict=True)]).to_json()
    assert report.pairs["a"] == ["wire"]
    assert wc.check(form({"text": TEXTS})).to_json() == wc.check(TEXTS).to_json()


@every_form
def test_no_rows_are_no_articles(form: Form) -> None:
    report = wc.check(form({"text": [], "id": []}))

    assert (report.articles, len(report.pairs), len(report.skipped)) == (0, 0, 0)


@every_form
@pytest.mark.parametrize("name", ["text", "Text", "BODY", "content", "Article"])
def test_the_text_is_found_by_the_usual_names(form: Form, name: str) -> None:
    assert wc.check(form({"words": [20, 30, 40], name: TEXTS})) == wc.check(TEXTS)


@every_form
def test_the_likeliest_name_wins_and_a_given_one_always(form: Form) -> None:
    articles = form({"article": ["no", "no", "no"], "Body": TEXTS, "en": [BAKER, BAKER, WIRE]})

    assert wc.check(articles) == wc.check(TEXTS)
    assert wc.check(articles, text="en") == wc.check([BAKER, BAKER, WIRE])


@every_form
@pytest.mark.parametrize("names", [{}, {"id": "ID"}])
def test_ids_come_back_with_their_own_type(form: Form, names: dict[str, str]) -> None:
    report = wc.check(form({"ID": [31, 7, 12, 9], "text": [*TEXTS, WIRE]}), **names)

    duplicates = [member for member in report.clusters if member["level"] == "duplicate"]
    assert report.pairs["a"] == [member["representative"] for member in duplicates] == [7, 7]
    assert report.pairs["b"] == [9, 12]
    assert [member["id"] for member in duplicates] == [7, 9]
    assert report.passages["b"] == [12]
    assert all(type(id) is int for id in report.pairs["a"] + report.passages["a"] + report.clusters["id"])
    assert '"a":"7"' in report.to_json()


@pytest.mark.parametrize("twin", [copy.copy, copy.deepcopy, lambda report: pickle.loads(pickle.dumps(report))])
def test_ids_keep_their_type_in_copies_and_pickles(twin: Callable[[wc.Report], wc.Report]) -> None:
    report = wc.check([{"id": 7, "text": WIRE}, {"id": 12, "text": BLOG}])

    assert twin(report) == report
    assert twin(report).pairs["a"] == [7]
    assert pickle.loads(pickle.dumps(report.pairs)) == report.pairs
    assert report != wc.check([{"id": "7", "text": WIRE}, {"id": "12", "text": BLOG}])


OWN_IDS: dict[str, list[Any]] = {
    "float": [0.5, 1.5, 2.5],
    "bool and None": [True, False, None],
    "UUID": [uuid.UUID(int=number) for number in (5, 6, 7)],
    "date": [datetime.date(2031, 5, day) for day in (1, 2, 3)],
    "datetime": [datetime.datetime(2031, 5, 1, hour, 30) for hour in (1, 2, 3)],
    "Decimal": [decimal.Decimal("1.50"), decimal.Decimal("2.50"), decimal.Decimal("3.50")],
    "uint64": [2**64 - 3, 2**64 - 2, 2**64 - 1],
}


@pytest.mark.parametrize("kind", OWN_IDS)
def test_ids_of_every_type_come_back_as_they_are(kind: str) -> None:
    ids = OWN_IDS[kind]
    texts = TEXTS[1:] if kind == "bool and None" else TEXTS
    ids = [id for id in ids if id is not None]

    report = wc.check([{"id": id, "text": text} for id, text in zip(ids, texts, strict=True)])

    assert report.pairs["a"] == [ids[-2]]
    assert report.pairs["b"] == [ids[-1]]
    assert type(report.pairs["a"][0]) is type(ids[0])
    assert pickle.loads(pickle.dumps(report)) == copy.deepcopy(report) == report
    assert f'"a":"{ids[-2].isoformat() if kind.startswith("date") else ids[-2]}"' in report.to_json()


@pytest.mark.parametrize("kind", OWN_IDS)
def test_ids_of_every_type_make_frames(kind: str) -> None:
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    ids = [id for id in OWN_IDS[kind] if id is not None]
    report = wc.check([{"id": id, "text": text} for id, text in zip(ids, TEXTS[-len(ids) :], strict=True)])

    assert report.pairs.to_pandas()["a"].to_list() == [ids[-2]]
    assert report.pairs.to_polars()["a"].to_list() == [str(ids[-2]) if kind in ("UUID", "Decimal") else ids[-2]]
    if kind not in ("UUID", "bool and None"):
        frame = polars.DataFrame({"id": ids, "text": TEXTS})
        assert wc.check(frame).pairs["a"] == [ids[-2]]
    assert wc.check(pandas.DataFrame({"id": ids, "text": TEXTS[-len(ids) :]})).pairs["a"] == [ids[-2]]


def test_scalars_of_numpy_are_ids() -> None:
    numpy = pytest.importorskip("numpy")

    for ids in (
        numpy.array([0.5, 1.5, 2.5], dtype="float32"),
        numpy.array(["2031-05-01", "2031-05-02", "2031-05-03"], "M8[D]"),
    ):
        report = wc.check([{"id": id, "text": text} for id, text in zip(ids, TEXTS, strict=True)])
        assert report.pairs["a"] == [ids[1]]
        assert type(report.pairs["a"][0]) is type(ids[1])
    with pytest.raises(TypeError, match="found ndarray"):
        wc.check([{"id": numpy.arange(1), "text": WIRE}])


def test_whole_numbers_with_a_gap_name_the_row_and_the_remedy() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"id": [5, None, 7], "text": TEXTS})

    with pytest.raises(
        ValueError, match=r'articles\[1\]: found no id, but articles\[0\] has one.*fill the gap.*"Int64"'
    ):
        wc.check(frame)
    with pytest.raises(ValueError, match=r"articles\[1\]: found no id"):
        wc.check(frame.astype({"id": "Int64"}))
    assert wc.check(frame.fillna({"id": 6}).astype({"id": int})).pairs["a"] == [6]


def test_ids_of_several_types_stay_as_they_are() -> None:
    report = wc.check([{"id": 7, "text": WIRE}, {"id": "x7", "text": BLOG}])

    assert (report.pairs["a"], report.pairs["b"]) == ([7], ["x7"])


def test_numbers_of_numpy_are_ids() -> None:
    numpy = pytest.importorskip("numpy")

    report = wc.check([{"id": number, "text": text} for number, text in zip(numpy.arange(3), TEXTS, strict=True)])

    assert (report.pairs["a"], report.pairs["b"]) == ([1], [2])
    assert type(report.pairs["a"][0]) is numpy.int64


@every_frame
@pytest.mark.parametrize("missing", [None, float("nan")])
def test_rows_of_a_frame_without_a_text_are_skipped_and_listed(form: Form, missing: Any) -> None:
    if form is in_polars and missing is not None:
        missing = None
    texts = [WIRE, missing, BLOG, ""]

    numbered = wc.check(form({"text": texts}))
    named = wc.check(form({"text": texts, "id": [5, 6, 7, 8]}))

    assert numbered.articles == named.articles == 2
    assert (numbered.pairs["a"], numbered.pairs["b"]) == (["0"], ["2"])
    assert numbered.skipped["origin"] == ["1", "3"]
    assert named.skipped["origin"] == [6, 8]
    assert numbered.skipped["reason"][0].startswith("row 1 has no text: found ")
    assert numbered.skipped["reason"][1] == "the text has no words"


@every_frame
def test_a_row_without_text_and_id_is_skipped_by_its_number(form: Form) -> None:
    report = wc.check(form({"text": [WIRE, None, BLOG], "id": ["a", None, "b"]}))

    assert report.skipped["origin"] == ["1"]
    assert report.pairs["b"] == ["b"]


@every_frame
def test_columns_that_are_not_there_are_named_with_those_that_are(form: Form) -> None:
    frame = form({"headline": ["a"], "words": [3]})

    with pytest.raises(ValueError, match=re.escape("text: no column 'body'; the columns are 'headline', 'words'")):
        wc.check(frame, text="body")
    with pytest.raises(
        ValueError,
        match=re.escape(
            "text: no column 'text', 'body', 'content' or 'article'; the columns are 'headline', 'words'; "
            "say which has the texts with text="
        ),
    ):
        wc.check(frame)
    with pytest.raises(ValueError, match="id: no column 'index'" if form is in_polars else "id: no column 'key'"):
        wc.check(frame, text="headline", id="index" if form is in_polars else "key")
    with pytest.raises(ValueError, match="found no columns"):
        wc.check(form({}))


@every_form
def test_two_columns_of_one_usual_name_are_refused(form: Form) -> None:
    with pytest.raises(ValueError, match=r"text: found the columns 'Text' and 'TEXT'.*text=, or rename one"):
        wc.check(form({"Text": TEXTS, "TEXT": TEXTS}))
    assert wc.check(form({"Text": TEXTS, "TEXT": ["", "", ""]}), text="Text") == wc.check(TEXTS)


@every_form
def test_a_given_name_may_have_other_capitals(form: Form) -> None:
    assert wc.check(form({"Post": TEXTS, "post_id": [5, 6, 7]}), text="post", id="POST_ID").pairs["a"] == [6]
    assert wc.check(form({"en": [BAKER, BLOG, BAKER], "EN": TEXTS}), text="EN") == wc.check(TEXTS)


@every_form
def test_a_column_that_was_given_serves_nothing_else(form: Form) -> None:
    columns = {"url": ["x", "y", "z"], "text": ["no", "no", "no"], "body": TEXTS}

    assert wc.check(form(columns), text="body", title="text", id="url").pairs["a"] == ["y"]


@every_form
def test_duplicate_ids_name_both_rows(form: Form) -> None:
    with pytest.raises(ValueError, match=re.escape("articles[2]: duplicate id `5`, articles[0] has it too")):
        wc.check(form({"id": [5, 6, 5], "text": TEXTS}))


@every_frame
def test_rows_are_counted_with_those_that_have_no_text(form: Form) -> None:
    with pytest.raises(ValueError, match=re.escape("articles[3]: duplicate id `5`, articles[1] has it too")):
        wc.check(form({"id": [4, 5, 6, 5], "text": [None, WIRE, None, BLOG]}))


@every_frame
def test_a_value_that_is_no_text_is_named_with_row_and_column(form: Form) -> None:
    with pytest.raises(TypeError, match=re.escape('articles[0]["text"]: expected str, found int')):
        wc.check(form({"text": [1, 2]}))
    with pytest.raises(TypeError, match=re.escape('articles[0]["text"]: expected str, found bytes; decode it first')):
        wc.check(form({"text": [b"Bread"]}))
    with pytest.raises(ValueError, match=re.escape("articles[1]")):
        wc.check(form({"text": TEXTS, "id": ["a", None, "b"]}))


@every_form
def test_titles_dates_and_sources_may_be_numbers_and_dates(form: Form) -> None:
    days = [datetime.date(2031, 5, day) for day in (1, 2, 3)]
    columns = {"text": TEXTS, "title": [7, 8, 9], "outlet": [3, 4, 5], "published": days}

    dated = wc.check(form(columns))
    plain = wc.check(TEXTS)
    # Who was first is all that the dates tell.
    assert (plain.pairs["direction"], dated.pairs["direction"]) == (["unknown"], ["a_to_b"])
    assert dated.passages == plain.passages
    assert len(dated.warnings) == 0

    # Years alone are no dates, but none of them stops a check.
    of_years = wc.check(form({**columns, "published": [2031, 2031, 2032]}))
    assert of_years.pairs == plain.pairs
    assert of_years.warnings["id"] == ["0", "1", "2"]


def test_a_name_that_no_mapping_has_is_refused() -> None:
    articles = [{"text": WIRE, "key": 1}, {"text": BLOG}]

    with pytest.raises(ValueError, match="title: no article has the key 'head'; those of the last are 'text'"):
        wc.check(articles, title="head")
    with pytest.raises(ValueError, match=re.escape("articles[1]: expected the key 'key', found 'text'")):
        wc.check(articles, id="key")
    with pytest.raises(ValueError, match=re.escape("articles[0]: expected the key 'body', found 'text', 'key'")):
        wc.check(articles, text="body")
    with pytest.raises(ValueError, match="text: no article has the key 'body'; the articles are plain texts"):
        wc.check([WIRE, BLOG], text="body")
    assert wc.check([], text="body").articles == 0


def test_each_mapping_is_read_by_its_own_keys() -> None:
    mixed = [{"text": BAKER, "n": 1}, {"n": 1, "Body": WIRE}, {"headline": "Ferry", "content": BLOG}]

    assert wc.check(mixed) == wc.check(TEXTS)


@pytest.mark.parametrize("dtype", [None, "object", "string", "category"])
def test_every_kind_of_text_in_pandas_is_taken(dtype: str | None) -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series([BAKER, None, WIRE, BLOG], dtype=dtype)

    for articles in (series, series.to_frame("text")):
        report = wc.check(articles)
        assert (report.pairs["a"], report.pairs["b"], report.skipped["origin"]) == (["2"], ["3"], ["1"])
    assert wc.check(pandas.Index(TEXTS)) == wc.check(series.dropna().array) == wc.check(TEXTS)


@pytest.mark.parametrize("dtype", ["String", "Categorical", "Enum", "Object"])
def test_every_kind_of_text_in_polars_is_taken(dtype: str) -> None:
    polars = pytest.importorskip("polars")
    kind = polars.Enum(TEXTS) if dtype == "Enum" else getattr(polars, dtype)
    series = polars.Series([BAKER, None, WIRE, BLOG], dtype=kind)

    for articles in (series, series.to_frame("text")):
        report = wc.check(articles)
        assert (report.pairs["a"], report.pairs["b"], report.skipped["origin"]) == (["2"], ["3"], ["1"])


def test_a_lazy_frame_is_refused_with_the_remedy() -> None:
    polars = pytest.importorskip("polars")

    with pytest.raises(TypeError, match=re.escape("found LazyFrame; call .collect() on it first")):
        wc.check(polars.LazyFrame({"text": TEXTS}))


def test_the_index_of_pandas_gives_ids_when_asked_for() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": TEXTS}, index=[30, 10, 20])

    report = wc.check(frame, id="index")
    (pair,) = report.pairs

    assert (pair["a"], pair["b"]) == (10, 20)
    assert frame.loc[pair["a"], "text"] == WIRE
    assert wc.check(frame["text"], id="index") == report
    # Not by itself: parts that were put together have numbers twice.
    assert wc.check(frame).pairs["a"] == ["1"]
    assert wc.check(pandas.concat([frame, frame])).articles == 6


def test_an_index_with_a_name_is_found_like_a_column() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"text": TEXTS, "Id": ["x", "y", "z"], "day": [1, 2, 3]})

    assert wc.check(frame.set_index("Id")).pairs["a"] == ["y"]
    assert wc.check(frame.set_index("day"), id="day").pairs["a"] == [2]
    assert wc.check(frame.set_index("day")).pairs["a"] == ["y"]
    assert wc.check(frame.set_index(["day", "Id"]), id="day").pairs["a"] == [2]
    # A column goes before an index.
    assert wc.check(frame.rename_axis("Id").reset_index(drop=False, names="index"), id="index").pairs["a"] == [1]


def test_columns_of_pandas_may_be_called_by_numbers() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame([[7, BAKER], [8, WIRE], [9, BLOG]])

    assert wc.check(frame, text=1, id=0).pairs["a"] == [8]
    with pytest.raises(TypeError, match=re.escape("articles[0][0]: expected str, found int")):
        wc.check(frame, text=0)
    with pytest.raises(ValueError, match="found the columns 'text' and 'text', expected one"):
        wc.check(pandas.DataFrame([[WIRE, BLOG]], columns=["text", "text"]), text="text")


def test_a_series_has_the_texts_alone() -> None:
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(TEXTS, name="title")

    assert wc.check(series) == wc.check(series, text="title") == wc.check(TEXTS)
    with pytest.raises(ValueError, match="id: no column 'key'; a Series has its texts alone"):
        wc.check(series, id="key")


def test_a_level_of_the_index_of_a_series_is_found_like_a_column() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"Id": [5, 6, 7], "day": [1, 2, 3], "caption": TEXTS})

    assert wc.check(frame.set_index("Id")["caption"]).pairs["a"] == [6]
    assert wc.check(frame.set_index(["day", "Id"])["caption"]).pairs["a"] == [6]
    assert wc.check(frame.set_index("Id")["caption"]) == wc.check(frame.set_index("Id"), text="caption")
    assert wc.check(frame.set_index("day")["caption"], id="day").pairs["a"] == [2]
    assert wc.check(frame.set_index("day")["caption"]).pairs["a"] == ["1"]


def test_a_series_of_records_is_a_list_of_them() -> None:
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    records = [{"id": number, "body": text} for number, text in enumerate(TEXTS, 5)]

    assert wc.check(pandas.Series(records)) == wc.check(polars.Series(records)) == wc.check(records)
    assert wc.check(pandas.Series(records), text="body", id="id").pairs["a"] == [6]
    with pytest.raises(ValueError, match=re.escape("articles[3]")):
        wc.check(pandas.Series([*records, None]))


@pytest.mark.parametrize("kind", ["object", "str", "StringDType"])
def test_arrays_of_numpy_are_lists_of_texts(kind: str) -> None:
    numpy = pytest.importorskip("numpy")
    if kind == "StringDType" and not hasattr(numpy.dtypes, "StringDType"):
        pytest.skip("this NumPy is older than StringDType")
    dtype = numpy.dtypes.StringDType() if kind == "StringDType" else kind

    assert wc.check(numpy.array(TEXTS, dtype=dtype)) == wc.check(TEXTS)
    assert wc.check(numpy.array(TEXTS, dtype=dtype)[::-1]) == wc.check(TEXTS[::-1])


def test_an_array_that_holds_no_texts_is_refused() -> None:
    numpy = pytest.importorskip("numpy")

    with pytest.raises(TypeError, match=re.escape("articles[0]: expected str or a mapping")):
        wc.check(numpy.arange(3))
    with pytest.raises(ValueError, match=re.escape("articles[1]: expected str or a mapping")):
        wc.check(numpy.array([WIRE, None], dtype=object))
    with pytest.raises(ValueError, match="expected an array of 1 dimension, found 2"):
        wc.check(numpy.array([TEXTS]))
    with pytest.raises(ValueError, match="expected an array of 1 dimension, found 0"):
        wc.check(numpy.array(WIRE))


@every_form
def test_line_ends_and_surrogates_are_taken_as_they_are(form: Form) -> None:
    texts = [f"One\r\nTwo\rThree\n{WIRE}", f"\ufeff{BLOG}\r\n", BAKER]

    report = wc.check(form({"text": texts}))

    (passage,) = report.passages
    assert texts[0][passage["a_start"] : passage["a_end"]] == SHARED
    assert texts[1][passage["b_start"] : passage["b_end"]] == SHARED


def test_frames_are_read_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for form in (in_pandas, in_polars):
            assert wc.check(form({"text": TEXTS, "id": [1, 2, 3]})).articles == 3
