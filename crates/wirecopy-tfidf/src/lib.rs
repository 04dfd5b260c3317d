#![doc = include_str!("../README.md")]

mod bag;
mod bm25;
mod bm25_model;
mod column_map;
mod count_vectorizer;
mod counted;
mod csr;
#[cfg(feature = "ndarray")]
mod dense;
mod documents;
mod error;
mod grams;
mod hashing;
mod interner;
mod keywords;
mod lines;
mod merge;
mod model;
mod murmur;
mod narrow;
mod prepare;
mod prune;
mod radix;
mod rows;
mod scan;
mod splitter;
mod terms;
mod tfidf_vectorizer;
mod vocabulary;
mod weights;
mod word_grams;

pub use bm25::{Bm25, Bm25Index, Bm25Variant, Hit};
pub use column_map::ColumnMap;
pub use count_vectorizer::{CountVectorizer, FittedCountVectorizer};
pub use counted::Count;
pub use csr::{CsrMatrix, CsrParts};
pub use documents::{Documents, Progress};
pub use error::Error;
pub use hashing::HashingVectorizer;
pub use keywords::{Keyword, KeywordMethod, KeywordOptions, group_keywords, keywords};
pub use prune::{DocumentFrequency, Ranking};
pub use splitter::Splitter;
pub use terms::{StripAccents, TermOptions, TermUnit, TokenPattern};
pub use tfidf_vectorizer::{FittedTfidfVectorizer, TfidfVectorizer};
pub use vocabulary::Vocabulary;
pub use weights::{FittedTfidfTransformer, Norm, Number, TfidfTransformer, Weight};
