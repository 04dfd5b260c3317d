//! `wirecopy duplicates`.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::desk::{Desk, finish, newsroom, program, wirecopy, wirecopy_reading};

/// Each shares with the one before all but two words; the first is the youngest, and the third is there twice.
const FEED: &str = r#"{"id": "d", "date": "2026-11-24", "text": "w6 w7 w8 w9 wa wb wc wd we wf"}
{"id": "a", "date": "2026-11-21", "text": "w0 w1 w2 w3 w4 w5 w6 w7 w8 w9"}
{"id": "b, copy", "date": "2026-11-22", "text": "w2 w3 w4 w5 w6 w7 w8 w9 wa wb"}
{"id": "c", "date": "2026-11-23", "text": "w4 w5 w6 w7 w8 w9 wa wb wc wd"}
{"id": "c again", "date": "2026-11-25", "text": "W4 w5 w6 w7 w8 w9 wa wb, wc wd!"}
{"id": "other", "text": "council approves the budget"}
"#;

const FLAGS: [&str; 5] = [
    "duplicates",
    "--shingle=1",
    "--threshold=0.6",
    "-",
    "--format",
];

fn of_feed(format: &str) -> String {
    let run = wirecopy_reading(FEED, FLAGS.iter().chain(&[format]));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    run.stdout
}

#[test]
fn a_table_shows_what_to_keep_and_what_is_like_it() {
    // 8 of 12 words are common after one step, 6 of 14 after two: b goes to a, c and d stay together.
    assert_eq!(
        of_feed("table"),
        "6 articles compared, none skipped: 3 near-duplicates of 2\n\
         \n\
         keep  a\n\
         \u{20}66%  b, copy\n\
         \n\
         keep  c\n\
         \u{20}66%  d\n\
         100%  c again\n\
         \n\
         Alike, but kept apart: not all are like the one that is kept\n\
         \u{20}66%  b, copy  c\n"
    );
}

#[test]
fn every_format_says_the_same() {
    let document: Value = serde_json::from_str(&of_feed("json")).unwrap();
    let mut dropped = Vec::new();
    for cluster in document["clusters"].as_array().unwrap() {
        for one in cluster["dropped"].as_array().unwrap() {
            dropped.push((
                one["id"].clone(),
                one["score"].clone(),
                cluster["kept"].clone(),
            ));
        }
    }
    let lines = of_feed("jsonl");
    let objects = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let listed: Vec<_> = objects
        .map(|one| (one["id"].clone(), one["score"].clone(), one["kept"].clone()))
        .collect();
    assert_eq!(listed, dropped);
    let score = 8.0 / 12.0;
    assert_eq!(
        of_feed("csv"),
        format!("id,score,kept\n\"b, copy\",{score},a\nd,{score},c\nc again,1,c\n")
    );
    assert_eq!(document["articles"], 6);
    assert_eq!(document["parameters"]["threshold"], 0.6);
    assert_eq!(document["equal"], serde_json::json!([["c", "c again"]]));
    assert_eq!(document["pairs"].as_array().unwrap().len(), 3);
    let strongest = serde_json::json!({"a": "b, copy", "b": "c", "score": score});
    let link = serde_json::json!([{"a": "a", "b": "c", "pairs": 1, "strongest": strongest}]);
    assert_eq!(document["links"], link);
}

#[test]
fn the_list_of_what_to_keep_does_not_depend_on_the_order() {
    let desk = Desk::empty();
    let mut lists = Vec::new();
    let lines: Vec<&str> = FEED.lines().collect();
    for turn in 0..lines.len() {
        let feed = [&lines[turn..], &lines[..turn]].concat().join("\n");
        let list = desk.path().join(format!("keep-{turn}.txt"));
        let flags = FLAGS.iter().chain(&["csv", "--keep"]).map(AsRef::as_ref);
        let run = wirecopy_reading(&feed, flags.chain([list.as_os_str()]));
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        let kept = fs::read_to_string(&list).unwrap();
        let kept: BTreeSet<String> = kept.lines().map(str::to_owned).collect();
        let rows: BTreeSet<String> = run.stdout.lines().map(str::to_owned).collect();
        lists.push((kept, rows));
    }
    assert!(lists.iter().all(|list| *list == lists[0]));
    let kept: Vec<&String> = lists[0].0.iter().collect();
    assert_eq!(kept, ["a", "c", "other"]);
}

#[test]
fn the_newsroom_has_two_clusters_whatever_the_method_and_threads() {
    let folder = newsroom();
    let run = |flags: &[&str]| {
        let arguments = ["duplicates", "--threshold=0.6"];
        let flags = arguments.iter().chain(flags).map(AsRef::as_ref);
        let run = wirecopy(flags.chain([folder.as_os_str()]));
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    let exact = run(&[]);
    assert!(
        exact.starts_with("14 articles compared, none skipped: 2 near-duplicates of 2\n"),
        "{exact}"
    );
    assert!(exact.contains("\n\nkeep  agency-harbour-fire\n"), "{exact}");
    assert_eq!(run(&["--threads", "1"]), exact);
    assert_eq!(run(&["--method", "minhash"]), exact);
    let close = run(&["--method", "simhash"]);
    assert!(close.contains("100%  clock-herald\n"), "{close}");
    // Estimated and not compared: the same two, if not by the same scores.
    let estimated = run(&["--method", "minhash", "--no-verify"]);
    assert!(
        estimated.contains("2 near-duplicates of 2\n")
            && estimated.contains("\n100%  clock-herald\n"),
        "{estimated}"
    );
    // The brief is an abridgement.
    let contained = run(&["--measure", "containment", "--shingle", "2"]);
    assert!(contained.contains("  brief-harbour-fire\n"), "{contained}");
}

#[test]
fn the_status_is_1_when_asked_and_something_is_found() {
    let status =
        |flags: &[&str]| finish(program(["duplicates"]).args(flags).arg(newsroom())).status;
    assert_eq!(status(&[]), 0);
    assert_eq!(status(&["--exit-code"]), 1);
    let other = r#"{"id": "other", "text": "council approves the budget"}"#;
    let run = wirecopy_reading(other, ["duplicates", "--exit-code", "-"]);
    assert_eq!(run.status, 0);
    assert_eq!(
        run.stdout,
        "1 article compared, none skipped: no near-duplicates\n"
    );
}

#[test]
fn files_are_written_whole_and_not_replaced() {
    let desk = Desk::with_stories();
    let [list, report] = ["keep.list", "report.json"].map(|name| desk.path().join(name));
    let run = |force: &[&str]| {
        let mut command = program(["duplicates", "--format=json", "--threshold=0.5"]);
        command.arg("--keep").arg(&list).arg("-o").arg(&report);
        finish(command.args(force).arg(desk.path()))
    };
    let first = run(&[]);
    assert_eq!(
        (first.status, first.stdout.as_str()),
        (0, ""),
        "{}",
        first.stderr
    );
    let kept = fs::read_to_string(&list).unwrap();
    let again = run(&[]);
    assert_eq!(again.status, 2);
    assert!(
        again.stderr.contains("--force replaces it"),
        "{}",
        again.stderr
    );
    fs::remove_file(&report).unwrap();
    let again = run(&[]);
    assert!(
        again.stderr.contains("keep.list` exists already"),
        "{}",
        again.stderr
    );
    assert!(
        !report.exists(),
        "nothing is written when one file may not be"
    );
    assert_eq!(run(&["--force"]).status, 0);
    assert_eq!(fs::read_to_string(&list).unwrap(), kept);
    let story = desk.path().join("ferry.txt");
    let mut command = program(["duplicates", "--force", "--keep"]);
    let run = finish(command.arg(&story).arg(desk.path()));
    assert!(
        run.stderr.contains("is one of the files to read"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_is_wrong_is_said() {
    for (flags, expected) in [
        (&["--shingle", "0"][..], "number would be zero"),
        (&["--threshold", "0"], "above 0 and at most 1"),
        (&["--threshold", "80"], "above 0 and at most 1"),
        (&["--measure", "cosine"], "containment"),
        (&["--method", "lsh"], "minhash"),
        (
            &["--method", "minhash", "--measure", "containment"],
            "`minhash` finds no pairs by `containment`; take the method `exact`",
        ),
        (&["--no-verify"], "take the method `minhash` or `simhash`"),
        (&["--stop-words"], "--language en states English"),
    ] {
        let run = finish(program(["duplicates"]).args(flags).arg(newsroom()));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{flags:?}");
        assert!(run.stderr.contains(expected), "{}", run.stderr);
    }
    let nothing = wirecopy_reading("{\"id\": \"a\", \"text\": \"—\"}\n", ["duplicates", "-"]);
    assert_eq!(nothing.status, 2);
    assert!(
        nothing.stderr.contains("no article to check"),
        "{}",
        nothing.stderr
    );
    let strict = wirecopy_reading(
        &format!("{FEED}{{\"id\": \"e\"}}\n"),
        ["duplicates", "--strict", "-"],
    );
    assert_eq!(strict.status, 2);
    assert!(
        strict
            .stdout
            .starts_with("6 articles compared, 1 record skipped: ")
    );
}

#[test]
fn the_common_flags_fit_a_screen() {
    let mut command = program(["duplicates", "-h"]);
    let help = finish(command.env("COLUMNS", "80")).stdout;
    assert!(help.lines().count() <= 24, "{help}");
    assert!(
        help.lines().all(|line| line.chars().count() <= 80),
        "{help}"
    );
    assert_eq!(
        help.lines()
            .filter(|line| line.starts_with("  wirecopy duplicates"))
            .count(),
        3
    );
    let all = finish(program(["duplicates", "--help"]).env("COLUMNS", "80")).stdout;
    assert!(
        all.contains("--ngrams") && all.contains("--threads"),
        "{all}"
    );
}
