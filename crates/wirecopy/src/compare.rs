//! Two texts against one another.

use wirecopy_reuse::{AlignOptions, Aligner, Repeats, Side, TermWeights, WordRanges};
use wirecopy_text::Analysis;

use crate::check::REPEAT_WORDS;
use crate::contents::analyse;
use crate::evidence::{Evidence, prepared_first};
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
        serde_json::from_reader(std::io::BufReader::new(reader))
            .map_err(|error| Error::NotAReport(Box::new(error)))
    }
}

/// Compares two articles. Furniture is not known from two texts alone, so that all words count.
///
/// # Errors
/// [`Error::TextTooLong`] above [`MAX_TEXT_BYTES`](crate::MAX_TEXT_BYTES), [`Error::InvalidShare`] for options out of range.
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
    let a_is_prepared = prepared_first(words_a.content_hash(), words_b.content_hash());
    let prepared = if a_is_prepared { side_a } else { side_b };
    let aligner = Aligner::new(prepared, &weights, &AlignOptions::default());
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
        let evidence = Evidence::between(&aligner, side_a, side_b, a_is_prepared);
        let judgement = judge(&evidence, options);
        (evidence, judgement)
    };
    Ok(Comparison {
        relation: judgement.relation,
        share_of_a: evidence.share_of_a,
        share_of_b: evidence.share_of_b,
        quotation_part: evidence.quotation_part,
        direction: Direction::Unknown,
        longest_run: evidence.longest_run as u64,
        reasons: judgement.reasons,
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
