//! The functions: take, enter, wrap.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use wirecopy::{Article, CheckOptions, Error, Known, Warning};

use crate::articles::{Articles, unexpected};
use crate::enter::enter;
use crate::fields::Names;
use crate::furniture::FurnitureTable;
use crate::ids::Ids;
use crate::numbers::whole_number;
use crate::results::{Comparison, Report};
use crate::story::take_background;
use crate::text::Text;

/// No machine that runs Python today has more processors, and each thread costs memory.
const MAX_THREADS: u64 = 1024;

/// A collection of articles as Python hands it over: an iterable of rows, or columns by field.
type RowsOrColumns<'py> = (Option<Bound<'py, PyAny>>, Option<Bound<'py, PyDict>>);

/// Does the work of `wirecopy.check`, where the parameters are described.
///
/// The articles come as an iterable, or as columns: a dict of labels and lists by the names of the fields. Old articles to
/// check them `against` come as a pair of both. `names` holds what the caller said that keys are called, and `display` is called with the step, what is done and what there is.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> report = _core.check(
/// ...     ["Rain fell on Orrin."],
/// ...     columns=None,
/// ...     names={},
/// ...     against=None,
/// ...     furniture=None,
/// ...     display=None,
/// ...     threads=1,
/// ...     near_duplicate_share=0.8,
/// ...     contained_share=0.8,
/// ...     shared_quotes_part=0.7,
/// ...     min_prose_words=12,
/// ...     min_probability=0.9,
/// ...     min_story_probability=0.6,
/// ...     story_days=7,
/// ...     date_window=None,
/// ... )
/// >>> report.articles
/// 1
#[pyfunction]
#[pyo3(signature = (
    articles, *, columns, names, against, furniture, display, threads, near_duplicate_share, contained_share,
    shared_quotes_part, min_prose_words, min_probability, min_story_probability, story_days, date_window,
))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn check(
    py: Python<'_>,
    articles: Option<&Bound<'_, PyAny>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
    against: Option<RowsOrColumns<'_>>,
    furniture: Option<&Bound<'_, FurnitureTable>>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
    near_duplicate_share: f64,
    contained_share: f64,
    shared_quotes_part: f64,
    min_prose_words: &Bound<'_, PyAny>,
    min_probability: f64,
    min_story_probability: f64,
    story_days: &Bound<'_, PyAny>,
    date_window: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    let threads = take_threads(threads)?;
    let options = take_options(
        near_duplicate_share,
        contained_share,
        shared_quotes_part,
        min_prose_words,
    )?
    .with_min_probability(min_probability)
    .with_min_story_probability(min_story_probability)
    .with_story_days(take_days("story_days", story_days)?)
    .with_date_window(
        date_window
            .map(|days| take_days("date_window", days))
            .transpose()?,
    );
    let names = Names::take(names)?;
    let articles = Articles::take_either(py, articles, columns, &names)?;
    let against = against
        .map(|(rows, columns)| {
            Articles::take_either(py, rows.as_ref(), columns.as_ref(), &names)
                .map_err(|error| of_against(py, error))
        })
        .transpose()?;
    let display = display.map(|display| display.clone().unbind());
    let furniture = furniture.map(|table| &table.get().0);
    let mut report = enter(py, threads, display.as_ref(), |progress| {
        let old = against.as_ref().map(Articles::borrow).unwrap_or_default();
        let known = Known::new().with_against(&old).with_furniture(furniture);
        wirecopy::check_with(&articles.borrow(), known, &options, progress)
            .map_err(|error| in_rows(error, &articles))
    })?;
    report.skipped.splice(..0, articles.skipped());
    let old = against.as_ref().unwrap_or(&articles);
    count_rows(&mut report.warnings, &articles, old);
    let old = against.iter().flat_map(Articles::ids);
    let ids = Ids::of_report(py, old.chain(articles.ids()), &report);
    Ok(Report::new(Arc::new(report), Arc::new(ids)))
}

/// The error with a word on which of the two collections it is about.
fn of_against(py: Python<'_>, error: PyErr) -> PyErr {
    let note = error
        .value(py)
        .call_method1("add_note", ("in the articles of `against`",));
    note.err().unwrap_or(error)
}

/// Counts the rows of warnings in the input, some rows of which may have had no text and so became no article; the warnings
/// are about new articles and old ones.
pub(crate) fn count_rows(warnings: &mut [Warning], articles: &Articles, old: &Articles) {
    if warnings.is_empty() {
        return;
    }
    let new = articles.borrow();
    let new_ids: HashSet<&str> = new.iter().map(|article| article.id.as_ref()).collect();
    for warning in warnings {
        let of = if new_ids.contains(warning.id.as_str()) {
            articles
        } else {
            old
        };
        let row = warning.row.and_then(|row| usize::try_from(row).ok());
        warning.row = row.map(|row| of.row(row) as u64);
    }
}

/// The error with the rows of the input, some of which may have had no text and so became no article.
pub(crate) fn in_rows(error: Error, articles: &Articles) -> Error {
    match error {
        Error::DuplicateId { id, first, second } => Error::DuplicateId {
            id,
            first: articles.row(first),
            second: articles.row(second),
        },
        other => other,
    }
}

/// Does the work of `wirecopy.compare`, where the parameters are described.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> both = _core.compare(
/// ...     "Rain fell on Orrin.",
/// ...     "Snow fell on Tessary.",
/// ...     background=None,
/// ...     furniture=None,
/// ...     columns=None,
/// ...     names={},
/// ...     display=None,
/// ...     threads=1,
/// ...     near_duplicate_share=0.8,
/// ...     contained_share=0.8,
/// ...     shared_quotes_part=0.7,
/// ...     min_prose_words=12,
/// ...     min_story_probability=0.6,
/// ... )
/// >>> print(both.relation)
/// None
#[pyfunction]
#[pyo3(signature = (
    text_a, text_b, *, background, furniture, columns, names, display, threads, near_duplicate_share, contained_share,
    shared_quotes_part, min_prose_words, min_story_probability,
))]
#[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
pub(crate) fn compare(
    py: Python<'_>,
    text_a: &Bound<'_, PyAny>,
    text_b: &Bound<'_, PyAny>,
    background: Option<&Bound<'_, PyAny>>,
    furniture: Option<&Bound<'_, FurnitureTable>>,
    columns: Option<&Bound<'_, PyDict>>,
    names: &Bound<'_, PyDict>,
    display: Option<&Bound<'_, PyAny>>,
    threads: Option<Bound<'_, PyAny>>,
    near_duplicate_share: f64,
    contained_share: f64,
    shared_quotes_part: f64,
    min_prose_words: &Bound<'_, PyAny>,
    min_story_probability: f64,
) -> PyResult<Comparison> {
    let threads = take_threads(threads)?;
    let options = take_options(
        near_duplicate_share,
        contained_share,
        shared_quotes_part,
        min_prose_words,
    )?
    .with_min_story_probability(min_story_probability);
    let (text_a, text_b) = (take_text("text_a", text_a)?, take_text("text_b", text_b)?);
    let background = take_background(py, background, columns, names)?;
    let display = display.map(|display| display.clone().unbind());
    let furniture = furniture.map(|table| &table.get().0);
    let comparison = enter(py, threads, display.as_ref(), |progress| {
        let background = background.as_ref().map(Articles::borrow);
        let known = Known::new()
            .with_background(background.as_deref())
            .with_furniture(furniture);
        wirecopy::compare_with(
            &Article::new("a", &*text_a),
            &Article::new("b", &*text_b),
            known,
            &options,
            progress,
        )
    })?;
    Ok(Comparison::new(Arc::new(comparison)))
}

pub(crate) fn take_text(name: &str, text: &Bound<'_, PyAny>) -> PyResult<Text> {
    match text.cast::<PyString>() {
        Ok(text) => Text::take(text),
        Err(_) if text.is_none() => Err(PyTypeError::new_err(format!(
            "{name}: expected str, found None"
        ))),
        Err(_) => Err(unexpected(name, "str", text)),
    }
}

pub(crate) fn take_threads(threads: Option<Bound<'_, PyAny>>) -> PyResult<Option<NonZeroUsize>> {
    let Some(threads) = threads else {
        return Ok(None);
    };
    let threads = whole_number("threads", &threads, &(1..=MAX_THREADS))?;
    Ok(usize::try_from(threads).ok().and_then(NonZeroUsize::new))
}

pub(crate) fn take_days(name: &str, days: &Bound<'_, PyAny>) -> PyResult<u32> {
    let days = whole_number(name, days, &(0..=u64::from(u32::MAX)))?;
    Ok(u32::try_from(days).unwrap_or(u32::MAX))
}

pub(crate) fn take_options(
    near_duplicate_share: f64,
    contained_share: f64,
    shared_quotes_part: f64,
    min_prose_words: &Bound<'_, PyAny>,
) -> PyResult<CheckOptions> {
    Ok(CheckOptions::default()
        .with_near_duplicate_share(near_duplicate_share)
        .with_contained_share(contained_share)
        .with_shared_quotes_part(shared_quotes_part)
        .with_min_prose_words(whole_number(
            "min_prose_words",
            min_prose_words,
            &(0..=u64::MAX),
        )?))
}
