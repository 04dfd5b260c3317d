//! The keywords of `wirecopy-tfidf`, of Python's articles.

use std::collections::HashMap;
use std::hash::Hash;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use wirecopy::tfidf::{Documents, Keyword, KeywordMethod, KeywordOptions, group_keywords};
use wirecopy::{Article, Characters};

use crate::articles::Articles;
use crate::bm25::IdList;
use crate::calls::take_threads;
use crate::enter::enter_counting;
use crate::fields::Names;
use crate::numbers::whole_number;

/// For each keyword its group, the row and the id of the group's first article, the term, the score, how often it
/// stands there, and where: row, start and end in characters.
type Columns<'py> = (
    Bound<'py, PyList>,
    Vec<usize>,
    Bound<'py, PyList>,
    Vec<String>,
    Vec<f64>,
    Vec<u64>,
    Vec<Vec<(usize, u64, u64)>>,
);

/// Does the work of `wirecopy.keywords`, where the parameters are described.
///
/// The articles come as for `check`. Each is a group of its own; or `by` names the field that has the groups; or
/// `groups` has the number of a group for each row, or None. Without `prior` the method is TF-IDF, else log-odds.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> columns = _core.keywords(
/// ...     ["The mill burnt.", "The ships sailed."],
/// ...     columns=None,
/// ...     names={},
/// ...     by=None,
/// ...     groups=None,
/// ...     analyzer='{"min_length": 5}',
/// ...     prior=None,
/// ...     k=1,
/// ...     min_count=1,
/// ...     threads=1,
/// ... )
/// >>> columns[3], columns[6]
/// (['burnt', 'sailed'], [[(0, 9, 14)], [(1, 10, 16)]])
#[pyfunction]
#[pyo3(signature = (articles, *, columns, names, by, groups, analyzer, prior, k, min_count, threads))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn keywords<'py>(
    py: Python<'py>,
    articles: Option<&Bound<'_, PyAny>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
    by: Option<&str>,
    groups: Option<Vec<Option<usize>>>,
    analyzer: &str,
    prior: Option<f64>,
    k: &Bound<'_, PyAny>,
    min_count: &Bound<'_, PyAny>,
    threads: Option<Bound<'_, PyAny>>,
) -> PyResult<Columns<'py>> {
    let threads = take_threads(threads)?;
    let limit = whole_number("k", k, &(0..=u64::from(u32::MAX)))?;
    let analyzer = serde_json::from_str(analyzer)
        .map_err(|error| PyValueError::new_err(format!("analyzer: {error}")))?;
    let options = KeywordOptions::new()
        .with_analyzer(analyzer)
        .with_limit(usize::try_from(limit).unwrap_or(usize::MAX))
        .with_min_count(whole_number("min_count", min_count, &(0..=u64::MAX))?)
        .with_method(
            prior.map_or(KeywordMethod::Tfidf, |prior| KeywordMethod::LogOdds {
                prior,
            }),
        );
    let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
    let texts: Vec<&str> = articles.texts().iter().map(AsRef::as_ref).collect();
    let rows: Vec<usize> = (0..texts.len())
        .map(|article| articles.row(article))
        .collect();
    let (numbers, labels) = match (by, groups) {
        (Some(by), _) => by_field(py, by, &articles.borrow())?,
        (None, Some(groups)) if groups.len() != articles.len() => {
            return Err(PyValueError::new_err(format!(
                "by: found {} groups for {} articles, expected one for each",
                groups.len(),
                articles.len()
            )));
        }
        (None, Some(groups)) => {
            let (numbers, labels) = numbered(rows.iter().map(|&row| groups[row]));
            (numbers, PyList::new(py, labels)?)
        }
        (None, None) => {
            let numbers = (0..texts.len()).map(Some).collect();
            (numbers, PyList::new(py, &rows)?)
        }
    };
    let (found, places) = enter_counting(py, threads, |progress| {
        let documents = Documents::texts(&texts).with_progress(progress);
        let found = group_keywords(documents, &numbers, &options)?;
        let places = in_characters(&found, &texts, &rows);
        Ok((found, places))
    })?;
    let mut first = vec![0; found.len()];
    for (article, number) in numbers.iter().enumerate().rev() {
        if let Some(number) = number {
            first[*number] = article;
        }
    }
    let all_ids = IdList::take(py, &articles, texts.len());
    let (groups, ids) = (PyList::empty(py), PyList::empty(py));
    let (mut first_rows, mut terms, mut scores, mut counts) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (number, keywords) in found.into_iter().enumerate() {
        let article = first[number];
        for keyword in keywords {
            groups.append(labels.get_item(number)?)?;
            ids.append(all_ids.get(py, article, rows[article]))?;
            first_rows.push(rows[article]);
            terms.push(keyword.term);
            scores.push(keyword.score);
            counts.push(keyword.count);
        }
    }
    Ok((groups, first_rows, ids, terms, scores, counts, places))
}

/// The groups by what a field of the articles says.
fn by_field<'py>(
    py: Python<'py>,
    by: &str,
    articles: &[Article<'_>],
) -> PyResult<(Vec<Option<usize>>, Bound<'py, PyList>)> {
    let values = articles.iter().map(|article| match by {
        "source" => article.source.as_deref(),
        _ => article.date.as_deref(),
    });
    let (numbers, labels) = numbered(values);
    if labels.is_empty() && !articles.is_empty() {
        return Err(PyValueError::new_err(format!(
            "by: no article has a {by}; say where it stands with {by}=, or give a list with the group of each article"
        )));
    }
    Ok((numbers, PyList::new(py, labels)?))
}

/// Numbers values in the order in which they come, and lists them.
fn numbered<V: Eq + Hash + Copy>(
    values: impl Iterator<Item = Option<V>>,
) -> (Vec<Option<usize>>, Vec<V>) {
    let mut labels = Vec::new();
    let mut known = HashMap::new();
    let numbers = values
        .map(|value| {
            value.map(|value| {
                *known.entry(value).or_insert_with(|| {
                    labels.push(value);
                    labels.len() - 1
                })
            })
        })
        .collect();
    (numbers, labels)
}

/// The places of each keyword. The characters of an article are counted once for all of its group's keywords.
fn in_characters(
    groups: &[Vec<Keyword>],
    texts: &[&str],
    rows: &[usize],
) -> Vec<Vec<(usize, u64, u64)>> {
    let mut all = Vec::new();
    for keywords in groups {
        let mut characters = HashMap::new();
        for keyword in keywords {
            let place = |(document, span): &(wirecopy::text::DocId, wirecopy::text::Span)| {
                let article = document.index();
                let (start, end) = characters
                    .entry(article)
                    .or_insert_with(|| Characters::new(texts[article]))
                    .of(*span);
                (rows[article], start, end)
            };
            all.push(keyword.places.iter().map(place).collect());
        }
    }
    all
}
