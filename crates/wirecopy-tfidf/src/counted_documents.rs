//! Counted documents, whose terms somebody else gives their columns.

use std::fmt;

use wirecopy_text::TermId;

use crate::counted::{Count, Counted, NO_COLUMN};
use crate::csr::CsrMatrix;
use crate::documents::Documents;
use crate::error::Error;
use crate::splitter::Splitter;

/// Documents that were counted, and whose terms have no columns yet.
///
/// A [`FittedCountVectorizer`](crate::FittedCountVectorizer) gives each term its column. This is for a vocabulary that lives
/// elsewhere: in a database, or in a dictionary that its owner edits.
///
/// # Example
/// ```
/// use std::collections::HashMap;
/// use wirecopy_tfidf::{CountedDocuments, TermOptions};
/// use wirecopy_text::TermId;
///
/// let splitter = TermOptions::new().build()?;
/// let counted = CountedDocuments::new(&["the old mill", "mill, mill"], &splitter)?;
/// let columns = HashMap::from([("mill", TermId(2)), ("old", TermId(0)), ("wharf", TermId(1))]);
/// let matrix = counted.into_matrix::<i64>(columns.len(), |term| columns.get(term).copied())?;
/// assert_eq!(matrix.row(0).collect::<Vec<_>>(), [(0, 1), (2, 1)]);
/// assert_eq!(matrix.row(1).collect::<Vec<_>>(), [(2, 2)]);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
pub struct CountedDocuments {
    counted: Counted,
}

impl CountedDocuments {
    /// Counts documents. The result is the same for any number of threads.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::Text`] and [`Error::Cancelled`].
    pub fn new<'d, T: AsRef<str> + Sync + 'd>(
        documents: impl Into<Documents<'d, T>>,
        splitter: &Splitter,
    ) -> Result<Self, Error> {
        let counted = Counted::new(&documents.into(), splitter, false)?;
        Ok(Self { counted })
    }

    /// Returns the number of documents.
    #[must_use]
    pub const fn documents(&self) -> usize {
        self.counted.documents
    }

    /// Returns the different terms of all documents, in the order of their letters.
    #[must_use]
    pub fn terms(&self) -> impl ExactSizeIterator<Item = &str> {
        let terms = &self.counted.counts.terms;
        (0..terms.len()).map(|at| terms.text(at))
    }

    /// Returns the counts as a matrix of so many columns. `column_of` is asked once for each of the
    /// [`terms`](Self::terms), in their order; a term without a column is left out.
    ///
    /// # Errors
    /// [`Error::InvalidColumn`] when a column lies outside the matrix, or two terms have it.
    pub fn into_matrix<V: Count>(
        self,
        columns: usize,
        mut column_of: impl FnMut(&str) -> Option<TermId>,
    ) -> Result<CsrMatrix<V>, Error> {
        let terms = &self.counted.counts.terms;
        let columns_of: Vec<u32> = (0..terms.len())
            .map(|at| column_of(terms.text(at)).map_or(NO_COLUMN, |column| column.0))
            .collect();
        let mut taken: Vec<(u32, u32)> = (columns_of.iter().copied())
            .zip(0..)
            .filter(|&(column, _)| column != NO_COLUMN)
            .collect();
        taken.sort_unstable();
        let outside = taken.last().filter(|last| last.0 as usize >= columns);
        let twice = taken.windows(2).find(|pair| pair[0].0 == pair[1].0);
        if let Some(&(column, at)) = outside.or(twice.map(|pair| &pair[1])) {
            return Err(Error::InvalidColumn {
                term: terms.text(at as usize).to_owned(),
                column,
                columns,
            });
        }
        Ok(self.counted.rows(Some(&columns_of), columns))
    }
}

impl fmt::Debug for CountedDocuments {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CountedDocuments")
            .field("documents", &self.documents())
            .field("terms", &self.terms().len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::count_vectorizer::CountVectorizer;
    use crate::terms::{TermOptions, TermUnit};
    use crate::vocabulary::Vocabulary;

    proptest! {
        #[test]
        fn the_matrix_is_that_of_a_vectorizer_with_these_columns(
            texts in prop::collection::vec("([a-e]{2} ?){0,6}", 0..6),
            columns in Just(["ab", "ba", "ce", "ed ", "cc", "dd ee"]).prop_shuffle(),
            unit in prop::sample::select(vec![TermUnit::Word, TermUnit::Char, TermUnit::CharWb]),
            ngrams in prop::sample::select(vec![(1, 1), (1, 2), (2, 3)]),
        ) {
            let options = TermOptions::new().with_unit(unit).with_ngrams(ngrams);
            let vocabulary = Vocabulary::from_terms(columns).unwrap();
            let nothing: &[&str] = &[];
            let fitted = CountVectorizer::new()
                .with_terms(options.clone())
                .with_vocabulary(vocabulary.clone())
                .fit(nothing)
                .unwrap();
            let counted = CountedDocuments::new(&texts, &options.build().unwrap()).unwrap();
            prop_assert_eq!(counted.documents(), texts.len());
            prop_assert!(counted.terms().is_sorted());
            let matrix = counted.into_matrix(columns.len(), |term| vocabulary.get(term));
            prop_assert_eq!(matrix.unwrap(), fitted.transform(&texts).unwrap());
        }
    }

    #[test]
    fn columns_outside_the_matrix_and_columns_of_two_terms_are_refused() {
        let splitter = TermOptions::new().build().unwrap();
        let refused = |columns_of: [Option<u32>; 3], columns: usize| {
            let counted = CountedDocuments::new(&["the old mill"], &splitter).unwrap();
            let mut columns_of = columns_of.into_iter();
            let column_of = |_: &str| columns_of.next().flatten().map(TermId);
            let refused = counted.into_matrix::<i64>(columns, column_of);
            refused.unwrap_err().to_string()
        };
        assert_eq!(
            refused([Some(1), Some(3), None], 3),
            "term `old`: found column `3`, expected one below `3` that no other term has"
        );
        assert_eq!(
            refused([Some(1), None, Some(1)], 3),
            "term `the`: found column `1`, expected one below `3` that no other term has"
        );
    }
}
