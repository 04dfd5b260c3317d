"""How much lifted text the check finds again: `make quality`.

5,000 real news articles of 250 to 1,500 words, and 360 derived ones: each is a real article into which pieces of one of
the 5,000 were lifted, 5 to 80 % of the result, in pieces of 12 words or more, 0 to 20 % of whose words are replaced,
dropped or doubled. Prints, for each band of lifted share, the part of the derived articles whose pair with their source
is listed, and the median difference between the share that was lifted and the share that was reported.
Texts are made in memory from the corpora at WIRECOPY_DATA, seeded, and kept nowhere.
"""

import collections
import gzip
import json
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BANDS = [(0.05, 0.1), (0.1, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.81)]
ARTICLES, DERIVED, PIECE = 5000, 360, 12


def main() -> int:
    corpus = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data")) / "speed/articles.jsonl.gz"
    if not corpus.exists():
        print(f"no corpus at {corpus}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    dice = random.Random(20261122)
    texts = news(corpus)
    dice.shuffle(texts)
    sources, hosts = texts[:ARTICLES], texts[ARTICLES : ARTICLES + DERIVED]
    records = [{"id": f"s{number}", "text": text} for number, text in enumerate(sources)]
    planted = {}
    for number, host in enumerate(hosts):
        source = dice.randrange(ARTICLES)
        wanted, edits = dice.uniform(0.05, 0.8), dice.choice([0.0, 0.05, 0.1, 0.2])
        text, lifted = derive(host.split(), sources[source].split(), wanted, edits, dice)
        records.append({"id": f"d{number}", "text": text})
        planted[f"s{source}", f"d{number}"] = (lifted, edits)
    report = check(records)
    found = {(pair["a"], pair["b"]): pair for pair in report["pairs"]}
    show(planted, found, len(records))
    return 0


def news(corpus: Path) -> list[str]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        articles = map(json.loads, lines)
        english = (a["text"] for a in articles if a["lang"] == "en" and a["kind"] != "usenet")
        return [text for text in english if 250 <= len(text.split()) <= 1500]


def derive(host: list[str], source: list[str], wanted: float, edits: float, dice: random.Random) -> tuple[str, float]:
    """A text of which about `wanted` was lifted from the source, and the part that really was."""
    paragraphs = [host[at : at + 40] for at in range(0, len(host), 40)]
    budget = int(len(host) * wanted / (1 - wanted))
    # Pieces of the source, none twice.
    pieces, at = [], 0
    while len(source) - at >= PIECE:
        length = dice.randrange(PIECE, 60)
        pieces.append(source[at : at + length])
        at += length
    dice.shuffle(pieces)
    lifted = 0
    for whole in pieces:
        if budget - lifted < PIECE:
            break
        piece = []
        for word in whole[: budget - lifted]:
            roll = dice.random()
            if roll < edits / 2:
                piece.append(dice.choice(host))
            elif roll < edits * 0.75:
                continue
            elif roll < edits:
                piece += [word, dice.choice(host)]
            else:
                piece.append(word)
        paragraphs.insert(dice.randrange(len(paragraphs) + 1), piece)
        lifted += len(piece)
    words = [word for paragraph in paragraphs for word in paragraph]
    return " ".join(words), lifted / len(words)


def check(records: list[dict]) -> dict:
    lines = "".join(json.dumps(record) + "\n" for record in records)
    command = [ROOT / "target/release/wirecopy", "check", "-", "--format", "json"]
    done = subprocess.run(command, input=lines.encode(), check=True, capture_output=True)
    return json.loads(done.stdout)


def show(planted: dict, found: dict, articles: int) -> None:
    print(f"{articles:,} articles, {len(planted)} derived; {len(found):,} pairs listed\n")
    print("lifted share   derived   listed   with edits of 0, 5, 10, 20 %      share off by (median)")
    for low, high in BANDS:
        band = {pair: fact for pair, fact in planted.items() if low <= fact[0] < high}
        if not band:
            continue
        listed = [pair for pair in band if pair in found]
        by_edits = collections.defaultdict(list)
        for pair, (_, edits) in band.items():
            by_edits[edits].append(pair in found)
        rates = "  ".join(f"{statistics.mean(hits):5.3f}" for _, hits in sorted(by_edits.items()))
        off = statistics.median(abs(found[pair]["share_of_b"] - band[pair][0]) for pair in listed)
        print(f"{low:4.0%} to {high:4.0%}  {len(band):8}   {len(listed) / len(band):6.3f}   {rates:30}   {off:8.3f}")


if __name__ == "__main__":
    sys.exit(main())
