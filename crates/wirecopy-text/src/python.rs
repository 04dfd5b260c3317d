//! Python's idea of characters, which is scikit-learn's.

use std::sync::LazyLock;

use crate::python_word::RANGES;

/// Says whether `c` matches `\w` in a `str` pattern of Python's `re`.
///
/// The table is that of `CPython` 3.11 (Unicode 14.0). It is neither `char::is_alphanumeric` nor the
/// `\w` of Rust's `regex`: combining marks are outside, `½` and `²` inside.
///
/// # Example
/// ```
/// use wirecopy_text::is_python_word;
///
/// assert!(is_python_word('é') && is_python_word('_') && is_python_word('²'));
/// assert!(!is_python_word('\u{301}') && !is_python_word('\''));
/// ```
#[inline]
#[must_use]
pub fn is_python_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    let at = c as usize;
    WORD.get(at / 64)
        .is_some_and(|bits| bits >> (at % 64) & 1 == 1)
}

/// Says whether `c` is white space to Python: `str.isspace`, and `\s` in `re`.
///
/// The white space of Unicode, and the separators U+001C to U+001F.
#[inline]
#[must_use]
pub fn is_python_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Returns where runs of two or more characters stand that are `\w` to Python.
pub(crate) fn python_words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (start, _) = rest.find(|&(_, c)| is_python_word(c))?;
            let mut length = 1;
            let end = loop {
                match rest.next() {
                    Some((_, c)) if is_python_word(c) => length += 1,
                    Some((at, _)) => break at,
                    None => break text.len(),
                }
            };
            if length > 1 {
                return Some((start, end));
            }
        }
    })
}

/// One bit for each code point up to the last `\w`: 25 kB.
static WORD: LazyLock<Box<[u64]>> = LazyLock::new(|| {
    let last = RANGES.last().map_or(0, |&(_, last)| last);
    let mut bits = vec![0_u64; last as usize / 64 + 1];
    for at in RANGES.iter().flat_map(|&(first, last)| first..=last) {
        bits[at as usize / 64] |= 1 << (at % 64);
    }
    bits.into_boxed_slice()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_apart_and_in_order() {
        assert!(RANGES.iter().all(|&(first, last)| first <= last));
        assert!(RANGES.is_sorted_by(|a, b| a.1 + 1 < b.0));
    }

    #[test]
    fn each_code_point_is_where_its_range_says() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let at = RANGES.partition_point(|&(_, last)| last < u32::from(c));
            let inside = RANGES
                .get(at)
                .is_some_and(|&(first, _)| first <= u32::from(c));
            assert_eq!(is_python_word(c), inside, "U+{:04X}", u32::from(c));
        }
    }
}
