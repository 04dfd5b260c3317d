//! What can go wrong, by what the caller can do about it.

use wirecopy_text::EnvelopeError;

/// Everything that this crate refuses or reports.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An option lies outside its range.
    #[error("`{option}` is `{given}`, expected {expected}")]
    InvalidOption {
        /// The option.
        option: &'static str,
        /// What was given.
        given: String,
        /// What may be given.
        expected: &'static str,
    },

    /// Two options exclude one another.
    #[error("`{option}` does not go with `{other}`; leave one of them out")]
    OptionConflict {
        /// The option.
        option: &'static str,
        /// The other one.
        other: &'static str,
    },

    /// The bounds of document frequency leave nothing between them.
    #[error(
        "`max_df` corresponds to `{max}` documents and `min_df` to `{min}`, expected no fewer; lower `min_df` or raise `max_df`"
    )]
    DfBoundsCross {
        /// The largest number of documents that a term may be in.
        max: f64,
        /// The smallest.
        min: f64,
    },

    /// No document has a term.
    #[error("the documents have no terms; perhaps they are empty, or hold stop words only")]
    EmptyVocabulary,

    /// Every term was pruned.
    #[error("after pruning no terms remain; lower `min_df` or raise `max_df`")]
    NoTermsRemain,

    /// A given vocabulary has no term.
    #[error("the given vocabulary is empty, expected at least one term")]
    EmptyFixedVocabulary,

    /// A vocabulary has a term twice.
    #[error(
        "term `{term}` stands twice in the vocabulary, at `{first}` and `{second}`; leave one out"
    )]
    RepeatedTerm {
        /// The term.
        term: String,
        /// Its first place.
        first: usize,
        /// Its second place.
        second: usize,
    },

    /// A vocabulary that was given cannot learn.
    #[error(
        "the vocabulary was given and does not grow; fit without `vocabulary` to use `{operation}`"
    )]
    FixedVocabulary {
        /// What was asked for.
        operation: &'static str,
    },

    /// Two models that were made with different options cannot be merged.
    #[error("the models differ in `{option}`; fit both with the same options")]
    OptionsDiffer {
        /// The first option that differs.
        option: &'static str,
    },

    /// A matrix has another number of columns than the model.
    #[error("the matrix has `{given}` columns, expected `{expected}`, as many as were fitted")]
    WrongColumns {
        /// How many there are.
        given: usize,
        /// How many there should be.
        expected: usize,
    },

    /// The parts of a sparse matrix do not fit together.
    #[error("the parts are no sparse matrix: {fault} at position `{at}`")]
    InvalidMatrix {
        /// What is wrong.
        fault: &'static str,
        /// Where, in `indptr` or `indices`.
        at: usize,
    },

    /// A term was given a column that it cannot have.
    #[error(
        "term `{term}`: found column `{column}`, expected one below `{columns}` that no other term has"
    )]
    InvalidColumn {
        /// The term.
        term: String,
        /// The column that it was given.
        column: u32,
        /// How many columns the matrix has.
        columns: usize,
    },

    /// There are not as many groups as documents.
    #[error("found `{groups}` groups for `{documents}` documents, expected one for each document")]
    LengthsDiffer {
        /// How many documents there are.
        documents: usize,
        /// How many groups were given.
        groups: usize,
    },

    /// Texts were given where something else makes the tokens.
    #[error(
        "the texts are cut by `{cut_by}`, which is not known here; hand over lists of tokens or of terms"
    )]
    CutElsewhere {
        /// What makes the tokens.
        cut_by: String,
    },

    /// Counts of a term that somebody else made cannot be.
    #[error(
        "term `{term}` stands `{total}` times in `{frequency}` of `{documents}` documents, expected at least once in each of them, and no more of them than there are"
    )]
    InvalidCounts {
        /// The term.
        term: String,
        /// How many documents hold it.
        frequency: u32,
        /// How often it is there.
        total: u64,
        /// How many documents there are.
        documents: u64,
    },

    /// Tokens or terms were given where places in a text are asked for.
    #[error("the documents are lists of tokens, expected texts; keywords have places in texts")]
    TextsNeeded,

    /// The input exceeds what 32-bit numbers count.
    #[error("found `{given}` {what}, expected at most `{max}`; split the documents")]
    TooLarge {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },

    /// A ranking of terms is no permutation.
    #[error("the ranking gave no order of `{terms}` terms; it has to name each place once")]
    InvalidRanking {
        /// How many terms there were.
        terms: usize,
    },

    /// The text part refused an option or a text.
    #[error(transparent)]
    Text(#[from] wirecopy_text::Error),

    /// A saved model cannot be read.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),

    /// A saved model passes its checksum and makes no sense all the same.
    #[error("the file holds no model: {fault}; save it again")]
    InvalidModel {
        /// What is wrong.
        fault: &'static str,
    },

    /// The progress callback asked to stop.
    #[error("cancelled by the progress callback")]
    Cancelled,
}
