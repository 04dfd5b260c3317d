//! The break tests of Unicode 15.0.
//!
//! The tables are those of Unicode 17.0, so a case has to fail that a version between changed. It is listed with the
//! rule that changed, and a listed case that passes fails the test.

use wirecopy_text::{Span, graphemes, plain_words, sentence_segments, word_segments};

use crate::corpora::read;

/// U+2701 UPPER BLADE SCISSORS was `Extended_Pictographic` in 15.0 and is not in 17.0: what a joiner would tie
/// together with it by rule `WB3c` (words) or `GB11` (graphemes) comes apart.
const SCISSORS: &str = "U+2701 is no pictograph any more";

/// The cases of `WordBreakTest.txt`, by line, that a newer version decides in another way.
const WORD_EXCEPTIONS: &[(usize, &str)] = &[
    (1730, SCISSORS), // 2701 × 200D × 2701
    (1731, SCISSORS), // 0061 × 200D × 2701
];

/// The same for `GraphemeBreakTest.txt`.
const GRAPHEME_EXCEPTIONS: &[(usize, &str)] = &[
    (625, SCISSORS), // 2701 × 200D × 2701
];

/// The same for `SentenceBreakTest.txt`: none.
const SENTENCE_EXCEPTIONS: &[(usize, &str)] = &[];

/// A case of a break test: the text in its segments, and the line's number in the file.
struct Case {
    line: usize,
    segments: Vec<String>,
}

fn cases(name: &str) -> Option<Vec<Case>> {
    let file = read(&format!("unicode/{name}"))?;
    let cases = file
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.split('#').next().unwrap_or_default().trim()))
        .filter(|(_, case)| !case.is_empty())
        .map(|(line, case)| Case {
            line,
            segments: case
                .split('÷')
                .map(|segment| {
                    segment
                        .split_whitespace()
                        .filter(|&code| code != "×")
                        .map(|code| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap())
                        .collect::<String>()
                })
                .filter(|segment| !segment.is_empty())
                .collect(),
        });
    Some(cases.collect())
}

/// Compares each case with `segment`, but for the lines in `exceptions`, which have to differ.
fn check(name: &str, segment: impl Fn(&str) -> Vec<Span>, exceptions: &[(usize, &str)]) {
    let Some(cases) = cases(name) else { return };
    assert!(cases.len() > 500, "{name} has {} cases", cases.len());
    let mut problems = Vec::new();
    for case in &cases {
        let text = case.segments.concat();
        let found: Vec<&str> = segment(&text).iter().map(|span| span.of(&text)).collect();
        let excepted = exceptions.iter().find(|&&(line, _)| line == case.line);
        if (found == case.segments) == excepted.is_some() {
            problems.push(format!(
                "line {}: found {found:?}, expected {:?}; exception: {excepted:?}",
                case.line, case.segments
            ));
        }
    }
    assert!(problems.is_empty(), "{name}\n{}", problems.join("\n"));
}

#[test]
fn every_word_case_passes() {
    check(
        "WordBreakTest.txt",
        |text| word_segments(text).collect(),
        WORD_EXCEPTIONS,
    );
}

#[test]
fn plain_words_are_the_word_cases_segments_with_letters_or_digits() {
    let Some(cases) = cases("WordBreakTest.txt") else {
        return;
    };
    let excepted = |case: &&Case| WORD_EXCEPTIONS.iter().any(|&(line, _)| line == case.line);
    for case in cases.iter().filter(|case| !excepted(case)) {
        let text = case.segments.concat();
        let found: Vec<&str> = plain_words(&text).map(|span| span.of(&text)).collect();
        let expected: Vec<&String> = case
            .segments
            .iter()
            .filter(|segment| segment.contains(char::is_alphanumeric))
            .collect();
        assert_eq!(found, expected, "line {}", case.line);
    }
}

#[test]
fn every_sentence_case_passes() {
    check(
        "SentenceBreakTest.txt",
        |text| sentence_segments(text).collect(),
        SENTENCE_EXCEPTIONS,
    );
}

#[test]
fn every_grapheme_case_passes() {
    check(
        "GraphemeBreakTest.txt",
        |text| graphemes(text).collect(),
        GRAPHEME_EXCEPTIONS,
    );
}
