"""Tokens from Python, beside other tokenisers of Python: `make bench` runs it, and `make bench-peers` gets the peers.

Every tenth English article (`lang` is `en`) of `speed/articles.jsonl.gz`, one thread, CPU time of the process, all in
turn in each run; prints the median, the ratio to `tokens_batch` with the default analyser, and how many tokens each
finds. They do not find the same: spaCy and `Whitespace` count punctuation, ours and scikit-learn's pattern do not.
"""

import datetime
import gzip
import json
import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from release_package import ROOT, measured

RUNS = 7
OURS = "wirecopy tokens_batch"

# How many times the time of ours a peer has to take.
BARS = {"tokenizers Whitespace": 4, "spaCy blank, tokenizer.pipe": 30}


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", ROOT.parent / "shared" / "data"), "speed", "articles.jsonl.gz")
    if not corpus.is_file():
        print(f"skipped: {corpus} is not there")
        return 0
    if sys.argv[1:] == ["--measure"]:
        print(json.dumps(measure(corpus)))
        return 0
    show(measured(__file__))
    return 0


def show(result: dict[str, Any]) -> None:
    print(
        f"\n{platform.machine()}, {os.cpu_count()} cores, {datetime.date.today()}, Python {platform.python_version()}"
    )
    print(
        f"one thread, median CPU time of {RUNS} runs; {result['texts']:,} English articles, {result['bytes']:,} bytes"
    )
    print(", ".join(f"{name} {version}" for name, version in result["versions"].items()) + "\n")
    ours = result["seconds"][OURS]
    print(f"{'':42}{'seconds':>9}{'ratio':>8}{'tokens':>12}{'ns each':>9}")
    for name, seconds in result["seconds"].items():
        tokens = result["tokens"][name]
        bar = f"   bar {BARS[name]}" if name in BARS else ""
        each = 1e9 * seconds / tokens
        print(f"{name:42}{seconds:>9.3f}{seconds / ours:>8.2f}{tokens:>12,}{each:>9.0f}{bar}")
    for name in result["absent"]:
        print(f"skipped: {name} is not installed; `make bench-peers` installs it")


def measure(corpus: Path) -> dict[str, Any]:
    import wirecopy as wc

    texts = english(corpus)[::10]
    plain = wc.Analyzer()
    rich = wc.Analyzer(language="en", stop_words="language", stemming="current")
    learnt = wc.Analyzer(tokens="scikit_learn", case="lower", normalization="none", fold_punctuation=False)
    work: dict[str, Callable[[], Iterable[Any]]] = {
        OURS: lambda: plain.tokens_batch(texts, threads=1),
        "wirecopy tokens_batch, stop words, stems": lambda: rich.tokens_batch(texts, threads=1),
        "wirecopy tokens_batch, scikit_learn": lambda: learnt.tokens_batch(texts, threads=1),
        "wirecopy tokens, a call each": lambda: [plain.tokens(text) for text in texts],
        "wirecopy spans, a call each": lambda: [plain.spans(text) for text in texts],
        "str.split": lambda: [text.split() for text in texts],
        "re, scikit-learn's pattern, lower case": lambda: [WORD.findall(text.lower()) for text in texts],
    }
    versions, absent = {}, []
    try:
        import tokenizers

        whitespace = tokenizers.pre_tokenizers.Whitespace()
        work["tokenizers Whitespace"] = lambda: [whitespace.pre_tokenize_str(text) for text in texts]
        versions["tokenizers"] = tokenizers.__version__
    except ImportError:
        absent.append("tokenizers")
    try:
        import spacy

        blank = spacy.blank("en")
        blank.max_length = 10**9
        work["spaCy blank, tokenizer.pipe"] = lambda: list(blank.tokenizer.pipe(texts))
        versions["spaCy"] = spacy.__version__
    except ImportError:
        absent.append("spacy")
    seconds: dict[str, list[float]] = {name: [] for name in work}
    tokens = {}
    for _ in range(RUNS):
        for name, call in work.items():
            started = time.process_time()
            found = call()
            seconds[name].append(time.process_time() - started)
            tokens[name] = sum(map(len, found))
            del found
    return {
        "package": wc.__file__,
        "texts": len(texts),
        "bytes": sum(len(text.encode()) for text in texts),
        "versions": versions,
        "absent": absent,
        "seconds": {name: statistics.median(runs) for name, runs in seconds.items()},
        "tokens": tokens,
    }


WORD = re.compile(r"(?u)\b\w\w+\b")


def english(corpus: Path) -> list[str]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return [row["text"] for row in rows if row.get("lang") == "en"]


if __name__ == "__main__":
    sys.exit(main())
