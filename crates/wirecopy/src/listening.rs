//! A reader or a writer that can be told to stop.

use std::io::{self, Read, Write};

use crate::{Progress, Stage};

/// How many bytes go by between two calls of the progress callback.
const BYTES_UNHEARD: u64 = 1 << 16;

/// Passes bytes on, tells how many, and fails once the callback answers "stop".
pub(crate) struct Listening<'p, T> {
    inner: T,
    stage: Stage,
    progress: Progress<'p>,
    done: u64,
    /// How many bytes will have gone by at the next call.
    next: u64,
    stopped: bool,
}

impl<'p, T> Listening<'p, T> {
    pub(crate) fn new(inner: T, stage: Stage, progress: Progress<'p>) -> Self {
        Self {
            inner,
            stage,
            progress,
            done: 0,
            next: 0,
            stopped: false,
        }
    }

    /// Counts on from so many bytes, which have gone by elsewhere.
    pub(crate) fn from(self, done: u64) -> Self {
        Self {
            done,
            next: done,
            ..self
        }
    }

    /// How many bytes have gone by.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// Whether it was the callback that ended the work.
    pub(crate) fn stopped(&self) -> bool {
        self.stopped
    }

    fn listen(&mut self) -> io::Result<()> {
        if self.done >= self.next {
            self.next = self.done + BYTES_UNHEARD;
            self.stopped |= (self.progress)(self.stage, self.done, 0).is_break();
        }
        if self.stopped {
            // Any kind but `Interrupted`, after which readers try again.
            return Err(io::Error::other("cancelled by the caller"));
        }
        Ok(())
    }
}

impl<T: Read> Read for Listening<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.listen()?;
        let read = self.inner.read(buffer)?;
        self.done += read as u64;
        Ok(read)
    }
}

impl<T: Write> Write for Listening<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.listen()?;
        let written = self.inner.write(bytes)?;
        self.done += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn a_stop_ends_reading_and_writing_soon() {
        let heard = AtomicU64::new(0);
        let progress = |_: Stage, done: u64, _: u64| {
            heard.store(done, Ordering::Relaxed);
            if done >= 3 * BYTES_UNHEARD {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let bytes = vec![7; 1 << 20];

        let mut reader = Listening::new(bytes.as_slice(), Stage::Read, &progress);
        let mut read = Vec::new();
        assert!(reader.read_to_end(&mut read).is_err());
        assert!(reader.stopped() && read.len() as u64 >= 3 * BYTES_UNHEARD);

        let mut writer = Listening::new(Vec::new(), Stage::Write, &progress);
        let result = bytes
            .chunks(1000)
            .try_for_each(|part| writer.write_all(part));
        assert!(result.is_err() && writer.stopped());
        assert!(writer.inner.len() as u64 <= 4 * BYTES_UNHEARD);
        assert_eq!(heard.load(Ordering::Relaxed), writer.inner.len() as u64);
    }
}
