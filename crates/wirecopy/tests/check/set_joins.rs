//! The joins of sets on real stories, against counting in an inverted index and against pairs of others.

use std::collections::HashMap;
use std::num::{NonZeroU32, NonZeroUsize};
use std::ops::ControlFlow;

use wirecopy_similarity::{
    SetCollection, SetCriterion, SimilarPair, Threshold, jaccard_join, set_join,
};
use wirecopy_text::{Analyzer, Case, Scratch, ShingleSet, TokenKind, Tokenizer, hash_word};

use crate::corpora::read;

/// The ids of the stories that `keep` wants, and the 5-word shingles of each.
fn stories(
    tokenizer: &Tokenizer,
    keep: impl Fn(&serde_json::Value) -> bool,
) -> Option<(Vec<u32>, SetCollection)> {
    let lines = read("reuters21578/documents.jsonl.gz")?;
    let five = NonZeroUsize::new(5).expect("the corpus is as its description says");
    let (mut ids, mut sets, mut scratch) = (Vec::new(), SetCollection::new(), Scratch::new());
    for line in lines.lines() {
        let story: serde_json::Value =
            serde_json::from_str(line).expect("the corpus is as its description says");
        if keep(&story) {
            let mut words = Vec::new();
            let text = story["text"]
                .as_str()
                .expect("the corpus is as its description says");
            tokenizer
                .for_each(text, &mut scratch, |token, _, _| {
                    words.push(hash_word(token));
                })
                .expect("the corpus is as its description says");
            ids.push(
                story["id"]
                    .as_str()
                    .expect("the corpus is as its description says")
                    .parse()
                    .expect("the corpus is as its description says"),
            );
            sets.push_sorted(ShingleSet::new(&words, five).hashes())
                .expect("the corpus is as its description says");
        }
    }
    Some((ids, sets))
}

/// How many elements any two sets have in common, for those that have one: counted, not filtered.
fn overlaps(sets: &SetCollection) -> Vec<(u32, u32, usize)> {
    let mut postings: HashMap<u64, Vec<u32>> = HashMap::new();
    let mut common = vec![0_usize; sets.len()];
    let mut overlaps = Vec::new();
    for (b, set) in (0_u32..).zip(sets.iter()) {
        let mut met = Vec::new();
        for &element in set {
            let holders = postings.entry(element).or_default();
            for &a in holders.iter() {
                if common[a as usize] == 0 {
                    met.push(a);
                }
                common[a as usize] += 1;
            }
            holders.push(b);
        }
        overlaps.extend(
            met.into_iter()
                .map(|a| (a, b, std::mem::take(&mut common[a as usize]))),
        );
    }
    overlaps.sort_unstable();
    overlaps
}

#[test]
fn joins_of_all_stories_equal_counting() {
    let tokenizer = Analyzer::new().build().unwrap();
    let Some((_, sets)) = stories(&tokenizer, |_| true) else {
        return;
    };
    assert_eq!(sets.len(), 21_578);
    let overlaps = overlaps(&sets);
    // Half against half, too.
    let (mut first, mut second) = (SetCollection::new(), SetCollection::new());
    let half = sets.len() / 2;
    for (number, set) in sets.iter().enumerate() {
        let side = if number < half {
            &mut first
        } else {
            &mut second
        };
        side.push_sorted(set).unwrap();
    }
    let thresholds = [0.5, 0.7, 0.9].map(|value| Threshold::new(value).unwrap());
    let counts = [10, 50, 200].map(|count| NonZeroU32::new(count).unwrap());
    let criteria = thresholds.into_iter().flat_map(|threshold| {
        [
            SetCriterion::Jaccard(threshold),
            SetCriterion::Dice(threshold),
            SetCriterion::Containment(threshold),
        ]
    });
    for criterion in criteria.chain(counts.map(SetCriterion::Overlap)) {
        let size = |set: u32| sets.get(set as usize).len();
        let counted = overlaps
            .iter()
            .map(|&(a, b, common)| (a, b, common, size(a), size(b)));
        let expected: Vec<SimilarPair> = counted
            .filter(|&(_, _, common, x, y)| criterion.accepts(common, x, y))
            .map(|(a, b, common, x, y)| SimilarPair {
                a,
                b,
                score: criterion.score(common, x, y),
            })
            .collect();
        assert!(expected.len() > 100, "{criterion:?} finds something");
        let mut bytes = Vec::new();
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let found = pool
                .install(|| set_join(&sets, None, criterion, &|_, _| ControlFlow::Continue(())))
                .unwrap();
            let mut pairs: Vec<SimilarPair> = found.expand().collect();
            pairs.sort_by_key(|pair| (pair.a, pair.b));
            assert!(pairs == expected, "{criterion:?} on {threads} threads");
            bytes.push(format!("{found:?}"));
        }
        assert!(bytes[0] == bytes[1], "{criterion:?}");

        let half = u32::try_from(half).unwrap();
        let across = expected
            .iter()
            .filter(|pair| pair.a < half && pair.b >= half);
        let across: Vec<SimilarPair> = across
            .map(|pair| SimilarPair {
                b: pair.b - half,
                ..*pair
            })
            .collect();
        let go_on = |_, _| ControlFlow::Continue(());
        let found = set_join(&first, Some(&second), criterion, &go_on).unwrap();
        let mut pairs: Vec<SimilarPair> = found.expand().collect();
        pairs.sort_by_key(|pair| (pair.a, pair.b));
        assert!(pairs == across, "{criterion:?} between two halves");
    }
}

/// `silver_pairs.tsv` was made with the pattern `\w+` in lower case, on the stories that have a body.
#[test]
fn every_silver_pair_is_found_with_its_score() {
    let analyzer = Analyzer::new()
        .with_tokens(TokenKind::Pattern(r"\w+".into()))
        .with_case(Case::Lower);
    let tokenizer = analyzer.build().unwrap();
    let Some((ids, sets)) = stories(&tokenizer, |story| story["has_body"] == true) else {
        return;
    };
    let silver = read("reuters21578/silver_pairs.tsv").unwrap();
    let half = Threshold::new(0.5).unwrap();
    let found = jaccard_join(&sets, half, &|_, _| ControlFlow::Continue(())).unwrap();
    let found: HashMap<(u32, u32), f64> = found
        .into_iter()
        .map(|pair| (ids[pair.a as usize], ids[pair.b as usize], pair.score))
        .map(|(a, b, score)| ((a.min(b), a.max(b)), score))
        .collect();
    let mut compared = 0;
    for line in silver.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (a, b): (u32, u32) = (fields[0].parse().unwrap(), fields[1].parse().unwrap());
        let score: f64 = fields[2].parse().unwrap();
        // The file rounds to four places.
        if score > 0.5 {
            let ours = found.get(&(a.min(b), a.max(b))).copied();
            assert!(
                ours.is_some_and(|ours| (ours - score).abs() < 0.000_051),
                "{line}: {ours:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}
