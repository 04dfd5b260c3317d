//! What may be said on the command line, and how it becomes a plan.

mod examples;
#[cfg(test)]
mod tests;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, RangedU64ValueParser};
use clap::error::ErrorKind;
use clap::{
    ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
};
use clap_complete::Shell;
use wirecopy::CheckOptions;
use wirecopy::read::STANDARD_INPUT;
use wirecopy::similarity::Threshold;

use crate::analyzing::{AnalyzingArguments, OF_TOKENS};
use crate::duplicates::{self, DuplicatesFormat, Measure};
use crate::flags::examples::{
    CHECK_EXAMPLES, COMPARE_EXAMPLES, COMPLETIONS_EXAMPLES, DUPLICATES_EXAMPLES, EXAMPLES,
    KEYWORDS_EXAMPLES, MAN_EXAMPLES, SIMILAR_EXAMPLES, TOKENS_EXAMPLES,
};
use crate::keywords::{Field, KeywordsFormat, Method};
use crate::plan::{
    CheckPlan, ComparePlan, DuplicatesPlan, KeywordsPlan, Plan, SimilarPlan, TokensPlan,
};
use crate::reading::ReadingArguments;
use crate::selection::Selection;
use crate::similar::SimilarFormat;
use crate::terminal::Terminal;
use crate::tokens::{Sought, TokensFormat};

/// More threads than any machine has cores; above it, a slip of the keyboard.
const MOST_THREADS: u64 = 1024;

/// The subcommands, in the order of the help.
const SUBCOMMANDS: [&str; 8] = [
    "check",
    "compare",
    "tokens",
    "keywords",
    "similar",
    "duplicates",
    "completions",
    "man",
];

/// Find out which articles share text, how much, and which words.
#[derive(Debug, Parser)]
#[command(name = "wirecopy", version, after_help = EXAMPLES, max_term_width = 110)]
#[command(disable_help_flag = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    // clap's own `--help` spreads its words over two screens: `command` shows all flags in the short form instead.
    /// Print help: -h the common flags, --help all of them
    #[arg(short, long, action = ArgAction::HelpShort, global = true, display_order = 100)]
    help: Option<bool>,
    /// Colours: auto (without `NO_COLOR`), always or never
    #[arg(
        long,
        hide_short_help = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        global = true,
        display_order = 99
    )]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check articles against one another: which pairs share text
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// Compare two articles and mark every passage they share
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArguments),
    /// List the tokens, sentences or quotations of texts, one a line
    #[command(after_help = TOKENS_EXAMPLES)]
    Tokens(Box<TokensArguments>),
    /// List the terms that set each article apart; no numbers
    #[command(after_help = KEYWORDS_EXAMPLES)]
    Keywords(Box<KeywordsArguments>),
    /// List the articles most like each, by the cosine of TF-IDF weights
    #[command(after_help = SIMILAR_EXAMPLES)]
    Similar(Box<SimilarArguments>),
    /// List near-duplicates by their runs of words, and which to keep
    #[command(after_help = DUPLICATES_EXAMPLES)]
    // So that the common flags fit a screen: shingles are runs of words already, and stems are for the rare case.
    #[command(mut_args(|argument| match argument.get_id().as_str() {
        "stem" | "ngrams" => argument.hide_short_help(true),
        _ => argument,
    }))]
    Duplicates(Box<DuplicatesArguments>),
    /// Print the script that completes commands and flags in a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell
        #[arg(value_name = "SHELL", value_enum)]
        shell: Shell,
    },
    /// Print a manual page
    #[command(after_help = MAN_EXAMPLES)]
    Man {
        /// The command that it describes; else the program
        #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(SUBCOMMANDS))]
        subcommand: Option<String>,
    },
}

#[derive(Debug, Args)]
struct CheckArguments {
    /// Folders of .txt; .txt, .jsonl, .csv, .tsv, packed too; - is stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Old articles, which are not compared with each other
    #[arg(long, value_name = "PATH")]
    against: Vec<PathBuf>,
    /// Only articles whose dates lie within so many days
    #[arg(long, hide_short_help = true, value_name = "DAYS")]
    date_window: Option<u32>,
    /// List reuse from this probability; 0 lists forms and formulas too
    #[arg(
        long,
        hide_short_help = true,
        value_name = "P",
        default_value_t = CheckOptions::default().min_probability,
        hide_default_value = true
    )]
    min_probability: f64,
    /// Page furniture that an earlier check has saved
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    furniture: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    selection: Selection,
    /// table, explain (in words), json or jsonl
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Writing"
    )]
    format: CheckFormat,
    /// A file for the report, whole or not at all
    #[arg(short, long, value_name = "FILE", help_heading = "Writing")]
    output: Option<PathBuf>,
    /// A file for the page furniture, to be known to other checks
    #[arg(
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Writing"
    )]
    save_furniture: Option<PathBuf>,
    /// Replace these files if they are there
    #[arg(long, hide_short_help = true, help_heading = "Writing")]
    force: bool,
    /// Threads to use; 0 is one for each core
    #[arg(long, hide_short_help = true, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = RangedU64ValueParser::<usize>::new().range(..=MOST_THREADS))]
    threads: usize,
    /// Exit with status 1 when any pair is left to show
    #[arg(long, hide_short_help = true)]
    exit_code: bool,
    /// Exit with status 2 when any record was skipped
    #[arg(long, hide_short_help = true)]
    strict: bool,
}

#[derive(Debug, Args)]
struct CompareArguments {
    /// One article: a text file, or a .jsonl or .csv file of one record; - is standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The other, likewise
    #[arg(value_name = "B")]
    b: PathBuf,
    /// Page furniture that a check has saved, not to be counted
    #[arg(long, value_name = "FILE")]
    furniture: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
    /// table (a text to read), explain (in words) or json
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: CompareFormat,
    /// Exit with status 1 when the two share text
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags that have nothing to do with each other"
)]
struct TokensArguments {
    /// Folders of .txt; .txt, .jsonl, .csv, .tsv, packed too; - is stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    analyzing: AnalyzingArguments,
    /// Sentences in the place of tokens
    #[arg(long, help_heading = "Tokens", conflicts_with_all = OF_TOKENS)]
    sentences: bool,
    /// Quotations in the place of tokens
    #[arg(long, help_heading = "Tokens", conflicts_with_all = OF_TOKENS, conflicts_with = "sentences")]
    quotations: bool,
    #[command(flatten)]
    reading: ReadingArguments,
    /// Lines of columns, or one JSON object a line
    #[arg(
        long,
        hide_short_help = true,
        value_name = "table|jsonl",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Writing"
    )]
    format: TokensFormat,
    /// A file for the lines, whole or not at all
    #[arg(
        short,
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Writing"
    )]
    output: Option<PathBuf>,
    /// Replace that file if it is there
    #[arg(
        long,
        hide_short_help = true,
        requires = "output",
        help_heading = "Writing"
    )]
    force: bool,
    /// Exit with status 2 when any record was skipped
    #[arg(long, hide_short_help = true)]
    strict: bool,
}

#[derive(Debug, Args)]
struct KeywordsArguments {
    /// Folders of .txt; .txt, .jsonl, .csv, .tsv, packed too; - is stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// At most so many terms for each article
    #[arg(
        short = 'k',
        long,
        value_name = "N",
        default_value_t = 10,
        hide_default_value = true
    )]
    most: usize,
    /// tfidf (the default) or `log_odds` against the others
    #[arg(
        long,
        value_name = "METHOD",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    method: Method,
    /// Groups of articles instead of each: by source or date
    #[arg(long, value_name = "FIELD", value_enum, hide_possible_values = true)]
    by: Option<Field>,
    #[command(flatten)]
    analyzing: AnalyzingArguments,
    #[command(flatten)]
    reading: ReadingArguments,
    /// table (id, score, count, term), json or jsonl
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: KeywordsFormat,
    /// A file for the lines, whole or not at all
    #[arg(
        short,
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Writing"
    )]
    output: Option<PathBuf>,
    /// Replace that file if it is there
    #[arg(
        long,
        hide_short_help = true,
        requires = "output",
        help_heading = "Writing"
    )]
    force: bool,
    /// Exit with status 2 when any record was skipped
    #[arg(long, hide_short_help = true)]
    strict: bool,
}

#[derive(Debug, Args)]
struct SimilarArguments {
    /// Folders of .txt; .txt, .jsonl, .csv, .tsv, packed too; - is stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// At most so many neighbours of each article
    #[arg(
        short = 'k',
        long,
        value_name = "N",
        default_value = "10",
        hide_default_value = true
    )]
    count: NonZeroUsize,
    /// Only neighbours with at least this score, above 0 to 1
    #[arg(long, value_name = "X", value_parser = score)]
    min_score: Option<Threshold>,
    /// table (id, score, id; tabs between), json, jsonl or csv
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: SimilarFormat,
    #[command(flatten)]
    analyzing: AnalyzingArguments,
    #[command(flatten)]
    reading: ReadingArguments,
    /// A file for the lines, whole or not at all
    #[arg(
        short,
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Writing"
    )]
    output: Option<PathBuf>,
    /// Replace that file if it is there
    #[arg(
        long,
        hide_short_help = true,
        requires = "output",
        help_heading = "Writing"
    )]
    force: bool,
    /// Threads to use; 0 is one for each core
    #[arg(long, hide_short_help = true, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = RangedU64ValueParser::<usize>::new().range(..=MOST_THREADS))]
    threads: usize,
    /// Exit with status 2 when any record was skipped
    #[arg(long, hide_short_help = true)]
    strict: bool,
}

#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags that have nothing to do with each other"
)]
struct DuplicatesArguments {
    /// Folders of .txt; .txt, .jsonl, .csv, .tsv, packed too; - is stdin
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How similar two are, above 0 to 1; 0.8 if not given
    #[arg(long, value_name = "X", value_parser = score, default_value = "0.8", hide_default_value = true)]
    threshold: Threshold,
    /// By jaccard (the default), dice or containment
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    measure: Measure,
    /// exact (the default), minhash or simhash
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    method: duplicates::Method,
    /// Take what sketches estimate for the score, and compare nothing
    #[arg(long, hide_short_help = true)]
    no_verify: bool,
    /// Words of a run that is compared; 5 if not given
    #[arg(long, value_name = "N", default_value = "5", hide_default_value = true)]
    shingle: NonZeroUsize,
    /// A file for the ids of the articles to keep, one a line
    #[arg(long, value_name = "FILE")]
    keep: Option<PathBuf>,
    #[command(flatten)]
    analyzing: AnalyzingArguments,
    #[command(flatten)]
    reading: ReadingArguments,
    /// table, json, or those to drop as jsonl or csv
    #[arg(
        long,
        value_name = "NAME",
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: DuplicatesFormat,
    /// A file for the report, whole or not at all
    #[arg(
        short,
        long,
        hide_short_help = true,
        value_name = "FILE",
        help_heading = "Writing"
    )]
    output: Option<PathBuf>,
    /// Replace the files of --output and --keep if they are there
    #[arg(long, hide_short_help = true, help_heading = "Writing")]
    force: bool,
    /// Threads to use; 0 is one for each core
    #[arg(long, hide_short_help = true, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = RangedU64ValueParser::<usize>::new().range(..=MOST_THREADS))]
    threads: usize,
    /// Exit with status 1 when there are near-duplicates
    #[arg(long, hide_short_help = true)]
    exit_code: bool,
    /// Exit with status 2 when any record was skipped
    #[arg(long, hide_short_help = true)]
    strict: bool,
}

fn score(given: &str) -> Result<Threshold, String> {
    let score = given
        .parse()
        .ok()
        .and_then(|score| Threshold::new(score).ok());
    score.ok_or_else(|| "expected a score above 0 and at most 1".to_owned())
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// What `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CheckFormat {
    #[default]
    Table,
    Explain,
    Json,
    Jsonl,
}

/// What `compare` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CompareFormat {
    #[default]
    Table,
    Explain,
    Json,
}

impl Arguments {
    /// Makes the plan, or ends the process with a usage error.
    pub(crate) fn into_plan(self) -> Plan {
        let color = self.color;
        match self.command {
            Command::Check(check) => {
                refuse_two_standard_inputs("check", check.paths.iter().chain(&check.against));
                let output = check.output.filter(|path| !is_standard_input(path));
                Plan::Check(CheckPlan {
                    paths: check.paths,
                    against: check.against,
                    furniture: check.furniture,
                    save_furniture: check.save_furniture,
                    options: CheckOptions::default()
                        .with_min_probability(check.min_probability)
                        .with_date_window(check.date_window),
                    reading: check.reading.into_options(),
                    selection: check.selection,
                    format: check.format,
                    terminal: match output {
                        None => Terminal::of_stdout(color),
                        Some(_) => Terminal::of_file(color),
                    },
                    output,
                    force: check.force,
                    threads: check.threads,
                    exit_code: check.exit_code,
                    strict: check.strict,
                })
            }
            Command::Compare(compare) => {
                refuse_two_standard_inputs("compare", [&compare.a, &compare.b].into_iter());
                Plan::Compare(ComparePlan {
                    a: compare.a,
                    b: compare.b,
                    furniture: compare.furniture,
                    reading: compare.reading.into_options(),
                    format: compare.format,
                    exit_code: compare.exit_code,
                    terminal: Terminal::of_stdout(color),
                })
            }
            Command::Tokens(tokens) => {
                refuse_two_standard_inputs("tokens", tokens.paths.iter());
                Plan::Tokens(Box::new(TokensPlan {
                    paths: tokens.paths,
                    sought: match (tokens.sentences, tokens.quotations) {
                        (true, _) => Sought::Sentences,
                        (_, true) => Sought::Quotations,
                        _ => Sought::Tokens(Box::new(tokens.analyzing)),
                    },
                    // Characters and quotations need no words, and who asks for words sees that there are none.
                    reading: tokens.reading.into_options().with_keep_wordless(true),
                    format: tokens.format,
                    output: tokens.output.filter(|path| !is_standard_input(path)),
                    force: tokens.force,
                    strict: tokens.strict,
                }))
            }
            Command::Keywords(keywords) => {
                refuse_two_standard_inputs("keywords", keywords.paths.iter());
                Plan::Keywords(Box::new(KeywordsPlan {
                    paths: keywords.paths,
                    most: keywords.most,
                    method: keywords.method,
                    by: keywords.by,
                    analyzing: keywords.analyzing,
                    reading: keywords.reading.into_options(),
                    format: keywords.format,
                    output: keywords.output.filter(|path| !is_standard_input(path)),
                    force: keywords.force,
                    strict: keywords.strict,
                }))
            }
            Command::Similar(similar) => {
                refuse_two_standard_inputs("similar", similar.paths.iter());
                Plan::Similar(Box::new(SimilarPlan {
                    paths: similar.paths,
                    count: similar.count,
                    min_score: similar.min_score,
                    analyzing: similar.analyzing,
                    reading: similar.reading.into_options(),
                    format: similar.format,
                    output: similar.output.filter(|path| !is_standard_input(path)),
                    force: similar.force,
                    threads: similar.threads,
                    strict: similar.strict,
                }))
            }
            Command::Duplicates(duplicates) => {
                Plan::Duplicates(Box::new(duplicates.into_plan(color)))
            }
            Command::Completions { shell } => Plan::Completions(shell),
            Command::Man { subcommand } => Plan::Man(subcommand),
        }
    }
}

impl DuplicatesArguments {
    fn into_plan(self, color: ColorChoice) -> DuplicatesPlan {
        refuse_two_standard_inputs("duplicates", self.paths.iter());
        let output = self.output.filter(|path| !is_standard_input(path));
        DuplicatesPlan {
            paths: self.paths,
            threshold: self.threshold,
            measure: self.measure,
            method: self.method,
            verify: !self.no_verify,
            shingle: self.shingle,
            keep: self.keep,
            analyzing: self.analyzing,
            reading: self.reading.into_options(),
            format: self.format,
            terminal: match output {
                None => Terminal::of_stdout(color),
                Some(_) => Terminal::of_file(color),
            },
            output,
            force: self.force,
            threads: self.threads,
            exit_code: self.exit_code,
            strict: self.strict,
        }
    }
}

/// Reads the command line, or ends the process with help or a usage error.
pub(crate) fn parse() -> Arguments {
    let command = if std::env::args_os().any(|argument| argument == "--help") {
        with_all_flags(command())
    } else {
        command()
    };
    Arguments::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
}

/// The definitions of all flags.
pub(crate) fn command() -> clap::Command {
    Arguments::command()
}

/// The same with help on every flag, those apart that nobody is to see.
pub(crate) fn with_all_flags(command: clap::Command) -> clap::Command {
    command
        .mut_args(|argument| argument.hide_short_help(false))
        .mut_subcommands(with_all_flags)
}

/// Says whether a path means standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == STANDARD_INPUT
}

/// Standard input can be read once; the second `-` would be an empty article.
fn refuse_two_standard_inputs<'p>(subcommand: &str, paths: impl Iterator<Item = &'p PathBuf>) {
    if paths.filter(|path| is_standard_input(path)).count() > 1 {
        let mut command = Arguments::command();
        command.build();
        command
            .find_subcommand_mut(subcommand)
            .expect("the subcommand that was parsed exists")
            .error(
                ErrorKind::ArgumentConflict,
                "standard input (-) can be given only once",
            )
            .exit();
    }
}
