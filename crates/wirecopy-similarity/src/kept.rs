//! The sets that may have a partner, with those of their elements that may occur elsewhere.

use std::ops::Range;

use rayon::prelude::*;

use crate::distinct::DistinctSets;
use crate::progress::Meter;
use crate::ranking::narrow;
use crate::shared::{SharedPart, mix};
use crate::{Error, SetCriterion};

/// Elements of one shard, about: the table that counts them fits a second-level cache of a processor.
const ELEMENTS_PER_SHARD: usize = 1 << 15;

/// Which shard an element is in is kept in a byte.
const MOST_SHARDS: usize = 1 << u8::BITS;

/// A set that is still in the game.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survivor {
    /// Its number among the distinct sets.
    pub(crate) set: u32,
    /// Its whole size, with the elements that occur nowhere else and are not kept.
    pub(crate) size: u32,
    /// How many of its elements are kept.
    pub(crate) kept: u32,
}

/// Consecutive survivors of one collection, with their kept elements.
///
/// The elements are split by hash into shards, for all blocks alike: what has to be looked up for each of
/// them stays in a cache then, shard after shard, however large the collections are.
pub(crate) struct Block {
    pub(crate) survivors: Vec<Survivor>,
    /// The shard of each element, set after set.
    pub(crate) shards: Vec<u8>,
    /// The elements, shard after shard, and in each in the order of `shards`.
    elements: Vec<u64>,
    /// Where each shard ends in `elements`; it starts where the one before ends.
    ends: Vec<usize>,
}

impl Block {
    /// Where the elements of a shard stand among those of the block.
    pub(crate) fn place(&self, shard: usize) -> Range<usize> {
        let start = shard.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[shard]
    }

    /// The elements of a shard.
    pub(crate) fn elements(&self, shard: usize) -> &[u64] {
        &self.elements[self.place(shard)]
    }
}

/// All that the join needs of the collections.
pub(crate) struct KeptSets {
    pub(crate) blocks: Vec<Block>,
    pub(crate) shard_count: usize,
}

impl KeptSets {
    /// Copies the elements that may occur elsewhere, of the sets that may have a partner.
    pub(crate) fn new(
        sets: &DistinctSets,
        shared: Vec<SharedPart>,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Self, Error> {
        Self::in_shards(sets, shared, criterion, meter, ELEMENTS_PER_SHARD)
    }

    pub(crate) fn in_shards(
        sets: &DistinctSets,
        shared: Vec<SharedPart>,
        criterion: SetCriterion,
        meter: &Meter,
        elements_per_shard: usize,
    ) -> Result<Self, Error> {
        let survivors: Vec<Vec<Survivor>> = shared
            .par_iter()
            .map(|part| {
                meter.listen()?;
                Ok(survivors_of(sets, part, criterion))
            })
            .collect::<Result<_, Error>>()?;
        let kept = survivors.iter().flatten().map(|one| one.kept as usize);
        let shard_count = kept.sum::<usize>().div_ceil(elements_per_shard);
        let shard_count = shard_count.next_power_of_two().min(MOST_SHARDS);
        let blocks = shared
            .into_par_iter()
            .zip(survivors)
            .map(|(part, survivors)| {
                let block = copy(sets, &part, survivors, shard_count);
                meter.advance(part.sets.len())?;
                Ok(block)
            })
            .collect::<Result<_, Error>>()?;
        Ok(Self {
            blocks,
            shard_count,
        })
    }

    /// Drops the elements: of each block the survivors are left, and the shards of what was theirs.
    pub(crate) fn into_shards(self) -> Vec<(Vec<Survivor>, Vec<u8>)> {
        let blocks = self.blocks.into_iter();
        blocks
            .map(|block| (block.survivors, block.shards))
            .collect()
    }
}

fn survivors_of(sets: &DistinctSets, part: &SharedPart, criterion: SetCriterion) -> Vec<Survivor> {
    let survivor = |set| {
        let place = sets.place(set);
        let (size, kept) = (place.len(), part.count(&place));
        may_have_partner(size, kept, criterion).then(|| Survivor {
            set: narrow(set),
            size: narrow(size),
            kept: narrow(kept),
        })
    };
    part.sets.clone().filter_map(survivor).collect()
}

/// Whether a set of which `kept` elements may occur elsewhere may have a partner.
///
/// An element that occurs nowhere else comes first in the order, and a set whose whole prefix is
/// such elements meets nobody.
pub(crate) fn may_have_partner(size: usize, kept: usize, criterion: SetCriterion) -> bool {
    kept > 0 && size - kept < criterion.probe_prefix(size)
}

fn copy(
    sets: &DistinctSets,
    part: &SharedPart,
    survivors: Vec<Survivor>,
    shard_count: usize,
) -> Block {
    let total = survivors.iter().map(|one| one.kept as usize).sum();
    // Counting sort: count, sum up, then fill each shard from its start.
    let mut shards = Vec::with_capacity(total);
    let mut next = vec![0; shard_count];
    for_each_kept(sets, part, &survivors, |element| {
        let shard = shard_of(element, shard_count);
        next[usize::from(shard)] += 1;
        shards.push(shard);
    });
    let mut sum = 0;
    for next in &mut next {
        sum += std::mem::replace(next, sum);
    }
    let mut elements = vec![0; total];
    let mut of_element = shards.iter();
    for_each_kept(sets, part, &survivors, |element| {
        let shard = of_element.next().copied().unwrap_or_default();
        let next = &mut next[usize::from(shard)];
        elements[*next] = element;
        *next += 1;
    });
    Block {
        survivors,
        shards,
        elements,
        ends: next,
    }
}

/// Calls `take` with the elements of the survivors that may occur elsewhere, set after set.
#[inline]
fn for_each_kept(
    sets: &DistinctSets,
    part: &SharedPart,
    survivors: &[Survivor],
    mut take: impl FnMut(u64),
) {
    for survivor in survivors {
        let set = survivor.set as usize;
        let elements = sets.get(set);
        part.for_each(&sets.place(set), |offset| take(elements[offset]));
    }
}

/// The shard of an element; their number is a power of two.
#[expect(
    clippy::cast_possible_truncation,
    reason = "there are at most as many shards as a byte can tell apart"
)]
fn shard_of(element: u64, shard_count: usize) -> u8 {
    // The highest bits, of which the table of a shard uses none.
    (mix(element) >> (u64::BITS - u8::BITS)) as u8 & (shard_count - 1) as u8
}
