//! Whole numbers among the arguments.

use std::fmt::Display;
use std::ops::RangeInclusive;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyInt};

use crate::errors::type_name;

/// Reads a whole number: an `int` or what has `__index__`, as NumPy's have; `True` is none.
pub(crate) fn whole_number(
    name: &str,
    value: &Bound<'_, PyAny>,
    range: &RangeInclusive<u64>,
) -> PyResult<u64> {
    let Some(index) = index(value)? else {
        return Err(PyTypeError::new_err(format!(
            "{name}: expected int, found {}",
            type_name(value)
        )));
    };
    match index.extract::<u64>() {
        Ok(number) if range.contains(&number) => Ok(number),
        _ => Err(out_of_range(name, &index, range)),
    }
}

/// What `operator.index` makes of a value, or `None` when the value is no whole number.
pub(crate) fn index<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // Most are, and a hundred thousand ids may ask.
    if value.is_exact_instance_of::<PyInt>() {
        return Ok(Some(value.clone()));
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(None);
    }
    match value
        .py()
        .import("operator")?
        .call_method1("index", (value,))
    {
        Ok(index) => Ok(Some(index)),
        Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

fn out_of_range(name: &str, given: &Bound<'_, PyAny>, range: &RangeInclusive<u64>) -> PyErr {
    // Python refuses to print numbers of more than 4,300 digits.
    let given = given.str().map_or_else(
        |_| String::from("a number too long to print"),
        |text| text.to_string(),
    );
    let expected: &dyn Display = match range.end() {
        &u64::MAX => &format!("{} or more", range.start()),
        end => &format!("a whole number from {} to {end}", range.start()),
    };
    PyValueError::new_err(format!("{name}: `{given}`, expected {expected}"))
}
