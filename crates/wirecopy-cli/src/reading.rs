//! The flags that say how articles are read.

use clap::{Args, ValueEnum};
use wirecopy::read::{EncodingErrors, ReadOptions};

/// Above these flags in the help.
const HEADING: &str = "Reading";

/// How to read; the same for every subcommand that reads.
#[derive(Debug, Args)]
pub(crate) struct ReadingArguments {
    /// Column or JSON key of the text; else text, body…
    #[arg(long, hide_short_help = true, value_name = "NAME", help_heading = HEADING)]
    text_column: Option<String>,
    /// Of the id; else id, else made of file and line
    #[arg(long, hide_short_help = true, value_name = "NAME", help_heading = HEADING)]
    id_column: Option<String>,
    /// Of the title; else title or headline
    #[arg(long, hide_short_help = true, value_name = "NAME", help_heading = HEADING)]
    title_column: Option<String>,
    /// Of the date; else date or published
    #[arg(long, hide_short_help = true, value_name = "NAME", help_heading = HEADING)]
    date_column: Option<String>,
    /// Of the outlet; else source, outlet or publisher
    #[arg(long, hide_short_help = true, value_name = "NAME", help_heading = HEADING)]
    source_column: Option<String>,
    /// Bytes that are no UTF-8: replace, skip or fail
    #[arg(
        long,
        hide_short_help = true,
        value_name = "HOW",
        help_heading = HEADING,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    encoding_errors: EncodingChoice,
}

/// What to do with bytes that are no UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum EncodingChoice {
    #[default]
    Replace,
    Skip,
    Fail,
}

impl ReadingArguments {
    /// The same for the crate that reads.
    pub(crate) fn into_options(self) -> ReadOptions {
        let mut options = ReadOptions::default();
        options.text_column = self.text_column;
        options.id_column = self.id_column;
        options.title_column = self.title_column;
        options.date_column = self.date_column;
        options.source_column = self.source_column;
        options.with_encoding_errors(match self.encoding_errors {
            EncodingChoice::Replace => EncodingErrors::Replace,
            EncodingChoice::Skip => EncodingErrors::Skip,
            EncodingChoice::Fail => EncodingErrors::Fail,
        })
    }
}
