//! Models that count terms, for the vectorisers of Python.

use std::num::NonZeroUsize;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBytes, PyDict, PyInt, PyList, PyString};
use wirecopy::text::Envelope;
use wirecopy::tfidf::{
    ColumnMap, Count, CountVectorizer, CsrMatrix, DocumentFrequency, Documents, Error,
    FittedCountVectorizer, FittedTfidfVectorizer, Ranking, TermOptions, Vocabulary,
};

use crate::arrays::Numbers;
use crate::calls::take_threads;
use crate::documents::{take_exact, take_texts};
use crate::enter::enter_counting;
use crate::errors::of_counting;
use crate::matrices::{Kind, Matrix, Weights};
use crate::text::Text;

/// The terms of some documents, how many documents hold each, and which of them are columns.
///
/// A model never changes: what has learnt more is a new one.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> model, matrix = _core.CountModel.fit(
/// ...     ["the mill", "the old mill"],
/// ...     options="{}",
/// ...     min_df=1,
/// ...     max_df=1.0,
/// ...     max_features=None,
/// ...     binary=False,
/// ...     rank=None,
/// ...     kind="int64",
/// ...     threads=1,
/// ... )
/// >>> model.terms()
/// ['mill', 'old', 'the']
/// >>> matrix.shape
/// (2, 3)
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct CountModel {
    pub(crate) fitted: FittedCountVectorizer,
}

#[pymethods]
impl CountModel {
    /// Learns the terms of texts; gives the model, and the counts unless `kind` is None.
    ///
    /// With `given` the columns are those of another model, and the bounds do nothing. With `in_order` the norms of the
    /// matrix are going to be summed in the order in which the terms were first seen, not in that of the columns.
    #[staticmethod]
    #[pyo3(signature = (
        texts, *, options, min_df, max_df, max_features, binary, rank, kind, threads, given=None, in_order=false,
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
    fn fit(
        py: Python<'_>,
        texts: &Bound<'_, PyList>,
        options: &str,
        min_df: &Bound<'_, PyAny>,
        max_df: &Bound<'_, PyAny>,
        max_features: Option<usize>,
        binary: bool,
        rank: Option<Py<PyAny>>,
        kind: Option<&str>,
        threads: Option<Bound<'_, PyAny>>,
        given: Option<&Self>,
        in_order: bool,
    ) -> PyResult<(Self, Option<Matrix>)> {
        let threads = take_threads(threads)?;
        let kind = kind.map(Kind::take).transpose()?;
        let options = take_options(options)?;
        let texts = take_texts(texts, &options)?;
        let vectorizer = CountVectorizer::new()
            .with_terms(options)
            .with_vocabulary(given.map(|model| model.fitted.vocabulary().clone()))
            .with_min_df(take_bound(min_df)?)
            .with_max_df(take_bound(max_df)?)
            .with_max_features(max_features)
            .with_binary(binary)
            .with_ranking(rank.map_or_else(Ranking::default, ranking));
        let (fitted, matrix) = enter_counting(py, threads, |progress| {
            let documents = Documents::texts(&texts).with_progress(progress);
            Ok(match kind {
                None => (vectorizer.fit(documents)?, None),
                Some(Kind::I32) => counted::<i32>(&vectorizer, &documents, in_order)?,
                Some(Kind::I64) => counted::<i64>(&vectorizer, &documents, in_order)?,
                Some(Kind::F32) => counted::<f32>(&vectorizer, &documents, in_order)?,
                Some(Kind::F64) => counted::<f64>(&vectorizer, &documents, in_order)?,
            })
        })?;
        Ok((Self { fitted }, matrix))
    }

    /// Gives a model that has learnt nothing yet.
    #[staticmethod]
    #[pyo3(signature = (*, options, min_df, max_df, max_features, binary))]
    fn begin(
        options: &str,
        min_df: &Bound<'_, PyAny>,
        max_df: &Bound<'_, PyAny>,
        max_features: Option<usize>,
        binary: bool,
    ) -> PyResult<Self> {
        let fitted = CountVectorizer::new()
            .with_terms(take_options(options)?)
            .with_min_df(take_bound(min_df)?)
            .with_max_df(take_bound(max_df)?)
            .with_max_features(max_features)
            .with_binary(binary)
            .begin()
            .map_err(|error| of_counting(&error))?;
        Ok(Self { fitted })
    }

    /// Names the first option in which another model differs from this one; None when there is none.
    fn difference(&self, other: &Self) -> PyResult<Option<&'static str>> {
        match self.fitted.check_alike(&other.fitted) {
            Ok(()) => Ok(None),
            Err(Error::OptionsDiffer { option }) => Ok(Some(option)),
            Err(error) => Err(of_counting(&error)),
        }
    }

    /// Takes terms that Python counted, each with how many documents hold it and how often it is there, in any order.
    #[staticmethod]
    #[pyo3(signature = (
        terms, *, frequencies, totals, documents, options, min_df, max_df, max_features, binary, rank,
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
    fn of_counts(
        py: Python<'_>,
        terms: &Bound<'_, PyList>,
        frequencies: Vec<u32>,
        totals: Vec<u64>,
        documents: u64,
        options: &str,
        min_df: &Bound<'_, PyAny>,
        max_df: &Bound<'_, PyAny>,
        max_features: Option<usize>,
        binary: bool,
        rank: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let terms = take_exact(terms)?;
        let vectorizer = CountVectorizer::new()
            .with_terms(take_options(options)?)
            .with_min_df(take_bound(min_df)?)
            .with_max_df(take_bound(max_df)?)
            .with_max_features(max_features)
            .with_binary(binary)
            .with_ranking(rank.map_or_else(Ranking::default, ranking));
        let fitted = enter_counting(py, Some(NonZeroUsize::MIN), |_| {
            vectorizer.fit_counts(counts_of(&terms, frequencies, totals), documents)
        })?;
        Ok(Self { fitted })
    }

    /// Learns more terms that Python counted; gives a new model, and for each old column the new one or -1.
    #[pyo3(signature = (terms, *, frequencies, totals, documents, rank))]
    fn partial_fit_counts(
        &self,
        py: Python<'_>,
        terms: &Bound<'_, PyList>,
        frequencies: Vec<u32>,
        totals: Vec<u64>,
        documents: u64,
        rank: Option<Py<PyAny>>,
    ) -> PyResult<(Self, Numbers)> {
        let terms = take_exact(terms)?;
        enter_counting(py, Some(NonZeroUsize::MIN), |_| {
            let mut fitted = self.ranked(rank);
            let counts = counts_of(&terms, frequencies, totals);
            let map = fitted.partial_fit_counts(counts, documents)?;
            Ok((Self { fitted }, columns_of(&map)))
        })
    }

    /// Takes terms in the order of their columns.
    #[staticmethod]
    #[pyo3(signature = (terms, *, options, binary))]
    fn given(terms: &Bound<'_, PyList>, options: &str, binary: bool) -> PyResult<Self> {
        let terms = take_exact(terms)?;
        let vocabulary = Vocabulary::from_terms(terms.iter().map(|term| &**term))
            .map_err(|error| of_counting(&error))?;
        with_vocabulary(vocabulary, options, binary)
    }

    /// Gives a model with the same columns that cuts texts by other options and has learnt nothing else.
    #[pyo3(signature = (*, options, binary))]
    fn with_options(&self, options: &str, binary: bool) -> PyResult<Self> {
        with_vocabulary(self.fitted.vocabulary().clone(), options, binary)
    }

    /// Counts texts; terms that are no columns are left out.
    #[pyo3(signature = (texts, *, kind, threads))]
    fn transform(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyList>,
        kind: &str,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Matrix> {
        let threads = take_threads(threads)?;
        let kind = Kind::take(kind)?;
        let texts = take_texts(texts, self.fitted.splitter().options())?;
        enter_counting(py, threads, |progress| {
            let documents = Documents::texts(&texts).with_progress(progress);
            Ok(match kind {
                Kind::I32 => self.fitted.transform_as::<_, i32>(&documents)?.into(),
                Kind::I64 => self.fitted.transform_as::<_, i64>(&documents)?.into(),
                Kind::F32 => self.fitted.transform_as::<_, f32>(&documents)?.into(),
                Kind::F64 => self.fitted.transform_as::<_, f64>(&documents)?.into(),
            })
        })
    }

    /// Learns more texts; gives a new model, and for each old column the new one or -1.
    #[pyo3(signature = (texts, *, rank, threads))]
    fn partial_fit(
        &self,
        py: Python<'_>,
        texts: &Bound<'_, PyList>,
        rank: Option<Py<PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<(Self, Numbers)> {
        let threads = take_threads(threads)?;
        let texts = take_texts(texts, self.fitted.splitter().options())?;
        enter_counting(py, threads, |progress| {
            let mut fitted = self.ranked(rank);
            let map = fitted.partial_fit(Documents::texts(&texts).with_progress(progress))?;
            Ok((Self { fitted }, columns_of(&map)))
        })
    }

    /// Takes over what another model has learnt; gives a new model, and for each old column the new one or -1.
    #[pyo3(signature = (other, *, rank))]
    fn merge(
        &self,
        py: Python<'_>,
        other: &Self,
        rank: Option<Py<PyAny>>,
    ) -> PyResult<(Self, Numbers)> {
        enter_counting(py, Some(NonZeroUsize::MIN), |_| {
            let mut fitted = self.ranked(rank);
            let map = fitted.merge(&other.fitted)?;
            Ok((Self { fitted }, columns_of(&map)))
        })
    }

    /// Gives a model without the counts of terms that are no columns.
    fn compact(&self) -> Self {
        let mut fitted = self.fitted.clone();
        fitted.compact();
        Self { fitted }
    }

    /// The terms in the order of their columns.
    fn terms<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.fitted.vocabulary().iter())
    }

    fn __len__(&self) -> usize {
        self.fitted.vocabulary().len()
    }

    /// How many documents were learnt.
    #[getter]
    fn documents(&self) -> u64 {
        self.fitted.documents()
    }

    /// How many terms are kept that are no columns.
    #[getter]
    fn pruned(&self) -> usize {
        self.fitted.pruned()
    }

    /// For each column how many documents hold its term.
    fn document_frequencies(&self) -> Numbers {
        self.fitted.document_frequencies().to_vec().into()
    }

    /// The model as bytes, with weights and with what only Python knows, if there are any.
    #[pyo3(signature = (*, parameters=None, weights=None))]
    fn to_bytes<'py>(
        &self,
        py: Python<'py>,
        parameters: Option<&str>,
        weights: Option<&Weights>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = match weights {
            None => match parameters {
                None => self.fitted.to_writer(&mut bytes),
                Some(notes) => self.fitted.to_writer_with_notes(notes, &mut bytes),
            },
            Some(weights) => {
                FittedTfidfVectorizer::from_parts(self.fitted.clone(), weights.fitted.clone())
                    .and_then(|both| match parameters {
                        None => both.to_writer(&mut bytes),
                        Some(notes) => both.to_writer_with_notes(notes, &mut bytes),
                    })
            }
        };
        written.map_err(|error| of_counting(&error))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads a model, its weights if `weighted`, and what only Python knows, if Python wrote it.
    #[staticmethod]
    #[pyo3(signature = (bytes, *, weighted))]
    fn from_bytes(
        bytes: &[u8],
        weighted: bool,
    ) -> PyResult<(Self, Option<Weights>, Option<String>)> {
        let mut rest = bytes;
        let (fitted, weights, notes) = if weighted {
            let (both, notes) = FittedTfidfVectorizer::from_reader_with_notes(&mut rest)
                .map_err(|error| of_counting(&error))?;
            let fitted = both.weights().clone();
            (both.counts().clone(), Some(Weights { fitted }), notes)
        } else {
            let (fitted, notes) = FittedCountVectorizer::from_reader_with_notes(&mut rest)
                .map_err(|error| of_counting(&error))?;
            (fitted, None, notes)
        };
        Ok((Self { fitted }, weights, parameters_of(notes, rest)?))
    }

    /// Which terms become columns, and whether a term counts once in a document: the parameters of these names.
    #[getter]
    fn bounds<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let bounds = PyDict::new(py);
        for (name, bound) in [
            ("min_df", self.fitted.min_df()),
            ("max_df", self.fitted.max_df()),
        ] {
            match bound {
                DocumentFrequency::Count(count) => bounds.set_item(name, count)?,
                DocumentFrequency::Share(share) => bounds.set_item(name, share)?,
            }
        }
        bounds.set_item("max_features", self.fitted.max_features())?;
        bounds.set_item("binary", self.fitted.binary())?;
        Ok(bounds)
    }

    /// Tells whether it cuts texts into terms by these options.
    fn cuts_by(&self, options: &str) -> PyResult<bool> {
        Ok(take_options(options)? == *self.fitted.splitter().options())
    }

    /// What cuts texts into terms, as JSON.
    #[getter]
    fn options(&self) -> PyResult<String> {
        serde_json::to_string(self.fitted.splitter().options())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

impl CountModel {
    fn ranked(&self, rank: Option<Py<PyAny>>) -> FittedCountVectorizer {
        let mut fitted = self.fitted.clone();
        fitted.set_ranking(rank.map_or_else(Ranking::default, ranking));
        fitted
    }
}

/// Cuts a text into its terms, in their order.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> _core.cut("Mills burning", options='{"stemming": ["en", "current"]}')
/// ['mill', 'burn']
#[pyfunction]
#[pyo3(signature = (text, *, options))]
pub(crate) fn cut(text: &Bound<'_, PyString>, options: &str) -> PyResult<Vec<String>> {
    let splitter = take_options(options)?
        .build()
        .map_err(|error| of_counting(&error))?;
    Ok(splitter.terms(&Text::take(text)?))
}

/// The envelope behind a model, for what only Python knows.
const PYTHON: &str = "python";
const PYTHON_VERSION: u32 = 1;

/// Writes behind a model what only Python knows.
pub(crate) fn append_parameters(bytes: &mut Vec<u8>, parameters: &str) -> PyResult<()> {
    Envelope::new(PYTHON, PYTHON_VERSION, parameters.as_bytes().to_vec())
        .to_writer(bytes)
        .map_err(|error| of_counting(&error.into()))
}

/// Reads what stands behind a model; None when nothing does, as Rust wrote it.
pub(crate) fn take_parameters(rest: &[u8]) -> PyResult<Option<String>> {
    if rest.is_empty() {
        return Ok(None);
    }
    let mut rest = rest;
    let envelope = Envelope::from_reader(&mut rest, PYTHON, PYTHON_VERSION)
        .map_err(|error| of_counting(&error.into()))?;
    refuse_more(rest)?;
    Ok(Some(String::from_utf8(envelope.payload().to_vec())?))
}

/// The notes of a model's file are what only Python knows. Before there were notes, it stood behind the model.
pub(crate) fn parameters_of(notes: Option<String>, rest: &[u8]) -> PyResult<Option<String>> {
    if notes.is_none() {
        return take_parameters(rest);
    }
    refuse_more(rest)?;
    Ok(notes)
}

fn refuse_more(rest: &[u8]) -> PyResult<()> {
    if rest.is_empty() {
        return Ok(());
    }
    Err(PyValueError::new_err(format!(
        "the file goes on for {} bytes behind its end; copy it again",
        rest.len()
    )))
}

fn counted<V: Count>(
    vectorizer: &CountVectorizer,
    documents: &Documents<'_, Text>,
    in_order: bool,
) -> Result<(FittedCountVectorizer, Option<Matrix>), Error>
where
    Matrix: From<CsrMatrix<V>>,
{
    if in_order {
        let (fitted, matrix, order) = vectorizer.fit_transform_in_order::<_, V>(documents)?;
        return Ok((fitted, Some(Matrix::from(matrix).in_order(order))));
    }
    let (fitted, matrix) = vectorizer.fit_transform_as::<_, V>(documents)?;
    Ok((fitted, Some(matrix.into())))
}

fn counts_of(
    terms: &[PyBackedStr],
    frequencies: Vec<u32>,
    totals: Vec<u64>,
) -> impl Iterator<Item = (&str, u32, u64)> {
    terms
        .iter()
        .zip(frequencies.into_iter().zip(totals))
        .map(|(term, (frequency, total))| (&**term, frequency, total))
}

/// A model with these columns that has learnt nothing.
fn with_vocabulary(vocabulary: Vocabulary, options: &str, binary: bool) -> PyResult<CountModel> {
    let nothing: &[&str] = &[];
    let fitted = CountVectorizer::new()
        .with_terms(take_options(options)?)
        .with_binary(binary)
        .with_vocabulary(vocabulary)
        .fit(nothing)
        .map_err(|error| of_counting(&error))?;
    Ok(CountModel { fitted })
}

fn columns_of(map: &ColumnMap) -> Numbers {
    let columns: Vec<i64> = map
        .iter()
        .map(|column| column.map_or(-1, |column| i64::from(column.0)))
        .collect();
    columns.into()
}

/// Reads what cuts texts into terms, which Python writes as JSON.
pub(crate) fn take_options(json: &str) -> PyResult<TermOptions> {
    serde_json::from_str(json).map_err(|error| PyValueError::new_err(format!("options: {error}")))
}

/// A whole number is a number of documents, any other a share of them.
fn take_bound(bound: &Bound<'_, PyAny>) -> PyResult<DocumentFrequency> {
    Ok(if bound.is_instance_of::<PyInt>() {
        DocumentFrequency::Count(bound.extract()?)
    } else {
        DocumentFrequency::Share(bound.extract()?)
    })
}

/// Lets a function of Python's choose among terms: it gets the negated totals, and gives their order.
fn ranking(rank: Py<PyAny>) -> Ranking {
    Ranking::new(move |totals| {
        let order = Python::try_attach(|py| {
            let totals = Numbers::from(totals.to_vec());
            rank.call1(py, (totals,))?.extract::<Vec<usize>>(py)
        });
        // An order of nothing is refused by whoever asked.
        order.and_then(Result::ok).unwrap_or_default()
    })
}
