//! `--save-furniture` and `--furniture`: learnt from many pages, known in two.

use std::fs;

use crate::desk::{Desk, finish, program};

const PITCH: &str = "All the best of our newsroom on your table before the kettle boils.";
const STORIES: [&str; 4] = [
    "The old mill by the river will reopen as a library in spring, the council said.",
    "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
    "Farmers of the valley sold more cheese abroad last year than ever before.",
    "Nobody bid for the lighthouse, so its keeper keeps it for another winter.",
];

#[test]
fn what_a_check_has_saved_is_known_to_another_and_to_a_comparison() {
    let desk = Desk::empty();
    let pages: Vec<String> = STORIES
        .iter()
        .enumerate()
        .map(|(number, story)| {
            let page = desk.file(&format!("{number}.txt"), format!("{story}\n\n{PITCH}"));
            page.to_str().unwrap().to_owned()
        })
        .collect();
    let table = desk.path().join("outlets.furniture");
    let table = table.to_str().unwrap();
    let saved = finish(program(["check", "--save-furniture", table]).args(&pages[..3]));
    assert_eq!((saved.status, saved.stderr.as_str()), (0, ""));

    let pair = [&pages[0], &pages[3]];
    for (command, shared) in [("check", "partial_reuse"), ("compare", "partial_reuse")] {
        let without = finish(program([command]).args(pair));
        assert!(without.stdout.contains(shared), "{without:?}");
        let with = finish(program([command, "--furniture", table]).args(pair));
        assert_eq!((with.status, with.stderr.as_str()), (0, ""));
        assert!(!with.stdout.contains(shared), "{with:?}");
    }

    // Once more, with the old table in the new one.
    let again =
        finish(program(["check", "--furniture", table, "--save-furniture", table]).arg(&pages[3]));
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("--force replaces it"), "{again:?}");
    let before = fs::read(table).unwrap();
    let again = finish(
        program([
            "check",
            "--force",
            "--furniture",
            table,
            "--save-furniture",
            table,
        ])
        .arg(&pages[3]),
    );
    assert_eq!(again.status, 0, "{again:?}");
    assert_eq!(fs::read(table).unwrap(), before);
}

#[test]
fn a_file_that_is_no_table_is_an_error_that_says_so() {
    let desk = Desk::with_stories();
    let other = desk.file("notes.furniture", "Get the best of our newsroom");
    let run = desk.check(&["--furniture", other.to_str().unwrap()]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr
            .contains("notes.furniture` is no furniture table")
            && run
                .stderr
                .contains("hint: `wirecopy check --save-furniture FILE` writes one"),
        "{}",
        run.stderr
    );
    let run = desk.check(&["--furniture", "nowhere.furniture"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("cannot read `nowhere.furniture`"),
        "{}",
        run.stderr
    );
}
