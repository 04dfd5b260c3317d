//! Candidates for a high cosine: rows that share one of the rarest columns of each.
//!
//! The columns are put in one order, the rarest first. The columns of a row from some place on add at
//! most the length of that part to a cosine (Cauchy and Schwarz, the other row has length 1). So as
//! soon as that length is below the threshold, no similar row has its first common column there: only
//! the columns before need be indexed, and only those looked up (Bayardo, Ma, Srikant 2007; the
//! bounds by lengths are those of L2AP, Anastasiu and Karypis 2014).

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::pairing::Pairing;
use crate::progress::Meter;
use crate::ranking::narrow;
use crate::unit_rows::{counts, slack};
use crate::{CsrView, Error};

/// Rows in one unit of parallel work.
const ROWS_PER_CHUNK: usize = 1024;

/// One of the first columns of a row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Posting {
    row: u32,
    weight: f32,
    /// The length of what follows this column.
    rest: f32,
}

/// For each column, by rarity, the rows that have it among their first.
pub(crate) struct CosinePrefixes {
    /// By column: its place in the order, [`UNSHARED`] if it joins no rows.
    ranks: Vec<u32>,
    starts: Vec<usize>,
    postings: Vec<Posting>,
    threshold: f64,
}

const UNSHARED: u32 = u32::MAX;

impl CosinePrefixes {
    /// Indexes the rows of the other side; one unit for `meter` each.
    pub(crate) fn new(pairing: &Pairing, threshold: f64, meter: &Meter) -> Result<Self, Error> {
        let counts = counts(pairing.first, pairing.second());
        let mut order: Vec<u32> = (0..narrow(counts.len()))
            .filter(|&column| counts[column as usize] > 0)
            .collect();
        order.sort_unstable_by_key(|&column| (counts[column as usize], Reverse(column)));
        let mut ranks = vec![UNSHARED; counts.len()];
        for (rank, &column) in (0..).zip(&order) {
            ranks[column as usize] = rank;
        }
        let mut prefixes = Self {
            ranks,
            starts: vec![0; order.len() + 2],
            postings: Vec::new(),
            threshold,
        };
        let rows: Vec<u32> = (0..narrow(pairing.others.rows())).collect();
        let chunks: Vec<Vec<(u32, Posting)>> = rows
            .par_chunks(ROWS_PER_CHUNK)
            .map(|rows| {
                let (mut found, mut prefix) = (Vec::new(), Vec::new());
                for &row in rows {
                    prefixes.prefix(pairing.others, row as usize, &mut prefix);
                    let postings = prefix
                        .iter()
                        .map(|&(rank, posting)| (rank, Posting { row, ..posting }));
                    found.extend(postings);
                }
                meter.advance(rows.len())?;
                Ok(found)
            })
            .collect::<Result<_, Error>>()?;
        for (rank, _) in chunks.iter().flatten() {
            prefixes.starts[*rank as usize + 2] += 1;
        }
        let mut sum = 0;
        for start in &mut prefixes.starts {
            sum += *start;
            *start = sum;
        }
        prefixes.postings.resize(sum, Posting::default());
        for chunk in chunks {
            meter.listen()?;
            for (rank, posting) in chunk {
                let cursor = &mut prefixes.starts[rank as usize + 1];
                prefixes.postings[*cursor] = posting;
                *cursor += 1;
            }
        }
        Ok(prefixes)
    }

    /// The first columns of a row, the rarest first.
    fn prefix(&self, matrix: &CsrView, row: usize, prefix: &mut Vec<(u32, Posting)>) {
        prefix.clear();
        let squared = matrix.squared_length(row);
        if squared < f64::MIN_POSITIVE {
            return;
        }
        let vector = matrix.row(row);
        let length = squared.sqrt();
        for (&column, &weight) in vector.columns.iter().zip(vector.weights) {
            let rank = self.ranks[column as usize];
            if rank != UNSHARED {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "of a size up to 1, and the slack covers the rounding"
                )]
                let weight = (weight / length) as f32;
                prefix.push((
                    rank,
                    Posting {
                        row: 0,
                        weight,
                        rest: 0.0,
                    },
                ));
            }
        }
        prefix.sort_unstable_by_key(|&(rank, _)| rank);
        let least = self.threshold - f64::from(slack(vector.columns.len()));
        let (mut rest, mut kept) = (0.0_f64, 0);
        for (place, (_, posting)) in prefix.iter_mut().enumerate().rev() {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a length of at most 1, and the slack covers the rounding"
            )]
            let length = rest.sqrt() as f32;
            posting.rest = length;
            rest += f64::from(posting.weight) * f64::from(posting.weight);
            if kept == 0 && rest.sqrt() >= least {
                kept = place + 1;
            }
        }
        prefix.truncate(kept);
    }

    fn list(&self, rank: u32) -> &[Posting] {
        let rank = rank as usize;
        &self.postings[self.starts[rank]..self.starts[rank + 1]]
    }

    /// How many postings all rows together look up.
    pub(crate) fn lookups(&self, pairing: &Pairing) -> u64 {
        let rows: Vec<usize> = (0..pairing.first.rows()).collect();
        let lookups = rows.par_chunks(ROWS_PER_CHUNK).map(|rows| {
            let (mut prefix, mut lookups) = (Vec::new(), 0);
            for &row in rows {
                self.prefix(pairing.first, row, &mut prefix);
                lookups += prefix
                    .iter()
                    .map(|&(rank, _)| self.list(rank).len() as u64)
                    .sum::<u64>();
            }
            lookups
        });
        // Within one matrix half of each list lies before the row.
        lookups.sum::<u64>() / if pairing.within { 2 } else { 1 }
    }

    /// Calls `candidate` with each row of the other side that may reach the threshold with `row`,
    /// each once, and its score.
    pub(crate) fn candidates(
        &self,
        pairing: &Pairing,
        row: usize,
        scratch: &mut PrefixScratch,
        mut candidate: impl FnMut(usize, f64),
    ) {
        let PrefixScratch {
            prefix,
            seen,
            stamp,
            candidates,
            scattered,
        } = scratch;
        self.prefix(pairing.first, row, prefix);
        *stamp += 1;
        let met = pairing.met(row);
        let vector = pairing.first.row(row);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the slack covers the rounding"
        )]
        let least = self.threshold as f32 - slack(vector.columns.len());
        for &(rank, own) in prefix.iter() {
            for posting in self.list(rank) {
                let other = posting.row as usize;
                if other >= met.end {
                    break;
                }
                let bound = own.weight * posting.weight + own.rest * posting.rest;
                if bound >= least && other >= met.start && seen[other] != *stamp {
                    seen[other] = *stamp;
                    candidates.push(posting.row);
                }
            }
        }
        if candidates.is_empty() {
            return;
        }
        for (&column, &weight) in vector.columns.iter().zip(vector.weights) {
            scattered[column as usize] = weight;
        }
        for other in candidates.drain(..) {
            let other = other as usize;
            candidate(other, pairing.score_scattered(row, scattered, other));
        }
        for &column in vector.columns {
            scattered[column as usize] = 0.0;
        }
    }
}

/// What one thread writes.
pub(crate) struct PrefixScratch {
    prefix: Vec<(u32, Posting)>,
    /// By row of the other side: the last row that met it.
    seen: Vec<u32>,
    stamp: u32,
    candidates: Vec<u32>,
    /// By column: the weight in the current row. 0 between two rows.
    scattered: Vec<f64>,
}

impl PrefixScratch {
    pub(crate) fn new(pairing: &Pairing) -> Self {
        Self {
            prefix: Vec::new(),
            seen: vec![0; pairing.others.rows()],
            stamp: 0,
            candidates: Vec::new(),
            scattered: vec![0.0; pairing.first.columns()],
        }
    }
}
