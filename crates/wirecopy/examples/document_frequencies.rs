//! Makes `src/story/document_frequencies.bin`: how common stems are in news at large, as statistics without a text.
//!
//! ```sh
//! WIRECOPY_DATA=../shared/data cargo run --release -p wirecopy --example document_frequencies
//! ```
//!
//! English: the mean of the parts in news, newswire and Usenet posts of the speed corpus that hold a stem, so that no
//! kind speaks for all. French: its news, and the documents of ntrex; other languages that have a stemmer: the documents
//! of ntrex. `--` has the words of the other languages of the speed corpus, each with the largest part that it has in one.
//! The format is told in `src/story/frequencies.rs`.
#![expect(clippy::print_stdout, reason = "it tells what it made")]

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use wirecopy::story_analyzer;
use wirecopy::text::{Envelope, Language, Scratch, Tokenizer, hash_word};

const HASH_BITS: u32 = 24;
/// A stem that stands in fewer texts of a kind says nothing about a language.
const MIN_TEXTS: u32 = 3;
/// Terms rarer than `2^(-24 / 2)` weigh as if they were unknown: the prior is worth 1,000 articles.
const CLASSES: usize = 25;
/// Of a language that we cannot stem: the words that are no better than stop words.
const MIN_PART_UNSTEMMED: f64 = 0.06;

/// How many texts of one kind hold each term, and how many texts there are.
#[derive(Default)]
struct Kind {
    holding: BTreeMap<u64, u32>,
    texts: u32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let data = PathBuf::from(std::env::var("WIRECOPY_DATA").unwrap_or("../shared/data".to_owned()));
    // By language, `None` being those without a stemmer, and by kind.
    let mut kinds: BTreeMap<Option<Language>, BTreeMap<String, Kind>> = BTreeMap::new();
    for (file, kind) in [
        ("speed/articles.jsonl.gz", "kind"),
        ("ntrex/documents.jsonl.gz", "lang"),
    ] {
        count(&data.join(file), kind, &mut kinds)?;
    }
    let mut payload = Vec::new();
    for (language, kinds) in kinds {
        let mut parts: BTreeMap<u32, f64> = BTreeMap::new();
        for kind in kinds.values() {
            for (&term, &holding) in &kind.holding {
                let part = f64::from(holding) / f64::from(kind.texts);
                let of_term = parts.entry((term >> (64 - HASH_BITS)) as u32).or_default();
                match language {
                    Some(Language::English) if holding >= MIN_TEXTS => *of_term += part / 3.0,
                    Some(_) if holding >= MIN_TEXTS => *of_term += part / kinds.len() as f64,
                    None if part >= MIN_PART_UNSTEMMED => *of_term = of_term.max(part),
                    _ => {}
                }
            }
        }
        let mut classes = vec![Vec::new(); CLASSES];
        for (hash, part) in parts.into_iter().filter(|&(_, part)| part > 0.0) {
            let class = class(part);
            if let Some(terms) = classes.get_mut(class) {
                terms.push(hash);
            }
        }
        let before = payload.len();
        let code = language.map_or("--", Language::code);
        payload.extend(code.as_bytes());
        number(u32::try_from(CLASSES)?, &mut payload);
        for terms in &classes {
            number(u32::try_from(terms.len())?, &mut payload);
            let mut last = 0;
            for &hash in terms {
                number(hash - last, &mut payload);
                last = hash;
            }
        }
        let terms: usize = classes.iter().map(Vec::len).sum();
        let texts: Vec<_> = kinds
            .iter()
            .map(|(name, kind)| format!("{name} {}", kind.texts))
            .collect();
        println!(
            "{code}: {terms} terms, {} bytes, {}",
            payload.len() - before,
            texts.join(", ")
        );
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/story/document_frequencies.bin");
    Envelope::new("docfreq", 1, payload).to_writer(File::create(target)?)?;
    Ok(())
}

/// Counts in how many texts of a file each term stands, apart for each value of the field `kind`.
fn count(
    file: &Path,
    kind: &str,
    kinds: &mut BTreeMap<Option<Language>, BTreeMap<String, Kind>>,
) -> Result<(), Box<dyn Error>> {
    let mut tokenizers: BTreeMap<Option<Language>, (Tokenizer, Scratch)> = BTreeMap::new();
    for line in BufReader::new(GzDecoder::new(File::open(file)?)).lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record[name].as_str().unwrap_or_default();
        let code = field("lang").split('-').next().unwrap_or_default();
        let language: Option<Language> = code.parse().ok();
        // English has enough of its own, and the variants of ntrex are one text each.
        if kind == "lang" && language == Some(Language::English) {
            continue;
        }
        let (tokenizer, scratch) = match tokenizers.entry(language) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                place.insert((story_analyzer(language).build()?, Scratch::new()))
            }
        };
        let mut terms = HashSet::new();
        tokenizer.for_each(field("text"), scratch, |token, _, _| {
            terms.insert(hash_word(token));
        })?;
        let name = if language.is_some() {
            field(kind)
        } else {
            field("lang")
        };
        let counted = kinds
            .entry(language)
            .or_default()
            .entry(name.to_owned())
            .or_default();
        counted.texts += 1;
        for term in terms {
            *counted.holding.entry(term).or_default() += 1;
        }
    }
    Ok(())
}

/// `part` is nearest to `2^(-class / 2)`.
fn class(part: f64) -> usize {
    let distance = |class: usize| (part.log2() + class as f64 / 2.0).abs();
    (0..=CLASSES)
        .min_by(|&x, &y| distance(x).total_cmp(&distance(y)))
        .unwrap_or(CLASSES)
}

/// LEB128.
fn number(mut value: u32, bytes: &mut Vec<u8>) {
    while value >= 0x80 {
        bytes.extend(u8::try_from(value & 0x7f | 0x80));
        value >>= 7;
    }
    bytes.extend(u8::try_from(value));
}
