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

    /// A signature has no value, or too many.
    #[error("found `{given}` values in a signature, expected 1 to {max}, for instance 128")]
    InvalidSignature {
        /// How many there are.
        given: usize,
        /// How many there may be.
        max: usize,
    },

    /// Bands do not fit into a signature.
    #[error(
        "`{bands}` bands of `{rows}` values do not fit a signature of {values}; \
         take at least one of each and no more than there are in all"
    )]
    InvalidBanding {
        /// The number of bands.
        bands: usize,
        /// The values in each.
        rows: usize,
        /// The values of a signature.
        values: usize,
    },

    /// The costs of errors say nothing about which bands are best.
    #[error(
        "a miss costs `{miss}` and a false hit `{false_hit}`, expected numbers of at least 0, not both 0"
    )]
    InvalidCosts {
        /// What a miss costs.
        miss: f64,
        /// What a false hit costs.
        false_hit: f64,
    },

    /// A Hamming distance is too large to be searched for.
    #[error("Hamming distance is `{given}`, expected at most {max} of 64 bits")]
    InvalidDistance {
        /// What was given.
        given: u32,
        /// The largest distance that can be searched for.
        max: u32,
    },

    /// Blocks do not fit a Hamming distance.
    #[error(
        "found `{given}` blocks for a Hamming distance of {distance}, expected more than the distance, \
         at most 64, and at most {max_tables} choices of blocks that agree"
    )]
    InvalidBlocks {
        /// How many there are.
        given: u32,
        /// The distance.
        distance: u32,
        /// How many choices, each with a table, there may be.
        max_tables: usize,
    },

    /// An element has a weight that cannot be added up.
    #[error(
        "element {element} (counted from 0) has the weight `{given}`, expected a finite number of at least 0; leave it out"
    )]
    InvalidWeight {
        /// Its place, from 0.
        element: usize,
        /// The weight.
        given: f64,
    },

    /// The measure cannot be estimated by the method.
    #[error("`{method}` finds no pairs by `{measure}`; take the method `exact`")]
    MethodConflict {
        /// The method.
        method: &'static str,
        /// The measure.
        measure: &'static str,
    },

    /// The exact method has no estimates that could be left as they are.
    #[error(
        "`exact` finds no pairs that are not verified; take the method `minhash` or `simhash`, or verify"
    )]
    NothingToEstimate,

    /// Sketches or indexes were made in different ways, so they say nothing about each other.
    #[error(
        "{what} differ in {parameter}, `{left}` and `{right}`, and cannot be compared; make both with the same"
    )]
    SketchMismatch {
        /// What was to be compared.
        what: &'static str,
        /// What they differ in.
        parameter: &'static str,
        /// That of the left one.
        left: u64,
        /// That of the right one.
        right: u64,
    },

    /// An index has this key already.
    #[error("key `{key}` is in the index already; remove it first, or take another")]
    DuplicateKey {
        /// The key.
        key: u64,
    },

    /// A saved sketch or index cannot be read.
    #[error(transparent)]
    Envelope(#[from] wirecopy_text::EnvelopeError),

    /// A saved sketch, index or list of pairs passes its checksum and makes no sense all the same.
    #[error("the file cannot be used: {fault}; save it again")]
    InvalidFile {
        /// What is wrong.
        fault: &'static str,
    },

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
