//! Why something that was named cannot be read.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use crate::Error;

/// So many columns are named in a message.
const MOST_COLUMNS: usize = 20;

/// What is wrong with a file that the system did read.
///
/// It is the inner error of [`Error::Unreadable`]'s `source`:
///
/// ```
/// use wirecopy::Error;
/// use wirecopy::read::{Problem, ReadOptions, read_paths};
///
/// let Err(Error::Unreadable { source, .. }) = read_paths(&["no-such-*.csv".into()], &ReadOptions::default()) else {
///     panic!("nothing matches");
/// };
/// let problem = source.get_ref().and_then(|inner| inner.downcast_ref());
/// assert!(matches!(problem, Some(Problem::NothingMatches)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// A column that the caller named is not there.
    #[error("it has no column `{name}`; it has {}", listed(found))]
    MissingColumn {
        /// The name.
        name: String,
        /// The columns, or the keys of the first record.
        found: Vec<String>,
    },
    /// Two columns have the name of one field.
    #[error(
        "{field}: found the columns `{first}` and `{second}`, expected one of them; say which, or rename one"
    )]
    TwoColumns {
        /// The field's own name.
        field: &'static str,
        /// The first of them.
        first: String,
        /// The second.
        second: String,
    },
    /// A column was named where nothing has columns: all that was read are texts.
    #[error("no column `{name}`: what was read are texts, and those have no columns")]
    NoColumns {
        /// The name.
        name: String,
    },
    /// None of the usual names of the text is among the columns.
    #[error(
        "no column is called `text`, `body`, `content` or `article`; it has {}",
        listed(found)
    )]
    NoTextColumn {
        /// The columns.
        found: Vec<String>,
    },
    /// Bytes are no UTF-8 and the caller asked for an error.
    #[error("byte {offset} is no UTF-8")]
    NotUtf8 {
        /// Where the first such byte stands, in bytes from 0; in an archive, in what is packed in it.
        offset: u64,
    },
    /// The whole file is in another encoding, and the caller asked for an error.
    #[error("it is {encoding}, expected UTF-8; convert it: iconv -f {encoding} -t UTF-8")]
    OtherEncoding {
        /// Its name, as `iconv` knows it.
        encoding: &'static str,
    },
    /// The file is no text, and the caller asked for an error.
    #[error("it is no text: it is full of NUL bytes")]
    Binary,
    /// A pattern that matches nothing.
    #[error("nothing matches the pattern")]
    NothingMatches,
    /// A pattern that cannot be understood.
    #[error("no pattern: {reason}")]
    InvalidPattern {
        /// Why.
        reason: String,
    },
}

impl Problem {
    /// The problem as the error of a path.
    pub(super) fn of(self, path: &Path) -> Error {
        let kind = match self {
            Self::NothingMatches => io::ErrorKind::NotFound,
            Self::InvalidPattern { .. } => io::ErrorKind::InvalidInput,
            _ => io::ErrorKind::InvalidData,
        };
        Error::Unreadable {
            path: path.to_owned(),
            source: io::Error::new(kind, self),
        }
    }
}

/// Why the reading of one file ended early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The system, or the archive, gave no more bytes.
    Io(io::Error),
    /// What the bytes say.
    Problem(Problem),
}

impl Stop {
    /// The error of a path that was named.
    pub(super) fn at(self, path: &Path) -> Error {
        match self {
            Self::Io(source) => Error::Unreadable {
                path: path.to_owned(),
                source,
            },
            Self::Problem(problem) => problem.of(path),
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

/// The names in backquotes, the first of them if they are many.
pub(super) fn listed(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let shown: Vec<String> = names
        .iter()
        .take(MOST_COLUMNS)
        .map(|name| format!("`{}`", beginning(name)))
        .collect();
    let mut list = shown.join(", ");
    if names.len() > shown.len() {
        // Writing into a string cannot fail.
        let _ = write!(list, " and {} more", names.len() - shown.len());
    }
    list
}

/// The first characters of a line, enough to find it again.
pub(super) fn beginning(line: &str) -> String {
    let mut characters = line.chars();
    let mut start: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_columns_ends_somewhere() {
        let names: Vec<String> = (0..23).map(|n| format!("c{n}")).collect();
        assert!(listed(&names).starts_with("`c0`, `c1`, "));
        assert!(listed(&names).ends_with("`c19` and 3 more"));
        assert_eq!(listed(&["x".repeat(50)]), format!("`{}…`", "x".repeat(40)));
        assert_eq!(listed(&[]), "none");
    }
}
