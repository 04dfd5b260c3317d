//! How a long function tells how far it is, and is told to stop.

use std::ops::ControlFlow;

use crate::Error;

/// Called with (done, total) from any thread; answering [`ControlFlow::Break`] ends the work with [`Error::Cancelled`].
pub type Progress<'a> = &'a (dyn Fn(u64, u64) -> ControlFlow<()> + Sync);

/// Reports and turns a "stop" into the error that ends the caller.
pub(crate) fn report(progress: Progress<'_>, done: u64, total: u64) -> Result<(), Error> {
    match progress(done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}

/// How many steps of an inner loop go by between two reports: some tenths of a millisecond.
const STEPS_BETWEEN: usize = 1 << 12;

/// [`report`] for the steps of a loop of which nobody knows the total: now and then, and of 0.
pub(crate) fn report_step(progress: Progress<'_>, step: usize) -> Result<(), Error> {
    // Not at the first step: most loops are shorter than that, and who calls them has just reported.
    if step % STEPS_BETWEEN == STEPS_BETWEEN - 1 {
        report(progress, 0, 0)?;
    }
    Ok(())
}
