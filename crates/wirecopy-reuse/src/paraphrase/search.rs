//! From the sentences of two texts to those that say the same.

use std::ops::Range;

use crate::paraphrase::fragments::{Fragment, fragments};
use crate::paraphrase::overlap::{Overlap, Stretch, Worded, overlap};
use crate::paraphrase::passages::passage;
use crate::paraphrase::stems::{Stem, Stems};
use crate::progress::{report, report_step};
use crate::{Error, ParaphraseOptions, Passage, Progress, Side};

/// How many places of one stem in the first text are tried for each place in the second.
const PLACES_TRIED: usize = 16;

const NONE: u32 = u32::MAX;

/// Finds what one text says in the words of others, but in another order or with other endings.
///
/// The text is prepared once; each search then costs time in the length of both texts and in the number of words that
/// they share. Only words that no passage has yet are looked at. See the options for what is accepted.
pub struct Paraphraser<'t> {
    a: Worded<'t>,
    places: Places,
    options: ParaphraseOptions,
}

impl std::fmt::Debug for Paraphraser<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Paraphraser")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// A stretch of both texts that is alike, in numbers of fragments.
#[derive(Debug, Clone)]
struct Found {
    a: Range<usize>,
    b: Range<usize>,
    overlap: Overlap,
}

impl<'t> Paraphraser<'t> {
    /// Prepares the text `a`, the stems of which are given. O(words of a).
    #[must_use]
    pub fn new(a: Side<'t>, stems: &'t Stems, options: &ParaphraseOptions) -> Self {
        let a = Worded::new(a, stems);
        Self {
            places: Places::new(&a),
            a,
            options: *options,
        }
    }

    /// Adds to the passages that the text shares with `b` those that are paraphrased; all in the order of `a`.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (0 of 0, now and then) says so.
    pub fn add_to(
        &self,
        mut passages: Vec<Passage>,
        b: Side<'_>,
        stems: &Stems,
        progress: Progress<'_>,
    ) -> Result<Vec<Passage>, Error> {
        report(progress, 0, 0)?;
        let b = Worded::new(b, stems);
        let mut used_a = vec![false; self.a.stems.len()];
        let mut used_b = vec![false; b.stems.len()];
        for passage in &passages {
            let taken = |used: &mut [bool], words: &Range<usize>| {
                if let Some(words) = used.get_mut(words.clone()) {
                    words.fill(true);
                }
            };
            taken(&mut used_a, &passage.a_words);
            taken(&mut used_b, &passage.b_words);
        }
        let search = Search {
            fragments_a: fragments(&self.a, &used_a),
            fragments_b: fragments(&b, &used_b),
            a: &self.a,
            b: &b,
            options: &self.options,
        };
        let seeds = search.seeds(&self.places, progress)?;
        let mut taken_a = vec![false; search.fragments_a.len()];
        let mut taken_b = vec![false; search.fragments_b.len()];
        for (step, seed) in seeds.into_iter().enumerate() {
            report_step(progress, step)?;
            if taken_a[seed.a.start] || taken_b[seed.b.start] {
                continue;
            }
            let grown = search.grown(seed, &taken_a, &taken_b);
            // As whole sentences: of two long ones, some words always stand near one another.
            if self.options.accepts(&grown.overlap) {
                passages.push(passage(
                    (&self.a, &mut used_a),
                    (&b, &mut used_b),
                    grown.overlap,
                ));
                taken_a[grown.a].fill(true);
                taken_b[grown.b].fill(true);
            }
        }
        passages.sort_by_key(|passage| (passage.a_words.start, passage.b_words.start));
        Ok(passages)
    }
}

/// One search: what is left of the sentences of both texts.
struct Search<'s, 't, 'u> {
    fragments_a: Vec<Fragment>,
    fragments_b: Vec<Fragment>,
    a: &'s Worded<'t>,
    b: &'s Worded<'u>,
    options: &'s ParaphraseOptions,
}

impl Search<'_, '_, '_> {
    /// The pairs of fragments that are alike, the best first.
    fn seeds(&self, places: &Places, progress: Progress<'_>) -> Result<Vec<Found>, Error> {
        let mut fragment_of = vec![NONE; self.a.stems.len()];
        for (number, fragment) in (0..).zip(&self.fragments_a) {
            fragment_of[fragment.words.clone()].fill(number);
        }
        let mut shared = vec![0.0_f32; self.fragments_a.len()];
        let mut touched: Vec<usize> = Vec::new();
        let mut met: Vec<usize> = Vec::new();
        let mut steps = 0;
        let mut seeds = Vec::new();
        let mut stretches_a: Vec<Option<Stretch>> = Vec::new();
        stretches_a.resize_with(self.fragments_a.len(), || None);
        for (number_b, of_b) in self.fragments_b.iter().enumerate() {
            report_step(progress, number_b)?;
            let mut stretch_b = None;
            places.meet(self.b.stems, &of_b.words, &mut met);
            if !self.may_be_alike(of_b.says, &met) {
                continue;
            }
            for &j in &met {
                steps += 1;
                report_step(progress, steps)?;
                for i in places.of(self.b.stems[j].hash) {
                    let fragment = fragment_of[i];
                    if fragment == NONE {
                        continue;
                    }
                    let fragment = fragment as usize;
                    if shared[fragment] == 0.0 {
                        touched.push(fragment);
                    }
                    shared[fragment] += self.a.stems[i].weight.min(self.b.stems[j].weight);
                }
            }
            for fragment in touched.drain(..) {
                // At most so much; a word that stands there twice was counted twice.
                let shared = std::mem::take(&mut shared[fragment]);
                let others = (self.fragments_a[fragment].says + of_b.says - 2.0 * shared).max(0.0);
                if shared < self.options.min_seed || shared <= self.options.unmatched * 0.5 * others
                {
                    continue;
                }
                let (a, b) = (fragment..fragment + 1, number_b..number_b + 1);
                let of_a = stretches_a[fragment].get_or_insert_with(|| self.stretch_of_a(&a));
                let of_b = stretch_b.get_or_insert_with(|| self.stretch_of_b(&b));
                if let Some(overlap) = self.overlap(of_a, of_b, 0.0) {
                    seeds.push(Found { a, b, overlap });
                }
            }
        }
        seeds.sort_by(|x, y| {
            let place = |seed: &Found| (seed.a.start, seed.b.start);
            y.overlap
                .score
                .total_cmp(&x.overlap.score)
                .then_with(|| place(x).cmp(&place(y)))
        });
        Ok(seeds)
    }

    /// Whether a fragment of b that says so much can be like any of a if all of its words that may stand in a do: most
    /// sentences have too many words that stand nowhere in the other text.
    fn may_be_alike(&self, says: f32, met: &[usize]) -> bool {
        /// For what is lost in adding up.
        const SLACK: f32 = 0.05;
        let (mut shared, mut matched) = (SLACK, 0.0);
        for &word in met {
            shared += self.b.stems[word].weight;
            matched += self.b.stems[word].says;
        }
        shared > self.options.unmatched * 0.5 * (says - matched)
    }

    /// The stretch around a seed that scores best: sentences are taken in, on one side or on both, as long as the score
    /// grows. Not beyond a passage, and not over more than the gap that the options allow.
    fn grown(&self, seed: Found, taken_a: &[bool], taken_b: &[bool]) -> Found {
        let mut best = seed;
        loop {
            let wider_a = wider(&best.a, &self.fragments_a, taken_a, self.options);
            let wider_b = wider(&best.b, &self.fragments_b, taken_b, self.options);
            if (wider_a.len(), wider_b.len()) == (1, 1) {
                return best;
            }
            let of_b: Vec<Stretch> = wider_b.iter().map(|b| self.stretch_of_b(b)).collect();
            let mut next: Option<Found> = None;
            for a in &wider_a {
                let of_a = self.stretch_of_a(a);
                for (b, of_b) in wider_b.iter().zip(&of_b) {
                    if (a, b) == (&best.a, &best.b) {
                        continue;
                    }
                    let least = next
                        .as_ref()
                        .map_or(best.overlap.score, |n| n.overlap.score);
                    if let Some(overlap) = self.overlap(&of_a, of_b, least) {
                        next = Some(Found {
                            a: a.clone(),
                            b: b.clone(),
                            overlap,
                        });
                    }
                }
            }
            match next {
                Some(next) => best = next,
                None => return best,
            }
        }
    }

    fn stretch_of_a(&self, fragments: &Range<usize>) -> Stretch {
        Stretch::new(self.a, &words(&self.fragments_a, fragments))
    }

    fn stretch_of_b(&self, fragments: &Range<usize>) -> Stretch {
        Stretch::new(self.b, &words(&self.fragments_b, fragments))
    }

    fn overlap(&self, a: &Stretch, b: &Stretch, least: f32) -> Option<Overlap> {
        overlap((self.a, a), (self.b, b), least, self.options)
    }
}

/// The words of some fragments that follow one another.
fn words(fragments: &[Fragment], range: &Range<usize>) -> Range<usize> {
    fragments[range.start].words.start..fragments[range.end - 1].words.end
}

/// A range of fragments, and those that reach up to a gap and one fragment further to the left or to the right.
fn wider(
    range: &Range<usize>,
    fragments: &[Fragment],
    taken: &[bool],
    options: &ParaphraseOptions,
) -> Vec<Range<usize>> {
    let mut found = vec![range.clone()];
    let reach = options.max_gap + 1;
    if range.len() >= options.max_sentences {
        return found;
    }
    // Where one fragment does not begin at the end of the one before, a passage stands between them.
    let touch = |left: usize| fragments[left].words.end == fragments[left + 1].words.start;
    found.extend(
        (0..range.start)
            .rev()
            .take(reach)
            .take_while(|&left| !taken[left] && touch(left))
            .map(|left| left..range.end),
    );
    found.extend(
        (range.end..fragments.len())
            .take(reach)
            .take_while(|&right| !taken[right] && touch(right - 1))
            .map(|right| range.start..right + 1),
    );
    found
}

/// Where the stems of a text stand.
#[derive(Debug)]
struct Places {
    /// Last place of each stem by the low bits of its hash; a power of two in length.
    heads: Vec<u32>,
    /// For each place, its stem and the next earlier place with the same low bits.
    earlier: Vec<(u32, u32)>,
    /// A bit for each stem, by other bits of its hash: most stems of another text are seen not to be here without a look.
    bits: Vec<u64>,
}

/// How many bits there are for each word, to know the stems that stand nowhere.
const BITS_A_WORD: usize = 8;

impl Places {
    fn new(text: &Worded<'_>) -> Self {
        let mut heads = vec![NONE; (text.stems.len() * 2).next_power_of_two()];
        let mut earlier = vec![(0, NONE); text.stems.len()];
        let mut bits =
            vec![0_u64; (text.stems.len() * BITS_A_WORD).next_power_of_two().max(64) / 64];
        let mask = heads.len() - 1;
        for ((word, stem), place) in text.stems.iter().enumerate().zip(0_u32..) {
            if stem.says > 0.0 {
                let slot = stem.hash as usize & mask;
                earlier[word] = (stem.hash, heads[slot]);
                heads[slot] = place;
                let (word, bit) = bit(stem.hash, &bits);
                bits[word] |= 1 << bit;
            }
        }
        Self {
            heads,
            earlier,
            bits,
        }
    }

    /// Of some words of another text, those that say something and the stems of which may stand here.
    fn meet(&self, stems: &[Stem], words: &Range<usize>, met: &mut Vec<usize>) {
        met.clear();
        met.resize(words.len(), 0);
        let mut found = 0;
        for (word, stem) in words.clone().zip(&stems[words.clone()]) {
            // Which it is nobody can foresee: written in any case, and kept without a branch.
            let (of_bits, bit) = bit(stem.hash, &self.bits);
            let may_stand = self.bits[of_bits] >> bit & 1 != 0;
            met[found] = word;
            found += usize::from((stem.says > 0.0) & may_stand);
        }
        met.truncate(found);
    }

    /// The places of a stem among the last of those with its low bits, the last first.
    fn of(&self, stem: u32) -> impl Iterator<Item = usize> + '_ {
        let first = self.heads[stem as usize & (self.heads.len() - 1)];
        let place = |place: u32| (place != NONE).then_some(place as usize);
        std::iter::successors(place(first), move |&last| place(self.earlier[last].1))
            .take(PLACES_TRIED)
            .filter(move |&place| self.earlier[place].0 == stem)
    }
}

/// Where the bit of a stem is: in which word of bits, and which of it.
fn bit(stem: u32, bits: &[u64]) -> (usize, u32) {
    // The low bits of a stem say where its places are.
    let high = stem.rotate_left(16);
    ((high >> 6) as usize & (bits.len() - 1), high & 63)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;
    use wirecopy_text::Analysis;

    use super::*;
    use crate::{Repeats, StemTable, TermWeights, WordRanges};

    proptest! {
        #[test]
        fn all_sentences_that_share_enough_and_are_alike_are_seeds(
            a in prop::collection::vec(prop::collection::vec(0_usize..30, 1..12), 1..8),
            b in prop::collection::vec(prop::collection::vec(0_usize..30, 1..12), 1..8),
        ) {
            let text = |sentences: &[Vec<usize>]| {
                let word = |word: &usize| format!("{}{}", if word.is_multiple_of(7) { "Q" } else { "q" }, word * 31);
                let sentence = |words: &Vec<usize>| words.iter().map(word).collect::<Vec<_>>().join(" ");
                sentences.iter().map(|words| format!("So {}.", sentence(words))).collect::<Vec<_>>().join(" ")
            };
            let (a, b) = (text(&a), text(&b));
            let (words_a, words_b) = (Analysis::new(&a).expect("short"), Analysis::new(&b).expect("short"));
            let (void, repeats) = (WordRanges::default(), Repeats::default());
            let side_a = Side::new(&a, &words_a, &void, &repeats);
            let side_b = Side::new(&b, &words_b, &void, &repeats);
            let weights = TermWeights::default();
            let mut table = StemTable::new(None, &weights, |_| 0.0);
            let (stems_a, stems_b) = (table.stems(side_a), table.stems(side_b));
            let (a, b) = (Worded::new(side_a, &stems_a), Worded::new(side_b, &stems_b));
            let options = ParaphraseOptions::default();
            let search = Search {
                fragments_a: fragments(&a, &vec![false; words_a.len()]),
                fragments_b: fragments(&b, &vec![false; words_b.len()]),
                a: &a,
                b: &b,
                options: &options,
            };
            let mut wanted = Vec::new();
            for of_a in 0..search.fragments_a.len() {
                for of_b in 0..search.fragments_b.len() {
                    let stretch_a = search.stretch_of_a(&(of_a..of_a + 1));
                    let stretch_b = search.stretch_of_b(&(of_b..of_b + 1));
                    let Some(found) = search.overlap(&stretch_a, &stretch_b, 0.0) else { continue };
                    let weight = |&(i, j): &(usize, usize)| a.stems[i].weight.min(b.stems[j].weight);
                    if found.pairs.iter().map(weight).sum::<f32>() >= options.min_seed + 0.1 {
                        wanted.push((of_a, of_b));
                    }
                }
            }
            let seeds = search.seeds(&Places::new(&a), &|_, _| ControlFlow::Continue(()));
            let seeds = seeds.expect("nobody says stop");
            for pair in wanted {
                prop_assert!(seeds.iter().any(|seed| (seed.a.start, seed.b.start) == pair), "{:?}", pair);
            }
        }
    }
}
