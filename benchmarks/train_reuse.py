"""Fits the model that tells reuse from forms and formulas, and writes its coefficients into the crate.

    python benchmarks/train_reuse.py            how well it does on each collection when fitted to the others
    python benchmarks/train_reuse.py --write    then fits it to all, and writes the coefficients

The collections are those of `planted.py` by 26 seeds, checked with `--min-probability 0`, so that nothing is left
out. A pair is text that was taken where it was planted, or where somebody who saw only the two texts judged it a `copy`
or a `quotation` (`judged_pairs.tsv`; see `quality_false.py`); it is none where it was judged otherwise; pairs that
nobody has judged are left out. So are pairs of two articles that the evaluation has, whatever else they are in: its
seed draws from the same articles. A pair that several collections have counts once, and is never fitted to where it is
told. Needs scikit-learn and the release build.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import planted
from quality_false import collection, digest, key_of, verdicts
from quality_reuse import check
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

MODEL = planted.ROOT / "crates/wirecopy/src/distinct/reuse_model.tsv"
SEEDS = (20261122, *range(20261126, 20261131), *range(20261202, 20261213), *range(20261214, 20261223))
# There are six times as many planted pairs as judged ones, and most are easy; the smallest are what decides. Chosen
# among some twenty weights, by parts of the judged pairs, for few wrong ones at .9 where .85 of the smallest are kept.
PLANTED_WEIGHT = 0.2
SMALLEST_WEIGHT = 0.7
# As `ONE_MATTER` there.
ONE_MATTER = 0.1
# Chosen before the fit: as much as 2,000 pairs and a dozen signals bear.
REGULARISATION = 0.3
THRESHOLDS = (0.75, 0.8, 0.85, 0.9)


@dataclass(frozen=True)
class Known:
    """A pair of which somebody knows whether text was taken."""

    key: tuple[str, str]
    signals: dict[str, float]
    taken: bool
    planted: bool
    smallest: bool = False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"write {MODEL.relative_to(planted.ROOT)}")
    write = parser.parse_args().write
    if not planted.SPEED.exists():
        print(f"no corpus at {planted.SPEED}: set WIRECOPY_DATA", file=sys.stderr)
        return 2
    evaluated = {digest(record["text"]) for record in collection()[0]}
    collections = {seed: [pair for pair in known(seed) if not evaluated.issuperset(pair.key)] for seed in SEEDS}
    print(f"{'seed':10}{'':>10}{'planted kept':>14}{'judged right':>14}{'judged wrong':>14}")
    for seed, pairs in collections.items():
        told = {pair.key for pair in pairs}
        others = (pair for other in SEEDS if other != seed for pair in collections[other])
        model = fitted([pair for pair in others if pair.key not in told])
        probable = model.predict_proba(matrix(pairs))[:, 1]
        for threshold in THRESHOLDS:
            print(f"{seed:<10}{threshold:>10}" + "".join(f"{kept:>14}" for kept in counts(pairs, probable, threshold)))
    if write:
        everything = [pair for pairs in collections.values() for pair in pairs]
        save(fitted(everything), list(terms(everything[0].signals)))
        judged = {pair.key for pair in everything if not pair.planted}
        print(f"\nfitted to {sum(pair.planted for pair in everything)} planted pairs and {len(judged)} judged ones")
    return 0


def known(seed: int) -> Iterator[Known]:
    records, lifts = planted.reuse(seed)
    texts = {record["id"]: record["text"] for record in records}
    pairs_planted = {(lift.a, lift.b): lift for lift in lifts}
    judged = verdicts()
    for pair in check(records, "--min-probability", "0")["pairs"]:
        signals = pair["signals"]
        if not is_asked(pair) or signals["closes"]:
            continue
        if lift := pairs_planted.get((pair["a"], pair["b"])):
            smallest = (lift.wanted, lift.edits) == (min(planted.SHARES), max(planted.EDITS))
            yield Known(key_of(pair, texts), signals, taken=True, planted=True, smallest=smallest)
        elif verdict := judged.get(key_of(pair, texts)):
            yield Known(key_of(pair, texts), signals, taken=verdict in ("copy", "quotation"), planted=False)


def is_asked(pair: dict) -> bool:
    """Whether the check asks the model about a pair, closes apart: see `distinct/mod.rs`."""
    return pair["relation"] in ("partial_reuse", "near_duplicate", "contained")


def matrix(pairs: list[Known]) -> np.ndarray:
    return np.array([list(terms(pair.signals).values()) for pair in pairs])


def terms(signals: dict[str, float]) -> dict[str, float]:
    """What the model adds up: see `Signals::terms` in `crates/wirecopy/src/distinct/model.rs`."""
    stranger = float(np.clip(1 - signals["elsewhere"] / ONE_MATTER, 0, 1))
    itself = {name: value for name, value in signals.items() if name not in ("closes", "elsewhere")}
    return {
        **itself,
        "stranger": stranger,
        "larger_share_squared": signals["larger_share"] ** 2,
        "stranger_by_unique_part": stranger * signals["unique_part"],
        "stranger_by_changed_numbers": stranger * signals["changed_numbers"],
        "evidence_by_changed_numbers": signals["evidence"] * signals["changed_numbers"],
    }


def fitted(pairs: list[Known]) -> Pipeline:
    model = make_pipeline(StandardScaler(), LogisticRegression(C=REGULARISATION, max_iter=5000))
    times = Counter(pair.key for pair in pairs)
    weights = [weight_of(pair, times[pair.key]) for pair in pairs]
    return model.fit(matrix(pairs), [pair.taken for pair in pairs], logisticregression__sample_weight=weights)


def weight_of(pair: Known, times: int) -> float:
    if pair.planted:
        return SMALLEST_WEIGHT if pair.smallest else PLANTED_WEIGHT
    return 1 / times


def counts(pairs: list[Known], probable: np.ndarray, threshold: float) -> Iterator[str]:
    for kind in ((True, True), (False, True), (False, False)):
        group = [p for pair, p in zip(pairs, probable, strict=True) if (pair.planted, pair.taken) == kind]
        yield f"{sum(p >= threshold for p in group)} of {len(group)}"


def save(model: Pipeline, names: list[str]) -> None:
    """The coefficients for terms as they stand, without the scaling that the fit needs."""
    scaler, regression = model[0], model[-1]
    coefficients = regression.coef_[0] / scaler.scale_
    intercept = regression.intercept_[0] - coefficients @ scaler.mean_
    values = {"intercept": intercept, **dict(zip(names, coefficients, strict=True))}
    MODEL.write_text("".join(f"{name}\t{value:.4f}\n" for name, value in values.items()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
