"""The part of a vectoriser that turns a document into terms."""

import json
import re
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np

from .._analyzer import Analyzer
from . import accents, counting, parameters
from .analysis_steps import (
    CharacterNgrams,
    CharacterNgramsWithinWords,
    Cut,
    DocumentAnalyzer,
    Preprocessor,
    WordNgrams,
)
from .english_stop_words import ENGLISH_STOP_WORDS
from .parameters import BOOL, CALLABLE, NONE, Accepted, instance, one_of

DEFAULT_PATTERN = r"(?u)\b\w\w+\b"

# Patterns that the compiled half knows, and what it calls them.
_KNOWN_PATTERNS = {
    prefix + pattern: name
    for prefix in ("", "(?u)")
    for name, patterns in {
        "two_or_more": (r"\b\w\w+\b", r"\b\w{2,}\b", r"\w\w+", r"\w{2,}"),
        "one_or_more": (r"\b\w+\b", r"\w+"),
        "non_space": (r"\S+",),
    }.items()
    for pattern in patterns
}

RULES: dict[str, tuple[Accepted, ...]] = {
    "input": (one_of("filename", "file", "content"),),
    "encoding": (instance(str),),
    "decode_error": (one_of("strict", "ignore", "replace"),),
    "strip_accents": (one_of("ascii", "unicode"), NONE, CALLABLE),
    "lowercase": BOOL,
    "preprocessor": (CALLABLE, NONE),
    "tokenizer": (CALLABLE, NONE),
    "stop_words": (one_of("english"), instance(list), NONE),
    "token_pattern": (instance(str), NONE),
    "ngram_range": (instance(tuple),),
    "analyzer": (one_of("word", "char", "char_wb"), CALLABLE, Accepted("", lambda value: isinstance(value, Analyzer))),
    "language": (instance(str), NONE),
    "stem": BOOL,
}

_UNITS = "word", "char", "char_wb"
_ACCENTS = None, "ascii", "unicode"

# What a subclass, or an assignment to an instance, may put another function in the place of.
_STEPS = "decode", "build_preprocessor", "build_tokenizer", "build_analyzer", "get_stop_words"


class TextAnalysis:
    """Decoding, preprocessing, tokens and n-grams, by the parameters as they are when the work begins."""

    input: Any
    encoding: Any
    decode_error: Any
    strip_accents: Any
    lowercase: Any
    preprocessor: Any
    tokenizer: Any
    analyzer: Any
    stop_words: Any
    token_pattern: Any
    ngram_range: Any
    language: Any
    stem: Any
    threads: Any

    def decode(self, doc: Any) -> Any:
        """Read a document, if it is a file, and decode it, if it is bytes.

        Parameters
        ----------
        doc : bytes, str, path or file
            What the parameter `input` says.

        Returns
        -------
        str
            The text.
        """
        if self.input == "filename":
            with open(doc, "rb") as file:
                doc = file.read()
        elif self.input == "file":
            doc = doc.read()
        if isinstance(doc, bytes):
            doc = doc.decode(self.encoding, self.decode_error)
        if doc is np.nan:
            raise ValueError("np.nan is an invalid document, expected byte or unicode string.")
        return doc

    def build_preprocessor(self) -> Callable[[Any], Any]:
        """Give the function that a text goes through before it is cut into tokens."""
        if self.preprocessor is not None:
            return self.preprocessor  # type: ignore[no-any-return]
        if not self.strip_accents:
            strip_accents = None
        elif callable(self.strip_accents):
            strip_accents = self.strip_accents
        elif self.strip_accents == "ascii":
            strip_accents = accents.ascii_only
        elif self.strip_accents == "unicode":
            strip_accents = accents.without_accents
        else:
            raise ValueError(f'Invalid value for "strip_accents": {self.strip_accents}')
        return Preprocessor(bool(self.lowercase), strip_accents)

    def build_tokenizer(self) -> Callable[[Any], Any]:
        """Give the function that cuts a text into tokens."""
        if self.tokenizer is not None:
            return self.tokenizer  # type: ignore[no-any-return]
        pattern = re.compile(self.token_pattern)
        if pattern.groups > 1:
            raise ValueError("More than 1 capturing group in token pattern. Only a single group should be captured.")
        return pattern.findall

    def get_stop_words(self) -> frozenset[Any] | None:
        """Give the stop words, or None."""
        if self.stop_words is None:
            return None
        if isinstance(self.stop_words, str):
            if self.stop_words == "english":
                return ENGLISH_STOP_WORDS
            raise ValueError(f"not a built-in stop list: {self.stop_words}")
        return frozenset(self.stop_words)

    def build_analyzer(self) -> Callable[[Any], Any]:
        """Give the function that does all: from a document to its terms."""
        if self.stem or isinstance(self.analyzer, Analyzer):
            options = self._options()
            assert options is not None
            return DocumentAnalyzer(self.decode, (Cut(options),))
        if callable(self.analyzer):
            return DocumentAnalyzer(self.decode, (self.analyzer,))
        preprocess = self.build_preprocessor()
        if self.analyzer == "char":
            return DocumentAnalyzer(self.decode, (preprocess, CharacterNgrams(*self.ngram_range)))
        if self.analyzer == "char_wb":
            return DocumentAnalyzer(self.decode, (preprocess, CharacterNgramsWithinWords(*self.ngram_range)))
        if self.analyzer == "word":
            shortest, longest = self.ngram_range
            stop_words = self.get_stop_words()
            tokenize = self.build_tokenizer()
            self._warn_of_inconsistent_stop_words(stop_words, preprocess, tokenize)
            return DocumentAnalyzer(self.decode, (preprocess, tokenize, WordNgrams(shortest, longest, stop_words)))
        raise ValueError(f"{self.analyzer} is not a valid tokenization scheme/analyzer")

    def _warn_of_inconsistent_stop_words(
        self, stop_words: frozenset[Any] | None, preprocess: Callable[[Any], Any], tokenize: Callable[[Any], Any]
    ) -> None:
        """Warn, once for each list, when the stop words would become tokens that are none."""
        if stop_words is None or getattr(self, "_checked_stop_words", None) is self.stop_words:
            return
        self._checked_stop_words = self.stop_words
        try:
            tokens = {token for word in stop_words for token in tokenize(preprocess(word))}
            unknown = sorted(tokens.difference(stop_words))
        except Exception:
            # A function of the caller's may expect something else than words.
            return
        if unknown:
            warnings.warn(
                "Your stop_words may be inconsistent with your preprocessing. Tokenizing the stop words generated "
                f"tokens {unknown!r} not in stop_words.",
                stacklevel=_caller(),
            )

    def _check_ours(self) -> None:
        """Refuse threads and a language that are none, whether or not they are going to be used."""
        parameters.check_threads(self.threads)
        if self.language is not None:
            Analyzer(language=self.language)

    def _validate_ngram_range(self) -> None:
        shortest, longest = self.ngram_range
        if shortest > longest:
            raise ValueError(
                f"Invalid value for ngram_range={self.ngram_range} lower boundary larger than the upper boundary."
            )

    def _warn_of_unused_parameters(self) -> None:
        def unused(name: str, reason: str) -> None:
            warnings.warn(f"The parameter '{name}' will not be used since {reason}", stacklevel=_caller())

        if isinstance(self.analyzer, Analyzer):
            # Whatever changes nothing by default is refused there.
            self._options()
            changed = {
                "lowercase": not self.lowercase,
                "token_pattern": self.token_pattern not in (None, DEFAULT_PATTERN),
                "language": self.language is not None,
            }
            for name in filter(changed.__getitem__, changed):
                unused(name, "'analyzer' is an Analyzer, which has its own")
            return

        # Two stray quotation marks are part of what users match on.

        if self.tokenizer is not None and self.token_pattern is not None:
            unused("token_pattern", "'tokenizer' is not None'")
        if callable(self.analyzer):
            if self.preprocessor is not None:
                unused("preprocessor", "'analyzer' is callable'")
            if self.ngram_range is not None and self.ngram_range != (1, 1):
                unused("ngram_range", "'analyzer' is callable'")
        if self.analyzer != "word":
            if self.stop_words is not None:
                unused("stop_words", "'analyzer' != 'word'")
            if self.token_pattern is not None and self.token_pattern != DEFAULT_PATTERN:
                unused("token_pattern", "'analyzer' != 'word'")
            if self.tokenizer is not None:
                unused("tokenizer", "'analyzer' != 'word'")

    def _options(self) -> str | None:
        """Give the steps as the compiled half has them, or None when one of them is a function or unknown there."""
        options = self._known_steps()
        if isinstance(self.analyzer, Analyzer):
            given = "preprocessor", "tokenizer", "stop_words", "strip_accents"
            unfit = [name for name in given if getattr(self, name) is not None] + ["stem"] * bool(self.stem)
            if options is None or unfit:
                raise ValueError(f"{', '.join(unfit) or 'analyzer'}: does not go with analyzer=Analyzer(...)")
            return options
        if not self.stem:
            return options
        if options is None or self.analyzer != "word":
            raise ValueError(
                "stem: expected words that are cut here, found a function or a pattern of Python's, or characters"
            )
        if self.language is None:
            raise ValueError("stem: expected a language, found none; give language=")
        return json.dumps({**json.loads(options), "stemming": [self.language, "current"]})

    def _known_steps(self) -> str | None:
        if isinstance(self.analyzer, Analyzer):
            ngrams = self._ngrams()
            if ngrams is None:
                raise ValueError(
                    f"ngram_range: `{self.ngram_range}`, expected two whole numbers from 1 up beside "
                    "analyzer=Analyzer(...)"
                )
            return json.dumps({"ngrams": ngrams, "analyzer": json.loads(self.analyzer.to_json())})
        if self._own_steps():
            return None
        options = self._plain_steps()
        if options is None:
            return None
        if self.analyzer == "word":
            pattern = _KNOWN_PATTERNS.get(self.token_pattern)
            if pattern is None:
                return None
            options["pattern"] = pattern
            stop_words = self.get_stop_words()
            if stop_words:
                self._warn_of_inconsistent_stop_words(stop_words, self.build_preprocessor(), self.build_tokenizer())
        return json.dumps(options)

    def _own_steps(self) -> dict[str, Any]:
        """Give by name the steps that are functions of the caller's, or whatever stands in the place of one."""
        functions = {name: getattr(self, name) for name in ("preprocessor", "tokenizer")}
        functions = {name: step for name, step in functions.items() if step is not None}
        functions |= {
            name: getattr(self, name) for name in ("analyzer", "strip_accents") if callable(getattr(self, name))
        }
        methods = {
            name: getattr(self, name)
            for name in _STEPS
            if name in vars(self) or getattr(type(self), name) is not getattr(TextAnalysis, name)
        }
        return functions | methods

    def _plain_steps(self) -> dict[str, Any] | None:
        """Give whatever is data as the compiled half has it, but for the pattern; None when it is nothing there."""
        ngrams = self._ngrams()
        if ngrams is None:
            return None
        options: dict[str, Any] = {"lowercase": bool(self.lowercase), "ngrams": ngrams}
        if not callable(self.analyzer):
            if self.analyzer not in _UNITS:
                return None
            options["unit"] = self.analyzer
        if not callable(self.strip_accents):
            if (self.strip_accents or None) not in _ACCENTS:
                return None
            options["strip_accents"] = self.strip_accents or "none"
        if self.analyzer == "word":
            # Other things than strings are no tokens, and neither is half of a character.
            options["stop_words"] = sorted(filter(_is_unicode, self.get_stop_words() or ()))
        return options

    def _ngrams(self) -> list[int] | None:
        """Give the n-grams as the compiled half has them: NumPy's numbers too, as a grid has them."""
        shortest, longest = self.ngram_range
        if not (isinstance(shortest, Integral) and isinstance(longest, Integral)):
            return None
        ngrams = [int(shortest), int(longest)]
        return ngrams if 1 <= ngrams[0] <= ngrams[1] < 2**32 else None

    def _remembered_options(self) -> str | None:
        """Give the steps as a model remembers them, whoever counts; None when no model can."""
        options = self._options()
        if options is not None:
            return options
        plain = self._plain_steps()
        if plain is None:
            return None
        own = self._own_steps()
        if not own or "tokenizer" not in own:
            own["token_pattern"] = self.token_pattern
        cut_by = ", ".join(f"{name}={_name_of(step)}" for name, step in own.items())
        return json.dumps({**plain, "cut_by": cut_by})

    def _read(self, documents: Any) -> tuple[Any, bool]:
        """Read and decode documents; and tell whether all are texts, which the compiled half counts.

        A file can be read once: whoever counts what was read here takes `_analyzer_of_read`.
        """
        if type(documents) is not list:
            documents = list(documents)
        if self.input == "content" and set(map(type, documents)) <= {str}:
            return documents, True
        texts = list(counting.analyzed(self.decode, documents))
        # A string may have a lower case of its own.
        are_texts = all(isinstance(text, str) and type(text).lower is str.lower for text in texts)
        return texts, are_texts

    def _analyzer_of_read(self) -> Callable[[Any], Any]:
        """Give the function from a document that was read and decoded to its terms."""
        analyze = self.build_analyzer()
        return replace(analyze, decode=_as_it_is) if isinstance(analyze, DocumentAnalyzer) else analyze


def _as_it_is(document: Any) -> Any:
    return document


def _name_of(step: Any) -> str:
    """Give the name of a function, or a pattern as it would be written."""
    if not callable(step):
        return repr(step)
    module, name = getattr(step, "__module__", None), getattr(step, "__qualname__", None)
    return f"{module}.{name}" if name else f"{type(step).__module__}.{type(step).__qualname__}"


def _is_unicode(word: Any) -> bool:
    try:
        return isinstance(word, str) and word.encode() is not None
    except UnicodeEncodeError:
        return False


def _caller() -> int:
    """Count the frames up to the first that is none of this package: a warning points there."""
    package = __name__.partition(".")[0]
    frame, depth = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] in (package, "sklearn"):
        frame, depth = frame.f_back, depth + 1
    return depth
