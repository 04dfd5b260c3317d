//! Story similarity of Python's pairs.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::{Article, story_similarity_with_progress};

use crate::arrays::Numbers;
use crate::articles::Articles;
use crate::calls::{take_text, take_threads};
use crate::enter::enter;
use crate::errors;
use crate::fields::Names;

/// The articles of a background; none where both are `None`.
pub(crate) fn take_background(
    py: Python<'_>,
    background: Option<&Bound<'_, PyAny>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
) -> PyResult<Option<Articles>> {
    if background.is_none() && columns.is_none() {
        return Ok(None);
    }
    Articles::take_either(py, background, columns, &Names::take(names)?).map(Some)
}

/// Does the work of `wirecopy.story_similarity`, where the parameters are described.
///
/// The pairs come as two lists of their sides.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> found = _core.story_similarity(
/// ...     ["The mill burnt."],
/// ...     ["The mill burnt!"],
/// ...     background=None,
/// ...     columns=None,
/// ...     names={},
/// ...     language=None,
/// ...     display=None,
/// ...     threads=1,
/// ... )
/// >>> import numpy
/// >>> numpy.asarray(found).tolist()
/// [1.0]
#[pyfunction]
#[pyo3(signature = (first, second, *, background, columns, names, language, display, threads))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn story_similarity(
    py: Python<'_>,
    first: &Bound<'_, PyList>,
    second: &Bound<'_, PyList>,
    background: Option<&Bound<'_, PyAny>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
    language: Option<&Bound<'_, PyAny>>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<Numbers> {
    let threads = take_threads(threads)?;
    let language = language
        .map(|language| {
            take_text("language", language)?
                .parse()
                .map_err(|error| errors::of_text(&error))
        })
        .transpose()?;
    if first.len() != second.len() {
        return Err(PyTypeError::new_err("a pair lacks a side"));
    }
    let mut sides = Vec::with_capacity(2 * first.len());
    for (row, (a, b)) in first.iter().zip(second.iter()).enumerate() {
        for side in [a, b] {
            sides.push(take_text(&format!("pairs: row {row}"), &side)?);
        }
    }
    let background = take_background(py, background, columns, names)?;
    let display = display.map(|display| display.clone().unbind());
    let found = enter(py, threads, display.as_ref(), |progress| {
        let sides: Vec<Article<'_>> = sides.iter().map(|text| Article::new("", &**text)).collect();
        let pairs: Vec<_> = sides
            .chunks_exact(2)
            .map(|pair| (&pair[0], &pair[1]))
            .collect();
        let background = background.as_ref().map(Articles::borrow);
        story_similarity_with_progress(&pairs, background.as_deref(), language, progress)
    })?;
    Ok(found.into())
}
