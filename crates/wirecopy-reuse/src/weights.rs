//! How much a matching word tells.

use std::hash::Hasher;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use wirecopy_text::{Analysis, Marks};

use crate::progress::report;
use crate::word_map::WordMap;
use crate::{Error, Progress};

/// Inverse document frequencies of one collection, smoothed by what is known of words beforehand.
///
/// A pair of articles alone says nothing about which of its words are common, and a large collection says all.
/// Both are served by one formula: the collection is joined by [`PRIOR_TEXTS`](Self::PRIOR_TEXTS) imaginary texts, in
/// which half hold a given function word and one in two hundred any other given word. With `n` texts, `df` of
/// which hold the word, and the prior share `p`, the weight is
/// `ln((n + 1000) / (df + 1000 p))`, held within [`MIN`](Self::MIN) and [`MAX`](Self::MAX), in nats
/// (idf after Spärck Jones 1972, smoothed in the manner of Dirichlet).
#[derive(Debug, Clone, Default)]
pub struct TermWeights {
    texts: usize,
    frequencies: Arc<Counts>,
    /// Texts that joined the collection later, few of them: the words that they hold, and in how many of them.
    joined: Counts,
    /// For each prior, the weights of words with 0, 1, 2, … holders, as far as they were worked out beforehand.
    known: [Vec<f32>; PRIORS.len()],
}

/// The share of the imaginary texts that hold a function word, a number, any other word.
const PRIORS: [f64; 3] = [0.5, 0.01, 0.005];

/// A logarithm for each word of each text is a good part of preparing a text: those of so many holders are kept.
const HOLDERS_KNOWN: usize = 1 << 16;

/// The same where weights are made for a few texts that join a collection.
const HOLDERS_KNOWN_OF_JOINED: usize = 1 << 10;

impl TermWeights {
    /// How many imaginary texts the prior is worth.
    pub const PRIOR_TEXTS: f64 = 1000.0;
    /// The lowest weight, so that no word is free.
    pub const MIN: f32 = 0.3;
    /// The highest weight, so that one rare word is no passage.
    pub const MAX: f32 = 6.0;

    /// Counts in how many of the texts each word stands. O(words), in parallel over texts.
    #[must_use]
    pub fn from_texts(texts: &[&Analysis]) -> Self {
        // Nobody says stop, and nothing else can fail.
        Self::from_texts_with_progress(texts, &|_, _| ControlFlow::Continue(())).unwrap_or_default()
    }

    /// [`from_texts`](Self::from_texts) that can be told to stop.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (texts done, of all) says so.
    pub fn from_texts_with_progress(
        texts: &[&Analysis],
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let total = texts.len() as u64;
        report(progress, 0, total)?;
        let done = AtomicU64::new(0);
        let chunk = texts.len().div_ceil(rayon::current_num_threads()).max(1);
        let frequencies = texts
            .par_chunks(chunk)
            .map(|texts| {
                count_texts(texts, &|texts| {
                    report(progress, done.fetch_add(texts, Ordering::Relaxed), total)
                })
            })
            .try_reduce(Counts::default, |left, right| Ok(merge_counts(left, right)))?;
        report(progress, total, total)?;
        Ok(Self::of_counts(
            texts.len(),
            Arc::new(frequencies),
            Counts::default(),
            HOLDERS_KNOWN,
        ))
    }

    /// The weights of the collection with some more texts: what [`from_texts`](Self::from_texts) gives for all of them.
    ///
    /// O(words of the new texts): the frequencies of the collection are shared, not copied.
    #[must_use]
    pub fn joined_by(&self, texts: &[&Analysis]) -> Self {
        // Nobody says stop, and nothing else can fail.
        let added = count_texts(texts, &|_| Ok(())).unwrap_or_default();
        let joined = merge_counts(self.joined.clone(), added);
        Self::of_counts(
            self.texts + texts.len(),
            Arc::clone(&self.frequencies),
            joined,
            HOLDERS_KNOWN_OF_JOINED,
        )
    }

    fn of_counts(
        texts: usize,
        frequencies: Arc<Counts>,
        joined: Counts,
        holders_known: usize,
    ) -> Self {
        let mut weights = Self {
            texts,
            frequencies,
            joined,
            known: Default::default(),
        };
        let holders = 0..=holders_known.min(texts);
        weights.known = PRIORS.map(|prior| {
            let holders = holders.clone();
            holders
                .map(|holders| weights.smoothed(holders, prior))
                .collect()
        });
        weights
    }

    /// The weight of a word, in nats, within `MIN..=MAX`.
    #[must_use]
    pub fn weight(&self, word: u64, marks: Marks) -> f32 {
        self.by_holders(self.holders(word), marks)
    }

    /// The [`weight`](Self::weight) of each of some words, in their order: together they wait for memory once.
    #[must_use]
    pub fn weights(&self, words: &[u64], marks: impl IntoIterator<Item = Marks>) -> Vec<f32> {
        let mut marks = marks.into_iter();
        let mut weights = Vec::with_capacity(words.len());
        let mut joined = words.iter().map(|&word| Self::held(self.joined.get(word)));
        self.frequencies.get_each(words, |holding| {
            if let (Some(joined), Some(marks)) = (joined.next(), marks.next()) {
                weights.push(self.by_holders(Self::held(holding) + joined, marks));
            }
        });
        weights
    }

    /// In how many texts each of some words stands, those that joined later apart.
    pub(crate) fn holders_to_keep(&self, words: &[u64]) -> KeptHolders {
        let mut texts = Vec::with_capacity(words.len());
        (self.frequencies).get_each(words, |holding| texts.push(holding.map_or(0, |h| h.texts)));
        KeptHolders {
            of: Arc::clone(&self.frequencies),
            texts: texts.into(),
        }
    }

    /// How many texts hold each of the words of which that was kept.
    pub(crate) fn holders_by<'k>(
        &'k self,
        kept: &'k KeptHolders,
        words: &'k [u64],
    ) -> impl Iterator<Item = usize> + 'k {
        let are_of_these = Arc::ptr_eq(&kept.of, &self.frequencies);
        let texts = kept.texts.iter().zip(words);
        texts.map(move |(&texts, &word)| {
            if are_of_these {
                texts as usize + Self::held(self.joined.get(word))
            } else {
                self.holders(word)
            }
        })
    }

    /// The weight of a word that so many texts hold, by what else is known of it.
    pub(crate) fn by_holders(&self, holders: usize, marks: Marks) -> f32 {
        let prior = if marks.contains(Marks::FUNCTION) {
            0
        } else if marks.contains(Marks::NUMBER) {
            1
        } else {
            2
        };
        match self.known[prior].get(holders) {
            Some(&weight) => weight,
            None => self.smoothed(holders, PRIORS[prior]),
        }
    }

    /// The weight of a word that so many texts hold, and at least this part of all texts, of which the collection is a sample.
    pub(crate) fn by_holders_at_least(&self, holders: usize, marks: Marks, part: f64) -> f32 {
        let weight = self.by_holders(holders, marks);
        if part > 0.0 {
            weight.min(self.smoothed(holders, part))
        } else {
            weight
        }
    }

    /// How many texts hold a word.
    pub(crate) fn holders(&self, word: u64) -> usize {
        Self::held(self.frequencies.get(word)) + Self::held(self.joined.get(word))
    }

    fn held(holding: Option<Holding>) -> usize {
        holding.map_or(0, |holding| holding.texts as usize)
    }

    /// The weight of a word that so many texts hold.
    fn smoothed(&self, holders: usize, prior: f64) -> f32 {
        let texts = self.texts as f64 + Self::PRIOR_TEXTS;
        let idf = (texts / (holders as f64 + Self::PRIOR_TEXTS * prior)).ln();
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a weight needs no more than f32 holds"
        )]
        let weight = idf as f32;
        weight.clamp(Self::MIN, Self::MAX)
    }
}

/// How many texts, or words, are counted between two looks at the progress callback.
const TEXTS_UNHEARD: u64 = 512;
const WORDS_UNHEARD: usize = 1 << 18;

/// In how many texts a word stands.
#[derive(Debug, Clone, Copy, Default)]
struct Holding {
    texts: u32,
    /// The number of the last of them while they are counted, from 1: a word counts once for each text. Afterwards it means
    /// nothing, and costs nothing beside the hash of the word.
    last: u32,
}

type Counts = WordMap<Holding>;

/// In how many texts of a collection some words stand, without those that joined it later: there nobody has to look again.
#[derive(Debug, Clone)]
pub(crate) struct KeptHolders {
    of: Arc<Counts>,
    texts: Box<[u32]>,
}

fn count_texts(
    texts: &[&Analysis],
    tick: &dyn Fn(u64) -> Result<(), Error>,
) -> Result<Counts, Error> {
    let mut counts = Counts::default();
    let (mut unheard, mut words) = (0, 0);
    for (number, text) in (1_u32..).zip(texts) {
        unheard += 1;
        words += text.len();
        if unheard >= TEXTS_UNHEARD || words >= WORDS_UNHEARD {
            tick(unheard)?;
            (unheard, words) = (0, 0);
        }
        for &word in text.hashes() {
            let holding = counts.entry(word, Holding::default());
            if holding.last != number {
                holding.texts += 1;
                holding.last = number;
            }
        }
    }
    Ok(counts)
}

fn merge_counts(left: Counts, right: Counts) -> Counts {
    if left.is_empty() {
        return right;
    }
    if right.is_empty() {
        return left;
    }
    // Words come in the order of their slots: a map that has to grow meanwhile would be crowded where they go first.
    let mut all = Counts::with_room_for(left.len() + right.len());
    for (word, holding) in left.iter().chain(right.iter()) {
        all.entry(word, Holding::default()).texts += holding.texts;
    }
    all
}

/// The keys are hashes already; hashing them again would be the largest part of the counting.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordHash(u64);

impl Hasher for WordHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirecopy_text::hash_word;

    fn weights(texts: &[&str]) -> TermWeights {
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        TermWeights::from_texts(&analyses.iter().collect::<Vec<_>>())
    }

    #[test]
    fn a_function_word_weighs_less_than_a_word_of_content_even_without_a_collection() {
        let none = TermWeights::default();
        let the = none.weight(hash_word("the"), Marks::FUNCTION);
        let harbour = none.weight(hash_word("harbour"), Marks::default());
        assert!(the < 1.0, "{the}");
        assert!(harbour > 5.0, "{harbour}");
    }

    #[test]
    fn a_word_that_many_texts_hold_weighs_less() {
        let texts: Vec<String> = (0..2000).map(|i| format!("council number{i}")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let weights = weights(&texts);
        let common = weights.weight(hash_word("council"), Marks::default());
        let rare = weights.weight(hash_word("number7"), Marks::default());
        assert!(common < 0.5 && rare > 5.5, "{common} {rare}");
    }

    #[test]
    fn texts_that_join_later_count_as_if_they_had_been_there() {
        let texts: Vec<Analysis> = (0..3000)
            .map(|n| {
                Analysis::new(&format!("the council met {} times in {n}", n % 7)).expect("short")
            })
            .collect();
        let texts: Vec<&Analysis> = texts.iter().collect();
        let joined = TermWeights::from_texts(&texts[..2000])
            .joined_by(&texts[2000..2010])
            .joined_by(&texts[2010..]);
        let all = TermWeights::from_texts(&texts);
        for word in ["the", "council", "4", "2005", "17", "harbour"] {
            for marks in [Marks::FUNCTION, Marks::NUMBER, Marks::default()] {
                let weight = |of: &TermWeights| of.weight(hash_word(word), marks).to_bits();
                assert_eq!(weight(&joined), weight(&all), "{word}");
            }
        }
    }

    #[test]
    fn a_word_counts_once_for_each_text() {
        let weights = weights(&["a harbour a harbour"]);
        assert_eq!(weights.holders(hash_word("harbour")), 1);
    }
}
