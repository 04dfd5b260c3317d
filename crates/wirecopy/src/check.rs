//! The check: articles in, report out. DESIGN.md, section 3, tells the story of an article through these steps.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use wirecopy_reuse::{
    Recurring, RecurringRuns, Repeats, SeedOptions, TermWeights, candidate_pairs_among,
};
use wirecopy_text::Analysis;

use crate::clusters::Versions;
use crate::contents::Contents;
use crate::dates::{Dates, meet};
use crate::distinct::{AllTexts, Sifted};
use crate::furniture::{Furniture, furniture, ignored};
use crate::pairs::{Compared, sort};
use crate::progress::{map_in_parallel, report};
use crate::read::Input;
use crate::report::SCHEMA_VERSION;
use crate::reuse::Reuse;
use crate::similar::similar_pairs;
use crate::stories::{Told, stories};
use crate::when::When;
use crate::{
    Article, CheckOptions, ClusterMember, Error, FurnitureTable, Known, Progress, Report, Stage,
};

/// Length in words of a run that one article must not count twice.
pub(crate) const REPEAT_WORDS: usize = 8;

/// Length in words of the runs from which a passage grows.
const MATCHING_WORDS: usize = 4;

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
    check_with(articles, Known::new(), options, progress)
}

/// [`check_with_progress`] beside what is known already: old articles, and furniture that was learnt from others.
///
/// New articles are compared with one another and with old ones, which are not compared among themselves. The old
/// articles count as earlier in the input: in a pair of both, `a` is the old one. They also tell which words are
/// common and what is furniture. An id that a new article has as well is preceded by `against/`.
///
/// # Errors
/// Those of [`check_with_progress`].
pub fn check_with(
    articles: &[Article<'_>],
    known: Known<'_>,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    let against = known.against;
    if against.is_empty() {
        return check_from(articles, 0, known.furniture, options, progress);
    }
    refuse_duplicate_ids(articles)?;
    refuse_duplicate_ids(against)?;
    let new_ids = ids(articles);
    let old = against.iter().map(|article| beside(&new_ids, article));
    let all: Vec<Article<'_>> = old.chain(articles.iter().map(Article::borrowed)).collect();
    let mut report = check_from(&all, against.len(), known.furniture, options, progress)?;
    let unusable: HashSet<&str> = report.skipped.iter().map(|s| s.origin.as_str()).collect();
    let checked = articles
        .iter()
        .filter(|article| !unusable.contains(article.id.as_ref()))
        .count() as u64;
    report.against = report.articles - checked;
    report.articles = checked;
    Ok(report)
}

/// The check of articles the first of which, so many, are not compared with one another.
fn check_from(
    articles: &[Article<'_>],
    old: usize,
    known: Option<&FurnitureTable>,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    options.validate()?;
    refuse_duplicate_ids(articles)?;
    let contents = Contents::new(articles, progress)?;
    let texts: Vec<&Analysis> = contents.distinct.iter().map(|c| &*c.analysis).collect();
    // Contents stand in the order of their first articles.
    let paired_from = contents
        .distinct
        .partition_point(|content| content.first() < old);
    let dates = Dates::new(articles);

    let recurring = Recurring::new(&texts, &|_, _| progress(Stage::NearDuplicates, 0, 0))?;
    let similar = similar_pairs(&texts, &recurring, paired_from, progress)?;
    let furniture = furniture(&contents, &texts, &recurring, articles, known, progress)?.words;
    let seeded = candidate_pairs_among(
        &texts,
        &recurring,
        &furniture,
        &SeedOptions::default().with_paired_from(paired_from),
        &|done, total| progress(Stage::Candidates, done, total),
    )?;
    let candidates: Vec<(usize, usize)> = seeded
        .into_iter()
        .map(|(a, b)| (a.index(), b.index()))
        .chain(similar)
        .collect();
    let candidates = match options.date_window {
        None => candidates,
        Some(days) => within(days, candidates, &contents, &dates),
    };

    let weights = TermWeights::from_texts_with_progress(&texts, &|done, total| {
        progress(Stage::Weigh, done, total)
    })?;
    let repeats = repeats(&texts, &recurring, progress)?;
    let grams: Vec<RecurringRuns> = (0..texts.len())
        .map(|text| recurring.runs(text, MATCHING_WORDS))
        .collect();
    let compared: Vec<Compared<'_>> = contents
        .distinct
        .iter()
        .zip(furniture.iter().zip(&repeats).zip(&grams))
        .map(|(content, ((void, repeats), grams))| {
            Compared::new(content, articles, void, repeats).with_recurring(grams)
        })
        .collect();
    let numbered = AllTexts {
        texts: (contents.distinct.iter())
            .map(|content| (content.first(), &*content.analysis))
            .collect(),
        recurring: &recurring,
    };
    let reuse = Reuse {
        articles,
        compared: &compared,
        texts: &numbered,
        weights: &weights,
        stems: None,
        old,
    };
    let mut aligned = candidates.clone();
    aligned.sort_unstable();
    let Sifted { mut rows, forms } = reuse.find(candidates, options, progress)?;
    let versions = Versions::new(&rows);
    let told_stories = stories(
        &mut rows,
        &Told {
            contents: &contents,
            compared: &compared,
            weights: &weights,
            articles,
            furniture: &furniture,
            aligned: &aligned,
            forms: &forms,
            versions: &versions,
            dates: &dates,
            paired_from,
            options,
        },
        progress,
    )?;
    // Little beside the alignment, and counted with it.
    let listen = || report(progress, Stage::Align, 1, 1);
    let rows = sort(rows, &listen)?;
    let clusters = both_levels(versions.clusters(articles), told_stories);
    listen()?;

    let ignored = ignored(&contents, articles, &furniture);
    let checked = articles.len() - contents.skipped.len();
    Ok(Report {
        schema_version: SCHEMA_VERSION,
        articles: checked as u64,
        against: 0,
        warnings: dates.warnings(articles, old),
        clusters,
        pairs: rows.into_iter().map(|row| row.pair).collect(),
        left_out: forms.len() as u64,
        skipped: contents.skipped,
        repaired: Vec::new(),
        ignored,
        furniture: Furniture::of(&furniture),
        parameters: *options,
    })
}

/// What each text says twice.
fn repeats(
    texts: &[&Analysis],
    recurring: &Recurring,
    progress: Progress<'_>,
) -> Result<Vec<Repeats>, Error> {
    map_in_parallel(
        &texts.iter().enumerate().collect::<Vec<_>>(),
        Stage::Weigh,
        progress,
        |(_, text)| text.len(),
        |&(place, text)| {
            let runs = recurring.runs(place, REPEAT_WORDS);
            Ok(Repeats::among(text, REPEAT_WORDS, &runs))
        },
    )
}

/// The clusters of stories after those of duplicates, with numbers that go on.
fn both_levels(
    mut clusters: Vec<ClusterMember>,
    stories: Vec<ClusterMember>,
) -> Vec<ClusterMember> {
    let of_duplicates = clusters.last().map_or(0, |last| last.cluster + 1);
    clusters.extend(stories.into_iter().map(|member| ClusterMember {
        cluster: of_duplicates + member.cluster,
        ..member
    }));
    clusters
}

/// [`check_with`] of what was read, against what was read; the report lists what reading skipped and repaired as well.
///
/// # Errors
/// Those of [`check_with_progress`].
pub fn check_input(
    input: &Input,
    against: &Input,
    furniture: Option<&FurnitureTable>,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Report, Error> {
    let known = Known::new()
        .with_against(&against.articles)
        .with_furniture(furniture);
    let mut report = check_with(&input.articles, known, options, progress)?;
    let skipped = input.skipped.iter().chain(&against.skipped);
    report.skipped.splice(..0, skipped.cloned());
    let repaired = input.repaired.iter().chain(&against.repaired);
    report.repaired = repaired.cloned().collect();
    if !report.warnings.is_empty() {
        let new_ids = ids(&input.articles);
        for warning in &mut report.warnings {
            let of = if new_ids.contains(warning.id.as_str()) {
                input
            } else {
                against
            };
            let row = warning.row.and_then(|row| usize::try_from(row).ok());
            if let Some(place) = row.and_then(|row| of.places.get(row)) {
                warning.origin = Some(place.origin.to_string());
                warning.line = place.line;
            }
        }
    }
    Ok(report)
}

/// Of the candidates, those whose articles lie within so many days.
fn within(
    days: u32,
    candidates: Vec<(usize, usize)>,
    contents: &Contents,
    dates: &Dates,
) -> Vec<(usize, usize)> {
    let of_contents: Vec<Option<Vec<When>>> = (contents.distinct.iter())
        .map(|content| dates.of(content))
        .collect();
    candidates
        .into_iter()
        .filter(|&(a, b)| meet(of_contents[a].as_deref(), of_contents[b].as_deref(), days))
        .collect()
}

pub(crate) fn ids<'a>(articles: &'a [Article<'_>]) -> HashSet<&'a str> {
    articles.iter().map(|article| article.id.as_ref()).collect()
}

/// An old article beside new ones, under a name that none of them has.
pub(crate) fn beside<'a>(new_ids: &HashSet<&str>, article: &'a Article<'_>) -> Article<'a> {
    let id = &article.id;
    Article {
        id: if new_ids.contains(id.as_ref()) {
            Cow::Owned(format!("against/{id}"))
        } else {
            Cow::Borrowed(id.as_ref())
        },
        ..article.borrowed()
    }
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
