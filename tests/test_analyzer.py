"""Tokens from Python: what they are, where they stand, and what takes and gives them."""

import copy
import json
import os
import pickle
import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

import wirecopy as wc
from wirecopy import _types

ROOT = Path(__file__).resolve().parent.parent
NEWSROOM = sorted((ROOT / "examples" / "newsroom").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in NEWSROOM]

FULL: dict[str, Any] = {
    "language": "tr",
    "tokens": "words",
    "pattern": r"\w+",
    "dictionary": False,
    "normalization": "nfkc",
    "case": "lower",
    "strip_accents": True,
    "fold_punctuation": False,
    "drop_numbers": True,
    "urls": "split",
    "emails": "split",
    "min_length": 2,
    "stop_words": ["ile", "ve"],
    "stemming": "classic",
    "ngrams": (1, 3),
}

ANALYZERS = [
    wc.Analyzer(),
    wc.Analyzer(language="en", stop_words="language", stemming="current"),
    wc.Analyzer(language="deu", strip_accents=True, ngrams=(1, 3), urls="keep", emails="drop"),
    wc.Analyzer(tokens="scikit_learn", case="lower", min_length=3),
    wc.Analyzer(tokens="char_wb", ngrams=(2, 4), normalization="nfkc"),
    wc.Analyzer(pattern=r"(?i)[a-z]+", case="keep", fold_punctuation=False),
    wc.Analyzer(dictionary=True, tokens="plain_words"),
    wc.Analyzer(**FULL),
]


def whole(text: str) -> str:
    """The text as UTF-8 can have it."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def test_the_default_is_folded_words() -> None:
    assert wc.Analyzer().tokens("Ito’s MILL\u00adS burnt: 3,000.50!") == ["ito's", "mills", "burnt", "3,000.50"]
    assert wc.Analyzer().tokens("") == []


def test_each_option_changes_the_tokens() -> None:
    def tokens(text: str, **options: Any) -> list[str]:
        return wc.Analyzer(**options).tokens(text)

    assert tokens("I İ", language="tr") == ["ı", "i"]
    assert tokens("Don't x", tokens="scikit_learn") == ["don"]
    assert tokens("a-b", pattern=r"\S+") == ["a-b"]
    assert tokens("他来到北京", dictionary=True) == ["他", "来到", "北京"]
    assert tokens("ﬁne", normalization="nfkc") == ["fine"]
    assert tokens("Mill", case="keep") == ["Mill"]
    assert tokens("Été", strip_accents=True) == ["ete"]
    assert tokens("it’s", fold_punctuation=False) == ["it’s"]
    assert tokens("in 1841", drop_numbers=True) == ["in"]
    assert tokens("see www.a.example", urls="keep") == ["see", "www.a.example"]
    assert tokens("ask a@b.example", emails="drop") == ["ask"]
    assert tokens("an old mill", min_length=3) == ["old", "mill"]
    assert tokens("the mill", language="en", stop_words="language") == ["mill"]
    assert tokens("The MILL", stop_words={"Mill"}) == ["the"]
    assert tokens("burning", language="en", stemming="current") == ["burn"]
    assert tokens("an old mill", ngrams=2) == ["an old", "old mill"]


@pytest.mark.parametrize("analyzer", ANALYZERS, ids=repr)
def test_an_analyser_comes_back_from_everything(analyzer: wc.Analyzer, tmp_path: Path) -> None:
    analyzer.to_json(tmp_path / "analyzer.json")
    twins = [
        wc.Analyzer.from_json(tmp_path / "analyzer.json"),
        wc.Analyzer(**analyzer.options),
        copy.deepcopy(analyzer),
        eval(repr(analyzer), {"Analyzer": wc.Analyzer}),
        *(pickle.loads(pickle.dumps(analyzer, protocol)) for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)),
    ]
    for twin in twins:
        assert twin == analyzer
        assert hash(twin) == hash(analyzer)
        assert twin.to_json() == analyzer.to_json()
        assert twin.tokens_batch(TEXTS[:2]) == analyzer.tokens_batch(TEXTS[:2])
    assert sum(analyzer == other for other in ANALYZERS) == 1
    assert analyzer != "an analyser"


def test_all_options_can_be_read() -> None:
    assert wc.Analyzer(**FULL).options == FULL
    assert repr(wc.Analyzer()) == "Analyzer()"


def test_stop_words_are_a_set() -> None:
    words = [f"word{number}" for number in range(50)]
    analyzer = wc.Analyzer(stop_words=words)
    for same in (set(words), reversed(words), words * 2):
        twin = wc.Analyzer(stop_words=same)
        assert (twin, hash(twin), repr(twin)) == (analyzer, hash(analyzer), repr(analyzer))
        assert twin.to_json() == analyzer.to_json()
    assert analyzer.options["stop_words"] == sorted(words)


@pytest.mark.parametrize(
    ("call", "parameter"),
    [
        (lambda: wc.stop_words(None), "language"),  # type: ignore[arg-type]
        (lambda: wc.stem("mills", language=None), "language"),  # type: ignore[arg-type]
        (lambda: wc.stem("mills", language="en", edition=None), "edition"),  # type: ignore[arg-type]
        (lambda: wc.Analyzer().spans("mills", None), "unit"),  # type: ignore[arg-type]
    ],
)
def test_none_for_a_name_is_an_error_that_says_which(call: Callable[[], Any], parameter: str) -> None:
    with pytest.raises(TypeError) as caught:
        call()
    assert str(caught.value) == f"{parameter}: expected str, found None"


def test_a_file_is_written_whole_and_not_replaced_by_chance(tmp_path: Path) -> None:
    path = tmp_path / "analyzer.json"
    wc.Analyzer().to_json(path)
    with pytest.raises(FileExistsError, match="overwrite=True"):
        wc.Analyzer(min_length=2).to_json(path)
    wc.Analyzer(min_length=2).to_json(path, overwrite=True)
    assert wc.Analyzer.from_json(path) == wc.Analyzer(min_length=2)


def test_what_is_no_analyser_is_named_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "analyzer.json"
    for document, message in [
        ('{"stemmer": "current"}', "unknown field `stemmer`"),
        ('{"language": "xx"}', "unknown language `xx`"),
        ("{", "line 1 column 1"),
        ('{"stemming": "current"}', "`stemming` needs a language"),
        ("[]", "expected an object with the options of an analyser"),
        ('["en"]', "expected an object with the options of an analyser"),
        ('{"language": "en", "language": "de"}', "duplicate field `language`"),
    ]:
        path.write_text(document, encoding="utf-8")
        with pytest.raises(ValueError, match=r"analyzer\.json`: ") as caught:
            wc.Analyzer.from_json(path)
        assert message in str(caught.value)
        assert ("column" in str(caught.value)) == (document == "{")
    with pytest.raises(FileNotFoundError):
        wc.Analyzer.from_json(tmp_path / "nowhere.json")


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"language": "xx"}, ValueError, "unknown language `xx`; known are `ar`"),
        ({"language": 3}, TypeError, "language: expected str, found int"),
        ({"tokens": "letters"}, ValueError, 'tokens: `letters`, expected "words", "plain_words"'),
        ({"pattern": "ä(b"}, ValueError, "invalid pattern `ä(b`: unclosed group at character 1"),
        ({"pattern": "(?=a)"}, ValueError, "look-around"),
        ({"pattern": "a", "tokens": "chars"}, ValueError, "does not go with tokens `chars`"),
        ({"pattern": b"a"}, TypeError, "pattern: expected str, found bytes"),
        ({"dictionary": 1}, TypeError, "dictionary: expected bool, found int"),
        ({"normalization": "NFC"}, ValueError, 'normalization: `NFC`, expected "none", "nfc" or "nfkc"'),
        ({"case": None}, TypeError, "case: expected str, found NoneType"),
        ({"urls": True}, TypeError, "urls: expected str, found bool"),
        ({"min_length": 2.0}, TypeError, "min_length: expected int, found float"),
        ({"min_length": True}, TypeError, "min_length: expected int, found bool"),
        ({"min_length": -1}, ValueError, "min_length: `-1`, expected a whole number from 0"),
        ({"min_length": 2, "tokens": "chars"}, ValueError, "`min_length` does not go with tokens `chars`"),
        ({"stop_words": "english"}, ValueError, "stop_words: `english`, expected"),
        ({"stop_words": 7}, TypeError, 'stop_words: expected "language" or words, found int'),
        ({"stop_words": ["a", None]}, TypeError, r"stop_words[1]: expected str, found NoneType"),
        ({"pattern": "é\ud800"}, ValueError, "pattern: the character at 1 is a lone surrogate"),
        ({"pattern": "\ud83d\ude42"}, ValueError, "pattern: the character at 0 is a lone surrogate"),
        ({"language": "\ud800"}, ValueError, "language: the character at 0 is a lone surrogate"),
        ({"stop_words": ["a", "b\ud800"]}, ValueError, "stop_words[1]: the character at 1 is a lone surrogate"),
        ({"stop_words": "language"}, ValueError, "`stop_words` needs a language"),
        ({"stop_words": "language", "language": "ta"}, ValueError, "no stop words for `ta` (Tamil)"),
        ({"stemming": "current"}, ValueError, "`stemming` needs a language"),
        ({"stemming": "old", "language": "en"}, ValueError, "stemming: `old`"),
        ({"stemming": "classic", "language": "pl"}, ValueError, "take edition `current`"),
        ({"ngrams": 0}, ValueError, "invalid ngrams `0..=0`: expected `1 <= min <= max <= 255`"),
        ({"ngrams": (3, 2)}, ValueError, "invalid ngrams `3..=2`"),
        ({"ngrams": (1, 2, 3)}, ValueError, "ngrams: expected one size or two, found 3"),
        ({"ngrams": "2"}, TypeError, "ngrams: expected int, found str"),
        ({"stems": "current"}, TypeError, "unexpected keyword argument"),
    ],
)
def test_what_cannot_be_honoured_is_refused(options: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        wc.Analyzer(**options)


def test_the_types_name_every_value_that_is_taken() -> None:
    for name, choices in [
        ("tokens", _types.TokenKind),
        ("normalization", _types.Normalization),
        ("case", _types.Case),
        ("urls", _types.Addresses),
        ("stemming", _types.Edition),
    ]:
        for choice in get_args(choices):
            assert wc.Analyzer(**{"language": "en", name: choice}).options[name] == choice


def test_spans_count_characters_or_bytes() -> None:
    text = "“Zoë’s” 𝔐ill"
    analyzer = wc.Analyzer(normalization="nfkc")
    assert [text[start:end] for start, end in analyzer.spans(text)] == ["Zoë’s", "𝔐ill"]
    encoded = text.encode()
    assert [encoded[start:end].decode() for start, end in analyzer.spans(text, unit="byte")] == ["Zoë’s", "𝔐ill"]
    with pytest.raises(ValueError, match='unit: `line`, expected "char" or "byte"'):
        analyzer.spans(text, unit="line")  # type: ignore[arg-type]


@pytest.mark.parametrize("analyzer", ANALYZERS, ids=repr)
def test_tables_spans_and_batches_agree(analyzer: wc.Analyzer) -> None:
    for text, tokens in zip(TEXTS, analyzer.tokens_batch(TEXTS, threads=2), strict=True):
        table = analyzer.table(text)
        assert table["token"] == analyzer.tokens(text) == tokens
        assert list(zip(table["start"], table["end"], strict=True)) == analyzer.spans(text)
        assert list(zip(table["start_byte"], table["end_byte"], strict=True)) == analyzer.spans(text, unit="byte")


def test_threads_change_nothing() -> None:
    texts = TEXTS * 30
    analyzer = wc.Analyzer(language="en", stemming="current", ngrams=(1, 2))
    one = analyzer.tokens_batch(texts, threads=1)
    assert analyzer.tokens_batch(texts, threads=2) == one
    assert analyzer.tokens_batch(texts, threads=5) == one
    assert [analyzer.tokens(text) for text in texts[: len(TEXTS)]] == one[: len(TEXTS)]


def test_one_analyser_may_work_in_many_threads_at_once() -> None:
    analyzer = wc.Analyzer(language="en", stemming="current")
    # Long enough that the GIL is given up.
    texts = ["\n".join(TEXTS) * 4 + extra for extra in ("one", "two")]
    expected = [wc.Analyzer(language="en", stemming="current").tokens(text) for text in texts]
    found: list[list[str]] = [[], []]

    def work(number: int) -> None:
        for _ in range(5):
            found[number] = analyzer.tokens(texts[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


def test_equal_tokens_are_one_string() -> None:
    first, second = wc.Analyzer().tokens_batch(["a lighthouse", "The Lighthouse"], threads=1)
    assert first is not None
    assert second is not None
    assert first[1] is second[1]


def test_a_batch_takes_what_a_check_takes() -> None:
    analyzer = wc.Analyzer()
    expected = [["one", "mill"], ["two"]]
    forms: list[Any] = [
        ["One mill", "two"],
        ("One mill", "two"),
        (text for text in ["One mill", "two"]),
        [{"text": "One mill", "id": 7}, {"text": "two", "id": 3}],
        [{"Body": "One mill", "n": 1}, {"Body": "two", "n": 2}],
    ]
    for form in forms:
        assert analyzer.tokens_batch(form) == expected
    assert analyzer.tokens_batch([{"caption": "One mill"}, {"caption": "two"}], text="caption") == expected
    assert analyzer.tokens_batch([]) == []


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_a_batch_takes_frames_and_keeps_their_rows(package: str) -> None:
    frames = pytest.importorskip(package, reason=f"makes frames of {package}")
    frame = frames.DataFrame({"n": [1, 2, 3], "story": ["One mill", None, "two"]})
    analyzer = wc.Analyzer()
    expected = [["one", "mill"], None, ["two"]]
    assert analyzer.tokens_batch(frame, text="story") == expected
    assert analyzer.tokens_batch(frame["story"]) == expected
    with pytest.raises(ValueError, match="body"):
        analyzer.tokens_batch(frame, text="body")


def test_a_batch_takes_arrays() -> None:
    numpy = pytest.importorskip("numpy")
    assert wc.Analyzer().tokens_batch(numpy.array(["One", "two"], dtype=object)) == [["one"], ["two"]]


@pytest.mark.parametrize(
    ("articles", "kind", "message"),
    [
        ("a text", TypeError, "expected a list of articles, found str"),
        (["a", None], ValueError, "articles[1]"),
        (["a", 3], TypeError, "articles[1]"),
        ([b"a"], TypeError, "decode it first"),
        (None, TypeError, "found NoneType"),
    ],
)
def test_a_batch_says_which_row_is_no_text(articles: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=re.escape(message)):
        wc.Analyzer().tokens_batch(articles)
    with pytest.raises(ValueError, match="threads"):
        wc.Analyzer().tokens_batch(["a"], threads=0)


TAKE_A_TEXT = [
    *(getattr(wc.Analyzer(), name) for name in ("tokens", "spans", "table")),
    *(wc.sentences, wc.quotations, wc.detect_language),
]


@pytest.mark.parametrize("call", TAKE_A_TEXT)
def test_a_text_is_a_str(call: Callable[[Any], Any]) -> None:
    refused: list[tuple[Any, str]] = [
        (b"a", "decode it first"),
        (None, "text: expected str, found None"),
        (["a"], "text: expected str, found list"),
    ]
    for value, message in refused:
        with pytest.raises(TypeError, match=re.escape(message)):
            call(value)


def test_halves_of_characters_count_as_one_each() -> None:
    text = "mill \ud83d\ude80\ud83d “ferry\udfff”"
    analyzer = wc.Analyzer(pattern=r"\S+", fold_punctuation=False)
    assert [whole(text)[start:end] for start, end in analyzer.spans(text)] == analyzer.tokens(text)
    assert [text[start:end] for start, end in wc.Analyzer().spans(text)] == ["mill", "ferry"]
    row = wc.quotations(text)[0]
    assert whole(text)[row["start"] : row["end"]] == row["text"] == "“ferry\ufffd”"


def test_hard_texts_are_only_texts() -> None:
    analyzer = wc.Analyzer(strip_accents=True)
    assert analyzer.tokens("\0") == []
    assert analyzer.tokens("שלום abc \0 عالم") == ["שלום", "abc", "عالم"]
    assert analyzer.tokens("a" + "\u0301" * 1_000_000) == ["a"]
    line = "mill and ferry " * 700_000
    assert len(wc.Analyzer().tokens(line)) == 2_100_000


def test_scikit_learn_takes_the_method() -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="counts with scikit-learn")
    counts = text.CountVectorizer(analyzer=wc.Analyzer().tokens).fit_transform(["The mill", "the MILL mill"])
    assert counts.toarray().tolist() == [[1, 1], [2, 1]]


def test_python_and_the_command_line_agree(tmp_path: Path) -> None:
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    programs = [target / profile / "wirecopy" for profile in ("debug", "release")]
    built = [program for program in programs if program.is_file()]
    program = max(built, key=lambda program: program.stat().st_mtime, default=None) or shutil.which("wirecopy")
    if program is None:
        pytest.skip("the command line has not been built")
    assert "tokens" in subprocess.run([program, "--help"], capture_output=True, text=True, check=True).stdout
    for number, analyzer in enumerate(ANALYZERS):
        path = tmp_path / f"{number}.json"
        analyzer.to_json(path)
        command = [program, "tokens", "--format=jsonl", "--analyzer", path, ROOT / "examples" / "newsroom"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        expected = [
            {"id": path.stem, "start": row["start"], "end": row["end"], "class": row["class"], "text": row["token"]}
            for path, text in zip(NEWSROOM, TEXTS, strict=True)
            for row in analyzer.table(text)
        ]
        assert rows == expected
