//! Sets of words of one text, kept as ranges.

use std::ops::Range;

/// A set of word positions of one text: sorted, disjoint, non-adjacent, non-empty half-open ranges.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordRanges {
    ranges: Vec<Range<u32>>,
}

impl WordRanges {
    /// Makes the set of all positions that lie in any of the ranges, in any order. O(n log n).
    ///
    /// # Example
    /// ```
    /// # use wirecopy_reuse::WordRanges;
    /// let words = WordRanges::from_ranges([4..9, 0..2, 7..12]);
    /// assert_eq!(words.as_slice(), [0..2, 4..12]);
    /// ```
    #[must_use]
    pub fn from_ranges(ranges: impl IntoIterator<Item = Range<u32>>) -> Self {
        let mut given: Vec<Range<u32>> = ranges.into_iter().filter(|r| !r.is_empty()).collect();
        given.sort_unstable_by_key(|r| (r.start, r.end));
        let mut merged: Vec<Range<u32>> = Vec::with_capacity(given.len());
        for range in given {
            match merged.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => merged.push(range),
            }
        }
        merged.shrink_to_fit();
        Self { ranges: merged }
    }

    /// The positions that lie in either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if other.ranges.is_empty() {
            return self.clone();
        }
        Self::from_ranges(self.ranges.iter().chain(&other.ranges).cloned())
    }

    /// The ranges, sorted and disjoint.
    #[must_use]
    pub fn as_slice(&self) -> &[Range<u32>] {
        &self.ranges
    }

    /// How many words the set holds.
    #[must_use]
    pub fn words(&self) -> usize {
        self.ranges.iter().map(ExactSizeIterator::len).sum()
    }

    /// Whether a word is in the set. O(log n).
    #[must_use]
    pub fn contains(&self, word: u32) -> bool {
        self.around(word).is_some()
    }

    /// The range that a word is in. O(log n).
    pub(crate) fn around(&self, word: u32) -> Option<&Range<u32>> {
        let after = self.ranges.partition_point(|range| range.end <= word);
        self.ranges.get(after).filter(|range| range.contains(&word))
    }

    /// The parts of the set that lie within a stretch. O(log n) and what is found.
    pub(crate) fn within(&self, stretch: &Range<u32>) -> impl Iterator<Item = Range<u32>> {
        let first = self
            .ranges
            .partition_point(|range| range.end <= stretch.start);
        self.ranges[first..]
            .iter()
            .take_while(|range| range.start < stretch.end)
            .map(|range| range.start.max(stretch.start)..range.end.min(stretch.end))
    }

    /// Whether no word is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// One flag for each of the `len` words of the text: true inside the set. O(len).
    #[must_use]
    pub fn to_flags(&self, len: usize) -> Vec<bool> {
        let mut flags = vec![false; len];
        for range in &self.ranges {
            flags[range.start as usize..(range.end as usize).min(len)].fill(true);
        }
        flags
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn touching_ranges_become_one() {
        assert_eq!(
            WordRanges::from_ranges([0..3, 3..5, 9..10]).as_slice(),
            [0..5, 9..10]
        );
    }

    #[test]
    fn a_union_counts_common_words_once() {
        let left = WordRanges::from_ranges([0..4, 10..12]);
        let right = WordRanges::from_ranges([2..6, 20..21]);
        let both = left.union(&right);
        assert_eq!(both.as_slice(), [0..6, 10..12, 20..21]);
        assert_eq!(both.words(), 9);
    }

    #[test]
    fn a_word_is_in_the_set_where_its_flag_is_true() {
        let set = WordRanges::from_ranges([1..3, 5..6]);
        for (word, flag) in (0..8).zip(set.to_flags(8)) {
            assert_eq!(set.contains(word), flag, "word {word}");
        }
    }

    #[test]
    fn flags_are_true_inside_only() {
        let set = WordRanges::from_ranges(std::iter::once(1..3));
        assert_eq!(set.to_flags(4), [false, true, true, false]);
        assert!(WordRanges::default().to_flags(0).is_empty());
    }
}
