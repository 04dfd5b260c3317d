//! Which terms become columns.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::counted::Counts;
use crate::error::Error;

/// A bound on the number of documents that a term is in. `Count(1)` and `Share(1.0)` differ: one
/// document, and all of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFrequency {
    /// So many documents.
    Count(u64),
    /// So large a part of the documents, `0.0..=1.0`.
    Share(f64),
}

impl DocumentFrequency {
    /// Returns the number of documents that the bound means, which need not be whole.
    #[must_use]
    pub fn of(self, documents: u64) -> f64 {
        match self {
            Self::Count(count) => count as f64,
            Self::Share(share) => share * documents as f64,
        }
    }

    fn check(self, option: &'static str) -> Result<(), Error> {
        let (given, holds) = match self {
            Self::Count(count) => (count.to_string(), count >= 1),
            Self::Share(share) => (share.to_string(), (0.0..=1.0).contains(&share)),
        };
        if holds {
            return Ok(());
        }
        Err(Error::InvalidOption {
            option,
            given,
            expected: "a count of at least 1 or a share from 0.0 to 1.0",
        })
    }
}

/// In which order `max_features` takes the terms.
///
/// The default takes the most frequent first and of equals the first in the vocabulary.
/// scikit-learn leaves equals to NumPy's `argsort`, whose order depends on the version and on the
/// processor; whoever needs its very choice hands it over here.
#[derive(Clone)]
pub struct Ranking(Arc<Argsort>);

type Argsort = dyn Fn(&[i64]) -> Vec<usize> + Send + Sync;

impl Ranking {
    /// Takes a function that gets the negated totals of the terms that are within the bounds, in
    /// the order of the vocabulary, and returns their places in the order of preference, as an
    /// `argsort` does.
    #[must_use]
    pub fn new(argsort: impl Fn(&[i64]) -> Vec<usize> + Send + Sync + 'static) -> Self {
        Self(Arc::new(argsort))
    }
}

impl Default for Ranking {
    fn default() -> Self {
        Self::new(|totals| {
            let mut order: Vec<usize> = (0..totals.len()).collect();
            order.sort_by_key(|&at| totals[at]);
            order
        })
    }
}

impl fmt::Debug for Ranking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ranking")
    }
}

/// The bounds, checked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Bounds {
    pub(crate) min_df: DocumentFrequency,
    pub(crate) max_df: DocumentFrequency,
    pub(crate) max_features: Option<usize>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            min_df: DocumentFrequency::Count(1),
            max_df: DocumentFrequency::Share(1.0),
            max_features: None,
        }
    }
}

impl Bounds {
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.min_df.check("min_df")?;
        self.max_df.check("max_df")?;
        if self.max_features == Some(0) {
            return Err(Error::InvalidOption {
                option: "max_features",
                given: "0".to_owned(),
                expected: "at least 1",
            });
        }
        Ok(())
    }

    /// Does the same as [`kept`](Self::kept) for documents to which more may come: where no term
    /// lies within the bounds, none is kept, unless more documents cannot change that.
    pub(crate) fn kept_so_far(
        &self,
        counts: &Counts,
        documents: u64,
        binary: bool,
        ranking: &Ranking,
    ) -> Result<Option<Vec<bool>>, Error> {
        match self.kept(counts, documents, binary, ranking) {
            Err(Error::DfBoundsCross { max, min }) if self.cross_for_ever() => {
                Err(Error::DfBoundsCross { max, min })
            }
            Err(Error::EmptyVocabulary | Error::NoTermsRemain | Error::DfBoundsCross { .. }) => {
                Ok(Some(vec![false; counts.terms.len()]))
            }
            kept => kept,
        }
    }

    /// Says whether the bounds, which cross, do so for any number of documents.
    const fn cross_for_ever(&self) -> bool {
        matches!(
            (self.min_df, self.max_df),
            (DocumentFrequency::Count(_), DocumentFrequency::Count(_))
                | (DocumentFrequency::Share(_), DocumentFrequency::Share(_))
        )
    }

    /// Says for each term whether it becomes a column; `None` when all do. With `binary`, a term
    /// counts once in a document.
    pub(crate) fn kept(
        &self,
        counts: &Counts,
        documents: u64,
        binary: bool,
        ranking: &Ranking,
    ) -> Result<Option<Vec<bool>>, Error> {
        if counts.terms.len() == 0 {
            return Err(Error::EmptyVocabulary);
        }
        let (min, max) = (self.min_df.of(documents), self.max_df.of(documents));
        if max < min {
            return Err(Error::DfBoundsCross { max, min });
        }
        let within = |&count: &u32| (min..=max).contains(&f64::from(count));
        let mut kept: Vec<bool> = counts.documents.iter().map(within).collect();
        let places: Vec<usize> = (0..kept.len()).filter(|&term| kept[term]).collect();
        if let Some(limit) = self.max_features.filter(|&limit| limit < places.len()) {
            let total = |&term: &usize| {
                let total = if binary {
                    u64::from(counts.documents[term])
                } else {
                    counts.totals[term]
                };
                -total.cast_signed()
            };
            let totals: Vec<i64> = places.iter().map(total).collect();
            let order = (ranking.0)(&totals);
            let mut named = vec![false; places.len()];
            for &place in &order {
                match named.get_mut(place) {
                    Some(named) if !*named => *named = true,
                    _ => {
                        return Err(Error::InvalidRanking {
                            terms: places.len(),
                        });
                    }
                }
            }
            if order.len() != places.len() {
                return Err(Error::InvalidRanking {
                    terms: places.len(),
                });
            }
            for &place in &order[limit..] {
                kept[places[place]] = false;
            }
        }
        if !kept.contains(&true) {
            return Err(Error::NoTermsRemain);
        }
        Ok(kept.contains(&false).then_some(kept))
    }
}
