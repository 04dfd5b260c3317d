//! Where the n-grams of a collection stand, ready to be looked up.

use std::ops::Range;

use wirecopy_text::DocId;

use crate::postings::{PARTS, Place, part_of};

/// The n-grams of one range of hashes.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Sorted; the places of earlier texts.
    settled: Vec<Place>,
    directory: Directory,
    /// Sorted; the places of later texts, few of them, so that a text is added without a move of all that were there.
    recent: Vec<Place>,
}

/// Recent places are settled when there is more than one for so many that are.
const SETTLED_PER_RECENT: usize = 8;

impl Part {
    pub(crate) fn empty() -> Self {
        Self {
            settled: Vec::new(),
            directory: Directory::of(&[]),
            recent: Vec::new(),
        }
    }

    /// Takes up sorted places of texts that come behind all that are there.
    pub(crate) fn extend(&mut self, places: Vec<Place>) {
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

    /// The settled places among which those of an n-gram are.
    fn near(&self, gram: u64) -> &[Place] {
        &self.settled[self.directory.range(gram)]
    }
}

/// So many n-grams are looked up together.
const TOGETHER: usize = 64;

/// All places of each of some n-grams, in their order; the parts are those of one index.
///
/// A look waits for memory twice, at the directory and at the places. Looks that do not depend on one another wait together:
/// hence one step after the other for many n-grams, and no branch on what is still on its way.
pub(crate) fn places_of(
    parts: &[Part],
    grams: impl ExactSizeIterator<Item = u64>,
) -> Vec<Places<'_>> {
    let mut found = Vec::with_capacity(grams.len());
    let mut near: Vec<(u64, &Part, &[Place])> = Vec::with_capacity(TOGETHER);
    let mut bounds: Vec<[u64; 2]> = Vec::with_capacity(TOGETHER);
    let mut grams = grams.peekable();
    while grams.peek().is_some() {
        near.clear();
        near.extend(grams.by_ref().take(TOGETHER).map(|gram| {
            let part = &parts[part_of(gram)];
            (gram, part, part.near(gram))
        }));
        bounds.clear();
        bounds.extend((near.iter()).map(|(_, _, near)| match near {
            [] => [u64::MAX; 2],
            [first, ..] => [first.gram, near[near.len() - 1].gram],
        }));
        found.extend(
            near.iter()
                .zip(&bounds)
                .map(|(&(gram, part, near), &[first, last])| {
                    let may_be_there = first <= gram && gram <= last;
                    Places {
                        settled: of_gram(if may_be_there { near } else { &[] }, gram),
                        recent: of_gram(&part.recent, gram),
                    }
                }),
        );
    }
    found
}

/// Of so few places all are compared: where a search turns nobody can foresee.
const COMPARED: usize = 32;

/// Of sorted places, those of an n-gram.
fn of_gram(places: &[Place], gram: u64) -> &[Place] {
    let (start, length) = if places.len() <= COMPARED {
        let before = places.iter().filter(|place| place.gram < gram).count();
        let equal = places.iter().filter(|place| place.gram == gram).count();
        (before, equal)
    } else {
        let start = places.partition_point(|place| place.gram < gram);
        let length = places[start..].partition_point(|place| place.gram == gram);
        (start, length)
    };
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
pub(crate) struct Places<'i> {
    settled: &'i [Place],
    recent: &'i [Place],
}

impl<'i> Places<'i> {
    pub(crate) fn len(self) -> usize {
        self.settled.len() + self.recent.len()
    }

    /// By text and word: what is recent belongs to later texts.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'i Place> {
        self.settled.iter().chain(self.recent)
    }

    /// The texts that hold it, ascending, each once.
    pub(crate) fn texts(self) -> impl Iterator<Item = DocId> {
        let texts = |places: &'i [Place]| places.chunk_by(|x, y| x.text == y.text);
        texts(self.settled)
            .chain(texts(self.recent))
            .map(|same| DocId(same[0].text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
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
        fn many_looks_find_what_a_pass_over_all_places_finds(
            texts in prop::collection::vec(prop::collection::vec(0_u64..40, 0..60), 0..5),
            asked in prop::collection::vec(0_u64..50, 0..150),
            settled in 0_usize..5,
        ) {
            // Few n-grams, some of them in many places, spread over all parts and crowded in a few.
            let gram = |word: u64| ((word % 5) << 58) | (word / 5);
            let mut parts = vec![Part::empty(); PARTS];
            let mut all: Vec<Place> = Vec::new();
            for (text, words) in (0_u32..).zip(&texts) {
                let mut places: Vec<Place> = (0_u32..)
                    .zip(words)
                    .map(|(word, &of_word)| Place { gram: gram(of_word), text, word })
                    .collect();
                places.sort_unstable();
                all.extend_from_slice(&places);
                for (number, part) in parts.iter_mut().enumerate() {
                    let of_part: Vec<Place> =
                        places.iter().copied().filter(|place| part_of(place.gram) == number).collect();
                    if text as usize <= settled {
                        part.extend(of_part);
                    } else {
                        part.recent.extend(of_part);
                        part.recent.sort_unstable();
                    }
                }
            }
            let found = places_of(&parts, asked.iter().map(|&word| gram(word)));
            prop_assert_eq!(found.len(), asked.len());
            for (places, &word) in found.iter().zip(&asked) {
                let wanted: Vec<&Place> = all.iter().filter(|place| place.gram == gram(word)).collect();
                prop_assert_eq!(places.len(), wanted.len());
                prop_assert_eq!(places.iter().collect::<Vec<_>>(), wanted);
            }
        }
    }
}
