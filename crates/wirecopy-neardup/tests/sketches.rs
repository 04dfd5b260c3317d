//! Signatures that must never drift, indexes against looking at everything, and what is refused.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use wirecopy_neardup::{
    Banding, Candidate, Costs, Error, HammingIndex, MinHash, MinHashLsh, Shingler, SimHash,
};
use wirecopy_text::{Analyzer, Envelope, EnvelopeError, hash_word};

const VALUES: usize = 64;

fn signature(elements: impl IntoIterator<Item = u64>) -> MinHash {
    let mut signature = MinHash::new(VALUES).expect("64 values are allowed");
    signature.extend(elements);
    signature
}

/// Elements that are hashes of words, as they come from texts.
fn words(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(' ').map(hash_word)
}

const STORY: &str = "the old mill on the river burnt down on monday night and nobody was hurt";

/// Files and other programs rely on these numbers. If this fails, the change needs a new minor
/// version, a new version of the file format, and a line in the changelog.
#[test]
fn signatures_are_golden() {
    let mut minhash = MinHash::new(8).unwrap();
    minhash.extend(words(STORY));
    assert_eq!(minhash.values(), GOLDEN_MINHASH);
    let mut seeded = MinHash::with_seed(8, 42).unwrap();
    seeded.extend(words(STORY));
    assert_eq!(seeded.values(), GOLDEN_SEEDED);
    assert_eq!(SimHash::from_elements(words(STORY)).bits(), GOLDEN_SIMHASH);
    assert_eq!(SimHash::from_elements([]).bits(), 0);
}

const GOLDEN_MINHASH: [u32; 8] = [
    1_840_098_821,
    473_069_396,
    743_651_147,
    1_697_363_447,
    1_920_376_884,
    3_043_410_941,
    1_096_606_488,
    2_314_700_149,
];
const GOLDEN_SEEDED: [u32; 8] = [
    423_559_627,
    1_682_527_517,
    1_184_608_467,
    4_294_967_295,
    4_294_967_295,
    3_879_732_458,
    3_149_044_770,
    1_243_450_069,
];
const GOLDEN_SIMHASH: u64 = 0xb9bd_4fd2_7bda_615f;

/// The same for what is densified and saved.
#[test]
fn a_saved_index_is_golden() {
    let mut index = MinHashLsh::new(0.5, 8).unwrap();
    for (key, text) in [(7, STORY), (9, "two words"), (3, "")] {
        let mut signature = MinHash::new(8).unwrap();
        signature.extend(words(text).filter(|_| !text.is_empty()));
        index.insert(key, &signature).unwrap();
    }
    let mut file = Vec::new();
    index.to_writer(&mut file).unwrap();
    assert_eq!(hash_of(&file), GOLDEN_LSH);
    let mut hamming = HammingIndex::new(3).unwrap();
    hamming
        .insert(5, SimHash::from_elements(words(STORY)))
        .unwrap();
    let mut file = Vec::new();
    hamming.to_writer(&mut file).unwrap();
    assert_eq!(hash_of(&file), GOLDEN_HAMMING);
}

const GOLDEN_LSH: u64 = 0x3344_6160_36ae_d1b1;
const GOLDEN_HAMMING: u64 = 0x3c8f_ee88_66a0_31b8;

/// FNV-1a.
fn hash_of(file: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    file.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[test]
fn the_estimate_stays_within_its_bound_over_many_sets() {
    for (size, common) in [
        (3_u64, 2_u64),
        (20, 15),
        (100, 50),
        (2000, 1800),
        (2000, 200),
    ] {
        let union = 2 * size - common;
        let jaccard = common as f64 / union as f64;
        let (mut squares, mut sum, runs) = (0.0, 0.0, 2000_u64);
        for run in 0..runs {
            let start = run * 10_000;
            let a = signature(start..start + size);
            let b = signature(start + size - common..start + 2 * size - common);
            let error = a.jaccard(&b).unwrap() - jaccard;
            squares += error * error;
            sum += error;
        }
        let bound = MinHash::standard_error(jaccard, VALUES);
        let error = (squares / runs as f64).sqrt();
        // The error of a standard deviation from 2000 runs is a sixtieth; three of these.
        assert!(error < 1.05 * bound, "{size}, {common}: {error} {bound}");
        let bias = sum / runs as f64;
        assert!(
            bias.abs() < 4.0 * bound / (runs as f64).sqrt(),
            "{size}, {common}: {bias}"
        );
    }
}

#[test]
fn densified_signatures_agree_as_often_as_the_sets_do() {
    // Through an index with one band of one value: what it says of a candidate is the estimate.
    for (size, common) in [(1_u64, 1_u64), (3, 2), (20, 15), (200, 100)] {
        let jaccard = common as f64 / (2 * size - common) as f64;
        let (mut squares, mut sum, runs) = (0.0, 0.0, 1000_u64);
        let banding = Banding::new(VALUES, 1, VALUES).unwrap();
        for run in 0..runs {
            let start = run * 10_000;
            let mut index =
                MinHashLsh::with_banding(0.5, VALUES, signature([]).seed(), banding).unwrap();
            index.insert(1, &signature(start..start + size)).unwrap();
            let query = signature(start + size - common..start + 2 * size - common);
            let found = index.candidates(&query).unwrap();
            let error = found.first().map_or(0.0, |one| one.estimate) - jaccard;
            squares += error * error;
            sum += error;
        }
        let bound = MinHash::standard_error(jaccard, VALUES);
        let (error, bias) = ((squares / runs as f64).sqrt(), sum / runs as f64);
        // Few elements that fill many bins are drawn again and again: up to a third more.
        assert!(error <= 1.35 * bound, "{size}, {common}: {error} {bound}");
        assert!(
            bias.abs() <= 5.0 * bound / (runs as f64).sqrt(),
            "{size}, {common}: {bias}"
        );
    }
}

#[test]
fn the_count_is_near_the_number_of_elements() {
    for size in [1_u64, 10, 100, 10_000] {
        let errors = (0..300_u64).map(|run| {
            let count = signature(run * 100_000..run * 100_000 + size).count();
            (count / size as f64 - 1.0).powi(2)
        });
        let error = (errors.sum::<f64>() / 300.0).sqrt();
        assert!(error < 1.15 / (VALUES as f64).sqrt(), "{size}: {error}");
    }
    assert_eq!(signature([]).count().to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_simhash_differs_in_as_many_bits_as_the_angle_says() {
    for (size, common) in [(1000_u64, 950_u64), (1000, 800), (1000, 500), (1000, 0)] {
        let cosine = common as f64 / size as f64;
        let expected = 64.0 * cosine.acos() / std::f64::consts::PI;
        let distances = (0..200_u64).map(|run| {
            let start = run * 10_000;
            let a = SimHash::from_elements(start..start + size);
            let b = SimHash::from_elements(start + size - common..start + 2 * size - common);
            f64::from(a.distance(b))
        });
        let mean = distances.sum::<f64>() / 200.0;
        // A standard deviation of 4 at most, over 200 runs; four of them.
        assert!((mean - expected).abs() < 1.2, "{common}: {mean} {expected}");
    }
}

#[test]
fn the_banding_chosen_costs_least_of_all() {
    let missed = |j: f64, bands: i32, rows: i32| (1.0 - j.powi(rows)).powi(bands);
    for (threshold, values, miss, false_hit) in [
        (0.5, 32, 1.0, 1.0),
        (0.7, 64, 1000.0, 1.0),
        (0.9, 48, 0.0, 1.0),
        (0.8, 16, 1.0, 0.0),
    ] {
        // By the rule of rectangles, with other steps than the crate's.
        let cost = |bands: i32, rows: i32| {
            let steps = 4000;
            let at = |from: f64, to: f64, step: i32| {
                from + (to - from) * (f64::from(step) + 0.5) / f64::from(steps)
            };
            let misses: f64 = (0..steps)
                .map(|step| missed(at(threshold, 1.0, step), bands, rows))
                .sum();
            let hits: f64 = (0..steps)
                .map(|step| 1.0 - missed(at(0.0, threshold, step), bands, rows))
                .sum();
            (miss * misses * (1.0 - threshold) + false_hit * hits * threshold) / f64::from(steps)
        };
        let chosen = Banding::choose(threshold, values, Costs { miss, false_hit }).unwrap();
        let number = |count: usize| i32::try_from(count).unwrap();
        let least = (1..=number(values))
            .flat_map(|rows| (1..=number(values) / rows).map(move |bands| cost(bands, rows)))
            .fold(f64::INFINITY, f64::min);
        let of_chosen = cost(number(chosen.bands()), number(chosen.rows()));
        assert!(
            of_chosen <= least + 1e-6 * (1.0 + least),
            "{threshold}, {values}: {chosen:?}"
        );
        let (bands, rows) = (number(chosen.bands()), number(chosen.rows()));
        assert!((chosen.probability(0.6) - (1.0 - missed(0.6, bands, rows))).abs() < 1e-12);
    }
}

#[test]
fn the_default_costs_find_nearly_all_pairs_at_the_threshold() {
    for threshold in [0.5, 0.6, 0.7, 0.8, 0.9] {
        let banding = Banding::choose(threshold, 128, Costs::default()).unwrap();
        assert!(
            banding.probability(threshold) > 0.996,
            "{threshold}: {banding:?}"
        );
    }
}

/// What an index does, done to a map.
#[derive(Debug, Clone)]
enum Act {
    Insert(u64, BTreeSet<u64>),
    Remove(u64),
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0_u64..12, btree_set(0_u64..40, 0..30)).prop_map(|(key, set)| Act::Insert(key, set)),
        1 => (0_u64..12).prop_map(Act::Remove),
    ];
    vec(act, 0..40)
}

proptest! {
    #[test]
    fn a_signature_of_a_union_is_the_merged_one(
        a in btree_set(any::<u64>(), 0..200),
        b in btree_set(any::<u64>(), 0..200),
    ) {
        let mut merged = signature(a.iter().copied());
        merged.merge(&signature(b.iter().copied())).unwrap();
        prop_assert_eq!(&merged, &signature(a.union(&b).copied()));
        let again = MinHash::from_values(merged.values(), merged.seed()).unwrap();
        prop_assert_eq!(&again, &merged);
        let mut file = Vec::new();
        merged.to_writer(&mut file).unwrap();
        prop_assert_eq!(MinHash::from_reader(&file[..]).unwrap(), merged);
    }

    #[test]
    fn an_index_finds_equal_sets_and_nothing_that_was_removed(acts in acts(), query in btree_set(0_u64..40, 0..30)) {
        let mut index = MinHashLsh::new(0.5, VALUES).unwrap();
        let mut kept: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for act in acts {
            match act {
                Act::Insert(key, set) => {
                    let inserted = index.insert(key, &signature(set.iter().copied()));
                    prop_assert_eq!(inserted.is_ok(), !kept.contains_key(&key));
                    kept.entry(key).or_insert(set);
                }
                Act::Remove(key) => prop_assert_eq!(index.remove(key), kept.remove(&key).is_some()),
            }
        }
        prop_assert_eq!(index.len(), kept.len());
        let asked = signature(query.iter().copied());
        let found = index.candidates(&asked).unwrap();
        // By the definition: a band of the dense signature in common. An index of the one set tells.
        let expected: BTreeSet<u64> = kept
            .iter()
            .filter(|(key, set)| {
                let mut alone = MinHashLsh::new(0.5, VALUES).unwrap();
                alone.insert(**key, &signature(set.iter().copied())).unwrap();
                !alone.candidates(&asked).unwrap().is_empty()
            })
            .map(|(&key, _)| key)
            .collect();
        prop_assert_eq!(found.iter().map(|one| one.key).collect::<BTreeSet<_>>(), expected.clone());
        prop_assert!(found.is_sorted_by(|one, other| (other.estimate, one.key) <= (one.estimate, other.key)));
        prop_assert!(kept.iter().all(|(key, set)| *set != query || set.is_empty() || expected.contains(key)));
        // A query leaves out those whose estimate is below the threshold, and no other.
        let verified: Vec<_> = found.iter().copied().filter(|one| one.estimate >= 0.5).collect();
        prop_assert_eq!(index.query(&asked).unwrap(), verified);
        // Written and read, and merged into an empty one, it answers the same.
        let mut file = Vec::new();
        index.to_writer(&mut file).unwrap();
        let read = MinHashLsh::from_reader(&file[..]).unwrap();
        prop_assert_eq!(read.candidates(&asked).unwrap(), found.clone());
        let mut merged = MinHashLsh::new(0.5, VALUES).unwrap();
        merged.merge(&read).unwrap();
        prop_assert_eq!(merged.candidates(&asked).unwrap(), found.clone());
        prop_assert!(read == index && merged == index);
        // Under other keys it finds the same sets.
        let mut renamed = MinHashLsh::new(0.5, VALUES).unwrap();
        renamed.merge_as(&read, |key| 1000 - key).unwrap();
        let mut others: Vec<_> = renamed.candidates(&asked).unwrap();
        for one in &mut others {
            one.key = 1000 - one.key;
        }
        others.sort_by(|one, other| other.estimate.total_cmp(&one.estimate).then(one.key.cmp(&other.key)));
        prop_assert_eq!(others, found);
        prop_assert!(renamed == index || !index.is_empty());
        prop_assert_eq!(merged.keys().collect::<BTreeSet<_>>(), kept.into_keys().collect::<BTreeSet<_>>());
    }

    #[test]
    fn a_hamming_index_finds_all_within_the_distance(
        signatures in vec(any::<u64>(), 0..60),
        flips in vec(0_u32..64, 0..12),
        distance in 0_u32..7,
        more_blocks in 1_u32..3,
        removed in vec(0_usize..60, 0..40),
    ) {
        let base = signatures.first().copied().unwrap_or(99);
        let mut all: Vec<u64> = signatures;
        let mut near = base;
        for flip in flips {
            near ^= 1 << flip;
            all.push(near);
        }
        let mut index = HammingIndex::with_blocks(distance, distance + more_blocks).unwrap();
        for (key, &bits) in (0..).zip(&all) {
            index.insert(key, SimHash::from_bits(bits)).unwrap();
        }
        for &key in &removed {
            index.remove(key as u64);
        }
        let mut expected: Vec<(u32, u64)> = (0..)
            .zip(&all)
            .map(|(key, &bits)| ((bits ^ base).count_ones(), key))
            .filter(|&(apart, key)| apart <= distance && !removed.contains(&usize::try_from(key).unwrap()))
            .collect();
        expected.sort_unstable();
        let look = |index: &HammingIndex| -> Vec<(u32, u64)> {
            let found = index.query(SimHash::from_bits(base));
            found.iter().map(|near| (near.distance, near.key)).collect()
        };
        prop_assert_eq!(look(&index), expected.clone());
        let mut file = Vec::new();
        index.to_writer(&mut file).unwrap();
        let read = HammingIndex::from_reader(&file[..]).unwrap();
        prop_assert_eq!(look(&read), expected.clone());
        let mut merged = HammingIndex::new(distance).unwrap();
        merged.merge(&read).unwrap();
        prop_assert_eq!(look(&merged), expected);
    }

    #[test]
    fn counting_votes_side_by_side_equals_counting_them_one_by_one(elements in vec(0_u64..50, 0..300)) {
        let weighted = SimHash::from_weighted(elements.iter().map(|&element| (element, 1.0)));
        prop_assert_eq!(SimHash::from_elements(elements), weighted.unwrap());
    }
}

#[test]
fn a_saved_entry_takes_as_many_bytes_as_stated() {
    let size = |entries: u64| {
        let mut index = MinHashLsh::new(0.7, 128).unwrap();
        let mut hamming = HammingIndex::new(3).unwrap();
        for key in 0..entries {
            let mut signature = MinHash::new(128).unwrap();
            signature.extend(key..key + 50);
            index.insert(key, &signature).unwrap();
            hamming
                .insert(key, SimHash::from_elements(key..key + 50))
                .unwrap();
        }
        let (mut file, mut other) = (Vec::new(), Vec::new());
        index.to_writer(&mut file).unwrap();
        hamming.to_writer(&mut other).unwrap();
        (file.len(), other.len())
    };
    let ((few, fewer), (many, more)) = (size(10), size(110));
    assert_eq!((many - few, more - fewer), (100 * 264, 100 * 16));
}

#[test]
fn sketches_of_different_parameters_are_not_compared() {
    let mut one = MinHash::new(64).unwrap();
    let (other, seeded) = (
        MinHash::new(128).unwrap(),
        MinHash::with_seed(64, 1).unwrap(),
    );
    let message = |error: Error| error.to_string();
    assert_eq!(
        message(one.jaccard(&other).unwrap_err()),
        "MinHash signatures differ in number of values, `64` and `128`, and cannot be compared; make both with the same"
    );
    assert!(message(one.merge(&seeded).unwrap_err()).contains("differ in seed, "));
    let mut index = MinHashLsh::new(0.7, 64).unwrap();
    assert!(matches!(
        index.insert(1, &other),
        Err(Error::SketchMismatch { .. })
    ));
    assert!(matches!(
        index.query(&seeded),
        Err(Error::SketchMismatch { .. })
    ));
    let strict = MinHashLsh::new(0.9, 64).unwrap();
    assert!(
        message(index.merge(&strict).unwrap_err()).starts_with("indexes differ in number of bands")
    );
    let mut near = HammingIndex::new(3).unwrap();
    assert!(
        message(near.merge(&HammingIndex::new(4).unwrap()).unwrap_err())
            .contains("distance, `3` and `4`")
    );
}

#[test]
fn a_query_is_verified_and_candidates_are_not() {
    // One band of one value: nearly everything that has something in common meets.
    let banding = Banding::new(VALUES, 1, VALUES).unwrap();
    let mut index = MinHashLsh::with_banding(0.5, VALUES, signature([]).seed(), banding).unwrap();
    index.insert(1, &signature(0..100)).unwrap();
    index.insert(2, &signature(80..180)).unwrap();
    let query = signature(10..110);
    let keys = |found: Vec<Candidate>| found.iter().map(|one| one.key).collect::<Vec<_>>();
    assert_eq!(keys(index.candidates(&query).unwrap()), [1, 2]);
    assert_eq!(keys(index.query(&query).unwrap()), [1]);
    assert_eq!(index.signature(3), None);
    index.insert(3, &signature([])).unwrap();
    assert_eq!(index.signature(3), Some(None));
}

#[test]
fn a_merge_under_keys_that_are_taken_changes_nothing() {
    let mut index = MinHashLsh::new(0.7, VALUES).unwrap();
    let mut hamming = HammingIndex::new(3).unwrap();
    for key in [1, 2] {
        index.insert(key, &signature(key..key + 9)).unwrap();
        hamming.insert(key, SimHash::from_bits(key)).unwrap();
    }
    let (before, near_before) = (index.clone(), hamming.clone());
    for rename in [|key: u64| key, |_| 7] {
        let refused = index.merge_as(&before, rename);
        assert!(matches!(refused, Err(Error::DuplicateKey { .. })));
        let refused = hamming.merge_as(&near_before, rename);
        assert!(matches!(refused, Err(Error::DuplicateKey { .. })));
    }
    assert!(index == before && hamming == near_before);
    hamming.merge_as(&near_before, |key| key + 10).unwrap();
    assert_eq!(hamming.signature(12), Some(SimHash::from_bits(2)));
    assert!(hamming != near_before);
}

#[test]
fn a_saved_signature_is_golden_and_a_damaged_one_is_refused() {
    let mut set = MinHash::with_seed(8, 42).unwrap();
    set.extend(words(STORY));
    let mut file = Vec::new();
    set.to_writer(&mut file).unwrap();
    assert_eq!(hash_of(&file), GOLDEN_SAVED_MINHASH);
    let read = |file: &[u8]| MinHash::from_reader(file).map(|_| ());
    for at in 0..file.len() {
        assert!(read(&file[..at]).is_err(), "cut at {at}");
        let mut flipped = file.clone();
        flipped[at] ^= 1;
        assert!(read(&flipped).is_err(), "flipped at {at}");
    }
    let payload = Envelope::from_reader(&file[..], "minhash", 1)
        .unwrap()
        .payload()
        .to_vec();
    let wrapped = |payload: &[u8]| {
        let mut file = Vec::new();
        Envelope::new("minhash", 1, payload.to_vec())
            .to_writer(&mut file)
            .unwrap();
        file
    };
    let longer = [&payload[..], &[0]].concat();
    for payload in [&payload[..20], &[0; 16], &longer] {
        let refused = read(&wrapped(payload));
        assert!(matches!(refused, Err(Error::InvalidFile { .. })));
    }
}

const GOLDEN_SAVED_MINHASH: u64 = 0x15ef_d61c_0f9e_038b;

#[test]
fn signatures_of_texts_are_those_of_their_shingles() {
    let shingler = Shingler::new(&Analyzer::default(), 3).unwrap();
    let texts = [STORY, "Two words", "", "…", STORY];
    let signatures = shingler
        .min_hashes(&texts, 16, 7, &|_, _| ControlFlow::Continue(()))
        .unwrap();
    let bits = shingler
        .sim_hashes(&texts, &|_, _| ControlFlow::Continue(()))
        .unwrap();
    for ((text, signature), bits) in texts.iter().zip(&signatures).zip(&bits) {
        let shingles = shingler.shingles(text).unwrap();
        let mut expected = MinHash::with_seed(16, 7).unwrap();
        expected.extend(shingles.iter().copied());
        assert_eq!(*signature, expected, "{text}");
        assert_eq!(*bits, SimHash::from_elements(shingles), "{text}");
    }
    assert_eq!(
        signatures[0].values()[..4],
        GOLDEN_SHINGLED,
        "signatures of texts must never drift"
    );
    let stopped = shingler.min_hashes(&texts, 16, 7, &|_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert!(matches!(
        shingler.min_hashes(&texts, 0, 7, &|_, _| ControlFlow::Continue(())),
        Err(Error::InvalidSignature { .. })
    ));
    assert!(matches!(
        Shingler::new(&Analyzer::default(), 0),
        Err(Error::InvalidShingleSize)
    ));
}

const GOLDEN_SHINGLED: [u32; 4] = [1_576_162_633, 3_168_939_715, 4_294_967_295, 3_351_473_252];

#[test]
fn a_key_is_inserted_once_and_a_merge_that_fails_changes_nothing() {
    let mut index = MinHashLsh::new(0.7, VALUES).unwrap();
    index.insert(5, &signature(0..9)).unwrap();
    let error = index.insert(5, &signature(0..9)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "key `5` is in the index already; remove it first, or take another"
    );
    let mut other = MinHashLsh::new(0.7, VALUES).unwrap();
    other.insert(4, &signature(20..29)).unwrap();
    other.insert(5, &signature(20..29)).unwrap();
    assert!(matches!(
        index.merge(&other),
        Err(Error::DuplicateKey { key: 5 })
    ));
    assert_eq!(index.keys().collect::<Vec<_>>(), [5]);
}

#[test]
fn parameters_out_of_range_are_refused() {
    for values in [0, 1025] {
        assert!(matches!(
            MinHash::new(values),
            Err(Error::InvalidSignature { .. })
        ));
        assert!(matches!(
            MinHashLsh::new(0.5, values),
            Err(Error::InvalidSignature { .. })
        ));
    }
    for threshold in [0.0, 1.5, f64::NAN] {
        assert!(matches!(
            MinHashLsh::new(threshold, 64),
            Err(Error::InvalidThreshold { .. })
        ));
    }
    for (bands, rows) in [(0, 4), (4, 0), (17, 4), (usize::MAX, 2)] {
        assert!(matches!(
            Banding::new(bands, rows, 64),
            Err(Error::InvalidBanding { .. })
        ));
    }
    for (miss, false_hit) in [
        (-1.0, 1.0),
        (f64::NAN, 1.0),
        (0.0, 0.0),
        (f64::INFINITY, 1.0),
    ] {
        let chosen = Banding::choose(0.5, 64, Costs { miss, false_hit });
        assert!(matches!(chosen, Err(Error::InvalidCosts { .. })));
    }
    assert!(matches!(
        HammingIndex::new(32),
        Err(Error::InvalidDistance { .. })
    ));
    for (distance, blocks) in [(3, 3), (3, 65), (20, 40), (0, 0)] {
        let index = HammingIndex::with_blocks(distance, blocks);
        assert!(
            matches!(index, Err(Error::InvalidBlocks { .. })),
            "{distance} {blocks}"
        );
    }
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        let error = SimHash::from_weighted([(1, 1.0), (2, weight)]).unwrap_err();
        assert!(matches!(error, Error::InvalidWeight { element: 1, .. }));
    }
}

#[test]
fn a_file_that_is_cut_flipped_newer_or_something_else_is_refused() {
    let mut index = MinHashLsh::new(0.7, 8).unwrap();
    let mut set = MinHash::new(8).unwrap();
    set.extend(0..20);
    index.insert(1, &set).unwrap();
    let mut hamming = HammingIndex::new(2).unwrap();
    hamming.insert(1, SimHash::from_bits(77)).unwrap();
    let (mut file, mut other) = (Vec::new(), Vec::new());
    index.to_writer(&mut file).unwrap();
    hamming.to_writer(&mut other).unwrap();
    let lsh = |file: &[u8]| MinHashLsh::from_reader(file).map(|_| ());
    let near = |file: &[u8]| HammingIndex::from_reader(file).map(|_| ());
    for at in 0..file.len() {
        assert!(lsh(&file[..at]).is_err(), "cut at {at}");
        let mut flipped = file.clone();
        flipped[at] ^= 1;
        assert!(lsh(&flipped).is_err(), "flipped at {at}");
    }
    for at in 0..other.len() {
        assert!(near(&other[..at]).is_err(), "cut at {at}");
    }
    assert!(matches!(
        lsh(&other),
        Err(Error::Envelope(EnvelopeError::WrongKind { .. }))
    ));
    assert!(matches!(
        near(&file),
        Err(Error::Envelope(EnvelopeError::WrongKind { .. }))
    ));
    let payload = Envelope::from_reader(&file[..], "lsh", 1)
        .unwrap()
        .payload()
        .to_vec();
    let wrapped = |version: u32, payload: &[u8]| {
        let mut file = Vec::new();
        Envelope::new("lsh", version, payload.to_vec())
            .to_writer(&mut file)
            .unwrap();
        file
    };
    assert!(matches!(
        lsh(&wrapped(2, &payload)),
        Err(Error::Envelope(EnvelopeError::TooNew { .. }))
    ));
    // A checksum that fits does not make an index.
    for end in 0..payload.len() {
        let refused = lsh(&wrapped(1, &payload[..end]));
        assert!(
            matches!(refused, Err(Error::InvalidFile { .. })),
            "cut at {end}"
        );
    }
    let longer = [&payload[..], &[0]].concat();
    assert!(matches!(
        lsh(&wrapped(1, &longer)),
        Err(Error::InvalidFile { .. })
    ));
    for at in 0..payload.len() {
        for bit in [1, 128] {
            let mut changed = payload.clone();
            changed[at] ^= bit;
            // Whatever comes out, nothing panics and nothing takes memory that the file does not hold.
            let _ = lsh(&wrapped(1, &changed));
        }
    }
}
