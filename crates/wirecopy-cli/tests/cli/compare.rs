//! `wirecopy compare`.

use std::path::Path;

use crate::desk::{Desk, FERRY, FERRY_EDITED, ORCHARD, Run, record, wirecopy, wirecopy_reading};

fn compare(flags: &[&str], a: &Path, b: &Path) -> Run {
    wirecopy(
        ["compare"]
            .iter()
            .chain(flags)
            .map(AsRef::as_ref)
            .chain([a.as_os_str(), b.as_os_str()]),
    )
}

#[test]
fn both_shares_and_the_edits_are_shown() {
    let desk = Desk::empty();
    let a = desk.file("ferry.txt", FERRY);
    let b = desk.file("edited.txt", FERRY_EDITED);
    let run = compare(&["--color", "never"], &a, &b);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let text = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("of its words stand in b"), "{text}");
    assert!(text.contains("of its words stand in a"), "{text}");
    assert!(text.contains("near_duplicate"), "{text}");
    assert!(text.contains("will [-stop-]{+cease+} running"), "{text}");
    assert!(
        text.contains("said on [-Monday-]{+Tuesday+}, after"),
        "{text}"
    );
    assert!(text.contains("would cost {+far+} more than"), "{text}");
}

#[test]
fn colours_take_the_place_of_brackets() {
    let desk = Desk::empty();
    let a = desk.file("ferry.txt", FERRY);
    let b = desk.file("edited.txt", FERRY_EDITED);
    let run = compare(&["--color", "always"], &a, &b);
    assert!(
        run.stdout
            .contains("\u{1b}[31;9mstop\u{1b}[0m \u{1b}[32;4mcease\u{1b}[0m"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("[-"), "{}", run.stdout);
}

#[test]
fn positions_are_lines_columns_and_characters() {
    let desk = Desk::empty();
    let a = desk.file("a.txt", format!("Überschrift\r\n\r\n  {FERRY}"));
    let b = desk.file("b.txt", FERRY);
    let run = compare(&[], &a, &b);
    let length = FERRY.chars().count();
    let place_in_a = format!(
        "a 3:3 to 3:{}, characters 17..{}",
        3 + length - 1,
        17 + length - 1
    );
    let place_in_b = format!("b 1:1 to 1:{length}, characters 0..{}", length - 1);
    // Whether the full stop belongs to the passage is not this test's business.
    let with_the_stop_in_a = format!("a 3:3 to 3:{}, characters 17..{}", 3 + length, 17 + length);
    let with_the_stop_in_b = format!("b 1:1 to 1:{}, characters 0..{length}", 1 + length);
    assert!(
        run.stdout.contains(&place_in_a) || run.stdout.contains(&with_the_stop_in_a),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains(&place_in_b) || run.stdout.contains(&with_the_stop_in_b),
        "{}",
        run.stdout
    );
}

#[test]
fn json_is_the_pair_called_by_its_paths() {
    let desk = Desk::empty();
    let a = desk.file("ferry.txt", FERRY);
    let b = desk.file("edited.txt", FERRY_EDITED);
    let pair = compare(&["--format", "json"], &a, &b).json();
    assert_eq!(pair["a"], a.to_str().unwrap());
    assert_eq!(pair["b"], b.to_str().unwrap());
    assert_eq!(pair["relation"], "near_duplicate");
    let checked = desk.check(&["--format", "jsonl"]).json();
    let names = |value: &serde_json::Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let of_two = names(&pair);
    // Two alone have no third, and show neither formulas nor which names are rare.
    let mut of_many = names(&checked);
    of_many.retain(|name| {
        !["agreement", "common_source", "probability", "signals"].contains(&name.as_str())
    });
    assert_eq!(of_two, of_many);
}

#[test]
fn no_relation_is_said_and_is_null() {
    let desk = Desk::empty();
    let a = desk.file("ferry.txt", FERRY);
    let b = desk.file("orchard.txt", ORCHARD);
    let run = compare(&[], &a, &b);
    assert_eq!(run.status, 0);
    assert!(run.stdout.contains("\nno relation\n"), "{}", run.stdout);
    assert!(compare(&["--format", "json"], &a, &b).json()["relation"].is_null());
}

#[test]
fn identical_texts_are_identical() {
    let desk = Desk::empty();
    let a = desk.file("one/ferry.txt", FERRY);
    let b = desk.file("two/ferry.txt", FERRY.to_uppercase());
    let run = compare(&[], &a, &b);
    assert!(run.stdout.contains("\nidentical"), "{}", run.stdout);
    assert!(run.stdout.contains("100 % of its words"), "{}", run.stdout);
}

#[test]
fn one_side_may_be_standard_input() {
    let desk = Desk::empty();
    let ferry = desk.file("ferry.txt", FERRY);
    for arguments in [
        ["compare".as_ref(), "-".as_ref(), ferry.as_os_str()],
        ["compare".as_ref(), ferry.as_os_str(), "-".as_ref()],
    ] {
        for input in [FERRY_EDITED.to_owned(), record("edited", FERRY_EDITED)] {
            let run = wirecopy_reading(&input, arguments);
            assert!(run.stdout.contains("near_duplicate"), "{run:?}");
            assert!(run.stdout.contains("standard input"), "{run:?}");
        }
    }
}

#[test]
fn a_side_holds_exactly_one_article() {
    let desk = Desk::empty();
    let ferry = desk.file("ferry.txt", FERRY);
    let two = desk.file("two.jsonl", record("x", FERRY) + &record("y", ORCHARD));
    let none = desk.file("none.jsonl", "{\n");
    let run = compare(&[], &ferry, &two);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .contains("two.jsonl` holds 2 articles, expected one"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("wirecopy check"), "{}", run.stderr);
    let run = compare(&[], &none, &ferry);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("none.jsonl:1: "), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("none.jsonl` holds 0 articles, expected one"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_missing_file_is_an_error() {
    let desk = Desk::with_stories();
    let run = compare(
        &[],
        &desk.path().join("ferry.txt"),
        &desk.path().join("gone.txt"),
    );
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("gone.txt"), "{}", run.stderr);
}

#[test]
fn explain_says_in_words_what_and_why() {
    let desk = Desk::empty();
    let a = desk.file("ferry.txt", FERRY);
    let b = desk.file("edited.txt", FERRY_EDITED);
    let run = compare(&["--format", "explain"], &a, &b);
    assert_eq!(run.status, 0);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].ends_with(": near_duplicate."), "{}", run.stdout);
    for begin in ["   Why: ", "   Text shared", "   Nothing was left out"] {
        assert!(
            lines.iter().any(|line| line.starts_with(begin)),
            "{begin}: {}",
            run.stdout
        );
    }
}
