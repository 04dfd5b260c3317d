//! Models in files.

use proptest::prelude::*;
use wirecopy_text::{Envelope, EnvelopeError, Language, StemmerEdition};
use wirecopy_tfidf::{
    CountVectorizer, DocumentFrequency, Error, FittedCountVectorizer, FittedTfidfTransformer,
    FittedTfidfVectorizer, TermOptions, TfidfTransformer, TfidfVectorizer, Vocabulary,
};

use crate::naive::{setup, texts};

const TEXTS: [&str; 4] = [
    "The mill burnt down",
    "The mills stood",
    "A wharf burnt",
    "Étude of wharves",
];

fn model() -> FittedTfidfVectorizer {
    let options = TermOptions::new()
        .with_ngrams((1, 2))
        .with_stop_words(["the"])
        .with_stemming((Language::English, StemmerEdition::Current));
    let counts = CountVectorizer::new()
        .with_terms(options)
        .with_min_df(DocumentFrequency::Count(2));
    TfidfVectorizer::new()
        .with_counts(counts)
        .fit(&TEXTS)
        .expect("the texts have terms")
}

fn bytes(model: &FittedTfidfVectorizer) -> Vec<u8> {
    let mut file = Vec::new();
    model.to_writer(&mut file).expect("memory can be written");
    file
}

fn read(file: &[u8]) -> Result<FittedTfidfVectorizer, Error> {
    FittedTfidfVectorizer::from_reader(file)
}

/// A file of version 1 that was written when there was no other.
const FIRST: &[u8] = include_bytes!("model_version_1.bin");

#[test]
fn a_file_of_version_1_still_opens() {
    let model = read(FIRST).unwrap();
    assert_eq!(
        model.vocabulary().iter().collect::<Vec<_>>(),
        ["burnt", "mill"]
    );
    assert_eq!(
        (model.counts().documents(), model.counts().pruned()),
        (4, 12)
    );
    assert_eq!(
        model.weights().idf(),
        Some(&[(5.0_f64 / 3.0).ln() + 1.0; 2][..])
    );
    assert_eq!(model.transform(&["Burnt MILLS"]).unwrap().stored(), 2);
}

#[test]
fn what_is_written_today_is_version_1() {
    assert_eq!(bytes(&model()), FIRST);
}

#[test]
fn a_file_cut_anywhere_or_with_any_byte_changed_is_refused() {
    let file = bytes(&model());
    for at in 0..file.len() {
        assert!(
            matches!(read(&file[..at]), Err(Error::Envelope(_))),
            "cut at {at}"
        );
        for change in [1, 0x80, 0xff] {
            let mut file = file.clone();
            file[at] ^= change;
            assert!(matches!(read(&file), Err(Error::Envelope(_))), "byte {at}");
        }
    }
}

#[test]
fn a_newer_file_and_another_model_are_named() {
    let mut file = Vec::new();
    Envelope::new("tfidf", 2, Vec::new())
        .to_writer(&mut file)
        .unwrap();
    assert!(matches!(
        read(&file),
        Err(Error::Envelope(EnvelopeError::TooNew {
            found: 2,
            newest: 1
        }))
    ));
    let result = FittedCountVectorizer::from_reader(&bytes(&model())[..]);
    assert_eq!(
        result.unwrap_err().to_string(),
        "the file holds a `tfidf`, expected a `counts`"
    );
}

#[test]
fn idf_that_were_set_are_kept() {
    let counts = CountVectorizer::new().fit(&TEXTS).unwrap();
    let idf: Vec<f64> = (0_u8..)
        .take(counts.vocabulary().len())
        .map(f64::from)
        .collect();
    let weights = FittedTfidfTransformer::from_idf(TfidfTransformer::new(), idf.clone()).unwrap();
    let model = FittedTfidfVectorizer::from_parts(counts, weights).unwrap();
    assert_eq!(
        read(&bytes(&model)).unwrap().weights().idf(),
        Some(&idf[..])
    );
}

#[test]
fn a_given_vocabulary_comes_back_in_its_order() {
    let vocabulary = Vocabulary::from_terms(["wharf", "burnt"]).unwrap();
    let model = CountVectorizer::new()
        .with_vocabulary(vocabulary.clone())
        .fit(&TEXTS)
        .unwrap();
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    let again = FittedCountVectorizer::from_reader(&file[..]).unwrap();
    assert_eq!(again.vocabulary(), &vocabulary);
    assert!(again.has_fixed_vocabulary());
}

/// Wraps a payload as if it were whole.
fn sealed(payload: Vec<u8>) -> Vec<u8> {
    let mut file = Vec::new();
    Envelope::new("tfidf", 1, payload)
        .to_writer(&mut file)
        .expect("memory can be written");
    file
}

proptest! {
    #[test]
    fn models_come_back_as_they_were(setup in setup(), texts in texts(), others in texts()) {
        let Ok(model) = TfidfVectorizer::new().with_counts(setup.vectorizer()).fit(&texts) else { return Ok(()) };
        let mut again = read(&bytes(&model)).unwrap();
        prop_assert_eq!(bytes(&again), bytes(&model));
        prop_assert_eq!(again.transform(&others).unwrap(), model.transform(&others).unwrap());
        let mut model = model;
        prop_assert_eq!(again.partial_fit(&others).ok(), model.partial_fit(&others).ok());
        prop_assert_eq!(bytes(&again), bytes(&model));
    }

    #[test]
    fn a_payload_that_makes_no_sense_is_an_error(
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..12),
        cut in 0..12_usize,
    ) {
        // The checksum fits, so that the reader of the payload has to be on its guard.
        let file = bytes(&model());
        let payload = &file[28..file.len() - 8];
        let start = at.index(payload.len());
        let end = (start + cut).min(payload.len());
        let changed = [&payload[..start], &with, &payload[end..]].concat();
        if let Ok(model) = read(&sealed(changed)) {
            model.transform(&TEXTS).unwrap();
        }
    }

    #[test]
    fn noise_is_an_error(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&payload).is_err());
        prop_assert!(read(&sealed(payload)).is_err());
    }
}
