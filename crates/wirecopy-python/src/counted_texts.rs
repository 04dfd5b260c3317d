//! Counted texts, whose terms get their columns from a dict or from a model.

use std::sync::{Mutex, PoisonError};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::text::TermId;
use wirecopy::tfidf::{Count, CountedDocuments, CsrMatrix, Documents, Error};

use crate::calls::take_threads;
use crate::counting::{CountModel, take_options};
use crate::documents::take_texts;
use crate::enter::enter_counting;
use crate::errors::of_counting;
use crate::matrices::{Kind, Matrix};

/// Texts that were counted, and whose terms have no columns yet. They get them once.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> counted = _core.CountedTexts.of(["the old mill"], options="{}", threads=1)
/// >>> len(counted)
/// 3
/// >>> matrix = counted.by_columns({"mill": 1, "wharf": 0}, kind="int64", binary=False, threads=1)
/// >>> matrix.shape
/// (1, 2)
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct CountedTexts {
    terms: usize,
    counted: Mutex<Option<CountedDocuments>>,
}

#[pymethods]
impl CountedTexts {
    /// Counts the terms of texts.
    #[staticmethod]
    #[pyo3(signature = (texts, *, options, threads))]
    fn of(
        py: Python<'_>,
        texts: &Bound<'_, PyList>,
        options: &str,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let options = take_options(options)?;
        let texts = take_texts(texts, &options)?;
        let splitter = options.build().map_err(|error| of_counting(&error))?;
        let counted = enter_counting(py, threads, |progress| {
            CountedDocuments::new(Documents::texts(&texts).with_progress(progress), &splitter)
        })?;
        let terms = counted.terms().len();
        Ok(Self {
            terms,
            counted: Mutex::new(Some(counted)),
        })
    }

    /// How many different terms the texts have.
    fn __len__(&self) -> usize {
        self.terms
    }

    /// Gives the terms the columns of a dict; None where one of them has something else there than a column of its own,
    /// of which only Python knows what it means.
    #[pyo3(signature = (columns, *, kind, binary, threads))]
    fn by_columns(
        &self,
        py: Python<'_>,
        columns: &Bound<'_, PyDict>,
        kind: &str,
        binary: bool,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Option<Matrix>> {
        let threads = take_threads(threads)?;
        let kind = Kind::take(kind)?;
        let counted = self.take()?;
        let mut found = Vec::with_capacity(self.terms);
        for term in counted.terms() {
            found.push(match columns.get_item(term)? {
                None => None,
                Some(column) => match column.extract() {
                    Ok(column) => Some(TermId(column)),
                    Err(_) => return Ok(None),
                },
            });
        }
        let size = columns.len();
        enter_counting(py, threads, |_| {
            let mut found = found.into_iter();
            match matrix(counted, kind, binary, size, |_| found.next().flatten()) {
                Err(Error::InvalidColumn { .. }) => Ok(None),
                matrix => matrix.map(Some),
            }
        })
    }

    /// Gives the terms the columns of a model that cuts texts by the same options.
    #[pyo3(signature = (model, *, kind, threads))]
    fn by_model(
        &self,
        py: Python<'_>,
        model: &CountModel,
        kind: &str,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Matrix> {
        let threads = take_threads(threads)?;
        let kind = Kind::take(kind)?;
        let counted = self.take()?;
        let (vocabulary, binary) = (model.fitted.vocabulary(), model.fitted.binary());
        enter_counting(py, threads, |_| {
            let column_of = |term: &str| vocabulary.get(term);
            matrix(counted, kind, binary, vocabulary.len(), column_of)
        })
    }
}

impl CountedTexts {
    fn take(&self) -> PyResult<CountedDocuments> {
        let mut held = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        held.take()
            .ok_or_else(|| PyRuntimeError::new_err("these terms got their columns before"))
    }
}

fn matrix(
    counted: CountedDocuments,
    kind: Kind,
    binary: bool,
    columns: usize,
    column_of: impl FnMut(&str) -> Option<TermId>,
) -> Result<Matrix, Error> {
    fn of<V: Count>(
        counted: CountedDocuments,
        binary: bool,
        columns: usize,
        column_of: impl FnMut(&str) -> Option<TermId>,
    ) -> Result<Matrix, Error>
    where
        Matrix: From<CsrMatrix<V>>,
    {
        let mut matrix = counted.into_matrix::<V>(columns, column_of)?;
        if binary {
            matrix.data_mut().fill(V::of(1));
        }
        Ok(matrix.into())
    }
    match kind {
        Kind::I32 => of::<i32>(counted, binary, columns, column_of),
        Kind::I64 => of::<i64>(counted, binary, columns, column_of),
        Kind::F32 => of::<f32>(counted, binary, columns, column_of),
        Kind::F64 => of::<f64>(counted, binary, columns, column_of),
    }
}
