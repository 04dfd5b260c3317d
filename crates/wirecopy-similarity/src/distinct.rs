//! The different sets of one collection or of two, and which sets are equal to them.

use std::ops::Range;

use rayon::prelude::*;

use crate::progress::Meter;
use crate::ranking::narrow;
use crate::shared::mix;
use crate::{EqualSets, Error, SetCollection};

/// What of a hash is looked at.
const UPPER_HALF: u64 = (u32::MAX as u64) << 32;

/// Sets in one unit of parallel work.
const SETS_PER_CHUNK: usize = 1 << 12;

/// What a join works on: each different set once, numbered through, first those of the first
/// collection and then those of the second. Empty sets, which are similar to nothing, are left out.
pub(crate) struct DistinctSets<'a> {
    /// The first collection, and the second if there is one.
    collections: [Option<&'a SetCollection>; 2],
    /// The number of each set in its collection.
    numbers: Vec<u32>,
    /// Where each set ends when the elements of all are laid end to end.
    ends: Vec<usize>,
    /// The first set of the second collection, if there is a second one.
    second: Option<usize>,
}

/// Which set of which collection each of the [`DistinctSets`] is: what is left to know once the elements
/// have been taken from them.
pub(crate) struct Origins {
    numbers: Vec<u32>,
    second: Option<usize>,
}

impl Origins {
    /// The number of a set in the collection that it comes from.
    pub(crate) fn number(&self, set: usize) -> u32 {
        self.numbers[set]
    }

    /// 0 for a set of the first collection, 1 for one of the second.
    pub(crate) fn side(&self, set: usize) -> usize {
        usize::from(self.second.is_some_and(|second| set >= second))
    }

    /// The first set of the second collection, if there is a second one.
    pub(crate) fn second(&self) -> Option<usize> {
        self.second
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }
}

impl<'a> DistinctSets<'a> {
    /// Takes the first of all equal sets, and puts them with the others into the groups. One pass
    /// over the sets for `meter`.
    pub(crate) fn new(
        first: &'a SetCollection,
        second: Option<&'a SetCollection>,
        meter: &Meter,
    ) -> Result<(Self, [EqualSets; 2]), Error> {
        let mut distinct = Self {
            collections: [Some(first), second],
            numbers: Vec::new(),
            ends: Vec::new(),
            second: None,
        };
        let firsts = distinct.add(first, meter)?;
        let mut seconds = EqualSets::default();
        if let Some(second) = second {
            distinct.second = Some(distinct.len());
            seconds = distinct.add(second, meter)?;
        }
        Ok((distinct, [firsts, seconds]))
    }

    fn add(&mut self, sets: &'a SetCollection, meter: &Meter) -> Result<EqualSets, Error> {
        let equal = EqualSets::find(sets, meter)?;
        let mut repeated = vec![false; sets.len()];
        let mut most = sets.len();
        for group in equal.iter() {
            for &set in &group[1..] {
                repeated[set as usize] = true;
            }
            most -= group.len() - 1;
        }
        self.numbers.reserve_exact(most);
        self.ends.reserve_exact(most);
        for (number, set) in (0_u32..).zip(sets.iter()) {
            if !repeated[number as usize] && !set.is_empty() {
                self.numbers.push(number);
                self.ends.push(self.element_count() + set.len());
            }
        }
        Ok(equal)
    }

    pub(crate) fn len(&self) -> usize {
        self.numbers.len()
    }

    pub(crate) fn element_count(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The elements of a set: looked up, as a slice of each would take 16 bytes more.
    #[inline]
    pub(crate) fn get(&self, set: usize) -> &'a [u64] {
        let number = self.numbers[set] as usize;
        self.collections[self.side(set)].map_or(&[], |sets| sets.get(number))
    }

    pub(crate) fn into_origins(self) -> Origins {
        Origins {
            numbers: self.numbers,
            second: self.second,
        }
    }

    /// Where a set stands when the elements of all are laid end to end.
    #[inline]
    pub(crate) fn place(&self, set: usize) -> Range<usize> {
        let start = set.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[set]
    }

    /// The element at `place` when the elements of all sets are laid end to end.
    pub(crate) fn element(&self, place: usize) -> Option<u64> {
        let set = self.ends.partition_point(|&end| end <= place);
        if set == self.len() {
            return None;
        }
        self.get(set).get(place - self.place(set).start).copied()
    }

    /// The first set of the second collection, if there is a second one.
    pub(crate) fn second(&self) -> Option<usize> {
        self.second
    }

    /// 0 for a set of the first collection, 1 for one of the second.
    pub(crate) fn side(&self, set: usize) -> usize {
        usize::from(self.second.is_some_and(|second| set >= second))
    }
}

impl EqualSets {
    /// Finds the sets that occur more than once. `O(elements)`, and a sort of one number a set.
    fn find(sets: &SetCollection, meter: &Meter) -> Result<Self, Error> {
        // The upper half of a hash, and behind it the number of its set: to be sorted in half the space and time.
        let mut hashed = vec![0_u64; sets.len()];
        hashed
            .par_chunks_mut(SETS_PER_CHUNK)
            .enumerate()
            .try_for_each(|(chunk, hashed)| {
                for (set, hashed) in (chunk * SETS_PER_CHUNK..).zip(&mut *hashed) {
                    *hashed = hash(sets.get(set)) & UPPER_HALF | set as u64;
                }
                meter.advance(hashed.len())
            })?;
        hashed.par_sort_unstable();
        meter.listen()?;

        let mut groups: Vec<Vec<u32>> = Vec::new();
        for run in hashed.chunk_by(|one, other| one & UPPER_HALF == other & UPPER_HALF) {
            if run.len() == 1 {
                continue;
            }
            // Sets whose hashes agree are equal, but for a chance of one in billions.
            let start = groups.len();
            for &hashed in run {
                let set = narrow((hashed & !UPPER_HALF) as usize);
                let elements = sets.get(set as usize);
                if elements.is_empty() {
                    continue;
                }
                let equal = |group: &&mut Vec<u32>| sets.get(group[0] as usize) == elements;
                match groups[start..].iter_mut().find(equal) {
                    Some(group) => group.push(set),
                    None => groups.push(vec![set]),
                }
            }
            meter.listen()?;
        }
        groups.retain(|group| group.len() > 1);
        groups.sort_unstable_by_key(|group| group[0]);
        let mut equal = Self::default();
        for group in groups {
            equal.push(&group);
        }
        Ok(equal)
    }
}

/// Hashes a set; equal sets have equal hashes.
///
/// A sum: no element has to wait for what became of the one before it.
fn hash(set: &[u64]) -> u64 {
    let hashes = set.iter().map(|&element| mix(element));
    hashes.fold(set.len() as u64, u64::wrapping_add)
}
