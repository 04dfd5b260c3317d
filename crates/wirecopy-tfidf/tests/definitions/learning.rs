//! Learning in pieces.

use proptest::prelude::*;
use wirecopy_text::TermId;
use wirecopy_tfidf::{
    CountVectorizer, DocumentFrequency, Error, FittedTfidfVectorizer, TfidfTransformer,
    TfidfVectorizer,
};

use crate::naive::{setup, texts};

fn bytes(model: &FittedTfidfVectorizer) -> Vec<u8> {
    let mut file = Vec::new();
    model.to_writer(&mut file).expect("memory can be written");
    file
}

proptest! {
    #[test]
    fn pieces_give_what_the_whole_gives(setup in setup(), first in texts(), second in texts()) {
        let vectorizer = TfidfVectorizer::new().with_counts(setup.vectorizer());
        let whole: Vec<String> = first.iter().chain(&second).cloned().collect();
        let (Ok(mut model), Ok(at_once)) = (vectorizer.fit(&first), vectorizer.fit(&whole)) else {
            return Ok(());
        };
        let before = model.clone();
        let map = model.partial_fit(&second).unwrap();
        prop_assert_eq!(bytes(&model), bytes(&at_once));
        prop_assert_eq!(model.transform(&whole).unwrap(), at_once.transform(&whole).unwrap());
        for (old, term) in (0..).zip(before.vocabulary().iter()) {
            prop_assert_eq!(map.get(TermId(old)), model.vocabulary().get(term));
        }
        if let Ok(other) = vectorizer.fit(&second) {
            let mut merged = before.clone();
            merged.merge(&other).unwrap();
            prop_assert_eq!(bytes(&merged), bytes(&at_once));
            let mut reversed = other.clone();
            reversed.merge(&before).unwrap();
            prop_assert_eq!(bytes(&reversed), bytes(&at_once));
        }
    }

    #[test]
    fn what_cannot_be_learnt_leaves_the_model_as_it_was(first in texts(), second in texts()) {
        // All documents share no term: the more there are, the fewer columns remain.
        let counts = CountVectorizer::new().with_min_df(DocumentFrequency::Share(0.75));
        let Ok(model) = TfidfVectorizer::new().with_counts(counts).fit(&first) else { return Ok(()) };
        let mut more = model.clone();
        if more.partial_fit(&second).is_err() {
            prop_assert_eq!(bytes(&more), bytes(&model));
        }
    }
}

#[test]
fn compacting_forgets_the_pruned_terms_and_keeps_the_columns() {
    let vectorizer = CountVectorizer::new().with_min_df(DocumentFrequency::Count(2));
    let mut model = vectorizer.fit(&["mill wharf", "mill quay"]).unwrap();
    assert_eq!((model.vocabulary().len(), model.pruned()), (1, 2));
    let mut full = model.clone();
    model.compact();
    assert_eq!((model.vocabulary().len(), model.pruned()), (1, 0));
    full.partial_fit(&["wharf"]).unwrap();
    model.partial_fit(&["wharf"]).unwrap();
    assert_eq!((full.vocabulary().len(), model.vocabulary().len()), (2, 1));
}

#[test]
fn models_of_different_options_do_not_merge() {
    let fit = |vectorizer: CountVectorizer| vectorizer.fit(&["mill wharf"]).unwrap();
    let mut model = fit(CountVectorizer::new());
    let other = fit(CountVectorizer::new().with_binary(true));
    assert_eq!(
        model.merge(&other).unwrap_err().to_string(),
        "the models differ in `binary`; fit both with the same options"
    );
    let tfidf = |weights| {
        TfidfVectorizer::new()
            .with_weights(weights)
            .fit(&["mill"])
            .unwrap()
    };
    let plain = tfidf(TfidfTransformer::new().with_norm(None));
    assert!(matches!(
        tfidf(TfidfTransformer::new()).merge(&plain),
        Err(Error::OptionsDiffer { option: "weights" })
    ));
}
