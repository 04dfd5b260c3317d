//! Input that is broken, missing or hostile.

use std::fs;
use std::process::Stdio;

use crate::desk::{
    Desk, FERRY, FERRY_EDITED, ORCHARD, finish, program, record, wirecopy, wirecopy_reading,
};

#[test]
fn an_empty_folder_is_an_error_with_a_remedy() {
    let run = Desk::empty().check(&[]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with("error: no articles in `"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_missing_path_is_an_error_with_a_hint() {
    let run = wirecopy(["check", "no/such/folder"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("error: cannot read `no/such/folder`: "),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
}

#[test]
fn only_wordless_articles_are_nothing_to_check() {
    let desk = Desk::empty();
    desk.file("rule.txt", "* * *\n");
    for format in ["table", "json", "jsonl"] {
        let run = desk.check(&["--format", format]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert!(
            run.stderr.contains("error: no article to check"),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains("1 of 1 record skipped"),
            "{}",
            run.stderr
        );
    }
    let run = wirecopy_reading("", ["check", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_costs_itself_only() {
    let desk = Desk::with_stories();
    std::os::unix::fs::symlink("nowhere", desk.path().join("dangling.txt")).unwrap();
    fs::create_dir(desk.path().join("folder.txt")).unwrap();
    let run = desk.check(&["--format", "json"]);
    assert_eq!(run.status, 0);
    let report = run.json();
    assert_eq!(report["articles"], 3);
    assert_eq!(report["pairs"].as_array().unwrap().len(), 1);
    assert_eq!(report["skipped"].as_array().unwrap().len(), 1);
    assert!(
        run.stderr.contains("dangling.txt: cannot be read: "),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.ends_with("1 of 4 records skipped\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn invalid_utf_8_is_placed_replaced_and_counted() {
    let desk = Desk::empty();
    desk.file("ferry.txt", FERRY);
    let mut bytes = FERRY_EDITED.as_bytes().to_vec();
    bytes.extend(b" caf\xe9 na\xefve");
    let offset = FERRY_EDITED.len() + 4;
    desk.file("latin.txt", bytes);
    let run = desk.check(&["--strict"]);
    assert_eq!(run.status, 0, "what was repaired was not skipped");
    let expected = format!("latin.txt: byte {offset} is no UTF-8; 2 bytes replaced\n");
    assert!(
        run.stderr.starts_with("warning: ") && run.stderr.ends_with(&expected),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("near_duplicate"), "{}", run.stdout);
    let report = desk.check(&["--format", "json"]).json();
    assert_eq!(report["repaired"][0]["offset"], offset);
}

#[test]
fn bad_records_are_named_by_line_and_the_rest_is_checked() {
    let desk = Desk::empty();
    let feed = [
        record("ferry", FERRY),
        "{\"id\": \"torn\", \"text\": \n".to_owned(),
        record("edited", FERRY_EDITED),
        "{\"id\": \"textless\"}\n".to_owned(),
        record("ferry", ORCHARD),
        "[1, 2]\n".to_owned(),
        "{\"id\": \"typed\", \"text\": 7}\n".to_owned(),
        "\n".to_owned(),
        record("wordless", "..."),
    ]
    .concat();
    let path = desk.file("feed.jsonl", feed);
    let arguments = ["check".as_ref(), "--format=json".as_ref(), path.as_os_str()];
    let run = wirecopy(arguments);
    assert_eq!(run.status, 0);
    let report = run.json();
    assert_eq!(report["articles"], 2);
    assert_eq!(report["pairs"].as_array().unwrap().len(), 1);
    let skipped = report["skipped"].as_array().unwrap();
    assert_eq!(skipped.len(), 6);
    let lines: Vec<_> = skipped
        .iter()
        .filter_map(|skipped| skipped["line"].as_u64())
        .collect();
    assert_eq!(lines, [2, 4, 5, 6, 7, 9]);
    for (line, reason) in [
        (2, "JSON"),
        (4, "`text`"),
        (5, "duplicate id `ferry`"),
        (6, "[1, 2]"),
        (7, "`text`"),
        (9, "the text of `wordless` has no words"),
    ] {
        let place = format!("feed.jsonl:{line}: ");
        let notice = run.stderr.lines().find(|notice| notice.contains(&place));
        assert!(
            notice.is_some_and(|notice| notice.contains(reason)),
            "{place}{reason} in {}",
            run.stderr
        );
    }
    assert!(run.stderr.contains("wordless"), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("\n6 of 8 records skipped\n"),
        "{}",
        run.stderr
    );

    let strict = finish(program(["check", "--strict", "--format=json"]).arg(&path));
    assert_eq!(strict.status, 2);
    assert_eq!(strict.stdout, run.stdout, "the output comes all the same");
    assert!(
        strict
            .stderr
            .contains("error: 6 of 8 records skipped\nhint: "),
        "{}",
        strict.stderr
    );
}

#[test]
fn twenty_are_named_and_the_rest_counted() {
    let feed = record("ferry", FERRY) + &"?\n".repeat(9_999);
    let run = wirecopy_reading(&format!("{{}}\n{feed}"), ["check", "-"]);
    assert_eq!(run.status, 0);
    assert_eq!(
        run.stderr
            .lines()
            .filter(|line| line.starts_with("skipped: "))
            .count(),
        20
    );
    assert!(
        run.stderr.contains("\n… and 9,980 more\n"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.ends_with("\n10,000 of 10,001 records skipped\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn zero_width_characters_change_nothing() {
    let desk = Desk::empty();
    desk.file("ferry.txt", FERRY);
    let sown = FERRY
        .replace("ferry", "fer\u{ad}ry\u{200b}")
        .replace(" will", "\u{feff} will");
    desk.file("sown.txt", sown);
    let run = desk.check(&[]);
    assert!(
        !run.stdout.contains(['\u{ad}', '\u{200b}', '\u{feff}']),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("identical"), "{}", run.stdout);
}

#[test]
fn hostile_ids_texts_and_records_do_not_reach_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}\r\n";
    let feed = [
        record(
            &format!("one{hostile}"),
            &FERRY.replace("ferry", &format!("ferry{hostile}")),
        ),
        record(
            &format!("two{hostile}"),
            &FERRY_EDITED.replace("ferry", &format!("ferry{hostile}")),
        ),
        "not json \u{1b}[2J\u{202e}\n".to_owned(),
        record(&format!("two{hostile}"), ORCHARD),
    ]
    .concat();
    let desk = Desk::empty();
    let path = desk.file("feed.jsonl", &feed);
    let check = finish(program(["check"]).arg(&path));
    assert_eq!(check.status, 0, "{}", check.stderr);
    let one = desk.file("one\u{1b}[2J.txt", FERRY.replace("ferry", hostile));
    let two = desk.file("two\u{202e}.txt", FERRY_EDITED.replace("ferry", hostile));
    let compare = finish(program(["compare"]).args([&one, &two]));
    assert_eq!(compare.status, 0, "{}", compare.stderr);
    let missing = wirecopy(["check", "\u{1b}[2J\u{202e}\n.txt"]);
    assert_eq!(missing.status, 2);
    for text in [
        &check.stdout,
        &check.stderr,
        &compare.stdout,
        &compare.stderr,
        &missing.stderr,
    ] {
        assert!(!text.is_empty() || text.as_ptr() == compare.stderr.as_ptr());
        let broken =
            |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!text.contains(broken), "{text:?}");
    }
    assert_eq!(
        check
            .stdout
            .lines()
            .filter(|line| line.starts_with("near_duplicate"))
            .count(),
        1
    );
}

#[test]
fn a_closed_pipe_is_silent() {
    let mut feed = String::new();
    for n in 0..2_000 {
        feed.push_str(&record(&format!("copy-{n}"), FERRY));
    }
    let desk = Desk::empty();
    let path = desk.file("feed.jsonl", feed);
    for format in ["table", "json", "jsonl"] {
        let mut child = program(["check", "--format", format])
            .arg(&path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let desk = Desk::with_stories();
    for format in ["table", "json", "jsonl"] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = program(["check", "--format", format])
            .arg(desk.path())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{format}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(
            stderr.starts_with("error: cannot write to standard output: "),
            "{stderr}"
        );
    }
}
