"""The package built with the release profile, for one benchmark."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def measured(script: str) -> dict[str, Any]:
    """What a script prints when it is called with `--measure` where the release build is imported.

    It prints JSON with `package`: the file that `import wirecopy` found.
    """
    with tempfile.TemporaryDirectory() as folder:
        maturin = Path(sys.executable).parent / "maturin"
        subprocess.run([maturin, "build", "--release", "--locked", "--quiet", "--out", folder], check=True, cwd=ROOT)
        (wheel,) = Path(folder).glob("*.whl")
        package = Path(folder, "package")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", package, wheel]
        subprocess.run(pip, check=True)
        environment = {**os.environ, "PYTHONPATH": str(package)}
        done = subprocess.run(
            [sys.executable, script, "--measure"], stdout=subprocess.PIPE, check=True, env=environment
        )
        result: dict[str, Any] = json.loads(done.stdout)
        if not result["package"].startswith(folder):
            sys.exit(f"measured the package in {result['package']}, not the release build")
    return result
