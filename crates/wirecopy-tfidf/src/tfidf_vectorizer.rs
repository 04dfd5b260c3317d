//! Texts to TF-IDF.

use crate::column_map::ColumnMap;
use crate::count_vectorizer::{CountVectorizer, FittedCountVectorizer};
use crate::counted::Count;
use crate::csr::CsrMatrix;
use crate::documents::Documents;
use crate::error::Error;
use crate::vocabulary::Vocabulary;
use crate::weights::{FittedTfidfTransformer, TfidfTransformer, Weight};

/// A [`CountVectorizer`] followed by a [`TfidfTransformer`]: what scikit-learn calls by the same
/// name.
///
/// # Example
/// ```
/// use wirecopy_tfidf::TfidfVectorizer;
///
/// let texts = ["the mill burnt", "the mill stood"];
/// let (fitted, weights) = TfidfVectorizer::new().fit_transform(&texts)?;
/// let burnt = fitted.vocabulary().get("burnt").expect("a term");
/// let the = fitted.vocabulary().get("the").expect("a term");
/// assert!(weights.get(0, burnt.0) > weights.get(0, the.0));
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct TfidfVectorizer {
    counts: CountVectorizer,
    weights: TfidfTransformer,
}

/// A [`TfidfVectorizer`] that knows its vocabulary and how rare each term is.
#[derive(Debug, Clone)]
pub struct FittedTfidfVectorizer {
    pub(crate) counts: FittedCountVectorizer,
    pub(crate) weights: FittedTfidfTransformer,
}

impl TfidfVectorizer {
    /// Makes one with scikit-learn's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how terms are counted.
    pub fn with_counts(self, counts: CountVectorizer) -> Self {
        Self { counts, ..self }
    }

    /// Sets how counts are weighted.
    pub fn with_weights(self, weights: TfidfTransformer) -> Self {
        Self { weights, ..self }
    }

    /// Learns the vocabulary and how rare its terms are.
    ///
    /// # Errors
    /// Those of [`CountVectorizer::fit`].
    pub fn fit<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<FittedTfidfVectorizer, Error> {
        let counts = self.counts.fit(documents)?;
        Ok(FittedTfidfVectorizer::new(counts, self.weights))
    }

    /// Returns a model that has learnt nothing yet, for documents that come in pieces; see
    /// [`CountVectorizer::begin`].
    ///
    /// # Errors
    /// Those of [`CountVectorizer::begin`].
    pub fn begin(&self) -> Result<FittedTfidfVectorizer, Error> {
        Ok(FittedTfidfVectorizer::new(
            self.counts.begin()?,
            self.weights,
        ))
    }

    /// Learns, and returns the weights too: a row for each document, a column for each term.
    ///
    /// The norm of a row is summed in the order in which the terms were first seen in the
    /// documents, as scikit-learn's `fit_transform` has it, and not in that of the columns, as its
    /// and our `transform` have it: the last digits of the two differ in long rows.
    ///
    /// # Errors
    /// Those of [`CountVectorizer::fit`].
    pub fn fit_transform<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<(FittedTfidfVectorizer, CsrMatrix<f64>), Error> {
        self.fit_transform_as(&documents.into())
    }

    /// Does the same in `f32` or `f64`.
    ///
    /// # Errors
    /// Those of [`CountVectorizer::fit`].
    pub fn fit_transform_as<T: AsRef<str> + Sync, W: Weight + Count>(
        &self,
        documents: &Documents<'_, T>,
    ) -> Result<(FittedTfidfVectorizer, CsrMatrix<W>), Error> {
        if self.weights.norm().is_none() {
            let (counts, mut matrix) = self.counts.fit_transform_as(documents)?;
            let fitted = FittedTfidfVectorizer::new(counts, self.weights);
            fitted.weights.transform_in_place(&mut matrix)?;
            return Ok((fitted, matrix));
        }
        let (counts, mut matrix, order) = self.counts.fit_transform_in_order(documents)?;
        let fitted = FittedTfidfVectorizer::new(counts, self.weights);
        fitted.weights.transform_in_order(&mut matrix, &order)?;
        Ok((fitted, matrix))
    }
}

impl FittedTfidfVectorizer {
    fn new(counts: FittedCountVectorizer, weights: TfidfTransformer) -> Self {
        let weights = weighted(weights, &counts);
        Self { counts, weights }
    }

    /// Puts a vectoriser together from its two halves, for instance after other idf were set.
    ///
    /// # Errors
    /// [`Error::WrongColumns`] when they do not have the same columns.
    pub fn from_parts(
        counts: FittedCountVectorizer,
        weights: FittedTfidfTransformer,
    ) -> Result<Self, Error> {
        let (given, expected) = (weights.columns(), counts.vocabulary().len());
        if given != expected {
            return Err(Error::WrongColumns { given, expected });
        }
        Ok(Self { counts, weights })
    }

    /// Returns the weights of other documents.
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::transform`].
    pub fn transform<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<CsrMatrix<f64>, Error> {
        self.transform_as(&documents.into())
    }

    /// Does the same in `f32` or `f64`.
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::transform`].
    pub fn transform_as<T: AsRef<str> + Sync, W: Weight + Count>(
        &self,
        documents: &Documents<'_, T>,
    ) -> Result<CsrMatrix<W>, Error> {
        let mut matrix = self.counts.transform_as(documents)?;
        self.weights.transform_in_place(&mut matrix)?;
        Ok(matrix)
    }

    /// Learns more documents; see [`FittedCountVectorizer::partial_fit`]. All idf change.
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::partial_fit`].
    pub fn partial_fit<'d, T: AsRef<str> + Sync + 'd>(
        &mut self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<ColumnMap, Error> {
        let map = self.counts.partial_fit(documents)?;
        self.weights = weighted(self.weights.options, &self.counts);
        Ok(map)
    }

    /// Takes over what another model has learnt; see [`FittedCountVectorizer::merge`].
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::merge`]; [`Error::OptionsDiffer`] when they weight in
    /// different ways.
    pub fn merge(&mut self, other: &Self) -> Result<ColumnMap, Error> {
        if self.weights.options != other.weights.options {
            return Err(Error::OptionsDiffer { option: "weights" });
        }
        let map = self.counts.merge(&other.counts)?;
        self.weights = weighted(self.weights.options, &self.counts);
        Ok(map)
    }

    /// Forgets the counts of pruned terms; see [`FittedCountVectorizer::compact`].
    pub fn compact(&mut self) {
        self.counts.compact();
    }

    /// Returns the columns.
    #[must_use]
    pub const fn vocabulary(&self) -> &Vocabulary {
        self.counts.vocabulary()
    }

    /// Returns the half that counts.
    pub const fn counts(&self) -> &FittedCountVectorizer {
        &self.counts
    }

    /// Returns the half that counts, to set its ranking.
    pub const fn counts_mut(&mut self) -> &mut FittedCountVectorizer {
        &mut self.counts
    }

    /// Returns the half that weights.
    pub const fn weights(&self) -> &FittedTfidfTransformer {
        &self.weights
    }

    /// Returns the half that weights, to set its options.
    pub const fn weights_mut(&mut self) -> &mut FittedTfidfTransformer {
        &mut self.weights
    }
}

fn weighted(options: TfidfTransformer, counts: &FittedCountVectorizer) -> FittedTfidfTransformer {
    let frequencies = counts.document_frequencies().iter();
    options.fit_frequencies(frequencies.map(|&df| f64::from(df)), counts.documents())
}
