//! What one text says twice.

use wirecopy_text::{Analysis, shingle_hashes};

use crate::WordRanges;

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
    /// Finds the runs of `run_words` or more words that stand in the text before. O(n log n).
    #[must_use]
    pub fn new(text: &Analysis, run_words: usize) -> Self {
        let mut grams: Vec<(u64, u32)> = shingle_hashes(text.hashes(), run_words)
            .zip(0_u32..)
            .collect();
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

#[cfg(test)]
mod tests {
    use super::*;

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
