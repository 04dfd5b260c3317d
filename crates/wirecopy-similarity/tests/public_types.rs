//! What holds for every public type.

use std::fmt::Debug;

use wirecopy_similarity::{
    CsrView, EqualSets, Error, Near, Neighbours, SetCollection, SetCriterion, SetPairs,
    SimilarPair, SparseVector, Threshold, Window,
};

#[test]
fn public_types_are_debug_send_and_sync() {
    fn check<T: Debug + Send + Sync>() {}
    check::<CsrView>();
    check::<EqualSets>();
    check::<Error>();
    check::<Near>();
    check::<Neighbours>();
    check::<SetCollection>();
    check::<SetCriterion>();
    check::<SetPairs>();
    check::<SimilarPair>();
    check::<SparseVector>();
    check::<Threshold>();
    check::<Window>();
}

#[test]
fn errors_say_what_was_found_and_what_was_expected() {
    let refused = Threshold::new(1.5).map_err(|error| error.to_string());
    let message = "threshold is `1.5`, expected a number above 0 and at most 1; \
                   at 0 every pair would be similar";
    assert_eq!(refused, Err(message.into()));
    let refused = SetCollection::new().push_sorted(&[2, 1]);
    let message = "set `0` is not strictly ascending at position `1`, expected sorted elements \
                   without repetition; sort it or use `push_unsorted`";
    assert_eq!(
        refused.map_err(|error| error.to_string()),
        Err(message.into())
    );
}
