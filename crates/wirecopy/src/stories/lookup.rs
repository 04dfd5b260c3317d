//! Rows that have rare terms in common, found by the terms.

use std::sync::{Mutex, PoisonError};

use crate::Error;
use crate::story::{Bits, Collection};

/// No row is looked up by a term that more rows have.
pub(super) const MOST_HOLDERS: usize = 256;

/// How many texts are entered between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 1024;

/// How a row is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    /// By so many terms, the heaviest.
    pub(super) terms: usize,
    /// By those that at most so many rows have: one that more have would meet them all, and says little.
    pub(super) holders: usize,
}

/// The rows that represent, by their columns.
#[derive(Debug)]
pub(super) struct Index<'c> {
    all: &'c Collection,
    /// For each column, where its postings begin, one more entry than columns.
    starts: Vec<usize>,
    /// The row, and the weight of the column in it as a part of the row's length.
    postings: Vec<(u32, f32)>,
}

/// What one thread writes.
#[derive(Debug)]
pub(super) struct Sums {
    of_row: Vec<f32>,
    touched: Vec<u32>,
    heaviest: Vec<(f64, u64, u32)>,
    /// For each column its position in the row that was placed and 1; 0 for a column that it has not.
    positions: Vec<u32>,
    /// The columns that it has: all positions fill no cache of a core, and most columns of other rows are seen not to be there
    /// without a look.
    placed: Bits,
    /// The positions that other rows have too, one row after another.
    pub(super) met: Vec<usize>,
}

impl Sums {
    pub(super) fn new(all: &Collection) -> Self {
        Self {
            of_row: vec![0.0; all.len()],
            touched: Vec::new(),
            heaviest: Vec::new(),
            positions: vec![0; all.holding().len()],
            placed: Bits::default(),
            met: Vec::new(),
        }
    }

    /// Notes where each column of a row stands in it.
    pub(super) fn place(&mut self, columns: &[u32]) {
        for (position, &column) in (1..).zip(columns) {
            self.positions[column as usize] = position;
            self.placed.insert(u64::from(column));
        }
    }

    /// The position of a column in the row that was placed.
    #[inline]
    pub(super) fn position(&self, column: u32) -> Option<usize> {
        if !self.placed.may_contain(u64::from(column)) {
            return None;
        }
        (self.positions[column as usize] as usize).checked_sub(1)
    }

    pub(super) fn unplace(&mut self, columns: &[u32]) {
        for &column in columns {
            self.positions[column as usize] = 0;
        }
        self.placed
            .clear(columns.iter().map(|&column| u64::from(column)));
    }
}

impl<'c> Index<'c> {
    pub(super) fn new(
        all: &'c Collection,
        listen: &dyn Fn() -> Result<(), Error>,
    ) -> Result<Self, Error> {
        let leads = |column: u32| {
            let holders = all.holding()[column as usize] as usize;
            (1..=MOST_HOLDERS).contains(&holders)
        };
        let mut starts = Vec::with_capacity(all.holding().len() + 1);
        let mut end = 0;
        for (column, &holders) in (0..).zip(all.holding()) {
            starts.push(end);
            if leads(column) {
                end += holders as usize;
            }
        }
        starts.push(end);
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); end];
        for row in (0..all.len()).filter(|&row| all.represents(row)) {
            if row.is_multiple_of(TEXTS_UNHEARD) {
                listen()?;
            }
            let number = u32::try_from(row).expect("a collection has fewer texts than that");
            let length = all.length(row);
            for (&column, weight) in all.columns(row).iter().zip(all.weights(row)) {
                if leads(column) {
                    let slot = &mut next[column as usize];
                    postings[*slot] = (number, narrow(weight / length));
                    *slot += 1;
                }
            }
        }
        Ok(Self {
            all,
            starts,
            postings,
        })
    }

    fn holders(&self, column: u32) -> &[(u32, f32)] {
        let column = column as usize;
        &self.postings[self.starts[column]..self.starts[column + 1]]
    }

    /// The rows that have at least so large a part of the cosine in common in what is looked up, in any order.
    pub(super) fn look(
        &self,
        row: usize,
        look: Look,
        least: f64,
        sums: &mut Sums,
    ) -> Vec<(u32, f32)> {
        let all = self.all;
        // Of a term that only this row holds no other comes.
        let itself = usize::from(all.represents(row));
        sums.heaviest.clear();
        for (&column, &weight) in all.columns(row).iter().zip(all.weights(row)) {
            let holders = self.holders(column).len();
            if holders > itself && holders <= look.holders {
                sums.heaviest.push((weight, all.term(column), column));
            }
        }
        // Ties are broken by the term, not by its column: no step looks at the order of the input.
        let order =
            |x: &(f64, u64, u32), y: &(f64, u64, u32)| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1));
        if sums.heaviest.len() > look.terms {
            sums.heaviest.select_nth_unstable_by(look.terms, order);
            sums.heaviest.truncate(look.terms);
        }
        sums.heaviest.sort_unstable_by(order);
        let length = all.length(row);
        for &(weight, _, column) in &sums.heaviest {
            let weight = narrow(weight / length);
            for &(other, of_other) in self.holders(column) {
                let sum = &mut sums.of_row[other as usize];
                if *sum == 0.0 {
                    sums.touched.push(other);
                }
                *sum += weight * of_other;
            }
        }
        let least = narrow(least);
        let mut found = Vec::new();
        for other in sums.touched.drain(..) {
            let sum = std::mem::take(&mut sums.of_row[other as usize]);
            if sum >= least {
                found.push((other, sum));
            }
        }
        found
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "estimates choose, exact sums decide"
)]
fn narrow(part: f64) -> f32 {
    part as f32
}

/// What threads write, handed from one to the next: each is as long as the collection.
pub(super) struct Pool<T, F: Fn() -> T> {
    free: Mutex<Vec<T>>,
    make: F,
}

impl<T, F: Fn() -> T> Pool<T, F> {
    pub(super) fn new(make: F) -> Self {
        Self {
            free: Mutex::new(Vec::new()),
            make,
        }
    }

    pub(super) fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = free().pop();
        let mut scratch = idle.unwrap_or_else(&self.make);
        let result = work(&mut scratch);
        free().push(scratch);
        result
    }
}

/// Keeps so many rows, the nearest first; of equal ones the first in the input.
pub(super) fn nearest(rows: &mut Vec<(u32, f32)>, most: usize) {
    let order = |x: &(u32, f32), y: &(u32, f32)| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0));
    if rows.len() > most {
        rows.select_nth_unstable_by(most, order);
        rows.truncate(most);
    }
    rows.sort_unstable_by(order);
}
