"""Articles into which text was planted, so that what a check should find is known.

Made in memory from the corpora at WIRECOPY_DATA, seeded, and kept nowhere.
"""

import gzip
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("WIRECOPY_DATA", ROOT / "../shared/data"))
SPEED = DATA / "speed/articles.jsonl.gz"
SHARES = (0.05, 0.10, 0.20, 0.40, 0.80)
EDITS = (0.0, 0.10, 0.20)
SHORTEST_PIECE, LONGEST_PIECE, SHORTEST_HOST = 18, 60, 400


@dataclass(frozen=True)
class Lift:
    """A pair with planted text: the share of b's words that came from a, and how it was planted."""

    a: str
    b: str
    share: float
    wanted: float
    edits: float


def english_news() -> list[str]:
    """The English articles of the speed corpus but Usenet, whose authors quote one another at length."""
    with gzip.open(SPEED, "rt", encoding="utf-8") as lines:
        articles = map(json.loads, lines)
        return [a["text"] for a in articles if a["lang"] == "en" and a["kind"] != "usenet"]


def reuse(seed: int, *, others: int = 5000, in_each_cell: int = 40) -> tuple[list[dict], list[Lift]]:
    """Records of articles, and the lifts planted in the later ones: `in_each_cell` of each share and rate of edits.

    A derived article has as many words as its host, of which the given share is replaced by pieces of another article.
    """
    dice = random.Random(seed)
    texts = english_news()
    dice.shuffle(texts)
    long_enough = [text for text in texts if len(text.split()) >= SHORTEST_HOST]
    derived = len(SHARES) * len(EDITS) * in_each_cell
    hosts = long_enough[:derived]
    taken = set(hosts)
    sources = [text for text in texts if text not in taken and len(text.split()) >= 2 * SHORTEST_PIECE][:others]
    words = [text.split() for text in sources]
    records = [{"id": f"s{number}", "text": text} for number, text in enumerate(sources)]
    lifts = []
    cells = [(share, edits) for share in SHARES for edits in EDITS for _ in range(in_each_cell)]
    for number, ((share, edits), host) in enumerate(zip(cells, hosts, strict=True)):
        # 80 % of a long host is more than most articles have: its beginning will do.
        host_words = host.split()[:600] if share == 0.80 else host.split()
        while True:
            source = dice.randrange(len(sources))
            if len(words[source]) >= 1.2 * share * len(host_words):
                break
        text, lifted = derive(host_words, words[source], share, edits, dice)
        records.append({"id": f"d{number}", "text": text})
        lifts.append(Lift(f"s{source}", f"d{number}", lifted, share, edits))
    return records, lifts


def derive(host: list[str], source: list[str], share: float, edits: float, dice: random.Random) -> tuple[str, float]:
    """A text of as many words as the host, about `share` of them out of the source, and the part that really is."""
    budget = round(share * len(host))
    pieces = []
    for piece in cut(source, budget, dice):
        pieces.append(edited(piece, edits, host, dice))
    kept = host[: len(host) - sum(map(len, pieces))]
    paragraphs = [kept[at : at + 40] for at in range(0, len(kept), 40)]
    for piece in pieces:
        paragraphs.insert(dice.randrange(len(paragraphs) + 1), piece)
    total = sum(map(len, paragraphs))
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs), sum(map(len, pieces)) / total


def cut(source: list[str], budget: int, dice: random.Random) -> Iterator[list[str]]:
    """Pieces of 18 to 60 words out of the source, in its order or not, none twice, together about `budget` words."""
    lengths = []
    while budget >= SHORTEST_PIECE:
        length = min(dice.randint(SHORTEST_PIECE, LONGEST_PIECE), budget)
        if 0 < budget - length < SHORTEST_PIECE:
            length = budget if budget <= LONGEST_PIECE else budget - SHORTEST_PIECE
        lengths.append(length)
        budget -= length
    # The words that are left out are shared out among the gaps between the pieces.
    slack = len(source) - sum(lengths)
    gaps = sorted(dice.randint(0, slack) for _ in lengths)
    pieces, used = [], 0
    for gap, length in zip(gaps, lengths, strict=True):
        pieces.append(source[gap + used : gap + used + length])
        used += length
    dice.shuffle(pieces)
    yield from pieces


def edited(piece: list[str], rate: float, host: list[str], dice: random.Random) -> list[str]:
    """The piece with that part of its words replaced (a half), dropped (a quarter) or followed by another word."""
    words = []
    for word in piece:
        roll = dice.random()
        if roll < rate / 2:
            words.append(dice.choice(host))
        elif roll < rate * 0.75:
            continue
        elif roll < rate:
            words += [word, dice.choice(host)]
        else:
            words.append(word)
    return words
