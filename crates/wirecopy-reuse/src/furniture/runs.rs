//! Runs of words that are furniture, or may be.

use std::ops::Range;

use crate::SortedHashes;

/// A run of words, as it stands or in outline, on the pages of an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Run {
    pub(super) hash: u64,
    pub(super) outlet: Option<u32>,
}

impl Run {
    /// Run and outlet as one number.
    pub(super) fn key(self) -> u64 {
        // An odd multiplier: different outlets give different numbers.
        let outlet = self.outlet.map_or(0, |number| u64::from(number) + 1);
        (self.hash ^ outlet.wrapping_mul(0x9e37_79b9_7f4a_7c15)).rotate_left(23)
    }
}

/// Where a run stands in a text; runs are told apart by their keys.
#[derive(Debug)]
pub(super) struct RunPlace {
    pub(super) words: Range<u32>,
    pub(super) key: u64,
}

pub(super) fn keys<'r>(runs: impl IntoIterator<Item = &'r Run>) -> SortedHashes {
    SortedHashes::new(runs.into_iter().map(|run| run.key()).collect())
}

/// Runs that are furniture, and runs that are if they stand where furniture does.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) sure: Vec<Run>,
    pub(super) perhaps: Vec<Run>,
    /// How many of the latter, in front, are runs as they stand.
    pub(super) as_they_stand: usize,
    /// The texts that hold any of them, some more than once.
    pub(super) holders: Vec<u32>,
}

impl Found {
    pub(super) fn append(&mut self, mut other: Self) {
        self.sure.append(&mut other.sure);
        self.perhaps.append(&mut other.perhaps);
        self.holders.append(&mut other.holders);
    }
}
