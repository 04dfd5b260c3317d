"""Texts in, tokens out."""

import operator
import os
from collections.abc import Iterable
from typing import Any, Literal, Self, SupportsIndex, get_args, overload

from . import _articles, _core, _files
from ._table import Table
from ._types import Addresses, Articles, Case, Edition, Name, Normalization, TokenKind

_NAMES = ("text", "id", "title", "date", "source", "url")
_MOST = 2**32 - 1


class Analyzer:
    r"""What a text is to be cut into, and what becomes of the pieces.

    Equal analysers give equal tokens here, on the command line (`wirecopy tokens`) and in Rust; one may be stored as
    JSON, pickled, compared and used as a key. The default gives words in a form in which ``Zoë’s`` and ``ZOË'S`` agree.

    The steps: tokens are found (words in the text as it stands; patterns and characters in the text after the next
    step); characters are normalised; tokens are chosen, stop words in the form that the tokens have by then; what is
    left is stemmed, and put into n-grams.

    Parameters
    ----------
    language : str, optional
        A code of ISO 639 (``"en"``, ``"eng"``) or an English name. Stop words and stems need it; Turkish has letters i
        of its own.
    tokens : {"words", "plain_words", "scikit_learn", "chars", "char_wb"}
        Words by Unicode's rules (UAX #29) fitted to scraped news; by these rules to the letter; scikit-learn's
        ``\w\w+``; runs of characters, as many as `ngrams` says; the same within words, with a blank on both sides.
    pattern : str, optional
        A regular expression in Rust's syntax: what it matches is a token, or its group if it has one.
    dictionary : bool
        Whether words of scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are found in
        dictionaries. Without it each Chinese character is a word.
    normalization : {"none", "nfc", "nfkc"}
        Unicode's form.
    case : {"keep", "lower", "fold"}
        As it is; as `str.lower` has it; as `str.casefold` has it.
    strip_accents : bool
        Whether accents are taken off: ``é`` is ``e``.
    fold_punctuation : bool
        Whether curly apostrophes and quotation marks become straight, and soft hyphens and the like are dropped.
    drop_numbers : bool
        Whether numbers are left out: ``3,000.50``, but not ``3rd``.
    urls, emails : {"split", "keep", "drop"}
        Whether addresses among words fall into words, are one token each, or are left out.
    min_length : int
        How many characters a token must have, before stemming.
    stop_words : {"language"} or iterable of str, optional
        Words to leave out: those that `wirecopy.stop_words` has for the language, or your own, in any order.
    stemming : {"current", "classic"}, optional
        The edition of the stemmer; see `wirecopy.stem`. Numbers and addresses are not stemmed.
    ngrams : int or pair of int
        How many tokens make one, the fewest and the most; they are joined by a blank.

    Raises
    ------
    TypeError
        When an option is of another type.
    ValueError
        When an option has no such value, options do not go together, or a pattern is wrong: the message has the place,
        in characters from 0.

    Examples
    --------
    >>> import wirecopy as wc
    >>> analyzer = wc.Analyzer(language="en", stop_words="language", stemming="current")
    >>> analyzer.tokens("The old mills are BURNING")
    ['old', 'mill', 'burn']
    >>> analyzer
    Analyzer(language='en', stop_words='language', stemming='current')
    >>> wc.Analyzer(ngrams=2).tokens("Ada’s old mill")
    ["ada's old", 'old mill']

    scikit-learn takes it for its `analyzer`: ``CountVectorizer(analyzer=wc.Analyzer(language="en").tokens)``.
    """

    __slots__ = ("_core",)

    def __init__(
        self,
        *,
        language: str | None = None,
        tokens: TokenKind = "words",
        pattern: str | None = None,
        dictionary: bool = False,
        normalization: Normalization = "nfc",
        case: Case = "fold",
        strip_accents: bool = False,
        fold_punctuation: bool = True,
        drop_numbers: bool = False,
        urls: Addresses = "split",
        emails: Addresses = "split",
        min_length: int = 1,
        stop_words: Literal["language"] | Iterable[str] | None = None,
        stemming: Edition | None = None,
        ngrams: int | tuple[int, int] = (1, 1),
    ) -> None:
        kind: Any = _choice("tokens", tokens, TokenKind)
        if pattern is not None:
            if kind != "words":
                raise ValueError(f"pattern: does not go with tokens `{kind}`; leave one of them out")
            kind = {"pattern": _of_type("pattern", pattern, str)}
        options = {
            "language": None if language is None else _of_type("language", language, str),
            "tokens": kind,
            "dictionary": _of_type("dictionary", dictionary, bool),
            "normalization": _choice("normalization", normalization, Normalization),
            "case": _choice("case", case, Case),
            "strip_accents": _of_type("strip_accents", strip_accents, bool),
            "fold_punctuation": _of_type("fold_punctuation", fold_punctuation, bool),
            "drop_numbers": _of_type("drop_numbers", drop_numbers, bool),
            "urls": _choice("urls", urls, Addresses),
            "emails": _choice("emails", emails, Addresses),
            "min_length": _whole("min_length", min_length),
            "stop_words": _stop_words(stop_words),
            "stemming": None if stemming is None else _choice("stemming", stemming, Edition),
            "ngrams": _sizes(ngrams),
        }
        # Here, because `import wirecopy` is to be quick.
        import json

        self._core = _core.Analyzer(json.dumps(options))

    @property
    def options(self) -> dict[str, Any]:
        """All options by name: ``Analyzer(**analyzer.options) == analyzer``."""
        import json

        options: dict[str, Any] = {"language": None, "tokens": "words", "pattern": None}
        options |= json.loads(self._core.to_json())
        if isinstance(options["tokens"], dict):
            options |= {"tokens": "words", "pattern": options["tokens"]["pattern"]}
        if isinstance(options["stop_words"], dict):
            options["stop_words"] = options["stop_words"]["list"]
        elif options["stop_words"] == "none":
            options["stop_words"] = None
        options["ngrams"] = tuple(options["ngrams"])
        return options

    def tokens(self, text: str) -> list[str]:
        """Cut a text into tokens.

        Parameters
        ----------
        text : str
            The text.

        Returns
        -------
        list of str
            The tokens in the order of the text; n-grams sorted by their size first, as scikit-learn has them.

        Raises
        ------
        TypeError
            When the text is no str.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Analyzer().tokens("The FERRY sank at noon.")
        ['the', 'ferry', 'sank', 'at', 'noon']
        """
        return self._core.tokens(text)

    def spans(self, text: str, unit: Literal["char", "byte"] = "char") -> list[tuple[int, int]]:
        """Say where the tokens of a text begin and end.

        Whatever became of a token, its span is that of the characters it came from.

        Parameters
        ----------
        text : str
            The text.
        unit : {"char", "byte"}
            What is counted: characters, so that ``text[start:end]`` is where the token comes from, or bytes of UTF-8.

        Returns
        -------
        list of tuple of int
            Start and end, exclusive, for each item of `tokens`.

        Raises
        ------
        TypeError
            When the text is no str.
        ValueError
            When there is no such unit.

        Examples
        --------
        >>> import wirecopy as wc
        >>> text = "Zoë’s ﬁnds"
        >>> analyzer = wc.Analyzer(normalization="nfkc")
        >>> [(token, text[start:end]) for token, (start, end) in zip(analyzer.tokens(text), analyzer.spans(text))]
        [("zoë's", 'Zoë’s'), ('finds', 'ﬁnds')]
        >>> analyzer.spans(text, unit="byte")
        [(0, 8), (9, 15)]
        """
        return self._core.spans(text, unit)

    def table(self, text: str) -> Table:
        """Give the tokens of a text with all that is known of them.

        Parameters
        ----------
        text : str
            The text.

        Returns
        -------
        Table
            One row for each token. Columns: `token`, `start` and `end` (in characters), `start_byte` and `end_byte` (in
            bytes of UTF-8) and `class` (``"word"``, ``"number"``, ``"url"``, ``"email"``, ``"gram"`` for two or more
            tokens, ``"chars"`` for a run of characters).

        Raises
        ------
        TypeError
            When the text is no str.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Analyzer().table("Zoë paid 3,000.50")
        Table: 3 rows, 6 columns
        token     start  end  start_byte  end_byte  class
        zoë           0    3           0         4  word
        paid          4    8           5         9  word
        3,000.50      9   17          10        18  number
        """
        names = ("token", "start", "end", "start_byte", "end_byte", "class")
        return Table(dict(zip(names, self._core.columns(text), strict=True)))

    def tokens_batch(
        self, articles: Articles, *, text: Name | None = None, threads: int | None = None
    ) -> list[list[str] | None]:
        """Cut many texts into tokens.

        Ctrl-C ends it, and other Python threads run while it works. The result is the same for any number of threads.

        Parameters
        ----------
        articles : list or other iterable of str or of mappings, frame, Series, or array
            The texts, as `wirecopy.check` takes them.
        text : str or other hashable, optional
            The column or the key of the texts; else found by the usual names, as in `wirecopy.check`.
        threads : int, optional
            How many threads work; as many as this process may use processors, if not given.

        Returns
        -------
        list of list of str
            The tokens of each row; None for a row of a frame or Series that has no text. Equal tokens are mostly one
            object, so that a list takes eight bytes for each.

        Raises
        ------
        TypeError
            When the articles or a row is of a type that is no text.
        ValueError
            When a column is not there, or a row of something else than a frame has no text.
        KeyboardInterrupt
            When somebody presses Ctrl-C.

        Examples
        --------
        >>> import wirecopy as wc
        >>> wc.Analyzer().tokens_batch(["The ferry sank.", "Bread costs more."])
        [['the', 'ferry', 'sank'], ['bread', 'costs', 'more']]
        """
        names = dict.fromkeys(_NAMES) | {"text": text}
        rows, columns = _articles.taken(articles, names)
        if columns is not None:
            columns = {"text": columns["text"]}
        return self._core.tokens_batch(rows, columns=columns, names=names, threads=threads)

    @overload
    def to_json(self, path: None = None, *, overwrite: bool = False) -> str: ...
    @overload
    def to_json(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None: ...

    def to_json(self, path: str | os.PathLike[str] | None = None, *, overwrite: bool = False) -> str | None:
        """Give the analyser as one JSON object, or write it to a file: what `wirecopy tokens --analyzer` reads.

        Parameters
        ----------
        path : str or path-like, optional
            The file to write.
        overwrite : bool
            Whether a file that exists may be replaced.

        Returns
        -------
        str or None
            The object; None when it went to a file.

        Raises
        ------
        FileExistsError
            When the file exists and `overwrite` is not given.
        OSError
            When it cannot be written.

        Examples
        --------
        >>> import json
        >>> import wirecopy as wc
        >>> json.loads(wc.Analyzer(language="english").to_json())["language"]
        'en'
        """
        if path is None:
            return self._core.to_json()
        _files.write(path, self._core.to_json().encode() + b"\n", overwrite=overwrite)
        return None

    @classmethod
    def from_json(cls, path: str | os.PathLike[str]) -> Self:
        """Read an analyser from the file that `to_json` wrote.

        What the file leaves out has its default; what is unknown is an error.

        Parameters
        ----------
        path : str or path-like
            The file.

        Raises
        ------
        OSError
            When the file cannot be read.
        ValueError
            When it holds no analyser.

        Examples
        --------
        >>> import tempfile
        >>> from pathlib import Path
        >>> import wirecopy as wc
        >>> analyzer = wc.Analyzer(ngrams=(1, 2))
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     analyzer.to_json(Path(folder, "analyzer.json"))
        ...     wc.Analyzer.from_json(Path(folder, "analyzer.json")) == analyzer
        True
        """
        with open(path, encoding="utf-8-sig") as file:
            try:
                return cls._of(file.read())
            except ValueError as error:
                raise ValueError(f"`{os.fspath(path)}`: {error}") from None

    @classmethod
    def _of(cls, document: str) -> Self:
        analyzer = cls.__new__(cls)
        analyzer._core = _core.Analyzer(document)
        return analyzer

    def __eq__(self, other: object) -> bool:
        return self._core == other._core if isinstance(other, Analyzer) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._core)

    def __repr__(self) -> str:
        default = _core.Analyzer("{}")
        of_default = type(self)._of(default.to_json()).options
        options = (f"{name}={value!r}" for name, value in self.options.items() if value != of_default[name])
        return f"Analyzer({', '.join(options)})"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self)._of, (self._core.to_json(),)


def _of_type(name: str, value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{name}: expected {kind.__name__}, found {type(value).__name__}")
    if isinstance(value, str):
        # Two halves in JSON would come back as one character, which they are not in a text.
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise ValueError(f"{name}: the character at {error.start} is a lone surrogate, no Unicode text") from None
    return value


def _choice(name: str, value: str, known: Any) -> str:
    _of_type(name, value, str)
    choices = get_args(known)
    if value not in choices:
        expected = ", ".join(f'"{choice}"' for choice in choices[:-1])
        raise ValueError(f'{name}: `{value}`, expected {expected} or "{choices[-1]}"')
    return value


def _whole(name: str, value: SupportsIndex) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise TypeError(f"{name}: expected int, found {type(value).__name__}")
    number = operator.index(value)
    if not 0 <= number <= _MOST:
        raise ValueError(f"{name}: `{number}`, expected a whole number from 0 to {_MOST}")
    return number


def _sizes(value: Any) -> tuple[int, int]:
    if isinstance(value, tuple | list):
        if len(value) != 2:
            raise ValueError(f"ngrams: expected one size or two, found {len(value)}")
        return _whole("ngrams", value[0]), _whole("ngrams", value[1])
    size = _whole("ngrams", value)
    return size, size


def _stop_words(value: Any) -> Any:
    if value is None:
        return "none"
    if isinstance(value, str):
        if value != "language":
            raise ValueError(f'stop_words: `{value}`, expected "language", None, or a list of words')
        return value
    try:
        words = list(value)
    except TypeError:
        raise TypeError(f'stop_words: expected "language" or words, found {type(value).__name__}') from None
    return {"list": [_of_type(f"stop_words[{number}]", word, str) for number, word in enumerate(words)]}
