"""Keywords from Python: the formulas, the groups, the places."""

from collections import Counter
from math import log, sqrt
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

WORDS = st.lists(st.sampled_from("mill wharf ship Ship the kelp’s été 北京 🦊 3".split()), max_size=8).map(" ".join)


def brute_force(counts: list[Counter[str]], members: list[int], method: str, prior: float) -> dict[str, float]:
    """The formulas, word for word: the score of each term of a group."""
    here = sum((counts[row] for row in members), Counter[str]())
    everywhere = sum(counts, Counter[str]())
    if method == "tfidf":
        weights = {
            term: count * (log((1 + len(counts)) / (1 + sum(term in other for other in counts))) + 1)
            for term, count in here.items()
        }
        norm = sqrt(sum(weight**2 for weight in weights.values()))
        return {term: weight / norm for term, weight in weights.items()}
    scores = {}
    for term, count in here.items():
        others = everywhere[term] - count
        of_term = prior * everywhere[term] / everywhere.total()
        odds = [
            (with_term + of_term) / (of_all + prior - with_term - of_term)
            for with_term, of_all in ((count, here.total()), (others, everywhere.total() - here.total()))
            if of_all + prior - with_term - of_term > 1e-9
        ]
        if len(odds) == 2:
            scores[term] = (log(odds[0]) - log(odds[1])) / sqrt(1 / (count + of_term) + 1 / (others + of_term))
    return scores


@hypothesis.given(
    st.lists(st.tuples(WORDS, st.sampled_from(["Herald", "Wharf", None])), max_size=7),
    st.sampled_from(["tfidf", "log_odds"]),
    st.sampled_from([1.0, 20.0]),
    st.booleans(),
    st.integers(0, 5),
    st.integers(1, 2),
)
def test_keywords_are_those_of_the_formulas(
    articles: list[tuple[str, str | None]], method: Any, prior: float, grouped: bool, k: int, min_count: int
) -> None:
    texts, by = [text for text, _ in articles], [group for _, group in articles]
    analyzer = wc.Analyzer(min_length=2, drop_numbers=True)
    counts = [Counter(analyzer.tokens(text)) for text in texts]
    table = wc.keywords(
        texts, k, method=method, prior=prior, by=by if grouped else None, min_count=min_count, threads=1
    )
    groups: dict[Any, list[int]] = {}
    for row, group in enumerate(by if grouped else range(len(texts))):
        if group is not None:
            groups.setdefault(group, []).append(row)
    name = "group" if grouped else "row"
    assert list(dict.fromkeys(table[name])) == [group for group in groups if group in table[name]]
    for group, members in groups.items():
        expected = brute_force(counts, members, method, prior)
        total = sum((counts[row] for row in members), Counter[str]())
        chosen = {term: score for term, score in expected.items() if score > 1e-9 and total[term] >= min_count}
        found = [row for row in table if row[name] == group and row["score"] > 1e-9]
        best = sorted(chosen.values(), reverse=True)[:k]
        np.testing.assert_allclose([row["score"] for row in found], best, rtol=1e-9)
        for row in found:
            assert row["score"] == pytest.approx(expected[row["term"]], rel=1e-9)
            assert row["count"] == total[row["term"]] == len(row["spans"])
            places = row["spans"] if grouped else [(members[0], *span) for span in row["spans"]]
            assert {place for place, _, _ in places} <= set(members)
            for place, start, end in places:
                assert analyzer.tokens(texts[place][start:end]) == [row["term"]]


def test_spans_point_at_the_words_of_the_newsroom() -> None:
    analyzer = wc.Analyzer(language="en", stop_words="language", stemming="current", ngrams=(1, 2))
    for method in ("tfidf", "log_odds"):
        one, two = (
            wc.keywords(NEWSROOM, 20, method=method, analyzer=analyzer, threads=threads)  # type: ignore[arg-type]
            for threads in (1, 2)
        )
        assert one == two
        assert set(one["row"]) == set(range(len(NEWSROOM)))
        for row in one:
            spans = zip(analyzer.tokens(NEWSROOM[row["row"]]), analyzer.spans(NEWSROOM[row["row"]]), strict=True)
            assert sorted(row["spans"]) == sorted(span for token, span in spans if token == row["term"])


def test_groups_are_fields_columns_or_lists() -> None:
    records: list[dict[str, Any]] = [
        {"id": 7, "text": "The mill burnt", "outlet": "Herald", "date": "2026-05-01", "section": 1},
        {"id": 8, "text": "The ships sailed", "outlet": "Wharf", "date": "2026-05-01", "section": 2},
        {"id": 9, "text": "The ships sank", "outlet": "Wharf", "date": "2026-05-02", "section": 2},
    ]
    frame = pd.DataFrame(records)
    by_source = wc.keywords(records, 1, language="en", by="source")
    assert (by_source["group"], by_source["term"]) == (["Herald", "Wharf"], ["burnt", "ships"])
    assert by_source["spans"][1] == [(1, 4, 9), (2, 4, 9)]
    assert wc.keywords(frame, 1, language="en", by="source") == by_source
    assert wc.keywords(pl.DataFrame(records), 1, language="en", by="source") == by_source
    assert wc.keywords(records, 1, source="section", by="source")["group"] == ["1", "2"]
    assert wc.keywords(records, 1, by="date")["group"] == ["2026-05-01", "2026-05-02"]
    for by in (frame["section"], frame["section"].to_numpy(), pl.Series([1, 2, 2]), [1, 2, 2]):
        assert wc.keywords(frame, 1, language="en", by=by)["group"] == [1, 2]
    for missing in (None, float("nan"), pd.NA, pd.NaT):
        assert wc.keywords(records, 1, by=["x", missing, missing])["group"] == ["x"]
    assert wc.keywords(records, 1)["id"] == [7, 8, 9]
    assert wc.keywords([record["text"] for record in records], 1)["id"] == ["0", "1", "2"]


def test_rows_of_a_frame_without_a_text_keep_their_place() -> None:
    frame = pd.DataFrame({"text": [None, "the mill", "the ship"], "source": ["gone", "Herald", "Wharf"]})

    assert wc.keywords(frame, 1)["row"] == [1, 2]
    assert wc.keywords(frame, 1)["id"] == ["1", "2"]
    assert wc.keywords(frame, 1, by="source")["group"] == ["Herald", "Wharf"]
    assert wc.keywords(frame, 1, by=["a", "b", "c"]).to_dicts()[0]["spans"] == [(1, 4, 8)]


def test_nothing_to_say_is_an_empty_table() -> None:
    assert wc.keywords([]).columns == ["row", "id", "term", "score", "count", "spans"]
    assert len(wc.keywords(["", "3 !"])) == 0
    assert wc.keywords([], by=[]).columns == ["group", "term", "score", "count", "spans"]
    assert len(wc.keywords(["the mill"], k=0)) == 0


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"method": "rake"}, ValueError, 'method: `rake`, expected "tfidf" or "log_odds"'),
        ({"by": "section"}, ValueError, 'by: `section`, expected "source", "date", or a list'),
        ({"by": 3}, TypeError, "by: expected .* found int"),
        ({"by": [1]}, ValueError, "by: found 1 groups for 2 articles"),
        ({"by": [[], 1]}, TypeError, r"by\[0\]: expected a value with a hash, found list"),
        ({"by": "source"}, ValueError, "by: no article has a source"),
        ({"source": "outlet"}, ValueError, "source: no article has the key 'outlet'"),
        ({"prior": 0, "method": "log_odds"}, ValueError, "prior: `0`, expected a number above 0"),
        ({"k": -1}, ValueError, "k: `-1`"),
        ({"k": 1.5}, TypeError, "k: expected int, found float"),
        ({"min_count": None}, TypeError, "min_count: expected int, found NoneType"),
        ({"analyzer": wc.Analyzer(), "language": "en"}, ValueError, "language: does not go with an analyzer"),
        ({"analyzer": str.split}, TypeError, "analyzer: expected Analyzer"),
        ({"threads": 0}, ValueError, "threads: `0`"),
    ],
)
def test_bad_options_are_refused(options: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wc.keywords(["the mill", "a ship"], **options)


def test_bad_articles_are_refused_by_row() -> None:
    with pytest.raises(ValueError, match=r"articles\[1\]"):
        wc.keywords(["the mill", None])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="articles: expected a list of articles, found str"):
        wc.keywords("the mill")
