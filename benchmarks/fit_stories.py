"""Fits the probability that two articles tell one story, and writes `crates/wirecopy/src/story/probability.json`.

    WIRECOPY_DATA=../shared/data python benchmarks/fit_stories.py [--write]

The pairs are those of the 462 texts of `ecbplus_dev`, one story where their event is one: all of them alone, by two of
the 20 topics, 16 texts at a time, and among 2,000 and 10,000 other English texts of `speed`, all drawn by a seed. Each
of the five collections counts the same, since nobody knows how large a check will be. The odds are even at a similarity
of `even + by_crowding * c + by_common * w`, where `c` is the part that the terms of the neighbourhoods lose, up to .7,
and `w` the weight of common neighbours in so many articles; they rise with the similarity as a part of that, by
`slope`. Maximum likelihood, rounded. Printed: for each collection the Brier score of the pairs of each topic with a fit
to the others, beside that of the base rate, and a table of reliability. `make quality` has the check's own.
"""

import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data"))
FILE = ROOT / "crates/wirecopy/src/story/probability.json"
NAMES = ("even", "by_crowding", "by_common", "slope")
DIGITS = (2, 2, 2, 1)
START = (0.2, -0.1, 0.5, 7.0)
MOST_CROWDING = 0.7
# Below this no fit says anything but no: the pairs of two topics, which would outweigh all others.
LEAST = 0.03

Record = dict[str, str]
Matrix = NDArray[np.float64]


def main() -> int:
    if not DATA.exists():
        print(f"no corpora at {DATA}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    build = ["cargo", "build", "--release", "-p", "wirecopy", "--example", "story_features"]
    subprocess.run(build, cwd=ROOT, check=True)
    sets = {name: np.vstack([features(*texts) for texts in drawn]) for name, drawn in collections().items()}
    pairs = np.vstack(list(sets.values()))
    weights = np.concatenate([np.full(len(rows), 1 / len(rows)) for rows in sets.values()])
    fitted = [round(float(value), digits) for value, digits in zip(fit(pairs, weights), DIGITS, strict=True)]
    print(dict(zip(NAMES, fitted, strict=True)))
    apart = np.zeros(len(pairs))
    for topic in np.unique(pairs[:, 4:]):
        others = (pairs[:, 4] != topic) & (pairs[:, 5] != topic)
        here = pairs[:, 4] == topic
        apart[here] = probability(pairs[here], fit(pairs[others], weights[others]))
    start = 0
    for name, rows in sets.items():
        same, left_out = rows[:, 3], apart[start : start + len(rows)]
        start += len(rows)
        base = same.mean() * (1 - same.mean())
        print(f"{name}: {len(rows):,} pairs, Brier {((left_out - same) ** 2).mean():.3f} (base rate {base:.3f})")
        for low in np.arange(0, 1, 0.2):
            of = (left_out >= low) & (left_out < low + 0.2)
            if of.any():
                print(f"  {low:.1f} to {low + 0.2:.1f}: {same[of].mean():.2f} of {of.sum():,}")
    if "--write" in sys.argv:
        FILE.write_text(json.dumps(dict(zip(NAMES, fitted, strict=True))) + "\n", encoding="utf-8")
    return 0


def collections() -> dict[str, list[tuple[list[Record], list[Record]]]]:
    """The texts whose pairs count, and others beside them."""
    chance = random.Random(20261126)
    with gzip.open(DATA / "ecbplus_dev/documents.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    with gzip.open(DATA / "speed/articles.jsonl.gz", "rt", encoding="utf-8") as file:
        others = [record for record in map(json.loads, file) if record["lang"] in {"en", "eng"}]
    topics = sorted({record["topic"] for record in texts})
    chance.shuffle(topics)
    of_two = [[r for r in texts if r["topic"] in topics[at : at + 2]] for at in range(0, len(topics), 2)]
    return {
        "16 texts": [(chance.sample(texts, 16), []) for _ in range(20)],
        "two topics": [(some, []) for some in of_two],
        "all": [(texts, [])],
        "among 2,000": [(texts, chance.sample(others, 2_000))],
        "among 10,000": [(texts, chance.sample(others, 10_000))],
    }


def features(texts: list[Record], others: list[Record]) -> Matrix:
    """Similarity, crowding, weight of common neighbours, whether of one event, and both topics, of each pair."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts.jsonl")
        with path.open("w", encoding="utf-8") as file:
            for number, record in enumerate(texts + others):
                file.write(json.dumps({"id": str(number), "text": record["text"]}) + "\n")
        program = ROOT / "target/release/examples/story_features"
        found = subprocess.run([program, str(len(texts)), path], capture_output=True, check=True, text=True)
    rows = []
    for line in found.stdout.splitlines():
        a, b, similarity, crowding, articles = line.split("\t")
        one, other = texts[int(a)], texts[int(b)]
        if float(similarity) >= LEAST:
            common = 0.3 * int(articles) / (int(articles) + 100)
            same, both = one["event"] == other["event"], (int(one["topic"]), int(other["topic"]))
            rows.append((float(similarity), min(float(crowding), MOST_CROWDING), common, same, *both))
    return np.array(rows, dtype=float)


def probability(pairs: Matrix, coefficients: Matrix) -> Matrix:
    even, by_crowding, by_common, slope = coefficients
    even_odds = np.maximum(even + by_crowding * pairs[:, 1] + by_common * pairs[:, 2], 0.01)
    return np.asarray(1 / (1 + np.exp(np.clip(slope * (1 - pairs[:, 0] / even_odds), -30, 30))))


def fit(pairs: Matrix, weights: Matrix) -> Matrix:
    def loss(coefficients: Matrix) -> float:
        found = np.clip(probability(pairs, coefficients), 1e-12, 1 - 1e-12)
        return float(-(weights * np.log(np.where(pairs[:, 3] > 0, found, 1 - found))).sum())

    options = {"maxiter": 4_000, "xatol": 1e-5, "fatol": 1e-8}
    return np.asarray(minimize(loss, START, method="Nelder-Mead", options=options).x)


if __name__ == "__main__":
    sys.exit(main())
