//! The near-duplicates of `wirecopy-neardup`, of Python's articles.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList};
use wirecopy::neardup::{self, Clusters, Error, Method, NearDuplicateOptions, Pairs, Precedence};
use wirecopy::seconds_of_date;

use crate::arrays::Numbers;
use crate::articles::Articles;
use crate::bm25::IdList;
use crate::calls::take_threads;
use crate::enter::enter_join;
use crate::fields::Names;

/// Of each member the number of its cluster, the article and its score; of each link both clusters, how many pairs, and
/// the articles and the score of the strongest; the articles to keep, and those to drop.
type Clustered = (
    Vec<(usize, u32, f64)>,
    Vec<(usize, usize, u64, u32, u32, f64)>,
    Vec<u32>,
    Vec<u32>,
);

/// What a pickle holds.
type State<'py> = (
    Bound<'py, PyBytes>,
    Vec<usize>,
    Vec<String>,
    Vec<Option<String>>,
    Vec<(String, String)>,
);

/// The near-duplicates of a collection. `wirecopy.near_duplicates` describes the parameters.
///
/// Articles are numbered from 0 without the rows that have no text.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> found = _core.NearDuplicates.find(
/// ...     ["the mill burnt down", "the mill burnt", "The mill burnt down."],
/// ...     columns=None,
/// ...     names={},
/// ...     options='{"threshold": 0.6, "shingle": 1}',
/// ...     method="exact",
/// ...     display=None,
/// ...     threads=1,
/// ... )
/// >>> found.groups(), len(found.pairs()[0]), found.at_least(0.9).threshold
/// ([[0, 2]], 1, 0.9)
/// >>> found.clusters(None, dated=False)[2:]
/// ([0], [1, 2])
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct NearDuplicates {
    pairs: Pairs,
    about: Arc<About>,
}

/// What is known of the articles beside what they share.
struct About {
    rows: Vec<usize>,
    ids: IdList,
    /// The ids as text, which breaks ties; empty without ids.
    names: Vec<String>,
    /// Empty where no article has one.
    dates: Vec<Option<String>>,
    /// What stands for the rows without a text, and why they are left out.
    skipped: Vec<(String, String)>,
}

#[pymethods]
impl NearDuplicates {
    /// Compares articles, which come as for `check`.
    #[staticmethod]
    #[pyo3(signature = (articles, *, columns, names, options, method, display, threads))]
    #[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
    fn find(
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        options: &str,
        method: &str,
        display: Option<&Bound<'_, PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let options: NearDuplicateOptions = serde_json::from_str(options)
            .map_err(|error| PyValueError::new_err(format!("options: {error}")))?;
        let options = options.with_method(match method {
            "minhash" => Method::min_hash(),
            "simhash" => Method::sim_hash(),
            _ => Method::Exact,
        });
        let fail = |error: &Error| exception(error, &|text| text);
        options.check().map_err(|error| fail(&error))?;
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let texts = articles.texts();
        let id_names = id_names(&articles, texts.len())?;
        let display = display.map(|display| display.clone().unbind());
        let in_rows = |error: &Error| exception(error, &|text| articles.row(text));
        let pairs = enter_join(
            py,
            threads,
            display.as_ref(),
            "joining near-duplicates",
            in_rows,
            |progress| neardup::near_duplicates(texts, &options, progress),
        )?;
        let skipped = articles.skipped().into_iter();
        let about = About {
            rows: (0..texts.len())
                .map(|article| articles.row(article))
                .collect(),
            ids: IdList::take(py, &articles, texts.len()),
            names: id_names,
            dates: articles.dates(),
            skipped: skipped.map(|one| (one.origin, one.reason)).collect(),
        };
        Ok(Self {
            pairs,
            about: Arc::new(about),
        })
    }

    /// The pairs of different contents: both articles, and the scores.
    fn pairs(&self) -> (Numbers, Numbers, Numbers) {
        let pairs = self.pairs.pairs();
        let numbers = |of: fn(&neardup::SimilarPair) -> u32| -> Vec<i64> {
            pairs.iter().map(|pair| i64::from(of(pair))).collect()
        };
        let scores: Vec<f64> = pairs.iter().map(|pair| pair.score).collect();
        (
            numbers(|pair| pair.a).into(),
            numbers(|pair| pair.b).into(),
            scores.into(),
        )
    }

    /// The articles of equal content, in groups.
    fn groups(&self) -> Vec<Vec<u32>> {
        self.pairs.groups().iter().map(<[u32]>::to_vec).collect()
    }

    /// The pairs that reach a higher threshold.
    fn at_least(&self, threshold: f64) -> PyResult<Self> {
        Ok(Self {
            pairs: self
                .pairs
                .at_least(threshold)
                .map_err(|error| exception(&error, &|text| text))?,
            about: Arc::clone(&self.about),
        })
    }

    /// The clusters by representative, the earliest by date: a number for each article, or None for one without; or the
    /// dates of the articles, if these are wanted.
    #[pyo3(signature = (dates, *, dated))]
    fn clusters(
        &self,
        py: Python<'_>,
        dates: Option<Vec<Option<i64>>>,
        dated: bool,
    ) -> PyResult<Clustered> {
        let own = || {
            let dates = self.about.dates.iter().map(Option::as_deref);
            dates.map(|date| date.and_then(seconds_of_date)).collect()
        };
        let dates = dates.or_else(|| (dated && !self.about.dates.is_empty()).then(own));
        let names: Vec<&str> = self.about.names.iter().map(String::as_str).collect();
        let mut precedence = Precedence::new();
        if let Some(dates) = &dates {
            precedence = precedence.with_dates(dates);
        }
        if !names.is_empty() {
            precedence = precedence.with_ids(&names);
        }
        let clusters: Clusters = py
            .detach(|| self.pairs.clusters(&precedence))
            .map_err(|error| exception(&error, &|text| text))?;
        let members = clusters.iter().enumerate().flat_map(|(number, cluster)| {
            let members = cluster.members().iter();
            members.map(move |member| (number, member.text, member.score))
        });
        let links = clusters.links().iter().map(|link| {
            let strongest = link.strongest;
            let (a, b) = (strongest.a, strongest.b);
            (link.a, link.b, link.pairs, a, b, strongest.score)
        });
        Ok((
            members.collect(),
            links.collect(),
            clusters.kept(),
            clusters.dropped(),
        ))
    }

    /// The ids of all articles as they were given, if they have any.
    fn ids<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyList>>> {
        if !self.about.ids.any() {
            return Ok(None);
        }
        let rows = self.about.rows.iter().enumerate();
        let ids = rows.map(|(article, &row)| self.about.ids.get(py, article, row));
        PyList::new(py, ids).map(Some)
    }

    /// The row of the input that each article is.
    fn rows(&self) -> Numbers {
        // Rows are places in memory, so the casts lose nothing.
        let rows = self.about.rows.iter();
        let rows: Vec<i64> = rows
            .map(|&row| i64::try_from(row).unwrap_or(i64::MAX))
            .collect();
        rows.into()
    }

    /// What stands for each row without a text, and why it was left out.
    fn skipped(&self) -> Vec<(String, String)> {
        self.about.skipped.clone()
    }

    /// How many pairs there are when every member of a group counts.
    fn expanded(&self) -> u64 {
        self.pairs.expanded_len()
    }

    /// All that is known, but for the ids as they were given: as bytes, the rows, the ids as text, the dates, and what
    /// was skipped.
    fn state<'py>(&self, py: Python<'py>) -> PyResult<State<'py>> {
        let mut bytes = Vec::new();
        let written = self.pairs.to_writer(&mut bytes);
        written.map_err(|error| exception(&error, &|text| text))?;
        let About {
            rows,
            names,
            dates,
            skipped,
            ids: _,
        } = &*self.about;
        Ok((
            PyBytes::new(py, &bytes),
            rows.clone(),
            names.clone(),
            dates.clone(),
            skipped.clone(),
        ))
    }

    /// Makes them anew from `state` and the ids, if there are any.
    #[staticmethod]
    #[expect(clippy::type_complexity, reason = "what `state` gave out")]
    fn of_state(
        state: (
            Vec<u8>,
            Vec<usize>,
            Vec<String>,
            Vec<Option<String>>,
            Vec<(String, String)>,
        ),
        ids: Option<Vec<Py<PyAny>>>,
    ) -> PyResult<Self> {
        let (bytes, rows, names, dates, skipped) = state;
        let pairs =
            Pairs::from_reader(&bytes[..]).map_err(|error| exception(&error, &|text| text))?;
        let texts = pairs.texts();
        let fit = rows.len() == texts
            && (names.is_empty() || names.len() == texts)
            && (dates.is_empty() || dates.len() == texts)
            && ids.as_ref().is_none_or(|ids| ids.len() == texts);
        if !fit {
            return Err(PyValueError::new_err(format!(
                "the pickle holds no pairs: its rows, ids or dates are not those of `{texts}` articles; make it again"
            )));
        }
        let about = About {
            rows,
            ids: IdList::of(ids),
            names,
            dates,
            skipped,
        };
        Ok(Self {
            pairs,
            about: Arc::new(about),
        })
    }

    /// How similar the pairs are at least.
    #[getter]
    fn threshold(&self) -> f64 {
        self.pairs.options().threshold()
    }

    /// What they were found with, as JSON.
    #[getter]
    fn options(&self) -> PyResult<String> {
        serde_json::to_string(self.pairs.options())
            .map_err(|error| PyValueError::new_err(error.to_string()))
    }

    /// How many articles were compared.
    fn __len__(&self) -> usize {
        self.pairs.texts()
    }
}

/// The ids as text, each once; nothing where there are none.
fn id_names(articles: &Articles, count: usize) -> PyResult<Vec<String>> {
    let names: Option<Vec<String>> = articles
        .ids()
        .take(count)
        .map(|id| id.map(|id| String::from(&*id.text)))
        .collect();
    let names = names.unwrap_or_default();
    let mut known = HashMap::with_capacity(names.len());
    for (article, name) in names.iter().enumerate() {
        if let Some(first) = known.insert(name.as_str(), article) {
            return Err(PyValueError::new_err(format!(
                "articles[{}]: duplicate id `{name}`, articles[{}] has it too; give each article its own",
                articles.row(article),
                articles.row(first)
            )));
        }
    }
    Ok(names)
}

/// The exception for an error; `row` says which row of the input an article is.
fn exception(error: &Error, row: &dyn Fn(usize) -> usize) -> PyErr {
    match error {
        Error::Cancelled => PyKeyboardInterrupt::new_err(()),
        Error::Text { text, reason } => {
            PyValueError::new_err(format!("articles[{}]: {reason}", row(*text)))
        }
        Error::NoTexts => {
            PyValueError::new_err("articles: found none with a text, expected one or more")
        }
        Error::Join(_) => PyRuntimeError::new_err(error.to_string()),
        _ => PyValueError::new_err(error.to_string()),
    }
}
