//! The check: articles in, report out. DESIGN.md, section 3, tells the story of an article through these steps.

use std::collections::HashMap;
use std::ops::ControlFlow;

use wirecopy_reuse::{
    FurnitureOptions, Repeats, SeedOptions, TermWeights, candidate_pairs, furniture,
};
use wirecopy_text::Analysis;

use crate::clusters::clusters;
use crate::contents::Contents;
use crate::pairs::{Compared, align, identical_pairs, sort};
use crate::progress::{map_in_parallel, report};
use crate::read::Input;
use crate::report::SCHEMA_VERSION;
use crate::similar::similar_pairs;
use crate::{Article, CheckOptions, Error, Furniture, Progress, Report, Stage};

/// Length in words of a run that one article must not count twice.
pub(crate) const REPEAT_WORDS: usize = 8;

/// How many contents are gone through between two looks at the progress callback.
const CONTENTS_UNHEARD: usize = 256;

/// Finds which articles share text, how much, and which words.
///
/// Works on the current rayon pool; the report is the same for any number of threads.
///
/// # Errors
/// [`Error::DuplicateId`], [`Error::TextTooLong`], [`Error::InvalidShare`].
pub fn check(articles: &[Article<'_>], options: &CheckOptions) -> Result<Report, Error> {
    check_with_progress(articles, options, &|_, _, _| ControlFlow::Continue(()))
}

/// [`check`] that tells how far it is and can be told to stop.
///
/// # Errors
/// Those of [`check`], and [`Error::Cancelled`].
pub fn check_with_progress(
    articles: &[Article<'_>],
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    options.validate()?;
    refuse_duplicate_ids(articles)?;
    let contents = Contents::new(articles, progress)?;
    let texts: Vec<&Analysis> = contents.distinct.iter().map(|c| &c.analysis).collect();

    let similar = similar_pairs(&texts, progress)?;
    let furniture = furniture(&texts, &FurnitureOptions::default(), &|done, total| {
        progress(Stage::Furniture, done, total)
    })?;
    let seeded = candidate_pairs(
        &texts,
        &furniture,
        &SeedOptions::default(),
        &|done, total| progress(Stage::Candidates, done, total),
    )?;
    let candidates: Vec<(usize, usize)> = seeded
        .into_iter()
        .map(|(a, b)| (a.index(), b.index()))
        .chain(similar)
        .collect();

    let weights = TermWeights::from_texts_with_progress(&texts, &|done, total| {
        progress(Stage::Weigh, done, total)
    })?;
    let repeats = map_in_parallel(
        &texts,
        Stage::Weigh,
        progress,
        |text| text.len(),
        |text| Ok(Repeats::new(text, REPEAT_WORDS)),
    )?;
    let compared: Vec<Compared<'_>> = contents
        .distinct
        .iter()
        .zip(furniture.iter().zip(&repeats))
        .map(|(content, (void, repeats))| Compared::new(content, articles, void, repeats))
        .collect();
    let mut rows = align(candidates, &compared, &weights, options, progress)?;
    // Little beside the alignment, and counted with it: all of that is done.
    let listen = || report(progress, Stage::Align, 1, 1);
    for (place, content) in compared.iter().enumerate() {
        if place.is_multiple_of(CONTENTS_UNHEARD) {
            listen()?;
        }
        rows.extend(identical_pairs(content, articles, &weights));
    }
    let rows = sort(rows, &listen)?;
    let clusters = clusters(&rows, articles);
    listen()?;

    let checked = articles.len() - contents.skipped.len();
    Ok(Report {
        schema_version: SCHEMA_VERSION,
        articles: checked as u64,
        clusters,
        pairs: rows.into_iter().map(|row| row.pair).collect(),
        skipped: contents.skipped,
        repaired: Vec::new(),
        furniture: Furniture {
            articles: furniture.iter().filter(|f| !f.is_empty()).count() as u64,
            words: furniture.iter().map(|f| f.words() as u64).sum(),
        },
        parameters: *options,
    })
}

/// [`check_with_progress`] of what was read; the report lists what reading skipped and repaired as well.
///
/// # Errors
/// Those of [`check_with_progress`].
pub fn check_input(
    input: &Input,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    let mut report = check_with_progress(&input.articles, options, progress)?;
    report.skipped.splice(..0, input.skipped.iter().cloned());
    report.repaired.clone_from(&input.repaired);
    Ok(report)
}

pub(crate) fn refuse_duplicate_ids(articles: &[Article<'_>]) -> Result<(), Error> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(articles.len());
    for (second, article) in articles.iter().enumerate() {
        if let Some(first) = seen.insert(&article.id, second) {
            return Err(Error::DuplicateId {
                id: article.id.to_string(),
                first,
                second,
            });
        }
    }
    Ok(())
}
