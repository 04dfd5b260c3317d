"""All figures of quality in one table, with the date: `make quality`.

Runs the scripts `quality_*.py` that are named here one after the other and lists every figure that they tell, with what
was asked for. The exit status is 1 when a bar is missed or a script fails.

    python benchmarks/quality.py [SCRIPT ...]
"""

import datetime
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import figures

HERE = Path(__file__).resolve().parent
SCRIPTS = (
    "quality_reuse",
    "quality_false",
    "quality_calibration",
    "quality_furniture",
    "quality_corpora",
    "quality_languages",
    "quality_stories",
    "quality_sentences",
    "quality_vectorizers",
)


def main() -> int:
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "figures.jsonl")
        path.touch()
        for script in sys.argv[1:] or SCRIPTS:
            print(f"\n== {script} ==", flush=True)
            environment = {**os.environ, figures.COLLECTED: str(path)}
            done = subprocess.run([sys.executable, HERE / f"{script}.py"], env=environment, check=False)
            if done.returncode != 0:
                failed.append(script)
        found = list(figures.collected(path))
    show(found)
    missed = [figure.name for figure in found if not figure.met()]
    print(f"\n{len(found)} figures, {len(missed)} bars missed" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if missed or failed else 0


def show(found: list[figures.Figure]) -> None:
    width = max((len(figure.name) for figure in found), default=0)
    print(f"\n{f'Quality, {datetime.datetime.now(tz=datetime.UTC).date()}':{width}}{'figure':>12}  asked for")
    for figure in found:
        missed = "" if figure.met() else "  MISSED"
        print(f"{figure.name:{width}}{figures.short(figure.value):>12}  {figure.bar()}{missed}")


if __name__ == "__main__":
    sys.exit(main())
