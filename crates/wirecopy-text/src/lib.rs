#![doc = include_str!("../README.md")]

mod abbreviations;
mod analysis;
mod error;
mod fold;
mod function_words;
mod hash;
mod id;
mod layout;
mod lines;
mod marks;
mod quotation_marks;
mod quotations;
mod sentence_class;
mod sentences;
mod shingles;
mod span;
mod words;

pub use analysis::Analysis;
pub use error::Error;
pub use fold::{fold, fold_into};
pub use hash::{SEED, hash_word};
pub use id::{DocId, TermId};
pub use lines::lines;
pub use marks::Marks;
pub use quotations::quotations;
pub use sentences::{Sentences, sentences};
pub use shingles::{ShingleSet, shingle_hashes};
pub use span::Span;
pub use words::{Words, words};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_public_type_can_be_shown_and_sent_between_threads() {
        fn check<T: std::fmt::Debug + Send + Sync>() {}
        check::<Analysis>();
        check::<DocId>();
        check::<Error>();
        check::<Marks>();
        check::<Sentences<'_>>();
        check::<ShingleSet>();
        check::<Span>();
        check::<TermId>();
        check::<Words<'_>>();
    }
}
