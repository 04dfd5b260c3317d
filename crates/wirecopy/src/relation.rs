//! How two articles stand to one another.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The relation of two articles, the strongest first; a pair without one is not listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Relation {
    /// The same normalised words, title apart.
    Identical,
    /// Nearly all words of each stand in the other.
    NearDuplicate,
    /// Nearly all words of one stand in the other.
    Contained,
    /// What they share is what somebody said.
    SharedQuotes,
    /// They share prose.
    PartialReuse,
    /// They tell one story in different words.
    SameStory,
}

impl Relation {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identical => "identical",
            Self::NearDuplicate => "near_duplicate",
            Self::Contained => "contained",
            Self::SharedQuotes => "shared_quotes",
            Self::PartialReuse => "partial_reuse",
            Self::SameStory => "same_story",
        }
    }
}

impl fmt::Display for Relation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// Who took from whom, as far as that can be told. The words of the report stay neutral: "text shared".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Direction {
    /// b took from a.
    AToB,
    /// a took from b.
    BToA,
    /// Not known.
    #[default]
    Unknown,
}

impl Direction {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AToB => "a_to_b",
            Self::BToA => "b_to_a",
            Self::Unknown => "unknown",
        }
    }
}

/// What a passage is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PassageKind {
    /// At least half of its words stand outside quotation marks.
    Prose,
    /// More than half of its words stand inside quotation marks, in a or in b.
    Quotation,
}

impl PassageKind {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Quotation => "quotation",
        }
    }
}

/// How near the words of a passage are to one another in the two articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PassageForm {
    /// The same words in the same order.
    #[default]
    Verbatim,
    /// The same words in the same order, with edits.
    Edited,
    /// The same words in another order or with other endings.
    Paraphrased,
}

impl PassageForm {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Edited => "edited",
            Self::Paraphrased => "paraphrased",
        }
    }
}
