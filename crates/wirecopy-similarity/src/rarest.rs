//! Likely partners of a row: those that share its rarest columns.

use std::ops::Range;

use crate::ranking::narrow;
use crate::unit_rows::{Columns, UnitRows};

/// A column that more than one in so many rows has is not looked up, …
const ROWS_PER_MEMBER: usize = 200;

/// … unless it has no more members than this.
const FEW: usize = 32;

/// For each of the rarest columns the rows that have it, with their weights.
pub(crate) struct RarestIndex {
    /// The first column that is rare enough; columns are numbered from the most frequent on.
    first: u32,
    starts: Vec<usize>,
    members: Vec<(u32, f32)>,
}

impl RarestIndex {
    pub(crate) fn new(rows: &UnitRows, columns: &Columns) -> Self {
        let most = (rows.len() / ROWS_PER_MEMBER).max(FEW);
        let first = columns.first_with_at_most(most);
        let mut starts = vec![0_usize; columns.rare() - first as usize + 2];
        let entries = |row: usize| {
            let (columns, weights) = rows.rare(row);
            let entries = columns.iter().zip(weights);
            entries.filter(move |&(&column, _)| column >= first)
        };
        for row in 0..rows.len() {
            for (&column, _) in entries(row) {
                starts[(column - first) as usize + 2] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut members = vec![(0, 0.0); sum];
        for row in 0..rows.len() {
            for (&column, &weight) in entries(row) {
                let cursor = &mut starts[(column - first) as usize + 1];
                members[*cursor] = (narrow(row), weight);
                *cursor += 1;
            }
        }
        Self {
            first,
            starts,
            members,
        }
    }

    fn place(&self, column: u32) -> Option<Range<usize>> {
        let column = column.checked_sub(self.first)? as usize;
        Some(self.starts[column]..self.starts[column + 1])
    }
}

/// What one thread writes.
pub(crate) struct Partial {
    /// By row: the sum over the rarest columns. 0 between two calls.
    sums: Vec<f32>,
    likely: Vec<(f32, u32)>,
}

impl Partial {
    pub(crate) fn new(rows: usize) -> Self {
        Self {
            sums: vec![0.0; rows],
            likely: Vec::new(),
        }
    }

    /// The `most` rows of the largest sums that are `allowed`, or fewer.
    pub(crate) fn likely(
        &mut self,
        index: &RarestIndex,
        (columns, weights): (&[u32], &[f32]),
        most: usize,
        allowed: impl Fn(usize) -> bool,
    ) -> &[(f32, u32)] {
        self.likely.clear();
        for (&column, &weight) in columns.iter().zip(weights) {
            let Some(place) = index.place(column) else {
                continue;
            };
            for &(member, other) in &index.members[place] {
                let sum = &mut self.sums[member as usize];
                if *sum == 0.0 {
                    self.likely.push((0.0, member));
                }
                *sum += weight * other;
            }
        }
        for (sum, member) in &mut self.likely {
            *sum = std::mem::take(&mut self.sums[*member as usize]);
        }
        // A row is noted twice when its sum was 0 again in between, with negative weights.
        self.likely
            .retain(|&(sum, member)| sum > 0.0 && allowed(member as usize));
        if self.likely.len() > most {
            self.likely
                .select_nth_unstable_by(most - 1, |a, b| b.0.total_cmp(&a.0));
            self.likely.truncate(most);
        }
        &self.likely
    }
}
