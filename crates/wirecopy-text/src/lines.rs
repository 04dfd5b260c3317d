//! Lines of a text.

use std::iter::FusedIterator;

use crate::span::{Span, addressable};

/// Returns the spans of the lines of `text`, trimmed of white space, blank ones left out.
///
/// A line ends at LF, CR LF, a lone CR, U+0085 NEXT LINE, U+2028 LINE SEPARATOR and U+2029
/// PARAGRAPH SEPARATOR, and at the end of the text. Only the first `u32::MAX` bytes are read.
/// `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::lines;
///
/// let text = "  MILL BURNS\r\n\r\nThe old mill burnt down.\n";
/// let found: Vec<&str> = lines(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["MILL BURNS", "The old mill burnt down."]);
/// ```
#[must_use]
pub fn lines(text: &str) -> impl FusedIterator<Item = Span> + '_ {
    let text = addressable(text);
    let mut at = Some(0);
    std::iter::from_fn(move || {
        loop {
            let start = at?;
            let end = find_newline(text, start).unwrap_or(text.len());
            at = (end < text.len()).then(|| newline_end(text, end));
            if let Some(line) = trimmed(text, start, end) {
                return Some(line);
            }
        }
    })
    .fuse()
}

/// Returns `start..end` without white space at both ends, or nothing when no more is there.
pub(crate) fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let part = text[start..end].trim_start();
    let start = end - part.len();
    let part = part.trim_end();
    (!part.is_empty()).then(|| Span::at(start, start + part.len()))
}

/// Returns the start of the first newline from `from` on.
pub(crate) fn find_newline(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        if NEWLINE_LEADS[usize::from(byte)] && newline_length(bytes, at) > 0 {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// The bytes that a newline can start with.
const NEWLINE_LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    leads[b'\n' as usize] = true;
    leads[b'\r' as usize] = true;
    leads[0xc2] = true;
    leads[0xe2] = true;
    leads
};

/// Returns the number of bytes of the newline at `at`, 0 when none is there. CR LF is one newline.
#[inline]
pub(crate) fn newline_length(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b'\r', b'\n', ..] | [0xc2, 0x85, ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}

/// Returns the end of the newline at `at`.
pub(crate) fn newline_end(text: &str, at: usize) -> usize {
    at + newline_length(text.as_bytes(), at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        lines(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn every_newline_ends_a_line() {
        assert_eq!(
            found("a\nb\r\nc\rd\u{85}e\u{2028}f\u{2029}g"),
            ["a", "b", "c", "d", "e", "f", "g"]
        );
    }

    #[test]
    fn blank_lines_are_left_out_and_the_rest_is_trimmed() {
        assert_eq!(found("\n \t\n  a b  \n\u{a0}\n\u{3000}c"), ["a b", "c"]);
        assert!(found("").is_empty());
        assert!(found(" \r\n ").is_empty());
    }

    #[test]
    fn characters_that_begin_like_a_newline_do_not_end_a_line() {
        assert_eq!(found("“é” – «c»"), ["“é” – «c»"]);
    }

    proptest! {
        #[test]
        fn lines_agree_with_splitting_at_each_newline(text in "[a é“\n\r\t\u{85}\u{2028}\u{2029}]{0,30}") {
            let newline = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];
            let expected: Vec<&str> = text.split(newline).map(str::trim).filter(|line| !line.is_empty()).collect();
            prop_assert_eq!(found(&text), expected);
        }
    }
}
