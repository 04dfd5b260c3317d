//! Counts to TF-IDF.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::csr::CsrMatrix;
use crate::error::Error;
use crate::radix::{low, sort_by_high_half};

/// What the length of a row becomes 1 by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Norm {
    /// The sum of absolute values.
    L1,
    /// The square root of the sum of squares.
    L2,
}

/// Weights terms by how rare they are: what scikit-learn calls by the same name.
///
/// A value becomes `tf * idf`, where `tf` is the count (or `1 + ln(count)` if sublinear) and
/// `idf` is `ln((1 + n) / (1 + df)) + 1` (without smoothing, `ln(n / df) + 1`) for `n` documents of
/// which `df` hold the term. Then each row is divided by its norm.
///
/// # Example
/// ```
/// use wirecopy_tfidf::{CsrMatrix, Norm, TfidfTransformer};
///
/// let counts = CsrMatrix::new(2, vec![0, 1, 3], vec![0, 0, 1], vec![2_i64, 1, 1])?;
/// let fitted = TfidfTransformer::new().with_norm(None).fit(&counts);
/// assert_eq!(fitted.idf(), Some(&[1.0, 1.5_f64.ln() + 1.0][..]));
/// let weights = fitted.transform(counts)?;
/// assert_eq!(weights.get(0, 0), Some(2.0));
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct TfidfTransformer {
    norm: Option<Norm>,
    use_idf: bool,
    smooth_idf: bool,
    sublinear_tf: bool,
}

/// A [`TfidfTransformer`] that knows how rare each term is.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedTfidfTransformer {
    pub(crate) options: TfidfTransformer,
    pub(crate) columns: usize,
    pub(crate) idf: Option<Vec<f64>>,
}

/// What weights are computed in: `f32` or `f64`.
pub trait Weight: Copy + Send + Sync + 'static {
    /// Converts a number, rounding it.
    fn of(value: f64) -> Self;
    /// Returns the number.
    fn get(self) -> f64;
    /// Multiplies in this precision.
    #[must_use]
    fn times(self, other: Self) -> Self;
    /// Returns `1 + ln(self)` in this precision.
    #[must_use]
    fn sublinear(self) -> Self;
}

macro_rules! weight {
    ($type:ty) => {
        impl Weight for $type {
            #[expect(
                clippy::allow_attributes,
                reason = "only one of the types loses something"
            )]
            #[allow(
                clippy::cast_possible_truncation,
                reason = "rounding is what is wanted"
            )]
            #[inline]
            fn of(value: f64) -> Self {
                value as Self
            }
            #[inline]
            fn get(self) -> f64 {
                self.into()
            }
            #[inline]
            fn times(self, other: Self) -> Self {
                self * other
            }
            #[inline]
            fn sublinear(self) -> Self {
                self.ln() + 1.0
            }
        }
    };
}

weight!(f32);
weight!(f64);

impl Default for TfidfTransformer {
    fn default() -> Self {
        Self {
            norm: Some(Norm::L2),
            use_idf: true,
            smooth_idf: true,
            sublinear_tf: false,
        }
    }
}

impl TfidfTransformer {
    /// Makes one with scikit-learn's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the norm of each row, or none.
    pub fn with_norm(self, norm: impl Into<Option<Norm>>) -> Self {
        Self {
            norm: norm.into(),
            ..self
        }
    }

    /// Sets whether values are weighted by idf.
    pub fn with_idf(self, use_idf: bool) -> Self {
        Self { use_idf, ..self }
    }

    /// Sets whether one more document is supposed, which holds every term once.
    pub fn with_smooth_idf(self, smooth_idf: bool) -> Self {
        Self { smooth_idf, ..self }
    }

    /// Sets whether a count becomes `1 + ln(count)`.
    pub fn with_sublinear_tf(self, sublinear_tf: bool) -> Self {
        Self {
            sublinear_tf,
            ..self
        }
    }

    /// Returns the norm.
    #[must_use]
    pub const fn norm(&self) -> Option<Norm> {
        self.norm
    }

    /// Learns how rare each column is: in how many rows it is stored.
    #[must_use]
    pub fn fit<V: Copy>(&self, counts: &CsrMatrix<V>) -> FittedTfidfTransformer {
        let frequencies = counts.document_frequencies();
        self.fit_frequencies(
            frequencies.iter().map(|&df| df as f64),
            counts.rows() as u64,
        )
    }

    /// Learns from document frequencies, one for each column.
    pub fn fit_frequencies(
        &self,
        frequencies: impl ExactSizeIterator<Item = f64>,
        documents: u64,
    ) -> FittedTfidfTransformer {
        let one_more = f64::from(u8::from(self.smooth_idf));
        let documents = documents as f64 + one_more;
        let columns = frequencies.len();
        let idf = |frequency: f64| (documents / (frequency + one_more)).ln() + 1.0;
        FittedTfidfTransformer {
            options: *self,
            columns,
            idf: self.use_idf.then(|| frequencies.map(idf).collect()),
        }
    }
}

impl FittedTfidfTransformer {
    /// Makes one of idf that were computed elsewhere; without them, of a number of columns.
    ///
    /// # Errors
    /// [`Error::WrongColumns`] when the options do not ask for idf.
    pub fn from_idf(options: TfidfTransformer, idf: Vec<f64>) -> Result<Self, Error> {
        if !options.use_idf {
            return Err(Error::OptionConflict {
                option: "idf",
                other: "use_idf=false",
            });
        }
        Ok(Self {
            options,
            columns: idf.len(),
            idf: Some(idf),
        })
    }

    /// Returns the options.
    pub const fn options(&self) -> TfidfTransformer {
        self.options
    }

    /// Sets other options; they act from the next [`transform`](Self::transform) on, but idf stays
    /// as it was learnt.
    pub fn set_options(&mut self, options: TfidfTransformer) {
        self.options = options;
    }

    /// Returns the idf of each column, if the options ask for them.
    #[must_use]
    pub fn idf(&self) -> Option<&[f64]> {
        self.idf.as_deref()
    }

    /// Returns the number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Returns the counts weighted.
    ///
    /// # Errors
    /// [`Error::WrongColumns`].
    pub fn transform<V: Copy + Into<Number>>(
        &self,
        counts: CsrMatrix<V>,
    ) -> Result<CsrMatrix<f64>, Error> {
        let mut weights = counts.map(|count| count.into().0);
        self.transform_in_place(&mut weights)?;
        Ok(weights)
    }

    /// Weights a matrix where it stands, in its own precision.
    ///
    /// # Errors
    /// [`Error::WrongColumns`].
    pub fn transform_in_place<W: Weight>(&self, matrix: &mut CsrMatrix<W>) -> Result<(), Error> {
        if matrix.columns() != self.columns {
            return Err(Error::WrongColumns {
                given: matrix.columns(),
                expected: self.columns,
            });
        }
        let (indptr, indices, data) = matrix.parts_mut();
        self.weigh(indptr, indices, data)
    }

    /// Weights a matrix whose norms are to be summed in another order than that of its columns:
    /// `order` has for each column its place, as
    /// [`fit_transform_in_order`](crate::CountVectorizer::fit_transform_in_order) gives it.
    ///
    /// # Errors
    /// [`Error::WrongColumns`] when the matrix or the order has another number of columns.
    pub fn transform_in_order<W: Weight>(
        &self,
        matrix: &mut CsrMatrix<W>,
        order: &[u32],
    ) -> Result<(), Error> {
        for given in [matrix.columns(), order.len()] {
            if given != self.columns {
                return Err(Error::WrongColumns {
                    given,
                    expected: self.columns,
                });
            }
        }
        let idf = self.idf_used();
        let (indptr, indices, data) = matrix.parts_mut();
        groups_mut(indptr, indices, data).for_each_init(Ordered::default, |ordered, mut group| {
            for row in group.rows() {
                self.weigh_row(idf, &group.indices[row.clone()], &mut group.data[row]);
            }
            if let Some(norm) = self.options.norm {
                ordered.normalize(norm, order, &mut group);
            }
        });
        Ok(())
    }

    fn idf_used(&self) -> Option<&[f64]> {
        self.idf.as_deref().filter(|_| self.options.use_idf)
    }

    /// Weights a row, but for its norm.
    fn weigh_row<W: Weight>(&self, idf: Option<&[f64]>, columns: &[u32], values: &mut [W]) {
        if self.options.sublinear_tf {
            for value in &mut *values {
                *value = value.sublinear();
            }
        }
        if let Some(idf) = idf {
            for (value, &column) in values.iter_mut().zip(columns) {
                *value = value.times(W::of(idf[column as usize]));
            }
        }
    }

    /// Weights the parts of a matrix by rows, whose columns need be neither sorted nor different:
    /// what [`transform_in_place`](Self::transform_in_place) does for memory of other owners.
    ///
    /// # Errors
    /// [`Error::InvalidMatrix`] when the parts do not fit together or a column lies outside.
    pub fn weigh<W: Weight>(
        &self,
        indptr: &[usize],
        indices: &[u32],
        data: &mut [W],
    ) -> Result<(), Error> {
        let fault = |fault, at| Err(Error::InvalidMatrix { fault, at });
        if !indptr.is_sorted() || indptr.first() != Some(&0) {
            return fault("`indptr` does not rise from 0", 0);
        }
        if indptr.last() != Some(&indices.len()) || indices.len() != data.len() {
            return fault(
                "`indptr` does not end with the length of `indices` and `data`",
                indptr.len() - 1,
            );
        }
        if let Some(at) = indices
            .iter()
            .position(|&column| column as usize >= self.columns)
        {
            return fault("a column lies outside the matrix", at);
        }
        let idf = self.idf_used();
        rows_mut(indptr, indices, data).for_each(|(columns, values)| {
            self.weigh_row(idf, columns, values);
            if let Some(norm) = self.options.norm {
                normalize(norm, values);
            }
        });
        Ok(())
    }
}

/// A count or a weight, on its way to `f64`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(f64);

macro_rules! number {
    ($($type:ty),*) => {$(
        impl From<$type> for Number {
            #[expect(clippy::allow_attributes, reason = "not every type loses something")]
            #[allow(clippy::cast_lossless, clippy::cast_precision_loss, reason = "counts are far below 2^53")]
            #[inline]
            fn from(value: $type) -> Self {
                Self(value as f64)
            }
        }
    )*};
}

number!(u32, i32, i64, f32, f64);

/// Divides a row by its norm, unless that is 0.
///
/// In the order of the values and by division, as scikit-learn does, so that the last bit agrees.
pub(crate) fn normalize<W: Weight>(norm: Norm, values: &mut [W]) {
    divide(length(norm, values), values);
}

fn length<W: Weight>(norm: Norm, values: &[W]) -> f64 {
    norm.of_sum(values.iter().map(|&value| norm.part(value)).sum())
}

impl Norm {
    /// What a value adds to the sum.
    #[inline]
    fn part<W: Weight>(self, value: W) -> f64 {
        match self {
            Self::L1 => value.get().abs(),
            Self::L2 => value.get() * value.get(),
        }
    }

    fn of_sum(self, sum: f64) -> f64 {
        match self {
            Self::L1 => sum,
            Self::L2 => sum.sqrt(),
        }
    }
}

/// Some rows of a matrix.
struct Group<'m, W> {
    /// Where the rows begin, and where the last one ends, less the first of these.
    indptr: &'m [usize],
    indices: &'m [u32],
    data: &'m mut [W],
}

impl<'m, W> Group<'m, W> {
    fn rows(&self) -> impl Iterator<Item = Range<usize>> + use<'m, W> {
        let base = self.indptr[0];
        let bounds = self.indptr.windows(2);
        bounds.map(move |bounds| bounds[0] - base..bounds[1] - base)
    }
}

/// Memory for norms that are summed in another order than that of the columns, used again.
#[derive(Default)]
struct Ordered {
    keys: Vec<u64>,
    spare: Vec<u64>,
    rows: Vec<u32>,
    lengths: Vec<f64>,
}

impl Ordered {
    /// Divides each row by its norm, summed in an order. The values of all rows are sorted at once
    /// and added to the sums of their rows in turn: each row has its own in the order that is asked
    /// for.
    fn normalize<W: Weight>(&mut self, norm: Norm, order: &[u32], group: &mut Group<'_, W>) {
        self.keys.clear();
        let places = group.indices.iter().map(|&column| order[column as usize]);
        let keys = places
            .zip(0_u64..)
            .map(|(place, at)| u64::from(place) << 32 | at);
        self.keys.extend(keys);
        sort_by_high_half(&mut self.keys, &mut self.spare);
        self.rows.clear();
        for (number, row) in (0_u32..).zip(group.rows()) {
            self.rows.resize(row.end, number);
        }
        self.lengths.clear();
        self.lengths.resize(group.indptr.len() - 1, 0.0);
        for &key in &self.keys {
            let at = low(key) as usize;
            self.lengths[self.rows[at] as usize] += norm.part(group.data[at]);
        }
        for (row, &sum) in group.rows().zip(&self.lengths) {
            divide(norm.of_sum(sum), &mut group.data[row]);
        }
    }
}

/// The rows, as many together as have about so many values as are sorted best at once.
fn groups_mut<'m, W: Send>(
    indptr: &'m [usize],
    indices: &'m [u32],
    data: &'m mut [W],
) -> impl ParallelIterator<Item = Group<'m, W>> {
    const GROUP: usize = 4096;
    let (mut first, mut rest) = (0, data);
    let mut groups = Vec::new();
    for row in 1..indptr.len() {
        let held = indptr[row] - indptr[first];
        if row + 1 < indptr.len() && indptr[row + 1] - indptr[first] <= GROUP {
            continue;
        }
        let (mine, others) = rest.split_at_mut(held);
        rest = others;
        groups.push(Group {
            indptr: &indptr[first..=row],
            indices: &indices[indptr[first]..indptr[row]],
            data: mine,
        });
        first = row;
    }
    groups.into_par_iter().with_min_len(16)
}

fn divide<W: Weight>(length: f64, values: &mut [W]) {
    if length != 0.0 {
        for value in values {
            *value = W::of(value.get() / length);
        }
    }
}

/// The columns and values of each row, some rows to each thread.
pub(crate) fn rows_mut<'m, W: Send>(
    indptr: &'m [usize],
    indices: &'m [u32],
    data: &'m mut [W],
) -> impl ParallelIterator<Item = (&'m [u32], &'m mut [W])> {
    let mut rest = data;
    let mut rows = Vec::with_capacity(indptr.len());
    for bounds in indptr.windows(2) {
        let (row, others) = rest.split_at_mut(bounds[1] - bounds[0]);
        rest = others;
        rows.push((&indices[bounds[0]..bounds[1]], row));
    }
    rows.into_par_iter().with_min_len(256)
}
