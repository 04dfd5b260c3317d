"""MinHash: small signatures of large sets, from which their Jaccard similarity can be estimated."""

import math
import operator
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self, SupportsFloat, SupportsIndex

from .. import _core, _files
from .._analyzer import Analyzer, _of_type
from .shingling import Element, analyzer_json, shingle_size, taken_texts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class MinHash:
    """A signature of a set, from which its Jaccard similarity to others can be estimated.

    One permutation: the hash of an element chooses one of `num_perm` bins and a rank there, and each bin keeps its
    smallest rank (Broder 1997; Li, Owen and Zhang 2012), so that an element costs the same whatever `num_perm` is.
    Signatures are the same on every machine and in every version of one minor number.

    Parameters
    ----------
    num_perm : int
        The number of values, 1 to 1024. The standard error of an estimate is at most ``sqrt(j * (1 - j) / num_perm)``.
    seed : int, optional
        Signatures of different seeds cannot be compared. If not given, that of `near_duplicates`.
    hashvalues : array-like of int, optional
        The values of another signature instead of those of the empty set; `num_perm` is then their number.

    Raises
    ------
    TypeError
        When a parameter is of another type.
    ValueError
        When one is out of range.

    Notes
    -----
    The methods of datasketch's MinHash, and what differs: an element is a str, which counts as its UTF-8, bytes, or a
    whole number of 64 bits, which is taken for a hash, where datasketch takes bytes; there is no `hashfunc`,
    `permutations`, `scheme` or GPU; values have 32 bits, and a bin where no element fell holds 4294967295; two empty
    sets have a similarity of 0, not 1; `count` uses which bins are empty. Signatures of the two cannot be compared.

    Examples
    --------
    >>> import wirecopy as wc
    >>> a, b = wc.MinHash(), wc.MinHash()
    >>> a.update_batch(range(1000))
    >>> b.update_batch(range(250, 1250))
    >>> abs(a.jaccard(b) - 750 / 1250) < 2 * wc.MinHash.standard_error(0.6)
    True
    """

    __slots__ = ("_signature",)

    def __init__(
        self, num_perm: SupportsIndex = 128, seed: SupportsIndex | None = None, *, hashvalues: "ArrayLike | None" = None
    ) -> None:
        if hashvalues is None:
            self._signature = _core.MinHash(num_perm, seed=seed)
        else:
            self._signature = _core.MinHash.of_values(_ranks(hashvalues), seed=seed)

    @classmethod
    def _of(cls, signature: _core.MinHash) -> Self:
        made = cls.__new__(cls)
        made._signature = signature
        return made

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        shingle: SupportsIndex = 5,
        analyzer: Analyzer | None = None,
        num_perm: SupportsIndex = 128,
        seed: SupportsIndex | None = None,
    ) -> Self:
        """Make the signature of the runs of words (shingles) of a text, those that `near_duplicates` compares.

        Parameters
        ----------
        text : str
            The text. One with fewer words than a shingle is a single shingle of all of them.
        shingle : int
            How many successive words are one shingle, 1 or more.
        analyzer : Analyzer, optional
            What the text is cut into; ``Analyzer()`` if not given.
        num_perm, seed : int
            As for `MinHash`.

        Returns
        -------
        MinHash
            The signature.

        Raises
        ------
        TypeError
            When an argument is of another type.
        ValueError
            When one is out of range.

        Examples
        --------
        >>> import wirecopy as wc
        >>> mill = wc.MinHash.from_text("The old mill on the river burnt down on Monday night.", shingle=2)
        >>> mill == wc.MinHash.from_text("THE OLD MILL on the river burnt down on Monday night", shingle=2)
        True
        """
        (made,) = cls.from_texts([text], shingle=shingle, analyzer=analyzer, num_perm=num_perm, seed=seed, threads=1)
        return made

    @classmethod
    def from_texts(
        cls,
        texts: Iterable[str],
        *,
        shingle: SupportsIndex = 5,
        analyzer: Analyzer | None = None,
        num_perm: SupportsIndex = 128,
        seed: SupportsIndex | None = None,
        threads: SupportsIndex | None = None,
    ) -> list[Self]:
        """Make the signature of each text as `from_text` does, with all processors.

        Ctrl-C ends it, and other Python threads run while it works.

        Parameters
        ----------
        texts : iterable of str
            The texts.
        shingle, analyzer, num_perm, seed
            As for `from_text`.
        threads : int, optional
            How many threads work; as many as this process may use processors, if not given.

        Returns
        -------
        list of MinHash
            One for each text.

        Raises
        ------
        TypeError
            When an argument is of another type.
        ValueError
            When one is out of range.
        KeyboardInterrupt
            When somebody presses Ctrl-C.

        Examples
        --------
        >>> import wirecopy as wc
        >>> [signature.is_empty() for signature in wc.MinHash.from_texts(["The mill burnt down", "…"])]
        [False, True]
        """
        found = _core.min_hashes(
            taken_texts(texts),
            analyzer=analyzer_json(analyzer),
            shingle=shingle_size(shingle),
            values=num_perm,
            seed=seed,
            threads=threads,
        )
        return [cls._of(signature) for signature in found]

    @classmethod
    def bulk(cls, b: Iterable[Iterable[Element]], **minhash_kwargs: Any) -> list[Self]:
        """Make the signatures of many sets.

        Parameters
        ----------
        b : iterable of iterables of str, bytes or int
            The sets.
        **minhash_kwargs
            The parameters of each signature.

        Returns
        -------
        list of MinHash
            One for each set.

        Examples
        --------
        >>> import wirecopy as wc
        >>> a, b = wc.MinHash.bulk([[b"the", b"mill"], [b"mill", b"the", b"the"]], num_perm=64)
        >>> a == b
        True
        """
        return list(cls.generator(b, **minhash_kwargs))

    @classmethod
    def generator(cls, b: Iterable[Iterable[Element]], **minhash_kwargs: Any) -> Iterator[Self]:
        """Make the signatures of many sets as `bulk` does, one when the one before has been taken.

        Parameters
        ----------
        b : iterable of iterables of str, bytes or int
            The sets.
        **minhash_kwargs
            The parameters of each signature.

        Yields
        ------
        MinHash
            One for each set.
        """
        empty = cls(**minhash_kwargs)
        for elements in b:
            made = empty.copy()
            made.update_batch(elements)
            yield made

    @classmethod
    def union(cls, *mhs: "MinHash") -> Self:
        """Make the signature of the union of two sets or more.

        Parameters
        ----------
        *mhs : MinHash
            Their signatures.

        Returns
        -------
        MinHash
            A new one.

        Raises
        ------
        ValueError
            When there are fewer than two, or they differ in `num_perm` or seed.

        Examples
        --------
        >>> import wirecopy as wc
        >>> a, b = wc.MinHash.bulk([["the"], ["mill"]])
        >>> wc.MinHash.union(a, b) == wc.MinHash.bulk([["the", "mill"]])[0]
        True
        """
        if len(mhs) < 2:
            raise ValueError(f"union: found {len(mhs)} signatures, expected two or more")
        made = cls._of(taken_min_hash("union", mhs[0]).copy())
        for other in mhs[1:]:
            made.merge(other)
        return made

    def update(self, b: Element) -> None:
        """Add an element; adding it again changes nothing.

        Parameters
        ----------
        b : str, bytes or int
            The element: a str counts as its UTF-8, a whole number from 0 to 2**64 - 1 is taken for a hash.

        Raises
        ------
        TypeError
            When it is something else.
        ValueError
            When a number is out of range.
        """
        self._signature.update(b)

    def update_batch(self, b: "Iterable[Element] | NDArray[Any]") -> None:
        """Add many elements; if one is refused, none is added.

        Parameters
        ----------
        b : iterable of str, bytes or int, or array of int
            The elements.

        Raises
        ------
        TypeError
            When one is something else.
        ValueError
            When a number is out of range.
        """
        self._signature.update_all(b)

    def jaccard(self, other: "MinHash") -> float:
        """Estimate the Jaccard similarity of two sets.

        Parameters
        ----------
        other : MinHash
            The signature of the other one.

        Returns
        -------
        float
            From 0 to 1, without bias, with a standard error of at most `standard_error`; 0 if a set is empty.

        Raises
        ------
        ValueError
            When the signatures differ in `num_perm` or seed.

        Examples
        --------
        >>> import wirecopy as wc
        >>> a, b = wc.MinHash.bulk([range(20), range(2, 22)])
        >>> 0.7 < a.jaccard(b) < 0.95
        True
        >>> a.jaccard(wc.MinHash(64))
        Traceback (most recent call last):
        ...
        ValueError: MinHash signatures differ in number of values, `128` and `64`, and cannot be compared; make both with the same
        """  # noqa: E501  (the message is one line)
        return self._signature.jaccard(taken_min_hash("other", other))

    def count(self) -> float:
        """Estimate how many different elements were added.

        Returns
        -------
        float
            The number, with a standard error of ``1 / sqrt(num_perm)`` of it, and less where bins are empty.

        Examples
        --------
        >>> import wirecopy as wc
        >>> (many,) = wc.MinHash.bulk([range(1000)])
        >>> 750 < many.count() < 1250
        True
        """
        return self._signature.count()

    def merge(self, other: "MinHash") -> None:
        """Add the elements of another set.

        Parameters
        ----------
        other : MinHash
            Its signature.

        Raises
        ------
        ValueError
            When the signatures differ in `num_perm` or seed.
        """
        self._signature.merge(taken_min_hash("other", other))

    def copy(self) -> Self:
        """Give another signature of the same set."""
        return self._of(self._signature.copy())

    def clear(self) -> None:
        """Take all elements out."""
        self._signature = _core.MinHash(len(self), seed=self.seed)

    def is_empty(self) -> bool:
        """Say whether no element was added."""
        return self._signature.is_empty()

    def digest(self) -> "NDArray[np.uint32]":
        """Give the values as an array of their own. Needs NumPy.

        Returns
        -------
        numpy.ndarray
            `num_perm` numbers of 32 bits; 4294967295 where no element fell.

        Examples
        --------
        >>> import wirecopy as wc
        >>> a = wc.MinHash(num_perm=4)
        >>> a.update("mill")
        >>> wc.MinHash(hashvalues=a.digest()) == a
        True
        """
        import numpy as np

        return np.frombuffer(self._signature.values(), "<u4").astype(np.uint32)

    @property
    def hashvalues(self) -> "NDArray[np.uint32]":
        """The values, as `digest` gives them; a change of the array does not change the signature."""
        return self.digest()

    @property
    def num_perm(self) -> int:
        """The number of values."""
        return len(self)

    @property
    def seed(self) -> int:
        """The seed."""
        return self._signature.seed

    @staticmethod
    def standard_error(jaccard: SupportsFloat, num_perm: SupportsIndex = 128) -> float:
        """Give a bound of the standard error of an estimate.

        Parameters
        ----------
        jaccard : float
            The similarity, 0 to 1.
        num_perm : int
            The number of values.

        Returns
        -------
        float
            ``sqrt(jaccard * (1 - jaccard) / num_perm)``, that of so many independent draws.

        Examples
        --------
        >>> import wirecopy as wc
        >>> round(wc.MinHash.standard_error(0.7), 3)
        0.041
        """
        similarity, values = float(jaccard), operator.index(num_perm)
        if not 0 <= similarity <= 1:
            raise ValueError(f"jaccard: `{jaccard}`, expected a number from 0 to 1")
        if values < 1:
            raise ValueError(f"num_perm: `{num_perm}`, expected 1 or more")
        return math.sqrt(similarity * (1 - similarity) / values)

    def save(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the signature to a file, which Rust reads too.

        Parameters
        ----------
        path : str or path-like
            Where to.
        overwrite : bool
            Whether a file that is there may be replaced.

        Raises
        ------
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.
        """
        _files.write(path, self._signature.to_bytes(), overwrite=overwrite)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Self:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or path-like
            The file.

        Returns
        -------
        MinHash
            The signature.

        Raises
        ------
        ValueError
            When the file is damaged, cut short, newer than this package, or holds something else.
        OSError
            When it cannot be read.
        """
        return cls._of(_core.MinHash.from_bytes(_files.read(path)))

    def __len__(self) -> int:
        """Give the number of values."""
        return len(self._signature)

    def __eq__(self, other: object) -> bool:
        """Say whether seeds and values are equal."""
        if not isinstance(other, MinHash):
            return NotImplemented
        return self._signature == other._signature

    # It changes.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<MinHash of about {self.count():,.0f} elements, num_perm={len(self)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _minhash_of, (type(self), self._signature.to_bytes())


def _minhash_of(cls: type[MinHash], content: bytes) -> MinHash:
    return cls._of(_core.MinHash.from_bytes(content))


def taken_min_hash(name: str, signature: Any) -> _core.MinHash:
    return _of_type(name, signature, MinHash)._signature  # type: ignore[no-any-return]


def _ranks(hashvalues: Any) -> bytes:
    import numpy as np

    values = np.asarray(hashvalues)
    if values.ndim != 1 or values.dtype.kind not in "ui":
        raise TypeError(
            f"hashvalues: expected whole numbers in a row, found an array of {values.dtype} in {values.ndim} dimensions"
        )
    if not ((values >= 0) & (values < 2**32)).all():
        raise ValueError("hashvalues: expected numbers of 32 bits, as `digest` gives them")
    return values.astype("<u4").tobytes()
