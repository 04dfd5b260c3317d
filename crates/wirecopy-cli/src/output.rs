//! Standard output, through which all data goes.

use std::io::{self, BufWriter, Write};

use crate::failure::Failure;

/// Enough that a system call costs nothing beside what it carries.
const BUFFER: usize = 1 << 16;

/// Lets `write` put out the data. A reader that has seen enough (`| head -1`) closed the pipe, which is no failure: the
/// rest is not written and nothing is said.
pub(crate) fn to_stdout(
    write: impl FnOnce(&mut BufWriter<io::StdoutLock<'static>>) -> io::Result<()>,
) -> Result<(), Failure> {
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
            // What is left in the buffer would be tried once more when it is dropped.
            let _unwritten = out.into_parts();
            Ok(())
        }
        Err(error) => Err(Failure::Output(error)),
        Ok(()) => Ok(()),
    }
}
