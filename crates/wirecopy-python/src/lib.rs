//! The compiled half of the Python package `wirecopy`.
//!
//! What users call stands in `python/wirecopy/`; it takes their arguments, calls this module and puts the results into
//! classes with tables and pictures. Here is only what needs Rust: [`articles`] takes Python's strings without copying
//! them, [`fields`] finds the columns, [`ids`] gives ids back as they came, [`enter`] leaves Python for the time of the work, [`rows`] hands the results back column by column, and
//! [`errors`] says which exception an error becomes. The algorithms stand in the crates below.
//!
//! Documentation of what Python sees is written for Python: NumPy's style, with examples that the tests execute.
#![expect(
    clippy::doc_link_with_quotes,
    reason = "a list of strings in a Python example is no link"
)]

mod analyzer;
mod arrays;
mod articles;
mod bm25;
mod calls;
mod counted_texts;
mod counting;
mod documents;
mod enter;
mod errors;
mod fields;
mod furniture;
mod hashing;
mod holdings;
mod ids;
mod interned;
mod keywords;
mod matrices;
mod near_duplicates;
mod neighbours;
mod numbers;
mod pool;
mod results;
mod rows;
mod similarity;
mod sketch_indexes;
mod sketches;
mod story;
mod text;
mod texts;

use pyo3::prelude::*;

/// The compiled half of wirecopy: use `wirecopy` instead, this module may change without notice.
#[pymodule]
mod _core {
    #[pymodule_export]
    use crate::analyzer::Analyzer;
    #[pymodule_export]
    use crate::arrays::Numbers;
    #[pymodule_export]
    use crate::bm25::Bm25Index;
    #[pymodule_export]
    use crate::calls::{check, compare};
    #[pymodule_export]
    use crate::counted_texts::CountedTexts;
    #[pymodule_export]
    use crate::counting::{CountModel, cut};
    #[pymodule_export]
    use crate::documents::CountInPython;
    #[pymodule_export]
    use crate::fields::find_columns;
    #[pymodule_export]
    use crate::furniture::FurnitureTable;
    #[pymodule_export]
    use crate::hashing::{hashed, hashed_places, hashing_from_bytes, hashing_to_bytes};
    #[pymodule_export]
    use crate::holdings::Holdings;
    #[pymodule_export]
    use crate::keywords::keywords;
    #[pymodule_export]
    use crate::matrices::{Matrix, Weights};
    #[pymodule_export]
    use crate::near_duplicates::NearDuplicates;
    #[pymodule_export]
    use crate::neighbours::similar;
    #[pymodule_export]
    use crate::results::{Comparison, Report};
    #[pymodule_export]
    use crate::rows::Rows;
    #[pymodule_export]
    use crate::similarity::{SetPairs, Sets, cosine, cosine_join, cosine_top_k, dot, set_join};
    #[pymodule_export]
    use crate::sketch_indexes::{HammingIndex, MinHashLsh};
    #[pymodule_export]
    use crate::sketches::{MinHash, min_hashes, sim_hash, sim_hashes};
    #[pymodule_export]
    use crate::story::story_similarity;
    #[pymodule_export]
    use crate::texts::{detect_language, quotations, sentences, stem, stop_words};

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
