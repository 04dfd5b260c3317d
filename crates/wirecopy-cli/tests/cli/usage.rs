//! Flags, help and exit statuses.

use crate::desk::{Desk, FERRY, ORCHARD, newsroom, wirecopy};

#[test]
fn help_and_version_go_to_standard_output() {
    let help = wirecopy(["--help"]);
    assert_eq!(help.status, 0);
    assert!(
        help.stdout.contains("Examples:\n  wirecopy check"),
        "{}",
        help.stdout
    );
    for subcommand in ["check", "compare", "tokens"] {
        let help = wirecopy([subcommand, "--help"]);
        assert_eq!(help.status, 0);
        assert!(help.stdout.contains("Examples:"), "{}", help.stdout);
    }
    let version = wirecopy(["--version"]);
    assert_eq!(
        version.stdout,
        format!("wirecopy {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn usage_errors_are_errors() {
    for arguments in [
        &["check"][..],
        &["check", "--format", "xml", "x"],
        &["check", "--threads", "many", "x"],
        &["check", "-", "-"],
        &["compare", "x"],
        &["compare", "-", "-"],
        &["compare", "--format", "jsonl", "x", "y"],
        &["unheard-of"],
        &[],
    ] {
        let run = wirecopy(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            run.stderr.contains("--help"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn the_status_is_0_whatever_was_found() {
    assert_eq!(
        wirecopy(["check".as_ref(), newsroom().as_os_str()]).status,
        0
    );
    let desk = Desk::empty();
    desk.file("ferry.txt", FERRY);
    desk.file("orchard.txt", ORCHARD);
    assert_eq!(desk.check(&[]).status, 0);
}

#[test]
fn with_exit_code_a_relation_makes_the_status_1() {
    let desk = Desk::with_stories();
    assert_eq!(desk.check(&["--exit-code"]).status, 1);
    let unrelated = Desk::empty();
    unrelated.file("ferry.txt", FERRY);
    unrelated.file("orchard.txt", ORCHARD);
    assert_eq!(unrelated.check(&["--exit-code"]).status, 0);

    let compare = |a: &str, b: &str| {
        let (a, b) = (desk.path().join(a), desk.path().join(b));
        wirecopy([
            "compare".as_ref(),
            "--exit-code".as_ref(),
            a.as_os_str(),
            b.as_os_str(),
        ])
        .status
    };
    assert_eq!(compare("ferry.txt", "ferry-edited.txt"), 1);
    assert_eq!(compare("ferry.txt", "orchard.txt"), 0);
}

#[test]
fn an_error_outranks_a_relation() {
    let desk = Desk::with_stories();
    desk.file("wordless.txt", "--- ***");
    assert_eq!(desk.check(&["--exit-code"]).status, 1);
    assert_eq!(desk.check(&["--exit-code", "--strict"]).status, 2);
}
