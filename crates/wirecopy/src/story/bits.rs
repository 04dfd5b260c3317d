//! A look that costs next to nothing before one that waits for memory.

/// How many words of bits there are: 8 kB, which a cache of each core holds.
const WORDS: usize = 1024;

/// A set of numbers by their low bits: says of most numbers that are not in it that they are not.
#[derive(Debug)]
pub(crate) struct Bits(Box<[u64; WORDS]>);

impl Default for Bits {
    fn default() -> Self {
        Self(Box::new([0; WORDS]))
    }
}

impl Bits {
    /// Takes a number up.
    pub(crate) fn insert(&mut self, number: u64) {
        let (word, bit) = place(number);
        self.0[word] |= bit;
    }

    /// Whether a number may be in the set; `false` is sure.
    #[inline]
    pub(crate) fn may_contain(&self, number: u64) -> bool {
        let (word, bit) = place(number);
        self.0[word] & bit != 0
    }

    /// Forgets all of some numbers, which have to be all that are in the set.
    pub(crate) fn clear(&mut self, numbers: impl Iterator<Item = u64>) {
        for number in numbers {
            self.0[place(number).0] = 0;
        }
    }
}

/// Where the bit of a number is: in which word, and which of it.
#[inline]
fn place(number: u64) -> (usize, u64) {
    ((number >> 6) as usize % WORDS, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_number_of_the_set_is_said_to_be_none(
            numbers in prop::collection::vec(any::<u64>(), 0..50),
            others in prop::collection::vec(any::<u64>(), 0..50),
        ) {
            let mut bits = Bits::default();
            for &number in &numbers {
                bits.insert(number);
            }
            prop_assert!(numbers.iter().all(|&number| bits.may_contain(number)));
            bits.clear(numbers.iter().copied());
            prop_assert!(!numbers.iter().chain(&others).any(|&number| bits.may_contain(number)));
        }
    }
}
