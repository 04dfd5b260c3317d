//! `wirecopy completions` and `wirecopy man`.

use std::process::Stdio;

use crate::desk::{program, wirecopy};

const SUBCOMMANDS: [&str; 7] = [
    "check",
    "compare",
    "tokens",
    "keywords",
    "similar",
    "completions",
    "man",
];

#[test]
fn completions_name_every_subcommand_and_flag() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = wirecopy(["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        let words = [
            "min-share",
            "encoding-errors",
            "stop-words",
            "partial_reuse",
        ];
        for word in SUBCOMMANDS.into_iter().chain(words) {
            // Elvish and PowerShell complete names only.
            let is_value = word == "partial_reuse" && ["elvish", "powershell"].contains(&shell);
            assert!(run.stdout.contains(word) || is_value, "{shell}: {word}");
        }
    }
    let run = wirecopy(["completions", "dos"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("bash, elvish, fish"), "{}", run.stderr);
}

#[test]
fn the_manual_names_every_subcommand_and_has_a_page_for_each() {
    let page = wirecopy(["man"]);
    assert_eq!((page.status, page.stderr.as_str()), (0, ""));
    assert!(page.stdout.starts_with(".TH \"wirecopy\" \"1\" "));
    for subcommand in SUBCOMMANDS {
        let name = format!("wirecopy\\-{subcommand}(1)");
        assert!(page.stdout.contains(&name), "{}", page.stdout);
        let page = wirecopy(["man", subcommand]);
        assert_eq!(page.status, 0);
        for part in [
            ".SH NAME",
            ".SH SYNOPSIS",
            ".SH OPTIONS",
            ".SH EXAMPLES",
            &format!("wirecopy {subcommand}"),
        ] {
            assert!(page.stdout.contains(part), "{part}: {}", page.stdout);
        }
    }
    let check = wirecopy(["man", "check"]).stdout;
    assert!(check.contains("\\-\\-text\\-column"), "{check}");
    // A flag that `-h` leaves out has its description here.
    assert!(check.contains("Bytes that are no UTF"), "{check}");
    assert_eq!(wirecopy(["man", "unheard-of"]).status, 2);
}

#[test]
fn a_closed_pipe_is_silent_here_too() {
    for arguments in [["completions", "zsh"], ["man", "check"]] {
        let mut child = program(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    }
}
