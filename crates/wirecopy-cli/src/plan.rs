//! What to do, with everything decided that the flags and the terminal decide.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap_complete::Shell;
use wirecopy::CheckOptions;
use wirecopy::read::ReadOptions;
use wirecopy::similarity::Threshold;

use crate::analyzing::AnalyzingArguments;
use crate::duplicates::{self, DuplicatesFormat, Measure};
use crate::flags::{CheckFormat, CompareFormat};
use crate::keywords::{Field, KeywordsFormat, Method};
use crate::selection::Selection;
use crate::similar::SimilarFormat;
use crate::terminal::Terminal;
use crate::tokens::{Sought, TokensFormat};

/// One of the subcommands.
#[derive(Debug)]
pub(crate) enum Plan {
    Check(CheckPlan),
    Compare(ComparePlan),
    Tokens(Box<TokensPlan>),
    Keywords(Box<KeywordsPlan>),
    Similar(Box<SimilarPlan>),
    Duplicates(Box<DuplicatesPlan>),
    Completions(Shell),
    /// Of a subcommand, or of the program.
    Man(Option<String>),
}

/// A check of many articles.
#[derive(Debug)]
pub(crate) struct CheckPlan {
    pub(crate) paths: Vec<PathBuf>,
    /// Old articles, not to be compared with one another.
    pub(crate) against: Vec<PathBuf>,
    /// A table of furniture that is known before.
    pub(crate) furniture: Option<PathBuf>,
    /// Where to write one that knows that of these articles too.
    pub(crate) save_furniture: Option<PathBuf>,
    pub(crate) options: CheckOptions,
    pub(crate) reading: ReadOptions,
    pub(crate) selection: Selection,
    pub(crate) format: CheckFormat,
    /// `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) force: bool,
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
    /// A table of furniture that is known before.
    pub(crate) furniture: Option<PathBuf>,
    pub(crate) reading: ReadOptions,
    pub(crate) format: CompareFormat,
    pub(crate) exit_code: bool,
    pub(crate) terminal: Terminal,
}

/// A list of what stands in texts.
#[derive(Debug)]
pub(crate) struct TokensPlan {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) sought: Sought,
    pub(crate) reading: ReadOptions,
    pub(crate) format: TokensFormat,
    /// `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) force: bool,
    pub(crate) strict: bool,
}

/// A list of keywords.
#[derive(Debug)]
pub(crate) struct KeywordsPlan {
    pub(crate) paths: Vec<PathBuf>,
    /// How many an article has at most.
    pub(crate) most: usize,
    pub(crate) method: Method,
    pub(crate) by: Option<Field>,
    pub(crate) analyzing: AnalyzingArguments,
    pub(crate) reading: ReadOptions,
    pub(crate) format: KeywordsFormat,
    /// `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) force: bool,
    pub(crate) strict: bool,
}

/// A list of neighbours.
#[derive(Debug)]
pub(crate) struct SimilarPlan {
    pub(crate) paths: Vec<PathBuf>,
    /// How many an article has at most.
    pub(crate) count: NonZeroUsize,
    pub(crate) min_score: Option<Threshold>,
    pub(crate) analyzing: AnalyzingArguments,
    pub(crate) reading: ReadOptions,
    pub(crate) format: SimilarFormat,
    /// `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) force: bool,
    /// 0 is one for each core.
    pub(crate) threads: usize,
    pub(crate) strict: bool,
}

/// A search for near-duplicates.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "flags that have nothing to do with each other"
)]
pub(crate) struct DuplicatesPlan {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) threshold: Threshold,
    pub(crate) measure: Measure,
    pub(crate) method: duplicates::Method,
    /// Whether what sketches find is compared.
    pub(crate) verify: bool,
    /// Words of a shingle.
    pub(crate) shingle: NonZeroUsize,
    /// Where the ids of the articles to keep go, if anywhere.
    pub(crate) keep: Option<PathBuf>,
    pub(crate) analyzing: AnalyzingArguments,
    pub(crate) reading: ReadOptions,
    pub(crate) format: DuplicatesFormat,
    /// `None` is standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) force: bool,
    /// 0 is one for each core.
    pub(crate) threads: usize,
    pub(crate) exit_code: bool,
    pub(crate) strict: bool,
    pub(crate) terminal: Terminal,
}
