//! What one text says twice.

use std::ops::Range;

use wirecopy_text::{Analysis, shingle_hashes};

use crate::{RecurringRuns, WordRanges};

/// For each word of a text that stands in a repeated run, where it stands first.
///
/// Scraped pages often carry a paragraph twice, and a subheading quotes the sentence that it announces. Either place
/// may match another text, but counted twice it would look like twice the reuse.
///
/// # Example
/// ```
/// use wirecopy_reuse::Repeats;
/// use wirecopy_text::Analysis;
///
/// let once = "The ferry to Marrow Point sails again on Monday.";
/// let page = Analysis::new(&format!("{once} {once}"))?;
/// let repeats = Repeats::new(&page, 8);
/// assert_eq!(repeats.words(), 9);
/// assert_eq!(repeats.first_standing(9), 0);
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats {
    /// (word, where it stands first), sorted by word; words that repeat nothing are left out.
    words: Vec<(u32, u32)>,
}

impl Repeats {
    /// Finds the runs of `run_words` or more words that stand in the text before. O(n), and O(r log r) for `r` that repeat.
    #[must_use]
    pub fn new(text: &Analysis, run_words: usize) -> Self {
        Self::of(text, run_words, perhaps_repeated(text, run_words, |_| true))
    }

    /// [`new`](Self::new) of a text of which is known which of these runs may stand in a second place anywhere.
    #[must_use]
    pub fn among(text: &Analysis, run_words: usize, recurring: &RecurringRuns) -> Self {
        if recurring.is_empty() {
            return Self::default();
        }
        let recurs = |word: u32| recurring.contains(word as usize);
        Self::of(text, run_words, perhaps_repeated(text, run_words, recurs))
    }

    /// Of the runs that may be repeated, with their places.
    fn of(text: &Analysis, run_words: usize, mut grams: Vec<(u64, u32)>) -> Self {
        grams.sort_unstable();
        let mut again: Vec<(u32, u32)> = Vec::new();
        for same in grams.chunk_by(|x, y| x.0 == y.0) {
            again.extend(same[1..].iter().map(|&(_, word)| (word, same[0].1)));
        }
        if again.is_empty() {
            return Self::default();
        }
        again.sort_unstable();
        // Words are resolved from left to right, so that what a word repeats is resolved already.
        let mut first: Vec<u32> = (0_u32..).take(text.len()).collect();
        for (word, earlier) in again {
            for (to, from) in (word as usize..).zip(earlier as usize..).take(run_words) {
                if first[to] as usize == to {
                    first[to] = first[from];
                }
            }
        }
        Self {
            words: (0_u32..)
                .zip(first)
                .filter(|(word, first)| word != first)
                .collect(),
        }
    }

    /// Where a word stands first: itself, unless it is part of a repeated run.
    #[must_use]
    pub fn first_standing(&self, word: usize) -> usize {
        if self.words.is_empty() {
            return word;
        }
        let found = self
            .words
            .binary_search_by_key(&word, |&(word, _)| word as usize);
        found.map_or(word, |index| self.words[index].1 as usize)
    }

    /// Where each of some words that follow one another stands first.
    pub(crate) fn first_standings(&self, words: Range<usize>) -> impl Iterator<Item = usize> {
        let before = (self.words).partition_point(|&(word, _)| (word as usize) < words.start);
        let mut repeated = self.words[before..].iter().peekable();
        words.map(move |word| {
            let again = repeated.next_if(|&&(repeated, _)| repeated as usize == word);
            again.map_or(word, |&(_, first)| first as usize)
        })
    }

    /// How many words outside `void` only repeat others.
    pub(crate) fn outside(&self, void: &WordRanges) -> usize {
        self.words
            .iter()
            .filter(|&&(word, _)| !void.contains(word))
            .count()
    }

    /// How many words only repeat others.
    #[must_use]
    pub fn words(&self) -> usize {
        self.words.len()
    }
}

/// The runs that share a bit with another, with their places: all that stand twice, and one in sixteen of the others, so that
/// hardly anything is left to sort.
fn perhaps_repeated(
    text: &Analysis,
    run_words: usize,
    recurs: impl Fn(u32) -> bool,
) -> Vec<(u64, u32)> {
    const BITS_A_WORD: usize = 16;
    let runs = || {
        let all = shingle_hashes(text.hashes(), run_words).zip(0_u32..);
        all.filter(|&(_, word)| recurs(word))
    };
    let bits = (text.len() * BITS_A_WORD).next_power_of_two().max(64);
    let place = |run: u64| {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "only the low bits are wanted"
        )]
        let bit = run as usize & (bits - 1);
        (bit / 64, 1_u64 << (bit % 64))
    };
    let (mut seen, mut again) = (vec![0_u64; bits / 64], vec![0_u64; bits / 64]);
    for (run, _) in runs() {
        let (word, bit) = place(run);
        again[word] |= seen[word] & bit;
        seen[word] |= bit;
    }
    let found = runs().filter(|&(run, _)| {
        let (word, bit) = place(run);
        again[word] & bit != 0
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_of_a_run_that_stood_before_leads_to_where_it_stood(
            words in prop::collection::vec(0_u32..4, 0..120),
            run_words in 1_usize..6,
        ) {
            let text: Vec<String> = words.iter().map(|word| format!("word{word}")).collect();
            let page = Analysis::new(&text.join(" ")).expect("short");
            let hashes = page.hashes();
            // All runs, sorted or not: a word leads to the first standing of what it repeats.
            let mut first: Vec<usize> = (0..hashes.len()).collect();
            for to in 0..(hashes.len() + 1).saturating_sub(run_words) {
                let run = |at: usize| &hashes[at..at + run_words];
                if let Some(from) = (0..to).find(|&from| run(from) == run(to)) {
                    for k in 0..run_words {
                        if first[to + k] == to + k {
                            first[to + k] = first[from + k];
                        }
                    }
                }
            }
            let repeats = Repeats::new(&page, run_words);
            let found: Vec<usize> = (0..hashes.len()).map(|word| repeats.first_standing(word)).collect();
            prop_assert_eq!(&found, &first);
            let middle = hashes.len() / 3..hashes.len() * 2 / 3;
            prop_assert_eq!(repeats.first_standings(middle.clone()).collect::<Vec<_>>(), &first[middle]);
        }
    }

    #[test]
    fn the_third_standing_leads_to_the_first() {
        let page =
            Analysis::new(&"Rain fell on the harbour all day long. ".repeat(3)).expect("short");
        let repeats = Repeats::new(&page, 8);
        assert_eq!(repeats.words(), 16);
        assert_eq!(repeats.first_standing(17), 1);
        assert_eq!(repeats.first_standing(3), 3);
    }

    #[test]
    fn a_run_that_overlaps_itself_leads_to_its_beginning() {
        let page = Analysis::new(&"ha ".repeat(20)).expect("short");
        let repeats = Repeats::new(&page, 8);
        assert_eq!(repeats.words(), 19);
        assert_eq!(repeats.first_standing(19), 0);
    }

    #[test]
    fn a_text_shorter_than_a_run_repeats_nothing() {
        let page = Analysis::new("short and sweet").expect("short");
        assert_eq!(Repeats::new(&page, 8), Repeats::default());
    }
}
