//! What can go wrong while text reuse is searched.

/// The errors of this crate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The progress callback answered "stop".
    #[error("cancelled by the caller")]
    Cancelled,
    /// More texts than a `DocId` can number.
    #[error("too many texts: found `{given}`, expected at most `{max}`; split the collection")]
    TooManyTexts {
        /// How many texts were given.
        given: usize,
        /// How many one call takes.
        max: usize,
    },
    /// The bytes are none of a table of furniture.
    #[error("this is no table of furniture: save it again with `FurnitureTable::to_bytes`")]
    NoTable,
}
