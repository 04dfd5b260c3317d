//! Which languages have a word among their stop words.

use std::sync::LazyLock;

use crate::fold::fold;
use crate::hash::hash_word;
use crate::language::Language;
use crate::stop_words::stop_words;

/// Languages as bits, by their places in [`Language::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Languages(u64);

const _: () = assert!(Language::ALL.len() <= 64);

impl Languages {
    pub(crate) const NONE: Self = Self(0);

    fn insert(&mut self, place: usize) {
        self.0 |= 1 << place;
    }

    pub(crate) fn contains(self, language: Language) -> bool {
        self.0 >> (language as u32) & 1 == 1
    }

    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The places in [`Language::ALL`], ascending.
    pub(crate) fn places(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            (place < 64).then_some(place)
        })
    }
}

/// The languages of all stop words, in an open table by the hashes that an analysis has anyway.
pub(crate) struct StopWordLanguages {
    slots: Box<[(u64, Languages)]>,
    /// A bit for each word, by which most others are seen to be none without a look into the table.
    bits: Box<[u64; BITS / 64]>,
}

/// Three times the number of words and more, so that most look-ups see one slot.
const SLOTS: usize = 1 << 15;

/// 8 kB, which a cache of each core holds.
const BITS: usize = 1 << 16;

impl StopWordLanguages {
    pub(crate) fn shared() -> &'static Self {
        static ALL: LazyLock<StopWordLanguages> = LazyLock::new(|| {
            let mut all = StopWordLanguages {
                slots: vec![(0, Languages::NONE); SLOTS].into(),
                bits: Box::new([0; BITS / 64]),
            };
            for (place, &language) in Language::ALL.iter().enumerate() {
                for word in stop_words(language).unwrap_or_default() {
                    let hash = hash_word(&fold(word));
                    let slot = all.slot(hash);
                    all.slots[slot].0 = hash;
                    all.slots[slot].1.insert(place);
                    let bit = low(hash, BITS);
                    all.bits[bit / 64] |= 1 << (bit % 64);
                }
            }
            all
        });
        &ALL
    }

    /// The languages that have the folded word with this hash.
    #[inline]
    pub(crate) fn of(&self, hash: u64) -> Languages {
        let bit = low(hash, BITS);
        if self.bits[bit / 64] >> (bit % 64) & 1 == 0 {
            return Languages::NONE;
        }
        self.slots[self.slot(hash)].1
    }

    /// Where a word stands, or where it would.
    fn slot(&self, hash: u64) -> usize {
        let mut slot = low(hash, SLOTS);
        while self.slots[slot].1 != Languages::NONE && self.slots[slot].0 != hash {
            slot = (slot + 1) % SLOTS;
        }
        slot
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the remainder is below `size`"
)]
#[inline]
fn low(hash: u64, size: usize) -> usize {
    (hash % size as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_says_what_the_lists_say() {
        let all = StopWordLanguages::shared();
        let used = all.slots.iter().filter(|slot| slot.1 != Languages::NONE);
        assert!(used.count() * 3 < SLOTS);
        for &language in Language::ALL {
            for word in stop_words(language).unwrap_or_default() {
                assert!(all.of(hash_word(&fold(word))).contains(language), "{word}");
            }
        }
        assert_eq!(all.of(hash_word("harbour")), Languages::NONE);
    }

    #[test]
    fn a_word_of_several_languages_has_them_all() {
        let der = StopWordLanguages::shared().of(hash_word("der"));
        let of: Vec<Language> = der.places().map(|place| Language::ALL[place]).collect();
        assert!(
            of.contains(&Language::German) && of.contains(&Language::Danish),
            "{of:?}"
        );
        assert_eq!(of.len(), der.len() as usize);
    }
}
