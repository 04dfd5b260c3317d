//! All segments of a text, nothing left out: words, sentences and characters as readers see them.

use std::iter::FusedIterator;

use unicode_segmentation::UnicodeSegmentation;

use crate::sentences::Sentences;
use crate::span::{Span, addressable};

/// Returns the spans between the word boundaries of [UAX #29](https://www.unicode.org/reports/tr29/),
/// to the letter: words, white space and punctuation alike. Together they are the text.
///
/// [`plain_words`](crate::plain_words) gives those that are words. Only the first `u32::MAX` bytes
/// are read. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::word_segments;
///
/// let text = "It isn't so.";
/// let found: Vec<&str> = word_segments(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["It", " ", "isn't", " ", "so", "."]);
/// ```
#[must_use]
pub fn word_segments(text: &str) -> impl FusedIterator<Item = Span> + '_ {
    addressable(text)
        .split_word_bound_indices()
        .map(located)
        .fuse()
}

/// Returns the spans between the sentence boundaries of [UAX
/// #29](https://www.unicode.org/reports/tr29/), to the letter: each with the white space behind it.
/// Together they are the text.
///
/// [`sentences`](crate::sentences) knows abbreviations and wrapped lines, which the standard does
/// not. Only the first `u32::MAX` bytes are read. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::sentence_segments;
///
/// let text = "Mr. Ito left. So did I.";
/// let found: Vec<&str> = sentence_segments(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["Mr. ", "Ito left. ", "So did I."]);
/// ```
#[must_use]
pub fn sentence_segments(text: &str) -> impl FusedIterator<Item = Span> + '_ {
    Sentences::plain(addressable(text)).segments()
}

/// Returns the spans of the extended grapheme clusters of [UAX
/// #29](https://www.unicode.org/reports/tr29/): what a reader takes for one character. Together
/// they are the text.
///
/// Only the first `u32::MAX` bytes are read. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::graphemes;
///
/// let text = "e\u{301}🇫🇷";
/// assert_eq!(graphemes(text).count(), 2);
/// ```
#[must_use]
pub fn graphemes(text: &str) -> impl FusedIterator<Item = Span> + '_ {
    addressable(text).grapheme_indices(true).map(located).fuse()
}

fn located((start, part): (usize, &str)) -> Span {
    Span::at(start, start + part.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(text: &str, segments: impl Iterator<Item = Span>) -> String {
        segments.map(|span| span.of(text)).collect()
    }

    proptest! {
        #[test]
        fn the_segments_of_each_kind_are_the_text(text in "\\PC{0,60}|[aB1 .?!\n\r\u{301}水]{0,40}") {
            prop_assert_eq!(joined(&text, word_segments(&text)), text.as_str());
            prop_assert_eq!(joined(&text, sentence_segments(&text)), text.as_str());
            prop_assert_eq!(joined(&text, graphemes(&text)), text.as_str());
        }
    }
}
