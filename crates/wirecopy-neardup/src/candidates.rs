//! Which texts may have a partner, by their sketches.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use wirecopy_text::SEED;

use crate::banding::Banding;
use crate::contents::Contents;
use crate::error::Error;
use crate::hamming::{MAX_DISTANCE, choices, masks};
use crate::lsh::hash;
use crate::min_hash::{Densifier, MinHash, agreeing, check_values, dense_signature};
use crate::mix::mix;
use crate::options::{Measure, Method, NearDuplicateOptions};
use crate::progress::Meter;
use crate::shingling::Shingler;
use crate::sim_hash::SimHash;

/// Texts that agree in a band are compared with each other up to this many, so that texts with a
/// common footer do not cost the square of their number. More are all candidates.
const MOST_COMPARED: usize = 64;

/// A pair at the threshold is estimated to be so many standard errors lower in one case of 30,000.
const STANDARD_ERRORS: f64 = 4.0;

/// How many texts, or pairs of them, go by between two looks at the progress callback.
const UNHEARD: usize = 1 << 16;

/// The texts that may have a partner, and how many words each text has.
#[derive(Debug)]
pub(crate) struct Candidates {
    pub(crate) wanted: Vec<bool>,
    pub(crate) words: Vec<u32>,
}

/// The sketches of all texts.
#[derive(Debug)]
enum Sketches {
    MinHash {
        signatures: Vec<u16>,
        values: usize,
        banding: Banding,
        /// So many values of a pair have to agree.
        floor: usize,
    },
    SimHash {
        signatures: Vec<u64>,
        distance: u32,
    },
}

/// The sketches of some texts in a row.
#[derive(Debug, Default)]
struct Part {
    /// Of a text that is left out, zeros.
    min_hashes: Vec<u16>,
    sim_hashes: Vec<u64>,
    words: Vec<u32>,
    /// Of the hashes of all shingles, so that texts with the same ones are known.
    sums: Vec<u64>,
    ranks: Vec<u32>,
}

impl Candidates {
    /// Finds them by the method, which is one that sketches.
    pub(crate) fn new<T: AsRef<str> + Sync>(
        texts: &[T],
        options: &NearDuplicateOptions,
        shingler: &Shingler,
        contents: &Contents,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let densifier = match options.method() {
            Method::MinHash { values, .. } => Some(Densifier::new(values)),
            _ => None,
        };
        let mut all = Part::default();
        let visit = |part: &mut Part, words: Option<&[u64]>| {
            let words = words.unwrap_or_default();
            let shingles = || shingler.hashes(words);
            part.words
                .push(u32::try_from(words.len()).unwrap_or(u32::MAX));
            part.sums.push(shingles().fold(0, u64::wrapping_add));
            match &densifier {
                Some(densifier) => {
                    let Part {
                        ranks, min_hashes, ..
                    } = part;
                    dense_signature(densifier, SEED, shingles(), ranks, min_hashes);
                }
                None => part
                    .sim_hashes
                    .push(SimHash::from_elements(shingles()).bits()),
            }
        };
        shingler.visit(texts, &contents.is_copy, meter, visit, |part| {
            all.min_hashes.extend_from_slice(&part.min_hashes);
            all.sim_hashes.extend_from_slice(&part.sim_hashes);
            all.words.extend_from_slice(&part.words);
            all.sums.extend_from_slice(&part.sums);
        })?;
        let marks: Vec<AtomicBool> = texts.iter().map(|_| AtomicBool::new(false)).collect();
        let compared = mark_equal(&all, &marks);
        contents.copy_words(&mut all.words);
        let sketches = Sketches::new(options, all.min_hashes, all.sim_hashes)?;
        sketches.mark(&compared, &marks, meter)?;
        Ok(Self {
            wanted: marks.into_iter().map(AtomicBool::into_inner).collect(),
            words: all.words,
        })
    }
}

/// Marks texts with the same shingles, and returns the first of each such group, and all texts that are
/// in none, but those without words.
fn mark_equal(all: &Part, marks: &[AtomicBool]) -> Vec<u32> {
    let texts = (0_u32..).zip(&all.sums).zip(&all.words);
    let mut order: Vec<(u64, u32)> = texts
        .filter(|&(_, &words)| words > 0)
        .map(|((text, &sum), _)| (sum, text))
        .collect();
    order.par_sort_unstable();
    let mut compared = Vec::with_capacity(order.len());
    for equal in order.chunk_by(|one, other| one.0 == other.0) {
        compared.push(equal[0].1);
        for &(_, text) in equal.iter().filter(|_| equal.len() > 1) {
            marks[text as usize].store(true, Ordering::Relaxed);
        }
    }
    compared.sort_unstable();
    compared
}

impl Sketches {
    fn new(
        options: &NearDuplicateOptions,
        min_hashes: Vec<u16>,
        sim_hashes: Vec<u64>,
    ) -> Result<Self, Error> {
        Ok(match options.method() {
            Method::SimHash { distance } => Self::SimHash {
                signatures: sim_hashes,
                distance,
            },
            Method::MinHash { values, costs } => {
                let jaccard = lowest_jaccard(options.measure(), options.threshold());
                let lowest = jaccard - STANDARD_ERRORS * MinHash::standard_error(jaccard, values);
                Self::MinHash {
                    signatures: min_hashes,
                    values,
                    banding: Banding::choose(jaccard, values, costs)?,
                    floor: agreeing_at_least(lowest, values),
                }
            }
            Method::Exact => unreachable!("the exact method makes no sketches"),
        })
    }

    /// Marks every text that one of the compared texts, another one, may be similar to.
    ///
    /// Whether a text is marked depends on the others, and never on the order in which threads look
    /// at them.
    fn mark(&self, compared: &[u32], marks: &[AtomicBool], meter: &Meter) -> Result<(), Error> {
        match self {
            Self::MinHash {
                signatures,
                values,
                banding,
                floor,
            } => {
                let signature = |text: u32| &signatures[text as usize * values..][..*values];
                let similar = |a, b| agreeing(signature(a), signature(b)) >= *floor;
                (0..banding.bands()).into_par_iter().try_for_each(|band| {
                    let rows = band * banding.rows()..(band + 1) * banding.rows();
                    let hash = |text| hash(&signature(text)[rows.clone()]);
                    mark_runs(compared, hash, similar, MOST_COMPARED, marks, meter)
                })
            }
            Self::SimHash {
                signatures,
                distance,
            } => {
                let bits = |text: u32| signatures[text as usize];
                let similar = |a, b| (bits(a) ^ bits(b)).count_ones() <= *distance;
                let blocks = best_blocks(*distance, compared.len());
                masks(*distance, blocks)?
                    .into_par_iter()
                    .try_for_each(|mask| {
                        let hash = |text| mix(bits(text) & mask);
                        mark_runs(compared, hash, similar, usize::MAX, marks, meter)
                    })
            }
        }
    }
}

/// Marks the texts that have one with the same hash which is similar to them, by comparing all with
/// that hash unless they are more than `most`.
fn mark_runs(
    compared: &[u32],
    hash: impl Fn(u32) -> u64,
    similar: impl Fn(u32, u32) -> bool,
    most: usize,
    marks: &[AtomicBool],
    meter: &Meter,
) -> Result<(), Error> {
    let mut unheard = 0;
    let runs = runs(compared, hash);
    meter.listen()?;
    for run in runs.chunk_by(|one, other| one.0 == other.0) {
        let mark = |text: u32| marks[text as usize].store(true, Ordering::Relaxed);
        let marked = |text: u32| marks[text as usize].load(Ordering::Relaxed);
        if run.len() > most {
            for &(_, text) in run {
                mark(text);
            }
            continue;
        }
        for &(_, one) in run {
            // A text whose partner is known is looked for no more: where all are alike, each finds
            // one at once.
            if marked(one) {
                continue;
            }
            unheard += run.len();
            if unheard > UNHEARD {
                unheard = 0;
                meter.listen()?;
            }
            let mut others = run.iter().map(|&(_, other)| other);
            if let Some(other) = others.find(|&other| other != one && similar(one, other)) {
                mark(one);
                mark(other);
            }
        }
    }
    Ok(())
}

/// The texts whose hash another one has too, sorted by the upper half of the hash, which they come with.
#[expect(
    clippy::cast_possible_truncation,
    reason = "half of a hash is wanted, and a slot of a table in memory"
)]
fn runs(compared: &[u32], hash: impl Fn(u32) -> u64) -> Vec<(u32, u32)> {
    // Most texts are alone: a counter for every fourth of the places finds them without sorting.
    let slots = (4 * compared.len()).next_power_of_two();
    let mut met = vec![0_u8; slots];
    let hashes: Vec<u64> = compared.iter().map(|&text| hash(text)).collect();
    let slot = |hash: u64| hash as usize & (slots - 1);
    for &hash in &hashes {
        let count = &mut met[slot(hash)];
        *count = count.saturating_add(1);
    }
    let mut runs: Vec<(u32, u32)> = compared
        .iter()
        .zip(&hashes)
        .filter(|&(_, &hash)| met[slot(hash)] > 1)
        .map(|(&text, &hash)| ((hash >> 32) as u32, text))
        .collect();
    runs.sort_unstable();
    runs
}

/// The smallest Jaccard similarity of two sets that reach the threshold.
fn lowest_jaccard(measure: Measure, threshold: f64) -> f64 {
    match measure {
        Measure::Dice => threshold / (2.0 - threshold),
        Measure::Jaccard | Measure::Containment => threshold,
    }
}

/// How many values have to agree for an estimate of at least `lowest`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "at least 0 and at most the number of values"
)]
fn agreeing_at_least(lowest: f64, values: usize) -> usize {
    (lowest.max(0.0) * values as f64).ceil() as usize
}

/// The number of blocks that is searched fastest: more blocks make more tables, in which fewer
/// signatures meet.
fn best_blocks(distance: u32, signatures: usize) -> u32 {
    /// What it takes to put a signature into a table, as a number of comparisons.
    const TABLE: f64 = 20.0;
    let cost = |blocks: u32| {
        let agreeing = f64::from(64 / blocks * (blocks - distance));
        let met = signatures as f64 / agreeing.exp2() / 2.0;
        choices(blocks, distance) as f64 * (TABLE + met)
    };
    let possible = (distance + 1..=64).filter(|&blocks| masks(distance, blocks).is_ok());
    possible
        .min_by(|&one, &other| cost(one).total_cmp(&cost(other)))
        .unwrap_or(distance + 1)
}

/// Checks what a method is to be used with.
pub(crate) fn check_method(options: &NearDuplicateOptions) -> Result<(), Error> {
    let method = match options.method() {
        Method::Exact => return Ok(()),
        Method::MinHash { values, costs } => {
            check_values(values)?;
            costs.check()?;
            "minhash"
        }
        Method::SimHash { distance } => {
            if distance > MAX_DISTANCE {
                return Err(Error::InvalidDistance {
                    given: distance,
                    max: MAX_DISTANCE,
                });
            }
            "simhash"
        }
    };
    match options.measure() {
        Measure::Jaccard | Measure::Dice => Ok(()),
        Measure::Containment => Err(Error::MethodConflict {
            method,
            measure: "containment",
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::ops::ControlFlow;

    use super::*;

    /// How many pairs are compared, and which texts are marked.
    fn marked(
        texts: u32,
        most: usize,
        hash: impl Fn(u32) -> u64,
        similar: impl Fn(u32, u32) -> bool,
    ) -> (usize, Vec<u32>) {
        let compared: Vec<u32> = (0..texts).collect();
        let marks: Vec<AtomicBool> = compared.iter().map(|_| AtomicBool::new(false)).collect();
        let calls = Cell::new(0);
        let counted = |a, b| {
            calls.set(calls.get() + 1);
            similar(a, b)
        };
        let meter = Meter::new(&|_, _| ControlFlow::Continue(()), 0);
        mark_runs(&compared, hash, counted, most, &marks, &meter).unwrap();
        let is_marked = |&text: &u32| marks[text as usize].load(Ordering::Relaxed);
        (
            calls.get(),
            compared.into_iter().filter(is_marked).collect(),
        )
    }

    #[test]
    fn texts_that_are_all_alike_cost_no_more_than_their_number() {
        let (calls, found) = marked(100_000, usize::MAX, |_| 7, |_, _| true);
        assert_eq!(found.len(), 100_000);
        assert!(calls <= 100_000, "{calls}");
    }

    #[test]
    fn texts_that_share_a_footer_are_not_compared_with_each_other() {
        // In a band of values from the footer they are more than are compared.
        let (calls, found) = marked(100_000, MOST_COMPARED, |_| 7, |_, _| false);
        assert_eq!((calls, found.len()), (0, 100_000));
    }

    #[test]
    fn texts_are_marked_that_meet_a_similar_one() {
        // Every third text has the same hash; of these, neighbours are similar in twos.
        let hash = |text: u32| mix(u64::from(text % 3));
        let (calls, found) = marked(30, 64, hash, |a, b| a / 6 == b / 6 && a < 12 && b < 12);
        assert_eq!(found, (0..12).collect::<Vec<_>>());
        assert!(calls > 0 && calls < 30 * 10, "{calls}");
        let (calls, found) = marked(30, 64, |text| mix(u64::from(text)), |_, _| true);
        assert_eq!((calls, found), (0, vec![]));
    }

    #[test]
    fn more_signatures_are_searched_in_more_blocks() {
        assert_eq!(best_blocks(0, 1000), 1);
        assert!(best_blocks(3, 1000) < best_blocks(3, 100_000_000));
        for distance in 0..=MAX_DISTANCE {
            assert!(masks(distance, best_blocks(distance, 50_000)).is_ok());
        }
    }
}
