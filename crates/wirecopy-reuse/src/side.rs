//! One of the two texts of a comparison.

use std::ops::Range;

use wirecopy_text::Analysis;

use crate::{Repeats, WordRanges};

/// One text of a pair: the text, its analysis, and the words of it that count for nothing.
///
/// Words that count for nothing (page furniture) never start a passage, weigh nothing inside one and cost nothing to step
/// over. What one text says twice may match in either place, and counts once.
#[derive(Debug, Clone, Copy)]
pub struct Side<'t> {
    /// The original text.
    pub text: &'t str,
    /// The analysis of `text`.
    pub analysis: &'t Analysis,
    /// The words that count for nothing.
    pub void: &'t WordRanges,
    /// What the text says twice.
    pub repeats: &'t Repeats,
}

impl Side<'_> {
    /// How many words count: those outside [`void`](Self::void), and what stands twice once. O(1) for a text without
    /// repeats.
    #[must_use]
    pub fn counted_words(&self) -> usize {
        if self.repeats.words() == 0 {
            return self.analysis.len() - self.void.words();
        }
        self.counted_in(std::iter::once(0..self.analysis.len()))
    }

    /// How many words of the given stretches count; what stands in two of them, or twice in the text, once. O(words).
    #[must_use]
    pub fn counted_in(&self, stretches: impl Iterator<Item = Range<usize>>) -> usize {
        let void = self.void.to_flags(self.analysis.len());
        let mut counted = vec![false; self.analysis.len()];
        for word in stretches.flatten() {
            counted[self.repeats.first_standing(word)] |= !void[word];
        }
        counted.into_iter().filter(|&counted| counted).count()
    }
}
