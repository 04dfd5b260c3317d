"""The steps from a document to its terms in plain Python: the definition of what the compiled half does faster.

They are what `build_analyzer` and its kin give out, and what counts where a step is a function of the caller's. Each is
an object that can be pickled.
"""

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .. import _core

_SPACES = re.compile(r"\s\s+")


@dataclass(frozen=True)
class Preprocessor:
    """Lower case first, then accents."""

    lowercase: bool
    strip_accents: Callable[[str], str] | None

    def __call__(self, document: Any) -> Any:
        text = document.lower() if self.lowercase else document
        return text if self.strip_accents is None else self.strip_accents(text)


@dataclass(frozen=True)
class WordNgrams:
    """Runs of tokens, joined by a space; stop words go before the runs are formed."""

    shortest: int
    longest: int
    stop_words: Container[Any] | None = None

    def __call__(self, tokens: Iterable[Any]) -> Iterable[Any]:
        if self.stop_words is not None:
            tokens = [token for token in tokens if token not in self.stop_words]
        if self.longest == 1:
            return tokens
        tokens = list(tokens)
        # Single tokens stay what they are: a tokenizer may give other things than strings.
        terms: list[Any] = list(tokens) if self.shortest == 1 else []
        for length in range(2 if self.shortest == 1 else self.shortest, self.longest + 1):
            if length > len(tokens):
                break
            terms.extend(" ".join(run) for run in _windows(tokens, length))
        return terms


@dataclass(frozen=True)
class CharacterNgrams:
    """Runs of characters; several white-space characters in a row count as one space."""

    shortest: int
    longest: int

    def __call__(self, text: str) -> list[str]:
        text = _SPACES.sub(" ", text)
        longest = min(self.longest, len(text))
        return [run for length in range(self.shortest, longest + 1) for run in _windows(text, length)]


@dataclass(frozen=True)
class CharacterNgramsWithinWords:
    """Runs of characters of one word with a space on either side; a word shorter than a run counts once, whole."""

    shortest: int
    longest: int

    def __call__(self, text: str) -> list[str]:
        terms = []
        for word in text.split():
            padded = f" {word} "
            for length in range(self.shortest, self.longest + 1):
                if len(padded) <= length:
                    terms.append(padded)
                    break
                terms.extend(_windows(padded, length))
        return terms


@dataclass(frozen=True)
class Cut:
    """From a text to its terms as the compiled half has them: for steps that only it has."""

    options: str

    def __call__(self, text: str) -> list[str]:
        return _core.cut(text, options=self.options)


@dataclass(frozen=True)
class DocumentAnalyzer:
    """All steps, one after the other; those that are None are left out."""

    decode: Callable[[Any], Any]
    steps: tuple[Callable[[Any], Any], ...]

    def __call__(self, document: Any) -> Any:
        document = self.decode(document)
        for step in self.steps:
            document = step(document)
        return document


def _windows(sequence: Any, length: int) -> Iterator[Any]:
    return (sequence[start : start + length] for start in range(len(sequence) - length + 1))
