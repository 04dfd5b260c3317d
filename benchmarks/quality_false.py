"""Relations that are none: reported pairs without planted text, judged by somebody who sees only the two texts.

    python benchmarks/quality_false.py                  how many of the drawn pairs are wrong, by the verdicts kept
    python benchmarks/quality_false.py --write FOLDER   the texts of the drawn pairs, in files for the judge

The articles are drawn as those of `quality_reuse.py`, by another seed, and 2,000 more, for a check of so few lists
fewer than 100 such pairs. Of the reported pairs in which neither article was derived, 100 are drawn by the seed, and
for `quality_calibration.py` some of those that are too improbable to be reported. Verdicts stand in `judged_pairs.tsv`,
with some 3,500 others, by which the check has learnt to know forms and formulas (`train_reuse.py`): the two texts by
the first 16 hex digits of their SHA-256, the smaller first; what most readers say they are; what each of the readers
says; and why. Nobody sees what was reported, nor what others say. A reader answers one of

    copy         one has text of the other, or both of a third: a version, an excerpt, lifted sentences
    quotation    they share what somebody said or wrote
    story        they tell of one event, or of the next step of one affair, in other words
    none         neither: other events, or one form, table, formula or credit filled in twice

A sentence of one that stands in the other nearly word for word, and is no formula, is a `copy` whatever the rest says.
Of the pairs drawn by this seed three judged each, apart; what most of all readers say stands.

A reported pair is wrong when the verdict is `none`, or when text is said to be shared and it is a `story`.
"""

import argparse
import csv
import hashlib
import sys
from pathlib import Path

import planted
from figures import tell
from quality_reuse import check

VERDICTS = Path(__file__).resolve().parent / "judged_pairs.tsv"
# Neither the rules nor the model have seen what this seed draws.
SEED = 20261223
OTHERS = 7000
DRAWN = 100
DOUBTED = 60


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="write the texts of the drawn pairs for a judge")
    folder = parser.parse_args().write
    if not planted.SPEED.exists():
        print(f"no corpus at {planted.SPEED}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    records, _ = collection()
    texts = {record["id"]: record["text"] for record in records}
    real = without_planted(check(records)["pairs"])
    reported = drawn(real, texts, DRAWN)
    if folder:
        listed = {(pair["a"], pair["b"]) for pair in real}
        everything = without_planted(check(records, "--min-probability", "0")["pairs"])
        write(folder, reported + drawn(doubted(everything, listed), texts, DOUBTED), texts)
        return 0
    show(real, reported, texts)
    return 0


def collection(seed: int = SEED) -> tuple[list[dict], list[planted.Lift]]:
    return planted.reuse(seed, others=OTHERS)


def without_planted(pairs: list[dict]) -> list[dict]:
    # The ids of derived articles begin with another letter.
    return [pair for pair in pairs if pair["a"][0] == pair["b"][0] == "s"]


def doubted(pairs: list[dict], listed: set[tuple[str, str]]) -> list[dict]:
    """Of all pairs those of `partial_reuse` that are too improbable to be reported."""
    return [pair for pair in pairs if pair["relation"] == "partial_reuse" and (pair["a"], pair["b"]) not in listed]


def drawn(pairs: list[dict], texts: dict[str, str], count: int, seed: int = SEED) -> list[dict]:
    """So many pairs by a hash of seed and texts: a pair that comes or goes changes one of them, not all."""
    return sorted(pairs, key=lambda pair: hashlib.sha256(f"{seed} {key_of(pair, texts)}".encode()).digest())[:count]


def write(folder: Path, pairs: list[dict], texts: dict[str, str]) -> None:
    """Two files for each pair that has no verdict yet, and the list to be filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    known = verdicts()
    with (folder / "verdicts.tsv").open("w", encoding="utf-8") as lines:
        lines.write("pair\ta\tb\tverdict\twhy\n")
        # In an order that does not tell which were reported.
        for number, pair in enumerate(sorted(pairs, key=lambda pair: key_of(pair, texts))):
            key = key_of(pair, texts)
            if key in known:
                continue
            for side in "ab":
                (folder / f"{number:03}-{side}.txt").write_text(texts[pair[side]], encoding="utf-8")
            lines.write(f"{number:03}\t{key[0]}\t{key[1]}\t\t\n")


def show(real: list[dict], reported: list[dict], texts: dict[str, str]) -> None:
    known = verdicts()
    judged = [(pair, known[key]) for pair in reported if (key := key_of(pair, texts)) in known]
    wrong = [(pair, verdict) for pair, verdict in judged if is_wrong(pair["relation"], verdict)]
    print(f"{len(real):,} pairs reported among articles without planted text, {len(reported)} drawn by seed {SEED}")
    for relation in sorted({pair["relation"] for pair in reported}):
        of_relation = [verdict for pair, verdict in judged if pair["relation"] == relation]
        counts = ", ".join(f"{verdict} {of_relation.count(verdict)}" for verdict in sorted(set(of_relation)))
        print(f"  {relation}: {counts}")
    for pair, verdict in wrong:
        print(f"  wrong: {pair['a']} {pair['b']} {pair['relation']}, judged `{verdict}`")
    tell("false relations: drawn pairs without a verdict", len(reported) - len(judged), at_most=0)
    tell(f"false relations: wrong of {len(judged)} judged", len(wrong), at_most=2)


def is_wrong(relation: str, verdict: str) -> bool:
    return verdict == "none" or (verdict == "story" and relation != "same_story")


def verdicts() -> dict[tuple[str, str], str]:
    with VERDICTS.open(encoding="utf-8", newline="") as lines:
        return {(row["a"], row["b"]): row["verdict"] for row in csv.DictReader(lines, delimiter="\t")}


def key_of(pair: dict, texts: dict[str, str]) -> tuple[str, str]:
    """The two texts, whichever of them came first."""
    one, other = sorted((digest(texts[pair["a"]]), digest(texts[pair["b"]])))
    return one, other


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
