//! Documents counted by the hashes of their terms.

use pyo3::prelude::*;
use pyo3::types::PyList;
use wirecopy::tfidf::{Documents, HashingVectorizer};

use crate::calls::take_threads;
use crate::counting::take_options;
use crate::documents::{take_exact, take_texts};
use crate::enter::enter_counting;
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
    let vectorizer = HashingVectorizer::new()
        .with_features(n_features)
        .with_alternate_sign(alternate_sign)
        .with_binary(binary)
        .with_norm(take_norm(norm)?);
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
