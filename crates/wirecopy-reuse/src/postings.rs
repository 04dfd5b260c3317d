//! Word n-grams that stand in more than one place, with all their places.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use wirecopy_text::{Analysis, shingle_hashes};

use crate::{Error, RecurringRuns, WordRanges};

/// One place of an n-gram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Hash of the n-gram's words.
    pub(crate) gram: u64,
    /// The text, as its position in the collection.
    pub(crate) text: u32,
    /// The n-gram's first word.
    pub(crate) word: u32,
}

impl Place {
    /// All of it as one number in the same order, which is compared without a branch.
    fn key(&self) -> u128 {
        u128::from(self.gram) << 64 | u128::from(self.text) << 32 | u128::from(self.word)
    }
}

/// Appends the n-grams of a text, by its place in the collection: the first word and the hash of each.
pub(crate) type Grams<'g> = &'g (dyn Fn(usize, &mut Vec<(u32, u64)>) + Sync);

/// In how many parts the n-grams are sorted: enough to share out among threads and to hear a stop between them, and
/// that what belongs to one of them lies close together in memory.
pub(crate) const PARTS: usize = 64;

/// About so many places are held at a time (half a gigabyte): of larger collections, one range of hashes after another.
const PLACES_AT_ONCE: usize = 1 << 25;

/// All places of the n-grams that may stand in `min_places` places or more: parts in the order of the n-grams' hashes,
/// each sorted by n-gram, text, word; all places of one n-gram are in one part.
///
/// Most n-grams of a collection stand once, and are not worth sorting. The places are dealt out by the high bits of
/// their hashes; then each part counts its own in a table of small counters that a cache holds (one table for all of
/// them would be a wait for memory at each place), and keeps those whose counter is high enough. Two n-grams that share a
/// counter only make the result a superset, which the caller's own grouping sees through.
///
/// `step` is called with how many of all steps, from 0 to 1, are done.
pub(crate) fn repeated_grams(
    texts: &[&Analysis],
    min_places: u8,
    grams: Grams<'_>,
    step: &(dyn Fn(f64) -> Result<(), Error> + Sync),
) -> Result<Vec<Vec<Place>>, Error> {
    let total: usize = texts.iter().map(|t| t.len()).sum();
    in_rounds(
        texts,
        total.div_ceil(PLACES_AT_ONCE),
        min_places,
        grams,
        step,
    )
}

/// [`repeated_grams`] of one range of hashes after another; in at most as many rounds as there are parts.
fn in_rounds(
    texts: &[&Analysis],
    rounds: usize,
    min_places: u8,
    grams: Grams<'_>,
    step: &(dyn Fn(f64) -> Result<(), Error> + Sync),
) -> Result<Vec<Vec<Place>>, Error> {
    let blocks = blocks_of(texts);
    let parts_at_once = PARTS.div_ceil(rounds.clamp(1, PARTS));
    let rounds = PARTS.div_ceil(parts_at_once);
    let (done, all) = (AtomicUsize::new(0), rounds * blocks.len() + PARTS);
    let tick = || step(done.fetch_add(1, Ordering::Relaxed) as f64 / all as f64);
    step(0.0)?;

    let mut repeated = Vec::with_capacity(PARTS);
    for first in (0..PARTS).step_by(parts_at_once) {
        let parts = first..(first + parts_at_once).min(PARTS);
        let dealt: Vec<Vec<Vec<Place>>> = blocks
            .par_iter()
            .map(|block| {
                let words = texts[block.clone()].iter().map(|text| text.len()).sum();
                let dealt = deal(block.clone(), words, &parts, grams);
                tick().map(|()| dealt)
            })
            .collect::<Result<_, _>>()?;
        let found: Vec<Vec<Place>> = (0..parts.len())
            .into_par_iter()
            .map(|part| {
                let places: Vec<&[Place]> =
                    dealt.iter().map(|parts| parts[part].as_slice()).collect();
                let repeated = repeated_places(&places, min_places);
                tick().map(|()| repeated)
            })
            .collect::<Result<_, _>>()?;
        repeated.extend(found);
    }
    Ok(repeated)
}

/// The places of a block's n-grams that belong to the parts, part by part; the block has so many words.
fn deal(
    block: Range<usize>,
    words: usize,
    parts: &Range<usize>,
    grams: Grams<'_>,
) -> Vec<Vec<Place>> {
    // Each word begins an n-gram at most, and hashes fall evenly into the parts: hardly a list ever grows.
    let share = words / PARTS;
    let room = share + share / 8 + 16;
    let mut dealt: Vec<Vec<Place>> = (parts.clone()).map(|_| Vec::with_capacity(room)).collect();
    let mut found = Vec::new();
    for text in block {
        let id = id(text);
        found.clear();
        grams(text, &mut found);
        for &(word, gram) in &found {
            if let Some(part) = part_of(gram).checked_sub(parts.start)
                && let Some(places) = dealt.get_mut(part)
            {
                places.push(Place {
                    gram,
                    text: id,
                    word,
                });
            }
        }
    }
    dealt
}

/// Of the places of one part, those of n-grams that may stand in `min_places` of them, sorted.
fn repeated_places(places: &[&[Place]], min_places: u8) -> Vec<Place> {
    let total: usize = places.iter().map(|places| places.len()).sum();
    let bits = (total * 2)
        .next_power_of_two()
        .trailing_zeros()
        .clamp(10, 24);
    // The highest bits say only which part it is.
    let counter = |gram: u64| high_bits(gram << PARTS.trailing_zeros(), u64::BITS - bits);
    let mut counters = vec![0_u8; 1 << bits];
    for place in places.iter().copied().flatten() {
        let counter = &mut counters[counter(place.gram)];
        *counter = counter.saturating_add(1);
    }
    let mut repeated: Vec<Place> = places
        .iter()
        .copied()
        .flatten()
        .filter(|place| counters[counter(place.gram)] >= min_places)
        .copied()
        .collect();
    repeated.sort_unstable_by_key(Place::key);
    repeated
}

/// Appends the runs of a text that may stand in a second place, each of `n` words, and touch no word of `void`.
pub(crate) fn recurring_grams(
    text: &Analysis,
    recurring: &RecurringRuns,
    void: Option<&WordRanges>,
    n: usize,
    grams: &mut Vec<(u32, u64)>,
) {
    let void = void
        .filter(|void| !void.is_empty() && !recurring.is_empty())
        .map(|void| void.to_flags(text.len()));
    let found = recurring.hashes(text.hashes()).filter(|&(word, _)| {
        void.as_ref()
            .is_none_or(|void| !void[word..word + n].contains(&true))
    });
    grams.extend(found.map(|(word, gram)| (id(word), gram)));
}

/// Appends the runs of `n` words of a text that touch no word of `void`.
pub(crate) fn word_grams(
    text: &Analysis,
    void: Option<&WordRanges>,
    n: usize,
    grams: &mut Vec<(u32, u64)>,
) {
    let void = void
        .filter(|void| !void.is_empty())
        .map(|void| void.to_flags(text.len()));
    let found = (0_u32..).zip(shingle_hashes(text.hashes(), n));
    grams.extend(found.filter(|&(word, _)| {
        void.as_ref()
            .is_none_or(|void| !void[word as usize..word as usize + n].contains(&true))
    }));
}

/// How many texts and words are gone through between two looks at the progress callback.
const TEXTS_IN_BLOCK: usize = 256;
const WORDS_IN_BLOCK: usize = 1 << 18;

/// Cuts the texts into blocks; a long text is one of its own.
pub(crate) fn blocks_of(texts: &[&Analysis]) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let (mut start, mut words) = (0, 0);
    for (text, analysis) in texts.iter().enumerate() {
        words += analysis.len();
        let end = text + 1;
        if words >= WORDS_IN_BLOCK || end - start >= TEXTS_IN_BLOCK || end == texts.len() {
            blocks.push(start..end);
            (start, words) = (end, 0);
        }
    }
    blocks
}

/// The part that an n-gram belongs to.
pub(crate) fn part_of(gram: u64) -> usize {
    high_bits(gram, u64::BITS - PARTS.trailing_zeros())
}

fn high_bits(gram: u64, shift: u32) -> usize {
    usize::try_from(gram >> shift).expect("at most 24 bits are left")
}

/// Texts and words are numbered in 32 bits.
fn id(place: usize) -> u32 {
    u32::try_from(place).expect(
        "callers refuse collections that a `DocId` cannot number, and a text has fewer words",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(analyses: &[Analysis], void: &[WordRanges]) -> Vec<Place> {
        let texts: Vec<&Analysis> = analyses.iter().collect();
        let grams =
            |text: usize, found: &mut Vec<_>| word_grams(texts[text], void.get(text), 3, found);
        repeated_grams(&texts, 2, &grams, &|_| Ok(()))
            .expect("not stopped")
            .concat()
    }

    #[test]
    fn every_repeated_gram_is_there_with_all_its_places() {
        let texts = [
            "one two three four five",
            "zero one two three four",
            "four three two one",
        ];
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        let places = places(&analyses, &[]);
        let found: Vec<(u32, u32)> = places.iter().map(|p| (p.text, p.word)).collect();
        for expected in [(0, 0), (1, 1), (0, 1), (1, 2)] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
    }

    proptest! {
        #[test]
        fn repeated_grams_are_those_that_a_count_of_all_finds(
            texts in prop::collection::vec(prop::collection::vec(0_u64..6, 0..30), 0..12),
            rounds in 1_usize..80,
            min_places in 1_u8..5,
        ) {
            let word = |number: &u64| format!("word{number}");
            let analyses: Vec<Analysis> = texts
                .iter()
                .map(|words| words.iter().map(word).collect::<Vec<_>>().join(" "))
                .map(|text| Analysis::new(&text).expect("short"))
                .collect();
            let texts: Vec<&Analysis> = analyses.iter().collect();
            let grams = |text: usize, found: &mut Vec<_>| word_grams(texts[text], None, 3, found);
            let found = in_rounds(&texts, rounds, min_places, &grams, &|_| Ok(())).expect("not stopped");
            prop_assert_eq!(found.len(), PARTS);
            let found = found.concat();
            prop_assert!(found.is_sorted());
            let mut all = Vec::new();
            for (text, analysis) in (0_u32..).zip(&texts) {
                let grams = shingle_hashes(analysis.hashes(), 3);
                all.extend((0_u32..).zip(grams).map(|(word, gram)| Place { gram, text, word }));
            }
            all.sort_unstable();
            // N-grams that share a counter may be there as well: what is asked for is, with all its places.
            let wanted: Vec<Place> = all
                .chunk_by(|x, y| x.gram == y.gram)
                .filter(|places| places.len() >= usize::from(min_places))
                .flatten()
                .copied()
                .collect();
            let grams_found: Vec<u64> = found.iter().map(|place| place.gram).collect();
            prop_assert!(wanted.iter().all(|place| found.binary_search(place).is_ok()));
            prop_assert!(all.iter().filter(|place| grams_found.contains(&place.gram)).eq(&found));
        }
    }

    #[test]
    fn a_gram_that_touches_void_words_is_left_out() {
        let texts = ["one two three four", "one two three four"];
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        let void = [
            WordRanges::from_ranges(std::iter::once(0..1)),
            WordRanges::default(),
        ];
        let places = places(&analyses, &void);
        assert!(
            !places.iter().any(|p| p.text == 0 && p.word == 0),
            "{places:?}"
        );
        assert!(
            places.iter().any(|p| p.text == 0 && p.word == 1),
            "{places:?}"
        );
    }
}
