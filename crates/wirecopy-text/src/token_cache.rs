//! What becomes of each distinct word, worked out once.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

/// A cache that would get more words is emptied: 32 MB of slots.
const MAX_WORDS: usize = 1 << 19;
/// How many words are kept close at hand.
const RECENT: usize = 1 << 11;
/// Longer words go to an ordinary map.
const MAX_SHORT: usize = 15;

/// A map from words to what became of them.
///
/// A word of up to 15 bytes lies in its slot, so that looking it up touches one line of memory, and
/// nothing else when it was dropped or stayed as it was. Open addressing, half full at most; the
/// hash has a random seed, so that nobody can make words collide on purpose.
#[derive(Debug)]
pub(crate) struct TokenCache {
    seed: u64,
    slots: Vec<Slot>,
    /// Copies of slots that were asked for lately: the few thousand words that make up most of a
    /// text, close together.
    recent: Vec<Slot>,
    taken: usize,
    long: HashMap<Box<str>, Option<Box<str>>>,
    /// The outcomes that differ from their words.
    outcomes: String,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    word: Key,
    outcome: Outcome,
}

/// What became of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Outcome {
    /// Not known: of a slot, that it is free.
    #[default]
    Unknown,
    Dropped,
    Same,
    /// These bytes of the outcomes.
    Changed {
        start: u32,
        end: u32,
    },
}

/// The bytes of a short word, and its length in the highest byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key(u64, u64);

impl Key {
    #[inline]
    fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let length = bytes.len();
        let (low, high) = if let (Some(head), Some(tail)) =
            (bytes.first_chunk::<8>(), bytes.last_chunk::<8>())
        {
            // The tail without what the head has: nothing of a word of eight bytes.
            let tail = u64::from_le_bytes(*tail);
            let high = tail.checked_shr(8 * (16 - u32::try_from(length).unwrap_or(16)));
            (u64::from_le_bytes(*head), high.unwrap_or(0))
        } else if let (Some(head), Some(tail)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>())
        {
            let tail = u64::from(u32::from_le_bytes(*tail));
            let low = u64::from(u32::from_le_bytes(*head)) | tail << (8 * (length - 4));
            (low, 0)
        } else {
            let byte = |at: usize| u64::from(bytes.get(at).copied().unwrap_or(0)) << (8 * at);
            (byte(0) | byte(1) | byte(2), 0)
        };
        Self(low, high | (length as u64) << 56)
    }

    /// Folded multiplication, as in wyhash.
    #[inline]
    fn hash(self, seed: u64) -> u64 {
        let high = self.1 ^ 0x9e37_79b9_7f4a_7c15 ^ seed.rotate_left(32);
        let product = u128::from(self.0 ^ seed) * u128::from(high);
        let bytes = (product ^ (product >> 64)).to_le_bytes();
        let [a, b, c, d, e, f, g, h, ..] = bytes;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

/// Returns the place of a hash among `length` places, a power of two.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the mask is a length of memory"
)]
const fn place(hash: u64, length: usize) -> usize {
    (hash & (length as u64).wrapping_sub(1)) as usize
}

impl Default for TokenCache {
    fn default() -> Self {
        Self {
            seed: RandomState::new().build_hasher().finish(),
            slots: Vec::new(),
            recent: Vec::new(),
            taken: 0,
            long: HashMap::new(),
            outcomes: String::new(),
        }
    }
}

impl TokenCache {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.slots.clear();
        self.recent.clear();
        self.taken = 0;
        self.long.clear();
        self.outcomes.clear();
    }

    /// Makes room for `words` more short words, if need be by forgetting all others.
    pub(crate) fn reserve(&mut self, words: usize) {
        if self.taken + words > MAX_WORDS {
            self.clear();
        }
    }

    /// Writes down what became of those of `words` that are short and known and lie where they are
    /// looked for first; all others stay unknown.
    ///
    /// A table of all words of a corpus does not fit the processor's caches. Here the looks into
    /// memory do not wait for each other, which halves the time of a word.
    #[inline]
    pub(crate) fn peek<const N: usize>(&mut self, words: &[&str; N]) -> [Outcome; N] {
        let mut outcomes = [Outcome::Unknown; N];
        if self.slots.is_empty() {
            return outcomes;
        }
        for (word, outcome) in words.iter().zip(&mut outcomes) {
            // No long word has a key.
            if word.len() <= MAX_SHORT {
                let key = Key::of(word);
                let hash = key.hash(self.seed);
                let recent = &mut self.recent[place(hash >> 48, RECENT)];
                if recent.word != key {
                    let slot = &self.slots[place(hash, self.slots.len())];
                    if slot.word != key {
                        continue;
                    }
                    *recent = *slot;
                }
                *outcome = recent.outcome;
            }
        }
        outcomes
    }

    /// Returns the text of an outcome of `word` that is known and was not dropped.
    #[inline]
    pub(crate) fn text<'c>(&'c self, word: &'c str, outcome: Outcome) -> Option<&'c str> {
        match outcome {
            Outcome::Unknown | Outcome::Dropped => None,
            Outcome::Same => Some(word),
            Outcome::Changed { start, end } => Some(&self.outcomes[start as usize..end as usize]),
        }
    }

    /// Returns what became of `word`, nothing when it is dropped; asks `resolve` the first time.
    #[inline]
    pub(crate) fn get<'c>(
        &'c mut self,
        word: &'c str,
        resolve: impl FnOnce(&str) -> Option<String>,
    ) -> Option<&'c str> {
        if word.len() > MAX_SHORT {
            return self.get_long(word, resolve);
        }
        let key = Key::of(word);
        let found = self.find(key);
        let outcome = match found.map(|at| self.slots[at].outcome) {
            Some(outcome) if !matches!(outcome, Outcome::Unknown) => outcome,
            _ => self.insert(key, word, resolve(word)),
        };
        self.text(word, outcome)
    }

    /// Returns the slot of a word, or the free one where it belongs; nothing when there is no slot.
    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let mut at = place(key.hash(self.seed), self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.word == key || matches!(slot.outcome, Outcome::Unknown) {
                return Some(at);
            }
            at = place(at as u64 + 1, self.slots.len());
        }
    }

    #[cold]
    fn insert(&mut self, key: Key, word: &str, outcome: Option<String>) -> Outcome {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let outcome = match outcome {
            None => Outcome::Dropped,
            Some(outcome) if outcome == word => Outcome::Same,
            Some(outcome) => {
                let end = |text: &str| {
                    u32::try_from(text.len()).expect("short words do not grow to 8 kB each")
                };
                let start = end(&self.outcomes);
                self.outcomes.push_str(&outcome);
                Outcome::Changed {
                    start,
                    end: end(&self.outcomes),
                }
            }
        };
        let at = self.find(key).expect("there are slots once it has grown");
        self.slots[at] = Slot { word: key, outcome };
        self.taken += 1;
        outcome
    }

    fn grow(&mut self) {
        let free = Slot {
            word: Key(0, 0),
            outcome: Outcome::Unknown,
        };
        let length = (self.slots.len() * 2).max(1 << 10);
        self.recent.resize(RECENT, free);
        let before = std::mem::replace(&mut self.slots, vec![free; length]);
        for slot in before {
            if !matches!(slot.outcome, Outcome::Unknown) {
                let at = self.find(slot.word).expect("it has just grown");
                self.slots[at] = slot;
            }
        }
    }

    #[cold]
    fn get_long(
        &mut self,
        word: &str,
        resolve: impl FnOnce(&str) -> Option<String>,
    ) -> Option<&str> {
        if self.long.len() >= MAX_WORDS / 8 {
            self.long.clear();
        }
        if !self.long.contains_key(word) {
            let outcome = resolve(word).map(String::into_boxed_str);
            self.long.insert(word.into(), outcome);
        }
        self.long.get(word)?.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// Drops words with an `x`, cuts an `s` off others.
    fn outcome(word: &str) -> Option<String> {
        (!word.contains('x')).then(|| word.trim_end_matches('s').to_owned())
    }

    #[test]
    fn each_word_is_resolved_once() {
        let mut cache = TokenCache::default();
        let long = "mills".repeat(5);
        let words = ["mills", "x", "mill", "", &long];
        let mut calls = 0;
        for word in words.repeat(3) {
            let found = cache.get(word, |word| {
                calls += 1;
                outcome(word)
            });
            assert_eq!(found, outcome(word).as_deref());
        }
        assert_eq!(calls, words.len());
    }

    #[test]
    fn a_full_cache_starts_anew() {
        let mut cache = TokenCache::default();
        for number in 0..MAX_WORDS + 1_000 {
            let word = format!("{number}s");
            cache.reserve(1);
            assert_eq!(cache.get(&word, outcome), outcome(&word).as_deref());
        }
        assert!(cache.taken <= 1_001 && cache.slots.len() <= 1 << 12);
    }

    #[test]
    fn a_slot_is_half_a_line_of_memory() {
        assert_eq!(size_of::<Slot>(), 32);
    }

    proptest! {
        #[test]
        fn no_two_short_words_share_a_key(words in prop::collection::hash_set("[ab\0é]{0,15}", 0..60)) {
            let short: Vec<&String> = words.iter().filter(|word| word.len() <= MAX_SHORT).collect();
            let keys: HashSet<(u64, u64)> = short.iter().map(|word| Key::of(word)).map(|Key(low, high)| (low, high)).collect();
            prop_assert_eq!(keys.len(), short.len());
        }

        #[test]
        fn a_cache_answers_as_if_it_were_asked_anew(words in prop::collection::vec("[axs]{0,18}", 0..200)) {
            let mut cache = TokenCache::default();
            for word in &words {
                let expected = outcome(word);
                prop_assert_eq!(cache.get(word, outcome), expected.as_deref());
            }
            for pair in words.chunks_exact(2) {
                let pair = [&*pair[0], &*pair[1]];
                for (word, peeked) in pair.into_iter().zip(cache.peek(&pair)) {
                    let expected = outcome(word);
                    let known = !matches!(peeked, Outcome::Unknown);
                    prop_assert!(!known || cache.text(word, peeked) == expected.as_deref());
                }
            }
        }
    }
}
