//! Where the sentences of texts end: `sentences` and `plain_sentences`, for `benchmarks/quality_sentences.py`.
//!
//! Reads JSON strings, one a line, from standard input. Writes a line for each: two JSON arrays with the ends in bytes,
//! of `sentences` and of UAX #29 alone.

#![allow(clippy::print_stdout, reason = "an example that prints what it finds")]

use std::io::BufRead;

use wirecopy_text::{Sentences, plain_sentences, sentences};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for line in std::io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let ends = [ends(sentences(&text)), ends(plain_sentences(&text))];
        println!("{}", serde_json::to_string(&ends)?);
    }
    Ok(())
}

fn ends(sentences: Sentences<'_>) -> Vec<usize> {
    sentences.map(|span| span.range().end).collect()
}
