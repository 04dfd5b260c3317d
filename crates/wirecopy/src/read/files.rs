//! Text files, one article each.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Gathered, bytes};
use crate::{Article, Error};

/// Adds the text of one file.
pub(super) fn push_text(bytes: &[u8], origin: &str, id: String, gathered: &mut Gathered) {
    let (text, repaired) = bytes::to_text(bytes::without_mark(bytes), origin, mark_length(bytes));
    gathered.input.repaired.extend(repaired);
    // Two folders may each have a file of one name: the later one goes by its whole path.
    let id = if gathered.taken.contains_key(&id) {
        origin.to_owned()
    } else {
        id
    };
    if let Err(earlier) = gathered.push(Article::new(id, text), origin.to_owned()) {
        gathered.skip(origin, None, format!("read already as {earlier}"));
    }
}

fn mark_length(bytes: &[u8]) -> u64 {
    (bytes.len() - bytes::without_mark(bytes).len()) as u64
}

/// Adds the `.txt` files below a folder in the order of their paths.
pub(super) fn read_folder(folder: &Path, gathered: &mut Gathered) -> Result<(), Error> {
    let mut walk = Walk::default();
    walk.enter(folder, gathered)?;
    if walk.texts.is_empty() {
        let found = match walk.others {
            0 => "no files".to_owned(),
            1 => "1 other file".to_owned(),
            others => format!("{others} other files"),
        };
        return Err(Error::NoArticles {
            path: folder.to_owned(),
            found,
        });
    }
    walk.texts.sort_unstable();
    for path in walk.texts {
        let origin = path.display().to_string();
        match std::fs::read(&path) {
            Ok(bytes) => push_text(&bytes, &origin, id_below(folder, &path), gathered),
            Err(error) => gathered.skip(&origin, None, format!("cannot be read: {error}")),
        }
    }
    Ok(())
}

/// The path below the folder without the extension, `/` between on every system.
fn id_below(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let parts: Vec<_> = below
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// The files below a folder.
#[derive(Debug, Default)]
struct Walk {
    texts: Vec<PathBuf>,
    others: usize,
    /// Folders by their real path: a link to a folder above must not go round for ever.
    entered: HashSet<PathBuf>,
}

impl Walk {
    fn enter(&mut self, folder: &Path, gathered: &mut Gathered) -> Result<(), Error> {
        let unreadable = |source| Error::Unreadable {
            path: folder.to_owned(),
            source,
        };
        if !self
            .entered
            .insert(folder.canonicalize().map_err(unreadable)?)
        {
            return Ok(());
        }
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.is_dir() {
                // A folder below that cannot be opened costs its own files only.
                if let Err(error) = self.enter(&path, gathered) {
                    gathered.skip(&path.display().to_string(), None, error.to_string());
                }
            } else if path
                .extension()
                .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
            {
                self.texts.push(path);
            } else {
                self.others += 1;
            }
        }
        Ok(())
    }
}
