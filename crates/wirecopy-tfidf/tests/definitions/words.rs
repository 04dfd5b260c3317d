//! Counts and weights of texts and tokens.

use std::collections::HashMap;

use proptest::prelude::*;
use wirecopy_text::Analyzer;
use wirecopy_tfidf::{
    CountVectorizer, CsrMatrix, DocumentFrequency, Documents, Error, Norm, Ranking, TermOptions,
    TermUnit, TfidfTransformer, TfidfVectorizer, Vocabulary,
};

use crate::naive::{columns, counted, matrix, setup, terms, texts};

fn names(vocabulary: &Vocabulary) -> Vec<String> {
    vocabulary.iter().map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn counts_are_those_of_the_definition(setup in setup(), texts in texts(), others in texts()) {
        let splitter = setup.terms.build().unwrap();
        let cut = |texts: &[String]| counted(&texts.iter().map(|text| splitter.terms(text)).collect::<Vec<_>>());
        let documents = cut(&texts);
        let result = setup.vectorizer().fit_transform(&texts);
        match columns(&documents, &setup) {
            None => {
                let refused = matches!(result, Err(Error::EmptyVocabulary | Error::NoTermsRemain | Error::DfBoundsCross { .. }));
                prop_assert!(refused);
            }
            Some(_) if documents.iter().all(std::collections::BTreeMap::is_empty) => {
                prop_assert!(matches!(result, Err(Error::EmptyVocabulary)));
            }
            Some(expected) => {
                let (fitted, counts) = result.unwrap();
                prop_assert_eq!(&names(fitted.vocabulary()), &expected);
                prop_assert_eq!(counts, matrix(&documents, &expected, setup.binary));
                prop_assert_eq!(fitted.transform(&others).unwrap(), matrix(&cut(&others), &expected, setup.binary));
            }
        }
    }

    #[test]
    fn tokens_may_hold_blanks_and_nothing_at_all(
        tokens in prop::collection::vec(prop::collection::vec("[ab \u{1}é]{0,3}", 0..6), 1..5),
        (min, more) in (1..3_u32, 0..3_u32),
        plain in any::<bool>(),
    ) {
        let tokens: Vec<Vec<String>> = tokens
            .into_iter()
            .map(|list| list.into_iter().map(|token| if plain { token.replace([' ', '\u{1}'], "c") } else { token }).collect())
            .collect();
        let options = TermOptions::new().with_ngrams((min, min + more)).with_stop_words(["ab"]);
        let documents: Vec<Vec<String>> = tokens
            .iter()
            .map(|list| {
                let list: Vec<&str> = list.iter().map(String::as_str).filter(|&token| token != "ab").collect();
                let sizes = min as usize..=((min + more) as usize).min(list.len());
                sizes.flat_map(|size| list.windows(size).map(|window| window.join(" ")).collect::<Vec<_>>()).collect()
            })
            .collect();
        let expected = counted(&documents);
        let vectorizer = CountVectorizer::new().with_terms(options);
        match vectorizer.fit_transform(Documents::tokens(&tokens)) {
            Err(error) => {
                prop_assert!(matches!(error, Error::EmptyVocabulary));
                prop_assert!(documents.iter().all(Vec::is_empty));
            }
            Ok((fitted, counts)) => {
                prop_assert_eq!(&counts, &matrix(&expected, &names(fitted.vocabulary()), false));
                let (same, as_terms) = vectorizer.fit_transform(Documents::terms(&documents)).unwrap();
                prop_assert_eq!(fitted.vocabulary(), same.vocabulary());
                prop_assert_eq!(counts, as_terms);
            }
        }
    }

    #[test]
    fn a_given_vocabulary_keeps_its_order_and_ignores_the_bounds(terms in terms(), texts in texts(), rotate in 0..5_usize) {
        let learnt = CountVectorizer::new().with_terms(terms.clone()).fit(&texts);
        prop_assume!(learnt.is_ok());
        let mut names = names(learnt.unwrap().vocabulary());
        names.push("not there".to_owned());
        let middle = rotate % names.len();
        names.rotate_left(middle);
        let vectorizer = CountVectorizer::new()
            .with_terms(terms.clone())
            .with_min_df(DocumentFrequency::Count(4))
            .with_vocabulary(Vocabulary::from_terms(&names).unwrap());
        let (fitted, counts) = vectorizer.fit_transform(&texts).unwrap();
        let splitter = terms.build().unwrap();
        let documents = counted(&texts.iter().map(|text| splitter.terms(text)).collect::<Vec<_>>());
        prop_assert_eq!(&counts, &matrix(&documents, &names, false));
        prop_assert_eq!(fitted.transform(&texts).unwrap(), counts);
        let refused = matches!(fitted.clone().partial_fit(&texts), Err(Error::FixedVocabulary { .. }));
        prop_assert!(refused);
    }

    #[test]
    fn weights_are_those_of_the_definition(
        terms in terms(),
        texts in texts(),
        (use_idf, smooth, sublinear, prune) in any::<(bool, bool, bool, bool)>(),
        norm in prop::sample::select(vec![None, Some(Norm::L1), Some(Norm::L2)]),
    ) {
        let weights = TfidfTransformer::new()
            .with_idf(use_idf).with_smooth_idf(smooth).with_sublinear_tf(sublinear).with_norm(norm);
        let vectorizer = CountVectorizer::new()
            .with_terms(terms.clone())
            .with_min_df(DocumentFrequency::Count(if prune { 2 } else { 1 }));
        let Ok((fitted, counts)) = vectorizer.fit_transform(&texts) else { return Ok(()) };
        let n = texts.len() as f64;
        // The order in which terms are first seen, in which `fit_transform` sums.
        let splitter = terms.build().unwrap();
        let mut first: HashMap<String, usize> = HashMap::new();
        for term in texts.iter().flat_map(|text| splitter.terms(text)) {
            let next = first.len();
            first.entry(term).or_insert(next);
        }
        let names = names(fitted.vocabulary());
        let expected = |by_first_seen: bool| {
            let mut expected = Vec::new();
            for row in 0..counts.rows() {
                let weigh = |(column, count): (u32, i64)| {
                    let df = f64::from(fitted.document_frequencies()[column as usize]);
                    let tf = if sublinear { (count as f64).ln() + 1.0 } else { count as f64 };
                    let idf = if smooth { ((1.0 + n) / (1.0 + df)).ln() + 1.0 } else { (n / df).ln() + 1.0 };
                    (first[&names[column as usize]], if use_idf { tf * idf } else { tf })
                };
                let values: Vec<(usize, f64)> = counts.row(row).map(weigh).collect();
                let mut summed = values.clone();
                if by_first_seen {
                    summed.sort_by_key(|&(place, _)| place);
                }
                let length = match norm {
                    None => 1.0,
                    Some(Norm::L1) => summed.iter().map(|(_, value)| value).sum(),
                    Some(Norm::L2) => summed.iter().map(|(_, value)| value * value).sum::<f64>().sqrt(),
                };
                expected.extend(values.into_iter().map(|(_, value)| value / length));
            }
            expected
        };
        let vectorizer = TfidfVectorizer::new().with_counts(vectorizer).with_weights(weights);
        let (both, matrix) = vectorizer.fit_transform(&texts).unwrap();
        prop_assert_eq!(matrix.data(), &expected(true)[..]);
        prop_assert_eq!(matrix.indices(), counts.indices());
        let again = both.transform(&texts).unwrap();
        prop_assert_eq!(again.data(), &expected(false)[..]);
        prop_assert_eq!(&weights.fit(&counts).transform(counts.clone()).unwrap(), &again);
        let (_, half): (_, CsrMatrix<f32>) = vectorizer.fit_transform_as(&Documents::from(&texts)).unwrap();
        prop_assert!(half.data().iter().zip(matrix.data()).all(|(half, whole)| (f64::from(*half) - whole).abs() < 1e-5));
    }
}

#[test]
fn of_equally_frequent_terms_the_first_stays_unless_a_ranking_says_otherwise() {
    let texts = ["quay mill wharf", "wharf"];
    let vectorizer = CountVectorizer::new().with_max_features(2);
    let fitted = vectorizer.fit(&texts).unwrap();
    assert_eq!(names(fitted.vocabulary()), ["mill", "wharf"]);

    let last_first = Ranking::new(|totals| {
        let mut order: Vec<usize> = (0..totals.len()).rev().collect();
        order.sort_by_key(|&at| totals[at]);
        order
    });
    let fitted = vectorizer
        .clone()
        .with_ranking(last_first)
        .fit(&texts)
        .unwrap();
    assert_eq!(names(fitted.vocabulary()), ["quay", "wharf"]);

    for bad in [vec![0, 0, 1], vec![0, 1], vec![0, 1, 3]] {
        let result = vectorizer
            .clone()
            .with_ranking(Ranking::new(move |_| bad.clone()))
            .fit(&texts);
        assert!(matches!(result, Err(Error::InvalidRanking { terms: 3 })));
    }
}

#[test]
fn one_document_and_all_documents_are_different_bounds() {
    let texts = ["mill wharf", "mill quay"];
    let of = |bound| {
        let fitted = CountVectorizer::new()
            .with_max_df(bound)
            .fit(&texts)
            .unwrap();
        names(fitted.vocabulary())
    };
    assert_eq!(of(DocumentFrequency::Count(1)), ["quay", "wharf"]);
    assert_eq!(of(DocumentFrequency::Share(1.0)), ["mill", "quay", "wharf"]);
}

#[test]
fn bounds_outside_their_range_are_refused() {
    let message = |vectorizer: CountVectorizer| vectorizer.fit(&["mill"]).unwrap_err().to_string();
    assert_eq!(
        message(CountVectorizer::new().with_min_df(DocumentFrequency::Share(1.5))),
        "`min_df` is `1.5`, expected a count of at least 1 or a share from 0.0 to 1.0"
    );
    assert_eq!(
        message(CountVectorizer::new().with_max_df(DocumentFrequency::Share(f64::NAN))),
        "`max_df` is `NaN`, expected a count of at least 1 or a share from 0.0 to 1.0"
    );
    assert_eq!(
        message(CountVectorizer::new().with_max_features(0)),
        "`max_features` is `0`, expected at least 1"
    );
    assert_eq!(
        message(CountVectorizer::new().with_min_df(DocumentFrequency::Count(2))),
        "`max_df` corresponds to `1` documents and `min_df` to `2`, expected no fewer; lower `min_df` or raise `max_df`"
    );
}

#[test]
fn an_analyzer_makes_the_tokens_and_ngrams_are_formed_of_them() {
    let options = TermOptions::new()
        .with_analyzer(Analyzer::new())
        .with_ngrams((2, 2));
    let fitted = CountVectorizer::new()
        .with_terms(options)
        .fit(&["Don’t STOP", "don't stop, I said"])
        .unwrap();
    assert_eq!(
        names(fitted.vocabulary()),
        ["don't stop", "i said", "stop i"]
    );
    assert_eq!(fitted.document_frequencies(), [2, 1, 1]);
}

#[test]
fn rows_know_their_terms() {
    let (fitted, counts) = CountVectorizer::new()
        .fit_transform(&["wharf mill", ""])
        .unwrap();
    assert_eq!(
        fitted.terms_of(&counts).unwrap(),
        [vec!["mill", "wharf"], vec![]]
    );
    let other = CsrMatrix::<i64>::new(1, vec![0], vec![], vec![]).unwrap();
    assert!(matches!(
        fitted.terms_of(&other),
        Err(Error::WrongColumns {
            given: 1,
            expected: 2
        })
    ));
}

#[test]
fn a_long_document_is_counted_in_full() {
    let words: Vec<String> = (0..20_000).map(|at| format!("w{}", at % 7001)).collect();
    let text = words.join(" ");
    for (unit, ngrams) in [
        (TermUnit::Word, (1, 1)),
        (TermUnit::Word, (1, 2)),
        (TermUnit::CharWb, (3, 5)),
    ] {
        let options = TermOptions::new().with_unit(unit).with_ngrams(ngrams);
        let splitter = options.build().unwrap();
        let documents = counted(&[splitter.terms(&text)]);
        let (fitted, counts) = CountVectorizer::new()
            .with_terms(options)
            .fit_transform(&[&text])
            .unwrap();
        assert_eq!(
            counts,
            matrix(&documents, &names(fitted.vocabulary()), false)
        );
    }
}

#[test]
fn counting_stops_when_the_callback_says_so() {
    let texts = vec!["mill"; 5000];
    let stop = |done, total| {
        assert!(done <= total && total == 5000);
        if done > 1000 {
            std::ops::ControlFlow::Break(())
        } else {
            std::ops::ControlFlow::Continue(())
        }
    };
    let documents = Documents::texts(&texts).with_progress(&stop);
    assert!(matches!(
        CountVectorizer::new().fit(documents),
        Err(Error::Cancelled)
    ));
}
