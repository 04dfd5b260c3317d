//! What can go wrong.

use crate::language::Language;
use crate::stemmer::StemmerEdition;

/// The ways in which this crate refuses its input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text has offsets that do not fit a [`Span`](crate::Span).
    #[error("the text has `{given}` bytes, at most `{max}` can be addressed; split it")]
    TextTooLong {
        /// The length of the text in bytes.
        given: usize,
        /// The longest text accepted, in bytes.
        max: usize,
    },

    /// The progress callback answered to stop.
    #[error("cancelled by the caller")]
    Cancelled,

    /// Two shingle sets were made in different ways, so their hashes say nothing about each other.
    #[error(
        "shingle sets of size `{left_size}` (seed `{left_seed:#x}`) and size `{right_size}` (seed `{right_seed:#x}`) cannot be compared; make both with one size and seed"
    )]
    ShingleMismatch {
        /// The shingle size of the left set, in words.
        left_size: usize,
        /// The shingle size of the right set, in words.
        right_size: usize,
        /// The hash seed of the left set.
        left_seed: u64,
        /// The hash seed of the right set.
        right_seed: u64,
    },

    /// No language has this code or name.
    #[error(
        "unknown language `{given}`; known are {known}",
        known = listed(Language::ALL.iter().map(|language| language.code()))
    )]
    UnknownLanguage {
        /// What was given.
        given: String,
    },

    /// An option has no such value.
    #[error("unknown {option} `{given}`; known are {known}")]
    UnknownOption {
        /// The option.
        option: &'static str,
        /// What was given.
        given: String,
        /// The values that there are, in backticks.
        known: &'static str,
    },

    /// A stemmer was asked for that does not exist.
    #[error(
        "edition `{edition}` has no stemmer for `{language}` ({name}); {remedy}do not stem",
        name = language.name(),
        remedy = if matches!((edition, language), (StemmerEdition::Current, _) | (_, Language::Chinese | Language::Japanese | Language::Thai)) { "" } else { "take edition `current` or " }
    )]
    NoStemmer {
        /// The language.
        language: Language,
        /// The edition.
        edition: StemmerEdition,
    },

    /// Stop words were asked for that do not exist.
    #[error("no stop words for `{language}` ({name}); give a list of your own", name = language.name())]
    NoStopWords {
        /// The language.
        language: Language,
    },

    /// An option of an analyser needs a language, and it has none.
    #[error("`{option}` needs a language; state one")]
    LanguageMissing {
        /// The option.
        option: &'static str,
    },

    /// A pattern for tokens is no regular expression.
    #[error("invalid pattern `{pattern}`: {fault} at character {}", pattern.get(..*at).map_or(*at, |before| before.chars().count()))]
    InvalidPattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        fault: String,
        /// Where, as an offset in bytes; the message counts characters, as people do.
        at: usize,
    },

    /// A range of sizes is empty, starts at 0 or reaches too far.
    #[error("invalid {option} `{min}..={max}`: expected `1 <= min <= max <= {limit}`")]
    InvalidRange {
        /// The option.
        option: &'static str,
        /// The smallest size given.
        min: u32,
        /// The largest size given.
        max: u32,
        /// The largest size that is accepted.
        limit: u32,
    },

    /// An option of an analyser says nothing about the tokens that it is to make.
    #[error("`{option}` does not go with tokens `{tokens}`; leave it out")]
    OptionConflict {
        /// The option.
        option: &'static str,
        /// The kind of tokens.
        tokens: &'static str,
    },

    /// This build was made without a part that is needed.
    #[error(
        "`{option}` needs the cargo feature `{feature}`, which this build lacks; build with it"
    )]
    FeatureMissing {
        /// What was asked for.
        option: &'static str,
        /// The feature of `wirecopy-text`.
        feature: &'static str,
    },
}

/// Writes `a`, `b`, `c`.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_what_was_found_and_what_is_allowed() {
        let error = Error::TextTooLong {
            given: 5_000_000_000,
            max: 4_294_967_295,
        };
        assert_eq!(
            error.to_string(),
            "the text has `5000000000` bytes, at most `4294967295` can be addressed; split it"
        );
    }
}
