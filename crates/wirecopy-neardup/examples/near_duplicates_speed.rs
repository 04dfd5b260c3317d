//! Time and memory of `near_duplicates`: `near_duplicates_speed FILE K MEASURE THRESHOLD METHOD [STEP [LANG]]`.
//!
//! FILE holds JSON lines with `text` and maybe `lang`; every STEP-th text of the language counts. Instead of a file,
//! `copies:N` makes N copies of one text and `footer:N` N texts that share a footer of 500 words. MEASURE is `jaccard`,
//! `dice` or `containment`, METHOD `exact`, `minhash`, `minhash:VALUES`, `simhash` or
//! `simhash:DISTANCE`. CPU seconds (all threads, 0.01 s resolution) and peak memory come from
//! `/proc`, so this runs on Linux only.

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;

use wirecopy_neardup::{Costs, Measure, Method, NearDuplicateOptions, Precedence, near_duplicates};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, k, measure, threshold, method, rest @ ..] = arguments.as_slice() else {
        return Err(
            "usage: near_duplicates_speed FILE K MEASURE THRESHOLD METHOD [STEP [LANG]]".into(),
        );
    };
    let measure = match measure.as_str() {
        "jaccard" => Measure::Jaccard,
        "dice" => Measure::Dice,
        "containment" => Measure::Containment,
        other => return Err(format!("no measure {other}").into()),
    };
    let method = match method.as_str() {
        "exact" => Method::Exact,
        "minhash" => Method::min_hash(),
        "simhash" => Method::sim_hash(),
        method if method.starts_with("minhash:") => Method::MinHash {
            values: method["minhash:".len()..].parse()?,
            costs: Costs::default(),
        },
        method if method.starts_with("simhash:") => Method::SimHash {
            distance: method["simhash:".len()..].parse()?,
        },
        other => return Err(format!("no method {other}").into()),
    };
    let step: usize = rest.first().map_or(Ok(1), |step| step.parse())?;
    let texts = match file.split_once(':') {
        Some(("copies", count)) => vec![made(1, 0, 300); count.parse()?],
        Some(("footer", count)) => (0..count.parse()?)
            .map(|number| format!("{}\n{}", made(number + 1, number, 230), made(0, 0, 500)))
            .collect(),
        _ => read(file, step, rest.get(1).map(String::as_str))?,
    };
    let options = NearDuplicateOptions::new(threshold.parse()?)
        .with_measure(measure)
        .with_shingle(k.parse()?)
        .with_method(method);
    let bytes: usize = texts.iter().map(String::len).sum();
    let megabytes = bytes as f64 / 1e6;

    let (start, before) = (cpu_seconds()?, peak_megabytes()?);
    let found = near_duplicates(&texts, &options, &|_, _| ControlFlow::Continue(()))?;
    let (paired, peak) = (cpu_seconds()?, peak_megabytes()?);
    let clusters = found.clusters(&Precedence::new())?;
    let clustered = cpu_seconds()?;
    show(&serde_json::json!({
        "texts": texts.len(),
        "megabytes_of_text": round(megabytes),
        "cpu": round(paired - start),
        "cpu_clusters": round(clustered - paired),
        "megabytes": round(peak - before),
        "peak_above_texts": round((peak - before) / megabytes),
        "pairs": found.pairs().len(),
        "groups": found.groups().len(),
        "expanded": found.expanded_len(),
        "clusters": clusters.len(),
        "links": clusters.links().len(),
        "dropped": clusters.dropped().len(),
    }));
    Ok(())
}

/// So many words of a small made-up language, different for each seed.
fn made(seed: u64, number: u64, words: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
    let word = |_| {
        // Xorshift (Marsaglia 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        format!("w{}", state % 50_000)
    };
    (0..words).map(word).collect::<Vec<_>>().join(" ")
}

#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn show(figures: &serde_json::Value) {
    println!("{figures}");
}

fn read(file: &str, step: usize, language: Option<&str>) -> Result<Vec<String>, Box<dyn Error>> {
    let mut texts = Vec::new();
    let mut number = 0;
    for line in BufReader::new(File::open(file)?).lines() {
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
