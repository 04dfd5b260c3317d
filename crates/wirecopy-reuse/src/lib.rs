#![doc = include_str!("../README.md")]

mod align;
mod chain;
mod edits;
mod error;
mod fill;
mod furniture;
mod matches;
mod names;
mod options;
mod passage;
mod postings;
mod progress;
mod ranges;
mod repeats;
mod seeds;
mod side;
mod snap;
mod weights;

pub use align::Aligner;
pub use error::Error;
pub use furniture::{FurnitureTable, LearntFurniture, known_lines, learn_furniture};
pub use options::{AlignOptions, FurnitureOptions, SeedOptions};
pub use passage::{Edit, EditKind, Passage};
pub use progress::Progress;
pub use ranges::WordRanges;
pub use repeats::Repeats;
pub use seeds::candidate_pairs;
pub use side::Side;
pub use weights::TermWeights;
