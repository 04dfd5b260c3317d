"""Our vectorisers beside scikit-learn's on whole corpora: vocabulary, columns, counts and weights.

    python benchmarks/quality_vectorizers.py [--every N | --whole] [CASE ...]

All stories of reuters21578, and the articles of all languages of the speed corpus. Where scikit-learn takes minutes,
every so-manieth article, unless `--whole` is said (10 GB of memory). Counts have to be identical; of the weights the
largest relative difference is printed, and 1e-15 is allowed. The exit status is 1 when anything differs.
"""

import argparse
import gzip
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from figures import tell
from sklearn.feature_extraction import text as theirs

import wirecopy as wc

DATA = Path(os.environ.get("WIRECOPY_DATA", Path(__file__).parent / "../../shared/data"))
CORPORA = {"reuters21578": "reuters21578/documents.jsonl.gz", "speed": "speed/articles.jsonl.gz"}

# The options, and of which articles of the speed corpus: 1 is all, 8 is every eighth.
CASES: dict[str, tuple[dict[str, Any], int]] = {
    "defaults": ({}, 1),
    "1 and 2 words": ({"ngram_range": (1, 2)}, 1),
    "char 2 to 4": ({"analyzer": "char", "ngram_range": (2, 4)}, 8),
    "char_wb 3 to 5": ({"analyzer": "char_wb", "ngram_range": (3, 5)}, 4),
    "stop words": ({"stop_words": "english"}, 1),
    "accents off": ({"strip_accents": "unicode"}, 1),
    "ASCII alone": ({"strip_accents": "ascii"}, 1),
    "bounds": ({"min_df": 3, "max_df": 0.2, "max_features": 20_000, "ngram_range": (1, 2)}, 1),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, help="take so much less of everything (default: 1)")
    parser.add_argument("--whole", action="store_true", help="take all articles, where scikit-learn takes minutes too")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"of {', '.join(CASES)} (default: all)")
    arguments = parser.parse_args()
    every, whole = arguments.every, arguments.whole
    print(
        f"{'corpus':14}{'options':18}{'texts':>8}{'columns':>11}{'stored':>12}  counts     weights   CPU s ours, theirs"
    )
    failed = 0
    for corpus, path in CORPORA.items():
        texts = read(DATA / path)
        for name in arguments.cases or CASES:
            options, step = CASES[name]
            chosen = texts[:: every * (step if corpus == "speed" and not whole else 1)]
            failed += not compare(corpus, name, options, chosen)
    tell("vectorizers: cases that differ from scikit-learn's", failed, at_most=0)
    return min(failed, 1)


def read(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def compare(corpus: str, name: str, options: dict[str, Any], texts: list[str]) -> bool:
    start = time.process_time()
    our_counts = wc.CountVectorizer(**options).fit(texts)
    counts = our_counts.transform(texts)
    weighing = wc.TfidfVectorizer(**options)
    weights = weighing.fit_transform(texts)
    between = time.process_time()
    their_counts = theirs.CountVectorizer(**options)
    expected = their_counts.fit_transform(texts)
    weigher = theirs.TfidfVectorizer(**options)
    expected_weights = weigher.fit_transform(texts)
    end = time.process_time()
    expected.sort_indices()
    expected_weights.sort_indices()
    same = (
        our_counts.vocabulary_ == their_counts.vocabulary_ == weighing.vocabulary_
        and all(
            np.array_equal(getattr(counts, part), getattr(expected, part)) for part in ("indptr", "indices", "data")
        )
        and all(np.array_equal(getattr(weights, part), getattr(expected, part)) for part in ("indptr", "indices"))
        and np.array_equal(weighing.idf_, weigher.idf_)
    )
    apart = float(np.max(np.abs(weights.data / expected_weights.data - 1))) if same else float("nan")
    print(
        f"{corpus:14}{name:18}{len(texts):>8,}{counts.shape[1]:>11,}{counts.nnz:>12,}  "
        f"{'equal' if same else 'DIFFER':8}{apart:>10.1e}  {between - start:8.1f}, {end - between:6.1f}",
        flush=True,
    )
    return same and apart <= 1e-15


if __name__ == "__main__":
    sys.exit(main())
