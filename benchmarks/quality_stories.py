"""How well story similarity agrees with people, and stories with events: `make quality`.

- Pearson's correlation with the human similarities of the 1,225 pairs of `lee`, with its 300 background texts, and
  without a background;
- area under the ROC curve for pairs within one topic of `ecbplus_dev` (one event or two), with all its texts as
  background, and without;
- B-cubed F1 of average-link clusters of all its texts, with the threshold that is best for the other topics chosen for
  each topic;
- the same F1 for the check's own clusters of stories, with the probability from which a pair is of one story chosen so;
- how often pairs of the check are of one event, by the probability with which it says so, and the Brier score;
- the ten pairs of the seed articles.
Each beside plain TF-IDF (`1 + ln` of the count, English stop words and stems, idf of the background).
"""

import datetime
import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

import wirecopy as wc

DATA = Path(os.environ.get("WIRECOPY_DATA", Path(__file__).resolve().parent.parent / "../shared/data"))
THRESHOLDS = np.arange(0.02, 0.9, 0.01)
PROBABILITIES = np.linspace(0.1, 0.9, 17)
Matrix = NDArray[np.float64]


def main() -> int:
    if not DATA.exists():
        print(f"no corpora at {DATA}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    print(f"Stories, {datetime.datetime.now(tz=datetime.UTC).date()}")
    print(f"{'':44}{'background':>12}{'none':>8}{'TF-IDF':>8}")
    lee()
    ecbplus()
    seeds()
    return 0


def lee() -> None:
    texts = lines(DATA / "lee/lee.cor")
    background = lines(DATA / "lee/lee_background.cor")
    human = np.array([row.split(",") if "," in row else row.split() for row in lines(DATA / "lee/similarities0-1.txt")])
    above = np.triu_indices(len(texts), 1)
    people = human.astype(float)[above]

    def pearson(matrix: Matrix) -> float:
        return float(np.corrcoef(matrix[above], people)[0, 1])

    with_background, without = matrix_of(texts, background), matrix_of(texts, None)
    show("lee: Pearson with people", pearson(with_background), pearson(without), pearson(tfidf(texts, background)))


def ecbplus() -> None:
    with gzip.open(DATA / "ecbplus_dev/documents.jsonl.gz", "rt", encoding="utf-8") as documents:
        records = [json.loads(line) for line in documents]
    texts = [record["text"] for record in records]
    topics = np.array([record["topic"] for record in records])
    events = np.unique([record["event"] for record in records], return_inverse=True)[1]
    a, b = np.triu_indices(len(texts), 1)
    within = topics[a] == topics[b]
    a, b = a[within], b[within]
    matrices = [matrix_of(texts, texts), matrix_of(texts, None), tfidf(texts, texts)]
    show("ecbplus_dev: AUC within a topic", *(auc(matrix[a, b], events[a] == events[b]) for matrix in matrices))
    found = [left_out(matrix, topics, events) for matrix in matrices]
    show("  B-cubed F1, threshold from other topics", *(f1 for f1, _ in found))
    for name, (_, chosen) in zip(("background", "none", "TF-IDF"), found, strict=True):
        print(f"    thresholds chosen, {name}: {min(chosen):.2f} to {max(chosen):.2f}")

    checked(records, topics, events)


def checked(records: list[dict[str, str]], topics: NDArray[np.int64], events: NDArray[np.int64]) -> None:
    """What the check says of one story, for several probabilities from which it says so."""
    place = {record["id"]: number for number, record in enumerate(records)}
    articles = [{"id": record["id"], "text": record["text"]} for record in records]
    scores, listed = [], []
    for least in PROBABILITIES:
        report = wc.check(articles, min_story_probability=float(least))
        labels = np.arange(len(records))
        # Those of stories come after those of duplicates, and hold them.
        for member in report.clusters:
            labels[place[member["id"]]] = place[member["representative"]]
        scores.append(b_cubed(labels, events))
        pairs = zip(report.pairs["a"], report.pairs["b"], report.pairs["relation"], strict=True)
        listed.append({(place[a], place[b]) for a, b, relation in pairs if relation == "same_story"})
    f1, chosen = by_other_topics(scores, PROBABILITIES, topics)
    print(f"  B-cubed F1 of the check's own stories: {f1:.3f}; probabilities {min(chosen):.2f} to {max(chosen):.2f}")
    print("  pairs of the check, by their probability of one story: of one event")
    squares, count = 0.0, 0
    for number, low in enumerate(PROBABILITIES):
        high, above = (PROBABILITIES[number + 1], listed[number + 1]) if number + 1 < len(listed) else (1.0, set())
        one = np.array([events[a] == events[b] for a, b in listed[number] - above], dtype=float)
        if one.size:
            middle = (low + high) / 2
            print(f"    {low:.2f} to {high:.2f}: {one.mean():.2f} of {one.size}")
            squares, count = squares + float(((one - middle) ** 2).sum()), count + one.size
    print(f"  Brier score of these: {squares / count:.3f}")


def seeds() -> None:
    files = sorted((DATA / "seeds").glob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    a, b = np.triu_indices(len(texts), 1)
    print("seeds, the most similar first:")
    for name, background in (("background", texts), ("none", None)):
        found = matrix_of(texts, background)[a, b]
        ranked = [f"{a[place]:03}-{b[place]:03} {found[place]:.3f}" for place in np.argsort(-found)]
        print(f"  {name}: {', '.join(ranked[:4])}")


def matrix_of(texts: list[str], background: list[str] | None) -> Matrix:
    a, b = np.triu_indices(len(texts))
    pairs = ((texts[x], texts[y]) for x, y in zip(a, b, strict=True))
    matrix = np.zeros((len(texts), len(texts)))
    matrix[a, b] = matrix[b, a] = wc.story_similarity(pairs, background)
    return matrix


def tfidf(texts: list[str], background: list[str]) -> Matrix:
    vectorizer = wc.TfidfVectorizer(language="en", stem=True, stop_words="english", sublinear_tf=True).fit(background)
    rows = vectorizer.transform(texts)
    return np.asarray((rows @ rows.T).todense())


def auc(scores: Matrix, same: NDArray[np.bool_]) -> float:
    """How often a pair of one event has a larger score than one of two, ties half."""
    negative = np.sort(scores[~same])
    below = np.searchsorted(negative, scores[same], "left") + np.searchsorted(negative, scores[same], "right")
    return float(below.mean() / 2 / len(negative))


def left_out(matrix: Matrix, topics: NDArray[np.int64], events: NDArray[np.int64]) -> tuple[float, list[float]]:
    """B-cubed F1 where each topic is clustered with the threshold that is best for the others, and those thresholds."""
    distance = 1 - np.clip(matrix, 0, 1)
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average")
    scores = [b_cubed(fcluster(tree, 1 - threshold, "distance"), events) for threshold in THRESHOLDS]
    return by_other_topics(scores, THRESHOLDS, topics)


def by_other_topics(
    scores: list[tuple[Matrix, Matrix]], thresholds: NDArray[np.float64], topics: NDArray[np.int64]
) -> tuple[float, list[float]]:
    """F1 where of each topic the scores count that are of the best threshold for the others, and those thresholds."""
    precision, recall = np.array([p for p, _ in scores]), np.array([r for _, r in scores])
    chosen, own = [], np.zeros((2, len(topics)))
    for topic in np.unique(topics):
        others, here = topics != topic, topics == topic
        f1 = [harmonic(p[others].mean(), r[others].mean()) for p, r in scores]
        best = int(np.argmax(f1))
        chosen.append(float(thresholds[best]))
        own[0][here], own[1][here] = precision[best][here], recall[best][here]
    return harmonic(own[0].mean(), own[1].mean()), chosen


def b_cubed(labels: NDArray[np.int64], events: NDArray[np.int64]) -> tuple[Matrix, Matrix]:
    """Precision and recall of each text's cluster (Bagga and Baldwin 1998)."""
    together, same = labels[:, None] == labels, events[:, None] == events
    both = (together & same).sum(1)
    return both / together.sum(1), both / same.sum(1)


def harmonic(precision: float, recall: float) -> float:
    return float(2 * precision * recall / (precision + recall))


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()]


def show(name: str, background: float, none: float, plain: float) -> None:
    print(f"{name:44}{background:12.3f}{none:8.3f}{plain:8.3f}")


if __name__ == "__main__":
    sys.exit(main())
