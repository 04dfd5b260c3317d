"""What a constructor's parameters may be; the words of a refusal are those that users of scikit-learn match on."""

from collections.abc import Callable, Mapping
from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from .estimator import unchecked


class InvalidParameterError(ValueError, TypeError):
    """A parameter is of a wrong type or out of range."""


class Accepted(NamedTuple):
    """One kind of value that a parameter may have."""

    # Empty where a message leaves it out: scikit-learn's have no word for what is ours.
    described: str
    holds: Callable[[Any], bool]


NONE = Accepted("None", lambda value: value is None)
CALLABLE = Accepted("a callable", callable)
# scikit-learn names both, in this order.
BOOL = (
    Accepted("an instance of 'bool'", lambda value: isinstance(value, bool)),
    Accepted("an instance of 'numpy.bool'", lambda value: isinstance(value, np.bool_)),
)
MAPPING = Accepted("an instance of 'collections.abc.Mapping'", lambda value: isinstance(value, Mapping))
ITERABLE = Accepted("an object implementing '__iter__'", lambda value: hasattr(value, "__iter__"))
SHARE = Accepted(
    "a float in the range [0.0, 1.0]",
    # Other numbers that are not whole, float32 of NumPy's for instance, scikit-learn refuses too.
    lambda value: isinstance(value, float) and 0 <= value <= 1,
)
COUNT = Accepted("an int in the range [1, inf)", lambda value: isinstance(value, Integral) and int(value) >= 1)
COLUMNS = Accepted(
    "an int in the range [1, 2147483647)", lambda value: isinstance(value, Integral) and 1 <= int(value) < 2**31 - 1
)

# No machine that runs Python today has more processors.
_MOST_THREADS = 1024

Rules = Mapping[str, tuple[Accepted, ...]]


def one_of(*choices: str) -> Accepted:
    """Accept a string of a few."""
    described = f"a str among {{{', '.join(map(repr, choices))}}}"
    return Accepted(described, lambda value: isinstance(value, str) and value in choices)


def instance(kind: type) -> Accepted:
    """Accept whatever is of a type."""
    return Accepted(f"an instance of {kind.__qualname__!r}", lambda value: isinstance(value, kind))


def check_threads(threads: Any) -> None:
    """Refuse a number of threads that is none, in the words of the compiled half, whoever counts."""
    if threads is None:
        return
    if isinstance(threads, bool) or not hasattr(threads, "__index__"):
        raise TypeError(f"threads: expected int, found {type(threads).__name__}")
    if not 1 <= threads.__index__() <= _MOST_THREADS:
        raise ValueError(f"threads: `{threads}`, expected a whole number from 1 to {_MOST_THREADS}")


def check(owner: str, values: Mapping[str, Any], rules: Rules) -> None:
    """Refuse the first value that is nothing of what its parameter may be."""
    if unchecked():
        return
    for name, value in values.items():
        accepted = rules.get(name)
        if accepted is None or any(kind.holds(value) for kind in accepted):
            continue
        *before, last = (kind.described for kind in accepted if kind.described)
        expected = f"{', '.join(before)} or {last}" if before else last
        raise InvalidParameterError(f"The {name!r} parameter of {owner} must be {expected}. Got {value!r} instead.")
