#![doc = include_str!("../README.md")]

mod best;
mod bits;
mod blocks;
mod cosine_join;
mod cosine_prefix;
mod cosine_top_k;
mod criterion;
mod csr;
#[cfg(feature = "ndarray")]
mod dense;
mod distinct;
mod equal_rows;
mod error;
mod frequencies;
mod kept;
mod measures;
mod pairing;
mod prefix_index;
mod progress;
mod ranking;
mod rarest;
mod set_join;
mod set_pairs;
mod sets;
mod shared;
mod threshold;
mod unit_rows;
mod vectors;
mod window;

pub use cosine_join::{cosine_join, cosine_join_each};
pub use cosine_top_k::{Near, Neighbours, cosine_top_k};
pub use criterion::SetCriterion;
pub use csr::{CsrView, Index, Weight};
#[cfg(feature = "ndarray")]
pub use dense::{cosine_matrix, jaccard_matrix, overlap_matrix};
pub use error::Error;
pub use measures::{containment, containment_of_smaller, containments, dice, jaccard, overlap};
pub use progress::Progress;
pub use set_join::{jaccard_join, set_join, set_join_each, set_join_each_of};
pub use set_pairs::{EqualSets, SetPairs, SimilarPair};
pub use sets::SetCollection;
pub use threshold::Threshold;
pub use vectors::{SparseVector, cosine, dot};
pub use window::Window;
