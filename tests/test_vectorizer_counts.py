"""The vectorisers beside scikit-learn's: the same vocabulary, the same counts, the same weights."""

import contextlib
import gzip
import io
import json
import os
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc
from wirecopy import _core
from wirecopy._vectorizers import counting, sparse
from wirecopy._vectorizers.vocabulary import Vocabulary

np = pytest.importorskip("numpy")
theirs = pytest.importorskip("sklearn.feature_extraction.text", reason="scikit-learn is not installed")


DATA = Path(os.environ.get("WIRECOPY_DATA", Path(__file__).parent / "../../shared/data"))

OPTIONS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "pairs of words": {"ngram_range": (1, 2)},
    "two and three words": {"ngram_range": (2, 3)},
    "characters": {"analyzer": "char", "ngram_range": (1, 3)},
    "characters within words": {"analyzer": "char_wb", "ngram_range": (3, 5)},
    "stop words": {"stop_words": "english", "ngram_range": (1, 2)},
    "own stop words": {"stop_words": ["the", "of", "und", "и", "de"]},
    "accents": {"strip_accents": "unicode"},
    "ASCII": {"strip_accents": "ascii"},
    "capitals": {"lowercase": False},
    "single characters": {"token_pattern": r"(?u)\b\w+\b"},
    "a pattern of Python's": {"token_pattern": r"(?u)\b[^\W\d]\w+\b"},
    "min_df": {"min_df": 2},
    "a share as min_df": {"min_df": 0.05},
    "max_df": {"max_df": 0.2, "ngram_range": (1, 2)},
    "max_features": {"max_features": 300},
    "all bounds": {"min_df": 2, "max_df": 0.5, "max_features": 50, "ngram_range": (1, 2)},
    "binary": {"binary": True, "max_features": 200},
    "float32": {"dtype": np.float32},
}

WEIGHTS: dict[str, dict[str, Any]] = {
    "defaults": {},
    "l1": {"norm": "l1"},
    "no norm": {"norm": None},
    "no idf": {"use_idf": False},
    "not smoothed": {"smooth_idf": False},
    "sublinear": {"sublinear_tf": True},
}


def corpus(name: str) -> list[dict[str, Any]]:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"the corpus {name} is not below {DATA} (set WIRECOPY_DATA)")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def agency() -> list[str]:
    """Every twenty-fourth story of Reuters-21578."""
    return [article["text"] for article in corpus("reuters21578/documents.jsonl.gz")[::24]]


@pytest.fixture(scope="module")
def languages() -> list[str]:
    """Fifteen texts of each language."""
    by_language = defaultdict(list)
    for article in corpus("speed/articles.jsonl.gz"):
        if len(by_language[article["lang"]]) < 15:
            by_language[article["lang"]].append(article["text"])
    assert len(by_language) > 15
    return [text for texts in by_language.values() for text in texts]


def in_order(matrix: Any) -> Any:
    """A matrix with ascending columns in each row; theirs stand in the order of the first document that has a term."""
    matrix = matrix.copy()
    matrix.sort_indices()
    return matrix


def assert_equal_counts(ours: Any, theirs: Any) -> None:
    assert ours.has_canonical_format
    theirs = in_order(theirs)
    assert ours.shape == theirs.shape
    assert (ours.dtype, ours.indices.dtype, ours.indptr.dtype) == (
        theirs.dtype,
        theirs.indices.dtype,
        theirs.indptr.dtype,
    )
    np.testing.assert_array_equal(ours.indptr, theirs.indptr)
    np.testing.assert_array_equal(ours.indices, theirs.indices)
    np.testing.assert_array_equal(ours.data, theirs.data)


def assert_equal_weights(ours: Any, theirs: Any, tolerance: float = 1e-15) -> None:
    assert ours.dtype == theirs.dtype
    ours, theirs = in_order(ours), in_order(theirs)
    np.testing.assert_array_equal(ours.indptr, theirs.indptr)
    np.testing.assert_array_equal(ours.indices, theirs.indices)
    # In single precision a unit in the last place is 1.2e-7.
    tolerance = tolerance if ours.dtype == np.float64 else 2.5e-7
    np.testing.assert_allclose(ours.data, theirs.data, rtol=tolerance, atol=0)


def assert_equal(texts: list[str], options: dict[str, Any], other: list[str]) -> None:
    """Counts of `texts` and then of `other`, by ours and by theirs."""
    outcomes = [outcome(module.CountVectorizer(**options), texts, other) for module in (wc, theirs)]
    (ours, our_fit, our_counts), (its, its_fit, its_counts) = outcomes
    assert ours == its
    if our_fit is None:
        return
    assert_equal_counts(our_fit, its_fit)
    assert_equal_counts(our_counts, its_counts)


def outcome(vectorizer: Any, texts: list[str], other: list[str]) -> tuple[Any, Any, Any]:
    """The vocabulary and two matrices, or what went wrong."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            fitted = vectorizer.fit_transform(texts)
        except (ValueError, AttributeError) as error:
            return (type(error).__name__, str(error)), None, None
        said = [str(warning.message) for warning in caught]
        return (vectorizer.vocabulary_, said), fitted, vectorizer.transform(other)


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_counts_of_agency_stories_are_equal(options: dict[str, Any], agency: list[str]) -> None:
    assert_equal(agency[1::2], options, agency[::2])


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_counts_of_many_languages_are_equal(options: dict[str, Any], languages: list[str]) -> None:
    assert_equal(languages, options, languages[::-3])


@pytest.mark.parametrize("options", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"ngram_range": (1, 2)},
        {"analyzer": "char_wb", "ngram_range": (3, 5)},
        {"token_pattern": r"(?u)\b[^\W\d]\w+\b", "max_features": 900},
        {"vocabulary": ["of", "market", "the", "oil"]},
    ],
    ids=str,
)
def test_weights_are_equal(
    options: dict[str, Any], dtype: Any, terms: dict[str, Any], agency: list[str], languages: list[str]
) -> None:
    texts = agency[::6] + languages[::2]
    ours = wc.TfidfVectorizer(**options, **terms, dtype=dtype)
    its = theirs.TfidfVectorizer(**options, **terms, dtype=dtype)

    # Their `fit_transform` adds squares up in the order in which the corpus has the terms, and so differs from their
    # own `transform`, which has them sorted, by 1e-13 in long rows. So does ours.
    assert_equal_weights(ours.fit_transform(texts), its.fit_transform(texts))
    assert_equal_weights(ours.transform(texts), its.transform(texts))
    if options.get("use_idf", True):
        np.testing.assert_array_equal(ours.idf_, its.idf_)
    fitted_alone = wc.TfidfVectorizer(**options, **terms, dtype=dtype).fit(texts)
    assert_equal_weights(fitted_alone.transform(texts[::5]), its.transform(texts[::5]))


@pytest.mark.parametrize("options", WEIGHTS.values(), ids=WEIGHTS)
@pytest.mark.parametrize("make", ["tocsr", "tocsc", "toarray"])
def test_weights_of_a_matrix_are_equal(options: dict[str, Any], make: str, agency: list[str]) -> None:
    counts = getattr(theirs.CountVectorizer(max_features=500).fit_transform(agency[::10]), make)()

    ours, its = (module.TfidfTransformer(**options).fit_transform(counts) for module in (wc, theirs))
    assert_equal_weights(ours, its)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"n_features": 2**10},
        {"n_features": 1000, "alternate_sign": False},
        {"norm": None, "n_features": 64},
        {"norm": "l1", "ngram_range": (1, 2)},
        {"binary": True, "n_features": 2**8},
        {"binary": True, "n_features": 2**8, "norm": None},
        {"analyzer": "char_wb", "ngram_range": (3, 5)},
        {"dtype": np.float32},
        {"dtype": np.int64, "norm": None},
        {"stop_words": "english", "strip_accents": "unicode"},
        {"token_pattern": r"(?u)\b[^\W\d]\w+\b"},
        {"tokenizer": str.split, "token_pattern": None},
    ],
    ids=str,
)
def test_hashed_counts_are_equal(options: dict[str, Any], agency: list[str], languages: list[str]) -> None:
    texts = [*agency[::5], "", *languages]

    ours, its = (module.HashingVectorizer(**options).fit_transform(texts) for module in (wc, theirs))
    assert_equal_weights(ours, its)
    assert ours.shape == its.shape


# Letters, marks and capitals of Unicode 15 to 17, and what stayed unassigned. Which of them are letters to Python, and
# which have a lower case or a decomposition, depends on the interpreter.
YOUNG = "\U00031350\U00011f04\u0cf3\U0001e4d0\u1c89\ua7cb\U00010d50\U00016ea0\U0001ccd6\u0897\U0001fae8\u0378"


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"lowercase": False, "ngram_range": (1, 2)},
        {"token_pattern": r"\S+"},
        {"analyzer": "char", "ngram_range": (1, 2)},
        {"analyzer": "char_wb", "ngram_range": (2, 4)},
        {"strip_accents": "unicode"},
        {"strip_accents": "ascii"},
        {"vocabulary": ["ferry", "aa", *YOUNG.lower()]},
    ],
    ids=str,
)
def test_letters_younger_than_our_tables_are_the_interpreters(options: dict[str, Any]) -> None:
    texts = ["The ferry sank", *(f"a{letter}b AA{letter}A {letter}{letter} e\u0301{letter}" for letter in YOUNG)]

    assert_equal(texts, options, [*texts[::-1], "another ferry"])
    with contextlib.suppress(ValueError):
        ours, its = (module.TfidfVectorizer(**options).fit_transform(texts) for module in (wc, theirs))
        assert_equal_weights(ours, its)
    options = {name: value for name, value in options.items() if name != "vocabulary"}
    ours, its = (module.HashingVectorizer(**options).fit_transform(texts) for module in (wc, theirs))
    assert_equal_weights(ours, its)


@pytest.mark.parametrize(("lowercase", "accents"), [(True, None), (True, "ascii"), (False, "unicode")])
def test_no_character_is_counted_here_of_which_the_interpreter_thinks_otherwise(
    lowercase: bool, accents: str | None
) -> None:
    steps = {"lowercase": lowercase, "strip_accents": accents, "token_pattern": r"(?u)\b\w+\b"}
    options = wc.CountVectorizer(**steps)._options()
    model = _core.CountModel.given(["a"], options=options, binary=False)
    by_python = theirs.CountVectorizer(**steps).build_analyzer()

    def differs(first: int, last: int) -> bool:
        text = " ".join(f"a{chr(code)}b" for code in range(first, last) if not 0xD800 <= code < 0xE000)
        return _core.cut(text, options=options) != by_python(text)

    for start in range(0, sys.maxunicode + 1, 0x400):
        if not differs(start, start + 0x400):
            continue
        for code in range(start, start + 0x400):
            if differs(code, code + 1):
                with pytest.raises(_core.CountInPython):
                    model.transform([f"a{chr(code)}b"], kind="int32", threads=1)


# Found by reading: what only Python could count was read from the files a second time, and was empty then.
@pytest.mark.parametrize("options", [{}, {"analyzer": "char_wb", "ngram_range": (2, 3)}], ids=str)
def test_open_files_are_read_once_whoever_counts_them(options: dict[str, Any]) -> None:
    def files() -> list[io.BytesIO]:
        return [io.BytesIO(text.encode()) for text in ("quay \U0001e4d0 wharf", "old quay")]

    texts = [file.read().decode() for file in files()]
    for kind in ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer"):
        ours = getattr(wc, kind)(input="file", **options)
        expected = getattr(theirs, kind)(**options).fit_transform(texts)
        assert_equal_weights(ours.fit_transform(files()), expected)
        assert_equal_weights(ours.transform(files()), expected)
    in_pieces = wc.CountVectorizer(input="file", **options).fit([io.BytesIO(b"old quay")]).partial_fit(files()[:1])
    assert in_pieces.vocabulary_ == theirs.CountVectorizer(**options).fit(texts).vocabulary_


def test_what_younger_letters_are_in_is_learnt_saved_and_counted(tmp_path: Path) -> None:
    texts = [f"wharf quay{letter} wharf" for letter in YOUNG]
    at_once = wc.CountVectorizer(min_df=2).fit([*texts, "quay wharf"])
    in_pieces = wc.CountVectorizer(min_df=2).fit(["quay wharf"] * 2).partial_fit(texts)
    at_once.save(tmp_path / "model")

    assert at_once.vocabulary_ == in_pieces.vocabulary_
    assert wc.CountVectorizer.load(tmp_path / "model").transform(["quay wharf"]).sum() == 2


def test_more_values_than_32_bits_count_have_columns_of_64(monkeypatch: pytest.MonkeyPatch, agency: list[str]) -> None:
    handed_over = []

    def spy(data: Any, indices: Any, indptr: Any, columns: int, *, is_sorted: bool) -> Any:
        handed_over.append((indices.dtype.name, indptr.dtype.name))
        return made(data, indices, indptr, columns, is_sorted=is_sorted)

    made = sparse.csr
    monkeypatch.setattr(sparse, "csr", spy)
    for most, expected in ((2**31 - 1, "int32"), (1000, "int64")):
        monkeypatch.setattr(counting, "MOST", most)
        for options in ({}, {"tokenizer": str.split, "token_pattern": None}):
            handed_over.clear()
            assert_equal(agency[::20], options, agency[1::20])
            for kind in ("TfidfVectorizer", "HashingVectorizer"):
                ours, its = (getattr(module, kind)(**options).fit_transform(agency[::20]) for module in (wc, theirs))
                assert_equal_weights(ours, its)
            assert len(handed_over) == 4
            # Hashed counts always come from the compiled half.
            assert set(handed_over) == {(expected, expected)}


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_number_of_threads_changes_nothing(threads: int, languages: list[str]) -> None:
    for options in ({}, {"ngram_range": (1, 2)}, {"analyzer": "char", "ngram_range": (2, 3)}, {"max_features": 99}):
        ours = wc.CountVectorizer(**options, threads=threads)
        its = theirs.CountVectorizer(**options)
        assert_equal_counts(ours.fit_transform(languages), its.fit_transform(languages))
        assert ours.vocabulary_ == its.vocabulary_


def words(text: str) -> list[str]:
    return text.split()


@pytest.mark.parametrize(
    "options",
    [
        {"tokenizer": words, "token_pattern": None, "ngram_range": (1, 2)},
        {"tokenizer": words, "token_pattern": None, "stop_words": ["the", "a"], "min_df": 3},
        {"preprocessor": str.upper, "ngram_range": (2, 2)},
        {"analyzer": words, "max_features": 100},
        {"analyzer": lambda text: [len(word) for word in text.split()]},
        {"strip_accents": lambda text: text.replace("o", "0")},
        {"analyzer": "char", "ngram_range": (2, 2), "preprocessor": str.title},
    ],
)
def test_functions_of_the_callers_are_called(options: dict[str, Any], agency: list[str]) -> None:
    assert_equal(agency[::10], options, agency[1::10])


def test_a_vocabulary_that_was_given_is_kept(agency: list[str]) -> None:
    for vocabulary in (
        ["market", "oil", "dlrs"],
        {"oil": 1, "market": 0},
        {"of", "the"},
        {"oil market": 0, "wheat": 1},
    ):
        for options in ({}, {"ngram_range": (1, 2)}, {"min_df": 0.9, "max_features": 1}, {"binary": True}):
            assert_equal(agency[::10], {"vocabulary": vocabulary, **options}, agency[1::10])


class TestOnTextThatSomebodyMadeUp:
    hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the texts")
    st = hypothesis.strategies

    # All characters that Python knows, the halves of characters, and often those on which opinions differ.
    CHARACTERS = st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(
            "aAbB 12_\t\n\r\x0b\x1c\x85\xa0\u2028\u3000ßẞİıſΣσςΐῼǆǅⅣ²½๑ﬁé\u0301\u0345\u200b\u200d\u00ad\u0640'’-.Ⓐ𝐀𐐀"
        ),
    )
    TEXTS = st.lists(st.text(CHARACTERS, max_size=30), min_size=1, max_size=5)
    NGRAMS = st.sampled_from([(1, 1), (1, 2), (2, 2), (1, 3), (3, 5)])

    @hypothesis.settings(deadline=None, max_examples=400)
    @hypothesis.given(
        texts=TEXTS,
        other=TEXTS,
        analyzer=st.sampled_from(["word", "char", "char_wb"]),
        ngram_range=NGRAMS,
        lowercase=st.booleans(),
        strip_accents=st.sampled_from([None, "ascii", "unicode"]),
        token_pattern=st.sampled_from([r"(?u)\b\w\w+\b", r"(?u)\b\w+\b", r"\w{2,}", r"\S+", r"(?a)\w+"]),
        stop_words=st.sampled_from([None, ["ab", "a", "12"], "english"]),
        min_df=st.sampled_from([1, 2, 0.5, 1.0]),
        max_features=st.sampled_from([None, 1, 3]),
        binary=st.booleans(),
    )
    def test_counts_are_equal(self, texts: list[str], other: list[str], **options: Any) -> None:
        assert_equal(texts, options, other)

    @hypothesis.settings(deadline=None, max_examples=100)
    @hypothesis.given(texts=TEXTS, analyzer=st.sampled_from(["word", "char", "char_wb"]), ngram_range=NGRAMS)
    def test_weights_are_equal(self, texts: list[str], **options: Any) -> None:
        for kind in ("TfidfVectorizer", "HashingVectorizer"):
            ours, its = (attempt(getattr(module, kind)(**options).fit_transform, texts) for module in (wc, theirs))
            if isinstance(its, str):
                assert ours == its
            else:
                assert_equal_weights(ours, its)

    POOL = st.sampled_from(["mill", "wharf", "kiln", "été", " mi", "ill", "ill ", "wha", "mill wharf", "0"])
    FEW_TEXTS = st.lists(
        st.lists(st.sampled_from("mill Mill wharf kiln été ferry the".split()), max_size=9).map(" ".join), max_size=3
    )
    EDITS = st.lists(
        st.tuples(
            st.sampled_from(["remove", "add", "renumber", "float", "exchange", "clear", "replace", "nothing"]),
            POOL,
            POOL,
            st.integers(-1, 9),
        ),
        max_size=3,
    )

    @hypothesis.settings(deadline=None, max_examples=300)
    @hypothesis.given(
        steps=st.lists(st.tuples(EDITS, FEW_TEXTS), min_size=1, max_size=5),
        # With few terms the dict is compared, with many the terms of the texts are looked up.
        others=st.sampled_from([0, 4, 30, 120]),
        is_given=st.booleans(),
        is_held=st.booleans(),
        weighted=st.booleans(),
        options=st.sampled_from(
            [
                {},
                {"binary": True},
                {"dtype": np.float32},
                {"ngram_range": (1, 2)},
                {"analyzer": "char_wb", "ngram_range": (3, 4)},
                {"tokenizer": str.split, "token_pattern": None},
            ]
        ),
    )
    def test_edits_of_the_vocabulary_do_what_they_do_to_scikit_learns(
        self, steps: Any, others: int, is_given: bool, is_held: bool, weighted: bool, options: dict[str, Any]
    ) -> None:
        learnt = [f"mill wharf {' '.join(f'other{number}' for number in range(others))}", "the old mill"]
        if is_given:
            options = {**options, "vocabulary": {term: number for number, term in enumerate(learnt[0].split())}}
        name = "TfidfVectorizer" if weighted else "CountVectorizer"
        both = [getattr(module, name)(**options).fit(learnt) for module in (wc, theirs)]
        held = [vectorizer.vocabulary_ if is_held else None for vectorizer in both]
        for edits, texts in steps:
            for kind, term, other, number in edits:
                for place, vectorizer in enumerate(both):
                    edit(vectorizer, held[place], kind, term, other, number)
                    if kind == "replace" and is_held:
                        held[place] = vectorizer.vocabulary_
            ours, its = (attempt(vectorizer.transform, texts) for vectorizer in both)
            if isinstance(its, str):
                assert isinstance(ours, str)
                assert ours.partition(":")[0] == its.partition(":")[0]
            elif weighted:
                assert_equal_weights(ours, its)
            else:
                assert_equal_counts(ours, its)


def edit(vectorizer: Any, held: Any, kind: str, term: str, other: str, number: int) -> None:
    """Edit the vocabulary of a vectoriser, through a dict that is held if there is one."""
    columns = vectorizer.vocabulary_ if held is None else held
    if kind == "remove":
        columns.pop(term, None)
    elif kind == "add":
        columns.setdefault(term, len(columns))
    elif kind == "renumber":
        columns[term] = number
    elif kind == "float":
        columns[term] = float(number)
    elif kind == "exchange" and term in columns and other in columns:
        columns[term], columns[other] = columns[other], columns[term]
    elif kind == "clear":
        columns.clear()
    elif kind == "replace":
        vectorizer.vocabulary_ = {term: 0} if term == other else {term: 1, other: 0}


def test_a_short_text_costs_no_comparison_of_a_vocabulary_that_somebody_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terms = [f"term{number}" for number in range(1000)]
    vectorizer = wc.CountVectorizer().fit([" ".join(terms)])
    held = vectorizer.vocabulary_
    compared = []
    heed = Vocabulary._heed_changes
    monkeypatch.setattr(Vocabulary, "_heed_changes", lambda self: compared.append(None) or heed(self))
    texts = ["term7 kiln term7"] * 100
    for text in texts:
        assert vectorizer.transform([text]).toarray()[0, held["term7"]] == 2
    held["kiln"] = held.pop("term1")
    assert vectorizer.transform(["kiln"]).indices.tolist() == [held["kiln"]]
    # Two terms were looked up each time; a thousand were to be compared.
    assert not compared
    for text in texts:
        assert vectorizer.transform([text]).toarray()[0].sum() == 3
    assert len(compared) == 1


def attempt(work: Callable[[list[str]], Any], texts: list[str]) -> Any:
    try:
        return work(texts)
    except (ValueError, IndexError) as error:
        return f"{type(error).__name__}: {error}"
