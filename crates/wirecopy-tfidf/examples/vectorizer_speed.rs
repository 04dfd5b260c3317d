//! CPU time and memory of counting, on texts in lines of JSON strings.
//!
//! `cargo run --release -p wirecopy-tfidf --example vectorizer_speed -- FILE MODE THREADS REPEATS`

use std::error::Error;
use std::fs;

use wirecopy_text::{Language, StemmerEdition};
use wirecopy_tfidf::{
    Bm25, CountVectorizer, CsrMatrix, HashingVectorizer, TermOptions, TermUnit, TfidfVectorizer,
};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, mode, threads, repeats] = &arguments[..] else {
        return Err("usage: vectorizer_speed FILE count|stem|tfidf|pairs|triples|char|char_wb|hash|hash_pairs|bm25 THREADS REPEATS".into());
    };
    let texts = fs::read_to_string(file)?
        .lines()
        .map(serde_json::from_str)
        .collect::<Result<Vec<String>, _>>()?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.parse()?)
        .build()?;
    if mode == "bm25" {
        return pool.install(|| search(&texts)).map_err(Into::into);
    }
    let before = peak_megabytes()?;
    let mut seconds = Vec::new();
    let mut shape = String::new();
    for _ in 0..repeats.parse()? {
        let start = cpu_seconds()?;
        shape = pool.install(|| run(mode, &texts))?;
        seconds.push(cpu_seconds()? - start);
    }
    seconds.sort_by(f64::total_cmp);
    let median = seconds[seconds.len() / 2];
    let peak = peak_megabytes()?;
    #[expect(clippy::print_stdout, reason = "that is what it is for")]
    {
        println!(
            "{mode} threads={threads} cpu={median:.3} s, least {:.3} s, peak {peak:.0} MB ({before:.0} before), {shape}",
            seconds[0]
        );
    }
    Ok(())
}

fn run(mode: &str, texts: &[String]) -> Result<String, wirecopy_tfidf::Error> {
    let options = |unit, ngrams| TermOptions::new().with_unit(unit).with_ngrams(ngrams);
    let terms = match mode {
        "pairs" | "hash_pairs" => options(TermUnit::Word, (1, 2)),
        "triples" => options(TermUnit::Word, (1, 3)),
        "char" => options(TermUnit::Char, (3, 5)),
        "char_wb" => options(TermUnit::CharWb, (3, 5)),
        "stem" => TermOptions::new().with_stemming((Language::English, StemmerEdition::Current)),
        _ => TermOptions::new(),
    };
    Ok(match mode {
        "hash" | "hash_pairs" => shown(
            &HashingVectorizer::new()
                .with_terms(terms)
                .transform(texts)?,
        ),
        "tfidf" => shown(&TfidfVectorizer::new().fit_transform(texts)?.1),
        _ => shown(
            &CountVectorizer::new()
                .with_terms(terms)
                .fit_transform(texts)?
                .1,
        ),
    })
}

/// The first eight words of every sixtieth text, searched for among all.
fn search(texts: &[String]) -> Result<(), String> {
    let said = |error: Box<dyn Error>| error.to_string();
    let query = |text: &String| {
        text.split_whitespace()
            .take(8)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let queries: Vec<String> = texts.iter().step_by(60).take(1000).map(query).collect();
    let start = cpu_seconds().map_err(said)?;
    let index = Bm25::new().fit(texts).map_err(|error| error.to_string())?;
    let fitted = cpu_seconds().map_err(said)?;
    let hits = index
        .search_all(&queries, 10)
        .map_err(|error| error.to_string())?;
    let searched = cpu_seconds().map_err(said)?;
    let sum: f64 = hits.iter().flatten().map(|hit| hit.score).sum();
    #[expect(clippy::print_stdout, reason = "that is what it is for")]
    {
        println!(
            "bm25: fit {:.3} s, {} queries {:.3} s, scores sum to {sum:.4}",
            fitted - start,
            queries.len(),
            searched - fitted
        );
    }
    Ok(())
}

fn shown<V: Copy>(matrix: &CsrMatrix<V>) -> String {
    format!(
        "{} x {}, {} stored",
        matrix.rows(),
        matrix.columns(),
        matrix.stored()
    )
}

/// User and system time of all threads, by nanoseconds.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let mut nanoseconds = 0.0;
    for task in fs::read_dir("/proc/self/task")? {
        let stat = fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += stat.split(' ').next().unwrap_or_default().parse::<f64>()?;
    }
    Ok(nanoseconds / 1e9)
}

fn peak_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("no VmHWM")?;
    Ok(kilobytes.parse::<f64>()? / 1024.0)
}
