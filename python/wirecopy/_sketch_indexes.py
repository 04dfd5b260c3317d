"""Indexes that find similar sets by their signatures."""

import contextlib
import operator
import os
from collections.abc import Hashable, Iterator
from typing import Any, Self, SupportsFloat, SupportsIndex

from . import _core, _files
from ._cosine import _number
from ._sketches import MinHash, SimHash, _minhash, _simhash
from ._table import Table


class _Keys:
    """The keys of the caller, and the numbers that stand for them in an index."""

    def __init__(self, keys: dict[Hashable, int] | None = None) -> None:
        self.numbers: dict[Hashable, int] = {} if keys is None else keys
        self.keys = {number: key for key, number in self.numbers.items()}
        self._next = max(self.keys, default=-1) + 1

    def reserve(self, key: Hashable) -> int:
        """Give the number for a new key, which `take` takes in once the index has it."""
        if key in self.numbers:
            raise ValueError(f"key `{key!r}` is in the index already; remove it first, or take another")
        return self._next

    def take(self, key: Hashable, number: int) -> None:
        self.numbers[key] = number
        self.keys[number] = key
        self._next = max(self._next, number + 1)

    def remove(self, key: Hashable) -> int:
        if key not in self.numbers:
            raise ValueError(f"key `{key!r}` is not in the index")
        number = self.numbers.pop(key)
        del self.keys[number]
        return number

    def merged(self, others: "_Keys") -> dict[int, int]:
        """Give the new number of each number of other keys, none of which may be here already."""
        for key in others.numbers:
            self.reserve(key)
        return {number: self._next + place for place, number in enumerate(others.keys)}

    def to_json(self, order: list[int]) -> str:
        import json

        keys = [self.keys[number] for number in order]
        for key in keys:
            if type(key) not in (str, int):
                raise ValueError(
                    f"key: found {key!r}, expected str or int in a file; give such keys, or pickle the index"
                )
        return json.dumps({"keys": keys})

    @classmethod
    def from_json(cls, written: str | None, order: list[int]) -> "_Keys":
        import json

        # Of an index that Rust wrote, the numbers are the keys.
        keys: list[Hashable] = list(order) if written is None else json.loads(written)["keys"]
        numbers = dict(zip(keys, order, strict=False))
        if not len(keys) == len(order) == len(numbers):
            raise ValueError("the file cannot be used: its keys are not those of its entries; save it again")
        return cls(numbers)


class MinHashLSH:
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
        self._keys = _Keys()

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
        signature = _minhash("minhash", minhash)
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

    def remove(self, key: Hashable) -> None:
        """Remove the set with a key.

        Parameters
        ----------
        key : hashable
            The key.

        Raises
        ------
        ValueError
            When there is none.
        """
        self._index.remove(self._keys.remove(key))

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

    def merge(self, other: "MinHashLSH") -> None:
        """Add all entries of another index; on an error nothing has changed.

        Parameters
        ----------
        other : MinHashLSH
            An index of the same `num_perm`, seed and bands.

        Raises
        ------
        ValueError
            When a parameter differs, or both have a key.
        """
        if not isinstance(other, MinHashLSH):
            raise TypeError(f"other: expected MinHashLSH, found {type(other).__name__}")
        _merge(self, other)

    def is_empty(self) -> bool:
        """Say whether there are no entries."""
        return not len(self)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the index to a file, which Rust reads too, with numbers for keys.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        ValueError
            When a key is neither a str nor an int; a pickle holds any.
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.

        Examples
        --------
        >>> import os, tempfile
        >>> import wirecopy as wc
        >>> index = wc.MinHashLSH(threshold=0.5)
        >>> (mill,) = wc.MinHash.bulk([range(100)])
        >>> index.insert("mill", mill)
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     index.save(os.path.join(folder, "mills.lsh"))
        ...     wc.MinHashLSH.load(os.path.join(folder, "mills.lsh")).query(mill)
        ['mill']
        """
        content = self._index.to_bytes(self._keys.to_json(self._index.keys()))
        _files.write(path, content, overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote, or what Rust wrote: then the keys are its numbers.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        MinHashLSH
            The index.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        index, written = _core.MinHashLsh.from_bytes(_files.read(path))
        made = cls.__new__(cls)
        made._index, made._keys = index, _Keys.from_json(written, index.keys())
        return made

    def __contains__(self, key: Hashable) -> bool:
        return key in self._keys.numbers

    def __iter__(self) -> Iterator[Hashable]:
        """Give the keys in the order of their insertion."""
        return (self._keys.keys[number] for number in self._index.keys())

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self._index)

    def __eq__(self, other: object) -> bool:
        """Say whether the parameters are equal, and the keys with their signatures; their order does not count."""
        if not isinstance(other, MinHashLSH):
            return NotImplemented
        return self._index.parameters() == other._index.parameters() and _same_entries(self, other)

    # It changes.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"<MinHashLSH of {len(self):,} sets, threshold={self.threshold}, num_perm={self.num_perm}, "
            f"params=({self.b}, {self.r})>"
        )

    def __getstate__(self) -> tuple[bytes, dict[Hashable, int]]:
        return self._index.to_bytes("{}"), self._keys.numbers

    def __setstate__(self, state: tuple[bytes, dict[Hashable, int]]) -> None:
        content, numbers = state
        self._index, self._keys = _core.MinHashLsh.from_bytes(content)[0], _Keys(dict(numbers))

    def _found(self, minhash: MinHash, verify: bool) -> list[tuple[int, float]]:
        return self._index.query(_minhash("minhash", minhash), verify=verify)


class SimHashIndex:
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

    def __init__(self, distance: SupportsIndex = 3) -> None:
        if isinstance(distance, bool) or not hasattr(distance, "__index__"):
            raise TypeError(f"distance: expected int, found {type(distance).__name__}")
        bits = operator.index(distance)
        if not 0 <= bits <= 31:
            raise ValueError(f"distance: `{bits}`, expected a whole number from 0 to 31")
        self._index = _core.HammingIndex(bits)
        self._keys = _Keys()

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
        bits = _simhash("simhash", simhash)
        number = self._keys.reserve(key)
        self._index.insert(number, bits)
        self._keys.take(key, number)

    def remove(self, key: Hashable) -> None:
        """Remove the signature with a key.

        Parameters
        ----------
        key : hashable
            The key.

        Raises
        ------
        ValueError
            When there is none.
        """
        self._index.remove(self._keys.remove(key))

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
        return [self._keys.keys[number] for number, _ in self._index.query(_simhash("simhash", simhash))]

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
        found = self._index.query(_simhash("simhash", simhash))
        keys = [self._keys.keys[number] for number, _ in found]
        return Table({"key": keys, "distance": [distance for _, distance in found]})

    def merge(self, other: "SimHashIndex") -> None:
        """Add all entries of another index; on an error nothing has changed.

        Parameters
        ----------
        other : SimHashIndex
            An index of the same distance.

        Raises
        ------
        ValueError
            When the distance differs, or both have a key.
        """
        if not isinstance(other, SimHashIndex):
            raise TypeError(f"other: expected SimHashIndex, found {type(other).__name__}")
        _merge(self, other)

    def is_empty(self) -> bool:
        """Say whether there are no entries."""
        return not len(self)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the index to a file, which Rust reads too, with numbers for keys.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        ValueError
            When a key is neither a str nor an int; a pickle holds any.
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.
        """
        content = self._index.to_bytes(self._keys.to_json(self._index.keys()))
        _files.write(path, content, overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote, or what Rust wrote: then the keys are its numbers.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        SimHashIndex
            The index.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        index, written = _core.HammingIndex.from_bytes(_files.read(path))
        made = cls.__new__(cls)
        made._index, made._keys = index, _Keys.from_json(written, index.keys())
        return made

    def __contains__(self, key: Hashable) -> bool:
        return key in self._keys.numbers

    def __iter__(self) -> Iterator[Hashable]:
        """Give the keys in the order of their insertion."""
        return (self._keys.keys[number] for number in self._index.keys())

    def __len__(self) -> int:
        """Give the number of entries."""
        return len(self._index)

    def __eq__(self, other: object) -> bool:
        """Say whether the distance is equal, and the keys with their signatures; their order does not count."""
        if not isinstance(other, SimHashIndex):
            return NotImplemented
        return self.distance == other.distance and _same_entries(self, other)

    # It changes.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<SimHashIndex of {len(self):,} signatures, distance={self.distance}>"

    def __getstate__(self) -> tuple[bytes, dict[Hashable, int]]:
        return self._index.to_bytes("{}"), self._keys.numbers

    def __setstate__(self, state: tuple[bytes, dict[Hashable, int]]) -> None:
        content, numbers = state
        self._index, self._keys = _core.HammingIndex.from_bytes(content)[0], _Keys(dict(numbers))


def _merge(index: Any, other: Any) -> None:
    numbers = index._keys.merged(other._keys)
    if index is other:
        # Empty, or its own keys would have been refused.
        return
    index._index.merge(other._index, numbers)
    for old, new in numbers.items():
        index._keys.take(other._keys.keys[old], new)


def _same_entries(one: Any, other: Any) -> bool:
    numbers, others = one._keys.numbers, other._keys.numbers
    return numbers.keys() == others.keys() and all(
        one._index.signature(number) == other._index.signature(others[key]) for key, number in numbers.items()
    )


def _two(name: str, values: Any, kind: Any) -> Any:
    try:
        first, second = values
    except (TypeError, ValueError):
        raise TypeError(f"{name}: expected two numbers, found `{values!r}`") from None
    try:
        return kind(first), kind(second)
    except (TypeError, ValueError):
        raise TypeError(f"{name}: expected two numbers, found `{values!r}`") from None
