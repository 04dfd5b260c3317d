//! `wirecopy check`: reads, checks, prints.

use std::io::{self, Write};

use rayon::ThreadPoolBuilder;
use wirecopy::read::{Input, read_paths_with_progress};
use wirecopy::{Article, FurnitureTable, Progress, Report};

use crate::explaining;
use crate::failure::{Failure, Finding};
use crate::flags::CheckFormat;
use crate::furniture;
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::CheckPlan;
use crate::progress::Display;
use crate::table::{self, Found};

/// What was found, and how much of it there was before a part was chosen.
#[derive(Debug)]
struct Outcome {
    report: Report,
    found: Found,
    /// The furniture of the articles, where it is to be saved.
    learnt: Option<FurnitureTable>,
}

/// Runs the plan.
pub(crate) fn run(plan: &CheckPlan) -> Result<Finding, Failure> {
    let target = match &plan.output {
        None => Target::StandardOutput,
        Some(path) => Target::file(path, plan.force, &[&plan.paths[..], &plan.against].concat())?,
    };
    let known = furniture::open(plan.furniture.as_deref())?;
    let inputs = [&plan.paths[..], &plan.against].concat();
    let to_save = (plan.save_furniture.as_deref())
        .map(|path| Target::file(path, plan.force, &inputs))
        .transpose()?;
    let Outcome {
        report,
        found,
        learnt,
    } = outcome(plan, known.as_ref())?;
    let notices = Notices {
        skipped: &report.skipped,
        repaired: &report.repaired,
        warnings: &report.warnings,
        checked: report.articles,
    };
    if report.articles == 0 {
        notices.tell();
        notices.tell_summary();
        return Err(Failure::NothingToCheck);
    }
    target.write(|mut out| match plan.format {
        CheckFormat::Table => table::write(&mut out, &report, found, plan.terminal),
        CheckFormat::Explain => explaining::write_report(&mut out, &report, found, plan.terminal),
        CheckFormat::Json => write_json(&mut out, &report),
        CheckFormat::Jsonl => write_json_lines(&mut out, &report),
    })?;
    if let (Some(learnt), Some(target)) = (&learnt, &to_save) {
        furniture::write(learnt, target)?;
    }
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
fn outcome(plan: &CheckPlan, known: Option<&FurnitureTable>) -> Result<Outcome, Failure> {
    let threads = plan.threads;
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| Failure::Threads { threads, source })?;
    pool.install(|| read_and_check(plan, known))
}

fn read_and_check(plan: &CheckPlan, known: Option<&FurnitureTable>) -> Result<Outcome, Failure> {
    let display = Display::new();
    let progress = |stage, done, total| display.report(stage, done, total);
    let read = |paths| read_paths_with_progress(paths, &plan.reading, &progress);
    let checked = read(&plan.paths).and_then(|input| {
        let old = match plan.against.as_slice() {
            [] => Input::default(),
            paths => read(paths)?,
        };
        let report = wirecopy::check_input(&input, &old, known, &plan.options, &progress)?;
        let learnt = (plan.save_furniture.as_ref())
            .map(|_| learnt(&input, &old, known, &progress))
            .transpose()?;
        Ok((input, report, learnt))
    });
    display.clear();
    let (input, mut report, learnt) = checked?;
    let found = Found::of(&report.pairs);
    plan.selection.apply(&mut report, &input.articles);
    Ok(Outcome {
        report,
        found,
        learnt,
    })
}

/// The furniture of all articles, and what was known of it before.
fn learnt(
    input: &Input,
    old: &Input,
    known: Option<&FurnitureTable>,
    progress: Progress<'_>,
) -> Result<FurnitureTable, wirecopy::Error> {
    let all: Vec<Article<'_>> = (input.articles.iter().chain(&old.articles))
        .map(Article::borrowed)
        .collect();
    let learnt = FurnitureTable::learn(&all, progress)?;
    match known {
        Some(known) => learnt.union(known),
        None => Ok(learnt),
    }
}

fn write_json(out: &mut impl Write, report: &Report) -> io::Result<()> {
    report.to_json(&mut *out).map_err(writing_error)?;
    writeln!(out)
}

fn write_json_lines(out: &mut impl Write, report: &Report) -> io::Result<()> {
    report.pairs.iter().try_for_each(|pair| {
        serde_json::to_writer(&mut *out, pair)?;
        writeln!(out)
    })
}

/// Finds the writer's error in that of the report: a closed pipe has to be told from a full disk.
fn writing_error(error: wirecopy::Error) -> io::Error {
    match error {
        wirecopy::Error::Write(source) => source,
        other => io::Error::other(other),
    }
}
