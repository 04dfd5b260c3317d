"""`wirecopy.compare`: two texts."""

import copy
import pickle

import wirecopy as wc

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
WIRE = f"The night ferry to Saint Olave ran aground on Tuesday. {SHARED} Repairs begin on Monday, the owner said."
BLOG = f"My cousin crosses every week, so I asked around. {SHARED} Nobody wants to say when boats will run again."
BAKER = "Bread will cost more from Friday because the mill in Tessary raised its prices for the second time in May."


def test_shared_prose_is_partial_reuse_with_shares_and_passages() -> None:
    both = wc.compare(WIRE, BLOG)

    assert both.relation == "partial_reuse"
    assert 0.5 < both.share_of_a < 0.7
    assert 0.5 < both.share_of_b < 0.7
    assert both.quotation_part == 0.0
    assert both.direction == "unknown"
    assert both.longest_run == len(SHARED.split())
    assert both.reasons
    assert both.passages["text_a"] == both.passages["text_b"] == [SHARED]
    assert both.passages["kind"] == ["prose"]


def test_the_passages_name_no_articles() -> None:
    report = wc.check([WIRE, BLOG])

    assert ["a", "b", *wc.compare(WIRE, BLOG).passages.columns] == report.passages.columns


def test_texts_that_share_nothing_have_no_relation() -> None:
    both = wc.compare(WIRE, BAKER)

    assert both.relation is None
    assert (both.share_of_a, both.share_of_b, both.longest_run) == (0.0, 0.0, 0)
    assert len(both.passages) == 0
    assert repr(both) == "Comparison: no relation, share_of_a 0.00, share_of_b 0.00, 0 passages"


def test_the_same_words_are_identical() -> None:
    both = wc.compare(WIRE, WIRE.upper())

    assert both.relation == "identical"
    assert (both.share_of_a, both.share_of_b) == (1.0, 1.0)


def test_texts_without_words_have_no_relation() -> None:
    assert wc.compare("", "").relation is None
    assert wc.compare(WIRE, " … ").relation is None


def test_offsets_count_characters_in_both_texts() -> None:
    a, b = f"👩‍🚒 «Où?» {WIRE}", f"{BLOG} \ud83d"

    (passage,) = wc.compare(a, b).passages

    assert a[passage["a_start"] : passage["a_end"]] == SHARED
    assert b[passage["b_start"] : passage["b_end"]] == SHARED


def test_compare_agrees_with_check() -> None:
    both, (pair,) = wc.compare(WIRE, BLOG), wc.check([WIRE, BLOG]).pairs

    # Two texts alone have no ids and no third, and show no formulas; a check tells the likeness of stories alone.
    of_many = ("a", "b", "common_source", "probability", "similarity")
    assert {name: getattr(both, name) for name in pair if name not in of_many} == {
        name: value for name, value in pair.items() if name not in of_many
    }


def test_a_comparison_can_be_pickled_copied_and_compared() -> None:
    both = wc.compare(WIRE, BLOG)

    assert pickle.loads(pickle.dumps(both)) == both
    assert copy.copy(both) == copy.deepcopy(both) == both
    assert copy.deepcopy(both).passages == both.passages
    assert both != wc.compare(BLOG, BAKER)
    assert both != "partial_reuse"


def test_a_comparison_tells_what_it_is() -> None:
    assert repr(wc.compare(SHARED, f"{SHARED} {BAKER}")).startswith(
        "Comparison: contained, share_of_a 1.00, share_of_b 0."
    )
