//! Texts and terms out of lists of Python's.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};

use wirecopy::tfidf::{TermOptions, TermUnit, TokenPattern};

use crate::errors::type_name;
use crate::text::Text;

/// Takes texts that are going to be cut by these options.
///
/// A half of a character that somebody cut in two becomes U+FFFD where neither is part of a word. Elsewhere it would be
/// part of a term: then Python's error comes through, and Python counts.
pub(crate) fn take_texts(texts: &Bound<'_, PyList>, options: &TermOptions) -> PyResult<Vec<Text>> {
    let words = options.analyzer().is_some()
        || (options.unit() == TermUnit::Word && options.pattern() != TokenPattern::NonSpace);
    let take = if words { Text::take } else { Text::take_exact };
    texts
        .iter()
        .enumerate()
        .map(|(row, text)| take(string(&text, row)?))
        .collect()
}

/// Takes strings as they are, and raises what Python raises where one is no UTF-8.
pub(crate) fn take_exact(strings: &Bound<'_, PyList>) -> PyResult<Vec<PyBackedStr>> {
    strings
        .iter()
        .enumerate()
        .map(|(row, text)| PyBackedStr::try_from(string(&text, row)?.clone()))
        .collect()
}

fn string<'a, 'py>(text: &'a Bound<'py, PyAny>, row: usize) -> PyResult<&'a Bound<'py, PyString>> {
    text.cast::<PyString>().map_err(|_| {
        PyTypeError::new_err(format!(
            "row {row}: expected str, found {}",
            type_name(text)
        ))
    })
}
