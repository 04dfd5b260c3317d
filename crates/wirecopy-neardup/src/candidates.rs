//! Which texts may have a partner, by their sketches.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use wirecopy_similarity::SetCollection;

use crate::banding::Banding;
use crate::contents::Contents;
use crate::error::Error;
use crate::hamming::{MAX_DISTANCE, choices, masks};
use crate::lsh::hash;
use crate::min_hash::{MinHash, agreeing, check_values};
use crate::mix::mix;
use crate::options::{Measure, Method, NearDuplicateOptions};
use crate::progress::Meter;
use crate::shingling::{Shingled, Shingler};
use crate::sketches::Sketches;

/// Texts that agree in a band are compared with each other up to this many, so that texts with a
/// common footer do not cost the square of their number. More are all candidates.
pub(crate) const MOST_COMPARED: usize = 64;

/// A pair at the threshold is estimated to be so many standard errors lower in one case of 30,000.
const STANDARD_ERRORS: f64 = 4.0;

/// How many texts, or pairs of them, go by between two looks at the progress callback.
pub(crate) const UNHEARD: usize = 1 << 16;

/// Makes the sets of all texts that may have a partner, by the method of the options, which is one that
/// sketches; those of all others are empty. The words are those of all texts.
///
/// A set that is hardly larger than a sketch is its own sketch: it is kept instead, and goes to the join. So
/// does each larger set that is small enough to be similar to one of these.
pub(crate) fn candidates<T: AsRef<str> + Sync>(
    texts: &[T],
    options: &NearDuplicateOptions,
    shingler: &Shingler,
    contents: &Contents,
    meter: &Meter,
    units: u64,
) -> Result<Shingled, Error> {
    let jaccard = lowest_jaccard(options.measure(), options.threshold());
    let own = own_sketch(options.method(), jaccard);
    let mut sketches = Sketches::new(texts, options, own, shingler, contents, meter)?;
    if sketches.sketched().is_empty() {
        meter.advance(units)?;
        return Ok(Shingled {
            sets: sketches.sets,
            words: sketches.words,
        });
    }
    let marks: Vec<AtomicBool> = texts.iter().map(|_| AtomicBool::new(false)).collect();
    let compared = mark_equal(&sketches, &marks);
    match options.method() {
        Method::Exact => unreachable!("the exact method makes no sketches"),
        Method::MinHash { values, costs } => {
            mark_small(&sketches, own as f64 / jaccard, &marks);
            let lowest = jaccard - STANDARD_ERRORS * MinHash::standard_error(jaccard, values);
            let floor = agreeing_at_least(lowest, values);
            let banding = Banding::choose(jaccard, values, costs)?;
            let similar = |a, b| agreeing(sketches.min_hash(a), sketches.min_hash(b)) >= floor;
            (0..banding.bands()).into_par_iter().try_for_each(|band| {
                let rows = band * banding.rows()..(band + 1) * banding.rows();
                let hash = |text| hash(&sketches.min_hash(text)[rows.clone()]);
                mark_runs(&compared, hash, similar, &marks, meter)
            })?;
        }
        Method::SimHash { distance } => {
            let bits = |text| sketches.sim_hash(text);
            let similar = |a, b| (bits(a) ^ bits(b)).count_ones() <= distance;
            masks(distance, best_blocks(distance, compared.len()))?
                .into_par_iter()
                .try_for_each(|mask| {
                    let hash = |text| mix(bits(text) & mask);
                    mark_runs(&compared, hash, similar, &marks, meter)
                })?;
        }
    }
    let own_sets = std::mem::take(&mut sketches.sets);
    let words = std::mem::take(&mut sketches.words);
    drop(sketches);
    let left_out: Vec<bool> = marks.into_iter().map(|mark| !mark.into_inner()).collect();
    if left_out.iter().all(|&left_out| left_out) {
        meter.advance(units)?;
        return Ok(Shingled {
            sets: own_sets,
            words,
        });
    }
    let read_again = shingler.sets(texts, &left_out, meter)?.sets;
    Ok(Shingled {
        sets: joined(&own_sets, read_again)?,
        words,
    })
}

/// Of how many shingles a set is its own sketch: of as many as have the size of a sketch; and of so many more
/// that the set might be similar to such a one, and would have to be read again. At most twice the size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positive, and at most twice the size of a sketch"
)]
fn own_sketch(method: Method, jaccard: f64) -> usize {
    match method {
        Method::Exact => 0,
        Method::MinHash { values, .. } => {
            let of_its_size = (values * size_of::<u16>() / size_of::<u64>()) as f64;
            (of_its_size / jaccard.max(0.5)) as usize
        }
        Method::SimHash { .. } => 1,
    }
}

/// The sets of either collection; of each text one of them is empty.
fn joined(one: &SetCollection, other: SetCollection) -> Result<SetCollection, Error> {
    if one.element_count() == 0 {
        return Ok(other);
    }
    let elements = one.element_count() + other.element_count();
    let mut all = SetCollection::with_capacity(one.len(), elements);
    for (one, other) in one.iter().zip(other.iter()) {
        all.push_sorted(if one.is_empty() { other } else { one })?;
    }
    Ok(all)
}

/// Marks the texts that may be similar to one whose set is its own sketch: those with at most so many
/// elements.
fn mark_small(sketches: &Sketches, most: f64, marks: &[AtomicBool]) {
    for &text in sketches.sketched() {
        if sketches.least_size(text) as f64 <= most {
            marks[text as usize].store(true, Ordering::Relaxed);
        }
    }
}

/// Marks texts with the same shingles, and returns the first of each such group, and all texts that are
/// in none, but those that have no sketch.
fn mark_equal(sketches: &Sketches, marks: &[AtomicBool]) -> Vec<u32> {
    let order = sketches.by_content();
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

/// Marks the texts that have one with the same hash which is similar to them, by comparing all with
/// that hash; all of them where they are more than [`MOST_COMPARED`].
///
/// Whether a text is marked depends on the others, and never on the order in which threads look at them.
fn mark_runs(
    compared: &[u32],
    hash: impl Fn(u32) -> u64,
    similar: impl Fn(u32, u32) -> bool,
    marks: &[AtomicBool],
    meter: &Meter,
) -> Result<(), Error> {
    let mut unheard = 0;
    let runs = runs(compared, hash);
    meter.listen()?;
    for run in runs.chunk_by(|one, other| one.0 == other.0) {
        let mark = |text: u32| marks[text as usize].store(true, Ordering::Relaxed);
        let marked = |text: u32| marks[text as usize].load(Ordering::Relaxed);
        if run.len() > MOST_COMPARED {
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
pub(crate) fn runs(compared: &[u32], hash: impl Fn(u32) -> u64) -> Vec<(u32, u32)> {
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
pub(crate) fn lowest_jaccard(measure: Measure, threshold: f64) -> f64 {
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
pub(crate) fn best_blocks(distance: u32, signatures: usize) -> u32 {
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
        Method::Exact if options.verify() => return Ok(()),
        Method::Exact => return Err(Error::NothingToEstimate),
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
        mark_runs(&compared, hash, counted, &marks, &meter).unwrap();
        let is_marked = |&text: &u32| marks[text as usize].load(Ordering::Relaxed);
        (
            calls.get(),
            compared.into_iter().filter(is_marked).collect(),
        )
    }

    #[test]
    fn texts_that_are_all_alike_cost_no_more_than_their_number() {
        let (calls, found) = marked(64, |_| 7, |_, _| true);
        assert_eq!(found.len(), 64);
        assert!(calls <= 64, "{calls}");
    }

    #[test]
    fn texts_that_share_a_footer_are_not_compared_with_each_other() {
        // In a band of values from the footer they are more than are compared.
        let (calls, found) = marked(100_000, |_| 7, |_, _| false);
        assert_eq!((calls, found.len()), (0, 100_000));
    }

    #[test]
    fn texts_are_marked_that_meet_a_similar_one() {
        // Every third text has the same hash; of these, neighbours are similar in twos.
        let hash = |text: u32| mix(u64::from(text % 3));
        let (calls, found) = marked(30, hash, |a, b| a / 6 == b / 6 && a < 12 && b < 12);
        assert_eq!(found, (0..12).collect::<Vec<_>>());
        assert!(calls > 0 && calls < 30 * 10, "{calls}");
        let (calls, found) = marked(30, |text| mix(u64::from(text)), |_, _| true);
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
