"""Where the passages stand, whatever stands around them."""

import re

import pytest

import wirecopy as wc

hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the texts")
given, settings, st = hypothesis.given, hypothesis.settings, hypothesis.strategies

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)

# Every character there is, and the halves of characters that Python can hold and UTF-8 cannot.
ANYTHING = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"])), max_size=60)


@settings(deadline=None, max_examples=60)
@given(before_a=ANYTHING, before_b=ANYTHING, after_a=ANYTHING, after_b=ANYTHING)
def test_offsets_hold_whatever_stands_around_a_passage(
    before_a: str, before_b: str, after_a: str, after_b: str
) -> None:
    a, b = f"{before_a}\n\n{SHARED}\n\n{after_a}", f"{before_b}\n\n{SHARED}\n\n{after_b}"

    report = wc.check([a, b])

    # Identical texts have no passages.
    assert len(report.pairs)
    for passage in report.passages:
        assert whole(a)[passage["a_start"] : passage["a_end"]] == passage["text_a"]
        assert whole(b)[passage["b_start"] : passage["b_end"]] == passage["text_b"]


def whole(text: str) -> str:
    """The text as UTF-8 can have it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
