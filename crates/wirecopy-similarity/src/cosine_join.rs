//! All pairs of rows with a high cosine, exactly.

use std::ops::ControlFlow;
use std::sync::Mutex;

use rayon::prelude::*;

use crate::blocks::{BLOCK, BlockIndex, Sums};
use crate::cosine_prefix::{CosinePrefixes, PrefixScratch};
use crate::equal_rows::Grouped;
use crate::pairing::Pairing;
use crate::progress::{Meter, lock};
use crate::ranking::narrow;
use crate::unit_rows::{Columns, UnitRows};
use crate::{CsrView, Error, Progress, SimilarPair, Threshold, Window};

/// Rows in one unit of parallel work.
const ROWS_PER_CHUNK: usize = 256;

/// After so many units the pairs found in them are handed out.
const CHUNKS_AT_A_TIME: usize = 128;

/// So many pairs of equal rows are handed out at a time.
const PAIRS_AT_A_TIME: usize = 1 << 16;

/// Finds every pair of rows whose cosine reaches the threshold, and no other: within `first`, or between `first`
/// and `second` if there is a second matrix; with a window, only of rows whose keys are near too.
///
/// The pairs come sorted by `(a, b)`, with the scores of [`cosine`](crate::cosine), bit for bit, and
/// are the same for any number of threads. Within one matrix each pair comes once, with `a` below
/// `b`, and `n` equal rows give `n * (n - 1) / 2` pairs. Weights may be negative. Runs on the
/// caller's current rayon pool. The total of `progress` is the number of rows of both sides.
///
/// At a high threshold rows are compared that share one of their rarest columns, at a low one all rows
/// block by block; what is expected to be cheaper is chosen, and the result is the same.
///
/// Memory besides the matrices and the result: up to 24 bytes for each entry, 40 for each row, and four
/// for each row and thread.
///
/// # Errors
/// [`Error::UnlikeWidths`] when the matrices have not the same columns, [`Error::InvalidWindow`]
/// when there is not one key for each row, [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{CsrView, SimilarPair, Threshold, cosine_join};
///
/// let rows = CsrView::new(&[0, 2, 3, 5], &[0_u32, 1, 2, 0, 1], &[3.0, 4.0, 1.0, 4.0, 3.0], 3)?;
/// let go_on = |_, _| ControlFlow::Continue(());
/// let pairs = cosine_join(&rows, None, Threshold::new(0.9)?, None, &go_on)?;
/// assert_eq!(pairs, [SimilarPair { a: 0, b: 2, score: 0.96 }]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn cosine_join(
    first: &CsrView,
    second: Option<&CsrView>,
    threshold: Threshold,
    window: Option<Window>,
    progress: Progress,
) -> Result<Vec<SimilarPair>, Error> {
    let mut pairs = Vec::new();
    cosine_join_each(first, second, threshold, window, progress, |found| {
        pairs.extend_from_slice(found);
        ControlFlow::Continue(())
    })?;
    pairs.par_sort_unstable_by_key(|pair: &SimilarPair| (pair.a, pair.b));
    Ok(pairs)
}

/// [`cosine_join`] that hands pairs out as they are found and keeps none of them.
///
/// `found` is called on the calling thread with a few pairs at a time, in the same order for any
/// number of threads, and may answer to stop.
///
/// # Errors
/// As [`cosine_join`]; [`Error::Cancelled`] too when `found` answers to stop.
pub fn cosine_join_each(
    first: &CsrView,
    second: Option<&CsrView>,
    threshold: Threshold,
    window: Option<Window>,
    progress: Progress,
    mut found: impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
) -> Result<(), Error> {
    // What is asked here is asked again of fewer rows.
    let _ = Pairing::new(first, second, window)?;
    let Some(grouped) = Grouped::find(first, second, window) else {
        return of_different_rows(first, second, threshold, window, progress, &mut found);
    };
    let (rows, others) = grouped.matrices();
    let mut expanded = Expanded::new(&mut found);
    if grouped.within() {
        for (number, row) in (0..).zip(0..rows.rows()) {
            // A row has exactly 1 with its copies, unless it has no direction.
            if rows.squared_length(row) >= f64::MIN_POSITIVE {
                let members = grouped.members(&number);
                for (place, &a) in members.iter().enumerate() {
                    if progress(0, (rows.rows() + rows.rows()) as u64).is_break() {
                        return Err(Error::Cancelled);
                    }
                    for &b in &members[place + 1..] {
                        expanded.push(SimilarPair { a, b, score: 1.0 })?;
                    }
                }
            }
        }
    }
    of_different_rows(
        rows,
        others,
        threshold,
        grouped.window(),
        progress,
        &mut |pairs| {
            for pair in pairs {
                for &a in grouped.members(&pair.a) {
                    for &b in grouped.others(&pair.b) {
                        let (a, b) = if grouped.within() {
                            (a.min(b), a.max(b))
                        } else {
                            (a, b)
                        };
                        let score = pair.score;
                        if expanded.push(SimilarPair { a, b, score }).is_err() {
                            return ControlFlow::Break(());
                        }
                    }
                }
            }
            ControlFlow::Continue(())
        },
    )?;
    expanded.flush()
}

/// Hands out many pairs at a time.
struct Expanded<'f, F> {
    pairs: Vec<SimilarPair>,
    found: &'f mut F,
}

impl<'f, F: FnMut(&[SimilarPair]) -> ControlFlow<()>> Expanded<'f, F> {
    fn new(found: &'f mut F) -> Self {
        let pairs = Vec::with_capacity(PAIRS_AT_A_TIME);
        Self { pairs, found }
    }

    fn push(&mut self, pair: SimilarPair) -> Result<(), Error> {
        self.pairs.push(pair);
        if self.pairs.len() == PAIRS_AT_A_TIME {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let answer = (self.found)(&self.pairs);
        self.pairs.clear();
        match answer {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}

/// Does the same without a look at which rows are equal.
fn of_different_rows(
    first: &CsrView,
    second: Option<&CsrView>,
    threshold: Threshold,
    window: Option<Window>,
    progress: Progress,
    found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
) -> Result<(), Error> {
    let pairing = Pairing::new(first, second, window)?;
    let join = Join {
        pairing,
        threshold: threshold.value(),
    };
    let total = first.rows() + pairing.others.rows();
    let meter = Meter::new(progress, total as u64);
    let prefixes = CosinePrefixes::new(&pairing, threshold.value(), &meter)?;
    let columns = Columns::new(first, second);
    if join.prefixes_are_cheaper(&prefixes, &columns) {
        join.by_prefixes(&prefixes, &meter, found)
    } else {
        drop(prefixes);
        join.by_blocks(&columns, &meter, found)
    }
}

struct Join<'a> {
    pairing: Pairing<'a>,
    threshold: f64,
}

impl Join<'_> {
    /// Compares what both ways would do at worst, in steps of about a nanosecond.
    fn prefixes_are_cheaper(&self, prefixes: &CosinePrefixes, columns: &Columns) -> bool {
        let (rows, others) = (
            self.pairing.first.rows() as f64,
            self.pairing.others.rows() as f64,
        );
        let both = self.pairing.first.entries() as f64 / rows.max(1.0)
            + self.pairing.others.entries() as f64 / others.max(1.0);
        let half = if self.pairing.within { 0.5 } else { 1.0 };
        // A posting that becomes a candidate costs a pass over both rows, but few do.
        let by_prefixes = prefixes.lookups(&self.pairing) as f64 * (1.0 + both / 8.0);
        let by_blocks = half * (columns.products() + rows * others / 2.0);
        by_prefixes <= by_blocks
    }

    fn pair(&self, row: usize, other: usize, score: f64) -> Option<SimilarPair> {
        // Within one matrix a row meets those before it.
        let (a, b) = if self.pairing.within {
            (other, row)
        } else {
            (row, other)
        };
        let (a, b) = (narrow(a), narrow(b));
        (score >= self.threshold).then_some(SimilarPair { a, b, score })
    }

    fn by_prefixes(
        &self,
        prefixes: &CosinePrefixes,
        meter: &Meter,
        found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let scratches = Mutex::new(Vec::new());
        self.for_each_chunk(0, found, |rows| {
            let scratch = lock(&scratches).pop();
            let mut scratch = scratch.unwrap_or_else(|| PrefixScratch::new(&self.pairing));
            let mut pairs = Vec::new();
            for &row in rows {
                prefixes.candidates(&self.pairing, row, &mut scratch, |other, score| {
                    pairs.extend(self.pair(row, other, score));
                });
            }
            lock(&scratches).push(scratch);
            meter.advance(rows.len())?;
            Ok(pairs)
        })
    }

    fn by_blocks(
        &self,
        columns: &Columns,
        meter: &Meter,
        found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
    ) -> Result<(), Error> {
        let rows = UnitRows::new(self.pairing.first, columns);
        let unit_others = self
            .pairing
            .second()
            .map(|second| UnitRows::new(second, columns));
        let unit_others = unit_others.as_ref().unwrap_or(&rows);
        let others = self.pairing.others.rows();
        let mut index = BlockIndex::default();
        let scratches: Mutex<Vec<Sums>> = Mutex::new(Vec::new());
        for first in (0..others).step_by(BLOCK) {
            let block = first..others.min(first + BLOCK);
            index.fill(unit_others, block.clone(), columns.rare());
            let start = if self.pairing.within { first } else { 0 };
            self.for_each_chunk(start, found, |chunk| {
                meter.listen()?;
                let scratch = lock(&scratches).pop();
                let mut sums = scratch.unwrap_or_else(|| Sums::new(columns.frequent()));
                let mut pairs = Vec::new();
                // The floor of each row counts alone.
                let mut floors = [f32::INFINITY; BLOCK];
                for &row in chunk {
                    let met = self.pairing.met(row);
                    let among = met.start.max(block.start)..met.end.min(block.end);
                    if among.is_empty() {
                        continue;
                    }
                    #[expect(
                        clippy::cast_possible_truncation,
                        reason = "the slack covers the rounding"
                    )]
                    let mut floor = self.threshold as f32 - rows.slack(row);
                    let among = among.start - block.start..among.end - block.start;
                    let others = (unit_others, among);
                    sums.compare(
                        &index,
                        (&rows, row),
                        others,
                        &mut floor,
                        &mut floors,
                        |member, _, _, _| {
                            let other = block.start + member;
                            let score = self.pairing.score(row, other);
                            pairs.extend(self.pair(row, other, score));
                        },
                    );
                }
                lock(&scratches).push(sums);
                Ok(pairs)
            })?;
            // The rows of one side are done together with the last block.
            let rows = self.pairing.first.rows();
            let share = |end: usize| {
                (rows as u64 * end as u64 / others as u64)
                    .try_into()
                    .unwrap_or(0_usize)
            };
            meter.advance(share(block.end) - share(block.start))?;
        }
        Ok(())
    }

    /// Hands out the pairs of the rows from `start` on in their order.
    fn for_each_chunk(
        &self,
        start: usize,
        found: &mut impl FnMut(&[SimilarPair]) -> ControlFlow<()>,
        work: impl Fn(&[usize]) -> Result<Vec<SimilarPair>, Error> + Sync,
    ) -> Result<(), Error> {
        let rows: Vec<usize> = (start..self.pairing.first.rows()).collect();
        for rows in rows.chunks(ROWS_PER_CHUNK * CHUNKS_AT_A_TIME) {
            let chunks: Vec<Vec<SimilarPair>> = rows
                .par_chunks(ROWS_PER_CHUNK)
                .map(&work)
                .collect::<Result<_, Error>>()?;
            for pairs in chunks.iter().filter(|pairs| !pairs.is_empty()) {
                if found(pairs).is_break() {
                    return Err(Error::Cancelled);
                }
            }
        }
        Ok(())
    }
}
