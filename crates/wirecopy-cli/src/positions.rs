//! Lines and columns, as editors count them.

use std::fmt;

/// Where the lines of a text begin.
#[derive(Debug)]
pub(crate) struct Lines {
    /// Characters before each line; the first is 0.
    starts: Vec<u64>,
}

/// A place in a text: line and column, both from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    line: u64,
    column: u64,
}

impl Lines {
    /// Finds the lines. They end with `\n`, `\r\n` or a lone `\r`.
    pub(crate) fn of(text: &str) -> Self {
        let mut starts = vec![0];
        let mut characters = text.chars().peekable();
        let mut count = 0;
        while let Some(character) = characters.next() {
            count += 1;
            if character == '\n' || (character == '\r' && characters.peek() != Some(&'\n')) {
                starts.push(count);
            }
        }
        Self { starts }
    }

    /// Gives the place before the character with this offset.
    pub(crate) fn position(&self, offset: u64) -> Position {
        let line = self.starts.partition_point(|start| *start <= offset);
        Position {
            line: line as u64,
            column: offset - self.starts[line - 1] + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.line, self.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, word: &str) -> String {
        let byte = text.find(word).unwrap();
        Lines::of(text)
            .position(text[..byte].chars().count() as u64)
            .to_string()
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(place("one two\nthree four", "one"), "1:1");
        assert_eq!(place("one two\nthree four", "two"), "1:5");
        assert_eq!(place("one two\nthree four", "three"), "2:1");
        assert_eq!(place("one two\nthree four", "four"), "2:7");
    }

    #[test]
    fn every_kind_of_line_end_counts_once() {
        assert_eq!(place("one\r\ntwo\rthree\n\nfive", "two"), "2:1");
        assert_eq!(place("one\r\ntwo\rthree\n\nfive", "three"), "3:1");
        assert_eq!(place("one\r\ntwo\rthree\n\nfive", "five"), "5:1");
    }

    #[test]
    fn columns_are_characters_not_bytes() {
        assert_eq!(place("Überhöhte Preise", "Preise"), "1:11");
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        assert_eq!(Lines::of("ab").position(2).to_string(), "1:3");
        assert_eq!(Lines::of("").position(0).to_string(), "1:1");
    }
}
