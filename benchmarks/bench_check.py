"""What a check of the speed corpus costs, stage by stage, and how it grows: `make bench`.

Runs the example `stages` of the facade on all articles and on every second one, three times each on one thread, and
prints medians of CPU seconds, peak memory, pairs, and the growth for twice the articles. The corpora are found by the
variable WIRECOPY_DATA; copies unpacked for the run lie in a temporary folder.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data")) / "speed/articles.jsonl.gz"
    if not corpus.exists():
        print(f"no corpus at {corpus}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    subprocess.run(
        ["cargo", "build", "--release", "--locked", "--quiet", "-p", "wirecopy", "--example", "stages"],
        check=True,
        cwd=ROOT,
    )
    with tempfile.TemporaryDirectory() as folder:
        whole, half = Path(folder, "all.jsonl"), Path(folder, "half.jsonl")
        with gzip.open(corpus, "rb") as source, whole.open("wb") as every, half.open("wb") as second:
            for number, line in enumerate(source):
                every.write(line)
                if number % 2 == 0:
                    second.write(line)
        results = {path.stem: [run(path) for _ in range(RUNS)] for path in (half, whole)}
    show(results["half"], results["all"])
    return 0


def run(path: Path) -> dict:
    done = subprocess.run(
        [ROOT / "target/release/examples/stages", path],
        check=True,
        capture_output=True,
        env={**os.environ, "RAYON_NUM_THREADS": "1"},
    )
    return json.loads(done.stdout)


def show(half: list[dict], whole: list[dict]) -> None:
    def median(runs: list[dict], *keys: str) -> float:
        values = []
        for one in runs:
            for key in keys:
                one = one[key]
            values.append(one)
        return statistics.median(values)

    print(f"{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}; CPU seconds of one thread,")
    print(f"median of {RUNS} runs; every second article and all of them\n")
    print(f"{'':24}{median(half, 'articles'):>12,.0f}{median(whole, 'articles'):>12,.0f}{'growth':>9}")
    rows = [(stage, ("cpu_seconds", stage)) for stage in whole[0]["cpu_seconds"]]
    rows += [("all before alignment", ("cpu_before_alignment",)), ("total", ("cpu_total",))]
    for label, keys in rows:
        small, large = median(half, *keys), median(whole, *keys)
        growth = f"{large / small:.2f}" if small >= 0.1 else ""
        print(f"{label:24}{small:>12.2f}{large:>12.2f}{growth:>9}")
    print(f"{'peak memory, MB':24}{median(half, 'peak_megabytes'):>12.0f}{median(whole, 'peak_megabytes'):>12.0f}")
    silence = [one["longest_silence"]["seconds"] for one in whole]
    print(f"{'longest silence, s (wall)':24}{'':11}{statistics.median(silence):>12.2f}")
    for relation, count in whole[0]["pairs"].items():
        print(f"{relation:24}{half[0]['pairs'].get(relation, 0):>12,}{count:>12,}")
    pairs = sum(whole[0]["pairs"].values())
    print(f"{'CPU a reported pair, ms':24}{'':12}{1000 * median(whole, 'cpu_total') / pairs:>12.2f}")


if __name__ == "__main__":
    sys.exit(main())
