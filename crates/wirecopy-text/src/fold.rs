//! The form in which words are compared.

use std::borrow::Cow;
use std::sync::LazyLock;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// Returns the form of `word` in which words are compared.
///
/// The form is normalised (NFC) and case-folded by Unicode's full default folding (so `STRASSE` and
/// `Straße` agree, and a final sigma agrees with any other). Characters that typists and page
/// layouts use for the apostrophe become `'`: the single quotation marks U+2018, U+2019 and U+201B,
/// the modifier letters U+02BB and U+02BC, and the full-width U+FF07. Characters without a shape of
/// their own are dropped: soft hyphen, zero-width characters, joiners, bidirectional controls, byte
/// order mark, variation selectors.
///
/// Accents stay: `resumé` and `resume` differ. So do compatibility characters: `①` is not `1`.
///
/// Borrows when the word has this form already; `O(n)` otherwise. Folding twice changes nothing.
///
/// # Example
/// ```
/// use wirecopy_text::fold;
///
/// assert_eq!(fold("DON’T"), "don't");
/// assert_eq!(fold("co\u{ad}operate"), "cooperate");
/// assert_eq!(fold("E\u{301}tat"), "état");
/// ```
#[must_use]
pub fn fold(word: &str) -> Cow<'_, str> {
    let mut buffer = String::new();
    let borrowed = {
        let folded = fold_into(word, &mut buffer);
        std::ptr::eq(folded.as_ptr(), word.as_ptr()) && folded.len() == word.len()
    };
    if borrowed {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(buffer)
    }
}

/// Returns the same as [`fold`], written into `buffer` unless `word` has its compared form already.
///
/// Whatever `buffer` held is lost. It allocates only until it has grown to the longest word.
///
/// # Example
/// ```
/// use wirecopy_text::fold_into;
///
/// let mut buffer = String::new();
/// for word in ["Harbour", "HARBOUR", "harbour"] {
///     assert_eq!(fold_into(word, &mut buffer), "harbour");
/// }
/// ```
pub fn fold_into<'b>(word: &'b str, buffer: &'b mut String) -> &'b str {
    if word.is_ascii() {
        if !word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return word;
        }
        buffer.clear();
        buffer.push_str(word);
        buffer.make_ascii_lowercase();
        return buffer;
    }
    buffer.clear();
    if !fold_by_table(word, buffer) {
        buffer.clear();
        fold_by_standard(word, buffer);
    }
    if buffer == word { word } else { buffer }
}

/// Folds by the definition: canonical decomposition, case folding, canonical composition.
fn fold_by_standard(word: &str, buffer: &mut String) {
    let shown = word.chars().filter(|&c| !is_invisible(c));
    // Apostrophes last: `ŉ` folds to one and an `n`.
    buffer.extend(
        shown
            .nfd()
            .default_case_fold()
            .map(|c| if is_apostrophe(c) { '\'' } else { c })
            .nfc(),
    );
}

/// Folds character by character; answers `false` when the word holds a character that this cannot
/// do.
fn fold_by_table(word: &str, buffer: &mut String) -> bool {
    let table = &**TABLE;
    for c in word.chars() {
        match table.get(c as usize) {
            Some(&folded) if folded < DROPPED => match char::from_u32(u32::from(folded)) {
                Some(folded) => buffer.push(folded),
                None => return false,
            },
            Some(&DROPPED) => {}
            None if is_settled(c) => buffer.push(c),
            _ => return false,
        }
    }
    true
}

/// The characters below this one are folded by table: all alphabets in wide use, and the general
/// punctuation.
const TABLE_LEN: u16 = 0x2070;
/// Stands in the table for a character that is dropped. Like [`COMPLEX`] it is a surrogate, so no
/// folded character.
const DROPPED: u16 = 0xd800;
/// Stands in the table for a character that needs the definition.
const COMPLEX: u16 = 0xd801;

/// For each character, what it folds to when it folds to one character wherever it stands.
///
/// That holds when its folded, composed form is one character that neither is a combining mark nor
/// composes with a character before it: words of such characters are folded one character at a
/// time.
static TABLE: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    (0..TABLE_LEN)
        .map(|value| {
            let Some(c) = char::from_u32(u32::from(value)) else {
                return COMPLEX;
            };
            if is_invisible(c) {
                return DROPPED;
            }
            if is_apostrophe(c) {
                return u16::from(b'\'');
            }
            let mut folded = c.nfd().default_case_fold().nfc();
            match (folded.next(), folded.next()) {
                (Some(only), None) if stands_alone(only) => {
                    u16::try_from(u32::from(only)).unwrap_or(COMPLEX)
                }
                _ => COMPLEX,
            }
        })
        .collect()
});

fn stands_alone(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// Says whether `c`, above the table, folds to itself wherever it stands: kana, unified ideographs
/// and Hangul syllables.
fn is_settled(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

pub(crate) fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' | '\u{ff07}'
    )
}

/// Says whether `c` is dropped: it has no shape of its own and no sound.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' // soft hyphen
            | '\u{34f}' // combining grapheme joiner
            | '\u{61c}' // Arabic letter mark
            | '\u{180b}'..='\u{180f}' // Mongolian variation selectors and vowel separator
            | '\u{200b}'..='\u{200f}' // zero-width space, joiners, directional marks
            | '\u{202a}'..='\u{202e}' // directional embeddings
            | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, directional isolates
            | '\u{fe00}'..='\u{fe0f}' // variation selectors
            | '\u{feff}' // byte order mark
            | '\u{e0100}'..='\u{e01ef}' // more variation selectors
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_standard(word: &str) -> String {
        let mut buffer = String::new();
        fold_by_standard(word, &mut buffer);
        buffer
    }

    #[test]
    fn a_folded_word_is_borrowed() {
        for word in ["harbour", "don't", "état", "порт", "3,000", "港", "ค่า"] {
            assert!(matches!(fold(word), Cow::Borrowed(_)), "{word}");
        }
    }

    #[test]
    fn case_does_not_matter() {
        assert_eq!(fold("HARBOUR"), "harbour");
        assert_eq!(fold("STRASSE"), fold("Straße"));
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("οδός"), fold("ΟΔΌΣ"));
        assert_eq!(fold("ПОРТ"), "порт");
        assert_eq!(fold("ǅ"), "ǆ");
        assert_eq!(fold("ﬁnal"), "final");
    }

    #[test]
    fn apostrophes_agree() {
        for word in [
            "don't", "don’t", "don‘t", "donʼt", "don‛t", "don＇t", "donʻt",
        ] {
            assert_eq!(fold(word), "don't");
        }
        assert_eq!(fold("ŉ"), "'n");
    }

    #[test]
    fn a_prime_is_no_apostrophe() {
        assert_ne!(fold("don′t"), "don't");
        assert_ne!(fold("Kazanʹ"), fold("Kazan'"));
    }

    #[test]
    fn what_cannot_be_seen_is_dropped() {
        for dirt in [
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{200e}',
            '\u{202a}',
            '\u{2060}',
            '\u{2066}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0100}',
        ] {
            assert_eq!(
                fold(&format!("Har{dirt}bour")),
                "harbour",
                "U+{:04X}",
                u32::from(dirt)
            );
        }
    }

    #[test]
    fn dirt_between_a_letter_and_its_accent_does_not_part_them() {
        assert_eq!(fold("e\u{ad}\u{301}tat"), "état");
    }

    #[test]
    fn composed_and_decomposed_words_agree() {
        assert_eq!(fold("re\u{301}sume\u{301}"), fold("résumé"));
        assert_eq!(fold("\u{1112}\u{1161}\u{11ab}"), fold("한"));
        assert_eq!(fold("か\u{3099}"), fold("が"));
        assert_eq!(fold("\u{212b}"), fold("å"));
    }

    #[test]
    fn the_table_agrees_with_the_definition_for_each_character_beside_others() {
        for value in 0..=0x10_ffff {
            let Some(c) = char::from_u32(value) else {
                continue;
            };
            for word in [format!("{c}é"), format!("가{c}b")] {
                let mut buffer = String::new();
                if fold_by_table(&word, &mut buffer) {
                    assert_eq!(buffer, by_standard(&word), "U+{value:04X}");
                }
            }
        }
    }

    #[test]
    fn the_buffer_may_hold_anything_before() {
        let mut buffer = String::from("left over");
        assert_eq!(fold_into("État", &mut buffer), "état");
        assert_eq!(fold_into("Port", &mut buffer), "port");
    }

    proptest! {
        #[test]
        fn folding_agrees_with_the_definition(word in "\\PC{0,12}") {
            prop_assert_eq!(fold(&word), by_standard(&word));
        }

        #[test]
        fn folding_twice_changes_nothing(word in "[a-zA-ZßẞİıſΣςᾳᾼ\u{345}\u{300}-\u{308}ŉǰΐŸ’ʼ\u{200d}\u{ad}가-각\u{11a8}]{0,8}") {
            let once = fold(&word).into_owned();
            prop_assert_eq!(fold(&once), once.as_str());
        }

        #[test]
        fn equivalent_words_agree(word in "[a-zA-ZÀ-ÿΆ-ώЀ-ӿ\u{300}-\u{345}가-각]{0,8}") {
            let decomposed: String = word.nfd().collect();
            let composed: String = word.nfc().collect();
            prop_assert_eq!(fold(&decomposed), fold(&composed));
        }
    }
}
