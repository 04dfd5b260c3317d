"""The vectorisers.

They need NumPy, and stand on scikit-learn's classes where it is installed: imported when somebody asks for one.
"""

from .count_vectorizer import CountVectorizer
from .hashing_vectorizer import HashingVectorizer
from .tfidf_transformer import TfidfTransformer
from .tfidf_vectorizer import TfidfVectorizer

__all__ = ["CountVectorizer", "HashingVectorizer", "TfidfTransformer", "TfidfVectorizer"]

# Their `__module__` is where users find them, so doctest looks for them here by name.
__test__ = {kind.__name__: kind for kind in (CountVectorizer, HashingVectorizer, TfidfTransformer, TfidfVectorizer)}
