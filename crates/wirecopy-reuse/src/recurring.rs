//! Which runs of words of a collection may stand in a second place.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use rayon::prelude::*;
use wirecopy_text::{Analysis, shingle_hashes};

use crate::postings::{PARTS, blocks_of, part_of};
use crate::progress::report;
use crate::{Error, Progress};

/// Length in words of the n-grams by which runs are known to stand once.
const GRAM_WORDS: usize = 4;

/// How many bits a table has for each n-gram: of those that stand once, one in eight or fewer is taken for another.
const BITS_A_GRAM: usize = 8;

/// About so many n-grams are held at a time (a quarter of a gigabyte): of larger collections, one range of hashes after
/// another.
const GRAMS_AT_ONCE: usize = 1 << 25;

/// For each word of a collection, whether the 4-gram that it begins may stand in a second place, in the same text or in
/// another.
///
/// Most runs of a collection stand once, and whoever looks for what texts have in common, what a site puts on all its
/// pages, or what one text says twice need not look at them: a run that stands twice is made of 4-grams that do. No run
/// that stands twice is missed; some that stand once are taken for one.
///
/// A bit for each word.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_reuse::Recurring;
/// use wirecopy_text::Analysis;
///
/// let texts = ["Divers found three breaches below the waterline.", "We hear that divers found three breaches."];
/// let texts = texts.map(Analysis::new).into_iter().collect::<Result<Vec<_>, _>>()?;
/// let texts: Vec<&Analysis> = texts.iter().collect();
/// let recurring = Recurring::new(&texts, &|_, _| ControlFlow::Continue(()))?;
/// assert!(recurring.runs(0, 4).contains(0) && recurring.runs(1, 4).contains(3));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Recurring {
    /// The bits of all texts, each text from a new word of bits on.
    bits: Vec<u64>,
    /// For each text, where its bits begin, one more entry than texts.
    starts: Vec<usize>,
    /// How many words each text has.
    words: Vec<usize>,
}

impl Recurring {
    /// Finds them. O(words), in parallel on the caller's pool.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (parts of the work done, of all) says so.
    pub fn new(texts: &[&Analysis], progress: Progress<'_>) -> Result<Self, Error> {
        let words: Vec<usize> = texts.iter().map(|text| text.len()).collect();
        let mut starts = Vec::with_capacity(texts.len() + 1);
        let mut end = 0;
        starts.push(end);
        starts.extend(words.iter().map(|words| {
            end += words.div_ceil(64);
            end
        }));
        let rounds = words.iter().sum::<usize>().div_ceil(GRAMS_AT_ONCE);
        let bits = find(texts, &starts, rounds, progress)?;
        Ok(Self {
            bits,
            starts,
            words,
        })
    }

    /// The runs of `n` words of a text, given by its place in the collection, that may stand in a second place; of runs
    /// shorter than a 4-gram nothing is known, and all are among them.
    ///
    /// # Panics
    /// When the collection has no such text.
    #[must_use]
    pub fn runs(&self, text: usize, n: usize) -> RecurringRuns {
        let places = (self.words[text] + 1).saturating_sub(n);
        let mut bits = if n < GRAM_WORDS {
            vec![u64::MAX; places.div_ceil(64)]
        } else {
            self.bits[self.starts[text]..self.starts[text + 1]].to_vec()
        };
        // Of each n-gram the last is that many words behind the first: then two, four, … of them are looked at together.
        let mut wanted = n.saturating_sub(GRAM_WORDS);
        let mut step = 1;
        while wanted > 0 {
            let step_now = step.min(wanted);
            and_behind(&mut bits, step_now);
            wanted -= step_now;
            step = (2 * step).min(32);
        }
        bits.truncate(places.div_ceil(64));
        if let (Some(last), rest @ 1..) = (bits.last_mut(), places % 64) {
            *last &= (1 << rest) - 1;
        }
        RecurringRuns { bits, length: n }
    }
}

/// The runs of one text that may stand in a second place, by their first words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecurringRuns {
    bits: Vec<u64>,
    /// How many words each has.
    length: usize,
}

impl RecurringRuns {
    /// How many words each has.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// Whether the run that begins with a word is among them.
    #[must_use]
    #[inline]
    pub fn contains(&self, word: usize) -> bool {
        self.bits
            .get(word / 64)
            .is_some_and(|bits| bits >> (word % 64) & 1 != 0)
    }

    /// The first word of each, ascending, and its hash as [`shingle_hashes`] has it. `words` are the hashes of the words of
    /// the text that the runs are of.
    ///
    /// # Panics
    /// When it is another text, and shorter.
    pub fn hashes<'h>(&'h self, words: &'h [u64]) -> impl Iterator<Item = (usize, u64)> + 'h {
        // They are few: a hash that rolls over all runs would cost more.
        self.iter().filter_map(move |word| {
            let run = &words[word..word + self.length];
            Some((word, shingle_hashes(run, self.length).next()?))
        })
    }

    fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (self.bits.iter().enumerate()).flat_map(|(word, &bits)| {
            // Without the lowest bit, again and again.
            let rest = std::iter::successors(Some(bits), |&bits| Some(bits & bits.checked_sub(1)?));
            rest.take_while(|&bits| bits != 0)
                .map(move |bits| 64 * word + bits.trailing_zeros() as usize)
        })
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.bits
            .iter()
            .map(|bits| bits.count_ones() as usize)
            .sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bits.iter().all(|&bits| bits == 0)
    }
}

/// Keeps the bits behind which, so many places on, there is another; fewer than 64 places.
fn and_behind(bits: &mut [u64], places: usize) {
    for word in 0..bits.len() {
        let next = bits.get(word + 1).copied().unwrap_or(0);
        bits[word] &= bits[word] >> places | next << (64 - places);
    }
}

/// The bits of all texts, in so many rounds over ranges of hashes.
fn find(
    texts: &[&Analysis],
    starts: &[usize],
    rounds: usize,
    progress: Progress<'_>,
) -> Result<Vec<u64>, Error> {
    let bits: Vec<AtomicU64> = (0..starts[texts.len()])
        .map(|_| AtomicU64::new(0))
        .collect();
    let blocks = blocks_of(texts);
    let parts_at_once = PARTS.div_ceil(rounds.clamp(1, PARTS));
    let all = (PARTS.div_ceil(parts_at_once) * blocks.len() + PARTS) as u64;
    let done = AtomicUsize::new(0);
    let tick = || report(progress, done.fetch_add(1, Ordering::Relaxed) as u64, all);
    for first in (0..PARTS).step_by(parts_at_once) {
        let parts = first..(first + parts_at_once).min(PARTS);
        let dealt: Vec<Vec<Vec<Gram>>> = blocks
            .par_iter()
            .map(|block| tick().map(|()| deal(block.clone(), texts, starts, &parts)))
            .collect::<Result<_, _>>()?;
        (0..parts.len()).into_par_iter().try_for_each(|part| {
            tick()?;
            let of_blocks = || {
                let starts = blocks.iter().map(|block| starts[block.start]);
                starts.zip(dealt.iter().map(|parts| parts[part].as_slice()))
            };
            let seen = Seen::of(of_blocks().map(|(_, grams)| grams));
            for (start, grams) in of_blocks() {
                for gram in grams.iter().filter(|gram| seen.again(**gram)) {
                    let (word, bit) = (start + gram.place() / 64, gram.place() % 64);
                    bits[word].fetch_or(1 << bit, Ordering::Relaxed);
                }
            }
            Ok(())
        })?;
    }
    report(progress, all, all)?;
    Ok(bits.into_iter().map(AtomicU64::into_inner).collect())
}

/// An n-gram: the upper half of its hash, and in the lower half which bit of its block it has.
#[derive(Debug, Clone, Copy)]
struct Gram(u64);

impl Gram {
    fn new(hash: u64, place: u32) -> Self {
        Self(hash & !u64::from(u32::MAX) | u64::from(place))
    }

    fn place(self) -> usize {
        usize::try_from(self.0 & u64::from(u32::MAX)).expect("half of the bits")
    }
}

/// The n-grams of a block that belong to the parts, part by part.
fn deal(
    block: Range<usize>,
    texts: &[&Analysis],
    starts: &[usize],
    parts: &Range<usize>,
) -> Vec<Vec<Gram>> {
    let words: usize = texts[block.clone()].iter().map(|text| text.len()).sum();
    // Hashes fall evenly into the parts: hardly a list ever grows.
    let share = words / PARTS;
    let room = share + share / 8 + 16;
    let mut dealt: Vec<Vec<Gram>> = parts.clone().map(|_| Vec::with_capacity(room)).collect();
    let first = starts[block.start];
    for text in block {
        let start = u32::try_from((starts[text] - first) * 64)
            .expect("a block is short, or it ends with a text of fewer words than 2^32 bytes");
        for (hash, place) in shingle_hashes(texts[text].hashes(), GRAM_WORDS).zip(start..) {
            if let Some(part) = part_of(hash).checked_sub(parts.start)
                && let Some(grams) = dealt.get_mut(part)
            {
                grams.push(Gram::new(hash, place));
            }
        }
    }
    dealt
}

/// A bit for each n-gram of a part that was seen, and one for each that was seen again; two that share one look the same.
struct Seen {
    again: Vec<u64>,
    bits: u32,
}

impl Seen {
    /// As many bits as a hash has left behind those of its part.
    const MOST_BITS: u32 = 32 - PARTS.trailing_zeros();

    fn of<'g>(grams: impl Iterator<Item = &'g [Gram]> + Clone) -> Self {
        let total: usize = grams.clone().map(<[Gram]>::len).sum();
        let bits = (total * BITS_A_GRAM)
            .next_power_of_two()
            .trailing_zeros()
            .clamp(6, Self::MOST_BITS);
        let mut seen = Self {
            again: vec![0; 1 << (bits - 6)],
            bits,
        };
        let mut once = seen.again.clone();
        for &gram in grams.flatten() {
            let (word, bit) = seen.place(gram);
            seen.again[word] |= once[word] & bit;
            once[word] |= bit;
        }
        seen
    }

    fn place(&self, gram: Gram) -> (usize, u64) {
        // The highest bits say only which part it is.
        let place = gram.0 << PARTS.trailing_zeros() >> (u64::BITS - self.bits);
        let word = usize::try_from(place >> 6).expect("at most 20 bits are left");
        (word, 1 << (place & 63))
    }

    fn again(&self, gram: Gram) -> bool {
        let (word, bit) = self.place(gram);
        self.again[word] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;

    fn analysed(texts: &[Vec<u64>]) -> Vec<Analysis> {
        let word = |number: &u64| format!("word{number}");
        let text = |words: &Vec<u64>| words.iter().map(word).collect::<Vec<_>>().join(" ");
        let analysis = |words| Analysis::new(&text(words)).expect("short");
        texts.iter().map(analysis).collect()
    }

    proptest! {
        #[test]
        fn no_run_that_stands_twice_is_missed(
            texts in prop::collection::vec(prop::collection::vec(0_u64..5, 0..150), 0..8),
            n in 1_usize..90,
            rounds in 1_usize..80,
        ) {
            let analyses = analysed(&texts);
            let all: Vec<&Analysis> = analyses.iter().collect();
            let mut recurring = Recurring::new(&all, &|_, _| ControlFlow::Continue(())).expect("nobody says stop");
            let in_rounds = find(&all, &recurring.starts, rounds, &|_, _| ControlFlow::Continue(()));
            prop_assert_eq!(&in_rounds.expect("nobody says stop"), &recurring.bits);
            let mut places: HashMap<&[u64], usize> = HashMap::new();
            for run in texts.iter().flat_map(|words| words.windows(n)) {
                *places.entry(run).or_default() += 1;
            }
            for (text, words) in texts.iter().enumerate() {
                let runs = recurring.runs(text, n);
                for (word, run) in words.windows(n).enumerate() {
                    prop_assert!(runs.contains(word) || places[run] == 1);
                }
                // Nor is anything behind the last run.
                prop_assert!((words.len() + 1 - n.min(words.len() + 1)..300).all(|word| !runs.contains(word)));
                prop_assert_eq!(runs.count(), (0..300).filter(|&word| runs.contains(word)).count());
                prop_assert_eq!(runs.is_empty(), runs.count() == 0);
                let hashes = shingle_hashes(analyses[text].hashes(), n).enumerate();
                let wanted = hashes.filter(|&(word, _)| runs.contains(word));
                prop_assert!(runs.hashes(analyses[text].hashes()).eq(wanted));
            }
            // A run is made of its 4-grams and nothing else.
            recurring.bits.fill(u64::MAX);
            for (text, words) in texts.iter().enumerate() {
                prop_assert_eq!(recurring.runs(text, n).count(), (words.len() + 1).saturating_sub(n));
            }
        }
    }

    #[test]
    fn most_runs_of_different_texts_are_seen_to_stand_once() {
        let analyses = analysed(&[(0..4_000).collect(), (4_000..8_000).chain(10..20).collect()]);
        let all: Vec<&Analysis> = analyses.iter().collect();
        let recurring =
            Recurring::new(&all, &|_, _| ControlFlow::Continue(())).expect("nobody says stop");
        let taken = recurring.runs(0, 4).count() + recurring.runs(1, 4).count();
        assert!((14..2_000).contains(&taken), "{taken}");
        let runs = recurring.runs(0, 10);
        assert!(runs.contains(10) && runs.count() < 10, "{}", runs.count());
    }

    #[test]
    fn an_early_stop_is_heard() {
        let text = Analysis::new("a b c d").expect("short");
        let stopped = Recurring::new(&[&text], &|_, _| ControlFlow::Break(()));
        assert_eq!(stopped.err(), Some(Error::Cancelled));
    }
}
