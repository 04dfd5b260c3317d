//! The indexes of sketches, whose keys Python numbers.

use std::collections::HashMap;

use pyo3::prelude::*;
use pyo3::types::PyBytes;
use wirecopy::neardup::{self, Banding, Candidate, Costs, SimHash};

use crate::counting::{append_parameters, take_parameters};
use crate::sketches::{MinHash, of_sketches, take_seed, take_values};

/// An index of MinHash signatures. `wirecopy.MinHashLSH` describes it.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> index = _core.MinHashLsh(0.5, 64, seed=None, costs=None, banding=None)
/// >>> a = _core.MinHash(64, seed=None)
/// >>> a.update_all(range(9))
/// >>> index.insert(3, a), index.query(a, verify=True), index.remove(3), len(index)
/// (None, [(3, 1.0)], True, 0)
#[pyclass(module = "wirecopy._core")]
pub(crate) struct MinHashLsh(neardup::MinHashLsh);

#[pymethods]
impl MinHashLsh {
    #[new]
    #[pyo3(signature = (threshold, values, *, seed, costs, banding))]
    fn new(
        threshold: f64,
        values: &Bound<'_, PyAny>,
        seed: Option<&Bound<'_, PyAny>>,
        costs: Option<(f64, f64)>,
        banding: Option<(usize, usize)>,
    ) -> PyResult<Self> {
        let (values, seed) = (take_values(values)?, take_seed(seed)?);
        let chosen = if let Some((bands, rows)) = banding {
            Banding::new(bands, rows, values)
        } else {
            let costs = costs.map_or_else(Costs::default, |(false_hit, miss)| Costs {
                miss,
                false_hit,
            });
            Banding::choose(threshold, values, costs)
        };
        chosen
            .and_then(|banding| neardup::MinHashLsh::with_banding(threshold, values, seed, banding))
            .map(Self)
            .map_err(|error| of_sketches(&error))
    }

    /// Adds a signature under a key.
    fn insert(&mut self, key: u64, signature: &MinHash) -> PyResult<()> {
        self.0
            .insert(key, &signature.0)
            .map_err(|error| of_sketches(&error))
    }

    /// Removes what has this key, and says whether there was something.
    fn remove(&mut self, key: u64) -> bool {
        self.0.remove(key)
    }

    /// The keys and the estimates of those that share a band, and reach the threshold if that is wanted.
    #[pyo3(signature = (signature, *, verify))]
    fn query(&self, signature: &MinHash, verify: bool) -> PyResult<Vec<(u64, f64)>> {
        let found = if verify {
            self.0.query(&signature.0)
        } else {
            self.0.candidates(&signature.0)
        };
        let found = found.map_err(|error| of_sketches(&error))?;
        let pair = |one: Candidate| (one.key, one.estimate);
        Ok(found.into_iter().map(pair).collect())
    }

    /// Adds the entries of another index, each under a new key.
    fn merge(&mut self, other: &Bound<'_, Self>, keys: HashMap<u64, u64>) -> PyResult<()> {
        let other = other.borrow().0.clone();
        self.0
            .merge_as(&other, move |key| keys.get(&key).copied().unwrap_or(key))
            .map_err(|error| of_sketches(&error))
    }

    /// The keys, in the order of their insertion.
    fn keys(&self) -> Vec<u64> {
        self.0.keys().collect()
    }

    /// The values under a key, two bytes each; None without the key, and nothing of an empty set.
    fn signature<'py>(&self, py: Python<'py>, key: u64) -> Option<Bound<'py, PyBytes>> {
        let values = self.0.signature(key)?.unwrap_or_default().iter();
        let bytes: Vec<u8> = values.flat_map(|value| value.to_le_bytes()).collect();
        Some(PyBytes::new(py, &bytes))
    }

    /// Threshold, number of values, seed, bands, values of a band.
    fn parameters(&self) -> (f64, usize, u64, usize, usize) {
        let banding = self.0.banding();
        let (bands, rows) = (banding.bands(), banding.rows());
        (
            self.0.threshold(),
            self.0.values(),
            self.0.seed(),
            bands,
            rows,
        )
    }

    /// How likely two sets of a similarity share a band.
    fn probability(&self, jaccard: f64) -> f64 {
        self.0.banding().probability(jaccard)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The index as bytes, followed by what only Python knows.
    fn to_bytes<'py>(&self, py: Python<'py>, parameters: &str) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = self.0.to_writer(&mut bytes);
        written.map_err(|error| of_sketches(&error))?;
        append_parameters(&mut bytes, parameters)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads an index, and what only Python knows, if Python wrote it.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<(Self, Option<String>)> {
        let mut rest = bytes;
        let index = neardup::MinHashLsh::from_reader(&mut rest);
        let index = index.map_err(|error| of_sketches(&error))?;
        Ok((Self(index), take_parameters(rest)?))
    }
}

/// An index of `SimHash` signatures. `wirecopy.SimHashIndex` describes it.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> index = _core.HammingIndex(2)
/// >>> index.insert(3, 0b111), index.query(0b100), index.keys()
/// (None, [(3, 2)], [3])
#[pyclass(module = "wirecopy._core")]
pub(crate) struct HammingIndex(neardup::HammingIndex);

#[pymethods]
impl HammingIndex {
    #[new]
    fn new(distance: u32) -> PyResult<Self> {
        let index = neardup::HammingIndex::new(distance);
        Ok(Self(index.map_err(|error| of_sketches(&error))?))
    }

    /// Adds a signature under a key.
    fn insert(&mut self, key: u64, bits: u64) -> PyResult<()> {
        self.0
            .insert(key, SimHash::from_bits(bits))
            .map_err(|error| of_sketches(&error))
    }

    /// Removes what has this key, and says whether there was something.
    fn remove(&mut self, key: u64) -> bool {
        self.0.remove(key)
    }

    /// The keys and the distances of those within the distance.
    fn query(&self, bits: u64) -> Vec<(u64, u32)> {
        let found = self.0.query(SimHash::from_bits(bits)).into_iter();
        found.map(|near| (near.key, near.distance)).collect()
    }

    /// Adds the entries of another index, each under a new key.
    fn merge(&mut self, other: &Bound<'_, Self>, keys: HashMap<u64, u64>) -> PyResult<()> {
        let other = other.borrow().0.clone();
        self.0
            .merge_as(&other, move |key| keys.get(&key).copied().unwrap_or(key))
            .map_err(|error| of_sketches(&error))
    }

    /// The keys, in the order of their insertion.
    fn keys(&self) -> Vec<u64> {
        self.0.keys().collect()
    }

    /// The bits under a key.
    fn signature(&self, key: u64) -> Option<u64> {
        Some(self.0.signature(key)?.bits())
    }

    /// In how many bits signatures may differ.
    #[getter]
    fn distance(&self) -> u32 {
        self.0.distance()
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    /// The index as bytes, followed by what only Python knows.
    fn to_bytes<'py>(&self, py: Python<'py>, parameters: &str) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = self.0.to_writer(&mut bytes);
        written.map_err(|error| of_sketches(&error))?;
        append_parameters(&mut bytes, parameters)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads an index, and what only Python knows, if Python wrote it.
    #[staticmethod]
    fn from_bytes(bytes: &[u8]) -> PyResult<(Self, Option<String>)> {
        let mut rest = bytes;
        let index = neardup::HammingIndex::from_reader(&mut rest);
        let index = index.map_err(|error| of_sketches(&error))?;
        Ok((Self(index), take_parameters(rest)?))
    }
}
