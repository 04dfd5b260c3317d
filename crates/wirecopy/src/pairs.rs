//! From candidates to the rows of a report.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use wirecopy_reuse::{
    AlignOptions, Aligner, Passage as Found, Prepared, RecurringRuns, Repeats, Side, TermWeights,
    WordRanges,
};

use crate::contents::Content;
use crate::direction::{Directed, End, Named, direction, direction_of_copies};
use crate::distinct::{Context, Own, Shared};
use crate::evidence::{Evidence, prepared_first};
use crate::judge::{Judgement, judge, judge_story};
use crate::progress::{map_in_parallel, report};
use crate::revision::{Edition, Marked, revision, revision_of_copies};
use crate::rewording::{HeldStems, Rewordings, StemTables, Stemmed};
use crate::stories::{TellingOne, Told};
use crate::story::{Collection, Worded};
use crate::{Article, CheckOptions, Error, Pair, Progress, Relation, Revision, Stage};

/// A content as the alignment sees it: the articles that have it, the first of which speaks for all, and its words.
#[derive(Debug)]
pub(crate) struct Compared<'t> {
    content: &'t Content,
    article: &'t Article<'t>,
    void: &'t WordRanges,
    side: Side<'t>,
    stemmed: Stemmed,
    marked: Marked,
    named: Named,
    hash: u64,
}

impl<'t> Compared<'t> {
    pub(crate) fn new(
        content: &'t Content,
        articles: &'t [Article<'t>],
        void: &'t WordRanges,
        repeats: &'t Repeats,
    ) -> Self {
        let article = &articles[content.first()];
        Self {
            content,
            article,
            void,
            side: Side::new(&article.text, &content.analysis, void, repeats),
            stemmed: Stemmed::default(),
            marked: Marked::default(),
            named: Named::default(),
            hash: content.analysis.content_hash(),
        }
    }

    /// Says which runs of four words of the content may stand in another one.
    pub(crate) fn with_recurring(self, recurring: &'t RecurringRuns) -> Self {
        Self {
            side: self.side.with_recurring(recurring),
            ..self
        }
    }

    /// Takes what was found out of the content before.
    pub(crate) fn with_prepared(self, prepared: Option<&'t Prepared<'t>>) -> Self {
        Self {
            side: self.side.with_prepared(prepared),
            ..self
        }
    }

    /// What is asked for what it has in common with others.
    pub(crate) fn worded(&self) -> Worded<'_> {
        Worded::new(self.article, self.side, &self.stemmed)
    }

    fn end(&self) -> End<'_> {
        End::new(self.article, &self.content.analysis, &self.named)
    }

    fn edition(&self) -> Edition<'_> {
        Edition {
            end: self.end(),
            void: self.void,
            marked: &self.marked,
        }
    }

    /// The place in the input of the first article that has these words.
    pub(crate) fn first(&self) -> usize {
        self.content.first()
    }

    /// How many articles have these words.
    pub(crate) fn copies(&self) -> usize {
        self.content.articles.len()
    }
}

/// A row of the report, with the places of its articles in the input.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) a: usize,
    pub(crate) b: usize,
    /// What tells a form from a copy; nothing of articles of the same words.
    pub(crate) runs: Shared,
    pub(crate) context: Context,
    pub(crate) pair: Pair,
    /// The words that each passage of the pair shares, in a and in b; none of identical articles.
    pub(crate) shared: Vec<(WordRanges, WordRanges)>,
}

/// How many groups of rows, and rows, are put together between two looks at the progress callback.
const GROUPS_UNHEARD: usize = 256;
const ROWS_UNHEARD: usize = 1 << 14;

/// Aligns the candidates, given in any order and maybe twice, and keeps those that have a relation. They are from a
/// collection of so many `texts`.
pub(crate) fn align(
    candidates: Vec<(usize, usize)>,
    compared: &[Compared<'_>],
    texts: usize,
    (weights, held_stems): (&TermWeights, Option<&HeldStems>),
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Vec<Row>, Error> {
    let groups = group_by_prepared(candidates, compared);
    let total = groups.iter().map(|(_, others)| others.len() as u64).sum();
    let done = AtomicU64::new(0);
    report(progress, Stage::Align, 0, total)?;
    let stems = StemTables::new(weights, texts).with_held(held_stems);
    let own: Vec<OnceLock<Own<'_>>> = compared.iter().map(|_| OnceLock::new()).collect();
    let own_of = |place: usize| own[place].get_or_init(|| Own::of(compared[place].side, weights));
    let pairs = groups
        .par_iter()
        .map(|(prepared, others)| {
            let text = &compared[*prepared];
            let aligner = Aligner::new(text.side, weights, &AlignOptions::default());
            let rewordings = Rewordings::new(&stems, text.side, &text.stemmed);
            let mut rows = Vec::new();
            for other in others {
                let (first, second) = (prepared.min(other), prepared.max(other));
                let (a, b) = (&compared[*first], &compared[*second]);
                let before = done.fetch_add(1, Ordering::Relaxed);
                report(progress, Stage::Align, before, total)?;
                let other = &compared[*other];
                let evidence = Evidence::between(
                    &aligner,
                    &rewordings,
                    (other.side, &other.stemmed),
                    first == prepared,
                    &|_, _| progress(Stage::Align, before, total),
                )?;
                let judgement = judge(&evidence, options);
                let own = || [own_of(*first), own_of(*second)];
                let context = |found: &[Found]| Context::of([a.side, b.side], own(), found);
                rows.extend(row(a, b, judgement, evidence, weights, context));
            }
            Ok(rows)
        })
        .collect::<Result<Vec<Vec<Row>>, Error>>()?;
    let mut rows = Vec::with_capacity(pairs.iter().map(Vec::len).sum());
    for (place, pairs) in pairs.into_iter().enumerate() {
        if place.is_multiple_of(GROUPS_UNHEARD) {
            report(progress, Stage::Align, total, total)?;
        }
        rows.extend(pairs);
    }
    Ok(rows)
}

/// The rows of pairs that tell one story. What pairs that were aligned share,
/// too little for a relation of its own, is shown; the others have no rare words in a row in common.
pub(crate) fn align_stories(
    pairs: &[&TellingOne],
    all: &Collection,
    stems: &StemTables<'_>,
    told: &Told<'_>,
    progress: Progress<'_>,
) -> Result<Vec<Row>, Error> {
    map_in_parallel(
        pairs,
        Stage::Stories,
        progress,
        |_| 1,
        |pair| {
            let (a, b) = (&told.compared[pair.a], &told.compared[pair.b]);
            let mut evidence = Evidence::default();
            if told.aligned.binary_search(&(pair.a, pair.b)).is_ok() {
                let a_is_prepared = prepared_first(a.hash, b.hash);
                let (prepared, other) = if a_is_prepared { (a, b) } else { (b, a) };
                let aligner = Aligner::new(prepared.side, told.weights, &AlignOptions::default());
                evidence = Evidence::between(
                    &aligner,
                    &Rewordings::new(stems, prepared.side, &prepared.stemmed),
                    (other.side, &other.stemmed),
                    a_is_prepared,
                    &|_, _| progress(Stage::Stories, 0, 0),
                )?;
            }
            let judgement = judge_story(&pair.agreed, all.beside(pair.a), &evidence);
            let context = |_: &[Found]| Context::default();
            let mut row = row(a, b, judgement, evidence, told.weights, context);
            if let Some(row) = &mut row {
                row.pair.similarity = Some(pair.agreed.similarity);
                row.pair.probability = Some(pair.agreed.probability);
                row.pair.agreement = pair.agreed.agreement;
            }
            Ok(row)
        },
    )
    .map(|rows| rows.into_iter().flatten().collect())
}

/// The contents to prepare for the alignment, each with those to compare it with; every pair once.
fn group_by_prepared(
    mut pairs: Vec<(usize, usize)>,
    compared: &[Compared<'_>],
) -> Vec<(usize, Vec<usize>)> {
    for pair in &mut pairs {
        if !prepared_first(compared[pair.0].hash, compared[pair.1].hash) {
            *pair = (pair.1, pair.0);
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
        .chunk_by(|x, y| x.0 == y.0)
        .map(|group| (group[0].0, group.iter().map(|&(_, other)| other).collect()))
        .collect()
}

/// The row of two contents, if they have a relation; then `context` is asked for what is beside the passages.
fn row(
    a: &Compared<'_>,
    b: &Compared<'_>,
    judgement: Judgement,
    evidence: Evidence,
    weights: &TermWeights,
    context: impl FnOnce(&[Found]) -> Context,
) -> Option<Row> {
    let relation = judgement.relation?;
    let directed = direction(a.end(), b.end(), &evidence.found);
    let revision = revision(a.edition(), b.edition(), relation, &evidence);
    let pair = pair(
        (a, a.article),
        (b, b.article),
        Judged {
            relation,
            reasons: judgement.reasons,
            directed,
            revision,
        },
        &evidence,
    );
    let (words_a, words_b) = (&a.content.analysis, &b.content.analysis);
    let runs = Shared::of(words_a, words_b, &evidence.found, weights);
    let context = context(&evidence.found);
    let found = evidence.found.into_iter();
    Some(Row {
        a: a.content.first(),
        b: b.content.first(),
        runs,
        context,
        pair,
        shared: found
            .map(|found| (found.a_shared, found.b_shared))
            .collect(),
    })
}

/// What is said of a pair.
struct Judged {
    relation: Relation,
    reasons: Vec<String>,
    directed: Directed,
    revision: Option<Revision>,
}

fn pair(
    (words_a, a): (&Compared<'_>, &Article<'_>),
    (words_b, b): (&Compared<'_>, &Article<'_>),
    judged: Judged,
    evidence: &Evidence,
) -> Pair {
    let Judged {
        relation,
        mut reasons,
        directed,
        revision,
    } = judged;
    reasons.extend(directed.reasons);
    Pair {
        a: a.id.to_string(),
        b: b.id.to_string(),
        relation,
        probability: None,
        signals: None,
        share_of_a: evidence.share_of_a,
        share_of_b: evidence.share_of_b,
        quotation_part: evidence.quotation_part,
        similarity: None,
        agreement: None,
        direction: directed.direction,
        longest_run: evidence.longest_run as u64,
        revision,
        common_source: None,
        ignored_words_of_a: words_a.void.words() as u64,
        ignored_words_of_b: words_b.void.words() as u64,
        reasons,
        passages: match relation {
            // The whole text is shared: with its passage, a thousand copies would hold a thousand texts.
            Relation::Identical => Vec::new(),
            _ => evidence.passages(&a.text, &b.text),
        },
    }
}

/// Each further article of a content with the first; the first articles of the input, `old` of them, are not paired with
/// one another.
pub(crate) fn identical_pairs(
    compared: &Compared<'_>,
    articles: &[Article<'_>],
    old: usize,
    weights: &TermWeights,
) -> Vec<Row> {
    let others = &compared.content.articles[1..];
    let others = &others[others.partition_point(|&other| other < old)..];
    if others.is_empty() {
        return Vec::new();
    }
    let aligner = Aligner::new(compared.side, weights, &AlignOptions::default());
    let whole = Evidence::of_the_same_words(&aligner, compared.side, compared.side);
    others
        .iter()
        .map(|&other| {
            let articles = (compared.article, &articles[other]);
            let judged = Judged {
                relation: Relation::Identical,
                reasons: Judgement::identical().reasons,
                directed: direction_of_copies(articles.0, articles.1),
                revision: revision_of_copies(articles.0, articles.1),
            };
            let (a, b) = ((compared, articles.0), (compared, articles.1));
            Row {
                a: compared.content.first(),
                b: other,
                runs: Shared::default(),
                context: Context::default(),
                pair: pair(a, b, judged, &whole),
                shared: Vec::new(),
            }
        })
        .collect()
}

/// By relation, then by the larger share, then in the order of the input.
pub(crate) fn sort(
    rows: Vec<Row>,
    listen: &dyn Fn() -> Result<(), Error>,
) -> Result<Vec<Row>, Error> {
    // A row is large, and sorting would move it many times: its key is sorted, and it is moved once.
    let mut order: Vec<_> = (rows.iter().enumerate())
        .map(|(place, row)| {
            let larger = row.pair.share_of_a.max(row.pair.share_of_b);
            // The bits of numbers that are not negative are in the order of the numbers.
            (
                row.pair.relation,
                Reverse(larger.to_bits()),
                row.a,
                row.b,
                place,
            )
        })
        .collect();
    listen()?;
    order.par_sort_unstable();
    listen()?;
    let mut rows: Vec<Option<Row>> = rows.into_iter().map(Some).collect();
    let mut sorted = Vec::with_capacity(rows.len());
    for places in order.chunks(ROWS_UNHEARD) {
        listen()?;
        sorted.extend(places.iter().filter_map(|&(.., place)| rows[place].take()));
    }
    Ok(sorted)
}
