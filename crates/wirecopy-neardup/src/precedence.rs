//! Which of several texts represents them.

use std::cmp::Reverse;

use crate::error::Error;
use crate::pairs::Pairs;

/// Which of several texts represents them: the earliest by date, where dates are given (those
/// without a date come last); else the longest, in words; else the one whose bytes have the
/// smallest hash; else, of texts equal to the byte, the one with the smallest id, where ids are given;
/// else the first in the input.
///
/// Only the last of these looks at the order of the input, so with ids, or where no two texts are
/// equal, the representative is the same however the input is ordered.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_neardup::{NearDuplicateOptions, Precedence, near_duplicates};
///
/// let texts = ["The mill burnt down", "The mill burnt down on Monday"];
/// let options = NearDuplicateOptions::new(0.5).with_shingle(2);
/// let found = near_duplicates(&texts, &options, &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found.clusters(&Precedence::new())?.kept(), [1]);
/// let days = [Some(20_000), Some(20_001)];
/// assert_eq!(found.clusters(&Precedence::new().with_dates(&days))?.kept(), [0]);
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[must_use]
pub struct Precedence<'a> {
    dates: Option<&'a [Option<i64>]>,
    ids: Option<&'a [&'a str]>,
}

/// What texts are sorted by; the smallest represents.
pub(crate) type Key<'a> = (bool, i64, Reverse<u32>, u64, &'a str, u32);

impl<'a> Precedence<'a> {
    /// Makes one without dates and ids.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the date of each text as a number, for instance of days or seconds.
    pub fn with_dates(self, dates: &'a [Option<i64>]) -> Self {
        Self {
            dates: Some(dates),
            ..self
        }
    }

    /// Sets the id of each text.
    pub fn with_ids(self, ids: &'a [&'a str]) -> Self {
        Self {
            ids: Some(ids),
            ..self
        }
    }

    pub(crate) fn check(&self, texts: usize) -> Result<(), Error> {
        let lists = [
            ("dates", self.dates.map(<[_]>::len)),
            ("ids", self.ids.map(<[_]>::len)),
        ];
        for (what, given) in lists {
            if let Some(given) = given.filter(|&given| given != texts) {
                return Err(Error::LengthsDiffer { what, given, texts });
            }
        }
        Ok(())
    }

    pub(crate) fn key(&self, pairs: &Pairs, text: u32) -> Key<'a> {
        let place = text as usize;
        let date = self.dates.and_then(|dates| dates[place]);
        (
            date.is_none(),
            date.unwrap_or_default(),
            Reverse(pairs.words()[place]),
            pairs.content_hashes()[place],
            self.ids.map_or("", |ids| ids[place]),
            text,
        )
    }
}
