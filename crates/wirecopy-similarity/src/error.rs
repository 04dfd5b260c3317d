//! What can go wrong, by what the caller can do about it.

/// Everything that this crate refuses or reports.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A set was handed over as sorted and is not: sort it, or push it with
    /// [`SetCollection::push_unsorted`](crate::SetCollection::push_unsorted).
    #[error(
        "set `{set}` is not strictly ascending at position `{position}`, expected sorted elements \
         without repetition; sort it or use `push_unsorted`"
    )]
    NotSorted {
        /// The number that the set would have had in its collection.
        set: usize,
        /// The first position whose element is not larger than the one before it.
        position: usize,
    },

    /// A threshold lies outside `0.0 < threshold <= 1.0`, or is not a number.
    #[error(
        "threshold is `{given}`, expected a number above 0 and at most 1; \
         at 0 every pair would be similar"
    )]
    InvalidThreshold {
        /// The value that was refused.
        given: f64,
    },

    /// The input exceeds what 32-bit numbers count: split it.
    #[error("found `{given}` {what}, expected at most `{max}`; split the collection")]
    TooLarge {
        /// What was counted.
        what: &'static str,
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },

    /// Three slices do not make up a matrix: rebuild it, or sort the columns of its rows.
    #[error(
        "matrix is malformed at row `{row}`, expected {problem}; with SciPy, `sort_indices` and `sum_duplicates` mend rows"
    )]
    MalformedMatrix {
        /// The first row that is wrong, 0 if it is the whole.
        row: usize,
        /// What was expected.
        problem: &'static str,
    },

    /// A weight is not a number, or too large to compute a length: mend or drop its row.
    #[error(
        "row `{row}` has the weight `{given:?}`, expected finite numbers whose squares add up to one; mend or drop the row"
    )]
    InvalidWeight {
        /// The row.
        row: usize,
        /// The weight.
        given: f64,
    },

    /// Two matrices have no common columns to compare: make both with one vocabulary.
    #[error(
        "matrices have `{first}` and `{second}` columns, expected the same number; make both with one vocabulary"
    )]
    UnlikeWidths {
        /// The columns of the first matrix.
        first: usize,
        /// The columns of the second matrix.
        second: usize,
    },

    /// The keys of a window are not one for each row, or not sorted: sort the rows by their key.
    #[error(
        "window has {problem} at row `{row}`, expected one key for each row in ascending order; sort the rows by key"
    )]
    InvalidWindow {
        /// What was found.
        problem: &'static str,
        /// The first row that is wrong.
        row: usize,
    },

    /// The progress callback asked to stop.
    #[error("cancelled by the progress callback")]
    Cancelled,
}
