//! What an analyser makes of one word.

use std::collections::HashSet;

use crate::analyzer::{Analyzer, Case, StopWords};
use crate::error::Error;
use crate::language::Language;
use crate::stemmer::Stemmer;
use crate::stop_words::stop_words;
use crate::tokenizer::token::{TokenClass, class_of};
use crate::transform::Transform;

/// The steps that a word goes through: its characters, then what is dropped, then its stem.
#[derive(Debug, Clone)]
pub(super) struct WordRules {
    pub(super) transform: Transform,
    stop_words: HashSet<Box<str>>,
    stemmer: Option<Stemmer>,
    /// How many characters a token has at least.
    min_length: usize,
    drop_numbers: bool,
    /// What becomes of a word takes more than a look at its letters.
    pub(super) needs_cache: bool,
    /// Words that differ by the case of ASCII letters become the same.
    pub(super) any_case: bool,
}

impl WordRules {
    pub(super) fn new(analyzer: &Analyzer) -> Result<Self, Error> {
        let language = analyzer.language();
        let transform = Transform {
            normalization: analyzer.normalization(),
            case: analyzer.case(),
            dots_its_i: language.is_some_and(Language::dots_its_i),
            strip_accents: analyzer.strip_accents(),
            fold_punctuation: analyzer.fold_punctuation(),
        };
        let needs = |option| language.ok_or(Error::LanguageMissing { option });
        let mut buffer = String::new();
        let mut folded = |word: &str| Box::from(transform.apply(word, &mut buffer));
        let stop_words: HashSet<Box<str>> = match analyzer.stop_words() {
            StopWords::None => HashSet::new(),
            StopWords::List(words) => words.iter().map(|word| folded(word)).collect(),
            StopWords::Language => {
                let language = needs("stop_words")?;
                let words = stop_words(language).ok_or(Error::NoStopWords { language })?;
                words.iter().map(|word| folded(word)).collect()
            }
        };
        let stemmer = match analyzer.stemming() {
            Some(edition) => Some(Stemmer::new(needs("stemming")?, edition)?),
            None => None,
        };
        // Where a pattern cuts out the words, the whole text has been transformed before.
        let plain = transform.is_none() || transform.is_fold() || !analyzer.tokens().is_words();
        Ok(Self {
            any_case: transform.case != Case::Keep && transform.keeps_ascii(),
            transform,
            needs_cache: !(plain
                && stop_words.is_empty()
                && stemmer.is_none()
                && analyzer.min_length() <= 1
                && !analyzer.drop_numbers()),
            stop_words,
            stemmer,
            min_length: analyzer.min_length() as usize,
            drop_numbers: analyzer.drop_numbers(),
        })
    }

    /// Appends what becomes of a word to `room` and returns its class; nothing when it is dropped.
    pub(super) fn resolve(
        &self,
        word: &str,
        transform: Transform,
        buffer: &mut String,
        room: &mut String,
    ) -> Option<TokenClass> {
        let class = class_of(word);
        let word = transform.apply_to_word(word, buffer);
        if class == TokenClass::Number && self.drop_numbers {
            return None;
        }
        let long_enough = self.min_length <= 1 || word.chars().count() >= self.min_length;
        if word.is_empty() || !long_enough || self.stop_words.contains(word) {
            return None;
        }
        match &self.stemmer {
            Some(stemmer) if class == TokenClass::Word => {
                let stem = stemmer.stem(word);
                room.push_str(&stem);
                (!stem.is_empty()).then_some(class)
            }
            _ => {
                room.push_str(word);
                Some(class)
            }
        }
    }
}
