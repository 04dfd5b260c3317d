//! Dense matrices, for the feature `ndarray`.

use ndarray::{Array2, ArrayView2};

use crate::csr::{CsrMatrix, CsrParts};
use crate::error::Error;

impl<V: Copy + Default + PartialEq> CsrMatrix<V> {
    /// Returns the matrix with its zeros: rows x columns values in memory.
    ///
    /// # Example
    /// ```
    /// use ndarray::array;
    /// use wirecopy_tfidf::CsrMatrix;
    ///
    /// let dense = array![[0.0, 2.0], [3.0, 0.0]];
    /// let sparse = CsrMatrix::from_dense(&dense.view())?;
    /// assert_eq!((sparse.stored(), sparse.to_dense()), (2, dense));
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    #[must_use]
    pub fn to_dense(&self) -> Array2<V> {
        let mut dense = Array2::default((self.rows(), self.columns()));
        for row in 0..self.rows() {
            for (column, value) in self.row(row) {
                dense[(row, column as usize)] = value;
            }
        }
        dense
    }

    /// Makes a matrix of what is not zero.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when there are more columns than `u32` counts.
    pub fn from_dense(dense: &ArrayView2<'_, V>) -> Result<Self, Error> {
        let columns = dense.ncols();
        let too_many = |_| Error::TooLarge {
            what: "columns",
            given: columns,
            max: u32::MAX as usize,
        };
        u32::try_from(columns).map_err(too_many)?;
        let mut parts = CsrParts {
            indptr: vec![0],
            indices: Vec::new(),
            data: Vec::new(),
        };
        for row in dense.rows() {
            for (column, &value) in (0_u32..).zip(row) {
                if value != V::default() {
                    parts.indices.push(column);
                    parts.data.push(value);
                }
            }
            parts.indptr.push(parts.indices.len());
        }
        Ok(Self::from_parts(columns, parts))
    }
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    #[test]
    fn empty_rows_and_columns_survive() {
        let dense = Array2::<i64>::zeros((2, 3));
        let sparse = CsrMatrix::from_dense(&dense.view()).unwrap();
        assert_eq!(
            (sparse.rows(), sparse.columns(), sparse.stored()),
            (2, 3, 0)
        );
        assert_eq!(sparse.to_dense(), dense);
    }
}
