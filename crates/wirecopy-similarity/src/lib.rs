#![doc = include_str!("../README.md")]

mod bits;
mod criterion;
mod distinct;
mod error;
mod measures;
mod prefix_index;
mod progress;
mod ranking;
mod set_join;
mod set_pairs;
mod sets;
mod shared;
mod threshold;

pub use criterion::SetCriterion;
pub use error::Error;
pub use measures::{containment, containment_of_smaller, containments, dice, jaccard, overlap};
pub use progress::Progress;
pub use set_join::{jaccard_join, set_join, set_join_each};
pub use set_pairs::{EqualSets, SetPairs, SimilarPair};
pub use sets::SetCollection;
pub use threshold::Threshold;
