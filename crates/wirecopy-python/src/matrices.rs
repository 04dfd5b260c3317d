//! Sparse matrices on their way to SciPy.

use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::buffer::PyBuffer;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use wirecopy::tfidf::{
    CsrMatrix, CsrParts, Error, FittedTfidfTransformer, Norm, TfidfTransformer, Weight,
};

use crate::arrays::Numbers;
use crate::calls::take_threads;
use crate::counting::{CountModel, parameters_of};
use crate::enter::enter_counting;
use crate::errors::of_counting;

/// The type of a matrix's values.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    I32,
    I64,
    F32,
    F64,
}

impl Kind {
    pub(crate) fn take(name: &str) -> PyResult<Self> {
        match name {
            "int32" => Ok(Self::I32),
            "int64" => Ok(Self::I64),
            "float32" => Ok(Self::F32),
            "float64" => Ok(Self::F64),
            _ => Err(PyValueError::new_err(format!(
                "kind: `{name}`, expected `int32`, `int64`, `float32` or `float64`"
            ))),
        }
    }
}

/// A matrix that SciPy will have: its arrays are handed over once.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> hashed = _core.hashed(
/// ...     ["the mill"],
/// ...     options="{}",
/// ...     n_features=8,
/// ...     alternate_sign=False,
/// ...     binary=False,
/// ...     norm=None,
/// ...     threads=1,
/// ... )
/// >>> hashed.shape
/// (1, 8)
/// >>> [len(numbers) for numbers in hashed.arrays()]
/// [2, 2, 2]
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Matrix {
    shape: (usize, usize),
    values: Mutex<Option<Values>>,
    /// For each column the how-manieth of all terms it was to be seen, if norms are summed in that order.
    order: Option<Vec<u32>>,
}

enum Values {
    I32(CsrMatrix<i32>),
    I64(CsrMatrix<i64>),
    F32(CsrMatrix<f32>),
    F64(CsrMatrix<f64>),
}

macro_rules! values {
    ($($value:ty, $variant:ident);*) => {$(
        impl From<CsrMatrix<$value>> for Matrix {
            fn from(matrix: CsrMatrix<$value>) -> Self {
                Self {
                    shape: (matrix.rows(), matrix.columns()),
                    values: Mutex::new(Some(Values::$variant(matrix))),
                    order: None,
                }
            }
        }
    )*};
}

values!(i32, I32; i64, I64; f32, F32; f64, F64);

impl Matrix {
    /// Lets norms be summed in the order in which the terms were seen, as scikit-learn's `fit_transform` does.
    pub(crate) fn in_order(self, order: Vec<u32>) -> Self {
        Self {
            order: Some(order),
            ..self
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Values>> {
        self.values.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> PyResult<Values> {
        self.lock().take().ok_or_else(handed_over_before)
    }
}

#[pymethods]
impl Matrix {
    /// The numbers of rows and of columns.
    #[getter]
    fn shape(&self) -> (usize, usize) {
        self.shape
    }

    /// Gives the values, their columns and where each row ends, and forgets them.
    ///
    /// The columns are unsigned numbers under the name of signed ones: there is none above `i32::MAX`, or it is an error.
    /// Where more than `most` values are stored, columns and ends have 64 bits; `most` is what a test changes.
    #[pyo3(signature = (*, most=i32::MAX))]
    fn arrays(&self, most: i32) -> PyResult<(Numbers, Numbers, Numbers)> {
        if self.shape.1 > i32::MAX as usize {
            return Err(PyValueError::new_err(format!(
                "found {} terms, expected at most {}; raise min_df or set max_features",
                self.shape.1,
                i32::MAX
            )));
        }
        match self.take()? {
            Values::I32(matrix) => Ok(handed_over(matrix.into_parts(), most)),
            Values::I64(matrix) => Ok(handed_over(matrix.into_parts(), most)),
            Values::F32(matrix) => Ok(handed_over(matrix.into_parts(), most)),
            Values::F64(matrix) => Ok(handed_over(matrix.into_parts(), most)),
        }
    }

    /// Gives the column of each value, where there are fewer values than columns, and None otherwise: then a single text
    /// need not cost what the whole vocabulary does. None too where norms are summed in another order.
    fn few_columns(&self) -> PyResult<Option<Numbers>> {
        let held = self.lock();
        let indices = held.as_ref().ok_or_else(handed_over_before)?.indices();
        let are_few = self.order.is_none() && indices.len() < self.shape.1;
        Ok(are_few.then(|| indices.to_vec().into()))
    }

    /// Turns counts of type float into weights, in their own precision.
    ///
    /// `idf` holds a weight for each column, or for each value where `few_columns` gave their columns.
    #[pyo3(signature = (idf, *, norm, sublinear_tf, threads))]
    fn weigh(
        &self,
        py: Python<'_>,
        idf: Option<PyBuffer<f64>>,
        norm: Option<&str>,
        sublinear_tf: bool,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let options = TfidfTransformer::new()
            .with_norm(take_norm(norm)?)
            .with_idf(idf.is_some())
            .with_sublinear_tf(sublinear_tf);
        let idf = idf.map(|idf| idf.to_vec(py)).transpose()?;
        let values = self.take()?;
        enter_counting(py, threads, |_| match values {
            Values::F64(matrix) => self.weighed(options, idf, matrix),
            Values::F32(matrix) => self.weighed(options, idf, matrix),
            Values::I64(_) | Values::I32(_) => Err(Error::OptionConflict {
                option: "weights",
                other: "whole numbers",
            }),
        })
    }
}

impl Matrix {
    fn weighed<W: Weight>(
        &self,
        options: TfidfTransformer,
        idf: Option<Vec<f64>>,
        mut matrix: CsrMatrix<W>,
    ) -> Result<Self, Error>
    where
        Self: From<CsrMatrix<W>>,
    {
        let fitted = match idf {
            Some(idf) => FittedTfidfTransformer::from_idf(options, idf)?,
            None => options.fit_frequencies(std::iter::repeat_n(0.0, self.shape.1), 0),
        };
        match &self.order {
            Some(order) => fitted.transform_in_order(&mut matrix, order)?,
            None if fitted.columns() == self.shape.1 => fitted.transform_in_place(&mut matrix)?,
            None => {
                // As if each value had a column of its own.
                let columns: Vec<u32> = (0..).take(fitted.columns()).collect();
                let indptr = matrix.indptr().to_vec();
                fitted.weigh(&indptr, &columns, matrix.data_mut())?;
            }
        }
        Ok(matrix.into())
    }
}

impl Values {
    fn indices(&self) -> &[u32] {
        match self {
            Self::I32(matrix) => matrix.indices(),
            Self::I64(matrix) => matrix.indices(),
            Self::F32(matrix) => matrix.indices(),
            Self::F64(matrix) => matrix.indices(),
        }
    }
}

fn handed_over_before() -> PyErr {
    PyRuntimeError::new_err("the arrays of this matrix were handed over")
}

/// SciPy wants one type for columns and ends, and the smaller one where it is enough.
fn handed_over<V>(parts: CsrParts<V>, most: i32) -> (Numbers, Numbers, Numbers)
where
    Numbers: From<Vec<V>>,
{
    let narrow = |&end: &usize| i32::try_from(end).ok().filter(|&end| end <= most);
    let ends: Option<Vec<i32>> = parts.indptr.iter().map(narrow).collect();
    if let Some(ends) = ends {
        return (parts.data.into(), parts.indices.into(), ends.into());
    }
    let columns: Vec<i64> = parts.indices.iter().copied().map(i64::from).collect();
    let ends: Vec<i64> = parts
        .indptr
        .iter()
        .map(|&end| end.cast_signed() as i64)
        .collect();
    (parts.data.into(), columns.into(), ends.into())
}

/// The weights of terms, and what else turns counts into TF-IDF.
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Weights {
    pub(crate) fitted: FittedTfidfTransformer,
}

#[pymethods]
impl Weights {
    /// Takes the weight of each of so many terms, or None where all weigh the same.
    #[new]
    #[pyo3(signature = (idf, *, columns, norm, sublinear_tf))]
    fn new(
        py: Python<'_>,
        idf: Option<PyBuffer<f64>>,
        columns: usize,
        norm: Option<&str>,
        sublinear_tf: bool,
    ) -> PyResult<Self> {
        let options = TfidfTransformer::new()
            .with_norm(take_norm(norm)?)
            .with_idf(idf.is_some())
            .with_sublinear_tf(sublinear_tf);
        let fitted = match idf {
            Some(idf) => FittedTfidfTransformer::from_idf(options, idf.to_vec(py)?)
                .map_err(|error| of_counting(&error))?,
            None => options.fit_frequencies(std::iter::repeat_n(0.0, columns), 0),
        };
        Ok(Self { fitted })
    }

    /// Gives the weights that follow from what a model has counted.
    #[staticmethod]
    #[pyo3(signature = (model, *, norm, use_idf, smooth_idf, sublinear_tf))]
    fn of_counts(
        model: &CountModel,
        norm: Option<&str>,
        use_idf: bool,
        smooth_idf: bool,
        sublinear_tf: bool,
    ) -> PyResult<Self> {
        let frequencies = model.fitted.document_frequencies().iter();
        let fitted = TfidfTransformer::new()
            .with_norm(take_norm(norm)?)
            .with_idf(use_idf)
            .with_smooth_idf(smooth_idf)
            .with_sublinear_tf(sublinear_tf)
            .fit_frequencies(
                frequencies.map(|&documents| f64::from(documents)),
                model.fitted.documents(),
            );
        Ok(Self { fitted })
    }

    /// The weight of each term, or None where all weigh the same.
    fn idf(&self) -> Option<Numbers> {
        Some(self.fitted.idf()?.to_vec().into())
    }

    fn __len__(&self) -> usize {
        self.fitted.columns()
    }

    /// The weights as bytes, with what only Python knows.
    #[pyo3(signature = (*, parameters))]
    fn to_bytes<'py>(&self, py: Python<'py>, parameters: &str) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        self.fitted
            .to_writer_with_notes(parameters, &mut bytes)
            .map_err(|error| of_counting(&error))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads weights, and what only Python knows, if Python wrote it.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<(Self, Option<String>)> {
        let mut rest = bytes;
        let (fitted, notes) = FittedTfidfTransformer::from_reader_with_notes(&mut rest)
            .map_err(|error| of_counting(&error))?;
        Ok((Self { fitted }, parameters_of(notes, rest)?))
    }

    /// The options of scikit-learn's name, as JSON.
    #[getter]
    fn options(&self) -> PyResult<String> {
        serde_json::to_string(&self.fitted.options())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

pub(crate) fn take_norm(norm: Option<&str>) -> PyResult<Option<Norm>> {
    match norm {
        None => Ok(None),
        Some("l1") => Ok(Some(Norm::L1)),
        Some("l2") => Ok(Some(Norm::L2)),
        Some(other) => Err(PyValueError::new_err(format!(
            "norm: `{other}`, expected `l1` or `l2`"
        ))),
    }
}
