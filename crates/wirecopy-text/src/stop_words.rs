//! Words that say little about a text.

use std::sync::LazyLock;

use crate::language::Language;

/// Returns the default stop words of a language: in lower case, NFC, with `'` for the apostrophe,
/// sorted, without repeats; nothing for a language without a list.
///
/// For Danish, Dutch, English, Finnish, French, German, Hungarian, Indonesian, Irish, Italian,
/// Norwegian, Portuguese, Russian, Sesotho, Spanish and Swedish they are Snowball's, which hold
/// function words only; for the other languages those of Stopwords ISO, which are longer and less
/// strict. Nepali, Serbian, Tamil and Yiddish have none. `THIRD_PARTY.md` names sources and
/// licences.
///
/// # Example
/// ```
/// use wirecopy_text::{Language, stop_words};
///
/// let english = stop_words(Language::English).unwrap();
/// assert!(english.contains(&"the") && !english.contains(&"harbour"));
/// assert_eq!(stop_words(Language::Tamil), None);
/// ```
#[must_use]
pub fn stop_words(language: Language) -> Option<&'static [&'static str]> {
    /// Makes a lookup into one file for each language.
    macro_rules! lists {
        ($($language:ident $file:literal;)*) => {
            match language {
                $(Language::$language => {
                    static WORDS: LazyLock<Box<[&str]>> =
                        LazyLock::new(|| include_str!(concat!("stop_words/", $file, ".txt")).lines().collect());
                    Some(&WORDS)
                })*
                Language::Nepali | Language::Serbian | Language::Tamil | Language::Yiddish => None,
            }
        };
    }
    lists! {
        Arabic "ar";
        Armenian "hy";
        Basque "eu";
        Catalan "ca";
        Chinese "zh";
        Czech "cs";
        Danish "da";
        Dutch "nl";
        English "en";
        Esperanto "eo";
        Estonian "et";
        Finnish "fi";
        French "fr";
        German "de";
        Greek "el";
        Hindi "hi";
        Hungarian "hu";
        Indonesian "id";
        Irish "ga";
        Italian "it";
        Japanese "ja";
        Lithuanian "lt";
        Norwegian "no";
        Persian "fa";
        Polish "pl";
        Portuguese "pt";
        Romanian "ro";
        Russian "ru";
        Sesotho "st";
        Spanish "es";
        Swedish "sv";
        Thai "th";
        Turkish "tr";
        Ukrainian "uk";
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;

    #[test]
    fn the_lists_are_as_promised() {
        let mut lists = 0;
        for &language in Language::ALL {
            let Some(words) = stop_words(language) else {
                continue;
            };
            lists += 1;
            assert!(words.len() >= 30, "{language} has {}", words.len());
            assert!(words.is_sorted_by(|a, b| a < b), "{language}");
            for word in words {
                let clean = !word.is_empty() && is_nfc(word) && !word.contains(['’', ' ']);
                assert!(clean, "{language}: {word}");
                assert!(!word.contains(char::is_uppercase), "{language}: {word}");
            }
        }
        assert_eq!(lists, 34);
    }

    #[test]
    fn common_words_are_there() {
        for (language, word) in [
            (Language::German, "und"),
            (Language::French, "les"),
            (Language::Greek, "και"),
            (Language::Russian, "что"),
            (Language::Turkish, "ve"),
            (Language::Arabic, "من"),
            (Language::Japanese, "です"),
        ] {
            assert!(stop_words(language).unwrap().contains(&word), "{word}");
        }
    }
}
