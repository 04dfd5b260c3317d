//! One of the two texts of a comparison.

use std::ops::Range;

use wirecopy_text::Analysis;

use crate::{Prepared, RecurringRuns, Repeats, WordRanges};

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
    /// The 4-grams of the text that may stand in another text of the collection, if that is known.
    pub(crate) recurring: Option<&'t RecurringRuns>,
    pub(crate) prepared: Option<&'t Prepared<'t>>,
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
            recurring: None,
            prepared: None,
            counted_words: analysis.len() - void.words() - repeated,
        }
    }

    /// Says which runs of four words of the text may stand in another text of the collection that it is compared within:
    /// then no others are looked for there.
    #[must_use]
    pub fn with_recurring(self, recurring: &'t RecurringRuns) -> Self {
        Self {
            recurring: Some(recurring),
            ..self
        }
    }

    /// Takes what was found out of the text before, beside the same words that count for nothing.
    #[must_use]
    pub fn with_prepared(self, prepared: Option<&'t Prepared<'t>>) -> Self {
        Self { prepared, ..self }
    }

    /// What was found out of the text before.
    #[must_use]
    pub fn prepared(&self) -> Option<&'t Prepared<'t>> {
        self.prepared
    }

    /// The text itself.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Its analysis.
    #[must_use]
    pub fn analysis(&self) -> &'t Analysis {
        self.analysis
    }

    /// Its words that count for nothing.
    #[must_use]
    pub fn void(&self) -> &'t WordRanges {
        self.void
    }

    /// How many words count: those outside of what counts for nothing, and what stands twice once.
    #[must_use]
    pub fn counted_words(&self) -> usize {
        self.counted_words
    }

    /// How many words of the given stretches count; what stands in two of them, or twice in the text, once.
    ///
    /// In the number of stretches, unless the text says something twice: then O(words of the text).
    #[must_use]
    pub fn counted_in(&self, stretches: impl Iterator<Item = Range<usize>>) -> usize {
        if self.repeats.words() == 0 {
            let place = |word: usize| u32::try_from(word).unwrap_or(u32::MAX);
            let words = stretches.map(|words| place(words.start)..place(words.end));
            let words = WordRanges::from_ranges(words);
            let void = (words.as_slice().iter())
                .flat_map(|stretch| self.void.within(stretch))
                .map(|void| void.len())
                .sum::<usize>();
            return words.words() - void;
        }
        let void = self.void.to_flags(self.analysis.len());
        let mut counted = vec![false; self.analysis.len()];
        for first in stretches.flat_map(|words| self.repeats.first_standings(words)) {
            counted[first] = !void[first];
        }
        counted.into_iter().filter(|&counted| counted).count()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn words_of_stretches_are_counted_once_and_void_ones_never(
            words in prop::collection::vec(0_u32..30, 1..60),
            stretches in prop::collection::vec((0_usize..60, 0_usize..20), 0..6),
            void in prop::collection::vec((0_u32..60, 0_u32..10), 0..3),
            run_words in 2_usize..9,
        ) {
            let text = words.iter().map(|word| format!("word{word}")).collect::<Vec<_>>().join(" ");
            let analysis = Analysis::new(&text).expect("short");
            let len = analysis.len();
            let place = |word: u32| word.min(u32::try_from(len).expect("short"));
            let void = WordRanges::from_ranges(void.iter().map(|&(start, len)| place(start)..place(start + len)));
            let repeats = Repeats::new(&analysis, run_words);
            let side = Side::new(&text, &analysis, &void, &repeats);
            let stretches = stretches.iter().map(|&(start, words)| start.min(len)..(start + words).min(len));
            let wanted: HashSet<usize> = stretches
                .clone()
                .flatten()
                .map(|word| repeats.first_standing(word))
                .filter(|&word| !void.contains(u32::try_from(word).expect("short")))
                .collect();
            prop_assert_eq!(side.counted_in(stretches), wanted.len());
        }
    }
}
