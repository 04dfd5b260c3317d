//! Putting counts together and taking them apart.

use std::cmp::Ordering;

use crate::counted::{Counts, NO_COLUMN, too_large};
use crate::error::Error;
use crate::interner::Arena;
use crate::narrow::narrow;

impl Counts {
    pub(crate) fn with_capacity(terms: usize, bytes: usize) -> Self {
        Self {
            terms: Arena::with_capacity(terms, bytes),
            documents: Vec::with_capacity(terms),
            totals: Vec::with_capacity(terms),
        }
    }

    /// Takes counts that somebody else made, in any order.
    pub(crate) fn given<S: AsRef<str>>(
        counts: impl IntoIterator<Item = (S, u32, u64)>,
        documents: u64,
    ) -> Result<Self, Error> {
        let counts: Vec<(S, u32, u64)> = counts.into_iter().collect();
        u32::try_from(counts.len()).map_err(|_| too_large("terms", counts.len()))?;
        let term = |at: usize| counts[at].0.as_ref();
        let mut order: Vec<usize> = (0..counts.len()).collect();
        order.sort_by_key(|&at| term(at));
        let equal = order.windows(2).find(|pair| term(pair[0]) == term(pair[1]));
        if let Some(&[first, second]) = equal {
            return Err(Error::RepeatedTerm {
                term: term(first).to_owned(),
                first,
                second,
            });
        }
        let mut given = Self::default();
        for at in order {
            let (_, frequency, total) = counts[at];
            if frequency == 0 || u64::from(frequency) > documents.min(total) {
                return Err(Error::InvalidCounts {
                    term: term(at).to_owned(),
                    frequency,
                    total,
                    documents,
                });
            }
            given.push(term(at).as_bytes(), frequency, total);
        }
        Ok(given)
    }

    fn push(&mut self, term: &[u8], documents: u32, total: u64) {
        self.terms.push(term);
        self.documents.push(documents);
        self.totals.push(total);
    }

    fn push_from(&mut self, other: &Self, at: usize) {
        self.push(other.terms.get(at), other.documents[at], other.totals[at]);
    }
}

/// Adds the counts of two sorted lists of terms.
pub(crate) fn merged(a: &Counts, b: &Counts) -> Counts {
    if a.terms.len() == 0 {
        return b.clone();
    }
    if b.terms.len() == 0 {
        return a.clone();
    }
    let mut all = Counts::with_capacity(
        a.terms.len().max(b.terms.len()),
        a.terms.bytes().len().max(b.terms.bytes().len()),
    );
    let (mut i, mut j) = (0, 0);
    while i < a.terms.len() || j < b.terms.len() {
        let order = if i == a.terms.len() {
            Ordering::Greater
        } else if j == b.terms.len() {
            Ordering::Less
        } else {
            a.terms.get(i).cmp(b.terms.get(j))
        };
        match order {
            Ordering::Less => {
                all.push_from(a, i);
                i += 1;
            }
            Ordering::Greater => {
                all.push_from(b, j);
                j += 1;
            }
            Ordering::Equal => {
                let documents = a.documents[i] + b.documents[j];
                all.push(a.terms.get(i), documents, a.totals[i] + b.totals[j]);
                i += 1;
                j += 1;
            }
        }
    }
    all
}

/// Returns the terms that are kept, the others, and the place of each among the kept, unless all
/// are.
pub(crate) fn split(counts: Counts, kept: Option<&[bool]>) -> (Counts, Counts, Option<Vec<u32>>) {
    let Some(kept) = kept else {
        return (counts, Counts::default(), None);
    };
    let (mut columns, mut pruned) = (Counts::default(), Counts::default());
    let mut columns_of = Vec::with_capacity(kept.len());
    for (at, &kept) in kept.iter().enumerate() {
        if kept {
            columns_of.push(narrow(columns.terms.len()));
            columns.push_from(&counts, at);
        } else {
            columns_of.push(NO_COLUMN);
            pruned.push_from(&counts, at);
        }
    }
    (columns, pruned, Some(columns_of))
}
