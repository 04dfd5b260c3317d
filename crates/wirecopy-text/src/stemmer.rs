//! Stems by Snowball.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::language::Language;
use crate::quiet_panic::unless_it_panics;

/// Longer words, in bytes, stay as they are: the time of some algorithms is quadratic in the word.
///
/// No word of the vocabularies that Snowball tests itself with is half as long; what is longer is no
/// word of a language.
const MAX_STEMMED: usize = 256;

/// Which state of the [Snowball](https://snowballstem.org/) algorithms a [`Stemmer`] follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum StemmerEdition {
    /// Today's algorithms, by the crate `frostem`.
    #[default]
    Current,
    /// Those of 2018, by the crate `rust-stemmers`: to go on with a corpus that was stemmed by it
    /// or by what is built on it (tantivy among others). It knows 18 languages.
    Classic,
}

impl StemmerEdition {
    /// Returns `current` or `classic`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Classic => "classic",
        }
    }
}

impl fmt::Display for StemmerEdition {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for StemmerEdition {
    type Err = Error;

    fn from_str(given: &str) -> Result<Self, Error> {
        [Self::Current, Self::Classic]
            .into_iter()
            .find(|edition| edition.name() == given)
            .ok_or_else(|| Error::UnknownOption {
                option: "edition",
                given: given.to_owned(),
                known: "`current`, `classic`",
            })
    }
}

/// Takes the endings off words of one language.
///
/// Words have to be in lower case. The stem need not be a word, and need not be shorter. A word of
/// more than 256 bytes stays as it is: some algorithms take time quadratic in its length.
///
/// The classic edition panics on a few Greek words (`ισαισα`); those stay as they are. The panic is
/// caught, and a panic hook that is set when the first classic stemmer is made keeps it from
/// standard error; panics elsewhere go on to the hook that was there before. It takes a build in
/// which panics unwind, as they do by default.
///
/// # Example
/// ```
/// use wirecopy_text::{Language, Stemmer, StemmerEdition};
///
/// let current = Stemmer::new(Language::Dutch, StemmerEdition::Current)?;
/// let classic = Stemmer::new(Language::Dutch, StemmerEdition::Classic)?;
/// assert_eq!(current.stem("fietsen"), "fiets");
/// assert_eq!((current.stem("gereden"), classic.stem("gereden")), ("reed".into(), "gered".into()));
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
pub struct Stemmer {
    language: Language,
    engine: Engine,
}

enum Engine {
    Current(frostem::Stemmer),
    Classic(rust_stemmers::Stemmer),
}

impl Stemmer {
    /// Makes the stemmer of a language.
    ///
    /// # Errors
    /// [`Error::NoStemmer`] when the edition has none for the language.
    pub fn new(language: Language, edition: StemmerEdition) -> Result<Self, Error> {
        let engine = match edition {
            StemmerEdition::Current => {
                current(language).map(|algorithm| Engine::Current(frostem::Stemmer::new(algorithm)))
            }
            StemmerEdition::Classic => classic(language)
                .map(|algorithm| Engine::Classic(rust_stemmers::Stemmer::create(algorithm))),
        };
        match engine {
            Some(engine) => Ok(Self { language, engine }),
            None => Err(Error::NoStemmer { language, edition }),
        }
    }

    /// Returns the language.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// Returns the edition.
    #[must_use]
    pub const fn edition(&self) -> StemmerEdition {
        match self.engine {
            Engine::Current(_) => StemmerEdition::Current,
            Engine::Classic(_) => StemmerEdition::Classic,
        }
    }

    /// Returns the stem of `word`, borrowed when the word is its own stem.
    ///
    /// So is one of more than 256 bytes, which bounds the time. Allocates when the stem differs.
    #[must_use]
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        if word.len() > MAX_STEMMED {
            return Cow::Borrowed(word);
        }
        match &self.engine {
            Engine::Current(stemmer) => stemmer.stem(word),
            Engine::Classic(stemmer) => {
                unless_it_panics(|| stemmer.stem(word)).unwrap_or(Cow::Borrowed(word))
            }
        }
    }
}

impl Clone for Stemmer {
    fn clone(&self) -> Self {
        Self::new(self.language, self.edition()).expect("a stemmer was made of the same before")
    }
}

impl fmt::Debug for Stemmer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Stemmer")
            .field("language", &self.language)
            .field("edition", &self.edition())
            .finish_non_exhaustive()
    }
}

fn current(language: Language) -> Option<frostem::Algorithm> {
    use frostem::Algorithm;
    Some(match language {
        Language::Arabic => Algorithm::Arabic,
        Language::Armenian => Algorithm::Armenian,
        Language::Basque => Algorithm::Basque,
        Language::Catalan => Algorithm::Catalan,
        Language::Czech => Algorithm::Czech,
        Language::Danish => Algorithm::Danish,
        Language::Dutch => Algorithm::Dutch,
        Language::English => Algorithm::English,
        Language::Esperanto => Algorithm::Esperanto,
        Language::Estonian => Algorithm::Estonian,
        Language::Finnish => Algorithm::Finnish,
        Language::French => Algorithm::French,
        Language::German => Algorithm::German,
        Language::Greek => Algorithm::Greek,
        Language::Hindi => Algorithm::Hindi,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Indonesian => Algorithm::Indonesian,
        Language::Irish => Algorithm::Irish,
        Language::Italian => Algorithm::Italian,
        Language::Lithuanian => Algorithm::Lithuanian,
        Language::Nepali => Algorithm::Nepali,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Persian => Algorithm::Persian,
        Language::Polish => Algorithm::Polish,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Romanian => Algorithm::Romanian,
        Language::Russian => Algorithm::Russian,
        Language::Serbian => Algorithm::Serbian,
        Language::Sesotho => Algorithm::Sesotho,
        Language::Spanish => Algorithm::Spanish,
        Language::Swedish => Algorithm::Swedish,
        Language::Tamil => Algorithm::Tamil,
        Language::Turkish => Algorithm::Turkish,
        Language::Ukrainian => Algorithm::Ukrainian,
        Language::Yiddish => Algorithm::Yiddish,
        Language::Chinese | Language::Japanese | Language::Thai => return None,
    })
}

fn classic(language: Language) -> Option<rust_stemmers::Algorithm> {
    use rust_stemmers::Algorithm;
    Some(match language {
        Language::Arabic => Algorithm::Arabic,
        Language::Danish => Algorithm::Danish,
        Language::Dutch => Algorithm::Dutch,
        Language::English => Algorithm::English,
        Language::Finnish => Algorithm::Finnish,
        Language::French => Algorithm::French,
        Language::German => Algorithm::German,
        Language::Greek => Algorithm::Greek,
        Language::Hungarian => Algorithm::Hungarian,
        Language::Italian => Algorithm::Italian,
        Language::Norwegian => Algorithm::Norwegian,
        Language::Portuguese => Algorithm::Portuguese,
        Language::Romanian => Algorithm::Romanian,
        Language::Russian => Algorithm::Russian,
        Language::Spanish => Algorithm::Spanish,
        Language::Swedish => Algorithm::Swedish,
        Language::Tamil => Algorithm::Tamil,
        Language::Turkish => Algorithm::Turkish,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edition_has_its_languages() {
        let count = |edition| {
            let languages = Language::ALL.iter();
            languages
                .filter(|&&language| Stemmer::new(language, edition).is_ok())
                .count()
        };
        assert_eq!(count(StemmerEdition::Current), 35);
        assert_eq!(count(StemmerEdition::Classic), 18);
    }

    #[test]
    fn a_language_without_a_stemmer_is_refused() {
        let error = Stemmer::new(Language::Polish, StemmerEdition::Classic).unwrap_err();
        assert_eq!(
            error.to_string(),
            "edition `classic` has no stemmer for `pl` (Polish); take edition `current` or do not stem"
        );
        let error = Stemmer::new(Language::Thai, StemmerEdition::Current).unwrap_err();
        assert!(error.to_string().ends_with("; do not stem"), "{error}");
    }

    #[test]
    fn the_word_that_classic_panics_on_stays_as_it_is() {
        let greek = Stemmer::new(Language::Greek, StemmerEdition::Classic).unwrap();
        assert_eq!(greek.stem("ισαισα"), "ισαισα");
        assert_eq!(greek.stem("λόγος"), "λογ");
    }

    #[test]
    fn a_million_letters_are_no_word_to_stem() {
        for edition in [StemmerEdition::Current, StemmerEdition::Classic] {
            for &language in Language::ALL {
                let Ok(stemmer) = Stemmer::new(language, edition) else {
                    continue;
                };
                for unit in ["y", "ing", "க", "ம்"] {
                    let word = unit.repeat(1_000_000 / unit.len());
                    assert_eq!(stemmer.stem(&word), word, "{edition} {language}");
                }
            }
        }
    }

    #[test]
    fn the_longest_word_that_is_stemmed_has_256_bytes() {
        for edition in [StemmerEdition::Current, StemmerEdition::Classic] {
            let english = Stemmer::new(Language::English, edition).unwrap();
            let longest = format!("{}ing", "walk".repeat(63)) + "s";
            assert_eq!(longest.len(), MAX_STEMMED);
            assert_eq!(english.stem(&longest), "walk".repeat(63));
            let longer = format!("a{longest}");
            assert_eq!(english.stem(&longer), longer);
        }
    }

    #[test]
    fn editions_are_known_by_name() {
        assert_eq!("classic".parse(), Ok(StemmerEdition::Classic));
        let error = "modern".parse::<StemmerEdition>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "unknown edition `modern`; known are `current`, `classic`"
        );
    }

    #[test]
    fn a_clone_stems_alike() {
        let english = Stemmer::new(Language::English, StemmerEdition::Current).unwrap();
        assert_eq!(english.clone().stem("connections"), "connect");
    }
}
