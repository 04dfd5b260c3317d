"""Which of these articles share text, how much, and which words.

`check` reads a collection and reports every pair that shares text, with its passages; `compare` takes two texts,
`Holdings` keeps old articles in memory, to check new ones against one at a time, and a `FurnitureTable` knows what
stands on an outlet's every page.
`Bm25` finds the articles that answer a query, and `keywords` says what each is about.
`near_duplicates` finds copies and versions by their shingles alone, `similar` the articles that are most like each, and
`story_similarity` says how far two tell one story in other words; `similarity` joins sets and sparse vectors.
`MinHash` and `SimHash` stand for large sets in a few bytes, and `MinHashLSH` and `SimHashIndex` find them again.
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
from ._check import check, compare
from ._core import __version__
from ._explanation import Explanation
from ._furniture import FurnitureTable
from ._holdings import Holdings
from ._results import Comparison, Report
from ._reuse import ReuseGraph
from ._story import story_similarity
from ._table import Table
from ._text import detect_language, quotations, sentences, stem, stop_words

if TYPE_CHECKING:
    from . import similarity
    from ._bm25 import Bm25
    from ._keywords import keywords
    from ._near_duplicates import Clusters, Pairs, near_duplicates
    from ._similar import similar
    from ._sketches import MinHash, MinHashLSH, SimHash, SimHashIndex
    from ._vectorizers import CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer

__all__ = [
    "Analyzer",
    "Bm25",
    "Clusters",
    "Comparison",
    "CountVectorizer",
    "Explanation",
    "FurnitureTable",
    "HashingVectorizer",
    "Holdings",
    "MinHash",
    "MinHashLSH",
    "Pairs",
    "Report",
    "ReuseGraph",
    "SimHash",
    "SimHashIndex",
    "Table",
    "TfidfTransformer",
    "TfidfVectorizer",
    "__version__",
    "check",
    "compare",
    "detect_language",
    "keywords",
    "near_duplicates",
    "quotations",
    "sentences",
    "similar",
    "similarity",
    "stem",
    "stop_words",
    "story_similarity",
]

# Imported when somebody asks: they need NumPy, and scikit-learn where it is installed takes a second.
_LATER = {
    "_bm25": ("Bm25",),
    "_keywords": ("keywords",),
    "_near_duplicates": ("Clusters", "Pairs", "near_duplicates"),
    "_similar": ("similar",),
    "_sketches": ("MinHash", "MinHashLSH", "SimHash", "SimHashIndex"),
    "_vectorizers": ("CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "similarity":
        return import_module(".similarity", __name__)
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f".{module}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
