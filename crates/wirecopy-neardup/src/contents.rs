//! What is known of each text besides its shingles, and which texts are equal to the byte.

use rayon::prelude::*;
use wirecopy_text::hash_word;

use crate::error::Error;
use crate::progress::Meter;

/// What of a hash is sorted by.
const UPPER_HALF: u64 = (u32::MAX as u64) << 32;

/// Texts in one unit of parallel work.
const TEXTS_PER_CHUNK: usize = 1 << 10;

/// The texts of a collection: their hashes, and for each that is equal to an earlier one, which.
#[derive(Debug)]
pub(crate) struct Contents {
    /// Of the bytes of each text: XXH3-64 with the seed of `wirecopy-text`.
    pub(crate) hashes: Vec<u64>,
    /// `(first, text)` of each text that is equal to the byte to an earlier one, sorted; `first` is
    /// the earliest.
    pub(crate) copies: Vec<(u32, u32)>,
    /// Whether a text is such a copy.
    pub(crate) is_copy: Vec<bool>,
}

impl Contents {
    pub(crate) fn new<T: AsRef<str> + Sync>(texts: &[T], meter: &Meter) -> Result<Self, Error> {
        let mut hashes = vec![0; texts.len()];
        hashes
            .par_chunks_mut(TEXTS_PER_CHUNK)
            .zip(texts.par_chunks(TEXTS_PER_CHUNK))
            .try_for_each(|(hashes, texts)| {
                for (hash, text) in hashes.iter_mut().zip(texts) {
                    *hash = hash_word(text.as_ref());
                }
                meter.listen()
            })?;
        // The upper half of each hash, and behind it the number of its text: to be sorted in half the space and time.
        let numbered = hashes.iter().zip(0_u64..);
        let mut order: Vec<u64> = numbered
            .map(|(hash, number)| hash & UPPER_HALF | number)
            .collect();
        order.par_sort_unstable();
        meter.listen()?;

        let text = |number: u32| texts[number as usize].as_ref();
        let mut copies = Vec::new();
        for run in order.chunk_by(|one, other| one & UPPER_HALF == other & UPPER_HALF) {
            // Equal hashes are equal texts, but for a chance of one in billions.
            let mut firsts: Vec<u32> = Vec::new();
            for &hashed in run.iter().filter(|_| run.len() > 1) {
                #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
                let number = hashed as u32;
                match firsts.iter().find(|&&first| text(first) == text(number)) {
                    Some(&first) => copies.push((first, number)),
                    None => firsts.push(number),
                }
            }
        }
        copies.sort_unstable();
        let mut is_copy = vec![false; texts.len()];
        for &(_, copy) in &copies {
            is_copy[copy as usize] = true;
        }
        Ok(Self {
            hashes,
            copies,
            is_copy,
        })
    }

    /// Fills in how many words each copy has: as many as the first of its kind.
    pub(crate) fn copy_words(&self, words: &mut [u32]) {
        for &(first, copy) in &self.copies {
            words[copy as usize] = words[first as usize];
        }
    }
}
