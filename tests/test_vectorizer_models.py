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
        with pytest.raises(ValueError, match=r"cut short|no file of wirecopy"):
            wc.CountVectorizer.load(path)
    for place in range(0, len(whole), 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(ValueError, match=r"damaged|cut short|no file of wirecopy|holds a|update wirecopy"):
            wc.CountVectorizer.load(path)
    path.write_bytes(whole[:16] + struct.pack("<I", 99) + whole[20:])
    with pytest.raises(ValueError, match="has version `99`, this build reads up to `2`; update wirecopy"):
        wc.CountVectorizer.load(path)
    path.write_bytes(whole + whole)
    with pytest.raises(ValueError, match=f"goes on for {len(whole)} bytes behind its end"):
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


def test_pieces_may_be_smaller_than_the_bounds() -> None:
    for kind in KINDS:
        vectorizer = kind(min_df=5).partial_fit(["a mill"] * 3)
        with pytest.raises(
            ValueError, match=r"After pruning, no terms remain\..*1 terms of 3 documents; go on with partial"
        ):
            vectorizer.transform(FIRST)
        vectorizer = pickle.loads(pickle.dumps(vectorizer)).partial_fit(["a mill"]).partial_fit(["mill wharf"])
        assert vectorizer.vocabulary_ == {"mill": 0}
        assert_same(vectorizer, kind(min_df=5).fit(["a mill"] * 4 + ["mill wharf"]))
        with pytest.raises(ValueError, match="max_df corresponds to < documents than min_df"):
            kind(min_df=5).fit(["a mill"] * 3)
    with pytest.raises(ValueError, match="max_df corresponds to < documents than min_df"):
        wc.CountVectorizer(min_df=5, max_df=4).partial_fit(FIRST)


@pytest.mark.parametrize("change", [{"min_df": 2}, {"max_df": 2}, {"max_features": 3}, {"binary": True}], ids=str)
def test_bounds_that_were_set_after_the_fit_are_not_ignored(change: dict[str, Any]) -> None:
    vectorizer = wc.CountVectorizer().fit(FIRST).set_params(**change)
    for grow in (lambda: vectorizer.partial_fit(SECOND), lambda: vectorizer.merge(wc.CountVectorizer().fit(SECOND))):
        with pytest.raises(ValueError, match=f"`{next(iter(change))}` has changed since the fit; set it back"):
            grow()


def test_weights_that_somebody_set_do_not_go_without_a_word() -> None:
    vectorizer = wc.TfidfVectorizer(min_df=2).fit(FIRST)
    vectorizer.idf_ = np.arange(1.0, 1.0 + len(vectorizer.vocabulary_))
    idf = vectorizer.compact().idf_
    assert idf.tolist() == list(range(1, 1 + len(idf)))
    with pytest.warns(UserWarning, match="idf_ was set, and is replaced"):
        vectorizer.partial_fit(SECOND)
    other = wc.TfidfVectorizer(min_df=2).fit(FIRST)
    other.idf_ = other.idf_ * 2
    with pytest.warns(UserWarning, match="idf_ was set, and is replaced"):
        wc.TfidfVectorizer(min_df=2).fit(SECOND).merge(other)


@pytest.mark.parametrize(
    "difference", [{"dtype": np.float32}, {"norm": "l1"}, {"use_idf": False}, {"sublinear_tf": True}], ids=str
)
def test_models_that_weigh_in_another_way_are_not_merged(difference: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=f"the models differ in `{next(iter(difference))}`; fit both with the same"):
        wc.TfidfVectorizer().fit(FIRST).merge(wc.TfidfVectorizer(**difference).fit(SECOND))


def test_a_new_fit_has_no_column_map() -> None:
    assert not hasattr(wc.CountVectorizer().fit(FIRST).partial_fit(SECOND).fit(FIRST), "column_map_")


def test_edits_of_the_vocabulary_are_noticed_however_late() -> None:
    vectorizer = wc.CountVectorizer().fit(FIRST)
    held = vectorizer.vocabulary_
    size = vectorizer.transform(FIRST).shape[1]
    held["burnt"] = size
    assert vectorizer.transform(["burnt"]).toarray()[0, size] == 1
    del held
    vectorizer.transform(FIRST)
    vectorizer.vocabulary_["kiln"] = size + 1
    assert vectorizer.transform(["kiln"]).toarray()[0, size + 1] == 1
    remove = vectorizer.vocabulary_.pop
    vectorizer.transform(FIRST)
    remove("kiln")
    assert vectorizer.transform(["kiln"]).shape[1] == size + 1
    given = {"mill": 0, "wharf": 1}
    vectorizer.vocabulary_ = given
    vectorizer.transform(FIRST)
    given["mill"], given["wharf"] = 1, 0
    assert vectorizer.transform(["mill"]).toarray().tolist() == [[0, 1]]


def test_what_is_like_nothing_that_was_fitted_is_refused_when_weighed() -> None:
    vectorizer = wc.TfidfVectorizer().fit(FIRST)
    size = len(vectorizer.vocabulary_)
    with pytest.raises(
        ValueError, match=rf"Found array with 0 sample\(s\) \(shape=\(0, {size}\)\) while a minimum of 1"
    ):
        vectorizer.transform([])
    vectorizer.vocabulary_["kiln"] = size
    expected = f"X has {size + 1} features, but TfidfTransformer is expecting {size} features as input"
    with pytest.raises(ValueError, match=expected):
        vectorizer.transform(FIRST)
    with pytest.raises(ValueError, match="as many as there are weights"):
        vectorizer.save("nowhere")
    with pytest.raises(ValueError, match="Input contains NaN"), np.errstate(invalid="ignore"):
        wc.TfidfTransformer(sublinear_tf=True).fit_transform([[1.0, -2.0]])


@pytest.mark.parametrize("dtype", [np.float16, str, object])
def test_types_without_sparse_matrices_are_refused(dtype: Any) -> None:
    with pytest.raises(ValueError, match=r"scipy\.sparse does not support dtype"):
        wc.CountVectorizer(dtype=dtype).fit(FIRST)
    with pytest.raises(ValueError, match=r"scipy\.sparse does not support dtype"):
        wc.HashingVectorizer(dtype=dtype).transform(FIRST)


def test_small_types_say_what_they_can_and_no_more() -> None:
    assert wc.CountVectorizer(dtype=bool, max_features=1).fit(["aa aa aa bb", "bb cc"]).vocabulary_ == {"bb": 0}
    wrapped = wc.CountVectorizer(dtype="uint8", max_features=1).fit(["aa " * 257 + "bb bb"])
    assert wrapped.vocabulary_ == {"bb": 0}
    with pytest.raises(OverflowError, match="out of bounds for uint8"):
        wc.HashingVectorizer(dtype="uint8", norm=None).transform(FIRST)
    assert wc.HashingVectorizer(dtype="uint8", norm=None, alternate_sign=False).transform(FIRST).sum() > 0
    with pytest.raises(ValueError, match="Complex data not supported"), pytest.warns(UserWarning, match="converted"):
        wc.TfidfVectorizer(dtype=complex).fit(FIRST)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"tokenizer": "x"}, TypeError, "'str' object is not callable"),
        ({"preprocessor": 1}, TypeError, "'int' object is not callable"),
        ({"analyzer": None}, ValueError, "None is not a valid tokenization scheme/analyzer"),
        ({"n_features": 1.5}, TypeError, "'float' object cannot be interpreted as an integer"),
        ({"n_features": -1}, ValueError, "'shape' elements cannot be negative"),
        ({"norm": "l3"}, ValueError, "must be a str among {'max', 'l1', 'l2'}. Got 'l3' instead."),
        ({"threads": -4, "tokenizer": str.split}, ValueError, "threads: `-4`, expected a whole number from 1 to 1024"),
    ],
)
def test_what_hashes_without_a_fit_takes_nothing_for_something_else(options: Any, error: Any, message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        wc.HashingVectorizer(**options).transform(FIRST)
    assert abs(wc.HashingVectorizer(norm="max").transform(["mill mill wharf"])).max() == 1


def test_numbers_of_other_types_mean_what_they_say(tmp_path: Path) -> None:
    expected = wc.CountVectorizer(ngram_range=(1, 2)).fit(FIRST)
    for ngrams in [(np.int64(1), np.int64(2)), (True, 2)]:
        vectorizer = wc.CountVectorizer(ngram_range=ngrams, max_features=10**30).fit(FIRST)
        assert vectorizer._options() == expected._options()
        assert_same(vectorizer, expected)
        vectorizer.save(tmp_path / "model", overwrite=True)
        assert_same(wc.CountVectorizer.load(tmp_path / "model"), expected)
    given = wc.CountVectorizer(vocabulary={"mills": 1.0, "ferry": 0.0})
    assert given.fit_transform(FIRST).toarray().tolist() == [[1, 0], [0, 1], [0, 1]]
    assert wc.CountVectorizer(min_df=np.float64(0.5)).fit(FIRST).vocabulary_
    with pytest.raises(ValueError, match=r"Got .*0.5.* instead"):
        wc.CountVectorizer(min_df=np.float32(0.5)).fit(FIRST)


def test_terms_of_a_function_are_taken_as_they_are() -> None:
    hashing = wc.HashingVectorizer(n_features=8, norm=None, analyzer=lambda _: [b"\xff", b"a", "a"])
    text = wc.HashingVectorizer(n_features=8, norm=None, analyzer=lambda _: ["a", "a"]).transform(["x"])
    assert (abs(hashing.transform(["x"])).sum(), abs(text).sum()) == (3, 2)
    with pytest.raises(TypeError, match="got an unexpected keyword argument 'foo'"):
        hashing.fit_transform(FIRST, foo=1)
    with pytest.raises(TypeError, match="'NoneType' object is not iterable"):
        wc.CountVectorizer(analyzer=lambda _: None).fit(FIRST)


def test_an_error_of_the_callers_own_stays_what_it_is() -> None:
    class TwoPartsError(ValueError):
        def __init__(self, left: int, right: int) -> None:
            super().__init__(left, right)

    def fail(_: Any) -> Any:
        raise TwoPartsError(1, 2)

    with pytest.raises(TwoPartsError) as caught:
        wc.CountVectorizer(analyzer=fail).fit([None])
    assert "raw_documents[0] is None" in "".join(caught.value.__notes__)


def test_parameters_that_change_nothing_are_checked_or_warned_of() -> None:
    with pytest.raises(ValueError, match="threads: `-4`"):
        wc.CountVectorizer(tokenizer=str.split, token_pattern=None, threads=-4).fit(FIRST)
    with pytest.raises(ValueError, match="klingon"):
        wc.CountVectorizer(language="klingon").fit(FIRST)
    with pytest.warns(UserWarning, match="'lowercase' will not be used since 'analyzer' is an Analyzer"):
        wc.CountVectorizer(analyzer=wc.Analyzer(), lowercase=False).fit(FIRST)


def test_what_cannot_be_saved_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model"
    with pytest.raises(ValueError, match="The TF-IDF vectorizer is not fitted"):
        wc.TfidfVectorizer(vocabulary=["mill"]).save(path)
    with pytest.raises(
        ValueError, match=r"stop_words: \[b'a', 'the'\] cannot be saved \(found a value of type bytes\)"
    ):
        wc.CountVectorizer(stop_words=[b"a", "the"]).fit(FIRST).save(path)

    class Relaxed(wc.CountVectorizer):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)

    Relaxed(min_df=2).fit(FIRST).save(path)
    assert Relaxed.load(path).min_df == 2


def test_hashing_and_weights_are_saved_too(tmp_path: Path) -> None:
    path = tmp_path / "file"
    hashing = wc.HashingVectorizer(n_features=64, dtype=np.float32, norm="l1", stop_words=["the"], ngram_range=(1, 2))
    hashing.save(path)
    assert wc.HashingVectorizer.load(path).get_params() == hashing.get_params()
    with pytest.raises(ValueError, match="holds a `hashing`, expected a `weights`"):
        wc.TfidfTransformer.load(path)
    counts = wc.CountVectorizer(dtype=np.float32).fit_transform(FIRST)
    for options in ({"norm": "l1", "smooth_idf": False}, {"use_idf": False, "sublinear_tf": True}):
        weights = wc.TfidfTransformer(**options).fit(counts)
        weights.save(path, overwrite=True)
        loaded = wc.TfidfTransformer.load(path)
        assert loaded.get_params() == weights.get_params()
        assert (loaded.transform(counts) != weights.transform(counts)).nnz == 0
    with pytest.raises(ValueError, match="not fitted"):
        wc.TfidfTransformer().save(path)


# Written by Rust's tests, and by Python for them.
DEFINITIONS = Path(__file__).parents[1] / "crates" / "wirecopy-tfidf" / "tests" / "definitions"


def test_a_file_that_rust_wrote_loads_here() -> None:
    loaded = wc.TfidfVectorizer.load(DEFINITIONS / "model_version_1.bin")

    assert loaded.vocabulary_ == {"burnt": 0, "mill": 1}
    assert (loaded.ngram_range, loaded.min_df, loaded.language, loaded.stem) == ((1, 2), 2, "en", True)
    assert loaded.transform(["Burnt MILLS"]).nnz == 2
    assert loaded.partial_fit(["mills burnt", "mills burnt"]).get_feature_names_out().tolist()[-1] == "mill burnt"
    with pytest.raises(ValueError, match="without an analyzer, or with n-grams beside it, which only Rust uses"):
        wc.Bm25.load(DEFINITIONS / "search_version_1.bin")


def test_the_file_that_rust_reads_in_its_tests_is_what_is_written_here(tmp_path: Path) -> None:
    vectorizer = wc.TfidfVectorizer(min_df=2, stop_words=["the"], dtype=np.float32, encoding="latin-1").fit(FIRST)
    vectorizer.save(tmp_path / "model")

    assert (tmp_path / "model").read_bytes() == (DEFINITIONS / "python_version_2.bin").read_bytes()
