"""Sentences in other words: their passages in tables, pictures and on the command line."""

import json
from pathlib import Path

import pytest

import wirecopy as wc

COPIED = "The keeper of the old lighthouse at Orrin retires in May after forty years of lonely service there."
FERRY = (
    "Engineers discovered a crack in the main shaft of the ferry during a routine inspection, "
    "and the crossing was suspended for two weeks."
)
FERRY_REWORDED = (
    "During routine inspections of the ferry, a cracked main shaft was discovered by engineers, "
    "who suspended crossings for two weeks."
)
A = f"{COPIED} {FERRY} Nobody in the town was surprised."
B = f"{FERRY_REWORDED} It is a bad year for tourists. {COPIED}"


@pytest.fixture(scope="module")
def passages() -> wc.Table:
    return wc.check([A, B]).passages


def test_the_table_says_how_each_passage_was_made(passages: wc.Table) -> None:
    assert [row["text_a"] for row in passages] == [COPIED, FERRY]
    assert passages["form"] == ["verbatim", "paraphrased"]
    # The longer of the two keeps its place.
    assert passages["reordered"] == [False, True]
    assert all(score > 12 for score in passages["score"])
    assert passages["edits"] == [[], []]


def test_frames_have_the_types_of_the_columns(passages: wc.Table) -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    for table in (passages, passages[:0]):
        frame = table.to_pandas()
        assert pandas.api.types.is_bool_dtype(frame["reordered"])
        assert pandas.api.types.is_float_dtype(frame["score"])
        frame = table.to_polars()
        assert (frame["reordered"].dtype, frame["score"].dtype) == (polars.Boolean, polars.Float64)


def test_a_comparison_shows_the_form() -> None:
    page = wc.compare(A, B)._repr_html_()
    assert "prose, verbatim, 18 words match" in page
    assert "prose, paraphrased, elsewhere in b, 12 words match" in page


def test_words_in_another_order_are_no_copy() -> None:
    comparison = wc.compare(FERRY, FERRY_REWORDED)
    assert min(comparison.share_of_a, comparison.share_of_b) > 0.8
    assert comparison.relation != "near_duplicate"


def test_a_report_of_an_older_version_can_be_read(tmp_path: Path) -> None:
    document = json.loads(wc.check([A, B]).to_json())
    for pair in document["pairs"]:
        for passage in pair["passages"]:
            del passage["form"], passage["reordered"], passage["score"]
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    old = wc.Report.from_json(file)
    assert old.passages["form"] == ["verbatim", "verbatim"]
    assert old.passages["reordered"] == [False, False]
