"""Sketches of sets and bags, and the indexes that find similar ones by them."""

from .min_hash import MinHash
from .min_hash_lsh import MinHashLSH
from .sim_hash import SimHash
from .sim_hash_index import SimHashIndex

__all__ = ["MinHash", "MinHashLSH", "SimHash", "SimHashIndex"]
