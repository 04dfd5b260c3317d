//! What two articles are beside the words that they share: whether they are on one matter, and whether they have other figures.
//!
//! Two reports of one matter come to the same dozen words by themselves; two strangers do not. And a form of another week
//! has other figures in all its lines, also in those that are not alike enough to be shared.

use std::ops::Range;

use wirecopy_reuse::{Passage, TermWeights, WordRanges};
use wirecopy_similarity::overlap;
use wirecopy_text::{Analysis, Marks};

/// The hash of a word, and whether it is a number.
type Word = (u64, bool);

/// One of two articles: its words, and those of them that are page furniture.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'t> {
    pub(crate) words: &'t Analysis,
    pub(crate) void: &'t WordRanges,
}

/// What two articles are beside what they share.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Context {
    /// How alike the words outside the passages are, `0.0..=1.0`: the cosine of their weights, each different word once.
    pub(super) elsewhere: f64,
    /// The different numbers that the other has not, on the side that has fewer of them.
    pub(super) other_numbers: usize,
}

impl Context {
    /// Of two articles and the passages that they share. O(n log n) in their words.
    pub(crate) fn of([a, b]: [Setting<'_>; 2], found: &[Passage], weights: &TermWeights) -> Self {
        let outside_a = a.outside(found.iter().map(|passage| &passage.a_words));
        let outside_b = b.outside(found.iter().map(|passage| &passage.b_words));
        let (numbers_a, numbers_b) = (a.numbers(), b.numbers());
        let other_numbers = numbers_a.len().min(numbers_b.len()) - overlap(&numbers_a, &numbers_b);
        Self {
            elsewhere: cosine(&outside_a, &outside_b, weights),
            other_numbers,
        }
    }
}

impl Setting<'_> {
    /// The different words outside some passages, function words apart, ascending by hash.
    fn outside<'p>(self, passages: impl Iterator<Item = &'p Range<usize>>) -> Vec<Word> {
        let mut left = self.without_furniture();
        for passage in passages {
            left[passage.clone()].fill(false);
        }
        let (hashes, marks) = (self.words.hashes(), self.words.marks());
        let mut words: Vec<Word> = (0..left.len())
            .filter(|&word| left[word] && !marks[word].contains(Marks::FUNCTION))
            .map(|word| (hashes[word], marks[word].contains(Marks::NUMBER)))
            .collect();
        words.sort_unstable();
        words.dedup_by_key(|&mut (hash, _)| hash);
        words
    }

    /// The hashes of the different numbers, ascending.
    fn numbers(self) -> Vec<u64> {
        let left = self.without_furniture();
        let mut numbers: Vec<u64> = (0..left.len())
            .filter(|&word| left[word] && self.words.marks()[word].contains(Marks::NUMBER))
            .map(|word| self.words.hashes()[word])
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// For each word whether it is the article's own.
    fn without_furniture(self) -> Vec<bool> {
        let mut left = vec![true; self.words.len()];
        for range in self.void.as_slice() {
            left[range.start as usize..range.end as usize].fill(false);
        }
        left
    }
}

/// The cosine of two sets of words by their weights; 0 where one has none.
fn cosine(a: &[Word], b: &[Word], weights: &TermWeights) -> f64 {
    let squared = |&(hash, number): &Word| {
        let marks = if number {
            Marks::NUMBER
        } else {
            Marks::default()
        };
        f64::from(weights.weight(hash, marks)).powi(2)
    };
    let length = |words: &[Word]| words.iter().map(squared).sum::<f64>();
    let both = (a.iter()).filter(|(hash, _)| b.binary_search_by_key(hash, |word| word.0).is_ok());
    let lengths = (length(a) * length(b)).sqrt();
    if lengths > 0.0 {
        both.map(squared).sum::<f64>() / lengths
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use std::iter::once;

    use super::*;

    fn context(a: &str, b: &str) -> Context {
        let [a, b] = [a, b].map(|text| Analysis::new(text).expect("short"));
        let void = WordRanges::default();
        let of = |words| Setting { words, void: &void };
        Context::of([of(&a), of(&b)], &[], &TermWeights::default())
    }

    #[test]
    fn the_same_words_are_alike_elsewhere_and_others_are_not() {
        let same = context(
            "Ferry strike at Odrin harbour",
            "The strike: Odrin harbour ferry",
        );
        assert!((same.elsewhere - 1.0).abs() < 1e-9, "{same:?}");
        let other = context("Ferry strike at Odrin harbour", "Wheat prices rose again");
        assert_eq!(other, Context::default());
    }

    #[test]
    fn other_numbers_are_those_of_the_side_that_has_fewer() {
        let figures = context(
            "Wheat 31.85 against 19.00 and 17",
            "Wheat 31.85 against 18.00",
        );
        assert_eq!(figures.other_numbers, 1);
        assert_eq!(context("Wheat 31.85", "Wheat 31.85 and 4").other_numbers, 0);
    }

    #[test]
    fn furniture_says_nothing() {
        let text = "Ferry strike. Follow our harbour channel";
        let words = Analysis::new(text).expect("short");
        let void = WordRanges::from_ranges(once(2..6));
        let other = Analysis::new("Wheat prices rose. Follow our harbour channel").expect("short");
        let other_void = WordRanges::from_ranges(once(3..7));
        let context = Context::of(
            [
                Setting {
                    words: &words,
                    void: &void,
                },
                Setting {
                    words: &other,
                    void: &other_void,
                },
            ],
            &[],
            &TermWeights::default(),
        );
        assert_eq!(context, Context::default());
    }
}
