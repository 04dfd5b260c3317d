"""Terms and their columns: the compiled half's model, a dict, or both."""

import sys
from collections.abc import Mapping
from numbers import Real
from typing import Any

from .. import _core
from .._types import ValueKind

# So many entries of two dicts are compared in the time in which one term becomes a string of Python's and is looked up.
_COMPARED_FOR_ONE = 4


class Vocabulary:
    """The terms of a vectoriser and their columns.

    The compiled half counts with its own model, and a dict of its terms can cost more than counting the documents did.
    So the dict is made when somebody looks, and a model when somebody counts. The dict is the user's, who may edit it
    once it was handed out. Then the terms of the texts are looked up in the dict itself, which misses no edit, until
    that has cost as much as to compare the dict with the model, entry by entry, would. So both cost no more than twice
    what the cheaper one does. If the dict was changed, the model is made again; if it was not, and nobody else holds
    it, nobody can change it.

    Parameters
    ----------
    columns : dict, optional
        Columns by terms.
    learnt : _core.CountModel, optional
        What has learnt the terms.
    options : tuple of str and bool, optional
        What the model cuts texts by, and whether it counts a term once.
    """

    def __init__(
        self,
        columns: dict[Any, int] | None = None,
        *,
        learnt: _core.CountModel | None = None,
        options: tuple[str, bool] | None = None,
    ) -> None:
        self._columns = columns
        self._learnt = learnt
        # The model that counts, which may cut texts by other options than those that were fitted.
        self._counting = learnt
        self._options = options
        # What the models say, to be compared with a dict that others hold or held.
        self._agreed: dict[Any, int] | None = None
        self._is_out = columns is not None
        # How many terms were looked up in the dict since it was compared.
        self._looked_up = 0

    def __len__(self) -> int:
        if self._columns is not None:
            return len(self._columns)
        return 0 if self._learnt is None else len(self._learnt)

    @property
    def columns(self) -> dict[Any, int]:
        """Columns by terms, for those who change nothing and keep nothing."""
        if self._columns is None:
            terms = [] if self._learnt is None else self._learnt.terms()
            self._columns = {term: column for column, term in enumerate(terms)}
        return self._columns

    def hand_out(self) -> dict[Any, int]:
        """Give the columns to somebody who may change them."""
        columns = self.columns
        if self._agreed is None:
            self._agreed = dict(columns)
        self._is_out = True
        return columns

    @property
    def learnt(self) -> _core.CountModel | None:
        """The model with all that it has learnt, or None when there is none or somebody changed the dict."""
        self._heed_changes()
        return self._learnt

    def model(self, options: str, binary: bool) -> _core.CountModel | None:
        """Give a model that cuts texts by these options, or None when it could not hold the terms."""
        self._heed_changes()
        if self._options != (options, binary):
            if self._learnt is not None:
                self._counting = self._learnt.with_options(options=options, binary=binary)
            else:
                terms = _in_order(self.columns)
                self._counting = None if terms is None else _given(terms, options, binary)
            self._options = (options, binary)
        return self._counting

    def count(
        self, texts: list[str], options: str, binary: bool, *, kind: ValueKind, threads: Any
    ) -> _core.Matrix | None:
        """Count texts, which these options cut, or give None when only Python can tell the columns."""
        if not self._is_out or type(self._columns) is not dict:
            model = self.model(options, binary)
            return None if model is None else model.transform(texts, kind=kind, threads=threads)
        counted = _core.CountedTexts.of(texts, options=options, threads=threads)
        self._looked_up += len(counted)
        if self._looked_up * _COMPARED_FOR_ONE < len(self._columns):
            return counted.by_columns(self._columns, kind=kind, binary=binary, threads=threads)
        self._looked_up = 0
        model = self.model(options, binary)
        return None if model is None else counted.by_model(model, kind=kind, threads=threads)

    def terms(self) -> list[Any]:
        """Give the terms in the order of their columns."""
        if self._columns is None:
            return [] if self._learnt is None else self._learnt.terms()
        return sorted(self._columns, key=self._columns.__getitem__)

    def state(self) -> dict[Any, int] | bytes:
        """Give what a pickle holds: the columns by terms, or the bytes of the model's file."""
        learnt = self.learnt
        return self.columns if learnt is None else learnt.to_bytes()

    @classmethod
    def of_state(cls, state: dict[Any, int] | bytes) -> "Vocabulary":
        """Make a vocabulary of what `state` gave."""
        if isinstance(state, dict):
            return cls(state)
        model, _, _ = _core.CountModel.from_bytes(state, weighted=False)
        return cls(learnt=model)

    def _heed_changes(self) -> None:
        if not self._is_out:
            return
        if self._columns != self._agreed:
            self._agreed = dict(self.columns)
            self._learnt = self._counting = self._options = None
        self._is_out = _references(self) > _ALONE


def _references(vocabulary: Vocabulary) -> int:
    return sys.getrefcount(vocabulary._columns)


# How many there are to a dict that only its vocabulary holds; counting takes some itself.
_ALONE = _references(Vocabulary({}))


def given_columns(vocabulary: Any) -> dict[Any, int]:
    """Make a dict of what the parameter `vocabulary` holds, or say what is wrong with it."""
    if isinstance(vocabulary, Mapping):
        columns = set(vocabulary.values())
        if len(columns) != len(vocabulary):
            raise ValueError("Vocabulary contains repeated indices.")
        for column in range(len(vocabulary)):
            if column not in columns:
                raise ValueError(f"Vocabulary of size {len(vocabulary)} doesn't contain index {column}.")
        found = dict(vocabulary)
    else:
        found = {}
        # A set has another order in every process.
        for column, term in enumerate(sorted(vocabulary) if isinstance(vocabulary, set) else vocabulary):
            if found.setdefault(term, column) != column:
                raise ValueError(f"Duplicate term in vocabulary: {term!r}")
    if not found:
        raise ValueError("empty vocabulary passed to fit")
    return found


def _in_order(columns: dict[Any, int]) -> list[str] | None:
    """Give the terms in the order of their columns, or None when they are no strings or the columns have holes."""
    terms: list[Any] = [None] * len(columns)
    for term, column in columns.items():
        if not isinstance(term, str) or not isinstance(column, Real) or not 0 <= column < len(terms):
            return None
        # scikit-learn takes 1.0 for 1 too.
        if int(column) != column:
            return None
        terms[int(column)] = term
    return None if None in terms else terms


def _given(terms: list[str], options: str, binary: bool) -> _core.CountModel | None:
    try:
        return _core.CountModel.given(terms, options=options, binary=binary)
    except UnicodeEncodeError:
        # Half of a character that somebody cut in two is no UTF-8.
        return None
