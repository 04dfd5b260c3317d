//! What a manifest says that `cargo metadata` does not: whether a value is inherited from the workspace.

use std::fs;
use std::path::Path;

/// A TOML file as its `key = value` lines, which is all that these rules ask.
pub(crate) struct Manifest {
    pub(crate) entries: Vec<Entry>,
}

pub(crate) struct Entry {
    pub(crate) section: String,
    pub(crate) key: String,
    pub(crate) value: String,
}

impl Manifest {
    pub(crate) fn read(path: &Path) -> Self {
        let text =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut section = String::new();
        let mut entries: Vec<Entry> = Vec::new();
        let mut open_brackets = 0_usize;
        for line in text
            .lines()
            .map(without_comment)
            .filter(|line| !line.is_empty())
        {
            if open_brackets > 0 {
                let entry = entries.last_mut().expect("a bracket opens in an entry");
                entry.value.push_str(line);
            } else if line.starts_with('[') {
                line.trim_matches(['[', ']']).clone_into(&mut section);
                continue;
            } else {
                let (key, value) = line.split_once('=').unwrap_or((line, ""));
                let [key, value] = [key, value].map(|part| part.trim().to_owned());
                entries.push(Entry {
                    section: section.clone(),
                    key,
                    value,
                });
            }
            open_brackets += line.matches(['[', '{']).count();
            open_brackets = open_brackets.saturating_sub(line.matches([']', '}']).count());
        }
        Self { entries }
    }

    pub(crate) fn value(&self, section: &str, key: &str) -> Option<&str> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.section == section && entry.key == key)?;
        Some(&entry.value)
    }

    pub(crate) fn has(&self, section: &str, key: &str, value: &str) -> bool {
        self.value(section, key) == Some(value)
    }
}

/// Returns `line` up to a `#` that stands outside quotation marks.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let end = line.find(|c| {
        quoted ^= c == '"';
        c == '#' && !quoted
    });
    line[..end.unwrap_or(line.len())].trim()
}
