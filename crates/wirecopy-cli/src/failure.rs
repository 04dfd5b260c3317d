//! How a run ends: exit statuses, errors and their remedies.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use wirecopy::read::Problem;

use crate::clean;
use crate::figures::counted;
use crate::terminal::{Ink, Terminal, stderr_colour};

/// What a run that came to its end says by its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// It ran; 0.
    Ran,
    /// It ran, found shared text and was asked to say so; 1.
    SharedText,
}

impl Finding {
    pub(crate) fn new(asked: bool, shared: bool) -> Self {
        if asked && shared {
            Self::SharedText
        } else {
            Self::Ran
        }
    }

    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::Ran => ExitCode::SUCCESS,
            Self::SharedText => ExitCode::from(1),
        }
    }
}

/// Why a run did not come to its end; the exit status is 2.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Check(#[from] wirecopy::Error),
    #[error(transparent)]
    Text(#[from] wirecopy::text::Error),
    #[error(transparent)]
    Counting(wirecopy::tfidf::Error),
    #[error("`{}` is no analyser: {reason}", path.display())]
    NotAnAnalyzer { path: PathBuf, reason: String },
    #[error("`{}` is no furniture table: {reason}", path.display())]
    NotFurniture {
        path: PathBuf,
        reason: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("no article to check")]
    NothingToCheck,
    #[error("no article has a {field}")]
    NoGroups { field: &'static str },
    #[error("{skipped} skipped")]
    Strict { skipped: String },
    #[error("`{}` holds {}, expected one", path.display(), counted(*found, "article", "articles"))]
    NotOneArticle { path: PathBuf, found: u64 },
    #[error("cannot start {threads} threads: {source}")]
    Threads {
        threads: usize,
        source: rayon::ThreadPoolBuildError,
    },
    #[error("cannot write to standard output: {0}")]
    Output(#[source] io::Error),
    #[error("`{}` exists already", path.display())]
    TargetExists { path: PathBuf },
    #[error("`{}` is one of the files to read", path.display())]
    TargetIsInput { path: PathBuf },
    #[error("cannot write `{}`: {source}", path.display())]
    Target { path: PathBuf, source: io::Error },
}

impl Failure {
    /// Says on standard error what went wrong and what helps; gives the exit status.
    pub(crate) fn tell(&self) -> ExitCode {
        let terminal = Terminal {
            width: usize::MAX,
            colour: stderr_colour(),
        };
        let mut err = io::stderr().lock();
        // Where standard error is closed nobody is left to be told.
        let _ = writeln!(
            err,
            "{} {}",
            terminal.paint(Ink::Error, "error:"),
            clean::name(&self.to_string())
        );
        if let Some(hint) = self.hint() {
            let _ = writeln!(err, "{} {hint}", terminal.paint(Ink::Bold, "hint:"));
        }
        ExitCode::from(2)
    }

    /// The remedy, where there is one that the message does not name.
    fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Check(wirecopy::Error::Unreadable { source, .. }) => hint_on_reading(source),
            Self::TargetIsInput { .. } => Some("name another file for the output"),
            Self::TargetExists { .. } => Some("--force replaces it"),
            Self::Target { source, .. } => match source.kind() {
                io::ErrorKind::NotFound => Some("make its folder first"),
                io::ErrorKind::IsADirectory => Some("name a file in the folder"),
                _ => Some("nothing was written; a file that was there is as it was"),
            },
            Self::NoGroups { .. } => Some("--source-column or --date-column says where it stands"),
            Self::NothingToCheck => Some("an article is a text with at least one word"),
            Self::Strict { .. } => {
                Some("mend the records, or leave out --strict to check the others without them")
            }
            Self::NotOneArticle { found: 0, .. } => {
                Some("an article is a text with at least one word")
            }
            Self::NotOneArticle { .. } => Some("`wirecopy check` compares more than two articles"),
            Self::Threads { .. } => Some("ask for fewer with --threads"),
            Self::Text(error) => hint_on_analyzing(error),
            Self::NotAnAnalyzer { .. } => {
                Some("`wirecopy.Analyzer(...).to_json()` of Python writes one")
            }
            Self::NotFurniture { .. } => Some("`wirecopy check --save-furniture FILE` writes one"),
            Self::Check(_) | Self::Counting(_) | Self::Output(_) => None,
        }
    }
}

impl From<wirecopy::tfidf::Error> for Failure {
    fn from(error: wirecopy::tfidf::Error) -> Self {
        match error {
            wirecopy::tfidf::Error::Text(error) => Self::Text(error),
            error => Self::Counting(error),
        }
    }
}

/// What helps where options do not go together.
fn hint_on_analyzing(error: &wirecopy::text::Error) -> Option<&'static str> {
    use wirecopy::text::Error;
    match error {
        Error::LanguageMissing { .. } => Some("--language en states English"),
        Error::NoStopWords { .. } => Some("--stop-words=FILE names one"),
        Error::InvalidPattern { .. } => Some("the syntax is that of Rust's regular expressions"),
        _ => None,
    }
}

/// What helps where a path cannot be read.
fn hint_on_reading(error: &io::Error) -> Option<&'static str> {
    let problem = error.get_ref().and_then(|inner| inner.downcast_ref());
    match (problem, error.kind()) {
        (
            Some(
                Problem::MissingColumn { .. }
                | Problem::NoTextColumn { .. }
                | Problem::TwoColumns { .. },
            ),
            _,
        ) => Some(
            "name them: --text-column, --id-column, --title-column, --date-column, --source-column",
        ),
        (Some(Problem::NoColumns { .. }), _) => {
            Some("leave --text-column and the like out, or give .csv or .jsonl files")
        }
        (Some(Problem::NotUtf8 { .. }), _) => Some(
            "--encoding-errors replace or skip lives with it; if the whole file is in another \
             encoding, convert it: iconv -f WINDOWS-1252 -t UTF-8",
        ),
        (Some(Problem::NothingMatches), _) => {
            Some("* stays within a folder, **/*.jsonl goes below it; hidden files do not match")
        }
        (None, io::ErrorKind::NotFound) => {
            Some("is it spelt right? relative paths begin at the current folder")
        }
        (None, io::ErrorKind::PermissionDenied) => Some("ask its owner for the right to read it"),
        _ => None,
    }
}
