//! Texts and terms out of lists of Python's.

use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};

use wirecopy::text::needs_newer_unicode;
use wirecopy::tfidf::{TermOptions, TermUnit, TokenPattern};

use crate::errors::type_name;
use crate::text::Text;

pyo3::create_exception!(
    wirecopy._core,
    CountInPython,
    pyo3::exceptions::PyException,
    "A text has something that only Python counts as it should."
);

/// Takes texts that are going to be cut by these options.
///
/// A half of a character that somebody cut in two becomes U+FFFD where neither is part of a word. Elsewhere it would be
/// part of a term: then it is for Python to count. So are characters that are younger than the tables here, whose
/// words, lower case and accents depend on the interpreter; stems and analysers are ours, with the tables here.
pub(crate) fn take_texts(texts: &Bound<'_, PyList>, options: &TermOptions) -> PyResult<Vec<Text>> {
    let is_ours = options.analyzer().is_some() || options.stemming().is_some();
    let words = options.analyzer().is_some()
        || (options.unit() == TermUnit::Word && options.pattern() != TokenPattern::NonSpace);
    let take = if words { Text::take } else { Text::take_exact };
    let py = texts.py();
    let mut taken = Vec::with_capacity(texts.len());
    for (row, text) in texts.iter().enumerate() {
        let string = string(&text, row)?;
        match take(string) {
            // As many bytes as characters: there is nothing but ASCII, and nothing to look for.
            Ok(text) if !is_ours && text.len() != string.len()? && needs_newer_unicode(&text) => {
                return Err(CountInPython::new_err(()));
            }
            Err(error) if error.is_instance_of::<PyUnicodeEncodeError>(py) => {
                return Err(CountInPython::new_err(()));
            }
            text => taken.push(text?),
        }
    }
    Ok(taken)
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
