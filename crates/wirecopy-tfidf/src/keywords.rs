//! The terms that set an article, or a group of articles, apart.

use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use wirecopy_text::{Analyzer, DocId, Scratch, Span, TermId};

use crate::count_vectorizer::{CountVectorizer, FittedCountVectorizer};
use crate::csr::CsrMatrix;
use crate::documents::Documents;
use crate::error::Error;
use crate::terms::TermOptions;

/// How keywords are found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct KeywordOptions {
    analyzer: Analyzer,
    method: KeywordMethod,
    limit: usize,
    min_count: u64,
}

/// By what a term sets a group of articles apart. An article may be a group of its own.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum KeywordMethod {
    /// `tf * idf`, where `tf` is how often the term stands in the group and `idf` is
    /// `ln((1 + n) / (1 + df)) + 1` over the articles; divided by the group's Euclidean norm.
    Tfidf,
    /// The log odds of the term in the group against the other articles, in standard deviations
    /// (Monroe, Colaresi and Quinn, *Fightin' words*, Political Analysis 16(4), 2008, equations 16
    /// to 22). The prior is as if `prior` more terms had been seen on either side, spread as in all
    /// articles together; the more, the less a rare term counts.
    LogOdds {
        /// The weight of the prior, as a number of terms above 0.
        prior: f64,
    },
}

/// A term that sets a group of articles apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Keyword {
    /// The term, as the analyser makes it.
    pub term: String,
    /// How much it does, above 0. Comparable within a group.
    pub score: f64,
    /// How often it stands in the group.
    pub count: u64,
    /// Where it stands there.
    pub places: Vec<(DocId, Span)>,
}

impl Default for KeywordOptions {
    fn default() -> Self {
        Self {
            analyzer: Analyzer::new().with_min_length(2).with_drop_numbers(true),
            method: KeywordMethod::Tfidf,
            limit: 10,
            min_count: 1,
        }
    }
}

impl KeywordOptions {
    /// Makes the default: the ten best words of two or more letters by TF-IDF.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets what cuts articles into terms: stop words, stems and n-grams are its options.
    pub fn with_analyzer(self, analyzer: Analyzer) -> Self {
        Self { analyzer, ..self }
    }

    /// Sets by what terms are chosen.
    pub fn with_method(self, method: KeywordMethod) -> Self {
        Self { method, ..self }
    }

    /// Sets how many keywords a group has at most.
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Sets how often a term must stand in a group.
    pub fn with_min_count(self, min_count: u64) -> Self {
        Self { min_count, ..self }
    }

    /// Returns what cuts articles into terms.
    pub const fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    fn check(&self) -> Result<(), Error> {
        match self.method {
            KeywordMethod::LogOdds { prior } if !(prior > 0.0 && prior.is_finite()) => {
                Err(Error::InvalidOption {
                    option: "prior",
                    given: prior.to_string(),
                    expected: "a number above 0",
                })
            }
            _ => Ok(()),
        }
    }
}

/// Returns the keywords of each article.
///
/// # Errors
/// Those of [`group_keywords`].
///
/// # Example
/// ```
/// use wirecopy_tfidf::{KeywordOptions, keywords};
///
/// let texts = ["The mill burnt. The old mill!", "The ships sailed.", "The old ships sank."];
/// let found = keywords(&texts, &KeywordOptions::new().with_limit(1))?;
/// assert_eq!(found[0][0].term, "mill");
/// let spans: Vec<&str> = found[0][0].places.iter().map(|(_, span)| span.of(texts[0])).collect();
/// assert_eq!(spans, ["mill", "mill"]);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
pub fn keywords<'d, T: AsRef<str> + Sync + 'd>(
    texts: impl Into<Documents<'d, T>>,
    options: &KeywordOptions,
) -> Result<Vec<Vec<Keyword>>, Error> {
    let documents = texts.into();
    let groups: Vec<Option<usize>> = (0..documents.len()).map(Some).collect();
    group_keywords(documents, &groups, options)
}

/// Returns the keywords of each group of articles: `groups` has for each article the number of its
/// group, or `None` for one that is only there to be compared with.
///
/// Keywords come with the highest score first, of equals the first in the order of their letters.
/// The articles are read twice: to count, and to find the places.
///
/// # Errors
/// - [`Error::LengthsDiffer`] when there are not as many groups as articles;
/// - [`Error::TextsNeeded`] for documents that are not texts, which have no places;
/// - [`Error::InvalidOption`] for the prior, [`Error::Text`] for the analyser;
/// - [`Error::Cancelled`].
pub fn group_keywords<'d, T: AsRef<str> + Sync + 'd>(
    texts: impl Into<Documents<'d, T>>,
    groups: &[Option<usize>],
    options: &KeywordOptions,
) -> Result<Vec<Vec<Keyword>>, Error> {
    options.check()?;
    let documents = texts.into();
    if documents.len() != groups.len() {
        return Err(Error::LengthsDiffer {
            documents: documents.len(),
            groups: groups.len(),
        });
    }
    let texts = documents.as_texts().ok_or(Error::TextsNeeded)?;
    let count = groups.iter().flatten().max().map_or(0, |last| last + 1);
    // A group without an article costs nothing worth counting, but a number out of nowhere does.
    if count > documents.len() {
        return Err(Error::InvalidOption {
            option: "groups",
            given: (count - 1).to_string(),
            expected: "numbers below that of the documents",
        });
    }
    let terms = TermOptions::new().with_analyzer(options.analyzer.clone());
    let counted = CountVectorizer::new()
        .with_terms(terms)
        .fit_transform_as(&documents);
    let (fitted, counts): (FittedCountVectorizer, CsrMatrix<u32>) = match counted {
        Err(Error::EmptyVocabulary) => return Ok(vec![Vec::new(); count]),
        counted => counted?,
    };
    let mut members = vec![Vec::new(); count];
    for (document, group) in (0_u32..).zip(groups) {
        if let Some(group) = group {
            members[*group].push(DocId(document));
        }
    }
    let tokenizer = options.analyzer.build()?;
    // The second reading tells of its progress as the first did.
    let watch = documents.watch();
    members
        .into_par_iter()
        .map_init(Scratch::new, |scratch, members| {
            let mut found = best(&fitted, &counts, &members, options);
            let mut wanted: HashMap<String, usize> = HashMap::with_capacity(found.len());
            for (at, keyword) in found.iter().enumerate() {
                wanted.insert(keyword.term.clone(), at);
            }
            for &document in &members {
                let text = texts[document.index()].as_ref();
                tokenizer.for_each(text, scratch, |token, span, _| {
                    if let Some(&at) = wanted.get(token) {
                        found[at].places.push((document, span));
                    }
                })?;
                watch.advance(1)?;
            }
            Ok(found)
        })
        .collect()
}

/// The best terms of a group, without their places.
fn best(
    fitted: &FittedCountVectorizer,
    counts: &CsrMatrix<u32>,
    members: &[DocId],
    options: &KeywordOptions,
) -> Vec<Keyword> {
    let mut held: Vec<(u32, u64)> = members
        .iter()
        .flat_map(|document| counts.row(document.index()))
        .map(|(term, count)| (term, u64::from(count)))
        .collect();
    held.sort_unstable();
    held.dedup_by(|later, kept| {
        let same = later.0 == kept.0;
        if same {
            kept.1 += later.1;
        }
        same
    });
    let score: Box<dyn Fn(u32, u64) -> f64> = match options.method {
        KeywordMethod::Tfidf => {
            let n = fitted.documents() as f64;
            let weight = move |term: u32, count: u64| {
                let df = f64::from(fitted.document_frequencies()[term as usize]);
                count as f64 * (((1.0 + n) / (1.0 + df)).ln() + 1.0)
            };
            let squares = held
                .iter()
                .map(|&(term, count)| weight(term, count).powi(2));
            let norm = squares.sum::<f64>().sqrt();
            Box::new(move |term, count| weight(term, count) / norm)
        }
        KeywordMethod::LogOdds { prior } => {
            let all: u64 = fitted.totals().iter().sum();
            let inside: u64 = held.iter().map(|&(_, count)| count).sum();
            Box::new(move |term, count| {
                let total = fitted.totals()[term as usize];
                log_odds(
                    (count as f64, inside as f64),
                    ((total - count) as f64, (all - inside) as f64),
                    (prior * total as f64 / all as f64, prior),
                )
            })
        }
    };
    let mut scored: Vec<(f64, u32, u64)> = held
        .iter()
        .filter(|&&(_, count)| count >= options.min_count)
        .map(|&(term, count)| (score(term, count), term, count))
        .filter(|&(score, ..)| score > 0.0)
        .collect();
    scored.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    scored.truncate(options.limit);
    let keyword = |(score, term, count)| Keyword {
        term: fitted
            .vocabulary()
            .term(TermId(term))
            .unwrap_or_default()
            .to_owned(),
        score,
        count,
        places: Vec::new(),
    };
    scored.into_iter().map(keyword).collect()
}

/// The difference of log odds of a term on two sides in standard deviations. Each side, and the
/// prior, is how often the term stands there and how many terms there are.
fn log_odds(here: (f64, f64), there: (f64, f64), prior: (f64, f64)) -> f64 {
    let odds = |side: (f64, f64)| {
        let with = side.0 + prior.0;
        (with / (side.1 + prior.1 - with)).ln()
    };
    let variance = 1.0 / (here.0 + prior.0) + 1.0 / (there.0 + prior.0);
    let score = (odds(here) - odds(there)) / variance.sqrt();
    // Only one term in all articles: it sets nothing apart.
    if score.is_finite() { score } else { 0.0 }
}
