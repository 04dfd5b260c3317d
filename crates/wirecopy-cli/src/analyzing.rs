//! The flags that say what a text is cut into.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};
use wirecopy::text::{Analyzer, Language};

use crate::failure::Failure;

/// Above these flags in the help.
const HEADING: &str = "Tokens";

/// What becomes of an address.
const ADDRESSES: [&str; 3] = ["split", "keep", "drop"];

/// What a token is; each flag is an option of the analyser, under its name in JSON or close to it.
#[derive(Debug, Default, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags that have nothing to do with each other"
)]
pub(crate) struct AnalyzingArguments {
    /// Take all of this from a file, the JSON of an analyser
    #[arg(long, hide_short_help = true, value_name = "FILE", help_heading = HEADING, conflicts_with_all = &OF_TOKENS[1..])]
    analyzer: Option<PathBuf>,
    /// The language, by ISO 639 code or English name
    #[arg(short, long, value_name = "LANGUAGE", help_heading = HEADING)]
    language: Option<Language>,
    /// Leave out stop words: the language's, or of =FILE
    #[arg(long, value_name = "FILE", help_heading = HEADING, num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "clap's form of `--flag[=VALUE]`")]
    stop_words: Option<Option<PathBuf>>,
    /// Stems by Snowball: current, or classic (of 2018)
    #[arg(
        long,
        value_name = "EDITION",
        help_heading = HEADING,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "current",
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["current", "classic"])
    )]
    stem: Option<String>,
    #[arg(
        long,
        hide_short_help = true,
        help = "words (the default), plain_words, scikit_learn, chars or char_wb",
        value_name = "KIND",
        help_heading = HEADING,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["words", "plain_words", "scikit_learn", "chars", "char_wb"])
    )]
    tokens: Option<String>,
    /// Tokens are what this regular expression matches, or its group
    #[arg(long, hide_short_help = true, value_name = "REGEX", help_heading = HEADING, conflicts_with = "tokens", allow_hyphen_values = true)]
    pattern: Option<String>,
    /// Find words of scripts without spaces in dictionaries
    #[arg(long, hide_short_help = true, help_heading = HEADING)]
    dictionary: bool,
    /// Runs of so many tokens, joined by a blank
    #[arg(long, value_name = "N|MIN-MAX", help_heading = HEADING, value_parser = sizes)]
    ngrams: Option<Sizes>,
    /// Upper and lower case: keep, lower or fold (the default)
    #[arg(
        long,
        hide_short_help = true,
        value_name = "HOW",
        help_heading = HEADING,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["keep", "lower", "fold"])
    )]
    case: Option<String>,
    /// Unicode's form: none, nfc (the default) or nfkc
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FORM",
        help_heading = HEADING,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(["none", "nfc", "nfkc"])
    )]
    normalization: Option<String>,
    /// Take accents off letters
    #[arg(long, hide_short_help = true, help_heading = HEADING)]
    strip_accents: bool,
    /// Leave curly apostrophes and soft hyphens as they are
    #[arg(long, hide_short_help = true, help_heading = HEADING)]
    keep_punctuation: bool,
    /// Leave numbers out
    #[arg(long, hide_short_help = true, help_heading = HEADING)]
    drop_numbers: bool,
    /// Web addresses: split (the default), keep (as one token) or drop
    #[arg(
        long,
        hide_short_help = true,
        value_name = "HOW",
        help_heading = HEADING,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(ADDRESSES)
    )]
    urls: Option<String>,
    /// E-mail addresses, likewise
    #[arg(
        long,
        hide_short_help = true,
        value_name = "HOW",
        help_heading = HEADING,
        hide_possible_values = true,
        value_parser = PossibleValuesParser::new(ADDRESSES)
    )]
    emails: Option<String>,
    /// Leave out tokens of fewer characters
    #[arg(long, hide_short_help = true, value_name = "N", help_heading = HEADING)]
    min_length: Option<u32>,
}

/// All these flags; none goes with what is no token.
pub(crate) const OF_TOKENS: [&str; 16] = [
    "analyzer",
    "language",
    "stop_words",
    "stem",
    "tokens",
    "pattern",
    "dictionary",
    "ngrams",
    "case",
    "normalization",
    "strip_accents",
    "keep_punctuation",
    "drop_numbers",
    "urls",
    "emails",
    "min_length",
];

/// The sizes of n-grams.
type Sizes = (u32, u32);

/// Reads `2` or `1-3`.
fn sizes(given: &str) -> Result<Sizes, String> {
    let (min, max) = given.split_once('-').unwrap_or((given, given));
    match (min.parse(), max.parse()) {
        (Ok(min), Ok(max)) => Ok((min, max)),
        _ => Err("expected a number, or two with a - between them".to_owned()),
    }
}

impl AnalyzingArguments {
    /// Makes the analyser for keywords, among which numbers and single letters say little.
    pub(crate) fn into_analyzer_of_keywords(mut self) -> Result<Analyzer, Failure> {
        if self.analyzer.is_none() {
            self.drop_numbers = true;
            self.min_length.get_or_insert(2);
        }
        self.into_analyzer()
    }

    /// Makes the analyser, by way of the JSON that every face reads.
    pub(crate) fn into_analyzer(self) -> Result<Analyzer, Failure> {
        if let Some(path) = &self.analyzer {
            let json = read(path)?;
            return serde_json::from_str(&json).map_err(|error| Failure::NotAnAnalyzer {
                path: path.clone(),
                reason: error.to_string(),
            });
        }
        let mut options = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            options.extend(value.map(|value| (name.to_owned(), value)));
        };
        set("language", self.language.map(|of| Value::from(of.code())));
        let kind = self.tokens.map(Value::from);
        set(
            "tokens",
            self.pattern
                .map(|pattern| json!({"pattern": pattern}))
                .or(kind),
        );
        set("dictionary", self.dictionary.then_some(Value::Bool(true)));
        set("normalization", self.normalization.map(Value::from));
        set("case", self.case.map(Value::from));
        set(
            "strip_accents",
            self.strip_accents.then_some(Value::Bool(true)),
        );
        set(
            "fold_punctuation",
            self.keep_punctuation.then_some(Value::Bool(false)),
        );
        set(
            "drop_numbers",
            self.drop_numbers.then_some(Value::Bool(true)),
        );
        set("urls", self.urls.map(Value::from));
        set("emails", self.emails.map(Value::from));
        set("min_length", self.min_length.map(Value::from));
        let stop_words = match self.stop_words {
            None => None,
            Some(None) => Some(Value::from("language")),
            Some(Some(path)) => {
                let words = read(&path)?;
                Some(json!({"list": words.split_whitespace().collect::<Vec<_>>()}))
            }
        };
        set("stop_words", stop_words);
        set("stemming", self.stem.map(Value::from));
        set("ngrams", self.ngrams.map(|(min, max)| json!([min, max])));
        Ok(serde_json::from_value(Value::Object(options))
            .expect("the flags let only names and types through that JSON has too"))
    }
}

fn read(path: &PathBuf) -> Result<String, Failure> {
    let text = fs::read_to_string(path).map_err(|source| wirecopy::Error::Unreadable {
        path: path.clone(),
        source,
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser};
    use wirecopy::text::{Addresses, Case, Normalization, StemmerEdition, StopWords, TokenKind};

    use super::*;

    #[derive(Debug, Parser)]
    struct Alone {
        #[command(flatten)]
        analyzing: AnalyzingArguments,
    }

    fn analyzer(flags: &[&str]) -> Analyzer {
        let flags = [&["tokens"], flags].concat();
        let Alone { analyzing } = Alone::try_parse_from(flags).unwrap();
        analyzing.into_analyzer().unwrap()
    }

    #[test]
    fn without_flags_it_is_the_default() {
        assert_eq!(analyzer(&[]), Analyzer::new());
    }

    #[test]
    fn every_flag_sets_its_option() {
        let flags = "--language deu --stop-words --stem=classic --tokens plain_words --dictionary --ngrams 1-3 \
            --case lower --normalization nfkc --strip-accents --keep-punctuation --drop-numbers --urls keep \
            --emails drop --min-length 2";
        let flags: Vec<&str> = flags.split_whitespace().collect();
        let expected = Analyzer::new()
            .with_language(Language::German)
            .with_stop_words(StopWords::Language)
            .with_stemming(StemmerEdition::Classic)
            .with_tokens(TokenKind::PlainWords)
            .with_dictionary(true)
            .with_ngrams((1, 3))
            .with_case(Case::Lower)
            .with_normalization(Normalization::Nfkc)
            .with_strip_accents(true)
            .with_fold_punctuation(false)
            .with_drop_numbers(true)
            .with_urls(Addresses::Keep)
            .with_emails(Addresses::Drop)
            .with_min_length(2);
        assert_eq!(analyzer(&flags), expected);
        assert_eq!(
            analyzer(&["--pattern", r"-\w+", "--ngrams", "2", "--stem", "-l", "en"]),
            Analyzer::new()
                .with_tokens(TokenKind::Pattern(r"-\w+".to_owned()))
                .with_ngrams((2, 2))
                .with_stemming(StemmerEdition::Current)
                .with_language(Language::English)
        );
    }

    #[test]
    fn every_value_that_a_flag_takes_is_one_of_the_analyser() {
        let command = Alone::command();
        for argument in command.get_arguments() {
            for value in argument.get_possible_values() {
                if argument.get_action().takes_values() {
                    let flag = argument.get_long().unwrap();
                    let _ = analyzer(&[&format!("--{flag}={}", value.get_name())]);
                }
            }
        }
    }

    #[test]
    fn each_flag_is_in_the_list_of_all() {
        let command = Alone::command();
        let flags = command
            .get_arguments()
            .map(|argument| argument.get_id().as_str());
        let flags: Vec<&str> = flags.filter(|name| *name != "help").collect();
        let mut listed = OF_TOKENS;
        listed.sort_unstable();
        assert!(flags.iter().all(|flag| listed.contains(flag)), "{flags:?}");
        assert_eq!(flags.len(), listed.len());
    }
}
