//! Learning in pieces.

use proptest::prelude::*;
use wirecopy_text::TermId;
use wirecopy_tfidf::{
    Bm25, CountVectorizer, DocumentFrequency, Documents, Error, FittedCountVectorizer,
    FittedTfidfVectorizer, HashingVectorizer, TermOptions, TfidfTransformer, TfidfVectorizer,
};

use crate::naive::{Setup, setup, texts};

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
    fn a_piece_that_prunes_to_nothing_is_learnt_all_the_same(setup in setup(), first in texts(), second in texts()) {
        let vectorizer = TfidfVectorizer::new().with_counts(setup.vectorizer());
        let mut model = vectorizer.begin().unwrap();
        let mut whole = Vec::new();
        for piece in [first, second] {
            let before = bytes(&model);
            whole.extend(piece.iter().cloned());
            let learnt = model.partial_fit(&piece).map(|_| ());
            match (learnt, vectorizer.fit(&whole)) {
                (Ok(()), Ok(at_once)) => prop_assert_eq!(bytes(&model), bytes(&at_once)),
                (Ok(()), Err(_)) => {
                    prop_assert!(model.vocabulary().is_empty());
                    prop_assert!(matches!(model.transform(&whole), Err(Error::NoTermsRemain)));
                }
                (Err(_), at_once) => {
                    // Bounds that no number of documents uncrosses.
                    let crossed = matches!(at_once, Err(Error::DfBoundsCross { .. }));
                    prop_assert!(crossed);
                    prop_assert_eq!(bytes(&model), before);
                    return Ok(());
                }
            }
        }
    }
}

#[test]
fn pieces_may_be_smaller_than_min_df() {
    let vectorizer = CountVectorizer::new().with_min_df(DocumentFrequency::Count(5));
    assert!(matches!(
        vectorizer.fit(&["a mill"; 3]),
        Err(Error::DfBoundsCross { .. })
    ));
    let mut model = vectorizer.begin().unwrap();
    for (columns, piece) in [(0, 3), (0, 1), (1, 1)] {
        model.partial_fit(&vec!["a mill"; piece]).unwrap();
        assert_eq!(model.vocabulary().len(), columns);
    }
    let mut merged = vectorizer.begin().unwrap();
    merged.merge(&model).unwrap();
    assert_eq!((merged.documents(), merged.vocabulary().len()), (5, 1));
    let never = vectorizer.with_max_df(DocumentFrequency::Count(4));
    assert!(matches!(
        never.begin().unwrap().partial_fit(&["a mill"]),
        Err(Error::DfBoundsCross { .. })
    ));
}

/// The terms of a model in reverse order, columns or not, as somebody else would have counted them.
fn counts_of(texts: &[String], setup: &Setup) -> Vec<(String, u32, u64)> {
    let all = CountVectorizer::new().with_terms(setup.terms.clone());
    let Ok(model) = all.fit(texts) else {
        return Vec::new();
    };
    let numbers = model.document_frequencies().iter().zip(model.totals());
    let terms = model.vocabulary().iter().map(str::to_owned);
    let counts = terms
        .zip(numbers)
        .map(|(term, (&frequency, &total))| (term, frequency, total));
    counts.rev().collect()
}

proptest! {
    #[test]
    fn counts_of_somebody_else_give_what_the_texts_give(setup in setup(), first in texts(), second in texts()) {
        let vectorizer = setup.vectorizer();
        let given = vectorizer.fit_counts(counts_of(&first, &setup), first.len() as u64);
        let (Ok(mut model), Ok(expected)) = (vectorizer.fit(&first), given) else {
            prop_assert!(vectorizer.fit(&first).is_err());
            return Ok(());
        };
        let bytes = |model: &FittedCountVectorizer| {
            let mut file = Vec::new();
            model.to_writer(&mut file).expect("memory can be written");
            file
        };
        prop_assert_eq!(bytes(&model), bytes(&expected));
        let mut more = expected.clone();
        let learnt = more.partial_fit_counts(counts_of(&second, &setup), second.len() as u64);
        prop_assert_eq!(learnt.is_ok(), model.partial_fit(&second).is_ok());
        prop_assert_eq!(bytes(&more), bytes(&model));
    }
}

#[test]
fn counts_that_cannot_be_are_refused() {
    let message = |counts: &[(&str, u32, u64)]| {
        let counts = counts.iter().copied();
        let refused = CountVectorizer::new().fit_counts(counts, 3);
        refused.unwrap_err().to_string()
    };
    assert!(
        message(&[("mill", 2, 2), ("wharf", 4, 9)])
            .starts_with("term `wharf` stands `9` times in `4` of `3`")
    );
    assert!(message(&[("mill", 2, 1)]).contains("expected at least once in each"));
    assert!(message(&[("mill", 0, 0)]).contains("`0` of `3` documents"));
    assert!(
        message(&[("mill", 1, 1), ("quay", 1, 1), ("mill", 1, 2)])
            .contains("`mill` stands twice in the vocabulary, at `0` and `2`")
    );
    assert!(matches!(
        CountVectorizer::new().fit_counts([("mill", 1, 1)], 1 << 32),
        Err(Error::TooLarge { .. })
    ));
}

#[test]
fn texts_that_something_else_cuts_are_refused() {
    let terms = TermOptions::new().with_cut_by("commas".to_owned());
    let refused = "the texts are cut by `commas`, which is not known here; hand over lists of tokens or of terms";
    let vectorizer = CountVectorizer::new().with_terms(terms.clone());
    assert_eq!(vectorizer.fit(&["a, b"]).unwrap_err().to_string(), refused);
    let tokens = [vec!["new mill", "wharf"], vec!["wharf"]];
    let fitted = vectorizer.fit(Documents::tokens(&tokens)).unwrap();
    assert_eq!(
        fitted.transform(&["wharf"]).unwrap_err().to_string(),
        refused
    );
    assert_eq!(
        fitted
            .transform(Documents::tokens(&tokens))
            .unwrap()
            .stored(),
        3
    );
    let mut file = Vec::new();
    fitted.to_writer(&mut file).unwrap();
    let again = FittedCountVectorizer::from_reader(&file[..]).unwrap();
    assert_eq!(again.splitter().options(), &terms);
    let hashed = HashingVectorizer::new()
        .with_terms(terms.clone())
        .transform(&["a, b"]);
    assert_eq!(hashed.unwrap_err().to_string(), refused);
    let index = Bm25::new()
        .with_terms(terms)
        .fit(Documents::tokens(&tokens))
        .unwrap();
    assert_eq!(index.search("wharf", 1).unwrap_err().to_string(), refused);
    assert_eq!(
        index.search_all(Documents::tokens(&tokens), 1).unwrap()[0].len(),
        1
    );
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
