//! Page furniture: runs of words that stand in many different texts.

use std::collections::HashMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use wirecopy_text::{Analysis, shingle_hashes};

use crate::postings::{Place, repeated_grams};
use crate::progress::report;
use crate::{Error, FurnitureOptions, Progress, WordRanges};

/// How many holders of one run are looked at before the run is taken for no furniture: three different texts
/// among the versions of one story show up early or hardly ever.
const HOLDERS_COMPARED: usize = 64;

/// Length in words of the grams by which two texts are found to be versions of one another.
const VERSION_GRAM: usize = 4;

/// For each text, the words that lie in a run of `run_words` words which stands in `min_texts` or more
/// otherwise different texts.
///
/// Reprints of one story share all their runs and are no furniture; so the holders of a run are told apart first:
/// two texts are versions of one another when the shorter has `same_text_share` of its 4-grams in the longer.
/// In parallel over texts and runs, on the caller's pool; the result does not depend on the number of threads.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` (hundredths done, of 100) says so; [`Error::TooManyTexts`] above 2^32 - 1 texts.
pub fn furniture(
    texts: &[&Analysis],
    options: &FurnitureOptions,
    progress: Progress<'_>,
) -> Result<Vec<WordRanges>, Error> {
    number(texts)?;
    let min_texts = options.min_texts.max(1);
    let stage =
        |from: f64, to: f64, part: f64| report(progress, percent(from + (to - from) * part), 100);
    let places = repeated_grams(
        texts,
        &[],
        options.run_words,
        u8::try_from(min_texts.min(100)).unwrap_or(100),
        &|part| stage(0.0, 0.6, part),
    )?;
    let runs: Vec<Run<'_>> = places
        .par_iter()
        .flat_map_iter(|part| part.chunk_by(|x, y| x.gram == y.gram))
        .filter_map(|places| Run::new(places, min_texts))
        .collect();
    stage(0.6, 1.0, 0.1)?;

    // Neighbouring runs have the same holders: each set of holders is judged once.
    let mut first_of_holders: HashMap<u64, usize> = HashMap::new();
    for (index, run) in runs.iter().enumerate() {
        first_of_holders.entry(run.holders_key).or_insert(index);
    }
    let mut to_judge: Vec<usize> = first_of_holders.into_values().collect();
    to_judge.sort_unstable();
    let versions = Versions::new(texts, options.same_text_share);
    let judged: HashMap<u64, bool> = to_judge
        .into_par_iter()
        .enumerate()
        .map(|(count, index)| {
            let run = &runs[index];
            if count % 1024 == 0 {
                stage(0.6, 1.0, 0.3)?;
            }
            Ok((
                run.holders_key,
                versions.hold_different(&run.holders(), min_texts),
            ))
        })
        .collect::<Result<_, Error>>()?;

    let length = u32::try_from(options.run_words).unwrap_or(u32::MAX);
    let mut covered: Vec<Vec<std::ops::Range<u32>>> = vec![Vec::new(); texts.len()];
    for run in runs.iter().filter(|run| judged[&run.holders_key]) {
        for place in run.places {
            covered[place.text as usize].push(place.word..place.word + length);
        }
    }
    stage(0.6, 1.0, 0.8)?;
    let found = covered
        .into_par_iter()
        .map(WordRanges::from_ranges)
        .collect();
    report(progress, 100, 100)?;
    Ok(found)
}

/// Refuses more texts than a `DocId` can number.
pub(crate) fn number(texts: &[&Analysis]) -> Result<(), Error> {
    let max = u32::MAX as usize;
    if texts.len() > max {
        return Err(Error::TooManyTexts {
            given: texts.len(),
            max,
        });
    }
    Ok(())
}

/// A part of the work as a whole number of hundredths.
fn percent(part: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to 100"
    )]
    let percent = (part * 100.0) as u64;
    percent
}

/// One run of words with its places in the collection.
struct Run<'p> {
    places: &'p [Place],
    holders_key: u64,
}

impl<'p> Run<'p> {
    /// A run that stands in fewer than `min_texts` texts is none.
    fn new(places: &'p [Place], min_texts: usize) -> Option<Self> {
        let run = Self {
            places,
            holders_key: 0,
        };
        let mut holders = 0;
        let mut key = 0_u64;
        for text in run.texts() {
            holders += 1;
            // A Fowler–Noll–Vo step: the texts come in order, so that equal sets give equal keys.
            key = (key ^ u64::from(text))
                .wrapping_mul(0x0000_0100_0000_01b3)
                .rotate_left(29);
        }
        (holders >= min_texts).then_some(Self {
            holders_key: key,
            ..run
        })
    }

    fn texts(&self) -> impl Iterator<Item = u32> {
        self.places
            .chunk_by(|x, y| x.text == y.text)
            .map(|same| same[0].text)
    }

    fn holders(&self) -> Vec<u32> {
        self.texts().take(HOLDERS_COMPARED).collect()
    }
}

/// Tells versions of one text from different texts.
struct Versions<'t> {
    texts: &'t [&'t Analysis],
    same_text_share: f64,
    grams: Vec<OnceLock<Vec<u64>>>,
}

impl<'t> Versions<'t> {
    fn new(texts: &'t [&'t Analysis], same_text_share: f64) -> Self {
        Self {
            texts,
            same_text_share,
            grams: texts.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Whether at least `wanted` of the texts are no versions of one another.
    fn hold_different(&self, texts: &[u32], wanted: usize) -> bool {
        let mut different: Vec<u32> = Vec::with_capacity(wanted);
        for &text in texts {
            if different.iter().all(|&other| !self.same(text, other)) {
                different.push(text);
                if different.len() >= wanted {
                    return true;
                }
            }
        }
        false
    }

    fn same(&self, x: u32, y: u32) -> bool {
        let (x, y) = (self.grams(x), self.grams(y));
        let smaller = x.len().min(y.len());
        smaller > 0 && common(x, y) as f64 >= self.same_text_share * smaller as f64
    }

    fn grams(&self, text: u32) -> &[u64] {
        self.grams[text as usize].get_or_init(|| {
            let mut grams: Vec<u64> =
                shingle_hashes(self.texts[text as usize].hashes(), VERSION_GRAM).collect();
            grams.sort_unstable();
            grams.dedup();
            grams
        })
    }
}

/// How many values two sorted lists without repeats have in common.
fn common(x: &[u64], y: &[u64]) -> usize {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        let (left, right) = (x[i], y[j]);
        found += usize::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    found
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    const PITCH: &str = "Get the best of our newsroom in your inbox every weekday morning.";

    fn found(texts: &[String]) -> Vec<String> {
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        let all: Vec<&Analysis> = analyses.iter().collect();
        furniture(&all, &FurnitureOptions::default(), &|_, _| {
            ControlFlow::Continue(())
        })
        .expect("not cancelled")
        .iter()
        .zip(&analyses)
        .zip(texts)
        .map(|((ranges, analysis), text)| {
            ranges
                .as_slice()
                .iter()
                .map(|r| analysis.span_of(r.start as usize..r.end as usize).of(text))
                .collect::<Vec<_>>()
                .join(" | ")
        })
        .collect()
    }

    #[test]
    fn a_pitch_under_three_different_stories_is_furniture() {
        let stories = [
            "The old mill by the river will reopen as a library in spring, the council said.",
            "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
            "Farmers of the valley sold more cheese abroad last year than ever before.",
        ];
        let texts: Vec<String> = stories.iter().map(|s| format!("{s}\n\n{PITCH}")).collect();
        assert_eq!(found(&texts), [PITCH.trim_end_matches('.'); 3]);
        assert_eq!(found(&texts[..2]), ["", ""]);
    }

    #[test]
    fn reprints_of_one_story_are_no_furniture() {
        let story = "The old mill by the river will reopen as a library in spring, the council said on \
                     Tuesday after a long debate about the cost of the roof and the old wheel.";
        let texts: Vec<String> = ["Corrected. ", "", "From our reporter. ", "Updated. "]
            .map(|s| format!("{s}{story}"))
            .into();
        assert_eq!(found(&texts), ["", "", "", ""]);
    }

    #[test]
    fn a_stop_ends_the_search() {
        let text = Analysis::new("one two").expect("short");
        let stopped = furniture(&[&text], &FurnitureOptions::default(), &|_, _| {
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Err(Error::Cancelled));
    }
}
