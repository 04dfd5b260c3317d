//! A file as a window of bytes that moves over it, so that no more of it is held than its articles need.

use std::fmt;
use std::io::{self, Read};

use super::encoding::MARK;

/// So much is read at once: enough that every thread has lines to parse, little beside the articles.
pub(super) const CHUNK: usize = 4 << 20;

/// So much is read to tell what the file is.
const HEAD: usize = 1 << 16;

/// The bytes that were read and not yet consumed.
pub(super) struct Window<'r> {
    reader: Box<dyn Read + 'r>,
    buffer: Vec<u8>,
    /// Where in the buffer the bytes begin that are not yet consumed.
    start: usize,
    /// Where that is in the file.
    offset: u64,
    ended: bool,
}

impl<'r> Window<'r> {
    /// Reads the first bytes; a byte-order mark of UTF-8 is consumed.
    pub(super) fn new(reader: Box<dyn Read + 'r>) -> io::Result<Self> {
        let mut window = Self {
            reader,
            buffer: Vec::new(),
            start: 0,
            offset: 0,
            ended: false,
        };
        window.fill(HEAD)?;
        if window.unread().starts_with(MARK) {
            window.consume(MARK.len());
        }
        Ok(window)
    }

    /// What was read and not yet consumed.
    pub(super) fn unread(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Where [`unread`](Self::unread) begins in the file.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Says whether nothing follows on [`unread`](Self::unread).
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Moves on.
    pub(super) fn consume(&mut self, count: usize) {
        self.start += count;
        self.offset += count as u64;
        debug_assert!(self.start <= self.buffer.len(), "more consumed than read");
    }

    /// Reads until `wanted` bytes are unread or the file ends.
    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<()> {
        let missing = wanted.saturating_sub(self.unread().len());
        if missing == 0 || self.ended {
            return Ok(());
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        // A reader that knows its length may say so; none is trusted with the memory of a whole limit at once.
        self.buffer.reserve_exact(missing.min(CHUNK));
        let read = self
            .reader
            .by_ref()
            .take(missing as u64)
            .read_to_end(&mut self.buffer)?;
        self.ended = read < missing;
        Ok(())
    }
}

/// What is not yet consumed, and then what follows.
impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.fill(1)?;
        let length = self.unread().len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.unread()[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl fmt::Debug for Window<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Window")
            .field("unread", &self.unread().len())
            .field("offset", &self.offset)
            .field("ended", &self.ended)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_moves_over_the_file() {
        let bytes: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
        let mut window = Window::new(Box::new(bytes.as_slice())).expect("memory");
        let mut seen = Vec::new();
        while !window.unread().is_empty() || !window.ended() {
            window.fill(70_001).expect("memory");
            let taken = window.unread().len().min(50_003);
            assert_eq!(window.offset(), seen.len() as u64);
            seen.extend_from_slice(&window.unread()[..taken]);
            window.consume(taken);
        }
        assert_eq!(seen, bytes);
    }

    #[test]
    fn the_mark_is_no_part_of_the_text() {
        let window = Window::new(Box::new(&b"\xEF\xBB\xBFtext"[..])).expect("memory");
        assert_eq!((window.unread(), window.offset()), (&b"text"[..], 3));
        assert!(window.ended());
    }
}
