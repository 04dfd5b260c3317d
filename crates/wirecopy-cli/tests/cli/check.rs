//! `wirecopy check`: formats and order.

use std::fmt::Write as _;

use serde_json::Value;

use crate::desk::{
    Desk, FERRY, FERRY_EDITED, ORCHARD, newsroom, record, wirecopy, wirecopy_reading,
};

fn check_newsroom(flags: &[&str]) -> String {
    let folder = newsroom();
    let run = wirecopy(
        ["check"]
            .iter()
            .chain(flags)
            .map(AsRef::as_ref)
            .chain([folder.as_os_str()]),
    );
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    run.stdout
}

fn keys(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn the_table_shows_pairs_and_passages() {
    let table = check_newsroom(&[]);
    let mut lines = table.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("14 articles checked, none skipped: "),
        "{table}"
    );
    assert_eq!(lines.next(), Some("one story in other words: 2 pairs"));
    assert_eq!(
        lines.next(),
        Some("page furniture, not counted: 344 words in 4 articles")
    );
    assert_eq!(lines.next(), Some(""));
    assert!(lines.next().unwrap().starts_with("relation "), "{table}");
    let pair = table
        .lines()
        .find(|line| line.starts_with("shared_quotes "))
        .unwrap();
    assert!(
        pair.contains("glazeware-gazette") && pair.contains("glazeware-ledger"),
        "{pair}"
    );
    assert!(
        table.lines().any(|line| line.starts_with("  quotation ")),
        "{table}"
    );
}

#[test]
fn json_is_one_document_with_the_agreed_names() {
    let json = check_newsroom(&["--format", "json"]);
    assert!(json.ends_with("}\n") && json.lines().count() == 1);
    let report: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["schema_version"], 1);
    assert_eq!(report["articles"], 14);
    assert_eq!(report["skipped"], Value::Array(Vec::new()));
    assert!(report["clusters"].is_array());
    let pairs = report["pairs"].as_array().unwrap();
    let names = [
        "a",
        "b",
        "relation",
        "probability",
        "signals",
        "share_of_a",
        "share_of_b",
        "quotation_part",
        "similarity",
        "agreement",
        "direction",
        "longest_run",
        "revision",
        "common_source",
        "ignored_words_of_a",
        "ignored_words_of_b",
        "reasons",
        "passages",
    ];
    assert!(pairs.iter().all(|pair| keys(pair) == names));
    let passages = pairs
        .iter()
        .flat_map(|pair| pair["passages"].as_array().unwrap());
    let names = [
        "a_start",
        "a_end",
        "b_start",
        "b_end",
        "text_a",
        "text_b",
        "kind",
        "form",
        "reordered",
        "score",
        "words",
        "quoted_words",
        "also_in",
        "edits",
    ];
    let mut count = 0;
    for passage in passages {
        assert_eq!(keys(passage), names);
        count += 1;
    }
    assert!(count > 0);
}

#[test]
fn json_lines_are_the_pairs_of_the_document() {
    let report: Value = serde_json::from_str(&check_newsroom(&["--format", "json"])).unwrap();
    let lines = check_newsroom(&["--format", "jsonl"]);
    let pairs: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(report["pairs"], Value::Array(pairs));
}

#[test]
fn offsets_are_characters_of_the_article() {
    let desk = Desk::empty();
    let text = format!("Überfahrt – ende: {FERRY}");
    desk.file("a.txt", &text);
    desk.file("b.txt", FERRY);
    let report = desk.check(&["--format", "json"]).json();
    let passage = &report["pairs"][0]["passages"][0];
    let offset = |name: &str| usize::try_from(passage[name].as_u64().unwrap()).unwrap();
    let (start, end) = (offset("a_start"), offset("a_end"));
    let sliced: String = text.chars().skip(start).take(end - start).collect();
    assert_eq!(passage["text_a"], sliced);
}

#[test]
fn one_and_two_threads_write_the_same_bytes() {
    for format in ["table", "json", "jsonl"] {
        let one = check_newsroom(&["--format", format, "--threads", "1"]);
        assert_eq!(one, check_newsroom(&["--format", format, "--threads", "2"]));
        assert_eq!(one, check_newsroom(&["--format", format, "--threads", "0"]));
    }
}

#[test]
fn files_folders_and_json_lines_can_be_mixed() {
    let desk = Desk::empty();
    desk.file("folder/deep/ferry.txt", FERRY);
    let edited = desk.file("edited.txt", FERRY_EDITED);
    let feed = desk.file(
        "feed.jsonl",
        record("fruit", ORCHARD) + &record("copy", FERRY),
    );
    let folder = desk.path().join("folder");
    let run = wirecopy([
        "check".as_ref(),
        "--format=json".as_ref(),
        folder.as_os_str(),
        edited.as_os_str(),
        feed.as_os_str(),
    ]);
    let report = run.json();
    assert_eq!(report["articles"], 4);
    let pair = |n: usize| {
        (
            report["pairs"][n]["a"].clone(),
            report["pairs"][n]["b"].clone(),
        )
    };
    assert_eq!(pair(0), ("deep/ferry".into(), "copy".into()));
    assert_eq!(pair(1), ("deep/ferry".into(), "edited".into()));
}

#[test]
fn standard_input_may_be_json_lines_or_a_text() {
    let desk = Desk::empty();
    let ferry = desk.file("ferry.txt", FERRY);
    let arguments = [
        "check".as_ref(),
        "--format=jsonl".as_ref(),
        "-".as_ref(),
        ferry.as_os_str(),
    ];
    for input in [FERRY_EDITED.to_owned(), record("edited", FERRY_EDITED)] {
        let run = wirecopy_reading(&input, arguments);
        assert_eq!(run.json()["relation"], "near_duplicate");
    }
}

#[test]
fn pairs_that_are_left_out_are_counted() {
    let desk = Desk::empty();
    let close = "Every evening this small newsroom above the bakery prints what councils would rather keep quiet.";
    desk.file("ferry.txt", format!("{FERRY}\n\n{close}\n"));
    desk.file("orchard.txt", format!("{ORCHARD}\n\n{close}\n"));
    let table = desk.check(&[]).stdout;
    assert_eq!(
        table,
        "2 articles checked, none skipped: no pair is listed\n\
         shared, but as a form or too improbable: 1 pair (--min-probability 0)\n"
    );
    let all = desk.check(&["--min-probability", "0"]).stdout;
    assert!(
        all.starts_with("2 articles checked, none skipped: 1 pair shares text\n"),
        "{all}"
    );
}

#[test]
fn no_pair_is_said_in_one_line() {
    let desk = Desk::empty();
    desk.file("ferry.txt", FERRY);
    desk.file("orchard.txt", ORCHARD);
    assert_eq!(
        desk.check(&[]).stdout,
        "2 articles checked, none skipped: no two share text\n"
    );
    assert_eq!(desk.check(&["--format", "jsonl"]).stdout, "");
}

#[test]
fn clusters_of_more_than_two_close_the_table() {
    let desk = Desk::with_stories();
    assert!(!desk.check(&[]).stdout.contains("Near-duplicates"));
    desk.file("ferry-reprint.txt", FERRY);
    let table = desk.check(&[]).stdout;
    let (_, clusters) = table
        .split_once("\n\nNear-duplicates in more than two versions\n")
        .unwrap();
    assert_eq!(clusters.lines().count(), 1, "{clusters}");
    for id in ["3 articles", "ferry-edited", "ferry-reprint", "ferry"] {
        assert!(clusters.contains(id), "{clusters}");
    }
}

#[test]
fn many_identical_articles_are_a_list_and_one_cluster() {
    let mut feed = String::new();
    for n in 0..5_000 {
        let _ = write!(feed, "{}", record(&format!("copy-{n}"), FERRY));
    }
    let run = wirecopy_reading(&feed, ["check", "-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    // The summary, the head, a line for each further copy, the cluster, and what stands between them.
    assert_eq!(run.stdout.lines().count(), 1 + 1 + 1 + 4_999 + 1 + 1 + 1);
    assert!(
        run.stdout
            .starts_with("5,000 articles checked, none skipped: 4,999 pairs share text\n")
    );
    let cluster = run.stdout.lines().last().unwrap();
    assert!(
        cluster.starts_with("  5,000 articles  copy-0, copy-1, ") && cluster.ends_with(" more"),
        "{cluster}"
    );
    assert!(cluster.chars().count() <= 100, "{cluster}");
}

#[test]
fn old_articles_are_compared_with_new_ones_only_and_dates_say_who_was_first() {
    let desk = Desk::empty();
    let line = |id: &str, text: &str, date: &str| {
        serde_json::json!({"id": id, "text": text, "date": date}).to_string() + "\n"
    };
    let old = desk.file(
        "old.jsonl",
        line("wire", FERRY, "2018-06-08") + &line("again", FERRY, "2018-06-08"),
    );
    let new = desk.file("new.jsonl", line("paper", FERRY_EDITED, "12 June 2018"));
    let run = |flags: &[&str]| {
        let flags = flags.iter().map(AsRef::as_ref);
        wirecopy(
            [
                "check".as_ref(),
                new.as_os_str(),
                "--against".as_ref(),
                old.as_os_str(),
            ]
            .into_iter()
            .chain(flags),
        )
    };

    let table = run(&[]).stdout;
    assert!(
        table.starts_with("1 article checked against 2, none skipped: 1 pair shares text\n"),
        "{table}"
    );
    assert!(
        table.contains("\n  text shared; earlier in a: 2018-06-08 before 12 June 2018\n"),
        "{table}"
    );
    let table = run(&["--date-window", "3"]).stdout;
    assert!(table.contains("no two share text"), "{table}");
}

#[test]
fn a_date_that_is_none_is_warned_of() {
    let desk = Desk::empty();
    let record = |id: &str, date: &str| {
        format!(
            "{}\n",
            serde_json::json!({"id": id, "text": format!("{id} {FERRY}"), "date": date})
        )
    };
    let new = desk.file(
        "new.jsonl",
        record("post", "2018-06-12") + &record("wire", "a while ago"),
    );
    let old = desk.file("old.jsonl", record("wire", "soon"));
    let run = |more: &[&str]| {
        let paths = [new.as_os_str(), "--against".as_ref(), old.as_os_str()];
        wirecopy(
            ["check".as_ref()]
                .into_iter()
                .chain(paths)
                .chain(more.iter().map(AsRef::as_ref)),
        )
    };
    let told = run(&[]);
    assert_eq!(told.status, 0);
    let lines: Vec<&str> = told.stderr.lines().collect();
    assert!(
        lines[0].ends_with("old.jsonl:1: against/wire: the date `soon` is none that is known, so the article counts as \
                            undated; write it as 2018-06-08"),
        "{}",
        told.stderr
    );
    assert!(lines[0].starts_with("warning: "), "{}", told.stderr);
    assert!(
        lines[1].contains("new.jsonl:2: wire: the date `a while ago` is none"),
        "{}",
        told.stderr
    );
    let report = run(&["--format", "json"]).json();
    let place = |place: usize| {
        let warning = &report["warnings"][place];
        (
            warning["id"].clone(),
            warning["row"].clone(),
            warning["line"].clone(),
        )
    };
    assert_eq!(place(0), ("against/wire".into(), 0.into(), 1.into()));
    assert_eq!(place(1), ("wire".into(), 1.into(), 2.into()));
}

#[test]
fn explain_has_a_paragraph_for_each_pair_and_names_the_common_source() {
    let words = check_newsroom(&["--format", "explain"]);
    let table = check_newsroom(&[]);
    let paragraphs: Vec<&str> = words.trim_end().split("\n\n").collect();
    // The summary, and the pairs.
    assert_eq!(paragraphs.len(), 1 + 10, "{words}");
    assert_eq!(paragraphs[0].lines().next(), table.lines().next());
    for paragraph in &paragraphs[1..] {
        assert!(paragraph.contains("\n   Why: "), "{paragraph}");
        let shared = paragraph.contains("\n   Text shared");
        assert_ne!(shared, paragraph.contains(": same_story.\n"), "{paragraph}");
    }
    let source = "Common source: agency-harbour-fire holds at least 80 %";
    assert!(words.contains(source), "{words}");
    assert!(
        table.contains("\n  common source: agency-harbour-fire\n"),
        "{table}"
    );
}
