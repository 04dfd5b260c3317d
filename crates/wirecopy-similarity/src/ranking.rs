//! The sets that can have a partner, their elements replaced by ranks in order of frequency.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use rayon::prelude::*;

use crate::distinct::{DistinctSets, Origins};
use crate::progress::Meter;
use crate::shared::{SharedPart, mix};
use crate::{Error, SetCriterion};

/// Frequencies from here on share one class; their order does not matter for exactness.
const CLASSES: usize = 1 << 12;

/// Passes over the values that are split between threads. Each fills its share of the hash maps, of which
/// little is left once the elements that occur once are out: with few passes at a time, fewer of them are
/// in memory.
const LEAST_PASSES: usize = 8;

/// More are not worth that each reads all values.
const MOST_PASSES: usize = 16;

/// Hash maps that one pass fills: a map that grows hears no stop, and a small one grows fast.
const SHARDS_PER_PASS: usize = 16;

/// The largest count that the join keeps in 32 bits; the one above is a mark of its own.
const LARGEST: usize = u32::MAX as usize - 1;

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

/// A set that is still in the game.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Survivor {
    /// Its number among the distinct sets.
    pub(crate) set: u32,
    /// Its whole size, with the elements that occur nowhere else and are not kept.
    pub(crate) size: u32,
    /// How many of its elements are kept.
    kept: u32,
}

/// Consecutive survivors with their kept elements one after the other.
struct Block<E> {
    survivors: Vec<Survivor>,
    elements: Vec<E>,
}

impl<E> Block<E> {
    fn new() -> Self {
        Self {
            survivors: Vec::new(),
            elements: Vec::new(),
        }
    }

    fn iter(&self) -> impl Iterator<Item = (&Survivor, &[E])> {
        let mut rest = self.elements.as_slice();
        self.survivors.iter().map(move |survivor| {
            let (kept, after) = rest.split_at(survivor.kept as usize);
            rest = after;
            (survivor, kept)
        })
    }
}

/// The sets that may have a partner, with the elements that may occur elsewhere: all that the join needs
/// of the collections.
pub(crate) struct KeptSets {
    blocks: Vec<Block<u64>>,
}

impl KeptSets {
    pub(crate) fn new(
        sets: &DistinctSets,
        shared: Vec<SharedPart>,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let blocks = keep_shared(sets, shared, criterion, meter)?;
        Ok(Self { blocks })
    }
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

impl RankedSets {
    /// Ranks what [`KeptSets::new`] has kept.
    pub(crate) fn new(
        kept: KeptSets,
        origins: &Origins,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Self, Error> {
        let KeptSets { blocks } = kept;
        let ranking = Ranking::new(&blocks, origins, meter)?;
        let blocks: Vec<Block<u32>> = blocks
            .into_par_iter()
            .map(|block| ranking.apply(&block, criterion, meter))
            .collect::<Result<_, _>>()?;
        meter.listen()?;
        let rank_count = ranking.len;
        drop(ranking);
        Self::gather(&blocks, rank_count, meter)
    }

    /// Puts the sets of all blocks in order of size.
    fn gather(blocks: &[Block<u32>], rank_count: usize, meter: &Meter) -> Result<Self, Error> {
        let mut order: Vec<(Survivor, &[u32])> = blocks
            .iter()
            .flat_map(Block::iter)
            .map(|(survivor, ranks)| (*survivor, ranks))
            .collect();
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

/// Copies the elements that may occur elsewhere, of the sets that may have a partner.
fn keep_shared(
    sets: &DistinctSets,
    shared: Vec<SharedPart>,
    criterion: SetCriterion,
    meter: &Meter,
) -> Result<Vec<Block<u64>>, Error> {
    shared
        .into_par_iter()
        .map(|part| {
            let mut block = Block::new();
            // In two steps, so that no room is left over.
            let may_stay = |set: usize| {
                let place = sets.place(set);
                let (size, kept) = (place.len(), part.count(&place));
                may_have_partner(size, kept, criterion).then_some((place, size, kept))
            };
            let stay = part.sets.clone().filter_map(may_stay);
            block
                .elements
                .reserve_exact(stay.map(|(.., kept)| kept).sum());
            for set in part.sets.clone() {
                if let Some((place, size, kept)) = may_stay(set) {
                    let elements = sets.get(set).iter().zip(place);
                    let kept_ones = elements.filter(|&(_, place)| part.contains(place));
                    block.elements.extend(kept_ones.map(|(element, _)| element));
                    block.survivors.push(Survivor {
                        set: narrow(set),
                        size: narrow(size),
                        kept: narrow(kept),
                    });
                }
            }
            meter.advance(part.sets.len())?;
            Ok(block)
        })
        .collect()
}

/// Whether a set of which `kept` elements may occur elsewhere may have a partner.
///
/// An element that occurs nowhere else comes first in the order, and a set whose whole prefix is
/// such elements meets nobody.
fn may_have_partner(size: usize, kept: usize, criterion: SetCriterion) -> bool {
    kept > 0 && size - kept < criterion.probe_prefix(size)
}

type RankMap = HashMap<u64, u32, BuildHasherDefault<MixHasher>>;

/// The rank of each element that occurs in two surviving sets or more, of both collections if
/// there are two.
struct Ranking {
    /// An element is in the shard that its hash chooses; the number of shards is a power of two.
    shards: Vec<RankMap>,
    len: usize,
}

impl Ranking {
    fn new(blocks: &[Block<u64>], origins: &Origins, meter: &Meter) -> Result<Self, Error> {
        let passes = (4 * rayon::current_num_threads())
            .next_power_of_two()
            .clamp(LEAST_PASSES, MOST_PASSES);
        let counted: Vec<Vec<(RankMap, Vec<usize>)>> = (0..passes)
            .into_par_iter()
            .map(|pass| count_shards(blocks, origins, (pass, passes), meter))
            .collect::<Result<_, _>>()?;
        // Counting sort: within a class first the elements of shard 0, then those of shard 1, ….
        let (mut shards, mut nexts): (Vec<RankMap>, Vec<Vec<usize>>) =
            counted.into_iter().flatten().unzip();
        let mut len = 0;
        for class in 0..CLASSES {
            for next in &mut nexts {
                let count = std::mem::replace(&mut next[class], len);
                len += count;
            }
        }
        check_fits("shared elements", len)?;
        shards
            .par_iter_mut()
            .zip(nexts)
            .try_for_each(|(shard, mut next)| {
                // The order of a hash map decides between elements of equal frequency. Any order is
                // right as long as all sets follow it, and none of it reaches the result.
                for frequency in shard.values_mut() {
                    let next = &mut next[class(*frequency)];
                    *frequency = narrow(*next);
                    *next += 1;
                }
                meter.listen()
            })?;
        Ok(Self { shards, len })
    }

    fn get(&self, element: u64) -> Option<u32> {
        let shard = &self.shards[shard_of(element, self.shards.len())];
        shard.get(&element).copied()
    }

    /// Replaces elements by their ranks; more elements turn out to occur only once, and more sets
    /// to have no partner.
    fn apply(
        &self,
        block: &Block<u64>,
        criterion: SetCriterion,
        meter: &Meter,
    ) -> Result<Block<u32>, Error> {
        let mut ranked = Block::new();
        for (place, (survivor, elements)) in block.iter().enumerate() {
            if place.is_multiple_of(SETS_UNHEARD) {
                meter.listen()?;
            }
            let start = ranked.elements.len();
            let ranks = elements.iter().filter_map(|&element| self.get(element));
            ranked.elements.extend(ranks);
            let kept = ranked.elements.len() - start;
            if may_have_partner(survivor.size as usize, kept, criterion) {
                ranked.elements[start..].sort_unstable();
                ranked.survivors.push(Survivor {
                    kept: narrow(kept),
                    ..*survivor
                });
            } else {
                ranked.elements.truncate(start);
            }
        }
        Ok(ranked)
    }
}

/// The frequencies of the shared elements of each shard that one pass fills, and how many there are of each class.
fn count_shards(
    blocks: &[Block<u64>],
    origins: &Origins,
    (pass, passes): (usize, usize),
    meter: &Meter,
) -> Result<Vec<(RankMap, Vec<usize>)>, Error> {
    let mut shards = vec![RankMap::default(); SHARDS_PER_PASS];
    for block in blocks {
        // A block is a part of one collection.
        let first = block
            .survivors
            .first()
            .map_or(0, |first| first.set as usize);
        let seen = match origins.second() {
            Some(_) => 1 << (SEEN_BY_FIRST + origins.side(first)),
            None => 0,
        };
        for elements in block.elements.chunks(ELEMENTS_UNHEARD) {
            meter.listen()?;
            for &element in elements {
                let shard = shard_of(element, passes * SHARDS_PER_PASS);
                if shard / SHARDS_PER_PASS == pass {
                    let shard = &mut shards[shard % SHARDS_PER_PASS];
                    let frequency = shard.entry(element).or_insert(0);
                    *frequency = ((*frequency & COUNT) + 1).min(COUNT) | *frequency & !COUNT | seen;
                }
            }
        }
    }
    let shards = shards.into_iter().map(|mut frequencies| {
        meter.listen()?;
        frequencies.retain(|_, frequency| {
            let by = *frequency >> SEEN_BY_FIRST;
            *frequency &= COUNT;
            if origins.second().is_some() {
                by == 3
            } else {
                *frequency > 1
            }
        });
        frequencies.shrink_to_fit();
        let mut classes = vec![0; CLASSES];
        for frequency in frequencies.values() {
            classes[class(*frequency)] += 1;
        }
        Ok((frequencies, classes))
    });
    shards.collect()
}

/// While two collections are counted, this bit says that an element occurs in the first one, …
const SEEN_BY_FIRST: usize = 30;

/// … the next that it occurs in the second, and these count.
const COUNT: u32 = (1 << SEEN_BY_FIRST) - 1;

/// How many elements are gone through between two looks at the callback.
const ELEMENTS_UNHEARD: usize = 1 << 16;

/// How many sets are gone through between two looks at the callback.
const SETS_UNHEARD: usize = 256;

fn class(frequency: u32) -> usize {
    (frequency as usize).min(CLASSES - 1)
}

fn shard_of(element: u64, shard_count: usize) -> usize {
    // Bits that the hash map uses neither for the place in a table nor for its tags.
    (mix(element) >> 48) as usize & (shard_count - 1)
}

/// Hashes one `u64` for [`RankMap`]; the standard hasher is several times slower and guards
/// against attacks that only slow a join down.
#[derive(Default)]
struct MixHasher(u64);

impl Hasher for MixHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = mix(self.0 ^ number);
    }
}
