//! The definitions, carried out with maps of strings, and random options and texts.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use wirecopy_text::{Language, StemmerEdition};
use wirecopy_tfidf::{
    CountVectorizer, CsrMatrix, DocumentFrequency, StripAccents, TermOptions, TermUnit,
    TokenPattern,
};

/// The options of a count, as plain values.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) terms: TermOptions,
    pub(crate) min_df: DocumentFrequency,
    pub(crate) max_df: DocumentFrequency,
    pub(crate) max_features: Option<usize>,
    pub(crate) binary: bool,
}

impl Setup {
    pub(crate) fn vectorizer(&self) -> CountVectorizer {
        CountVectorizer::new()
            .with_terms(self.terms.clone())
            .with_min_df(self.min_df)
            .with_max_df(self.max_df)
            .with_max_features(self.max_features)
            .with_binary(self.binary)
    }
}

pub(crate) fn terms() -> impl Strategy<Value = TermOptions> {
    let unit = select(vec![
        TermUnit::Word,
        TermUnit::Word,
        TermUnit::Char,
        TermUnit::CharWb,
    ]);
    let pattern = select(vec![
        TokenPattern::TwoOrMore,
        TokenPattern::OneOrMore,
        TokenPattern::NonSpace,
    ]);
    let accents = select(vec![
        StripAccents::None,
        StripAccents::Ascii,
        StripAccents::Unicode,
    ]);
    let stops = subsequence(vec!["ab", "a", "été", "b’a"], 0..3);
    (
        unit,
        pattern,
        accents,
        any::<bool>(),
        1..4_u32,
        0..3_u32,
        stops,
        any::<bool>(),
    )
        .prop_map(
            |(unit, pattern, accents, lowercase, min, more, stops, stem)| {
                let stem = stem && unit == TermUnit::Word;
                TermOptions::new()
                    .with_unit(unit)
                    .with_pattern(pattern)
                    .with_strip_accents(accents)
                    .with_lowercase(lowercase)
                    .with_ngrams((min, min + more))
                    .with_stop_words(stops)
                    .with_stemming(stem.then_some((Language::English, StemmerEdition::Current)))
            },
        )
}

fn bound() -> impl Strategy<Value = DocumentFrequency> {
    prop_oneof![
        (1..4_u64).prop_map(DocumentFrequency::Count),
        (0..5_u8).prop_map(|quarters| DocumentFrequency::Share(f64::from(quarters) / 4.0)),
    ]
}

pub(crate) fn setup() -> impl Strategy<Value = Setup> {
    let limits = (
        bound(),
        bound(),
        proptest::option::of(1..9_usize),
        any::<bool>(),
    );
    (terms(), limits, any::<bool>()).prop_map(
        |(terms, (min_df, max_df, max_features, binary), prune)| Setup {
            terms,
            min_df: if prune {
                min_df
            } else {
                DocumentFrequency::Count(1)
            },
            max_df: if prune {
                max_df
            } else {
                DocumentFrequency::Share(1.0)
            },
            max_features,
            binary,
        },
    )
}

/// Texts in which terms recur, with characters of which some are words to Python and some are not.
pub(crate) fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        4 => select(vec!["ab", "Ab", "abs", "été", "b’a", "a", "aba", "x½", "水", "ß", "long-windedness"]).prop_map(str::to_owned),
        1 => "[aAbé’½\u{301}.\n\u{a0}水\u{1}]{0,4}",
    ];
    vec(vec(word, 0..9).prop_map(|words| words.join(" ")), 0..7)
}

/// How often each term stands in each document.
pub(crate) fn counted(documents: &[Vec<String>]) -> Vec<BTreeMap<String, i64>> {
    let count = |document: &Vec<String>| {
        let mut counts = BTreeMap::new();
        for term in document {
            *counts.entry(term.clone()).or_insert(0) += 1;
        }
        counts
    };
    documents.iter().map(count).collect()
}

/// The terms that become columns; `None` where that is an error.
pub(crate) fn columns(documents: &[BTreeMap<String, i64>], setup: &Setup) -> Option<Vec<String>> {
    let mut known: BTreeMap<&str, (i64, i64)> = BTreeMap::new();
    for (term, &count) in documents.iter().flatten() {
        let (df, total) = known.entry(term).or_default();
        *df += 1;
        *total += if setup.binary { 1 } else { count };
    }
    let n = documents.len() as u64;
    let (min, max) = (setup.min_df.of(n), setup.max_df.of(n));
    if max < min {
        return None;
    }
    let mut kept: Vec<(&str, i64)> = known
        .iter()
        .filter(|(_, (df, _))| (min..=max).contains(&(*df as f64)))
        .map(|(term, (_, total))| (*term, *total))
        .collect();
    kept.sort_by_key(|(_, total)| -total);
    kept.truncate(setup.max_features.unwrap_or(usize::MAX));
    let mut kept: Vec<String> = kept.into_iter().map(|(term, _)| term.to_owned()).collect();
    kept.sort();
    (!kept.is_empty()).then_some(kept)
}

/// The matrix of these columns.
pub(crate) fn matrix(
    documents: &[BTreeMap<String, i64>],
    columns: &[String],
    binary: bool,
) -> CsrMatrix<i64> {
    let (mut indptr, mut indices, mut data) = (vec![0], vec![], vec![]);
    for document in documents {
        for (column, term) in (0..).zip(columns) {
            if let Some(&count) = document.get(term) {
                indices.push(column);
                data.push(if binary { 1 } else { count });
            }
        }
        indptr.push(indices.len());
    }
    CsrMatrix::new(columns.len(), indptr, indices, data).expect("a matrix")
}
