"""What the indexes of signatures have in common: keys of the caller's, files, and being a collection."""

import os
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from typing import Any, ClassVar, Self

from .. import _files


class Keys:
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

    def merged(self, others: "Keys") -> dict[int, int]:
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
    def from_json(cls, written: str | None, order: list[int]) -> "Keys":
        import json

        # Of an index that Rust wrote, the numbers are the keys.
        keys: list[Hashable] = list(order) if written is None else json.loads(written)["keys"]
        numbers = dict(zip(keys, order, strict=False))
        if not len(keys) == len(order) == len(numbers):
            raise ValueError("the file cannot be used: its keys are not those of its entries; save it again")
        return cls(numbers)


class KeyedIndex(ABC):
    """An index of signatures under keys of the caller's.

    A kind of index names its compiled half, and says by `_parameters` what two of them have to agree in.
    """

    _compiled: ClassVar[Any]
    _index: Any
    _keys: Keys

    @abstractmethod
    def _parameters(self) -> Any:
        """Give what two indexes have to agree in to be merged or equal."""

    def _is_like(self, other: object) -> bool:
        return isinstance(other, KeyedIndex) and other._compiled is self._compiled

    def remove(self, key: Hashable) -> None:
        """Remove the entry with a key.

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

    def merge(self, other: Self) -> None:
        """Add all entries of another index; on an error nothing has changed.

        Parameters
        ----------
        other : same type
            An index of the same parameters.

        Raises
        ------
        TypeError
            When it is of another type.
        ValueError
            When a parameter differs, or both have a key.
        """
        if not self._is_like(other):
            raise TypeError(f"other: expected {type(self).__name__}, found {type(other).__name__}")
        numbers = self._keys.merged(other._keys)
        if self is other:
            # Empty, or its own keys would have been refused.
            return
        self._index.merge(other._index, numbers)
        for old, new in numbers.items():
            self._keys.take(other._keys.keys[old], new)

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
        same type
            The index.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        index, written = cls._compiled.from_bytes(_files.read(path))
        made = cls.__new__(cls)
        made._index, made._keys = index, Keys.from_json(written, index.keys())
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
        if not isinstance(other, KeyedIndex) or not self._is_like(other):
            return NotImplemented
        numbers, others = self._keys.numbers, other._keys.numbers
        return (
            bool(self._parameters() == other._parameters())
            and numbers.keys() == others.keys()
            and all(
                self._index.signature(number) == other._index.signature(others[key]) for key, number in numbers.items()
            )
        )

    # It changes.
    __hash__ = None  # type: ignore[assignment]

    def __getstate__(self) -> tuple[bytes, dict[Hashable, int]]:
        return self._index.to_bytes("{}"), self._keys.numbers

    def __setstate__(self, state: tuple[bytes, dict[Hashable, int]]) -> None:
        content, numbers = state
        self._index, self._keys = self._compiled.from_bytes(content)[0], Keys(dict(numbers))
