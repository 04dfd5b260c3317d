"""Whether a probability of .8 is right eight times of ten: Brier score and reliability of `probability`.

On planted articles by a seed that nothing was chosen with, checked with `--min-probability 0`. Of a pair of
`partial_reuse` the truth is known where text was planted, and where somebody judged it. All pairs in which nothing was
planted are spoken for by those of them that were drawn and judged: the reported ones by theirs, and those that are too
improbable to be reported by theirs.
"""

import sys
from dataclasses import dataclass
from itertools import pairwise

import planted
from figures import tell
from quality_false import DOUBTED, DRAWN, collection, doubted, drawn, key_of, verdicts, without_planted
from quality_reuse import check

BOUNDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


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
    records, lifts = collection()
    texts = {record["id"]: record["text"] for record in records}
    reported = check(records)["pairs"]
    everything = [pair for pair in check(records, "--min-probability", "0")["pairs"] if pair["probability"] is not None]
    lifted = {(lift.a, lift.b) for lift in lifts}
    forecasts = [Forecast(pair["probability"], True, 1.0) for pair in everything if (pair["a"], pair["b"]) in lifted]
    listed = {(pair["a"], pair["b"]) for pair in reported}
    real = without_planted(everything)
    probable = [pair for pair in real if (pair["a"], pair["b"]) in listed]
    # Those of the hundred reported pairs that are of this relation were drawn among all relations.
    of_reported = [
        pair for pair in drawn(without_planted(reported), texts, DRAWN) if pair["relation"] == "partial_reuse"
    ]
    improbable = doubted(real, listed)
    for group, sample in ((probable, of_reported), (improbable, drawn(improbable, texts, DOUBTED))):
        forecasts += spoken_for(group, sample, texts)
    show(forecasts)
    return 0


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
        inside = [one for one in forecasts if low <= one.probability < high or one.probability == high == 1.0]
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
