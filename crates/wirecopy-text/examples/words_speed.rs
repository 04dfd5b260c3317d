//! CPU time of finding words, beside `unicode-segmentation`'s `unicode_word_indices`, on the English articles of the
//! speed corpus and on each language of ntrex. One thread; the median of several rounds, in
//! turns. Then what each step of an analysis adds, on the English articles.
//!
//! `cargo run --release -p wirecopy-text --example words_speed -- FOLDER_OF_CORPORA`

#![allow(
    clippy::print_stdout,
    reason = "an example that prints its measurements"
)]

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use unicode_segmentation::UnicodeSegmentation;
use wirecopy_text::{
    Analyzer, Case, Language, Normalization, Scratch, StemmerEdition, StopWords, TokenKind,
    Tokenizer, plain_words, words,
};

/// Each language of ntrex is repeated to this many bytes.
const BYTES: usize = 2_000_000;
/// A round reads at least so many: the system counts time in steps of milliseconds.
const BYTES_A_ROUND: usize = 20_000_000;
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .or_else(|| std::env::var_os("WIRECOPY_DATA"))
        .map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let mut english = Vec::new();
    for_each_record(&folder.join("speed/articles.jsonl.gz"), |record| {
        if record["lang"] == "en" {
            english.extend(record["text"].as_str().map(str::to_owned));
        }
    })?;
    println!(
        "Million bytes a second. The peer is unicode-segmentation; the ratio is plain_words to it.\n\n\
         {:<10} {:>8} {:>12} {:>8} {:>8}",
        "corpus", "peer", "plain_words", "ratio", "words"
    );
    let ratio = report("English", &english);
    println!();
    let mut languages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for_each_record(&folder.join("ntrex/documents.jsonl.gz"), |record| {
        if let (Some(language), Some(text)) = (record["lang"].as_str(), record["text"].as_str()) {
            languages
                .entry(language.to_owned())
                .or_default()
                .push(text.to_owned());
        }
    })?;
    let mut slowest = ("English".to_owned(), ratio);
    for (language, documents) in languages {
        let bytes: usize = documents.iter().map(String::len).sum();
        let repeated: Vec<String> = documents
            .iter()
            .cycle()
            .take(documents.len() * BYTES.div_ceil(bytes))
            .cloned()
            .collect();
        let ratio = report(&language, &repeated);
        if ratio < slowest.1 {
            slowest = (language, ratio);
        }
    }
    println!("\nslowest: {} at {:.2}", slowest.0, slowest.1);
    analyses(&english)?;
    Ok(())
}

/// Prints the speeds on one corpus and returns the ratio of plain words to the peer.
fn report(name: &str, texts: &[String]) -> f64 {
    let bytes: usize = texts.iter().map(String::len).sum();
    let runs: [&dyn Fn(&str) -> usize; 3] = [
        &|text| {
            text.unicode_word_indices()
                .map(|(at, word)| at + word.len())
                .fold(0, usize::wrapping_add)
        },
        &|text| {
            plain_words(text)
                .map(|span| span.end as usize)
                .fold(0, usize::wrapping_add)
        },
        &|text| {
            words(text)
                .map(|span| span.end as usize)
                .fold(0, usize::wrapping_add)
        },
    ];
    let times = medians(&runs, texts);
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = times[0].as_secs_f64() / times[1].as_secs_f64();
    println!(
        "{name:<10} {:>8.0} {:>12.0} {ratio:>8.2} {:>8.0}",
        speed(times[0]),
        speed(times[1]),
        speed(times[2])
    );
    ratio
}

/// Prints what each step of an analysis adds.
fn analyses(texts: &[String]) -> Result<(), wirecopy_text::Error> {
    let bare = || {
        Analyzer::new()
            .with_normalization(Normalization::None)
            .with_case(Case::Keep)
            .with_fold_punctuation(false)
    };
    let full = Analyzer::new()
        .with_language(Language::English)
        .with_stop_words(StopWords::Language)
        .with_stemming(StemmerEdition::Current);
    let rows = [
        ("as they stand", bare().build()?),
        ("folded", Analyzer::new().build()?),
        ("folded, stop words, stems", full.build()?),
        ("the same, words not yet seen", full.build()?),
        (
            "scikit-learn",
            bare()
                .with_case(Case::Lower)
                .with_tokens(TokenKind::ScikitLearn)
                .build()?,
        ),
    ];
    let counters: Vec<_> = rows
        .iter()
        .map(|(name, tokenizer)| {
            // The others remember their words from the round before.
            let anew = if *name == "the same, words not yet seen" {
                texts.len()
            } else {
                usize::MAX
            };
            counter(tokenizer, anew)
        })
        .collect();
    let runs: Vec<&dyn Fn(&str) -> usize> = counters
        .iter()
        .map(|counter| counter as &dyn Fn(&str) -> usize)
        .collect();
    let times = medians(&runs, texts);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!(
        "\nThe cost is the time beside that of the words as they stand, with spans and classes.\n\n\
         {:<30} {:>8} {:>8}",
        "tokens of English", "MB/s", "cost"
    );
    for ((name, _), time) in rows.iter().zip(&times) {
        let speed = bytes as f64 / 1e6 / time.as_secs_f64();
        let cost = time.as_secs_f64() / times[0].as_secs_f64();
        println!("{name:<30} {speed:>8.0} {cost:>8.2}");
    }
    Ok(())
}

/// Returns what counts the bytes of a text's tokens, with memory of its own that is new after
/// `anew` texts.
fn counter(tokenizer: &Tokenizer, anew: usize) -> impl Fn(&str) -> usize + '_ {
    let scratch = std::cell::RefCell::new(Scratch::new());
    let texts = std::cell::Cell::new(0_usize);
    move |text| {
        if texts.replace(texts.get() + 1).is_multiple_of(anew) {
            scratch.take();
        }
        let mut bytes = 0;
        tokenizer
            .for_each(text, &mut scratch.borrow_mut(), |token, span, _| {
                bytes += token.len() + span.end as usize;
            })
            .expect("no article has 4 GB");
        bytes
    }
}

/// Runs each of `runs` over all texts, in turns, and returns the median time of each.
fn medians(runs: &[&dyn Fn(&str) -> usize], texts: &[String]) -> Vec<Duration> {
    let mut rounds = vec![Vec::new(); runs.len()];
    let bytes: usize = texts.iter().map(String::len).sum();
    let times = u32::try_from(BYTES_A_ROUND.div_ceil(bytes.max(1))).expect("a handful");
    for _ in 0..ROUNDS {
        for (run, rounds) in runs.iter().zip(&mut rounds) {
            let start = cpu_time();
            for _ in 0..times {
                for text in texts {
                    black_box(run(black_box(text)));
                }
            }
            rounds.push(cpu_time().saturating_sub(start) / times);
        }
    }
    rounds
        .iter_mut()
        .map(|rounds| {
            rounds.sort_unstable();
            rounds[ROUNDS / 2]
        })
        .collect()
}

/// Returns how long this thread has had a processor; on systems that do not tell, the time of day.
fn cpu_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|times| times.split(' ').next()?.parse().ok())
        .map_or_else(|| START.elapsed(), Duration::from_nanos)
}

fn for_each_record(
    path: &Path,
    mut visit: impl FnMut(serde_json::Value),
) -> Result<(), Box<dyn std::error::Error>> {
    for line in BufReader::new(GzDecoder::new(File::open(path)?)).lines() {
        visit(serde_json::from_str(&line?)?);
    }
    Ok(())
}
