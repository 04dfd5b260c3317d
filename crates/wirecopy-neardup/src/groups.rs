//! Texts with equal content.

use std::cmp::Ordering;

/// Groups of texts whose sets of shingles are equal; a text that has no equal is in none.
///
/// Groups are sorted by their first member, members ascend. Memory: 4 bytes for each member and 8
/// for each group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    members: Vec<u32>,
    ends: Vec<usize>,
}

impl Groups {
    /// Takes pairs of a group's first member and any of its members, that first one included,
    /// sorted.
    pub(crate) fn from_sorted(members: &[(u32, u32)]) -> Self {
        let mut groups = Self::default();
        for group in members.chunk_by(|one, other| one.0 == other.0) {
            groups
                .members
                .extend(group.iter().map(|&(_, member)| member));
            groups.ends.push(groups.members.len());
        }
        groups
    }

    /// Takes the members of all groups, and where each group ends among them; `None` unless they are as
    /// [`Self::iter`] says, of texts below `texts`.
    pub(crate) fn from_parts(members: Vec<u32>, ends: Vec<usize>, texts: usize) -> Option<Self> {
        let groups = Self { members, ends };
        let mut start = 0;
        let (mut first, mut met) = (None, vec![false; texts]);
        for &end in &groups.ends {
            let group = groups.members.get(start..end)?;
            for &member in group {
                // No text is in two groups.
                if std::mem::replace(met.get_mut(member as usize)?, true) {
                    return None;
                }
            }
            if group.len() < 2 || !group.is_sorted() || first.is_some_and(|first| group[0] <= first)
            {
                return None;
            }
            (start, first) = (end, Some(group[0]));
        }
        (start == groups.members.len()).then_some(groups)
    }

    pub(crate) fn parts(&self) -> (&[u32], &[usize]) {
        (&self.members, &self.ends)
    }

    /// Returns the number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no two texts are equal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Iterates over the groups; each lists two texts or more in ascending order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[u32]> + Clone {
        (0..self.len()).map(|group| self.get(group))
    }

    /// The texts that are equal to `first`, itself included. It comes first in its group, or has no
    /// equal.
    pub(crate) fn with<'a>(&'a self, first: &'a u32) -> &'a [u32] {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle)[0].cmp(first) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return self.get(middle),
                Ordering::Greater => high = middle,
            }
        }
        std::slice::from_ref(first)
    }

    fn get(&self, group: usize) -> &[u32] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[group]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_with_its_equals_or_alone() {
        let groups = Groups::from_sorted(&[(1, 1), (1, 4), (2, 2), (2, 3), (2, 9)]);
        assert_eq!(groups.iter().collect::<Vec<_>>(), [&[1, 4][..], &[2, 3, 9]]);
        assert_eq!(groups.with(&1), [1, 4]);
        assert_eq!(groups.with(&2), [2, 3, 9]);
        for alone in [0, 5, 10] {
            assert_eq!(groups.with(&alone), [alone]);
        }
        assert_eq!(Groups::default().with(&7), [7]);
    }
}
