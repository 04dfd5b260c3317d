//! The languages that this crate knows something about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::Error;

/// Makes the enum and its tables from one list, so that no language can lack an entry.
macro_rules! languages {
    ($($language:ident $two:literal $three:literal $($also:literal)*;)*) => {
        /// A language: those that have a [`Stemmer`](crate::Stemmer), and Chinese, Japanese and
        /// Thai, whose words take a dictionary to find.
        ///
        /// Written as its ISO 639-1 code (`en`), in JSON too. Read from that code, from its ISO
        /// 639-3 code (`eng`), from the code of the form that the name usually means (`cmn` for
        /// Chinese, `nob` and `nno` for Norwegian) and from its English name, in upper or lower
        /// case.
        ///
        /// # Example
        /// ```
        /// use wirecopy_text::Language;
        ///
        /// let language: Language = "deu".parse()?;
        /// assert_eq!(language, Language::German);
        /// assert_eq!((language.code(), language.name()), ("de", "German"));
        /// # Ok::<(), wirecopy_text::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Language {
            $(
                #[doc = concat!(stringify!($language), " (`", $two, "`).")]
                $language,
            )*
        }

        impl Language {
            /// All languages, in the order of their English names.
            pub const ALL: &'static [Self] = &[$(Self::$language,)*];

            /// Returns the English name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$language => stringify!($language),)* }
            }

            /// Returns the ISO 639-1 code: two letters.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$language => $two,)* }
            }

            /// Returns the ISO 639-3 code: three letters.
            #[must_use]
            pub const fn code3(self) -> &'static str {
                match self { $(Self::$language => $three,)* }
            }

            /// Codes of the forms of the language that count as the language.
            const fn other_codes(self) -> &'static [&'static str] {
                match self { $(Self::$language => &[$($also),*],)* }
            }
        }
    };
}

languages! {
    Arabic "ar" "ara" "arb";
    Armenian "hy" "hye";
    Basque "eu" "eus";
    Catalan "ca" "cat";
    Chinese "zh" "zho" "cmn";
    Czech "cs" "ces";
    Danish "da" "dan";
    Dutch "nl" "nld";
    English "en" "eng";
    Esperanto "eo" "epo";
    Estonian "et" "est" "ekk";
    Finnish "fi" "fin";
    French "fr" "fra";
    German "de" "deu";
    Greek "el" "ell";
    Hindi "hi" "hin";
    Hungarian "hu" "hun";
    Indonesian "id" "ind";
    Irish "ga" "gle";
    Italian "it" "ita";
    Japanese "ja" "jpn";
    Lithuanian "lt" "lit";
    Nepali "ne" "nep" "npi";
    Norwegian "no" "nor" "nb" "nob" "nn" "nno";
    Persian "fa" "fas" "pes";
    Polish "pl" "pol";
    Portuguese "pt" "por";
    Romanian "ro" "ron";
    Russian "ru" "rus";
    Serbian "sr" "srp";
    Sesotho "st" "sot";
    Spanish "es" "spa";
    Swedish "sv" "swe";
    Tamil "ta" "tam";
    Thai "th" "tha";
    Turkish "tr" "tur";
    Ukrainian "uk" "ukr";
    Yiddish "yi" "yid" "ydd";
}

impl Language {
    /// Says whether the language has two letters i, one with a dot and one without, each with a
    /// capital of its own.
    pub(crate) const fn dots_its_i(self) -> bool {
        matches!(self, Self::Turkish)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.code())
    }
}

impl FromStr for Language {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        Self::ALL
            .iter()
            .copied()
            .find(|language| {
                [language.code(), language.code3(), language.name()]
                    .iter()
                    .chain(language.other_codes())
                    .any(|known| known.eq_ignore_ascii_case(given))
            })
            .ok_or_else(|| Error::UnknownLanguage {
                given: given.to_owned(),
            })
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_code_and_name_leads_back_to_its_language() {
        let mut seen = HashSet::new();
        for &language in Language::ALL {
            assert_eq!((language.code().len(), language.code3().len()), (2, 3));
            let names = [language.code(), language.code3(), language.name()];
            for name in names.iter().chain(language.other_codes()) {
                assert!(seen.insert(*name), "{name} twice");
                assert_eq!(name.parse(), Ok(language));
                assert_eq!(name.to_uppercase().parse(), Ok(language));
            }
            assert_eq!(language.to_string(), language.code());
        }
    }

    #[test]
    fn an_unknown_language_is_named_with_those_that_are_known() {
        let message = "xx".parse::<Language>().unwrap_err().to_string();
        assert!(message.starts_with("unknown language `xx`"), "{message}");
        assert!(message.contains("`en`"), "{message}");
        assert!("".parse::<Language>().is_err());
    }

    #[test]
    fn json_holds_the_short_code_and_reads_every_code() {
        assert_eq!(serde_json::to_string(&Language::Greek).unwrap(), "\"el\"");
        let read = |json| serde_json::from_str::<Language>(json);
        assert_eq!(read("\"ell\"").unwrap(), Language::Greek);
        assert!(read("\"xx\"").is_err());
    }
}
