//! The joins of `wirecopy-similarity`, for Python's sets and for SciPy's matrices.

use std::num::{NonZeroU32, NonZeroUsize};

use pyo3::buffer::{Element, PyBuffer};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use wirecopy::similarity::{
    self, CsrView, Error, Near, SetCollection, SetCriterion, Threshold, Window,
};

use crate::arrays::Numbers;
use crate::calls::take_threads;
use crate::enter::enter_join;
use crate::errors::{of_similarity, type_name};
use crate::numbers::{index, whole_number};

/// How many sets are taken between two looks for Ctrl-C.
const SETS_UNHEARD: usize = 256;

/// The largest number of neighbours; no matrix has as many rows.
const MOST: u64 = u32::MAX as u64;

/// Sets of whole numbers, sorted.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> sets = _core.Sets([[3, 1, 3], {2}], name="sets")
/// >>> len(sets), sets.score("jaccard", 0, 1)
/// (2, 0.0)
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Sets {
    sets: SetCollection,
}

#[pymethods]
impl Sets {
    /// Takes an iterable of sets, each an iterable of whole numbers or an array of them.
    #[new]
    #[pyo3(signature = (sets, *, name))]
    fn new(py: Python<'_>, sets: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        let iterator = sets.try_iter().map_err(|_| {
            PyTypeError::new_err(format!(
                "{name}: expected a list or another iterable of sets, found {}",
                type_name(sets)
            ))
        })?;
        let mut taken = SetCollection::new();
        for (number, set) in iterator.enumerate() {
            if number.is_multiple_of(SETS_UNHEARD) {
                py.check_signals()?;
            }
            let label = || format!("{name}[{number}]");
            taken.push_unsorted(numbers_of(&set?, &label)?);
        }
        Ok(Self { sets: taken })
    }

    /// Takes the rows of a matrix in compressed rows as sets of columns.
    #[staticmethod]
    fn of_rows(matrix: &Bound<'_, PyTuple>) -> PyResult<Self> {
        let matrix = Csr::take(matrix)?;
        let view = matrix.view()?;
        let mut sets = SetCollection::with_capacity(view.rows(), view.entries());
        let mut columns = Vec::new();
        for row in 0..view.rows() {
            let row = view.row(row);
            let entries = row.columns.iter().zip(row.weights);
            let present = entries.filter(|&(_, &weight)| weight != 0.0);
            columns.clear();
            columns.extend(present.map(|(&column, _)| u64::from(column)));
            sets.push_sorted(&columns)
                .map_err(|error| of_similarity(&error))?;
        }
        Ok(Self { sets })
    }

    fn __len__(&self) -> usize {
        self.sets.len()
    }

    /// The similarity of two of the sets.
    fn score(&self, measure: &str, a: usize, b: usize) -> PyResult<f64> {
        if a.max(b) >= self.sets.len() {
            return Err(PyValueError::new_err(format!(
                "set `{}`, expected a number below {}",
                a.max(b),
                self.sets.len()
            )));
        }
        let (a, b) = (self.sets.get(a), self.sets.get(b));
        match measure {
            "jaccard" => Ok(similarity::jaccard(a, b)),
            "dice" => Ok(similarity::dice(a, b)),
            "containment" => Ok(similarity::containment(a, b)),
            "containment_of_smaller" => Ok(similarity::containment_of_smaller(a, b)),
            "overlap" => Ok(similarity::overlap(a, b) as f64),
            _ => Err(unknown_measure(measure)),
        }
    }
}

/// The numbers of one set, in any order; errors call it by its `name`.
pub(crate) fn numbers_of(set: &Bound<'_, PyAny>, name: &dyn Fn() -> String) -> PyResult<Vec<u64>> {
    let negative = |value: &dyn std::fmt::Display| {
        PyValueError::new_err(format!(
            "{}: found `{value}`, expected whole numbers from 0 to 2**64 - 1; \
             of hashes, take `hash & (2**64 - 1)`",
            name()
        ))
    };
    macro_rules! of_array {
        ($($type:ty)*) => {$(
            if let Ok(array) = PyBuffer::<$type>::get(set) {
                let widened = array.to_vec(set.py())?.into_iter().map(|value| {
                    u64::try_from(value).map_err(|_| negative(&value))
                });
                return widened.collect();
            }
        )*};
    }
    // Most sets are Python's own, and asking those for a buffer costs more than reading them.
    if set.hasattr("dtype")? {
        of_array!(u64 i64 u32 i32 u16 i16 u8 i8);
    }
    let elements = set.try_iter().map_err(|_| {
        PyTypeError::new_err(format!(
            "{}: expected a set, list or array of whole numbers, found {}",
            name(),
            type_name(set)
        ))
    })?;
    let mut numbers = Vec::with_capacity(set.len().unwrap_or(0));
    for element in elements {
        let element = element?;
        let Some(value) = index(&element)? else {
            return Err(PyTypeError::new_err(format!(
                "{}: expected whole numbers, found {}; number the features first",
                name(),
                type_name(&element)
            )));
        };
        match value.extract::<u64>() {
            Ok(value) => numbers.push(value),
            Err(_) => return Err(negative(&value.str()?)),
        }
    }
    Ok(numbers)
}

fn unknown_measure(measure: &str) -> PyErr {
    PyValueError::new_err(format!(
        "measure: `{measure}`, expected `jaccard`, `dice`, `containment` or `overlap`"
    ))
}

/// What a join of sets found.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> sets = _core.Sets([[1, 2, 3, 4], [1, 2, 3], [1, 2, 3, 4]], name="sets")
/// >>> found = _core.set_join(sets, None, measure="jaccard", threshold=0.7, display=None, threads=1)
/// >>> [len(numbers) for numbers in found.pairs()]
/// [1, 1, 1]
/// >>> found.equal(second=False)
/// ([[0, 2]], [1.0])
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct SetPairs {
    found: similarity::SetPairs,
}

#[pymethods]
impl SetPairs {
    /// The pairs of different sets: both numbers, and the scores.
    fn pairs(&self) -> (Numbers, Numbers, Numbers) {
        let pairs = self.found.pairs();
        let numbers = |of: fn(&similarity::SimilarPair) -> u32| -> Vec<i64> {
            pairs.iter().map(|pair| i64::from(of(pair))).collect()
        };
        let scores: Vec<f64> = pairs.iter().map(|pair| pair.score).collect();
        (
            numbers(|pair| pair.a).into(),
            numbers(|pair| pair.b).into(),
            scores.into(),
        )
    }

    /// The groups of equal sets of one side, and the score of their members with each other, or None where
    /// it does not count.
    #[pyo3(signature = (*, second))]
    fn equal(&self, second: bool) -> (Vec<Vec<u32>>, Vec<Option<f64>>) {
        let groups = if second {
            self.found.equal_sets_of_second()
        } else {
            self.found.equal_sets()
        };
        let scores = if second {
            vec![None; groups.len()]
        } else {
            self.found.scores_of_equal_sets().to_vec()
        };
        (groups.iter().map(<[u32]>::to_vec).collect(), scores)
    }
}

/// Does the work of `wirecopy.similarity.set_join`, where the parameters are described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> sets = _core.Sets([[1, 2, 3, 4], [1, 2, 3]], name="sets")
/// >>> found = _core.set_join(sets, None, measure="overlap", threshold=4, display=None, threads=1)
/// >>> len(found.pairs()[0])
/// 0
#[pyfunction]
#[pyo3(signature = (sets, other, *, measure, threshold, display, threads))]
pub(crate) fn set_join(
    py: Python<'_>,
    sets: &Sets,
    other: Option<&Sets>,
    measure: &str,
    threshold: &Bound<'_, PyAny>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<SetPairs> {
    let threads = take_threads(threads)?;
    let criterion = match measure {
        "jaccard" => SetCriterion::Jaccard(take_threshold(threshold)?),
        "dice" => SetCriterion::Dice(take_threshold(threshold)?),
        "containment" => SetCriterion::Containment(take_threshold(threshold)?),
        "overlap" => {
            let count = whole_number("threshold", threshold, &(1..=MOST))?;
            let count = u32::try_from(count).ok().and_then(NonZeroU32::new);
            SetCriterion::Overlap(count.unwrap_or(NonZeroU32::MAX))
        }
        _ => return Err(unknown_measure(measure)),
    };
    let display = display.map(|display| display.clone().unbind());
    let found = enter_join(
        py,
        threads,
        display.as_ref(),
        "joining sets",
        of_similarity,
        |progress| {
            similarity::set_join(
                &sets.sets,
                other.map(|other| &other.sets),
                criterion,
                progress,
            )
        },
    )?;
    Ok(SetPairs { found })
}

/// Does the work of `wirecopy.similarity.cosine_top_k`, where the parameters are described. Gives scores, rows and
/// where each row ends.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from wirecopy import _core
/// >>> x = np.array([0, 1, 2]), np.array([0, 0], "i4"), np.array([1.0, 1.0]), 1
/// >>> found = _core.cosine_top_k(x, None, k=1, threshold=None, window=None, display=None, threads=1)
/// >>> [np.asarray(numbers).tolist() for numbers in found]
/// [[1.0, 1.0], [1, 0], [0, 1, 2]]
#[pyfunction]
#[pyo3(signature = (x, y, *, k, threshold, window, display, threads))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn cosine_top_k(
    py: Python<'_>,
    x: &Bound<'_, PyTuple>,
    y: Option<&Bound<'_, PyTuple>>,
    k: &Bound<'_, PyAny>,
    threshold: Option<&Bound<'_, PyAny>>,
    window: Option<&Bound<'_, PyTuple>>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<(Numbers, Numbers, Numbers)> {
    let threads = take_threads(threads)?;
    let k = usize::try_from(whole_number("k", k, &(1..=MOST))?).ok();
    let k = k.and_then(NonZeroUsize::new).unwrap_or(NonZeroUsize::MAX);
    let least = threshold.map(take_threshold).transpose()?;
    let (x, y) = (Csr::take(x)?, y.map(Csr::take).transpose()?);
    let keys = window.map(Keys::take).transpose()?;
    let display = display.map(|display| display.clone().unbind());
    let found = enter_join(
        py,
        threads,
        display.as_ref(),
        "comparing rows",
        of_similarity,
        |progress| {
            let (first, second) = (x.csr()?, y.as_ref().map(Csr::csr).transpose()?);
            let window = keys.as_ref().map(Keys::window).transpose()?;
            let near = Near::new().with_min_score(least).with_window(window);
            similarity::cosine_top_k(&first, second.as_ref(), k, near, progress)
        },
    )?;
    let (ends, rows, scores) = found.into_parts();
    Ok((scores.into(), numbers(rows), indptr(&ends)))
}

/// Does the work of `wirecopy.similarity.cosine_join`, where the parameters are described. Gives scores, columns and
/// where each row ends.
///
/// Examples
/// --------
/// >>> import numpy as np
/// >>> from wirecopy import _core
/// >>> x = np.array([0, 1, 2]), np.array([0, 0], "i4"), np.array([1.0, 1.0]), 1
/// >>> found = _core.cosine_join(x, None, threshold=0.5, window=None, display=None, threads=1)
/// >>> [np.asarray(numbers).tolist() for numbers in found]
/// [[1.0], [1], [0, 1, 1]]
#[pyfunction]
#[pyo3(signature = (x, y, *, threshold, window, display, threads))]
pub(crate) fn cosine_join(
    py: Python<'_>,
    x: &Bound<'_, PyTuple>,
    y: Option<&Bound<'_, PyTuple>>,
    threshold: &Bound<'_, PyAny>,
    window: Option<&Bound<'_, PyTuple>>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<(Numbers, Numbers, Numbers)> {
    let threads = take_threads(threads)?;
    let threshold = take_threshold(threshold)?;
    let (x, y) = (Csr::take(x)?, y.map(Csr::take).transpose()?);
    let keys = window.map(Keys::take).transpose()?;
    let display = display.map(|display| display.clone().unbind());
    let pairs = enter_join(
        py,
        threads,
        display.as_ref(),
        "comparing rows",
        of_similarity,
        |progress| {
            let (first, second) = (x.csr()?, y.as_ref().map(Csr::csr).transpose()?);
            let window = keys.as_ref().map(Keys::window).transpose()?;
            similarity::cosine_join(&first, second.as_ref(), threshold, window, progress)
        },
    )?;
    // They come sorted by row.
    let ends = (0..x.rows()).map(|row| pairs.partition_point(|pair| pair.a as usize <= row));
    let ends: Vec<usize> = ends.collect();
    let rows = pairs.iter().map(|pair| pair.b).collect();
    let scores: Vec<f64> = pairs.iter().map(|pair| pair.score).collect();
    Ok((scores.into(), numbers(rows), indptr(&ends)))
}

/// The cosine of the first rows of two matrices.
#[pyfunction]
pub(crate) fn cosine(x: &Bound<'_, PyTuple>, y: &Bound<'_, PyTuple>) -> PyResult<f64> {
    of_two(x, y, similarity::cosine)
}

/// The dot product of the first rows of two matrices.
#[pyfunction]
pub(crate) fn dot(x: &Bound<'_, PyTuple>, y: &Bound<'_, PyTuple>) -> PyResult<f64> {
    of_two(x, y, similarity::dot)
}

fn of_two(
    x: &Bound<'_, PyTuple>,
    y: &Bound<'_, PyTuple>,
    measure: impl Fn(similarity::SparseVector<'_>, similarity::SparseVector<'_>) -> f64,
) -> PyResult<f64> {
    let (x, y) = (Csr::take(x)?, Csr::take(y)?);
    let (x, y) = (x.view()?, y.view()?);
    if x.columns() != y.columns() {
        return Err(of_similarity(&Error::UnlikeWidths {
            first: x.columns(),
            second: y.columns(),
        }));
    }
    if x.rows().min(y.rows()) == 0 {
        return Err(PyValueError::new_err(
            "found a matrix without rows, expected one row",
        ));
    }
    Ok(measure(x.row(0), y.row(0)))
}

/// A copy of the arrays of a SciPy matrix: while Rust works, somebody may write into SciPy's.
struct Csr {
    indptr: Vec<i64>,
    indices: Vec<u32>,
    data: Vec<f64>,
    columns: usize,
}

impl Csr {
    /// Takes `(indptr, indices, data, columns)`.
    fn take(matrix: &Bound<'_, PyTuple>) -> PyResult<Self> {
        type Parts<'py> = (PyBuffer<i64>, Bound<'py, PyAny>, Bound<'py, PyAny>, usize);
        let (indptr, indices, data, columns): Parts<'_> = matrix.extract()?;
        // What is no column at all becomes one that no matrix has, and is refused with its row.
        let py = matrix.py();
        let indices = if let Ok(indices) = PyBuffer::<i32>::get(&indices) {
            copied(py, &indices, |column| {
                u32::try_from(column).unwrap_or(u32::MAX)
            })?
        } else {
            copied(py, &indices.extract()?, |column: i64| {
                u32::try_from(column).unwrap_or(u32::MAX)
            })?
        };
        let data = if let Ok(data) = PyBuffer::<f32>::get(&data) {
            copied(py, &data, f64::from)?
        } else {
            PyBuffer::<f64>::get(&data)?.to_vec(py)?
        };
        Ok(Self {
            indptr: indptr.to_vec(py)?,
            indices,
            data,
            columns,
        })
    }

    fn csr(&self) -> Result<CsrView<'_>, Error> {
        CsrView::new(&self.indptr, &self.indices, &self.data, self.columns)
    }

    fn view(&self) -> PyResult<CsrView<'_>> {
        self.csr().map_err(|error| of_similarity(&error))
    }

    fn rows(&self) -> usize {
        self.indptr.len().saturating_sub(1)
    }
}

/// Where both types have one size, the memory of the copy is used again.
fn copied<T: Element, U>(
    py: Python<'_>,
    buffer: &PyBuffer<T>,
    convert: impl Fn(T) -> U,
) -> PyResult<Vec<U>> {
    Ok(buffer.to_vec(py)?.into_iter().map(convert).collect())
}

/// The sorted keys of both sides, and how far they may lie apart.
struct Keys {
    first: Vec<i64>,
    second: Option<Vec<i64>>,
    width: u64,
}

impl Keys {
    fn take(window: &Bound<'_, PyTuple>) -> PyResult<Self> {
        type Parts = (PyBuffer<i64>, Option<PyBuffer<i64>>, u64);
        let (first, second, width): Parts = window.extract()?;
        let py = window.py();
        Ok(Self {
            first: first.to_vec(py)?,
            second: second.map(|second| second.to_vec(py)).transpose()?,
            width,
        })
    }

    fn window(&self) -> Result<Window<'_>, Error> {
        Window::new(&self.first, self.second.as_deref(), self.width)
    }
}

fn take_threshold(threshold: &Bound<'_, PyAny>) -> PyResult<Threshold> {
    Threshold::new(threshold.extract()?).map_err(|error| of_similarity(&error))
}

/// Rows as SciPy has them: of four bytes where these are enough.
fn numbers(rows: Vec<u32>) -> Numbers {
    if rows.iter().all(|&row| i32::try_from(row).is_ok()) {
        rows.into()
    } else {
        rows.into_iter().map(i64::from).collect::<Vec<i64>>().into()
    }
}

/// Where each row begins, of the type of the rows.
fn indptr(ends: &[usize]) -> Numbers {
    let all = || std::iter::once(0).chain(ends.iter().copied());
    let narrow: Result<Vec<i32>, _> = all().map(i32::try_from).collect();
    match narrow {
        Ok(ends) => ends.into(),
        // No memory holds so many that the sign is lost.
        Err(_) => all()
            .map(|end| end.cast_signed() as i64)
            .collect::<Vec<i64>>()
            .into(),
    }
}
