#![doc = include_str!("../README.md")]

mod align;
mod chain;
mod edits;
mod error;
mod fill;
mod furniture;
mod gram_places;
mod matches;
mod met;
mod names;
mod options;
mod order;
mod paraphrase;
mod passage;
mod postings;
mod preparation;
mod progress;
mod ranges;
mod recurring;
mod repeats;
mod seed_index;
mod seeds;
mod side;
mod snap;
mod sorted_hashes;
mod tally;
mod weights;
mod word_map;

pub use align::Aligner;
pub use error::Error;
pub use furniture::{
    FurnitureTable, LearntFurniture, known_lines, learn_furniture, learn_furniture_among,
};
pub use options::{AlignOptions, FurnitureOptions, ParaphraseOptions, SeedOptions};
pub use order::mark_reordered;
pub use paraphrase::{Common, CommonStems, KnownStems, Paraphraser, StemTable, Stems};
pub use passage::{Edit, EditKind, Passage, PassageForm};
pub use preparation::{Preparation, Prepared};
pub use progress::Progress;
pub use ranges::WordRanges;
pub use recurring::{Recurring, RecurringRuns};
pub use repeats::Repeats;
pub use seed_index::SeedIndex;
pub use seeds::{candidate_pairs, candidate_pairs_among};
pub use side::Side;
pub use sorted_hashes::SortedHashes;
pub use tally::Tally;
pub use weights::TermWeights;
