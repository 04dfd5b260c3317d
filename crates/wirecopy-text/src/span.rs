//! Ranges of bytes in a text.

use std::fmt;
use std::ops::Range;

/// A range of bytes in the original text, from `start` up to and without `end`.
///
/// Spans that this crate returns lie on character boundaries of the text they came from, so
/// `&text[span.range()]` always works on that text. Spans order by `start`, then by `end`.
///
/// # Example
/// ```
/// use wirecopy_text::Span;
///
/// let span = Span::new(4, 7);
/// assert_eq!(span.of("the cat sat"), "cat");
/// assert_eq!(span.cover(Span::new(8, 11)).of("the cat sat"), "cat sat");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last one.
    pub end: u32,
}

impl Span {
    /// Makes the span `start..end`.
    ///
    /// # Panics
    /// When `end` lies before `start`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        assert!(start <= end, "a span ends before it starts");
        Self { start, end }
    }

    /// Makes a span of offsets that are known to fit.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "callers scan at most `MAX_TEXT_BYTES` bytes of a text"
    )]
    pub(crate) const fn at(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= MAX_TEXT_BYTES);
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// Returns the number of bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Says whether the span holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Returns the span as a range that can index a `str`.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Returns the part of `text` that the span names.
    ///
    /// # Panics
    /// When the span does not lie within `text` or cuts one of its characters, which says that it
    /// came from another text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Says whether every byte of `other` lies in this span.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Says whether the two spans have a byte in common.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end && !self.is_empty() && !other.is_empty()
    }

    /// Returns the smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}..{}", self.start, self.end)
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.range()
    }
}

/// The longest text whose every offset fits a [`Span`].
pub(crate) const MAX_TEXT_BYTES: usize = u32::MAX as usize;

/// Returns the longest prefix of `text` whose every offset fits a [`Span`].
pub(crate) fn addressable(text: &str) -> &str {
    if text.len() <= MAX_TEXT_BYTES {
        return text;
    }
    let mut end = MAX_TEXT_BYTES;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_that_only_touch_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert!(!Span::new(2, 2).overlaps(Span::new(0, 5)));
    }

    #[test]
    fn a_span_contains_itself_and_its_parts() {
        let span = Span::new(2, 9);
        assert!(span.contains(span));
        assert!(span.contains(Span::new(4, 4)));
        assert!(!span.contains(Span::new(1, 4)));
    }

    #[test]
    fn a_cover_spans_the_gap() {
        assert_eq!(Span::new(7, 9).cover(Span::new(1, 2)), Span::new(1, 9));
    }

    #[test]
    fn spans_print_as_ranges() {
        assert_eq!(format!("{:?}", Span::new(1, 9)), "1..9");
    }

    #[test]
    #[should_panic(expected = "ends before it starts")]
    fn a_reversed_span_is_a_bug_of_the_caller() {
        let _ = Span::new(2, 1);
    }
}
