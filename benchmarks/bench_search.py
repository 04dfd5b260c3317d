"""1,000 searches beside bm25s with its numba backend, in one process and on one thread. `make bench` runs it.

The first 8 words of every 60th speed article are searched for among all 61,768, k = 10. bm25s gets the same tokens, and
its queries cut already; ours cuts them. Prints processor time, medians of several runs, and the largest difference
between the scores.
"""

import gzip
import json
import os
import platform
import resource
import statistics
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import release_package

DATA = Path(os.environ.get("WIRECOPY_DATA", release_package.ROOT / "../shared/data"))
CORPUS = DATA / "speed/articles.jsonl.gz"
RUNS, EVERY, QUERIES, QUERY_WORDS, K = 5, 60, 1000, 8, 10


def main() -> int:
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
        return 0
    if not CORPUS.exists():
        print(f"skipped: no corpus at {CORPUS} (set WIRECOPY_DATA)")
        return 0
    result = release_package.measured(__file__)
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, {date.today()}, one thread, median of {RUNS} runs\n")
    print(f"BM25, {QUERIES:,} queries over {result['articles']:,} articles: ours {result['ours']:.3f} s of CPU", end="")
    if "theirs" in result:
        print(
            f", bm25s (numba) {result['theirs']:.3f} s: {result['theirs'] / result['ours']:.2f} times as fast", end=""
        )
        print(f"; scores differ by {result['difference']:.1e} at most (1e-5)", end="")
    else:
        print("; bm25s with numba is not there (make bench-peers)", end="")
    print(f"\nfitting: ours {result['fit']:.2f} s")
    return 0


def measure() -> dict[str, Any]:
    import wirecopy as wc

    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    queries = [" ".join(text.split()[:QUERY_WORDS]) for text in texts[::EVERY]][:QUERIES]
    index = wc.Bm25(threads=1)
    fit, _ = timed(lambda: index.fit(texts), 1)
    ours, found = timed(lambda: index.search(queries, K), RUNS)
    result = {"package": wc.__file__, "articles": len(texts), "fit": fit, "ours": ours}
    try:
        import bm25s
        import numba  # noqa: F401
    except ImportError:
        return result
    analyzer = wc.Analyzer()
    asked = analyzer.tokens_batch(queries)
    theirs_index = bm25s.BM25(backend="numba", method="lucene", k1=1.5, b=0.75)
    theirs_index.index(analyzer.tokens_batch(texts), show_progress=False)

    def search() -> tuple[Any, Any]:
        return theirs_index.retrieve(asked, k=K, n_threads=1, show_progress=False)

    # The first time it is compiled.
    search()
    theirs, (_, scores) = timed(search, RUNS)
    by_query: dict[int, list[float]] = {}
    for row in zip(found["query"], found["score"], strict=True):
        by_query.setdefault(row[0], []).append(row[1])
    # Equal scores may stand in another order, so the k-th best scores are compared, not the articles.
    difference = max(
        abs(ours_score - float(theirs_score))
        for query, list_of_ours in by_query.items()
        for ours_score, theirs_score in zip(list_of_ours, scores[query], strict=False)
    )
    return result | {"theirs": theirs, "difference": difference}


def timed(work: Callable[[], Any], runs: int) -> tuple[float, Any]:
    """Median of the processor seconds, and the last result."""
    seconds = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_SELF)
        result = work()
        after = resource.getrusage(resource.RUSAGE_SELF)
        seconds.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(seconds), result


if __name__ == "__main__":
    sys.exit(main())
