"""Fits how the odds of one story change with what both articles name: `crates/wirecopy/src/story/agreement.json`.

    python benchmarks/fit_agreement.py [--write]

By their words alone, pairs of a small collection that look like one story are one as often as not: an agency words its
notices of bonds, ratings and results alike. So a second step asks who and how many. It is fitted to the pairs that the
first one lists: those of `ecbplus_dev`, all topics together and two at a time, which are right where their event is
one, and those of windows of 100, 300 and 900 articles in the order of `speed`, newswire and news, as far as they were
judged by somebody who saw only the two texts (`judged_stories.tsv`, with the verdicts of `quality_false.py`; all but
`none` are right). Each of the four counts the same. Logistic regression, rounded. Printed: for each the pairs, the
Brier score of the words alone and of both steps, told by an eighth left out, and how many of the listed are right and
of the right ones listed. Needs the package (`make extension`) and benchmarks/requirements.txt.
"""

import csv
import gzip
import json
import random
import sys
from pathlib import Path

import numpy as np
import planted
from numpy.typing import NDArray
from quality_false import key_of
from sklearn.linear_model import LogisticRegression

import wirecopy as wc

FILE = planted.ROOT / "crates/wirecopy/src/story/agreement.json"
JUDGED = Path(__file__).resolve().parent / "judged_stories.tsv"
NAMES = ("words", "names", "facts", "content")
SEED = 20261127
WINDOWS = {100: 6, 300: 3, 900: 2}
# The first step lists from here on; by a lower bound for both nothing that the second one refuses is missing.
LISTED = 0.6
LEAST = 0.01
# As in `agreement.rs`.
BOTH, ALONE = 1.0, 3.0
PARTS = 8

Matrix = NDArray[np.float64]


def main() -> int:
    if not planted.DATA.exists():
        print(f"no corpora at {planted.DATA}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    sets = {
        "ecbplus_dev, all": ecbplus(20),
        "two topics": ecbplus(2),
        "newswire": windows("newswire"),
        "news": windows("news"),
    }
    features = np.vstack([found for found, _ in sets.values()])
    right = np.concatenate([right for _, right in sets.values()])
    weights = np.concatenate([np.full(len(right), 1000 / len(right)) for _, right in sets.values()])
    model = fit(features, right, weights)
    fitted = {"constant": round(float(model.intercept_[0]), 2)}
    fitted |= {name: round(float(value), 2) for name, value in zip(NAMES, model.coef_[0], strict=True)}
    print(json.dumps(fitted))
    apart = left_out(features, right, weights)
    start = 0
    for name, (found, is_right) in sets.items():
        by_words = 1 / (1 + np.exp(-found[:, 0]))
        both = apart[start : start + len(is_right)]
        start += len(is_right)
        briers = [((said - is_right) ** 2).mean() for said in (by_words, both)]
        listed = both >= LISTED
        print(
            f"{name}: {len(is_right):,} pairs, {is_right.mean():.2f} right; Brier score by words {briers[0]:.3f}, "
            f"by both {briers[1]:.3f}; right of the listed {is_right[listed].mean():.2f}, "
            f"listed of the right {listed[is_right].mean():.2f}"
        )
    if "--write" in sys.argv:
        FILE.write_text(json.dumps(fitted) + "\n", encoding="utf-8")
    return 0


def fit(features: Matrix, right: NDArray[np.bool_], weights: Matrix) -> LogisticRegression:
    return LogisticRegression(C=10, max_iter=1000).fit(features, right, sample_weight=weights)


def left_out(features: Matrix, right: NDArray[np.bool_], weights: Matrix) -> Matrix:
    """The probability of each pair by a fit to the others, an eighth at a time."""
    part = np.random.default_rng(SEED).integers(PARTS, size=len(right))
    said = np.zeros(len(right))
    for number in range(PARTS):
        here = part == number
        model = fit(features[~here], right[~here], weights[~here])
        said[here] = model.predict_proba(features[here])[:, 1]
    return said


def ecbplus(topics_at_a_time: int) -> tuple[Matrix, NDArray[np.bool_]]:
    with gzip.open(planted.DATA / "ecbplus_dev/documents.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    topics = sorted({record["topic"] for record in texts})
    rows, right = [], []
    for at in range(0, len(topics), topics_at_a_time):
        some = [record for record in texts if record["topic"] in topics[at : at + topics_at_a_time]]
        for a, b, features in stories([record["text"] for record in some]):
            rows.append(features)
            right.append(some[a]["event"] == some[b]["event"])
    return np.array(rows), np.array(right)


def windows(kind: str) -> tuple[Matrix, NDArray[np.bool_]]:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        verdicts = {(row["a"], row["b"]): row["verdict"] for row in csv.DictReader(file, delimiter="\t")}
    with gzip.open(planted.SPEED, "rt", encoding="utf-8") as lines:
        articles = [a for a in map(json.loads, lines) if a["lang"] in {"en", "eng"} and a["kind"] != "usenet"]
    dice = random.Random(SEED)
    rows: dict[tuple[str, str], tuple[list[float], bool]] = {}
    for drawn in ("newswire", "news"):
        of_kind = [article["text"] for article in articles if article["kind"] == drawn]
        for size, count in WINDOWS.items():
            for _ in range(count):
                start = dice.randrange(len(of_kind) - size)
                if drawn == kind:
                    texts = of_kind[start : start + size]
                    for a, b, features in stories(texts):
                        key = key_of({"a": a, "b": b}, texts)
                        if key in verdicts:
                            rows.setdefault(key, (features, verdicts[key] != "none"))
    return np.array([features for features, _ in rows.values()]), np.array([right for _, right in rows.values()])


def stories(texts: list[str]) -> list[tuple[int, int, list[float]]]:
    """The pairs that the first step lists, by their places, and what the second one goes by."""
    report = wc.check([{"id": number, "text": text} for number, text in enumerate(texts)], min_story_probability=LEAST)
    pairs = [pair for pair in json.loads(report.to_json())["pairs"] if pair["relation"] == "same_story"]
    found = []
    for pair in pairs:
        said = pair["agreement"]
        if said and said["by_words"] >= LISTED:
            by_words = min(max(said["by_words"], 1e-9), 1 - 1e-9)
            odds = [np.log(by_words / (1 - by_words))]
            odds += [np.log((said[kind] + BOTH) / (said[f"{kind}_alone"] + ALONE)) for kind in NAMES[1:]]
            found.append((int(pair["a"]), int(pair["b"]), odds))
    return found


if __name__ == "__main__":
    sys.exit(main())
