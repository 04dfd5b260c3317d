//! Reading articles from folders, files and standard input.
//!
//! One bad record never costs the others: it is listed as skipped with its file and line, and the rest is read.

mod bytes;
mod files;
mod jsonl;

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::{Article, Error, Repaired, Skipped};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// The articles, in the order of the paths, of the files below them and of the records in each.
    pub articles: Vec<Article<'static>>,
    /// The files and records that could not be read, and why.
    pub skipped: Vec<Skipped>,
    /// The files in which bytes were replaced.
    pub repaired: Vec<Repaired>,
}

/// The name by which standard input is called for.
pub const STANDARD_INPUT: &str = "-";

/// Reads folders (the `.txt` files below them, sorted), single text files, JSON lines (`.jsonl`, `.ndjson`) and, for
/// `-`, standard input (JSON lines if it begins with `{`, else one text).
///
/// Ids: a file below a folder has its path there without the extension, `/` between; a file that was named itself, its
/// name without the extension; a record, its `id`, or `FILE:LINE` without one. When two files would get one id, the
/// later one has its whole path for its id. A record whose id is taken is skipped.
///
/// # Errors
/// [`Error::Unreadable`] when a path that was named does not exist or cannot be opened, and [`Error::NoArticles`] for a
/// folder without `.txt` files.
///
/// # Example
/// ```no_run
/// let input = wirecopy::read::read_paths(&["examples/newsroom".into()])?;
/// assert_eq!(input.articles[0].id, "agency-harbour-fire");
/// # Ok::<(), wirecopy::Error>(())
/// ```
pub fn read_paths(paths: &[PathBuf]) -> Result<Input, Error> {
    let mut gathered = Gathered::default();
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT {
            let mut bytes = Vec::new();
            std::io::stdin()
                .read_to_end(&mut bytes)
                .map_err(|source| Error::Unreadable {
                    path: path.clone(),
                    source,
                })?;
            let looks_like_json = bytes::without_mark(&bytes)
                .trim_ascii_start()
                .starts_with(b"{");
            if looks_like_json {
                jsonl::read(&bytes, "standard input", &mut gathered);
            } else {
                files::push_text(
                    &bytes,
                    "standard input",
                    "standard input".to_owned(),
                    &mut gathered,
                );
            }
        } else if std::fs::metadata(path)
            .map_err(|source| Error::Unreadable {
                path: path.clone(),
                source,
            })?
            .is_dir()
        {
            files::read_folder(path, &mut gathered)?;
        } else {
            let bytes = std::fs::read(path).map_err(|source| Error::Unreadable {
                path: path.clone(),
                source,
            })?;
            if is_json_lines(path) {
                jsonl::read(&bytes, &path.display().to_string(), &mut gathered);
            } else {
                let id = path
                    .file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                files::push_text(&bytes, &path.display().to_string(), id, &mut gathered);
            }
        }
    }
    Ok(gathered.input)
}

fn is_json_lines(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        ["jsonl", "ndjson"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// The input so far, and who has which id.
#[derive(Debug, Default)]
struct Gathered {
    input: Input,
    taken: HashMap<String, String>,
}

impl Gathered {
    fn skip(&mut self, origin: &str, line: Option<u64>, reason: String) {
        self.input.skipped.push(Skipped {
            origin: origin.to_owned(),
            line,
            reason,
        });
    }

    /// Adds an article under its id; gives back where the id was met before if it is taken.
    fn push(&mut self, article: Article<'static>, place: String) -> Result<(), String> {
        if let Some(earlier) = self.taken.get(article.id.as_ref()) {
            return Err(earlier.clone());
        }
        self.taken.insert(article.id.to_string(), place);
        self.input.articles.push(article);
        Ok(())
    }
}
