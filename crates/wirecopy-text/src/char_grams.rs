//! Runs of characters, as scikit-learn cuts them.

use std::ops::RangeInclusive;

use crate::python::is_python_space;

/// Which runs of characters to take.
#[derive(Debug)]
pub(crate) struct CharGrams {
    pub(crate) sizes: RangeInclusive<usize>,
    /// Within words, with a blank on both sides of each, instead of across them.
    pub(crate) within_words: bool,
}

/// A run of characters: what it is, and the part of the text that it was taken from.
#[derive(Debug)]
pub(crate) struct Gram<'g> {
    pub(crate) text: &'g str,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A line of characters in which each knows where it stands in the text.
#[derive(Debug, Default)]
struct Line {
    text: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Clone, Copy)]
struct Cell {
    /// Where the character starts in the line.
    at: usize,
    /// Where it stands in the text: a blank may stand for several characters, or for none.
    start: usize,
    end: usize,
}

impl Line {
    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        let at = self.text.len();
        self.cells.push(Cell { at, start, end });
        self.text.push(c);
    }

    /// Calls `visit` with each run of `size` characters; with the whole line, when it is shorter
    /// and `short` says so.
    fn grams(&self, size: usize, short: bool, visit: &mut impl FnMut(Gram<'_>)) {
        let size = if short {
            size.min(self.cells.len())
        } else {
            size
        };
        if size == 0 {
            return;
        }
        for window in self.cells.windows(size) {
            let (first, last) = (window[0], window[window.len() - 1]);
            let width = self.text[last.at..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            visit(Gram {
                text: &self.text[first.at..last.at + width],
                start: first.start,
                end: last.end,
            });
        }
    }
}

impl CharGrams {
    /// Calls `visit` with each run of characters, in scikit-learn's order.
    pub(crate) fn for_each(&self, text: &str, mut visit: impl FnMut(Gram<'_>)) {
        let mut line = Line::default();
        if !self.within_words {
            collapse(text, &mut line);
            for size in self.sizes.clone() {
                line.grams(size, false, &mut visit);
            }
            return;
        }
        let mut at = 0;
        for word in text.split(is_python_space) {
            let start = at;
            // The blank behind a word has whatever length it has.
            at += word.len();
            at += text[at..].chars().next().map_or(0, char::len_utf8);
            if word.is_empty() {
                continue;
            }
            line.clear();
            line.push(' ', start, start);
            for (offset, c) in word.char_indices() {
                line.push(c, start + offset, start + offset + c.len_utf8());
            }
            let end = start + word.len();
            line.push(' ', end, end);
            for size in self.sizes.clone() {
                line.grams(size, true, &mut visit);
                // Larger ones would be the same word again.
                if size >= line.cells.len() {
                    break;
                }
            }
        }
    }
}

/// Writes `text` with each run of two or more white spaces as one blank.
fn collapse(text: &str, line: &mut Line) {
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let mut end = start + c.len_utf8();
        let mut spaces = 0;
        if is_python_space(c) {
            while let Some((at, c)) = rest.next_if(|&(_, c)| is_python_space(c)) {
                end = at + c.len_utf8();
                spaces += 1;
            }
        }
        line.push(if spaces > 0 { ' ' } else { c }, start, end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grams(text: &str, sizes: RangeInclusive<usize>, within_words: bool) -> Vec<String> {
        let mut found = Vec::new();
        CharGrams {
            sizes,
            within_words,
        }
        .for_each(text, |gram| found.push(gram.text.to_owned()));
        found
    }

    #[test]
    fn only_runs_of_white_space_become_a_blank() {
        assert_eq!(grams("a\nb \t c", 1..=1, false), ["a", "\n", "b", " ", "c"]);
    }

    #[test]
    fn a_word_shorter_than_the_size_counts_once() {
        assert_eq!(grams("a", 4..=6, true), [" a "]);
        assert_eq!(grams("ab", 3..=6, true), [" ab", "ab ", " ab "]);
        assert!(grams(" \n", 1..=3, true).is_empty());
        assert!(grams("ab", 3..=6, false).is_empty());
    }
}
