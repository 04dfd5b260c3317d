//! Rows scaled to length 1 in `f32`, split into frequent columns and the others.
//!
//! These serve to find candidates; what is reported is computed again from the rows as they were
//! given.

use crate::CsrView;
use crate::ranking::narrow;

/// A column that this share of the rows has, or more, is frequent.
const FREQUENT: f64 = 0.2;

/// At most so many columns are frequent: their weights in one row lie in the first-level cache.
const MOST_FREQUENT: usize = 2048;

/// Frequent columns are taken together in so many groups; what two rows have in common there is
/// bounded group by group.
pub(crate) const GROUPS: usize = 4;

/// Weights below this are raised to it, so that no product of two vanishes in `f32`. The error is far
/// below [`Slack`].
const SMALLEST: f32 = 1e-18;

/// What the columns of one matrix, or of two, become.
pub(crate) struct Columns {
    /// By column: the number of a rare column, [`FREQUENT_BIT`] and the number of a frequent one,
    /// or [`USELESS`].
    numbers: Vec<u32>,
    /// By rare column, in falling order: how many rows have it.
    counts: Vec<u32>,
    frequent: usize,
    products: f64,
    /// The first frequent column of each group but the first.
    groups: [u32; GROUPS - 1],
}

const FREQUENT_BIT: u32 = 1 << 31;
const USELESS: u32 = u32::MAX;

impl Columns {
    /// Numbers the columns that two rows may share. `O(entries + columns log columns)`.
    pub(crate) fn new(first: &CsrView, second: Option<&CsrView>) -> Self {
        let counts = counts(first, second);
        let rows = second.unwrap_or(first).rows();
        let mut order: Vec<u32> = (0..narrow(counts.len()))
            .filter(|&column| counts[column as usize] > 0)
            .collect();
        // The most frequent first: their lists are looked up most often and so lie together.
        order.sort_unstable_by_key(|&column| (std::cmp::Reverse(counts[column as usize]), column));
        let least = (FREQUENT * rows as f64).max(1.0);
        let frequent = order
            .partition_point(|&column| f64::from(counts[column as usize]) >= least)
            .min(MOST_FREQUENT);
        let mut numbers = vec![USELESS; counts.len()];
        for (number, &column) in (0..).zip(&order[..frequent]) {
            numbers[column as usize] = FREQUENT_BIT | number;
        }
        for (number, &column) in (0..).zip(&order[frequent..]) {
            numbers[column as usize] = number;
        }
        let rare = order[frequent..].iter();
        let own = second.map(|_| count(first));
        let own = own.as_ref().unwrap_or(&counts);
        let products = rare.clone().map(|&column| column as usize);
        let products = products
            .map(|column| f64::from(counts[column]) * f64::from(own[column]))
            .sum();
        Self {
            numbers,
            counts: rare.map(|&column| counts[column as usize]).collect(),
            frequent,
            products,
            groups: std::array::from_fn(|group| narrow((group + 1) * frequent / GROUPS)),
        }
    }

    /// How many products of rare columns a comparison of all rows takes.
    pub(crate) fn products(&self) -> f64 {
        self.products
    }

    /// How many columns are rare.
    pub(crate) fn rare(&self) -> usize {
        self.counts.len()
    }

    /// The first rare column that at most so many rows have.
    pub(crate) fn first_with_at_most(&self, rows: usize) -> u32 {
        narrow(self.counts.partition_point(|&count| count as usize > rows))
    }

    fn group(&self, frequent: u32) -> usize {
        self.groups
            .iter()
            .filter(|&&first| first <= frequent)
            .count()
    }

    /// How many columns are frequent.
    pub(crate) fn frequent(&self) -> usize {
        self.frequent
    }
}

/// How many rows of the second matrix have each column, or of the first if it is alone; 0 for a column
/// that no two rows to be compared share.
pub(crate) fn counts(first: &CsrView, second: Option<&CsrView>) -> Vec<u32> {
    let mut counts = count(second.unwrap_or(first));
    match second {
        // A column that one row has alone joins no rows.
        None => counts
            .iter_mut()
            .for_each(|count| *count *= u32::from(*count > 1)),
        Some(_) => {
            for (count, own) in counts.iter_mut().zip(count(first)) {
                *count *= u32::from(own > 0);
            }
        }
    }
    counts
}

fn count(matrix: &CsrView) -> Vec<u32> {
    let mut counts = vec![0; matrix.columns()];
    for row in 0..matrix.rows() {
        for &column in matrix.row(row).columns {
            counts[column as usize] += 1;
        }
    }
    counts
}

/// One part of the entries of each row.
#[derive(Default)]
struct Part {
    ends: Vec<usize>,
    columns: Vec<u32>,
    weights: Vec<f32>,
}

impl Part {
    #[inline]
    fn row(&self, row: usize) -> (&[u32], &[f32]) {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        let place = start..self.ends[row];
        (&self.columns[place.clone()], &self.weights[place])
    }
}

/// The rows of one matrix. Memory: 8 bytes for each entry and 24 for each row.
pub(crate) struct UnitRows {
    rare: Part,
    frequent: Part,
    /// The lengths of the parts of each row that have the frequent columns of one group.
    frequent_lengths: Vec<[f32; GROUPS]>,
    slacks: Vec<f32>,
}

impl UnitRows {
    pub(crate) fn new(matrix: &CsrView, columns: &Columns) -> Self {
        let mut rows = Self {
            rare: Part::default(),
            frequent: Part::default(),
            frequent_lengths: Vec::with_capacity(matrix.rows()),
            slacks: Vec::with_capacity(matrix.rows()),
        };
        for row in 0..matrix.rows() {
            let squared = matrix.squared_length(row);
            let vector = matrix.row(row);
            let mut frequent_squared = [0.0; GROUPS];
            // A row without a direction is similar to nothing.
            if squared >= f64::MIN_POSITIVE {
                let length = squared.sqrt();
                for (&column, &weight) in vector.columns.iter().zip(vector.weights) {
                    let number = columns.numbers[column as usize];
                    if number == USELESS || weight == 0.0 {
                        continue;
                    }
                    let weight = raised(weight / length);
                    let part = if number & FREQUENT_BIT == 0 {
                        &mut rows.rare
                    } else {
                        let group = columns.group(number & !FREQUENT_BIT);
                        frequent_squared[group] += f64::from(weight) * f64::from(weight);
                        &mut rows.frequent
                    };
                    part.columns.push(number & !FREQUENT_BIT);
                    part.weights.push(weight);
                }
            }
            rows.rare.ends.push(rows.rare.columns.len());
            rows.frequent.ends.push(rows.frequent.columns.len());
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a length of at most 1, and the slack covers the rounding"
            )]
            rows.frequent_lengths
                .push(frequent_squared.map(|squared: f64| squared.sqrt() as f32));
            rows.slacks.push(slack(vector.columns.len()));
        }
        rows
    }

    /// The rare columns of a row and their weights.
    #[inline]
    pub(crate) fn rare(&self, row: usize) -> (&[u32], &[f32]) {
        self.rare.row(row)
    }

    /// The frequent columns of a row and their weights.
    #[inline]
    pub(crate) fn frequent(&self, row: usize) -> (&[u32], &[f32]) {
        self.frequent.row(row)
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.slacks.len()
    }

    /// The lengths of the parts of each row that have the frequent columns of one group.
    pub(crate) fn frequent_lengths(&self) -> &[[f32; GROUPS]] {
        &self.frequent_lengths
    }

    /// How far a sum of products of a row with any other may lie from their cosine.
    #[inline]
    pub(crate) fn slack(&self, row: usize) -> f32 {
        self.slacks[row]
    }
}

fn raised(weight: f64) -> f32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "of a size up to 1, and the slack covers the rounding"
    )]
    let weight = weight as f32;
    if weight.abs() < SMALLEST {
        SMALLEST.copysign(weight)
    } else {
        weight
    }
}

/// How far a sum of products in `f32`, in any order, may lie from the cosine of a row of so many
/// entries with any other.
///
/// Each of `n` products is rounded three times, each sum once, so the error is at most about
/// `(n + 3) u` of the sum of the sizes of the products, which Cauchy and Schwarz bound by 1; the
/// length of the frequent part adds a few roundings more (Higham, *Accuracy and Stability of Numerical
/// Algorithms*, 3.1).
pub(crate) fn slack(entries: usize) -> f32 {
    (entries as f32 + 16.0) * 1.1 * (f32::EPSILON / 2.0)
}
