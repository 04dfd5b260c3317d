"""What the vectorisers need of scikit-learn, for where it is not installed.

Parameters can be read and set and an estimator prints itself; pipelines and searches need scikit-learn itself, and
there the vectorisers stand on its own classes.
"""

import inspect
from typing import Any, Self

import numpy as np

UNUSED = "$UNUSED$"


class NotFittedError(ValueError, AttributeError):
    """Something was asked that only a fitted estimator knows."""


class BaseEstimator:
    """Parameters by name, as scikit-learn's estimators have them."""

    @classmethod
    def _get_param_names(cls) -> list[str]:
        return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Give the parameters by name.

        Parameters
        ----------
        deep : bool
            Whether to give the parameters of parameters too, as ``name__parameter``.
        """
        found: dict[str, Any] = {}
        for name in self._get_param_names():
            value = getattr(self, name)
            if deep and hasattr(value, "get_params") and not isinstance(value, type):
                found.update((f"{name}__{inner}", inner_value) for inner, inner_value in value.get_params().items())
            found[name] = value
        return found

    def set_params(self, **params: Any) -> Self:
        """Set parameters by name; ``name__parameter`` sets a parameter of a parameter."""
        names = self._get_param_names()
        for key, value in params.items():
            name, nested, inner = key.partition("__")
            if name not in names:
                raise ValueError(f"Invalid parameter {name!r} for estimator {self}. Valid parameters are: {names!r}.")
            if nested:
                getattr(self, name).set_params(**{inner: value})
            else:
                setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        parameters = inspect.signature(type(self).__init__).parameters
        values = self.get_params(deep=False)
        changed = [f"{name}={value!r}" for name, value in values.items() if not _same(value, parameters[name].default)]
        return f"{type(self).__name__}({', '.join(changed)})"

    def __sklearn_tags__(self) -> Any:
        # Only scikit-learn asks.
        raise NotImplementedError("scikit-learn was installed while Python was running; start Python again")


class TransformerMixin:
    """`fit_transform` out of `fit` and `transform`."""

    def __init_subclass__(cls, auto_wrap_output_keys: object = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)

    def fit_transform(self, X: Any, y: Any = None, **fit_params: Any) -> Any:
        """Fit to `X` and transform it."""
        return self.fit(X, y, **fit_params).transform(X)  # type: ignore[attr-defined]


class OneToOneFeatureMixin:
    """Names of columns that come out as they went in."""

    def get_feature_names_out(self, input_features: Any = None) -> Any:
        """Give the names of the columns that come out.

        Parameters
        ----------
        input_features : array-like of str, optional
            The names of the columns that go in; without them `x0`, `x1` and so on.
        """
        columns = getattr(self, "n_features_in_", None)
        if columns is None:
            raise not_fitted(self)
        if input_features is None:
            return np.asarray([f"x{column}" for column in range(columns)], dtype=object)
        names = np.asarray(input_features, dtype=object)
        if names.shape != (columns,):
            raise ValueError(
                f"input_features should have length equal to number of features ({columns}), got {len(names)}"
            )
        return names


def not_fitted(estimator: object) -> NotFittedError:
    """Make the error of an estimator that has not been fitted."""
    return NotFittedError(
        f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before "
        "using this estimator."
    )


def check_array(
    X: Any, *, accept_sparse: Any = "csr", dtype: Any = None, copy: bool = False, owner: str = "", **_: Any
) -> Any:
    """Give `X` as a matrix of numbers, or say why it is none."""
    # Whoever has a sparse matrix has imported SciPy.
    if hasattr(X, "tocsr") and hasattr(X, "nnz"):
        kept = X if X.format in accept_sparse else X.tocsr()
        matrix = _as_type(kept, dtype)
        matrix = matrix.copy() if copy and matrix is X else matrix
        values = matrix.data
    else:
        array = np.asarray(X)
        if array.ndim != 2:
            found = f"{array.ndim}D" if array.ndim else "scalar"
            raise ValueError(f"Expected 2D array, got {found} array instead:\narray={array}.")
        if array.dtype.kind not in "biuf":
            if array.dtype.kind == "c":
                raise ValueError(f"Complex data not supported\n{array}\n")
            array = array.astype(np.float64)
        matrix = _as_type(array, dtype)
        matrix = matrix.copy() if copy and matrix is X else matrix
        values = matrix
    rows, columns = matrix.shape
    if rows == 0 or columns == 0:
        missing = "sample" if rows == 0 else "feature"
        by = f" by {owner}" if owner else ""
        raise ValueError(
            f"Found array with 0 {missing}(s) (shape={matrix.shape}) while a minimum of 1 is required{by}."
        )
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        found = "NaN" if np.isnan(values).any() else f"infinity or a value too large for {values.dtype!r}"
        raise ValueError(f"Input X contains {found}.")
    return matrix


def validate_data(estimator: Any, X: Any, *, reset: bool = True, **checks: Any) -> Any:
    """Give `X` as a matrix of numbers with as many columns as the estimator was fitted on."""
    matrix = check_array(X, owner=type(estimator).__name__, **checks)
    if reset or not hasattr(estimator, "n_features_in_"):
        if reset:
            estimator.n_features_in_ = matrix.shape[1]
    elif estimator.n_features_in_ != matrix.shape[1]:
        raise ValueError(
            f"X has {matrix.shape[1]} features, but {type(estimator).__name__} is expecting "
            f"{estimator.n_features_in_} features as input."
        )
    return matrix


def sparse_interface() -> str:
    """Say whether matrices are `spmatrix` or `sparray`: what scikit-learn does unless it is configured otherwise."""
    return "spmatrix"


def unchecked() -> bool:
    """Say whether parameters are not to be checked: they are, unless scikit-learn is configured otherwise."""
    return False


def _as_type(matrix: Any, dtypes: Any) -> Any:
    """Convert to the first of some types, unless it is one of them."""
    if dtypes is None or matrix.dtype in dtypes:
        return matrix
    return matrix.astype(dtypes[0])


def _same(value: Any, default: Any) -> bool:
    return value is default or (type(value) is type(default) and bool(np.all(value == default)))
