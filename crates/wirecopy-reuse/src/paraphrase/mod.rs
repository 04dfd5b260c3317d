//! The second channel of passages: what one text says in the other's words, but in another order and with other endings.
//!
//! After Sanchez-Perez, Sidorov and Gelbukh 2014 ("A Winning Approach to Text Alignment for Text Reuse Detection at PAN
//! 2014"): sentences that are alike by TF-IDF and by Dice are seeds, seeds that stand near one another become one
//! passage, and what is not alike as a whole is dropped. Here a sentence is compared only where the first channel left
//! it, and one number in nats, as in the first channel, stands for the two measures and the three thresholds.

mod common;
mod fragments;
mod overlap;
mod passages;
mod roots;
mod search;
mod stems;

pub use common::{Common, CommonStems};
pub(crate) use overlap::Overlap;
pub use roots::KnownStems;
pub(crate) use roots::Root;
pub use search::Paraphraser;
pub use stems::{StemTable, Stems};
