//! Two texts against one another.

use wirecopy_reuse::{AlignOptions, Aligner, Repeats, Side, TermWeights, WordRanges};
use wirecopy_text::Analysis;

use crate::check::REPEAT_WORDS;
use crate::contents::analyse;
use crate::evidence::Evidence;
use crate::judge::{Judgement, judge};
use crate::{Article, CheckOptions, Direction, Error, Passage, Relation};

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
    /// Who took from whom.
    pub direction: Direction,
    /// The longest run of matching words without an edit, in words.
    pub longest_run: u64,
    /// Why the relation holds, or why nothing could be compared, in sentences.
    pub reasons: Vec<String>,
    /// What they share, in the order of a.
    pub passages: Vec<Passage>,
}

/// Compares two articles. Furniture is not known from two texts alone, so that all words count.
///
/// # Errors
/// [`Error::TextTooLong`] above 4 GiB, [`Error::InvalidShare`] for options out of range.
pub fn compare(
    a: &Article<'_>,
    b: &Article<'_>,
    options: &CheckOptions,
) -> Result<Comparison, Error> {
    options.validate()?;
    let (words_a, words_b) = (analyse(a)?, analyse(b)?);
    let (repeats_a, repeats_b) = (
        Repeats::new(&words_a, REPEAT_WORDS),
        Repeats::new(&words_b, REPEAT_WORDS),
    );
    let void = WordRanges::default();
    let side_a = Side::new(&a.text, &words_a, &void, &repeats_a);
    let side_b = Side::new(&b.text, &words_b, &void, &repeats_b);
    let weights = TermWeights::from_texts(&[&words_a, &words_b]);
    let passages = Aligner::new(side_a, &weights, &AlignOptions::default()).passages(side_b);
    let evidence = Evidence::new(side_a, side_b, passages);
    let judgement = if !words_a.is_empty() && words_a.same_words(&words_b) {
        Some(Judgement::identical())
    } else {
        judge(&evidence, options)
    };
    let reasons = match &judgement {
        Some(judgement) => judgement.reasons.clone(),
        None => without_words(&words_a, &words_b),
    };
    Ok(Comparison {
        relation: judgement.as_ref().map(|j| j.relation),
        share_of_a: evidence.share_of_a,
        share_of_b: evidence.share_of_b,
        quotation_part: evidence.quotation_part,
        direction: Direction::Unknown,
        longest_run: evidence.longest_run as u64,
        reasons,
        passages: evidence.passages(&a.text, &b.text),
    })
}

/// Why nothing can be compared, if a text has no words.
fn without_words(a: &Analysis, b: &Analysis) -> Vec<String> {
    [("a", a), ("b", b)]
        .into_iter()
        .filter(|(_, words)| words.is_empty())
        .map(|(side, _)| format!("{side} has no words"))
        .collect()
}
