"""`wirecopy.check`: what goes in, what comes out, and where the passages stand."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

import wirecopy as wc

NEWSROOM = Path(__file__).resolve().parent.parent / "examples" / "newsroom"

SHARED = (
    "Divers who went down at low tide found three breaches below the waterline, each wide enough to put an arm "
    "through, and marked them with yellow paint."
)
WIRE = f"The night ferry to Saint Olave ran aground on Tuesday. {SHARED} Repairs begin on Monday, the owner said."
BLOG = f"My cousin crosses every week, so I asked around. {SHARED} Nobody wants to say when boats will run again."
BAKER = "Bread will cost more from Friday because the mill in Tessary raised its prices for the second time in May."


def newsroom() -> list[dict[str, Any]]:
    paths = sorted(NEWSROOM.glob("*.txt"))
    return [{"id": path.stem, "text": path.read_text(encoding="utf-8")} for path in paths]


def test_the_sample_newsroom_has_the_expected_relations() -> None:
    expected = json.loads((NEWSROOM / "expected.json").read_text(encoding="utf-8"))

    report = wc.check(newsroom())

    sharing = {(pair["a"], pair["b"], pair["relation"]) for pair in report.pairs if pair["relation"] != "same_story"}
    assert sharing == {(pair["a"], pair["b"], pair["relation"]) for pair in expected["pairs"]}
    assert report.articles == 14
    assert not len(report.skipped)


def test_the_passages_of_the_newsroom_are_slices_of_its_articles() -> None:
    texts = {article["id"]: article["text"] for article in newsroom()}

    passages = wc.check(newsroom()).passages

    assert len(passages)
    for passage in passages:
        assert texts[passage["a"]][passage["a_start"] : passage["a_end"]] == passage["text_a"]
        assert texts[passage["b"]][passage["b_start"] : passage["b_end"]] == passage["text_b"]


def test_any_number_of_threads_gives_the_same_bytes() -> None:
    assert wc.check(newsroom(), threads=1).to_json() == wc.check(newsroom(), threads=2).to_json()
    assert wc.check(newsroom(), threads=3).to_json() == wc.check(newsroom()).to_json()


def test_texts_without_ids_are_numbered_from_0() -> None:
    report = wc.check([BAKER, WIRE, BLOG])

    assert [(pair["a"], pair["b"], pair["relation"]) for pair in report.pairs] == [("1", "2", "partial_reuse")]
    assert report.passages["text_a"] == [SHARED]


@pytest.mark.parametrize(
    "articles",
    [
        pytest.param(({"text": text} for text in (WIRE, BLOG)), id="generator"),
        pytest.param((WIRE, BLOG), id="tuple"),
        pytest.param({WIRE: None, BLOG: None}.keys(), id="keys of a dict"),
        pytest.param([WIRE, {"text": BLOG}], id="text and dict"),
        pytest.param([MappingProxyType({"text": WIRE}), {"text": BLOG, "id": None}], id="mapping and empty id"),
        pytest.param(wc.Table({"text": [WIRE, BLOG], "section": ["ports", "blogs"]}), id="Table"),
    ],
)
def test_any_iterable_of_articles_is_taken(articles: Any) -> None:
    assert wc.check(articles) == wc.check([WIRE, BLOG])


def test_a_mapping_that_is_no_dict_gives_its_fields() -> None:
    class Record(Mapping[str, Any]):
        def __init__(self, **fields: Any) -> None:
            self.fields = fields

        def __getitem__(self, key: str) -> Any:
            return self.fields[key]

        def __iter__(self) -> Iterator[str]:
            return iter(self.fields)

        def __len__(self) -> int:
            return len(self.fields)

    report = wc.check([Record(id="wire", text=WIRE), Record(id="blog", text=BLOG)])

    assert (report.pairs["a"], report.pairs["b"]) == (["wire"], ["blog"])


def test_fields_that_are_missing_or_unknown_change_nothing() -> None:
    datetime = pytest.importorskip("datetime")
    plain = [{"id": "a", "text": WIRE}, {"id": "b", "text": BLOG}]
    full = [
        {**plain[0], "title": None, "date": datetime.date(2031, 5, 2), "source": float("nan"), "url": "", "tags": [1]},
        {**plain[1], "title": "Ferry", "date": None, "source": "Blog", "url": None, "length": 3},
    ]

    assert wc.check(full) == wc.check(plain)


def test_an_empty_list_gives_an_empty_report() -> None:
    report = wc.check([])

    assert report.articles == 0
    for table in (report.pairs, report.passages, report.clusters, report.skipped):
        assert len(table) == 0
        assert table.columns
        assert table.to_dicts() == []
    assert repr(report) == "Report of 0 articles: 0 pairs, 0 passages"


def test_one_article_has_nobody_to_share_with() -> None:
    report = wc.check([WIRE])

    assert (report.articles, len(report.pairs), len(report.clusters)) == (1, 0, 0)


def test_articles_without_words_are_skipped_and_named() -> None:
    report = wc.check([{"id": "empty", "text": ""}, {"id": "dots", "text": " … \n"}, {"id": "wire", "text": WIRE}])

    assert report.articles == 1
    assert report.skipped["origin"] == ["empty", "dots"]
    assert all(report.skipped["reason"])
    assert repr(report) == "Report of 1 article: 0 pairs, 0 passages, 2 skipped"


def test_identical_articles_stand_with_the_first_of_them() -> None:
    report = wc.check([WIRE, BAKER, WIRE.upper(), WIRE])

    assert [(pair["a"], pair["b"], pair["relation"]) for pair in report.pairs] == [
        ("0", "2", "identical"),
        ("0", "3", "identical"),
    ]
    assert report.clusters["id"] == ["0", "2", "3"]
    assert report.clusters["representative"] == ["0", "0", "0"]


def test_pairs_that_are_not_listed_are_counted() -> None:
    close = "Every evening this small newsroom above the bakery prints what councils would rather keep quiet."
    pages = [f"{WIRE} {close}", f"{BAKER} {close}"]

    report = wc.check(pages)

    assert (len(report.pairs), report.left_out) == (0, 1)
    assert len(wc.check(pages, min_probability=0).pairs) == 1


def test_edits_are_dicts_with_places_in_both_texts() -> None:
    edited = BLOG.replace("yellow paint", "orange paint")

    (passage,) = wc.check([WIRE, edited]).passages

    (edit,) = passage["edits"]
    assert edit["kind"] == "replaced"
    assert WIRE[edit["a_start"] : edit["a_end"]] == "yellow"
    assert edited[edit["b_start"] : edit["b_end"]] == "orange"


def test_quoted_passages_are_quotations() -> None:
    said = "“We had one choice, to let the store burn and keep the fuel dock wet until the tide came back,” she said."

    report = wc.check([f"The council met at noon. {said} Rain is due.", f"Ines Marlbrook spoke for an hour. {said}"])

    (passage,) = report.passages
    assert report.pairs["relation"] == ["shared_quotes"]
    assert passage["kind"] == "quotation"
    assert 0 < passage["quoted_words"] <= passage["words"]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("Zoë und Jürgen fragten: «Warum?» ", id="two bytes"),
        pytest.param("東京で雨が降った。", id="three bytes"),
        pytest.param("👩‍🚒🔥 Fire! 🇳🇴 ", id="emoji"),
        pytest.param("e\u0301te\u0301 \u200b\ufeff", id="combining and zero width"),
        pytest.param("\r\n\r\n\tLine\r\n", id="line ends"),
    ],
)
def test_offsets_count_characters(before: str) -> None:
    a, b = before + WIRE, f"¡Olé! 🌊 {BLOG}"

    (passage,) = wc.check([a, b]).passages

    assert a[passage["a_start"] : passage["a_end"]] == passage["text_a"] == SHARED
    assert b[passage["b_start"] : passage["b_end"]] == passage["text_b"] == SHARED


def test_each_lone_surrogate_becomes_one_replacement_character() -> None:
    # The two halves of an emoji, each of which a cut-off text may end with; together they are two characters here.
    a, b = f"\ud83d\ude00\udfff {WIRE}", f"{BLOG} \ud800"

    (passage,) = wc.check([a, b]).passages
    broken = wc.check([{"id": "\udc80", "text": WIRE}, {"id": "b", "text": BLOG}])

    assert a[passage["a_start"] : passage["a_end"]] == passage["text_a"] == SHARED
    assert b[passage["b_start"] : passage["b_end"]] == passage["text_b"] == SHARED
    assert broken.pairs["a"] == ["\ufffd"]


def test_thresholds_are_arguments_and_stand_in_the_report() -> None:
    lenient = wc.check([WIRE, BLOG], near_duplicate_share=0.3)
    strict = wc.check([WIRE, BLOG], min_prose_words=100)

    assert lenient.pairs["relation"] == ["near_duplicate"]
    assert lenient.parameters["near_duplicate_share"] == 0.3
    assert "partial_reuse" not in strict.pairs["relation"]
    assert strict.parameters["min_prose_words"] == 100


def test_among_a_thousand_texts_reuse_has_a_probability() -> None:
    # Words without digits, for a text of numbers is a table.
    letters = str.maketrans("0123456789", "abcdefghij")

    def own(number: int) -> str:
        return " ".join(f"word{number}x{place}".translate(letters) for place in range(150))

    lifted = "Divers found three breaches below the waterline, each wide enough to put an arm through."
    pages = [f"{own(number)} {lifted} {own(number + 100)}" for number in range(2)]
    others = [own(number) for number in range(500, 1500)]

    (pair,) = wc.check(pages + others).pairs
    assert pair["relation"] == "partial_reuse"
    assert pair["probability"] >= 0.9
    assert len(wc.check(pages + others, min_probability=1.0).pairs) == 0
    (pair,) = wc.check(pages).pairs
    assert pair["probability"] is None
