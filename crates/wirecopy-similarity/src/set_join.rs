//! All pairs of similar sets, exactly.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use crate::measures::jaccard_of_counts;
use crate::prefix_index::PrefixIndex;
use crate::progress::{Meter, Progress};
use crate::ranking::{RankedSets, check_fits, narrow};
use crate::shared::find_shared;
use crate::{Error, SetCollection, Threshold};

/// Sets in one unit of parallel work: few, because one large set may have many candidates.
const SETS_PER_BLOCK: usize = 256;

/// Two sets and their Jaccard similarity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarPair {
    /// The number of the first set, below `b`.
    pub a: u32,
    /// The number of the second set.
    pub b: u32,
    /// Their Jaccard similarity in `0.0..=1.0`, the same bits as [`jaccard`](crate::jaccard) gives.
    pub score: f64,
}

/// Finds every pair of sets whose Jaccard similarity reaches the threshold, and no other.
///
/// The pairs come sorted by `(a, b)`, each once, and are the same for any number of threads. Empty
/// sets pair with nothing. Runs on the caller's current rayon pool. The total of `progress` is
/// four times the number of sets; a set counts four times as it passes the stages.
///
/// Cost: linear in the elements, and beyond that in the similar pairs and in the candidates that
/// share a rare element without being similar. Equal sets pair with each other, so `n` copies of
/// one set give `n * (n - 1) / 2` pairs: leave one of each group of equal sets before the join.
///
/// Memory besides `sets` and the result: five to seven bytes for each element, about 30 for each
/// shared element of a set that may have a partner, and four for each such set and thread.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` answers to stop; [`Error::TooLarge`] for more than
/// `u32::MAX - 1` sets, elements in one set, or different shared elements.
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
    check_fits("sets", sets.len())?;
    let largest = sets.iter().map(<[u64]>::len).max();
    check_fits("elements in one set", largest.unwrap_or(0))?;
    let meter = Meter::new(progress, 4 * sets.len() as u64);
    let shared = find_shared(sets, &meter)?;
    let ranked = RankedSets::new(sets, shared, threshold, &meter)?;
    // Sets without a partner are not passed in the last one.
    meter.advance(sets.len() - ranked.len())?;
    let index = PrefixIndex::new(&ranked, threshold, &meter)?;
    let join = Join {
        sets: &ranked,
        sizes: ranked.survivors().iter().map(|set| set.size).collect(),
        index: &index,
        threshold,
    };
    let mut pairs = join.run(&meter)?;
    meter.listen()?;
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    Ok(pairs)
}

/// What all threads read while they look for partners.
struct Join<'a> {
    sets: &'a RankedSets,
    /// The size of each set by place; ascending. Apart from the sets, to stay in the cache.
    sizes: Vec<u32>,
    index: &'a PrefixIndex,
    threshold: Threshold,
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
    fn prepare(&mut self, size: u32, threshold: Threshold) {
        if self.required_for == size {
            return;
        }
        let size_wide = size as usize;
        let smallest = threshold.smallest_partner(size_wide);
        let mut overlap = threshold.required_overlap(size_wide, smallest);
        self.required.clear();
        for partner in smallest..=size_wide {
            while !threshold.accepts(overlap, size_wide, partner) {
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
    fn run(&self, meter: &Meter) -> Result<Vec<SimilarPair>, Error> {
        // Rayon makes a value for each split, not for each thread: a stack of scratches keeps their
        // number, and the memory of `met`, down to the number of threads.
        let scratches = Mutex::new(Vec::new());
        let blocks: Vec<Vec<SimilarPair>> = (0..self.sets.len().div_ceil(SETS_PER_BLOCK))
            .into_par_iter()
            .map(|number| {
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
        let mut pairs = Vec::with_capacity(blocks.iter().map(Vec::len).sum());
        for block in blocks {
            pairs.extend_from_slice(&block);
        }
        Ok(pairs)
    }

    /// Adds the pairs of the set at `place` with sets before it, which are not larger.
    fn find_partners(&self, place: usize, scratch: &mut Scratch, pairs: &mut Vec<SimilarPair>) {
        let size = self.sizes[place];
        scratch.prepare(size, self.threshold);
        self.collect_candidates(place, scratch);
        let set = self.sets.survivors()[place].set;
        let ranks = self.sets.ranks(place);
        for candidate in scratch.candidates.drain(..) {
            let candidate = candidate as usize;
            if std::mem::take(&mut scratch.met[candidate]) == PRUNED {
                continue;
            }
            let other = self.sets.survivors()[candidate];
            let required = scratch.required[(other.size - scratch.smallest) as usize] as usize;
            let others = self.sets.ranks(candidate);
            if let Some(overlap) = overlap_at_least(ranks, others, required) {
                pairs.push(SimilarPair {
                    a: set.min(other.set),
                    b: set.max(other.set),
                    score: jaccard_of_counts(overlap, size as usize, other.size as usize),
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
            .prefix(place, self.threshold.probe_prefix(size as usize));
        // Length filter: from the first set that is large enough to the one before this.
        let first = narrow(self.sizes.partition_point(|&size| size < scratch.smallest));
        for (position, &rank) in prefix.iter().enumerate() {
            let rest = narrow(ranks.len() - position);
            let postings = self.index.get(rank);
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

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // A panic while the lock is held would leave at worst one scratch less.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
