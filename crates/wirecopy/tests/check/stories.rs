//! Story similarity against people's judgement, and what holds of it on any input.
#![expect(
    clippy::float_cmp,
    reason = "what is promised is promised to the last bit"
)]

use proptest::prelude::*;
use wirecopy::text::{Language, stop_words};
use wirecopy::{Article, story_similarity};

use crate::corpora::read;

fn articles(texts: &str) -> Vec<Article<'_>> {
    texts
        .lines()
        .filter(|line| !line.trim().is_empty())
        .enumerate()
        .map(|(number, line)| Article::new(number.to_string(), line))
        .collect()
}

fn pearson(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        x.iter()
            .zip(y)
            .map(|(x, y)| of(x - mean_x, y - mean_y))
            .sum()
    };
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// The area under the ROC curve: how often a positive scores above a negative, ties half.
fn auc(scored: &[(f64, bool)]) -> f64 {
    let mut sorted = scored.to_vec();
    sorted.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
    let (mut below, mut above) = (0.0, 0.0);
    for equal in sorted.chunk_by(|x, y| x.0 == y.0) {
        let positives = equal.iter().filter(|(_, positive)| *positive).count() as f64;
        let negatives = equal.len() as f64 - positives;
        above += positives * (below + negatives / 2.0);
        below += negatives;
    }
    let positives = scored.iter().filter(|(_, positive)| *positive).count() as f64;
    above / positives / below
}

#[test]
fn similarity_agrees_with_people() {
    let (Some(texts), Some(background), Some(matrix)) = (
        read("lee/lee.cor"),
        read("lee/lee_background.cor"),
        read("lee/similarities0-1.txt"),
    ) else {
        return;
    };
    let (texts, background) = (articles(&texts), articles(&background));
    let matrix: Vec<Vec<f64>> = matrix
        .lines()
        .map(|line| {
            line.split([' ', ',', '\t'])
                .filter(|number| !number.is_empty())
                .map(|number| number.parse().expect("a number"))
                .collect()
        })
        .collect();
    let (mut pairs, mut people) = (Vec::new(), Vec::new());
    for (a, first) in texts.iter().enumerate() {
        for (b, second) in texts.iter().enumerate().skip(a + 1) {
            pairs.push((first, second));
            people.push(matrix[a][b]);
        }
    }
    let of = |background| story_similarity(&pairs, background, None).expect("plain articles");
    let (with, without) = (
        pearson(&of(Some(&background)), &people),
        pearson(&of(None), &people),
    );
    assert!(with >= 0.65 && without >= 0.58, "{with} {without}");
}

#[test]
fn similarity_tells_two_stories_on_one_topic_apart() {
    let Some(lines) = read("ecbplus_dev/documents.jsonl.gz") else {
        return;
    };
    let records: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let articles: Vec<Article<'_>> = records
        .iter()
        .map(|record| {
            let field = |name: &str| record[name].as_str().expect("a string");
            Article::new(field("id"), field("text"))
        })
        .collect();
    let (mut pairs, mut same) = (Vec::new(), Vec::new());
    for a in 0..articles.len() {
        for b in a + 1..articles.len() {
            if records[a]["topic"] == records[b]["topic"] {
                pairs.push((&articles[a], &articles[b]));
                same.push(records[a]["event"] == records[b]["event"]);
            }
        }
    }
    let of = |background| {
        let found = story_similarity(&pairs, background, None).expect("plain articles");
        auc(&found
            .into_iter()
            .zip(same.iter().copied())
            .collect::<Vec<_>>())
    };
    let (with, without) = (of(Some(&articles[..])), of(None));
    assert!(with >= 0.94 && without >= 0.91, "{with} {without}");
}

#[test]
fn two_reports_of_one_visit_come_right_after_shared_text() {
    let mut texts = Vec::new();
    for name in [
        "000_b06be9f4a2e64020",
        "001_a2ae262e6bb58835",
        "002_1952c7b5750355fd",
        "003_8fae56004db64a7c",
        "004_5807cca90ca0f7b1",
    ] {
        let Some(text) = read(&format!("seeds/{name}.txt")) else {
            return;
        };
        texts.push(text);
    }
    let articles: Vec<Article<'_>> = texts
        .iter()
        .map(|text| Article::new("", text.as_str()))
        .collect();
    for background in [None, Some(&articles[..])] {
        let mut ranked = Vec::new();
        for a in 0..5 {
            for b in a + 1..5 {
                let found = story_similarity(&[(&articles[a], &articles[b])], background, None)
                    .expect("plain articles")[0];
                ranked.push((found, a, b));
            }
        }
        ranked.sort_unstable_by(|x, y| y.0.total_cmp(&x.0));
        let order: Vec<(usize, usize)> = ranked.iter().map(|&(_, a, b)| (a, b)).collect();
        assert_eq!(order[..2], [(0, 1), (2, 3)], "{ranked:?}");
    }
}

#[test]
fn another_document_is_another_story_in_every_language() {
    let Some(lines) = read("ntrex/documents.jsonl.gz") else {
        return;
    };
    let records: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let field = |record: &'_ serde_json::Value, name: &str| record[name].to_string();
    // Twenty documents in all files: the source against each.
    let of = |language: &str, document: &str| {
        let found = records
            .iter()
            .find(|r| r["lang"] == language && field(r, "document") == document)?;
        Some(Article::new("", found["text"].as_str()?))
    };
    let mut documents: Vec<String> = records.iter().map(|r| field(r, "document")).collect();
    documents.sort_unstable();
    documents.dedup();
    let mut languages: Vec<&str> = records.iter().filter_map(|r| r["lang"].as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    for (document, next) in documents.iter().zip(&documents[1..]).take(20) {
        let source = of("eng-src", document).expect("every document has a source");
        for language in &languages {
            let [itself, other] = [document, next].map(|document| {
                let other = of(language, document).expect("every document is in every file");
                story_similarity(&[(&source, &other)], None, None).expect("plain")[0]
            });
            assert!(other < 0.2, "{next} {language} {other}");
            let english = language.starts_with("eng-");
            assert!(itself > 0.5 || !english, "{document} {language} {itself}");
        }
    }
}

const WORDS: [&str; 20] = [
    "ferry",
    "harbour",
    "Orrin",
    "storm",
    "repairs",
    "council",
    "Tessary",
    "1841",
    "the",
    "and",
    "mill",
    "burnt",
    "divers",
    "breach",
    "\u{1f4f0}",
    "Mühle",
    "река",
    "港",
    "x",
    "reef",
];

#[test]
fn of_two_texts_with_the_same_terms_in_the_background_it_does_not_matter_which_comes_first() {
    // One term stands twice, and then the same terms are read in two languages.
    for copies in [
        ["burnt reef", "burnt burnt reef"],
        ["x burnt reef", "the reef burnt"],
    ] {
        let [a, b] = ["burnt ferry", "ferry harbour"].map(|text| Article::new("", text));
        let of = |order: [usize; 2]| {
            let background = order.map(|place| Article::new("", copies[place]));
            story_similarity(&[(&a, &b)], Some(&background), None).expect("plain articles")
        };
        assert_eq!(of([0, 1]), of([1, 0]), "{copies:?}");
    }
}

/// Texts of words that occur again and again, so that some have much in common.
fn texts(number: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    let text = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..30)
        .prop_map(|words| words.join(" "));
    prop::collection::vec(text, number)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn similarity_is_symmetric_and_the_same_for_any_threads_and_beside_any_pairs(
        texts in texts(2..12),
        background in texts(0..12),
        english in any::<bool>(),
    ) {
        let language = english.then_some(Language::English);
        let articles: Vec<Article<'_>> = texts.iter().map(|text| Article::new("", text.as_str())).collect();
        let mut background: Vec<Article<'_>> = background.iter().map(|text| Article::new("", text.as_str())).collect();
        let pairs: Vec<_> = articles.iter().flat_map(|a| articles.iter().map(move |b| (a, b))).collect();
        let n = articles.len();
        let of = |threads: usize, background: &[Article<'_>]| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a small pool");
            pool.install(|| story_similarity(&pairs, Some(background), language)).expect("plain articles")
        };
        let found = of(1, &background);
        prop_assert_eq!(&found, &of(2, &background));
        background.reverse();
        prop_assert_eq!(&found, &of(1, &background));
        for (a, article) in articles.iter().enumerate() {
            let stop_words = stop_words(Language::English).expect("Snowball has some");
            let mut words: Vec<&str> = article.text.split(' ').collect();
            words.retain(|word| word.len() > 1 && !stop_words.contains(word) && word.is_ascii());
            words.sort_unstable();
            words.dedup();
            let itself = found[a * n + a];
            prop_assert!(itself == 1.0 || (itself == 0.0 && words.len() < 2), "{:?} {}", article.text, itself);
            for b in 0..n {
                let score = found[a * n + b];
                prop_assert!((0.0..=1.0).contains(&score), "{}", score);
                prop_assert_eq!(score, found[b * n + a]);
            }
        }
        let alone = story_similarity(&pairs[1..2], Some(&background), language).expect("plain articles");
        prop_assert_eq!(alone[0], found[1]);
    }
}

#[test]
fn texts_without_a_story_have_none() {
    let texts = [
        "",
        "ferry",
        "ferry ferry",
        "the and of",
        "The ferry sank at noon.",
    ];
    let articles = texts.map(|text| Article::new("", text));
    let pairs: Vec<_> = articles[..4]
        .iter()
        .flat_map(|a| articles.iter().map(move |b| (a, b)))
        .collect();
    for background in [None, Some(&articles[..])] {
        let found = story_similarity(&pairs, background, Some(Language::English)).expect("plain");
        assert!(found.iter().all(|&score| score == 0.0), "{found:?}");
    }
    assert_eq!(
        story_similarity(&[], Some(&articles), None).expect("plain"),
        [0.0; 0]
    );
}

#[test]
fn a_term_of_the_whole_neighbourhood_counts_less_than_one_of_two_texts() {
    let visit = |n: usize| {
        format!("President Halloran met Chancellor Brandt in Vienna number{n} topic{n} detail{n}")
    };
    let background: Vec<String> = (0..200).map(visit).collect();
    let background: Vec<Article<'_>> = background
        .iter()
        .map(|text| Article::new("", text.as_str()))
        .collect();
    let a = Article::new(
        "a",
        "President Halloran met Chancellor Brandt in Vienna over fish quotas",
    );
    let b = Article::new(
        "b",
        "President Halloran met Chancellor Brandt in Vienna after the avalanche",
    );
    let of = |background| {
        story_similarity(&[(&a, &b)], background, Some(Language::English)).expect("plain")[0]
    };
    assert!(of(Some(&background[..])) < 0.75 * of(None));
}
