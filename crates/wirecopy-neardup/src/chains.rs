//! A hash table that knows places only.

/// No place.
const END: u32 = u32::MAX;

/// Places in chains by the hash of what stands there; what that is, the owner knows.
///
/// Memory: 4 bytes for each place, and 4 to 8 for the heads.
#[derive(Debug, Clone)]
pub(crate) struct Chains {
    /// A power of two of them.
    heads: Vec<u32>,
    /// The place after each place in its chain.
    next: Vec<u32>,
}

impl Chains {
    pub(crate) fn new() -> Self {
        Self {
            heads: vec![END; 8],
            next: Vec::new(),
        }
    }

    /// Adds the next place. `hash_of` gives the hash of any earlier one, for a larger table.
    pub(crate) fn push(&mut self, hash: u64, hash_of: impl Fn(u32) -> Option<u64>) {
        if self.next.len() >= self.heads.len() {
            self.heads = vec![END; 2 * self.heads.len()];
            let places = self.next.len();
            self.next.clear();
            for place in (0_u32..).take(places) {
                self.link(place, hash_of(place));
            }
        }
        // The owner counts places in 32 bits.
        let place = u32::try_from(self.next.len()).unwrap_or(END);
        self.link(place, Some(hash));
    }

    /// Adds a place that is in no chain.
    pub(crate) fn push_none(&mut self) {
        self.next.push(END);
    }

    fn link(&mut self, place: u32, hash: Option<u64>) {
        let next = match hash {
            Some(hash) => {
                let slot = self.slot(hash);
                std::mem::replace(&mut self.heads[slot], place)
            }
            None => END,
        };
        self.next.push(next);
    }

    /// Runs through the places that may have this hash, the latest first.
    pub(crate) fn get(&self, hash: u64) -> impl Iterator<Item = u32> {
        let mut place = self.heads[self.slot(hash)];
        std::iter::from_fn(move || {
            let found = (place != END).then_some(place)?;
            place = self.next[found as usize];
            Some(found)
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the mask is that of a table in memory"
    )]
    fn slot(&self, hash: u64) -> usize {
        hash as usize & (self.heads.len() - 1)
    }
}
