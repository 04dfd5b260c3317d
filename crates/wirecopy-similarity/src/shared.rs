//! Which elements may occur in more than one set, or in both of two collections.

use std::ops::Range;

use rayon::prelude::*;

use crate::Error;
use crate::bits::{BitReader, Bits};
use crate::distinct::DistinctSets;
use crate::progress::Meter;

/// One thread splits sets of so many elements at a time, and reports progress after them, …
const ELEMENTS_PER_PART: usize = 1 << 19;

/// … or so many sets, if they are small.
const SETS_PER_PART: usize = 1 << 14;

/// Counters for each element. With 4, a fifth of the elements that occur once share a counter with
/// another and are taken for shared ones; the ranking finds out later.
const SLOTS_PER_ELEMENT: usize = 4;

/// Counters in one range: at four in a byte they stay in a second-level cache of a processor.
const SLOTS_PER_RANGE: usize = 1 << 21;

/// A visit of one range in one set costs as much as several elements, so it should find that many
/// on average. Collections of small sets get fewer, larger ranges, and the cost stays linear.
/// With 4 the splitting grew faster than the elements, with 16 and 32 alike it did not.
const ELEMENTS_PER_VISIT: usize = 16;

/// Spreads any 64-bit numbers over 64 bits. Elements are usually hashes already, but a caller may
/// number its features 0, 1, 2, ….
#[inline]
pub(crate) fn mix(element: u64) -> u64 {
    let product = u128::from(element ^ 0x243f_6a88_85a3_08d3) * 0x9e37_79b9_7f4a_7c15;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "both halves are folded together"
    )]
    let folded = (product >> 64) as u64 ^ product as u64;
    folded
}

/// Ranges of values that hold about equally many elements each.
///
/// Counting all elements at once would be one cache miss for each, and the larger the collection
/// the slower. A range has counters that fit a cache. As sets are sorted, a range is a run in
/// every set, and splitting a set into runs takes no hashing.
struct ValueRanges {
    /// The first value of each range but the first.
    bounds: Vec<u64>,
    /// Counters for each range.
    slots: usize,
}

impl ValueRanges {
    fn new(sets: &DistinctSets) -> Self {
        let slots = SLOTS_PER_ELEMENT * sets.element_count();
        let visits = sets.element_count() / ELEMENTS_PER_VISIT;
        let most = (visits / sets.len().max(1)).max(1);
        Self::with_count(sets, slots.div_ceil(SLOTS_PER_RANGE).clamp(1, most))
    }

    /// Cuts where a sample says. Ranges of unlike size cost time, never a wrong answer.
    fn with_count(sets: &DistinctSets, count: usize) -> Self {
        const SAMPLES_PER_RANGE: usize = 256;
        let elements = sets.element_count();
        let mut sample: Vec<u64> = (0..(SAMPLES_PER_RANGE * count) as u64)
            .filter_map(|n| {
                // At random places: even steps could meet the first element of every set.
                let place = (u128::from(mix(n)) * elements as u128) >> u64::BITS;
                sets.element(usize::try_from(place).ok()?)
            })
            .collect();
        sample.sort_unstable();
        let cuts = sample.into_iter().step_by(SAMPLES_PER_RANGE).skip(1);
        let mut bounds: Vec<u64> = cuts.collect();
        bounds.dedup();
        // No more than a hash can tell apart.
        let slots = (SLOTS_PER_ELEMENT * elements).div_ceil(count);
        Self {
            bounds,
            slots: slots.clamp(1, u32::MAX as usize),
        }
    }

    fn len(&self) -> usize {
        self.bounds.len() + 1
    }

    /// Splits a set into one run for each range, empty ones included.
    fn split<'a>(&self, mut set: &'a [u64]) -> impl Iterator<Item = &'a [u64]> {
        (0..self.len()).map(move |range| {
            let run = self.bounds.get(range).map_or(set.len(), |&bound| {
                // A run is short: looking at each element beats a binary search.
                let end = set.iter().position(|&element| element >= bound);
                end.unwrap_or(set.len())
            });
            let (run, rest) = set.split_at(run);
            set = rest;
            run
        })
    }
}

/// One bit for each element of some consecutive sets: whether it may occur in another set too, or,
/// where two collections are joined, in the other collection.
pub(crate) struct SharedPart {
    /// The sets, by their numbers in the collection.
    pub(crate) sets: Range<usize>,
    /// The place of their first element in the collection.
    first: usize,
    bits: Bits,
}

impl SharedPart {
    /// How many of the elements at `place` in the collection may be shared.
    pub(crate) fn count(&self, place: &Range<usize>) -> usize {
        self.bits
            .count(place.start - self.first..place.end - self.first)
    }

    /// Calls `take` with those of the elements at `place` that may be shared, counted from the first of them;
    /// the others certainly are not.
    #[inline]
    pub(crate) fn for_each(&self, place: &Range<usize>, take: impl FnMut(usize)) {
        let places = place.start - self.first..place.end - self.first;
        self.bits.for_each_one(places, take);
    }
}

/// Finds the elements that may be shared: two passes over the sets for `meter`.
///
/// `O(elements)`. Needs four bytes for each element, and keeps one bit.
pub(crate) fn find_shared(sets: &DistinctSets, meter: &Meter) -> Result<Vec<SharedPart>, Error> {
    find_shared_in(sets, &ValueRanges::new(sets), meter)
}

fn find_shared_in(
    sets: &DistinctSets,
    ranges: &ValueRanges,
    meter: &Meter,
) -> Result<Vec<SharedPart>, Error> {
    let parts = parts_of(sets);

    // By part and range: the hashes of the elements, set after set.
    let hashes: Vec<Vec<Vec<u32>>> = parts
        .par_iter()
        .map(|part| {
            meter.advance(part.len())?;
            Ok(split_part(sets, ranges, part.clone()))
        })
        .collect::<Result<_, Error>>()?;

    // By range and part: a bit for each of these hashes.
    let flags: Vec<Vec<Bits>> = (0..ranges.len())
        .into_par_iter()
        .map(|range| {
            let mut counters = Counters::new(ranges.slots);
            for (part, hashes) in parts.iter().zip(&hashes) {
                let hashes = hashes[range].iter();
                match sets.second().map(|_| sets.side(part.start)) {
                    None => hashes.for_each(|&hash| counters.add(hash)),
                    Some(side) => hashes.for_each(|&hash| counters.mark(hash, side)),
                }
                // Each range reports its share of the pass.
                let share = |ranges_done| part.len() * ranges_done / ranges.len();
                meter.advance(share(range + 1) - share(range))?;
            }
            let repeated = hashes.iter().map(|part| {
                meter.listen()?;
                let hashes = part[range].iter();
                Ok(hashes.map(|&hash| counters.is_repeated(hash)).collect())
            });
            repeated.collect()
        })
        .collect::<Result<_, Error>>()?;
    drop(hashes);

    let shared = parts.into_par_iter().enumerate().map(|(number, part)| {
        let mut flags: Vec<BitReader> = flags.iter().map(|flags| flags[number].reader()).collect();
        let mut bits = Bits::default();
        meter.listen()?;
        for set in part.clone() {
            for (run, flags) in ranges.split(sets.get(set)).zip(&mut flags) {
                flags.copy(run.len(), &mut bits);
            }
        }
        let first = sets.place(part.start).start;
        Ok(SharedPart {
            sets: part,
            first,
            bits,
        })
    });
    shared.collect()
}

/// Cuts the sets into parts of consecutive ones that cost about the same, each of one collection.
fn parts_of(sets: &DistinctSets) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut first, mut elements) = (0, 0);
    for set in 0..sets.len() {
        elements += sets.place(set).len();
        let end = set + 1;
        let last = end == sets.len() || sets.second() == Some(end);
        if elements >= ELEMENTS_PER_PART || end - first >= SETS_PER_PART || last {
            parts.push(first..end);
            (first, elements) = (end, 0);
        }
    }
    parts
}

/// The hashes of the elements of some sets, by range.
fn split_part(sets: &DistinctSets, ranges: &ValueRanges, part: Range<usize>) -> Vec<Vec<u32>> {
    let elements: usize = part.clone().map(|set| sets.place(set).len()).sum();
    let expected = elements / ranges.len();
    let mut hashes: Vec<Vec<u32>> = (0..ranges.len())
        .map(|_| Vec::with_capacity(expected + expected / 16))
        .collect();
    for set in part {
        for (run, hashes) in ranges.split(sets.get(set)).zip(&mut hashes) {
            hashes.extend(run.iter().map(|&element| (mix(element) >> 32) as u32));
        }
    }
    hashes
}

/// Two bits for each of several hashes that share them: both are set for a hash that was added
/// twice, or marked from both sides.
struct Counters {
    /// Four counters in each byte.
    bytes: Vec<u8>,
    slots: u64,
}

impl Counters {
    /// Creates `slots` counters, at least one.
    fn new(slots: usize) -> Self {
        Self {
            bytes: vec![0; slots.div_ceil(4)],
            slots: slots as u64,
        }
    }

    #[inline]
    fn add(&mut self, hash: u32) {
        let (byte, shift) = self.slot(hash);
        let byte = &mut self.bytes[byte];
        // The lower bit at first, the upper one from then on.
        *byte |= 1 << (shift + u64::from(*byte >> shift & 1));
    }

    #[inline]
    fn mark(&mut self, hash: u32, side: usize) {
        let (byte, shift) = self.slot(hash);
        self.bytes[byte] |= 1 << (shift + side as u64);
    }

    #[inline]
    fn is_repeated(&self, hash: u32) -> bool {
        let (byte, shift) = self.slot(hash);
        self.bytes[byte] >> shift & 3 == 3
    }

    #[inline]
    fn slot(&self, hash: u32) -> (usize, u64) {
        // Scales the hash to the number of slots. Powers of two would do with a shift, but rounding
        // up to one can double the memory and push the counters out of the cache.
        let slot = (u64::from(hash) * self.slots) >> u32::BITS;
        ((slot / 4) as usize, slot % 4 * 2)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::ops::ControlFlow;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::SetCollection;

    fn going_on() -> Meter<'static> {
        Meter::new(&|_, _| ControlFlow::Continue(()), u64::MAX)
    }

    fn distinct<'a>(
        first: &'a SetCollection,
        second: Option<&'a SetCollection>,
    ) -> DistinctSets<'a> {
        DistinctSets::new(first, second, &going_on())
            .expect("not cancelled")
            .0
    }

    #[test]
    fn few_elements_that_occur_once_are_taken_for_shared_ones() {
        let mut sets = SetCollection::new();
        for set in 0..100 {
            sets.push_unsorted((300 * set..300 * (set + 1)).map(mix));
        }
        let sets = distinct(&sets, None);
        let parts = find_shared_in(&sets, &ValueRanges::with_count(&sets, 8), &going_on());
        let taken: usize = parts
            .expect("not cancelled")
            .iter()
            .flat_map(|part| part.sets.clone().map(|set| part.count(&sets.place(set))))
            .sum();
        assert!(taken < 30_000 / 4, "{taken}");
    }

    proptest! {
        #[test]
        fn runs_make_up_the_set(input in vec(vec(0_u64..500, 0..60), 0..20), count in 1_usize..9) {
            let mut sets = SetCollection::new();
            for set in input {
                sets.push_unsorted(set);
            }
            let sets = distinct(&sets, None);
            let ranges = ValueRanges::with_count(&sets, count);
            prop_assert!((1..=count).contains(&ranges.len()));
            for set in (0..sets.len()).map(|set| sets.get(set)) {
                let runs: Vec<&[u64]> = ranges.split(set).collect();
                prop_assert_eq!(runs.len(), ranges.len());
                prop_assert_eq!(runs.concat(), set);
            }
        }

        #[test]
        fn every_shared_element_is_found(
            input in vec(vec(any::<u8>(), 0..60), 0..20),
            others in prop::option::of(vec(vec(any::<u8>(), 0..60), 0..20)),
            factor in prop_oneof![Just(1_u64), Just(0x9e37_79b9_7f4a_7c15)],
            count in 1_usize..9,
        ) {
            let collect = |input: Vec<Vec<u8>>| {
                let mut sets = SetCollection::new();
                for set in input {
                    sets.push_unsorted(set.into_iter().map(|n| factor.wrapping_mul(u64::from(n))));
                }
                sets
            };
            let (first, second) = (collect(input), others.map(collect));
            let sets = distinct(&first, second.as_ref());
            // How often each element occurs in either collection.
            let mut frequencies: HashMap<u64, [usize; 2]> = HashMap::new();
            for set in 0..sets.len() {
                for &element in sets.get(set) {
                    frequencies.entry(element).or_default()[sets.side(set)] += 1;
                }
            }
            let is_shared = |element| match (frequencies[&element], &second) {
                ([first, _], None) => first > 1,
                ([first, second], Some(_)) => first > 0 && second > 0,
            };
            let ranges = ValueRanges::with_count(&sets, count);
            let parts = find_shared_in(&sets, &ranges, &going_on()).expect("not cancelled");
            let covered: Vec<usize> = parts.iter().flat_map(|part| part.sets.clone()).collect();
            prop_assert!(covered.into_iter().eq(0..sets.len()));
            for part in &parts {
                for set in part.sets.clone() {
                    let place = sets.place(set);
                    let mut shared = Vec::new();
                    part.for_each(&place, |offset| shared.push(place.start + offset));
                    prop_assert_eq!(shared.len(), part.count(&place));
                    for (place, &element) in place.zip(sets.get(set)) {
                        prop_assert_eq!(sets.element(place), Some(element));
                        if is_shared(element) {
                            prop_assert!(shared.contains(&place));
                        }
                    }
                }
            }
        }
    }
}
