//! Tables of page furniture for Python.

use std::collections::BTreeMap;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::articles::Articles;
use crate::calls::take_threads;
use crate::enter::enter;
use crate::errors;
use crate::fields::Names;

/// The compiled half of `wirecopy.FurnitureTable`, where it is described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> table = _core.FurnitureTable.learn(
/// ...     ["Rain fell on Orrin."], columns=None, names={}, display=None, threads=1
/// ... )
/// >>> len(table), table.sources()
/// (0, {})
#[pyclass(frozen, eq, module = "wirecopy._core")]
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FurnitureTable(pub(crate) wirecopy::FurnitureTable);

#[pymethods]
impl FurnitureTable {
    /// Learns the furniture of each source from articles, given as an iterable or as columns.
    #[staticmethod]
    #[pyo3(signature = (articles, *, columns, names, display, threads))]
    fn learn(
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        display: Option<&Bound<'_, PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let display = display.map(|display| display.clone().unbind());
        enter(py, threads, display.as_ref(), |progress| {
            wirecopy::FurnitureTable::learn(&articles.borrow(), progress).map(Self)
        })
    }

    /// What either of two tables knows.
    fn union(&self, other: &Self) -> PyResult<Self> {
        let both = self.0.union(&other.0);
        both.map(Self).map_err(|error| errors::exception(&error))
    }

    /// How many runs each source has.
    fn sources(&self) -> BTreeMap<String, usize> {
        let sources = self.0.sources();
        sources
            .map(|source| (source.to_owned(), self.0.runs_of(source)))
            .collect()
    }

    /// How many runs are known.
    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The table as the bytes of a file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = self.0.to_writer(&mut bytes);
        written.map_err(|error| errors::exception(&error))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads the bytes of a file.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<Self> {
        let read = py.detach(|| wirecopy::FurnitureTable::from_reader(bytes));
        read.map(Self).map_err(|error| errors::exception(&error))
    }
}
