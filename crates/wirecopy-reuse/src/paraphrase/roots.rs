//! What a word is whatever the collection and the place: its stem, and how common that is.

use std::collections::HashSet;

use wirecopy_text::{
    Analysis, Language, Stemmer, StemmerEdition, fold_into, hash_word, stop_words,
};

use crate::word_map::WordMap;

/// The stem of a word in one language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Root {
    /// Of a function word or a single character.
    Silent { hash: u32 },
    /// Of any other, and which part of all texts has it.
    Saying { hash: u32, part: f64 },
}

/// Whether a language has stems: without spaces between words there is none to take the ending off.
pub(crate) fn has_stems(language: Option<Language>) -> bool {
    !matches!(
        language,
        Some(Language::Chinese | Language::Japanese | Language::Thai)
    )
}

/// Finds the stems of one language.
pub(crate) struct Roots<'w> {
    stemmer: Option<Stemmer>,
    function_words: HashSet<u64>,
    pub(crate) language: Option<Language>,
    part_of_texts: Box<dyn Fn(u64) -> f64 + Send + 'w>,
    buffer: String,
}

impl<'w> Roots<'w> {
    pub(crate) fn new(
        language: Option<Language>,
        part_of_texts: impl Fn(u64) -> f64 + Send + 'w,
    ) -> Self {
        let words = language.and_then(stop_words).unwrap_or_default();
        let mut buffer = String::new();
        Self {
            // Without a stemmer for it, a language is read as it stands.
            stemmer: language
                .and_then(|language| Stemmer::new(language, StemmerEdition::Current).ok()),
            function_words: words
                .iter()
                .map(|word| hash_word(fold_into(word, &mut buffer)))
                .collect(),
            language,
            part_of_texts: Box::new(part_of_texts),
            buffer,
        }
    }

    /// The stem of a word, given by its hash and as it is written.
    pub(crate) fn of(&mut self, word: u64, written: &str) -> Root {
        let folded = fold_into(written, &mut self.buffer);
        let stemmed = match &self.stemmer {
            Some(stemmer) => hash_word(&stemmer.stem(folded)),
            None => hash_word(folded),
        };
        let says_nothing = folded.chars().nth(1).is_none()
            || self.function_words.contains(&word)
            || self.function_words.contains(&stemmed);
        let hash = (stemmed >> 32) as u32;
        if says_nothing {
            Root::Silent { hash }
        } else {
            let part = (self.part_of_texts)(stemmed);
            Root::Saying { hash, part }
        }
    }
}

/// The stems of the words of many texts in one language, found once for all checks to come.
///
/// 24 bytes for each different word, and up to three times as many where the table has just grown.
#[derive(Debug, Clone, Default)]
pub struct KnownStems {
    pub(crate) roots: WordMap<Root>,
}

impl KnownStems {
    pub(crate) fn get(&self, word: u64) -> Option<Root> {
        self.roots.get(word)
    }

    /// Takes up the words of more texts; always with the same language and parts of texts, as
    /// [`StemTable::new`](crate::StemTable::new) takes them. O(words); each different word is stemmed once.
    pub fn take_up<'t>(
        &mut self,
        language: Option<Language>,
        part_of_texts: impl Fn(u64) -> f64 + Send,
        texts: impl Iterator<Item = (&'t str, &'t Analysis)>,
    ) {
        if !has_stems(language) {
            return;
        }
        let mut roots = Roots::new(language, part_of_texts);
        for (text, analysis) in texts {
            for (&word, span) in analysis.hashes().iter().zip(analysis.spans()) {
                if self.roots.get(word).is_none() {
                    self.roots.entry(word, roots.of(word, span.of(text)));
                }
            }
        }
    }
}
