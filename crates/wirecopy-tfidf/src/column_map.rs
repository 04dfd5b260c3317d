//! Where columns go when a model learns more.

use wirecopy_text::TermId;

use crate::counted::NO_COLUMN;
use crate::csr::{CsrMatrix, CsrParts};
use crate::error::Error;

/// For each old column of a model its new one, if it still has one.
///
/// # Example
/// ```
/// use wirecopy_tfidf::CountVectorizer;
///
/// let (mut fitted, old) = CountVectorizer::new().fit_transform(&["mill wharf"])?;
/// let map = fitted.partial_fit(&["quay mill"])?;
/// assert_eq!(map.iter().map(|id| id.map(|id| id.0)).collect::<Vec<_>>(), [Some(0), Some(2)]);
/// assert_eq!(map.apply(&old)?, fitted.transform(&["mill wharf"])?);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMap {
    new: Vec<u32>,
    columns: usize,
}

impl ColumnMap {
    pub(crate) const fn new(new: Vec<u32>, columns: usize) -> Self {
        Self { new, columns }
    }

    /// Returns the number of old columns.
    #[must_use]
    pub fn len(&self) -> usize {
        self.new.len()
    }

    /// Says whether there was no column.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty()
    }

    /// Returns the number of new columns.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Returns the new column of an old one; `None` where its term was pruned.
    #[must_use]
    pub fn get(&self, old: TermId) -> Option<TermId> {
        let new = *self.new.get(old.index())?;
        (new != NO_COLUMN).then_some(TermId(new))
    }

    /// Returns the new column of each old one.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Option<TermId>> + '_ {
        self.new
            .iter()
            .map(|&new| (new != NO_COLUMN).then_some(TermId(new)))
    }

    /// Moves the columns of a matrix that the model made before; pruned columns go.
    ///
    /// # Errors
    /// [`Error::WrongColumns`] when the matrix is another model's.
    pub fn apply<V: Copy>(&self, matrix: &CsrMatrix<V>) -> Result<CsrMatrix<V>, Error> {
        if matrix.columns() != self.len() {
            return Err(Error::WrongColumns {
                given: matrix.columns(),
                expected: self.len(),
            });
        }
        let mut parts = CsrParts {
            indptr: Vec::with_capacity(matrix.rows() + 1),
            indices: Vec::with_capacity(matrix.stored()),
            data: Vec::with_capacity(matrix.stored()),
        };
        parts.indptr.push(0);
        for row in 0..matrix.rows() {
            // Old and new columns are both in the order of the terms.
            for (old, value) in matrix.row(row) {
                if let Some(new) = self.get(TermId(old)) {
                    parts.indices.push(new.0);
                    parts.data.push(value);
                }
            }
            parts.indptr.push(parts.indices.len());
        }
        Ok(CsrMatrix::from_parts(self.columns, parts))
    }
}
