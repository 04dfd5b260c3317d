//! Tables with a space between a delimiter and a quotation mark: `1, "one, two"`.
//!
//! For the parser the mark stands inside the column then, and quotes nothing. Spreadsheets and hand-written files have
//! such spaces all the same; the standard (RFC 4180) knows a mark at the beginning of a column only.

use std::io::{self, Read};

/// How many bytes are taken from below at once.
const CHUNK: usize = 1 << 16;

/// Leaves out the spaces between the beginning of a column and a quotation mark, and nothing else.
///
/// Offsets in what is left are smaller than in the file.
pub(super) struct Unspaced<R> {
    inner: R,
    delimiter: u8,
    place: Place,
    /// Spaces that go away if a quotation mark follows.
    spaces: usize,
    chunk: Vec<u8>,
    /// What is ready to be read, and how much of it was.
    ready: Vec<u8>,
    taken: usize,
}

/// Where in a row the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the beginning of a column, or behind spaces there.
    Start,
    Plain,
    Quoted,
    /// Behind a mark inside a quoted column: its end, or the first of two that stand for one.
    Mark,
}

impl<R: Read> Unspaced<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            delimiter,
            place: Place::Start,
            spaces: 0,
            chunk: vec![0; CHUNK],
            ready: Vec::new(),
            taken: 0,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.taken = 0;
        while self.ready.is_empty() {
            let read = self.inner.read(&mut self.chunk)?;
            for at in 0..read {
                self.take(self.chunk[at]);
            }
            if read == 0 {
                self.keep_spaces();
                return Ok(());
            }
        }
        Ok(())
    }

    fn take(&mut self, byte: u8) {
        if self.place == Place::Start && byte == b' ' && self.delimiter != b' ' {
            self.spaces += 1;
            return;
        }
        if self.place == Place::Start && byte == b'"' {
            self.spaces = 0;
        }
        self.keep_spaces();
        self.ready.push(byte);
        self.place = match (self.place, byte) {
            (Place::Quoted, b'"') => Place::Mark,
            (Place::Quoted, _) | (Place::Start | Place::Mark, b'"') => Place::Quoted,
            (_, b'\n' | b'\r') => Place::Start,
            (_, byte) if byte == self.delimiter => Place::Start,
            _ => Place::Plain,
        };
    }

    fn keep_spaces(&mut self) {
        self.ready.resize(self.ready.len() + self.spaces, b' ');
        self.spaces = 0;
    }
}

impl<R: Read> Read for Unspaced<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.ready.len() {
            self.fill()?;
        }
        let rest = &self.ready[self.taken..];
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        self.taken += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unspaced(bytes: &[u8]) -> String {
        let mut text = String::new();
        let mut reader = Unspaced::new(bytes, b',');
        reader.read_to_string(&mut text).expect("memory");
        text
    }

    #[test]
    fn spaces_before_a_mark_go_and_others_stay() {
        for (given, left) in [
            (
                "a, \"b, \"\"c\"\" d\",  \"e\"",
                "a,\"b, \"\"c\"\" d\",\"e\"",
            ),
            (" \"a\"\n  \"b\"\r \"c\"", "\"a\"\n\"b\"\r\"c\""),
            ("\"a, \"\"b\"\", \"\"\", c", "\"a, \"\"b\"\", \"\"\", c"),
            ("a , b \"c\" , \"d\"", "a , b \"c\" ,\"d\""),
            ("  ", "  "),
            ("", ""),
        ] {
            assert_eq!(unspaced(given.as_bytes()), left, "{given}");
        }
    }

    proptest! {
        #[test]
        fn what_has_no_space_before_a_mark_stays_as_it_is(text in "[ab,\n \"]{0,60}") {
            let left = unspaced(text.as_bytes());
            prop_assert_eq!(left.replace(' ', ""), text.replace(' ', ""));
            prop_assert_eq!(unspaced(left.as_bytes()), left.clone());
            if !text.contains(" \"") {
                prop_assert_eq!(left, text);
            }
        }
    }
}
