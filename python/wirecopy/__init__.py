"""Which of these articles share text, how much, and which words.

`check` reads a collection and reports every pair that shares text, with its passages; `compare` takes two texts.
`Bm25` finds the articles that answer a query, and `keywords` says what each is about.
`Analyzer` cuts texts into tokens, `sentences` and `quotations` find what they say, and `stem`, `stop_words` and
`detect_language` know something about languages.

Examples
--------
>>> import wirecopy as wc
>>> report = wc.check(["The ferry sank at noon.", "Bread costs more.", "The FERRY sank, at noon!"])
>>> for pair in report.pairs:
...     print(pair["a"], pair["b"], pair["relation"])
0 2 identical
"""

from typing import TYPE_CHECKING, Any

from ._analyzer import Analyzer
from ._bm25 import Bm25
from ._check import check, compare
from ._core import __version__
from ._keywords import keywords
from ._results import Comparison, Report
from ._table import Table
from ._text import detect_language, quotations, sentences, stem, stop_words

if TYPE_CHECKING:
    from ._count_vectorizer import CountVectorizer
    from ._hashing_vectorizer import HashingVectorizer
    from ._tfidf_transformer import TfidfTransformer
    from ._tfidf_vectorizer import TfidfVectorizer

__all__ = [
    "Analyzer",
    "Bm25",
    "Comparison",
    "CountVectorizer",
    "HashingVectorizer",
    "Report",
    "Table",
    "TfidfTransformer",
    "TfidfVectorizer",
    "__version__",
    "check",
    "compare",
    "detect_language",
    "keywords",
    "quotations",
    "sentences",
    "stem",
    "stop_words",
]

# They need NumPy, and stand on scikit-learn's classes where it is installed: imported when somebody asks.
_VECTORIZERS = {
    "CountVectorizer": "_count_vectorizer",
    "HashingVectorizer": "_hashing_vectorizer",
    "TfidfTransformer": "_tfidf_transformer",
    "TfidfVectorizer": "_tfidf_vectorizer",
}


def __getattr__(name: str) -> Any:
    if name not in _VECTORIZERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(f".{_VECTORIZERS[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
