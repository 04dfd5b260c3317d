//! The sketches of `wirecopy-neardup`, of Python's strings, bytes and numbers.

use pyo3::exceptions::{PyKeyboardInterrupt, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};
use wirecopy::neardup::{self, Error, Shingler};
use wirecopy::text::{self, Analyzer, hash_bytes, hash_word};

use crate::calls::{take_text, take_threads};
use crate::enter::enter_join;
use crate::errors::type_name;
use crate::numbers::{index, whole_number};
use crate::similarity::numbers_of;
use crate::text::Text;

/// How many elements are taken between two looks for Ctrl-C.
const UNHEARD: usize = 1 << 16;

/// A signature. `wirecopy.MinHash` describes it.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> a, b = _core.MinHash(64, seed=None), _core.MinHash(64, seed=None)
/// >>> a.update_all(["the", b"mill", 7])
/// >>> b.update("the"), a.jaccard(b) > 0, len(a.values())
/// (None, True, 256)
#[pyclass(module = "wirecopy._core")]
pub(crate) struct MinHash(pub(crate) neardup::MinHash);

#[pymethods]
impl MinHash {
    #[new]
    #[pyo3(signature = (values, *, seed))]
    fn new(values: &Bound<'_, PyAny>, seed: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let signature = neardup::MinHash::with_seed(take_values(values)?, take_seed(seed)?);
        Ok(Self(signature.map_err(|error| of_sketches(&error))?))
    }

    /// Takes the ranks that `values` gave out, four bytes each.
    #[staticmethod]
    #[pyo3(signature = (values, *, seed))]
    fn of_values(values: &[u8], seed: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let (ranks, _) = values.as_chunks();
        let ranks: Vec<u32> = ranks.iter().map(|&rank| u32::from_le_bytes(rank)).collect();
        let signature = neardup::MinHash::from_values(&ranks, take_seed(seed)?);
        Ok(Self(signature.map_err(|error| of_sketches(&error))?))
    }

    /// Adds an element.
    fn update(&mut self, element: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.update(take_element("b", element)?);
        Ok(())
    }

    /// Adds all elements of an iterable or an array.
    fn update_all(&mut self, py: Python<'_>, elements: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.extend(take_elements(py, "b", elements)?);
        Ok(())
    }

    /// Estimates the Jaccard similarity.
    fn jaccard(&self, other: &Self) -> PyResult<f64> {
        self.0
            .jaccard(&other.0)
            .map_err(|error| of_sketches(&error))
    }

    /// Adds the elements of another set.
    fn merge(&mut self, other: &Bound<'_, Self>) -> PyResult<()> {
        let other = other.try_borrow().map(|other| other.0.clone());
        // Borrowed already is the signature itself, which has nothing to add.
        let Ok(other) = other else { return Ok(()) };
        self.0.merge(&other).map_err(|error| of_sketches(&error))
    }

    /// Estimates the number of elements.
    fn count(&self) -> f64 {
        self.0.count()
    }

    /// Whether no element was added.
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Another signature of the same set.
    fn copy(&self) -> Self {
        Self(self.0.clone())
    }

    /// The ranks, four bytes each, the lowest first.
    fn values<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let ranks = self.0.values().iter();
        PyBytes::new(
            py,
            &ranks
                .flat_map(|rank| rank.to_le_bytes())
                .collect::<Vec<u8>>(),
        )
    }

    /// The seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed()
    }

    fn __len__(&self) -> usize {
        self.0.values().len()
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// The signature as bytes of a file.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = self.0.to_writer(&mut bytes);
        written.map_err(|error| of_sketches(&error))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads what `to_bytes` gave out.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<Self> {
        let signature = neardup::MinHash::from_reader(bytes);
        Ok(Self(signature.map_err(|error| of_sketches(&error))?))
    }
}

/// Makes the signatures of the shingles of texts.
#[pyfunction]
#[pyo3(signature = (texts, *, analyzer, shingle, values, seed, threads))]
pub(crate) fn min_hashes<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyList>,
    analyzer: &str,
    shingle: usize,
    values: &Bound<'py, PyAny>,
    seed: Option<&Bound<'py, PyAny>>,
    threads: Option<Bound<'py, PyAny>>,
) -> PyResult<Vec<MinHash>> {
    let (values, seed) = (take_values(values)?, take_seed(seed)?);
    let found = with_shingler(
        py,
        texts,
        analyzer,
        shingle,
        threads,
        |shingler, texts, progress| shingler.min_hashes(texts, values, seed, progress),
    )?;
    Ok(found.into_iter().map(MinHash).collect())
}

/// Makes the signatures of the shingles of texts.
#[pyfunction]
#[pyo3(signature = (texts, *, analyzer, shingle, threads))]
pub(crate) fn sim_hashes<'py>(
    py: Python<'py>,
    texts: &Bound<'py, PyList>,
    analyzer: &str,
    shingle: usize,
    threads: Option<Bound<'py, PyAny>>,
) -> PyResult<Vec<u64>> {
    let found = with_shingler(
        py,
        texts,
        analyzer,
        shingle,
        threads,
        |shingler, texts, progress| shingler.sim_hashes(texts, progress),
    )?;
    Ok(found.into_iter().map(neardup::SimHash::bits).collect())
}

/// The bits of a bag of elements, which count once each or as much as their weights.
#[pyfunction]
#[pyo3(signature = (elements, *, weights))]
pub(crate) fn sim_hash(
    py: Python<'_>,
    elements: &Bound<'_, PyAny>,
    weights: Option<Vec<f64>>,
) -> PyResult<u64> {
    let elements = take_elements(py, "elements", elements)?;
    let Some(weights) = weights else {
        return Ok(neardup::SimHash::from_elements(elements).bits());
    };
    if weights.len() != elements.len() {
        return Err(PyValueError::new_err(format!(
            "weights: found {} for {} elements, expected one for each",
            weights.len(),
            elements.len()
        )));
    }
    let weighted = elements.into_iter().zip(weights);
    let signature = neardup::SimHash::from_weighted(weighted);
    Ok(signature.map_err(|error| of_sketches(&error))?.bits())
}

fn with_shingler<'py, S: Send>(
    py: Python<'py>,
    texts: &Bound<'py, PyList>,
    analyzer: &str,
    shingle: usize,
    threads: Option<Bound<'py, PyAny>>,
    work: impl FnOnce(&Shingler, &[Text], neardup::Progress<'_>) -> Result<Vec<S>, Error> + Send,
) -> PyResult<Vec<S>> {
    let threads = take_threads(threads)?;
    let analyzer: Analyzer = serde_json::from_str(analyzer)
        .map_err(|error| PyValueError::new_err(format!("analyzer: {error}")))?;
    let shingler = Shingler::new(&analyzer, shingle).map_err(|error| of_sketches(&error))?;
    let texts: Vec<Text> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| take_text(&format!("texts[{number}]"), &text))
        .collect::<PyResult<_>>()?;
    enter_join(py, threads, None, "sketching", of_sketches, |progress| {
        work(&shingler, &texts, progress)
    })
}

/// The number that stands for an element: the hash of a string's UTF-8 or of bytes, or a whole number as it is.
fn take_element(name: &str, element: &Bound<'_, PyAny>) -> PyResult<u64> {
    if let Ok(string) = element.cast::<PyString>() {
        return Ok(hash_word(&Text::take(string)?));
    }
    if let Ok(bytes) = element.cast::<PyBytes>() {
        return Ok(hash_bytes(bytes.as_bytes()));
    }
    match index(element)? {
        Some(number) => number.extract().map_err(|_| {
            PyValueError::new_err(format!(
                "{name}: found a number that is negative or above 2**64 - 1; of hashes, take `hash & (2**64 - 1)`"
            ))
        }),
        None => Err(PyTypeError::new_err(format!(
            "{name}: expected str, bytes or int, found {}",
            type_name(element)
        ))),
    }
}

fn take_elements(py: Python<'_>, name: &str, elements: &Bound<'_, PyAny>) -> PyResult<Vec<u64>> {
    // A string would be taken for its letters.
    if elements.is_instance_of::<PyString>() || elements.is_instance_of::<PyBytes>() {
        return Err(PyTypeError::new_err(format!(
            "{name}: expected an iterable of elements, found {}; put it into a list",
            type_name(elements)
        )));
    }
    if elements.hasattr("dtype")? {
        let kind = elements.getattr("dtype")?.getattr("kind")?;
        if kind.eq("u")? || kind.eq("i")? {
            return numbers_of(elements, &|| name.to_owned());
        }
    }
    let iterator = elements.try_iter().map_err(|_| {
        PyTypeError::new_err(format!(
            "{name}: expected an iterable of elements, found {}",
            type_name(elements)
        ))
    })?;
    let mut taken = Vec::with_capacity(elements.len().unwrap_or(0));
    for element in iterator {
        if taken.len().is_multiple_of(UNHEARD) {
            py.check_signals()?;
        }
        let element = element?;
        let number = take_element(name, &element);
        taken.push(number.map_err(|error| place(py, &error, name, taken.len()))?);
    }
    Ok(taken)
}

/// Says which of several elements it was.
fn place(py: Python<'_>, error: &PyErr, name: &str, number: usize) -> PyErr {
    let message = error.value(py).to_string();
    let message = message.replacen(name, &format!("{name}[{number}]"), 1);
    PyErr::from_type(error.get_type(py), message)
}

pub(crate) fn take_values(values: &Bound<'_, PyAny>) -> PyResult<usize> {
    let values = whole_number("num_perm", values, &(1..=1024))?;
    Ok(usize::try_from(values).unwrap_or(usize::MAX))
}

pub(crate) fn take_seed(seed: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
    seed.map_or(Ok(text::SEED), |seed| {
        whole_number("seed", seed, &(0..=u64::MAX))
    })
}

/// The exception for what sketches refuse.
pub(crate) fn of_sketches(error: &Error) -> PyErr {
    match error {
        Error::Cancelled => PyKeyboardInterrupt::new_err(()),
        Error::Text { text, reason } => PyValueError::new_err(format!("texts[{text}]: {reason}")),
        _ => PyValueError::new_err(error.to_string()),
    }
}
