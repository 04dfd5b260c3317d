//! Documents counted by the hashes of their terms.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyList};
use wirecopy::tfidf::{Documents, HashingVectorizer};

use crate::calls::take_threads;
use crate::counting::{parameters_of, take_options};
use crate::documents::{take_exact, take_texts};
use crate::enter::enter_counting;
use crate::errors::of_counting;
use crate::matrices::{Matrix, take_norm};

/// Counts the terms of texts; or, where `texts` is a list of lists, terms that somebody else made.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> options = {"alternate_sign": True, "binary": False, "norm": "l2", "threads": 1}
/// >>> _core.hashed([["the", "mill"]], options=None, n_features=8, **options).shape
/// (1, 8)
#[pyfunction]
#[pyo3(signature = (texts, *, options, n_features, alternate_sign, binary, norm, threads))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn hashed(
    py: Python<'_>,
    texts: &Bound<'_, PyList>,
    options: Option<&str>,
    n_features: u32,
    alternate_sign: bool,
    binary: bool,
    norm: Option<&str>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<Matrix> {
    let threads = take_threads(threads)?;
    let vectorizer = vectorizer(n_features, alternate_sign, binary, norm)?;
    let Some(options) = options else {
        let terms = texts
            .iter()
            .map(|terms| take_exact(&terms.cast_into::<PyList>()?))
            .collect::<PyResult<Vec<_>>>()?;
        return enter_counting(py, threads, |progress| {
            let documents = Documents::terms(&terms).with_progress(progress);
            Ok(vectorizer.transform(documents)?.into())
        });
    };
    let options = take_options(options)?;
    let texts = take_texts(texts, &options)?;
    let vectorizer = vectorizer.with_terms(options);
    enter_counting(py, threads, |progress| {
        let documents = Documents::texts(&texts).with_progress(progress);
        Ok(vectorizer.transform(documents)?.into())
    })
}

/// The column of each term, which need not be UTF-8, and whether it counts -1.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.hashed_places([b"mill", b"\xff"], n_features=8)
/// [(5, True), (3, True)]
#[pyfunction]
#[pyo3(signature = (terms, *, n_features))]
pub(crate) fn hashed_places(
    terms: &Bound<'_, PyList>,
    n_features: u32,
) -> PyResult<Vec<(u32, bool)>> {
    let vectorizer = HashingVectorizer::new().with_features(n_features);
    vectorizer.check().map_err(|error| of_counting(&error))?;
    terms
        .iter()
        .map(|term| Ok(vectorizer.place(&term.extract::<PyBackedBytes>()?)))
        .collect()
}

/// A vectoriser that hashes as bytes, with what only Python knows.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> options = {"alternate_sign": True, "binary": False, "norm": "l2"}
/// >>> file = _core.hashing_to_bytes(options="{}", n_features=8, parameters="{}", **options)
/// >>> _core.hashing_from_bytes(file)[1]
/// '{}'
#[pyfunction]
#[pyo3(signature = (*, options, n_features, alternate_sign, binary, norm, parameters))]
pub(crate) fn hashing_to_bytes<'py>(
    py: Python<'py>,
    options: &str,
    n_features: u32,
    alternate_sign: bool,
    binary: bool,
    norm: Option<&str>,
    parameters: &str,
) -> PyResult<Bound<'py, PyBytes>> {
    let vectorizer = vectorizer(n_features, alternate_sign, binary, norm)?;
    let vectorizer = vectorizer.with_terms(take_options(options)?);
    let mut bytes = Vec::new();
    vectorizer
        .to_writer_with_notes(parameters, &mut bytes)
        .map_err(|error| of_counting(&error))?;
    Ok(PyBytes::new(py, &bytes))
}

/// Reads the options of such a vectoriser, as JSON, and what only Python knows, if Python wrote it.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.hashing_from_bytes(b"wire")
/// Traceback (most recent call last):
/// ValueError: the file is cut short; copy it again
#[pyfunction]
pub(crate) fn hashing_from_bytes(bytes: &[u8]) -> PyResult<(String, Option<String>)> {
    let mut rest = bytes;
    let (vectorizer, notes) = HashingVectorizer::from_reader_with_notes(&mut rest)
        .map_err(|error| of_counting(&error))?;
    let options = serde_json::to_string(&vectorizer)
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok((options, parameters_of(notes, rest)?))
}

fn vectorizer(
    n_features: u32,
    alternate_sign: bool,
    binary: bool,
    norm: Option<&str>,
) -> PyResult<HashingVectorizer> {
    Ok(HashingVectorizer::new()
        .with_features(n_features)
        .with_alternate_sign(alternate_sign)
        .with_binary(binary)
        .with_norm(take_norm(norm)?))
}
