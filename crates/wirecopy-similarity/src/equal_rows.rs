//! Rows that are equal are compared once.
//!
//! Without this, `n` copies of one article would cost `n * n` comparisons, each with a full score.

use std::collections::HashMap;

use crate::ranking::narrow;
use crate::shared::mix;
use crate::{CsrView, Window};

/// Equal rows are put together when at least one row in so many is a copy: the different rows are
/// copied for it.
const ROWS_PER_COPY: usize = 16;

/// The different rows of a matrix, and which rows are equal to each. Where keys are given, rows with
/// different keys are different: they have other partners.
pub(crate) struct DistinctRows {
    view: CsrView<'static>,
    keys: Option<Vec<i64>>,
    /// The rows equal to the first different row, then those equal to the next, each ascending.
    members: Vec<u32>,
    ends: Vec<usize>,
    /// By row: which different row it is.
    numbers: Vec<u32>,
}

impl DistinctRows {
    /// Puts equal rows together, in the order of their first members; `None` when there are so few that
    /// it would not pay. `O(entries)`.
    pub(crate) fn find(matrix: &CsrView, keys: Option<&[i64]>) -> Option<Self> {
        let rows = matrix.rows();
        let key = |row: usize| keys.map(|keys| keys[row]);
        // By hash the different rows that have it, nearly always one.
        let mut by_hash: HashMap<u64, Vec<u32>> = HashMap::with_capacity(rows);
        let mut firsts: Vec<usize> = Vec::new();
        let mut numbers = Vec::with_capacity(rows);
        for row in 0..rows {
            let same_hash = by_hash.entry(hash(matrix, row, key(row))).or_default();
            let known = same_hash.iter().copied().find(|&number| {
                let first = firsts[number as usize];
                key(first) == key(row) && equal(matrix, first, row)
            });
            let number = known.unwrap_or_else(|| {
                let number = narrow(firsts.len());
                same_hash.push(number);
                firsts.push(row);
                number
            });
            numbers.push(number);
        }
        if (rows - firsts.len()) * ROWS_PER_COPY < rows.max(1) {
            return None;
        }
        let mut ends = vec![0; firsts.len() + 1];
        for &number in &numbers {
            ends[number as usize + 1] += 1;
        }
        for number in 1..ends.len() {
            ends[number] += ends[number - 1];
        }
        let mut cursors = ends.clone();
        let mut members = vec![0; rows];
        for (row, &number) in (0..).zip(&numbers) {
            let cursor = &mut cursors[number as usize];
            members[*cursor] = row;
            *cursor += 1;
        }
        ends.remove(0);
        Some(Self {
            view: matrix.select(&firsts),
            keys: keys.map(|keys| firsts.iter().map(|&row| keys[row]).collect()),
            members,
            ends,
            numbers,
        })
    }

    /// The different rows.
    pub(crate) fn view(&self) -> &CsrView<'static> {
        &self.view
    }

    /// The keys of the different rows.
    pub(crate) fn keys(&self) -> Option<&[i64]> {
        self.keys.as_deref()
    }

    /// Which different row a row is.
    pub(crate) fn number(&self, row: usize) -> u32 {
        self.numbers[row]
    }

    /// The rows that are equal to a different row.
    pub(crate) fn members(&self, number: u32) -> &[u32] {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.members[start..self.ends[number]]
    }
}

/// Both sides of a comparison with equal rows put together, where that pays on one of them.
pub(crate) struct Grouped<'a> {
    matrices: (&'a CsrView<'a>, Option<&'a CsrView<'a>>),
    first: Option<DistinctRows>,
    second: Option<DistinctRows>,
    window: Option<Window<'a>>,
}

impl<'a> Grouped<'a> {
    /// `None` when there are too few equal rows on either side. The window has been checked.
    pub(crate) fn find(
        first: &'a CsrView<'a>,
        second: Option<&'a CsrView<'a>>,
        window: Option<Window<'a>>,
    ) -> Option<Self> {
        let (keys, other_keys) = window.map_or((None, None), |window| window.keys());
        let grouped = Self {
            matrices: (first, second),
            first: DistinctRows::find(first, keys),
            second: second.and_then(|second| DistinctRows::find(second, other_keys)),
            window,
        };
        (grouped.first.is_some() || grouped.second.is_some()).then_some(grouped)
    }

    /// The rows to compare in the place of those given.
    pub(crate) fn matrices(&self) -> (&CsrView<'a>, Option<&CsrView<'a>>) {
        let (first, second) = self.matrices;
        (
            self.first.as_ref().map_or(first, |rows| rows.view()),
            second.map(|second| self.second.as_ref().map_or(second, |rows| rows.view())),
        )
    }

    /// The window for these rows.
    pub(crate) fn window(&self) -> Option<Window<'_>> {
        self.window.map(|window| {
            window.with_keys(
                self.first.as_ref().and_then(DistinctRows::keys),
                self.second.as_ref().and_then(DistinctRows::keys),
            )
        })
    }

    /// Which of the rows compared a row of the first side is.
    pub(crate) fn number(&self, row: usize) -> u32 {
        let first = self.first.as_ref();
        first.map_or_else(|| narrow(row), |rows| rows.number(row))
    }

    /// The rows of the first side that one of the rows compared stands for.
    pub(crate) fn members<'r>(&'r self, number: &'r u32) -> &'r [u32] {
        let first = self.first.as_ref();
        first.map_or(std::slice::from_ref(number), |rows| rows.members(*number))
    }

    /// The rows of the other side that one of the rows compared stands for.
    pub(crate) fn others<'r>(&'r self, number: &'r u32) -> &'r [u32] {
        if self.matrices.1.is_none() {
            return self.members(number);
        }
        let second = self.second.as_ref();
        second.map_or(std::slice::from_ref(number), |rows| rows.members(*number))
    }

    /// Whether both sides are one matrix.
    pub(crate) fn within(&self) -> bool {
        self.matrices.1.is_none()
    }
}

fn equal(matrix: &CsrView, a: usize, b: usize) -> bool {
    let (a, b) = (matrix.row(a), matrix.row(b));
    let mut weights = a.weights.iter().zip(b.weights);
    a.columns == b.columns && weights.all(|(a, b)| a.to_bits() == b.to_bits())
}

fn hash(matrix: &CsrView, row: usize, key: Option<i64>) -> u64 {
    let row = matrix.row(row);
    let start = key.unwrap_or_default().cast_unsigned() ^ row.columns.len() as u64;
    let entries = row.columns.iter().zip(row.weights);
    entries.fold(mix(start), |hash, (&column, weight)| {
        mix(hash.rotate_left(23) ^ weight.to_bits() ^ u64::from(column).rotate_left(32))
    })
}
