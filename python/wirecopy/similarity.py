"""Exact similarity joins over sets of numbers and over sparse vectors.

`set_join` finds all pairs of similar sets, `cosine_top_k` the nearest rows of each row of a sparse matrix, and
`cosine_join` all pairs of rows at or above a threshold. No pair is missed and no score is an estimate. What the rows
and the sets stand for is the caller's business; for texts there is `wirecopy.near_duplicates`.

`jaccard`, `dice`, `containment`, `containment_of_smaller` and `overlap` measure two sets, `cosine` and `dot` two
vectors, with the same numbers that the joins give.

Examples
--------
>>> import wirecopy as wc
>>> wc.similarity.jaccard({1, 2, 3}, {2, 3, 4})
0.5
>>> wc.similarity.set_join([{1, 2, 3}, {7, 8}, {1, 2, 3, 4}], measure="jaccard", threshold=0.7)
SetPairs: 1 row, 3 columns
a  b  score
0  2  0.750
"""

from ._cosine import cosine, cosine_join, cosine_top_k, dot
from ._set_join import SetPairs, containment, containment_of_smaller, dice, jaccard, overlap, set_join

__all__ = [
    "SetPairs",
    "containment",
    "containment_of_smaller",
    "cosine",
    "cosine_join",
    "cosine_top_k",
    "dice",
    "dot",
    "jaccard",
    "overlap",
    "set_join",
]
