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
    pub(crate) text: &'t str,
    pub(crate) analysis: &'t Analysis,
    pub(crate) void: &'t WordRanges,
    repeats: &'t Repeats,
    counted_words: usize,
}

impl<'t> Side<'t> {
    /// Puts together a text, its analysis, its words that count for nothing and what it says twice.
    #[must_use]
    pub fn new(
        text: &'t str,
        analysis: &'t Analysis,
        void: &'t WordRanges,
        repeats: &'t Repeats,
    ) -> Self {
        let repeated = repeats.outside(void);
        Self {
            text,
            analysis,
            void,
            repeats,
            counted_words: analysis.len() - void.words() - repeated,
        }
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// How many words count: those outside of what counts for nothing, and what stands twice once.
    #[must_use]
    pub fn counted_words(&self) -> usize {
        self.counted_words
    }

    /// How many words of the given stretches count; what stands in two of them, or twice in the text, once.
    /// O(words of the text).
    #[must_use]
    pub fn counted_in(&self, stretches: impl Iterator<Item = Range<usize>>) -> usize {
        let void = self.void.to_flags(self.analysis.len());
        let mut counted = vec![false; self.analysis.len()];
        for word in stretches.flatten() {
            let first = self.repeats.first_standing(word);
            counted[first] = !void[first];
        }
        counted.into_iter().filter(|&counted| counted).count()
    }
}
