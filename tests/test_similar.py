"""The nearest articles of each from Python: what the vectoriser and the join give, and what goes in."""

from pathlib import Path
from typing import Any

import pytest

import wirecopy as wc

np = pytest.importorskip("numpy")
pd = pytest.importorskip("pandas", reason="frames go in")
pl = pytest.importorskip("polars", reason="frames go in")
pytest.importorskip("scipy", reason="compared with rows of sparse matrices")

FOLDER = Path(__file__).resolve().parent.parent / "examples" / "newsroom"
NEWSROOM = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))}


@pytest.mark.parametrize("language", [None, "en"])
@pytest.mark.parametrize(("k", "threshold"), [(1, None), (3, 0.2), (50, None)])
def test_neighbours_are_those_of_the_matrix(language: str | None, k: int, threshold: float | None) -> None:
    if language is None:
        analyzer = wc.Analyzer()
    else:
        analyzer = wc.Analyzer(language=language, stop_words="language", stemming="current")
    texts = list(NEWSROOM.values())
    matrix = wc.TfidfVectorizer(analyzer=analyzer.tokens).fit_transform(texts)
    scores = (matrix @ matrix.T).toarray()
    np.fill_diagonal(scores, 0)
    table = wc.similar(texts, k, threshold=threshold, language=language)
    for row in range(len(texts)):
        near = [other for other in np.argsort(-scores[row], kind="stable") if scores[row, other] > (threshold or 0)]
        found = [hit for hit in table if hit["row"] == row]
        assert [hit["neighbour_row"] for hit in found] == near[:k]
        np.testing.assert_allclose([hit["score"] for hit in found], scores[row, near[:k]], rtol=1e-12)


def test_ids_come_back_as_they_are() -> None:
    records = [{"post": 10, "caption": "the mill"}, {"post": 20, "caption": None}, {"post": 30, "caption": "a mill"}]
    for frame in (pd.DataFrame(records), pl.DataFrame(records)):
        table = wc.similar(frame, text="caption", id="post")
        assert (table["row"], table["id"], table["neighbour_row"], table["neighbour"]) == (
            [0, 2],
            [10, 30],
            [2, 0],
            [30, 10],
        )


def test_the_number_of_threads_changes_nothing() -> None:
    texts = [f"mill {'wharf ' * (number % 7)} ship{number % 50}" for number in range(2000)]
    assert wc.similar(texts, 3, threads=1) == wc.similar(texts, 3, threads=2)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"k": 0}, ValueError, "k: `0`, expected"),
        ({"threshold": 2}, ValueError, "threshold is `2`"),
        ({"threshold": "much"}, TypeError, "threshold: expected float"),
        ({"language": "xx"}, ValueError, "xx"),
        ({"analyzer": "words"}, TypeError, "analyzer"),
        ({"analyzer": wc.Analyzer(), "language": "en"}, ValueError, "leave one of them out"),
        ({"text": "body"}, ValueError, "body"),
        ({"threads": -1}, ValueError, "threads"),
    ],
)
def test_bad_input_is_refused(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        wc.similar(["the mill", "a mill"], **options)


def test_articles_without_words_are_near_to_nothing() -> None:
    assert len(wc.similar(["—", "…", ""])) == len(wc.similar([])) == 0
