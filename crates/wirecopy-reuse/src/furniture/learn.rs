//! Learning what furniture a collection has.

use std::collections::BTreeMap;

use rayon::prelude::*;
use wirecopy_text::Analysis;

use crate::furniture::confirm::{confirm, of_siblings};
use crate::furniture::edges::{fill, within_lines};
use crate::furniture::holders::Judge;
use crate::furniture::outlets::Outlets;
use crate::furniture::outline::Outline;
use crate::furniture::runs::{Run, RunPlace, keys};
use crate::furniture::table::{FurnitureTable, each_run};
use crate::furniture::versions::Versions;
use crate::postings::{Grams, recurring_grams, repeated_grams, word_grams};
use crate::progress::report;
use crate::{Error, FurnitureOptions, Progress, Recurring, WordRanges};

/// What [`learn_furniture`] found.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LearntFurniture {
    /// For each text, the words of it that are furniture.
    pub words: Vec<WordRanges>,
    /// The runs behind them, to be used on other texts, for each outlet that has any.
    pub tables: BTreeMap<Option<u32>, FurnitureTable>,
}

/// Finds page furniture: runs of `run_words` words which stand in `min_texts` or more otherwise different texts
/// of one outlet.
///
/// `outlets` says for each text which outlet it comes from, as any number, or that nobody knows; where it is empty, nobody
/// knows it of any. Texts of unknown outlets are taken for those of one. A run counts as it stands, and with its names,
/// numbers and dates blanked out. What else has to hold keeps lifted passages apart from furniture:
///
/// - Reprints of one story share all their runs; so holders are told apart first: two texts are versions of one another
///   when the shorter has `same_text_share` of its 4-grams in the longer.
/// - A run is furniture wherever it stands when at least 4 texts of the outlet hold it that are half of all that it has,
///   or 6 and the cube root of their number. Where outlets are unknown, 8 have to, or 4 that are half of those which share
///   other furniture.
/// - With fewer holders, 3 or, of more than 27 texts, 4 (5 where outlets are unknown), it also has to fill whole lines at
///   one and the same edge of three quarters of them, with 20 words at most that are no furniture between: that is where
///   furniture stands, and where a passage that three authors lifted does not. Where outlets are unknown, one sentence of
///   18 words or more takes 5.
/// - A run that other outlets have in running text is a story's, unless a fifth of the outlet's texts hold it.
///
/// In parallel over texts and runs, on the caller's pool; the result does not depend on the number of threads.
///
/// # Errors
/// [`Error::Cancelled`] when `progress` (hundredths done, of 100) says so; [`Error::TooManyTexts`] above 2^32 - 1 texts.
///
/// # Panics
/// When `outlets` is neither empty nor as long as `texts`.
pub fn learn_furniture(
    texts: &[&Analysis],
    outlets: &[Option<u32>],
    options: &FurnitureOptions,
    progress: Progress<'_>,
) -> Result<LearntFurniture, Error> {
    number(texts)?;
    let recurring = Recurring::new(texts, &|_, _| progress(0, 100))?;
    learn_furniture_among(texts, &recurring, outlets, options, progress)
}

/// [`learn_furniture`] of texts of which is known already what recurs in them.
///
/// # Errors
/// Those of [`learn_furniture`].
///
/// # Panics
/// When `outlets` is neither empty nor as long as `texts`.
pub fn learn_furniture_among(
    texts: &[&Analysis],
    recurring: &Recurring,
    outlets: &[Option<u32>],
    options: &FurnitureOptions,
    progress: Progress<'_>,
) -> Result<LearntFurniture, Error> {
    number(texts)?;
    assert!(
        outlets.is_empty() || outlets.len() == texts.len(),
        "an outlet for each text, or none at all"
    );
    let stage =
        |from: f64, to: f64, part: f64| report(progress, percent(from + (to - from) * part), 100);
    let outlets = Outlets::new(outlets, texts.len());
    let versions = Versions::new(texts, recurring, options.same_text_share);
    let judge = Judge {
        outlets: &outlets,
        versions: &versions,
        options,
    };

    let n = options.run_words;
    let repeated = u8::try_from(options.min_texts.clamp(1, 100)).unwrap_or(100);
    // A run in outline may stand elsewhere with other words in its blanks: only of runs as they stand is that known.
    let standing = |text: usize| (repeated > 1).then(|| recurring.runs(text, n));
    let as_they_stand = |text: usize, runs: &mut Vec<_>| match standing(text) {
        Some(recurring) => recurring_grams(texts[text], &recurring, None, n, runs),
        None => word_grams(texts[text], None, n, runs),
    };
    let in_outline = |text: usize, runs: &mut Vec<_>| {
        let outline = Outline::of(texts[text]);
        let found = outline.runs(n);
        runs.extend(found.map(|(words, hash)| (words.start, hash)));
    };
    let judged = |from: f64, grams: Grams<'_>| {
        let places = repeated_grams(texts, repeated, grams, &|part| {
            stage(from, from + 0.3, part)
        })?;
        judge.judge(&places, &|part| stage(from + 0.3, from + 0.4, part))
    };
    let mut found = judged(0.0, &as_they_stand)?;
    found.as_they_stand = found.perhaps.len();
    found.append(judged(0.4, &in_outline)?);
    // The texts that hold a run which may be furniture: most hold none, and need no second look.
    let mut concerned = vec![false; texts.len()];
    for &text in &found.holders {
        concerned[text as usize] = true;
    }

    let asked = keys(found.sure.iter().chain(&found.perhaps));
    // The places of these runs in the texts that are concerned: all that is looked at from here on.
    let places: Vec<Vec<RunPlace>> = texts
        .par_iter()
        .enumerate()
        .map(|(text, analysis)| {
            if text % 1024 == 0 {
                stage(0.8, 0.9, 0.5)?;
            }
            let mut places = Vec::new();
            if concerned[text] {
                let outlet = outlets.of(text);
                each_run(analysis, n, standing(text).as_ref(), |words, hash| {
                    let key = Run { hash, outlet }.key();
                    if asked.contains(key) {
                        places.push(RunPlace { words, key });
                    }
                });
            }
            Ok(places)
        })
        .collect::<Result<_, Error>>()?;
    let confirmed = confirm(texts, &outlets, &places, &found, &|part| {
        stage(0.9, 0.95, part)
    })?;
    found.sure.extend(confirmed);
    let of_siblings = of_siblings(&outlets, &places, &found);
    found.sure.extend(of_siblings);
    let tables = tables(n, &found.sure);
    let known = keys(&found.sure);
    let words = (texts.par_iter().zip(&places).enumerate())
        .map(|(text, (analysis, places))| {
            if text % 1024 == 0 {
                stage(0.95, 1.0, 0.5)?;
            }
            let known = places.iter().filter(|place| known.contains(place.key));
            let words = known.map(|place| within_lines(analysis, place.words.clone()));
            Ok(fill(analysis, &WordRanges::from_ranges(words)))
        })
        .collect::<Result<_, Error>>()?;
    report(progress, 100, 100)?;
    Ok(LearntFurniture { words, tables })
}

/// The runs, outlet by outlet.
fn tables(run_words: usize, runs: &[Run]) -> BTreeMap<Option<u32>, FurnitureTable> {
    let mut hashes: BTreeMap<Option<u32>, Vec<u64>> = BTreeMap::new();
    for run in runs {
        hashes.entry(run.outlet).or_default().push(run.hash);
    }
    hashes
        .into_iter()
        .map(|(outlet, hashes)| (outlet, FurnitureTable::new(run_words, hashes)))
        .collect()
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

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    const PITCH: &str = "All the best of our newsroom on your table every weekday morning.";
    const STORIES: [&str; 6] = [
        "The old mill by the river will reopen as a library in spring, the council said.",
        "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
        "Farmers of the valley sold more cheese abroad last year than ever before.",
        "A tram driver stopped for a family of geese and was late for the first time.",
        "Nobody bid for the lighthouse, so its keeper keeps it for another winter.",
        "The choir lost its hall to the flood and sings on the ferry until summer.",
    ];
    /// Prose around what is planted, so that it stands neither at an edge nor in most of a text.
    const PROSE: &str =
        "and on the quay people who had waited since dawn said much the same in other words";

    fn learnt(
        texts: &[String],
        outlets: &[u32],
    ) -> (Vec<String>, BTreeMap<Option<u32>, FurnitureTable>) {
        let outlets: Vec<Option<u32>> = outlets.iter().map(|&number| Some(number)).collect();
        let analyses: Vec<Analysis> = texts
            .iter()
            .map(|t| Analysis::new(t).expect("short"))
            .collect();
        let all: Vec<&Analysis> = analyses.iter().collect();
        let learnt = learn_furniture(&all, &outlets, &FurnitureOptions::default(), &|_, _| {
            ControlFlow::Continue(())
        })
        .expect("not cancelled");
        let found = learnt
            .words
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
            .collect();
        (found, learnt.tables)
    }

    fn found(texts: &[String], outlets: &[u32]) -> Vec<String> {
        learnt(texts, outlets).0
    }

    /// A story that nobody else tells, long enough that what is planted in it is not most of it.
    fn long_story(number: usize) -> String {
        // Letters only: numbers are left out of what is compared.
        let letter =
            |number: usize| char::from(b'a' + u8::try_from(number % 26).expect("a letter"));
        let spelt = |number: usize| format!("{}{}", letter(number / 26), letter(number));
        (0..120)
            .map(|word| format!("w{}x{}", spelt(number), spelt(word)))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_pitch_under_three_different_stories_is_furniture() {
        let texts: Vec<String> = STORIES[..3]
            .iter()
            .map(|s| format!("{s}\n\n{PITCH}"))
            .collect();
        assert_eq!(found(&texts, &[]), [PITCH.trim_end_matches('.'); 3]);
        assert_eq!(found(&texts[..2], &[]), ["", ""]);
        assert_eq!(found(&texts, &[4, 9, 9]), ["", "", ""]);
    }

    #[test]
    fn names_and_dates_in_furniture_change() {
        let signed = [
            ("Ada Brook", "March 4, 2019"),
            ("Tomas Iversen", "Friday"),
            ("Ruth Peel", "7 May"),
        ];
        let texts: Vec<String> = (STORIES.iter().zip(signed))
            .map(|(s, (who, when))| {
                format!("{s}\n\nPosted on {when} by {who} in letters and views of the week")
            })
            .collect();
        for (masked, (who, when)) in found(&texts, &[]).iter().zip(signed) {
            assert_eq!(
                *masked,
                format!("Posted on {when} by {who} in letters and views of the week")
            );
        }
    }

    #[test]
    fn reprints_of_one_story_are_no_furniture() {
        let story = "The old mill by the river will reopen as a library in spring, the council said on \
                     Tuesday after a long debate about the cost of the roof and the old wheel.";
        let texts: Vec<String> = ["Corrected. ", "", "From our reporter. ", "Updated. "]
            .map(|s| format!("{s}{story}"))
            .into();
        assert_eq!(found(&texts, &[]), ["", "", "", ""]);
    }

    #[test]
    fn a_long_footer_below_briefs_is_furniture_and_a_brief_below_other_leads_is_none() {
        // Half of each page and more is the footer.
        let footer = format!("{} {} {}", STORIES[3], STORIES[4], STORIES[5]);
        let brief = |number: usize| {
            long_story(number)
                .split(' ')
                .take(20)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let texts: Vec<String> = (0..8)
            .map(|number| format!("{}\n\n{footer}", brief(number)))
            .collect();
        let footer = footer.trim_end_matches('.');
        assert_eq!(found(&texts, &[1; 8]), [footer; 8]);
        // Seven may be one brief with another lead each time; so may all of them where nobody knows whose they are.
        assert_eq!(found(&texts[..7], &[1; 7]), [""; 7]);
        assert_eq!(found(&texts, &[]), [""; 8]);
        // What is longer than a footer is a story with other leads.
        let story = [footer, STORIES[0], STORIES[1], STORIES[2], PROSE, PITCH].join(". ");
        let texts: Vec<String> = (0..8)
            .map(|number| format!("{}\n\n{story}", brief(number)))
            .collect();
        assert_eq!(found(&texts, &[1; 8]), [""; 8]);
    }

    #[test]
    fn what_three_articles_of_an_outlet_lift_is_no_furniture() {
        let lifted = format!("{} {}", STORIES[0], STORIES[1]);
        let page = |number| {
            let (before, after) = (long_story(number), long_story(number + 100));
            format!("{before}\n\n{lifted}\n\n{after}")
        };
        let texts: Vec<String> = (0..3).map(page).collect();
        assert_eq!(found(&texts, &[1, 1, 1]), ["", "", ""]);
        // Six of them make it furniture, unless another outlet tells it in running text...
        let mut texts: Vec<String> = (0..9).map(page).collect();
        assert!(
            found(&texts, &[1; 9])
                .iter()
                .all(|masked| !masked.is_empty())
        );
        texts.push(format!("{PROSE} {lifted} {PROSE}"));
        let outlets = [1, 1, 1, 1, 1, 2, 3, 4, 5, 6];
        assert_eq!(found(&texts, &outlets), [""; 10]);
    }

    #[test]
    fn what_seven_texts_of_unknown_outlets_share_in_the_middle_is_no_furniture() {
        let page = |number| {
            let (before, after) = (long_story(number), long_story(number + 100));
            format!("{before}\n\n{}\n\n{after}", STORIES[0])
        };
        let texts: Vec<String> = (0..8).map(page).collect();
        assert_eq!(found(&texts[..7], &[]), [""; 7]);
        assert!(found(&texts, &[]).iter().all(|masked| !masked.is_empty()));
        let outlets = [1; 7];
        assert!(
            found(&texts[..7], &outlets)
                .iter()
                .all(|masked| !masked.is_empty())
        );
    }

    #[test]
    fn an_outlet_of_many_pages_has_its_furniture_on_more_than_three_and_unknown_ones_on_more_than_four()
     {
        let texts = |holders| -> Vec<String> {
            (0..40)
                .map(|number| {
                    let pitch = if number < holders { PITCH } else { "" };
                    format!("{}\n\n{pitch}", long_story(number))
                })
                .collect()
        };
        let masked = |holders, outlets: &[u32]| {
            let found = found(&texts(holders), outlets);
            found.iter().filter(|masked| !masked.is_empty()).count()
        };
        assert_eq!((masked(3, &[1; 40]), masked(4, &[1; 40])), (0, 4));
        assert_eq!((masked(4, &[]), masked(5, &[])), (0, 5));
    }

    #[test]
    fn the_first_sentence_of_three_texts_of_unknown_outlets_is_no_furniture() {
        let lede = STORIES[0].replace("said.", "said late on Tuesday night.");
        let page = |number| format!("{lede}\n\n{}", long_story(number));
        let three: Vec<String> = (0..3).map(page).collect();
        assert_eq!(found(&three, &[]), [""; 3]);
        let pitch = |number| format!("{PITCH}\n\n{}", long_story(number));
        let three: Vec<String> = (0..3).map(pitch).collect();
        assert_eq!(found(&three, &[]), [PITCH.trim_end_matches('.'); 3]);
    }

    #[test]
    fn texts_that_share_a_footer_are_of_one_outlet() {
        let page = |number: usize, footer: &str| {
            let (before, after) = (long_story(number), long_story(number + 100));
            format!("{before}\n\n{}\n\n{after}\n\n{footer}", STORIES[0])
        };
        let others = (10..20).map(long_story);
        let of_one: Vec<String> = (0..4)
            .map(|n| page(n, PITCH))
            .chain(others.clone())
            .collect();
        let (story, pitch) = (
            STORIES[0].trim_end_matches('.'),
            PITCH.trim_end_matches('.'),
        );
        let masked = format!("{story} | {pitch}");
        assert_eq!(found(&of_one, &[])[..4], [masked.as_str(); 4]);
        let of_strangers: Vec<String> = (0..4).map(|n| page(n, "")).chain(others).collect();
        assert_eq!(found(&of_strangers, &[]), [""; 14]);
    }

    #[test]
    fn the_table_masks_another_page_of_the_outlet() {
        let texts: Vec<String> = STORIES[..3]
            .iter()
            .map(|s| format!("{s}\n\n{PITCH}"))
            .collect();
        let (_, tables) = learnt(&texts, &[7, 7, 7]);
        let page = Analysis::new(&format!("{} {PITCH}", STORIES[4])).expect("short");
        assert_eq!(tables[&Some(7)].mask(&page).words(), 12);
        let other = Analysis::new(STORIES[5]).expect("short");
        assert!(tables[&Some(7)].mask(&other).is_empty());
        assert_eq!(tables.len(), 1);
    }

    #[test]
    fn the_table_of_an_outlet_masks_what_was_masked_while_learning() {
        let texts: Vec<String> = (STORIES.iter().enumerate())
            .map(|(n, story)| match n {
                0..4 => format!("{story}\n\n{PITCH}"),
                _ => (*story).to_owned(),
            })
            .collect();
        let outlets = [7, 7, 7, 7, 2, 2];
        let (found, tables) = learnt(&texts, &outlets);
        for ((text, outlet), masked) in texts.iter().zip(&outlets).zip(found) {
            let analysis = Analysis::new(text).expect("short");
            let words =
                (tables.get(&Some(*outlet))).map_or(0, |table| table.mask(&analysis).words());
            assert_eq!(words, masked.split_whitespace().count());
        }
    }

    #[test]
    fn a_stop_ends_the_search() {
        let text = Analysis::new("one two").expect("short");
        let stopped = learn_furniture(&[&text], &[], &FurnitureOptions::default(), &|_, _| {
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Err(Error::Cancelled));
    }
}
