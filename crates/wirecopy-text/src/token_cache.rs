//! What becomes of each distinct word, worked out once.

use hashbrown::HashTable;

use crate::hash::hash_word;

/// A cache that has taken this many bytes is emptied before it grows on: about a million words.
const MAX_BYTES: usize = 32 << 20;

/// A map from words to what became of them, in one block of text.
#[derive(Debug, Default)]
pub(crate) struct TokenCache {
    table: HashTable<u32>,
    entries: Vec<Entry>,
    text: String,
}

/// A word and what became of it, as ranges of the cache's text.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u64,
    start: u32,
    word_end: u32,
    /// Where the outcome ends, which starts at `word_end`; nothing when the word is dropped. The
    /// same as `word_end` when the outcome is the word.
    outcome_end: Option<u32>,
}

impl TokenCache {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.table.clear();
        self.entries.clear();
        self.text.clear();
    }

    /// Returns what became of `word`, nothing when it is dropped; asks `resolve` the first time.
    #[inline]
    pub(crate) fn get(
        &mut self,
        word: &str,
        resolve: impl FnOnce(&str) -> Option<String>,
    ) -> Option<&str> {
        let hash = hash_word(word);
        let known = self.table.find(hash, |&index| {
            let entry = &self.entries[index as usize];
            entry.hash == hash
                && &self.text.as_bytes()[entry.start as usize..entry.word_end as usize]
                    == word.as_bytes()
        });
        let index = match known {
            Some(&index) => index,
            None => self.insert(hash, word, resolve(word)),
        };
        let entry = self.entries[index as usize];
        let outcome = entry.outcome_end?;
        Some(if outcome == entry.word_end {
            &self.text[entry.start as usize..entry.word_end as usize]
        } else {
            &self.text[entry.word_end as usize..outcome as usize]
        })
    }

    #[cold]
    fn insert(&mut self, hash: u64, word: &str, outcome: Option<String>) -> u32 {
        if self.text.len() > MAX_BYTES {
            self.clear();
        }
        let end =
            |text: &str| u32::try_from(text.len()).expect("a cache is emptied before it has 4 GB");
        let start = end(&self.text);
        self.text.push_str(word);
        let word_end = end(&self.text);
        let outcome_end = outcome.map(|outcome| {
            if outcome != word {
                self.text.push_str(&outcome);
            }
            end(&self.text)
        });
        let index = u32::try_from(self.entries.len()).expect("each entry takes a byte of text");
        self.entries.push(Entry {
            hash,
            start,
            word_end,
            outcome_end,
        });
        let entries = &self.entries;
        self.table
            .insert_unique(hash, index, |&index| entries[index as usize].hash);
        index
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_resolved_once() {
        let mut cache = TokenCache::default();
        let mut calls = 0;
        for word in ["mills", "the", "mill", "mills", "the", "mill"] {
            let outcome = cache.get(word, |word| {
                calls += 1;
                (word != "the").then(|| word.trim_end_matches('s').to_owned())
            });
            assert_eq!(outcome, (word != "the").then_some("mill"));
        }
        assert_eq!(calls, 3);
    }

    #[test]
    fn a_full_cache_starts_anew() {
        let mut cache = TokenCache::default();
        for number in 0..200 {
            let word = format!("{number}{}", "x".repeat(1 << 18));
            assert_eq!(
                cache.get(&word, |word| Some(word.to_uppercase())),
                Some(&*word.to_uppercase())
            );
        }
        assert!(cache.text.len() <= MAX_BYTES + (1 << 20));
    }
}
