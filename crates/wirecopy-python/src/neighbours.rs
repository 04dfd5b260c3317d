//! The nearest articles of each, of Python's articles.

use std::num::NonZeroUsize;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::NeighbourOptions;
use wirecopy::similarity::Threshold;

use crate::articles::Articles;
use crate::bm25::IdList;
use crate::calls::take_threads;
use crate::enter::enter;
use crate::errors::of_similarity;
use crate::fields::Names;
use crate::numbers::whole_number;

/// For each neighbour the row and the id of the article, those of the neighbour, and the score.
type Columns<'py> = (
    Vec<usize>,
    Bound<'py, PyList>,
    Vec<usize>,
    Bound<'py, PyList>,
    Vec<f64>,
);

/// Does the work of `wirecopy.similar`, where the parameters are described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> columns = _core.similar(
/// ...     ["The mill burnt.", "A ship sailed.", "A mill was built."],
/// ...     columns=None,
/// ...     names={},
/// ...     analyzer="{}",
/// ...     k=1,
/// ...     threshold=None,
/// ...     display=None,
/// ...     threads=1,
/// ... )
/// >>> columns[:4]
/// ([0, 1, 2], ['0', '1', '2'], [2, 2, 0], ['2', '2', '0'])
#[pyfunction]
#[pyo3(signature = (articles, *, columns, names, analyzer, k, threshold, display, threads))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn similar<'py>(
    py: Python<'py>,
    articles: Option<&Bound<'_, PyAny>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
    analyzer: &str,
    k: &Bound<'_, PyAny>,
    threshold: Option<f64>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<Columns<'py>> {
    let threads = take_threads(threads)?;
    let count = usize::try_from(whole_number("k", k, &(1..=u64::from(u32::MAX)))?).ok();
    let analyzer = serde_json::from_str(analyzer)
        .map_err(|error| PyValueError::new_err(format!("analyzer: {error}")))?;
    let least = threshold
        .map(Threshold::new)
        .transpose()
        .map_err(|error| of_similarity(&error))?;
    let options = NeighbourOptions::default()
        .with_analyzer(analyzer)
        .with_count(
            count
                .and_then(NonZeroUsize::new)
                .unwrap_or(NonZeroUsize::MAX),
        )
        .with_min_score(least);
    let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
    let display = display.map(|display| display.clone().unbind());
    let found = enter(py, threads, display.as_ref(), |progress| {
        wirecopy::neighbours(&articles.borrow(), &options, progress)
    })?;
    let ids = IdList::take(py, &articles, found.len());
    let (own, near) = (PyList::empty(py), PyList::empty(py));
    let (mut own_rows, mut near_rows, mut all_scores) = (Vec::new(), Vec::new(), Vec::new());
    for article in 0..found.len() {
        let (neighbours, scores) = found.get(article);
        let row = articles.row(article);
        for &neighbour in neighbours {
            let (neighbour, near_row) = (neighbour as usize, articles.row(neighbour as usize));
            own.append(ids.get(py, article, row))?;
            near.append(ids.get(py, neighbour, near_row))?;
            own_rows.push(row);
            near_rows.push(near_row);
        }
        all_scores.extend_from_slice(scores);
    }
    Ok((own_rows, own, near_rows, near, all_scores))
}
