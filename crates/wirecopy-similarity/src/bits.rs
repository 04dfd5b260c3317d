//! Vectors of bits that are written and read a few bits at a time.

use std::ops::Range;

/// A vector of bits.
#[derive(Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    /// Appends the lowest `len` bits of `bits`, at most 64; the others must be 0.
    #[inline]
    fn push(&mut self, bits: u64, len: usize) {
        let used = self.len % 64;
        if used == 0 {
            self.words.push(bits);
        } else {
            if let Some(last) = self.words.last_mut() {
                *last |= bits << used;
            }
            if used + len > 64 {
                self.words.push(bits >> (64 - used));
            }
        }
        self.len += len;
    }

    /// Calls `take` with each of `places` whose bit is set, counted from the first of them, in order.
    #[inline]
    pub(crate) fn for_each_one(&self, places: Range<usize>, mut take: impl FnMut(usize)) {
        let mut reader = BitReader {
            bits: self,
            place: places.start,
        };
        for first in (0..places.len()).step_by(64) {
            let mut word = reader.next((places.len() - first).min(64));
            // As often as there are bits: asking each whether it is set would be a guess for each.
            while word != 0 {
                take(first + word.trailing_zeros() as usize);
                word &= word - 1;
            }
        }
    }

    /// Counts the bits in `places` that are set.
    pub(crate) fn count(&self, places: Range<usize>) -> usize {
        let mut reader = BitReader {
            bits: self,
            place: places.start,
        };
        let mut count = 0;
        let mut rest = places.len();
        while rest > 0 {
            let len = rest.min(64);
            count += reader.next(len).count_ones() as usize;
            rest -= len;
        }
        count
    }

    /// Starts reading at the first bit.
    pub(crate) fn reader(&self) -> BitReader<'_> {
        BitReader {
            bits: self,
            place: 0,
        }
    }
}

impl FromIterator<bool> for Bits {
    fn from_iter<I: IntoIterator<Item = bool>>(flags: I) -> Self {
        let mut bits = Self::default();
        let mut flags = flags.into_iter();
        loop {
            let (mut word, mut len) = (0, 0);
            for flag in flags.by_ref().take(64) {
                word |= u64::from(flag) << len;
                len += 1;
            }
            if len == 0 {
                return bits;
            }
            bits.push(word, len);
        }
    }
}

/// Reads bits from first to last.
pub(crate) struct BitReader<'a> {
    bits: &'a Bits,
    place: usize,
}

impl BitReader<'_> {
    /// Returns the next `len` bits, from 1 to 64, the first of them lowest.
    #[inline]
    fn next(&mut self, len: usize) -> u64 {
        let (word, used) = (self.place / 64, self.place % 64);
        let mut bits = self.bits.words[word] >> used;
        if used + len > 64 {
            bits |= self.bits.words[word + 1] << (64 - used);
        }
        self.place += len;
        bits & u64::MAX >> (64 - len)
    }

    /// Appends the next `len` bits to `target`.
    #[inline]
    pub(crate) fn copy(&mut self, mut len: usize, target: &mut Bits) {
        while len > 0 {
            let step = len.min(64);
            target.push(self.next(step), step);
            len -= step;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_copied_in_runs_are_the_bits_collected(
            flags in vec(any::<bool>(), 0..400),
            runs in vec(0_usize..150, 0..12),
        ) {
            let bits: Bits = flags.iter().copied().collect();
            let (mut copied, mut reader, mut place) = (Bits::default(), bits.reader(), 0);
            for run in runs.into_iter().chain([flags.len()]) {
                let run = run.min(flags.len() - place);
                let expected: Vec<usize> = (0..run).filter(|&at| flags[place + at]).collect();
                prop_assert_eq!(bits.count(place..place + run), expected.len());
                let mut ones = Vec::new();
                bits.for_each_one(place..place + run, |at| ones.push(at));
                prop_assert_eq!(ones, expected);
                reader.copy(run, &mut copied);
                place += run;
            }
            prop_assert_eq!(copied.words, bits.words);
        }
    }
}
