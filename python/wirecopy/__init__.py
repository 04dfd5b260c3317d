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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import similarity
    from ._analyzer import Analyzer
    from ._bm25 import Bm25
    from ._check import check, compare
    from ._core import __version__
    from ._explanation import Explanation
    from ._furniture import FurnitureTable
    from ._holdings import Holdings
    from ._keywords import keywords
    from ._near_duplicates import Clusters, Pairs, near_duplicates
    from ._results import Comparison, Report
    from ._reuse import ReuseGraph
    from ._similar import similar
    from ._sketches import MinHash, MinHashLSH, SimHash, SimHashIndex
    from ._story import story_similarity
    from ._table import Table
    from ._text import detect_language, quotations, sentences, stem, stop_words
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

# A name is imported when somebody asks for it: `typing` and `html` alone take longer than all that a notebook's first
# line should, and scikit-learn, where it is installed, takes a second.
_MODULES = {
    "_analyzer": ("Analyzer",),
    "_bm25": ("Bm25",),
    "_check": ("check", "compare"),
    "_core": ("__version__",),
    "_explanation": ("Explanation",),
    "_furniture": ("FurnitureTable",),
    "_holdings": ("Holdings",),
    "_keywords": ("keywords",),
    "_near_duplicates": ("Clusters", "Pairs", "near_duplicates"),
    "_results": ("Comparison", "Report"),
    "_reuse": ("ReuseGraph",),
    "_similar": ("similar",),
    "_sketches": ("MinHash", "MinHashLSH", "SimHash", "SimHashIndex"),
    "_story": ("story_similarity",),
    "_table": ("Table",),
    "_text": ("detect_language", "quotations", "sentences", "stem", "stop_words"),
    "_vectorizers": ("CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer"),
}


def __getattr__(name: str) -> "Any":
    from importlib import import_module

    if name == "similarity":
        return import_module(".similarity", __name__)
    for module, names in _MODULES.items():
        if name in names:
            found = getattr(import_module(f".{module}", __name__), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
