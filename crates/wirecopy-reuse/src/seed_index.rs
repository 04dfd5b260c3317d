//! The word n-grams of a collection, kept for texts that come later.

use std::ops::ControlFlow;

use rayon::prelude::*;
use wirecopy_text::{Analysis, DocId, shingle_hashes};

use crate::gram_places::{Part, Places, places_of};
use crate::postings::{PARTS, Place, repeated_grams, word_grams};
use crate::progress::report;
use crate::seeds::Seeds;
use crate::{Error, Progress, SeedOptions, WordRanges};

/// N-grams that more texts hold say little of which text is like another, and are asked last.
const COMMON_HOLDERS: usize = 64;

/// All word n-grams of a collection by their hashes, so that a new text finds the texts that share some with it without a
/// look at the others.
///
/// Seventeen bytes for each word of the collection. Words that count for nothing are in it too: where they stand is known
/// only when somebody asks, and wholes are compared with them.
///
/// # Example
/// ```
/// use wirecopy_reuse::{SeedIndex, SeedOptions};
/// use wirecopy_text::Analysis;
///
/// let old = ["The quay burnt.", "Divers found three breaches below the waterline of the ferry."];
/// let old = old.map(Analysis::new).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let options = SeedOptions::default();
/// let index = SeedIndex::new(&old.iter().collect::<Vec<_>>(), &options);
///
/// let new = Analysis::new("Divers found three breaches below the waterline, we hear.")?;
/// let texts: Vec<&Analysis> = old.iter().chain([&new]).collect();
/// let pairs = index.candidate_pairs(&texts, &[]);
/// assert_eq!(pairs.len(), 1);
/// assert_eq!((pairs[0].0.index(), pairs[0].1.index()), (1, 2));
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct SeedIndex {
    /// By the high bits of the hashes.
    parts: Vec<Part>,
    texts: usize,
    options: SeedOptions,
}

impl SeedIndex {
    /// Indexes the texts of a collection; of the options, [`paired_from`](SeedOptions::paired_from) counts for nothing here.
    ///
    /// O(n log n) in the words, in parallel over texts and n-grams.
    ///
    /// # Panics
    /// With more than 2^32 - 1 texts.
    #[must_use]
    pub fn new(texts: &[&Analysis], options: &SeedOptions) -> Self {
        let mut index = Self::empty(options);
        index
            .extend_with_progress(texts, &|_, _| ControlFlow::Continue(()))
            .expect("nobody says stop, and texts that can be numbered");
        index
    }

    /// An index of no texts, to be extended.
    #[must_use]
    pub fn empty(options: &SeedOptions) -> Self {
        Self {
            parts: vec![Part::empty(); PARTS],
            texts: 0,
            options: *options,
        }
    }

    /// Takes up more texts, behind those that are indexed; tells how far it is (hundredths, of 100) and can be told to
    /// stop.
    ///
    /// O(n log n) in the words of the new texts, and a move of an eighth of the places that are there; a move of all of them
    /// when they have grown by an eighth.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` says so; [`Error::TooManyTexts`] above 2^32 - 1 texts. Then nothing was taken
    /// up.
    pub fn extend_with_progress(
        &mut self,
        texts: &[&Analysis],
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let (given, max) = (self.texts + texts.len(), u32::MAX as usize);
        let first = u32::try_from(self.texts);
        let Some(first) = first.ok().filter(|_| given <= max) else {
            return Err(Error::TooManyTexts { given, max });
        };
        let grams = |text: usize, found: &mut Vec<_>| {
            word_grams(texts[text], None, self.options.seed_words, found);
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 to 100"
        )]
        let hundredths = |part: f64| report(progress, (part * 100.0) as u64, 100);
        let found = repeated_grams(texts, 1, &grams, &hundredths)?;
        self.parts
            .par_iter_mut()
            .zip(found)
            .for_each(|(part, mut places)| {
                for place in &mut places {
                    place.text += first;
                }
                part.extend(places);
            });
        self.texts = given;
        Ok(())
    }

    /// How many texts are indexed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts
    }

    /// Whether no text is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts == 0
    }

    /// The parameters of its n-grams.
    pub fn options(&self) -> &SeedOptions {
        &self.options
    }

    /// The candidates that [`candidate_pairs`](crate::candidate_pairs) finds for new texts: the same pairs, without going
    /// through the old texts.
    ///
    /// `texts` are those that are indexed, in the same order, and the new ones behind them; `void` has one set for each of
    /// them, or none at all. Sorted; in each pair, the second text is a new one. In the words of the new texts and the
    /// places of their n-grams.
    ///
    /// # Panics
    /// When there are fewer texts than are indexed, or more than 2^32 - 1.
    #[must_use]
    pub fn candidate_pairs(&self, texts: &[&Analysis], void: &[WordRanges]) -> Vec<(DocId, DocId)> {
        self.candidate_pairs_with_progress(
            texts.len() - self.texts,
            &|text| texts[text],
            |text| void.get(text),
            &|_, _| ControlFlow::Continue(()),
        )
        .expect("nobody says stop")
    }

    /// [`candidate_pairs`](Self::candidate_pairs) of so many `new` texts that can be told to stop. `text_of` gives a text, those
    /// that are indexed first, and `void` its set: of those that are indexed, only some are asked for.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (texts done, of all) says so.
    ///
    /// # Panics
    /// With more than 2^32 - 1 texts.
    pub fn candidate_pairs_with_progress<'v>(
        &self,
        new: usize,
        text_of: &(dyn Fn(usize) -> &'v Analysis + Sync),
        void: impl Fn(usize) -> Option<&'v WordRanges>,
        progress: Progress<'_>,
    ) -> Result<Vec<(DocId, DocId)>, Error> {
        let all = self.texts + new;
        let total = all as u64;
        report(progress, 0, total)?;
        let options = self.options.with_paired_from(self.texts);
        let mut of_new: Vec<Place> = Vec::new();
        let mut found = Vec::new();
        for place in self.texts..all {
            found.clear();
            word_grams(text_of(place), void(place), options.seed_words, &mut found);
            let text = u32::try_from(place).expect("fewer texts than a `DocId` can number");
            of_new.extend(found.iter().map(|&(word, gram)| Place { gram, text, word }));
        }
        of_new.sort_unstable();
        let length = u32::try_from(options.seed_words).unwrap_or(u32::MAX);
        let counts = |place: &&Place| {
            let words = place.word..place.word + length;
            void(place.text as usize).is_none_or(|void| void.within(&words).next().is_none())
        };
        let alike: Vec<&[Place]> = of_new.chunk_by(|x, y| x.gram == y.gram).collect();
        let held = self.places_of(alike.iter().map(|same| same[0].gram));
        // An n-gram that more texts hold leads to its earliest holders, whoever the others are.
        let enough = options.heavy_links.max(options.max_texts + 1);
        let mut places = Vec::with_capacity(of_new.len());
        for (same, held) in alike.into_iter().zip(held) {
            let (mut texts, mut last) = (0, None);
            places.extend(held.iter().filter(counts).take_while(|place| {
                texts += usize::from(last.replace(place.text) != Some(place.text));
                texts <= enough
            }));
            places.extend(same);
        }
        let step = |_: f64| report(progress, 0, total);
        let words_of = |text: usize| text_of(text).len();
        let seeds = Seeds::new(vec![places], (all, &words_of), &options, &step)?;
        seeds.pairs(&|done| report(progress, done as u64, total))
    }

    /// For each run of [`seed_words`](SeedOptions::seed_words) words, given by its hash as [`shingle_hashes`] makes it, the
    /// indexed texts that hold it; ascending, each once. O(1) for each run, and for each of its places.
    pub fn holders(
        &self,
        runs: impl ExactSizeIterator<Item = u64>,
    ) -> impl Iterator<Item = impl Iterator<Item = DocId>> {
        self.places_of(runs).into_iter().map(Places::texts)
    }

    /// The indexed texts that hold at least half of the runs of `run_words` words of a new one, as far as the n-grams tell:
    /// all that do, ascending, and maybe some that hold fewer.
    ///
    /// A run counts once however often it stands. With runs that are shorter than an n-gram nothing is found.
    #[must_use]
    pub fn holders_of_half(&self, text: &Analysis, run_words: usize) -> Vec<DocId> {
        if run_words < self.options.seed_words {
            return Vec::new();
        }
        let grams = shingle_hashes(text.hashes(), self.options.seed_words);
        let mut runs: Vec<(u64, u64)> = shingle_hashes(text.hashes(), run_words)
            .zip(grams)
            .collect();
        runs.sort_unstable();
        runs.dedup_by_key(|&mut (run, _)| run);
        // Whoever holds a run holds the n-gram that it begins with.
        let places = self.places_of(runs.iter().map(|&(_, gram)| gram));
        let (mut asked, mut common): (Vec<Places<'_>>, Vec<Places<'_>>) =
            (places.iter()).partition(|places| places.len() <= COMMON_HOLDERS);
        // Whoever holds half of the runs holds one of any half and one more: of those that the fewest hold.
        let wanted = places.len().div_ceil(2);
        let telling = places.len() - wanted + usize::from(wanted > 0);
        if asked.len() < telling {
            common.sort_unstable_by_key(|places| places.len());
            asked.extend(&common[..telling - asked.len()]);
        }
        // So many of them must be among those that are asked for.
        let least = wanted - (places.len() - asked.len());
        let mut holders: Vec<DocId> = asked.iter().flat_map(|p| p.texts()).collect();
        holders.sort_unstable();
        holders
            .chunk_by(|x, y| x == y)
            .filter(|same| same.len() >= least)
            .map(|same| same[0])
            .collect()
    }

    fn places_of(&self, grams: impl ExactSizeIterator<Item = u64>) -> Vec<Places<'_>> {
        places_of(&self.parts, grams)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::candidate_pairs;
    use proptest::prelude::*;

    /// Texts of few different words, and stretches of them that count for nothing.
    fn texts() -> impl Strategy<Value = Vec<(String, WordRanges)>> {
        let word = prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "g"]);
        let words = prop::collection::vec(word, 0..25);
        let void = prop::collection::vec((0_u32..25, 1_u32..4), 0..2);
        let text = (words, void).prop_map(|(words, void)| {
            let inside = |place: u32| place.min(u32::try_from(words.len()).expect("short"));
            let void = void
                .into_iter()
                .map(|(start, len)| inside(start)..inside(start + len));
            (words.join(" "), WordRanges::from_ranges(void))
        });
        prop::collection::vec(text, 0..16)
    }

    proptest! {
        #[test]
        fn the_index_finds_the_candidates_that_a_pass_over_all_texts_finds(
            texts in texts(),
            old in 0_usize..16,
            later in 0_usize..3,
            max_texts in 1_usize..6,
        ) {
            let options = SeedOptions { seed_words: 3, max_texts, heavy_links: 2, ..SeedOptions::default() };
            let (texts, void): (Vec<String>, Vec<WordRanges>) = texts.into_iter().unzip();
            let analyses: Vec<Analysis> = texts.iter().map(|text| Analysis::new(text).expect("short")).collect();
            let all: Vec<&Analysis> = analyses.iter().collect();
            let old = old.min(all.len());
            // In two steps or in one: few that come later are kept apart.
            let mut index = SeedIndex::new(&all[..old.saturating_sub(later)], &options);
            index.extend_with_progress(&all[old.saturating_sub(later)..old], &|_, _| ControlFlow::Continue(()))
                .expect("not cancelled");
            prop_assert_eq!(index.len(), old);
            let wanted = candidate_pairs(&all, &void, &options.with_paired_from(old), &|_, _| ControlFlow::Continue(()));
            prop_assert_eq!(Ok(index.candidate_pairs(&all, &void)), wanted);
        }

        #[test]
        fn the_holders_of_a_run_are_the_texts_that_have_it(texts in texts(), late in 0_usize..3) {
            let analyses: Vec<Analysis> = texts.iter().map(|(text, _)| Analysis::new(text).expect("short")).collect();
            let all: Vec<&Analysis> = analyses.iter().collect();
            let options = SeedOptions { seed_words: 3, ..SeedOptions::default() };
            let (early, late) = all.split_at(all.len().saturating_sub(late));
            let mut index = SeedIndex::new(early, &options);
            for text in late {
                index.extend_with_progress(&[text], &|_, _| ControlFlow::Continue(())).expect("not cancelled");
            }
            let runs: Vec<u64> = all.iter().flat_map(|text| shingle_hashes(text.hashes(), 3)).collect();
            for (&run, holders) in runs.iter().zip(index.holders(runs.iter().copied())) {
                let holds = |text: &Analysis| shingle_hashes(text.hashes(), 3).any(|other| other == run);
                let wanted: Vec<usize> = (0..all.len()).filter(|&text| holds(all[text])).collect();
                prop_assert_eq!(holders.map(DocId::index).collect::<Vec<_>>(), wanted);
            }
        }

        #[test]
        fn no_text_that_holds_half_of_the_runs_is_missed(texts in texts()) {
            let analyses: Vec<Analysis> = texts.iter().map(|(text, _)| Analysis::new(text).expect("short")).collect();
            let all: Vec<&Analysis> = analyses.iter().collect();
            let options = SeedOptions { seed_words: 3, ..SeedOptions::default() };
            let (early, late) = all.split_at(all.len() * 9 / 10);
            let mut index = SeedIndex::new(early, &options);
            index.extend_with_progress(late, &|_, _| ControlFlow::Continue(())).expect("not cancelled");
            let runs = |text: &Analysis| shingle_hashes(text.hashes(), 4).collect::<HashSet<u64>>();
            for new in &all {
                let found = index.holders_of_half(new, 4);
                let of_new = runs(new);
                for (place, old) in all.iter().enumerate() {
                    let shared = runs(old).intersection(&of_new).count();
                    if !of_new.is_empty() && 2 * shared >= of_new.len() {
                        prop_assert!(found.iter().any(|text| text.index() == place));
                    }
                }
            }
        }
    }
}
