"""Texts to a SciPy matrix, beside scikit-learn in the same run. `make bench` runs it.

Builds the package with the release profile into a temporary folder. Each case runs in a process of its own, on one
thread, and gives the processor time (user and system) of `fit_transform` from a list of str to a matrix in hand, and
the peak of memory; the median of several runs, in turn with those beside which it stands: a machine that slows down
slows both. Then 2 threads beside 1, and stems beside words. `bench_tfidf.py headlines "char_wb 3 to 5"` measures what
is named.
"""

import gzip
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data"))
RUNS = 3

CORPORA = {"articles": "speed/articles.jsonl.gz", "headlines": "speed/headlines_500k.jsonl.gz"}
CASES: dict[str, tuple[str, dict[str, Any], int]] = {
    "unigrams": ("CountVectorizer", {}, 8),
    "tf-idf": ("TfidfVectorizer", {}, 8),
    "1 and 2 words": ("CountVectorizer", {"ngram_range": (1, 2)}, 15),
    "char_wb 3 to 5": ("CountVectorizer", {"analyzer": "char_wb", "ngram_range": (3, 5)}, 12),
    "hashing": ("HashingVectorizer", {}, 6),
}


def main() -> int:
    if sys.argv[1:2] == ["--measure"]:
        print(json.dumps(measure(*sys.argv[2:])))
        return 0
    if not all((DATA / name).exists() for name in CORPORA.values()):
        print(f"skipped: the speed corpora are not below {DATA} (set WIRECOPY_DATA)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        maturin = Path(sys.executable).parent / "maturin"
        subprocess.run([maturin, "build", "--release", "--locked", "--quiet", "--out", folder], check=True, cwd=ROOT)
        (wheel,) = Path(folder).glob("*.whl")
        package = Path(folder, "package")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", package, wheel]
        subprocess.run(pip, check=True)
        environment = {**os.environ, "PYTHONPATH": str(package)}
        print(f"\n{platform.machine()}, {os.cpu_count()} cores, {date.today()}, median of {RUNS} runs\n")
        print(f"{'':10} {'':16} {'ours':>9} {'MB':>6} {'theirs':>9} {'MB':>6} {'ratio':>7} {'bar':>4}")
        for corpus in CORPORA:
            for case, (_, _, bar) in CASES.items():
                if not wanted(corpus, case):
                    continue
                ours, theirs = in_turn(environment, folder, corpus, case, [("wirecopy", {}), ("sklearn", {})])
                assert ours["shape"] == theirs["shape"], (corpus, case, ours, theirs)
                print(
                    f"{corpus:10} {case:16} {ours['seconds']:8.2f}s {ours['megabytes']:6} {theirs['seconds']:8.2f}s "
                    f"{theirs['megabytes']:6} {theirs['seconds'] / ours['seconds']:6.1f}x {bar:3}x",
                    flush=True,
                )
            for what, changed, options in (
                ("2 threads", "1 and 2 words", {"threads": 2}),
                ("stems", "unigrams", {"language": "en", "stem": True}),
            ):
                if not wanted(corpus, what):
                    continue
                plain, other = in_turn(environment, folder, corpus, changed, [("wirecopy", {}), ("wirecopy", options)])
                ratio = other["seconds"] / plain["seconds"]
                print(
                    f"{corpus:10} {changed:16} {plain['seconds']:8.2f}s; with {what} {ratio:.2f} times that", flush=True
                )
    return 0


def wanted(corpus: str, case: str) -> bool:
    """Whether the command line names the corpus and the case, or no corpus and no case."""
    named = sys.argv[1:]
    corpora = [name for name in named if name in CORPORA] or [corpus]
    cases = [name for name in named if name not in CORPORA] or [case]
    return corpus in corpora and case in cases


def in_turn(
    environment: dict[str, str], folder: str, corpus: str, case: str, sides: list[tuple[str, dict[str, Any]]]
) -> list[Any]:
    """What each side takes, one run of each after the other."""
    runs: list[list[Any]] = [[] for _ in sides]
    for _ in range(RUNS):
        for found, (package, options) in zip(runs, sides, strict=True):
            command = [sys.executable, __file__, "--measure", corpus, case, package, json.dumps(options)]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, env=environment)
            found.append(json.loads(done.stdout))
            if package == "wirecopy" and not found[-1]["from"].startswith(folder):
                raise SystemExit(f"measured the package in {found[-1]['from']}, not the release build")
    return [{**found[0], "seconds": statistics.median(one["seconds"] for one in found)} for found in runs]


def measure(corpus: str, case: str, package: str, options: str) -> dict[str, Any]:
    with gzip.open(DATA / CORPORA[corpus], "rt", encoding="utf-8") as lines:
        articles = map(json.loads, lines)
        texts = [article["text"] for article in articles if article.get("lang", "en") == "en"]
    name, parameters, _ = CASES[case]
    if package == "wirecopy":
        import wirecopy as module

        parameters = {"threads": 1, **parameters}
    else:
        from sklearn.feature_extraction import text as module
    import scipy.sparse  # noqa: F401

    vectorizer = getattr(module, name)(**{**parameters, **json.loads(options)})
    started = time.process_time()
    matrix = vectorizer.fit_transform(texts)
    seconds = time.process_time() - started
    return {
        "from": module.__file__,
        "seconds": seconds,
        "shape": matrix.shape,
        # Linux counts in kibibytes.
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000,
    }


if __name__ == "__main__":
    sys.exit(main())
