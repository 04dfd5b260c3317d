//! Runs of words that are known to be furniture.

use std::ops::Range;

use wirecopy_text::{Analysis, shingle_hashes};

use crate::furniture::edges::{fill, within_lines};
use crate::furniture::outline::Outline;
use crate::{Error, RecurringRuns, SortedHashes, WordRanges};

/// Furniture of one outlet that was learnt, as hashes of its runs, to be ignored in other texts of it.
///
/// A run is known as it stood, and without its names, numbers and dates. Made by
/// [`learn_furniture`](crate::learn_furniture).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurnitureTable {
    run_words: usize,
    runs: SortedHashes,
}

/// A table larger than this is none: its runs would weigh more than the texts of a year.
const MAX_RUNS: usize = 1 << 28;

impl FurnitureTable {
    /// Makes a table of the hashes of runs of so many words, in any order.
    pub(crate) fn new(run_words: usize, hashes: Vec<u64>) -> Self {
        Self {
            run_words,
            runs: SortedHashes::new(hashes),
        }
    }

    /// How many runs are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.runs.len()
    }

    /// Whether no run is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The words of a text that lie in a known run, or in a small gap or the rest of a line beside one. O(n).
    #[must_use]
    pub fn mask(&self, text: &Analysis) -> WordRanges {
        if self.is_empty() {
            return WordRanges::default();
        }
        let runs = mask(text, self.run_words, |hash| self.runs.contains(hash));
        fill(text, &runs)
    }

    /// The runs of both tables; `None` when their runs are of different lengths.
    #[must_use]
    pub fn union(&self, other: &Self) -> Option<Self> {
        let hashes = [self.runs.as_slice(), other.runs.as_slice()].concat();
        (self.run_words == other.run_words).then(|| Self::new(self.run_words, hashes))
    }

    /// All that is known, as bytes for a file: the length of a run and the hashes, little-endian.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(8 * (1 + self.len()));
        bytes.extend((self.run_words as u64).to_le_bytes());
        for hash in self.runs.as_slice() {
            bytes.extend(hash.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// [`Error::NoTable`] when the bytes are none of a table.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let (numbers, rest) = bytes.as_chunks::<8>();
        let mut numbers = numbers.iter().map(|bytes| u64::from_le_bytes(*bytes));
        let run_words = numbers
            .next()
            .and_then(|words| usize::try_from(words).ok())
            .filter(|words| (1..=1024).contains(words));
        let hashes: Vec<u64> = numbers.collect();
        match run_words {
            Some(run_words)
                if rest.is_empty() && hashes.len() <= MAX_RUNS && hashes.is_sorted() =>
            {
                Ok(Self::new(run_words, hashes))
            }
            _ => Err(Error::NoTable),
        }
    }
}

/// The words of a text in runs, as they stand or in outline, whose hashes are known.
fn mask(text: &Analysis, run_words: usize, is_known: impl Fn(u64) -> bool) -> WordRanges {
    let mut ranges: Vec<Range<u32>> = Vec::new();
    each_run(text, run_words, None, |words, hash| {
        if is_known(hash) {
            ranges.push(within_lines(text, words));
        }
    });
    WordRanges::from_ranges(ranges)
}

/// Calls `take` with the words and the hash of each run of a text, as it stands and in outline; of those that stand, only
/// with those of `standing`, if there is such a choice.
pub(crate) fn each_run(
    text: &Analysis,
    run_words: usize,
    standing: Option<&RecurringRuns>,
    mut take: impl FnMut(Range<u32>, u64),
) {
    let length = u32::try_from(run_words).unwrap_or(u32::MAX);
    let mut stands = |word: u32, hash: u64| take(word..word + length, hash);
    match standing {
        Some(runs) => {
            for (word, hash) in runs.hashes(text.hashes()) {
                stands(u32::try_from(word).unwrap_or(u32::MAX), hash);
            }
        }
        None => {
            for (word, hash) in (0_u32..).zip(shingle_hashes(text.hashes(), run_words)) {
                stands(word, hash);
            }
        }
    }
    for (words, hash) in Outline::of(text).runs(run_words) {
        take(words, hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_survives_its_bytes_and_refuses_others() {
        let table = FurnitureTable::new(8, vec![7, u64::MAX, 0, 7]);
        assert_eq!(table.len(), 3);
        let bytes = table.to_bytes();
        assert_eq!(FurnitureTable::from_bytes(&bytes), Ok(table));
        assert_eq!(
            FurnitureTable::from_bytes(&bytes[..bytes.len() - 1]),
            Err(Error::NoTable)
        );
        assert_eq!(FurnitureTable::from_bytes(&[]), Err(Error::NoTable));
        assert_eq!(FurnitureTable::from_bytes(&[0; 16]), Err(Error::NoTable));
    }

    #[test]
    fn a_union_has_the_runs_of_both() {
        let (one, other) = (
            FurnitureTable::new(8, vec![3, 1]),
            FurnitureTable::new(8, vec![2, 3]),
        );
        assert_eq!(
            one.union(&other),
            Some(FurnitureTable::new(8, vec![1, 2, 3]))
        );
        assert_eq!(one.union(&FurnitureTable::new(7, vec![2])), None);
    }
}
