"""Figures of quality with their bars: told one by one where they are measured, and in one table by `quality.py`."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

# A file to which every figure is added, as a JSON line.
COLLECTED = "WIRECOPY_FIGURES"


@dataclass(frozen=True)
class Figure:
    """What was measured, and what was asked for; a figure without a bar is for information."""

    name: str
    value: float
    at_least: float | None = None
    at_most: float | None = None
    aim: float | None = None

    def met(self) -> bool:
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    def bar(self) -> str:
        asked = [f"at least {short(self.at_least)}"] if self.at_least is not None else []
        asked += [f"at most {short(self.at_most)}"] if self.at_most is not None else []
        asked += [f"aim {short(self.aim)}"] if self.aim is not None else []
        return ", ".join(asked)


def tell(
    name: str,
    value: float,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    aim: float | None = None,
) -> None:
    """Print a figure, and keep it for the table if one is being made."""
    figure = Figure(name, float(value), at_least, at_most, aim)
    bar = figure.bar()
    print(f"{name}: {short(figure.value)}{f' ({bar})' if bar else ''}{'' if figure.met() else '  MISSED'}")
    if path := os.environ.get(COLLECTED):
        with Path(path).open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(asdict(figure)) + "\n")


def collected(path: Path) -> Iterator[Figure]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Figure(**json.loads(line))


def short(value: float) -> str:
    """Counts as they are, other numbers with three digits behind the point."""
    return f"{value:,.0f}" if value == int(value) and abs(value) > 1 else f"{value:.3f}".rstrip("0").rstrip(".") or "0"
