"""What a check of the speed corpus costs, stage by stage, and how it grows: `make bench`.

Runs the example `stages` of the facade on all articles and on every second one, and on the news and wire stories and
every second of these (most candidates of the others come from quoting on Usenet), three times each on one thread.
Prints medians of CPU seconds, what an alignment costs, peak memory, pairs, and the growth for twice the articles. Then
the example `held_speed` says what a single article costs against all that are held in memory. The corpora are found by
the variable WIRECOPY_DATA; copies unpacked for the run lie in a temporary folder.
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
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 3


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data")) / "speed/articles.jsonl.gz"
    if not corpus.exists():
        print(f"no corpus at {corpus}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    build = ["cargo", "build", "--release", "--locked", "--quiet", "-p", "wirecopy"]
    subprocess.run([*build, "--example", "stages", "--example", "held_speed"], check=True, cwd=ROOT)
    with tempfile.TemporaryDirectory() as folder:
        with gzip.open(corpus, "rb") as source:
            lines = source.readlines()
        news = [line for line in lines if json.loads(line)["kind"] != "usenet"]
        paths = []
        for name, some in (("half", lines[::2]), ("all", lines), ("half_of_news", news[::2]), ("news", news)):
            paths.append(Path(folder, f"{name}.jsonl"))
            paths[-1].write_bytes(b"".join(some))
        results = [[run("stages", path) for _ in range(RUNS)] for path in paths]
        held = run("held_speed", paths[1])
    show(*results)
    show_held(held)
    return 0


def run(example: str, path: Path) -> dict:
    done = subprocess.run(
        [ROOT / "target/release/examples" / example, path],
        check=True,
        capture_output=True,
        env={**os.environ, "RAYON_NUM_THREADS": "1"},
    )
    return json.loads(done.stdout)


def median(runs: list[dict], *keys: str) -> float:
    values = []
    for one in runs:
        for key in keys:
            one = one[key]
        values.append(one)
    return statistics.median(values)


def show(half: list[dict], whole: list[dict], half_of_news: list[dict], news: list[dict]) -> None:
    print(f"{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}; CPU seconds of one thread,")
    print(f"median of {RUNS} runs; every second article and all of them, then the same of the news and wire stories\n")
    pairs = ((half, whole), (half_of_news, news))
    counts = [f"{median(runs, 'articles'):>12,.0f}" for pair in pairs for runs in pair]
    print(f"{'':32}{counts[0]}{counts[1]}{'growth':>9}{counts[2]}{counts[3]}{'growth':>9}")

    def row(label: str, of: Callable[[list[dict]], float], decimals: int = 2) -> None:
        cells = []
        for small, large in ((of(small), of(large)) for small, large in pairs):
            growth = f"{large / small:.2f}" if small >= 0.1 else ""
            cells.append(f"{small:>12,.{decimals}f}{large:>12,.{decimals}f}{growth:>9}")
        print(f"{label:32}{''.join(cells)}")

    def stages(*names: str) -> Callable[[list[dict]], float]:
        return lambda runs: sum(median(runs, "cpu_seconds", name) for name in names)

    for stage in whole[0]["cpu_seconds"]:
        row(stage, stages(stage))
    row("furniture, seeds, candidates", stages("near_duplicates", "furniture", "candidates"))
    row("all before alignment", lambda runs: median(runs, "cpu_before_alignment"))
    row("total", lambda runs: median(runs, "cpu_total"))
    row("candidates", lambda runs: median(runs, "candidates"), 0)
    row("alignment of a candidate, ms", lambda runs: 1000 * stages("align")(runs) / median(runs, "candidates"), 4)
    row("peak memory, MB", lambda runs: median(runs, "peak_megabytes"), 0)
    row("longest silence, s (wall)", lambda runs: median(runs, "longest_silence", "seconds"))
    for relation in whole[0]["pairs"]:
        row(relation, lambda runs, relation=relation: runs[0]["pairs"].get(relation, 0), 0)
    row("CPU a reported pair, ms", lambda runs: 1000 * median(runs, "cpu_total") / sum(runs[0]["pairs"].values()))


def show_held(held: dict) -> None:
    print(f"\nA single article against {held['held']:,} that are held in memory, taken up in")
    print(f"{held['take_up']:.1f} s of CPU and {held['megabytes']:,.0f} MB (peak {held['peak_megabytes']:,.0f} MB);")
    print("CPU milliseconds\n")
    print(f"{'':32}{'articles':>12}{'median':>12}{'95 %':>12}{'worst':>12}{'pairs':>12}")
    for label, name in (("held out", "held_out"), ("versions of the most copied", "most_copied"), ("added", "add")):
        one = held[name]
        figures = "".join(f"{one[key]:>12.2f}" for key in ("median", "p95", "worst"))
        print(f"{label:32}{one['articles']:>12}{figures}{one.get('pairs', ''):>12}")
    print(f"\n{'mean of each step':32}{'held out':>12}{'versions':>12}")
    for step in held["held_out"]["steps"]:
        costs = "".join(f"{held[name]['steps'].get(step, 0):>12.2f}" for name in ("held_out", "most_copied"))
        print(f"{step:32}{costs}")


if __name__ == "__main__":
    sys.exit(main())
