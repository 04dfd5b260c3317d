"""Counting words beside the Rust crate vtext 0.2.0: `make bench-vtext`.

Builds the standalone project in `vtext/`, which is no member of the workspace, and gives it the English articles of the
speed corpus, found by the variable WIRECOPY_DATA.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", HERE / "../../shared/data")) / "speed/articles.jsonl.gz"
    if not corpus.exists():
        print(f"no corpus at {corpus}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = map(json.loads, lines)
        texts = "".join(json.dumps(article["text"]) + "\n" for article in articles if article["lang"] == "en")
    manifest, target = HERE / "vtext/Cargo.toml", HERE.parent / "target/vtext"
    command = ["cargo", "run", "--release", "--locked", "--quiet", "--manifest-path", manifest, "--target-dir", target]
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    return subprocess.run(command, input=texts.encode(), env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
