//! Hashes to be looked for.

/// A set of hashes: sorted, behind a map of bits that knows most of those that are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortedHashes {
    sorted: Vec<u64>,
    bits: Vec<u64>,
    /// For each word of bits, and behind the last: how many hashes are before those that it knows, some eight.
    starts: Vec<u32>,
    shift: u32,
}

impl SortedHashes {
    /// Takes the hashes in any order, each once.
    #[must_use]
    pub fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        // Eight bits for each hash: of eight others, seven are seen not to be here without a search.
        let width = (hashes.len() * 8)
            .next_power_of_two()
            .trailing_zeros()
            .max(6);
        let shift = u64::BITS - width;
        let mut bits = vec![0_u64; 1 << (width - 6)];
        for &hash in &hashes {
            let (word, bit) = place(hash, shift);
            bits[word] |= bit;
        }
        let mut starts = Vec::with_capacity(bits.len() + 1);
        for word in 0..=bits.len() {
            let before = starts.last().map_or(0, |&start| start as usize);
            let more = hashes[before..]
                .iter()
                .take_while(|&&hash| place(hash, shift).0 < word);
            starts.push(narrow(before + more.count()));
        }
        Self {
            sorted: hashes,
            bits,
            starts,
            shift,
        }
    }

    /// How many hashes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sorted.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The hashes, ascending.
    #[must_use]
    pub fn as_slice(&self) -> &[u64] {
        &self.sorted
    }

    /// The place of a hash among all, in ascending order; `None` where it is not one of them. Hashes that crowd on a few of
    /// their first bits are searched one by one.
    #[must_use]
    #[inline]
    pub fn position(&self, hash: u64) -> Option<usize> {
        if !self.may_contain(hash) {
            return None;
        }
        let (word, _) = place(hash, self.shift);
        let (start, end) = (self.starts[word] as usize, self.starts[word + 1] as usize);
        let found = self.sorted[start..end]
            .iter()
            .position(|&other| other == hash)?;
        Some(start + found)
    }

    /// Of some hashes, in their order, the places of those that are here: [`position`](Self::position) of many, most of which
    /// are not.
    pub fn positions(
        &self,
        hashes: impl ExactSizeIterator<Item = u64>,
    ) -> impl Iterator<Item = usize> {
        let mut perhaps = vec![0; hashes.len()];
        let mut kept = 0;
        for hash in hashes {
            // Which of them may be here nobody can foresee: each is written, and kept without a branch.
            perhaps[kept] = hash;
            kept += usize::from(self.may_contain(hash));
        }
        perhaps.truncate(kept);
        (perhaps.into_iter()).filter_map(|hash| self.position(hash))
    }

    #[inline]
    fn may_contain(&self, hash: u64) -> bool {
        let (word, bit) = place(hash, self.shift);
        self.bits[word] & bit != 0
    }

    /// Whether a hash is one of them.
    #[must_use]
    #[inline]
    pub fn contains(&self, hash: u64) -> bool {
        self.position(hash).is_some()
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 hashes: they would take 32 GiB")
}

#[inline]
fn place(hash: u64, shift: u32) -> (usize, u64) {
    let high = hash >> shift;
    (
        usize::try_from(high >> 6).expect("at most 31 bits are left"),
        1 << (high & 63),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        let inside: Vec<u64> = (0..1000_u64)
            .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
            .collect();
        let set = SortedHashes::new(inside.clone());
        assert!(inside.iter().all(|&hash| set.contains(hash)));
        assert!((0..set.len()).all(|place| set.position(set.as_slice()[place]) == Some(place)));
        let mixed = (0..3000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let one_by_one: Vec<usize> = mixed
            .clone()
            .filter_map(|hash| set.position(hash))
            .collect();
        let mixed: Vec<u64> = mixed.collect();
        assert!(set.positions(mixed.into_iter()).eq(one_by_one));
        assert!((1000..3000_u64).all(|n| !set.contains(n.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
        assert!(!SortedHashes::new(Vec::new()).contains(0));
    }
}
