//! Quotations and sentences that people marked without sight of the code: the cases of
//! `tests/conformance`.

use std::path::Path;

use serde_json::Value;
use wirecopy_text::{Span, quotations, sentences};

/// A text and the parts of it that have to be found.
struct Case {
    name: String,
    text: String,
    expected: Vec<Span>,
}

/// Reads `tests/conformance/FILE` of the repository, where `field` lists the parts of each text.
fn cases(file: &str, field: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/conformance")
        .join(file);
    let json = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("cannot read `{}`: {error}", path.display()));
    let file: Value = serde_json::from_str(&json).unwrap();
    let cases = file["cases"].as_array().unwrap();
    cases.iter().map(|case| read_case(case, field)).collect()
}

fn read_case(case: &Value, field: &str) -> Case {
    let text = case["text"].as_str().unwrap().to_owned();
    let name = case["name"].as_str().unwrap().to_owned();
    let (parts, starts) = (
        case[field].as_array().unwrap(),
        case["starts"].as_array().unwrap(),
    );
    assert_eq!(parts.len(), starts.len(), "{name}");
    let byte_of: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let expected = parts.iter().zip(starts).map(|(part, start)| {
        let (part, start) = (part.as_str().unwrap(), start.as_u64().unwrap());
        let start = byte_of[usize::try_from(start).unwrap()];
        let end = start + part.len();
        assert_eq!(
            &text[start..end],
            part,
            "{name}: `starts` and `{field}` disagree"
        );
        Span::new(start.try_into().unwrap(), end.try_into().unwrap())
    });
    Case {
        expected: expected.collect(),
        name,
        text,
    }
}

/// Lists the cases in which `find` does not find exactly what was marked.
fn misses(cases: &[Case], find: impl Fn(&str) -> Vec<Span>) -> Vec<String> {
    let of = |spans: &[Span], text: &str| -> Vec<String> {
        spans.iter().map(|span| span.of(text).to_owned()).collect()
    };
    let wrong = cases.iter().filter_map(|case| {
        let found = find(&case.text);
        (found != case.expected).then(|| {
            format!(
                "{}\n  found    {:?}\n  expected {:?}",
                case.name,
                of(&found, &case.text),
                of(&case.expected, &case.text)
            )
        })
    });
    wrong.collect()
}

#[test]
fn the_marked_quotations_are_found() {
    let cases = cases("quotations.json", "quotations");
    assert!(cases.len() >= 60);
    let misses = misses(&cases, quotations);
    assert!(
        misses.is_empty(),
        "{} of {}:\n{}",
        misses.len(),
        cases.len(),
        misses.join("\n")
    );
}

#[test]
fn the_marked_sentences_are_found() {
    let cases = cases("sentences.json", "sentences");
    assert!(cases.len() >= 40);
    let misses = misses(&cases, |text| sentences(text).collect());
    assert!(
        misses.is_empty(),
        "{} of {}:\n{}",
        misses.len(),
        cases.len(),
        misses.join("\n")
    );
}
