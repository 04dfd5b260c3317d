//! Search by BM25.

use proptest::prelude::*;
use wirecopy_text::{DocId, Envelope, EnvelopeError};
use wirecopy_tfidf::{Bm25, Bm25Index, Bm25Variant, Documents, Error};

use crate::naive::{terms, texts};

proptest! {
    #[test]
    fn hits_are_those_of_the_formula(
        terms in terms(),
        (texts, queries) in (texts(), texts()),
        okapi in any::<bool>(),
        (k1, b) in (0..4_u8, 0..5_u8),
        k in 0..5_usize,
    ) {
        let (k1, b) = (f64::from(k1) / 2.0, f64::from(b) / 4.0);
        let splitter = terms.build().unwrap();
        let variant = if okapi { Bm25Variant::Okapi } else { Bm25Variant::Lucene };
        let bm25 = Bm25::new().with_terms(terms).with_variant(variant).with_k1(k1).with_b(b);
        let documents: Vec<Vec<String>> = texts.iter().map(|text| splitter.terms(text)).collect();
        let Ok(index) = bm25.fit(&texts) else { return Ok(()) };
        let n = documents.len() as f64;
        let average = documents.iter().map(Vec::len).sum::<usize>() as f64 / n;
        let score = |document: &Vec<String>, query: &[String]| {
            let part = |term: &String| {
                let df = documents.iter().filter(|document| document.contains(term)).count() as f64;
                let odds = (n - df + 0.5) / (df + 0.5);
                let idf = if okapi { odds.ln().max(0.0) } else { odds.ln_1p() };
                let tf = document.iter().filter(|other| *other == term).count() as f64;
                if tf == 0.0 { 0.0 } else { idf * tf / (tf + k1 * (1.0 - b + b * document.len() as f64 / average)) }
            };
            query.iter().map(part).sum::<f64>()
        };
        let cut: Vec<Vec<String>> = queries.iter().map(|query| splitter.terms(query)).collect();
        let all = index.search_all(&queries, k).unwrap();
        prop_assert_eq!(&index.search_all(Documents::terms(&cut), k).unwrap(), &all);
        for ((text, query), hits) in queries.iter().zip(&cut).zip(all) {
            let scores: Vec<f64> = documents.iter().map(|document| score(document, query)).collect();
            let found = index.scores(text).unwrap();
            prop_assert_eq!(found.len(), scores.len());
            for (found, score) in found.iter().zip(&scores) {
                prop_assert!((found - score).abs() <= 1e-6 * score);
            }
            let positive = scores.iter().filter(|&&score| score > 0.0).count();
            prop_assert_eq!(hits.len(), k.min(positive));
            let in_order = hits.is_sorted_by(|a, b| {
                a.score.total_cmp(&b.score).reverse().then(a.document.cmp(&b.document)).is_lt()
            });
            prop_assert!(in_order);
            for hit in &hits {
                prop_assert_eq!(hit.score.to_bits(), found[hit.document.index()].to_bits());
            }
            // No other document is better than the last hit.
            let last = hits.last().map_or(f64::INFINITY, |hit| hit.score);
            for (document, &score) in (0..).zip(&scores) {
                let hit = hits.iter().any(|hit| hit.document == DocId(document));
                prop_assert!(hit || score <= last * (1.0 + 1e-6));
            }
        }
    }
}

#[test]
fn of_equal_documents_the_first_come_first() {
    let index = Bm25::new()
        .fit(&["mill", "wharf", "mill", "mill", "quay"])
        .unwrap();
    let found: Vec<u32> = index
        .search("mill", 2)
        .unwrap()
        .iter()
        .map(|hit| hit.document.0)
        .collect();
    assert_eq!(found, [0, 2]);
}

/// Many documents, so that lists of frequent words are long enough to be passed over.
#[test]
fn what_is_passed_over_changes_nothing() {
    let words = ["the", "of", "mill", "wharf", "quay", "ship", "fire"];
    let texts: Vec<String> = (0..4000_usize)
        .map(|at| {
            let kept = words
                .iter()
                .enumerate()
                .filter(|&(word, _)| (at * 7919 + word * 31) % (1 + word * word * 9) < 1 + word);
            let kept: Vec<String> = kept
                .map(|(word, text)| format!("{text} ").repeat(1 + (at + word) % 3))
                .collect();
            kept.concat() + &format!("w{at} ").repeat(at % 11)
        })
        .collect();
    let index = Bm25::new().fit(&texts).unwrap();
    let weights = |word: &str| index.search(word, usize::MAX).unwrap();
    for query in [
        "the mill of fire",
        "fire",
        "the of",
        "quay the the ship wharf",
        "w17 of the w18",
    ] {
        let mut sums = vec![0.0; texts.len()];
        for word in query.split(' ') {
            for hit in weights(word) {
                sums[hit.document.index()] += hit.score;
            }
        }
        let mut best: Vec<usize> = (0..texts.len()).filter(|&at| sums[at] > 0.0).collect();
        best.sort_by(|&a, &b| sums[b].total_cmp(&sums[a]).then(a.cmp(&b)));
        for k in [1, 10, 300, 5000] {
            let found: Vec<usize> = index
                .search(query, k)
                .unwrap()
                .iter()
                .map(|hit| hit.document.index())
                .collect();
            assert_eq!(found, best[..k.min(best.len())], "{query} {k}");
        }
    }
}

#[test]
fn parameters_outside_their_range_are_refused() {
    let message = |bm25: Bm25| bm25.fit(&["mill"]).unwrap_err().to_string();
    assert_eq!(
        message(Bm25::new().with_k1(-1.0)),
        "`k1` is `-1`, expected a number of at least 0"
    );
    assert_eq!(
        message(Bm25::new().with_b(f64::NAN)),
        "`b` is `NaN`, expected a number from 0.0 to 1.0"
    );
    assert!(matches!(
        Bm25::new().fit(&[""]),
        Err(Error::EmptyVocabulary)
    ));
}

fn bytes(index: &Bm25Index) -> Vec<u8> {
    let mut file = Vec::new();
    index.to_writer(&mut file).expect("memory can be written");
    file
}

fn sealed(version: u32, payload: Vec<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    Envelope::new("bm25", version, payload)
        .to_writer(&mut file)
        .expect("memory can be written");
    file
}

fn small() -> Bm25Index {
    let texts = [
        "the mill burnt",
        "",
        "a new mill: mills, mills",
        "the wharf",
    ];
    Bm25::new().fit(&texts).expect("the texts have terms")
}

/// A file of version 1 that was written when there was no other.
const FIRST: &[u8] = include_bytes!("search_version_1.bin");

#[test]
fn a_file_of_version_1_still_opens_and_is_what_is_written_today() {
    let index = Bm25Index::from_reader(FIRST).unwrap();
    assert_eq!((index.documents(), index.vocabulary().len()), (4, 6));
    assert_eq!(
        index.search("the burnt mill", 9).unwrap(),
        small().search("the burnt mill", 9).unwrap()
    );
    assert_eq!(bytes(&small()), FIRST);
}

#[test]
fn a_file_cut_anywhere_or_with_any_byte_changed_is_refused() {
    let file = bytes(&small());
    for at in 0..file.len() {
        let refused = |file: &[u8]| matches!(Bm25Index::from_reader(file), Err(Error::Envelope(_)));
        assert!(refused(&file[..at]), "cut at {at}");
        let mut changed = file.clone();
        changed[at] ^= 0x81;
        assert!(refused(&changed), "byte {at}");
    }
    assert!(matches!(
        Bm25Index::from_reader(&sealed(3, Vec::new())[..]),
        Err(Error::Envelope(EnvelopeError::TooNew {
            found: 3,
            newest: 2
        }))
    ));
}

proptest! {
    #[test]
    fn an_index_comes_back_as_it_was(
        terms in terms(),
        (texts, queries) in (texts(), texts()),
        okapi in any::<bool>(),
        (k1, b) in (0..4_u8, 0..5_u8),
    ) {
        let variant = if okapi { Bm25Variant::Okapi } else { Bm25Variant::Lucene };
        let bm25 = Bm25::new().with_terms(terms).with_variant(variant);
        let bm25 = bm25.with_k1(f64::from(k1) / 3.0).with_b(f64::from(b) / 4.0);
        let Ok(index) = bm25.fit(&texts) else { return Ok(()) };
        let again = Bm25Index::from_reader(&bytes(&index)[..]).unwrap();
        prop_assert_eq!(again.options(), index.options());
        prop_assert_eq!(again.search_all(&queries, 3).unwrap(), index.search_all(&queries, 3).unwrap());
        prop_assert_eq!(bytes(&again), bytes(&index));
    }

    #[test]
    fn a_payload_that_makes_no_sense_is_an_error(
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..12),
        cut in 0..12_usize,
    ) {
        // The checksum fits, so that the reader of the payload has to be on its guard.
        let file = bytes(&small());
        let payload = &file[28..file.len() - 8];
        let start = at.index(payload.len());
        let end = (start + cut).min(payload.len());
        let changed = [&payload[..start], &with, &payload[end..]].concat();
        if let Ok(index) = Bm25Index::from_reader(&sealed(1, changed)[..]) {
            index.search("the burnt mill", 3).unwrap();
            index.scores("the burnt mill").unwrap();
        }
    }
}
