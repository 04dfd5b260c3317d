//! The nearest articles of each by the words that they share.

use std::num::NonZeroUsize;

use wirecopy_similarity::{CsrView, Near, Neighbours, Threshold, cosine_top_k};
use wirecopy_text::Analyzer;
use wirecopy_tfidf::{
    self as tfidf, CountVectorizer, CsrMatrix, Documents, TermOptions, TfidfVectorizer,
};

use crate::{Article, Error, Progress, Stage};

/// How many neighbours an article has, by default.
const COUNT: NonZeroUsize = NonZeroUsize::new(10).expect("10 is not 0");

/// Which articles count as near.
#[derive(Debug, Clone, PartialEq)]
#[must_use]
pub struct NeighbourOptions {
    analyzer: Analyzer,
    count: NonZeroUsize,
    min_score: Option<Threshold>,
}

impl Default for NeighbourOptions {
    /// Ten of each, by all of their words.
    fn default() -> Self {
        Self {
            analyzer: Analyzer::default(),
            count: COUNT,
            min_score: None,
        }
    }
}

impl NeighbourOptions {
    /// Sets what articles are cut into.
    pub fn with_analyzer(self, analyzer: Analyzer) -> Self {
        Self { analyzer, ..self }
    }

    /// Sets how many neighbours an article has at most.
    pub fn with_count(self, count: NonZeroUsize) -> Self {
        Self { count, ..self }
    }

    /// Sets the score that a neighbour reaches.
    pub fn with_min_score(self, min_score: impl Into<Option<Threshold>>) -> Self {
        Self {
            min_score: min_score.into(),
            ..self
        }
    }

    /// Returns what articles are cut into.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }
}

/// Finds for each article those whose words are most like its own: the cosine of their TF-IDF weights, exactly.
///
/// The weights are `tf * (ln((1 + n) / (1 + df)) + 1)` over the given articles. Scores lie in `0.0..=1.0`; of equal ones
/// the first article in the input is taken, and an article without terms has no neighbours. Titles count for nothing.
/// The result is the same for any number of threads.
///
/// # Errors
/// [`Error::Step`] for an analyser that this build cannot honour, [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy::{Article, NeighbourOptions, neighbours};
///
/// let articles = [
///     Article::new("a", "The mill burnt down."),
///     Article::new("b", "A ferry ran aground."),
///     Article::new("c", "Nobody knows why the mill burnt."),
/// ];
/// let found = neighbours(&articles, &NeighbourOptions::default(), &|_, _, _| ControlFlow::Continue(()))?;
/// assert_eq!(found.get(0).0, [2]);
/// assert!(found.get(1).0.is_empty());
/// # Ok::<(), wirecopy::Error>(())
/// ```
pub fn neighbours(
    articles: &[Article<'_>],
    options: &NeighbourOptions,
    progress: Progress<'_>,
) -> Result<Neighbours, Error> {
    let weights = weights(articles, &options.analyzer, progress)?;
    let rows = CsrView::new(
        weights.indptr(),
        weights.indices(),
        weights.data(),
        weights.columns(),
    )?;
    let near = Near::new().with_min_score(options.min_score);
    let progress = |done, total| progress(Stage::Neighbours, done, total);
    Ok(cosine_top_k(&rows, None, options.count, near, &progress)?)
}

fn weights(
    articles: &[Article<'_>],
    analyzer: &Analyzer,
    progress: Progress<'_>,
) -> Result<CsrMatrix<f64>, Error> {
    let texts: Vec<&str> = articles.iter().map(|article| &*article.text).collect();
    let progress = |done, total| progress(Stage::Analyse, done, total);
    let documents = Documents::texts(&texts).with_progress(&progress);
    let terms = TermOptions::new().with_analyzer(analyzer.clone());
    let counts = CountVectorizer::new().with_terms(terms);
    match TfidfVectorizer::new()
        .with_counts(counts)
        .fit_transform(documents)
    {
        Ok((_, weights)) => Ok(weights),
        // Articles without terms are near to nothing, and that is no error.
        Err(tfidf::Error::EmptyVocabulary) => empty(articles.len()),
        Err(tfidf::Error::Cancelled) => Err(Error::Cancelled),
        Err(other) => Err(Error::Step(Box::new(other))),
    }
}

fn empty(rows: usize) -> Result<CsrMatrix<f64>, Error> {
    CsrMatrix::new(0, vec![0; rows + 1], Vec::new(), Vec::new())
        .map_err(|error| Error::Step(Box::new(error)))
}
