"""Whether a probability of .8 is right eight times of ten: Brier score and reliability of `probability`.

On planted articles by two seeds that nothing was chosen with, checked with `--min-probability 0`. Of a pair of
`partial_reuse` the truth is known where text was planted, and where somebody judged it: of the pairs in which nothing
was planted, those that are judged speak for all of their class of probabilities. From .1 to .9 that is nearly each of
them, below and above a sample drawn by the seed.
"""

import sys
from dataclasses import dataclass
from itertools import pairwise

import planted
from figures import tell
from quality_false import collection, drawn, key_of, verdicts, without_planted
from quality_reuse import check

# Each judged by two readers, and by a third where they disagreed.
SEEDS = (20261227, 20261228)
BOUNDS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0)
# So many pairs of a class are drawn: of the others all are judged.
IN_CLASS = {0.0: 30, 0.9: 30}


@dataclass(frozen=True)
class Forecast:
    """A probability, whether text was taken, and for how many pairs it speaks."""

    probability: float
    taken: bool
    weight: float


def main() -> int:
    if not planted.SPEED.exists():
        print(f"no corpus at {planted.SPEED}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    show([forecast for seed in SEEDS for forecast in forecasts(seed)])
    return 0


def forecasts(seed: int) -> list[Forecast]:
    records, lifts = collection(seed)
    texts = {record["id"]: record["text"] for record in records}
    pairs = [
        pair
        for pair in check(records, "--min-probability", "0")["pairs"]
        if pair["relation"] == "partial_reuse" and pair["probability"] is not None
    ]
    lifted = {(lift.a, lift.b) for lift in lifts}
    known = [Forecast(pair["probability"], True, 1.0) for pair in pairs if (pair["a"], pair["b"]) in lifted]
    real = without_planted(pairs)
    for low, high in pairwise(BOUNDS):
        inside = [pair for pair in real if in_class(pair["probability"], low, high)]
        known += spoken_for(inside, drawn(inside, texts, IN_CLASS.get(low, len(inside)), seed), texts)
    return known


def in_class(probability: float, low: float, high: float) -> bool:
    return low <= probability < high or probability == high == 1.0


def spoken_for(group: list[dict], sample: list[dict], texts: dict[str, str]) -> list[Forecast]:
    """The judged pairs of a sample, each for as many pairs of its group."""
    known = verdicts()
    judged = [(pair, known[key]) for pair in sample if (key := key_of(pair, texts)) in known]
    weight = len(group) / max(1, len(judged))
    return [Forecast(pair["probability"], verdict in ("copy", "quotation"), weight) for pair, verdict in judged]


def show(forecasts: list[Forecast]) -> None:
    total = sum(forecast.weight for forecast in forecasts)
    taken = sum(forecast.weight for forecast in forecasts if forecast.taken) / total
    print(f"{len(forecasts):,} pairs of known truth speak for {total:,.0f}; in {taken:.3f} of these text was taken\n")
    print(f"{'probability':>14}{'known':>8}{'speak for':>11}{'forecast':>10}{'taken':>8}")
    for low, high in pairwise(BOUNDS):
        inside = [one for one in forecasts if in_class(one.probability, low, high)]
        weight = sum(one.weight for one in inside)
        if inside:
            mean = sum(one.probability * one.weight for one in inside) / weight
            right = sum(one.weight for one in inside if one.taken) / weight
            print(f"{low:>6.1f} to {high:<4.1f}{len(inside):>8}{weight:>11.0f}{mean:>10.3f}{right:>8.3f}")
    print()
    brier = sum(one.weight * (one.probability - one.taken) ** 2 for one in forecasts) / total
    # Who always says how many there are has this score: the forecast has to do better.
    tell("calibration: Brier score of partial_reuse", brier, at_most=taken * (1 - taken))


if __name__ == "__main__":
    sys.exit(main())
