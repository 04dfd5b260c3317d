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
///
/// Before the slots stands a small table of the strings that were asked for last, one for each
/// value of a few bits of the hash: most words of a text are among the few most frequent ones, and
/// these then lie close together.
#[derive(Debug, Clone)]
pub(crate) struct Interner {
    slots: Vec<Slot>,
    shift: u32,
    arena: Arena,
    /// [`RECENT`] of them, or none as long as single strings are asked for.
    recent: Vec<Recent>,
}

/// A string of 1 to 16 bytes that is known.
#[derive(Debug, Clone, Copy, Default)]
struct Recent {
    low: u64,
    high: u64,
    length: u32,
    number: u32,
}

/// 48 kB, which fit the nearest memory but one. Other sizes have not been measured.
const RECENT: usize = 1 << 11;

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
            recent: Vec::new(),
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
        let key = Key::of(string);
        self.intern_hashed(string, key.of_slot(), key.hash)
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
    /// Some parts at a time are looked up together, so that the waits for memory overlap, and
    /// without a branch on what is found: one by one, a wrong guess at a word throws away the looks
    /// ahead.
    pub(crate) fn intern_all(&mut self, text: &[u8], parts: &[Part], numbers: &mut Vec<u32>) {
        const BATCH: usize = 64;
        if self.recent.is_empty() {
            self.recent = vec![Recent::default(); RECENT];
        }
        let mut keys = [Key::default(); BATCH];
        let mut slots = [Slot::default(); BATCH];
        let mut missed = [0_u8; BATCH];
        for parts in parts.chunks(BATCH) {
            let base = numbers.len();
            numbers.resize(base + parts.len(), 0);
            let numbers = &mut numbers[base..];
            let mut misses = 0;
            for (at, (part, number)) in (0_u8..).zip(parts.iter().zip(&mut *numbers)) {
                let key = Key::within(text, *part);
                let recent = self.recent[key.recent()];
                *number = recent.number;
                keys[usize::from(at)] = key;
                missed[misses % BATCH] = at;
                misses += usize::from(!key.is(recent));
            }
            let missed = &missed[..misses];
            for (&at, slot) in missed.iter().zip(&mut slots) {
                *slot = self.slots[place(keys[usize::from(at)].hash, self.shift)];
            }
            for (&at, &slot) in missed.iter().zip(&slots) {
                let at = usize::from(at);
                let (key, part) = (keys[at], parts[at]);
                let string = &text[part.start as usize..part.end as usize];
                // A slot never changes once it is taken, but for its place.
                let known = slot.number != 0
                    && self.holds(slot, string, key.of_slot(), part.end - part.start);
                let before = self.len();
                let number = if known {
                    slot.number - 1
                } else {
                    self.intern_hashed(string, key.of_slot(), key.hash)
                };
                numbers[at] = number;
                // What is seen for the first time is most often not seen again.
                if (number as usize) < before && key.length <= 16 {
                    self.recent[key.recent()] = Recent {
                        low: key.low,
                        high: key.high,
                        length: key.length,
                        number,
                    };
                }
            }
        }
    }

    /// Returns the number of a string that is known.
    #[inline]
    pub(crate) fn find(&self, string: &[u8]) -> Option<u32> {
        let key = Key::of(string);
        let (length, hash, key) = (key.length, key.hash, key.of_slot());
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

/// What a string is looked up by.
#[derive(Debug, Clone, Copy, Default)]
struct Key {
    /// Its first eight bytes and the next eight, padded with zeros.
    low: u64,
    high: u64,
    hash: u64,
    /// At most `u32::MAX`, which is enough to tell keys apart.
    length: u32,
}

impl Key {
    /// The key of a part of a text, of which sixteen bytes are read at once and some left out.
    #[inline]
    fn within(text: &[u8], part: Part) -> Self {
        let (start, length) = (part.start as usize, part.end - part.start);
        let Some(bytes) = text.get(start..start + 16) else {
            return Self::of(&text[start..part.end as usize]);
        };
        if length > 16 {
            return Self::of(&text[start..part.end as usize]);
        }
        let (low, high) = MASKS[length as usize];
        Self::short(word(&bytes[..8]) & low, word(&bytes[8..]) & high, length)
    }

    #[inline]
    fn short(low: u64, high: u64, length: u32) -> Self {
        Self {
            low,
            high,
            // Nothing but `mixed(low, length)` where there are no more than eight bytes: a table
            // that grows knows no more.
            hash: mixed(
                low ^ high.wrapping_mul(0x9fb2_1c65_1e98_df25),
                u64::from(length),
            ),
            length,
        }
    }

    fn of(string: &[u8]) -> Self {
        let length = string.len() as u64;
        let mut first = [0; 16];
        let shown = string.len().min(16);
        first[..shown].copy_from_slice(&string[..shown]);
        let (low, high) = (word(&first[..8]), word(&first[8..]));
        if string.len() <= 16 {
            return Self::short(low, high, clamped(string.len()));
        }
        let mut hash = length;
        let mut chunks = string.chunks_exact(8);
        for chunk in &mut chunks {
            hash = mixed(hash ^ word(chunk), length);
        }
        // The last eight bytes, some of them again.
        hash = mixed(hash ^ word(&string[string.len() - 8..]), length);
        Self {
            low,
            high,
            hash,
            length: clamped(string.len()),
        }
    }

    /// What a slot holds of it.
    #[inline]
    fn of_slot(self) -> u64 {
        if self.length <= 8 {
            self.low
        } else {
            self.hash
        }
    }

    /// Where it is among those that were asked for last.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a few bits are wanted")]
    fn recent(self) -> usize {
        self.hash as usize % RECENT
    }

    /// Says whether it is this one, which never has more than sixteen bytes.
    #[inline]
    fn is(self, other: Recent) -> bool {
        (self.low ^ other.low) | (self.high ^ other.high) | u64::from(self.length ^ other.length)
            == 0
            && self.length != 0
    }
}

/// For each length which bits of sixteen bytes are inside.
const MASKS: [(u64, u64); 17] = {
    let mut masks = [(0, 0); 17];
    let mut length = 0;
    while length <= 16 {
        let inside = if length == 16 {
            u128::MAX
        } else {
            (1 << (8 * length)) - 1
        };
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        let halves = (inside as u64, (inside >> 64) as u64);
        masks[length] = halves;
        length += 1;
    }
    masks
};

#[inline]
fn word(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes.try_into().expect("eight bytes"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_key_of_a_part_is_that_of_the_string() {
        let text = b"abcdefghijklmnopqrstuvwxyz\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";
        for start in 0..text.len() {
            for end in start..=text.len() {
                let part = Part {
                    start: u32::try_from(start).unwrap(),
                    end: u32::try_from(end).unwrap(),
                };
                let (within, alone) = (Key::within(text, part), Key::of(&text[start..end]));
                assert_eq!(
                    (within.low, within.high, within.hash, within.length),
                    (alone.low, alone.high, alone.hash, alone.length),
                    "{start}..{end}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_a_map(strings in proptest::collection::vec("[ab\0é]{0,12}|a{0,20}", 0..400)) {
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
