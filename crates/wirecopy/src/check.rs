//! The check: articles in, report out. DESIGN.md, section 3, tells the story of an article through these steps.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use wirecopy_reuse::{
    AlignOptions, Aligner, FurnitureOptions, Repeats, SeedOptions, Side, TermWeights,
    candidate_pairs, furniture,
};
use wirecopy_similarity::{SetCollection, Threshold, jaccard_join};
use wirecopy_text::{Analysis, ShingleSet};

use crate::clusters::clusters;
use crate::contents::{Content, Contents};
use crate::evidence::Evidence;
use crate::judge::{Judgement, judge};
use crate::progress::{map_in_parallel, report};
use crate::read::Input;
use crate::report::SCHEMA_VERSION;
use crate::{Article, CheckOptions, Direction, Error, Furniture, Pair, Progress, Report, Stage};

/// Words of a shingle in the join for near-duplicates.
const SHINGLE_WORDS: NonZeroUsize = NonZeroUsize::new(5).expect("5 is not 0");

/// Pairs at or above this Jaccard similarity are candidates whatever their seeds say: where one story has run in
/// many papers its words are no longer rare.
const JOIN_THRESHOLD: f64 = 0.5;

/// Length in words of a run that one article must not count twice.
pub(crate) const REPEAT_WORDS: usize = 8;

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
    let candidates = group_by_first(
        seeded
            .into_iter()
            .map(|(a, b)| (a.index(), b.index()))
            .chain(similar),
    );

    let weights = TermWeights::from_texts_with_progress(&texts, &|done, total| {
        progress(Stage::Weigh, done, total)
    })?;
    let repeats = map_in_parallel(&texts, Stage::Weigh, progress, |text| {
        Ok(Repeats::new(text, REPEAT_WORDS))
    })?;
    let compared: Vec<Compared<'_>> = contents
        .distinct
        .iter()
        .zip(furniture.iter().zip(&repeats))
        .map(|(content, (void, repeats))| {
            let article = &articles[content.first()];
            Compared {
                article,
                side: Side::new(&article.text, &content.analysis, void, repeats),
            }
        })
        .collect();
    let mut pairs = align(&candidates, &compared, &weights, options, progress)?;
    pairs.extend(identical_pairs(articles, &contents.distinct));
    sort(&mut pairs, articles);

    let checked = articles.len() - contents.skipped.len();
    Ok(Report {
        schema_version: SCHEMA_VERSION,
        articles: checked as u64,
        clusters: clusters(&pairs, articles),
        pairs,
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

fn refuse_duplicate_ids(articles: &[Article<'_>]) -> Result<(), Error> {
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

/// Pairs of contents that share many of their shingles, furniture included.
fn similar_pairs(
    texts: &[&Analysis],
    progress: Progress<'_>,
) -> Result<impl Iterator<Item = (usize, usize)>, Error> {
    let sets = map_in_parallel(texts, Stage::NearDuplicates, progress, |text| {
        Ok(ShingleSet::new(text.hashes(), SHINGLE_WORDS))
    })?;
    let mut collection = SetCollection::new();
    for set in &sets {
        collection.push_sorted(set.hashes())?;
    }
    drop(sets);
    let threshold = Threshold::new(JOIN_THRESHOLD)?;
    let pairs = jaccard_join(&collection, threshold, &|done, total| {
        progress(Stage::NearDuplicates, done, total)
    })?;
    Ok(pairs
        .into_iter()
        .map(|pair| (pair.a as usize, pair.b as usize)))
}

/// Candidates by their first content: sorted, each pair once.
fn group_by_first(pairs: impl Iterator<Item = (usize, usize)>) -> Vec<(usize, Vec<usize>)> {
    let mut pairs: Vec<(usize, usize)> = pairs.collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
        .chunk_by(|x, y| x.0 == y.0)
        .map(|group| {
            (
                group[0].0,
                group.iter().map(|&(_, second)| second).collect(),
            )
        })
        .collect()
}

/// A content as the alignment sees it: the first article that has it, and its words.
#[derive(Debug)]
struct Compared<'t> {
    article: &'t Article<'t>,
    side: Side<'t>,
}

fn align(
    candidates: &[(usize, Vec<usize>)],
    compared: &[Compared<'_>],
    weights: &TermWeights,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Vec<Pair>, Error> {
    let total = candidates
        .iter()
        .map(|(_, seconds)| seconds.len() as u64)
        .sum();
    let done = AtomicU64::new(0);
    report(progress, Stage::Align, 0, total)?;
    let pairs = candidates
        .par_iter()
        .map(|(first, seconds)| {
            let a = &compared[*first];
            let aligner = Aligner::new(a.side, weights, &AlignOptions::default());
            let mut pairs = Vec::new();
            for b in seconds.iter().map(|&second| &compared[second]) {
                let evidence = Evidence::new(a.side, b.side, aligner.passages(b.side));
                if let Some(judgement) = judge(&evidence, options) {
                    pairs.push(pair(a.article, b.article, judgement, &evidence));
                }
            }
            let before = done.fetch_add(seconds.len() as u64, Ordering::Relaxed);
            report(progress, Stage::Align, before, total)?;
            Ok(pairs)
        })
        .collect::<Result<Vec<Vec<Pair>>, Error>>()?;
    report(progress, Stage::Align, total, total)?;
    Ok(pairs.into_iter().flatten().collect())
}

fn pair(a: &Article<'_>, b: &Article<'_>, judgement: Judgement, evidence: &Evidence) -> Pair {
    Pair {
        a: a.id.to_string(),
        b: b.id.to_string(),
        relation: judgement.relation,
        share_of_a: evidence.share_of_a,
        share_of_b: evidence.share_of_b,
        quotation_part: evidence.quotation_part,
        direction: Direction::Unknown,
        longest_run: evidence.longest_run as u64,
        reasons: judgement.reasons,
        passages: evidence.passages(&a.text, &b.text),
    }
}

/// Each further article of a content with the first.
fn identical_pairs<'t>(
    articles: &'t [Article<'t>],
    contents: &'t [Content],
) -> impl Iterator<Item = Pair> {
    contents.iter().flat_map(move |content| {
        let words = content.analysis.len();
        let quoted = content
            .analysis
            .marks()
            .iter()
            .filter(|marks| marks.contains(wirecopy_text::Marks::QUOTED))
            .count();
        let whole = Evidence {
            share_of_a: 1.0,
            share_of_b: 1.0,
            quotation_part: quoted as f64 / words as f64,
            matched_words: words,
            longest_run: words,
            ..Evidence::default()
        };
        let first = content.first();
        content.articles[1..].iter().map(move |&other| {
            pair(
                &articles[first],
                &articles[other],
                Judgement::identical(),
                &whole,
            )
        })
    })
}

/// By relation, then by the larger share, then in the order of the input.
fn sort(pairs: &mut [Pair], articles: &[Article<'_>]) {
    let position: HashMap<&str, usize> = articles
        .iter()
        .enumerate()
        .map(|(position, article)| (article.id.as_ref(), position))
        .collect();
    pairs.sort_by(|x, y| {
        let larger = |pair: &Pair| pair.share_of_a.max(pair.share_of_b);
        x.relation
            .cmp(&y.relation)
            .then_with(|| larger(y).total_cmp(&larger(x)))
            .then_with(|| {
                let place = |pair: &Pair| (position[pair.a.as_str()], position[pair.b.as_str()]);
                place(x).cmp(&place(y))
            })
    });
}
