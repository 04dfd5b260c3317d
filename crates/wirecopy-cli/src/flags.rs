//! What may be said on the command line, and the plan that it becomes.

use std::path::{Path, PathBuf};

use clap::builder::RangedU64ValueParser;
use clap::error::ErrorKind;
use clap::{ArgAction, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};
use wirecopy::read::STANDARD_INPUT;

use crate::terminal::Terminal;

/// More threads than any machine has cores; above it, a slip of the keyboard.
const MOST_THREADS: u64 = 1024;

const EXAMPLES: &str = "\
Examples:
  wirecopy check stories/                     who ran whose copy, in a folder
  wirecopy check --format jsonl feed.jsonl    one JSON object for each pair
  wirecopy compare agency.txt blog.txt        what two share, the edits marked

Exit status: 0 when it ran, whatever it found; 2 on an error.
With --exit-code 1 when it found shared text.";

const CHECK_EXAMPLES: &str = "\
Examples:
  wirecopy check stories/            the .txt files in a folder and below it
  wirecopy check new.txt archive/    a file and a folder
  zcat feed.jsonl.gz | wirecopy check --format json - > report.json

A record of a .jsonl file needs `text`; `id`, `title`, `date`, `source` and
`url` may stand beside it.";

const COMPARE_EXAMPLES: &str = "\
Examples:
  wirecopy compare agency.txt blog.txt
  wirecopy compare --format json agency.txt blog.txt
  pandoc -t plain page.html | wirecopy compare agency.txt -

Places are line:column, from 1; offsets are characters, from 0, without the end.
Between [- and -] stands what only A has, between {+ and +} what only B has; on
a terminal that shows colours the first is red, the second green.";

/// Find out which articles share text, how much, and which words.
#[derive(Debug, Parser)]
#[command(name = "wirecopy", version, after_help = EXAMPLES, max_term_width = 110)]
#[command(disable_help_flag = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    // clap's own `--help` spreads the same words over two screens.
    /// Print help
    #[arg(short, long, action = ArgAction::HelpShort, global = true, display_order = 100)]
    help: Option<bool>,
    /// Colours; auto is on a terminal, unless `NO_COLOR` is set
    #[arg(
        long,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        global = true,
        display_order = 99
    )]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check articles against one another and list the pairs that share text
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArguments),
    /// Compare two articles and mark every passage they share
    #[command(after_help = COMPARE_EXAMPLES)]
    Compare(CompareArguments),
}

#[derive(Debug, Args)]
struct CheckArguments {
    /// Folders of .txt files, text files, .jsonl files; - is standard input
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// A table to read, one JSON document, or one object for each pair
    #[arg(long, value_enum, default_value_t)]
    format: CheckFormat,
    /// Threads to use; 0 is one for each core
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = RangedU64ValueParser::<usize>::new().range(..=MOST_THREADS))]
    threads: usize,
    /// Exit with status 1 when any two articles share text
    #[arg(long)]
    exit_code: bool,
    /// Exit with status 2 when any record was skipped
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Args)]
struct CompareArguments {
    /// One article: a text file, a .jsonl file of one record; - is standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The other, likewise
    #[arg(value_name = "B")]
    b: PathBuf,
    /// A text to read, or one JSON document
    #[arg(long, value_enum, default_value_t)]
    format: CompareFormat,
    /// Exit with status 1 when the two share text
    #[arg(long)]
    exit_code: bool,
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
    Json,
    Jsonl,
}

/// What `compare` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum CompareFormat {
    #[default]
    Table,
    Json,
}

/// What to do, with everything decided that the flags and the terminal decide.
#[derive(Debug)]
pub(crate) enum Plan {
    Check(CheckPlan),
    Compare(ComparePlan),
}

/// A check of many articles.
#[derive(Debug)]
pub(crate) struct CheckPlan {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) format: CheckFormat,
    /// 0 is one for each core.
    pub(crate) threads: usize,
    pub(crate) exit_code: bool,
    pub(crate) strict: bool,
    pub(crate) terminal: Terminal,
}

/// A comparison of two.
#[derive(Debug)]
pub(crate) struct ComparePlan {
    pub(crate) a: PathBuf,
    pub(crate) b: PathBuf,
    pub(crate) format: CompareFormat,
    pub(crate) exit_code: bool,
    pub(crate) terminal: Terminal,
}

impl Arguments {
    /// Makes the plan, or ends the process with a usage error.
    pub(crate) fn into_plan(self) -> Plan {
        let terminal = Terminal::of_stdout(self.color);
        match self.command {
            Command::Check(check) => {
                refuse_two_standard_inputs("check", check.paths.iter());
                Plan::Check(CheckPlan {
                    paths: check.paths,
                    format: check.format,
                    threads: check.threads,
                    exit_code: check.exit_code,
                    strict: check.strict,
                    terminal,
                })
            }
            Command::Compare(compare) => {
                refuse_two_standard_inputs("compare", [&compare.a, &compare.b].into_iter());
                Plan::Compare(ComparePlan {
                    a: compare.a,
                    b: compare.b,
                    format: compare.format,
                    exit_code: compare.exit_code,
                    terminal,
                })
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_flags_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_check_needs_a_path() {
        let error = Arguments::try_parse_from(["wirecopy", "check"]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MissingRequiredArgument);
    }

    #[test]
    fn threads_are_a_number_within_reason() {
        let threads = |given: &str| {
            Arguments::try_parse_from(["wirecopy", "check", "--threads", given, "x"])
                .map(|arguments| match arguments.command {
                    Command::Check(check) => check.threads,
                    Command::Compare(_) => unreachable!("`check` was parsed"),
                })
                .map_err(|error| error.kind())
        };
        assert_eq!(threads("3"), Ok(3));
        assert_eq!(threads("1025"), Err(ErrorKind::ValueValidation));
        assert_eq!(threads("two"), Err(ErrorKind::ValueValidation));
        assert_eq!(threads("-1"), Err(ErrorKind::UnknownArgument));
    }

    #[test]
    fn help_fits_a_screen() {
        for subcommand in [None, Some("check"), Some("compare")] {
            let mut command = Arguments::command();
            command.build();
            let help = match subcommand {
                None => command.render_help(),
                Some(name) => command.find_subcommand_mut(name).unwrap().render_help(),
            };
            assert!(help.to_string().lines().count() <= 24, "{help}");
        }
    }
}
