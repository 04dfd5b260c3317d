//! The join against brute force.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Mutex;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use wirecopy_similarity::{
    Error, SetCollection, SetCriterion, SimilarPair, Threshold, jaccard, jaccard_join, overlap,
    set_join, set_join_each_of,
};

fn join(sets: &SetCollection, threshold: f64) -> Vec<SimilarPair> {
    let threshold = Threshold::new(threshold).expect("a valid threshold");
    jaccard_join(sets, threshold, &|_, _| ControlFlow::Continue(())).expect("not cancelled")
}

fn join_on(threads: usize, sets: &SetCollection, threshold: f64) -> Vec<SimilarPair> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().expect("threads can be started");
    pool.install(|| join(sets, threshold))
}

fn number(index: usize) -> u32 {
    u32::try_from(index).expect("a test has few sets")
}

/// Compares every set with every other.
fn brute_force(sets: &SetCollection, threshold: f64) -> Vec<SimilarPair> {
    let mut pairs = Vec::new();
    for (a, first) in sets.iter().enumerate() {
        for (b, second) in sets.iter().enumerate().skip(a + 1) {
            let score = jaccard(first, second);
            if score >= threshold {
                let (a, b) = (number(a), number(b));
                pairs.push(SimilarPair { a, b, score });
            }
        }
    }
    pairs
}

/// Compares the sets that share an element, for collections too large for [`brute_force`].
fn by_inverted_index(sets: &SetCollection, threshold: f64) -> Vec<SimilarPair> {
    let mut postings: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (b, set) in sets.iter().enumerate() {
        let mut earlier: Vec<usize> = Vec::new();
        for &element in set {
            let sharing = postings.entry(element).or_default();
            earlier.extend(sharing.iter());
            sharing.push(b);
        }
        earlier.sort_unstable();
        earlier.dedup();
        for a in earlier {
            let score = jaccard(sets.get(a), set);
            if score >= threshold {
                let (a, b) = (number(a), number(b));
                pairs.push(SimilarPair { a, b, score });
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

fn collect(sets: impl IntoIterator<Item = Vec<u64>>) -> SetCollection {
    let mut collection = SetCollection::new();
    for set in sets {
        collection.push_unsorted(set);
    }
    collection
}

/// Originals, and copies of them with some elements left out and some put in.
fn near_copies(universe: u64) -> impl Strategy<Value = SetCollection> {
    let originals = vec(btree_set(0..universe, 0..40), 1..6);
    let copies = vec(
        (
            any::<prop::sample::Index>(),
            vec(any::<prop::sample::Index>(), 0..4),
            vec(0..universe, 0..4),
        ),
        0..30,
    );
    (originals, copies).prop_map(|(originals, copies)| {
        let copies = copies.into_iter().map(|(of, without, with)| {
            let mut set: Vec<u64> = originals[of.index(originals.len())]
                .iter()
                .copied()
                .collect();
            for place in without {
                if !set.is_empty() {
                    set.swap_remove(place.index(set.len()));
                }
            }
            set.extend(with);
            set
        });
        collect(copies)
    })
}

fn collections() -> impl Strategy<Value = SetCollection> {
    // A small universe shares everything with everything, a large one nearly nothing.
    prop_oneof![near_copies(12), near_copies(80), near_copies(u64::MAX)]
}

/// Simple fractions, which many pairs hit exactly, and their neighbours.
fn thresholds() -> impl Strategy<Value = f64> {
    prop_oneof![
        Just(1.0),
        Just(f64::MIN_POSITIVE),
        0.001..=1.0,
        (1_u32..12, 1_u32..12, 0_u8..3).prop_map(|(a, b, step)| {
            let fraction = f64::from(a.min(b)) / f64::from(a.max(b));
            match step {
                0 => fraction,
                1 => fraction.next_down(),
                _ => fraction.next_up().min(1.0),
            }
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_join_equals_brute_force(sets in collections(), threshold in thresholds()) {
        prop_assert_eq!(join(&sets, threshold), brute_force(&sets, threshold));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_number_of_threads_changes_nothing(sets in collections(), threshold in thresholds()) {
        let expected = join_on(1, &sets, threshold);
        for threads in [2, 3] {
            prop_assert_eq!(&join_on(threads, &sets, threshold), &expected);
        }
    }

    #[test]
    fn sets_that_are_freed_on_the_way_have_the_same_pairs(sets in collections(), threshold in thresholds()) {
        let threshold = Threshold::new(threshold).expect("a valid threshold");
        for criterion in [SetCriterion::Jaccard(threshold), SetCriterion::Containment(threshold)] {
            let go_on = |_, _| ControlFlow::Continue(());
            let expected = set_join(&sets, None, criterion, &go_on).expect("not cancelled");
            let mut pairs = Vec::new();
            let heard = Mutex::new((0, 0));
            let told = |done: u64, total| {
                let mut heard = heard.lock().expect("no panic");
                *heard = (heard.0.max(done), total);
                ControlFlow::Continue(())
            };
            let equal = set_join_each_of(sets.clone(), criterion, &told, |found| {
                pairs.extend_from_slice(found);
                ControlFlow::Continue(())
            });
            prop_assert_eq!(&equal.expect("not cancelled"), expected.equal_sets());
            pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
            prop_assert_eq!(pairs, expected.pairs());
            let total = 5 * sets.len() as u64;
            prop_assert_eq!(heard.into_inner().expect("no panic"), (total, total));
        }
    }
}

#[test]
fn a_pair_exactly_at_the_threshold_is_found() {
    for union in 1..60_u64 {
        for common in 1..=union {
            // The elements that are not shared go to one side or to both.
            for only_first in [0, (union - common) / 2, union - common] {
                let first = (0..common + only_first).collect();
                let second = (0..common).chain(common + only_first..union).collect();
                let sets = collect([first, second]);
                let score = common as f64 / union as f64;
                let pair = SimilarPair { a: 0, b: 1, score };
                assert_eq!(join(&sets, score), [pair], "{common} of {union}");
                if score < 1.0 {
                    assert_eq!(join(&sets, score.next_up()), [], "{common} of {union}");
                }
            }
        }
    }
    let sets = collect([vec![1, 2, 3, 4, 5], vec![1, 2, 3, 4], vec![1, 2, 3]]);
    assert_eq!(join(&sets, 0.8).len(), 1);
    assert_eq!(join(&sets, 0.75).len(), 2);
    let sets = collect([vec![1, 2, 3], vec![2, 3]]);
    assert_eq!(join(&sets, 2.0 / 3.0).len(), 1);
}

#[test]
fn empty_sets_pair_with_nothing() {
    let sets = collect([vec![], vec![7], vec![], vec![7], vec![]]);
    let pair = SimilarPair {
        a: 1,
        b: 3,
        score: 1.0,
    };
    assert_eq!(join(&sets, 0.1), [pair]);
    assert_eq!(join(&SetCollection::new(), 0.5), []);
    assert_eq!(join(&collect([vec![]]), 0.5), []);
}

#[test]
fn equal_sets_pair_with_each_other() {
    let sets = collect((0..500).map(|_| (0..20).collect()));
    let pairs = join(&sets, 1.0);
    assert_eq!(pairs, brute_force(&sets, 1.0));
    assert_eq!(pairs.len(), 500 * 499 / 2);
}

#[test]
fn an_element_in_every_set_makes_no_candidates() {
    // Two sets share 1 of 11 elements. Were the lists of element 0 compared, this would be 5
    // billion steps.
    let own = |set: u64| (5 * set + 1..=5 * set + 5).chain([0]).collect();
    let sets = collect((0..100_000).map(own));
    assert_eq!(join(&sets, 0.1), []);
}

/// A plain generator of numbers, the same in every run (Steele, Lea, Flood: `SplitMix64`, 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }
}

/// Many sets, so that there are several parts and ranges; every third is a copy of an earlier one
/// with up to half of its elements exchanged; `element` makes the elements.
fn large_collection(count: usize, element: impl Fn(&mut Numbers) -> u64) -> SetCollection {
    let mut numbers = Numbers(1);
    let mut sets = SetCollection::new();
    for index in 0..count {
        let size = 20 + numbers.below(1000);
        let mut set: Vec<u64> = if index % 3 == 2 {
            sets.get(usize::try_from(numbers.below(index as u64)).expect("small"))
                .to_vec()
        } else {
            (0..size).map(|_| element(&mut numbers)).collect()
        };
        if index % 3 == 2 {
            for _ in 0..numbers.below(set.len() as u64 / 2 + 1) {
                let place = numbers.below(set.len() as u64);
                set[usize::try_from(place).expect("small")] = element(&mut numbers);
            }
        }
        sets.push_unsorted(set);
    }
    sets
}

#[test]
fn large_collections_equal_an_inverted_index() {
    // Hashes, hashes of which a few are frequent, and small numbers of which some are.
    let uniform = large_collection(3000, Numbers::next);
    assert!(
        uniform.element_count() > 1_200_000,
        "several parts and ranges"
    );
    let skewed = large_collection(1500, |numbers| {
        let rank = u64::MAX / (1 + numbers.next() / 16);
        rank.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (numbers.below(3) << 20)
    });
    let small = large_collection(1500, |numbers| {
        let end = 1 + numbers.below(1_000_000);
        numbers.below(end)
    });
    for (sets, thresholds) in [
        (&uniform, &[0.4, 0.7, 0.8][..]),
        (&skewed, &[0.7]),
        (&small, &[0.5, 0.9]),
    ] {
        let mut expected = by_inverted_index(sets, thresholds[0]);
        for &threshold in thresholds {
            expected.retain(|pair| pair.score >= threshold);
            assert!(expected.len() > 20, "the test compares something");
            for threads in [1, 2] {
                assert_eq!(join_on(threads, sets, threshold), expected);
            }
        }
    }
}

#[test]
fn scores_are_the_jaccard_similarity() {
    let sets = large_collection(300, |numbers| numbers.below(5000));
    for pair in join(&sets, 0.3) {
        let (a, b) = (sets.get(pair.a as usize), sets.get(pair.b as usize));
        assert_eq!(pair.score.to_bits(), jaccard(a, b).to_bits());
        assert!(overlap(a, b) > 0 && pair.a < pair.b);
    }
}

#[test]
fn progress_ends_at_its_total() {
    let sets = large_collection(1200, Numbers::next);
    for threads in [1, 2] {
        let reports = Mutex::new(Vec::new());
        let report = |done, total| {
            reports.lock().expect("no panic").push((done, total));
            ControlFlow::Continue(())
        };
        let threshold = Threshold::new(0.5).expect("valid");
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().expect("threads can be started");
        pool.install(|| jaccard_join(&sets, threshold, &report))
            .expect("not cancelled");
        let reports = reports.into_inner().expect("no panic");
        let total = reports[0].1;
        assert!(
            reports
                .iter()
                .all(|&(done, all)| done <= total && all == total)
        );
        assert_eq!(reports.iter().map(|&(done, _)| done).max(), Some(total));
        assert!(threads > 1 || reports.is_sorted());
    }
}

#[test]
fn a_callback_that_breaks_cancels_at_any_moment() {
    let sets = large_collection(1200, Numbers::next);
    let threshold = Threshold::new(0.5).expect("valid");
    let mut cancelled = 0;
    for last in 0..1000 {
        let calls = Mutex::new(0);
        let result = jaccard_join(&sets, threshold, &|_, _| {
            let mut calls = calls.lock().expect("no panic");
            *calls += 1;
            if *calls > last {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        match result {
            Err(error) => assert_eq!(error, Error::Cancelled),
            Ok(_) => break,
        }
        cancelled += 1;
    }
    assert!((4..1000).contains(&cancelled), "{cancelled}");
}
