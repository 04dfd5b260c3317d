//! Python's idea of characters, which is scikit-learn's.

use std::sync::LazyLock;

use crate::python_newer::RANGES as NEWER_RANGES;
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
    holds(&WORD, c)
}

#[inline]
fn holds(table: &[u64], c: char) -> bool {
    let at = c as usize;
    table
        .get(at / 64)
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

/// Says whether `text` has a character that became a letter, a number or a mark after Unicode 14.0,
/// the version of [`is_python_word`]: Pythons from 3.12 on may find other words in it.
///
/// `O(n)`, some gigabytes of ASCII a second.
///
/// # Example
/// ```
/// use wirecopy_text::needs_newer_unicode;
///
/// assert!(!needs_newer_unicode("naïve “水” 😀"));
/// assert!(needs_newer_unicode("a character of Unicode 15: \u{31350}"));
/// ```
#[must_use]
pub fn needs_newer_unicode(text: &str) -> bool {
    let bytes = text.as_bytes();
    (0..)
        .step_by(64)
        .zip(bytes.chunks(64))
        .any(|(start, block)| {
            // Compiles to comparisons of many bytes at once. No byte inside a character is that large.
            let largest = block.iter().fold(0, |largest, &byte| byte.max(largest));
            largest >= FIRST_NEWER_BYTE
                && block.iter().enumerate().any(|(at, &byte)| {
                    byte >= FIRST_NEWER_BYTE && text[start + at..].starts_with(is_newer)
                })
        })
}

/// What the first character of the table begins with in UTF-8.
const FIRST_NEWER_BYTE: u8 = 0xd5;

fn is_newer(c: char) -> bool {
    holds(&NEWER, c)
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
static WORD: LazyLock<Box<[u64]>> = LazyLock::new(|| bits(RANGES));

/// The same of what is newer: 26 kB.
static NEWER: LazyLock<Box<[u64]>> = LazyLock::new(|| bits(NEWER_RANGES));

fn bits(ranges: &[(u32, u32)]) -> Box<[u64]> {
    let last = ranges.last().map_or(0, |&(_, last)| last);
    let mut bits = vec![0_u64; last as usize / 64 + 1];
    for at in ranges.iter().flat_map(|&(first, last)| first..=last) {
        bits[at as usize / 64] |= 1 << (at % 64);
    }
    bits.into_boxed_slice()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_apart_and_in_order() {
        for ranges in [RANGES, NEWER_RANGES] {
            assert!(ranges.iter().all(|&(first, last)| first <= last));
            assert!(ranges.is_sorted_by(|a, b| a.1 + 1 < b.0));
        }
    }

    #[test]
    fn a_newer_character_is_found_wherever_it_stands() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let code = u32::from(c);
            let newer = NEWER_RANGES
                .iter()
                .any(|&(first, last)| (first..=last).contains(&code));
            assert_eq!(needs_newer_unicode(&c.to_string()), newer, "U+{code:04X}");
            assert!(!(newer && is_python_word(c)), "U+{code:04X}");
        }
        for at in 0..200 {
            let text = |c: char| format!("{}{c}{}", "’".repeat(at), "é".repeat(70));
            assert!(needs_newer_unicode(&text('\u{a7cb}')));
            assert!(!needs_newer_unicode(&text('水')));
        }
    }

    #[test]
    fn the_table_covers_what_this_rust_calls_letters() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            // Of the marks and symbols that are alphabetic all the same, these have a case.
            let letter = c.is_lowercase() || c.is_uppercase() || c.is_numeric();
            let symbol =
                matches!(c, '\u{345}' | '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}');
            let known = is_python_word(c) || is_newer(c);
            assert!(!letter || symbol || known, "U+{:04X}", u32::from(c));
        }
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
