//! Sparse matrices that are borrowed: three slices, as SciPy and `sprs` have them.

use std::borrow::Cow;

use crate::Error;
use crate::ranking::check_fits;
use crate::vectors::SparseVector;

/// A number that may stand in an index of a matrix: `u32`, `u64`, `usize`, `i32` or `i64`.
pub trait Index: Copy + sealed::Index {}

/// A number that may be a weight in a matrix: `f32` or `f64`.
pub trait Weight: Copy + sealed::Weight {}

mod sealed {
    use std::borrow::Cow;

    pub trait Index: Sized {
        /// The index, unless it is negative or too large for this machine.
        fn to_usize(self) -> Option<usize>;

        /// Columns of four bytes are borrowed as they are.
        fn columns(indices: &[Self]) -> Option<&[u32]> {
            let _ = indices;
            None
        }
    }

    pub trait Weight: Sized {
        /// Borrows `f64`, converts anything else.
        fn weights(data: &[Self]) -> Cow<'_, [f64]>;
    }
}

macro_rules! indices {
    ($($index:ty)*) => {
        $(
            impl Index for $index {}
            impl sealed::Index for $index {
                fn to_usize(self) -> Option<usize> {
                    usize::try_from(self).ok()
                }
            }
        )*
    };
}

indices!(u64 usize i32 i64);

impl Index for u32 {}
impl sealed::Index for u32 {
    fn to_usize(self) -> Option<usize> {
        usize::try_from(self).ok()
    }

    fn columns(indices: &[Self]) -> Option<&[u32]> {
        Some(indices)
    }
}

impl Weight for f64 {}
impl sealed::Weight for f64 {
    fn weights(data: &[Self]) -> Cow<'_, [f64]> {
        Cow::Borrowed(data)
    }
}

impl Weight for f32 {}
impl sealed::Weight for f32 {
    fn weights(data: &[Self]) -> Cow<'_, [f64]> {
        data.iter().map(|&weight| f64::from(weight)).collect()
    }
}

/// A checked matrix in compressed sparse rows.
///
/// Row `r` has the entries `indptr[r]..indptr[r + 1]` of `indices`, its columns, and `data`, its
/// weights. Slices of `u32` columns and `f64` weights are borrowed; others are converted, at 4 and
/// 8 bytes for each entry. Memory besides: 16 bytes for each row. Explicit zeros are allowed.
///
/// # Example
/// ```
/// use wirecopy_similarity::CsrView;
///
/// let rows = CsrView::new(&[0, 2, 3], &[0_u32, 4, 1], &[0.6, 0.8, 1.0], 5)?;
/// assert_eq!((rows.rows(), rows.columns()), (2, 5));
/// assert_eq!(rows.row(0).weights, [0.6, 0.8]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CsrView<'a> {
    indptr: Vec<usize>,
    indices: Cow<'a, [u32]>,
    data: Cow<'a, [f64]>,
    columns: usize,
    /// The squared length of each row.
    squared: Vec<f64>,
    has_negative: bool,
}

impl<'a> CsrView<'a> {
    /// Checks the three slices of a matrix with the given number of columns. `O(entries)`.
    ///
    /// # Errors
    /// [`Error::MalformedMatrix`] when the slices do not make up a matrix, or when the columns of a
    /// row do not ascend strictly; [`Error::InvalidWeight`] for a weight that is NaN or infinite, or
    /// so large that the length of its row is; [`Error::TooLarge`] for more than `u32::MAX - 1` rows
    /// or columns.
    pub fn new<P: Index, I: Index, W: Weight>(
        indptr: &[P],
        indices: &'a [I],
        data: &'a [W],
        columns: usize,
    ) -> Result<Self, Error> {
        let malformed = |row: usize, problem| Error::MalformedMatrix { row, problem };
        if indices.len() != data.len() {
            return Err(malformed(0, "as many indices as data"));
        }
        let Some(rows) = indptr.len().checked_sub(1) else {
            return Err(malformed(
                0,
                "one more number in `indptr` than rows, at least one",
            ));
        };
        check_fits("rows", rows)?;
        check_fits("columns", columns)?;
        let indptr: Option<Vec<usize>> = indptr.iter().map(|&end| end.to_usize()).collect();
        let indptr = indptr.ok_or(malformed(0, "no negative number in `indptr`"))?;
        if let Some(row) = indptr.windows(2).position(|ends| ends[0] > ends[1]) {
            return Err(malformed(row, "an `indptr` that does not fall"));
        }
        if indptr[0] != 0 || indptr[rows] != data.len() {
            return Err(malformed(
                rows,
                "an `indptr` from 0 to the number of entries",
            ));
        }
        let indices = if let Some(columns) = I::columns(indices) {
            Cow::Borrowed(columns)
        } else {
            // A column that is no `u32` is too large whatever the width.
            let narrow = |column: usize| u32::try_from(column).ok();
            let columns = indices.iter().map(|column| column.to_usize());
            columns
                .map(|column| column.and_then(narrow).unwrap_or(u32::MAX))
                .collect()
        };
        let mut view = Self {
            squared: Vec::with_capacity(rows),
            has_negative: false,
            indptr,
            indices,
            data: W::weights(data),
            columns,
        };
        for row in 0..rows {
            let vector = view.row(row);
            if vector
                .columns
                .iter()
                .any(|&column| column as usize >= columns)
            {
                return Err(malformed(row, "columns from 0 to below the width"));
            }
            if vector.columns.windows(2).any(|pair| pair[0] >= pair[1]) {
                return Err(malformed(row, "columns in ascending order, each once"));
            }
            let squared = vector.squared_length();
            if !squared.is_finite() {
                let weights = vector.weights.iter().copied();
                let largest = weights.clone().max_by(|a, b| a.abs().total_cmp(&b.abs()));
                let wrong = weights.clone().find(|weight| !weight.is_finite());
                let given = wrong.or(largest).unwrap_or(f64::NAN);
                return Err(Error::InvalidWeight { row, given });
            }
            let negative = vector.weights.iter().any(|&weight| weight < 0.0);
            view.has_negative |= negative;
            view.squared.push(squared);
        }
        Ok(view)
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.indptr.len() - 1
    }

    /// Returns the number of columns.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.indices.len()
    }

    /// Returns row `index`.
    ///
    /// # Panics
    /// When `index` is not below [`Self::rows`].
    #[must_use]
    pub fn row(&self, index: usize) -> SparseVector<'_> {
        let place = self.indptr[index]..self.indptr[index + 1];
        SparseVector {
            columns: &self.indices[place.clone()],
            weights: &self.data[place],
        }
    }

    /// A matrix of some of the rows.
    pub(crate) fn select(&self, rows: &[usize]) -> CsrView<'static> {
        let entries = rows.iter().map(|&row| self.row(row).columns.len()).sum();
        let mut selected = CsrView {
            indptr: Vec::with_capacity(rows.len() + 1),
            indices: Cow::Owned(Vec::with_capacity(entries)),
            data: Cow::Owned(Vec::with_capacity(entries)),
            columns: self.columns,
            squared: rows.iter().map(|&row| self.squared[row]).collect(),
            has_negative: self.has_negative,
        };
        selected.indptr.push(0);
        for &row in rows {
            let row = self.row(row);
            selected.indices.to_mut().extend_from_slice(row.columns);
            selected.data.to_mut().extend_from_slice(row.weights);
            selected.indptr.push(selected.data.len());
        }
        selected
    }

    /// The squared length of a row.
    pub(crate) fn squared_length(&self, row: usize) -> f64 {
        self.squared[row]
    }

    /// Whether a weight is below 0.
    pub(crate) fn has_negative(&self) -> bool {
        self.has_negative
    }
}
