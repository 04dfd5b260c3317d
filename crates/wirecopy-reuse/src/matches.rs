//! Maximal runs of equal words of two texts.

use wirecopy_text::shingle_hashes;

use crate::progress::{Progress, report_step};
use crate::{Error, RecurringRuns};

/// Length in words of the n-grams from which a match grows; shorter runs are found while gaps are filled.
const SEED_WORDS: usize = 4;

/// How many places of one n-gram in the first text are tried for each place in the second.
const PLACES_TRIED: usize = 16;

/// How many bits a table has for each of its n-grams, to know those that are none of them.
const BITS_A_GRAM: usize = 16;

const NONE: u32 = u32::MAX;

/// A run of equal words: `a[a..a + len]` and `b[b..b + len]` hold the same words, and neither can be made longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Match {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) len: usize,
}

impl Match {
    pub(crate) fn a_end(self) -> usize {
        self.a + self.len
    }

    pub(crate) fn b_end(self) -> usize {
        self.b + self.len
    }
}

/// The n-grams of one text, ready to be looked up by the n-grams of many others.
#[derive(Debug, Clone)]
pub(crate) struct GramTable {
    /// Last place of each n-gram by the low bits of its hash; a power of two in length.
    heads: Vec<u32>,
    /// For each place, the next earlier place with the same low bits.
    earlier: Vec<u32>,
    /// A bit for each n-gram, by other bits of its hash: most n-grams of another text are seen not to be here without a look
    /// at the places of those that share their low bits.
    bits: Vec<u64>,
}

impl GramTable {
    /// Indexes the n-grams of `words` that hold no void word. O(n).
    pub(crate) fn new(words: &[u64], void: &[bool]) -> Self {
        let grams = (words.len() + 1).saturating_sub(SEED_WORDS);
        let mut heads = vec![NONE; (grams * 2).next_power_of_two()];
        let mut earlier = vec![NONE; grams];
        let mut bits = vec![0_u64; (grams * BITS_A_GRAM).next_power_of_two().max(64) / 64];
        let mask = heads.len() - 1;
        for ((word, gram), place) in shingle_hashes(words, SEED_WORDS).enumerate().zip(0_u32..) {
            if !void[word..word + SEED_WORDS].contains(&true) {
                let slot = slot(gram, mask);
                earlier[word] = heads[slot];
                heads[slot] = place;
                let (word, bit) = bit(gram, &bits);
                bits[word] |= bit;
            }
        }
        Self {
            heads,
            earlier,
            bits,
        }
    }

    /// Whether some places are never tried. Of two tables that are not, each finds all matches of both texts. O(n).
    pub(crate) fn is_crowded(&self) -> bool {
        let place = |place: u32| (place != NONE).then_some(place as usize);
        self.heads.iter().any(|&head| {
            std::iter::successors(place(head), |&later| place(self.earlier[later]))
                .nth(PLACES_TRIED)
                .is_some()
        })
    }

    /// All maximal matches between the indexed text and another, sorted by place in the first, then in the second. Of the
    /// n-grams of the other, only those that recur are looked up, if that is known.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` says so.
    pub(crate) fn matches(
        &self,
        (a, a_void): (&[u64], &[bool]),
        (b, b_void): (&[u64], &[bool]),
        recurring: Option<&RecurringRuns>,
        progress: Progress<'_>,
    ) -> Result<Vec<Match>, Error> {
        let mask = self.heads.len() - 1;
        let mut found = Vec::new();
        let mut look_up = |j: usize, gram: u64| {
            let (word, bit) = bit(gram, &self.bits);
            if self.bits[word] & bit == 0 {
                return;
            }
            let mut place = self.heads[slot(gram, mask)];
            for _ in 0..PLACES_TRIED {
                if place == NONE {
                    break;
                }
                let i = place as usize;
                place = self.earlier[i];
                let equal = |i: usize, j: usize| a[i] == b[j] && !a_void[i] && !b_void[j];
                // A match that goes on to the left was found from there already.
                if i > 0 && j > 0 && equal(i - 1, j - 1) {
                    continue;
                }
                let room = (a.len() - i).min(b.len() - j);
                let len = (0..room).take_while(|&k| equal(i + k, j + k)).count();
                if len >= SEED_WORDS {
                    found.push(Match { a: i, b: j, len });
                }
            }
        };
        match recurring {
            Some(recurring) => {
                debug_assert_eq!(recurring.length(), SEED_WORDS);
                for (step, (j, gram)) in recurring.hashes(b).enumerate() {
                    report_step(progress, step)?;
                    look_up(j, gram);
                }
            }
            None => {
                for (j, gram) in shingle_hashes(b, SEED_WORDS).enumerate() {
                    report_step(progress, j)?;
                    look_up(j, gram);
                }
            }
        }
        found.sort_unstable();
        Ok(found)
    }
}

/// Where the bit of an n-gram is.
fn bit(gram: u64, bits: &[u64]) -> (usize, u64) {
    let (word, bit) = (gram >> 38, gram >> 32);
    (slot(word, bits.len() - 1), 1 << (bit & 63))
}

fn slot(gram: u64, mask: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only the low bits are wanted"
    )]
    let low = gram as usize;
    low & mask
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;

    fn find(a: &[u64], a_void: &[bool], b: &[u64], b_void: &[bool]) -> Vec<Match> {
        GramTable::new(a, a_void)
            .matches((a, a_void), (b, b_void), None, &|_, _| {
                ControlFlow::Continue(())
            })
            .expect("nobody says stop")
    }

    #[test]
    fn a_text_shorter_than_a_seed_matches_nothing() {
        assert_eq!(find(&[1, 2, 3], &[false; 3], &[1, 2, 3], &[false; 3]), []);
        assert_eq!(find(&[], &[], &[], &[]), []);
    }

    fn brute_force(a: &[u64], a_void: &[bool], b: &[u64], b_void: &[bool]) -> Vec<Match> {
        let equal = |i: usize, j: usize| a[i] == b[j] && !a_void[i] && !b_void[j];
        let mut found = Vec::new();
        for i in 0..a.len() {
            for j in 0..b.len() {
                if i > 0 && j > 0 && equal(i - 1, j - 1) {
                    continue;
                }
                let room = (a.len() - i).min(b.len() - j);
                let len = (0..room).take_while(|&k| equal(i + k, j + k)).count();
                if len >= SEED_WORDS {
                    found.push(Match { a: i, b: j, len });
                }
            }
        }
        found
    }

    fn text() -> impl Strategy<Value = (Vec<u64>, Vec<bool>)> {
        prop::collection::vec((0_u64..4, prop::bool::weighted(0.05)), 0..40)
            .prop_map(|words| words.into_iter().map(|(w, v)| (w * 0x9e37_79b9, v)).unzip())
    }

    proptest! {
        #[test]
        fn matches_equal_brute_force((a, a_void) in text(), (b, b_void) in text()) {
            // Beyond PLACES_TRIED the search is cut on purpose.
            prop_assume!(a.windows(SEED_WORDS).all(|w| {
                a.windows(SEED_WORDS).filter(|v| *v == w).count() <= 4
            }));
            prop_assert_eq!(find(&a, &a_void, &b, &b_void), brute_force(&a, &a_void, &b, &b_void));
        }
    }
}
