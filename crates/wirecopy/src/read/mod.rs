//! Reading articles from folders, files and standard input.
//!
//! One bad record never costs the others: it is listed as skipped with its file and line, and the rest is read. A broken
//! archive is skipped as a whole, because what was read before the break may be half a record.
//!
//! A file is read in pieces of a few megabytes: beside the articles, no more of it is held than its longest record.

mod archive;
mod columns;
mod csv;
mod encoding;
mod field;
mod files;
mod gathered;
mod jsonl;
mod options;
mod pattern;
mod problem;
mod unspaced;
mod window;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

pub use self::field::Field;
pub use self::options::{EncodingErrors, ReadOptions};
pub use self::problem::Problem;

use self::columns::Columns;
use self::encoding::Undecodable;
use self::gathered::Gathered;
use self::problem::Stop;
use crate::{Article, Error, Progress, Repaired, Skipped};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// The articles, in the order of the paths, of the files below them and of the records in each.
    pub articles: Vec<Article<'static>>,
    /// Where each of the articles was read.
    pub places: Vec<Place>,
    /// The files and records that could not be read, and why.
    pub skipped: Vec<Skipped>,
    /// The files in which bytes were replaced.
    pub repaired: Vec<Repaired>,
}

/// Where an article was read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// The file, as messages call it.
    pub origin: Arc<str>,
    /// The line of the record, from 1, where the file has a record on each line.
    pub line: Option<u64>,
}

/// The name by which standard input is called for.
pub const STANDARD_INPUT: &str = "-";

/// Reads folders (the `.txt` files below them, sorted) and single files: texts, JSON lines (`.jsonl`, `.ndjson`), and
/// tables (`.csv`, `.tsv`, `.tab`) whose first row names the columns. For `-` it reads standard input.
///
/// - **Packed** files (`.gz`, `.zst`, or known by their first bytes) are read as what is in them.
/// - **Patterns** with `*`, `?`, `[…]` and `**` that no shell has expanded are expanded here, sorted; a file that really
///   has such a name is that file. One that matches nothing is an error.
/// - **Standard input**, and a file whose extension says nothing, is JSON lines if it begins with `{`, a table if its
///   first row names the text and another column, or the text as the options call it, else one text.
/// - **Tables** may be delimited by `,`, `;`, tabulator or `|`: the one under which the header names the text and the
///   rows have as many columns as it. Rows that have not are skipped.
/// - **Line ends** may be those of Unix, Windows and old Macs.
///
/// Ids: a file below a folder has its path there without the extension, `/` between; a file that was named itself, its
/// name without the extension; a record, its id, or `FILE:LINE` without one. When two files would get one id, the
/// later one has its whole path for its id. A record whose id is taken is skipped, and so are a text without words and a
/// file to which two of the paths lead.
///
/// # Errors
/// [`Error::Unreadable`] when a path that was named does not exist or cannot be opened, and for every [`Problem`];
/// [`Error::NoArticles`] for a folder without `.txt` files.
///
/// # Example
/// ```no_run
/// use wirecopy::read::{ReadOptions, read_paths};
///
/// let input = read_paths(&["examples/newsroom".into()], &ReadOptions::default())?;
/// assert_eq!(input.articles[0].id, "agency-harbour-fire");
///
/// let options = ReadOptions::default().with_text_column("story");
/// let feeds = read_paths(&["feeds/*.csv.gz".into()], &options)?;
/// # Ok::<(), wirecopy::Error>(())
/// ```
pub fn read_paths(paths: &[PathBuf], options: &ReadOptions) -> Result<Input, Error> {
    read_paths_with_progress(paths, options, &|_, _, _| ControlFlow::Continue(()))
}

/// [`read_paths`] that tells how many bytes it has read, as [`Stage::Read`](crate::Stage::Read), and can be told to stop.
///
/// # Errors
/// Those of [`read_paths`], and [`Error::Cancelled`].
pub fn read_paths_with_progress(
    paths: &[PathBuf],
    options: &ReadOptions,
    progress: Progress<'_>,
) -> Result<Input, Error> {
    let mut gathered = Gathered::default();
    gathered.keep_wordless = options.keep_wordless;
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT {
            files::read_standard_input(options, &mut gathered, progress)?;
        } else if let Some(matches) = pattern::expand(path, &mut gathered)? {
            for path in matches {
                files::read_path(&path, options, &mut gathered, progress)?;
            }
        } else {
            files::read_path(path, options, &mut gathered, progress)?;
        }
    }
    let named = Columns::new(options).named().next();
    if let (Some((_, name)), Some(path), false) = (named, paths.first(), gathered.with_columns) {
        let name = name.to_owned();
        return Err(Problem::NoColumns { name }.of(path));
    }
    Ok(gathered.input)
}

/// What the readers of all formats have to know.
#[derive(Debug)]
struct Reading<'r> {
    /// What the file is called in messages.
    origin: &'r str,
    options: &'r ReadOptions,
    columns: Columns<'r>,
}

impl Reading<'_> {
    /// Does with a record that is no UTF-8 what the caller wants, where that is not to replace.
    fn skip_or_fail(
        &self,
        Undecodable { offset }: Undecodable,
        line: Option<u64>,
        gathered: &mut Gathered,
    ) -> Result<(), Stop> {
        let problem = Problem::NotUtf8 { offset };
        if self.options.encoding_errors == EncodingErrors::Fail {
            return Err(problem.into());
        }
        gathered.skip(self.origin, line, problem.to_string());
        Ok(())
    }
}
