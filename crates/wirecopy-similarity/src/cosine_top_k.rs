//! The nearest rows of each row, exactly.

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::best::{Best, Limits};
use crate::blocks::{BLOCK, BlockIndex, Sums};
use crate::equal_rows::Grouped;
use crate::pairing::Pairing;
use crate::progress::{Meter, lock};
use crate::ranking::narrow;
use crate::rarest::{Partial, RarestIndex};
use crate::unit_rows::{Columns, UnitRows};
use crate::{CsrView, Error, Progress, Threshold, Window};

/// Rows in one unit of parallel work.
const ROWS_PER_CHUNK: usize = 64;

/// Which rows count as near.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[must_use]
pub struct Near<'a> {
    min_score: Option<Threshold>,
    window: Option<Window<'a>>,
}

impl<'a> Near<'a> {
    /// Every row with a score above 0.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only rows at or above a score.
    pub fn with_min_score(self, min_score: impl Into<Option<Threshold>>) -> Self {
        Self {
            min_score: min_score.into(),
            ..self
        }
    }

    /// Only rows whose keys are near too.
    pub fn with_window(self, window: impl Into<Option<Window<'a>>>) -> Self {
        Self {
            window: window.into(),
            ..self
        }
    }
}

/// The nearest rows of each row, the nearest first; of equal ones the first in the input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Neighbours {
    ends: Vec<usize>,
    rows: Vec<u32>,
    scores: Vec<f64>,
}

impl Neighbours {
    /// Returns the number of rows that neighbours were looked for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no rows were asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns the neighbours of row `index` and their scores.
    ///
    /// # Panics
    /// When `index` is not below [`Self::len`].
    #[must_use]
    pub fn get(&self, index: usize) -> (&[u32], &[f64]) {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        let place = start..self.ends[index];
        (&self.rows[place.clone()], &self.scores[place])
    }

    /// The neighbours of all rows, from those of the different ones.
    ///
    /// The best `k` rows belong to at most `k` different ones, and these are the best: of each, the first row
    /// is at least as good as the others.
    fn expand(&self, grouped: &Grouped, first: &CsrView, k: usize) -> Self {
        let mut all = Self::default();
        let mut near: Vec<(f64, u32)> = Vec::new();
        for row in 0..first.rows() {
            let number = grouped.number(row);
            near.clear();
            if grouped.within() && first.squared_length(row) >= f64::MIN_POSITIVE {
                // With its copies it has exactly 1, which reaches every threshold.
                let copies = grouped.members(&number).iter().take(k + 1);
                let others = copies.filter(|&&copy| copy as usize != row);
                near.extend(others.map(|&copy| (1.0, copy)));
            }
            let (numbers, scores) = self.get(number as usize);
            for (number, &score) in numbers.iter().zip(scores) {
                if near.len() >= k && near[k - 1].0 > score {
                    break;
                }
                let rows = grouped.others(number).iter().take(k);
                near.extend(rows.map(|&row| (score, row)));
            }
            near.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            near.truncate(k);
            all.rows.extend(near.iter().map(|&(_, row)| row));
            all.scores.extend(near.iter().map(|&(score, _)| score));
            all.ends.push(all.rows.len());
        }
        all
    }

    /// Hands out the three lists of a sparse matrix: where each row ends, the neighbours of all
    /// rows, and their scores. Within a row the neighbours stand by score, not by number.
    #[must_use]
    pub fn into_parts(self) -> (Vec<usize>, Vec<u32>, Vec<f64>) {
        (self.ends, self.rows, self.scores)
    }
}

/// Finds for each row of `first` the `k` rows of `second` with the largest cosine, or of `first`
/// itself if there is no second matrix; a row is then not its own neighbour.
///
/// Exact: the scores are those of [`cosine`](crate::cosine), bit for bit; of rows with equal scores
/// those with the smaller numbers are taken; a row with fewer than `k` near rows gets fewer. Only rows
/// with a score above 0 are near. The result is the same for any number of threads. Runs on the
/// caller's current rayon pool. The total of `progress` is the number of comparisons of a row with a
/// block of rows, and one for each row; equal rows count once where many are equal, and are compared once.
///
/// Weights may be negative. Without a minimum score, a matrix with negative weights is slower.
///
/// Cost: the products of rare columns, and of the frequent ones where they can make a
/// difference; each pair of rows once. Memory besides the matrices and the result:
/// 8 bytes for each entry, about `40 + 16 k` for each row, the index of 4096 rows at a time, and
/// about 100 kB for each thread.
///
/// # Errors
/// [`Error::UnlikeWidths`] when the matrices have not the same columns, [`Error::InvalidWindow`]
/// when there is not one key for each row, [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::num::NonZeroUsize;
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{CsrView, Near, cosine_top_k};
///
/// let rows = CsrView::new(&[0, 2, 3, 5], &[0_u32, 1, 2, 0, 1], &[3.0, 4.0, 1.0, 4.0, 3.0], 3)?;
/// let two = NonZeroUsize::new(2).expect("2 is not 0");
/// let found = cosine_top_k(&rows, None, two, Near::new(), &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found.get(0), (&[2][..], &[0.96][..]));
/// assert_eq!(found.get(1), (&[][..], &[][..]));
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn cosine_top_k(
    first: &CsrView,
    second: Option<&CsrView>,
    k: NonZeroUsize,
    near: Near,
    progress: Progress,
) -> Result<Neighbours, Error> {
    // What is asked here is asked again of fewer rows.
    let pairing = Pairing::new(first, second, near.window)?;
    // No row has more neighbours than there are rows.
    let k = k.min(NonZeroUsize::new(pairing.others.rows()).unwrap_or(NonZeroUsize::MIN));
    let Some(grouped) = Grouped::find(first, second, near.window) else {
        return of_different_rows(first, second, k, near, progress);
    };
    let (rows, others) = grouped.matrices();
    let of_rows = near.with_window(grouped.window());
    let found = of_different_rows(rows, others, k, of_rows, progress)?;
    Ok(found.expand(&grouped, first, k.get()))
}

/// Does the same without a look at which rows are equal.
fn of_different_rows(
    first: &CsrView,
    second: Option<&CsrView>,
    k: NonZeroUsize,
    near: Near,
    progress: Progress,
) -> Result<Neighbours, Error> {
    let pairing = Pairing::new(first, second, near.window)?;
    let columns = Columns::new(first, second);
    let unit_rows = UnitRows::new(first, &columns);
    let unit_others = second.map(|second| UnitRows::new(second, &columns));
    let search = Search {
        pairing,
        rows: &unit_rows,
        unit_others: unit_others.as_ref().unwrap_or(&unit_rows),
        columns: &columns,
        k: k.get(),
        min_score: near.min_score,
    };
    search.run(progress)
}

struct Search<'a> {
    pairing: Pairing<'a>,
    rows: &'a UnitRows,
    unit_others: &'a UnitRows,
    columns: &'a Columns,
    k: usize,
    min_score: Option<Threshold>,
}

/// What one thread writes.
struct Scratch {
    sums: Sums,
    /// Within one matrix: what was found for the rows of the block, and their floors.
    block: Vec<Best>,
    floors: Box<[f32; BLOCK]>,
}

impl Search<'_> {
    fn run(&self, progress: Progress) -> Result<Neighbours, Error> {
        let (rows, others) = (self.pairing.first.rows(), self.pairing.others.rows());
        let firsts = (0..others).step_by(BLOCK);
        // Within one matrix a row meets the blocks up to its own.
        let compared = |first: usize| {
            if self.pairing.within {
                rows - first
            } else {
                rows
            }
        };
        let total = 2 * rows + firsts.clone().map(compared).sum::<usize>();
        let meter = Meter::new(progress, total as u64);

        let mut best: Vec<Best> = (0..rows)
            .map(|row| Best::new(self.lowest_floor(row)))
            .collect();
        self.first_floors(&mut best, &meter)?;
        let mut index = BlockIndex::default();
        for first in firsts {
            meter.listen()?;
            let block = first..others.min(first + BLOCK);
            index.fill(self.unit_others, block.clone(), self.columns.rare());
            let start = if self.pairing.within { first } else { 0 };
            self.compare_block(&index, start, &mut best, &meter)?;
        }
        self.rank(&mut best, &meter)
    }

    /// What is below every estimate of a near row.
    fn lowest_floor(&self, row: usize) -> f32 {
        let slack = self.rows.slack(row);
        match self.min_score {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the slack covers the rounding"
            )]
            Some(least) => least.value() as f32 - slack,
            // Sums of products of positive numbers are positive in `f32` too.
            None if !self.pairing.first.has_negative() && !self.pairing.others.has_negative() => {
                0.0
            }
            None => -slack,
        }
    }

    /// Raises the floor of each row to what `k` partners that share its rarest columns have: most
    /// others need never be looked at closely.
    fn first_floors(&self, best: &mut [Best], meter: &Meter) -> Result<(), Error> {
        let index = RarestIndex::new(self.unit_others, self.columns);
        let scratches: Mutex<Vec<Partial>> = Mutex::new(Vec::new());
        best.par_chunks_mut(ROWS_PER_CHUNK)
            .enumerate()
            .try_for_each(|(chunk, best)| {
                let scratch = lock(&scratches).pop();
                let mut scratch =
                    scratch.unwrap_or_else(|| Partial::new(self.pairing.others.rows()));
                for (number, best) in best.iter_mut().enumerate() {
                    let row = chunk * ROWS_PER_CHUNK + number;
                    let all = self.pairing.partners(row);
                    let allowed = |other: usize| {
                        all.contains(&other) && !(self.pairing.within && other == row)
                    };
                    let likely =
                        scratch.likely(&index, self.rows.rare(row), self.k + self.k / 2, allowed);
                    if likely.len() >= self.k {
                        let mut scores: Vec<f64> = likely
                            .iter()
                            .map(|&(_, other)| self.pairing.score(row, other as usize))
                            .collect();
                        scores.sort_unstable_by(|a, b| b.total_cmp(a));
                        #[expect(
                            clippy::cast_possible_truncation,
                            reason = "the slack covers the rounding"
                        )]
                        best.raise(scores[self.k - 1] as f32 - self.rows.slack(row));
                    }
                }
                lock(&scratches).push(scratch);
                meter.advance(best.len())
            })
    }

    /// Compares the rows from `start` on with one block.
    fn compare_block(
        &self,
        index: &BlockIndex,
        start: usize,
        best: &mut [Best],
        meter: &Meter,
    ) -> Result<(), Error> {
        let block = index.range();
        // What the members of the block have so far is the start of each thread.
        let floors: Vec<f32> = if self.pairing.within {
            best[block.clone()].iter().map(Best::floor).collect()
        } else {
            Vec::new()
        };
        let scratches: Mutex<Vec<Scratch>> = Mutex::new(Vec::new());
        best[start..]
            .par_chunks_mut(ROWS_PER_CHUNK)
            .enumerate()
            .try_for_each(|(chunk, best)| {
                let scratch = lock(&scratches).pop();
                let mut scratch = scratch.unwrap_or_else(|| self.scratch(&floors));
                for (number, best) in best.iter_mut().enumerate() {
                    let row = start + chunk * ROWS_PER_CHUNK + number;
                    let met = self.pairing.met(row);
                    let among = met.start.max(block.start)..met.end.min(block.end);
                    if !among.is_empty() {
                        let among = among.start - block.start..among.end - block.start;
                        self.compare_row(index, row, among, best, &mut scratch);
                    }
                }
                lock(&scratches).push(scratch);
                meter.advance(best.len())
            })?;
        if self.pairing.within {
            let scratches = std::mem::take(&mut *lock(&scratches));
            for scratch in scratches {
                for (row, found) in block.clone().zip(scratch.block) {
                    best[row].merge(found, &self.limits(row));
                }
            }
        }
        Ok(())
    }

    fn scratch(&self, floors: &[f32]) -> Scratch {
        // Where rows of the block want nothing, no estimate is above their floor.
        let mut all = Box::new([f32::INFINITY; BLOCK]);
        all[..floors.len()].copy_from_slice(floors);
        Scratch {
            sums: Sums::new(self.columns.frequent()),
            block: floors.iter().map(|&floor| Best::new(floor)).collect(),
            floors: all,
        }
    }

    fn compare_row(
        &self,
        index: &BlockIndex,
        row: usize,
        among: Range<usize>,
        best: &mut Best,
        scratch: &mut Scratch,
    ) {
        let first = index.range().start;
        let Scratch {
            sums,
            block,
            floors,
        } = scratch;
        let limits = self.limits(row);
        let mut floor = best.floor();
        sums.compare(
            index,
            (self.rows, row),
            (self.unit_others, among),
            &mut floor,
            floors,
            |member, estimate, floor, other_floor| {
                let other = first + member;
                if estimate > *floor {
                    best.push(estimate, narrow(other), &limits);
                    *floor = best.floor();
                }
                if estimate > *other_floor {
                    block[member].push(estimate, narrow(row), &self.limits(other));
                    *other_floor = block[member].floor();
                }
            },
        );
    }

    fn limits(&self, row: usize) -> Limits<impl Fn(u32) -> f64> {
        Limits {
            k: self.k,
            slack: self.rows.slack(row),
            exact: move |other| self.pairing.score(row, other as usize),
        }
    }

    /// Decides by exact scores.
    fn rank(&self, best: &mut [Best], meter: &Meter) -> Result<Neighbours, Error> {
        let least = self.min_score.map_or(0.0, Threshold::value);
        let near = |score: f64| score > 0.0 && score >= least;
        let chunks: Vec<Vec<Vec<(f64, u32)>>> = best
            .par_chunks_mut(ROWS_PER_CHUNK)
            .enumerate()
            .map(|(chunk, best)| {
                let rows = chunk * ROWS_PER_CHUNK..;
                let ranked = rows.zip(best.iter_mut()).map(|(row, best)| {
                    let mut ranked = best.ranked(&self.limits(row));
                    ranked.retain(|&(score, _)| near(score));
                    ranked
                });
                let ranked = ranked.collect();
                meter.advance(best.len())?;
                Ok(ranked)
            })
            .collect::<Result<_, Error>>()?;
        let mut neighbours = Neighbours::default();
        for ranked in chunks.into_iter().flatten() {
            neighbours.rows.extend(ranked.iter().map(|&(_, row)| row));
            neighbours
                .scores
                .extend(ranked.iter().map(|&(score, _)| score));
            neighbours.ends.push(neighbours.rows.len());
        }
        Ok(neighbours)
    }
}
