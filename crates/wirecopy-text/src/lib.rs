#![doc = include_str!("../README.md")]

mod abbreviations;
mod addresses;
mod analysis;
mod analyzer;
mod char_grams;
#[cfg(feature = "detect")]
mod detect;
#[cfg(feature = "dictionary")]
mod dictionary;
mod envelope;
mod error;
mod fold;
mod function_words;
mod hash;
mod id;
mod language;
mod layout;
mod lines;
mod marks;
mod markup;
mod paragraphs;
mod python;
mod python_newer;
mod python_word;
mod quiet_panic;
mod quotation_context;
mod quotation_marks;
mod quotations;
#[cfg(test)]
mod random;
mod segments;
mod sentence_class;
mod sentences;
mod shingles;
mod span;
mod stemmer;
mod stop_word_languages;
mod stop_words;
mod token_cache;
mod tokenizer;
mod traced;
mod transform;
mod unspaced;
mod word_block;
mod word_bytes;
mod word_class;
mod word_class_table;
mod words;
mod written_in;

pub use analysis::Analysis;
pub use analyzer::{Addresses, Analyzer, Case, Normalization, StopWords, TokenKind};
#[cfg(feature = "detect")]
pub use detect::detect_language;
#[cfg(feature = "dictionary")]
pub use dictionary::{DictionaryWords, dictionary_words};
pub use envelope::{Envelope, EnvelopeError};
pub use error::Error;
pub use fold::{fold, fold_into};
pub use hash::{SEED, hash_bytes, hash_word};
pub use id::{DocId, TermId};
pub use language::Language;
pub use lines::lines;
pub use marks::Marks;
pub use paragraphs::paragraphs;
pub use python::{is_python_space, is_python_word, needs_newer_unicode};
pub use quotations::quotations;
pub use segments::{graphemes, sentence_segments, word_segments};
pub use sentences::{Sentences, plain_sentences, sentences};
pub use shingles::{ShingleSet, shingle_hashes};
pub use span::Span;
pub use stemmer::{Stemmer, StemmerEdition};
pub use stop_words::stop_words;
pub use tokenizer::{Scratch, Token, TokenClass, Tokenizer};
pub use words::{Words, plain_words, words};
pub use written_in::language_by_function_words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_public_type_can_be_shown_and_sent_between_threads() {
        fn check<T: std::fmt::Debug + Send + Sync>() {}
        check::<Analysis>();
        check::<Analyzer>();
        check::<DocId>();
        check::<Envelope>();
        check::<EnvelopeError>();
        check::<Error>();
        check::<Language>();
        check::<Marks>();
        check::<Sentences<'_>>();
        check::<ShingleSet>();
        check::<Span>();
        check::<Stemmer>();
        check::<StemmerEdition>();
        check::<TermId>();
        check::<Scratch>();
        check::<Token<'_>>();
        check::<Tokenizer>();
        check::<Words<'_>>();
    }
}
