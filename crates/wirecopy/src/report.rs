//! What comes out.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use crate::furniture::{Furniture, Ignored};
use crate::listening::Listening;
use crate::{
    Agreement, CheckOptions, Direction, Error, PassageForm, PassageKind, Progress, Relation,
    Revision, Signals, Stage,
};

/// The version of the report's JSON. It rises when a field changes its meaning or goes away.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// What a check found, with the parameters that made it.
///
/// Offsets are characters (Unicode scalar values) of the article's text, so that `text[start:end]` slices it in Python.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Report {
    /// Version of the JSON form, 1.
    pub schema_version: u32,
    /// How many articles were checked; those of `skipped` are not among them.
    pub articles: u64,
    /// How many old articles they were checked against.
    #[serde(default)]
    pub against: u64,
    /// Articles and records that could not be checked, and why.
    pub skipped: Vec<Skipped>,
    /// Texts that were checked after bytes that are no UTF-8 had been replaced.
    #[serde(default)]
    pub repaired: Vec<Repaired>,
    /// What was checked, but not as its fields say: dates that are no dates count as unknown.
    #[serde(default)]
    pub warnings: Vec<Warning>,
    /// The pairs that have a relation: by relation, then by the larger share, then in the order of the input.
    ///
    /// A group of identical articles stands here with its first member only: one `identical` pair for each further
    /// member, and no other pair of theirs; `clusters` names them all.
    pub pairs: Vec<Pair>,
    /// How many pairs share text but are not listed, because it is a form, a formula or what sites put around articles, or
    /// because reuse is less probable than the options ask: a check with a least probability of 0 lists them.
    #[serde(default)]
    pub left_out: u64,
    /// One row for each article that is in a cluster of two or more.
    pub clusters: Vec<ClusterMember>,
    /// What was left out of account as page furniture.
    #[serde(default)]
    pub furniture: Furniture,
    /// Where the furniture stands, article after article.
    #[serde(default)]
    pub ignored: Vec<Ignored>,
    /// The parameters of the check.
    #[serde(default)]
    pub parameters: CheckOptions,
}

/// Two articles that share text, and the evidence. `a` comes first in the input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Pair {
    /// Id of the first article.
    pub a: String,
    /// Id of the second article.
    pub b: String,
    /// How the two stand to one another.
    pub relation: Relation,
    /// How probable it is that text was taken, `0.0..=1.0`: of `partial_reuse` in a collection of a thousand texts or more,
    /// as no model could be fitted to smaller ones. Of `same_story`, how probable it is that the two tell one. `None` else.
    #[serde(default)]
    pub probability: Option<f64>,
    /// What speaks for text that was taken and against it; `None` of `identical` pairs and in smaller collections.
    #[serde(default)]
    pub signals: Option<Signals>,
    /// How much of the words of a stands in b, `0.0..=1.0`, furniture apart.
    pub share_of_a: f64,
    /// How much of the words of b stands in a, `0.0..=1.0`, furniture apart.
    pub share_of_b: f64,
    /// The part of the matching words that stands inside quotation marks in a or in b, `0.0..=1.0`.
    pub quotation_part: f64,
    /// How far two of the [`SameStory`](Relation::SameStory) tell one, in whatever words, beside the other articles,
    /// `0.0..=1.0`; `None` of other pairs, of which [`story_similarity`](crate::story_similarity) tells it.
    #[serde(default)]
    pub similarity: Option<f64>,
    /// What two of the same story name both and what only one of them names; `None` of other pairs.
    #[serde(default)]
    pub agreement: Option<Agreement>,
    /// Who took from whom.
    pub direction: Direction,
    /// The longest run of matching words without an edit, in words.
    pub longest_run: u64,
    /// Whether one of the two is a later version of the other, and what changed.
    #[serde(default)]
    pub revision: Option<Revision>,
    /// The id of the third article that holds what the two share, when both seem to have it from there; `None` for
    /// `identical` pairs.
    #[serde(default)]
    pub common_source: Option<String>,
    /// How many words of a count for nothing, because they are page furniture.
    #[serde(default)]
    pub ignored_words_of_a: u64,
    /// How many words of b count for nothing, because they are page furniture.
    #[serde(default)]
    pub ignored_words_of_b: u64,
    /// Why the relation holds, in sentences.
    pub reasons: Vec<String>,
    /// What they share, in the order of a. Empty for `identical`: there it is the whole text.
    pub passages: Vec<Passage>,
}

/// A stretch that stands in both articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Passage {
    /// Where it begins in a, in characters.
    pub a_start: u64,
    /// Where it ends in a, in characters, exclusive.
    pub a_end: u64,
    /// Where it begins in b, in characters.
    pub b_start: u64,
    /// Where it ends in b, in characters, exclusive.
    pub b_end: u64,
    /// Its text in a.
    pub text_a: String,
    /// Its text in b.
    pub text_b: String,
    /// Prose or quotation.
    pub kind: PassageKind,
    /// Verbatim, edited or paraphrased.
    #[serde(default)]
    pub form: PassageForm,
    /// Whether it stands in another order among the passages of b than among those of a.
    #[serde(default)]
    pub reordered: bool,
    /// How much its words tell, less what the differences take from it, in nats: a rare word that matches adds up to 6.
    #[serde(default)]
    pub score: f64,
    /// How many words match; of a paraphrase, without function words.
    pub words: u64,
    /// How many of them stand inside quotation marks in a or in b.
    pub quoted_words: u64,
    /// In how many other articles it stands too: half of its words, in a or in b, are shared with at least so many by the
    /// pairs that are listed; copies of one article count each. Of two texts compared alone nobody knows: 0.
    #[serde(default)]
    pub also_in: u64,
    /// The differences inside it, in order; none of a paraphrase, which has its words in another order.
    pub edits: Vec<Edit>,
}

impl Passage {
    /// Says of a passage from a report of an older version, which had no forms, whether it was edited.
    pub(crate) fn with_form(&mut self) {
        if self.form == PassageForm::Verbatim && !self.edits.is_empty() {
            self.form = PassageForm::Edited;
        }
    }
}

/// How words changed, read from a to b.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EditKind {
    /// Words of a stand replaced in b.
    Replaced,
    /// Words of a are missing in b.
    Deleted,
    /// b has words that a has not.
    Inserted,
}

impl EditKind {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Replaced => "replaced",
            Self::Deleted => "deleted",
            Self::Inserted => "inserted",
        }
    }
}

/// A difference inside a passage; offsets in characters of the articles' texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// Where the words of a begin.
    pub a_start: u64,
    /// Where they end; `a_start` when b inserted words.
    pub a_end: u64,
    /// Where the words of b begin.
    pub b_start: u64,
    /// Where they end; `b_start` when words of a were deleted.
    pub b_end: u64,
}

/// What the articles of a cluster have in common.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Level {
    /// They are identical to the representative or its near-duplicates.
    #[default]
    Duplicate,
    /// They tell one story, each or some in words of its own. Of a cluster of duplicates all are in it or none; one whose
    /// story nobody else tells is not said again on this level.
    Story,
}

impl Level {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Story => "story",
        }
    }
}

/// An article in a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ClusterMember {
    /// What the cluster is made of; in reports from before there were stories, duplicates.
    #[serde(default)]
    pub level: Level,
    /// Number of the cluster, from 0: those of duplicates in the order of their representatives in the input, then
    /// those of stories in that order.
    pub cluster: u64,
    /// Id of the article.
    pub id: String,
    /// Id of the article that stands for the cluster: the first in the input. Every member of a cluster of duplicates is
    /// identical to it or its near-duplicate, so that such a cluster never chains from one story into another.
    pub representative: String,
    /// How the member stands to the representative; `identical` for the representative itself, `same_story` for a member
    /// of its story whose pair with it is not listed.
    pub relation: Relation,
}

/// An article or record that could not be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Skipped {
    /// The file, or the id of an article that never was in a file.
    pub origin: String,
    /// The line of the record, from 1, where the file has a record on each line.
    pub line: Option<u64>,
    /// Why.
    pub reason: String,
}

impl Skipped {
    /// Says that an article or record could not be checked, and why.
    pub fn new(origin: impl Into<String>, line: Option<u64>, reason: impl Into<String>) -> Self {
        Self {
            origin: origin.into(),
            line,
            reason: reason.into(),
        }
    }
}

/// A field of an article that could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// Id of the article.
    pub id: String,
    /// Which of the articles it is, from 0: of the new ones, or of the old ones, which are counted for themselves; `None` in
    /// reports of builds that did not say so.
    #[serde(default)]
    pub row: Option<u64>,
    /// The file that it was read from, if it was.
    #[serde(default)]
    pub origin: Option<String>,
    /// The line of the file, from 1, where it has a record on each line.
    #[serde(default)]
    pub line: Option<u64>,
    /// What is wrong, and what was done instead.
    pub reason: String,
}

/// A text in which bytes that are no UTF-8 were replaced by U+FFFD.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Repaired {
    /// The file.
    pub origin: String,
    /// Where the first such byte stands in the file, in bytes from 0.
    pub offset: u64,
    /// How many U+FFFD were put in.
    pub replacements: u64,
}

impl Report {
    /// The report as one JSON document.
    ///
    /// # Errors
    /// [`Error::Write`] when the writer fails.
    pub fn to_json(&self, writer: impl std::io::Write) -> Result<(), Error> {
        self.to_json_with_progress(writer, &|_, _, _| ControlFlow::Continue(()))
    }

    /// [`to_json`](Self::to_json) that can be told to stop; what was written by then stands in the writer.
    ///
    /// # Errors
    /// Those of [`to_json`](Self::to_json), and [`Error::Cancelled`].
    pub fn to_json_with_progress(
        &self,
        writer: impl std::io::Write,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let mut writer = Listening::new(writer, Stage::Write, progress);
        match serde_json::to_writer(&mut writer, self) {
            Err(_) if writer.stopped() => Err(Error::Cancelled),
            result => result.map_err(|error| Error::Write(error.into())),
        }
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// # Errors
    /// [`Error::NotAReport`] when it is no report, and [`Error::SchemaVersion`] when it is one of a later version.
    pub fn from_json(reader: impl std::io::Read) -> Result<Self, Error> {
        Self::from_json_with_progress(reader, &|_, _, _| ControlFlow::Continue(()))
    }

    /// [`from_json`](Self::from_json) that can be told to stop.
    ///
    /// # Errors
    /// Those of [`from_json`](Self::from_json), and [`Error::Cancelled`].
    pub fn from_json_with_progress(
        reader: impl std::io::Read,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let mut reader = Listening::new(reader, Stage::Read, progress);
        let mut report: Self = match serde_json::from_reader(std::io::BufReader::new(&mut reader)) {
            Err(_) if reader.stopped() => return Err(Error::Cancelled),
            result => result.map_err(|error| Error::NotAReport(Box::new(error)))?,
        };
        if report.schema_version != SCHEMA_VERSION {
            return Err(Error::SchemaVersion {
                given: report.schema_version,
                known: SCHEMA_VERSION,
            });
        }
        let passages = report.pairs.iter_mut().flat_map(|pair| &mut pair.passages);
        passages.for_each(Passage::with_form);
        Ok(report)
    }
}
