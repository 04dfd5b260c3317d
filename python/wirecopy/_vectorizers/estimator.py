"""The base of the vectorisers.

scikit-learn's own classes where it is installed, so that they are estimators like all others there; else the part that
works without.
"""

from importlib.util import find_spec

if find_spec("sklearn") is not None:
    from .with_scikit_learn import (
        UNUSED,
        BaseEstimator,
        NotFittedError,
        OneToOneFeatureMixin,
        TransformerMixin,
        check_array,
        not_fitted,
        sparse_interface,
        unchecked,
        validate_data,
    )
else:
    from .without_scikit_learn import (
        UNUSED,
        BaseEstimator,
        NotFittedError,
        OneToOneFeatureMixin,
        TransformerMixin,
        check_array,
        not_fitted,
        sparse_interface,
        unchecked,
        validate_data,
    )

__all__ = [
    "UNUSED",
    "BaseEstimator",
    "NotFittedError",
    "OneToOneFeatureMixin",
    "TransformerMixin",
    "check_array",
    "not_fitted",
    "sparse_interface",
    "unchecked",
    "validate_data",
]
