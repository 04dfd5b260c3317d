//! Near-duplicates of real stories, against counting in an inverted index and against pairs of others.

use std::collections::HashMap;
use std::io::Read;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use wirecopy_neardup::{
    Measure, Method, MinHash, NearDuplicateOptions, Pairs, Precedence, Progress, near_duplicates,
};
use wirecopy_text::{Analysis, Analyzer, Case, ShingleSet, TokenKind};

const UNHEARD: Progress<'static> = &|_, _| ControlFlow::Continue(());

/// Returns what `name` holds, or says that the test is skipped.
#[expect(clippy::print_stdout, reason = "a test that skips itself says so")]
fn read(name: &str) -> Option<String> {
    let folder = std::env::var_os("WIRECOPY_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = folder.join(name);
    if !path.exists() {
        println!("skipped: no {}", path.display());
        return None;
    }
    let bytes = std::fs::read(&path).expect("the corpus is readable");
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .expect("the corpus is as its description says");
    } else {
        text = String::from_utf8(bytes).expect("the corpus is UTF-8");
    }
    Some(text)
}

/// The ids and texts of the stories that `keep` wants.
fn stories(keep: impl Fn(&serde_json::Value) -> bool) -> Option<(Vec<u32>, Vec<String>)> {
    let lines = read("reuters21578/documents.jsonl.gz")?;
    let stories = lines.lines().filter_map(|line| {
        let story: serde_json::Value =
            serde_json::from_str(line).expect("the corpus is as its description says");
        let field = |name: &str| story[name].as_str().expect("the corpus is as described");
        let id: u32 = field("id").parse().expect("the corpus is as described");
        keep(&story).then(|| (id, field("text").to_owned()))
    });
    Some(stories.unzip())
}

/// The sizes of the sets of 5-word shingles of all texts, and how many shingles any two have in common,
/// for those that have one: counted, not filtered.
fn overlaps(texts: &[String]) -> (Vec<usize>, Vec<(u32, u32, usize)>) {
    let five = NonZeroUsize::new(5).expect("5 is not 0");
    let mut postings: HashMap<u64, Vec<u32>> = HashMap::new();
    let (mut sizes, mut overlaps) = (Vec::new(), Vec::new());
    let mut common = vec![0_usize; texts.len()];
    for (b, text) in (0_u32..).zip(texts) {
        let analysis = Analysis::new(text).expect("no story has 4 GiB");
        let set = ShingleSet::new(analysis.hashes(), five);
        sizes.push(set.len());
        let mut met = Vec::new();
        for &element in set.hashes() {
            let holders = postings.entry(element).or_default();
            for &a in holders.iter() {
                if common[a as usize] == 0 {
                    met.push(a);
                }
                common[a as usize] += 1;
            }
            holders.push(b);
        }
        let counted = met
            .into_iter()
            .map(|a| (a, b, std::mem::take(&mut common[a as usize])));
        overlaps.extend(counted);
    }
    overlaps.sort_unstable();
    (sizes, overlaps)
}

type Scored = Vec<(u32, u32, u64)>;

fn expanded(found: &Pairs) -> Scored {
    let scored = found.expand();
    let mut scored: Scored = scored
        .map(|pair| (pair.a, pair.b, pair.score.to_bits()))
        .collect();
    scored.sort_unstable();
    scored
}

fn on_threads(threads: usize, texts: &[String], options: &NearDuplicateOptions) -> Pairs {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let found = pool
        .expect("two threads can be started")
        .install(|| near_duplicates(texts, options, UNHEARD));
    found.expect("the stories can be compared")
}

#[test]
fn pairs_of_all_stories_equal_counting() {
    let Some((_, texts)) = stories(|_| true) else {
        return;
    };
    assert_eq!(texts.len(), 21_578);
    let (sizes, overlaps) = overlaps(&texts);
    for measure in [Measure::Jaccard, Measure::Dice, Measure::Containment] {
        let score = |&(a, b, common): &(u32, u32, usize)| {
            let (x, y) = (sizes[a as usize], sizes[b as usize]);
            let (part, whole) = match measure {
                Measure::Jaccard => (common, x + y - common),
                Measure::Dice => (2 * common, x + y),
                Measure::Containment => (common, x.min(y)),
                _ => unreachable!("all measures are above"),
            };
            (a, b, part as f64 / whole as f64)
        };
        let scored: Vec<(u32, u32, f64)> = overlaps.iter().map(score).collect();
        let options = NearDuplicateOptions::new(0.5).with_measure(measure);
        let found = on_threads(1, &texts, &options);
        let bytes = format!("{found:?}");
        assert!(
            bytes == format!("{:?}", on_threads(2, &texts, &options)),
            "{measure:?}"
        );
        for threshold in [0.5, 0.7, 0.9] {
            let expected: Scored = scored
                .iter()
                .filter(|&&(.., score)| score >= threshold)
                .map(|&(a, b, score)| (a, b, score.to_bits()))
                .collect();
            assert!(expected.len() > 100, "{measure:?} {threshold}");
            let found = found.at_least(threshold).unwrap();
            assert!(expanded(&found) == expected, "{measure:?} {threshold}");
        }
        let clusters = found.clusters(&Precedence::new()).unwrap();
        assert!(clusters.len() > 500 && !clusters.links().is_empty());
    }
}

/// `silver_pairs.tsv` was made with the pattern `\w+` in lower case, on the stories that have a body.
#[test]
fn every_silver_pair_is_found_with_its_score() {
    let Some((ids, texts)) = stories(|story| story["has_body"] == true) else {
        return;
    };
    let analyzer = Analyzer::new()
        .with_tokens(TokenKind::Pattern(r"\w+".into()))
        .with_case(Case::Lower);
    // The file rounds to four places.
    let options = NearDuplicateOptions::new(0.499_9).with_analyzer(analyzer);
    let found = on_threads(2, &texts, &options);
    let found: HashMap<(u32, u32), f64> = found
        .expand()
        .map(|pair| (ids[pair.a as usize], ids[pair.b as usize], pair.score))
        .map(|(a, b, score)| ((a.min(b), a.max(b)), score))
        .collect();
    let silver = read("reuters21578/silver_pairs.tsv").unwrap();
    let mut compared = 0;
    for line in silver.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let (a, b): (u32, u32) = (fields[0].parse().unwrap(), fields[1].parse().unwrap());
        let score: f64 = fields[2].parse().unwrap();
        if score >= 0.5 {
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

#[test]
fn sketches_find_nearly_all_pairs_of_all_stories_and_no_other() {
    let Some((_, texts)) = stories(|_| true) else {
        return;
    };
    let options = NearDuplicateOptions::new(0.7);
    let exact = expanded(&on_threads(2, &texts, &options));
    for (method, recall) in [(Method::min_hash(), 0.99), (Method::sim_hash(), 0.5)] {
        let options = options.clone().with_method(method);
        let found = on_threads(1, &texts, &options);
        assert!(format!("{found:?}") == format!("{:?}", on_threads(2, &texts, &options)));
        let pairs = expanded(&found);
        assert!(
            pairs.iter().all(|pair| exact.binary_search(pair).is_ok()),
            "every pair is one of the exact ones, with its score"
        );
        let part = pairs.len() as f64 / exact.len() as f64;
        assert!(part >= recall, "{method:?}: {part}");
    }
}

#[test]
fn estimates_of_real_stories_lie_within_their_bound() {
    let Some((_, texts)) = stories(|_| true) else {
        return;
    };
    let five = NonZeroUsize::new(5).expect("5 is not 0");
    let (mut number, mut squares, mut far) = (0.0, 0.0, 0.0);
    let found = on_threads(2, &texts, &NearDuplicateOptions::new(0.2));
    let mut signatures: HashMap<u32, MinHash> = HashMap::new();
    for pair in found.pairs().iter().filter(|pair| pair.score < 0.95) {
        for text in [pair.a, pair.b] {
            signatures.entry(text).or_insert_with(|| {
                let analysis = Analysis::new(&texts[text as usize]).unwrap();
                let mut signature = MinHash::new(128).unwrap();
                signature.extend(
                    ShingleSet::new(analysis.hashes(), five)
                        .hashes()
                        .iter()
                        .copied(),
                );
                signature
            });
        }
        let estimate = signatures[&pair.a].jaccard(&signatures[&pair.b]).unwrap();
        let errors = (estimate - pair.score) / MinHash::standard_error(pair.score, 128);
        number += 1.0;
        squares += errors * errors;
        far += f64::from(errors.abs() > 3.0);
    }
    assert!(number > 2000.0, "{number}");
    // Pairs share texts, so they are no independent draws; the bound is of each one.
    assert!(
        (squares / number).sqrt() < 1.05,
        "{}",
        (squares / number).sqrt()
    );
    assert!(far / number < 0.01, "{far} of {number}");
}
