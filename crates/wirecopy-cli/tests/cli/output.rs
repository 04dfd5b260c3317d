//! `--output`: whole or not at all.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::desk::{Desk, finish, newsroom, program};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

#[test]
fn the_file_has_what_standard_output_would_have() {
    let desk = Desk::empty();
    for format in ["table", "json", "jsonl"] {
        let printed = finish(program(["check", "--format", format]).arg(newsroom()));
        let path = desk.path().join(format);
        let mut command = program(["check", "--format", format, "--output"]);
        let run = finish(command.arg(&path).arg(newsroom()));
        assert_eq!(
            (run.status, run.stdout.as_str(), run.stderr.as_str()),
            (0, "", "")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), printed.stdout);
    }
    assert_eq!(names(desk.path()), ["json", "jsonl", "table"]);
    let run = finish(program(["check", "-o", "-"]).arg(newsroom()));
    assert!(run.stdout.starts_with("14 articles checked"), "{run:?}");
}

#[test]
fn an_old_file_is_replaced_only_by_force() {
    let desk = Desk::with_stories();
    let target = desk.file("report.json", "old");
    let run = desk.check(&["-o", target.to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .ends_with("report.json` exists already\nhint: --force replaces it\n"),
        "{}",
        run.stderr
    );
    assert_eq!(fs::read(&target).unwrap(), b"old");
    let run = desk.check(&["--force", "-o", target.to_str().unwrap()]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(
        fs::read_to_string(&target)
            .unwrap()
            .starts_with("3 articles checked")
    );
}

#[test]
fn it_is_looked_at_before_the_articles_are() {
    let desk = Desk::empty();
    let target = desk.file("report.json", "old");
    let run = finish(program(["check", "no/such/folder", "-o"]).arg(target));
    assert!(run.stderr.contains("exists already"), "{}", run.stderr);
    let nowhere = desk.path().join("nowhere/report.json");
    let run = finish(program(["check", "no/such/folder", "-o"]).arg(nowhere));
    assert!(
        run.stderr.contains("hint: make its folder first"),
        "{}",
        run.stderr
    );
    let run = finish(program(["check", "--force", "no/such/folder", "-o"]).arg(desk.path()));
    assert!(
        run.stderr.contains("hint: name a file in the folder"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_check_that_fails_leaves_the_old_file() {
    let desk = Desk::empty();
    desk.file("stories/rule.txt", "* * *\n");
    let target = desk.file("report.json", "old");
    let mut command = program(["check", "--force", "-o"]);
    let run = finish(command.arg(&target).arg(desk.path().join("stories")));
    assert_eq!(run.status, 2);
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(names(desk.path()), ["report.json", "stories"]);
}

/// No file may grow beyond one block: the nearest thing to a full disk that needs no disk.
#[cfg(target_os = "linux")]
#[test]
fn no_space_left_leaves_the_old_file_and_nothing_else() {
    let desk = Desk::empty();
    let target = desk.file("report.json", "old");
    let script = r#"ulimit -f 1; trap '' XFSZ; exec "$0" check --format json --force -o "$1" "$2""#;
    let run = finish(
        Command::new("sh")
            .args(["-c", script, env!("CARGO_BIN_EXE_wirecopy")])
            .arg(&target)
            .arg(newsroom()),
    );
    assert_eq!(run.status, 2, "{run:?}");
    assert!(
        run.stderr.starts_with("error: cannot write `"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("a file that was there is as it was"),
        "{}",
        run.stderr
    );
    assert_eq!(fs::read(&target).unwrap(), b"old");
    assert_eq!(names(desk.path()), ["report.json"]);
}

#[cfg(unix)]
#[test]
fn rights_links_and_devices_are_kept() {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};

    let desk = Desk::with_stories();
    let target = desk.file("reports/report.out", "old");
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let link = desk.path().join("link");
    symlink(&target, &link).unwrap();
    assert_eq!(
        desk.check(&["--force", "-o", link.to_str().unwrap()])
            .status,
        0
    );
    assert!(link.symlink_metadata().unwrap().is_symlink());
    assert!(
        fs::read_to_string(&target)
            .unwrap()
            .contains("near_duplicate")
    );
    assert_eq!(
        target.metadata().unwrap().permissions().mode() & 0o777,
        0o640
    );

    assert_eq!(desk.check(&["-o", "/dev/null"]).status, 0);
    assert!(
        fs::metadata("/dev/null")
            .unwrap()
            .file_type()
            .is_char_device()
    );
}

#[test]
fn a_file_that_is_read_is_never_written() {
    let desk = Desk::with_stories();
    let feed = desk.file("feed.jsonl", r#"{"text": "One story."}"#);
    let text = desk.path().join("ferry.txt");
    let before = fs::read(&text).unwrap();
    for (input, output) in [(&feed, &feed), (&desk.path().to_owned(), &text)] {
        for subcommand in ["check", "tokens", "keywords"] {
            let mut command = program([subcommand, "--force", "-o"]);
            let run = finish(command.arg(output).arg(input));
            assert_eq!(run.status, 2, "{run:?}");
            assert!(
                run.stderr.contains("is one of the files to read") && run.stderr.contains("hint:"),
                "{run:?}"
            );
        }
    }
    assert_eq!(fs::read(&text).unwrap(), before);
    // What stands in the folder without being read may be replaced.
    let mut command = program(["check", "--force", "-o"]);
    let run = finish(command.arg(&feed).arg(desk.path()));
    assert_eq!(run.status, 0, "{run:?}");
}
