//! Telling the caller how far a long function is, and letting the caller stop it.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use wirecopy_similarity::Progress;

use crate::error::Error;

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
    pub(crate) fn advance(&self, units: u64) -> Result<(), Error> {
        // Relaxed: the numbers are for the eye, nothing is published through them.
        let done = self.done.fetch_add(units, Ordering::Relaxed) + units;
        debug_assert!(done <= self.total, "more work reported than announced");
        match self.hear(done) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }

    /// Hears a stop in the middle of work that is reported as a whole, or not at all.
    pub(crate) fn listen(&self) -> Result<(), Error> {
        self.advance(0)
    }

    /// Hears a stop for a function that counts for itself, in work that is not reported.
    pub(crate) fn heard(&self) -> ControlFlow<()> {
        self.hear(self.done.load(Ordering::Relaxed))
    }

    /// Reports what a function that counts for itself says of its part of the work, beyond what has
    /// been reported here.
    pub(crate) fn part(&self, done: u64, total: u64, units: u64) -> ControlFlow<()> {
        let share = if total == 0 {
            0
        } else {
            // In 128 bits, because both numbers count elements of large collections.
            let share = u128::from(done) * u128::from(units) / u128::from(total);
            u64::try_from(share).unwrap_or(units)
        };
        self.hear(self.done.load(Ordering::Relaxed) + share)
    }

    fn hear(&self, done: u64) -> ControlFlow<()> {
        if self.stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        let answer = (self.progress)(done, self.total);
        if answer.is_break() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        answer
    }
}
