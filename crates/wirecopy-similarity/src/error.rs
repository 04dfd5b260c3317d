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

    /// The progress callback asked to stop.
    #[error("cancelled by the progress callback")]
    Cancelled,
}
