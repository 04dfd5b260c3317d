//! The words that rules of furniture speak of, for each language.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use wirecopy_text::Analysis;

use crate::weights::WordHash;

pub(super) type Words = HashSet<u64, BuildHasherDefault<WordHash>>;

/// The words that a language's rules speak of. What each list is for stands at the head of `lines/en.txt`.
#[derive(Debug, Default)]
pub(super) struct WordLists {
    pub(super) told: Words,
    pub(super) tells: Words,
    pub(super) pitch: Words,
    pub(super) joins: Words,
    pub(super) between: Words,
    pub(super) staff: Words,
    pub(super) this: Words,
    pub(super) text: Words,
    pub(super) itself: Words,
    pub(super) part: Words,
    pub(super) done: Words,
    pub(super) agency: Words,
    /// Those that rules ask for by name.
    named: HashMap<String, Vec<u64>>,
}

impl WordLists {
    /// From lines `= name: word word …` of a language and of what all languages have in common.
    pub(super) fn parse(files: [&str; 2]) -> Self {
        let mut lists = Self::default();
        let lines = files.into_iter().flat_map(str::lines);
        let named = lines.filter_map(|line| line.strip_prefix("= ")?.split_once(':'));
        for (name, words) in named {
            let words = words.split_whitespace().flat_map(hashes);
            if let Some(list) = lists.list(name) {
                list.extend(words);
                continue;
            }
            // What one can sign up for is a word of pitches too.
            let words: Vec<u64> = words.collect();
            if name == "service" {
                lists.pitch.extend(&words);
            }
            lists
                .named
                .entry(name.to_owned())
                .or_default()
                .extend(words);
        }
        let mut agency: Vec<u64> = lists.agency.iter().copied().collect();
        agency.sort_unstable();
        lists.named.insert("agency".to_owned(), agency);
        lists
    }

    fn list(&mut self, name: &str) -> Option<&mut Words> {
        Some(match name {
            "told" => &mut self.told,
            "tells" => &mut self.tells,
            "pitch" => &mut self.pitch,
            "joins" => &mut self.joins,
            "between" => &mut self.between,
            "staff" => &mut self.staff,
            "this" => &mut self.this,
            "text" => &mut self.text,
            "itself" => &mut self.itself,
            "part" => &mut self.part,
            "done" => &mut self.done,
            "agency" => &mut self.agency,
            _ => return None,
        })
    }

    pub(super) fn named(&self, name: &str) -> Option<&[u64]> {
        self.named.get(name).map(Vec::as_slice)
    }
}

pub(super) fn hashes(text: &str) -> Vec<u64> {
    Analysis::new(text).map_or_else(|_| Vec::new(), |words| words.hashes().to_vec())
}
