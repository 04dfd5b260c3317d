//! The sets that can have a partner, their elements replaced by ranks in order of frequency.

use rayon::prelude::*;

use crate::distinct::Origins;
use crate::frequencies::{ElementRanks, UNRANKED};
use crate::kept::{KeptSets, Survivor, may_have_partner};
use crate::progress::Meter;
use crate::{Error, SetCriterion};

/// The largest count that the join keeps in 32 bits; the one above is a mark of its own.
const LARGEST: usize = u32::MAX as usize - 1;

/// How many sets are gone through between two looks at the callback.
const SETS_UNHEARD: usize = 256;

/// Refuses what [`narrow`] could not hold.
pub(crate) fn check_fits(what: &'static str, given: usize) -> Result<(), Error> {
    if given > LARGEST {
        return Err(Error::TooLarge {
            what,
            given,
            max: LARGEST,
        });
    }
    Ok(())
}

/// Stores a count, place or rank in half the space. Bounded by [`check_fits`]: none exceeds the
/// number of sets, of elements in one set, or of different shared elements.
#[expect(
    clippy::cast_possible_truncation,
    reason = "`check_fits` has refused larger numbers"
)]
pub(crate) fn narrow(number: usize) -> u32 {
    debug_assert!(number <= LARGEST, "a count was not checked");
    number as u32
}

/// The surviving sets by ascending size, their kept elements as ascending ranks.
///
/// Rank 0 is the rarest element. Elements that occur in one set only, or in one of two collections
/// only, have no rank: they come before all others in the order and only count towards the size.
pub(crate) struct RankedSets {
    survivors: Vec<Survivor>,
    starts: Vec<usize>,
    ranks: Vec<u32>,
    rank_count: usize,
}

/// Consecutive survivors with their ranks one after the other.
struct Block {
    survivors: Vec<Survivor>,
    ranks: Vec<u32>,
}

impl RankedSets {
    /// Ranks what [`KeptSets::new`] has kept.
    pub(crate) fn new(
        kept: KeptSets,
        origins: &Origins,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let ranks = ElementRanks::new(&kept, origins, meter)?;
        // Only now are the elements no longer needed.
        let kept: Vec<(Vec<Survivor>, Vec<u8>)> = kept.into_shards();
        let blocks: Vec<Block> = kept
            .into_par_iter()
            .enumerate()
            .map(|(block, (survivors, shards))| {
                Block::new(&survivors, ranks.of_block(block, &shards), criterion, meter)
            })
            .collect::<Result<_, _>>()?;
        meter.listen()?;
        let rank_count = ranks.len();
        drop(ranks);
        Self::gather(&blocks, rank_count, meter)
    }

    /// Puts the sets of all blocks in order of size.
    fn gather(blocks: &[Block], rank_count: usize, meter: &Meter) -> Result<Self, Error> {
        let mut order: Vec<(Survivor, &[u32])> = blocks.iter().flat_map(Block::iter).collect();
        order.par_sort_unstable_by_key(|(survivor, _)| (survivor.size, survivor.set));
        let total = order.iter().map(|(_, ranks)| ranks.len()).sum();
        let mut ranked = Self {
            survivors: Vec::with_capacity(order.len()),
            starts: Vec::with_capacity(order.len() + 1),
            ranks: Vec::with_capacity(total),
            rank_count,
        };
        ranked.starts.push(0);
        for (place, (survivor, ranks)) in order.into_iter().enumerate() {
            if place.is_multiple_of(SETS_UNHEARD) {
                meter.listen()?;
            }
            ranked.survivors.push(survivor);
            ranked.ranks.extend_from_slice(ranks);
            ranked.starts.push(ranked.ranks.len());
        }
        Ok(ranked)
    }

    pub(crate) fn len(&self) -> usize {
        self.survivors.len()
    }

    /// The number of different ranks.
    pub(crate) fn rank_count(&self) -> usize {
        self.rank_count
    }

    pub(crate) fn survivors(&self) -> &[Survivor] {
        &self.survivors
    }

    #[inline]
    pub(crate) fn ranks(&self, place: usize) -> &[u32] {
        &self.ranks[self.starts[place]..self.starts[place + 1]]
    }

    /// The elements before the kept ones in the order: those that no partner can have.
    pub(crate) fn single(&self, place: usize) -> usize {
        (self.survivors[place].size - self.survivors[place].kept) as usize
    }

    /// The kept elements among the first `prefix` of the whole set.
    pub(crate) fn prefix(&self, place: usize, prefix: usize) -> &[u32] {
        let ranks = self.ranks(place);
        &ranks[..prefix.saturating_sub(self.single(place)).min(ranks.len())]
    }
}

impl Block {
    /// Takes the rank of each kept element of the survivors. More elements turn out to occur only once, and
    /// more sets to have no partner.
    fn new(
        survivors: &[Survivor],
        mut all_ranks: impl Iterator<Item = u32>,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let mut block = Self {
            survivors: Vec::new(),
            ranks: Vec::new(),
        };
        for (place, survivor) in survivors.iter().enumerate() {
            if place.is_multiple_of(SETS_UNHEARD) {
                meter.listen()?;
            }
            let start = block.ranks.len();
            let mut end = start;
            block.ranks.resize(start + survivor.kept as usize, 0);
            for rank in all_ranks.by_ref().take(survivor.kept as usize) {
                // Written over by the next if it is none: asking would be a guess for each.
                block.ranks[end] = rank;
                end += usize::from(rank != UNRANKED);
            }
            let kept = end - start;
            if may_have_partner(survivor.size as usize, kept, criterion) {
                block.ranks[start..end].sort_unstable();
                block.ranks.truncate(end);
                block.survivors.push(Survivor {
                    kept: narrow(kept),
                    ..*survivor
                });
            } else {
                block.ranks.truncate(start);
            }
        }
        Ok(block)
    }

    fn iter(&self) -> impl Iterator<Item = (Survivor, &[u32])> {
        let mut rest = self.ranks.as_slice();
        self.survivors.iter().map(move |survivor| {
            let (kept, after) = rest.split_at(survivor.kept as usize);
            rest = after;
            (*survivor, kept)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::num::NonZeroU32;
    use std::ops::ControlFlow;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::SetCollection;
    use crate::distinct::DistinctSets;
    use crate::shared::find_shared;

    proptest! {
        #[test]
        fn ranks_stand_for_shared_elements_and_ascend_with_their_frequency(
            input in vec(vec(0_u64..200, 1..60), 0..20),
            others in prop::option::of(vec(vec(0_u64..200, 1..60), 0..20)),
            elements_per_shard in prop_oneof![1_usize..20, Just(1 << 15)],
        ) {
            let collect = |input: Vec<Vec<u64>>| {
                let mut sets = SetCollection::new();
                for set in input {
                    sets.push_unsorted(set);
                }
                sets
            };
            let (first, second) = (collect(input), others.map(collect));
            let meter = Meter::new(&|_, _| ControlFlow::Continue(()), u64::MAX);
            let (sets, _) = DistinctSets::new(&first, second.as_ref(), &meter).expect("not cancelled");
            let mut frequencies: HashMap<u64, [usize; 2]> = HashMap::new();
            for set in 0..sets.len() {
                for &element in sets.get(set) {
                    frequencies.entry(element).or_default()[sets.side(set)] += 1;
                }
            }
            let is_shared = |element: u64| match (frequencies[&element], &second) {
                ([first, _], None) => first > 1,
                ([first, second], Some(_)) => first > 0 && second > 0,
            };
            let shared = find_shared(&sets, &meter).expect("not cancelled");
            // By this criterion every set with a shared element is kept, and no frequency falls.
            let criterion = SetCriterion::Overlap(NonZeroU32::MIN);
            let kept = KeptSets::in_shards(&sets, shared, criterion, &meter, elements_per_shard);
            let expected: Vec<Vec<u64>> = (0..sets.len())
                .map(|set| sets.get(set).iter().copied().filter(|&element| is_shared(element)).collect())
                .collect();
            let origins = sets.into_origins();
            let kept = kept.expect("not cancelled");
            let ranked = RankedSets::new(kept, &origins, criterion, &meter).expect("not cancelled");

            // A rank stands for one element: for whatever the sets that have it have in common.
            let mut holders: HashMap<u32, Vec<u32>> = HashMap::new();
            for place in 0..ranked.len() {
                let survivor = ranked.survivors()[place];
                prop_assert_eq!(ranked.ranks(place).len(), expected[survivor.set as usize].len());
                prop_assert!(ranked.ranks(place).is_sorted_by(|one, next| one < next));
                for &rank in ranked.ranks(place) {
                    holders.entry(rank).or_default().push(survivor.set);
                }
            }
            let mut of_elements: HashMap<u64, Vec<u32>> = HashMap::new();
            for (set, elements) in (0..).zip(&expected) {
                for &element in elements {
                    of_elements.entry(element).or_default().push(set);
                }
            }
            let mut found: Vec<(u32, Vec<u32>)> = holders.into_iter().collect();
            found.sort_unstable();
            prop_assert!(found.iter().map(|(rank, _)| *rank as usize).eq(0..ranked.rank_count()));
            prop_assert!(found.is_sorted_by_key(|(_, sets)| sets.len()));
            let sorted = |mut holders: Vec<Vec<u32>>| {
                for sets in &mut holders {
                    sets.sort_unstable();
                }
                holders.sort_unstable();
                holders
            };
            prop_assert_eq!(
                sorted(found.into_iter().map(|(_, sets)| sets).collect()),
                sorted(of_elements.into_values().collect())
            );
        }
    }
}
