//! Sums of products of one row with a block of others, by an inverted index that fits a cache.

use std::ops::Range;

use crate::unit_rows::{GROUPS, UnitRows};

/// Rows in one block: the sums of one row with all of them lie in the first-level cache, and a
/// number within the block has 13 bits.
pub(crate) const BLOCK: usize = 1 << 12;

/// Rows that are looked at together for one that is worth a closer look.
const LANES: usize = 16;

/// For each rare column the rows of the block that have it, with their weights. Built for one block
/// after the other in the same memory.
#[derive(Default)]
pub(crate) struct BlockIndex {
    first: usize,
    rows: usize,
    starts: Vec<u32>,
    members: Vec<u16>,
    weights: Vec<f32>,
    /// By group: the length of the frequent part of each row.
    frequent_lengths: [Vec<f32>; GROUPS],
}

impl BlockIndex {
    /// Indexes a block of `rows`, those from `first` on. `O(columns + entries of the block)`.
    pub(crate) fn fill(&mut self, rows: &UnitRows, block: Range<usize>, columns: usize) {
        self.first = block.start;
        self.rows = block.len();
        self.starts.clear();
        self.starts.resize(columns + 2, 0);
        for row in block.clone() {
            for &column in rows.rare(row).0 {
                self.starts[column as usize + 2] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut self.starts {
            sum += *start;
            *start = sum;
        }
        self.members.resize(sum as usize, 0);
        self.weights.resize(sum as usize, 0.0);
        for (member, row) in (0_u16..).zip(block.clone()) {
            let (columns, weights) = rows.rare(row);
            for (&column, &weight) in columns.iter().zip(weights) {
                let cursor = &mut self.starts[column as usize + 1];
                self.members[*cursor as usize] = member;
                self.weights[*cursor as usize] = weight;
                *cursor += 1;
            }
        }
        let lengths = &rows.frequent_lengths()[block];
        for (group, of_group) in self.frequent_lengths.iter_mut().enumerate() {
            of_group.clear();
            of_group.extend(lengths.iter().map(|lengths| lengths[group]));
            of_group.resize(BLOCK, 0.0);
        }
    }

    /// The rows of the block.
    pub(crate) fn range(&self) -> Range<usize> {
        self.first..self.first + self.rows
    }

    #[inline]
    fn list(&self, column: u32) -> (&[u16], &[f32]) {
        let column = column as usize;
        let place = self.starts[column] as usize..self.starts[column + 1] as usize;
        (&self.members[place.clone()], &self.weights[place])
    }
}

/// What one thread writes while it compares rows with a block.
pub(crate) struct Sums {
    /// By member of the block: the sum over the rare columns. 0 between two rows.
    sums: Box<[f32; BLOCK]>,
    /// By frequent column: the weight in the current row. 0 between two rows.
    frequent: Vec<f32>,
}

impl Sums {
    pub(crate) fn new(frequent: usize) -> Self {
        Self {
            sums: Box::new([0.0; BLOCK]),
            frequent: vec![0.0; frequent],
        }
    }

    /// Hands to `close` every member of the block in `among` whose sum of products with row `row`
    /// exceeds the floor of the row or its own.
    ///
    /// `close` receives the member and the sum, and may raise the floors of the row and of the
    /// member.
    pub(crate) fn compare(
        &mut self,
        index: &BlockIndex,
        (rows, row): (&UnitRows, usize),
        (others, among): (&UnitRows, Range<usize>),
        floor: &mut f32,
        floors: &mut [f32; BLOCK],
        mut close: impl FnMut(usize, f32, &mut f32, &mut f32),
    ) {
        let (columns, weights) = rows.rare(row);
        for (&column, &weight) in columns.iter().zip(weights) {
            let (members, others) = index.list(column);
            for (&member, &other) in members.iter().zip(others) {
                self.sums[usize::from(member) % BLOCK] += weight * other;
            }
        }
        let (columns, weights) = rows.frequent(row);
        for (&column, &weight) in columns.iter().zip(weights) {
            self.frequent[column as usize] = weight;
        }
        let length = rows.frequent_lengths()[row];
        let slack = rows.slack(row);
        let [a, b, c, d] = index.frequent_lengths.each_ref();
        for lane in among.start / LANES..among.end.div_ceil(LANES) {
            let lanes = lane * LANES..(lane + 1) * LANES;
            let [a, b, c, d] = [a, b, c, d].map(|of_group| &of_group[lanes.clone()]);
            let (sums, other_floors) = (&self.sums[lanes.clone()], &floors[lanes.clone()]);
            // By Cauchy and Schwarz a group of frequent columns adds at most the product of its
            // lengths.
            let mut above = [0.0_f32; LANES];
            for lane in 0..LANES {
                let bound = length[0] * a[lane]
                    + length[1] * b[lane]
                    + length[2] * c[lane]
                    + length[3] * d[lane];
                above[lane] = sums[lane] + bound - smaller(*floor, other_floors[lane]);
            }
            // No branch and no care for NaN, so that several are compared at a time.
            let best = above
                .iter()
                .fold(f32::NEG_INFINITY, |best, &above| larger(best, above));
            if best <= -slack {
                continue;
            }
            for member in lanes.start.max(among.start)..lanes.end.min(among.end) {
                if above[member % LANES] > -slack {
                    let columns = others.frequent(index.first + member);
                    let sum = self.sums[member] + self.frequent_sum(columns);
                    if sum > smaller(*floor, floors[member]) {
                        close(member, sum, floor, &mut floors[member]);
                    }
                }
            }
        }
        self.sums.fill(0.0);
        for &column in columns {
            self.frequent[column as usize] = 0.0;
        }
    }
}

impl Sums {
    /// The sum of products of the current row with another over the frequent columns, in four
    /// strands: one would wait for each addition.
    #[inline]
    fn frequent_sum(&self, (columns, weights): (&[u32], &[f32])) -> f32 {
        let (columns, last_columns) = columns.as_chunks::<4>();
        let (weights, last_weights) = weights.as_chunks::<4>();
        let mut sums = [0.0_f32; 4];
        for (columns, weights) in columns.iter().zip(weights) {
            for strand in 0..4 {
                sums[strand] += self.frequent[columns[strand] as usize] * weights[strand];
            }
        }
        let last = last_columns.iter().zip(last_weights);
        let last: f32 = last
            .map(|(&column, &weight)| self.frequent[column as usize] * weight)
            .sum();
        sums.iter().sum::<f32>() + last
    }
}

/// The smaller of two numbers, in one instruction; `f32::min` takes care of NaN too.
fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The larger of two numbers, in one instruction.
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}
