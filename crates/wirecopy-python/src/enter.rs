//! The door: the one place where work leaves Python and comes back.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use wirecopy::{Error, Progress, Stage, similarity, tfidf};

use crate::errors;
use crate::pool::pool;

/// How often Ctrl-C is looked for. A person does not notice this long, and the work does not notice this often.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// Does the work in a pool of `threads` threads, without the GIL.
///
/// The calling thread waits, and looks for signals while it does, because Python delivers them to its main thread only
/// and only when asked. What a signal's handler raises stops the work at its next call of the progress callback, and
/// is what the caller gets. The same thread calls `display` with the name of the step, how much of it is done and how
/// much there is. A panic becomes a `RuntimeError`.
pub(crate) fn enter<T, F>(
    py: Python<'_>,
    threads: Option<NonZeroUsize>,
    display: Option<&Py<PyAny>>,
    work: F,
) -> PyResult<T>
where
    F: FnOnce(Progress<'_>) -> Result<T, Error> + Send,
    T: Send,
{
    let stop = AtomicBool::new(false);
    let latest = Mutex::new(None);
    let progress = |stage: Stage, done: u64, total: u64| {
        // Whoever finds it locked has nothing newer to tell.
        if let Ok(mut latest) = latest.try_lock() {
            *latest = (*latest).max(Some((stage, done, total)));
        }
        answer(&stop)
    };
    let show = |py: Python<'_>| {
        let latest = latest.lock().map_or(None, |latest| *latest);
        if let (Some(display), Some((stage, done, total))) = (display, latest) {
            display.call1(py, (stage.as_str(), done, total))?;
        }
        Ok(())
    };
    run(py, threads, &stop, &show, || {
        work(&progress).map_err(|error| errors::exception(&error))
    })
}

/// Does the same for work on counts, which shows no progress.
pub(crate) fn enter_counting<T, F>(
    py: Python<'_>,
    threads: Option<NonZeroUsize>,
    work: F,
) -> PyResult<T>
where
    F: FnOnce(&tfidf::Progress) -> Result<T, tfidf::Error> + Send,
    T: Send,
{
    let stop = Arc::new(AtomicBool::new(false));
    let progress = {
        let stop = Arc::clone(&stop);
        move |_: u64, _: u64| answer(&stop)
    };
    run(py, threads, &stop, &|_| Ok(()), || {
        work(&progress).map_err(|error| errors::of_counting(&error))
    })
}

/// Does the same for a join, whose one step `display` calls `step`; `exception` says what becomes of its error.
pub(crate) fn enter_join<T, E, F>(
    py: Python<'_>,
    threads: Option<NonZeroUsize>,
    display: Option<&Py<PyAny>>,
    step: &str,
    exception: impl Fn(&E) -> PyErr + Sync,
    work: F,
) -> PyResult<T>
where
    F: FnOnce(similarity::Progress<'_>) -> Result<T, E> + Send,
    T: Send,
{
    let stop = AtomicBool::new(false);
    let latest = Mutex::new(None);
    let progress = |done: u64, total: u64| {
        if let Ok(mut latest) = latest.try_lock() {
            *latest = (*latest).max(Some((done, total)));
        }
        answer(&stop)
    };
    let show = |py: Python<'_>| {
        let latest = latest.lock().map_or(None, |latest| *latest);
        if let (Some(display), Some((done, total))) = (display, latest) {
            display.call1(py, (step, done, total))?;
        }
        Ok(())
    };
    run(py, threads, &stop, &show, || {
        work(&progress).map_err(|error| exception(&error))
    })
}

fn answer(stop: &AtomicBool) -> ControlFlow<()> {
    if stop.load(Ordering::Relaxed) {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

/// Does the work in a pool, sets `stop` when a signal's handler raises, and calls `meanwhile` now and then.
fn run<T, F>(
    py: Python<'_>,
    threads: Option<NonZeroUsize>,
    stop: &AtomicBool,
    meanwhile: &(dyn Fn(Python<'_>) -> PyResult<()> + Sync),
    work: F,
) -> PyResult<T>
where
    F: FnOnce() -> PyResult<T> + Send,
    T: Send,
{
    let pool = pool(py, threads)?;
    let outcome = py.detach(|| {
        let (sender, receiver) = mpsc::channel();
        pool.in_place_scope(|scope| {
            scope.spawn(|_| {
                // Whatever a panic left half done is dropped here: the work owns it, or borrows it for reading only.
                let outcome = catch_unwind(AssertUnwindSafe(work));
                // Nobody listens any more after a signal.
                let _ = sender.send(outcome);
            });
            let outcome = wait(&receiver, meanwhile);
            if outcome.is_err() {
                stop.store(true, Ordering::Relaxed);
            }
            outcome
        })
    })?;
    match outcome {
        Ok(result) => result,
        Err(panic) => Err(errors::bug(panic.as_ref())),
    }
}

/// Waits for the outcome of the work, or for a signal whose handler raises; calls `meanwhile` now and then.
fn wait<T>(receiver: &Receiver<T>, meanwhile: &dyn Fn(Python<'_>) -> PyResult<()>) -> PyResult<T> {
    loop {
        match receiver.recv_timeout(SIGNAL_INTERVAL) {
            Ok(outcome) => return Ok(outcome),
            Err(RecvTimeoutError::Timeout) => {
                // Python cannot be attached to while it shuts down: then nobody wants the result.
                Python::try_attach(|py| py.check_signals().and_then(|()| meanwhile(py)))
                    .unwrap_or_else(|| Err(PyKeyboardInterrupt::new_err(())))?;
            }
            Err(RecvTimeoutError::Disconnected) => {
                unreachable!("the sender lives as long as the receiver")
            }
        }
    }
}
