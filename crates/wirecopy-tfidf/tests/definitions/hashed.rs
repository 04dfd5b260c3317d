//! Hashed features.

use std::collections::BTreeMap;

use proptest::prelude::*;
use wirecopy_tfidf::{Documents, Error, HashingVectorizer, Norm, TermOptions};

use crate::naive::{terms, texts};

/// `MurmurHash3_x86_32` as its reference describes it, byte by byte.
fn murmur3(bytes: &[u8]) -> i32 {
    let mut hash = 0_u32;
    let scramble = |word: u32| {
        word.wrapping_mul(0xcc9e_2d51)
            .rotate_left(15)
            .wrapping_mul(0x1b87_3593)
    };
    for chunk in bytes.chunks(4) {
        let word = chunk
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u32::from(byte));
        hash ^= scramble(word);
        if chunk.len() == 4 {
            hash = hash
                .rotate_left(13)
                .wrapping_mul(5)
                .wrapping_add(0xe654_6b64);
        }
    }
    hash ^= u32::try_from(bytes.len()).expect("a short term");
    hash = (hash ^ hash >> 16).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ hash >> 13).wrapping_mul(0xc2b2_ae35);
    (hash ^ hash >> 16).cast_signed()
}

proptest! {
    #[test]
    fn rows_are_those_of_the_definition(
        terms in terms(),
        texts in texts(),
        features in prop::sample::select(vec![1, 7, 64, 1 << 20]),
        (binary, alternate) in any::<(bool, bool)>(),
        norm in prop::sample::select(vec![None, Some(Norm::L1), Some(Norm::L2)]),
    ) {
        let splitter = terms.build().unwrap();
        let vectorizer = HashingVectorizer::new()
            .with_terms(terms).with_features(features).with_binary(binary)
            .with_alternate_sign(alternate).with_norm(norm);
        let rows = vectorizer.transform(&texts).unwrap();
        let cut: Vec<Vec<String>> = texts.iter().map(|text| splitter.terms(text)).collect();
        prop_assert_eq!(&vectorizer.transform(Documents::terms(&cut)).unwrap(), &rows);
        for (row, terms) in cut.iter().enumerate() {
            let mut expected: BTreeMap<u32, f64> = BTreeMap::new();
            for term in terms {
                let hash = murmur3(term.as_bytes());
                let column = u32::try_from(i64::from(hash).abs() % i64::from(features)).unwrap();
                *expected.entry(column).or_default() += if alternate && hash < 0 { -1.0 } else { 1.0 };
            }
            if binary {
                for value in expected.values_mut() {
                    *value = 1.0;
                }
            }
            let length = match norm {
                None => 1.0,
                Some(Norm::L1) => expected.values().map(|value| value.abs()).sum(),
                Some(Norm::L2) => expected.values().map(|value| value * value).sum::<f64>().sqrt(),
            };
            let length = if length == 0.0 { 1.0 } else { length };
            let expected: Vec<(u32, f64)> = expected.into_iter().map(|(column, value)| (column, value / length)).collect();
            prop_assert_eq!(rows.row(row).collect::<Vec<_>>(), expected);
        }
    }
}

#[test]
fn a_number_of_columns_that_cannot_be_is_refused() {
    for features in [0, i32::MAX.cast_unsigned()] {
        let result = HashingVectorizer::new()
            .with_features(features)
            .transform(&["mill"]);
        assert!(matches!(
            result,
            Err(Error::InvalidOption {
                option: "n_features",
                ..
            })
        ));
    }
    let options = TermOptions::new().with_ngrams((0, 1));
    assert!(
        HashingVectorizer::new()
            .with_terms(options)
            .check()
            .is_err()
    );
}
