//! Lower case and accents, as Python has them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::terms::StripAccents;

/// Appends `text` in lower case, as by Python's `str.lower`, to `buffer`.
pub(crate) fn lower_onto(text: &str, buffer: &mut String) {
    if text.is_ascii() {
        let start = buffer.len();
        buffer.push_str(text);
        buffer[start..].make_ascii_lowercase();
        return;
    }
    // The only letter whose lower case depends on its neighbours.
    if text.contains('Σ') {
        if text.contains(is_new_capital) {
            let kept: Vec<&str> = text.split(is_new_capital).collect();
            let mut capitals = text.matches(is_new_capital);
            for part in kept {
                buffer.push_str(&part.to_lowercase());
                buffer.push_str(capitals.next().unwrap_or_default());
            }
        } else {
            buffer.push_str(&text.to_lowercase());
        }
        return;
    }
    buffer.reserve(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let ascii = rest.bytes().position(|byte| byte >= 0x80);
        let (plain, other) = rest.split_at(ascii.unwrap_or(rest.len()));
        let start = buffer.len();
        buffer.push_str(plain);
        buffer[start..].make_ascii_lowercase();
        let mut chars = other.chars();
        for c in chars.by_ref() {
            if !has_case(c) || is_new_capital(c) {
                buffer.push(c);
            } else {
                buffer.extend(c.to_lowercase());
            }
            if c.is_ascii() {
                break;
            }
        }
        rest = chars.as_str();
    }
}

/// Says whether the character may have a lower case, quickly.
#[inline]
fn has_case(c: char) -> bool {
    // Punctuation and symbols up to the letterlike ones, and what stands between the Latin
    // extensions and the full-width letters.
    !matches!(c, '\u{2000}'..='\u{20ff}' | '\u{2e00}'..='\u{a63f}' | '\u{ac00}'..='\u{ff20}')
}

/// Says whether `c` got its lower case after Unicode 14, whose words
/// [`is_python_word`](wirecopy_text::is_python_word) knows: to that Python they have none.
#[inline]
fn is_new_capital(c: char) -> bool {
    matches!(c, '\u{1c89}' | '\u{a7cb}' | '\u{a7cc}' | '\u{a7ce}' | '\u{a7d2}' | '\u{a7d4}' | '\u{a7da}' | '\u{a7dc}'
        | '\u{10d50}'..='\u{10d65}' | '\u{16ea0}'..='\u{16eb8}')
}

/// Takes accents off, as scikit-learn's `strip_accents_ascii` and `strip_accents_unicode` do.
pub(crate) fn strip(accents: StripAccents, text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    match accents {
        StripAccents::None => Cow::Borrowed(text),
        StripAccents::Ascii => text
            .nfkd()
            .filter(char::is_ascii)
            .collect::<String>()
            .into(),
        StripAccents::Unicode => {
            let kept = text.nfkd().filter(|&c| canonical_combining_class(c) == 0);
            kept.collect::<String>().into()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lower(text: &str) -> String {
        let mut buffer = "As it was ".to_owned();
        lower_onto(text, &mut buffer);
        buffer.strip_prefix("As it was ").unwrap().to_owned()
    }

    #[test]
    fn every_character_has_the_lower_case_of_the_standard_but_the_newest() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let expected = if is_new_capital(c) {
                c.to_string()
            } else {
                c.to_string().to_lowercase()
            };
            assert_eq!(lower(&c.to_string()), expected, "U+{:04X}", u32::from(c));
            assert_eq!(
                lower(&format!("Aé{c}B")),
                format!("aé{}b", if c == 'Σ' { "σ" } else { &expected })
            );
        }
    }

    #[test]
    fn a_new_capital_stays_beside_a_sigma() {
        assert_eq!(lower("ΑΣ \u{a7cb}ΑΣ"), "ας \u{a7cb}ας");
    }

    #[test]
    fn accents_go_by_decomposition() {
        assert_eq!(
            strip(StripAccents::Unicode, "naïve ﬁancé ٱلْ"),
            "naive fiance ٱل"
        );
        assert_eq!(
            strip(StripAccents::Ascii, "naïve ﬁancé Ωx"),
            "naive fiance x"
        );
        assert_eq!(strip(StripAccents::None, "naïve"), "naïve");
    }

    proptest! {
        #[test]
        fn lower_case_is_the_standards(text in "[aBéÉΣσİ’Ж\u{307}\u{1f88}Ⓐ ]{0,12}") {
            prop_assert_eq!(lower(&text), text.to_lowercase());
        }
    }
}
