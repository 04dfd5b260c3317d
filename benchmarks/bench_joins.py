"""What the joins of wirecopy-similarity cost on the speed corpora: `make bench`.

Sets: 5-word shingles of the English articles and 3-word shingles of the headlines, on all texts and on every second
one, one thread, medians of CPU seconds, and peak memory above the texts as a multiple of them. Near-duplicates: from
texts to pairs, exactly and by sketches, with the part of the exact pairs that these find; and texts that are copies, or
share a footer. Cosine: TF-IDF of the English articles (the ten nearest of each) and of headlines (10,000 against
100,000 at 0.7), beside sparse_dot_topn in the same run, with equal pairs. That part needs
`pip install scikit-learn sparse_dot_topn` and is skipped without.
"""

import datetime
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples"
RUNS = 3
EXAMPLES = [
    ("wirecopy", "set_join_speed"),
    ("wirecopy-neardup", "near_duplicates_speed"),
    ("wirecopy-similarity", "cosine_speed"),
]
ONE_THREAD = {**os.environ, "RAYON_NUM_THREADS": "1"}


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data")) / "speed"
    if not corpus.exists():
        print(f"no corpus at {corpus}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    for package, example in EXAMPLES:
        command = ["cargo", "build", "--release", "--locked", "--quiet", "-p", package, "--example", example]
        subprocess.run(command, check=True, cwd=ROOT)
    print(f"{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}; CPU seconds of one thread,")
    print(f"median of {RUNS} runs\n")
    with tempfile.TemporaryDirectory() as folder:
        articles, headlines = Path(folder, "articles.jsonl"), Path(folder, "headlines.jsonl")
        for packed, path in (("articles", articles), ("headlines_500k", headlines)):
            path.write_bytes(gzip.decompress((corpus / f"{packed}.jsonl.gz").read_bytes()))
        sets(articles, headlines)
        near_duplicates(articles, headlines)
        try:
            import scipy  # noqa: F401
            import sklearn  # noqa: F401
            import sparse_dot_topn  # noqa: F401
        except ImportError as error:
            print(f"\nskipped: cosine beside sparse_dot_topn ({error})")
            return 0
        nearest(articles, folder)
        similar(headlines, folder)
    return 0


def sets(articles: Path, headlines: Path) -> None:
    print(f"{'sets':32}{'texts':>9}{'shingles':>9}{'join':>7}{'growth':>8}{'memory':>8}{'pairs':>9}")
    cases = [(articles, 5, criterion, value) for criterion, value in CRITERIA]
    cases += [(headlines, 3, "jaccard", "0.7"), (headlines, 3, "containment", "0.7")]
    for path, k, criterion, value in cases:
        before = None
        for step in (2, 1):
            language = ["en"] if path == articles else []
            command = [TARGET / "set_join_speed", path, str(k), criterion, value, str(step), *language]
            runs = [figures(command) for _ in range(RUNS)]
            join, shingles = (statistics.median(one[key] for one in runs) for key in ("cpu_join", "cpu_shingles"))
            growth = f"{(join + shingles) / before:.2f}" if before else ""
            before = join + shingles
            label = f"{path.stem} {criterion} {value}"
            one = runs[0]
            print(
                f"{label:32}{one['texts']:>9,}{shingles:>9.2f}{join:>7.2f}{growth:>8}"
                f"{one['peak_above_texts']:>7.2f}x{one['pairs']:>9,}"
            )


def near_duplicates(articles: Path, headlines: Path) -> None:
    print(f"\n{'near-duplicates, jaccard 0.7':34}{'texts':>9}{'cpu':>7}{'growth':>8}{'MB':>7}{'memory':>8}", end="")
    print(f"{'pairs':>9}{'recall':>8}{'all pairs':>15}")
    methods = ("exact", "minhash", "simhash")
    cases = [(articles, 5, method, (2, 1)) for method in methods]
    cases += [(headlines, 3, method, (4, 2, 1)) for method in methods]
    cases += [(f"{kind}:{count}", 5, "exact", (1,)) for kind in ("copies", "footer") for count in (50_000, 100_000)]
    exact = {}
    for source, k, method, steps in cases:
        before = None
        for step in steps:
            language = ["en"] if source == articles else []
            command = [TARGET / "near_duplicates_speed", source, str(k), "jaccard", "0.7", method, str(step), *language]
            runs = [figures(command) for _ in range(RUNS)]
            cpu, one = statistics.median(run["cpu"] for run in runs), runs[0]
            growth = f"{cpu / before:.2f}" if before else ""
            before = cpu
            of_exact = exact.setdefault((source, step), one["pairs"])
            recall = f"{one['pairs'] / of_exact:.4f}" if of_exact else ""
            label = f"{Path(source).stem} {k} {method}"
            print(
                f"{label:34}{one['texts']:>9,}{cpu:>7.2f}{growth:>8}{one['megabytes']:>7.0f}"
                f"{one['peak_above_texts']:>7.2f}x{one['pairs']:>9,}{recall:>8}{one['expanded']:>15,}"
            )


CRITERIA = [("jaccard", "0.7"), ("dice", "0.7"), ("containment", "0.7"), ("overlap", "100")]


def figures(command: list) -> dict:
    done = subprocess.run(command, check=True, capture_output=True, env=ONE_THREAD)
    return json.loads(done.stdout)


def matrix(path: Path, language: str | None, most: int | None):
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if language is None or record.get("lang") == language:
                texts.append(record["text"])
            if len(texts) == most:
                break
    rows = TfidfVectorizer().fit_transform(texts)
    rows.sort_indices()
    return rows


def ours(rows, folder: str, *arguments: str):
    """The pairs that our example finds, and its figures."""
    import numpy as np
    import scipy.sparse

    prefix = Path(folder, "matrix")
    for part, kind in (("indptr", "u8"), ("indices", "u4"), ("data", "f8")):
        getattr(rows, part).astype(kind).tofile(f"{prefix}.{part}")
    runs = [figures([TARGET / "cosine_speed", prefix, *arguments]) for _ in range(RUNS)]
    indptr, indices, data = (
        np.fromfile(f"{prefix}.found.{part}", kind)
        for part, kind in (("indptr", "u8"), ("indices", "u4"), ("data", "f8"))
    )
    found = scipy.sparse.csr_matrix((data, indices.astype(np.int64), indptr.astype(np.int64)))
    return found, statistics.median(one["cpu_seconds"] for one in runs), runs[0]["megabytes_above_input"]


def theirs(rows, others, runs: int, **options):
    from sparse_dot_topn import sp_matmul_topn

    seconds = []
    columns = others.T.tocsr()
    for _ in range(runs):
        start = time.process_time()
        found = sp_matmul_topn(rows, columns, n_threads=1, **options)
        seconds.append(time.process_time() - start)
    return found, statistics.median(seconds)


def nearest(path: Path, folder: str) -> None:
    import numpy as np

    rows = matrix(path, "en", None)
    found, seconds, memory = ours(rows, folder, "top-k", "10")
    # Theirs finds each row itself, too.
    peer, peer_seconds = theirs(rows, rows, 1, top_n=11, sort=True)
    unequal = 0
    for row in range(rows.shape[0]):
        own = np.sort(found.data[found.indptr[row] : found.indptr[row + 1]])[::-1]
        place = slice(peer.indptr[row], peer.indptr[row + 1])
        others = peer.data[place][peer.indices[place] != row][:10]
        unequal += len(own) != len(others) or not np.allclose(own, others, rtol=0, atol=1e-9)
    print(f"\ncosine, ten nearest of {rows.shape[0]:,} articles: {seconds:.2f} s, {memory:.0f} MB above the matrix;")
    print(f"sparse_dot_topn {peer_seconds:.2f} s, {peer_seconds / seconds:.1f} times;", end=" ")
    print(f"{unequal} rows with other scores")


def similar(path: Path, folder: str) -> None:
    rows = matrix(path, None, 110_000)
    found, seconds, memory = ours(rows, folder, "join", "0.7", "100000")
    # So many that it loses no pair: no headline has as many partners.
    peer, peer_seconds = theirs(rows[100_000:], rows[:100_000], RUNS, top_n=3000, threshold=0.7 - 1e-12)
    # Where the last headlines have no partner, the shape that we guess is smaller.
    found.resize(peer.shape)
    largest = abs(found - peer).max()
    print(f"\ncosine, 10,000 headlines against 100,000 at 0.7: {seconds:.3f} s, {memory:.0f} MB above the matrix;")
    print(f"sparse_dot_topn {peer_seconds:.3f} s, {peer_seconds / seconds:.1f} times;", end=" ")
    print(f"{found.nnz:,} and {peer.nnz:,} pairs, scores differ by up to {largest:.1e}")


if __name__ == "__main__":
    sys.exit(main())
