//! How a check tells how far it is, and is told to stop.

use std::ops::ControlFlow;

use crate::Error;

/// The steps of a check, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Finding the words, sentences and quotations of each text.
    Analyse,
    /// Joining texts by their shingles.
    NearDuplicates,
    /// Finding what stands in many different texts.
    Furniture,
    /// Finding pairs that share rare runs of words.
    Candidates,
    /// Aligning the candidates and judging them.
    Align,
}

impl Stage {
    /// All steps, in order.
    pub const ALL: [Self; 5] = [
        Self::Analyse,
        Self::NearDuplicates,
        Self::Furniture,
        Self::Candidates,
        Self::Align,
    ];

    /// What a progress bar says.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Analyse => "reading words",
            Self::NearDuplicates => "joining near-duplicates",
            Self::Furniture => "finding furniture",
            Self::Candidates => "finding candidates",
            Self::Align => "aligning passages",
        }
    }
}

/// Called from any thread with the step, how much of it is done and how much there is (0 when that is not known yet).
/// Answering [`ControlFlow::Break`] ends the check with [`Error::Cancelled`](crate::Error::Cancelled).
pub type Progress<'a> = &'a (dyn Fn(Stage, u64, u64) -> ControlFlow<()> + Sync);

/// Reports and turns a "stop" into the error that ends the caller.
pub(crate) fn report(
    progress: Progress<'_>,
    stage: Stage,
    done: u64,
    total: u64,
) -> Result<(), Error> {
    match progress(stage, done, total) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(Error::Cancelled),
    }
}
