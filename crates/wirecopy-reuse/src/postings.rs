//! Word n-grams that stand in more than one place, with all their places.

use std::sync::atomic::{AtomicU8, Ordering};

use rayon::prelude::*;
use wirecopy_text::{Analysis, shingle_hashes};

use crate::WordRanges;

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

/// All places of the n-grams that may stand in `min_places` places or more, sorted by n-gram, text, word.
///
/// Most n-grams of a collection stand once. A first pass counts them in a table of small counters indexed by
/// hash, a second keeps those whose counter is high enough; two n-grams that share a counter only make the
/// result a superset, which the caller's own grouping sees through. N-grams that touch a word of `void` are left out.
pub(crate) fn repeated_grams(
    texts: &[&Analysis],
    void: &[WordRanges],
    n: usize,
    min_places: u8,
) -> Vec<Place> {
    let total: usize = texts.iter().map(|t| t.len()).sum();
    let bits = (total * 2)
        .next_power_of_two()
        .trailing_zeros()
        .clamp(16, 27);
    let shift = u64::BITS - bits;
    let counters: Vec<AtomicU8> = (0..1_usize << bits).map(|_| AtomicU8::new(0)).collect();
    let counter = |gram: u64| {
        let index = usize::try_from(gram >> shift).expect("at most 27 bits are left");
        &counters[index]
    };
    let grams = |text: usize| {
        let analysis = texts[text];
        let void = void
            .get(text)
            .filter(|v| !v.is_empty())
            .map(|v| v.to_flags(analysis.len()));
        (0_u32..)
            .zip(shingle_hashes(analysis.hashes(), n))
            .filter(move |&(word, _)| {
                void.as_ref()
                    .is_none_or(|v| !v[word as usize..word as usize + n].contains(&true))
            })
    };

    (0..texts.len()).into_par_iter().for_each(|text| {
        for (_, gram) in grams(text) {
            // Stops well below the type's end, so that threads that race past the test cannot wrap it around.
            if counter(gram).load(Ordering::Relaxed) < 128 {
                counter(gram).fetch_add(1, Ordering::Relaxed);
            }
        }
    });
    let mut places: Vec<Place> = (0_u32..)
        .zip(0..texts.len())
        .collect::<Vec<_>>()
        .into_par_iter()
        .flat_map_iter(|(id, text)| {
            grams(text)
                .filter(|&(_, gram)| counter(gram).load(Ordering::Relaxed) >= min_places)
                .map(move |(word, gram)| Place {
                    gram,
                    text: id,
                    word,
                })
        })
        .collect();
    places.par_sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let places = repeated_grams(&analyses.iter().collect::<Vec<_>>(), &[], 3, 2);
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
        let places = repeated_grams(&analyses.iter().collect::<Vec<_>>(), &void, 3, 2);
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
