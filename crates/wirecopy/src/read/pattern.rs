//! Patterns that no shell has expanded: a quoted `"*.jsonl"`, or any on Windows.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use super::Problem;
use super::gathered::Gathered;
use crate::Error;

/// As a shell does it: `*` stays in its folder, and a hidden file has to be asked for.
const LIKE_A_SHELL: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// The paths that a path with `*`, `?` or `[…]` stands for, sorted; `None` for any other. A file that really has such a
/// name is no pattern.
pub(super) fn expand(path: &Path, gathered: &mut Gathered) -> Result<Option<Vec<PathBuf>>, Error> {
    let Some(pattern) = path.to_str().filter(|name| name.contains(['*', '?', '['])) else {
        return Ok(None);
    };
    if path.symlink_metadata().is_ok() {
        return Ok(None);
    }
    let entries = glob_with(pattern, LIKE_A_SHELL).map_err(|error| {
        let reason = format!("{} (character {})", error.msg, error.pos + 1);
        Problem::InvalidPattern { reason }.of(path)
    })?;
    let mut paths = Vec::new();
    for entry in entries {
        match entry {
            Ok(path) => paths.push(path),
            Err(error) => {
                let origin = error.path().display().to_string();
                gathered.skip(&origin, None, format!("cannot be read: {}", error.error()));
            }
        }
    }
    if paths.is_empty() {
        return Err(Problem::NothingMatches.of(path));
    }
    Ok(Some(paths))
}
