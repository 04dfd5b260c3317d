//! Which rows of which matrices are compared, and what their score is.

use std::ops::Range;

use crate::vectors::cosine_of_parts;
use crate::{CsrView, Error, Window, dot};

/// The rows of one matrix with those of another, or with those of the same matrix.
#[derive(Clone, Copy)]
pub(crate) struct Pairing<'a> {
    pub(crate) first: &'a CsrView<'a>,
    pub(crate) others: &'a CsrView<'a>,
    /// Whether both sides are one matrix, and each pair is looked at once.
    pub(crate) within: bool,
    window: Option<Window<'a>>,
}

impl<'a> Pairing<'a> {
    /// Refuses matrices that cannot be compared.
    pub(crate) fn new(
        first: &'a CsrView,
        second: Option<&'a CsrView>,
        window: Option<Window<'a>>,
    ) -> Result<Self, Error> {
        if let Some(second) = second
            && second.columns() != first.columns()
        {
            return Err(Error::UnlikeWidths {
                first: first.columns(),
                second: second.columns(),
            });
        }
        if let Some(window) = window {
            window.check(first, second)?;
        }
        Ok(Self {
            first,
            others: second.unwrap_or(first),
            within: second.is_none(),
            window,
        })
    }

    /// The second matrix, if there is one.
    pub(crate) fn second(&self) -> Option<&'a CsrView<'a>> {
        (!self.within).then_some(self.others)
    }

    /// The rows of the other side that a row may pair with.
    pub(crate) fn partners(&self, row: usize) -> Range<usize> {
        let all = 0..self.others.rows();
        self.window.map_or(all, |window| window.partners(row))
    }

    /// The rows of the other side that a row has to meet, so that each pair meets once.
    pub(crate) fn met(&self, row: usize) -> Range<usize> {
        let Range { start, end } = self.partners(row);
        let end = if self.within { end.min(row) } else { end };
        start.min(end)..end
    }

    /// The exact score, of a row that `scattered` holds.
    ///
    /// The same bits as [`Self::score`]: the products come in the order of the columns there too, and
    /// those with 0 between them change no sum. With short rows it is several times faster, because
    /// nothing has to be decided on the way.
    #[inline]
    pub(crate) fn score_scattered(&self, row: usize, scattered: &[f64], other: usize) -> f64 {
        let vector = self.others.row(other);
        let entries = vector.columns.iter().zip(vector.weights);
        let dot = entries.fold(0.0, |sum, (&column, &weight)| {
            sum + scattered[column as usize] * weight
        });
        cosine_of_parts(
            dot,
            self.first.squared_length(row),
            self.others.squared_length(other),
        )
    }

    /// The exact score.
    pub(crate) fn score(&self, row: usize, other: usize) -> f64 {
        cosine_of_parts(
            dot(self.first.row(row), self.others.row(other)),
            self.first.squared_length(row),
            self.others.squared_length(other),
        )
    }
}
