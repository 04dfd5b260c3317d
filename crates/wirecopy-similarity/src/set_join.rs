//! All pairs of similar sets, exactly.

use std::ops::ControlFlow;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::distinct::{DistinctSets, Origins};
use crate::kept::KeptSets;
use crate::prefix_index::PrefixIndex;
use crate::progress::{Meter, Progress, lock};
use crate::ranking::{RankedSets, check_fits, narrow};
use crate::shared::find_shared;
use crate::{EqualSets, Error, SetCollection, SetCriterion, SetPairs, SimilarPair, Threshold};

/// Sets in one unit of parallel work: few, because one large set may have many candidates.
const SETS_PER_BLOCK: usize = 256;

/// After so many units the pairs found in them are handed out. Threads wait for the last of them,
/// so there have to be many for each thread.
const BLOCKS_AT_A_TIME: usize = 128;

/// Finds every pair of sets that meets the criterion, and no other: within `first`, or between
/// `first` and `second` if there is a second collection.
///
/// The result holds the pairs of different sets sorted by `(a, b)`, and equal sets as groups; it is
/// the same for any number of threads. Empty sets pair with nothing. Runs on the caller's current
/// rayon pool. The total of `progress` is five times the number of sets; a set counts five times as
/// it passes the stages.
///
/// Cost: linear in the elements, and beyond that in the similar pairs and in the candidates that
/// share a rare element without being similar. Containment looks every shared element of a set up
/// instead of a prefix, because the partner may be small.
///
/// Memory besides the sets and the result: five to seven bytes for each element, about 15 for each
/// shared element of a set that may have a partner, some 40 for each set, and four for
/// each set that may have a partner and each thread.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` answers to stop; [`Error::TooLarge`] for more than
/// `u32::MAX - 1` sets, elements in one set, or different shared elements.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{SetCollection, SetCriterion, SimilarPair, Threshold, set_join};
///
/// let (mut stories, mut briefs) = (SetCollection::new(), SetCollection::new());
/// stories.push_unsorted([7, 8, 9]);
/// stories.push_unsorted([1, 2, 3, 4, 5, 6]);
/// briefs.push_unsorted([2, 3, 4, 10]);
/// let criterion = SetCriterion::Containment(Threshold::new(0.7)?);
/// let found = set_join(&stories, Some(&briefs), criterion, &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found.pairs(), [SimilarPair { a: 1, b: 0, score: 0.75 }]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn set_join(
    first: &SetCollection,
    second: Option<&SetCollection>,
    criterion: SetCriterion,
    progress: Progress,
) -> Result<SetPairs, Error> {
    let mut pairs = Vec::new();
    let equal = set_join_each(first, second, criterion, progress, |found| {
        pairs.extend_from_slice(found);
        ControlFlow::Continue(())
    })?;
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    let one_collection = second.is_none();
    let score = |group: &[u32]| {
        let size = first.get(group[0] as usize).len();
        let similar = one_collection && criterion.accepts(size, size, size);
        similar.then(|| criterion.score(size, size, size))
    };
    let scores = equal[0].iter().map(score).collect();
    Ok(SetPairs {
        criterion,
        pairs,
        equal,
        one_collection,
        scores,
    })
}

/// [`set_join`] that hands pairs out as they are found and keeps none of them.
///
/// `found` is called on the calling thread with a few pairs at a time, and may answer to stop. Pairs
/// come by the size of their larger set, the smallest first, in the same order for any number of
/// threads. They are pairs of different sets; the groups of equal ones, of the first and of the
/// second collection, are the result.
///
/// Memory as [`set_join`], with the pairs of some ten thousand sets at a time instead of all.
///
/// # Errors
/// As [`set_join`]; [`Error::Cancelled`] too when `found` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{Error, SetCollection, SetCriterion, Threshold, set_join_each};
///
/// let mut sets = SetCollection::new();
/// sets.push_unsorted([1, 2, 3]);
/// sets.push_unsorted([1, 2, 3, 4]);
/// let criterion = SetCriterion::Dice(Threshold::new(0.5)?);
/// let mut best = 0.0_f64;
/// set_join_each(&sets, None, criterion, &|_, _| ControlFlow::Continue(()), |pairs| {
///     best = pairs.iter().map(|pair| pair.score).fold(best, f64::max);
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!(best, 6.0 / 7.0);
/// # Ok::<(), Error>(())
/// ```
pub fn set_join_each(
    first: &SetCollection,
    second: Option<&SetCollection>,
    criterion: SetCriterion,
    progress: Progress,
    mut found: impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
) -> Result<[EqualSets; 2], Error> {
    let meter = Meter::new(progress, 5 * total(first, second) as u64);
    let (kept, origins, equal) = keep(first, second, criterion, &meter)?;
    join(kept, &origins, criterion, &meter, &mut found)?;
    Ok(equal)
}

/// [`set_join_each`] of one collection, which is freed as soon as what its sets have in common is known:
/// the memory of the rest takes its place.
///
/// # Errors
/// As [`set_join_each`].
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{Error, SetCollection, SetCriterion, Threshold, set_join_each_of};
///
/// let mut sets = SetCollection::new();
/// sets.push_unsorted([1, 2, 3]);
/// sets.push_unsorted([1, 2, 3, 4]);
/// let criterion = SetCriterion::Dice(Threshold::new(0.5)?);
/// let mut pairs = 0;
/// let equal = set_join_each_of(sets, criterion, &|_, _| ControlFlow::Continue(()), |found| {
///     pairs += found.len();
///     ControlFlow::Continue(())
/// })?;
/// assert_eq!((pairs, equal.len()), (1, 0));
/// # Ok::<(), Error>(())
/// ```
pub fn set_join_each_of(
    sets: SetCollection,
    criterion: SetCriterion,
    progress: Progress,
    mut found: impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
) -> Result<EqualSets, Error> {
    let meter = Meter::new(progress, 5 * sets.len() as u64);
    let (kept, origins, [equal, _]) = keep(&sets, None, criterion, &meter)?;
    drop(sets);
    join(kept, &origins, criterion, &meter, &mut found)?;
    Ok(equal)
}

fn total(first: &SetCollection, second: Option<&SetCollection>) -> usize {
    first.len() + second.map_or(0, SetCollection::len)
}

/// Takes from the collections all that the join needs of them.
fn keep(
    first: &SetCollection,
    second: Option<&SetCollection>,
    criterion: SetCriterion,
    meter: &Meter,
) -> Result<(KeptSets, Origins, [EqualSets; 2]), Error> {
    let total = total(first, second);
    check_fits("sets", total)?;
    let both = first
        .iter()
        .chain(second.into_iter().flat_map(SetCollection::iter));
    check_fits(
        "elements in one set",
        both.map(<[u64]>::len).max().unwrap_or(0),
    )?;
    let (sets, equal) = DistinctSets::new(first, second, meter)?;
    // Sets that are left out of a pass count as having passed it.
    meter.advance(4 * (total - sets.len()))?;
    let shared = find_shared(&sets, meter)?;
    let kept = KeptSets::new(&sets, shared, criterion, meter)?;
    Ok((kept, sets.into_origins(), equal))
}

/// Finds the pairs among what was kept.
fn join(
    kept: KeptSets,
    origins: &Origins,
    criterion: SetCriterion,
    meter: &Meter,
    found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
) -> Result<(), Error> {
    let ranked = RankedSets::new(kept, origins, criterion, meter)?;
    meter.advance(origins.len() - ranked.len())?;
    let side = |place: usize| origins.side(ranked.survivors()[place].set as usize);
    let indexes = match origins.second() {
        None => vec![PrefixIndex::new(&ranked, criterion, |_| true, meter)?],
        Some(_) => vec![
            PrefixIndex::new(&ranked, criterion, |place| side(place) == 0, meter)?,
            PrefixIndex::new(&ranked, criterion, |place| side(place) == 1, meter)?,
        ],
    };
    let join = Join {
        sets: &ranked,
        origins,
        sizes: ranked.survivors().iter().map(|set| set.size).collect(),
        indexes: &indexes,
        criterion,
    };
    join.run(meter, found)?;
    meter.listen()
}

/// Finds every pair of sets whose Jaccard similarity reaches the threshold, those of equal sets
/// included, sorted by `(a, b)`.
///
/// Equal sets pair with each other, so `n` copies of one set give `n * (n - 1) / 2` pairs;
/// [`set_join`] lists them as a group instead.
///
/// # Errors
/// As [`set_join`].
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{SetCollection, SimilarPair, Threshold, jaccard_join};
///
/// let mut sets = SetCollection::new();
/// sets.push_unsorted([1, 2, 3, 4]);
/// sets.push_unsorted([7, 8, 9]);
/// sets.push_unsorted([1, 2, 3, 4, 5]);
/// let pairs = jaccard_join(&sets, Threshold::new(0.8)?, &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(pairs, [SimilarPair { a: 0, b: 2, score: 0.8 }]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn jaccard_join(
    sets: &SetCollection,
    threshold: Threshold,
    progress: Progress,
) -> Result<Vec<SimilarPair>, Error> {
    let found = set_join(sets, None, SetCriterion::Jaccard(threshold), progress)?;
    if found.equal_sets().is_empty() {
        return Ok(found.pairs);
    }
    let mut pairs: Vec<SimilarPair> = found.expand().collect();
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok(pairs)
}

/// What all threads read while they look for partners.
struct Join<'a> {
    sets: &'a RankedSets,
    origins: &'a Origins,
    /// The size of each set by place; ascending. Apart from the sets, to stay in the cache.
    sizes: Vec<u32>,
    /// One index of all sets, or one for each of two collections.
    indexes: &'a [PrefixIndex],
    criterion: SetCriterion,
}

/// What one thread writes while it looks for the partners of one set after the other.
struct Scratch {
    /// By place: the elements met so far in common with the current set, or [`PRUNED`].
    met: Vec<u32>,
    /// The places whose `met` is not 0.
    candidates: Vec<u32>,
    /// By size of the partner, from `smallest` on: the overlap that it takes.
    required: Vec<u32>,
    /// The size of the set for which `required` was filled.
    required_for: u32,
    smallest: u32,
}

/// Marks a candidate that can no longer reach its required overlap.
const PRUNED: u32 = u32::MAX;

impl Scratch {
    fn new(places: usize) -> Self {
        Self {
            met: vec![0; places],
            candidates: Vec::new(),
            required: Vec::new(),
            required_for: 0,
            smallest: 0,
        }
    }

    /// Fills `required` for a set of the given size. One entry for each element of its prefix.
    fn prepare(&mut self, size: u32, criterion: SetCriterion) {
        if self.required_for == size {
            return;
        }
        let size_wide = size as usize;
        let smallest = criterion.smallest_partner(size_wide);
        // What depends on the partner only need not be worked out again for each size.
        let known = criterion.ignores_the_larger() && self.smallest == narrow(smallest);
        if !known {
            self.required.clear();
        }
        let first = smallest + self.required.len();
        let mut overlap = criterion.required_overlap(size_wide, first.min(size_wide));
        for partner in first..=size_wide {
            while !criterion.accepts(overlap, size_wide, partner) {
                overlap += 1;
            }
            // Never above the smaller size: a subset of any of these sizes reaches the threshold.
            self.required.push(narrow(overlap));
        }
        self.required_for = size;
        self.smallest = narrow(smallest);
    }
}

impl Join<'_> {
    fn run(
        &self,
        meter: &Meter,
        found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        // Rayon makes a value for each split, not for each thread: a stack of scratches keeps their
        // number, and the memory of `met`, down to the number of threads.
        let scratches = Mutex::new(Vec::new());
        let numbers: Vec<usize> = (0..self.sets.len().div_ceil(SETS_PER_BLOCK)).collect();
        for numbers in numbers.chunks(BLOCKS_AT_A_TIME) {
            let blocks: Vec<Vec<SimilarPair>> = numbers
                .par_iter()
                .map(|&number| {
                    let first = number * SETS_PER_BLOCK;
                    let end = self.sets.len().min(first + SETS_PER_BLOCK);
                    let mut scratch = lock(&scratches)
                        .pop()
                        .unwrap_or_else(|| Scratch::new(self.sets.len()));
                    let mut pairs = Vec::new();
                    for place in first..end {
                        self.find_partners(place, &mut scratch, &mut pairs);
                    }
                    lock(&scratches).push(scratch);
                    meter.advance(end - first)?;
                    Ok(pairs)
                })
                .collect::<Result<_, Error>>()?;
            for pairs in blocks.iter().filter(|pairs| !pairs.is_empty()) {
                if found(pairs).is_break() {
                    return Err(Error::Cancelled);
                }
            }
        }
        Ok(())
    }

    /// Adds the pairs of the set at `place` with sets before it, which are not larger.
    fn find_partners(&self, place: usize, scratch: &mut Scratch, pairs: &mut Vec<SimilarPair>) {
        let size = self.sizes[place];
        scratch.prepare(size, self.criterion);
        self.collect_candidates(place, scratch);
        let set = self.sets.survivors()[place].set;
        let ranks = self.sets.ranks(place);
        // They were met in the order of the ranks, which is not the same for any number of threads.
        scratch.candidates.sort_unstable();
        for candidate in scratch.candidates.drain(..) {
            let candidate = candidate as usize;
            if std::mem::take(&mut scratch.met[candidate]) == PRUNED {
                continue;
            }
            let other = self.sets.survivors()[candidate];
            let required = scratch.required[(other.size - scratch.smallest) as usize] as usize;
            let others = self.sets.ranks(candidate);
            if let Some(overlap) = overlap_at_least(ranks, others, required) {
                // Of two collections, the sets of the first have the lower numbers.
                let (a, b) = (set.min(other.set) as usize, set.max(other.set) as usize);
                pairs.push(SimilarPair {
                    a: self.origins.number(a),
                    b: self.origins.number(b),
                    score: self
                        .criterion
                        .score(overlap, size as usize, other.size as usize),
                });
            }
        }
    }

    /// Notes every set before `place` that shares an element of both prefixes.
    fn collect_candidates(&self, place: usize, scratch: &mut Scratch) {
        let size = self.sizes[place];
        let ranks = self.sets.ranks(place);
        let prefix = self
            .sets
            .prefix(place, self.criterion.probe_prefix(size as usize));
        // Length filter: from the first set that is large enough to the one before this.
        let first = narrow(self.sizes.partition_point(|&size| size < scratch.smallest));
        let index = match self.indexes {
            [index] => index,
            indexes => &indexes[1 - self.origins.side(self.sets.survivors()[place].set as usize)],
        };
        for (position, &rank) in prefix.iter().enumerate() {
            let rest = narrow(ranks.len() - position);
            let postings = index.get(rank);
            let start = postings.partition_point(|posting| posting.place < first);
            for posting in &postings[start..] {
                let other = posting.place as usize;
                if other >= place {
                    break;
                }
                let met = &mut scratch.met[other];
                if *met == 0 {
                    scratch.candidates.push(posting.place);
                } else if *met == PRUNED {
                    continue;
                }
                // Positional filter: even if all that follows were in common, is it enough?
                let required = scratch.required[(self.sizes[other] - scratch.smallest) as usize];
                *met = if *met + rest.min(posting.rest) >= required {
                    *met + 1
                } else {
                    PRUNED
                };
            }
        }
    }
}

/// Counts the common elements of two ascending slices; `None` as soon as they cannot reach
/// `required`.
fn overlap_at_least(a: &[u32], b: &[u32], required: usize) -> Option<usize> {
    /// Steps between two looks at what is still possible.
    const STEPS: usize = 32;
    let (mut i, mut j, mut common) = (0, 0, 0);
    loop {
        if common + (a.len() - i).min(b.len() - j) < required {
            return None;
        }
        for _ in 0..STEPS {
            let (Some(x), Some(y)) = (a.get(i), b.get(j)) else {
                return (common >= required).then_some(common);
            };
            common += usize::from(x == y);
            i += usize::from(x <= y);
            j += usize::from(y <= x);
        }
    }
}
