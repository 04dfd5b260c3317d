#![doc = include_str!("../README.md")]

mod bits;
mod error;
mod measures;
mod prefix_index;
mod progress;
mod ranking;
mod set_join;
mod sets;
mod shared;
mod threshold;

pub use error::Error;
pub use measures::{containment, dice, jaccard, overlap};
pub use progress::Progress;
pub use set_join::{SimilarPair, jaccard_join};
pub use sets::SetCollection;
pub use threshold::Threshold;
