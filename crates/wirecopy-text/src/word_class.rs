//! What a character beyond ASCII means to the word rules of UAX #29.

use crate::word_class_table::RANGES;

/// The classes of characters that a scanner can deal with one by one, and all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Wide {
    /// No part of any word; a boundary on both sides.
    Other,
    /// A letter of a script that writes spaces, Hangul among them.
    Letter,
    Digit,
    Katakana,
    /// A letter that is a word by itself: ideographs, hiragana, Thai.
    Alone,
    /// Belongs to the character before it.
    Extend,
    MidLetter,
    MidNum,
    MidNumLet,
    /// Takes part in rules that look further: joiners, format controls, Hebrew, flags, wide blanks;
    /// and all characters above U+FFFF.
    Complex,
}

/// Returns the class of the character beyond ASCII that starts at `at`, and its length in bytes.
#[inline]
pub(crate) fn wide_at(bytes: &[u8], at: usize) -> (Wide, usize) {
    let bits = |offset: usize| usize::from(bytes[at + offset] & 0x3f);
    match bytes[at] {
        lead @ ..0xe0 => (CLASSES[usize::from(lead & 0x1f) << 6 | bits(1)], 2),
        lead @ 0xe0..0xf0 => (
            CLASSES[usize::from(lead & 0x0f) << 12 | bits(1) << 6 | bits(2)],
            3,
        ),
        _ => (Wide::Complex, 4),
    }
}

/// The class of each character up to U+FFFF: 64 kB, of which a text touches little.
static CLASSES: [Wide; 0x1_0000] = {
    let mut classes = [Wide::Other; 0x1_0000];
    let mut index = 0;
    while index < RANGES.len() {
        let (first, last, class) = RANGES[index];
        let mut code = first as usize;
        while code <= last as usize {
            classes[code] = class;
            code += 1;
        }
        index += 1;
    }
    classes
};

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::words::plain_words;

    #[test]
    fn each_character_makes_the_words_that_the_standard_says_it_does() {
        // Above U+FFFF all are complex: some will do.
        let some = |c: &char| *c <= '\u{ffff}' || u32::from(*c) % 61 == 0;
        for c in ('\u{80}'..='\u{10ffff}').filter(some) {
            let text = format!(
                "a{c}a 1{c}1 {c}{c} _{c}_ カ{c}カ 水{c}水 a.{c}1{c}.1 a{c}\u{301}.a -{c}- a{c}.a’{c}’a {c}\u{345} 1,{c}"
            );
            let found: Vec<(usize, &str)> = plain_words(&text)
                .map(|span| (span.range().start, span.of(&text)))
                .collect();
            let expected: Vec<(usize, &str)> = text.unicode_word_indices().collect();
            assert_eq!(found, expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn characters_are_read_whole() {
        for (text, class) in [
            ("é", Wide::Letter),
            ("’", Wide::MidNumLet),
            ("水", Wide::Alone),
            ("カ", Wide::Katakana),
            ("\u{301}", Wide::Extend),
            ("“", Wide::Other),
            ("٣", Wide::Digit),
            ("\u{200d}", Wide::Complex),
            ("🙂", Wide::Complex),
        ] {
            assert_eq!(wide_at(text.as_bytes(), 0), (class, text.len()), "{text}");
        }
    }
}
