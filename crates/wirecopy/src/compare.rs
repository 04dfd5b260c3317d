//! Two texts against one another.

use std::ops::ControlFlow;

use wirecopy_reuse::{AlignOptions, Aligner, Repeats, Side, TermWeights, WordRanges};
use wirecopy_text::Analysis;

use crate::check::REPEAT_WORDS;
use crate::contents::analyse;
use crate::direction::{End, Named, direction};
use crate::distinct::{Doubt, FORM, Holders, Shared};
use crate::evidence::{Evidence, prepared_first};
use crate::furniture::known_before;
use crate::judge::{Judgement, judge, judge_story};
use crate::progress::report;
use crate::revision::{Edition, Marked, revision, revision_of_copies};
use crate::rewording::{Rewordings, StemTables, Stemmed};
use crate::story::{Agreed, Likeness, NAMES_ALONE, Worded, likenesses};
use crate::{
    Article, CheckOptions, Direction, Error, Known, Passage, Progress, Relation, Revision, Stage,
};

/// What two texts share. The fields are those of [`Pair`](crate::Pair).
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[non_exhaustive]
pub struct Comparison {
    /// How the two stand to one another; `None` when no relation holds, though passages may still be listed.
    pub relation: Option<Relation>,
    /// How much of the words of a stands in b, `0.0..=1.0`.
    pub share_of_a: f64,
    /// How much of the words of b stands in a, `0.0..=1.0`.
    pub share_of_b: f64,
    /// The part of the matching words that stands inside quotation marks in a or in b, `0.0..=1.0`.
    pub quotation_part: f64,
    /// How far the two tell one story, in whatever words, `0.0..=1.0`: their
    /// [`story_similarity`](crate::story_similarity).
    #[serde(default)]
    pub similarity: f64,
    /// Who took from whom.
    pub direction: Direction,
    /// The longest run of matching words without an edit, in words.
    pub longest_run: u64,
    /// Whether one of the two is a later version of the other, and what changed.
    #[serde(default)]
    pub revision: Option<Revision>,
    /// How many words of a count for nothing, because they are page furniture.
    #[serde(default)]
    pub ignored_words_of_a: u64,
    /// How many words of b count for nothing, because they are page furniture.
    #[serde(default)]
    pub ignored_words_of_b: u64,
    /// Why the relation holds, or why none does, in sentences.
    pub reasons: Vec<String>,
    /// What they share, in the order of a.
    pub passages: Vec<Passage>,
}

impl Comparison {
    /// The comparison as one JSON document.
    ///
    /// # Errors
    /// [`Error::Write`] when the writer fails.
    pub fn to_json(&self, writer: impl std::io::Write) -> Result<(), Error> {
        serde_json::to_writer(writer, self).map_err(|error| Error::Write(error.into()))
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`Error::NotAReport`] when it is no comparison.
    pub fn from_json(reader: impl std::io::Read) -> Result<Self, Error> {
        let mut comparison: Self = serde_json::from_reader(std::io::BufReader::new(reader))
            .map_err(|error| Error::NotAReport(Box::new(error)))?;
        comparison.passages.iter_mut().for_each(Passage::with_form);
        Ok(comparison)
    }
}

/// Compares two articles. Of furniture, two texts alone show only lines that are known, such as credits and pitches; all
/// other words count, unless a [`FurnitureTable`](crate::FurnitureTable) knows more ([`compare_with`]).
///
/// # Errors
/// [`Error::TextTooLong`] above [`MAX_TEXT_BYTES`](crate::MAX_TEXT_BYTES), [`Error::InvalidShare`] for options out of range.
pub fn compare(
    a: &Article<'_>,
    b: &Article<'_>,
    options: &CheckOptions,
) -> Result<Comparison, Error> {
    compare_with_progress(a, b, options, &|_, _, _| ControlFlow::Continue(()))
}

/// [`compare`] that tells how far it is and can be told to stop: two books take seconds.
///
/// # Errors
/// Those of [`compare`], and [`Error::Cancelled`].
pub fn compare_with_progress(
    a: &Article<'_>,
    b: &Article<'_>,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Comparison, Error> {
    compare_with(a, b, Known::new(), options, progress)
}

/// [`compare_with_progress`] beside what is known already: furniture that was learnt from other articles, and a background
/// beside which [`similarity`](Comparison::similarity) is told; nothing else depends on the latter.
///
/// # Errors
/// Those of [`compare`], and [`Error::Cancelled`].
pub fn compare_with(
    a: &Article<'_>,
    b: &Article<'_>,
    known: Known<'_>,
    options: &CheckOptions,
    progress: Progress<'_>,
) -> Result<Comparison, Error> {
    options.validate()?;
    let (bytes_of_a, bytes) = (a.text.len() as u64, (a.text.len() + b.text.len()) as u64);
    report(progress, Stage::Analyse, 0, bytes)?;
    let words_a = analyse(a, &|done, _| progress(Stage::Analyse, done, bytes))?;
    let words_b = analyse(b, &|done, _| {
        progress(Stage::Analyse, bytes_of_a + done, bytes)
    })?;
    let repeats_a = Repeats::new(&words_a, REPEAT_WORDS);
    report(progress, Stage::Weigh, 1, 4)?;
    let repeats_b = Repeats::new(&words_b, REPEAT_WORDS);
    report(progress, Stage::Weigh, 2, 4)?;
    let void_a = known_before(a, &words_a, known.furniture);
    let void_b = known_before(b, &words_b, known.furniture);
    let side_a = Side::new(&a.text, &words_a, &void_a, &repeats_a);
    let side_b = Side::new(&b.text, &words_b, &void_b, &repeats_b);
    let weights = TermWeights::from_texts_with_progress(&[&words_a, &words_b], &|done, _| {
        progress(Stage::Weigh, 2 + done, 4)
    })?;
    let a_is_prepared = prepared_first(words_a.content_hash(), words_b.content_hash());
    let stemmed = [Stemmed::default(), Stemmed::default()];
    let of_a = Worded::new(a, side_a, &stemmed[0]);
    let of_b = Worded::new(b, side_b, &stemmed[1]);
    let (prepared, other) = if a_is_prepared {
        (of_a, of_b)
    } else {
        (of_b, of_a)
    };
    let aligner = Aligner::new(prepared.side, &weights, &AlignOptions::default());
    let stems = StemTables::new(&weights, 2);
    let mut of_a_form = false;
    let (evidence, judgement) = if words_a.is_empty() || words_b.is_empty() {
        let reasons = without_words(&words_a, &words_b);
        (
            Evidence::default(),
            Judgement {
                relation: None,
                reasons,
            },
        )
    } else if words_a.same_words(&words_b) {
        (
            Evidence::of_the_same_words(&aligner, side_a, side_b),
            Judgement::identical(),
        )
    } else {
        let evidence = Evidence::between(
            &aligner,
            &Rewordings::new(&stems, prepared.side, prepared.stemmed),
            (other.side, other.stemmed),
            a_is_prepared,
            &|done, total| progress(Stage::Align, done, total),
        )?;
        let mut judgement = judge(&evidence, options);
        let shared = Shared::of(&words_a, &words_b, &evidence.found, &weights);
        of_a_form = refuse_form(&mut judgement, &shared, options);
        (evidence, judgement)
    };
    let likeness = likenesses(&[(a, b)], known.background, None, progress)?[0];
    let judgement = match known.background {
        Some(others) if judgement.relation.is_none() && !of_a_form => {
            let agreed = || Agreed::between(of_a, of_b, likeness, &stems);
            story_beside(others, likeness, agreed, (judgement, &evidence), options)
        }
        _ => judgement,
    };
    let named = [Named::default(), Named::default()];
    let end_a = End::new(a, &words_a, &named[0]);
    let end_b = End::new(b, &words_b, &named[1]);
    let direct = |_| direction(end_a, end_b, &evidence.found);
    let directed = judgement.relation.map(direct).unwrap_or_default();
    let revision = (judgement.relation).and_then(|relation| {
        revised(
            (a, end_a, &void_a),
            (b, end_b, &void_b),
            relation,
            &evidence,
        )
    });
    let mut reasons = judgement.reasons;
    reasons.extend(directed.reasons);
    Ok(Comparison {
        relation: judgement.relation,
        share_of_a: evidence.share_of_a,
        share_of_b: evidence.share_of_b,
        quotation_part: evidence.quotation_part,
        similarity: likeness.similarity,
        direction: directed.direction,
        longest_run: evidence.longest_run as u64,
        revision,
        ignored_words_of_a: void_a.words() as u64,
        ignored_words_of_b: void_b.words() as u64,
        reasons,
        passages: evidence.passages(&a.text, &b.text),
    })
}

/// Which of two articles of a relation is a later version of the other.
fn revised(
    (a, end_a, void_a): (&Article<'_>, End<'_>, &WordRanges),
    (b, end_b, void_b): (&Article<'_>, End<'_>, &WordRanges),
    relation: Relation,
    evidence: &Evidence,
) -> Option<Revision> {
    if relation == Relation::Identical {
        return revision_of_copies(a, b);
    }
    let marked = [Marked::default(), Marked::default()];
    let edition = |end, void, marked| Edition { end, void, marked };
    let a = edition(end_a, void_a, &marked[0]);
    let b = edition(end_b, void_b, &marked[1]);
    revision(a, b, relation, evidence)
}

/// Takes a relation back that goes by a form or a formula, and tells whether it did.
fn refuse_form(judgement: &mut Judgement, shared: &Shared, options: &CheckOptions) -> bool {
    let holds = |relation| Doubt::default().allows(shared, relation, &Holders::default(), options);
    if judgement.relation.is_none_or(holds) {
        return false;
    }
    judgement.relation = None;
    judgement.reasons.push(FORM.to_owned());
    true
}

/// Whether two texts of no other relation tell one story, as others show: without them nobody knows whether the names
/// that both have say anything.
fn story_beside(
    others: &[Article<'_>],
    likeness: Likeness,
    agreed: impl FnOnce() -> Option<Agreed>,
    (mut judgement, evidence): (Judgement, &Evidence),
    options: &CheckOptions,
) -> Judgement {
    if !likeness.tells(options, others.len()) {
        return judgement;
    }
    match agreed() {
        Some(story) if story.probability >= options.min_story_probability => {
            judge_story(&story, others.len(), evidence)
        }
        Some(_) => judgement,
        None => {
            judgement.reasons.push(NAMES_ALONE.to_owned());
            judgement
        }
    }
}

/// Why nothing can be compared, if a text has no words.
fn without_words(a: &Analysis, b: &Analysis) -> Vec<String> {
    [("a", a), ("b", b)]
        .into_iter()
        .filter(|(_, words)| words.is_empty())
        .map(|(side, _)| format!("{side} has no words"))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use rayon::prelude::*;

    use super::*;

    #[test]
    fn a_stop_at_any_call_ends_the_comparison_and_its_report() {
        let words: Vec<String> = (0..200_000_u64)
            .map(|n| format!("w{}", n % 4_999 * n % 99_991))
            .collect();
        let (a, b) = (words.join(" "), words[50_000..].join(" "));
        let (a, b) = (Article::new("a", a), Article::new("b", b));
        let calls_before_a_stop = |stop_at: usize| {
            let calls = AtomicUsize::new(0);
            let outcome =
                compare_with_progress(&a, &b, &CheckOptions::default(), &|_, done, all| {
                    assert!(all == 0 || done <= all);
                    if calls.fetch_add(1, Ordering::Relaxed) == stop_at {
                        ControlFlow::Break(())
                    } else {
                        ControlFlow::Continue(())
                    }
                });
            (outcome, calls.into_inner())
        };

        let (whole, calls) = calls_before_a_stop(usize::MAX);
        assert_eq!(
            whole.expect("not stopped"),
            compare(&a, &b, &CheckOptions::default()).expect("valid")
        );
        // Both texts, their words, and the alignment; the texts several times.
        assert!(calls > 10, "{calls} calls");
        // Each of them takes a second or more.
        (0..calls).into_par_iter().for_each(|stop_at| {
            let (stopped, calls) = calls_before_a_stop(stop_at);
            assert!(matches!(stopped, Err(Error::Cancelled)), "{stop_at}");
            assert_eq!(calls, stop_at + 1);
        });
    }
}
