//! Bytes that are no UTF-8.

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;
use wirecopy::Error;
use wirecopy::read::{EncodingErrors, Input, Problem, ReadOptions, read_paths};

/// A folder with these files, and their paths.
fn files(contents: &[(&str, &[u8])]) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = contents.iter().map(|(name, bytes)| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a temporary folder is writable");
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

fn read(contents: &[(&str, &[u8])], errors: EncodingErrors) -> Result<Input, Error> {
    let (_folder, paths) = files(contents);
    read_paths(&paths, &ReadOptions::default().with_encoding_errors(errors))
}

fn ids(input: &Input) -> Vec<&str> {
    input.articles.iter().map(|it| it.id.as_ref()).collect()
}

fn problem(result: Result<Input, Error>) -> Problem {
    match result {
        Err(Error::Unreadable { source, .. }) => source
            .get_ref()
            .and_then(|inner| inner.downcast_ref())
            .cloned()
            .expect("a problem of what was read"),
        other => panic!("{other:?}"),
    }
}

const LATIN: [(&str, &[u8]); 3] = [
    ("a.txt", b"caf\xE9"),
    (
        "b.jsonl",
        b"{\"id\": \"b1\", \"text\": \"one\"}\n{\"id\": \"b2\", \"text\": \"caf\xE9\"}\n",
    ),
    (
        "c.csv",
        b"id,text\nc1,one\nc2,\"na\xEFve, caf\xE9\"\nc3,three\n",
    ),
];

#[test]
fn they_are_replaced_and_named() {
    let input = read(&LATIN, EncodingErrors::Replace).expect("readable");
    assert_eq!(ids(&input), ["a", "b1", "b2", "c1", "c2", "c3"]);
    assert_eq!(input.articles[4].text, "na\u{FFFD}ve, caf\u{FFFD}");
    let repaired: Vec<(u64, u64)> = input
        .repaired
        .iter()
        .map(|it| (it.offset, it.replacements))
        .collect();
    assert_eq!(repaired, [(3, 1), (53, 1), (21, 2)]);
    for (it, (name, bytes)) in input.repaired.iter().zip(LATIN) {
        assert!(it.origin.ends_with(name));
        let offset = usize::try_from(it.offset).expect("short");
        assert!(matches!(bytes[offset], 0xE9 | 0xEF));
    }
}

#[test]
fn or_their_records_are_skipped() {
    let input = read(&LATIN, EncodingErrors::Skip).expect("readable");
    assert_eq!(ids(&input), ["b1", "c1", "c3"]);
    assert!(input.repaired.is_empty());
    let skipped: Vec<(Option<u64>, &str)> = input
        .skipped
        .iter()
        .map(|it| (it.line, it.reason.as_str()))
        .collect();
    assert_eq!(
        skipped,
        [
            (None, "byte 3 is no UTF-8"),
            (Some(2), "byte 53 is no UTF-8"),
            (Some(3), "byte 21 is no UTF-8"),
        ]
    );
}

#[test]
fn or_nothing_is_read() {
    for (file, offset) in LATIN.into_iter().zip([3, 53, 21]) {
        let found = problem(read(&[file], EncodingErrors::Fail));
        assert_eq!(found, Problem::NotUtf8 { offset });
    }
    let clean: [(&str, &[u8]); 1] = [("a.txt", "café".as_bytes())];
    assert_eq!(
        ids(&read(&clean, EncodingErrors::Fail).expect("UTF-8")),
        ["a"]
    );
}

#[test]
fn utf_16_is_named_with_the_remedy_and_never_read_as_garbage() {
    let text = "id,text\n1,The harbour burned before dawn.\n";
    let with_mark: Vec<u8> = format!("\u{FEFF}{text}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let without: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for name in ["a.txt", "a.csv", "a.jsonl"] {
        for (bytes, encoding) in [(&with_mark, "UTF-16"), (&without, "UTF-16BE")] {
            let contents: [(&str, &[u8]); 2] = [(name, bytes), ("other.txt", b"fine")];
            for errors in [EncodingErrors::Replace, EncodingErrors::Skip] {
                let input = read(&contents, errors).expect("readable");
                assert_eq!(ids(&input), ["other"]);
                assert!(input.skipped[0].origin.ends_with(name));
                let remedy = format!("iconv -f {encoding} -t UTF-8");
                assert!(
                    input.skipped[0].reason.ends_with(&remedy),
                    "{:?}",
                    input.skipped
                );
            }
            let found = problem(read(&contents, EncodingErrors::Fail));
            assert_eq!(found, Problem::OtherEncoding { encoding });
        }
    }
}

#[test]
fn what_is_no_text_is_skipped() {
    let contents: [(&str, &[u8]); 1] = [("a.txt", &[0; 5000])];
    let input = read(&contents, EncodingErrors::Replace).expect("readable");
    assert!(
        input.skipped[0].reason.starts_with("it is no text"),
        "{:?}",
        input.skipped
    );
}
