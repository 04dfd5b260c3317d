//! Which documents answer a query.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use wirecopy_text::DocId;

use crate::bag::tokens_of;
use crate::count_vectorizer::{CountVectorizer, FittedCountVectorizer};
use crate::csr::CsrMatrix;
use crate::documents::{Documents, Pieces};
use crate::error::Error;
use crate::narrow::narrow;
use crate::splitter::{Buffers, Splitter};
use crate::terms::{TermOptions, TermUnit};
use crate::vocabulary::Vocabulary;

/// Ranks documents by BM25 (Robertson and Zaragoza, *The probabilistic relevance framework: BM25
/// and beyond*, 2009).
///
/// The score of a document is the sum, over the terms of the query, of
/// `idf * tf / (tf + k1 * (1 - b + b * length / average length))`, where `tf` is how often the term
/// stands in the document and a length is a number of terms. With `n` documents, of which `df` hold
/// the term, `idf` is
/// - [`Lucene`](Bm25Variant::Lucene): `ln(1 + (n - df + 0.5) / (df + 0.5))`;
/// - [`Okapi`](Bm25Variant::Okapi): `ln((n - df + 0.5) / (df + 0.5))`, or 0 where that is negative.
///
/// A term that stands twice in the query counts twice.
///
/// # Example
/// ```
/// use wirecopy_text::DocId;
/// use wirecopy_tfidf::Bm25;
///
/// let texts = ["The mill burnt down.", "A new mill was built.", "Ships at the wharf"];
/// let index = Bm25::new().fit(&texts)?;
/// let hits = index.search("who burnt the mill", 2)?;
/// assert_eq!(hits[0].document, DocId(0));
/// assert!(hits[0].score > hits[1].score);
/// assert!(index.search("zeppelin", 2)?.is_empty());
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct Bm25 {
    terms: TermOptions,
    variant: Bm25Variant,
    k1: f64,
    b: f64,
}

/// How rare terms are weighed. The formulas stand at [`Bm25`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Bm25Variant {
    /// As Lucene does: never negative, and never 0.
    #[default]
    Lucene,
    /// As in the paper: terms of more than half of the documents count nothing.
    Okapi,
}

/// Documents in which one can search by [`Bm25`].
#[derive(Debug, Clone)]
pub struct Bm25Index {
    pub(crate) options: Bm25,
    splitter: Splitter,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) documents: usize,
    /// Where the postings of each term end.
    ends: Vec<usize>,
    postings: Vec<Posting>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    pub(crate) document: u32,
    pub(crate) weight: f32,
}

/// A document that answers a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The document.
    pub document: DocId,
    /// Its score, above 0: weights are kept as `f32` and summed as `f64`.
    pub score: f64,
}

impl Default for Bm25 {
    fn default() -> Self {
        Self {
            terms: TermOptions::default(),
            variant: Bm25Variant::default(),
            k1: 1.5,
            b: 0.75,
        }
    }
}

impl Bm25 {
    /// Makes one in Lucene's variant, with `k1 = 1.5` and `b = 0.75`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which terms a text has.
    pub fn with_terms(self, terms: TermOptions) -> Self {
        Self { terms, ..self }
    }

    /// Sets how rare terms are weighed.
    pub fn with_variant(self, variant: Bm25Variant) -> Self {
        Self { variant, ..self }
    }

    /// Sets how soon more of a term counts no more, at least 0.
    pub fn with_k1(self, k1: f64) -> Self {
        Self { k1, ..self }
    }

    /// Sets how much a long document counts less, `0.0..=1.0`.
    pub fn with_b(self, b: f64) -> Self {
        Self { b, ..self }
    }

    /// Returns which terms a text has.
    pub const fn terms(&self) -> &TermOptions {
        &self.terms
    }

    /// Returns how soon more of a term counts no more.
    #[must_use]
    pub const fn k1(&self) -> f64 {
        self.k1
    }

    /// Returns how much a long document counts less.
    #[must_use]
    pub const fn b(&self) -> f64 {
        self.b
    }

    /// Returns how rare terms are weighed.
    #[must_use]
    pub const fn variant(&self) -> Bm25Variant {
        self.variant
    }

    fn check(&self) -> Result<(), Error> {
        if !(self.k1 >= 0.0 && self.k1.is_finite()) {
            return Err(Error::InvalidOption {
                option: "k1",
                given: self.k1.to_string(),
                expected: "a number of at least 0",
            });
        }
        if !(0.0..=1.0).contains(&self.b) {
            return Err(Error::InvalidOption {
                option: "b",
                given: self.b.to_string(),
                expected: "a number from 0.0 to 1.0",
            });
        }
        Ok(())
    }

    /// Returns what each term of each document adds to a score: a row for each document of
    /// `counts`, whose columns are all terms.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for `k1` and `b`.
    pub fn weights(&self, counts: &CsrMatrix<u32>) -> Result<CsrMatrix<f32>, Error> {
        self.check()?;
        let n = counts.rows() as f64;
        let idf: Vec<f64> = counts
            .document_frequencies()
            .into_iter()
            .map(|df| {
                let odds = (n - df as f64 + 0.5) / (df as f64 + 0.5);
                match self.variant {
                    Bm25Variant::Lucene => (1.0 + odds).ln(),
                    Bm25Variant::Okapi => odds.max(1.0).ln(),
                }
            })
            .collect();
        let total: u64 = counts.data().iter().map(|&count| u64::from(count)).sum();
        let average = total as f64 / n;
        let mut parts = counts.clone().map(|_| 0.0_f32);
        let (indptr, indices, weights) = parts.parts_mut();
        for bounds in indptr.windows(2) {
            let row = bounds[0]..bounds[1];
            let counts = &counts.data()[row.clone()];
            let length: u64 = counts.iter().map(|&count| u64::from(count)).sum();
            let damping = self.k1 * (1.0 - self.b + self.b * length as f64 / average);
            let places = weights[row.clone()].iter_mut().zip(&indices[row]);
            for ((weight, &column), &count) in places.zip(counts) {
                let tf = f64::from(count);
                #[expect(clippy::cast_possible_truncation, reason = "stored as `f32`")]
                {
                    *weight = (idf[column as usize] * tf / (tf + damping)) as f32;
                }
            }
        }
        Ok(parts)
    }

    /// Takes documents in.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for `k1` and `b`, and those of
    /// [`CountVectorizer::fit`](crate::CountVectorizer::fit).
    pub fn fit<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<Bm25Index, Error> {
        self.check()?;
        let vectorizer = CountVectorizer::new().with_terms(self.terms.clone());
        let (fitted, counts): (FittedCountVectorizer, CsrMatrix<u32>) =
            vectorizer.fit_transform_as(&documents.into())?;
        let weights = self.weights(&counts)?;
        let mut ends = vec![0; weights.columns()];
        for &column in weights.indices() {
            ends[column as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // Where the postings start, for now; writing them moves it to where they end.
            sum += std::mem::replace(end, sum);
        }
        let none = Posting {
            document: 0,
            weight: 0.0,
        };
        let mut postings = vec![none; sum];
        for row in 0..weights.rows() {
            for (column, weight) in weights.row(row) {
                let head = &mut ends[column as usize];
                postings[*head] = Posting {
                    document: narrow(row),
                    weight,
                };
                *head += 1;
            }
        }
        let splitter = fitted.splitter().clone();
        let vocabulary = fitted.into_vocabulary();
        // So that the first query does not wait for the table.
        vocabulary.make_table();
        Ok(Bm25Index {
            options: self.clone(),
            splitter,
            documents: weights.rows(),
            vocabulary,
            ends,
            postings,
        })
    }
}

impl Bm25Index {
    /// Makes an index of what was read from a file.
    pub(crate) fn from_saved(
        options: Bm25,
        vocabulary: Vocabulary,
        documents: usize,
        ends: Vec<usize>,
        postings: Vec<Posting>,
    ) -> Result<Self, Error> {
        options.check()?;
        vocabulary.make_table();
        Ok(Self {
            splitter: options.terms.build()?,
            options,
            vocabulary,
            documents,
            ends,
            postings,
        })
    }

    /// The postings of each term.
    pub(crate) fn postings_by_term(&self) -> impl Iterator<Item = &[Posting]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let postings = &self.postings[start..end];
            start = end;
            postings
        })
    }

    /// Returns what it was made with.
    pub const fn options(&self) -> &Bm25 {
        &self.options
    }

    /// Returns the number of documents.
    #[must_use]
    pub const fn documents(&self) -> usize {
        self.documents
    }

    /// Returns the terms of the documents.
    #[must_use]
    pub const fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Returns the `k` documents with the highest scores, of equal ones the first; fewer where
    /// fewer hold a term of the query that counts.
    ///
    /// # Errors
    /// [`Error::Text`] when an analyser refuses the query.
    pub fn search(&self, query: &str, k: usize) -> Result<Vec<Hit>, Error> {
        let hits = self.search_all(&[query], k)?;
        Ok(hits.into_iter().next().unwrap_or_default())
    }

    /// Answers many queries, which may be texts, tokens or terms.
    ///
    /// # Errors
    /// [`Error::Text`] when an analyser refuses a query; [`Error::Cancelled`].
    pub fn search_all<'q, T: AsRef<str> + Sync + 'q>(
        &self,
        queries: impl Into<Documents<'q, T>>,
        k: usize,
    ) -> Result<Vec<Vec<Hit>>, Error> {
        let queries = queries.into();
        let watch = queries.watch();
        (0..queries.len())
            .into_par_iter()
            .map_init(
                || (vec![0.0; self.documents], Buffers::default()),
                |(scores, buffers), query| {
                    let terms = self.terms_of(queries.pieces, query, buffers)?;
                    let hits = self.best(&terms, k, scores);
                    watch.advance(1)?;
                    Ok(hits)
                },
            )
            .collect()
    }

    /// Returns the score of each document: 0 where it holds no term of the query that counts.
    ///
    /// # Errors
    /// [`Error::Text`] when an analyser refuses the query.
    pub fn scores(&self, query: &str) -> Result<Vec<f64>, Error> {
        let terms = self.terms_of(Pieces::Texts(&[query]), 0, &mut Buffers::default())?;
        let mut scores = vec![0.0; self.documents];
        self.add_up(&terms, &mut scores);
        Ok(scores)
    }

    /// The numbers of a query's terms, as often as they stand there.
    fn terms_of<T: AsRef<str>>(
        &self,
        pieces: Pieces<'_, T>,
        query: usize,
        buffers: &mut Buffers,
    ) -> Result<Vec<u32>, Error> {
        let options = self.splitter.options();
        let words = options.unit() == TermUnit::Word && options.ngrams() == (1, 1);
        let mut found = Vec::new();
        self.splitter.check_cuts(pieces)?;
        match pieces {
            Pieces::Texts(texts) if !words => {
                let terms = self.splitter.terms(texts[query].as_ref());
                found.extend(
                    terms
                        .iter()
                        .filter_map(|term| self.vocabulary.find(term.as_bytes())),
                );
            }
            Pieces::Tokens(lists) if options.ngrams() != (1, 1) => {
                let terms = self.splitter.terms_of_tokens(&lists[query]);
                found.extend(
                    terms
                        .iter()
                        .filter_map(|term| self.vocabulary.find(term.as_bytes())),
                );
            }
            _ => {
                let chosen = !matches!(pieces, Pieces::Terms(_));
                let (line, parts) = tokens_of(pieces, query, &self.splitter, buffers)?;
                for part in parts {
                    let token = &line[part.start as usize..part.end as usize];
                    let term = if chosen {
                        self.splitter.outcome(token)
                    } else {
                        Some(token.into())
                    };
                    found.extend(term.and_then(|term| self.vocabulary.find(&term)));
                }
            }
        }
        Ok(found)
    }

    /// Adds up the weights, in the order of the query.
    fn add_up(&self, terms: &[u32], scores: &mut [f64]) {
        for &term in terms {
            let at = term as usize;
            let start = if at == 0 { 0 } else { self.ends[at - 1] };
            for posting in &self.postings[start..self.ends[at]] {
                scores[posting.document as usize] += f64::from(posting.weight);
            }
        }
    }

    /// Scores the documents and picks the best. `scores` is all zeros, before and after.
    ///
    /// Passing over the lists of frequent terms once the best are decided (`MaxScore`) was tried:
    /// keeping account of the documents seen cost more than it saved, on queries of eight words
    /// against 62,000 articles.
    fn best(&self, terms: &[u32], k: usize, scores: &mut [f64]) -> Vec<Hit> {
        self.add_up(terms, scores);
        let mut best: BinaryHeap<Worst> = BinaryHeap::with_capacity(k.min(self.documents) + 1);
        let mut least = 0.0;
        if k > 0 {
            for (document, &score) in (0..).zip(&*scores) {
                // Of equals the first stays, and they come in order.
                if score > least {
                    best.push(Worst { document, score });
                    if best.len() > k {
                        best.pop();
                    }
                    if best.len() == k {
                        least = best.peek().map_or(0.0, |worst| worst.score);
                    }
                }
            }
        }
        scores.fill(0.0);
        let hit = |found: Worst| Hit {
            document: DocId(found.document),
            score: found.score,
        };
        best.into_sorted_vec().into_iter().map(hit).collect()
    }
}

/// Orders hits from the best to the worst, so that the heap gives up the worst.
#[derive(Debug, PartialEq)]
struct Worst {
    document: u32,
    score: f64,
}

impl Eq for Worst {}

impl PartialOrd for Worst {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Worst {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.document.cmp(&other.document))
    }
}
