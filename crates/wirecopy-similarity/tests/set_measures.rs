//! The joins of every measure, of one collection and of two, against brute force.

use std::num::NonZeroU32;
use std::ops::ControlFlow;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use wirecopy_similarity::{
    Error, SetCollection, SetCriterion, SetPairs, SimilarPair, Threshold, containment_of_smaller,
    dice, jaccard, overlap, set_join, set_join_each,
};

/// Never stops.
fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().expect("threads can be started").install(work)
}

fn join(
    first: &SetCollection,
    second: Option<&SetCollection>,
    criterion: SetCriterion,
) -> SetPairs {
    set_join(first, second, criterion, &go_on).expect("not cancelled")
}

fn expanded(found: &SetPairs) -> Vec<SimilarPair> {
    let mut pairs: Vec<SimilarPair> = found.expand().collect();
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

/// The measure by its function, not by the join's own arithmetic.
fn score(criterion: SetCriterion, a: &[u64], b: &[u64]) -> Option<f64> {
    let (score, least) = match criterion {
        SetCriterion::Jaccard(threshold) => (jaccard(a, b), threshold.value()),
        SetCriterion::Dice(threshold) => (dice(a, b), threshold.value()),
        SetCriterion::Containment(threshold) => (containment_of_smaller(a, b), threshold.value()),
        SetCriterion::Overlap(count) => (overlap(a, b) as f64, f64::from(count.get())),
        other => panic!("no brute force for {other:?}"),
    };
    (score >= least).then_some(score)
}

fn brute_force(
    first: &SetCollection,
    second: Option<&SetCollection>,
    criterion: SetCriterion,
) -> Vec<SimilarPair> {
    let mut pairs = Vec::new();
    for (a, one) in (0_u32..).zip(first.iter()) {
        for (b, other) in (0_u32..).zip(second.unwrap_or(first).iter()) {
            if (second.is_some() || a < b)
                && let Some(score) = score(criterion, one, other)
            {
                pairs.push(SimilarPair { a, b, score });
            }
        }
    }
    pairs
}

fn collect(sets: impl IntoIterator<Item = Vec<u64>>) -> SetCollection {
    let mut collection = SetCollection::new();
    for set in sets {
        collection.push_unsorted(set);
    }
    collection
}

/// Two collections of parts and near copies of the same originals, some of them equal.
fn relatives(universe: u64) -> impl Strategy<Value = (SetCollection, SetCollection)> {
    use prop::sample::Index;
    let originals = vec(btree_set(0..universe, 0..40), 1..5);
    let copy = (
        any::<Index>(),
        prop_oneof![Just((0, 100)), (0_usize..50, 1_usize..100)],
        vec(0..universe, 0..3),
    );
    (originals, vec(copy.clone(), 0..25), vec(copy, 0..25)).prop_map(|(originals, one, other)| {
        let copies = |copies: Vec<(Index, (usize, usize), Vec<u64>)>| {
            collect(copies.into_iter().map(|(of, (from, percent), with)| {
                let original = &originals[of.index(originals.len())];
                let (from, len) = (from * original.len() / 100, percent * original.len() / 100);
                let part = original.iter().copied().skip(from).take(len);
                part.chain(with).collect()
            }))
        };
        (copies(one), copies(other))
    })
}

fn collections() -> impl Strategy<Value = (SetCollection, SetCollection)> {
    prop_oneof![relatives(12), relatives(80), relatives(u64::MAX)]
}

fn criteria() -> impl Strategy<Value = SetCriterion> {
    let threshold = prop_oneof![
        Just(1.0),
        Just(f64::MIN_POSITIVE),
        0.001..=1.0,
        (1_u32..12, 1_u32..12).prop_map(|(a, b)| f64::from(a.min(b)) / f64::from(a.max(b))),
    ];
    (threshold, 1_u32..45, 0..4).prop_map(|(threshold, count, measure)| {
        let threshold = Threshold::new(threshold).expect("above 0 and at most 1");
        match measure {
            0 => SetCriterion::Jaccard(threshold),
            1 => SetCriterion::Dice(threshold),
            2 => SetCriterion::Containment(threshold),
            _ => SetCriterion::Overlap(NonZeroU32::new(count).expect("above 0")),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn joins_equal_brute_force(sets in collections(), criterion in criteria()) {
        let (first, second) = &sets;
        let found = join(first, None, criterion);
        prop_assert_eq!(expanded(&found), brute_force(first, None, criterion));
        let found = join(first, Some(second), criterion);
        prop_assert_eq!(expanded(&found), brute_force(first, Some(second), criterion));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_number_of_threads_changes_nothing(sets in collections(), criterion in criteria()) {
        let (first, second) = &sets;
        for second in [None, Some(second)] {
            let stream = || {
                let mut pairs = Vec::new();
                set_join_each(first, second, criterion, &go_on, |found| {
                    pairs.extend_from_slice(found);
                    ControlFlow::Continue(())
                })
                .expect("not cancelled");
                pairs
            };
            let expected = on(1, || join(first, second, criterion));
            let streamed = on(1, stream);
            for threads in [2, 3] {
                prop_assert_eq!(&on(threads, || join(first, second, criterion)), &expected);
                prop_assert_eq!(&on(threads, stream), &streamed);
            }
            let mut streamed = streamed;
            streamed.sort_by_key(|pair| (pair.a, pair.b));
            prop_assert_eq!(&streamed, expected.pairs());
        }
    }
}

fn jaccard_of(threshold: f64) -> SetCriterion {
    SetCriterion::Jaccard(Threshold::new(threshold).expect("valid"))
}

#[test]
fn a_hundred_thousand_copies_are_one_group() {
    let copies = collect((0..100_000).map(|_| (0..200).collect()));
    let found = join(&copies, None, jaccard_of(0.7));
    assert_eq!(found.pairs(), []);
    assert_eq!(found.equal_sets().len(), 1);
    let members: Vec<u32> = (0..100_000).collect();
    assert_eq!(found.equal_sets().iter().next(), Some(&members[..]));
    assert_eq!(found.expand().take(1000).count(), 1000);
    // Between two collections that is one pair of groups.
    let found = join(&copies, Some(&copies), jaccard_of(0.7));
    let (a, b) = (0, 0);
    assert_eq!(found.pairs(), [SimilarPair { a, b, score: 1.0 }]);
    assert_eq!(found.equal_sets_of_second().len(), 1);
    let last = found.expand().nth(100_000 * 2 - 1);
    assert_eq!(last.map(|pair| (pair.a, pair.b)), Some((1, 99_999)));
}

#[test]
fn a_footer_that_all_sets_share_makes_no_candidates() {
    // 500 elements in common and 300 of each set's own are 0.45 alike. Were they compared, this would be
    // 8 billion steps for each measure.
    let own =
        |set: u64| (1000 * set..1000 * set + 300).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let footer = 1_u64 << 60;
    let sets = collect((0..4000).map(|set| own(set).chain(footer..footer + 500).collect()));
    let threshold = Threshold::new(0.7).expect("valid");
    for criterion in [
        SetCriterion::Jaccard(threshold),
        SetCriterion::Dice(threshold),
        SetCriterion::Containment(threshold),
        SetCriterion::Overlap(NonZeroU32::new(501).expect("above 0")),
    ] {
        assert_eq!(join(&sets, None, criterion).pairs(), [], "{criterion:?}");
        assert_eq!(join(&sets, Some(&sets), criterion).pairs().len(), 4000);
    }
}

#[test]
fn equal_sets_are_too_small_for_a_large_count() {
    let sets = collect([vec![1, 2], vec![1, 2], vec![1, 2, 3, 4], vec![1, 2, 3, 4]]);
    let found = join(
        &sets,
        None,
        SetCriterion::Overlap(NonZeroU32::new(3).expect("above 0")),
    );
    assert_eq!(found.equal_sets().len(), 2);
    let pairs: Vec<SimilarPair> = found.expand().collect();
    let (a, b) = (2, 3);
    assert_eq!(pairs, [SimilarPair { a, b, score: 4.0 }]);
}

#[test]
fn empty_collections_give_no_pairs() {
    let (none, some) = (SetCollection::new(), collect([vec![1], vec![]]));
    for (first, second) in [
        (&none, None),
        (&none, Some(&some)),
        (&some, Some(&none)),
        (&some, None),
    ] {
        assert_eq!(join(first, second, jaccard_of(0.1)).pairs(), []);
    }
}

#[test]
fn a_receiver_that_breaks_stops_the_join() {
    let sets = collect((0..40_000).map(|set| vec![set / 2, set / 2 + 100_000, set]));
    let mut calls = 0;
    let stopped = set_join_each(&sets, None, jaccard_of(0.5), &go_on, |pairs| {
        assert!(!pairs.is_empty());
        calls += 1;
        if calls == 3 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    assert_eq!(stopped, Err(Error::Cancelled));
    assert_eq!(calls, 3);
}
