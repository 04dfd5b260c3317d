"""What the vectorisers need of scikit-learn: its own, where it is installed.

Imported when a vectoriser is first asked for, never by `import wirecopy`.
"""

from typing import Any

from sklearn import get_config
from sklearn.base import BaseEstimator, OneToOneFeatureMixin, TransformerMixin
from sklearn.exceptions import NotFittedError
from sklearn.utils.metadata_routing import UNUSED
from sklearn.utils.validation import check_array, validate_data

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


def not_fitted(estimator: object) -> Any:
    """Make the error of an estimator that has not been fitted."""
    return NotFittedError(
        f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before "
        "using this estimator."
    )


def sparse_interface() -> str:
    """Say whether matrices are `spmatrix` or `sparray`, as scikit-learn is configured."""
    return str(get_config().get("sparse_interface", "spmatrix"))


def unchecked() -> bool:
    """Say whether parameters are not to be checked, as scikit-learn is configured."""
    return bool(get_config().get("skip_parameter_validation", False))
