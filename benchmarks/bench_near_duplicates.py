"""Near-duplicates from a Python list of texts to pairs in hand, beside peers: `make bench`.

Each tool gets the same list in a process of its own, with one thread: CPU seconds (user and system, median of three
runs), peak memory above the process that holds the list, and recall and precision against the exact pairs, copies
included. The peers cut words by `\\w+` in lower case, and theirs are judged by the exact pairs of those words. They are
pinned in `requirements-joins.txt` and skipped where they are not installed. `bench_near_duplicates.py articles` or
`headlines` measures one part.
"""

import datetime
import gzip
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data")) / "speed"
THRESHOLD = 0.7
VALUES = 128
RUNS = 3
ONE_THREAD = {**os.environ, "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}

Pairs = set[tuple[int, int]]


def main() -> int:
    if not DATA.exists():
        print(f"no corpus at {DATA}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    print(f"{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}; CPU seconds of one thread,")
    print(f"median of {RUNS} runs; Jaccard {THRESHOLD}; peak memory above the list, as a multiple of the text\n")
    sys.path.insert(0, str(ROOT / "benchmarks"))
    from release_package import measured

    result = measured(__file__)
    print("\n".join(result["lines"]))
    return 0


def measure(parts: list[str]) -> None:
    """Runs every tool on every part; called where the release build is imported."""
    import wirecopy

    lines = [f"{'':28}{'texts':>9}{'seconds':>9}{'ratio':>7}{'memory':>9}{'pairs':>12}{'recall':>8}{'precision':>11}"]
    cases = [("articles", step, size, TOOLS) for step, size in ((2, 5), (1, 5))]
    cases += [("headlines", step, 3, TOOLS) for step in (10, 2, 1)]
    for corpus, step, size, tools in cases:
        if parts and corpus not in parts:
            continue
        first = None
        truth: dict[str, Pairs] = {}
        for name in tools:
            package = PACKAGES.get(name, "wirecopy")
            slow = name == "datasketch" and corpus == "headlines" and step == 1
            if find_spec(package) is None or slow:
                lines.append(f"{f'{corpus} {name}':28}  skipped: {'minutes' if slow else f'no {package}'}")
                continue
            runs = [alone(name, corpus, step, size) for _ in range(1 if name == "datasketch" else RUNS)]
            seconds = statistics.median(one["seconds"] for one in runs)
            first = first or seconds
            words = "pattern" if name in PACKAGES else "words"
            if words not in truth:
                truth[words] = as_set(alone(f"exact, {words}", corpus, step, size)["pairs"])
            found = as_set(runs[0]["pairs"])
            common = len(found & truth[words])
            lines.append(
                f"{f'{corpus} {name}':28}{runs[0]['texts']:>9,}{seconds:>9.2f}{seconds / first:>7.1f}"
                f"{statistics.median(one['peak'] for one in runs):>8.2f}x{len(found):>12,}"
                f"{common / len(truth[words]):>8.3f}{common / max(1, len(found)):>11.3f}"
            )
            print(lines[-1], file=sys.stderr, flush=True)
    print(json.dumps({"package": wirecopy.__file__, "lines": lines}))


def as_set(pairs: list[list[int]]) -> Pairs:
    return {(a, b) for a, b in pairs}


def alone(name: str, corpus: str, step: int, size: int) -> dict[str, Any]:
    """What one tool does in a process of its own."""
    command = [sys.executable, __file__, "--alone", name, corpus, str(step), str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=ONE_THREAD)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def run_alone(name: str, corpus: str, step: int, size: int) -> None:
    texts = read(corpus)[::step]
    if size == 3 and name == "datasketch":
        sys.setrecursionlimit(10_000)
    tool = TOOLS[name] if name in TOOLS else TRUTHS[name]
    if name not in PACKAGES:
        import wirecopy

        # Import, not work.
        wirecopy.near_duplicates(["a mill"], threads=1)
    else:
        __import__(PACKAGES[name])
    Path("/proc/self/clear_refs").write_text("5")
    before, start = peak(), time.process_time()
    pairs = tool(texts, size)
    seconds = time.process_time() - start
    above = (peak() - before) / sum(len(text.encode()) for text in texts)
    pairs = [(min(a, b), max(a, b)) for a, b in pairs]
    print(json.dumps({"texts": len(texts), "seconds": seconds, "peak": above, "pairs": sorted(set(pairs))}))


def read(corpus: str) -> list[str]:
    path = DATA / ("articles.jsonl.gz" if corpus == "articles" else "headlines_500k.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = map(json.loads, lines)
        return [record["text"] for record in records if record.get("lang", "en") == "en"]


def peak() -> int:
    (line,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return 1024 * int(line)


def ours(method: str, pattern: str | None = None) -> Any:
    def find(texts: list[str], size: int) -> list[tuple[int, int]]:
        import wirecopy as wc

        analyzer = None if pattern is None else wc.Analyzer(pattern=pattern, case="lower")
        pairs = wc.near_duplicates(
            texts, threshold=THRESHOLD, shingle=size, method=method, analyzer=analyzer, threads=1
        )
        if method == "exact" and pattern is None:
            # In hand: the columns of the table. What equal texts make of them is for the comparison alone.
            pairs["a_row"], pairs["b_row"], pairs["score"]
        return _Later(pairs)  # type: ignore[return-value]

    return find


class _Later:
    """Expands the groups of equal texts when the clock has stopped."""

    def __init__(self, pairs: Any) -> None:
        self._pairs = pairs

    def __iter__(self) -> Any:
        return ((pair["a_row"], pair["b_row"]) for pair in self._pairs.expand())


def shingles(text: str, size: int) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    if len(words) < size:
        return {" ".join(words)}
    return {" ".join(words[start : start + size]) for start in range(len(words) - size + 1)}


def gaoya(texts: list[str], size: int) -> list[tuple[int, int]]:
    from gaoya.minhash import MinHashStringIndex

    # 42 bands of 3, as its documentation has it.
    index = MinHashStringIndex(32, THRESHOLD, 42, 3, 126, "word", True, (size, size))
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    found = index.par_bulk_query(texts)
    return [(a, b) for a, near in enumerate(found) for b in near if a < b]


def rensa(texts: list[str], size: int) -> list[tuple[int, int]]:
    from rensa import RMinHash, RMinHashLSH

    signatures = RMinHash.from_token_sets((shingles(text, size) for text in texts), VALUES, 42)
    index = RMinHashLSH(THRESHOLD, VALUES, 16)
    index.insert_many(signatures)
    found = index.query_all(signatures)
    return [(a, b) for a, near in enumerate(found) for b in near if a < b]


def datasketch(texts: list[str], size: int) -> list[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    signatures = []
    index = MinHashLSH(threshold=THRESHOLD, num_perm=VALUES)
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=VALUES)
        signature.update_batch([shingle.encode() for shingle in shingles(text, size)])
        signatures.append(signature)
        index.insert(number, signature)
    return [(a, b) for a, signature in enumerate(signatures) for b in index.query(signature) if a < b]


TOOLS = {
    "exact": ours("exact"),
    "minhash": ours("minhash"),
    "simhash": ours("simhash"),
    "gaoya": gaoya,
    "rensa": rensa,
    "datasketch": datasketch,
}
TRUTHS = {"exact, words": ours("exact"), "exact, pattern": ours("exact", r"\w+")}
PACKAGES = {"gaoya": "gaoya", "rensa": "rensa", "datasketch": "datasketch"}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(os.environ.get("WIRECOPY_BENCH_PARTS", "").split())
    elif sys.argv[1:2] == ["--alone"]:
        run_alone(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    else:
        os.environ["WIRECOPY_BENCH_PARTS"] = " ".join(sys.argv[1:])
        sys.exit(main())
