"""Story similarity from Python."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import wirecopy as wc

WIRE = "The night ferry to Orrin ran aground on a reef. Two hundred passengers were taken off by boats."
BLOG = "Reef wreck: 200 passengers safe after the ferry to Orrin hit rocks at night."
TAXES = "The council of Tessary voted for lower taxes after a long debate."
PAPERS = [WIRE, BLOG, TAXES, "Boats are dear this year.", "Taxes fall in Tessary, says the council."]


def test_two_reports_of_one_event_are_nearer_than_two_of_two() -> None:
    for background in (None, PAPERS, [{"body": text, "title": "News"} for text in PAPERS]):
        one, two = wc.story_similarity([(WIRE, BLOG), (WIRE, TAXES)], background)
        assert one > 0.25 > two


def test_pairs_may_be_any_iterable_of_pairs() -> None:
    expected = wc.story_similarity([(WIRE, BLOG), (BLOG, WIRE)])
    assert expected.shape == (2,)
    assert expected.dtype == np.float64
    assert expected[0] == expected[1]
    for pairs in (np.array([[WIRE, BLOG], [BLOG, WIRE]]), zip((WIRE, BLOG), (BLOG, WIRE), strict=True)):
        assert (wc.story_similarity(pairs) == expected).all()
    assert wc.story_similarity([]).shape == (0,)


def test_a_background_may_be_a_frame() -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    expected = wc.story_similarity([(WIRE, BLOG)], PAPERS)
    for frame in (pandas.DataFrame({"text": PAPERS}), polars.DataFrame({"text": PAPERS}), pandas.Series(PAPERS)):
        assert (wc.story_similarity([(WIRE, BLOG)], frame) == expected).all()


def test_compare_gives_the_same_number() -> None:
    for background in (None, PAPERS):
        for a, b in ((WIRE, BLOG), (WIRE, TAXES), (WIRE, WIRE), (WIRE, "")):
            assert wc.compare(a, b, background=background).similarity == wc.story_similarity([(a, b)], background)[0]


def test_texts_without_terms_have_no_story() -> None:
    texts = ["", "ferry", "the and of", "\ud800", "👩‍👧"]
    found = wc.story_similarity([(a, b) for a in texts for b in texts], PAPERS)
    assert (found == 0).all()


@given(st.lists(st.sampled_from([*WIRE.split(), *TAXES.split(), "река", "港"]), max_size=40).map(" ".join), st.text())
def test_it_is_symmetric_and_between_0_and_1(a: str, b: str) -> None:
    for background in (None, PAPERS):
        found = wc.story_similarity([(a, b), (b, a), (a, a)], background, threads=1)
        assert found[0] == found[1]
        assert (found >= 0).all()
        assert (found <= 1).all()
        assert found[2] in (0, 1)


def test_the_language_can_be_given() -> None:
    pair = [("burning ferries", "burn ferry")]
    assert wc.story_similarity(pair, language="en")[0] == 1 == wc.story_similarity(pair, language="English")[0]
    with pytest.raises(ValueError, match="unknown language `xx`"):
        wc.story_similarity(pair, language="xx")


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ("ab", "pairs: expected an iterable of pairs of str, found str"),
        (["ab"], "pairs: row 0: expected a pair of str, found str"),
        ([("a", "b"), ("a",)], r"pairs: row 1: expected a pair of str, found \('a',\)"),
        ([("a", "b"), None], "pairs: row 1: expected a pair of str, found None"),
        ([("a", 3)], "pairs: row 0: expected str, found int"),
    ],
)
def test_what_is_no_pair_is_named_with_its_row(pairs: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        wc.story_similarity(pairs)  # type: ignore[arg-type]


def test_a_frame_of_pairs_is_refused_with_the_remedy() -> None:
    pandas = pytest.importorskip("pandas")
    with pytest.raises(TypeError, match=r"found DataFrame; pass zip\(frame\[a\], frame\[b\]\)"):
        wc.story_similarity(pandas.DataFrame({"a": [WIRE], "b": [BLOG]}))


def test_a_check_finds_one_story_in_other_words_and_puts_it_into_a_cluster() -> None:
    articles = [{"id": name, "text": text} for name, text in (("wire", WIRE), ("taxes", TAXES), ("blog", BLOG))]
    report = wc.check(articles)
    (pair,) = report.pairs
    assert (pair["a"], pair["b"], pair["relation"]) == ("wire", "blog", "same_story")
    assert 0.2 < pair["similarity"] < 1
    assert "story similarity" in pair["reasons"][0]
    assert report.clusters.to_dicts() == [
        {"level": "story", "cluster": 0, "id": "wire", "representative": "wire", "relation": "identical"},
        {"level": "story", "cluster": 0, "id": "blog", "representative": "wire", "relation": "same_story"},
    ]
    assert len(wc.check(articles, min_story_probability=1.0).pairs) == 0
    # Beside nothing, names that both have may be all there is.
    assert wc.compare(WIRE, BLOG).relation is None


def test_dates_keep_stories_apart_and_bad_options_are_named() -> None:
    articles = [{"text": WIRE, "date": "2018-06-05"}, {"text": BLOG, "date": "20 June 2018"}]
    assert len(wc.check(articles).pairs) == 0
    assert wc.check(articles, story_days=15).pairs["relation"] == ["same_story"]
    with pytest.raises(ValueError, match="min_story_probability"):
        wc.check(articles, min_story_probability=1.5)
    with pytest.raises(ValueError, match="story_days"):
        wc.check(articles, story_days=-1)
    with pytest.raises(TypeError, match="story_days"):
        wc.check(articles, story_days="a week")


def test_reports_from_before_there_were_stories_can_be_read(tmp_path: Path) -> None:
    report = wc.check([WIRE, WIRE + " Nobody was hurt."])
    document = json.loads(report.to_json())
    for pair in document["pairs"]:
        del pair["similarity"]
    for member in document["clusters"]:
        del member["level"]
    for name in ("min_story_probability", "story_days"):
        del document["parameters"][name]
    file = tmp_path / "report.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    old = wc.Report.from_json(file)
    assert old.pairs["similarity"] == [None] * len(old.pairs)
    assert set(old.clusters["level"]) <= {"duplicate"}
    assert old.parameters["story_days"] == 7


def test_a_column_that_may_be_empty_is_a_number_in_frames() -> None:
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    for texts in ([WIRE, BLOG, TAXES], [WIRE, TAXES]):
        pairs = wc.check(texts).pairs
        assert pandas.api.types.is_float_dtype(pairs.to_pandas()["similarity"])
        assert pairs.to_polars()["similarity"].dtype == polars.Float64
