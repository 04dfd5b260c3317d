//! Runs of k words as numbers.

use std::cmp::Ordering;
use std::iter::FusedIterator;
use std::num::NonZeroUsize;

use crate::error::Error;
use crate::hash::SEED;

/// The multiplier of the rolling polynomial: odd, and 3 modulo 8, so that powers of it differ by
/// few factors of two and words that trade places change the sum in (nearly) all bits.
const BASE: u64 = 0x9fb2_1c65_1e98_df2b;
const _: () = assert!(BASE % 8 == 3);

/// Returns the hash of each run of `k` successive words, in order, repeats kept.
///
/// There are `word_hashes.len() - k + 1` of them, and none for a text shorter than `k` or for `k =
/// 0`. The order of the words counts. `word_hashes` are hashes as [`hash_word`](crate::hash_word)
/// returns them: well mixed already.
///
/// A rolling polynomial over the word hashes modulo 2⁶⁴ (Karp and Rabin 1987), then mixed with
/// [`SEED`] and `k`: constant time for each shingle, whatever `k` is, and no allocation.
///
/// # Example
/// ```
/// use wirecopy_text::{hash_word, shingle_hashes};
///
/// let words: Vec<u64> = ["to", "be", "or", "not", "to", "be"].map(hash_word).to_vec();
/// let pairs: Vec<u64> = shingle_hashes(&words, 2).collect();
/// assert_eq!(pairs.len(), 5);
/// assert_eq!(pairs[0], pairs[4]);
/// ```
#[must_use]
pub fn shingle_hashes(
    word_hashes: &[u64],
    k: usize,
) -> impl ExactSizeIterator<Item = u64> + FusedIterator + '_ {
    // Each window takes the word that enters and the one that has just left; the first window takes
    // none that left.
    let (sum, entering) = if k == 0 || word_hashes.len() < k {
        (0, &word_hashes[..0])
    } else {
        (polynomial(&word_hashes[..k - 1]), &word_hashes[k - 1..])
    };
    Windows {
        sum,
        entering: entering.iter(),
        leaving: word_hashes.iter(),
        weight: power(k),
        length: k as u64,
        first: true,
    }
}

/// The windows of [`shingle_hashes`].
#[derive(Debug, Clone)]
struct Windows<'h> {
    sum: u64,
    entering: std::slice::Iter<'h, u64>,
    leaving: std::slice::Iter<'h, u64>,
    /// What a word weighs once it has left the window.
    weight: u64,
    length: u64,
    first: bool,
}

impl Iterator for Windows<'_> {
    type Item = u64;

    #[inline]
    fn next(&mut self) -> Option<u64> {
        let entering = *self.entering.next()?;
        let left = if self.first {
            0
        } else {
            self.leaving
                .next()
                .map_or(0, |left| left.wrapping_mul(self.weight))
        };
        self.first = false;
        self.sum = self
            .sum
            .wrapping_mul(BASE)
            .wrapping_add(entering.wrapping_sub(left));
        Some(finish(self.sum, self.length))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.entering.size_hint()
    }
}

impl ExactSizeIterator for Windows<'_> {}
impl FusedIterator for Windows<'_> {}

fn polynomial(words: &[u64]) -> u64 {
    words
        .iter()
        .fold(0, |sum, &word| sum.wrapping_mul(BASE).wrapping_add(word))
}

fn power(mut exponent: usize) -> u64 {
    let (mut power, mut square) = (1_u64, BASE);
    while exponent > 0 {
        if exponent % 2 == 1 {
            power = power.wrapping_mul(square);
        }
        square = square.wrapping_mul(square);
        exponent /= 2;
    }
    power
}

/// Mixes a window's sum with its length and the seed, so that each bit depends on all: two rounds
/// of xor-shift and multiply.
#[inline]
fn finish(sum: u64, length: u64) -> u64 {
    let mut hash = sum ^ SEED.rotate_left(17) ^ length.wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash = (hash ^ (hash >> 32)).wrapping_mul(0xa24b_aed4_963e_e407);
    hash ^ (hash >> 32)
}

/// The set of the runs of k words of one text, as sorted unique hashes.
///
/// A text with fewer than `k` words, but at least one, has one shingle: all its words. So two equal
/// short texts are equal and two different ones share nothing. A text without words has the empty
/// set.
///
/// # Example
/// ```
/// use std::num::NonZeroUsize;
///
/// use wirecopy_text::{Analysis, ShingleSet};
///
/// let three = NonZeroUsize::new(3).expect("3 is not 0");
/// let a = ShingleSet::new(Analysis::new("The old mill burnt down.")?.hashes(), three);
/// let b = ShingleSet::new(Analysis::new("The old mill burnt again.")?.hashes(), three);
/// assert_eq!(a.common(&b)?, 2);
/// assert_eq!(a.jaccard(&b)?, 0.5);
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ShingleSet {
    hashes: Box<[u64]>,
    size: NonZeroUsize,
    seed: u64,
}

impl ShingleSet {
    /// Makes the set of the runs of `k` words in the sequence of words with these hashes.
    ///
    /// `O(n log n)` in the number of words.
    #[must_use]
    pub fn new(word_hashes: &[u64], k: NonZeroUsize) -> Self {
        let mut hashes: Vec<u64> = if !word_hashes.is_empty() && word_hashes.len() < k.get() {
            shingle_hashes(word_hashes, word_hashes.len()).collect()
        } else {
            shingle_hashes(word_hashes, k.get()).collect()
        };
        hashes.sort_unstable();
        hashes.dedup();
        Self {
            hashes: hashes.into_boxed_slice(),
            size: k,
            seed: SEED,
        }
    }

    /// Returns the hashes in ascending order, each once.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Returns the number of different shingles.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Says whether the text had no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Returns the number of words in a shingle.
    #[must_use]
    pub fn size(&self) -> NonZeroUsize {
        self.size
    }

    /// Returns the seed of the hashes.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Checks that the hashes of both sets mean the same.
    ///
    /// # Errors
    /// [`Error::ShingleMismatch`] when the sets differ in shingle size or seed.
    pub fn comparable(&self, other: &Self) -> Result<(), Error> {
        if self.size == other.size && self.seed == other.seed {
            return Ok(());
        }
        Err(Error::ShingleMismatch {
            left_size: self.size.get(),
            right_size: other.size.get(),
            left_seed: self.seed,
            right_seed: other.seed,
        })
    }

    /// Counts the shingles that stand in both sets, by one walk over both.
    ///
    /// # Errors
    /// [`Error::ShingleMismatch`] when the sets differ in shingle size or seed.
    pub fn common(&self, other: &Self) -> Result<usize, Error> {
        self.comparable(other)?;
        let (mut left, mut right) = (&*self.hashes, &*other.hashes);
        let mut common = 0;
        while let ([first_left, rest_left @ ..], [first_right, rest_right @ ..]) = (left, right) {
            match first_left.cmp(first_right) {
                Ordering::Less => left = rest_left,
                Ordering::Greater => right = rest_right,
                Ordering::Equal => {
                    common += 1;
                    (left, right) = (rest_left, rest_right);
                }
            }
        }
        Ok(common)
    }

    /// Returns the Jaccard similarity, `0.0..=1.0`: common shingles as a part of all shingles of
    /// both. Of two empty sets it is 0.
    ///
    /// # Errors
    /// [`Error::ShingleMismatch`] when the sets differ in shingle size or seed.
    pub fn jaccard(&self, other: &Self) -> Result<f64, Error> {
        let common = self.common(other)?;
        Ok(ratio(common, self.len() + other.len() - common))
    }

    /// Returns how much of this set stands in `other`, `0.0..=1.0`. Of an empty set it is 0.
    ///
    /// # Errors
    /// [`Error::ShingleMismatch`] when the sets differ in shingle size or seed.
    pub fn containment(&self, other: &Self) -> Result<f64, Error> {
        Ok(ratio(self.common(other)?, self.len()))
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::hash::hash_word;

    fn size(k: usize) -> NonZeroUsize {
        NonZeroUsize::new(k).unwrap()
    }

    fn hashes(text: &str) -> Vec<u64> {
        text.split(' ')
            .filter(|word| !word.is_empty())
            .map(hash_word)
            .collect()
    }

    fn set(text: &str, k: usize) -> ShingleSet {
        ShingleSet::new(&hashes(text), size(k))
    }

    #[test]
    fn the_order_of_the_words_counts() {
        assert_ne!(set("dog bites man", 3), set("man bites dog", 3));
        assert_ne!(set("a b", 2), set("b a", 2));
        assert_ne!(set("a a b", 3), set("a b a", 3));
    }

    #[test]
    fn a_short_text_is_one_shingle() {
        let short = set("two words", 5);
        assert_eq!(short.len(), 1);
        assert_eq!(short, set("two words", 5));
        assert_eq!(short.common(&set("two birds", 5)), Ok(0));
    }

    #[test]
    fn a_short_text_shares_nothing_with_a_long_one() {
        assert_eq!(set("two words", 3).common(&set("two words more", 3)), Ok(0));
    }

    #[test]
    fn a_text_without_words_has_the_empty_set() {
        assert!(set("", 3).is_empty());
        assert_eq!(set("", 3).jaccard(&set("", 3)), Ok(0.0));
    }

    #[test]
    fn repeats_count_once_in_a_set() {
        assert_eq!(set("a b a b a b", 2).len(), 2);
        assert_eq!(shingle_hashes(&hashes("a b a b a b"), 2).count(), 5);
    }

    #[test]
    fn containment_is_one_for_a_quoted_passage() {
        let whole = set("the old mill on the river burnt down on monday night", 3);
        let part = set("the river burnt down on", 3);
        assert_eq!(part.containment(&whole), Ok(1.0));
        assert!(whole.containment(&part).unwrap() < 0.5);
    }

    #[test]
    fn sets_of_different_sizes_do_not_compare() {
        let error = set("a b c d", 2).jaccard(&set("a b c d", 3)).unwrap_err();
        assert_eq!(
            error,
            Error::ShingleMismatch {
                left_size: 2,
                right_size: 3,
                left_seed: SEED,
                right_seed: SEED
            }
        );
    }

    #[test]
    fn no_window_is_empty_or_too_long() {
        assert_eq!(shingle_hashes(&[], 1).count(), 0);
        assert_eq!(shingle_hashes(&[1, 2], 3).count(), 0);
        assert_eq!(shingle_hashes(&[1, 2], 0).count(), 0);
        assert_eq!(shingle_hashes(&[1, 2, 3], 3).len(), 1);
    }

    #[test]
    fn all_orders_and_sizes_of_few_words_have_different_hashes_that_fill_all_bits() {
        let words: Vec<u64> = (0..12).map(|n| hash_word(&n.to_string())).collect();
        let mut seen = HashSet::new();
        let (mut ones, mut expected) = ([0_u32; 64], 0);
        for a in &words {
            for b in &words {
                for c in &words {
                    for run in [&[*a, *b, *c, *a][..], &[*a, *b, *c][..]] {
                        let hash = shingle_hashes(run, run.len()).next().unwrap();
                        assert!(seen.insert(hash));
                        expected += 1;
                        for (bit, ones) in ones.iter_mut().enumerate() {
                            *ones += u32::from(hash >> bit & 1 == 1);
                        }
                    }
                }
            }
        }
        // Six standard deviations of a fair coin.
        let margin = 3.0 * f64::from(expected).sqrt();
        assert!(
            ones.iter()
                .all(|&ones| (f64::from(ones) - f64::from(expected) / 2.0).abs() < margin)
        );
    }

    proptest! {
        #[test]
        fn rolling_equals_hashing_each_window_anew(words in prop::collection::vec(any::<u64>(), 0..40), k in 1_usize..9) {
            let rolled: Vec<u64> = shingle_hashes(&words, k).collect();
            let anew: Vec<u64> = words.windows(k).map(|window| finish(polynomial(window), k as u64)).collect();
            prop_assert_eq!(rolled, anew);
        }

        #[test]
        fn a_set_equals_the_set_of_its_windows(words in prop::collection::vec(0_u64..5, 0..60), k in 1_usize..5) {
            let set = ShingleSet::new(&words, size(k));
            let windows: HashSet<&[u64]> = if words.len() < k && !words.is_empty() { [&words[..]].into() } else { words.windows(k).collect() };
            prop_assert_eq!(set.len(), windows.len());
            prop_assert!(set.hashes().is_sorted());
        }
    }
}
