//! Width and colours.

use unicode_width::UnicodeWidthStr as _;

use crate::desk::{Desk, FERRY, FERRY_EDITED, finish, newsroom, program};

#[test]
fn lines_keep_to_the_width() {
    for width in [60, 80, 100, 140] {
        let run = finish(
            program(["check"])
                .arg(newsroom())
                .env("COLUMNS", width.to_string()),
        );
        assert_eq!(run.status, 0);
        for line in run.stdout.lines() {
            assert!(line.width() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn without_a_terminal_the_width_is_100() {
    let plain = finish(program(["check"]).arg(newsroom()));
    let hundred = finish(program(["check"]).arg(newsroom()).env("COLUMNS", "100"));
    assert_eq!(plain.stdout, hundred.stdout);
    let nonsense = finish(program(["check"]).arg(newsroom()).env("COLUMNS", "wide"));
    assert_eq!(plain.stdout, nonsense.stdout);
}

#[test]
fn long_and_wide_ids_stay_in_their_columns() {
    let desk = Desk::empty();
    desk.file(
        "2026/03/14/osterholm-night-ferry-will-stop-running-in-june-owner-says.txt",
        FERRY,
    );
    desk.file(
        "二〇二六年三月十四日/夜間連絡船は六月に運航を終了すると所有者が月曜日に発表した.txt",
        FERRY_EDITED,
    );
    let run = finish(program(["check"]).arg(desk.path()).env("COLUMNS", "80"));
    let line = run
        .stdout
        .lines()
        .find(|line| line.starts_with("near_duplicate"))
        .unwrap();
    assert_eq!(line.matches('…').count(), 2, "{line}");
    assert!(
        line.contains("owner-says") && line.contains("発表した"),
        "{line}"
    );
    for line in run.stdout.lines() {
        assert!(line.width() <= 80, "{line}");
    }
}

#[test]
fn colours_are_for_terminals_or_on_request() {
    let escapes = |command: &mut std::process::Command| {
        let run = finish(command.arg(newsroom()));
        assert_eq!(run.status, 0);
        run.stdout.contains('\u{1b}')
    };
    assert!(!escapes(&mut program(["check"])));
    assert!(escapes(&mut program(["check", "--color", "always"])));
    assert!(!escapes(program(["check"]).env("NO_COLOR", "1")));
    assert!(!escapes(
        program(["check", "--color", "never"]).env("NO_COLOR", "")
    ));
    assert!(!escapes(&mut program([
        "check", "--color", "always", "--format", "json"
    ])));
}

#[test]
fn colours_change_nothing_else() {
    let plain = finish(program(["check"]).arg(newsroom())).stdout;
    let coloured = finish(program(["check", "--color", "always"]).arg(newsroom())).stdout;
    let mut bare = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, escape)) = rest.split_once("\u{1b}[") {
        bare.push_str(before);
        rest = escape.split_once('m').unwrap().1;
    }
    bare.push_str(rest);
    assert_eq!(bare, plain);
}
