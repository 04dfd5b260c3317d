//! Models in files.

use proptest::prelude::*;
use wirecopy_text::{Envelope, EnvelopeError, Language, StemmerEdition};
use wirecopy_tfidf::{
    CountVectorizer, DocumentFrequency, Error, FittedCountVectorizer, FittedTfidfTransformer,
    FittedTfidfVectorizer, HashingVectorizer, TermOptions, TfidfTransformer, TfidfVectorizer,
    Vocabulary,
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
    Envelope::new("tfidf", 3, Vec::new())
        .to_writer(&mut file)
        .unwrap();
    assert!(matches!(
        read(&file),
        Err(Error::Envelope(EnvelopeError::TooNew {
            found: 3,
            newest: 2
        }))
    ));
    let result = FittedCountVectorizer::from_reader(&bytes(&model())[..]);
    assert_eq!(
        result.unwrap_err().to_string(),
        "the file holds a `tfidf`, expected a `counts`"
    );
}

#[test]
fn notes_come_back_and_no_cut_or_change_loses_them() {
    let mut file = Vec::new();
    model()
        .to_writer_with_notes("{\"dtype\": \"<f4\"}", &mut file)
        .unwrap();
    let (again, notes) = FittedTfidfVectorizer::from_reader_with_notes(&file[..]).unwrap();
    assert_eq!(notes.as_deref(), Some("{\"dtype\": \"<f4\"}"));
    assert_eq!(bytes(&again), FIRST);
    assert_eq!(bytes(&read(&file).unwrap()), FIRST);
    let without = FittedTfidfVectorizer::from_reader_with_notes(FIRST).unwrap();
    assert_eq!(without.1, None);
    for at in 0..file.len() {
        assert!(read(&file[..at]).is_err(), "cut at {at}");
        let mut file = file.clone();
        file[at] ^= 3;
        assert!(read(&file).is_err(), "byte {at}");
    }
}

/// A file that Python wrote; its tests hold that it still writes the same.
const BY_PYTHON: &[u8] = include_bytes!("python_version_2.bin");

#[test]
fn a_file_that_python_wrote_opens() {
    let (model, notes) = FittedTfidfVectorizer::from_reader_with_notes(BY_PYTHON).unwrap();
    assert_eq!(
        model.vocabulary().iter().collect::<Vec<_>>(),
        ["harvest", "mills"]
    );
    assert_eq!(
        model
            .transform(&["The mills, the harvest"])
            .unwrap()
            .stored(),
        2
    );
    assert!(notes.unwrap().contains("latin-1"));
}

#[test]
fn a_model_without_columns_yet_comes_back_and_learns_on() {
    let vectorizer = CountVectorizer::new().with_min_df(DocumentFrequency::Count(3));
    let mut model = vectorizer.begin().unwrap();
    model.partial_fit(&TEXTS[..1]).unwrap();
    let mut file = Vec::new();
    model.to_writer(&mut file).unwrap();
    let mut again = FittedCountVectorizer::from_reader(&file[..]).unwrap();
    assert!(again.vocabulary().is_empty());
    assert!(matches!(again.transform(&TEXTS), Err(Error::NoTermsRemain)));
    again.partial_fit(&["the", "the"]).unwrap();
    assert_eq!(again.vocabulary().iter().collect::<Vec<_>>(), ["the"]);
}

#[test]
fn what_hashes_and_what_weighs_come_back_too() {
    let hashing = HashingVectorizer::new().with_features(32).with_norm(None);
    let mut file = Vec::new();
    hashing.to_writer_with_notes("a note", &mut file).unwrap();
    let (again, notes) = HashingVectorizer::from_reader_with_notes(&file[..]).unwrap();
    assert_eq!((again, notes.as_deref()), (hashing, Some("a note")));

    let idf = vec![1.5, f64::INFINITY, 0.25];
    let weights = FittedTfidfTransformer::from_idf(TfidfTransformer::new(), idf).unwrap();
    let mut file = Vec::new();
    weights.to_writer(&mut file).unwrap();
    assert_eq!(
        FittedTfidfTransformer::from_reader(&file[..]).unwrap(),
        weights
    );
    for at in 0..file.len() {
        assert!(FittedTfidfTransformer::from_reader(&file[..at]).is_err());
    }
    let without = TfidfTransformer::new().with_idf(false);
    let without = without.fit_frequencies([1.0, 2.0].into_iter(), 3);
    let mut file = Vec::new();
    without.to_writer(&mut file).unwrap();
    assert_eq!(
        FittedTfidfTransformer::from_reader(&file[..]).unwrap(),
        without
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
            let counted = model.transform(&TEXTS);
            prop_assert_eq!(counted.is_err(), model.vocabulary().is_empty());
        }
    }

    #[test]
    fn noise_is_an_error(payload in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read(&payload).is_err());
        prop_assert!(read(&sealed(payload)).is_err());
    }
}
