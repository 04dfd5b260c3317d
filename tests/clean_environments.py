"""Runs the tests of the package in clean environments: `make test-clean`.

Builds the wheel once and installs it, with NumPy and pytest and nothing else, into a new environment of every Python
from 3.11 on that is on the PATH or in pyenv. The tests run there as everywhere; those of pandas, polars, tqdm,
scikit-learn, hypothesis and the notebooks skip themselves.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)

# Their examples make frames and sparse matrices. What lies outside of this folder has no path in pytest's names.
NEED_OTHERS = [
    "_table.py::wirecopy._table.Table.to_pandas",
    "_table.py::wirecopy._table.Table.to_polars",
    *(f"_cosine.py::wirecopy._cosine.{name}" for name in ("cosine", "cosine_join", "cosine_top_k", "dot")),
    "_vectorizers/__init__.py::wirecopy._vectorizers.__test__.CountVectorizer",
    "_vectorizers/__init__.py::wirecopy._vectorizers.__test__.HashingVectorizer",
    "_vectorizers/__init__.py::wirecopy._vectorizers.__test__.TfidfTransformer",
    "_vectorizers/__init__.py::wirecopy._vectorizers.__test__.TfidfVectorizer",
]

# Imported only where scikit-learn is.
NEEDS_SCIKIT_LEARN = "_vectorizers/with_scikit_learn.py"


def main() -> int:
    pythons = found_pythons()
    if not pythons:
        print("found no Python from 3.11 on", file=sys.stderr)
        return 2
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        maturin = Path(sys.executable).parent / "maturin"
        # With what `make extension` built: features that nothing in Python uses make no other wheel.
        build = [maturin, "build", "--locked", "--all-features", "--quiet", "--out", folder]
        subprocess.run(build, check=True, cwd=ROOT)
        (wheel,) = Path(folder).glob("*.whl")
        print(f"built {wheel.name}", flush=True)
        for version, python in sorted(pythons.items()):
            name = ".".join(map(str, version))
            print(f"\n== Python {name} ==", flush=True)
            if not passes(python, wheel, Path(folder, name)):
                failed.append(name)
    print(
        f"\n{len(pythons) - len(failed)} of {len(pythons)} passed" + (f"; failed: {', '.join(failed)}" * bool(failed))
    )
    return 1 if failed else 0


def found_pythons() -> dict[tuple[int, ...], Path]:
    """One interpreter for each minor version."""
    names = ["python3", *(f"python3.{minor}" for minor in range(OLDEST[1], 100))]
    candidates = [shutil.which(name) for name in names]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    candidates += sorted(map(str, pyenv.glob("versions/3.*/bin/python3")))
    pythons: dict[tuple[int, ...], Path] = {}
    ask = "import sys, venv, ensurepip; print(*sys.version_info[:2], sys.version_info.releaselevel, sys.executable)"
    for candidate in filter(None, candidates):
        # A shim of pyenv may stand for a version that is not chosen, and some systems ship a Python without venv.
        done = subprocess.run([candidate, "-c", ask], capture_output=True, text=True)
        if done.returncode:
            continue
        major, minor, level, path = done.stdout.strip().split(" ", 3)
        version = int(major), int(minor)
        if version >= OLDEST and level == "final":
            pythons.setdefault(version, Path(path))
    return pythons


def passes(python: Path, wheel: Path, folder: Path) -> bool:
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    # `requirements-dev.txt` says which versions were tested; a later Python may need a later NumPy.
    pinned = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    (pytest,) = re.findall(r"^pytest==\S+$", pinned, flags=re.MULTILINE)
    inside = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    subprocess.run([python, "-m", "venv", folder], check=True, env=environment)
    subprocess.run([inside, "-m", "pip", "install", "--quiet", wheel, pytest], check=True, env=environment)
    where = "import wirecopy, pathlib; print(pathlib.Path(wirecopy.__file__).parent)"
    package = Path(subprocess.check_output([inside, "-c", where], text=True, cwd=folder, env=environment).strip())
    if folder not in package.parents:
        print(f"the package comes from {package}, not from the wheel", file=sys.stderr)
        return False
    left_out = [f"--deselect={example}" for example in NEED_OTHERS]
    left_out.append(f"--ignore={package / NEEDS_SCIKIT_LEARN}")
    command = [inside, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *left_out, ROOT / "tests", package]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
