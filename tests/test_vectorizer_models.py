"""Vectorisers that learn in pieces, are merged, saved and loaded; what they refuse."""

import io
import pickle
import re
import struct
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc

np = pytest.importorskip("numpy")
pytest.importorskip("scipy", reason="SciPy is not installed")

FIRST = [
    "The night ferry ran aground, and the harbour closed.",
    "Bread will cost more from Friday; the mills blame the harvest.",
    "The mills say the harvest was late.",
]
SECOND = [
    "A second ferry left the harbour at night.",
    "The harvest of the late wheat, the mills say, is late.",
    "Åland’s ferries are late, too: naïve timetables.",
]
KINDS = [wc.CountVectorizer, wc.TfidfVectorizer]
BOUNDS: list[dict[str, Any]] = [
    {},
    {"min_df": 2},
    {"max_df": 0.5},
    {"min_df": 2, "max_df": 4, "ngram_range": (1, 2)},
    {"max_features": 7},
    {"binary": True, "max_features": 5},
    {"analyzer": "char_wb", "ngram_range": (2, 3), "min_df": 0.3},
    {"stop_words": "english", "strip_accents": "unicode"},
    {"language": "en", "stem": True, "min_df": 2},
    {"dtype": np.float32},
    {"analyzer": wc.Analyzer(language="en", stop_words="language", stemming="current"), "ngram_range": (1, 2)},
    {"token_pattern": r"(?i)[a-zå]{3,}", "stop_words": ["the"], "min_df": 2, "ngram_range": (1, 2)},
    {"token_pattern": r"(\w+)s\b", "max_features": 4, "strip_accents": "ascii"},
]
# What can learn more, but not be saved.
FUNCTIONS: list[dict[str, Any]] = [
    {"tokenizer": str.split, "token_pattern": None, "max_df": 0.5, "ngram_range": (1, 2)},
    {"preprocessor": str.upper, "binary": True, "max_features": 5},
    {"analyzer": str.split, "min_df": 2},
]


def assert_same(left: Any, right: Any) -> None:
    assert left.vocabulary_ == right.vocabulary_
    ours, its = left.transform(FIRST + SECOND), right.transform(FIRST + SECOND)
    assert ours.dtype == its.dtype
    assert ours.shape == its.shape
    assert (ours != its).nnz == 0


@pytest.mark.parametrize("options", BOUNDS + FUNCTIONS, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_learnt_in_pieces_is_what_is_learnt_at_once(kind: Any, options: dict[str, Any]) -> None:
    at_once = kind(**options).fit(FIRST + SECOND)

    assert_same(kind(**options).fit(FIRST).partial_fit(SECOND), at_once)
    assert_same(kind(**options).partial_fit(FIRST).partial_fit(SECOND[:1]).partial_fit(iter(SECOND[1:])), at_once)
    assert_same(kind(**options).fit(FIRST).merge(kind(**options).fit(SECOND)), at_once)


def test_the_column_map_leads_from_old_columns_to_new_ones() -> None:
    vectorizer = wc.CountVectorizer(max_df=0.5).fit(FIRST)
    before = vectorizer.get_feature_names_out()
    vectorizer.partial_fit(SECOND)
    after = vectorizer.get_feature_names_out()

    assert len(vectorizer.column_map_) == len(before)
    for term, column in zip(before, vectorizer.column_map_, strict=True):
        assert term == after[column] if column >= 0 else term not in after


def test_a_compact_model_forgets_what_was_pruned() -> None:
    vectorizer = wc.CountVectorizer(min_df=2).fit(FIRST)
    assert "ferry" in wc.CountVectorizer(min_df=2).fit(FIRST).partial_fit(SECOND).vocabulary_
    assert "ferry" not in vectorizer.compact().partial_fit(SECOND).vocabulary_


def test_what_cannot_grow_says_why() -> None:
    with pytest.raises(ValueError, match="does not grow; fit without `vocabulary` to use `partial_fit`"):
        wc.CountVectorizer(vocabulary=["mills"]).fit(FIRST).partial_fit(SECOND)
    with pytest.raises(ValueError, match="vocabulary_ was changed, or its terms are no texts"):
        wc.CountVectorizer(analyzer=lambda text: map(len, text.split())).fit(FIRST).partial_fit(SECOND)
    halves = wc.CountVectorizer(analyzer=lambda text: text.split()).fit(FIRST)
    with pytest.raises(TypeError, match="expected terms of type str in UTF-8"):
        halves.partial_fit(["half a character: \ud83d"])
    changed = [
        wc.CountVectorizer().fit(FIRST).set_params(lowercase=False),
        wc.CountVectorizer().fit(FIRST).set_params(token_pattern="[a-z]+"),
        wc.CountVectorizer(token_pattern="[a-z]+").fit(FIRST).set_params(token_pattern="[a-y]+"),
        wc.CountVectorizer(token_pattern="[a-z]+").fit(FIRST).set_params(stop_words=["the"]),
        wc.CountVectorizer(analyzer=str.split).fit(FIRST).set_params(analyzer=str.splitlines),
    ]
    for vectorizer in changed:
        with pytest.raises(ValueError, match="the parameters have changed since the fit"):
            vectorizer.partial_fit(SECOND)
    with pytest.raises(TypeError, match="expected CountVectorizer, found TfidfVectorizer"):
        wc.CountVectorizer().fit(FIRST).merge(wc.TfidfVectorizer().fit(SECOND))
    with pytest.raises(ValueError, match="the models differ in `min_df`"):
        wc.CountVectorizer().fit(FIRST).merge(wc.CountVectorizer(min_df=2).fit(FIRST))


@pytest.mark.parametrize("options", [*BOUNDS, {"vocabulary": ["mills", "ferry"]}], ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_what_was_saved_is_what_is_loaded(kind: Any, options: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model"
    vectorizer = kind(**options).fit(FIRST)
    vectorizer.save(path)
    loaded = kind.load(path)

    assert loaded.get_params() == vectorizer.get_params()
    assert_same(loaded, vectorizer)
    if "vocabulary" not in options:
        assert_same(loaded.partial_fit(SECOND), kind(**options).fit(FIRST + SECOND))


def test_weights_that_somebody_set_are_saved(tmp_path: Path) -> None:
    vectorizer = wc.TfidfVectorizer(norm="l1").fit(FIRST)
    vectorizer.idf_ = np.arange(1.0, 1.0 + len(vectorizer.vocabulary_))
    vectorizer.save(tmp_path / "model")

    assert (wc.TfidfVectorizer.load(tmp_path / "model").idf_ == vectorizer.idf_).all()


def test_a_function_is_not_saved(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="tokenizer: a function of Python's cannot be saved, found <method 'split'"):
        wc.CountVectorizer(tokenizer=str.split, token_pattern=None).fit(FIRST).save(tmp_path / "model")
    assert not (tmp_path / "model").exists()

    class Shouting(wc.CountVectorizer):
        def build_preprocessor(self) -> Any:
            return str.upper

    with pytest.raises(ValueError, match="build_preprocessor: a function of Python's cannot be saved"):
        Shouting().fit(FIRST).save(tmp_path / "model")


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model"
    wc.CountVectorizer().fit(FIRST).save(path)
    whole = path.read_bytes()

    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        # Where the model itself is whole, Rust's own file ends there too.
        if length != 36 + struct.unpack("<Q", whole[20:28])[0]:
            with pytest.raises(ValueError, match=r"cut short|no file of wirecopy"):
                wc.CountVectorizer.load(path)
    for place in range(0, len(whole), 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(ValueError, match=r"damaged|cut short|no file of wirecopy|holds a|update wirecopy"):
            wc.CountVectorizer.load(path)
    path.write_bytes(whole[:16] + struct.pack("<I", 99) + whole[20:])
    with pytest.raises(ValueError, match="has version `99`, this build reads up to `1`; update wirecopy"):
        wc.CountVectorizer.load(path)
    path.write_bytes(whole)
    with pytest.raises(ValueError, match="the file holds a `counts`, expected a `tfidf`"):
        wc.TfidfVectorizer.load(path)


def test_a_pickle_holds_the_bytes_of_the_model() -> None:
    vectorizer = wc.CountVectorizer().fit(FIRST)

    assert b"wirecopycounts" in pickle.dumps(vectorizer)


@pytest.mark.parametrize("kind", [*KINDS, wc.TfidfTransformer, wc.HashingVectorizer])
def test_a_pickle_names_what_is_public_and_nothing_else(kind: Any) -> None:
    counts = [[1, 0], [2, 1]]
    estimator = kind().fit(counts if kind is wc.TfidfTransformer else FIRST)
    pickled = pickle.dumps(estimator)
    named = {name for name in opened_names(pickled) if name.partition(".")[0] == "wirecopy"}

    assert kind.__module__ == "wirecopy"
    assert named <= {f"wirecopy.{each.__name__}" for each in (*KINDS, wc.TfidfTransformer, wc.HashingVectorizer)}
    assert f"wirecopy.{kind.__name__}" in named
    assert pickle.dumps(pickle.loads(pickled)) == pickled


def opened_names(pickled: bytes) -> list[str]:
    """List the modules and names that a pickle imports."""
    found: list[str] = []

    class Recorder(pickle.Unpickler):
        def find_class(self, module: str, name: str) -> Any:
            found.append(f"{module}.{name}")
            return super().find_class(module, name)

    Recorder(io.BytesIO(pickled)).load()
    return found


def test_stems_are_those_of_the_language() -> None:
    vectorizer = wc.CountVectorizer(language="en", stem=True).fit(["Mills burning", "the mill burnt"])

    assert sorted(vectorizer.vocabulary_) == ["burn", "burnt", "mill", "the"]
    assert vectorizer.build_analyzer()("Mills burning") == ["mill", "burn"]
    assert wc.HashingVectorizer(language="en", stem=True).transform(["mill mills"]).nnz == 1
    with pytest.raises(ValueError, match="give language="):
        wc.CountVectorizer(stem=True).fit(FIRST)
    with pytest.raises(ValueError, match="stem: expected words that are cut here"):
        wc.CountVectorizer(stem=True, language="en", analyzer="char").fit(FIRST)
    with pytest.raises(ValueError, match="xx"):
        wc.CountVectorizer(stem=True, language="xx").fit(FIRST)


def test_an_analyzer_takes_the_place_of_all_steps() -> None:
    analyzer = wc.Analyzer(language="en", stop_words="language", stemming="current")
    vectorizer = wc.CountVectorizer(analyzer=analyzer).fit(FIRST)

    assert set(vectorizer.vocabulary_) == {token for text in FIRST for token in analyzer.tokens(text)}
    assert vectorizer.build_analyzer()(FIRST[0]) == analyzer.tokens(FIRST[0])
    with pytest.raises(ValueError, match="stop_words: does not go with analyzer=Analyzer"):
        wc.CountVectorizer(analyzer=analyzer, stop_words=["the"]).fit(FIRST)


@pytest.mark.parametrize("kind", [*KINDS, wc.HashingVectorizer])
@pytest.mark.parametrize("missing", [None, 3, 2.5, float("nan")])
def test_what_is_no_text_is_named_by_its_row(kind: Any, missing: Any) -> None:
    with pytest.raises(AttributeError, match=re.escape(f"has no attribute 'lower'; raw_documents[1] is {missing!r}")):
        kind().fit_transform(["ferry", missing])
    with pytest.raises(ValueError, match=re.escape("np.nan is an invalid document")) as caught:
        kind().fit_transform(["ferry", np.nan])
    assert "raw_documents[1]" in str(caught.value)
    with pytest.raises(UnicodeDecodeError):
        kind().fit_transform(["ferry", b"\xff"])
    assert kind().fit_transform(["ferry", "f\xe9rry".encode()]).shape[0] == 2


@pytest.mark.parametrize("kind", [*KINDS, wc.HashingVectorizer])
@pytest.mark.parametrize("lowercase", [True, False])
@pytest.mark.parametrize("row", [{"text": "ferry"}, ["ferry"], ("ferry",), np.array(["ferry"])], ids=type)
def test_rows_that_hold_a_text_are_named_with_the_remedy(kind: Any, lowercase: bool, row: Any) -> None:
    remedy = f"raw_documents[0] is a {type(row).__name__}, expected str or bytes: give the texts alone, as in [row["
    with pytest.raises((AttributeError, TypeError), match=re.escape(remedy)):
        kind(lowercase=lowercase).fit_transform([row])


@pytest.mark.parametrize("kind", [*KINDS, wc.HashingVectorizer])
@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_of_a_frame_a_column_is_wanted(kind: Any, package: str) -> None:
    frame = pytest.importorskip(package, reason=f"{package} is not installed").DataFrame({"text": FIRST})
    message = re.escape('DataFrame object received; give the column that holds the texts, as in frame["text"]')
    with pytest.raises(ValueError, match=message):
        kind().fit(frame)
    with pytest.raises(ValueError, match=message):
        kind().fit(FIRST).transform(frame)
    assert (kind().fit_transform(frame["text"]) != kind().fit_transform(FIRST)).nnz == 0
    assert (kind().fit_transform(frame["text"].to_numpy()) != kind().fit_transform(iter(FIRST))).nnz == 0


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("input", "web", "a str among {'filename', 'file', 'content'}. Got 'web' instead."),
        ("lowercase", "yes", "an instance of 'bool' or an instance of 'numpy.bool'. Got 'yes' instead."),
        ("ngram_range", [1, 2], "an instance of 'tuple'. Got [1, 2] instead."),
        ("max_df", 1.5, "a float in the range [0.0, 1.0] or an int in the range [1, inf). Got 1.5 instead."),
        ("min_df", 0, "a float in the range [0.0, 1.0] or an int in the range [1, inf). Got 0 instead."),
        ("stop_words", ("a",), "a str among {'english'}, an instance of 'list' or None. Got ('a',) instead."),
        ("max_features", 0, "an int in the range [1, inf) or None. Got 0 instead."),
    ],
)
def test_a_parameter_out_of_range_is_refused_in_the_usual_words(name: str, value: Any, expected: str) -> None:
    message = f"The {name!r} parameter of CountVectorizer must be {expected}"
    with pytest.raises(ValueError, match=re.escape(message)) as caught:
        wc.CountVectorizer(**{name: value}).fit(FIRST)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    ("vocabulary", "message"),
    [
        ({"a": 0, "b": 2}, "Vocabulary of size 2 doesn't contain index 1."),
        ({"a": 0, "b": 0}, "Vocabulary contains repeated indices."),
        (["a", "b", "a"], "Duplicate term in vocabulary: 'a'"),
        ([], "empty vocabulary passed to fit"),
    ],
)
def test_a_vocabulary_with_holes_or_repeats_is_refused(vocabulary: Any, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        wc.CountVectorizer(vocabulary=vocabulary).fit(FIRST)


@pytest.mark.parametrize(
    ("options", "texts", "message"),
    [
        ({}, [], "empty vocabulary; perhaps the documents only contain stop words"),
        ({}, ["", "a"], "empty vocabulary; perhaps the documents only contain stop words"),
        ({"min_df": 3}, ["one", "two"], "max_df corresponds to < documents than min_df"),
        ({"min_df": 2}, ["one", "two"], "After pruning, no terms remain. Try a lower min_df or a higher max_df."),
    ],
)
@pytest.mark.parametrize("pattern", [r"(?u)\b\w\w+\b", r"[^\W]{2,}"])
def test_nothing_to_count_is_an_error(options: Any, texts: list[str], message: str, pattern: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        wc.CountVectorizer(token_pattern=pattern, **options).fit(texts)
