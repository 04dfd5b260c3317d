//! Time and memory of the joins of sets on shingles: `set_join_speed FILE K CRITERION THRESHOLD [STEP [LANG]]`.
//!
//! FILE holds JSON lines with `text` and maybe `lang`; every STEP-th text of the language counts. CRITERION is
//! `jaccard`, `dice`, `containment` or `overlap`. CPU seconds (all threads, 0.01 s resolution) and peak memory come
//! from `/proc`, so this runs on Linux only.

use std::error::Error;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use rayon::prelude::*;
use wirecopy_similarity::{SetCollection, SetCriterion, Threshold, set_join};
use wirecopy_text::{Analyzer, Scratch, ShingleSet, hash_word};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, k, criterion, value, rest @ ..] = arguments.as_slice() else {
        return Err("usage: set_join_speed FILE K CRITERION THRESHOLD [STEP [LANG]]".into());
    };
    let k: NonZeroUsize = k.parse()?;
    let step: usize = rest.first().map_or(Ok(1), |step| step.parse())?;
    let criterion = match criterion.as_str() {
        "jaccard" => SetCriterion::Jaccard(Threshold::new(value.parse()?)?),
        "dice" => SetCriterion::Dice(Threshold::new(value.parse()?)?),
        "containment" => SetCriterion::Containment(Threshold::new(value.parse()?)?),
        "overlap" => SetCriterion::Overlap(value.parse()?),
        other => return Err(format!("no criterion {other}").into()),
    };
    let texts = read(file, step, rest.get(1).map(String::as_str))?;
    let bytes: usize = texts.iter().map(String::len).sum();

    let (start, peak) = (cpu_seconds()?, peak_megabytes()?);
    let tokenizer = Analyzer::new().build()?;
    let parts: Vec<SetCollection> = texts
        .par_chunks(1024)
        .map_init(
            || (Scratch::new(), Vec::new()),
            |(scratch, words), texts| -> Result<SetCollection, wirecopy_text::Error> {
                let mut sets = SetCollection::new();
                for text in texts {
                    words.clear();
                    tokenizer.for_each(text, scratch, |word, _, _| words.push(hash_word(word)))?;
                    let set = ShingleSet::new(words, k);
                    sets.push_unsorted(set.hashes().iter().copied());
                }
                Ok(sets)
            },
        )
        .collect::<Result<_, _>>()?;
    let elements = parts.iter().map(SetCollection::element_count).sum();
    let mut sets = SetCollection::with_capacity(texts.len(), elements);
    for part in parts {
        sets.extend_from(&part);
    }
    let shingled = cpu_seconds()?;
    let shingled_peak = peak_megabytes()?;
    let found = set_join(&sets, None, criterion, &|_, _| ControlFlow::Continue(()))?;
    let joined = cpu_seconds()?;
    let megabytes = bytes as f64 / 1e6;
    let figures = serde_json::json!({
        "texts": texts.len(),
        "megabytes_of_text": round(megabytes),
        "shingles": elements,
        "cpu_shingles": round(shingled - start),
        "cpu_join": round(joined - shingled),
        "peak_above_texts": round((peak_megabytes()? - peak) / megabytes),
        "peak_above_texts_before_the_join": round((shingled_peak - peak) / megabytes),
        "pairs": found.pairs().len(),
        "groups": found.equal_sets().len(),
    });
    show(&figures);
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn show(figures: &serde_json::Value) {
    println!("{figures}");
}

fn read(file: &str, step: usize, language: Option<&str>) -> Result<Vec<String>, Box<dyn Error>> {
    use std::io::{BufRead, BufReader};
    let mut texts = Vec::new();
    let mut number = 0;
    for line in BufReader::new(std::fs::File::open(file)?).lines() {
        let mut record: serde_json::Value = serde_json::from_str(&line?)?;
        if language.is_none_or(|language| record["lang"] == language) {
            if number % step == 0
                && let serde_json::Value::String(text) = record["text"].take()
            {
                texts.push(text);
            }
            number += 1;
        }
    }
    Ok(texts)
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// User and system time of all threads; Linux counts in hundredths of a second.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

fn peak_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .ok_or("no peak")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1000.0)
}
