//! What can go wrong, by what the caller can do about it.

/// Everything that this crate refuses or reports.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A threshold lies outside `0.0 < threshold <= 1.0`, or is not a number.
    #[error(
        "threshold is `{given}`, expected a number above 0 and at most 1; \
         at 0 every pair would be similar"
    )]
    InvalidThreshold {
        /// The value that was refused.
        given: f64,
    },

    /// A threshold was asked for that is lower than the one that pairs were found with.
    #[error(
        "threshold is `{given}`, but the pairs were found at `{found_at}`, and those below are unknown; \
         find them again at the lower threshold"
    )]
    ThresholdTooLow {
        /// What was asked for.
        given: f64,
        /// What the pairs were found with.
        found_at: f64,
    },

    /// A shingle has no word.
    #[error("shingle size is `0`, expected a number of words of at least 1, for instance 5")]
    InvalidShingleSize,

    /// There is nothing to compare.
    #[error("no texts were given, expected at least one")]
    NoTexts,

    /// A list has to have one entry for each text, and has not.
    #[error("found `{given}` {what} for `{texts}` texts, expected one for each")]
    LengthsDiffer {
        /// What is listed.
        what: &'static str,
        /// How many there are.
        given: usize,
        /// How many texts there are.
        texts: usize,
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

    /// One text cannot be read; the reason says why.
    #[error("text {text} (counted from 0): {reason}")]
    Text {
        /// Its place in the input, from 0.
        text: usize,
        /// What is wrong with it.
        #[source]
        reason: wirecopy_text::Error,
    },

    /// The analyser is one that this build cannot honour.
    #[error(transparent)]
    Analyzer(wirecopy_text::Error),

    /// The join refused its input for a reason that this crate should have excluded.
    #[error("cannot join the texts: {0}")]
    Join(#[source] Box<dyn std::error::Error + Send + Sync>),

    /// The progress callback asked to stop.
    #[error("cancelled by the progress callback")]
    Cancelled,
}

impl From<wirecopy_similarity::Error> for Error {
    fn from(error: wirecopy_similarity::Error) -> Self {
        use wirecopy_similarity::Error as Join;
        match error {
            Join::Cancelled => Self::Cancelled,
            Join::InvalidThreshold { given } => Self::InvalidThreshold { given },
            Join::TooLarge { what, given, max } => Self::TooLarge { what, given, max },
            other => Self::Join(Box::new(other)),
        }
    }
}
