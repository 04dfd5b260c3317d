//! The search of `wirecopy-tfidf`, among Python's articles.

use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};
use wirecopy::tfidf::{self, Bm25, Bm25Variant, Documents};

use crate::arrays::Numbers;
use crate::articles::Articles;
use crate::calls::{take_text, take_threads};
use crate::counting::{parameters_of, take_options};
use crate::enter::enter_counting;
use crate::errors::of_counting;
use crate::fields::Names;
use crate::numbers::whole_number;
use crate::text::Text;

/// Articles in which one can search. `wirecopy.Bm25` describes the options and gives defaults.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> index = _core.Bm25Index.fit(
/// ...     ["the mill burnt", "the old mill stood", "a ship"],
/// ...     columns=None,
/// ...     names={},
/// ...     options="{}",
/// ...     variant="lucene",
/// ...     k1=1.5,
/// ...     b=0.75,
/// ...     threads=1,
/// ... )
/// >>> index.search(["burnt mill"], k=5, threads=1)[:3]
/// ([0, 0], [0, 1], ['0', '1'])
/// >>> len(index)
/// 3
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Bm25Index {
    index: Arc<tfidf::Bm25Index>,
    /// Which row of the input each article is.
    rows: Vec<usize>,
    /// How many rows there were, those without a text included.
    length: usize,
    ids: IdList,
}

/// The ids of articles as the caller gave them.
pub(crate) struct IdList(Option<Vec<Py<PyAny>>>);

impl IdList {
    pub(crate) fn take(py: Python<'_>, articles: &Articles, count: usize) -> Self {
        let ids = articles.ids().take(count).map(|id| {
            id.map(|id| match &id.own {
                Some(own) => own.clone_ref(py),
                None => PyString::new(py, &id.text).into_any().unbind(),
            })
        });
        // All have one, or none has.
        Self(ids.collect())
    }

    pub(crate) fn of(ids: Option<Vec<Py<PyAny>>>) -> Self {
        Self(ids)
    }

    /// Whether the articles have ids.
    pub(crate) fn any(&self) -> bool {
        self.0.is_some()
    }

    /// The id of an article, or its row as text, as `check` calls it.
    pub(crate) fn get<'py>(
        &self,
        py: Python<'py>,
        article: usize,
        row: usize,
    ) -> Bound<'py, PyAny> {
        match &self.0 {
            Some(ids) => ids[article].bind(py).clone(),
            None => PyString::new(py, &row.to_string()).into_any(),
        }
    }
}

#[pymethods]
impl Bm25Index {
    /// Takes articles in, which come as for `check`.
    #[staticmethod]
    #[pyo3(signature = (articles, *, columns, names, options, variant, k1, b, threads))]
    #[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
    fn fit(
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        options: &str,
        variant: &str,
        k1: f64,
        b: f64,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let variant = match variant {
            "okapi" => Bm25Variant::Okapi,
            _ => Bm25Variant::Lucene,
        };
        let bm25 = Bm25::new()
            .with_terms(take_options(options)?)
            .with_variant(variant)
            .with_k1(k1)
            .with_b(b);
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let texts: Vec<&str> = articles.texts().iter().map(AsRef::as_ref).collect();
        let index = enter_counting(py, threads, |progress| {
            bm25.fit(Documents::texts(&texts).with_progress(progress))
        })?;
        Ok(Self {
            index: Arc::new(index),
            rows: (0..texts.len())
                .map(|article| articles.row(article))
                .collect(),
            length: articles.len(),
            ids: IdList::take(py, &articles, texts.len()),
        })
    }

    /// The best articles for each query, in columns: the number of the query, the row, the id, the score.
    #[pyo3(signature = (queries, *, k, threads))]
    #[expect(clippy::type_complexity, reason = "columns, which Python names")]
    fn search<'py>(
        &self,
        py: Python<'py>,
        queries: &Bound<'_, PyList>,
        k: &Bound<'_, PyAny>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<(Vec<usize>, Vec<usize>, Bound<'py, PyList>, Vec<f64>)> {
        let threads = take_threads(threads)?;
        let k = usize::try_from(whole_number("k", k, &(0..=u64::from(u32::MAX)))?)
            .unwrap_or(usize::MAX);
        let queries: Vec<Text> = queries
            .iter()
            .enumerate()
            .map(|(number, query)| take_text(&format!("query[{number}]"), &query))
            .collect::<PyResult<_>>()?;
        let found = enter_counting(py, threads, |progress| {
            let queries = Documents::texts(&queries).with_progress(progress);
            self.index.search_all(queries, k)
        })?;
        let (mut numbers, mut rows, mut scores) = (Vec::new(), Vec::new(), Vec::new());
        let ids = PyList::empty(py);
        for (number, hits) in found.iter().enumerate() {
            for hit in hits {
                let article = hit.document.index();
                numbers.push(number);
                rows.push(self.rows[article]);
                ids.append(self.ids.get(py, article, self.rows[article]))?;
                scores.push(hit.score);
            }
        }
        Ok((numbers, rows, ids, scores))
    }

    /// The score of each row; a row of a frame that has no text has 0.
    fn scores(&self, py: Python<'_>, query: &Bound<'_, PyAny>) -> PyResult<Numbers> {
        let query = take_text("query", query)?;
        let scores = enter_counting(py, None, |_| self.index.scores(&query))?;
        if self.length == scores.len() {
            return Ok(scores.into());
        }
        let mut of_rows = vec![0.0; self.length];
        for (&row, score) in self.rows.iter().zip(scores) {
            of_rows[row] = score;
        }
        Ok(of_rows.into())
    }

    /// The index as bytes, with what only Python knows, if there is anything.
    #[pyo3(signature = (*, parameters=None))]
    fn to_bytes<'py>(
        &self,
        py: Python<'py>,
        parameters: Option<&str>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut bytes = Vec::new();
        let written = match parameters {
            None => self.index.to_writer(&mut bytes),
            Some(notes) => self.index.to_writer_with_notes(notes, &mut bytes),
        };
        written.map_err(|error| of_counting(&error))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Reads an index whose rows have no ids, and what only Python knows, if Python wrote it.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, bytes: &[u8]) -> PyResult<(Self, Option<String>)> {
        let mut rest = bytes;
        let (index, notes) = py
            .detach(|| tfidf::Bm25Index::from_reader_with_notes(&mut rest))
            .map_err(|error| of_counting(&error))?;
        let parameters = parameters_of(notes, rest)?;
        let length = index.documents();
        let of_rust = Self {
            index: Arc::new(index),
            rows: (0..length).collect(),
            length,
            ids: IdList(None),
        };
        Ok((of_rust, parameters))
    }

    /// Gives the same index with other rows and ids: a row for each article, ascending and below `length`.
    #[pyo3(signature = (*, rows, length, ids))]
    fn labelled(
        &self,
        rows: Vec<usize>,
        length: usize,
        ids: Option<Vec<Py<PyAny>>>,
    ) -> PyResult<Self> {
        let articles = self.index.documents();
        let fit = rows.len() == articles
            && rows.is_sorted_by(|a, b| a < b)
            && rows.last().is_none_or(|&last| last < length)
            && ids.as_ref().is_none_or(|ids| ids.len() == articles);
        if !fit {
            return Err(PyValueError::new_err(format!(
                "the file holds no index: its rows or ids are not those of `{articles}` articles; save it again"
            )));
        }
        Ok(Self {
            index: Arc::clone(&self.index),
            rows,
            length,
            ids: IdList(ids),
        })
    }

    /// Which row of the input each article is.
    fn rows(&self) -> Vec<usize> {
        self.rows.clone()
    }

    /// How many rows there were, those without a text included.
    #[getter]
    fn length(&self) -> usize {
        self.length
    }

    /// The ids of the articles, if they have any.
    fn ids(&self, py: Python<'_>) -> Option<Vec<Py<PyAny>>> {
        let ids = self.ids.0.as_ref()?;
        Some(ids.iter().map(|id| id.clone_ref(py)).collect())
    }

    /// The options, as JSON.
    #[getter]
    fn options(&self) -> PyResult<String> {
        serde_json::to_string(self.index.options())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// How many articles there are.
    fn __len__(&self) -> usize {
        self.rows.len()
    }

    /// How many different terms they have.
    #[getter]
    fn terms(&self) -> usize {
        self.index.vocabulary().len()
    }
}
