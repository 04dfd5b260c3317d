//! `wirecopy similar`.

use std::collections::HashMap;

use serde_json::Value;

use crate::desk::{Desk, newsroom, wirecopy, wirecopy_reading};

const FEED: &str = r#"{"id": "a, first", "text": "mill burnt"}
{"id": "b", "text": "ships sailed"}
{"id": "c", "text": "the mill burnt twice"}
{"id": "d", "text": "mill mill"}
"#;

/// The cosine of the TF-IDF weights of two texts of the feed, word for word.
fn cosine(a: &str, b: &str) -> f64 {
    let texts = [
        "mill burnt",
        "ships sailed",
        "the mill burnt twice",
        "mill mill",
    ];
    let counts = |text: &str| {
        let mut counts: HashMap<String, f64> = HashMap::new();
        for word in text.split(' ') {
            *counts.entry(word.to_owned()).or_default() += 1.0;
        }
        counts
    };
    let weights = |text: &str| -> HashMap<String, f64> {
        let weigh = |(word, count): (String, f64)| {
            let holding = texts.iter().filter(|text| counts(text).contains_key(&word));
            let idf = (5.0 / (1.0 + holding.count() as f64)).ln() + 1.0;
            (word, count * idf)
        };
        counts(text).into_iter().map(weigh).collect()
    };
    let (a, b) = (weights(a), weights(b));
    let length = |vector: &HashMap<String, f64>| vector.values().map(|x| x * x).sum::<f64>().sqrt();
    let dot: f64 = a
        .iter()
        .map(|(word, x)| x * b.get(word).unwrap_or(&0.0))
        .sum();
    dot / length(&a) / length(&b)
}

#[test]
fn a_line_has_id_score_and_neighbour_the_nearest_first() {
    let run = wirecopy_reading(FEED, ["similar", "-k1", "-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let with_c = cosine("mill burnt", "the mill burnt twice");
    let with_d = cosine("mill burnt", "mill mill");
    assert!(with_c < with_d);
    assert_eq!(
        run.stdout,
        format!("a, first\t{with_d:.4}\td\nc\t{with_c:.4}\ta, first\nd\t{with_d:.4}\ta, first\n")
    );
}

#[test]
fn every_format_says_the_same() {
    let table = wirecopy_reading(FEED, ["similar", "-"]).stdout;
    assert_eq!(table.lines().count(), 6);
    let document = wirecopy_reading(FEED, ["similar", "--format=json", "-"]).json();
    assert_eq!(document["articles"], 4);
    assert_eq!(document["skipped"], Value::Array(Vec::new()));
    let lines = wirecopy_reading(FEED, ["similar", "--format=jsonl", "-"]).stdout;
    let objects: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(document["neighbours"], Value::Array(objects.clone()));
    let csv = wirecopy_reading(FEED, ["similar", "--format=csv", "-"]).stdout;
    let mut rows = csv.lines();
    assert_eq!(rows.next(), Some("id,score,neighbour"));
    for ((object, row), line) in objects.iter().zip(rows).zip(table.lines()) {
        let [id, neighbour] = ["id", "neighbour"].map(|name| object[name].as_str().unwrap());
        let score = object["score"].as_f64().unwrap();
        assert_eq!(line, format!("{id}\t{score:.4}\t{neighbour}"));
        let quoted = |id: &str| id.replace("a, first", "\"a, first\"");
        assert_eq!(row, format!("{},{score},{}", quoted(id), quoted(neighbour)));
    }
}

#[test]
fn the_newsroom_has_neighbours_above_a_score() {
    let folder = newsroom();
    let run = |flags: &[&str]| {
        let arguments = ["similar", "-k", "3", "-l", "en", "--stop-words", "--stem"];
        let run = wirecopy(
            arguments
                .iter()
                .chain(flags)
                .map(AsRef::as_ref)
                .chain([folder.as_os_str()]),
        );
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let all = run(&[]);
    assert_eq!(run(&["--threads", "1"]), all);
    assert_eq!(all.lines().count(), 3 * 14);
    assert!(all.contains("glazeware-gazette\t"), "{all}");
    let score = |line: &&str| line.split('\t').nth(1).unwrap().parse::<f64>().unwrap() >= 0.25;
    let high: Vec<&str> = all.lines().filter(score).collect();
    assert!(!high.is_empty() && high.len() < 3 * 14);
    assert_eq!(
        run(&["--min-score", "0.25"]).lines().collect::<Vec<_>>(),
        high
    );
}

#[test]
fn a_file_is_written_whole_and_not_replaced() {
    let desk = Desk::with_stories();
    let target = desk.path().join("found.csv");
    let run = |force: &[&str]| {
        let arguments = ["similar", "--format", "csv", "-o"];
        let path = [target.as_os_str(), desk.path().as_os_str()];
        let flags = arguments.iter().map(AsRef::as_ref);
        wirecopy(flags.chain(path).chain(force.iter().map(AsRef::as_ref)))
    };
    assert_eq!(run(&[]).status, 0);
    let written = std::fs::read_to_string(&target).unwrap();
    assert!(written.starts_with("id,score,neighbour\n"), "{written}");
    let again = run(&[]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(run(&["--force"]).status, 0);
}

#[test]
fn what_is_wrong_is_said() {
    for (flags, expected) in [
        (&["-k", "0"][..], "number would be zero"),
        (&["-k", "-1"], "-1"),
        (&["--min-score", "0"], "above 0 and at most 1"),
        (&["--min-score", "30"], "above 0 and at most 1"),
        (&["--format", "xml"], "jsonl"),
        (&["--stop-words"], "--language en states English"),
    ] {
        let folder = newsroom();
        let arguments = ["similar"].iter().chain(flags).map(AsRef::as_ref);
        let run = wirecopy(arguments.chain([folder.as_os_str()]));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{flags:?}");
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    let nothing = wirecopy_reading("{\"id\": \"a\", \"text\": \"—\"}\n", ["similar", "-"]);
    assert_eq!(nothing.status, 2);
    assert!(
        nothing.stderr.contains("no article to check"),
        "{}",
        nothing.stderr
    );
    let strict = wirecopy_reading(
        &format!("{FEED}{{\"id\": \"e\"}}\n"),
        ["similar", "--strict", "-"],
    );
    assert_eq!(strict.status, 2);
    assert_eq!(strict.stdout.lines().count(), 6);
}
