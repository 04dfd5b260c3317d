//! `wirecopy keywords`.

use std::fs;

use serde_json::Value;

use crate::desk::{newsroom, wirecopy, wirecopy_reading};

const FEED: &str = r#"{"id": "a", "text": "The mill burnt in 1841. “The old mill,” x!"}
{"id": "b", "text": "Zoë’s ships sailed."}
{"id": "c", "text": "The old ships sank."}
"#;

#[test]
fn a_line_has_id_score_count_and_term() {
    let run = wirecopy_reading(FEED, ["keywords", "-k1", "-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    // ln(4 / 2) + 1 twice for the mill; once and ln(4 / 3) + 1 twice for `the` and `old`.
    let rare = 2.0_f64.ln() + 1.0;
    let common = (4.0_f64 / 3.0).ln() + 1.0;
    let norm =
        ((2.0 * rare).powi(2) + 2.0 * rare.powi(2) + (2.0 * common).powi(2) + common.powi(2))
            .sqrt();
    let first = format!("a\t{:.4}\t2\tmill", 2.0 * rare / norm);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines[0], first);
    assert_eq!(lines.len(), 3);
}

#[test]
fn json_lines_have_the_places() {
    for method in ["tfidf", "log_odds"] {
        let flags = ["keywords", "--format=jsonl", "--method", method, "-"];
        let run = wirecopy_reading(FEED, flags);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let texts: Vec<Value> = FEED
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let mut terms = Vec::new();
        for line in run.stdout.lines() {
            let found: Value = serde_json::from_str(line).unwrap();
            let article = texts
                .iter()
                .find(|article| article["id"] == found["id"])
                .unwrap();
            let characters: Vec<char> = article["text"].as_str().unwrap().chars().collect();
            let spans = found["spans"].as_array().unwrap();
            assert_eq!(found["count"], spans.len());
            for span in spans {
                let at = |end: usize| usize::try_from(span[end].as_u64().unwrap()).unwrap();
                let text: String = characters[at(0)..at(1)].iter().collect();
                assert_eq!(
                    text.to_lowercase().replace('’', "'"),
                    found["term"].as_str().unwrap()
                );
            }
            terms.push(found["term"].as_str().unwrap().to_owned());
        }
        assert!(
            terms.contains(&"zoë's".to_owned()) && !terms.contains(&"1841".to_owned()),
            "{terms:?}"
        );
        assert!(!terms.contains(&"x".to_owned()), "{terms:?}");
    }
}

#[test]
fn groups_are_articles_of_one_source() {
    let feed = r#"{"id": "a", "source": "Wharf", "text": "The mill burnt."}
{"id": "b", "source": "Quay", "text": "Zoë’s old ships sailed."}
{"id": "c", "text": "A mill, ships, a ferry."}
{"id": "d", "source": "Wharf", "text": "“Mill!” Mill"}
"#;
    let run = wirecopy_reading(feed, ["keywords", "-k1", "--by", "source", "-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let lines: Vec<Vec<&str>> = run
        .stdout
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(
        (lines[0][0], lines[0][2], lines[0][3]),
        ("Wharf", "3", "mill")
    );
    assert_eq!((lines[1][0], lines.len()), ("Quay", 2));

    let flags = ["keywords", "-k1", "--by=source", "--format=jsonl", "-"];
    let run = wirecopy_reading(feed, flags);
    let first: Value = serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(first["group"], "Wharf");
    let expected = serde_json::json!([["a", 4, 8], ["d", 1, 5], ["d", 8, 12]]);
    assert_eq!(first["spans"], expected);

    let run = wirecopy_reading(feed, ["keywords", "--by", "date", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("no article has a date"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("--date-column"), "{}", run.stderr);
}

#[test]
fn the_document_has_the_lines_under_each_article_or_group() {
    let feed = r#"{"id": "a", "source": "Wharf", "text": "The mill burnt."}
{"id": "b", "source": "Quay", "text": "Zoë’s old ships sailed."}
{"id": "c", "text": "3 7!"}
{"id": "d", "source": "Wharf", "text": "“Mill!” Mill"}
{"id": "e"}
"#;
    for (flags, key, names) in [
        (vec!["--method=tfidf"], "id", vec!["a", "b", "c", "d"]),
        (vec!["-k2"], "id", vec!["a", "b", "c", "d"]),
        (vec!["--by=source"], "group", vec!["Wharf", "Quay"]),
    ] {
        let of_feed = |format: &str| {
            let arguments = [&["keywords", "--format", format], &flags[..], &["-"]].concat();
            wirecopy_reading(feed, arguments)
        };
        let run = of_feed("json");
        assert_eq!(run.status, 0, "{}", run.stderr);
        let document = run.json();
        assert_eq!(document["articles"], 4);
        assert_eq!(document["skipped"].as_array().unwrap().len(), 1);
        assert_eq!(document["repaired"], Value::Array(Vec::new()));
        assert_eq!(document["parameters"]["method"], "tfidf");
        let by = (key == "group").then_some("source");
        assert_eq!(document["by"], Value::from(by));
        let listed = document["keywords"].as_array().unwrap();
        let found: Vec<&str> = (listed.iter())
            .map(|one| one[key].as_str().unwrap())
            .collect();
        assert_eq!(found, names);
        let lines = of_feed("jsonl").stdout;
        let mut lines = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        for one in listed {
            assert_eq!(one.as_object().unwrap().len(), 2);
            for term in one["terms"].as_array().unwrap() {
                let mut term = term.as_object().unwrap().clone();
                term.insert(key.to_owned(), one[key].clone());
                assert_eq!(lines.next(), Some(Value::Object(term)));
            }
        }
        assert_eq!(lines.next(), None);
    }
    // The words of Python's table, and an article of which there is nothing to say.
    let lone = r#"{"id": "a", "text": "The mill burnt."}"#;
    let document = wirecopy_reading(lone, ["keywords", "-k1", "--format=json", "-"]).json();
    let term = document["keywords"][0]["terms"][0].as_object().unwrap();
    let fields: Vec<&String> = term.keys().collect();
    assert_eq!(fields, ["term", "score", "count", "spans"]);
    assert_eq!(term["spans"], serde_json::json!([[9, 14]]));
    let run = wirecopy_reading(lone, ["keywords", "-k0", "--format=json", "-"]);
    let nothing = serde_json::json!([{"id": "a", "terms": []}]);
    assert_eq!(run.json()["keywords"], nothing);
}

#[test]
fn each_article_of_the_newsroom_has_as_many_as_wanted() {
    let folder = newsroom();
    let run = wirecopy([
        "keywords",
        "-k",
        "3",
        "-l",
        "en",
        "--stop-words",
        folder.to_str().unwrap(),
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let articles = fs::read_dir(folder).unwrap();
    let articles = articles.filter(|entry| {
        entry
            .as_ref()
            .unwrap()
            .path()
            .extension()
            .is_some_and(|end| end == "txt")
    });
    assert_eq!(run.stdout.lines().count(), 3 * articles.count());
    assert!(run.stdout.contains("\tclock\n"));
}

#[test]
fn what_is_wrong_is_said() {
    let run = wirecopy_reading(FEED, ["keywords", "--stop-words", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("--language en states English"),
        "{}",
        run.stderr
    );
    let run = wirecopy_reading(FEED, ["keywords", "--method", "rake", "-"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("log_odds"), "{}", run.stderr);
}
