//! What becomes of each distinct word, worked out once.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};

use crate::span::Span;
use crate::tokenizer::TokenClass;
use crate::word_bytes::lowercase;

/// A cache that would get more words is emptied: 32 MB of slots.
const MAX_WORDS: usize = 1 << 19;
/// The same for the bytes of their outcomes.
const MAX_OUTCOMES: usize = 1 << 26;
/// How many words are kept close at hand: 256 kB of slots.
const RECENT: usize = 1 << 13;
/// Longer words go to an ordinary map.
const MAX_SHORT: usize = 15;

/// A map from words to what became of them.
///
/// A word of up to 15 bytes lies in its slot, so that looking it up touches one line of memory. Open
/// addressing, half full at most; the hash has a random seed, so that nobody can make words collide
/// on purpose.
#[derive(Debug)]
pub(crate) struct TokenCache {
    seed: u64,
    slots: Vec<Slot>,
    /// Copies of slots that were asked for lately. The table of all words of a corpus does not fit
    /// the processor's caches; the few thousand that make up most of a text do.
    recent: Vec<Slot>,
    taken: usize,
    long: HashMap<Box<str>, Outcome>,
    /// The tokens.
    outcomes: String,
}

#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Slot {
    word: Key,
    outcome: Outcome,
}

/// What became of a word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outcome {
    /// Where the token lies among the outcomes.
    start: u32,
    length: u32,
    pub(crate) class: TokenClass,
    pub(crate) state: State,
}

/// Whether a word is known, and stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not known: of a slot, that it is free.
    Unknown,
    Dropped,
    Kept,
}

impl Outcome {
    pub(crate) const UNKNOWN: Self = Self {
        start: 0,
        length: 0,
        class: TokenClass::Word,
        state: State::Unknown,
    };
}

/// The bytes of a short word, and its length in the highest byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Key(u64, u64);

impl Key {
    /// No word's: a length without bytes.
    const NONE: Self = Self(0, 1 << 56);
    /// No word's: its length would be 255.
    const LONG: Self = Self(0, u64::MAX);

    /// Returns the key of the word at `span`, read together with what follows it: no branch depends
    /// on the length of the word.
    #[inline]
    fn at(text: &str, span: Span) -> Self {
        let length = span.len();
        let bytes = &text.as_bytes()[span.start as usize..];
        match bytes.first_chunk::<16>() {
            Some([a, b, c, d, e, f, g, h, tail @ ..]) => {
                let (low, high) = Self::MASKS[length % 16];
                Self(
                    u64::from_le_bytes([*a, *b, *c, *d, *e, *f, *g, *h]) & low,
                    u64::from_le_bytes(*tail) & high | (length as u64) << 56,
                )
            }
            None => Self::of(&bytes[..length]),
        }
    }

    /// The bytes of words of each length.
    const MASKS: [(u64, u64); 16] = {
        let mut masks = [(0, 0); 16];
        let mut length = 0;
        while length < 16 {
            masks[length] = if length < 8 {
                ((1 << (8 * length)) - 1, 0)
            } else {
                (u64::MAX, (1 << (8 * (length - 8))) - 1)
            };
            length += 1;
        }
        masks
    };

    #[inline]
    fn of(bytes: &[u8]) -> Self {
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

    /// Returns the key of the word in lower case, where only ASCII letters change.
    #[inline]
    fn lower(self) -> Self {
        // The length is no letter.
        Self(lowercase(self.0), lowercase(self.1))
    }

    /// Says the same as `==` without a branch between the halves.
    #[inline]
    const fn is(self, other: Self) -> bool {
        (self.0 ^ other.0) | (self.1 ^ other.1) == 0
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

    /// Makes room for `words` more words, if need be by forgetting all others. What is known then
    /// stays valid until the next call.
    #[inline]
    pub(crate) fn reserve(&mut self, words: usize) {
        let crowded = self.taken + self.long.len() + words > MAX_WORDS;
        if crowded || self.outcomes.len() > MAX_OUTCOMES {
            self.clear();
        }
        if self.slots.is_empty() {
            self.grow();
        }
    }

    /// Writes down what became of the words at `spans`, and says whether all of them are known; needs
    /// [`reserve`](Self::reserve) before. With `any_case`, words that differ by the case of ASCII
    /// letters are one word.
    ///
    /// Nothing waits for the answer about the word before, so several looks into memory are under
    /// way at once; nor does anything branch on whether a word was asked for lately, which cannot be
    /// foreseen.
    #[inline]
    pub(crate) fn look<const N: usize>(
        &mut self,
        text: &str,
        spans: &[Span],
        any_case: bool,
        outcomes: &mut [Outcome; N],
    ) -> bool {
        let mut keys = [Key::NONE; N];
        let mut missed = [0; N];
        let mut misses = 0;
        for (at, ((key, outcome), &span)) in
            keys.iter_mut().zip(&mut *outcomes).zip(spans).enumerate()
        {
            *key = Key::at(text, span);
            if any_case {
                *key = key.lower();
            }
            if span.len() > MAX_SHORT {
                *key = Key::LONG;
            }
            let recent = &self.recent[place(key.hash(self.seed) >> 48, RECENT)];
            *outcome = recent.outcome;
            missed[misses] = at;
            misses += usize::from(!recent.word.is(*key));
        }
        let mut all_known = true;
        for &at in &missed[..misses] {
            let slot = self.slots[self.find(keys[at])];
            outcomes[at] = slot.outcome;
            if slot.outcome.state == State::Unknown {
                all_known = false;
            } else {
                self.recent[place(keys[at].hash(self.seed) >> 48, RECENT)] = slot;
            }
        }
        all_known
    }

    /// Returns the token, empty for a word that was dropped.
    #[inline]
    pub(crate) fn text(&self, outcome: Outcome) -> &str {
        let start = outcome.start as usize;
        &self.outcomes[start..start + outcome.length as usize]
    }

    /// Returns what became of `word`; asks `resolve` for the token the first time, which is nothing
    /// when the word is dropped. Needs [`reserve`](Self::reserve) before.
    #[inline]
    pub(crate) fn get(
        &mut self,
        word: &str,
        any_case: bool,
        resolve: impl FnOnce(&str, &mut String) -> Option<TokenClass>,
    ) -> Outcome {
        if word.len() > MAX_SHORT {
            if let Some(outcome) = self.long.get(word) {
                return *outcome;
            }
            let outcome = self.keep(word, resolve);
            self.long.insert(word.into(), outcome);
            return outcome;
        }
        let key = Key::of(word.as_bytes());
        let key = if any_case { key.lower() } else { key };
        let outcome = self.slots[self.find(key)].outcome;
        if outcome.state == State::Unknown {
            return self.insert(key, word, resolve);
        }
        outcome
    }

    /// Returns the slot of a word, or the free one where it belongs.
    #[inline]
    fn find(&self, key: Key) -> usize {
        let mut at = place(key.hash(self.seed), self.slots.len());
        loop {
            let slot = self.slots[at];
            if slot.word == key || slot.outcome.state == State::Unknown {
                return at;
            }
            at = place(at as u64 + 1, self.slots.len());
        }
    }

    #[cold]
    fn insert(
        &mut self,
        key: Key,
        word: &str,
        resolve: impl FnOnce(&str, &mut String) -> Option<TokenClass>,
    ) -> Outcome {
        if self.taken * 2 >= self.slots.len() {
            self.grow();
        }
        let outcome = self.keep(word, resolve);
        let at = self.find(key);
        self.slots[at] = Slot { word: key, outcome };
        self.taken += 1;
        outcome
    }

    /// Writes down what becomes of a word.
    fn keep(
        &mut self,
        word: &str,
        resolve: impl FnOnce(&str, &mut String) -> Option<TokenClass>,
    ) -> Outcome {
        let offset = |length: usize| {
            u32::try_from(length).expect("a cache is cleared long before it holds 4 GB")
        };
        let start = self.outcomes.len();
        let class = resolve(word, &mut self.outcomes);
        if class.is_none() {
            self.outcomes.truncate(start);
        }
        Outcome {
            start: offset(start),
            length: offset(self.outcomes.len() - start),
            class: class.unwrap_or(TokenClass::Word),
            state: class.map_or(State::Dropped, |_| State::Kept),
        }
    }

    fn grow(&mut self) {
        let free = Slot {
            word: Key::NONE,
            outcome: Outcome::UNKNOWN,
        };
        let length = (self.slots.len() * 2).max(1 << 10);
        self.recent.resize(RECENT, free);
        let before = std::mem::replace(&mut self.slots, vec![free; length]);
        for slot in before {
            if slot.outcome.state != State::Unknown {
                let at = self.find(slot.word);
                self.slots[at] = slot;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    /// Drops words with an `x`, cuts an `s` off others, in lower case.
    fn token(word: &str) -> Option<String> {
        let word = word.to_ascii_lowercase();
        (!word.contains('x')).then(|| word.trim_end_matches('s').to_owned())
    }

    fn get<'c>(cache: &'c mut TokenCache, word: &str, calls: &mut usize) -> Option<&'c str> {
        cache.reserve(1);
        let outcome = cache.get(word, true, |word, room| {
            *calls += 1;
            room.push_str(&token(word)?);
            Some(TokenClass::Word)
        });
        (outcome.state == State::Kept).then(|| cache.text(outcome))
    }

    #[test]
    fn each_word_is_resolved_once() {
        let mut cache = TokenCache::default();
        let long = "mills".repeat(5);
        let words = ["mills", "x", "mill", "", &long];
        let mut calls = 0;
        for word in words.repeat(3) {
            assert_eq!(get(&mut cache, word, &mut calls), token(word).as_deref());
        }
        assert_eq!(calls, words.len());
        assert_eq!(get(&mut cache, "MillS", &mut calls), Some("mill"));
        assert_eq!(calls, words.len());
    }

    #[test]
    fn a_full_cache_starts_anew() {
        let mut cache = TokenCache::default();
        let mut calls = 0;
        for number in 0..MAX_WORDS + 1_000 {
            let word = format!("{number}s");
            assert_eq!(get(&mut cache, &word, &mut calls), token(&word).as_deref());
        }
        assert!(cache.taken <= 1_001 && cache.slots.len() <= 1 << 12);
    }

    #[test]
    fn long_words_are_forgotten_too() {
        let mut cache = TokenCache::default();
        let mut calls = 0;
        for number in 0..MAX_WORDS + 1_000 {
            get(&mut cache, &format!("{number:016}"), &mut calls);
        }
        assert!(cache.long.len() <= 1_001);
    }

    #[test]
    fn a_slot_is_half_a_line_of_memory() {
        assert_eq!((size_of::<Slot>(), align_of::<Slot>()), (32, 32));
    }

    proptest! {
        #[test]
        fn no_two_short_words_share_a_key(words in prop::collection::hash_set("[ab\0é]{0,15}", 0..60)) {
            let short: Vec<&String> = words.iter().filter(|word| word.len() <= MAX_SHORT).collect();
            let keys: HashSet<(u64, u64)> = short.iter().map(|word| Key::of(word.as_bytes())).map(|Key(low, high)| (low, high)).collect();
            prop_assert_eq!(keys.len(), short.len());
        }

        #[test]
        fn a_word_has_one_key_wherever_it_stands(before in "[ab]{0,3}", word in "[aBé\0]{0,15}", behind in "[aé]{0,20}") {
            prop_assume!(word.len() <= MAX_SHORT);
            let span = Span::at(before.len(), before.len() + word.len());
            let text = before + &word + &behind;
            let key = Key::at(&text, span);
            prop_assert_eq!(key, Key::of(word.as_bytes()));
            prop_assert_eq!(key.lower(), Key::of(word.to_ascii_lowercase().as_bytes()));
        }

        #[test]
        fn a_cache_answers_as_if_it_were_asked_anew(words in prop::collection::vec("[aAxsS]{0,18}", 0..200)) {
            let mut cache = TokenCache::default();
            for word in &words {
                let expected = token(word);
                prop_assert_eq!(get(&mut cache, word, &mut 0), expected.as_deref());
            }
            let text = words.concat();
            let mut start = 0;
            let spans: Vec<Span> = words.iter().map(|word| {
                start += word.len();
                Span::at(start - word.len(), start)
            }).collect();
            cache.reserve(1);
            for (words, spans) in words.chunks(7).zip(spans.chunks(7)) {
                let mut outcomes = [Outcome::UNKNOWN; 7];
                let all_known = cache.look(&text, spans, true, &mut outcomes);
                prop_assert_eq!(all_known, words.iter().all(|word| word.len() <= MAX_SHORT));
                for (word, outcome) in words.iter().zip(outcomes) {
                    let expected = token(word);
                    match outcome.state {
                        State::Unknown => prop_assert!(word.len() > MAX_SHORT),
                        State::Dropped => prop_assert_eq!(expected, None),
                        State::Kept => prop_assert_eq!(expected.as_deref(), Some(cache.text(outcome))),
                    }
                }
            }
        }
    }
}
