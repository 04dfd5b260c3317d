//! What can go wrong.

use std::path::PathBuf;

/// The errors of a check.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two articles have one id.
    #[error(
        "duplicate id `{id}`: article {second} has the id of article {first} (counted from 0); give each its own"
    )]
    DuplicateId {
        /// The id.
        id: String,
        /// Position of the article that had it first, from 0.
        first: usize,
        /// Position of the article that has it too, from 0.
        second: usize,
    },
    /// A text is longer than the offsets can say.
    #[error(
        "the text of article `{id}` is too long: found {given} bytes, expected at most {max}; split it"
    )]
    TextTooLong {
        /// The article.
        id: String,
        /// Its length in bytes.
        given: usize,
        /// The greatest length in bytes.
        max: usize,
    },
    /// A parameter lies outside its range.
    #[error("`{name}` is `{given}`, expected a number from 0 to 1")]
    InvalidShare {
        /// Name of the parameter.
        name: &'static str,
        /// What was given.
        given: f64,
    },
    /// The progress callback answered "stop".
    #[error("cancelled by the caller")]
    Cancelled,
    /// A path that the caller named cannot be read at all.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is nothing to check where the caller pointed.
    #[error("no articles in `{}`: found {found}, expected files that end in .txt; name other files one by one", path.display())]
    NoArticles {
        /// The folder.
        path: PathBuf,
        /// What is there instead.
        found: String,
    },
    /// A report could not be written.
    #[error("cannot write the report: {0}")]
    Write(#[source] std::io::Error),
    /// What was read is no report.
    #[error("not a report of wirecopy: {0}")]
    NotAReport(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What was read is no table of furniture.
    #[error("not a furniture table of wirecopy: {0}")]
    NotFurniture(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A report of another version.
    #[error(
        "the report has schema version `{given}`, expected `{known}`; read it with the wirecopy that wrote it"
    )]
    SchemaVersion {
        /// The version in the file.
        given: u32,
        /// The version that this build reads.
        known: u32,
    },
    /// Near-duplicates cannot be found with these options, or among no articles.
    #[error(transparent)]
    Duplicates(wirecopy_neardup::Error),
    /// A step below refused its input for a reason that a check should have excluded.
    #[error("cannot compare the articles: {0}")]
    Step(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<wirecopy_reuse::Error> for Error {
    fn from(error: wirecopy_reuse::Error) -> Self {
        match error {
            wirecopy_reuse::Error::Cancelled => Self::Cancelled,
            other => Self::Step(Box::new(other)),
        }
    }
}

impl From<wirecopy_neardup::Error> for Error {
    fn from(error: wirecopy_neardup::Error) -> Self {
        match error {
            wirecopy_neardup::Error::Cancelled => Self::Cancelled,
            other => Self::Duplicates(other),
        }
    }
}

impl From<wirecopy_similarity::Error> for Error {
    fn from(error: wirecopy_similarity::Error) -> Self {
        match error {
            wirecopy_similarity::Error::Cancelled => Self::Cancelled,
            other => Self::Step(Box::new(other)),
        }
    }
}
