"""An index that finds similar sets by their MinHash signatures."""

import contextlib
import operator
from collections.abc import Hashable
from typing import Any, Self, SupportsFloat, SupportsIndex

from .. import _core
from .._cosine import _number
from .._table import Table
from .keyed_index import KeyedIndex, Keys
from .min_hash import MinHash, taken_min_hash


class MinHashLSH(KeyedIndex):
    """An index of `MinHash` signatures that finds the sets which are likely to reach a Jaccard similarity.

    Two sets meet when all values of one of the bands that their signatures are cut into agree (locality-sensitive
    hashing; Indyk and Motwani 1998). Signatures are filled up (Shrivastava 2017) and kept with 16 bits a value: a
    saved entry takes ``2 * num_perm + 8`` bytes and its key, one in memory about 560 for 128 values at 0.7.

    Parameters
    ----------
    threshold : float
        The similarity that is looked for, above 0 and at most 1.
    num_perm : int
        The number of values of the signatures, 1 to 1024.
    weights : tuple of two floats, optional
        What a false positive and a false negative cost, 0 or more; the bands are those that cost least. If not given,
        ``(1, 1000)``: a false positive costs only the comparison of two signatures, and at thresholds of 0.5 and above
        at least 99.6 % of the pairs right at the threshold meet.
    params : tuple of two ints, optional
        The number of bands and the values of each, instead of those chosen.
    seed : int, optional
        The seed of the signatures, that of `MinHash` if not given.

    Raises
    ------
    TypeError
        When a parameter is of another type.
    ValueError
        When one is out of range, or the bands do not fit the signatures.

    Notes
    -----
    The methods of datasketch's MinHashLSH, and what differs: `query` drops candidates whose estimate is below the
    threshold unless ``verify=False``, and gives the most similar first; `weights` need not sum to 1 and have another
    default; `merge` always refuses keys that both have; everything is in memory, there is no `storage_config`,
    `prepickle` or query buffer, and insertion sessions buffer nothing.

    Examples
    --------
    >>> import wirecopy as wc
    >>> signatures = wc.MinHash.bulk([range(1000), range(900, 1900)])
    >>> index = wc.MinHashLSH(threshold=0.7)
    >>> for name, signature in zip(["wire", "blog"], signatures):
    ...     index.insert(name, signature)
    >>> (copy,) = wc.MinHash.bulk([range(50, 1050)])
    >>> index.query(copy), "blog" in index, len(index)
    (['wire'], True, 2)
    """

    _compiled = _core.MinHashLsh
    _index: _core.MinHashLsh

    def __init__(
        self,
        threshold: SupportsFloat = 0.9,
        num_perm: SupportsIndex = 128,
        weights: tuple[SupportsFloat, SupportsFloat] | None = None,
        params: tuple[SupportsIndex, SupportsIndex] | None = None,
        *,
        seed: SupportsIndex | None = None,
    ) -> None:
        costs = None if weights is None else _two("weights", weights, float)
        banding = None if params is None else _two("params", params, operator.index)
        if banding is not None and min(banding) < 1:
            raise ValueError(f"params: `{params}`, expected bands and values of at least 1")
        self._index = _core.MinHashLsh(_number(threshold), num_perm, seed=seed, costs=costs, banding=banding)
        self._keys = Keys()

    @property
    def threshold(self) -> float:
        """The similarity that is looked for."""
        return self._index.parameters()[0]

    @property
    def num_perm(self) -> int:
        """The number of values of the signatures."""
        return self._index.parameters()[1]

    @property
    def h(self) -> int:
        """The number of values of the signatures."""
        return self.num_perm

    @property
    def seed(self) -> int:
        """The seed of the signatures."""
        return self._index.parameters()[2]

    @property
    def b(self) -> int:
        """The number of bands."""
        return self._index.parameters()[3]

    @property
    def r(self) -> int:
        """The number of values in a band."""
        return self._index.parameters()[4]

    def probability(self, jaccard: SupportsFloat) -> float:
        """Give the probability that two sets of a Jaccard similarity meet.

        Parameters
        ----------
        jaccard : float
            The similarity, 0 to 1.

        Returns
        -------
        float
            ``1 - (1 - jaccard ** r) ** b``.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.MinHashLSH(threshold=0.7).probability(0.75) > 0.99
        True
        """
        similarity = float(jaccard)
        if not 0 <= similarity <= 1:
            raise ValueError(f"jaccard: `{jaccard}`, expected a number from 0 to 1")
        return self._index.probability(similarity)

    def insert(self, key: Hashable, minhash: MinHash, check_duplication: bool = True) -> None:
        """Add a set under a key. That of an empty set is kept, and found by no query.

        Parameters
        ----------
        key : hashable
            The key.
        minhash : MinHash
            The signature of the set.
        check_duplication : bool
            If False, a key that is there already is replaced instead of refused.

        Raises
        ------
        ValueError
            When the key is there already, or the signature has another `num_perm` or seed.
        """
        signature = taken_min_hash("minhash", minhash)
        if check_duplication or key not in self._keys.numbers:
            number = self._keys.reserve(key)
            self._index.insert(number, signature)
            self._keys.take(key, number)
            return
        # First the new one: a signature that is refused must not cost the old one.
        (number,) = {self._keys.numbers[key]}
        replacement = max(self._keys.keys) + 1
        self._index.insert(replacement, signature)
        self._index.remove(number)
        self._keys.remove(key)
        self._keys.take(key, replacement)

    def insertion_session(self, buffer_size: SupportsIndex = 50_000) -> "contextlib.AbstractContextManager[Self]":
        """Give this index for a ``with`` block; nothing is buffered. For programs written for datasketch."""
        return contextlib.nullcontext(self)

    def deletion_session(self, buffer_size: SupportsIndex = 50_000) -> "contextlib.AbstractContextManager[Self]":
        """Give this index for a ``with`` block; nothing is buffered. For programs written for datasketch."""
        return contextlib.nullcontext(self)

    def query(self, minhash: MinHash, *, verify: bool = True) -> list[Hashable]:
        """Find the sets that are likely to reach the threshold.

        Parameters
        ----------
        minhash : MinHash
            The signature of a set.
        verify : bool
            Whether to drop those whose estimate is below the threshold. Of the sets right at it, half are estimated
            below: ``verify=False`` is for those who compare the sets themselves.

        Returns
        -------
        list
            The keys, the largest estimates first; of equal ones the first inserted.

        Raises
        ------
        ValueError
            When the signature has another `num_perm` or seed.
        """
        return [self._keys.keys[number] for number, _ in self._found(minhash, verify)]

    def candidates(self, minhash: MinHash, *, verify: bool = False) -> Table:
        """List the sets that share a band with another one, with their estimates.

        Parameters
        ----------
        minhash : MinHash
            The signature of a set.
        verify : bool
            Whether to drop those whose estimate is below the threshold.

        Returns
        -------
        Table
            Columns: `key`; `estimate`, the part of the values that agree. The largest estimates come first.

        Raises
        ------
        ValueError
            When the signature has another `num_perm` or seed.

        Examples
        --------
        >>> import wirecopy as wc
        >>> index = wc.MinHashLSH(threshold=0.5)
        >>> (mill,) = wc.MinHash.bulk([range(100)])
        >>> index.insert("mill", mill)
        >>> index.candidates(mill).to_dicts()
        [{'key': 'mill', 'estimate': 1.0}]
        """
        found = self._found(minhash, verify)
        keys = [self._keys.keys[number] for number, _ in found]
        return Table({"key": keys, "estimate": [estimate for _, estimate in found]})

    def _parameters(self) -> Any:
        return self._index.parameters()

    def __repr__(self) -> str:
        return (
            f"<MinHashLSH of {len(self):,} sets, threshold={self.threshold}, num_perm={self.num_perm}, "
            f"params=({self.b}, {self.r})>"
        )

    def _found(self, minhash: MinHash, verify: bool) -> list[tuple[int, float]]:
        return self._index.query(taken_min_hash("minhash", minhash), verify=verify)


def _two(name: str, values: Any, kind: Any) -> Any:
    try:
        first, second = values
    except (TypeError, ValueError):
        raise TypeError(f"{name}: expected two numbers, found `{values!r}`") from None
    try:
        return kind(first), kind(second)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: expected two numbers, found `{values!r}`") from None
