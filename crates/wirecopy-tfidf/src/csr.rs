//! Sparse matrices by rows.

use crate::error::Error;

/// A sparse matrix by rows: for each row the columns that hold something, ascending, and what they
/// hold.
///
/// `indptr` has one entry more than there are rows; row `r` has the entries
/// `indptr[r]..indptr[r + 1]` of `indices` and `data`. Nothing that this crate makes stores a zero,
/// with one exception: where two features cancel out in a
/// [`HashingVectorizer`](crate::HashingVectorizer), as in scikit-learn.
///
/// # Example
/// ```
/// use wirecopy_tfidf::CsrMatrix;
///
/// let matrix = CsrMatrix::new(3, vec![0, 2, 2], vec![0, 2], vec![1.0, 5.0])?;
/// assert_eq!((matrix.rows(), matrix.columns(), matrix.stored()), (2, 3, 2));
/// assert_eq!(matrix.row(0).collect::<Vec<_>>(), [(0, 1.0), (2, 5.0)]);
/// assert!(CsrMatrix::new(3, vec![0, 2], vec![2, 0], vec![1.0, 5.0]).is_err());
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct CsrMatrix<V = f64> {
    columns: usize,
    indptr: Vec<usize>,
    indices: Vec<u32>,
    data: Vec<V>,
}

/// The three arrays of a [`CsrMatrix`].
#[derive(Debug, Clone, PartialEq)]
pub struct CsrParts<V> {
    /// Where each row begins, and where the last one ends.
    pub indptr: Vec<usize>,
    /// The columns.
    pub indices: Vec<u32>,
    /// The values.
    pub data: Vec<V>,
}

impl<V: Copy> CsrMatrix<V> {
    /// Makes a matrix of its parts: `O(n)` in the stored values.
    ///
    /// # Errors
    /// [`Error::InvalidMatrix`] when the lengths do not agree, `indptr` falls, a row's columns do
    /// not ascend or a column lies outside.
    pub fn new(
        columns: usize,
        indptr: Vec<usize>,
        indices: Vec<u32>,
        data: Vec<V>,
    ) -> Result<Self, Error> {
        let fault = |fault, at| Err(Error::InvalidMatrix { fault, at });
        if indptr.first() != Some(&0) {
            return fault("`indptr` does not begin with 0", 0);
        }
        if indptr.last() != Some(&indices.len()) || indices.len() != data.len() {
            return fault(
                "`indptr` does not end with the length of `indices` and `data`",
                indptr.len() - 1,
            );
        }
        for (row, bounds) in indptr.windows(2).enumerate() {
            let Some(entries) = indices.get(bounds[0]..bounds[1]) else {
                return fault("`indptr` falls", row + 1);
            };
            if let Some(at) = entries.windows(2).position(|pair| pair[0] >= pair[1]) {
                return fault("the columns of a row do not ascend", bounds[0] + at + 1);
            }
            if entries.last().is_some_and(|&last| last as usize >= columns) {
                return fault("a column lies outside the matrix", bounds[1] - 1);
            }
        }
        Ok(Self {
            columns,
            indptr,
            indices,
            data,
        })
    }

    /// Makes a matrix of parts that this crate computed.
    pub(crate) fn from_parts(columns: usize, parts: CsrParts<V>) -> Self {
        debug_assert_eq!(parts.indices.len(), parts.data.len());
        Self {
            columns,
            indptr: parts.indptr,
            indices: parts.indices,
            data: parts.data,
        }
    }

    /// Returns the number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.indptr.len() - 1
    }

    /// Returns the number of columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Returns the number of values that are stored.
    #[must_use]
    pub fn stored(&self) -> usize {
        self.indices.len()
    }

    /// Returns where each row begins, and where the last one ends.
    #[must_use]
    pub fn indptr(&self) -> &[usize] {
        &self.indptr
    }

    /// Returns the column of each stored value.
    #[must_use]
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// Returns the stored values.
    #[must_use]
    pub fn data(&self) -> &[V] {
        &self.data
    }

    /// Returns the stored values, to be changed; their places stay.
    pub fn data_mut(&mut self) -> &mut [V] {
        &mut self.data
    }

    /// Returns all parts, the values to be changed.
    pub(crate) fn parts_mut(&mut self) -> (&[usize], &[u32], &mut [V]) {
        (&self.indptr, &self.indices, &mut self.data)
    }

    /// Returns the columns and values of a row.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn row(&self, row: usize) -> impl ExactSizeIterator<Item = (u32, V)> + '_ {
        let range = self.indptr[row]..self.indptr[row + 1];
        self.indices[range.clone()]
            .iter()
            .copied()
            .zip(self.data[range].iter().copied())
    }

    /// Returns the value at a place; `None` where none is stored.
    #[must_use]
    pub fn get(&self, row: usize, column: u32) -> Option<V> {
        let start = *self.indptr.get(row)?;
        let entries = self.indices.get(start..*self.indptr.get(row + 1)?)?;
        let at = entries.binary_search(&column).ok()?;
        Some(self.data[start + at])
    }

    /// Returns the matrix with every value converted.
    #[must_use]
    pub fn map<W>(self, convert: impl Fn(V) -> W) -> CsrMatrix<W> {
        CsrMatrix {
            columns: self.columns,
            indptr: self.indptr,
            indices: self.indices,
            data: self.data.into_iter().map(convert).collect(),
        }
    }

    /// Takes the matrix apart, without a copy.
    #[must_use]
    pub fn into_parts(self) -> CsrParts<V> {
        CsrParts {
            indptr: self.indptr,
            indices: self.indices,
            data: self.data,
        }
    }

    /// Returns, for each column, in how many rows it is stored.
    #[must_use]
    pub fn document_frequencies(&self) -> Vec<u64> {
        let mut frequencies = vec![0; self.columns];
        for &column in &self.indices {
            frequencies[column as usize] += 1;
        }
        frequencies
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(columns: usize, indptr: &[usize], indices: &[u32]) -> String {
        let data = vec![1_i64; indices.len()];
        CsrMatrix::new(columns, indptr.to_vec(), indices.to_vec(), data)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn parts_that_do_not_fit_are_refused() {
        assert!(fault(3, &[], &[]).contains("begin with 0"));
        assert!(fault(3, &[1, 1], &[0]).contains("begin with 0"));
        assert!(fault(3, &[0, 1], &[]).contains("end with the length"));
        assert!(fault(3, &[0, 2, 1, 3], &[0, 1, 2]).contains("falls at position `2`"));
        assert!(fault(3, &[0, 2], &[1, 1]).contains("do not ascend at position `1`"));
        assert!(fault(3, &[0, 9, 2], &[0, 1]).contains("falls"));
        assert!(fault(2, &[0, 2], &[0, 2]).contains("outside the matrix at position `1`"));
    }

    #[test]
    fn a_matrix_without_rows_is_one() {
        let matrix = CsrMatrix::<f64>::new(0, vec![0], vec![], vec![]).unwrap();
        assert_eq!((matrix.rows(), matrix.stored()), (0, 0));
        assert_eq!(matrix.get(0, 0), None);
    }

    #[test]
    fn values_are_found_by_their_place() {
        let matrix = CsrMatrix::new(4, vec![0, 2, 3], vec![1, 3, 0], vec![5, 6, 7]).unwrap();
        assert_eq!(matrix.get(0, 3), Some(6));
        assert_eq!(matrix.get(0, 0), None);
        assert_eq!(matrix.get(2, 0), None);
        assert_eq!(matrix.document_frequencies(), [1, 1, 0, 1]);
    }
}
