"""Which of these articles share text, how much, and which words.

`check` reads a collection and reports every pair that shares text, with its passages; `compare` takes two texts.
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

from ._analyzer import Analyzer
from ._check import check, compare
from ._core import __version__
from ._results import Comparison, Report
from ._table import Table
from ._text import detect_language, quotations, sentences, stem, stop_words

__all__ = [
    "Analyzer",
    "Comparison",
    "Report",
    "Table",
    "__version__",
    "check",
    "compare",
    "detect_language",
    "quotations",
    "sentences",
    "stem",
    "stop_words",
]
