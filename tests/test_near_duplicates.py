"""Near-duplicates from Python: what brute force finds, whatever the form of the articles; clusters; bad input."""

import copy
import datetime
import pickle
import random
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
NEWSROOM = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}

TEXTS = st.lists(
    st.lists(st.sampled_from("mill MILL wharf ship, été 北 …".split()), max_size=7).map(" ".join), min_size=1
)


def shingles(text: str, size: int, analyzer: wc.Analyzer) -> set[tuple[str, ...]]:
    tokens = analyzer.tokens(text)
    if len(tokens) < size:
        return {tuple(tokens)} if tokens else set()
    return {tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)}


def brute_force(texts: list[str], size: int, measure: str, threshold: float, analyzer: wc.Analyzer) -> dict[Any, float]:
    sets = [shingles(text, size, analyzer) for text in texts]
    found = {}
    for b, other in enumerate(sets):
        for a, one in enumerate(sets[:b]):
            common = len(one & other)
            whole = {"jaccard": len(one | other), "dice": len(one) + len(other)}.get(measure, min(len(one), len(other)))
            score = common * (2 if measure == "dice" else 1) / whole if common else 0
            if common and score >= threshold:
                found[a, b] = score
    return found


@hypothesis.settings(deadline=None)
@hypothesis.given(
    TEXTS,
    st.integers(1, 3),
    st.sampled_from(["jaccard", "dice", "containment"]),
    st.sampled_from([0.3, 0.5, 2 / 3, 1.0]),
    st.sampled_from([None, wc.Analyzer(tokens="chars", ngrams=2)]),
)
def test_pairs_are_those_of_brute_force(
    texts: list[str], size: int, measure: Any, threshold: float, analyzer: wc.Analyzer | None
) -> None:
    pairs = wc.near_duplicates(texts, threshold=threshold, measure=measure, shingle=size, analyzer=analyzer)
    expected = brute_force(texts, size, measure, threshold, analyzer or wc.Analyzer())
    expanded = [((pair["a_row"], pair["b_row"]), pair["score"]) for pair in pairs.expand()]
    assert len(expanded) == len(dict(expanded)) == pairs.count()
    assert dict(expanded) == expected
    assert all(pair["a"] == str(pair["a_row"]) for pair in pairs.expand())
    higher = pairs.at_least(1.0)
    assert {(pair["a_row"], pair["b_row"]) for pair in higher.expand()} == {
        pair for pair, score in expected.items() if score == 1
    }

    clusters = pairs.clusters(dates=False)
    assert sorted(clusters.kept + clusters.dropped, key=int) == [str(row) for row in range(len(texts))]
    for member in clusters:
        pair = tuple(sorted((member["row"], int(member["representative"]))))
        assert member["score"] == (1 if len(set(pair)) == 1 else expected[pair])
    # Two that are kept are not similar, or union-find would have glued what is listed as a link.
    linked = {(link["representative_of_a"], link["representative_of_b"]) for link in clusters.links}
    where = {member["id"]: member["representative"] for member in clusters}
    for a, b in expected:
        ends = (where.get(str(a), str(a)), where.get(str(b), str(b)))
        assert ends[0] == ends[1] or ends in linked or ends[::-1] in linked


RECORDS = [
    {"id": name, "text": text, "date": f"2026-03-{20 - number:02}"}
    for number, (name, text) in enumerate(sorted(NEWSROOM.items()))
]


def test_every_form_of_articles_gives_the_same() -> None:
    expected = wc.near_duplicates(RECORDS, threshold=0.1)
    assert len(expected) >= 3
    for articles in (
        iter(RECORDS),
        pd.DataFrame(RECORDS),
        pl.DataFrame(RECORDS),
        np.array(RECORDS, dtype=object),
        pd.DataFrame(RECORDS).set_index("id")[["text", "date"]],
    ):
        found = wc.near_duplicates(articles, threshold=0.1)
        assert found == expected
        assert found.clusters() == expected.clusters()
    texts = wc.near_duplicates(list(NEWSROOM.values()), threshold=0.1)
    assert texts["score"] == expected["score"]
    assert texts["a_row"] == expected["a_row"]
    assert wc.near_duplicates(pd.Series(list(NEWSROOM.values())), threshold=0.1) == texts


def test_ids_come_back_as_they_are_and_rows_without_a_text_are_listed() -> None:
    records = [
        {"post": 7, "caption": "The mill burnt"},
        {"post": 8, "caption": None},
        {"post": 9, "caption": "the mill burnt!"},
    ]
    pairs = wc.near_duplicates(pd.DataFrame(records), threshold=0.8, text="caption", id="post")
    assert pairs.groups == [[7, 9]]
    assert [(pair["a"], pair["b_row"]) for pair in pairs.expand()] == [(7, 2)]
    assert pairs.skipped.to_dicts()[0]["origin"] == "8"
    assert sorted([*pairs.clusters().kept, *pairs.clusters().dropped]) == [7, 9]
    table = wc.near_duplicates([{"id": 4, "text": "a b c"}, {"id": 6, "text": "a b"}], threshold=0.5, shingle=1)
    assert table.to_pandas()["a"].dtype == np.int64
    assert table.to_polars()["b"].to_list() == [6]


def test_the_earliest_represents() -> None:
    texts = ["a b c d e f", "a b c d e", "a b c d e f g"]
    dates = ["2026-03-19T10:00:00+01:00", "2026-03-19", "2026-03-19T08:59:59+00:00"]
    pairs = wc.near_duplicates(
        [{"text": text, "date": date} for text, date in zip(texts, dates, strict=True)], threshold=0.5, shingle=1
    )
    assert pairs.keep() == ["1"]
    assert pairs.keep(dates=False) == ["2"]
    assert pairs.keep(dates=[1, 2, 3]) == ["0"]
    assert pairs.keep(dates=[None, None, datetime.date(2026, 3, 19)]) == ["2"]
    assert pairs.clusters()["representative"] == ["1"] * 3
    unknown = wc.near_duplicates([{"text": text, "date": "soon"} for text in texts], threshold=0.5, shingle=1)
    assert unknown.keep() == ["2"]
    with pytest.raises(ValueError, match="dates: found 1 for 3 rows"):
        pairs.clusters(dates=[1])


def test_what_is_kept_does_not_depend_on_the_order() -> None:
    chance = random.Random(5)
    words = "mill wharf ship river bridge harbour".split()
    records = [{"id": f"n{number}", "text": " ".join(chance.choices(words, k=12))} for number in range(80)]
    records += [{"id": f"copy of {record['id']}", "text": record["text"] + " today"} for record in records[:40]]
    kept = sorted(wc.near_duplicates(records, threshold=0.5, shingle=2).keep())
    assert len(kept) < len(records) - 30
    for _ in range(3):
        chance.shuffle(records)
        assert sorted(wc.near_duplicates(records, threshold=0.5, shingle=2).keep()) == kept


def test_a_thousand_copies_are_one_group() -> None:
    pairs = wc.near_duplicates(["The mill burnt."] * 1000, threshold=0.9)
    assert (len(pairs), pairs.count(), len(pairs.groups[0])) == (0, 499_500, 1000)
    assert len(pairs.keep()) == 1


def test_pairs_become_a_graph() -> None:
    networkx = pytest.importorskip("networkx", reason="graphs come out")
    texts = ["a b c", "a b c d", "A B C", "x"]
    graph = wc.near_duplicates(texts, threshold=0.5, shingle=1).to_networkx()
    assert sorted(graph.nodes) == ["0", "1", "2", "3"]
    assert graph.edges["0", "1"] == {"score": 0.75}
    assert [sorted(part) for part in networkx.connected_components(graph)] == [["0", "1", "2"], ["3"]]


def test_the_number_of_threads_changes_nothing() -> None:
    chance = random.Random(3)
    texts = [" ".join(chance.choices("mill wharf ship river".split(), k=10)) for _ in range(600)]
    one, two = (wc.near_duplicates(texts, threshold=0.3, shingle=2, threads=threads) for threads in (1, 2))
    assert len(one) > 100
    assert one == two
    assert one.clusters() == two.clusters()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"threshold": 0}, ValueError, "threshold is `0`"),
        ({"threshold": 1.1}, ValueError, "threshold is `1.1`"),
        ({"threshold": float("nan")}, ValueError, "threshold is `nan`, expected a number above 0"),
        ({"threshold": 10**400}, ValueError, "threshold is `inf`, expected a number above 0"),
        ({"threshold": "high"}, TypeError, "threshold: expected float"),
        ({"shingle": 0}, ValueError, "shingle: `0`, expected a whole number from 1"),
        ({"shingle": 2.0}, TypeError, "shingle: expected int, found float"),
        ({"measure": "cosine"}, ValueError, "measure"),
        ({"method": "guess"}, ValueError, "method"),
        ({"analyzer": "words"}, TypeError, "analyzer"),
        ({"threads": 0}, ValueError, "threads"),
        ({"text": "body"}, ValueError, "body"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wc.near_duplicates(["a", "b"], **options)


@pytest.mark.parametrize("method", ["minhash", "simhash"])
def test_sketches_find_a_part_of_the_pairs_with_their_scores(method: Any) -> None:
    chance = random.Random(11)
    texts = [" ".join(chance.choices("mill wharf ship river bridge harbour".split(), k=30)) for _ in range(50)]
    texts += [f"{text} today" for text in texts]
    exact = {(pair["a"], pair["b"]): pair["score"] for pair in wc.near_duplicates(texts, shingle=2)}
    found = {(pair["a"], pair["b"]): pair["score"] for pair in wc.near_duplicates(texts, shingle=2, method=method)}
    assert found.items() <= exact.items()
    assert len(found) > 0.7 * len(exact) > 30
    with pytest.raises(ValueError, match="ontainment"):
        wc.near_duplicates(texts, measure="containment", method=method)


def test_bad_articles_are_refused() -> None:
    with pytest.raises(ValueError, match="articles: found none with a text"):
        wc.near_duplicates([])
    with pytest.raises(ValueError, match=r"articles\[2\]: duplicate id `7`, articles\[0\] has it too"):
        wc.near_duplicates(pd.DataFrame({"id": [7, 8, 7], "text": ["a", None, "b"]}))
    with pytest.raises(TypeError, match=r"articles\[1\]"):
        wc.near_duplicates(["a", 7])  # type: ignore[list-item]
    pairs = wc.near_duplicates(["a b c", "a b"], threshold=0.5, shingle=1)
    with pytest.raises(ValueError, match=r"threshold is `0.4`, but the pairs were found at `0.5`"):
        pairs.at_least(0.4)


@pytest.mark.parametrize(
    "articles", [RECORDS, list(NEWSROOM.values()), pd.DataFrame(RECORDS).assign(id=range(len(RECORDS)))]
)
def test_pairs_survive_pickle_and_copies(articles: Any) -> None:
    pairs = wc.near_duplicates(articles, threshold=0.1)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(pairs, protocol))
        assert again == pairs
        assert again.options == pairs.options
        assert again.articles == pairs.articles
        assert list(again.expand()) == list(pairs.expand())
        assert again.clusters() == pairs.clusters()
        assert again.keep(dates=False) == pairs.keep(dates=False)
        assert again.at_least(0.5) == pairs.at_least(0.5)
    assert copy.deepcopy(pairs) == copy.copy(pairs) == pairs
    assert pickle.loads(pickle.dumps(pairs.clusters())) == pairs.clusters()


def test_pairs_with_rows_left_out_survive_pickle() -> None:
    frame = pd.DataFrame(
        {"id": [7, None, datetime.date(2026, 3, 19)], "text": ["The mill burnt", None, "the mill burnt!"]}
    )
    pairs = wc.near_duplicates(frame, threshold=0.8)
    again = pickle.loads(pickle.dumps(pairs))
    assert again.groups == pairs.groups == [[7, datetime.date(2026, 3, 19)]]
    assert again.skipped == pairs.skipped
    assert len(again.skipped) == 1
    assert again.clusters(dates=[1, 2, 3]) == pairs.clusters(dates=[1, 2, 3])


def test_pairs_that_are_not_verified_have_their_estimates() -> None:
    chance = random.Random(5)
    texts = [" ".join(chance.choices("mill wharf ship river bridge harbour".split(), k=120)) for _ in range(40)]
    texts += [f"{text} today" for text in texts]
    exact = {(pair["a"], pair["b"]): pair["score"] for pair in wc.near_duplicates(texts, threshold=0.5, shingle=3)}
    pairs = wc.near_duplicates(texts, threshold=0.5, shingle=3, method="minhash", verify=False)
    assert pairs.options["verify"] is False
    signatures = wc.MinHash.from_texts(texts, shingle=3)
    errors = [pair["score"] - exact.get((pair["a"], pair["b"]), 0.5) for pair in pairs]
    assert len(pairs) >= 40
    assert max(map(abs, errors)) < 0.2
    assert any(errors)
    # Bins that are empty are filled for an index, so its estimate is not quite that of the signatures.
    for pair in pairs:
        assert abs(pair["score"] - signatures[pair["a_row"]].jaccard(signatures[pair["b_row"]])) < 0.1
    close = wc.near_duplicates(texts, threshold=0.5, shingle=3, method="simhash", verify=False)
    bits = wc.SimHash.from_texts(texts, shingle=3)
    for pair in close:
        dice = bits[pair["a_row"]].cosine(bits[pair["b_row"]])
        assert pair["score"] == pytest.approx(dice / (2 - dice))
        assert bits[pair["a_row"]].distance(bits[pair["b_row"]]) <= 8
    assert len(close) >= 30
    with pytest.raises(ValueError, match="`exact` finds no pairs that are not verified"):
        wc.near_duplicates(texts, verify=False)
    with pytest.raises(TypeError, match="verify: expected bool, found int"):
        wc.near_duplicates(texts, verify=0)  # type: ignore[arg-type]
