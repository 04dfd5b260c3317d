//! Which terms a text has, as plain data.

use serde::{Deserialize, Serialize};
use wirecopy_text::{Analyzer, Language, StemmerEdition};

use crate::error::Error;
use crate::splitter::Splitter;

/// Which terms a text has: plain data, with scikit-learn's options and meanings, and three of ours.
///
/// The steps, in their order: lower case, accents, tokens, stop words, stems, n-grams. Stop words
/// are compared with tokens as they are after the first three.
///
/// # Example
/// ```
/// use wirecopy_tfidf::TermOptions;
///
/// let splitter = TermOptions::new().with_ngrams((1, 2)).with_stop_words(["the"]).build()?;
/// assert_eq!(splitter.terms("The mill burnt"), ["mill", "burnt", "mill burnt"]);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct TermOptions {
    pub(crate) unit: TermUnit,
    pub(crate) lowercase: bool,
    pub(crate) strip_accents: StripAccents,
    pub(crate) pattern: TokenPattern,
    pub(crate) ngrams: (u32, u32),
    pub(crate) stop_words: Vec<String>,
    pub(crate) stemming: Option<(Language, StemmerEdition)>,
    pub(crate) analyzer: Option<Analyzer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cut_by: Option<String>,
}

/// What an n-gram is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Tokens, joined by blanks.
    #[default]
    Word,
    /// Characters; runs of white space count as one blank.
    Char,
    /// Characters of one word between white space, which has a blank on both sides. A word that is
    /// shorter than an n-gram counts once.
    CharWb,
}

/// What becomes of accents, after lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StripAccents {
    /// They stay.
    #[default]
    None,
    /// After compatibility decomposition, whatever is not ASCII goes.
    Ascii,
    /// After compatibility decomposition, every character with a combining class goes.
    Unicode,
}

/// What a token is. Other patterns are for the caller, who hands tokens over
/// ([`Documents::tokens`](crate::Documents::tokens)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenPattern {
    /// Two or more word characters, as Python has them: `(?u)\b\w\w+\b`.
    #[default]
    TwoOrMore,
    /// One or more: `(?u)\b\w+\b`.
    OneOrMore,
    /// Whatever stands between white space: `\S+`.
    NonSpace,
}

impl TokenPattern {
    /// Returns what one of the common patterns of scikit-learn's `token_pattern` means; `None` for
    /// any other.
    #[must_use]
    pub fn from_pattern(pattern: &str) -> Option<Self> {
        match pattern.strip_prefix("(?u)").unwrap_or(pattern) {
            r"\b\w\w+\b" | r"\b\w{2,}\b" | r"\w\w+" | r"\w{2,}" => Some(Self::TwoOrMore),
            r"\b\w+\b" | r"\w+" => Some(Self::OneOrMore),
            r"\S+" => Some(Self::NonSpace),
            _ => None,
        }
    }
}

impl Default for TermOptions {
    fn default() -> Self {
        Self {
            unit: TermUnit::default(),
            lowercase: true,
            strip_accents: StripAccents::default(),
            pattern: TokenPattern::default(),
            ngrams: (1, 1),
            stop_words: Vec::new(),
            stemming: None,
            analyzer: None,
            cut_by: None,
        }
    }
}

impl TermOptions {
    /// Makes the options that scikit-learn's vectorisers have by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what an n-gram is made of.
    pub fn with_unit(self, unit: TermUnit) -> Self {
        Self { unit, ..self }
    }

    /// Sets whether texts are put in lower case, as by Python's `str.lower`.
    pub fn with_lowercase(self, lowercase: bool) -> Self {
        Self { lowercase, ..self }
    }

    /// Sets what becomes of accents.
    pub fn with_strip_accents(self, strip_accents: StripAccents) -> Self {
        Self {
            strip_accents,
            ..self
        }
    }

    /// Sets what a token is.
    pub fn with_pattern(self, pattern: TokenPattern) -> Self {
        Self { pattern, ..self }
    }

    /// Sets the smallest and the largest number of tokens, or of characters, in a term.
    pub fn with_ngrams(self, ngrams: (u32, u32)) -> Self {
        Self { ngrams, ..self }
    }

    /// Sets which tokens are left out, before n-grams are formed; characters have none.
    pub fn with_stop_words<S: Into<String>>(self, words: impl IntoIterator<Item = S>) -> Self {
        let mut stop_words: Vec<String> = words.into_iter().map(Into::into).collect();
        stop_words.sort_unstable();
        stop_words.dedup();
        Self { stop_words, ..self }
    }

    /// Sets the stemmer that tokens go through, or none.
    pub fn with_stemming(self, stemming: impl Into<Option<(Language, StemmerEdition)>>) -> Self {
        Self {
            stemming: stemming.into(),
            ..self
        }
    }

    /// Sets an analyser that makes the tokens, in place of lower case, accents, pattern, stop words
    /// and stemming; n-grams are formed of its tokens.
    pub fn with_analyzer(self, analyzer: impl Into<Option<Analyzer>>) -> Self {
        Self {
            analyzer: analyzer.into(),
            ..self
        }
    }

    /// Says that something else makes the tokens, or the terms, under a name for whoever asks: a
    /// pattern of another language's, say. Texts are refused then, lists of tokens or of terms are
    /// counted, and models agree when their names do.
    pub fn with_cut_by(self, cut_by: impl Into<Option<String>>) -> Self {
        Self {
            cut_by: cut_by.into(),
            ..self
        }
    }

    /// Returns what an n-gram is made of.
    #[must_use]
    pub const fn unit(&self) -> TermUnit {
        self.unit
    }

    /// Returns whether texts are put in lower case.
    #[must_use]
    pub const fn lowercase(&self) -> bool {
        self.lowercase
    }

    /// Returns what becomes of accents.
    #[must_use]
    pub const fn strip_accents(&self) -> StripAccents {
        self.strip_accents
    }

    /// Returns what a token is.
    #[must_use]
    pub const fn pattern(&self) -> TokenPattern {
        self.pattern
    }

    /// Returns the smallest and the largest size of a term.
    #[must_use]
    pub const fn ngrams(&self) -> (u32, u32) {
        self.ngrams
    }

    /// Returns the stop words, sorted.
    #[must_use]
    pub fn stop_words(&self) -> &[String] {
        &self.stop_words
    }

    /// Returns the stemmer.
    #[must_use]
    pub const fn stemming(&self) -> Option<(Language, StemmerEdition)> {
        self.stemming
    }

    /// Returns the analyser.
    #[must_use]
    pub const fn analyzer(&self) -> Option<&Analyzer> {
        self.analyzer.as_ref()
    }

    /// Returns what else makes the tokens.
    #[must_use]
    pub fn cut_by(&self) -> Option<&str> {
        self.cut_by.as_deref()
    }

    /// Checks the options and makes what does the work.
    ///
    /// # Errors
    /// - [`Error::InvalidOption`] for n-grams of size 0, or none;
    /// - [`Error::OptionConflict`] for stems of characters, and for an analyser beside characters,
    ///   stop words or stems;
    /// - [`Error::Text`] when there is no such stemmer, or the analyser is refused.
    pub fn build(&self) -> Result<Splitter, Error> {
        Splitter::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_patterns_are_known_and_others_are_not() {
        assert_eq!(
            TokenPattern::from_pattern(r"(?u)\b\w\w+\b"),
            Some(TokenPattern::TwoOrMore)
        );
        assert_eq!(
            TokenPattern::from_pattern(r"\b\w+\b"),
            Some(TokenPattern::OneOrMore)
        );
        assert_eq!(TokenPattern::from_pattern(r"(?i)\b\w+\b"), None);
        assert_eq!(TokenPattern::from_pattern(r"[a-z]+"), None);
    }

    #[test]
    fn json_round_trips() {
        let options = TermOptions::new()
            .with_ngrams((2, 3))
            .with_stop_words(["the", "a"])
            .with_stemming((Language::English, StemmerEdition::Current))
            .with_analyzer(Analyzer::new());
        let json = serde_json::to_string(&options).unwrap();
        assert_eq!(serde_json::from_str::<TermOptions>(&json).unwrap(), options);
        assert!(serde_json::from_str::<TermOptions>(r#"{"ngram":[1,2]}"#).is_err());
    }
}
