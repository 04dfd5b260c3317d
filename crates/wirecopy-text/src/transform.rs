//! What an analyser does to the characters of a token.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::analyzer::{Case, Normalization};
use crate::fold::{fold_into, is_apostrophe, is_invisible};

/// The steps, in this order: normalisation, case, accents, punctuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Transform {
    pub(crate) normalization: Normalization,
    pub(crate) case: Case,
    /// The language has an i with a dot and one without.
    pub(crate) dots_its_i: bool,
    pub(crate) strip_accents: bool,
    pub(crate) fold_punctuation: bool,
}

impl Transform {
    /// Leaves everything as it is.
    pub(crate) const NONE: Self = Self {
        normalization: Normalization::None,
        case: Case::Keep,
        dots_its_i: false,
        strip_accents: false,
        fold_punctuation: false,
    };

    /// Says whether nothing changes.
    pub(crate) fn is_none(self) -> bool {
        Self {
            dots_its_i: false,
            ..self
        } == Self::NONE
    }

    /// Says whether the transform is [`fold`](crate::fold), quotation marks aside.
    pub(crate) fn is_fold(self) -> bool {
        self.normalization == Normalization::Nfc
            && self.case == Case::Fold
            && !self.dots_its_i
            && !self.strip_accents
            && self.fold_punctuation
    }

    /// Says whether ASCII characters at most change their case.
    pub(crate) fn keeps_ascii(self) -> bool {
        self.case == Case::Keep || !self.dots_its_i
    }

    /// Returns the same as [`apply`](Self::apply) for a word, which holds no quotation marks.
    pub(crate) fn apply_to_word<'b>(self, word: &'b str, buffer: &'b mut String) -> &'b str {
        if self.is_fold() {
            fold_into(word, buffer)
        } else {
            self.apply(word, buffer)
        }
    }

    /// Returns `text` transformed, written into `buffer` unless nothing changed.
    pub(crate) fn apply<'b>(self, text: &'b str, buffer: &'b mut String) -> &'b str {
        if self.is_none() {
            return text;
        }
        if self.is_fold() && (text.is_ascii() || !text.contains(is_quotation_mark)) {
            return fold_into(text, buffer);
        }
        buffer.clear();
        if text.is_ascii() && self.keeps_ascii() {
            if self.case == Case::Keep || !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                return text;
            }
            buffer.push_str(text);
            buffer.make_ascii_lowercase();
            return buffer;
        }
        self.append(text, buffer);
        if buffer == text { text } else { buffer }
    }

    /// Appends `text` transformed to `buffer`, step by step.
    pub(crate) fn append(self, text: &str, buffer: &mut String) {
        let mut shown: String = text
            .chars()
            .filter(|&c| !(self.fold_punctuation && is_invisible(c)))
            .collect();
        shown = match self.normalization {
            Normalization::None => shown,
            Normalization::Nfc => shown.nfc().collect(),
            Normalization::Nfkc => shown.nfkc().collect(),
        };
        if self.dots_its_i && self.case != Case::Keep {
            shown = shown
                .replace("I\u{307}", "i")
                .replace('İ', "i")
                .replace('I', "ı");
        }
        shown = match (self.case, self.normalization) {
            (Case::Keep, _) => shown,
            (Case::Lower, _) => shown.to_lowercase(),
            (Case::Fold, Normalization::None) => shown.chars().default_case_fold().collect(),
            (Case::Fold, Normalization::Nfc) => shown.nfd().default_case_fold().nfc().collect(),
            (Case::Fold, Normalization::Nfkc) => shown.nfd().default_case_fold().nfkc().collect(),
        };
        if self.strip_accents {
            shown = shown.nfd().filter(|&c| !is_accent(c)).nfc().collect();
        }
        if self.fold_punctuation {
            buffer.extend(shown.chars().map(plain_mark));
        } else {
            buffer.push_str(&shown);
        }
    }
}

/// Says whether `c` is a mark that readers take for an ornament of its letter: above, below or
/// through it in the alphabets, and the points of Hebrew and Arabic. The vowel signs of India, the
/// voicing marks of kana and the tones of Thai make other letters and stay.
fn is_accent(c: char) -> bool {
    matches!(canonical_combining_class(c), 1 | 10..=36 | 200..=240)
}

/// Returns the ASCII form of an apostrophe or quotation mark, and any other character as it is.
fn plain_mark(c: char) -> char {
    match c {
        c if is_apostrophe(c) => '\'',
        '\u{201a}' | '\u{2039}' | '\u{203a}' => '\'',
        c if is_quotation_mark(c) => '"',
        c => c,
    }
}

/// Says whether `c` is a quotation mark that [`fold`](crate::fold) leaves alone.
fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '\u{201a}'
            | '\u{201c}'..='\u{201f}'
            | '\u{2039}'
            | '\u{203a}'
            | '\u{ab}'
            | '\u{bb}'
            | '\u{301d}'..='\u{301f}'
            | '\u{ff02}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FOLD: Transform = Transform {
        normalization: Normalization::Nfc,
        case: Case::Fold,
        fold_punctuation: true,
        ..Transform::NONE
    };

    fn applied(transform: Transform, text: &str) -> String {
        transform.apply(text, &mut String::new()).to_owned()
    }

    #[test]
    fn accents_go_and_letters_stay() {
        let strip = Transform {
            strip_accents: true,
            ..Transform::NONE
        };
        for (text, expected) in [
            ("résumé Ångström", "resume Angstrom"),
            ("οδός й", "οδος и"),
            ("مُحَمَّد", "محمد"),
            ("が नमस्ते ก่า", "が नमस्ते ก่า"),
            ("Łódź ø", "Łodz ø"),
        ] {
            assert_eq!(applied(strip, text), expected);
        }
    }

    #[test]
    fn turkish_has_two_letters_i() {
        for case in [Case::Lower, Case::Fold] {
            let turkish = Transform {
                case,
                dots_its_i: true,
                ..Transform::NONE
            };
            assert_eq!(applied(turkish, "ISPARTA İzmir"), "ısparta izmir");
            assert_eq!(applied(turkish, "I\u{307}zmir"), "izmir");
        }
        assert_eq!(applied(FOLD, "ISPARTA"), "isparta");
    }

    #[test]
    fn compatibility_characters_agree_with_nfkc() {
        let nfkc = Transform {
            normalization: Normalization::Nfkc,
            ..FOLD
        };
        assert_eq!(applied(nfkc, "ＡＰ ﬁre ①"), "ap fire 1");
        assert_eq!(applied(FOLD, "①"), "①");
    }

    #[test]
    fn marks_get_their_typewriter_forms() {
        assert_eq!(applied(FOLD, "„It’s‟ «so» ‹x›"), "\"it's\" \"so\" 'x'");
    }

    proptest! {
        #[test]
        fn the_steps_of_folding_are_fold(word in "[\\PC&&[^\u{ab}\u{bb}‚‹›“-‟〝-〟＂]]{0,12}") {
            let mut steps = String::new();
            FOLD.append(&word, &mut steps);
            prop_assert_eq!(steps, crate::fold(&word));
        }

        #[test]
        fn ascii_takes_no_short_cut_to_another_result(word in "[ -~]{0,12}") {
            for case in [Case::Keep, Case::Lower, Case::Fold] {
                for dots_its_i in [false, true] {
                    let transform = Transform { case, dots_its_i, strip_accents: true, ..FOLD };
                    let mut steps = String::new();
                    transform.append(&word, &mut steps);
                    prop_assert_eq!(applied(transform, &word), steps);
                }
            }
        }
    }
}
