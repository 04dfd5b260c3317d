//! The exact pairs against comparing everything with everything, and clusters against what they promise.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use wirecopy_neardup::{
    Banding, Costs, Error, Measure, Method, MinHashLsh, NearDuplicateOptions, Pairs, Precedence,
    Progress, Shingler, near_duplicates,
};
use wirecopy_text::{Analyzer, Envelope, SEED, ShingleSet, hash_word};

const UNHEARD: Progress<'static> = &|_, _| ControlFlow::Continue(());

/// The shingles of a text, made by the tokeniser's other way out.
fn shingles(text: &str, k: usize) -> ShingleSet {
    let tokenizer = Analyzer::new().build().expect("the default can be built");
    let tokens = tokenizer.tokens(text).expect("the text is short");
    let words: Vec<u64> = tokens.iter().map(|token| hash_word(&token.text)).collect();
    ShingleSet::new(&words, NonZeroUsize::new(k).expect("no test takes 0"))
}

fn score(measure: Measure, a: &ShingleSet, b: &ShingleSet) -> f64 {
    let common = a.common(b).expect("both have one size") as f64;
    let (x, y) = (a.len() as f64, b.len() as f64);
    if common == 0.0 {
        return 0.0;
    }
    match measure {
        Measure::Jaccard => common / (x + y - common),
        Measure::Dice => 2.0 * common / (x + y),
        Measure::Containment => common / x.min(y),
        _ => unreachable!("all measures are above"),
    }
}

type Scored = BTreeMap<(u32, u32), u64>;

fn brute_force(texts: &[String], measure: Measure, threshold: f64, k: usize) -> Scored {
    let sets: Vec<ShingleSet> = texts.iter().map(|text| shingles(text, k)).collect();
    let mut pairs = Scored::new();
    for (a, one) in (0_u32..).zip(&sets) {
        for (b, other) in (0_u32..).zip(&sets).skip(a as usize + 1) {
            let score = score(measure, one, other);
            if score >= threshold {
                pairs.insert((a, b), score.to_bits());
            }
        }
    }
    pairs
}

fn expanded(found: &Pairs) -> Scored {
    let pairs: Vec<_> = found.expand().collect();
    assert_eq!(pairs.len() as u64, found.expanded_len());
    let scored: Scored = pairs
        .iter()
        .map(|pair| ((pair.a, pair.b), pair.score.to_bits()))
        .collect();
    assert_eq!(scored.len(), pairs.len(), "each pair comes once");
    scored
}

/// Few different words, so that texts are alike; odd cases, marks and repeats, so that contents are
/// equal and texts are not.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = select(&["a", "B", "b", "c", "d", "e", "…", "Ä", "ä"][..]);
    let text = prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "));
    let fresh = prop::collection::vec(text, 1..16);
    (fresh, prop::collection::vec(any::<Index>(), 0..8)).prop_map(|(mut texts, copies)| {
        for copy in copies {
            texts.push(copy.get(&texts).clone());
        }
        texts
    })
}

/// A signature of few values, which is made quickly.
fn small_min_hash() -> Method {
    Method::MinHash {
        values: 32,
        costs: Costs::default(),
    }
}

fn measures() -> impl Strategy<Value = Measure> {
    select(&[Measure::Jaccard, Measure::Dice, Measure::Containment][..])
}

/// The ids that are kept, and for each cluster the ids of its members with their scores and of its
/// representative.
type Summary = (
    BTreeSet<String>,
    BTreeMap<String, BTreeSet<(String, u64)>>,
    BTreeSet<(BTreeSet<String>, u64, u64)>,
);

fn summary(found: &Pairs, dates: &[Option<i64>], ids: &[&str]) -> Summary {
    let precedence = Precedence::new().with_dates(dates).with_ids(ids);
    let clusters = found
        .clusters(&precedence)
        .expect("one date and id for each");
    let id = |text: u32| ids[text as usize].to_owned();
    let kept = clusters.kept().into_iter().map(id).collect();
    let members = clusters.iter().map(|cluster| {
        let members = cluster.members().iter();
        let members = members.map(|member| (id(member.text), member.score.to_bits()));
        (id(cluster.representative()), members.collect())
    });
    let links = clusters.links().iter().map(|link| {
        let ends = [link.a, link.b].map(|number| id(clusters.get(number).representative()));
        (
            BTreeSet::from(ends),
            link.pairs,
            link.strongest.score.to_bits(),
        )
    });
    (kept, members.collect(), links.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn exact_pairs_equal_brute_force(
        texts in texts(),
        measure in measures(),
        threshold in select(&[0.1, 0.3, 0.5, 2.0 / 3.0, 0.7, 0.8, 1.0][..]),
        k in 1_usize..5,
    ) {
        let options = NearDuplicateOptions::new(threshold).with_measure(measure).with_shingle(k);
        let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
        prop_assert_eq!(expanded(&found), brute_force(&texts, measure, threshold, k));
        for group in found.groups().iter() {
            let first = shingles(&texts[group[0] as usize], k);
            prop_assert!(group.iter().all(|&text| shingles(&texts[text as usize], k) == first));
        }
        let firsts: BTreeSet<u32> = found.groups().iter().flat_map(|group| &group[1..]).copied().collect();
        prop_assert!(found.pairs().iter().all(|pair| !firsts.contains(&pair.a) && !firsts.contains(&pair.b)));
    }

    #[test]
    fn sketches_find_equal_contents_and_no_pair_that_is_not_similar(
        texts in texts(),
        threshold in select(&[0.3, 0.5, 0.9][..]),
        method in select(vec![small_min_hash(), Method::sim_hash()]),
        k in 1_usize..5,
    ) {
        let options = NearDuplicateOptions::new(threshold).with_shingle(k);
        let exact = near_duplicates(&texts, &options, UNHEARD).unwrap();
        let found = near_duplicates(&texts, &options.with_method(method), UNHEARD).unwrap();
        prop_assert_eq!(found.words(), exact.words());
        let exact_pairs = expanded(&exact);
        prop_assert!(expanded(&found).iter().all(|(pair, score)| exact_pairs.get(pair) == Some(score)));
        if method == small_min_hash() {
            prop_assert_eq!(found.groups(), exact.groups());
        }
    }

    #[test]
    fn a_higher_threshold_gives_what_would_have_been_found_with_it(
        texts in texts(),
        measure in measures(),
        low in 0.05_f64..0.9,
        step in 0.0_f64..1.0,
    ) {
        let high = low + step * (1.0 - low);
        let options = NearDuplicateOptions::new(low).with_measure(measure).with_shingle(2);
        let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
        let anew = near_duplicates(&texts, &options.with_threshold(high), UNHEARD).unwrap();
        prop_assert_eq!(found.at_least(high).unwrap(), anew);
    }

    #[test]
    fn every_member_is_similar_to_its_representative_and_links_are_what_union_find_would_have_glued(
        texts in texts(),
        measure in measures(),
        threshold in 0.1_f64..1.0,
        dates in prop::collection::vec(prop::option::of(0_i64..4), 24),
    ) {
        let options = NearDuplicateOptions::new(threshold).with_measure(measure).with_shingle(1);
        let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
        let all = expanded(&found);
        let dates = &dates[..texts.len()];
        let clusters = found.clusters(&Precedence::new().with_dates(dates)).unwrap();
        let mut cluster_of = BTreeMap::new();
        for (number, cluster) in clusters.iter().enumerate() {
            let representative = cluster.representative();
            let day = |text: u32| dates[text as usize].unwrap_or(i64::MAX);
            for member in cluster.members() {
                prop_assert!(cluster_of.insert(member.text, number).is_none(), "a text is in one cluster");
                prop_assert!(day(representative) <= day(member.text));
                let ends = (representative.min(member.text), representative.max(member.text));
                prop_assert!(member.text == representative || all[&ends] == member.score.to_bits());
            }
        }
        // Representatives are not similar to each other, and each similar pair is in a cluster or a link.
        let mut linked = BTreeSet::new();
        for &(a, b) in all.keys() {
            let (one, other) = (cluster_of[&a], cluster_of[&b]);
            if one != other {
                linked.insert((one.min(other), one.max(other)));
                let representatives = (clusters.get(one).representative(), clusters.get(other).representative());
                prop_assert!(representatives != (a, b) && representatives != (b, a));
            }
        }
        let links: Vec<(usize, usize)> = clusters.links().iter().map(|link| (link.a, link.b)).collect();
        prop_assert_eq!(links, linked.into_iter().collect::<Vec<_>>());
        let pairs: u64 = clusters.links().iter().map(|link| link.pairs).sum();
        let across = found.pairs().iter().filter(|pair| cluster_of[&pair.a] != cluster_of[&pair.b]);
        prop_assert_eq!(pairs, across.count() as u64);
        // What is kept and what is dropped are all texts.
        let mut both = [clusters.kept(), clusters.dropped()].concat();
        both.sort_unstable();
        prop_assert!(both.into_iter().eq(0..u32::try_from(texts.len()).unwrap()));
    }

    #[test]
    fn clusters_and_what_is_kept_are_the_same_in_any_order_of_the_input(
        (texts, dates, order) in texts().prop_flat_map(|texts| {
            let count = texts.len();
            let order = Just((0..count).collect::<Vec<_>>()).prop_shuffle();
            let dates = prop::collection::vec(prop::option::of(0_i64..3), count);
            (Just(texts), dates, order)
        }),
        threshold in 0.1_f64..1.0,
        with_dates in any::<bool>(),
    ) {
        let ids: Vec<String> = (0..texts.len()).map(|number| format!("id {number}")).collect();
        let options = NearDuplicateOptions::new(threshold).with_shingle(1);
        let look = |order: &[usize]| {
            let texts: Vec<&String> = order.iter().map(|&place| &texts[place]).collect();
            let ids: Vec<&str> = order.iter().map(|&place| &*ids[place]).collect();
            let dates: Vec<Option<i64>> =
                order.iter().map(|&place| dates[place].filter(|_| with_dates)).collect();
            let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
            summary(&found, &dates, &ids)
        };
        let natural: Vec<usize> = (0..texts.len()).collect();
        prop_assert_eq!(look(&natural), look(&order));
    }
}

#[test]
fn short_texts_never_collapse_together() {
    let texts = [
        "Stocks fall",
        "Stocks rise",
        "stocks fall!",
        "Stocks fall again today in London",
    ];
    let options = NearDuplicateOptions::new(0.1).with_measure(Measure::Containment);
    let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
    assert_eq!(found.groups().iter().collect::<Vec<_>>(), [[0, 2]]);
    assert!(found.pairs().is_empty());
}

#[test]
fn a_chain_is_cut_where_a_text_is_no_longer_similar_to_the_representative() {
    // Each text shares all but two of its words with the one before.
    let words: Vec<String> = (0..60).map(|number| format!("w{number}")).collect();
    let texts: Vec<String> = (0..20)
        .map(|at| words[2 * at..2 * at + 20].join(" "))
        .collect();
    let options = NearDuplicateOptions::new(0.6).with_shingle(1);
    let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
    let days: Vec<Option<i64>> = (0..20).map(Some).collect();
    let clusters = found
        .clusters(&Precedence::new().with_dates(&days))
        .unwrap();
    // 16 of 24 words are common after two steps, 14 of 26 after three.
    let members: Vec<Vec<u32>> = clusters
        .iter()
        .map(|cluster| cluster.members().iter().map(|member| member.text).collect())
        .collect();
    assert_eq!(members.len(), 7);
    assert!(
        members
            .iter()
            .all(|texts| texts[texts.len() - 1] - texts[0] <= 2)
    );
    assert_eq!(clusters.links().len(), 6);
}

#[test]
fn texts_without_words_are_similar_to_nothing_and_kept() {
    let texts = ["", "…", "", "a b", "a b"];
    let found = near_duplicates(&texts, &NearDuplicateOptions::new(0.5), UNHEARD).unwrap();
    assert_eq!(found.groups().iter().collect::<Vec<_>>(), [[3, 4]]);
    let clusters = found.clusters(&Precedence::new()).unwrap();
    assert_eq!((clusters.len(), clusters.kept()), (1, vec![0, 1, 2, 3]));
}

#[test]
fn what_cannot_be_compared_is_refused_with_the_reason() {
    let texts = ["a b c", "a b c"];
    let message = |texts: &[&str], options: NearDuplicateOptions| {
        let error = near_duplicates(texts, &options, UNHEARD).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        message(&texts, NearDuplicateOptions::new(0.0)),
        "threshold is `0`, expected a number above 0 and at most 1; at 0 every pair would be similar"
    );
    assert_eq!(
        message(&texts, NearDuplicateOptions::new(0.5).with_shingle(0)),
        "shingle size is `0`, expected a number of words of at least 1, for instance 5"
    );
    assert_eq!(
        message(&[], NearDuplicateOptions::new(0.5)),
        "no texts were given, expected at least one"
    );
    let found = near_duplicates(&texts, &NearDuplicateOptions::new(0.5), UNHEARD).unwrap();
    assert_eq!(
        found.at_least(0.4).unwrap_err().to_string(),
        "threshold is `0.4`, but the pairs were found at `0.5`, and those below are unknown; \
         find them again at the lower threshold"
    );
    assert!(matches!(
        found.at_least(f64::NAN),
        Err(Error::InvalidThreshold { .. })
    ));
    let error = found
        .clusters(&Precedence::new().with_ids(&["one"]))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "found `1` ids for `2` texts, expected one for each"
    );
}

#[test]
fn a_callback_may_stop_at_any_report() {
    let texts: Vec<String> = (0..3000)
        .map(|number| format!("text {} of {number}", number % 7))
        .collect();
    let options = NearDuplicateOptions::new(0.5).with_shingle(1);
    let calls = std::sync::atomic::AtomicU64::new(0);
    let relaxed = std::sync::atomic::Ordering::Relaxed;
    let whole = near_duplicates(&texts, &options, &|done, total| {
        assert!(done <= total && total == 10 * 3000);
        calls.fetch_add(1, relaxed);
        ControlFlow::Continue(())
    });
    assert!(whole.is_ok());
    let calls = calls.into_inner();
    assert!(calls > 10, "{calls}");
    for last in 0..calls.min(40) {
        let heard = std::sync::atomic::AtomicU64::new(0);
        let stopped = near_duplicates(&texts, &options, &|_, _| {
            if heard.fetch_add(1, relaxed) == last {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        assert!(
            matches!(stopped, Err(Error::Cancelled)),
            "after {last} reports"
        );
    }
}

/// The pairs that an index of the signatures of all texts finds, with the value of the measure that the
/// estimate says.
fn estimated(
    texts: &[String],
    measure: Measure,
    threshold: f64,
    k: usize,
) -> BTreeMap<(u32, u32), u64> {
    let lowest = match measure {
        Measure::Dice => threshold / (2.0 - threshold),
        _ => threshold,
    };
    let banding = Banding::choose(lowest, 32, Costs::default()).expect("valid");
    let mut index = MinHashLsh::with_banding(lowest, 32, SEED, banding).expect("valid");
    let shingler = Shingler::new(&Analyzer::default(), k).expect("valid");
    let signatures = shingler
        .min_hashes(texts, 32, SEED, UNHEARD)
        .expect("valid");
    let mut found = BTreeMap::new();
    for (b, signature) in (0_u32..).zip(&signatures) {
        for candidate in index.candidates(signature).expect("valid") {
            let estimate = candidate.estimate;
            let score = match measure {
                Measure::Dice => 2.0 * estimate / (1.0 + estimate),
                _ => estimate,
            };
            if score >= threshold {
                let a = u32::try_from(candidate.key).expect("valid");
                found.insert((a, b), score.to_bits());
            }
        }
        index.insert(u64::from(b), signature).expect("valid");
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_pair_with_a_set_that_is_its_own_sketch_is_missed(
        texts in texts(),
        measure in select(vec![Measure::Jaccard, Measure::Dice]),
        threshold in select(&[0.1, 0.3, 0.5, 0.9][..]),
        k in 1_usize..5,
    ) {
        // 32 values take as much room as 8 shingles.
        let options = NearDuplicateOptions::new(threshold).with_measure(measure).with_shingle(k);
        let exact = expanded(&near_duplicates(&texts, &options, UNHEARD).unwrap());
        let found = expanded(&near_duplicates(&texts, &options.with_method(small_min_hash()), UNHEARD).unwrap());
        for (pair, score) in &exact {
            let small = |text: u32| (texts[text as usize].split(' ').count() + 1).saturating_sub(k) <= 8;
            if small(pair.0) || small(pair.1) {
                prop_assert_eq!(found.get(pair), Some(score), "{:?}", pair);
            }
        }
        prop_assert!(found.iter().all(|(pair, score)| exact.get(pair) == Some(score)));
    }

    #[test]
    fn pairs_that_are_not_verified_are_those_of_an_index(
        texts in texts(),
        measure in select(vec![Measure::Jaccard, Measure::Dice]),
        threshold in select(&[0.3, 0.5, 0.9][..]),
        k in 1_usize..4,
    ) {
        let options = NearDuplicateOptions::new(threshold).with_measure(measure).with_shingle(k);
        let options = options.with_method(small_min_hash()).with_verify(false);
        let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
        prop_assert_eq!(expanded(&found), estimated(&texts, measure, threshold, k));
        // What is not verified can be saved, clustered and thresholded as anything else.
        let mut file = Vec::new();
        found.to_writer(&mut file).unwrap();
        prop_assert_eq!(&Pairs::from_reader(&file[..]).unwrap(), &found);
        let higher = found.at_least(0.95).unwrap();
        prop_assert!(higher.pairs().iter().all(|pair| pair.score >= 0.95));
        found.clusters(&Precedence::new()).unwrap();
    }

    #[test]
    fn simhash_pairs_that_are_not_verified_are_within_the_distance(
        texts in texts(),
        threshold in select(&[0.3, 0.7, 0.9][..]),
        distance in 0_u32..20,
    ) {
        let options = NearDuplicateOptions::new(threshold).with_shingle(2);
        let options = options.with_method(Method::SimHash { distance }).with_verify(false);
        let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
        let shingler = Shingler::new(&Analyzer::default(), 2).unwrap();
        let bits = shingler.sim_hashes(&texts, UNHEARD).unwrap();
        let mut expected = BTreeMap::new();
        for (b, one) in (0_u32..).zip(&bits) {
            for (a, other) in (0_u32..b).zip(&bits) {
                let empty = [a, b].iter().any(|&text| found.words()[text as usize] == 0);
                let dice = one.cosine(*other).max(0.0);
                let score = dice / (2.0 - dice);
                if !empty && one.distance(*other) <= distance && score >= threshold {
                    expected.insert((a, b), score.to_bits());
                }
            }
        }
        prop_assert_eq!(expanded(&found), expected);
    }
}

#[test]
fn a_crowd_that_shares_a_band_is_joined_and_nothing_is_lost() {
    // More than are compared each with each share the bands of a long common part.
    let texts: Vec<String> = (0..150)
        .map(|text| {
            let common = (0..300).map(|word| format!("common{word}"));
            let own = (0..text % 40).map(|word| format!("own{text}x{word}"));
            common.chain(own).collect::<Vec<_>>().join(" ")
        })
        .collect();
    let options = NearDuplicateOptions::new(0.8).with_shingle(2);
    let exact = near_duplicates(&texts, &options, UNHEARD).unwrap();
    let sketched = options.with_method(small_min_hash());
    let verified = near_duplicates(&texts, &sketched, UNHEARD).unwrap();
    assert_eq!(expanded(&verified), expanded(&exact));
    let unverified = sketched.with_verify(false);
    let found = near_duplicates(&texts, &unverified, UNHEARD).unwrap();
    let expected = estimated(&texts, Measure::Jaccard, 0.8, 2);
    assert!(expected.len() > 5000, "{}", expected.len());
    // All that share a band, and those of the crowd that reach the threshold without one.
    let scores = expanded(&found);
    for (pair, score) in &expected {
        assert_eq!(scores.get(pair), Some(score), "{pair:?}");
    }
}

#[test]
fn a_file_of_pairs_that_is_cut_flipped_or_makes_no_sense_is_refused() {
    let texts = ["a b c d", "A B C D", "a b c d e", "x"];
    let options = NearDuplicateOptions::new(0.5).with_shingle(1);
    let found = near_duplicates(&texts, &options, UNHEARD).unwrap();
    assert_eq!((found.pairs().len(), found.groups().len()), (1, 1));
    let mut file = Vec::new();
    found.to_writer(&mut file).unwrap();
    let read = |file: &[u8]| Pairs::from_reader(file).map(|_| ());
    read(&file).unwrap();
    for at in 0..file.len() {
        assert!(read(&file[..at]).is_err(), "cut at {at}");
        let mut flipped = file.clone();
        flipped[at] ^= 1;
        assert!(read(&flipped).is_err(), "flipped at {at}");
    }
    let envelope = Envelope::from_reader(&file[..], "pairs", 1).unwrap();
    let wrapped = |payload: Vec<u8>| {
        let mut file = Vec::new();
        Envelope::new("pairs", 1, payload)
            .to_writer(&mut file)
            .unwrap();
        read(&file)
    };
    // A checksum that fits does not make pairs: what is read is refused, or can be used.
    for at in 0..envelope.payload().len() {
        let refused = wrapped(envelope.payload()[..at].to_vec());
        assert!(matches!(refused, Err(Error::InvalidFile { .. })), "{at}");
        for bit in [1, 128] {
            let mut changed = envelope.payload().to_vec();
            changed[at] ^= bit;
            let mut file = Vec::new();
            Envelope::new("pairs", 1, changed)
                .to_writer(&mut file)
                .unwrap();
            if let Ok(pairs) = Pairs::from_reader(&file[..]) {
                let _ = (pairs.expand().count(), pairs.expanded_len());
                let clusters = pairs.clusters(&Precedence::new()).unwrap();
                assert_eq!(
                    clusters.kept().len() + clusters.dropped().len(),
                    pairs.texts()
                );
            }
        }
    }
}

#[test]
fn the_exact_method_has_nothing_to_estimate() {
    let error = near_duplicates(
        &["a"],
        &NearDuplicateOptions::new(0.5).with_verify(false),
        UNHEARD,
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "`exact` finds no pairs that are not verified; take the method `minhash` or `simhash`, or verify"
    );
}
