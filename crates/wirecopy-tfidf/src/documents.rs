//! What is counted.

use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Error;

/// A callback that hears how many documents are done and how many there are, and may stop the work.
pub type Progress<'p> = dyn Fn(u64, u64) -> ControlFlow<()> + Sync + 'p;

/// Documents to be counted: texts, lists of tokens, or lists of terms.
///
/// A slice of strings is turned into texts by itself.
///
/// # Example
/// ```
/// use wirecopy_tfidf::{CountVectorizer, Documents};
///
/// let tokens = [vec!["New York", "mill"], vec!["mill"]];
/// let (fitted, counts) = CountVectorizer::new().fit_transform(Documents::tokens(&tokens))?;
/// assert_eq!(fitted.vocabulary().iter().collect::<Vec<_>>(), ["New York", "mill"]);
/// assert_eq!(counts.row(0).len(), 2);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
pub struct Documents<'d, T> {
    pub(crate) pieces: Pieces<'d, T>,
    progress: Option<&'d Progress<'d>>,
}

#[derive(Debug)]
pub(crate) enum Pieces<'d, T> {
    Texts(&'d [T]),
    /// Stop words, stems and n-grams are still to come.
    Tokens(&'d [Vec<T>]),
    /// Nothing is to come.
    Terms(&'d [Vec<T>]),
}

impl<T> Clone for Pieces<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Pieces<'_, T> {}

impl<T> Clone for Documents<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Documents<'_, T> {}

impl<T> fmt::Debug for Documents<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.pieces {
            Pieces::Texts(_) => "texts",
            Pieces::Tokens(_) => "tokens",
            Pieces::Terms(_) => "terms",
        };
        formatter
            .debug_struct("Documents")
            .field("kind", &kind)
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl<'d, T: AsRef<str> + Sync> Documents<'d, T> {
    /// Takes texts, which are cut into terms.
    #[must_use]
    pub const fn texts(texts: &'d [T]) -> Self {
        Self {
            pieces: Pieces::Texts(texts),
            progress: None,
        }
    }

    /// Takes lists of tokens, which somebody else cut: stop words go, stems and n-grams are made.
    #[must_use]
    pub const fn tokens(tokens: &'d [Vec<T>]) -> Self {
        Self {
            pieces: Pieces::Tokens(tokens),
            progress: None,
        }
    }

    /// Takes lists of terms, which are counted as they are.
    #[must_use]
    pub const fn terms(terms: &'d [Vec<T>]) -> Self {
        Self {
            pieces: Pieces::Terms(terms),
            progress: None,
        }
    }
}

impl<'d, T> Documents<'d, T> {
    /// Lets a callback hear of the progress, a few times for each thread, and stop the work.
    #[must_use]
    pub const fn with_progress(self, progress: &'d Progress<'d>) -> Self {
        Self {
            progress: Some(progress),
            ..self
        }
    }

    /// Returns the number of documents.
    #[must_use]
    pub const fn len(&self) -> usize {
        match self.pieces {
            Pieces::Texts(texts) => texts.len(),
            Pieces::Tokens(lists) | Pieces::Terms(lists) => lists.len(),
        }
    }

    /// Says whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub(crate) const fn as_texts(&self) -> Option<&'d [T]> {
        match self.pieces {
            Pieces::Texts(texts) => Some(texts),
            Pieces::Tokens(_) | Pieces::Terms(_) => None,
        }
    }

    pub(crate) fn watch(&self) -> Watch<'d> {
        Watch {
            progress: self.progress,
            done: AtomicU64::new(0),
            total: self.len() as u64,
        }
    }
}

impl<'d, T: AsRef<str> + Sync> From<&'d [T]> for Documents<'d, T> {
    fn from(texts: &'d [T]) -> Self {
        Self::texts(texts)
    }
}

impl<'d, T: AsRef<str> + Sync> From<&'d Vec<T>> for Documents<'d, T> {
    fn from(texts: &'d Vec<T>) -> Self {
        Self::texts(texts)
    }
}

impl<'d, T: AsRef<str> + Sync, const N: usize> From<&'d [T; N]> for Documents<'d, T> {
    fn from(texts: &'d [T; N]) -> Self {
        Self::texts(texts)
    }
}

/// Counts what the threads have done.
pub(crate) struct Watch<'d> {
    progress: Option<&'d Progress<'d>>,
    done: AtomicU64,
    total: u64,
}

impl Watch<'_> {
    /// Tells that so many more are done; called for some hundred documents at a time.
    pub(crate) fn advance(&self, documents: usize) -> Result<(), Error> {
        let Some(progress) = self.progress else {
            return Ok(());
        };
        let done = self.done.fetch_add(documents as u64, Ordering::Relaxed) + documents as u64;
        match progress(done, self.total) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::Cancelled),
        }
    }
}
