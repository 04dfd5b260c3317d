#![doc = include_str!("../README.md")]

mod also_in;
mod article;
mod characters;
mod check;
mod clusters;
mod common_source;
mod compare;
mod contents;
mod dates;
mod direction;
mod distinct;
mod duplicates;
mod error;
mod evidence;
mod explanation;
mod furniture;
mod furniture_table;
mod holdings;
mod judge;
mod known;
mod listening;
mod months;
mod neighbours;
mod options;
mod pairs;
mod phrase_list;
mod progress;
pub mod read;
mod relation;
mod report;
mod reuse;
mod reuse_graph;
mod revision;
mod rewording;
mod similar;
mod stories;
mod story;
mod when;

pub use article::Article;
pub use characters::Characters;
pub use check::{check, check_input, check_with, check_with_progress};
pub use compare::{Comparison, compare, compare_with, compare_with_progress};
pub use contents::MAX_TEXT_BYTES;
pub use distinct::Signals;
pub use duplicates::{Duplicates, duplicates};
pub use error::Error;
pub use explanation::Explanation;
pub use furniture::{Furniture, Ignored};
pub use furniture_table::FurnitureTable;
pub use holdings::Holdings;
pub use known::Known;
pub use neighbours::{NeighbourOptions, neighbours};
pub use options::CheckOptions;
pub use progress::{Progress, Stage};
pub use relation::{Direction, PassageForm, PassageKind, Relation};
pub use report::{
    ClusterMember, Edit, EditKind, Level, Pair, Passage, Repaired, Report, Skipped, Warning,
};
pub use reuse_graph::{ReuseGraph, Role, SharedPassage, Standing};
pub use revision::{LaterVersion, Revision, Stretch};
#[doc(hidden)]
pub use stories::{StoryFeatures, story_features};
pub use story::{Agreement, story_analyzer, story_similarity, story_similarity_with_progress};
pub use when::seconds_of_date;
pub use wirecopy_neardup as neardup;
pub use wirecopy_similarity as similarity;
pub use wirecopy_text as text;
pub use wirecopy_tfidf as tfidf;

/// The words of the project's README are held true by running its Rust example.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
