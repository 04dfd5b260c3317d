"""Which of these articles share text, how much, and which words.

`check` reads a collection and reports every pair that shares text, with its passages; `compare` takes two texts.
`Bm25` finds the articles that answer a query, and `keywords` says what each is about.
`similar` finds the articles that are most like each, and `similarity` joins sets of numbers and sparse vectors.
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

from . import similarity
from ._analyzer import Analyzer
from ._bm25 import Bm25
from ._check import check, compare
from ._core import __version__
from ._keywords import keywords
from ._results import Comparison, Report
from ._similar import similar
from ._table import Table
from ._text import detect_language, quotations, sentences, stem, stop_words

if TYPE_CHECKING:
    from ._vectorizers import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer

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
    "similar",
    "similarity",
    "stem",
    "stop_words",
]

# Imported when somebody asks: they need NumPy, and scikit-learn where it is installed takes a second.
_VECTORIZERS = "CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer"


def __getattr__(name: str) -> Any:
    if name not in _VECTORIZERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("._vectorizers", __name__), name)


def __dir__() -> list[str]:
    return __all__
