"""Story similarity from Python."""

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
