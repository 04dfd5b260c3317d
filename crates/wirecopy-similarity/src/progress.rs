//! Telling the caller how far a long function is, and letting the caller stop it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Error;

/// A callback that receives the work done and the total, in the same unit, and may ask to stop.
///
/// It is called from the threads that work, every few milliseconds or less often. With several
/// threads calls may overtake each other, so that `done` can step back a little; it never exceeds
/// the total, and the total stays the same during one call of a long function. Once it
/// answers [`ControlFlow::Break`] the function returns [`Error::Cancelled`] as soon as every
/// thread has finished what it holds; reports that were under way may still arrive.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{Error, SetCollection, Threshold, jaccard_join};
///
/// let mut sets = SetCollection::new();
/// sets.push_unsorted([1, 2, 3]);
/// let stopped = jaccard_join(&sets, Threshold::new(0.5)?, &|_done, _total| ControlFlow::Break(()));
/// assert_eq!(stopped, Err(Error::Cancelled));
/// # Ok::<(), Error>(())
/// ```
pub type Progress<'a> = &'a (dyn Fn(u64, u64) -> ControlFlow<()> + Sync);

/// Adds up the work of all threads and remembers whether the caller wants to stop.
pub(crate) struct Meter<'a> {
    progress: Progress<'a>,
    done: AtomicU64,
    total: u64,
    stopped: AtomicBool,
}

impl<'a> Meter<'a> {
    pub(crate) fn new(progress: Progress<'a>, total: u64) -> Self {
        Self {
            progress,
            done: AtomicU64::new(0),
            total,
            stopped: AtomicBool::new(false),
        }
    }

    /// Reports `units` more of work.
    pub(crate) fn advance(&self, units: usize) -> Result<(), Error> {
        // Relaxed: the numbers are for the eye, nothing is published through them.
        let units = units as u64;
        let done = self.done.fetch_add(units, Ordering::Relaxed) + units;
        debug_assert!(done <= self.total, "more work reported than announced");
        self.check()?;
        if (self.progress)(done, self.total).is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.check()
    }

    /// Hears a stop in the middle of work that is reported as a whole, or not at all.
    pub(crate) fn listen(&self) -> Result<(), Error> {
        self.advance(0)
    }

    /// Asks whether another thread was told to stop.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.stopped.load(Ordering::Relaxed) {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// Takes a stack of scratches.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while the lock is held would leave at worst one scratch less.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
