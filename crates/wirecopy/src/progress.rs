//! How a check tells how far it is, and is told to stop.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::Error;

/// The steps, in order: of a check from the files to the report, and of the search for neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Reading files; done and total are bytes.
    Read,
    /// Finding the words, sentences and quotations of each text.
    Analyse,
    /// Joining texts by their shingles.
    NearDuplicates,
    /// Finding what stands in many different texts.
    Furniture,
    /// Finding pairs that share rare runs of words.
    Candidates,
    /// Counting in how many texts each word stands, and what each text says twice.
    Weigh,
    /// Aligning the candidates and judging them.
    Align,
    /// Looking for the nearest articles of each.
    Neighbours,
    /// Finding the articles that tell one story.
    Stories,
    /// Writing the report; done is bytes.
    Write,
}

impl Stage {
    /// All steps, in order.
    pub const ALL: [Self; 10] = [
        Self::Read,
        Self::Analyse,
        Self::NearDuplicates,
        Self::Furniture,
        Self::Candidates,
        Self::Weigh,
        Self::Align,
        Self::Neighbours,
        Self::Stories,
        Self::Write,
    ];

    /// What a progress bar says.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "reading files",
            Self::Analyse => "reading words",
            Self::NearDuplicates => "joining near-duplicates",
            Self::Furniture => "finding furniture",
            Self::Candidates => "finding candidates",
            Self::Weigh => "weighing words",
            Self::Align => "aligning passages",
            Self::Neighbours => "finding neighbours",
            Self::Stories => "comparing stories",
            Self::Write => "writing the report",
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

/// How many items, or bytes or words of them, are mapped between two reports.
const ITEMS_UNHEARD: u64 = 256;
const SIZE_UNHEARD: u64 = 1 << 18;

/// Maps in parallel, in order, and reports every few hundred items, or more often where they are large.
pub(crate) fn map_in_parallel<T: Sync, R: Send>(
    items: &[T],
    stage: Stage,
    progress: Progress<'_>,
    size: impl Fn(&T) -> usize + Sync,
    map: impl Fn(&T) -> Result<R, Error> + Sync,
) -> Result<Vec<R>, Error> {
    let (done, total) = (AtomicU64::new(0), items.len() as u64);
    let worked = AtomicU64::new(0);
    let step = SIZE_UNHEARD / ITEMS_UNHEARD;
    report(progress, stage, 0, total)?;
    let mapped = items
        .par_iter()
        .map(|item| {
            let before = done.fetch_add(1, Ordering::Relaxed);
            let size = step.max(size(item) as u64);
            let worked = worked.fetch_add(size, Ordering::Relaxed);
            if worked % SIZE_UNHEARD < size {
                report(progress, stage, before, total)?;
            }
            map(item)
        })
        .collect::<Result<_, _>>()?;
    report(progress, stage, total, total)?;
    Ok(mapped)
}
