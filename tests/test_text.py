"""Sentences, quotations, stems, stop words and languages from Python."""

import json
import re
from pathlib import Path

import pytest

import wirecopy as wc

hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the texts")
given, settings, st = hypothesis.given, hypothesis.settings, hypothesis.strategies

CASES = Path(__file__).resolve().parent / "conformance"

# Every character there is, the halves of characters, and what sentences, quotations and addresses are made of.
NEWS = list("aAé1 .!?’“”\"'«»„\n@/ﬁ①水\u00ad")
ANYTHING = st.text(st.one_of(st.characters(), st.characters(categories=["Cs"]), st.sampled_from(NEWS)))

ANALYZERS = [
    wc.Analyzer(),
    wc.Analyzer(tokens="plain_words", normalization="nfkc", strip_accents=True, dictionary=True),
    wc.Analyzer(tokens="scikit_learn", case="lower"),
    wc.Analyzer(pattern=r"\S+", urls="split"),
    wc.Analyzer(tokens="char_wb", ngrams=(1, 3)),
]


def whole(text: str) -> str:
    """The text as UTF-8 can have it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


@settings(deadline=None, max_examples=200)
@given(text=ANYTHING)
def test_offsets_slice_any_text(text: str) -> None:
    for table in (wc.sentences(text), wc.quotations(text)):
        for row in table:
            assert whole(text)[row["start"] : row["end"]] == row["text"]
    plain = wc.Analyzer(case="keep", normalization="none", fold_punctuation=False)
    assert [whole(text)[start:end] for start, end in plain.spans(text)] == plain.tokens(text)
    for analyzer in ANALYZERS:
        tokens, spans = analyzer.tokens(text), analyzer.spans(text)
        assert len(tokens) == len(spans)
        encoded = whole(text).encode()
        for (start, end), (start_byte, end_byte) in zip(spans, analyzer.spans(text, unit="byte"), strict=True):
            assert 0 <= start <= end <= len(text)
            assert encoded[start_byte:end_byte].decode() == whole(text)[start:end]
        assert analyzer.tokens(whole(text)) == tokens
        assert analyzer.tokens_batch([text, text], threads=2) == [tokens, tokens]


@settings(deadline=None, max_examples=200)
@given(text=ANYTHING)
def test_a_word_alone_is_what_it_is_in_the_text(text: str) -> None:
    analyzer = wc.Analyzer(tokens="plain_words", strip_accents=True)
    for token, (start, end) in zip(analyzer.tokens(text), analyzer.spans(text), strict=True):
        assert analyzer.tokens(text[start:end]) == [token]


def test_quotations_are_those_of_the_shared_cases() -> None:
    cases = json.loads((CASES / "quotations.json").read_text(encoding="utf-8"))["cases"]
    assert len(cases) >= 60
    for case in cases:
        table = wc.quotations(case["text"])
        assert (table["text"], table["start"]) == (case["quotations"], case["starts"]), case["name"]


def test_quotations_are_rows_with_their_marks() -> None:
    text = '„Gut“, sagte er. «Bien», dit-elle. 「はい」と言った。 It’s 5" wide.'
    assert wc.quotations(text)["text"] == ["„Gut“", "«Bien»", "「はい」"]
    assert len(wc.quotations("")) == 0
    assert wc.quotations("").columns == ["start", "end", "text"]


def test_stems_are_snowballs() -> None:
    assert wc.stem("mills", language="eng") == "mill"
    assert wc.stem("Häuser".lower(), language="German") == wc.stem("häuser", language="de")
    # The classic edition would stop with an error here.
    assert wc.stem("ισαισα", language="el", edition="classic") == "ισαισα"
    for arguments, kind, message in [
        ({"language": "xx"}, ValueError, "unknown language `xx`"),
        ({"language": "th"}, ValueError, "has no stemmer for `th` (Thai)"),
        ({"language": "en", "edition": "new"}, ValueError, "unknown edition `new`; known are `current`, `classic`"),
        ({"language": None}, TypeError, "language"),
        ({}, TypeError, "language"),
    ]:
        with pytest.raises(kind, match=re.escape(message)):
            wc.stem("word", **arguments)
    with pytest.raises(TypeError, match="word: expected str, found int"):
        wc.stem(3, language="en")  # type: ignore[arg-type]


def test_stop_words_are_a_list_of_the_callers_own() -> None:
    words = wc.stop_words("en")
    assert "the" in words
    assert words == sorted(words)
    words.clear()
    assert wc.stop_words("English")
    with pytest.raises(ValueError, match=r"no stop words for `ta` \(Tamil\)"):
        wc.stop_words("ta")
    with pytest.raises(ValueError, match="unknown language ``"):
        wc.stop_words("")


def test_languages_are_told_by_their_codes() -> None:
    assert wc.detect_language("The mill on the river burnt down on Monday night.") == "en"
    assert wc.detect_language("La vieille minoterie au bord de la rivière a brûlé lundi soir.") == "fr"
    assert wc.detect_language("Она сказала, что это было вчера, и никто не знает, почему всё сгорело.") == "ru"
    for text in ("", "1841 …", "\ud800"):
        assert wc.detect_language(text) is None
