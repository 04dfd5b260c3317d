//! Runs a check and prints, as one JSON object, what each stage cost: `cargo run --release --example stages -- PATH…`.
//!
//! CPU seconds (all threads, 0.01 s resolution) and peak memory come from `/proc`, so this runs on Linux only.
//! `benchmarks/bench_check.py` calls it.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use serde_json::{Map, Value, json};
use wirecopy::{CheckOptions, Stage, check_with_progress, read};

/// User-space ticks of `/proc/self/stat` in a second; 100 on every Linux that this can run on.
const TICKS: f64 = 100.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let paths: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let mut costs = Map::new();
    let input = read::read_paths(&paths, &read::ReadOptions::default())?;
    let mut clock = Clock::default();
    clock.lap("read", &mut costs)?;

    let silence = Mutex::new((Instant::now(), (0.0, "start")));
    let running = Mutex::new((None::<Stage>, clock, costs));
    let candidates = AtomicU64::new(0);
    let report = check_with_progress(
        &input.articles,
        &CheckOptions::default(),
        &|stage, _, all| {
            if stage == Stage::Align {
                candidates.fetch_max(all, Ordering::Relaxed);
            }
            let mut silence = silence
                .lock()
                .expect("no thread panics while it holds the clock");
            let waited = silence.0.elapsed().as_secs_f64();
            if waited > silence.1.0 {
                silence.1 = (waited, name(stage));
            }
            silence.0 = Instant::now();
            drop(silence);
            let mut running = running
                .lock()
                .expect("no thread panics while it holds the clock");
            let (current, clock, costs) = &mut *running;
            if *current != Some(stage) {
                let ended = current.replace(stage).map_or("start", name);
                if clock.lap(ended, costs).is_err() {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        },
    )?;
    let (seconds, heard_in) = silence.into_inner()?.1;
    let (last, mut clock, mut costs) = running.into_inner()?;
    clock.lap(last.map_or("start", name), &mut costs)?;
    report.to_json(std::io::sink())?;
    clock.lap("write", &mut costs)?;

    let mut relations: Map<String, Value> = Map::new();
    for pair in &report.pairs {
        let count = relations.entry(pair.relation.as_str()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap_or(0) + 1);
    }
    let before: f64 = costs
        .iter()
        .take_while(|(stage, _)| *stage != "align")
        .filter_map(|(_, s)| s.as_f64())
        .sum();
    let all: f64 = costs.values().filter_map(Value::as_f64).sum();
    let result = json!({
        "articles": report.articles,
        "cpu_seconds": costs,
        "cpu_before_alignment": before,
        "cpu_total": all,
        "candidates": candidates.into_inner(),
        // A stop is heard at the next call of the progress callback: this is the longest that it can take.
        "longest_silence": { "seconds": seconds, "before_a_call_in": heard_in },
        "peak_megabytes": status("VmHWM:")? / 1000.0,
        "pairs": relations,
        "furniture": report.furniture,
    });
    serde_json::to_writer(std::io::stdout().lock(), &result)?;
    Ok(())
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Analyse => "analyse",
        Stage::NearDuplicates => "near_duplicates",
        Stage::Furniture => "furniture",
        Stage::Candidates => "candidates",
        Stage::Weigh => "weigh",
        Stage::Stories => "stories",
        _ => "align",
    }
}

/// CPU seconds of this process since the last lap.
#[derive(Debug, Default)]
struct Clock {
    last: f64,
}

impl Clock {
    fn lap(
        &mut self,
        stage: &str,
        costs: &mut Map<String, Value>,
    ) -> Result<(), Box<dyn std::error::Error>> {
        let stat = std::fs::read_to_string("/proc/self/stat")?;
        // The second field, the name of the program, stands in brackets and may hold spaces.
        let fields: Vec<&str> = stat
            .rsplit(") ")
            .next()
            .unwrap_or_default()
            .split(' ')
            .collect();
        let ticks: f64 = fields
            .get(11..13)
            .ok_or("unknown /proc/self/stat")?
            .iter()
            .flat_map(|f| f.parse::<f64>())
            .sum();
        let now = ticks / TICKS;
        let so_far = costs.get(stage).and_then(Value::as_f64).unwrap_or(0.0);
        costs.insert(
            stage.to_owned(),
            json!(((so_far + now - self.last) * 100.0).round() / 100.0),
        );
        self.last = now;
        Ok(())
    }
}

fn status(field: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(field))
        .ok_or("no such field")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
