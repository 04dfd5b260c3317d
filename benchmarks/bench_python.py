"""What it costs to be called from Python: articles in, tables out, the import. `make bench` runs it.

Builds the package with the release profile into a temporary folder and measures it there, in a process of its own, with
100,000 made-up articles of 1,300 characters. A crossing is timed through `wirecopy.check` with a share of 2, which it
refuses when all articles are taken and none is read. Prints the best of several runs, with the bar where one is set.
"""

import copy
import datetime
import json
import os
import platform
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from release_package import measured

ARTICLES = 100_000
CHARACTERS = 1300
RUNS = 5

# Milliseconds.
BARS = {"list of str": 30, "polars column": 120, "import wirecopy": 50}


def main() -> int:
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure()))
        return 0
    result = measured(__file__)
    show(result)
    return 0


def show(result: dict[str, Any]) -> None:
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}, Python {platform.python_version()}, "
    )
    print(f"best of {RUNS} runs; {ARTICLES:,} articles of {CHARACTERS:,} characters, and tables of 300,000 rows\n")
    for name, milliseconds in result["milliseconds"].items():
        bar = f"   bar {BARS[name]} ms" if name in BARS else ""
        print(f"{name:34}{milliseconds:>10.1f} ms{bar}")
    print(f"{'peak memory of the process':34}{result['peak_megabytes']:>10,} MB")


def measure() -> dict[str, Any]:
    times = {"import wirecopy": import_time()}

    import numpy
    import pandas
    import polars

    import wirecopy as wc

    texts = articles()
    rows = [{"id": number, "title": "A title", "text": text} for number, text in enumerate(texts)]
    forms: dict[str, Callable[[], Any]] = {
        "list of str": lambda: texts,
        "list of str, curly, first time": lambda: [f"“{text}”" for text in texts],
        "generator": lambda: (text for text in texts),
        "list of dicts": lambda: rows,
        "pandas column": lambda: pandas.DataFrame({"text": texts}),
        "pandas frame with id and title": lambda: pandas.DataFrame(rows),
        "polars column": lambda: polars.DataFrame({"text": texts}),
        "polars frame with id and title": lambda: polars.DataFrame(rows),
        "NumPy object array": lambda: numpy.array(texts, dtype=object),
    }
    times |= {name: best(make, refused) for name, make in forms.items()}

    report = wc.check(["The ferry sank at noon, and nobody was on it."] * 300_001)
    assert len(report.pairs) == 300_000
    # A copy has not kept the columns that were asked for before.
    times["pairs.to_pandas()"] = best(lambda: copy.copy(report).pairs, lambda pairs: pairs.to_pandas())
    times["pairs.to_polars()"] = best(lambda: copy.copy(report).pairs, lambda pairs: pairs.to_polars())
    times["pairs.to_dicts()"] = best(lambda: copy.copy(report).pairs, lambda pairs: pairs.to_dicts())
    times["repr(pairs)"] = best(lambda: copy.copy(report).pairs, repr)
    times["pairs in a notebook"] = best(lambda: copy.copy(report).pairs, lambda pairs: pairs._repr_html_())
    return {
        "package": wc.__file__,
        "milliseconds": times,
        # Linux counts in kibibytes.
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000,
    }


def articles() -> list[str]:
    chance = random.Random(11)
    words = ["".join(chance.choices("abcdefghijklmnoprstuvw", k=chance.randint(2, 9))) for _ in range(5000)]
    return [" ".join(chance.choices(words, k=CHARACTERS // 5))[:CHARACTERS] for _ in range(ARTICLES)]


def refused(articles: Any) -> None:
    import wirecopy as wc

    answer = ""
    try:
        wc.check(articles, near_duplicate_share=2.0, progress=False)
    except ValueError as error:
        answer = str(error)
    assert "near_duplicate_share" in answer
    if not hasattr(articles, "__len__"):
        # The refusal came after the last article.
        assert next(iter(articles), None) is None


def best(make: Callable[[], Any], work: Callable[[Any], object]) -> float:
    """Milliseconds of the fastest run; each gets something new, which is made before."""
    times = []
    for _ in range(RUNS):
        given = make()
        started = time.perf_counter()
        work(given)
        times.append(1000 * (time.perf_counter() - started))
    return min(times)


def import_time() -> float:
    """Milliseconds of the fastest import; each in a new process."""
    script = "import time; started = time.perf_counter(); import wirecopy; print(time.perf_counter() - started)"
    runs = [subprocess.check_output([sys.executable, "-c", script], text=True) for _ in range(10)]
    return 1000 * min(map(float, runs))


if __name__ == "__main__":
    sys.exit(main())
