//! The threads that do the work.

use std::mem;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// The pool of the last call, kept because most calls want the same one again.
///
/// Only one: a loop over thread counts would otherwise leave the threads of each behind.
struct Kept {
    process: u32,
    threads: NonZeroUsize,
    pool: Arc<ThreadPool>,
}

static KEPT: Mutex<Option<Kept>> = Mutex::new(None);

/// Gives a pool with as many threads as asked for, or one for each processor that this process may use.
///
/// After a `fork` the child has the parent's memory and none of its threads: work given to the parent's pool would
/// wait for ever. So a pool belongs to a process id, and rayon's global pool is never used.
///
/// The caller is attached to Python, and stays so while the lock is held. Python forks while it is attached too, so no
/// child is ever born with the lock held by a thread that it does not have.
pub(crate) fn pool(
    _attached: Python<'_>,
    threads: Option<NonZeroUsize>,
) -> PyResult<Arc<ThreadPool>> {
    let process = std::process::id();
    let threads = match threads {
        Some(threads) => threads,
        None => thread::available_parallelism().unwrap_or(NonZeroUsize::MIN),
    };
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = kept.as_ref()
        && kept.process == process
        && kept.threads == threads
    {
        return Ok(Arc::clone(&kept.pool));
    }
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .thread_name(|thread| format!("wirecopy-{thread}"))
        .build()
        .map_err(|error| {
            PyOSError::new_err(format!(
                "cannot start {threads} threads: {error}; ask for fewer"
            ))
        })?;
    let pool = Arc::new(pool);
    let before = kept.replace(Kept {
        process,
        threads,
        pool: Arc::clone(&pool),
    });
    if let Some(before) = before
        && before.process != process
    {
        // Ending the pool would take locks that one of the parent's threads may have held when it forked.
        mem::forget(before.pool);
    }
    Ok(pool)
}
