"""An index that finds all SimHash signatures within a distance."""

import operator
from collections.abc import Hashable
from typing import Any, SupportsIndex

from .. import _core
from .._table import Table
from .keyed_index import KeyedIndex, Keys
from .sim_hash import SimHash, taken_sim_hash


class SimHashIndex(KeyedIndex):
    """An index of `SimHash` signatures that finds all within a Hamming distance, and misses none.

    The 64 bits are cut into one block more than the distance, one of which agrees with the query (Manku, Jain and Das
    Sarma 2007). Good up to a million signatures and a distance of 3 or so. A saved entry takes 16 bytes and its key.

    Parameters
    ----------
    distance : int
        In how many bits signatures may differ, 0 to 31.

    Raises
    ------
    TypeError
        When it is no whole number.
    ValueError
        When it is out of range.

    Examples
    --------
    >>> import wirecopy as wc
    >>> index = wc.SimHashIndex(distance=3)
    >>> index.insert("wire", wc.SimHash.from_value(0b1111))
    >>> index.insert("blog", wc.SimHash.from_value(0b111000000000))
    >>> index.query(wc.SimHash.from_value(0b1001)), "blog" in index, len(index)
    (['wire'], True, 2)
    """

    _compiled = _core.HammingIndex
    _index: _core.HammingIndex

    def __init__(self, distance: SupportsIndex = 3) -> None:
        if isinstance(distance, bool) or not hasattr(distance, "__index__"):
            raise TypeError(f"distance: expected int, found {type(distance).__name__}")
        bits = operator.index(distance)
        if not 0 <= bits <= 31:
            raise ValueError(f"distance: `{bits}`, expected a whole number from 0 to 31")
        self._index = _core.HammingIndex(bits)
        self._keys = Keys()

    @property
    def distance(self) -> int:
        """In how many bits signatures may differ."""
        return self._index.distance

    def insert(self, key: Hashable, simhash: SimHash) -> None:
        """Add a signature under a key.

        Parameters
        ----------
        key : hashable
            The key.
        simhash : SimHash
            The signature.

        Raises
        ------
        ValueError
            When the key is there already.
        """
        bits = taken_sim_hash("simhash", simhash)
        number = self._keys.reserve(key)
        self._index.insert(number, bits)
        self._keys.take(key, number)

    def query(self, simhash: SimHash) -> list[Hashable]:
        """Find all signatures within the distance.

        Parameters
        ----------
        simhash : SimHash
            A signature.

        Returns
        -------
        list
            The keys, the nearest first; of equally near ones the first inserted.
        """
        return [self._keys.keys[number] for number, _ in self._index.query(taken_sim_hash("simhash", simhash))]

    def candidates(self, simhash: SimHash) -> Table:
        """List all signatures within the distance.

        Parameters
        ----------
        simhash : SimHash
            A signature.

        Returns
        -------
        Table
            Columns: `key`; `distance`, in bits. The nearest come first.
        """
        found = self._index.query(taken_sim_hash("simhash", simhash))
        keys = [self._keys.keys[number] for number, _ in found]
        return Table({"key": keys, "distance": [distance for _, distance in found]})

    def _parameters(self) -> Any:
        return self.distance

    def __repr__(self) -> str:
        return f"<SimHashIndex of {len(self):,} signatures, distance={self.distance}>"
