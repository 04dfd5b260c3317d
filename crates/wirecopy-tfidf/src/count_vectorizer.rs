//! Texts to counts.

use wirecopy_text::TermId;

use crate::column_map::ColumnMap;
use crate::counted::{Count, Counted, Counts, NO_COLUMN, too_large};
use crate::csr::CsrMatrix;
use crate::documents::Documents;
use crate::error::Error;
use crate::interner::Arena;
use crate::merge::{merged, split};
use crate::narrow::narrow;
use crate::prune::{Bounds, DocumentFrequency, Ranking};
use crate::splitter::Splitter;
use crate::terms::TermOptions;
use crate::vocabulary::Vocabulary;

/// Counts terms: what scikit-learn calls by the same name, with its options, defaults and results.
///
/// # Example
/// ```
/// use wirecopy_tfidf::{CountVectorizer, TermOptions};
///
/// let texts = ["The mill burnt.", "The old mill, the new mill"];
/// let vectorizer = CountVectorizer::new().with_terms(TermOptions::new().with_stop_words(["the"]));
/// let (fitted, counts) = vectorizer.fit_transform(&texts)?;
/// assert_eq!(fitted.vocabulary().iter().collect::<Vec<_>>(), ["burnt", "mill", "new", "old"]);
/// assert_eq!(counts.row(1).collect::<Vec<_>>(), [(1, 2), (2, 1), (3, 1)]);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct CountVectorizer {
    pub(crate) terms: TermOptions,
    pub(crate) bounds: Bounds,
    pub(crate) binary: bool,
    vocabulary: Option<Vocabulary>,
    ranking: Ranking,
}

/// A [`CountVectorizer`] that knows its vocabulary.
///
/// It keeps the counts of pruned terms, so that more documents can be learnt as if they had been
/// there from the beginning, until [`compact`](Self::compact).
#[derive(Debug, Clone)]
pub struct FittedCountVectorizer {
    pub(crate) splitter: Splitter,
    pub(crate) bounds: Bounds,
    pub(crate) binary: bool,
    pub(crate) fixed: bool,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) documents: u64,
    /// For each column in how many documents its term is, and how often.
    pub(crate) frequencies: Vec<u32>,
    pub(crate) totals: Vec<u64>,
    pub(crate) pruned: Counts,
    ranking: Ranking,
}

impl CountVectorizer {
    /// Makes one with scikit-learn's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which terms a text has.
    pub fn with_terms(self, terms: TermOptions) -> Self {
        Self { terms, ..self }
    }

    /// Sets in how many documents a term must be to become a column.
    pub fn with_min_df(mut self, min_df: DocumentFrequency) -> Self {
        self.bounds.min_df = min_df;
        self
    }

    /// Sets in how many documents a term may be to become a column.
    pub fn with_max_df(mut self, max_df: DocumentFrequency) -> Self {
        self.bounds.max_df = max_df;
        self
    }

    /// Sets how many columns there may be: of the terms within the bounds, the most frequent.
    pub fn with_max_features(mut self, max_features: impl Into<Option<usize>>) -> Self {
        self.bounds.max_features = max_features.into();
        self
    }

    /// Sets the vocabulary, which then is not learnt, and on which the bounds do not act.
    pub fn with_vocabulary(self, vocabulary: impl Into<Option<Vocabulary>>) -> Self {
        Self {
            vocabulary: vocabulary.into(),
            ..self
        }
    }

    /// Sets whether a term counts once in a document; this acts before `max_features`.
    pub fn with_binary(self, binary: bool) -> Self {
        Self { binary, ..self }
    }

    /// Sets how `max_features` chooses among equals.
    pub fn with_ranking(self, ranking: Ranking) -> Self {
        Self { ranking, ..self }
    }

    /// Learns the vocabulary.
    ///
    /// # Errors
    /// - what [`TermOptions::build`] refuses, and [`Error::InvalidOption`] for the bounds;
    /// - [`Error::EmptyVocabulary`] and [`Error::NoTermsRemain`];
    /// - [`Error::DfBoundsCross`] when the bounds leave nothing between them;
    /// - [`Error::TooLarge`] when 32 bits cannot count the documents or terms;
    /// - [`Error::Cancelled`] when the progress callback stops the work.
    pub fn fit<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<FittedCountVectorizer, Error> {
        Ok(self.learn(&documents.into(), false)?.0)
    }

    /// Learns the vocabulary, and returns the counts too: a row for each document, a column for
    /// each term.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit).
    pub fn fit_transform<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<(FittedCountVectorizer, CsrMatrix<i64>), Error> {
        self.fit_transform_as(&documents.into())
    }

    /// Does the same for counts of another type.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit).
    pub fn fit_transform_as<T: AsRef<str> + Sync, V: Count>(
        &self,
        documents: &Documents<'_, T>,
    ) -> Result<(FittedCountVectorizer, CsrMatrix<V>), Error> {
        let (fitted, counted, columns_of) = self.learn(documents, false)?;
        let rows = counted.rows(columns_of.as_deref(), fitted.vocabulary.len());
        let rows = fitted.finished(rows);
        Ok((fitted, rows))
    }

    /// Does the same, and says of each column the how-manieth of all terms it was to be seen; of a
    /// vocabulary that was given, its place. For
    /// [`FittedTfidfTransformer::transform_in_order`](crate::FittedTfidfTransformer::transform_in_order).
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit).
    pub fn fit_transform_in_order<T: AsRef<str> + Sync, V: Count>(
        &self,
        documents: &Documents<'_, T>,
    ) -> Result<(FittedCountVectorizer, CsrMatrix<V>, Vec<u32>), Error> {
        let (fitted, mut counted, columns_of) = self.learn(documents, true)?;
        let mut first_seen = std::mem::take(&mut counted.first_seen);
        if fitted.fixed {
            // The order of a given vocabulary is that of its columns.
            first_seen = (0..narrow(fitted.vocabulary.len())).collect();
        } else if let Some(columns_of) = &columns_of {
            let mut columns = columns_of.iter();
            first_seen.retain(|_| columns.next() != Some(&NO_COLUMN));
        }
        let rows = counted.rows(columns_of.as_deref(), fitted.vocabulary.len());
        let rows = fitted.finished(rows);
        Ok((fitted, rows, first_seen))
    }

    /// Learns the vocabulary from terms that somebody else counted, each with the number of
    /// documents that hold it and how often it is there, in any order.
    ///
    /// # Errors
    /// Those of [`fit`](Self::fit); [`Error::RepeatedTerm`]; [`Error::InvalidCounts`];
    /// [`Error::OptionConflict`] when there is a vocabulary already.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{CountVectorizer, TermOptions};
    ///
    /// let terms = TermOptions::new().with_cut_by("lines of a table".to_owned());
    /// let vectorizer = CountVectorizer::new().with_terms(terms);
    /// let fitted = vectorizer.fit_counts([("wharf", 2, 3), ("mill", 1, 1)], 2)?;
    /// assert_eq!(fitted.vocabulary().iter().collect::<Vec<_>>(), ["mill", "wharf"]);
    /// assert!(fitted.transform(&["a text"]).is_err());
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn fit_counts<S: AsRef<str>>(
        &self,
        terms: impl IntoIterator<Item = (S, u32, u64)>,
        documents: u64,
    ) -> Result<FittedCountVectorizer, Error> {
        if self.vocabulary.is_some() {
            return Err(Error::OptionConflict {
                option: "vocabulary",
                other: "counts that have one",
            });
        }
        if u32::try_from(documents).is_err() {
            let given = usize::try_from(documents).unwrap_or(usize::MAX);
            return Err(too_large("documents", given));
        }
        let mut fitted = self.unfitted(documents)?;
        fitted.take(Counts::given(terms, documents)?)?;
        Ok(fitted)
    }

    /// Returns a model that has learnt nothing yet, for documents that come in pieces: it has no
    /// columns until terms lie within the bounds.
    ///
    /// # Errors
    /// What [`TermOptions::build`] refuses, and [`Error::InvalidOption`] for the bounds;
    /// [`Error::OptionConflict`] when there is a vocabulary already.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{CountVectorizer, DocumentFrequency};
    ///
    /// let mut model = CountVectorizer::new().with_min_df(DocumentFrequency::Count(2)).begin()?;
    /// model.partial_fit(&["the mill"])?;
    /// assert!(model.vocabulary().is_empty());
    /// model.partial_fit(&["a mill"])?;
    /// assert_eq!(model.vocabulary().iter().collect::<Vec<_>>(), ["mill"]);
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn begin(&self) -> Result<FittedCountVectorizer, Error> {
        if self.vocabulary.is_some() {
            return Err(Error::OptionConflict {
                option: "vocabulary",
                other: "documents to learn one from",
            });
        }
        self.unfitted(0)
    }

    fn unfitted(&self, documents: u64) -> Result<FittedCountVectorizer, Error> {
        self.bounds.check()?;
        Ok(FittedCountVectorizer {
            splitter: self.terms.build()?,
            bounds: self.bounds,
            binary: self.binary,
            fixed: false,
            vocabulary: Vocabulary::default(),
            documents,
            frequencies: Vec::new(),
            totals: Vec::new(),
            pruned: Counts::default(),
            ranking: self.ranking.clone(),
        })
    }

    fn learn<T: AsRef<str> + Sync>(
        &self,
        documents: &Documents<'_, T>,
        with_order: bool,
    ) -> Result<(FittedCountVectorizer, Counted, Option<Vec<u32>>), Error> {
        let mut fitted = self.unfitted(documents.len() as u64)?;
        let mut counted = Counted::new(documents, &fitted.splitter, with_order)?;
        let columns_of = if let Some(vocabulary) = &self.vocabulary {
            let columns_of = vocabulary.places_of(&counted.counts.terms, NO_COLUMN);
            fitted.fixed = true;
            fitted.vocabulary = vocabulary.clone();
            fitted.frequencies = vec![0; vocabulary.len()];
            fitted.totals = vec![0; vocabulary.len()];
            for (term, &column) in columns_of.iter().enumerate() {
                if column != NO_COLUMN {
                    fitted.frequencies[column as usize] = counted.counts.documents[term];
                    fitted.totals[column as usize] = counted.counts.totals[term];
                }
            }
            Some(columns_of)
        } else {
            fitted.take(std::mem::take(&mut counted.counts))?
        };
        Ok((fitted, counted, columns_of))
    }
}

impl FittedCountVectorizer {
    /// Chooses the columns among all terms that were ever counted, and returns the column of each
    /// term, if not all are columns.
    fn take(&mut self, counts: Counts) -> Result<Option<Vec<u32>>, Error> {
        let kept = self
            .bounds
            .kept(&counts, self.documents, self.binary, &self.ranking)?;
        Ok(self.keep(counts, kept.as_deref()))
    }

    fn keep(&mut self, counts: Counts, kept: Option<&[bool]>) -> Option<Vec<u32>> {
        let (columns, pruned, columns_of) = split(counts, kept);
        self.vocabulary = Vocabulary::new(columns.terms);
        self.frequencies = columns.documents;
        self.totals = columns.totals;
        self.pruned = pruned;
        columns_of
    }

    fn finished<V: Count>(&self, mut rows: CsrMatrix<V>) -> CsrMatrix<V> {
        if self.binary {
            rows.data_mut().fill(V::of(1));
        }
        rows
    }

    /// Returns the counts of other documents; terms that are no column are left out.
    ///
    /// # Errors
    /// [`Error::TooLarge`], [`Error::Text`] and [`Error::Cancelled`]; [`Error::NoTermsRemain`] when
    /// there is no column yet.
    pub fn transform<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<CsrMatrix<i64>, Error> {
        self.transform_as(&documents.into())
    }

    /// Does the same for counts of another type.
    ///
    /// # Errors
    /// Those of [`transform`](Self::transform).
    pub fn transform_as<T: AsRef<str> + Sync, V: Count>(
        &self,
        documents: &Documents<'_, T>,
    ) -> Result<CsrMatrix<V>, Error> {
        if self.vocabulary.is_empty() {
            return Err(Error::NoTermsRemain);
        }
        let counted = Counted::new(documents, &self.splitter, false)?;
        let columns_of = self.vocabulary.places_of(&counted.counts.terms, NO_COLUMN);
        Ok(self.finished(counted.rows(Some(&columns_of), self.vocabulary.len())))
    }

    /// Learns more documents, as if they had been fitted together with the others, and says where
    /// the old columns are now.
    ///
    /// Where a fit of them all would be an error because no term lies within the bounds, the model
    /// has no columns until more is learnt. On an error, nothing is learnt.
    ///
    /// # Errors
    /// [`Error::FixedVocabulary`], and those of [`CountVectorizer::fit`].
    pub fn partial_fit<'d, T: AsRef<str> + Sync + 'd>(
        &mut self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<ColumnMap, Error> {
        self.check_grows("partial_fit")?;
        let documents = documents.into();
        let counted = Counted::new(&documents, &self.splitter, false)?;
        self.add(&counted.counts, documents.len() as u64)
    }

    /// Learns more terms that somebody else counted; see [`CountVectorizer::fit_counts`].
    ///
    /// # Errors
    /// Those of [`partial_fit`](Self::partial_fit) and of [`CountVectorizer::fit_counts`].
    pub fn partial_fit_counts<S: AsRef<str>>(
        &mut self,
        terms: impl IntoIterator<Item = (S, u32, u64)>,
        documents: u64,
    ) -> Result<ColumnMap, Error> {
        self.check_grows("partial_fit_counts")?;
        self.add(&Counts::given(terms, documents)?, documents)
    }

    /// Takes over what another model has learnt, as if its documents had been fitted here, and says
    /// where the old columns are now.
    ///
    /// # Errors
    /// [`Error::OptionsDiffer`], [`Error::FixedVocabulary`], and those of the bounds.
    pub fn merge(&mut self, other: &Self) -> Result<ColumnMap, Error> {
        self.check_grows("merge")?;
        other.check_grows("merge")?;
        self.check_alike(other)?;
        self.add(&other.all_counts(), other.documents)
    }

    /// Checks that two models were made with the same options.
    ///
    /// # Errors
    /// [`Error::OptionsDiffer`], which names the first that differs.
    pub fn check_alike(&self, other: &Self) -> Result<(), Error> {
        let differences = [
            ("terms", self.splitter.options() != other.splitter.options()),
            ("min_df", self.bounds.min_df != other.bounds.min_df),
            ("max_df", self.bounds.max_df != other.bounds.max_df),
            (
                "max_features",
                self.bounds.max_features != other.bounds.max_features,
            ),
            ("binary", self.binary != other.binary),
        ];
        match differences.into_iter().find(|(_, differs)| *differs) {
            Some((option, _)) => Err(Error::OptionsDiffer { option }),
            None => Ok(()),
        }
    }

    fn check_grows(&self, operation: &'static str) -> Result<(), Error> {
        if self.fixed {
            return Err(Error::FixedVocabulary { operation });
        }
        Ok(())
    }

    /// Columns and pruned terms together, in order.
    fn all_counts(&self) -> Counts {
        let columns = Counts {
            terms: self.vocabulary.arena().clone(),
            documents: self.frequencies.clone(),
            totals: self.totals.clone(),
        };
        merged(&columns, &self.pruned)
    }

    fn add(&mut self, counts: &Counts, documents: u64) -> Result<ColumnMap, Error> {
        let total = self.documents + documents;
        if u32::try_from(total).is_err() {
            let given = usize::try_from(total).unwrap_or(usize::MAX);
            return Err(too_large("documents", given));
        }
        let all = merged(&self.all_counts(), counts);
        let kept = self
            .bounds
            .kept_so_far(&all, total, self.binary, &self.ranking)?;
        // From here on nothing fails.
        let before = std::mem::take(&mut self.vocabulary);
        self.documents = total;
        self.keep(all, kept.as_deref());
        let columns = before.places_of_sorted(self.vocabulary.arena(), NO_COLUMN);
        Ok(ColumnMap::new(columns, self.vocabulary.len()))
    }

    /// Forgets the counts of terms that are no column: the model shrinks, and what is learnt later
    /// no longer agrees with a fit of everything, where such a term would have become a column.
    pub fn compact(&mut self) {
        self.pruned = Counts::default();
    }

    /// Returns in how many documents a term must be to become a column.
    #[must_use]
    pub const fn min_df(&self) -> DocumentFrequency {
        self.bounds.min_df
    }

    /// Returns in how many documents a term may be to become a column.
    #[must_use]
    pub const fn max_df(&self) -> DocumentFrequency {
        self.bounds.max_df
    }

    /// Returns how many columns there may be.
    #[must_use]
    pub const fn max_features(&self) -> Option<usize> {
        self.bounds.max_features
    }

    /// Says whether a term counts once in a document.
    #[must_use]
    pub const fn binary(&self) -> bool {
        self.binary
    }

    /// Returns the columns.
    #[must_use]
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the columns, and gives up the rest.
    #[must_use]
    pub fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// Says whether the vocabulary was given.
    #[must_use]
    pub const fn has_fixed_vocabulary(&self) -> bool {
        self.fixed
    }

    /// Returns the number of documents that were learnt.
    #[must_use]
    pub const fn documents(&self) -> u64 {
        self.documents
    }

    /// Returns for each column in how many documents its term is.
    #[must_use]
    pub fn document_frequencies(&self) -> &[u32] {
        &self.frequencies
    }

    /// Returns for each column how often its term stands in the documents, whatever `binary` says.
    #[must_use]
    pub fn totals(&self) -> &[u64] {
        &self.totals
    }

    /// Returns the number of terms that are kept besides the columns.
    #[must_use]
    pub fn pruned(&self) -> usize {
        self.pruned.terms.len()
    }

    /// Returns what cuts texts into terms.
    pub const fn splitter(&self) -> &Splitter {
        &self.splitter
    }

    /// Sets how `max_features` chooses among equals from now on; a loaded model has the default.
    pub fn set_ranking(&mut self, ranking: Ranking) {
        self.ranking = ranking;
    }

    /// Returns for each row the terms that it holds: scikit-learn's `inverse_transform`.
    ///
    /// # Errors
    /// [`Error::WrongColumns`].
    pub fn terms_of<V: Copy>(&self, matrix: &CsrMatrix<V>) -> Result<Vec<Vec<&str>>, Error> {
        let expected = self.vocabulary.len();
        if matrix.columns() != expected {
            return Err(Error::WrongColumns {
                given: matrix.columns(),
                expected,
            });
        }
        let term = |(column, _)| self.vocabulary.term(TermId(column)).unwrap_or_default();
        Ok((0..matrix.rows())
            .map(|row| matrix.row(row).map(term).collect())
            .collect())
    }

    /// Makes a model of what was read from a file.
    pub(crate) fn from_saved(saved: crate::model::SavedCounts) -> Result<Self, Error> {
        saved.bounds.check()?;
        Ok(Self {
            splitter: saved.terms.build()?,
            bounds: saved.bounds,
            binary: saved.binary,
            fixed: saved.fixed,
            vocabulary: saved.vocabulary,
            documents: saved.documents,
            frequencies: saved.frequencies,
            totals: saved.totals,
            pruned: saved.pruned,
            ranking: Ranking::default(),
        })
    }
}

impl Vocabulary {
    /// Returns for each term its place in `others`; both are sorted.
    fn places_of_sorted(&self, others: &Arena, none: u32) -> Vec<u32> {
        let mut at = 0;
        let place = |term: &[u8]| {
            while at < others.len() && others.get(at) < term {
                at += 1;
            }
            if at < others.len() && others.get(at) == term {
                narrow(at)
            } else {
                none
            }
        };
        self.arena().iter().map(place).collect()
    }
}
