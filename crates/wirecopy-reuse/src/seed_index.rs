//! The word n-grams of a collection, kept for texts that come later.

use std::collections::HashMap;
use std::ops::{ControlFlow, Range};

use rayon::prelude::*;
use wirecopy_text::{Analysis, DocId, shingle_hashes};

use crate::postings::{PARTS, Place, part_of, repeated_grams, word_grams};
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

/// The n-grams of one range of hashes.
#[derive(Debug, Clone)]
struct Part {
    /// Sorted; the places of earlier texts.
    settled: Vec<Place>,
    directory: Directory,
    /// Sorted; the places of later texts, few of them, so that a text is added without a move of all that were there.
    recent: Vec<Place>,
}

/// Recent places are settled when there is more than one for so many that are.
const SETTLED_PER_RECENT: usize = 8;

impl Part {
    fn empty() -> Self {
        Self {
            settled: Vec::new(),
            directory: Directory::of(&[]),
            recent: Vec::new(),
        }
    }

    /// Takes up sorted places of texts that come behind all that are there.
    fn extend(&mut self, places: Vec<Place>) {
        // Both are sorted, and a stable sort of two sorted runs merges them.
        self.recent.extend(places);
        self.recent.sort();
        if self.recent.len() * SETTLED_PER_RECENT > self.settled.len() {
            self.settled.reserve_exact(self.recent.len());
            self.settled.append(&mut self.recent);
            self.settled.sort();
            self.recent = Vec::new();
            self.directory = Directory::of(&self.settled);
        }
    }

    fn places(&self, gram: u64) -> Places<'_> {
        Places {
            settled: of_gram(&self.settled[self.directory.range(gram)], gram),
            recent: of_gram(&self.recent, gram),
        }
    }
}

/// Of sorted places, those of an n-gram.
fn of_gram(places: &[Place], gram: u64) -> &[Place] {
    let start = places.partition_point(|place| place.gram < gram);
    let length = places[start..].partition_point(|place| place.gram == gram);
    &places[start..start + length]
}

/// Where among the sorted places of a part its n-grams stand, by a few bits of their hashes: a search in all of them would
/// wait for memory a dozen times.
#[derive(Debug, Clone)]
struct Directory {
    /// For each value of the bits, where its places begin, one more entry than values.
    starts: Vec<u32>,
    bits: u32,
}

/// About so many places have the same bits.
const PLACES_PER_ENTRY: usize = 8;

impl Directory {
    fn of(sorted: &[Place]) -> Self {
        let entries = (sorted.len() / PLACES_PER_ENTRY).next_power_of_two();
        let bits = entries.trailing_zeros().clamp(1, 24);
        let mut directory = Self {
            starts: vec![0; (1 << bits) + 1],
            bits,
        };
        for place in sorted {
            directory.starts[entry(place.gram, bits) + 1] += 1;
        }
        let mut start = 0;
        for count in &mut directory.starts {
            start += *count;
            *count = start;
        }
        directory
    }

    fn range(&self, gram: u64) -> Range<usize> {
        let entry = entry(gram, self.bits);
        self.starts[entry] as usize..self.starts[entry + 1] as usize
    }
}

/// The bits of a hash behind those that say which part it is in.
fn entry(gram: u64, bits: u32) -> usize {
    let behind = gram << PARTS.trailing_zeros();
    usize::try_from(behind >> (u64::BITS - bits)).expect("few bits")
}

/// All places of one n-gram.
#[derive(Debug, Clone, Copy)]
struct Places<'i> {
    settled: &'i [Place],
    recent: &'i [Place],
}

impl<'i> Places<'i> {
    fn len(self) -> usize {
        self.settled.len() + self.recent.len()
    }

    /// By text and word: what is recent belongs to later texts.
    fn iter(self) -> impl Iterator<Item = &'i Place> {
        self.settled.iter().chain(self.recent)
    }

    /// The texts that hold it, ascending, each once.
    fn texts(self) -> impl Iterator<Item = DocId> {
        let texts = |places: &'i [Place]| places.chunk_by(|x, y| x.text == y.text);
        texts(self.settled)
            .chain(texts(self.recent))
            .map(|same| DocId(same[0].text))
    }
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
        self.candidate_pairs_with_progress(texts, |text| void.get(text), &|_, _| {
            ControlFlow::Continue(())
        })
        .expect("nobody says stop")
    }

    /// [`candidate_pairs`](Self::candidate_pairs) that can be told to stop; `void` gives the set of one text.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (texts done, of all) says so.
    ///
    /// # Panics
    /// When there are fewer texts than are indexed, or more than 2^32 - 1.
    pub fn candidate_pairs_with_progress<'v>(
        &self,
        texts: &[&Analysis],
        void: impl Fn(usize) -> Option<&'v WordRanges>,
        progress: Progress<'_>,
    ) -> Result<Vec<(DocId, DocId)>, Error> {
        let total = texts.len() as u64;
        report(progress, 0, total)?;
        let options = self.options.with_paired_from(self.texts);
        let mut of_new: Vec<Place> = Vec::new();
        let mut found = Vec::new();
        for (place, text) in texts.iter().enumerate().skip(self.texts) {
            found.clear();
            word_grams(text, void(place), options.seed_words, &mut found);
            let text = u32::try_from(place).expect("fewer texts than a `DocId` can number");
            of_new.extend(found.iter().map(|&(word, gram)| Place { gram, text, word }));
        }
        of_new.sort_unstable();
        let length = u32::try_from(options.seed_words).unwrap_or(u32::MAX);
        let counts = |place: &&Place| {
            let words = place.word..place.word + length;
            void(place.text as usize).is_none_or(|void| void.within(&words).next().is_none())
        };
        let mut places = Vec::with_capacity(of_new.len());
        for same in of_new.chunk_by(|x, y| x.gram == y.gram) {
            places.extend(self.places(same[0].gram).iter().filter(counts));
            places.extend(same);
        }
        let step = |_: f64| report(progress, 0, total);
        let seeds = Seeds::new(vec![places], texts, &options, &step)?;
        seeds.pairs(&|done| report(progress, done as u64, total))
    }

    /// The indexed texts that hold a run of [`seed_words`](SeedOptions::seed_words) words, given by its hash as
    /// [`shingle_hashes`] makes it; ascending, each once. O(log n), and O(1) for each place.
    pub fn holders(&self, run: u64) -> impl Iterator<Item = DocId> {
        self.places(run).texts()
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
        let runs: HashMap<u64, u64> = shingle_hashes(text.hashes(), run_words)
            .zip(grams)
            .collect();
        // Whoever holds a run holds the n-gram that it begins with.
        let mut places: Vec<Places<'_>> = runs.values().map(|&gram| self.places(gram)).collect();
        places.sort_unstable_by_key(|places| places.len());
        // Whoever holds half of the runs holds one of any half and one more: of those that the fewest hold.
        let wanted = places.len().div_ceil(2);
        let telling = places.len() - wanted + usize::from(wanted > 0);
        let asked = (places.iter())
            .take_while(|places| places.len() <= COMMON_HOLDERS)
            .count()
            .max(telling);
        // So many of them must be among those that are asked for.
        let least = wanted - (places.len() - asked);
        let mut holders: Vec<DocId> = places[..asked].iter().flat_map(|p| p.texts()).collect();
        holders.sort_unstable();
        holders
            .chunk_by(|x, y| x == y)
            .filter(|same| same.len() >= least)
            .map(|same| same[0])
            .collect()
    }

    /// All places of an n-gram.
    fn places(&self, gram: u64) -> Places<'_> {
        self.parts[part_of(gram)].places(gram)
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
            for run in all.iter().flat_map(|text| shingle_hashes(text.hashes(), 3)) {
                let holds = |text: &Analysis| shingle_hashes(text.hashes(), 3).any(|other| other == run);
                let wanted: Vec<usize> = (0..all.len()).filter(|&text| holds(all[text])).collect();
                prop_assert_eq!(index.holders(run).map(DocId::index).collect::<Vec<_>>(), wanted);
            }
        }

        #[test]
        fn a_directory_leads_to_all_places_of_a_gram(grams in prop::collection::vec(0_u64..1 << 58, 0..200)) {
            let mut places: Vec<Place> = (0_u32..)
                .zip(grams.iter().chain(grams.iter().take(40)))
                .map(|(text, &gram)| Place { gram, text, word: 0 })
                .collect();
            places.sort_unstable();
            let directory = Directory::of(&places);
            for &gram in grams.iter().chain(&[0, (1 << 58) - 1]) {
                prop_assert_eq!(of_gram(&places[directory.range(gram)], gram), of_gram(&places, gram));
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
