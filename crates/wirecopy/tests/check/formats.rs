//! Tables, archives and patterns: the same articles, whatever they come in.

use std::fmt::{Debug, Write as _};
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use tempfile::TempDir;
use wirecopy::read::{
    EncodingErrors, Input, Problem, ReadOptions, read_paths, read_paths_with_progress,
};
use wirecopy::{CheckOptions, Error, Report, Stage, check_input};

fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/newsroom")
}

/// A folder with one file, and the path of the file.
fn one_file(name: &str, bytes: impl AsRef<[u8]>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a temporary folder is writable");
    (folder, path)
}

fn read_with(path: &Path, options: &ReadOptions) -> Result<Input, Error> {
    read_paths(&[path.to_owned()], options)
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Input {
    let (_folder, path) = one_file(name, bytes);
    read_with(&path, &ReadOptions::default()).expect("readable")
}

/// The problem of a file that cannot be used.
fn problem(name: &str, bytes: impl AsRef<[u8]>, options: &ReadOptions) -> Problem {
    let (_folder, path) = one_file(name, bytes);
    match read_with(&path, options) {
        Err(Error::Unreadable {
            path: named,
            source,
        }) => {
            assert_eq!(named, path);
            let problem = source.get_ref().and_then(|inner| inner.downcast_ref());
            Problem::clone(problem.expect("a problem of what was read"))
        }
        other => panic!("{other:?}"),
    }
}

fn records(input: &Input) -> Vec<(&str, &str)> {
    let articles = input.articles.iter();
    articles
        .map(|it| (it.id.as_ref(), it.text.as_ref()))
        .collect()
}

fn skipped(input: &Input) -> Vec<(Option<u64>, &str)> {
    let skipped = input.skipped.iter();
    skipped.map(|it| (it.line, it.reason.as_str())).collect()
}

fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).expect("memory");
    encoder.finish().expect("memory")
}

fn zstd(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes.as_ref(), ruzstd::encoding::CompressionLevel::Fastest)
}

/// The articles as a table, every text between quotation marks.
fn table(input: &Input, delimiter: &str) -> String {
    let mut table = format!("id{delimiter}headline{delimiter}body\r\n");
    for article in &input.articles {
        let text = article.text.replace('"', "\"\"");
        let id = &article.id;
        let _ = write!(table, "{id}{delimiter}{delimiter}\"{text}\"\r\n");
    }
    table
}

fn json_lines(input: &Input) -> String {
    let records = input.articles.iter();
    records
        .map(|it| json!({"id": it.id, "text": it.text}).to_string() + "\n")
        .collect()
}

fn report(input: &Input) -> Vec<u8> {
    let go_on = |_, _, _| ControlFlow::Continue(());
    let report: Report = check_input(
        input,
        &Input::default(),
        None,
        &CheckOptions::default(),
        &go_on,
    )
    .expect("sound");
    let mut json = Vec::new();
    report.to_json(&mut json).expect("memory takes it");
    json
}

#[test]
fn the_same_articles_give_the_same_report_whatever_they_come_in() {
    let folder = read_with(&newsroom(), &ReadOptions::default()).expect("part of the project");
    let wanted = report(&folder);
    let lines = json_lines(&folder);
    let old_mac = lines.replace('\n', "\r");
    let mark = "\u{FEFF}";
    for (name, bytes) in [
        ("feed.jsonl", lines.clone().into_bytes()),
        (
            "feed.ndjson",
            format!("{mark}{}", lines.replace('\n', "\r\n")).into_bytes(),
        ),
        ("old-mac.jsonl", old_mac.into_bytes()),
        ("feed.jsonl.gz", gzip(&lines)),
        ("feed.jsonl.zst", zstd(&lines)),
        ("no-extension-inside.gz", gzip(&lines)),
        ("wrong-extension.jsonl", zstd(&lines)),
        ("feed.csv", table(&folder, ",").into_bytes()),
        (
            "excel.csv",
            format!("{mark}{}", table(&folder, ";")).into_bytes(),
        ),
        ("feed.tsv", table(&folder, "\t").into_bytes()),
        ("feed.tab", table(&folder, "|").into_bytes()),
        ("feed.csv.gz", gzip(table(&folder, ","))),
        ("feed.csv.zst", zstd(table(&folder, ";"))),
        ("table.zst", zstd(table(&folder, "\t"))),
    ] {
        let input = read(name, bytes);
        assert_eq!(records(&input), records(&folder), "{name}");
        assert_eq!(report(&input), wanted, "{name}");
    }

    let packed = tempfile::tempdir().expect("a temporary folder");
    for (n, article) in folder.articles.iter().enumerate() {
        let (extension, bytes) = match n % 3 {
            0 => ("txt", article.text.as_bytes().to_vec()),
            1 => ("txt.gz", gzip(article.text.as_bytes())),
            _ => ("txt.zst", zstd(article.text.as_bytes())),
        };
        let path = packed.path().join(format!("{}.{extension}", article.id));
        fs::write(path, bytes).expect("a temporary folder is writable");
    }
    let input = read_with(packed.path(), &ReadOptions::default()).expect("readable");
    assert_eq!(report(&input), wanted);
}

#[test]
fn columns_go_by_their_usual_names() {
    let input = read(
        "feed.csv",
        "Link,Published,Article,Outlet,HEADLINE,ID\nhttp://a,2024-05-01,one,The Post,T,7\n,,two,,,\n",
    );
    let article = &input.articles[0];
    assert_eq!((article.id.as_ref(), article.text.as_ref()), ("7", "one"));
    assert_eq!(article.title.as_deref(), Some("T"));
    assert_eq!(article.date.as_deref(), Some("2024-05-01"));
    assert_eq!(article.source.as_deref(), Some("The Post"));
    assert_eq!(article.url.as_deref(), Some("http://a"));
    let article = &input.articles[1];
    assert!(article.id.ends_with("feed.csv:3"), "{}", article.id);
    assert_eq!((article.title.as_ref(), article.url.as_ref()), (None, None));
}

#[test]
fn columns_and_keys_can_be_named() {
    let options = ReadOptions::default()
        .with_text_column("story")
        .with_id_column("url")
        .with_title_column("kicker")
        .with_date_column("when")
        .with_source_column("desk");
    let table = "url;text;STORY;kicker;when;desk\nu1;not this;one;K;monday;city\n";
    let record = json!({
        "url": "u1", "text": "not this", "STORY": "one", "kicker": "K", "when": "monday", "desk": "city"
    });
    for (name, bytes) in [
        ("feed.csv", table.to_owned()),
        ("feed.jsonl", record.to_string()),
    ] {
        let (_folder, path) = one_file(name, bytes);
        let input = read_with(&path, &options).expect("readable");
        assert_eq!(records(&input), [("u1", "one")], "{name}");
        let article = &input.articles[0];
        assert_eq!(article.title.as_deref(), Some("K"));
        assert_eq!(article.date.as_deref(), Some("monday"));
        assert_eq!(article.source.as_deref(), Some("city"));
        assert_eq!(article.url, None, "the address was given away as the id");
    }
}

#[test]
fn a_column_that_is_not_there_is_an_error_that_lists_those_that_are() {
    let story = ReadOptions::default().with_text_column("story");
    let desk = ReadOptions::default().with_source_column("desk");
    for (name, bytes) in [
        ("feed.csv", "id;text;more\n1;one;x\n"),
        (
            "feed.jsonl",
            "oops\n{\"id\": 1, \"text\": \"one\", \"more\": 2}\n",
        ),
    ] {
        for (options, column) in [(&story, "story"), (&desk, "desk")] {
            let wanted = Problem::MissingColumn {
                name: column.to_owned(),
                found: ["id", "text", "more"].map(str::to_owned).to_vec(),
            };
            assert_eq!(problem(name, bytes, options), wanted, "{name}");
        }
    }
    let none = problem("feed.csv", "a,b\n1,2\n", &ReadOptions::default());
    assert_eq!(
        none.to_string(),
        "no column is called `text`, `body`, `content` or `article`; it has `a`, `b`"
    );
}

#[test]
fn a_record_without_a_text_says_what_it_has() {
    let input = read("feed.jsonl", "{\"id\": 1, \"story\": \"one\"}\n{}\n");
    let wanted = [
        (Some(1), "the record has no `text`; it has `id`, `story`"),
        (Some(2), "the record has no `text`; it has none"),
    ];
    assert_eq!(skipped(&input), wanted);
}

#[test]
fn a_text_that_is_null_is_called_so() {
    let input = read("feed.jsonl", "{\"id\": 1, \"text\": null}\n{\"id\": 2}\n");
    assert_eq!(
        skipped(&input),
        [
            (Some(1), "`text` must be a string, found null"),
            (Some(2), "the record has no `text`; it has `id`")
        ]
    );
}

#[test]
fn two_columns_of_one_name_are_an_error_and_the_exact_name_is_not() {
    let options = ReadOptions::default();
    for (header, first, second) in [
        ("id,text,text", "text", "text"),
        ("id,Text,TEXT", "Text", "TEXT"),
    ] {
        let found = problem("feed.csv", format!("{header}\n1,a,b\n"), &options);
        assert!(
            matches!(&found, Problem::TwoColumns { field: "text", first: a, second: b } if a == first && b == second),
            "{found:?}"
        );
        let message = found.to_string();
        assert!(
            message.starts_with("text: found the columns `"),
            "{message}"
        );
    }
    let named = ReadOptions::default().with_text_column("story");
    assert!(matches!(
        problem("feed.csv", "story,story\na,b\n", &named),
        Problem::TwoColumns { .. }
    ));
    // Other capitals make another name, a second-best name none at all, and what is not read may stand twice.
    let input = read("feed.csv", "id,Text,text,body,x,x\n1,a,b,c,d,e\n");
    assert_eq!(records(&input), [("1", "b")]);
    let input = read(
        "feed.jsonl",
        "{\"id\": 1, \"Text\": \"a\", \"text\": \"b\"}",
    );
    assert_eq!(records(&input), [("1", "b")]);
}

#[test]
fn a_column_that_is_named_where_nothing_has_columns_is_an_error() {
    let options = ReadOptions::default().with_text_column("story");
    assert_eq!(
        problem("one.txt", "A story.", &options),
        Problem::NoColumns {
            name: "story".to_owned()
        }
    );
    let (folder, _text) = one_file("one.txt", "A story.");
    fs::write(folder.path().join("feed.csv"), "story\nAnother.\n").expect("writable");
    let paths = ["one.txt", "feed.csv"].map(|name| folder.path().join(name));
    let input = read_paths(&paths, &options).expect("readable");
    assert_eq!(input.articles.len(), 2);
}

#[test]
fn a_first_line_may_state_the_delimiter() {
    for line_end in ["\n", "\r\n", "\r"] {
        for (name, stated) in [("feed.csv", "sep=;"), ("feed", "SEP=;")] {
            let rows = [stated, "id;text", "1;one, two", "2", "3;three"].join(line_end);
            let input = read(name, rows);
            assert_eq!(records(&input), [("1", "one, two"), ("3", "three")]);
            assert_eq!(
                skipped(&input),
                [(Some(4), "expected 2 columns as in the header, found 1")]
            );
        }
    }
    let input = read("feed.csv", "sep=^\nid^text\n1^one; two, three\n");
    assert_eq!(records(&input), [("1", "one; two, three")]);
}

#[test]
fn a_space_may_stand_before_a_quotation_mark() {
    let table =
        "id, text\n1, \"one, two\"\n2,  \"a \"\"quoted\"\" word,\nand a line\"\n3, plain\n4\n";
    for (name, table) in [
        ("feed.csv", table.to_owned()),
        ("feed", table.to_owned()),
        ("feed.csv", format!("sep=,\n{table}")),
        ("feed.csv", table.replace('\n', "\r\n")),
    ] {
        let input = read(name, &table);
        let line = if table.starts_with("sep") { 7 } else { 6 };
        let story = if table.contains('\r') {
            "a \"quoted\" word,\r\nand a line"
        } else {
            "a \"quoted\" word,\nand a line"
        };
        assert_eq!(
            records(&input),
            [("1", "one, two"), ("2", story), ("3", " plain")]
        );
        assert_eq!(
            skipped(&input),
            [(Some(line), "expected 2 columns as in the header, found 1")]
        );
    }
    // The rows behind the first chunk too.
    let mut table = String::from("id, text\n");
    for row in 0..60_000 {
        writeln!(table, "{row}, \"one, two\"").expect("memory");
    }
    let input = read("feed.csv", table);
    assert_eq!((input.articles.len(), input.skipped.len()), (60_000, 0));
}

#[test]
fn reading_tells_its_bytes_and_hears_a_stop() {
    let (folder, path) = one_file("feed.csv", format!("text\n{}", "story\n".repeat(200_000)));
    fs::write(folder.path().join("one.txt"), "A story.").expect("writable");
    let told = Mutex::new(Vec::new());
    let paths = [path, folder.path().to_owned()];
    let read = |stop_at: u64| {
        read_paths_with_progress(&paths, &ReadOptions::default(), &|stage, done, _| {
            assert_eq!(stage, Stage::Read);
            told.lock().expect("one thread").push(done);
            if done >= stop_at {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
    };
    assert_eq!(read(u64::MAX).expect("readable").articles.len(), 200_001);
    let all = std::mem::take(&mut *told.lock().expect("one thread"));
    assert!(all.is_sorted() && all.len() > 5, "{all:?}");
    // The table is read to its end, and the text has begun.
    assert_eq!(all.last(), Some(&1_200_005));
    for stop_at in [0, 500_000, 1_200_005] {
        assert!(matches!(read(stop_at), Err(Error::Cancelled)), "{stop_at}");
    }
}

#[test]
fn ragged_rows_are_skipped_with_their_line() {
    for line_end in ["\n", "\r\n", "\r"] {
        let lines = [
            "id,text",
            "a,\"one",
            "",
            "with \"\"three\"\" lines\"",
            "too,many,columns",
            "",
            "few",
            "b,two",
            "a,again",
            "\"c",
            "\",three,more",
            "d,four",
        ];
        let input = read("feed.csv", lines.join(line_end));
        let text = format!("one{line_end}{line_end}with \"three\" lines");
        assert_eq!(
            records(&input),
            [("a", text.as_str()), ("b", "two"), ("d", "four")]
        );
        let found: Vec<_> = input
            .skipped
            .iter()
            .map(|it| it.line.expect("a line"))
            .collect();
        assert_eq!(found, [5, 7, 9, 10], "{line_end:?}");
        let reasons: Vec<_> = input.skipped.iter().map(|it| it.reason.as_str()).collect();
        assert_eq!(reasons[0], "expected 2 columns as in the header, found 3");
        assert!(
            reasons[2].starts_with("duplicate id `a`: it stands in "),
            "{reasons:?}"
        );
        assert!(
            reasons[2].ends_with("feed.csv, line 2 already"),
            "{reasons:?}"
        );
        assert!(
            reasons[3].ends_with("is a quotation mark left open?"),
            "{reasons:?}"
        );
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_nothing_silently() {
    let input = read("feed.csv", "id,text\na,one\nb,\"two\nc,three\nd,four\n");
    assert_eq!(records(&input), [("a", "one")]);
    let wanted = "a quotation mark is left open: the rest of the file stands inside it";
    assert_eq!(skipped(&input), [(Some(3), wanted)]);
    // Inches are no quotation.
    let input = read("feed.csv", "id,text\na,\"two\nlines\"\nb,a 5\" pipe");
    assert_eq!(records(&input), [("a", "two\nlines"), ("b", "a 5\" pipe")]);
}

#[test]
fn a_table_without_rows_is_no_error() {
    assert_eq!(records(&read("feed.csv", "id,text\n")), []);
    let input = read("feed.csv", "\r\n\n");
    assert_eq!(
        skipped(&input),
        [(Some(3), "no row with the names of the columns")]
    );
}

#[test]
fn long_tables_are_read_to_their_end() {
    // Rows cross the pieces in which a file is read; one is longer than a piece.
    let long = "long ".repeat(1 << 20);
    let mut table = "id,text\n".to_owned();
    for n in 0..3000 {
        let words = "word ".repeat(n);
        let _ = writeln!(table, "{n},\"row {n}, {words}\nend\"");
    }
    let _ = write!(table, "long,\"{long}\"\nlast,row");
    let input = read("feed.csv.gz", gzip(&table));
    assert_eq!(input.articles.len(), 3002);
    assert!(input.skipped.is_empty());
    for n in [0, 1, 1500, 2999] {
        let text = format!("row {n}, {}\nend", "word ".repeat(n));
        assert_eq!(records(&input)[n], (n.to_string().as_str(), text.as_str()));
    }
    assert_eq!(
        records(&input)[3000..],
        [("long", long.as_str()), ("last", "row")]
    );
    assert_eq!(
        records(&read("feed.jsonl", json_lines(&input))),
        records(&input)
    );
}

#[test]
fn a_record_above_the_limit_is_skipped() {
    let options = ReadOptions::default().with_max_record_bytes(100_000);
    // Longer than the pieces in which a file is read, and shorter.
    for words in [2_000_000, 30_000] {
        let long = "word ".repeat(words);
        let lines =
            format!("{{\"text\": \"{long}\", \"id\": 1}}\n{{\"text\": \"two\", \"id\": 2}}\n");
        let table = format!("id,text\n1,\"{long}\nmore\"\n2,two\n");
        for (name, bytes, line, next) in [("a.jsonl", &lines, 1, 2), ("a.csv", &table, 2, 4)] {
            let (_folder, path) = one_file(name, format!("{bytes}oops\n"));
            let input = read_with(&path, &options).expect("readable");
            assert_eq!(records(&input), [("2", "two")], "{name}");
            assert_eq!(
                skipped(&input)[0],
                (Some(line), "longer than 100000 bytes; split it")
            );
            assert_eq!(input.skipped[1].line, Some(next + 1), "{name}");
        }
        let (_folder, path) = one_file("a.txt", &long);
        let input = read_with(&path, &options).expect("readable");
        assert_eq!(
            skipped(&input),
            [(None, "longer than 100000 bytes; split it")]
        );
    }
    let (_folder, path) = one_file("a.txt", "x".repeat(100_000));
    let input = read_with(&path, &options).expect("readable");
    assert_eq!(input.articles.len(), 1);
}

#[test]
fn a_broken_archive_costs_itself_and_nothing_of_it_is_used() {
    let lines: String = (0..20_000)
        .map(|n| json!({"id": n, "text": format!("text {n}")}).to_string() + "\n")
        .collect();
    for (name, packed) in [
        ("feed.jsonl.gz", gzip(&lines)),
        ("feed.jsonl.zst", zstd(&lines)),
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let broken = folder.path().join(name);
        fs::write(&broken, &packed[..packed.len() - 9]).expect("writable");
        let whole = folder.path().join("whole.jsonl");
        fs::write(&whole, "{\"id\": 7, \"text\": \"seven\"}\n").expect("writable");
        let input = read_paths(&[broken, whole], &ReadOptions::default()).expect("readable");
        assert_eq!(records(&input), [("7", "seven")], "the id is free again");
        let reason = &input.skipped[0].reason;
        assert_eq!((input.skipped.len(), input.skipped[0].line), (1, None));
        assert!(input.skipped[0].origin.ends_with(name));
        assert!(
            reason.contains("archive, nothing of it is used: "),
            "{reason}"
        );
    }
    for name in ["plain.txt.gz", "plain.csv.zst"] {
        let input = read(name, "This was never packed.");
        assert!(input.articles.is_empty());
        assert!(
            input.skipped[0].reason.starts_with("broken "),
            "{:?}",
            input.skipped
        );
        assert_eq!(read(name, "").skipped.len(), 1);
    }
}

#[test]
fn members_of_a_gzip_file_are_one_file() {
    let two = [
        gzip("{\"id\": 1, \"text\": \"o"),
        gzip("ne\"}\n{\"id\": 2, \"text\": \"two\"}"),
    ];
    let input = read("feed.jsonl.gz", two.concat());
    assert_eq!(records(&input), [("1", "one"), ("2", "two")]);
}

#[test]
fn a_pattern_is_expanded_and_sorted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["b.txt", "a.txt", "c.md", ".hidden.txt", "deep/d.txt"] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("below a folder")).expect("writable");
        fs::write(path, format!("text of {name}")).expect("writable");
    }
    let read = |pattern: &str| read_with(&folder.path().join(pattern), &ReadOptions::default());
    let ids = |pattern: &str| -> Vec<String> {
        let articles = read(pattern).expect("readable").articles;
        articles
            .into_iter()
            .map(|article| article.id.into_owned())
            .collect()
    };
    assert_eq!(ids("*.txt"), ["a", "b"]);
    assert_eq!(ids("?.txt"), ["a", "b"]);
    assert_eq!(ids("[b-z].*"), ["b", "c"]);
    assert_eq!(ids("**/*.txt"), ["a", "b", "d"]);
    assert_eq!(
        ids("d*"),
        ["d"],
        "a folder that matches is read as a folder"
    );
    for (pattern, wanted) in [
        ("*.csv", "nothing matches the pattern"),
        ("[.txt", "no pattern: "),
    ] {
        let error = read(pattern).expect_err("no such file").to_string();
        assert!(error.contains(wanted), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_is_called_like_a_pattern_wins() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["[a].txt", "a.txt", "*.txt"] {
        fs::write(folder.path().join(name), name).expect("writable");
    }
    for name in ["[a].txt", "*.txt"] {
        let input = read_with(&folder.path().join(name), &ReadOptions::default()).expect("there");
        assert_eq!(input.articles.len(), 1);
        assert_eq!(input.articles[0].text, name);
    }
}

#[test]
fn public_types_can_be_shown_and_sent() {
    fn holds<T: Debug + Send + Sync>() {}
    holds::<Input>();
    holds::<ReadOptions>();
    holds::<EncodingErrors>();
    holds::<Problem>();
}
