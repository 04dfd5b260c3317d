//! Pairs as sketches estimate them, compared with nothing.

use std::num::NonZeroU32;

use rayon::prelude::*;
use wirecopy_similarity::{SetCollection, SetCriterion, SimilarPair, set_join};

use crate::banding::Banding;
use crate::candidates::{MOST_COMPARED, UNHEARD, best_blocks, lowest_jaccard, runs};
use crate::contents::Contents;
use crate::error::Error;
use crate::hamming::masks;
use crate::lsh::hash;
use crate::min_hash::agreeing;
use crate::mix::mix;
use crate::options::{Measure, Method, NearDuplicateOptions};
use crate::progress::Meter;
use crate::shingling::Shingler;
use crate::sim_hash::SimHash;
use crate::sketches::Sketches;

/// What the sketches of all texts say.
#[derive(Debug)]
pub(crate) struct Unverified {
    /// The pairs whose estimate reaches the threshold.
    pub(crate) pairs: Vec<SimilarPair>,
    /// The texts that have the same shingles, each counted as often as it occurs.
    pub(crate) equal: Vec<Vec<u32>>,
    pub(crate) words: Vec<u32>,
}

/// Finds them by the method of the options, which is one that sketches.
pub(crate) fn unverified<T: AsRef<str> + Sync>(
    texts: &[T],
    options: &NearDuplicateOptions,
    shingler: &Shingler,
    contents: &Contents,
    meter: &Meter,
) -> Result<Unverified, Error> {
    let sketches = Sketches::new(texts, options, 0, shingler, contents, meter)?;
    let mut compared = Vec::new();
    let mut equal: Vec<Vec<u32>> = Vec::new();
    for run in sketches
        .by_content()
        .chunk_by(|one, other| one.0 == other.0)
    {
        compared.push(run[0].1);
        if run.len() > 1 {
            equal.push(run.iter().map(|&(_, text)| text).collect());
        }
    }
    compared.sort_unstable();
    equal.sort_unstable();
    let (measure, threshold) = (options.measure(), options.threshold());
    let pairs = match options.method() {
        Method::Exact => unreachable!("the exact method makes no sketches"),
        Method::MinHash { values, costs } => {
            let estimate = |agreeing: usize| of_jaccard(measure, agreeing as f64 / values as f64);
            let enough = (1..=values).find(|&agreeing| estimate(agreeing) >= threshold);
            let jaccard = lowest_jaccard(measure, threshold);
            let search = BySignature {
                sketches: &sketches,
                // The threshold is at most 1, and so is what all values reach.
                enough: enough.unwrap_or(values),
                banding: Banding::choose(jaccard, values, costs)?,
            };
            let found = search.pairs(&compared, meter)?;
            scored(found, estimate)
        }
        Method::SimHash { distance } => {
            let estimate = |distance: u32| of_distance(measure, distance);
            let far = (0..=distance)
                .rev()
                .find(|&distance| estimate(distance) >= threshold);
            match far {
                Some(far) => scored(within_distance(&sketches, far, &compared, meter)?, estimate),
                None => Vec::new(),
            }
        }
    };
    Ok(Unverified {
        pairs,
        equal,
        words: sketches.words,
    })
}

/// The value of the measure for sets of this Jaccard similarity.
fn of_jaccard(measure: Measure, jaccard: f64) -> f64 {
    match measure {
        Measure::Dice => 2.0 * jaccard / (1.0 + jaccard),
        Measure::Jaccard | Measure::Containment => jaccard,
    }
}

/// The value of the measure for signatures this far apart: the cosine of two sets of one size is their
/// Dice coefficient.
fn of_distance(measure: Measure, distance: u32) -> f64 {
    let zero = SimHash::from_bits(0);
    let differing = u64::MAX.checked_shr(64 - distance).unwrap_or(0);
    let dice = zero.cosine(SimHash::from_bits(differing)).max(0.0);
    match measure {
        Measure::Dice => dice,
        Measure::Jaccard | Measure::Containment => dice / (2.0 - dice),
    }
}

fn scored<N: Copy>(found: Vec<(u32, u32, N)>, estimate: impl Fn(N) -> f64) -> Vec<SimilarPair> {
    found
        .into_iter()
        .map(|(a, b, number)| SimilarPair {
            a,
            b,
            score: estimate(number),
        })
        .collect()
}

/// Two texts, and in how many values they agree.
type Agreeing = (u32, u32, usize);

/// The search for pairs by the values of their signatures.
struct BySignature<'s> {
    sketches: &'s Sketches,
    /// So many values of a pair agree.
    enough: usize,
    banding: Banding,
}

impl BySignature<'_> {
    /// The pairs that share a band and in which enough values agree, with their number, sorted.
    fn pairs(&self, compared: &[u32], meter: &Meter) -> Result<Vec<Agreeing>, Error> {
        let in_bands: Vec<(Vec<Agreeing>, Vec<u32>)> = (0..self.banding.bands())
            .into_par_iter()
            .map(|band| self.in_band(band, compared, meter))
            .collect::<Result<_, Error>>()?;
        let (mut pairs, mut crowded) = (Vec::new(), Vec::new());
        for (found, crowd) in in_bands {
            pairs.extend(found);
            crowded.extend(crowd);
        }
        crowded.sort_unstable();
        crowded.dedup();
        pairs.extend(self.among(&crowded, meter)?);
        pairs.par_sort_unstable();
        pairs.dedup();
        Ok(pairs)
    }

    /// The pairs of texts that agree in one band, and the texts that agree there with too many to compare
    /// each with each.
    fn in_band(
        &self,
        band: usize,
        compared: &[u32],
        meter: &Meter,
    ) -> Result<(Vec<Agreeing>, Vec<u32>), Error> {
        let signature = |text| self.sketches.min_hash(text);
        let rows = band * self.banding.rows()..(band + 1) * self.banding.rows();
        let runs = runs(compared, |text| hash(&signature(text)[rows.clone()]));
        meter.listen()?;
        let (mut pairs, mut crowded) = (Vec::new(), Vec::new());
        let mut unheard = 0;
        for run in runs.chunk_by(|one, other| one.0 == other.0) {
            if run.len() > MOST_COMPARED {
                crowded.extend(run.iter().map(|&(_, text)| text));
                continue;
            }
            unheard += run.len() * run.len();
            if unheard > UNHEARD {
                unheard = 0;
                meter.listen()?;
            }
            for (place, &(_, b)) in run.iter().enumerate() {
                for &(_, a) in &run[..place] {
                    let equal = agreeing(signature(a), signature(b));
                    if equal >= self.enough {
                        pairs.push((a.min(b), a.max(b), equal));
                    }
                }
            }
        }
        Ok((pairs, crowded))
    }

    /// The pairs of these texts in which enough values agree, by a join of the signatures: sets of values
    /// and their places.
    fn among(&self, texts: &[u32], meter: &Meter) -> Result<Vec<Agreeing>, Error> {
        let mut sets = SetCollection::new();
        for &text in texts {
            let values = (0_u64..).zip(self.sketches.min_hash(text));
            let values: Vec<u64> = values
                .map(|(place, &value)| place << 16 | u64::from(value))
                .collect();
            sets.push_sorted(&values)?;
        }
        let enough = u32::try_from(self.enough).ok().and_then(NonZeroU32::new);
        let criterion = SetCriterion::Overlap(enough.unwrap_or(NonZeroU32::MIN));
        let listen = |_, _| meter.heard();
        let found = set_join(&sets, None, criterion, &listen)?;
        // Expanded: texts with one signature need not be equal.
        Ok(found
            .expand()
            .map(|pair| {
                let (a, b) = (texts[pair.a as usize], texts[pair.b as usize]);
                let equal = agreeing(self.sketches.min_hash(a), self.sketches.min_hash(b));
                (a.min(b), a.max(b), equal)
            })
            .collect())
    }
}

/// The pairs whose signatures differ in so many bits at most, with the number, sorted.
fn within_distance(
    sketches: &Sketches,
    distance: u32,
    compared: &[u32],
    meter: &Meter,
) -> Result<Vec<(u32, u32, u32)>, Error> {
    let masks = masks(distance, best_blocks(distance, compared.len()))?;
    let bits = |text| sketches.sim_hash(text);
    let in_mask = |mask: u64| {
        let runs = runs(compared, |text| mix(bits(text) & mask));
        let mut pairs = Vec::new();
        let mut unheard = 0;
        for run in runs.chunk_by(|one, other| one.0 == other.0) {
            for (place, &(_, b)) in run.iter().enumerate() {
                unheard += place;
                if unheard > UNHEARD {
                    unheard = 0;
                    meter.listen()?;
                }
                for &(_, a) in &run[..place] {
                    let differing = (bits(a) ^ bits(b)).count_ones();
                    if differing <= distance {
                        pairs.push((a.min(b), a.max(b), differing));
                    }
                }
            }
        }
        Ok(pairs)
    };
    let mut pairs = masks
        .into_par_iter()
        .map(in_mask)
        .collect::<Result<Vec<_>, Error>>()?
        .concat();
    pairs.par_sort_unstable();
    pairs.dedup();
    Ok(pairs)
}
