//! What a join of sets found.

use std::collections::HashMap;

use crate::SetCriterion;

/// Two sets and how similar they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SimilarPair {
    /// The number of the first set: within one collection below `b`, else in the first collection.
    pub a: u32,
    /// The number of the second set.
    pub b: u32,
    /// The value of the measure, the same bits as its function gives.
    pub score: f64,
}

/// Groups of equal sets, by the number of their first member; a set that has no equal is in none.
///
/// Memory: 4 bytes for each member and 8 for each group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EqualSets {
    members: Vec<u32>,
    ends: Vec<usize>,
}

impl EqualSets {
    pub(crate) fn push(&mut self, group: &[u32]) {
        self.members.extend_from_slice(group);
        self.ends.push(self.members.len());
    }

    /// Returns the number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether all sets differ.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Iterates over the groups; each lists two members or more in ascending order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u32]> + Clone {
        (0..self.len()).map(|group| self.get(group))
    }

    fn get(&self, group: usize) -> &[u32] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[group]]
    }

    /// The group that each first member leads.
    fn by_leader(&self) -> HashMap<u32, usize> {
        (0..self.len())
            .map(|group| (self.get(group)[0], group))
            .collect()
    }

    /// The group of `set`, or the set alone.
    fn with<'a>(&'a self, leaders: &HashMap<u32, usize>, set: &'a u32) -> &'a [u32] {
        match leaders.get(set) {
            Some(&group) => self.get(group),
            None => std::slice::from_ref(set),
        }
    }
}

/// The similar pairs of different sets, and beside them the groups of equal sets.
///
/// A set that occurs a thousand times stands in the pairs once, by its first number, so that no
/// list grows with the square of a group; [`Self::expand`] runs through the pairs of all sets.
#[derive(Debug, Clone, PartialEq)]
pub struct SetPairs {
    pub(crate) criterion: SetCriterion,
    pub(crate) pairs: Vec<SimilarPair>,
    pub(crate) equal: [EqualSets; 2],
    /// Whether the pairs lie within one collection.
    pub(crate) one_collection: bool,
    /// By group, how similar its members are to each other; `None` if below the threshold, or if
    /// that was not asked because there are two collections.
    pub(crate) scores: Vec<Option<f64>>,
}

impl SetPairs {
    /// Returns what the pairs have in common.
    pub fn criterion(&self) -> SetCriterion {
        self.criterion
    }

    /// Returns the pairs of different sets, sorted by `(a, b)`. Of equal sets the first stands
    /// for all.
    #[must_use]
    pub fn pairs(&self) -> &[SimilarPair] {
        &self.pairs
    }

    /// Returns the groups of equal sets in the first collection, or in the only one.
    ///
    /// They are listed whatever the criterion. Equal sets reach every threshold but that of a count
    /// larger than their size.
    #[must_use]
    pub fn equal_sets(&self) -> &EqualSets {
        &self.equal[0]
    }

    /// Returns for each group of [`Self::equal_sets`] how similar its members are to each other, or `None` where
    /// that is below the threshold, and for all groups where there are two collections.
    #[must_use]
    pub fn scores_of_equal_sets(&self) -> &[Option<f64>] {
        &self.scores
    }

    /// Returns the groups of equal sets in the second collection; none if there is only one.
    #[must_use]
    pub fn equal_sets_of_second(&self) -> &EqualSets {
        &self.equal[1]
    }

    /// Runs through the similar pairs of all sets: those of [`Self::pairs`] with every member of
    /// both groups, and in one collection those of equal sets.
    ///
    /// Each pair comes once, in an order that is stated only as being the same in every run.
    /// `n` equal sets give `n * (n - 1) / 2` pairs; nothing is stored.
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wirecopy_similarity::{SetCollection, SetCriterion, Threshold, set_join};
    ///
    /// let mut sets = SetCollection::new();
    /// sets.push_unsorted([1, 2, 3, 4]);
    /// sets.push_unsorted([1, 2, 3, 4, 5]);
    /// sets.push_unsorted([1, 2, 3, 4]);
    /// let criterion = SetCriterion::Jaccard(Threshold::new(0.8)?);
    /// let found = set_join(&sets, None, criterion, &|_, _| ControlFlow::Continue(()))?;
    /// assert_eq!((found.pairs().len(), found.equal_sets().len()), (1, 1));
    /// let all: Vec<(u32, u32)> = found.expand().map(|pair| (pair.a, pair.b)).collect();
    /// assert_eq!(all, [(0, 1), (1, 2), (0, 2)]);
    /// # Ok::<(), wirecopy_similarity::Error>(())
    /// ```
    pub fn expand(&self) -> impl Iterator<Item = SimilarPair> {
        let [first, second] = &self.equal;
        let one_collection = self.one_collection;
        let others = if one_collection { first } else { second };
        let (leaders_a, leaders_b) = (first.by_leader(), others.by_leader());
        let across = self.pairs.iter().flat_map(move |pair| {
            let score = pair.score;
            let with_b = others.with(&leaders_b, &pair.b);
            let with_a = first.with(&leaders_a, &pair.a);
            with_a.iter().flat_map(move |&a| {
                with_b.iter().map(move |&b| {
                    let swapped = one_collection && a > b;
                    let (a, b) = if swapped { (b, a) } else { (a, b) };
                    SimilarPair { a, b, score }
                })
            })
        });
        let groups = first.iter().zip(&self.scores);
        let similar = groups.filter_map(|(group, &score)| Some((group, score?)));
        let within = similar.flat_map(|(group, score)| {
            let firsts = group.iter().enumerate();
            firsts.flat_map(move |(place, &a)| {
                let rest = group[place + 1..].iter();
                rest.map(move |&b| SimilarPair { a, b, score })
            })
        });
        across.chain(within)
    }
}
