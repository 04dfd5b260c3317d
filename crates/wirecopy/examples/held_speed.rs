//! What a single article costs against a collection that is held in memory, as one JSON object:
//! `cargo run --release --example held_speed -- PATH…`.
//!
//! Takes up all articles but 300, spread over the input, and checks each of these against the others (`held_out`). Then
//! other versions of two thousand of those held, which are their texts with a remark before them: the 50 of these with the
//! most partners (`most_copied`). Then each of the 300 is added. CPU time and peak memory come from `/proc`, so this runs on Linux
//! only. `benchmarks/bench_check.py` calls it.

use std::cmp::Reverse;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;

use serde_json::{Map, Value, json};
use wirecopy::{Article, CheckOptions, Holdings, Stage, read};

const HELD_OUT: usize = 300;
const MOST_COPIED: usize = 50;

/// How many of the held articles are looked at for the most copied ones.
const LOOKED_AT: usize = 2_000;

/// How often each is checked: the first time, other memory is warm.
const ROUNDS: u32 = 3;

/// What runs between two checks.
const BETWEEN: &str = "";

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut articles = read::read_paths(&paths, &read::ReadOptions::default())?.articles;
    let step = (articles.len() / HELD_OUT).max(1);
    let mut held_out = Vec::new();
    for place in (0..articles.len()).step_by(step).take(HELD_OUT).rev() {
        held_out.push(articles.swap_remove(place));
    }

    let (before, megabytes) = (milliseconds()?, status("VmRSS:")?);
    let mut held = Holdings::new(articles.clone())?;
    let take_up = (milliseconds()? - before) / 1000.0;
    let megabytes = status("VmRSS:")? - megabytes;
    let most_copied = most_copied(&held, &articles)?;

    let mut result = json!({
        "held": held.len(),
        "take_up": take_up,
        "megabytes": megabytes,
        "held_out": cost(&held, &held_out)?,
        "most_copied": cost(&held, &most_copied)?,
        "peak_megabytes": status("VmHWM:")?,
    });
    let mut added = Vec::new();
    for article in held_out {
        let before = milliseconds()?;
        held.add(vec![article])?;
        added.push(milliseconds()? - before);
    }
    result["add"] = spread(added);
    serde_json::to_writer(std::io::stdout().lock(), &result)?;
    Ok(())
}

/// Other versions of held articles: those that have the most partners.
fn most_copied(
    held: &Holdings<'_>,
    articles: &[Article<'static>],
) -> Result<Vec<Article<'static>>, Failure> {
    let step = (articles.len() / LOOKED_AT).max(1);
    let mut found = Vec::new();
    for article in articles.iter().step_by(step) {
        let version = Article {
            text: format!("We have learnt what follows here. {}", article.text).into(),
            id: format!("version of {}", article.id).into(),
            ..article.clone()
        };
        let report = held.check(std::slice::from_ref(&version), &CheckOptions::default())?;
        found.push((Reverse(report.pairs.len()), version));
    }
    found.sort_by_key(|&(pairs, _)| pairs);
    Ok(found
        .into_iter()
        .take(MOST_COPIED)
        .map(|(_, version)| version)
        .collect())
}

/// CPU milliseconds of a check, how they are spread, how many go into which step, and how many pairs are found in all.
fn cost(held: &Holdings<'_>, articles: &[Article<'_>]) -> Result<Value, Failure> {
    let options = CheckOptions::default();
    let (mut costs, mut pairs) = (Vec::new(), 0);
    for article in articles {
        let article = std::slice::from_ref(article);
        held.check(article, &options)?;
        let before = milliseconds()?;
        for _ in 0..ROUNDS {
            held.check(article, &options)?;
        }
        costs.push((milliseconds()? - before) / f64::from(ROUNDS));
        pairs += held.check(article, &options)?.pairs.len();
    }
    let steps = Mutex::new(Steps {
        running: BETWEEN,
        since: milliseconds()?,
        costs: Map::new(),
    });
    for article in articles {
        let listen = |stage: Stage, _: u64, _: u64| {
            let mut steps = steps.lock().expect("no thread panics while it holds it");
            match steps.enter(stage.as_str()) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        held.check_with_progress(std::slice::from_ref(article), &options, &listen)?;
        steps
            .lock()
            .map_err(|error| error.to_string())?
            .enter(BETWEEN)?;
    }
    let mut steps = steps.into_inner()?.costs;
    steps.retain(|step, _| step != BETWEEN);
    for (_, cost) in &mut steps {
        *cost = json!(cost.as_f64().unwrap_or(0.0) / articles.len() as f64);
    }
    let mut result = spread(costs);
    result["pairs"] = json!(pairs);
    result["steps"] = json!(steps);
    Ok(result)
}

/// What the steps of a check cost, in milliseconds.
struct Steps {
    running: &'static str,
    since: f64,
    costs: Map<String, Value>,
}

impl Steps {
    fn enter(&mut self, step: &'static str) -> Result<(), Failure> {
        if step != self.running {
            let now = milliseconds()?;
            let so_far = self.costs.get(self.running).and_then(Value::as_f64);
            let cost = so_far.unwrap_or(0.0) + now - self.since;
            self.costs.insert(self.running.to_owned(), json!(cost));
            (self.running, self.since) = (step, now);
        }
        Ok(())
    }
}

fn spread(mut costs: Vec<f64>) -> Value {
    costs.sort_by(f64::total_cmp);
    json!({
        "articles": costs.len(),
        "median": costs[costs.len() / 2],
        "p95": costs[costs.len() * 95 / 100],
        "worst": costs[costs.len() - 1],
    })
}

/// CPU milliseconds of this process so far, as exactly as the scheduler knows them.
fn milliseconds() -> Result<f64, Failure> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir("/proc/self/task")? {
        let spent = std::fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += spent.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(nanoseconds as f64 / 1e6)
}

/// A figure of `/proc/self/status` in megabytes.
fn status(field: &str) -> Result<f64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kilobytes = line.ok_or("no such field in /proc/self/status")?;
    Ok(kilobytes.trim().trim_end_matches(" kB").parse::<f64>()? / 1000.0)
}
