//! `--relation`, `--min-share`, `--sort` and `--limit`.

use serde_json::Value;

use crate::desk::{Desk, FERRY, Run, finish, newsroom, program};

fn check(flags: &[&str]) -> Run {
    finish(program(["check"]).args(flags).arg(newsroom()))
}

fn pairs(flags: &[&str]) -> Vec<Value> {
    let flags = [&["--format", "jsonl"], flags].concat();
    let run = check(&flags);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn larger(pair: &Value) -> f64 {
    let share = |name: &str| pair[name].as_f64().unwrap();
    share("share_of_a").max(share("share_of_b"))
}

#[test]
fn only_what_is_asked_for_is_shown() {
    let all = pairs(&[]);
    let of = |names: &[&str]| -> Vec<Value> {
        let chosen = all
            .iter()
            .filter(|pair| names.contains(&pair["relation"].as_str().unwrap()));
        chosen.cloned().collect()
    };
    assert_eq!(
        pairs(&["--relation", "partial_reuse"]),
        of(&["partial_reuse"])
    );
    let two = of(&["identical", "shared_quotes"]);
    assert!(two.len() >= 2);
    assert_eq!(pairs(&["--relation", "shared_quotes,identical"]), two);
    assert_eq!(
        pairs(&["--relation", "shared_quotes", "--relation", "identical"]),
        two
    );
    let large = pairs(&["--min-share", "0.5"]);
    let wanted: Vec<Value> = all
        .iter()
        .filter(|pair| larger(pair) >= 0.5)
        .cloned()
        .collect();
    assert_eq!(large, wanted);
    assert!(!large.is_empty() && large.len() < all.len());
    assert_eq!(pairs(&["--limit", "3"]), all[..3]);
    assert_eq!(pairs(&["--min-share", "0"]), all);
}

#[test]
fn the_order_can_be_chosen() {
    let all = pairs(&[]);
    assert_eq!(pairs(&["--sort", "relation"]), all);
    let sorted = |order: &str| {
        let sorted = pairs(&["--sort", order]);
        assert_eq!(sorted.len(), all.len());
        sorted
    };
    assert!(
        sorted("share")
            .windows(2)
            .all(|two| larger(&two[0]) >= larger(&two[1]))
    );
    let run = |pair: &Value| pair["longest_run"].as_u64().unwrap();
    assert!(
        sorted("run")
            .windows(2)
            .all(|two| run(&two[0]) >= run(&two[1]))
    );
    // The sample is read in the order of the names.
    let ids = |pair: &Value| {
        (
            pair["a"].as_str().unwrap().to_owned(),
            pair["b"].as_str().unwrap().to_owned(),
        )
    };
    assert!(
        sorted("input")
            .windows(2)
            .all(|two| ids(&two[0]) < ids(&two[1]))
    );
    assert_eq!(
        pairs(&["--sort", "run", "--limit", "1"])[0],
        sorted("run")[0]
    );
}

#[test]
fn the_table_says_how_much_was_found() {
    let first = |flags: &[&str]| check(flags).stdout.lines().next().unwrap().to_owned();
    assert!(first(&[]).ends_with(": 8 pairs share text"));
    assert!(first(&["--limit", "3"]).ends_with(": 8 pairs share text, 3 shown"));
    assert!(first(&["--limit", "100"]).ends_with(": 8 pairs share text"));
    let none = check(&["--relation", "partial_reuse", "--min-share", "0.9"]);
    assert_eq!(
        none.stdout,
        "14 articles checked, none skipped: 8 pairs share text, none shown\n\
         one story in other words: 2 pairs\n\
         page furniture, not counted: 344 words in 4 articles\n"
    );
}

#[test]
fn json_keeps_its_form() {
    let all = check(&["--format", "json"]).json();
    let part = check(&["--format", "json", "--relation", "identical"]).json();
    let keys = |report: &Value| {
        report
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&all), keys(&part));
    assert_eq!(part["articles"], all["articles"]);
    assert_eq!(part["pairs"].as_array().unwrap().len(), 1);
}

#[test]
fn a_cluster_is_shown_whole_while_one_of_its_pairs_is() {
    let desk = Desk::with_stories();
    desk.file("reprint-1.txt", FERRY);
    desk.file("reprint-2.txt", FERRY);
    let clusters = |flags: &[&str]| {
        let report = desk.check(&[&["--format", "json"], flags].concat()).json();
        report["clusters"].as_array().unwrap().len()
    };
    let all = clusters(&[]);
    assert_eq!(all, 4);
    assert_eq!(clusters(&["--limit", "1"]), all);
    assert_eq!(clusters(&["--relation", "partial_reuse"]), 0);
}

#[test]
fn the_status_follows_what_is_left() {
    assert_eq!(check(&["--exit-code"]).status, 1);
    assert_eq!(
        check(&["--exit-code", "--relation", "partial_reuse"]).status,
        1
    );
    assert_eq!(
        check(&[
            "--exit-code",
            "--relation",
            "partial_reuse",
            "--min-share",
            "0.9"
        ])
        .status,
        0
    );
}

#[test]
fn a_slip_is_an_error_that_says_what_would_do() {
    for (flags, wanted) in [
        (
            ["--relation", "stolen"],
            "identical, near_duplicate, contained",
        ),
        (["--min-share", "30"], "30 % is 0.3"),
        (
            ["--limit", "0"],
            "expected 1 or more; --limit left out shows all",
        ),
        (["--sort", "size"], "relation, share, run, input"),
    ] {
        let run = check(&flags);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{flags:?}");
        assert!(run.stderr.contains(wanted), "{flags:?}: {}", run.stderr);
    }
}
