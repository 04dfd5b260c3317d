//! `wirecopy tokens`.

use serde_json::Value;

use crate::desk::{Desk, finish, newsroom, program, record, wirecopy, wirecopy_reading};

/// Curly marks, an accent, a number, an address and a soft hyphen.
const MILL: &str =
    "“It’s gone,” said Zoë of mills\u{ad}tone Ltd. at www.mill.example.\nShe paid 3,000.50.\n";

fn lines(output: &str) -> Vec<Vec<&str>> {
    output
        .lines()
        .map(|line| line.split('\t').collect())
        .collect()
}

fn json_lines(output: &str) -> Vec<Value> {
    let parsed = output.lines().map(serde_json::from_str);
    parsed.collect::<Result<_, _>>().unwrap()
}

/// The last column of what the flags make of a text.
fn texts(text: &str, flags: &[&str]) -> Vec<String> {
    let run = wirecopy_reading(text, [&["tokens"], flags, &["-"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{flags:?}");
    let last = |line: &str| line.rsplit('\t').next().unwrap().to_owned();
    run.stdout.lines().map(last).collect()
}

fn slice(text: &str, start: &str, end: &str) -> String {
    let (start, end) = (start.parse().unwrap(), end.parse().unwrap());
    let length: usize = end;
    text.chars().take(length).skip(start).collect()
}

#[test]
fn a_line_has_id_span_class_and_text() {
    let run = wirecopy_reading(MILL, ["tokens", "-"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let lines = lines(&run.stdout);
    assert_eq!(lines[0], ["standard input", "1", "5", "word", "it's"]);
    let found: Vec<(String, &str, &str)> = lines
        .iter()
        .map(|line| (slice(MILL, line[1], line[2]), line[3], line[4]))
        .collect();
    for expected in [
        ("Zoë", "word", "zoë"),
        ("mills\u{ad}tone", "word", "millstone"),
        ("3,000.50", "number", "3,000.50"),
    ] {
        let (source, class, text) = expected;
        assert!(
            found.contains(&(source.to_owned(), class, text)),
            "{found:?}"
        );
    }
}

#[test]
fn json_lines_say_the_same_as_the_table() {
    let file = newsroom().join("blog-tideline.txt");
    let table = wirecopy(["tokens".as_ref(), file.as_os_str()]);
    let json = wirecopy([
        "tokens".as_ref(),
        file.as_os_str(),
        "--format=jsonl".as_ref(),
    ]);
    let expected: Vec<Value> = lines(&table.stdout)
        .iter()
        .map(|line| {
            let number = |at: usize| line[at].parse::<u64>().unwrap();
            serde_json::json!({"id": line[0], "start": number(1), "end": number(2), "class": line[3], "text": line[4]})
        })
        .collect();
    assert!(expected.len() > 100);
    assert_eq!(json_lines(&json.stdout), expected);
}

#[test]
fn options_change_the_tokens() {
    let text = "The mills were BURNING in 1841, see www.mill.example";
    let flags = [
        "-l",
        "English",
        "--stop-words",
        "--stem",
        "--drop-numbers",
        "--urls=drop",
    ];
    assert_eq!(texts(text, &flags), ["mill", "burn", "see"]);
    assert_eq!(
        texts("The old mill", &["--ngrams", "2-3"]),
        ["the old", "old mill", "the old mill"]
    );
    assert_eq!(
        texts("Ab c", &["--tokens", "char_wb", "--ngrams", "3"]),
        [" ab", "ab ", " c "]
    );
    assert_eq!(
        texts("a-b Été", &["--pattern", r"\w", "--strip-accents"]),
        ["a", "b", "e", "t", "e"]
    );
    assert_eq!(texts("gereden", &["-l", "nl", "--stem=classic"]), ["gered"]);
    assert_eq!(
        texts("他来到北京", &["--dictionary"]),
        ["他", "来到", "北京"]
    );
}

#[test]
fn stop_words_may_come_from_a_file() {
    let desk = Desk::empty();
    let words = desk.file("stop.txt", "\u{feff}Old\nMILL by\n");
    let flag = format!("--stop-words={}", words.display());
    assert_eq!(
        texts("The old mill by the river", &[&flag]),
        ["the", "the", "river"]
    );
    let run = wirecopy(["tokens", "--stop-words=no/such/file", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.contains("cannot read `no/such/file`"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_analyser_may_come_from_a_file() {
    let desk = Desk::empty();
    let path = desk.file(
        "analyzer.json",
        r#"{"language": "en", "stemming": "current", "min_length": 4}"#,
    );
    let path = path.to_str().unwrap();
    assert_eq!(
        texts("The mills burnt", &["--analyzer", path]),
        ["mill", "burnt"]
    );
    let both = wirecopy(["tokens", "--analyzer", path, "--stem", "-"]);
    assert_eq!(both.status, 2);
    assert!(
        both.stderr.contains("cannot be used with"),
        "{}",
        both.stderr
    );
    let path = desk.file("broken.json", r#"{"stemmer": "current"}"#);
    let run = wirecopy(["tokens", "--analyzer", path.to_str().unwrap(), "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr
            .contains("is no analyser: unknown field `stemmer`")
            && run.stderr.contains("\nhint: "),
        "{}",
        run.stderr
    );
}

#[test]
fn sentences_and_quotations_take_one_line_each() {
    let text = "“It’s gone,” said Mr. Ito of the\nmill. She paid.\n";
    let run = wirecopy_reading(text, ["tokens", "--sentences", "-"]);
    assert_eq!(
        lines(&run.stdout),
        [
            [
                "standard input",
                "0",
                "38",
                "sentence",
                "“It’s gone,” said Mr. Ito of the mill."
            ],
            ["standard input", "39", "48", "sentence", "She paid."],
        ]
    );
    assert_eq!(texts(text, &["--quotations"]), ["“It’s gone,”"]);
    let json = wirecopy_reading(text, ["tokens", "--sentences", "--format", "jsonl", "-"]);
    let first = &json_lines(&json.stdout)[0];
    assert_eq!(first["text"], "“It’s gone,” said Mr. Ito of the\nmill.");
    for flags in [["--sentences", "--stem"], ["--sentences", "--quotations"]] {
        let run = wirecopy(["tokens", flags[0], flags[1], "-"]);
        assert_eq!(run.status, 2);
        assert!(run.stderr.contains("cannot be used with"), "{}", run.stderr);
    }
}

#[test]
fn a_line_is_a_line_and_harmless_whatever_the_token_holds() {
    let run = wirecopy_reading(
        "a\tb\nc\u{1b}[31m\0",
        ["tokens", "--pattern", "(?s).+", "-"],
    );
    assert_eq!(run.stdout.lines().count(), 1);
    assert!(run.stdout.ends_with("\ta␉b␊c␛[31m␀\n"), "{:?}", run.stdout);
    let json = wirecopy_reading("a\tb", ["tokens", "--pattern", ".+", "--format=jsonl", "-"]);
    assert_eq!(json_lines(&json.stdout)[0]["text"], "a\tb");
}

#[test]
fn records_and_folders_go_by_their_ids() {
    let desk = Desk::empty();
    desk.file(
        "feed.jsonl",
        record("x", "one two") + "broken\n" + &record("y", "three"),
    );
    desk.file("texts/story.txt", "four");
    let run = finish(
        program(["tokens"])
            .arg(desk.path().join("feed.jsonl"))
            .arg(desk.path().join("texts")),
    );
    assert_eq!(run.status, 0);
    let found = lines(&run.stdout);
    let found: Vec<(&str, &str)> = found.iter().map(|line| (line[0], line[4])).collect();
    assert_eq!(
        found,
        [
            ("x", "one"),
            ("x", "two"),
            ("y", "three"),
            ("story", "four")
        ]
    );
    assert!(run.stderr.contains("feed.jsonl:2: "), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("1 of 4 records skipped\n"),
        "{}",
        run.stderr
    );
    let strict = finish(program(["tokens", "--strict"]).arg(desk.path().join("feed.jsonl")));
    assert_eq!(strict.status, 2);
}

#[test]
fn nothing_in_is_nothing_out() {
    let run = wirecopy_reading("", ["tokens", "-"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.contains("is empty"), "{}", run.stderr);
}

#[test]
fn a_text_without_words_has_what_else_is_asked_for() {
    assert_eq!(texts("* * *\n", &[]), [""; 0]);
    assert_eq!(
        texts("!!! 🙂", &["--tokens", "chars"]),
        ["!", "!", "!", " ", "🙂"]
    );
    assert_eq!(texts("!!! 🙂", &["--pattern", "!+"]), ["!!!"]);
    assert_eq!(texts("!!! 🙂\n", &["--sentences"]), ["!!!", "🙂"]);
    assert_eq!(texts("“…!”", &["--quotations"]), ["“…!”"]);
}

#[test]
fn the_lines_go_to_a_file_whole_or_not_at_all() {
    let desk = Desk::empty();
    let story = desk.file("story.txt", "one two");
    let path = desk.path().join("tokens.tsv");
    let write =
        |flags: &[&str]| finish(program(["tokens", "-o"]).arg(&path).args(flags).arg(&story));
    let run = write(&[]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written, "story\t0\t3\tword\tone\nstory\t4\t7\tword\ttwo\n");
    let again = write(&[]);
    assert_eq!(again.status, 2);
    assert!(
        again.stderr.contains("hint: --force replaces it"),
        "{}",
        again.stderr
    );
    assert_eq!(write(&["--force", "--min-length=9"]).status, 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "");
}

#[test]
fn options_that_cannot_be_honoured_are_errors_with_remedies() {
    for (flags, message) in [
        (
            &["--stem"][..],
            "`stemming` needs a language; state one\nhint: --language en",
        ),
        (&["--stop-words"], "`stop_words` needs a language"),
        (
            &["--stop-words", "-l", "ta"],
            "hint: --stop-words=FILE names one",
        ),
        (&["--stem", "-l", "th"], "has no stemmer for `th`"),
        (
            &["--pattern", "ä(b"],
            "unclosed group at character 1\nhint: ",
        ),
        (&["--ngrams", "3-2"], "expected `1 <= min <= max <= 255`"),
        (
            &["--tokens", "chars", "--min-length", "2"],
            "`min_length` does not go with tokens `chars`",
        ),
        (
            &["--language", "xx"],
            "unknown language `xx`; known are `ar`",
        ),
        (&["--case", "upper"], "keep, lower, fold"),
        (
            &["--ngrams", "many"],
            "expected a number, or two with a - between them",
        ),
        (&["-", "--"], "standard input (-) can be given only once"),
    ] {
        let run = wirecopy([&["tokens"], flags, &["-"]].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{flags:?}");
        assert!(run.stderr.contains(message), "{flags:?}: {}", run.stderr);
    }
}
