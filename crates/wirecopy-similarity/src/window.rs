//! Only rows whose keys lie close to each other meet.

use std::ops::Range;

use crate::{CsrView, Error};

/// Sorted keys of the rows, for instance days or seconds, and how far those of a pair may differ.
///
/// # Example
/// ```
/// use wirecopy_similarity::Window;
///
/// let days = [20_600, 20_600, 20_601, 20_640];
/// let within_a_week = Window::new(&days, None, 7)?;
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
#[must_use]
pub struct Window<'a> {
    first: &'a [i64],
    second: Option<&'a [i64]>,
    width: u64,
}

impl<'a> Window<'a> {
    /// Takes a key for each row of the first matrix, and of the second if there are two; two rows
    /// meet when their keys differ by `width` or less. `O(rows)`.
    ///
    /// # Errors
    /// [`Error::InvalidWindow`] when keys fall.
    pub fn new(first: &'a [i64], second: Option<&'a [i64]>, width: u64) -> Result<Self, Error> {
        for keys in [Some(first), second].into_iter().flatten() {
            if let Some(row) = keys.windows(2).position(|pair| pair[0] > pair[1]) {
                let problem = "a key smaller than the one before";
                return Err(Error::InvalidWindow {
                    problem,
                    row: row + 1,
                });
            }
        }
        Ok(Self {
            first,
            second,
            width,
        })
    }

    /// Refuses matrices that have not one row for each key.
    pub(crate) fn check(&self, first: &CsrView, second: Option<&CsrView>) -> Result<(), Error> {
        let pairs = [(Some(self.first), Some(first)), (self.second, second)];
        for (keys, matrix) in pairs {
            let (keys, rows) = (keys.map(<[i64]>::len), matrix.map(CsrView::rows));
            if keys != rows {
                let row = keys.unwrap_or(0).min(rows.unwrap_or(0));
                let problem = "not as many keys as there are rows";
                return Err(Error::InvalidWindow { problem, row });
            }
        }
        Ok(())
    }

    /// The keys of both sides.
    pub(crate) fn keys(&self) -> (Option<&'a [i64]>, Option<&'a [i64]>) {
        (Some(self.first), self.second)
    }

    /// The same window over other keys, where they are given.
    pub(crate) fn with_keys<'k>(
        &self,
        first: Option<&'k [i64]>,
        second: Option<&'k [i64]>,
    ) -> Window<'k>
    where
        'a: 'k,
    {
        Window {
            first: first.unwrap_or(self.first),
            second: second.or(self.second),
            width: self.width,
        }
    }

    /// The rows of the other side that row `row` of the first may meet.
    pub(crate) fn partners(&self, row: usize) -> Range<usize> {
        let (key, others) = (self.first[row], self.second.unwrap_or(self.first));
        let start =
            others.partition_point(|&other| other < key && key.abs_diff(other) > self.width);
        let end =
            others.partition_point(|&other| other <= key || key.abs_diff(other) <= self.width);
        start..end
    }
}
