"""How well the ends of sentences are found again, beside UAX #29 alone and pysbd.

The sentences of each document of `ntrex`, which has one a line, are joined by a blank; their ends are what has to be
found. F1 of ends over all documents of a language; the end of the document counts as one. pysbd is asked in the
languages that it has.

    make quality

or, with `pip install -r benchmarks/requirements.txt`, `python benchmarks/quality_sentences.py`.

Measured: 2026-11-22, 2 shared cores, rustc 1.95, Python 3.11, pysbd 0.3.4:

    language     ours  UAX #29   pysbd
    arb        0.9358   0.9358  0.5253
    dan        0.9388   0.9290  0.8689
    deu        0.9316   0.9140  0.8729
    ell        0.9450   0.9275  0.8311
    eng-GB     0.9603   0.9373  0.8658
    eng-IN     0.9616   0.9513  0.8626
    eng-US     0.9603   0.9373  0.8658
    eng-src    0.9603   0.9373  0.8658
    fin        0.9207   0.9105
    fra        0.9432   0.8700  0.8590
    hun        0.9463   0.9188
    ita        0.9583   0.9513  0.8377
    jpn        0.9077   0.8952  0.8515
    nld        0.9356   0.9298  0.8501
    nno        0.9485   0.9417
    nob        0.9487   0.9392
    por        0.9457   0.9379
    ron        0.9560   0.9486
    rus        0.9475   0.9411  0.8842
    spa        0.9466   0.9293  0.8869
    swe        0.9364   0.9293
    tam        0.9023   0.9003
    tha        0.1554   0.1540
    tur        0.9181   0.9022
    zho-CN     0.9341   0.9331  0.8517
"""

import collections
import gzip
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pysbd
from figures import tell

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WIRECOPY_DATA", ROOT.parent / "shared" / "data"))
# pysbd's code of each language of ntrex that it has.
PYSBD = {
    "arb": "ar",
    "dan": "da",
    "deu": "de",
    "ell": "el",
    "eng": "en",
    "fra": "fr",
    "ita": "it",
    "jpn": "ja",
    "nld": "nl",
    "rus": "ru",
    "spa": "es",
    "zho": "zh",
}


def main() -> int:
    corpus = DATA / "ntrex/documents.jsonl.gz"
    if not corpus.exists():
        print(f"error: no {corpus}\nSet WIRECOPY_DATA to the folder of the corpora.", file=sys.stderr)
        return 1
    languages, texts, expected = [], [], []
    with gzip.open(corpus, "rt", encoding="utf-8", newline="\n") as records:
        for record in map(json.loads, records):
            sentences = [line.strip() for line in record["text"].splitlines() if line.strip()]
            languages.append(record["lang"])
            texts.append(" ".join(sentences))
            expected.append(ends(sentences))
    scores = collections.defaultdict(lambda: collections.defaultdict(Score))
    for language, text, borders, (ours, plain) in zip(languages, texts, expected, ask_ours(texts), strict=True):
        found = {"ours": letters_before(text, ours), "UAX #29": letters_before(text, plain)}
        if code := PYSBD.get(language.split("-")[0]):
            found["pysbd"] = ends(pysbd.Segmenter(language=code, clean=False).segment(text))
        for name, at in found.items():
            scores[language][name].add(at, borders)
    return show(scores)


class Score:
    def __init__(self) -> None:
        self.hits = self.found = self.expected = 0

    def add(self, found: list[int], expected: list[int]) -> None:
        self.hits += len(set(found) & set(expected))
        self.found += len(set(found))
        self.expected += len(set(expected))

    def f1(self) -> float:
        return 2 * self.hits / (self.found + self.expected)


def ends(sentences: list[str]) -> list[int]:
    """The number of characters before each end, white space apart, over which segmenters differ."""
    total, counts = 0, []
    for sentence in sentences:
        total += sum(not c.isspace() for c in sentence)
        counts.append(total)
    return counts


def letters_before(text: str, byte_ends: list[int]) -> list[int]:
    encoded = text.encode()
    borders = [0, *byte_ends]
    return ends([encoded[a:b].decode() for a, b in itertools.pairwise(borders)])


def ask_ours(texts: list[str]) -> list[list[list[int]]]:
    command = ["cargo", "run", "--quiet", "--release", "--locked", "-p", "wirecopy-text", "--example", "sentence_ends"]
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    done = subprocess.run(command, cwd=ROOT, input=lines.encode(), check=True, capture_output=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def show(scores: dict) -> int:
    print(f"{'language':<9}  {'ours':>6}  {'UAX #29':>7}  {'pysbd':>6}")
    worse = []
    for language, by_name in sorted(scores.items()):
        ours, plain, peer = (by_name[name].f1() if name in by_name else None for name in ("ours", "UAX #29", "pysbd"))
        row = f"{language:<9}  {ours:6.4f}  {plain:7.4f}"
        print(row if peer is None else f"{row}  {peer:6.4f}")
        if ours < max(plain, peer or 0):
            worse.append(language)
    if worse:
        print(f"\nworse than a peer in: {', '.join(worse)}")
    tell("sentences: languages of ntrex in which a peer is better", len(worse), at_most=0)
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main())
