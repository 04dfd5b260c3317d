//! Formats, columns, patterns and encodings, as the command line has them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::desk::{
    Desk, FERRY, FERRY_EDITED, ORCHARD, Run, finish, newsroom, program, record, wirecopy,
};

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// Runs `check --format json -` with bytes on standard input.
fn check_reading(bytes: &[u8]) -> Run {
    let mut child = program(["check", "--format", "json", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn standard_input_gives_the_report_of_the_folder() {
    let folder = finish(program(["check", "--format", "json"]).arg(newsroom()));
    let mut paths: Vec<_> = std::fs::read_dir(newsroom())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort_unstable();
    let (mut lines, mut table) = (String::new(), "id,text\n".to_owned());
    for path in paths {
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        lines += &record(&id, &text);
        let _ = writeln!(table, "{id},\"{}\"", text.replace('"', "\"\""));
    }
    for bytes in [
        lines.as_bytes(),
        table.as_bytes(),
        &gzip(&lines),
        &gzip(&table),
    ] {
        let run = check_reading(bytes);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert_eq!(run.stdout, folder.stdout);
    }
}

#[test]
fn columns_are_named_by_flags() {
    let desk = Desk::empty();
    let table = format!("ref;story\nferry;\"{}\"\n", FERRY.replace('"', "\"\""));
    let table = desk.file("feed.csv", table);
    let lines = serde_json::json!({"ref": "edited", "story": FERRY_EDITED}).to_string();
    let lines = desk.file("feed.jsonl", lines);
    let flags = [
        "--text-column",
        "story",
        "--id-column",
        "ref",
        "--format",
        "jsonl",
    ];
    let run = finish(program(["check"]).args(flags).args([&table, &lines]));
    let pair = run.json();
    assert_eq!(
        (&pair["a"], &pair["b"]),
        (&"ferry".into(), &"edited".into())
    );
    let compared = finish(program(["compare", "--text-column", "story"]).args([&table, &lines]));
    assert!(compared.stdout.contains("near_duplicate"), "{compared:?}");

    for path in [table, lines] {
        let run = finish(program(["check", "--text-column", "body"]).arg(path));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        let wanted =
            "it has no column `body`; it has `ref`, `story`\nhint: name them: --text-column";
        assert!(run.stderr.contains(wanted), "{}", run.stderr);
    }
}

#[test]
fn a_quoted_pattern_is_expanded() {
    let desk = Desk::with_stories();
    let run = finish(program(["check", "*.txt", "--format", "json"]).current_dir(desk.path()));
    assert_eq!(run.json()["articles"], 3);
    let run = finish(program(["check", "*.csv"]).current_dir(desk.path()));
    assert_eq!(run.status, 2);
    let wanted = "error: cannot read `*.csv`: nothing matches the pattern\nhint: * stays within";
    assert!(run.stderr.starts_with(wanted), "{}", run.stderr);
}

#[test]
fn a_broken_archive_is_skipped_and_the_rest_is_checked() {
    let desk = Desk::with_stories();
    let packed = gzip(record("orchard-again", ORCHARD));
    let broken = desk.file("feed.jsonl.gz", &packed[..packed.len() - 5]);
    let run = finish(program(["check"]).args([desk.path(), &broken]));
    assert_eq!(run.status, 0);
    assert!(
        run.stdout
            .starts_with("3 articles checked, 1 record skipped"),
        "{run:?}"
    );
    assert!(
        run.stderr.contains("feed.jsonl.gz: broken gzip archive"),
        "{}",
        run.stderr
    );
}

#[test]
fn what_happens_to_other_encodings_is_for_the_user_to_say() {
    let desk = Desk::with_stories();
    desk.file("latin.txt", b"caf\xE9 society");
    let articles = |errors: &str| {
        let run = desk.check(&["--encoding-errors", errors, "--format", "json"]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        run.json()["articles"].as_u64().unwrap()
    };
    assert_eq!(articles("replace"), 4);
    assert_eq!(articles("skip"), 3);
    let run = desk.check(&["--encoding-errors", "fail"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .contains("latin.txt`: byte 3 is no UTF-8\nhint: "),
        "{}",
        run.stderr
    );

    let desk = Desk::with_stories();
    let wide: Vec<u8> = format!("\u{FEFF}{FERRY}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    desk.file("wide.txt", wide);
    let run = desk.check(&[]);
    assert_eq!(run.status, 0);
    assert!(
        run.stderr
            .contains("wide.txt: it is UTF-16, expected UTF-8; convert it: iconv -f UTF-16"),
        "{}",
        run.stderr
    );
    assert_eq!(desk.check(&["--encoding-errors", "fail"]).status, 2);
    assert_eq!(
        wirecopy(["check", "--encoding-errors", "guess", "x"]).status,
        2
    );
}
