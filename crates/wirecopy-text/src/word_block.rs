//! Words of 64 bytes of ASCII at once.

use crate::word_bytes::{HIGH, Masks};
use crate::words::Classes;

/// How many bytes are read at once: a bit of a mask for each.
pub(crate) const BLOCK: usize = 64;

/// The words of a block that the block alone decides, as bits: where they start, where the byte
/// behind them is.
///
/// Words have unpredictable lengths. A loop that ends with each word mispredicts its branch once a
/// word, which takes longer than everything else; here only the number of words in a block cannot be
/// foreseen.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Block {
    /// Where the block lies in the text.
    base: usize,
    starts: u64,
    ends: u64,
    upper: u64,
    digit: u64,
}

/// What reading a block came to.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) block: Block,
    /// The text may be read on from here: the end of the block's last word, or where the block
    /// begins.
    pub(crate) end: usize,
    /// Up to here the text needs another reader.
    pub(crate) careful: usize,
}

impl Block {
    /// Reads the words from the boundary `base` on.
    ///
    /// Ends before underscores and characters beyond ASCII, and before a word that the block does
    /// not show whole.
    #[inline]
    pub(crate) fn read(bytes: &[u8], base: usize) -> Read {
        let rest = &bytes[base..];
        if let Some(bytes) = rest.first_chunk() {
            return Self::of(bytes, base);
        }
        // A zero has no part in any word.
        let mut bytes = [0; BLOCK];
        bytes[..rest.len()].copy_from_slice(rest);
        Self::of(&bytes, base)
    }

    #[inline]
    fn of(bytes: &[u8; BLOCK], base: usize) -> Read {
        let mut word = 0;
        let (mut digit, mut upper, mut stop, mut space) = (0, 0, 0, 0);
        for (index, chunk) in bytes.as_chunks::<8>().0.iter().enumerate() {
            let masks = Masks::of(u64::from_le_bytes(*chunk));
            let bits = |mask: u64| gathered(mask) << (8 * index);
            word |= bits(masks.lower | masks.upper | masks.digit);
            digit |= bits(masks.digit);
            upper |= bits(masks.upper);
            stop |= bits(masks.wide | masks.joiner);
            space |= bits(masks.space);
        }
        let mut between = !word & !space & (word << 1) & (word >> 1);
        while between != 0 {
            let at = between.trailing_zeros() as usize;
            let needed = Classes::of(bytes[at]).needs_behind(Classes::of(bytes[at - 1]));
            if Classes::of(bytes[at + 1]).hold(needed) {
                word |= 1 << at;
            }
            between &= between - 1;
        }
        let known = (stop & stop.wrapping_neg()).wrapping_sub(1);
        // What is behind a word and may join it has to show its other side; a blank joins nothing.
        let decided = known >> 1 | known & space;
        let ends = !word & word << 1 & decided;
        let last = ends.checked_ilog2().unwrap_or(0);
        let starts = word & !(word << 1) & ((1 << last) - 1);
        let length = known.count_ones() as usize;
        Read {
            block: Self {
                base,
                starts,
                ends,
                upper,
                digit,
            },
            end: base + last as usize,
            careful: if length < BLOCK || ends == 0 {
                base + length + 1
            } else {
                base
            },
        }
    }

    /// Takes the next word out: its start, its end, and its classes.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<(usize, usize, Classes)> {
        if self.starts == 0 {
            return None;
        }
        let (start, end) = (self.starts.trailing_zeros(), self.ends.trailing_zeros());
        self.starts &= self.starts - 1;
        self.ends &= self.ends.wrapping_sub(1);
        let inside = (1_u64 << end).wrapping_sub(1 << start);
        let classes = Classes::of_word(self.upper & inside != 0, self.digit & inside != 0);
        Some((
            self.base + start as usize,
            self.base + end as usize,
            classes,
        ))
    }
}

/// Gathers the highest bits of the bytes of `mask`, the lowest byte's first.
#[inline]
const fn gathered(mask: u64) -> u64 {
    ((mask & HIGH) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    /// Returns the words that the first block of `text` decides.
    fn read(text: &str) -> Vec<(usize, &str)> {
        let mut block = Block::read(text.as_bytes(), 0).block;
        std::iter::from_fn(|| block.next())
            .map(|(start, end, _)| (start, &text[start..end]))
            .collect()
    }

    #[test]
    fn a_block_decides_up_to_its_last_whole_word() {
        assert_eq!(
            read("The mayor's 3,000.50 plan: U.S. isn't well-known, say we"),
            [
                (0, "The"),
                (4, "mayor's"),
                (12, "3,000.50"),
                (21, "plan"),
                (27, "U.S"),
                (32, "isn't"),
                (38, "well"),
                (43, "known"),
                (50, "say"),
                (54, "we")
            ]
        );
        let cut = format!("{} abc", "a ".repeat(30));
        assert_eq!(read(&cut).len(), 30);
        assert_eq!(read(&format!("{} abc ", "a ".repeat(29))).len(), 30);
    }

    #[test]
    fn a_block_ends_before_what_it_cannot_decide() {
        assert_eq!(read("one two.\u{301}x three"), [(0, "one")]);
        assert_eq!(read("one two “x"), [(0, "one"), (4, "two")]);
        assert_eq!(read("one two_x"), [(0, "one")]);
        assert_eq!(read(&"x".repeat(70)), []);
        assert_eq!(read(&"-".repeat(70)), []);
    }

    proptest! {
        #![proptest_config(crate::random::cases(4_000))]

        #[test]
        fn the_words_of_a_block_are_the_first_of_the_text(
            text in "([a-cA-C0-2 _.,:;'\"\\-\n\t/]{0,9}[a-c ’é\u{301}\u{200d}水]){0,20}|[ -~]{0,90}"
        ) {
            let found = read(&text);
            let expected: Vec<_> = text.unicode_word_indices().take(found.len()).collect();
            prop_assert_eq!(&found, &expected);
            let end = found.last().map_or(0, |(start, word)| start + word.len());
            prop_assert_eq!(Block::read(text.as_bytes(), 0).end, end);
        }
    }
}
