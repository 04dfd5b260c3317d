//! What a text is to be cut into, as plain data.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::error::Error;
use crate::language::Language;
use crate::stemmer::StemmerEdition;
use crate::tokenizer::Tokenizer;

/// What a text is to be cut into, and what becomes of the pieces: plain data that can be stored,
/// compared and sent.
///
/// Equal analysers give equal tokens, in Rust, in Python and on the command line, on every machine;
/// one that a build cannot honour is refused by [`build`](Self::build), never read in another way.
/// In JSON, what is left out has its default, and what is unknown is an error.
///
/// The steps, in their order:
/// 1. **Tokens** ([`TokenKind`]). Words are found in the text as it stands; patterns and characters
///    in the text after step 2.
/// 2. **Characters**: normalisation, case, accents, punctuation.
/// 3. **Choice**: classes of tokens, shortest length, stop words. Stop words are compared after
///    step 2, which they go through as well.
/// 4. **Stems**.
/// 5. **n-grams** of what is left.
///
/// The default is what the check of `wirecopy` compares: words in the form that
/// [`fold`](crate::fold) gives them, nothing dropped.
///
/// # Example
/// ```
/// use wirecopy_text::{Analyzer, Language, StemmerEdition, StopWords};
///
/// let analyzer = Analyzer::new()
///     .with_language(Language::English)
///     .with_stop_words(StopWords::Language)
///     .with_stemming(StemmerEdition::Current);
/// let tokenizer = analyzer.build()?;
/// let text = "The mills are BURNING";
/// let tokens = tokenizer.tokens(text)?;
/// let found: Vec<&str> = tokens.iter().map(|token| &*token.text).collect();
/// assert_eq!(found, ["mill", "burn"]);
/// assert_eq!(tokens[1].span.of(text), "BURNING");
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, remote = "Self")]
#[must_use]
#[expect(
    clippy::struct_excessive_bools,
    reason = "options that have nothing to do with each other, each set by name"
)]
pub struct Analyzer {
    language: Option<Language>,
    tokens: TokenKind,
    dictionary: bool,
    normalization: Normalization,
    case: Case,
    strip_accents: bool,
    fold_punctuation: bool,
    drop_numbers: bool,
    urls: Addresses,
    emails: Addresses,
    min_length: u32,
    stop_words: Sorted,
    stemming: Option<StemmerEdition>,
    ngrams: (u32, u32),
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TokenKind {
    /// Words by UAX #29, tailored to scraped news: [`words`](crate::words).
    #[default]
    Words,
    /// Words by UAX #29 to the letter: [`plain_words`](crate::plain_words).
    PlainWords,
    /// Two or more characters that are `\w` to Python: scikit-learn's default,
    /// `(?u)\b\w\w+\b`.
    ScikitLearn,
    /// What a regular expression in the syntax of the crate `regex` matches, or its group if it has
    /// one. Empty matches are left out.
    Pattern(String),
    /// Runs of characters, as many as `ngrams` says, each run of white space counted as one blank:
    /// scikit-learn's analyzer `char`.
    Chars,
    /// The same within the words between white space, with a blank on both sides of each:
    /// scikit-learn's analyzer `char_wb`.
    CharWb,
}

impl TokenKind {
    /// Returns the name, which JSON has too.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::PlainWords => "plain_words",
            Self::ScikitLearn => "scikit_learn",
            Self::Pattern(_) => "pattern",
            Self::Chars => "chars",
            Self::CharWb => "char_wb",
        }
    }

    pub(crate) const fn is_words(&self) -> bool {
        matches!(self, Self::Words | Self::PlainWords)
    }
}

/// Which of the equal ways to write a character counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalization {
    /// Each as it is written.
    None,
    /// The canonical composition.
    #[default]
    Nfc,
    /// The same for compatible characters too: `①` is `1`, `ﬁ` is `fi`.
    Nfkc,
}

/// What becomes of upper and lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// It stays.
    Keep,
    /// Lower case, as Python's `str.lower` and Rust's `to_lowercase` have it.
    Lower,
    /// Unicode's full case folding: `STRASSE` and `Straße` agree.
    #[default]
    Fold,
}

/// What becomes of a web or e-mail address among words.
///
/// A word that reaches into an address ends at its border: `Mail:ada@mill.example` is one word for
/// the standard, but `Mail` and an address where addresses are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Addresses {
    /// It falls into words like any other text.
    #[default]
    Split,
    /// It is one token.
    Keep,
    /// It is left out.
    Drop,
}

/// Which words are left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopWords {
    /// None.
    #[default]
    None,
    /// Those that [`stop_words`](crate::stop_words) has for the analyser's language.
    Language,
    /// These.
    List(Vec<String>),
}

/// Stop words of which equal sets are equal.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "StopWords")]
struct Sorted(StopWords);

impl From<StopWords> for Sorted {
    fn from(mut stop_words: StopWords) -> Self {
        if let StopWords::List(words) = &mut stop_words {
            words.sort_unstable();
            words.dedup();
        }
        Self(stop_words)
    }
}

impl Serialize for Analyzer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Not this function again: the inherent one, which `remote = "Self"` derives.
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Analyzer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // What is derived takes the options by their place too, which only formats without names are to do.
        if deserializer.is_human_readable() {
            deserializer.deserialize_map(ByName)
        } else {
            Self::deserialize(deserializer)
        }
    }
}

/// Takes options by their names.
struct ByName;

impl<'de> Visitor<'de> for ByName {
    type Value = Analyzer;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the options of an analyser")
    }

    fn visit_map<M: MapAccess<'de>>(self, options: M) -> Result<Analyzer, M::Error> {
        Analyzer::deserialize(MapAccessDeserializer::new(options))
    }
}

/// The longest n-gram.
pub(crate) const MAX_NGRAM: u32 = 255;

impl Default for Analyzer {
    fn default() -> Self {
        Self {
            language: None,
            tokens: TokenKind::default(),
            dictionary: false,
            normalization: Normalization::default(),
            case: Case::default(),
            strip_accents: false,
            fold_punctuation: true,
            drop_numbers: false,
            urls: Addresses::default(),
            emails: Addresses::default(),
            min_length: 1,
            stop_words: Sorted::default(),
            stemming: None,
            ngrams: (1, 1),
        }
    }
}

/// Writes a setter and a getter for each option.
macro_rules! options {
    ($($(#[doc = $doc:literal])* $with:ident $name:ident: $type:ty, $get:ty = $read:expr;)*) => {
        impl Analyzer {
            $(
                $(#[doc = $doc])*
                pub fn $with(self, $name: $type) -> Self {
                    Self { $name: $name.into(), ..self }
                }

                #[doc = concat!("Returns what [`", stringify!($with), "`](Self::", stringify!($with), ") set.")]
                #[must_use]
                pub fn $name(&self) -> $get {
                    let read: fn(&Self) -> $get = $read;
                    read(self)
                }
            )*
        }
    };
}

options! {
    /// Sets the language, which stop words and stems need, and Turkish letters i.
    with_language language: impl Into<Option<Language>>, Option<Language> = |of| of.language;
    /// Sets what a token is.
    with_tokens tokens: TokenKind, &TokenKind = |of| &of.tokens;
    /// Sets whether words in scripts without spaces (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are looked up in
    /// dictionaries; needs the cargo feature `dictionary`.
    with_dictionary dictionary: bool, bool = |of| of.dictionary;
    /// Sets the normalisation.
    with_normalization normalization: Normalization, Normalization = |of| of.normalization;
    /// Sets what becomes of upper and lower case. When the language is Turkish, `I` goes with `ı` and `İ` with `i`.
    with_case case: Case, Case = |of| of.case;
    /// Sets whether accents are taken off: the marks on Latin, Greek and Cyrillic letters, and the points of Hebrew
    /// and Arabic.
    with_strip_accents strip_accents: bool, bool = |of| of.strip_accents;
    /// Sets whether apostrophes become `'`, quotation marks `'` and `"`, and characters without a shape are dropped.
    with_fold_punctuation fold_punctuation: bool, bool = |of| of.fold_punctuation;
    /// Sets whether numbers are left out: tokens of digits and what joins them (`3,000.50`), not `3rd`.
    with_drop_numbers drop_numbers: bool, bool = |of| of.drop_numbers;
    /// Sets what becomes of web addresses; only words have any.
    with_urls urls: Addresses, Addresses = |of| of.urls;
    /// Sets what becomes of e-mail addresses; only words have any.
    with_emails emails: Addresses, Addresses = |of| of.emails;
    /// Sets how many characters a token must have, before stemming; runs of characters have their own sizes.
    with_min_length min_length: u32, u32 = |of| of.min_length;
    /// Sets which words are left out. A list is kept sorted and without doubles, so that its order makes no analyser
    /// another.
    with_stop_words stop_words: StopWords, &StopWords = |of| &of.stop_words.0;
    /// Sets the edition of the stemmer, or none. Web addresses, e-mail addresses and numbers are not stemmed.
    with_stemming stemming: impl Into<Option<StemmerEdition>>, Option<StemmerEdition> = |of| of.stemming;
    /// Sets the smallest and the largest number of tokens in an n-gram, or of characters where those are tokens.
    /// Tokens are joined by a blank; `(5, 5)` gives shingles of five words.
    with_ngrams ngrams: (u32, u32), (u32, u32) = |of| of.ngrams;
}

impl Analyzer {
    /// Makes the default analyser.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes what does the work: patterns compiled, stop words folded.
    ///
    /// # Errors
    /// - [`Error::InvalidPattern`], with the place of the fault;
    /// - [`Error::LanguageMissing`], [`Error::NoStopWords`], [`Error::NoStemmer`];
    /// - [`Error::InvalidRange`] for n-grams of no size, or of more than 255;
    /// - [`Error::OptionConflict`] when an option of words is set for other tokens;
    /// - [`Error::FeatureMissing`] when this build lacks the dictionaries.
    pub fn build(&self) -> Result<Tokenizer, Error> {
        Tokenizer::new(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> Analyzer {
        Analyzer::new()
            .with_language(Language::Turkish)
            .with_tokens(TokenKind::Pattern(r"\w+".to_owned()))
            .with_normalization(Normalization::Nfkc)
            .with_case(Case::Lower)
            .with_strip_accents(true)
            .with_fold_punctuation(false)
            .with_drop_numbers(true)
            .with_min_length(2)
            .with_stop_words(StopWords::List(vec!["ve".to_owned()]))
            .with_stemming(StemmerEdition::Classic)
            .with_ngrams((1, 3))
    }

    #[test]
    fn json_round_trips() {
        for analyzer in [Analyzer::new(), full()] {
            let json = serde_json::to_string(&analyzer).unwrap();
            assert_eq!(
                serde_json::from_str::<Analyzer>(&json).unwrap(),
                analyzer,
                "{json}"
            );
        }
    }

    #[test]
    fn json_may_leave_out_what_is_default_and_nothing_else() {
        let read = |json| serde_json::from_str::<Analyzer>(json);
        assert_eq!(read("{}").unwrap(), Analyzer::new());
        assert_eq!(
            read(r#"{"language":"eng","tokens":"scikit_learn","stop_words":"language","stemming":"current"}"#).unwrap(),
            Analyzer::new()
                .with_language(Language::English)
                .with_tokens(TokenKind::ScikitLearn)
                .with_stop_words(StopWords::Language)
                .with_stemming(StemmerEdition::Current)
        );
        assert!(read(r#"{"stemmer":"current"}"#).is_err());
        assert!(read(r#"{"language":"xx"}"#).is_err());
    }

    #[test]
    fn json_of_something_else_or_with_doubled_options_is_refused() {
        for (json, message) in [
            (
                "[]",
                "invalid type: sequence, expected an object with the options",
            ),
            (r#"["en"]"#, "invalid type: sequence, expected an object"),
            (
                r#""en""#,
                r#"invalid type: string "en", expected an object"#,
            ),
            (
                r#"{"language":"en","language":"de"}"#,
                "duplicate field `language`",
            ),
        ] {
            let error = serde_json::from_str::<Analyzer>(json).unwrap_err();
            assert!(error.to_string().starts_with(message), "{json}: {error}");
        }
    }

    #[test]
    fn the_order_of_stop_words_makes_no_other_analyser() {
        let list =
            |words: &[&str]| StopWords::List(words.iter().map(|&word| word.to_owned()).collect());
        let one = Analyzer::new().with_stop_words(list(&["the", "a", "the", "of"]));
        let other = Analyzer::new().with_stop_words(list(&["of", "the", "a"]));
        assert_eq!(one, other);
        assert_eq!(one.stop_words(), &list(&["a", "of", "the"]));
        assert_eq!(
            serde_json::from_str::<Analyzer>(r#"{"stop_words":{"list":["the","of","a","of"]}}"#)
                .unwrap(),
            one
        );
    }

    #[test]
    fn options_can_be_read_back() {
        let analyzer = full();
        assert_eq!(analyzer.language(), Some(Language::Turkish));
        assert_eq!(analyzer.ngrams(), (1, 3));
        assert_eq!(analyzer.tokens(), &TokenKind::Pattern(r"\w+".to_owned()));
    }
}
