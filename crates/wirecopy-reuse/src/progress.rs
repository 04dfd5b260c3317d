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
