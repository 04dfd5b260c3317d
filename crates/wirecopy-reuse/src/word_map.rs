//! A table by the hashes of words.

use std::num::NonZeroU64;

/// What is known of each of many words, by their hashes.
///
/// The words of a large collection fill no cache of a core, so that a look waits for memory: here it waits once, for a slot
/// has the word and what is known of it side by side, where a [`HashMap`](std::collections::HashMap) looks at a table of
/// control bytes first. Hashes are taken as they are, by their low bits, and slots in a row are tried.
#[derive(Debug, Clone)]
pub(crate) struct WordMap<V> {
    /// A power of two of them, a quarter of them free; none in an empty map.
    slots: Vec<Slot<V>>,
    len: usize,
    /// Of the word whose hash is 0, which would look like a free slot.
    of_zero: Option<V>,
}

const LEAST_SLOTS: usize = 16;

/// So many words are looked up together.
const TOGETHER: usize = 64;

type Slot<V> = Option<(NonZeroU64, V)>;

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            len: 0,
            of_zero: None,
        }
    }
}

impl<V: Copy> WordMap<V> {
    /// A map without words, which grows no more before it has so many.
    pub(crate) fn with_room_for(words: usize) -> Self {
        let slots = (words + words / 3 + 1).next_power_of_two();
        Self {
            slots: vec![None; slots.max(LEAST_SLOTS)],
            ..Self::default()
        }
    }

    /// How many words are known.
    pub(crate) fn len(&self) -> usize {
        self.len + usize::from(self.of_zero.is_some())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known of a word.
    #[inline]
    pub(crate) fn get(&self, word: u64) -> Option<V> {
        let Some(word) = NonZeroU64::new(word) else {
            return self.of_zero;
        };
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(word)].map(|(_, value)| value)
    }

    /// What is known of each of some words, in their order: [`get`](Self::get) of many.
    ///
    /// A look waits for memory. Here the slots where words belong are read for many of them, before anything is decided by
    /// what stands there: so these wait together.
    pub(crate) fn get_each(&self, words: &[u64], mut tell: impl FnMut(Option<V>)) {
        if self.slots.is_empty() {
            for &word in words {
                tell(self.get(word));
            }
            return;
        }
        let mask = self.slots.len() - 1;
        let mut met: Vec<Slot<V>> = Vec::with_capacity(TOGETHER.min(words.len()));
        for words in words.chunks(TOGETHER) {
            met.clear();
            #[expect(
                clippy::cast_possible_truncation,
                reason = "only the low bits are wanted"
            )]
            met.extend(words.iter().map(|&word| self.slots[word as usize & mask]));
            for (&word, met) in words.iter().zip(&met) {
                tell(match *met {
                    Some((other, value)) if other.get() == word => Some(value),
                    // Its place is taken, or it is the word that has no slot.
                    Some(_) => self.get(word),
                    None => self.of_zero.filter(|_| word == 0),
                });
            }
        }
    }

    /// What is known of a word, to be changed; `new` of one that was not known.
    #[inline]
    pub(crate) fn entry(&mut self, word: u64, new: V) -> &mut V {
        let Some(word) = NonZeroU64::new(word) else {
            return self.of_zero.get_or_insert(new);
        };
        if 4 * (self.len + 1) > 3 * self.slots.len() {
            self.grow();
        }
        let slot = self.slot(word);
        self.len += usize::from(self.slots[slot].is_none());
        &mut self.slots[slot].get_or_insert((word, new)).1
    }

    /// All words, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, V)> + '_ {
        let of_zero = self.of_zero.map(|value| (0, value));
        let known = self.slots.iter().flatten();
        of_zero
            .into_iter()
            .chain(known.map(|&(word, value)| (word.get(), value)))
    }

    /// The slot of a word, or the free one where it belongs. There are slots, and one of them is free.
    #[inline]
    fn slot(&self, word: NonZeroU64) -> usize {
        let mask = self.slots.len() - 1;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only the low bits are wanted"
        )]
        let mut slot = word.get() as usize & mask;
        while self.slots[slot].is_some_and(|(other, _)| other != word) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let larger = (self.slots.len() * 2).max(LEAST_SLOTS);
        let slots = std::mem::replace(&mut self.slots, vec![None; larger]);
        for (word, value) in slots.into_iter().flatten() {
            let slot = self.slot(word);
            self.slots[slot] = Some((word, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_map_says_what_a_hash_map_says(
            words in prop::collection::vec((0_u64..60, 0_u32..9, prop::bool::ANY), 0..300),
        ) {
            let (mut map, mut plain) = (WordMap::default(), HashMap::new());
            for (word, more, crowded) in words {
                // Words with the same low bits crowd in one place.
                let word = if crowded { word << 40 } else { word };
                prop_assert_eq!(map.get(word), plain.get(&word).copied());
                *map.entry(word, 7_u32) += more;
                *plain.entry(word).or_insert(7_u32) += more;
            }
            let asked: Vec<u64> = (0..70).chain((0..60).map(|word| word << 40)).collect();
            let mut found = Vec::new();
            map.get_each(&asked, |value| found.push(value));
            let wanted: Vec<Option<u32>> = asked.iter().map(|word| plain.get(word).copied()).collect();
            prop_assert_eq!(found, wanted);
            prop_assert_eq!((map.len(), map.is_empty()), (plain.len(), plain.is_empty()));
            prop_assert_eq!(map.iter().collect::<HashMap<_, _>>(), plain);
        }
    }
}
