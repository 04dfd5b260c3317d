//! Pairs of texts that may share a passage.

use std::cell::RefCell;

use rayon::prelude::*;
use wirecopy_text::{Analysis, DocId};

use crate::furniture::number;
use crate::met::{Hit, Met};
use crate::postings::{Place, recurring_grams, repeated_grams};
use crate::progress::report;
use crate::{Error, Progress, Recurring, SeedOptions, WordRanges};

/// How many places of one seed inside one text are kept: a list of scores repeats its short phrases a hundred times.
const PLACES_PER_TEXT: usize = 4;

/// How many holders, seeds and texts are gone through between two looks at the callback while the lists are turned over.
const HOLDERS_UNHEARD: usize = 1 << 18;
const SEEDS_UNHEARD: u32 = 1 << 14;
const TEXTS_UNHEARD: usize = 256;

/// The pairs of texts that share at least `min_seeds` rare word n-grams close to one diagonal, sorted, `a < b`.
///
/// Any passage of `seed_words + min_seeds - 1` unchanged words whose n-grams are rare makes its pair a candidate; a pair
/// of short texts needs one seed only.
/// An n-gram that more than `max_texts` texts hold leads only to its `heavy_links` earliest holders, so that the
/// work grows with the number of its holders and not with its square; a story that runs in three hundred
/// papers chains to the earliest of them. Words of `void` (one set for each text, or none at all) make no seeds.
/// In parallel on the caller's pool; the result does not depend on the number of threads.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` (texts done, of all) says so; [`Error::TooManyTexts`] above 2^32 - 1 texts.
pub fn candidate_pairs(
    texts: &[&Analysis],
    void: &[WordRanges],
    options: &SeedOptions,
    progress: Progress<'_>,
) -> Result<Vec<(DocId, DocId)>, Error> {
    number(texts)?;
    let recurring = Recurring::new(texts, &|_, _| progress(0, texts.len() as u64))?;
    candidate_pairs_among(texts, &recurring, void, options, progress)
}

/// [`candidate_pairs`] of texts of which is known already what recurs in them.
///
/// # Errors
/// Those of [`candidate_pairs`].
pub fn candidate_pairs_among(
    texts: &[&Analysis],
    recurring: &Recurring,
    void: &[WordRanges],
    options: &SeedOptions,
    progress: Progress<'_>,
) -> Result<Vec<(DocId, DocId)>, Error> {
    number(texts)?;
    let total = texts.len() as u64;
    // Finding the seeds costs about as much as following them.
    let preparing = |part: f64| report(progress, part_of(total / 2, part), total);
    let n = options.seed_words;
    let grams = |text: usize, found: &mut Vec<_>| {
        recurring_grams(
            texts[text],
            &recurring.runs(text, n),
            void.get(text),
            n,
            found,
        );
    };
    let places = repeated_grams(texts, 2, &grams, &|part| preparing(part * 0.7))?;
    let words_of = |text: usize| texts[text].len();
    let seeds = Seeds::new(places, (texts.len(), &words_of), options, &|part| {
        preparing(0.7 + part * 0.3)
    })?;
    let pairs = seeds.pairs(&|done| report(progress, total / 2 + done as u64 / 2, total))?;
    report(progress, total, total)?;
    Ok(pairs)
}

thread_local! {
    /// Four bytes for each text: kept by each thread for the next one.
    static MET: RefCell<Met> = RefCell::default();
}

/// Where a seed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Holder {
    text: u32,
    word: u32,
}

/// A seed of a text: where it stands there, and the holders to which it leads, by their places among all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Standing {
    word: u32,
    start: u32,
    end: u32,
}

/// Inverted and forward lists of the seeds that at least two texts hold.
pub(crate) struct Seeds<'t> {
    texts: usize,
    words_of: &'t (dyn Fn(usize) -> usize + Sync),
    options: &'t SeedOptions,
    /// Holders of all seeds, one seed after another, by text within a seed.
    holders: Vec<Holder>,
    /// For each seed, where its holders begin, one more entry than seeds.
    starts: Vec<u32>,
    /// For each seed, the end of the holders to which it leads: all of a rare one, few of a frequent one.
    leads_to: Vec<u32>,
    /// Seeds of each text that is paired with earlier ones, one text after another, by word within a text.
    forward: Vec<Standing>,
    /// For each of those texts, where its seeds begin in `forward`, one more entry than texts.
    forward_starts: Vec<usize>,
}

impl<'t> Seeds<'t> {
    /// Takes the places of the seeds: in parts, each sorted, all places of one seed in one part. There are so many texts, each
    /// of so many words.
    pub(crate) fn new(
        parts: Vec<Vec<Place>>,
        (texts, words_of): (usize, &'t (dyn Fn(usize) -> usize + Sync)),
        options: &'t SeedOptions,
        step: &dyn Fn(f64) -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let paired = texts.saturating_sub(options.paired_from);
        let mut seeds = Self {
            texts,
            words_of,
            options,
            holders: Vec::new(),
            starts: vec![0],
            leads_to: Vec::new(),
            forward: Vec::new(),
            forward_starts: vec![0; paired + 1],
        };
        let (all, mut done) = (parts.len() as f64, 0.0);
        for part in parts {
            step(done / all * 0.6)?;
            for same in part.chunk_by(|x, y| x.gram == y.gram) {
                if same[0].text != same[same.len() - 1].text {
                    seeds.push(same);
                }
            }
            done += 1.0;
        }
        seeds.invert(&|part| step(0.6 + part * 0.4))?;
        Ok(seeds)
    }

    /// The candidate pairs of all texts that are paired with earlier ones, sorted; `step` hears at which text they are.
    pub(crate) fn pairs(
        &self,
        step: &dyn Fn(usize) -> Result<(), Error>,
    ) -> Result<Vec<(DocId, DocId)>, Error> {
        // Blocks rather than single texts: a stop is heard soon enough and the callback stays cheap.
        let mut pairs = Vec::new();
        let block = 512;
        for start in (self.options.paired_from..self.texts).step_by(block) {
            step(start)?;
            let end = (start + block).min(self.texts);
            pairs.par_extend(
                (start..end)
                    .into_par_iter()
                    .flat_map_iter(|text| MET.with_borrow_mut(|met| self.pairs_of(text, met))),
            );
        }
        pairs.par_sort_unstable();
        Ok(pairs)
    }

    fn push(&mut self, places: &[Place]) {
        let options = self.options;
        let begin = self.holders.len();
        let mut heavy_end = begin;
        let mut held_by = 0;
        for of_text in places.chunk_by(|x, y| x.text == y.text) {
            let kept = of_text.iter().take(PLACES_PER_TEXT);
            self.holders.extend(kept.map(|p| Holder {
                text: p.text,
                word: p.word,
            }));
            held_by += 1;
            if held_by == options.heavy_links {
                heavy_end = self.holders.len();
            }
        }
        let end = self.holders.len();
        let leads_to = if held_by > options.max_texts {
            heavy_end
        } else {
            end
        };
        self.leads_to.push(position(leads_to));
        self.starts.push(position(end));
    }

    /// Fills the forward lists by a counting sort over texts.
    fn invert(&mut self, step: &dyn Fn(f64) -> Result<(), Error>) -> Result<(), Error> {
        for holders in self.holders.chunks(HOLDERS_UNHEARD) {
            step(0.0)?;
            for holder in holders {
                if let Some(text) = (holder.text as usize).checked_sub(self.options.paired_from) {
                    self.forward_starts[text + 1] += 1;
                }
            }
        }
        for text in 1..self.forward_starts.len() {
            self.forward_starts[text] += self.forward_starts[text - 1];
        }
        let mut next = self.forward_starts.clone();
        self.forward = vec![Standing::default(); next[next.len() - 1]];
        for (seed, bounds) in (0_u32..).zip(self.starts.windows(2)) {
            if seed.is_multiple_of(SEEDS_UNHEARD) {
                step(0.5 * f64::from(seed) / self.starts.len() as f64)?;
            }
            let (start, end) = (bounds[0], self.leads_to[seed as usize]);
            for holder in &self.holders[start as usize..bounds[1] as usize] {
                if let Some(text) = (holder.text as usize).checked_sub(self.options.paired_from) {
                    let word = holder.word;
                    self.forward[next[text]] = Standing { word, start, end };
                    next[text] += 1;
                }
            }
        }
        for text in 1..self.forward_starts.len() {
            if text.is_multiple_of(TEXTS_UNHEARD) {
                step(0.5 + 0.5 * text as f64 / self.forward_starts.len() as f64)?;
            }
            let range = self.forward_starts[text - 1]..self.forward_starts[text];
            self.forward[range].sort_unstable();
        }
        step(1.0)
    }

    fn of_text(&self, text: usize) -> &[Standing] {
        let text = text - self.options.paired_from;
        &self.forward[self.forward_starts[text]..self.forward_starts[text + 1]]
    }

    /// The candidate pairs of a text with earlier ones.
    fn pairs_of(&self, text: usize, met: &mut Met) -> Vec<(DocId, DocId)> {
        let options = self.options;
        let this = position(text);
        met.begin(text);
        for seed in self.of_text(text) {
            let holders = self.holders[seed.start as usize..seed.end as usize].iter();
            for holder in holders.take_while(|holder| holder.text < this) {
                met.meet(holder.text, seed.word, holder.word);
            }
        }
        // Most others share a phrase with this text, and too few seeds to be looked at.
        let is_short = (self.words_of)(text) < options.short_text_words;
        let least = if is_short { 1 } else { options.min_seeds };
        let mut pairs = Vec::new();
        met.those_met(least, |other, hits| {
            let shorter_of = [text, other as usize].map(self.words_of);
            if on_one_diagonal(hits, seeds_needed(shorter_of, options), options) {
                pairs.push((DocId(other), DocId(this)));
            }
        });
        pairs
    }
}

/// How many seeds a pair of texts with so many words must share.
fn seeds_needed(words: [usize; 2], options: &SeedOptions) -> usize {
    let both_short = words.iter().all(|&words| words < options.short_text_words);
    if both_short { 1 } else { options.min_seeds }
}

/// Whether `needed` of the hits, sorted by `here`, lie within the window of the first of them and near its diagonal.
fn on_one_diagonal(hits: &[Hit], needed: usize, options: &SeedOptions) -> bool {
    let drift = i64::from(options.drift);
    hits.len() >= needed
        && (0..hits.len()).any(|first| {
            let start = hits[first];
            hits[first..]
                .iter()
                .take_while(|hit| hit.here - start.here <= options.window)
                .filter(|hit| (hit.diagonal() - start.diagonal()).abs() <= drift)
                .nth(needed.saturating_sub(1))
                .is_some()
        })
}

fn part_of(total: u64, part: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most `total`"
    )]
    let done = (total as f64 * part) as u64;
    done
}

/// Positions are held in 32 bits to halve the lists.
fn position(index: usize) -> u32 {
    u32::try_from(index)
        .expect("fewer than 2^32 repeated seeds: they would take 64 GiB before this")
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;

    fn pairs(texts: &[String], options: &SeedOptions) -> Vec<(u32, u32)> {
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        let all: Vec<&Analysis> = analyses.iter().collect();
        candidate_pairs(&all, &[], options, &|_, _| ControlFlow::Continue(()))
            .expect("not cancelled")
            .into_iter()
            .map(|(a, b)| (a.0, b.0))
            .collect()
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&t| t.to_owned()).collect()
    }

    #[test]
    fn a_headline_needs_one_seed_only() {
        let headlines = texts(&[
            "Mayor opens new harbour bridge after two years",
            "Mayor opens new harbour tunnel after two years",
        ]);
        assert_eq!(pairs(&headlines, &SeedOptions::default()), [(0, 1)]);
    }

    #[test]
    fn six_words_in_a_row_make_a_candidate_and_five_do_not() {
        let options = SeedOptions {
            short_text_words: 0,
            ..SeedOptions::default()
        };
        let six = texts(&[
            "x held their first meeting this year y",
            "we held their first meeting this year too",
        ]);
        assert_eq!(pairs(&six, &options), [(0, 1)]);
        let five = texts(&[
            "x held their first meeting this week",
            "we held their first meeting this year",
        ]);
        assert_eq!(pairs(&five, &options), []);
    }

    #[test]
    fn old_texts_meet_new_ones_only() {
        let texts = texts(&["Mayor opens new harbour bridge after two years"; 4]);
        let options = SeedOptions::default().with_paired_from(2);
        assert_eq!(
            pairs(&texts, &options),
            [(0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]
        );
        assert_eq!(pairs(&texts, &options.with_paired_from(9)), []);
    }

    #[test]
    fn seeds_far_apart_make_no_candidate() {
        let filler = |word: &str| {
            (0..60)
                .map(|i| format!("{word}{i}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let phrases = [
            "red roofs over harbour",
            "late trains to town",
            "cold soup at noon",
        ];
        let page = |word: &str| phrases.map(|p| format!("{p} {} ", filler(word))).concat();
        assert_eq!(pairs(&[page("x"), page("y")], &SeedOptions::default()), []);
    }

    #[test]
    fn a_frequent_seed_leads_to_the_earliest_holders_only() {
        let run = "the old mill by the river will reopen";
        let many: Vec<String> = (0..30).map(|i| format!("word{i} {run} other{i}")).collect();
        let found = pairs(&many, &SeedOptions::default());
        assert!(found.iter().all(|&(a, _)| a < 3), "{found:?}");
        for text in 1..30_u32 {
            let links = found.iter().filter(|&&(_, b)| b == text).count();
            assert_eq!(links, text.min(3) as usize, "links of text {text}");
        }
    }

    #[test]
    fn an_early_stop_is_heard() {
        let text = Analysis::new("a b c d").expect("short");
        let stopped = candidate_pairs(&[&text], &[], &SeedOptions::default(), &|_, _| {
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Err(Error::Cancelled));
    }

    /// The definition, spelled out over all pairs of texts and places.
    fn brute_force(texts: &[String], options: &SeedOptions) -> Vec<(u32, u32)> {
        let words: Vec<Vec<&str>> = texts
            .iter()
            .map(|t| t.split(' ').filter(|w| !w.is_empty()).collect())
            .collect();
        let mut found = Vec::new();
        for (b, here) in words.iter().enumerate() {
            for (a, there) in words[..b].iter().enumerate() {
                let n = options.seed_words;
                let mut hits = Vec::new();
                for i in 0..(here.len() + 1).saturating_sub(n) {
                    for j in 0..(there.len() + 1).saturating_sub(n) {
                        if here[i..i + n] == there[j..j + n] {
                            hits.push(Hit {
                                here: position(i),
                                there: position(j),
                            });
                        }
                    }
                }
                let needed = seeds_needed([here.len(), there.len()], options);
                if on_one_diagonal(&hits, needed, options) {
                    found.push((position(a), position(b)));
                }
            }
        }
        found.sort_unstable();
        found
    }

    proptest! {
        #[test]
        fn candidates_equal_brute_force_where_no_seed_is_frequent(
            // Few different words give many shared seeds; short texts keep each below PLACES_PER_TEXT places.
            texts in prop::collection::vec(
                prop::collection::vec(prop::sample::select(vec!["a", "b", "c", "d", "e", "f"]), 0..12)
                    .prop_map(|words| words.join(" ")),
                0..12,
            ),
        ) {
            let options = SeedOptions { seed_words: 3, short_text_words: 6, ..SeedOptions::default() };
            let crowded = texts.iter().any(|t| {
                let words: Vec<&str> = t.split(' ').collect();
                words.windows(3).any(|w| words.windows(3).filter(|v| *v == w).count() > PLACES_PER_TEXT)
            });
            prop_assume!(!crowded);
            prop_assert_eq!(pairs(&texts, &options), brute_force(&texts, &options));
        }
    }
}
