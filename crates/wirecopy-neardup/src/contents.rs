//! What is known of each text besides its shingles, and which texts are equal to the byte.

use rayon::prelude::*;
use wirecopy_text::hash_word;

use crate::error::Error;
use crate::progress::Meter;

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
        let hashes = texts
            .par_chunks(TEXTS_PER_CHUNK)
            .map(|texts| {
                meter.listen()?;
                Ok(texts.iter().map(|text| hash_word(text.as_ref())).collect())
            })
            .collect::<Result<Vec<Vec<u64>>, Error>>()?
            .concat();
        let mut order: Vec<(u64, u32)> = hashes.iter().copied().zip(0..).collect();
        order.par_sort_unstable();
        meter.listen()?;

        let text = |number: u32| texts[number as usize].as_ref();
        let mut copies = Vec::new();
        for run in order.chunk_by(|one, other| one.0 == other.0) {
            // Equal hashes are equal texts, but for a chance of one in billions of billions.
            let mut firsts: Vec<u32> = Vec::new();
            for &(_, number) in run.iter().filter(|_| run.len() > 1) {
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
