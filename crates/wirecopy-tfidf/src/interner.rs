//! Numbers for strings, in the order in which they are first seen.

/// Strings in one run of bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Arena {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Arena {
    pub(crate) fn with_capacity(strings: usize, bytes: usize) -> Self {
        Self {
            bytes: Vec::with_capacity(bytes),
            ends: Vec::with_capacity(strings),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    #[inline]
    pub(crate) fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// Returns a string that was pushed as one.
    pub(crate) fn text(&self, at: usize) -> &str {
        std::str::from_utf8(self.get(at)).expect("only whole strings are pushed")
    }

    #[inline]
    pub(crate) fn push(&mut self, string: &[u8]) {
        self.bytes.extend_from_slice(string);
        self.ends.push(self.bytes.len());
    }

    pub(crate) fn append(&mut self, other: &Self) {
        let base = self.bytes.len();
        self.bytes.extend_from_slice(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| base + end));
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }
}

/// A part of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// Gives each distinct string a number, and keeps the strings.
///
/// Linear probing over slots of 16 bytes. A slot holds the whole string when it has at most eight
/// bytes, as most words do, so that a known one costs one look at memory; of a longer one it holds
/// the hash, and the arena decides.
#[derive(Debug, Clone)]
pub(crate) struct Interner {
    slots: Vec<Slot>,
    shift: u32,
    arena: Arena,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The string, padded with zeros, or its hash.
    key: u64,
    /// The length, at most `u32::MAX`, which is enough to tell keys apart.
    length: u32,
    /// The number plus one; 0 where the slot is free.
    number: u32,
}

impl Default for Interner {
    fn default() -> Self {
        Self::with_capacity(1 << 10)
    }
}

impl Interner {
    pub(crate) fn with_capacity(strings: usize) -> Self {
        let slots = (strings.max(8) * 2).next_power_of_two();
        Self {
            slots: vec![Slot::default(); slots],
            shift: 64 - slots.trailing_zeros(),
            arena: Arena::default(),
        }
    }

    pub(crate) fn arena(&self) -> &Arena {
        &self.arena
    }

    pub(crate) fn into_arena(self) -> Arena {
        self.arena
    }

    pub(crate) fn len(&self) -> usize {
        self.arena.len()
    }

    /// Returns the number of a string, which is [`len`](Self::len) before the call if it is new.
    pub(crate) fn intern(&mut self, string: &[u8]) -> u32 {
        let (key, hash) = key_and_hash(string);
        self.intern_hashed(string, key, hash)
    }

    fn intern_hashed(&mut self, string: &[u8], key: u64, hash: u64) -> u32 {
        let length = clamped(string.len());
        let mask = self.slots.len() - 1;
        let mut at = place(hash, self.shift);
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return self.insert(at, string, key, length);
            }
            if self.holds(slot, string, key, length) {
                return slot.number - 1;
            }
            at = (at + 1) & mask;
        }
    }

    /// Whether a slot that is taken holds this string.
    #[inline]
    fn holds(&self, slot: Slot, string: &[u8], key: u64, length: u32) -> bool {
        slot.key == key
            && slot.length == length
            && (length <= 8 || self.arena.get(slot.number as usize - 1) == string)
    }

    /// Appends the numbers of parts of a text.
    ///
    /// Some parts at a time are first looked up together, so that the waits for memory overlap:
    /// one by one, a wrong guess at the end of a word throws away the looks ahead.
    pub(crate) fn intern_all(&mut self, text: &[u8], parts: &[Part], numbers: &mut Vec<u32>) {
        const BATCH: usize = 32;
        for parts in parts.chunks(BATCH) {
            let mut keys = [(0, 0); BATCH];
            let mut found = [Slot::default(); BATCH];
            for ((part, key), found) in parts.iter().zip(&mut keys).zip(&mut found) {
                *key = key_and_hash_within(text, *part);
                *found = self.slots[place(key.1, self.shift)];
            }
            for ((part, &(key, hash)), &slot) in parts.iter().zip(&keys).zip(&found) {
                let string = &text[part.start as usize..part.end as usize];
                // A slot never changes once it is taken, but for its place.
                let known =
                    slot.number != 0 && self.holds(slot, string, key, part.end - part.start);
                numbers.push(if known {
                    slot.number - 1
                } else {
                    self.intern_hashed(string, key, hash)
                });
            }
        }
    }

    /// Returns the number of a string that is known.
    #[inline]
    pub(crate) fn find(&self, string: &[u8]) -> Option<u32> {
        let (key, hash) = key_and_hash(string);
        let length = clamped(string.len());
        let mask = self.slots.len() - 1;
        let mut at = place(hash, self.shift);
        loop {
            let slot = self.slots[at];
            if slot.number == 0 {
                return None;
            }
            if self.holds(slot, string, key, length) {
                return Some(slot.number - 1);
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    #[inline(never)]
    fn insert(&mut self, at: usize, string: &[u8], key: u64, length: u32) -> u32 {
        self.arena.push(string);
        let number = clamped(self.arena.len());
        assert!(
            number < u32::MAX,
            "more than 4,294,967,294 distinct strings"
        );
        self.slots[at] = Slot {
            key,
            length,
            number,
        };
        if self.arena.len() * 2 > self.slots.len() {
            self.grow();
        }
        number - 1
    }

    fn grow(&mut self) {
        let slots = self.slots.len() * 2;
        let old = std::mem::replace(&mut self.slots, vec![Slot::default(); slots]);
        self.shift -= 1;
        for slot in old.into_iter().filter(|slot| slot.number != 0) {
            // A short string is its own key; a long one's key is its hash.
            let hash = if slot.length <= 8 {
                mixed(slot.key, u64::from(slot.length))
            } else {
                slot.key
            };
            let mut at = place(hash, self.shift);
            while self.slots[at].number != 0 {
                at = (at + 1) & (slots - 1);
            }
            self.slots[at] = slot;
        }
    }
}

/// Returns a length as far as `u32` goes: longer strings are told apart by their bytes.
#[inline]
fn clamped(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the shift leaves as many bits as the table has"
)]
fn place(hash: u64, shift: u32) -> usize {
    (hash >> shift) as usize
}

/// A multiplication of 64 by 64 bits folded in half, as in wyhash.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the halves of a product of 128 bits"
)]
fn mixed(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15)
        * u128::from(b.wrapping_mul(0xa076_1d64_78bd_642f) ^ 0xe703_7ed1_a0b4_28db);
    (product >> 64) as u64 ^ product as u64
}

/// The same for a part of a text, of which eight bytes can be read at once and some left out.
#[inline]
fn key_and_hash_within(text: &[u8], part: Part) -> (u64, u64) {
    let (start, length) = (part.start as usize, part.end - part.start);
    match text.get(start..start + 8) {
        Some(bytes) if (1..=8).contains(&length) => {
            let key = word(bytes) & (u64::MAX >> (64 - 8 * length));
            (key, mixed(key, u64::from(length)))
        }
        _ => key_and_hash(&text[start..part.end as usize]),
    }
}

#[inline]
fn key_and_hash(string: &[u8]) -> (u64, u64) {
    let length = string.len() as u64;
    if string.len() <= 8 {
        let key = short_key(string);
        return (key, mixed(key, length));
    }
    let mut hash = length;
    let mut chunks = string.chunks_exact(8);
    for chunk in &mut chunks {
        hash = mixed(hash ^ word(chunk), length);
    }
    // The last eight bytes, some of them again.
    hash = mixed(hash ^ word(&string[string.len() - 8..]), length);
    (hash, hash)
}

#[inline]
fn word(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
}

/// Returns up to eight bytes as a number, without a loop.
#[inline]
fn short_key(string: &[u8]) -> u64 {
    let half = |at: usize| {
        let bytes = string[at..at + 4].try_into().expect("four bytes");
        u64::from(u32::from_le_bytes(bytes))
    };
    match string.len() {
        8 => word(string),
        4..8 => half(0) | half(string.len() - 4) << (8 * (string.len() - 4)),
        0 => 0,
        length => {
            let at = |place: usize| u64::from(string[place]) << (8 * place);
            at(0) | at(length / 2) | at(length - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_strings_are_their_own_keys() {
        for length in 0..=8 {
            let string = &b"abcdefgh"[..length];
            let mut padded = [0; 8];
            padded[..length].copy_from_slice(string);
            assert_eq!(short_key(string), u64::from_le_bytes(padded), "{length}");
        }
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_a_map(strings in proptest::collection::vec("[ab\0é]{0,12}", 0..400)) {
            let mut interner = Interner::with_capacity(1);
            let mut map = HashMap::new();
            for string in &strings {
                let next = u32::try_from(map.len()).unwrap();
                let expected = *map.entry(string.clone()).or_insert(next);
                prop_assert_eq!(interner.find(string.as_bytes()).is_none(), expected as usize == interner.len());
                prop_assert_eq!(interner.intern(string.as_bytes()), expected);
                prop_assert_eq!(interner.find(string.as_bytes()), Some(expected));
                prop_assert_eq!(interner.arena().text(expected as usize), string);
            }
            prop_assert_eq!(interner.len(), map.len());

            let (mut text, mut parts) = (Vec::new(), Vec::new());
            for string in &strings {
                let start = u32::try_from(text.len()).unwrap();
                text.extend_from_slice(string.as_bytes());
                parts.push(Part { start, end: u32::try_from(text.len()).unwrap() });
            }
            let (mut at_once, mut numbers) = (Interner::with_capacity(1), Vec::new());
            at_once.intern_all(&text, &parts, &mut numbers);
            prop_assert_eq!(numbers, strings.iter().map(|string| map[string]).collect::<Vec<_>>());
            prop_assert_eq!(at_once.arena(), interner.arena());
        }
    }
}
