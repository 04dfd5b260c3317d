//! What has to hold on 123 news documents in 25 files of 22 languages.

use std::collections::BTreeMap;

use serde_json::Value;
use wirecopy_text::{
    Analyzer, Scratch, Span, TokenKind, graphemes, plain_sentences, plain_words, sentence_segments,
    sentences, word_segments, words,
};

use crate::corpora::read;

/// A document: its file's language and its lines, which are its sentences.
struct Document {
    language: String,
    text: String,
}

impl Document {
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
    }
}

fn documents() -> Option<Vec<Document>> {
    let file = read("ntrex/documents.jsonl.gz")?;
    let documents = file.lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| record[name].as_str().unwrap().to_owned();
        Document {
            language: field("lang"),
            text: field("text"),
        }
    });
    Some(documents.collect())
}

#[test]
fn every_span_slices_its_document_and_segments_lose_nothing() {
    let Some(documents) = documents() else { return };
    for Document { text, .. } in &documents {
        for segments in [
            word_segments(text).collect::<Vec<Span>>(),
            sentence_segments(text).collect(),
            graphemes(text).collect(),
        ] {
            let mut end = 0;
            for span in segments {
                assert_eq!(span.range().start, end);
                assert!(!span.of(text).is_empty());
                end = span.range().end;
            }
            assert_eq!(end, text.len());
        }
        let plain: Vec<Span> = word_segments(text)
            .filter(|span| span.of(text).contains(char::is_alphanumeric))
            .collect();
        assert!(plain_words(text).eq(plain));
        for spans in [
            words(text).collect::<Vec<Span>>(),
            sentences(text).collect(),
            plain_sentences(text).collect(),
        ] {
            assert!(spans.is_sorted_by(|a, b| a.end <= b.start));
            assert!(spans.iter().all(|span| !span.of(text).trim().is_empty()));
        }
    }
}

#[test]
fn two_threads_give_the_tokens_of_one() {
    let Some(documents) = documents() else { return };
    let kinds = [
        TokenKind::Words,
        TokenKind::ScikitLearn,
        TokenKind::Pattern(r"\p{L}+".to_owned()),
        TokenKind::CharWb,
    ];
    for kind in kinds {
        let analyzer = Analyzer::new()
            .with_tokens(kind)
            .with_strip_accents(true)
            .with_ngrams((1, 2));
        let tokenizer = analyzer.build().unwrap();
        let analyse = |documents: &[Document]| {
            let mut scratch = Scratch::new();
            let mut found = Vec::new();
            for document in documents {
                let text = &document.text;
                tokenizer
                    .for_each(text, &mut scratch, |token, span, class| {
                        // Slicing is the test.
                        found.push((token.len(), span.of(text).len(), class));
                    })
                    .unwrap();
            }
            found
        };
        let some = &documents[..documents.len() / 8];
        let (left, right) = some.split_at(some.len() / 2);
        let (mut in_two, rest) = std::thread::scope(|scope| {
            let right = scope.spawn(|| analyse(right));
            (analyse(left), right.join().unwrap())
        });
        in_two.extend(rest);
        assert!(in_two == analyse(some));
    }
}

/// Hits, boundaries found, boundaries to find.
#[derive(Default, Clone, Copy)]
struct Score {
    hits: usize,
    found: usize,
    expected: usize,
}

impl Score {
    fn add(&mut self, found: impl Iterator<Item = Span>, expected: &[usize]) {
        for span in found {
            self.found += 1;
            self.hits += usize::from(expected.binary_search(&span.range().end).is_ok());
        }
        self.expected += expected.len();
    }

    fn f1(self) -> f64 {
        2.0 * self.hits as f64 / (self.found + self.expected) as f64
    }
}

/// The sentences of each document, joined by a blank, are found again at least as well as by the standard alone.
/// `make test RUST_TEST_ARGS=--show-output` prints the table.
#[test]
fn sentences_are_found_at_least_as_well_as_by_the_standard() {
    let Some(documents) = documents() else { return };
    let mut scores: BTreeMap<&str, [Score; 2]> = BTreeMap::new();
    for document in &documents {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for line in document.lines() {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(line);
            ends.push(text.len());
        }
        let [tailored, plain] = scores.entry(&document.language).or_default();
        tailored.add(sentences(&text), &ends);
        plain.add(plain_sentences(&text), &ends);
    }
    println!("{:<8} {:>9} {:>9}", "language", "sentences", "UAX #29");
    let mut worse = Vec::new();
    for (language, [tailored, plain]) in &scores {
        println!("{language:<8} {:>9.4} {:>9.4}", tailored.f1(), plain.f1());
        if tailored.f1() < plain.f1() {
            worse.push(*language);
        }
    }
    assert!(worse.is_empty(), "worse than the standard: {worse:?}");
}

#[cfg(feature = "detect")]
#[test]
fn the_language_of_documents_and_of_their_first_sentences_is_found() {
    let Some(documents) = documents() else { return };
    // Right and all, of documents and of first sentences, by language.
    let mut scores: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for document in &documents {
        let language = document.language.split('-').next().unwrap();
        let expected: Option<wirecopy_text::Language> = language.parse().ok();
        let right = |text: &str| {
            usize::from(expected.is_some() && wirecopy_text::detect_language(text) == expected)
        };
        let name = if language == "nno" { "nob" } else { language };
        let [whole, first, all] = scores.entry(name).or_default();
        *whole += right(&document.text);
        *first += right(document.lines().next().unwrap());
        *all += 1;
    }
    println!(
        "{:<8} {:>9} {:>14}",
        "language", "documents", "first sentence"
    );
    let mut means = [0.0, 0.0];
    for (language, &[whole, first, all]) in &scores {
        let shares = [whole, first].map(|right| right as f64 / all as f64);
        println!("{language:<8} {:>9.3} {:>14.3}", shares[0], shares[1]);
        for (mean, share) in means.iter_mut().zip(shares) {
            *mean += share / scores.len() as f64;
        }
    }
    let total = |at: usize| {
        let right: usize = scores.values().map(|score| score[at]).sum();
        right as f64 / documents.len() as f64
    };
    println!("mean     {:>9.3} {:>14.3}", means[0], means[1]);
    println!("pooled   {:>9.3} {:>14.3}", total(0), total(1));
    assert!(means[0].min(total(0)) >= 0.95, "documents");
    assert!(means[1].min(total(1)) >= 0.90, "first sentences");
}
