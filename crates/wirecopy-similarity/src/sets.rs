//! Many sets of `u64` in two flat vectors.

use std::ops::Range;

use crate::Error;

/// A collection of sets, each strictly ascending, in one vector of elements and one of ends.
///
/// Sets are numbered from 0 in the order in which they were pushed. Empty sets are kept and
/// counted. Memory: 8 bytes for each element and 8 for each set.
///
/// # Example
/// ```
/// use wirecopy_similarity::SetCollection;
///
/// let mut sets = SetCollection::new();
/// sets.push_sorted(&[2, 3, 5])?;
/// sets.push_unsorted([7, 1, 7]);
/// assert_eq!(sets.len(), 2);
/// assert_eq!(sets.get(1), &[1, 7]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetCollection {
    elements: Vec<u64>,
    /// Where each set ends in `elements`; it starts where the one before ends.
    ends: Vec<usize>,
}

impl SetCollection {
    /// Creates a collection without sets; allocates nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a collection with room for `sets` sets of `elements` elements in all.
    #[must_use]
    pub fn with_capacity(sets: usize, elements: usize) -> Self {
        Self {
            elements: Vec::with_capacity(elements),
            ends: Vec::with_capacity(sets),
        }
    }

    /// Adds a set whose elements ascend strictly. `O(set.len())`.
    ///
    /// # Errors
    /// [`Error::NotSorted`] when an element is not larger than the one before it; the collection
    /// is then unchanged.
    pub fn push_sorted(&mut self, set: &[u64]) -> Result<(), Error> {
        if let Some(before) = set.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(Error::NotSorted {
                set: self.len(),
                position: before + 1,
            });
        }
        self.elements.extend_from_slice(set);
        self.ends.push(self.elements.len());
        Ok(())
    }

    /// Adds the set of the given numbers, in any order and with any repetitions.
    ///
    /// `O(n log n)`; works in place at the end of the collection, without a buffer of its own.
    pub fn push_unsorted(&mut self, set: impl IntoIterator<Item = u64>) {
        let start = self.elements.len();
        self.elements.extend(set);
        self.elements[start..].sort_unstable();
        let mut end = start;
        for next in start..self.elements.len() {
            let element = self.elements[next];
            if end == start || self.elements[end - 1] != element {
                self.elements[end] = element;
                end += 1;
            }
        }
        self.elements.truncate(end);
        self.ends.push(end);
    }

    /// Returns the number of sets, empty ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are no sets at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the number of elements of all sets together.
    #[must_use]
    pub fn element_count(&self) -> usize {
        self.elements.len()
    }

    /// Returns set `index`, strictly ascending.
    ///
    /// # Panics
    /// When `index` is not below [`Self::len`].
    #[must_use]
    pub fn get(&self, index: usize) -> &[u64] {
        &self.elements[self.place(index)]
    }

    /// Where set `index` stands among all elements.
    #[inline]
    fn place(&self, index: usize) -> Range<usize> {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[index]
    }

    /// Iterates over the sets in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u64]> + DoubleEndedIterator + Clone {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Appends all sets of `other`, which keep their order; their numbers grow by [`Self::len`].
    ///
    /// For building in parallel: fill one collection for each part of the input, then append
    /// them in order. `O(elements of other)`.
    ///
    /// # Example
    /// ```
    /// use wirecopy_similarity::SetCollection;
    ///
    /// let (mut first, mut second) = (SetCollection::new(), SetCollection::new());
    /// first.push_unsorted([3, 1]);
    /// second.push_unsorted([2]);
    /// first.extend_from(&second);
    /// assert!(first.iter().eq([&[1, 3][..], &[2]]));
    /// ```
    pub fn extend_from(&mut self, other: &Self) {
        let shift = self.elements.len();
        self.elements.extend_from_slice(&other.elements);
        self.ends.extend(other.ends.iter().map(|end| shift + end));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_set_out_of_order_is_refused_and_nothing_changes() {
        let mut sets = SetCollection::new();
        sets.push_sorted(&[1, 2]).expect("sorted");
        let before = sets.clone();
        for (set, position) in [(&[1, 2, 2][..], 2), (&[3, 1, 2], 1), (&[0, 0], 1)] {
            let refused = sets.push_sorted(set);
            assert_eq!(refused, Err(Error::NotSorted { set: 1, position }));
        }
        assert_eq!(sets, before);
    }

    #[test]
    fn empty_sets_are_kept() {
        let mut sets = SetCollection::with_capacity(3, 1);
        sets.push_unsorted([]);
        sets.push_sorted(&[9]).expect("sorted");
        sets.push_sorted(&[]).expect("sorted");
        assert!(sets.iter().eq([&[][..], &[9], &[]]));
        assert_eq!((sets.len(), sets.element_count()), (3, 1));
        assert!(!sets.is_empty() && SetCollection::new().is_empty());
    }

    proptest! {
        #[test]
        fn pushing_unsorted_keeps_each_number_once(input in vec(vec(0_u64..30, 0..40), 0..10)) {
            let mut sets = SetCollection::new();
            for set in &input {
                sets.push_unsorted(set.iter().copied());
            }
            prop_assert_eq!(sets.len(), input.len());
            for (set, numbers) in sets.iter().zip(&input) {
                let expected: BTreeSet<u64> = numbers.iter().copied().collect();
                prop_assert!(set.iter().eq(&expected));
            }
        }

        #[test]
        fn parts_appended_equal_the_whole(input in vec(vec(0_u64..30, 0..9), 0..20), cut in 0_usize..20) {
            let build = |part: &[Vec<u64>]| {
                let mut sets = SetCollection::new();
                for set in part {
                    sets.push_unsorted(set.iter().copied());
                }
                sets
            };
            let cut = cut.min(input.len());
            let mut parts = build(&input[..cut]);
            parts.extend_from(&build(&input[cut..]));
            prop_assert_eq!(parts, build(&input));
        }
    }
}
