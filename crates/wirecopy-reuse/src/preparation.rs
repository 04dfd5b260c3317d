//! What a text is whatever it is compared with.

use wirecopy_text::{Analysis, Language, Marks};

use crate::matches::GramTable;
use crate::names::{Capitals, Look};
use crate::paraphrase::{KnownStems, Root};
use crate::weights::KeptHolders;
use crate::{Tally, TermWeights, WordRanges};

/// What a comparison finds out of a text and the next one would find out again, kept: for long texts that are compared often,
/// each time with one or two others.
///
/// Nothing of it depends on what words weigh, which changes with each text that joins the collection: a weight is worked out
/// of what is here without a look at the tables of all words, where each would wait for memory.
///
/// About 20 bytes for each word, and as many for its n-grams as long as they are there.
#[derive(Debug, Clone)]
pub struct Preparation {
    /// Those that are no function words and count, and all others.
    words: Tally,
    holders: KeptHolders,
    /// Of all of them; none where they are not known.
    roots: Box<[Root]>,
    language: Option<Language>,
    pub(crate) looks: Box<[Look]>,
    pub(crate) names: Box<[Option<bool>]>,
    pub(crate) grams: Grams,
}

/// What is known of the n-grams of a text.
#[derive(Debug, Clone)]
pub(crate) enum Grams {
    /// To be asked for those of many others; and whether it is crowded.
    Table(GramTable, bool),
    /// Whether a table of them is [crowded](GramTable::is_crowded).
    Crowded(bool),
}

impl Preparation {
    /// Prepares a text beside its words that count for nothing, for comparisons with many others. O(words).
    #[must_use]
    pub fn new(text: &Analysis, void: &WordRanges, weights: &TermWeights) -> Self {
        let void = void.to_flags(text.len());
        let is_plain = |word: usize| !void[word] && !text.marks()[word].contains(Marks::FUNCTION);
        let words = Tally::of_all(text, is_plain);
        let grams = GramTable::new(text.hashes(), &void);
        let crowded = grams.is_crowded();
        let capitals = Capitals::new(text.marks());
        Self {
            holders: weights.holders_to_keep(words.all_hashes()),
            words,
            roots: Box::default(),
            language: None,
            looks: Look::of_words(text.hashes(), text.marks()),
            names: (0..text.len())
                .map(|word| capitals.says_name(word))
                .collect(),
            grams: Grams::Table(grams, crowded),
        }
    }

    /// Keeps the stems of its words, if all are known, and lets go what is of use in comparisons with many others only: for a
    /// text that is kept.
    #[must_use]
    pub fn kept(mut self, language: Option<Language>, known: &KnownStems) -> Self {
        self.language = language;
        let roots = self.words.all_hashes().iter().map(|&word| known.get(word));
        self.roots = roots.collect::<Option<_>>().unwrap_or_default();
        if let Grams::Table(_, crowded) = self.grams {
            self.grams = Grams::Crowded(crowded);
        }
        self
    }

    /// Works out what its different words weigh among the texts of one check.
    #[must_use]
    pub fn beside(&self, weights: &TermWeights) -> Prepared<'_> {
        let holders = weights.holders_by(&self.holders, self.words.all_hashes());
        let holders: Vec<usize> = holders.collect();
        let words = holders.iter().zip(self.words.all_marks());
        Prepared {
            before: self,
            weights: words
                .map(|(&holders, &marks)| weights.by_holders(holders, marks))
                .collect(),
            holders,
        }
    }
}

/// A text that was prepared beforehand, among the texts of one check.
#[derive(Debug, Clone)]
pub struct Prepared<'p> {
    pub(crate) before: &'p Preparation,
    /// How many texts hold each different word, and what it weighs.
    holders: Vec<usize>,
    weights: Vec<f32>,
}

impl Prepared<'_> {
    /// The words that are no function words and count.
    #[must_use]
    pub fn plain(&self) -> &Tally {
        &self.before.words
    }

    /// What each of the [`plain`](Self::plain) words weighs.
    #[must_use]
    pub fn plain_weights(&self) -> &[f32] {
        &self.weights[..self.plain().hashes().len()]
    }

    /// What each word of the text weighs, also those that count for nothing.
    pub(crate) fn weights(&self) -> Vec<f32> {
        self.before.words.spread(&self.weights)
    }

    /// All different words.
    pub(crate) fn words(&self) -> &Tally {
        &self.before.words
    }

    /// The root of each different word, how many texts hold it, and its marks, if the roots are known in this language.
    pub(crate) fn rooted(
        &self,
        language: Option<Language>,
    ) -> Option<impl Iterator<Item = (Root, usize, Marks)>> {
        let (roots, marks) = (&self.before.roots, self.before.words.all_marks());
        let known = self.before.language == language && roots.len() == marks.len();
        known.then(|| {
            let words = roots.iter().zip(&self.holders).zip(marks);
            words.map(|((&root, &holders), &marks)| (root, holders, marks))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{AlignOptions, Aligner, Repeats, Side};

    proptest! {
        /// Of few different words: then a table of n-grams is crowded now and then.
        #[test]
        fn what_is_prepared_changes_no_passage(
            a in prop::collection::vec(0_usize..6, 0..90),
            b in prop::collection::vec(0_usize..6, 0..90),
            monotonous in 0_usize..40,
            void in 0_u32..60,
        ) {
            const WORDS: [&str; 6] = ["the", "harbour", "Orrin", "sank", "17", "divers"];
            let text = |words: &[usize], monotonous| {
                let words = words.iter().copied().chain(std::iter::repeat_n(1, monotonous));
                words.map(|word| WORDS[word]).collect::<Vec<_>>().join(" ")
            };
            let (a, b) = (text(&a, monotonous), text(&b, monotonous / 2));
            let (words_a, words_b) = (Analysis::new(&a).expect("short"), Analysis::new(&b).expect("short"));
            let end = |words: &Analysis| u32::try_from(words.len()).expect("short");
            let (void_a, void_b) = (void.min(end(&words_a)), void.min(end(&words_b)));
            let void_a = WordRanges::from_ranges(Some(void_a..(void_a + 5).min(end(&words_a))));
            let void_b = WordRanges::from_ranges(Some(void_b..(void_b + 9).min(end(&words_b))));
            let repeats = Repeats::default();
            let weights = TermWeights::from_texts(&[&words_a]).joined_by(&[&words_b]);
            let side_a = Side::new(&a, &words_a, &void_a, &repeats);
            let side_b = Side::new(&b, &words_b, &void_b, &repeats);
            let passages = |a, b| {
                let options = AlignOptions::default();
                Aligner::new(side_a.with_prepared(a), &weights, &options).passages(side_b.with_prepared(b))
            };
            let fresh = |words, void| Preparation::new(words, void, &weights);
            let kept = |prepared: Preparation| prepared.kept(None, &KnownStems::default());
            let (of_a, of_b) = (fresh(&words_a, &void_a), fresh(&words_b, &void_b));
            let (kept_a, kept_b) = (kept(of_a.clone()), kept(of_b.clone()));
            let [of_a, of_b, kept_a, kept_b] =
                [&of_a, &of_b, &kept_a, &kept_b].map(|preparation| preparation.beside(&weights));
            let wanted = passages(None, None);
            for (a, b) in [
                (Some(&of_a), Some(&of_b)),
                (Some(&kept_a), Some(&of_b)),
                (Some(&of_a), Some(&kept_b)),
                (Some(&kept_a), Some(&kept_b)),
                (None, Some(&of_b)),
            ] {
                prop_assert_eq!(&passages(a, b), &wanted);
            }
        }
    }
}
