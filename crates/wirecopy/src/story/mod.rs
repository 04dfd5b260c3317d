//! Whether two articles tell one story, in whatever words.
//!
//! Terms are stems of title and text, weighted by how rare they are in a background of other articles and in news at
//! large ([`rows`]). Two things that the background shows beside that are used ([`neighbourhood`]): a term that most of
//! the articles near a text have too is no sign of *this* story, so its weight falls with the part of the neighbourhood
//! that has it; and two texts that are near to the same articles are near to each other, whether or not they share words
//! (explicit semantic analysis with the background as its concepts: Gabrilovich and Markovitch 2007).

mod agreement;
mod bits;
mod calibrated;
mod collection;
mod frequencies;
mod hashed;
mod neighbourhood;
mod rows;
mod similarity;
mod terms;

pub use agreement::Agreement;
pub(crate) use agreement::{Agreed, NAMES_ALONE, Worded};
pub(crate) use bits::Bits;
pub(crate) use calibrated::{
    LEAST_TERMS, Likeness, least_common, least_rare, least_similarity, rare_holders,
};
pub(crate) use collection::Collection;
pub(crate) use frequencies::Frequencies;
pub(crate) use hashed::ByHash;
pub(crate) use neighbourhood::{NEIGHBOURS, Profile, likeness, similarity};
pub(crate) use similarity::likenesses;
pub use similarity::{story_analyzer, story_similarity, story_similarity_with_progress};
