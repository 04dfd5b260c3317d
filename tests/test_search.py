"""BM25 from Python: the formula, what goes in, what comes out."""

import copy
import datetime
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas", reason="frames go in")
pl = pytest.importorskip("polars", reason="frames go in")
hypothesis = pytest.importorskip("hypothesis", reason="hypothesis makes up the texts")
st = hypothesis.strategies

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "newsroom"
NEWSROOM = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]

TEXTS = ["the mill burnt", "the old mill stood", "a ship, a ship", ""]

WORDS = st.lists(st.sampled_from("mill wharf ship Ship the kelp’s été 北京".split()), max_size=8).map(" ".join)


def brute_force(bm25: wc.Bm25, texts: list[str], query: str) -> Any:
    """The formula, word for word."""
    tokens = [bm25.analyzer.tokens(text) for text in texts]
    lengths = np.array([len(found) for found in tokens])
    scores = np.zeros(len(texts))
    for term in bm25.analyzer.tokens(query):
        tf = np.array([found.count(term) for found in tokens])
        df = np.count_nonzero(tf)
        odds = (len(texts) - df + 0.5) / (df + 0.5)
        idf = np.log(1 + odds) if bm25.variant == "lucene" else max(np.log(odds), 0)
        damping = bm25.k1 * (1 - bm25.b + bm25.b * lengths / lengths.mean())
        scores += idf * np.divide(tf, tf + damping, out=np.zeros(len(texts)), where=tf > 0)
    return scores


@hypothesis.given(
    st.lists(WORDS, min_size=1, max_size=8).filter(lambda texts: any(texts)),
    st.lists(WORDS, max_size=3),
    st.sampled_from([0.0, 0.9, 1.5]),
    st.sampled_from([0.0, 0.4, 1.0]),
    st.sampled_from(["lucene", "okapi"]),
    st.sampled_from([wc.Analyzer(), wc.Analyzer(ngrams=(1, 2)), wc.Analyzer(tokens="chars", ngrams=2)]),
    st.integers(0, 4),
)
def test_scores_are_those_of_the_formula(
    texts: list[str], queries: list[str], k1: float, b: float, variant: Any, analyzer: wc.Analyzer, k: int
) -> None:
    bm25 = wc.Bm25(k1=k1, b=b, variant=variant, analyzer=analyzer, threads=1).fit(texts)
    table = bm25.search(queries, k)
    for number, query in enumerate(queries):
        expected = brute_force(bm25, texts, query)
        scores = bm25.scores(query)
        np.testing.assert_allclose(scores, expected, rtol=1e-6, atol=0)
        # The best first, of equal ones the first.
        best = [row for row in np.argsort(-scores, kind="stable") if scores[row] > 0][:k]
        hits = [row for row in table if row["query"] == number]
        assert [hit["row"] for hit in hits] == best
        assert [hit["score"] for hit in hits] == [scores[row] for row in best]
        assert bm25.search(query, k).to_dicts() == [
            {name: hit[name] for name in ("row", "id", "score")} for hit in hits
        ]


@pytest.mark.parametrize(("k1", "b"), [(1.5, 0.75), (0.9, 0.4), (2.0, 0.0)])
def test_scores_are_those_of_bm25s(k1: float, b: float) -> None:
    bm25s = pytest.importorskip("bm25s", reason="scores are compared with it")
    analyzer = wc.Analyzer(language="en", stop_words="language", stemming="current")
    bm25 = wc.Bm25(k1=k1, b=b, analyzer=analyzer).fit(NEWSROOM)
    peer = bm25s.BM25(k1=k1, b=b, method="lucene")
    peer.index([analyzer.tokens(text) for text in NEWSROOM], show_progress=False)
    known = set(bm25.analyzer.tokens(" ".join(NEWSROOM)))
    for text in NEWSROOM:
        query = " ".join(text.split()[:8])
        tokens = analyzer.tokens(query)
        assert set(tokens) <= known
        np.testing.assert_allclose(bm25.scores(query), peer.get_scores(tokens), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("variant", ["lucene", "okapi"])
def test_the_number_of_threads_changes_nothing(variant: Any) -> None:
    texts = [f"mill {'wharf ' * (number % 7)} ship{number % 50}" for number in range(2000)]
    queries = [f"ship{number} wharf" for number in range(60)]
    one, two = (wc.Bm25(variant=variant, threads=threads).fit(texts).search(queries, 5) for threads in (1, 2))

    assert len(one) == 5 * 50 + (5 * 10 if variant == "lucene" else 0)
    assert one == two


def test_ids_come_back_as_they_are() -> None:
    records = [{"post": number * 10, "caption": text} for number, text in enumerate(TEXTS)]
    for articles in (records, pd.DataFrame(records), pl.DataFrame(records)):
        table = wc.Bm25().fit(articles, text="caption", id="post").search("old mill")
        assert (table["row"], table["id"]) == ([1, 0], [10, 0])
    assert wc.Bm25().fit(np.array(TEXTS)).search("ship")["id"] == ["2"]


def test_rows_of_a_frame_without_a_text_keep_their_place() -> None:
    frame = pd.DataFrame({"id": ["a", "b", "c"], "text": [None, "the mill", "a ship"]})
    bm25 = wc.Bm25().fit(frame)

    assert bm25.search("ship").to_dicts() == [{"row": 2, "id": "c", "score": bm25.scores("ship")[2]}]
    assert bm25.scores("ship")[:2].tolist() == [0, 0]


def test_a_language_drops_stop_words_and_endings() -> None:
    by_language = wc.Bm25(language="en").fit(TEXTS)
    analyzer = wc.Analyzer(language="en", stop_words="language", stemming="current")

    assert by_language.search("the mills")["row"] == [0, 1]
    assert wc.Bm25(analyzer=analyzer).fit(TEXTS).search("the mills") == by_language.search("the mills")
    assert len(by_language.search("the")) == 0


def test_what_it_was_made_with_shows() -> None:
    assert repr(wc.Bm25()) == "Bm25()"
    assert repr(wc.Bm25(k1=2, b=0, variant="okapi", threads=1, analyzer=wc.Analyzer(min_length=2))) == (
        "Bm25(k1=2.0, b=0.0, variant='okapi', analyzer=Analyzer(min_length=2), threads=1)"
    )


def test_a_copy_finds_the_same() -> None:
    bm25 = wc.Bm25(k1=2, threads=1)
    assert repr(pickle.loads(pickle.dumps(bm25))) == repr(copy.copy(bm25)) == "Bm25(k1=2.0, threads=1)"
    ids = [datetime.date(2026, 11, day + 1) for day in range(len(TEXTS))]
    bm25.fit([{"text": text, "id": id} for text, id in zip(TEXTS, ids, strict=True)])
    found = bm25.search(TEXTS[0]).to_dicts()
    assert found[0]["id"] == ids[0]
    for twin in (pickle.loads(pickle.dumps(bm25)), copy.copy(bm25), copy.deepcopy(bm25)):
        assert repr(twin) == repr(bm25)
        assert twin.search(TEXTS[0]).to_dicts() == found


@pytest.mark.parametrize("ids", [None, "text", "numbers"])
@pytest.mark.parametrize(
    "options", [{}, {"variant": "okapi", "k1": 0.9, "b": 0.1, "language": "en", "threads": 2}], ids=str
)
def test_a_saved_index_finds_the_same(tmp_path: Path, ids: str | None, options: dict[str, Any]) -> None:
    of_row = {None: None, "text": "id-{}".format, "numbers": lambda row: row + 0.5}[ids]
    articles = [
        {"text": text} if of_row is None else {"text": text, "id": of_row(row)} for row, text in enumerate(TEXTS)
    ]
    bm25 = wc.Bm25(**options).fit(articles)
    bm25.save(tmp_path / "index")
    again = wc.Bm25.load(tmp_path / "index")

    assert repr(again) == repr(bm25)
    for query in TEXTS:
        assert again.search(query).to_dicts() == bm25.search(query).to_dicts()
    with pytest.raises(FileExistsError):
        bm25.save(tmp_path / "index")
    bm25.save(tmp_path / "index", overwrite=True)


def test_rows_without_a_text_are_kept_apart_in_a_file(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    bm25 = wc.Bm25().fit(pandas.DataFrame({"text": ["the mill", None, "a mill burnt", None]}))
    bm25.save(tmp_path / "index")
    again = wc.Bm25.load(tmp_path / "index")

    assert again.search("mill")["row"] == bm25.search("mill")["row"] == [0, 2]
    assert again.scores("burnt").tolist() == bm25.scores("burnt").tolist()
    assert len(again.scores("burnt")) == 4


def test_what_is_no_index_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="call fit first"):
        wc.Bm25().save(tmp_path / "index")
    with pytest.raises(
        ValueError, match=re.escape("id: found datetime.date(2026, 11, 22) in row 0, expected str, int")
    ):
        wc.Bm25().fit([{"text": "mill", "id": datetime.date(2026, 11, 22)}]).save(tmp_path / "index")
    path = tmp_path / "index"
    wc.Bm25().fit([{"text": "the mill burnt", "id": "a"}]).save(path)
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at])
        with pytest.raises(ValueError, match=r"cut short|no file of wirecopy"):
            wc.Bm25.load(path)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(ValueError, match=r"damaged|cut short|expected a|no file|version"):
            wc.Bm25.load(path)
    wc_counts = tmp_path / "counts"
    pytest.importorskip("scipy", reason="SciPy is not installed")
    wc.CountVectorizer().fit(["mill"]).save(wc_counts)
    with pytest.raises(ValueError, match="the file holds a `counts`, expected a `bm25`"):
        wc.Bm25.load(wc_counts)


def test_a_second_fit_takes_the_place_of_the_first() -> None:
    bm25 = wc.Bm25().fit(TEXTS).fit(["kelp"])
    assert bm25.scores("mill").tolist() == [0]
    with pytest.raises(ValueError, match=r"articles\[1\]"):
        bm25.fit(["mill", None])  # type: ignore[list-item]
    assert bm25.search("kelp")["row"] == [0]


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"k1": -1}, ValueError, "k1: `-1`, expected a number of at least 0"),
        ({"k1": float("nan")}, ValueError, "k1: `nan`"),
        ({"k1": "1"}, TypeError, "k1: expected float, found str"),
        ({"b": 1.5}, ValueError, "b: `1.5`, expected a number from 0 to 1"),
        ({"variant": "plus"}, ValueError, 'variant: `plus`, expected "lucene" or "okapi"'),
        ({"analyzer": "word"}, TypeError, "analyzer: expected Analyzer, found str"),
        ({"analyzer": wc.Analyzer(), "language": "en"}, ValueError, "language: does not go with an analyzer"),
        ({"language": "Klingon"}, ValueError, "Klingon"),
    ],
)
def test_options_out_of_range_are_refused(options: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wc.Bm25(**options)


def test_bad_queries_are_refused() -> None:
    with pytest.raises(ValueError, match="call fit first"):
        wc.Bm25().search("mill")
    bm25 = wc.Bm25().fit(TEXTS)
    with pytest.raises(TypeError, match=r"query\[1\]: expected str, found None"):
        bm25.search(["mill", None])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="query: expected str or a list of str, found int"):
        bm25.search(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="query: expected str, found list"):
        bm25.scores(["mill"])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="k: `-1`"):
        bm25.search("mill", -1)
    with pytest.raises(ValueError, match="empty vocabulary"):
        wc.Bm25().fit(["", "!"])
    assert bm25.search([]).columns == ["query", "row", "id", "score"]
    # Half of a character is part of no word.
    assert bm25.search("mill\ud800") == bm25.search("mill")


def test_what_an_index_was_made_with_cannot_be_set() -> None:
    bm25 = wc.Bm25(k1=2, language="en").fit(["the mill burnt", "a ship"])
    for name in ("k1", "b", "variant", "analyzer"):
        with pytest.raises(AttributeError, match=name):
            setattr(bm25, name, 1)
    assert len(bm25) == 2
    assert (len(wc.Bm25()), bool(wc.Bm25())) == (0, True)
    assert repr(wc.Bm25(**bm25.get_params())) == repr(bm25)
