//! The terms that are columns.

use std::fmt;
use std::sync::OnceLock;

use wirecopy_text::TermId;

use crate::error::Error;
use crate::interner::{Arena, Interner};
use crate::narrow::narrow;

/// The terms that are the columns of a matrix, by their numbers.
///
/// One that was learnt has its terms in the order of their code points, whatever the number of
/// threads; one that was given keeps the order in which it was given. The table for looking terms
/// up is made when it is first needed.
///
/// # Example
/// ```
/// use wirecopy_text::TermId;
/// use wirecopy_tfidf::Vocabulary;
///
/// let vocabulary = Vocabulary::from_terms(["wire", "copy"])?;
/// assert_eq!(vocabulary.get("copy"), Some(TermId(1)));
/// assert_eq!(vocabulary.term(TermId(0)), Some("wire"));
/// assert!(Vocabulary::from_terms(["wire", "wire"]).is_err());
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Vocabulary {
    terms: Arena,
    numbers: OnceLock<Interner>,
}

impl Vocabulary {
    /// Takes terms in the order of their columns.
    ///
    /// # Errors
    /// [`Error::RepeatedTerm`]; [`Error::EmptyFixedVocabulary`] when there is none.
    pub fn from_terms<S: AsRef<str>>(terms: impl IntoIterator<Item = S>) -> Result<Self, Error> {
        let mut numbers = Interner::default();
        for (place, term) in terms.into_iter().enumerate() {
            let number = numbers.intern(term.as_ref().as_bytes()) as usize;
            if number != place {
                return Err(Error::RepeatedTerm {
                    term: term.as_ref().to_owned(),
                    first: number,
                    second: place,
                });
            }
        }
        if numbers.len() == 0 {
            return Err(Error::EmptyFixedVocabulary);
        }
        Ok(Self {
            terms: numbers.arena().clone(),
            numbers: numbers.into(),
        })
    }

    /// Takes terms that are known to be different.
    pub(crate) fn new(terms: Arena) -> Self {
        Self {
            terms,
            numbers: OnceLock::new(),
        }
    }

    pub(crate) const fn arena(&self) -> &Arena {
        &self.terms
    }

    /// Returns the number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Says whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of a term. The first call takes `O(n)`.
    #[must_use]
    pub fn get(&self, term: &str) -> Option<TermId> {
        self.find(term.as_bytes()).map(TermId)
    }

    pub(crate) fn find(&self, term: &[u8]) -> Option<u32> {
        self.make_table().find(term)
    }

    /// Makes the table for looking terms up, if there is none.
    pub(crate) fn make_table(&self) -> &Interner {
        self.numbers.get_or_init(|| {
            let mut numbers = Interner::with_capacity(self.len());
            for term in self.terms.iter() {
                numbers.intern(term);
            }
            numbers
        })
    }

    /// Says whether a sorted vocabulary has a term, without making the table.
    pub(crate) fn find_sorted(&self, term: &[u8]) -> bool {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.terms.get(middle).cmp(term) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return true,
            }
        }
        false
    }

    /// Returns a term by its number.
    #[must_use]
    pub fn term(&self, id: TermId) -> Option<&str> {
        (id.index() < self.len()).then(|| self.terms.text(id.index()))
    }

    /// Returns the terms in the order of their numbers.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> + DoubleEndedIterator {
        (0..self.len()).map(|at| self.terms.text(at))
    }

    /// Returns for each of these terms its number here, or `none`.
    pub(crate) fn places_of(&self, terms: &Arena, none: u32) -> Vec<u32> {
        if *terms == self.terms {
            return (0..narrow(self.len())).collect();
        }
        terms
            .iter()
            .map(|term| self.find(term).unwrap_or(none))
            .collect()
    }
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Self) -> bool {
        self.terms == other.terms
    }
}

impl Eq for Vocabulary {}

impl fmt::Debug for Vocabulary {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;
        let mut list = formatter.debug_list();
        list.entries(self.iter().take(SHOWN));
        if self.len() > SHOWN {
            list.finish_non_exhaustive()
        } else {
            list.finish()
        }
    }
}
