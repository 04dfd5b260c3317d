//! What can go wrong.

/// The ways in which this crate refuses its input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text has offsets that do not fit a [`Span`](crate::Span).
    #[error("the text has `{given}` bytes, at most `{max}` can be addressed; split it")]
    TextTooLong {
        /// The length of the text in bytes.
        given: usize,
        /// The longest text accepted, in bytes.
        max: usize,
    },

    /// Two shingle sets were made in different ways, so their hashes say nothing about each other.
    #[error(
        "shingle sets of size `{left_size}` (seed `{left_seed:#x}`) and size `{right_size}` (seed `{right_seed:#x}`) cannot be compared; make both with one size and seed"
    )]
    ShingleMismatch {
        /// The shingle size of the left set, in words.
        left_size: usize,
        /// The shingle size of the right set, in words.
        right_size: usize,
        /// The hash seed of the left set.
        left_seed: u64,
        /// The hash seed of the right set.
        right_seed: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_names_what_was_found_and_what_is_allowed() {
        let error = Error::TextTooLong {
            given: 5_000_000_000,
            max: 4_294_967_295,
        };
        assert_eq!(
            error.to_string(),
            "the text has `5000000000` bytes, at most `4294967295` can be addressed; split it"
        );
    }
}
