//! Folders, files and JSON lines as they come: one bad record costs itself only.

use std::fs;
use std::path::Path;

use wirecopy::{Error, read};

fn ids(input: &read::Input) -> Vec<&str> {
    input
        .articles
        .iter()
        .map(|article| article.id.as_ref())
        .collect()
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("below a folder"))
        .expect("a temporary folder is writable");
    fs::write(path, bytes).expect("a temporary folder is writable");
}

#[test]
fn ids_are_paths_below_the_folder_in_sorted_order() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "b.txt", "two");
    write(folder.path(), "a/z.TXT", "one");
    write(folder.path(), "a/y.v2.txt", "one");
    write(folder.path(), "notes.md", "no article");
    let input = read::read_paths(&[folder.path().to_owned()], &read::ReadOptions::default())
        .expect("readable");
    assert_eq!(ids(&input), ["a/y.v2", "a/z", "b"]);
}

#[test]
fn a_folder_without_texts_says_what_is_there_instead() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "story.html", "<p>");
    let error = read::read_paths(&[folder.path().to_owned()], &read::ReadOptions::default())
        .expect_err("nothing to read");
    assert!(
        error
            .to_string()
            .contains("found 1 other file, expected files that end in .txt"),
        "{error}"
    );
    let error = read::read_paths(
        &[folder.path().join("missing")],
        &read::ReadOptions::default(),
    )
    .expect_err("no such folder");
    assert!(matches!(error, Error::Unreadable { .. }), "{error}");
}

#[test]
fn bytes_that_are_no_utf8_are_replaced_and_named() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "latin.txt", b"\xEF\xBB\xBFcaf\xE9 au lait");
    let input = read::read_paths(&[folder.path().to_owned()], &read::ReadOptions::default())
        .expect("readable");
    assert_eq!(input.articles[0].text, "caf\u{FFFD} au lait");
    let repaired = &input.repaired[0];
    assert!(repaired.origin.ends_with("latin.txt"));
    assert_eq!((repaired.offset, repaired.replacements), (6, 1));
}

#[test]
fn a_file_that_cannot_be_read_is_skipped_and_the_rest_is_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "a.txt", "one");
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("b.txt")).expect("a link");
    #[cfg(unix)]
    std::os::unix::fs::symlink("..", folder.path().join("loop")).expect("a link");
    let input = read::read_paths(&[folder.path().to_owned()], &read::ReadOptions::default())
        .expect("readable");
    assert!(ids(&input).contains(&"a"));
    #[cfg(unix)]
    assert!(
        input
            .skipped
            .iter()
            .any(|s| s.origin.ends_with("b.txt") && s.reason.contains("cannot be read"))
    );
}

#[test]
fn two_folders_may_hold_files_of_one_name_and_one_file_is_read_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "x/a.txt", "one");
    write(folder.path(), "y/a.txt", "two");
    let (x, y) = (folder.path().join("x"), folder.path().join("y"));
    let input = read::read_paths(&[x, y.clone(), y.clone()], &read::ReadOptions::default())
        .expect("readable");
    let by_path = y.join("a.txt").display().to_string();
    assert_eq!(ids(&input), ["a", by_path.as_str()]);
    assert!(
        input.skipped[0].reason.contains("read already"),
        "{:?}",
        input.skipped
    );
}

#[test]
fn bad_lines_are_skipped_with_their_number_and_what_was_found() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let lines = [
        r#"{"id": "a", "text": "one", "title": "T", "date": 20240501, "source": null}"#,
        "not json",
        r#"{"id": "b"}"#,
        "",
        r#"{"id": "a", "text": "again"}"#,
        r#"{"id": 7, "text": "two", "more": [1, 2]}"#,
        r#"{"text": "three"}"#,
        r#"{"id": "c", "text": 5}"#,
        r#"{"id": "d", "text": "cut"#,
        r#"{"id": ["x"], "text": "list"}"#,
        r#"{"id": "e", "text": "lone \ud800 surrogate"}"#,
        "[1, 2]",
    ];
    write(folder.path(), "stories.jsonl", lines.join("\r\n"));
    let path = folder.path().join("stories.jsonl");
    let input = read::read_paths(std::slice::from_ref(&path), &read::ReadOptions::default())
        .expect("readable");
    let by_line = format!("{}:7", path.display());
    assert_eq!(ids(&input), ["a", "7", by_line.as_str(), "e"]);
    assert_eq!(input.articles[3].text, "lone \u{FFFD} surrogate");
    assert_eq!(input.articles[0].date.as_deref(), Some("20240501"));
    assert_eq!(input.articles[0].source, None);
    let skipped: Vec<(u64, &str)> = input
        .skipped
        .iter()
        .map(|s| (s.line.expect("a line"), s.reason.as_str()))
        .collect();
    let wanted = [
        (2, "expected a JSON object, found `not json`"),
        (3, "the record has no `text`"),
        (5, "duplicate id `a`"),
        (8, "`text` must be a string, found a number"),
        (9, "no JSON: EOF while parsing a string at column"),
        (10, "`id` must be a string or a number, found a list"),
        (12, "expected a JSON object, found `[1, 2]`"),
    ];
    assert_eq!(skipped.len(), wanted.len(), "{skipped:?}");
    for ((line, reason), (wanted_line, beginning)) in skipped.iter().zip(wanted) {
        assert_eq!(*line, wanted_line);
        assert!(reason.starts_with(beginning), "line {line}: {reason}");
    }
}

#[test]
fn a_text_without_words_is_skipped_with_its_file_and_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "a.txt", " \n… !");
    write(folder.path(), "b.txt", "one");
    let lines = r#"{"id": "x", "text": "two"}
{"id": "y", "text": "---"}"#;
    write(folder.path(), "feed.jsonl", lines);
    let paths = [folder.path().to_owned(), folder.path().join("feed.jsonl")];
    let input = read::read_paths(&paths, &read::ReadOptions::default()).expect("readable");
    assert_eq!(ids(&input), ["b", "x"]);
    let skipped: Vec<_> = input
        .skipped
        .iter()
        .map(|s| (s.line, s.reason.as_str()))
        .collect();
    let wanted = [
        (None, "the text of `a` has no words"),
        (Some(2), "the text of `y` has no words"),
    ];
    assert_eq!(skipped, wanted);
    assert!(input.skipped[0].origin.ends_with("a.txt"));

    write(folder.path(), "c.txt", "");
    let options = read::ReadOptions::default().with_keep_wordless(true);
    let input = read::read_paths(&paths, &options).expect("readable");
    assert_eq!(ids(&input), ["a", "b", "x", "y"]);
    assert_eq!(input.articles[0].text, " \n… !");
    assert_eq!(input.skipped.len(), 1, "{:?}", input.skipped);
    assert_eq!(input.skipped[0].reason, "the text of `c` is empty");
}

#[test]
fn a_file_to_which_two_paths_lead_is_read_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "a.txt", "one");
    let paths = [folder.path().to_owned(), folder.path().join("a.txt")];
    let input = read::read_paths(&paths, &read::ReadOptions::default()).expect("readable");
    assert_eq!(ids(&input), ["a"]);
    assert!(
        input.skipped[0].reason.contains("read already"),
        "{:?}",
        input.skipped
    );
}

#[test]
fn json_lines_under_a_foreign_name_are_known_by_their_content() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(
        folder.path(),
        "feed.json",
        "{\"id\": \"x\", \"text\": \"one\"}\n",
    );
    let path = folder.path().join("feed.json");
    let input = read::read_paths(&[path], &read::ReadOptions::default()).expect("readable");
    assert_eq!(ids(&input), ["x"]);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_below_a_folder_is_not_waited_for() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(folder.path(), "a.txt", "one");
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join("p.txt"))
        .status();
    assert!(made.expect("mkfifo is part of every Unix").success());
    let input = read::read_paths(&[folder.path().to_owned()], &read::ReadOptions::default())
        .expect("readable");
    assert_eq!(ids(&input), ["a"]);
    assert!(
        input.skipped[0].reason.contains("no regular file"),
        "{:?}",
        input.skipped
    );
}
