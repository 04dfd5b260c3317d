//! Counting words with vtext 0.2.0 and with us, in one process and on one thread: CPU seconds, medians of five.
//!
//! `bench_vtext.py` feeds it: texts as JSON strings, one a line, on standard input.

use std::error::Error;
use std::fs;
use std::io;

use vtext::tokenize::RegexpTokenizer;
use vtext::vectorize::{CountVectorizerParams, HashingVectorizerParams};
use wirecopy_tfidf::{CountVectorizer, HashingVectorizer};

const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let texts = io::stdin()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<Vec<String>, Box<dyn Error>>>()?;
    // Two letters and more, in lower case: the default of both.
    let tokenizer = RegexpTokenizer::default();
    let vtext_counts = || -> Result<usize, Box<dyn Error>> {
        let mut counter = CountVectorizerParams::default()
            .tokenizer(tokenizer.clone())
            .build()
            .map_err(|error| format!("{error:?}"))?;
        Ok(counter.fit_transform(&texts).nnz())
    };
    let our_counts = || -> Result<usize, Box<dyn Error>> {
        Ok(CountVectorizer::new().fit_transform(&texts)?.1.data().len())
    };
    let vtext_hashes = || -> Result<usize, Box<dyn Error>> {
        let hasher = HashingVectorizerParams::default()
            .tokenizer(tokenizer.clone())
            .build()
            .map_err(|error| format!("{error:?}"))?;
        Ok(hasher.fit_transform(&texts).nnz())
    };
    let our_hashes = || -> Result<usize, Box<dyn Error>> {
        Ok(HashingVectorizer::new().transform(&texts)?.data().len())
    };
    println!("{} texts", texts.len());
    show("counts", &vtext_counts, &our_counts)?;
    show("hashed", &vtext_hashes, &our_hashes)
}

type Count<'c> = &'c dyn Fn() -> Result<usize, Box<dyn Error>>;

/// Prints the medians of runs that take turns.
fn show(what: &str, vtext: Count<'_>, ours: Count<'_>) -> Result<(), Box<dyn Error>> {
    let (mut of_vtext, mut of_ours) = (Vec::new(), Vec::new());
    let mut entries = (0, 0);
    for _ in 0..RUNS {
        entries = (timed(vtext, &mut of_vtext)?, timed(ours, &mut of_ours)?);
    }
    let (vtext, ours) = (median(of_vtext), median(of_ours));
    println!(
        "{what}: vtext {vtext:.3} s ({} entries), ours {ours:.3} s ({} entries), {:.2} times as fast",
        entries.0,
        entries.1,
        vtext / ours
    );
    Ok(())
}

fn timed(count: Count<'_>, seconds: &mut Vec<f64>) -> Result<usize, Box<dyn Error>> {
    let start = cpu_seconds()?;
    let entries = count()?;
    seconds.push(cpu_seconds()? - start);
    Ok(entries)
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// The user and system time of this process, in ticks of a hundredth of a second.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let behind_name = stat.rsplit_once(')').ok_or("no name in /proc/self/stat")?.1;
    let mut fields = behind_name.split_whitespace().skip(11);
    let mut ticks = || -> Result<f64, Box<dyn Error>> {
        Ok(fields.next().ok_or("a field is missing")?.parse::<f64>()?)
    };
    Ok((ticks()? + ticks()?) / 100.0)
}
