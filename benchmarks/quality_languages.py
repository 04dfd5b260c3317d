"""How much planted text the check finds again in other languages than English: `make quality`.

`ntrex` has the same 123 news documents in all languages. In each language that has spaces between words 40 of them
become hosts of lifted text, a tenth, a fifth or two fifths of them, 0 or 10 % of its words edited (see planted.py),
among the others: a check of one language at a time. Prints for each the part of the lifts that is listed, how far the
share is off, and of the documents as they are, without anything planted, the pairs that are listed: all of them, and
those that share no text in English. The French articles of `speed`, which are longer and of one site, come last. The
bars are those of the English figures.
"""

import gzip
import json
import random
import statistics
import sys
from dataclasses import dataclass

import planted
from figures import tell
from quality_reuse import check

SEED = 20261127
SHARES = (0.10, 0.20, 0.40)
EDITS = (0.0, 0.10)
HOSTS, SHORTEST_HOST = 40, 180
# The languages of the rules for furniture, credits and later versions, as far as there is a translation, and four more.
LANGUAGES = ("eng-GB", "deu", "fra", "spa", "ita", "por", "nld", "swe", "rus", "dan", "fin", "tur", "ell")


@dataclass(frozen=True)
class Found:
    """What checks say: of each lift whether it is listed, how far the share is off; the pairs without any planting."""

    listed: list[bool]
    errors: list[float]
    unplanted: set[frozenset[str]]


def main() -> int:
    path = planted.DATA / "ntrex/documents.jsonl.gz"
    if not path.exists():
        print(f"no corpus at {path}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    of = {language: {d["document"]: d["text"] for d in documents if d["lang"] == language} for language in LANGUAGES}
    in_english = set(reuse([{"id": name, "text": text} for name, text in of["eng-GB"].items()]))
    print(f"{'':10}{'lifts':>8}{'listed':>10}{'share off by':>15}{'without lifts':>16}{'not in English':>17}")
    all_found = []
    for language, texts in of.items():
        found = measure(texts)
        all_found.append(found)
        show(language, found, len(found.unplanted - in_english))
    with gzip.open(planted.SPEED, "rt", encoding="utf-8") as lines:
        french = [a["text"] for a in map(json.loads, lines) if a["lang"] == "fra"]
    show("fra, speed", measure({str(number): text for number, text in enumerate(french)}), None)
    listed = [is_listed for found in all_found for is_listed in found.listed]
    tell("other languages: lifts of 10 to 40 % listed", statistics.mean(listed), at_least=0.96, aim=0.98)
    tell(
        "other languages: mean error of the share",
        statistics.mean(e for f in all_found for e in f.errors),
        at_most=0.03,
    )
    strange = sum(len(found.unplanted - in_english) for found in all_found)
    tell(f"other languages: pairs in {len(of)} languages that share no text in English", strange)
    return 0


def show(language: str, found: Found, strange: int | None) -> None:
    said = "" if strange is None else str(strange)
    print(
        f"{language:10}{len(found.listed):8}{statistics.mean(found.listed):10.3f}{statistics.mean(found.errors):15.3f}"
        f"{len(found.unplanted):16}{said:>17}"
    )


def measure(texts: dict[str, str]) -> Found:
    """Plants lifts among the texts of one language, and checks them."""
    dice = random.Random(SEED)
    names = sorted(texts)
    dice.shuffle(names)
    hosts = [name for name in names if len(texts[name].split()) >= SHORTEST_HOST][:HOSTS]
    sources = [name for name in names if name not in set(hosts)]
    words = {name: texts[name].split() for name in names}
    records = [{"id": name, "text": texts[name]} for name in sources]
    lifts = []
    for number, host in enumerate(hosts):
        share, edits = SHARES[number % len(SHARES)], EDITS[number % len(EDITS)]
        long_enough = [name for name in sources if len(words[name]) >= 1.2 * share * len(words[host])]
        source = dice.choice(long_enough)
        text, lifted = planted.derive(words[host], words[source], share, edits, dice)
        records.append({"id": host, "text": text})
        lifts.append(planted.Lift(source, host, lifted, share, edits))
    listed = reuse(records)
    pairs = [listed.get(frozenset((lift.a, lift.b))) for lift in lifts]
    errors = [abs(pair["share_of_b"] - lift.share) for lift, pair in zip(lifts, pairs, strict=True) if pair]
    unplanted = reuse([{"id": name, "text": texts[name]} for name in names])
    return Found([pair is not None for pair in pairs], errors, set(unplanted))


def reuse(records: list[dict]) -> dict[frozenset[str], dict]:
    """The pairs of a check that share text, by the ids of both."""
    pairs = check(records)["pairs"]
    return {frozenset((pair["a"], pair["b"])): pair for pair in pairs if pair["relation"] != "same_story"}


if __name__ == "__main__":
    sys.exit(main())
