//! Word n-grams that stand in more than one place, with all their places.

use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use rayon::prelude::*;
use wirecopy_text::{Analysis, shingle_hashes};

use crate::{Error, WordRanges};

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

/// Appends the n-grams of a text, by its place in the collection: the first word and the hash of each.
pub(crate) type Grams<'g> = &'g (dyn Fn(usize, &mut Vec<(u32, u64)>) + Sync);

/// In how many parts the n-grams are sorted: enough to share out among threads and to hear a stop between them.
const PARTS: usize = 64;

/// All places of the n-grams that may stand in `min_places` places or more: parts in the order of the n-grams' hashes,
/// each sorted by n-gram, text, word; all places of one n-gram are in one part.
///
/// Most n-grams of a collection stand once. A first pass counts them in a table of small counters indexed by
/// hash, a second keeps those whose counter is high enough; two n-grams that share a counter only make the
/// result a superset, which the caller's own grouping sees through.
///
/// `step` is called with how many of all steps, from 0 to 1, are done.
pub(crate) fn repeated_grams(
    texts: &[&Analysis],
    min_places: u8,
    grams: Grams<'_>,
    step: &(dyn Fn(f64) -> Result<(), Error> + Sync),
) -> Result<Vec<Vec<Place>>, Error> {
    let total: usize = texts.iter().map(|t| t.len()).sum();
    let bits = (total * 2)
        .next_power_of_two()
        .trailing_zeros()
        .clamp(16, 27);
    let shift = u64::BITS - bits;
    let mut counters: Vec<AtomicU8> = Vec::with_capacity(1 << bits);
    while counters.len() < 1 << bits {
        step(0.0)?;
        counters.resize_with(counters.len() + COUNTERS_UNHEARD.min(1 << bits), || {
            AtomicU8::new(0)
        });
    }
    let counter = |gram: u64| &counters[high_bits(gram, shift)];

    let blocks = blocks_of(texts);
    let (done, all) = (AtomicUsize::new(0), 2 * blocks.len() + PARTS);
    let tick = || step(done.fetch_add(1, Ordering::Relaxed) as f64 / all as f64);

    blocks.par_iter().try_for_each(|block| {
        let mut found = Vec::new();
        for text in block.clone() {
            found.clear();
            grams(text, &mut found);
            for &(_, gram) in &found {
                // Stops well below the type's end, so that threads that race past the test cannot wrap it around.
                if counter(gram).load(Ordering::Relaxed) < 128 {
                    counter(gram).fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        tick()
    })?;
    let kept: Vec<Vec<Vec<Place>>> = blocks
        .par_iter()
        .map(|block| {
            let mut parts = vec![Vec::new(); PARTS];
            let mut found = Vec::new();
            for (text, id) in block.clone().map(|text| (text, id(text))) {
                found.clear();
                grams(text, &mut found);
                for &(word, gram) in &found {
                    if counter(gram).load(Ordering::Relaxed) >= min_places {
                        let part = high_bits(gram, u64::BITS - PARTS.trailing_zeros());
                        parts[part].push(Place {
                            gram,
                            text: id,
                            word,
                        });
                    }
                }
            }
            tick().map(|()| parts)
        })
        .collect::<Result<_, _>>()?;
    drop(counters);
    (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut places = kept
                .iter()
                .map(|parts| parts[part].as_slice())
                .collect::<Vec<_>>()
                .concat();
            places.sort_unstable();
            tick().map(|()| places)
        })
        .collect()
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

/// How many counters are made, texts and words gone through between two looks at the progress callback.
const COUNTERS_UNHEARD: usize = 1 << 22;
const TEXTS_IN_BLOCK: usize = 256;
const WORDS_IN_BLOCK: usize = 1 << 18;

/// Cuts the texts into blocks; a long text is one of its own.
fn blocks_of(texts: &[&Analysis]) -> Vec<Range<usize>> {
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

fn high_bits(gram: u64, shift: u32) -> usize {
    usize::try_from(gram >> shift).expect("at most 27 bits are left")
}

fn id(text: usize) -> u32 {
    u32::try_from(text).expect("callers refuse collections that a `DocId` cannot number")
}

#[cfg(test)]
mod tests {
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
