//! `wirecopy check`: reads, checks, prints.

use std::io::{self, Write};
use std::path::PathBuf;

use rayon::ThreadPoolBuilder;
use wirecopy::{CheckOptions, Report};

use crate::failure::{Failure, Finding};
use crate::flags::{CheckFormat, CheckPlan};
use crate::notices::Notices;
use crate::output;
use crate::progress::Display;
use crate::table;
use crate::terminal::Terminal;

/// Runs the plan.
pub(crate) fn run(plan: &CheckPlan) -> Result<Finding, Failure> {
    let report = report(plan)?;
    let notices = Notices {
        skipped: &report.skipped,
        repaired: &report.repaired,
        checked: report.articles,
    };
    if report.articles == 0 {
        notices.tell();
        notices.tell_summary();
        return Err(Failure::NothingToCheck);
    }
    output::to_stdout(|out| print(out, &report, plan.format, plan.terminal))?;
    notices.tell();
    match notices.summary() {
        Some(skipped) if plan.strict => Err(Failure::Strict { skipped }),
        _ => {
            notices.tell_summary();
            Ok(Finding::new(plan.exit_code, !report.pairs.is_empty()))
        }
    }
}

/// Reads the articles and checks them on as many threads as the plan says.
fn report(plan: &CheckPlan) -> Result<Report, Failure> {
    let threads = plan.threads;
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| Failure::Threads { threads, source })?;
    pool.install(|| read_and_check(&plan.paths))
}

fn read_and_check(paths: &[PathBuf]) -> Result<Report, Failure> {
    let input = wirecopy::read::read_paths(paths)?;
    let display = Display::new();
    let progress = |stage, done, total| display.report(stage, done, total);
    let report = wirecopy::check_input(&input, &CheckOptions::default(), &progress);
    display.clear();
    Ok(report?)
}

fn print(
    out: &mut impl Write,
    report: &Report,
    format: CheckFormat,
    terminal: Terminal,
) -> io::Result<()> {
    match format {
        CheckFormat::Table => table::write(out, report, terminal),
        CheckFormat::Json => {
            report.to_json(&mut *out).map_err(writing_error)?;
            writeln!(out)
        }
        CheckFormat::Jsonl => report.pairs.iter().try_for_each(|pair| {
            serde_json::to_writer(&mut *out, pair)?;
            writeln!(out)
        }),
    }
}

/// Finds the writer's error in that of the report: a closed pipe has to be told from a full disk.
fn writing_error(error: wirecopy::Error) -> io::Error {
    match error {
        wirecopy::Error::Write(source) => source,
        other => io::Error::other(other),
    }
}
