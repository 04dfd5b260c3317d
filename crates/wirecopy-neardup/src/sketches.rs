//! The sketches of all texts of a collection.

use wirecopy_similarity::SetCollection;
use wirecopy_text::SEED;

use crate::contents::Contents;
use crate::error::Error;
use crate::min_hash::{Densifier, dense_signature};
use crate::options::{Method, NearDuplicateOptions};
use crate::progress::Meter;
use crate::shingling::Shingler;
use crate::sim_hash::SimHash;

/// Stands for the row of a text that has no sketch.
const NO_ROW: u32 = u32::MAX;

/// The sketches of all texts that have words and are no copies, or the sets of shingles of those that are
/// smaller than a sketch would be.
#[derive(Debug, Default)]
pub(crate) struct Sketches {
    signatures: Signatures,
    /// For each text the row of its signature.
    rows: Vec<u32>,
    /// The texts that have a signature, ascending.
    sketched: Vec<u32>,
    /// The set of each text that is its own sketch, and an empty one for all others.
    pub(crate) sets: SetCollection,
    /// For each signature in how many bins of a MinHash an element fell; no set has fewer elements.
    filled: Vec<u16>,
    pub(crate) words: Vec<u32>,
    /// For each signature the sum of the hashes of all shingles, so that texts with the same ones are known.
    sums: Vec<u64>,
}

/// The signatures of one kind, row by row.
#[derive(Debug, Default)]
struct Signatures {
    min_hashes: Vec<u16>,
    sim_hashes: Vec<u64>,
    values: usize,
}

/// What is found of some texts in a row.
#[derive(Debug, Default)]
struct Part {
    min_hashes: Vec<u16>,
    sim_hashes: Vec<u64>,
    filled: Vec<u16>,
    sums: Vec<u64>,
    sketched: Vec<bool>,
    sets: SetCollection,
    words: Vec<u32>,
    ranks: Vec<u32>,
}

impl Sketches {
    /// Makes them by the method, which is one that sketches. A text of at most `own` shingles is not sketched:
    /// its set is.
    pub(crate) fn new<T: AsRef<str> + Sync>(
        texts: &[T],
        options: &NearDuplicateOptions,
        own: usize,
        shingler: &Shingler,
        contents: &Contents,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let densifier = match options.method() {
            Method::MinHash { values, .. } => Some(Densifier::new(values)),
            Method::Exact | Method::SimHash { .. } => None,
        };
        let visit = |part: &mut Part, words: Option<&[u64]>| {
            let words = words.unwrap_or_default();
            part.words
                .push(u32::try_from(words.len()).unwrap_or(u32::MAX));
            let shingles = || shingler.hashes(words);
            let sketched = shingles().len() > own;
            part.sketched.push(sketched);
            if !sketched {
                part.sets.push_unsorted(shingles());
                return;
            }
            part.sets.push_unsorted([]);
            part.sums.push(shingles().fold(0, u64::wrapping_add));
            match &densifier {
                Some(densifier) => {
                    let Part {
                        ranks, min_hashes, ..
                    } = part;
                    let filled = dense_signature(densifier, SEED, shingles(), ranks, min_hashes);
                    part.filled.push(filled);
                }
                None => part
                    .sim_hashes
                    .push(SimHash::from_elements(shingles()).bits()),
            }
        };
        let mut all = Self {
            signatures: Signatures {
                values: densifier.as_ref().map_or(0, Densifier::values),
                ..Signatures::default()
            },
            ..Self::default()
        };
        shingler.visit(texts, &contents.is_copy, meter, visit, |part| {
            all.append(&part);
        })?;
        contents.copy_words(&mut all.words);
        Ok(all)
    }

    fn append(&mut self, part: &Part) {
        for &sketched in &part.sketched {
            // Texts are counted in 32 bits.
            let (text, row) = (self.rows.len(), self.sketched.len());
            let number = |number: usize| u32::try_from(number).unwrap_or(NO_ROW);
            self.rows.push(if sketched { number(row) } else { NO_ROW });
            if sketched {
                self.sketched.push(number(text));
            }
        }
        self.signatures
            .min_hashes
            .extend_from_slice(&part.min_hashes);
        self.signatures
            .sim_hashes
            .extend_from_slice(&part.sim_hashes);
        self.filled.extend_from_slice(&part.filled);
        self.sums.extend_from_slice(&part.sums);
        self.words.extend_from_slice(&part.words);
        self.sets.extend_from(&part.sets);
    }

    /// The texts that have a signature, ascending.
    pub(crate) fn sketched(&self) -> &[u32] {
        &self.sketched
    }

    /// The MinHash values of a text that has a signature.
    pub(crate) fn min_hash(&self, text: u32) -> &[u16] {
        let values = self.signatures.values;
        &self.signatures.min_hashes[self.row(text) * values..][..values]
    }

    /// The bits of a text that has a signature.
    pub(crate) fn sim_hash(&self, text: u32) -> u64 {
        self.signatures.sim_hashes[self.row(text)]
    }

    /// At most as many elements as the set of a text has that has a signature, by MinHash.
    pub(crate) fn least_size(&self, text: u32) -> usize {
        usize::from(self.filled[self.row(text)])
    }

    /// The texts that have a signature, sorted by their shingles: texts with the same ones, each counted as
    /// often as it occurs, share a number.
    pub(crate) fn by_content(&self) -> Vec<(u64, u32)> {
        let sums = self.sums.iter().copied();
        let mut order: Vec<(u64, u32)> = sums.zip(self.sketched.iter().copied()).collect();
        order.sort_unstable();
        order
    }

    fn row(&self, text: u32) -> usize {
        self.rows[text as usize] as usize
    }
}
