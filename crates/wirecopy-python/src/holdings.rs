//! Articles that are held in memory, as Python sees them.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, TryLockError, TryLockResult};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wirecopy::{Article, Skipped, Warning};

use crate::articles::Articles;
use crate::calls::{count_rows, in_rows, take_days, take_options, take_threads};
use crate::enter::enter;
use crate::fields::Names;
use crate::furniture::FurnitureTable;
use crate::ids::{HeldIds, Ids};
use crate::results::Report;

/// How long a call waits before it asks again whether others have done.
const LOCK_INTERVAL: Duration = Duration::from_millis(1);

/// Articles with all that a check makes of them. `wirecopy.Holdings` hands them on.
///
/// Examples
/// --------
/// >>> from wirecopy import _core
/// >>> held = _core.Holdings(
/// ...     ["Rain fell on Orrin."], columns=None, names={}, furniture=None, display=None, threads=1
/// ... )
/// >>> len(held)
/// 1
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Holdings(RwLock<Held>);

struct Held {
    articles: wirecopy::Holdings<'static>,
    ids: HeldIds,
    /// Rows of a frame without a text.
    skipped: Vec<Skipped>,
    /// Those of the articles, with the rows of what was given.
    warnings: Vec<Warning>,
}

impl Held {
    /// Says of which rows of some articles the last warnings are, and which of the rows are no articles.
    fn tell(&mut self, articles: &Articles) {
        let last = &self.articles.warnings()[self.warnings.len()..];
        let mut last = last.to_vec();
        count_rows(&mut last, articles, articles);
        self.warnings.append(&mut last);
        self.skipped.extend(articles.skipped());
    }
}

impl Holdings {
    /// What is held. Never waited for while Python is held: whoever has it may wait for Python.
    fn read(&self) -> RwLockReadGuard<'_, Held> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The articles, to be asked or added to; `try_lock` is asked again and again, without the GIL in between.
    ///
    /// Not in the pool: a thread of it that waits for the rest of its own check would take up another call, and wait for
    /// the lock that it holds itself.
    fn lock<'h, G>(
        &'h self,
        py: Python<'_>,
        try_lock: impl Fn(&'h RwLock<Held>) -> TryLockResult<G>,
    ) -> PyResult<G> {
        loop {
            match try_lock(&self.0) {
                Ok(guard) => return Ok(guard),
                Err(TryLockError::Poisoned(poisoned)) => return Ok(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => {
                    py.detach(|| std::thread::sleep(LOCK_INTERVAL));
                    py.check_signals()?;
                }
            }
        }
    }
}

#[pymethods]
impl Holdings {
    #[new]
    #[pyo3(signature = (articles, *, columns, names, furniture, display, threads))]
    fn new(
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        furniture: Option<&Bound<'_, FurnitureTable>>,
        display: Option<&Bound<'_, PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let threads = take_threads(threads)?;
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let display = display.map(|display| display.clone().unbind());
        let furniture = furniture.map(|table| table.get().0.clone());
        let held = enter(py, threads, display.as_ref(), |progress| {
            wirecopy::Holdings::with_progress(owned(&articles), furniture, progress)
                .map_err(|error| in_rows(error, &articles))
        })?;
        let ids = HeldIds::new(py, articles.ids())?;
        let mut held = Held {
            articles: held,
            ids,
            skipped: Vec::new(),
            warnings: Vec::new(),
        };
        held.tell(&articles);
        Ok(Self(RwLock::new(held)))
    }

    /// Does the work of `wirecopy.Holdings.add`.
    #[pyo3(signature = (articles, *, columns, names, display, threads))]
    fn add(
        &self,
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        display: Option<&Bound<'_, PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let threads = take_threads(threads)?;
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let display = display.map(|display| display.clone().unbind());
        let ids = HeldIds::new(py, articles.ids())?;
        let mut held = self.lock(py, RwLock::try_write)?;
        let held: &mut Held = &mut held;
        enter(py, threads, display.as_ref(), |progress| {
            let owned = owned(&articles);
            held.articles
                .add_with_progress(owned, progress)
                .map_err(|error| in_rows(error, &articles))?;
            held.ids.append(ids);
            held.tell(&articles);
            Ok(())
        })
    }

    /// How many articles are held.
    fn __len__(&self, py: Python<'_>) -> usize {
        py.detach(|| self.read().articles.len())
    }

    /// What could not be taken up: the id of each article, and why.
    #[getter]
    fn skipped(&self, py: Python<'_>) -> Vec<(String, String)> {
        py.detach(|| {
            let held = self.read();
            let all = held.skipped.iter().chain(held.articles.skipped());
            all.map(|skipped| (skipped.origin.clone(), skipped.reason.clone()))
                .collect()
        })
    }

    /// Fields that could not be used: the id and the row of each article, and what is wrong.
    #[getter]
    fn warnings(&self, py: Python<'_>) -> Vec<(String, Option<u64>, String)> {
        py.detach(|| {
            let held = self.read();
            let all = held.warnings.iter();
            all.map(|warning| (warning.id.clone(), warning.row, warning.reason.clone()))
                .collect()
        })
    }

    /// Does the work of `wirecopy.check` against articles that are held.
    #[pyo3(signature = (
        articles, *, columns, names, display, threads, near_duplicate_share, contained_share, shared_quotes_part,
        min_prose_words, min_probability, date_window,
    ))]
    #[expect(clippy::too_many_arguments, reason = "Python gives them by name")]
    fn check(
        &self,
        py: Python<'_>,
        articles: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyDict>>,
        names: &Bound<'_, PyDict>,
        display: Option<&Bound<'_, PyAny>>,
        threads: Option<Bound<'_, PyAny>>,
        near_duplicate_share: f64,
        contained_share: f64,
        shared_quotes_part: f64,
        min_prose_words: &Bound<'_, PyAny>,
        min_probability: f64,
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
        .with_date_window(
            date_window
                .map(|days| take_days("date_window", days))
                .transpose()?,
        );
        let articles = Articles::take_either(py, articles, columns, &Names::take(names)?)?;
        let display = display.map(|display| display.clone().unbind());
        let held = self.lock(py, RwLock::try_read)?;
        let asked: &Held = &held;
        let (mut report, named) = enter(py, threads, display.as_ref(), |progress| {
            let report = asked
                .articles
                .check_with_progress(&articles.borrow(), &options, progress)
                .map_err(|error| in_rows(error, &articles))?;
            let named = asked.ids.named(&report);
            Ok((report, named))
        })?;
        drop(held);
        report.skipped.splice(..0, articles.skipped());
        count_rows(&mut report.warnings, &articles, &articles);
        let held = named.iter().map(Option::as_deref);
        let ids = Ids::of_report(py, held.chain(articles.ids()), &report);
        Ok(Report::new(Arc::new(report), Arc::new(ids)))
    }
}

/// The articles with strings of their own, to be held without Python.
fn owned(articles: &Articles) -> Vec<Article<'static>> {
    let articles = articles.borrow().into_iter();
    articles.map(Article::into_owned).collect()
}
