//! `wirecopy similar`: the articles whose words are most like those of each.

use std::io::{self, Write};

use clap::ValueEnum;
use rayon::ThreadPoolBuilder;
use serde_json::{Value, json};
use wirecopy::NeighbourOptions;
use wirecopy::read::Input;
use wirecopy::similarity::Neighbours;

use crate::clean;
use crate::failure::{Failure, Finding};
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::SimilarPlan;
use crate::progress::Display;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum SimilarFormat {
    /// An id, a score and the neighbour's id on each line, tabs between.
    #[default]
    Table,
    /// One document.
    Json,
    /// An object for each neighbour.
    Jsonl,
    /// The columns of the table under a head, between commas.
    Csv,
}

/// Runs the plan.
pub(crate) fn run(plan: SimilarPlan) -> Result<Finding, Failure> {
    let target = match &plan.output {
        None => Target::StandardOutput,
        Some(path) => Target::file(path, plan.force, &plan.paths)?,
    };
    let options = NeighbourOptions::default()
        .with_analyzer(plan.analyzing.into_analyzer()?)
        .with_count(plan.count)
        .with_min_score(plan.min_score);
    // Before anything is read: a fault of the flags is told at once.
    options.analyzer().build()?;
    let threads = plan.threads;
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| Failure::Threads { threads, source })?;
    let (input, found) = pool.install(|| {
        let display = Display::new();
        let progress = |stage, done, total| display.report(stage, done, total);
        let found = wirecopy::read::read_paths_with_progress(&plan.paths, &plan.reading, &progress)
            .and_then(|input| {
                let found = wirecopy::neighbours(&input.articles, &options, &progress)?;
                Ok((input, found))
            });
        display.clear();
        found
    })?;
    let notices = Notices {
        skipped: &input.skipped,
        repaired: &input.repaired,
        warnings: &[],
        checked: input.articles.len() as u64,
    };
    if input.articles.is_empty() {
        notices.tell();
        notices.tell_summary();
        return Err(Failure::NothingToCheck);
    }
    target.write(|out| write(out, &input, &found, plan.format))?;
    notices.tell();
    match notices.summary() {
        Some(skipped) if plan.strict => Err(Failure::Strict { skipped }),
        _ => {
            notices.tell_summary();
            Ok(Finding::Ran)
        }
    }
}

fn write(
    out: &mut dyn Write,
    input: &Input,
    found: &Neighbours,
    format: SimilarFormat,
) -> io::Result<()> {
    match format {
        SimilarFormat::Table => for_each(input, found, |id, score, neighbour| {
            let (id, neighbour) = (clean::name(id), clean::name(neighbour));
            writeln!(out, "{id}\t{score:.4}\t{neighbour}")
        }),
        SimilarFormat::Csv => {
            writeln!(out, "id,score,neighbour")?;
            for_each(input, found, |id, score, neighbour| {
                writeln!(out, "{},{score},{}", quoted(id), quoted(neighbour))
            })
        }
        SimilarFormat::Jsonl => for_each(input, found, |id, score, neighbour| {
            writeln!(out, "{}", object(id, score, neighbour))
        }),
        SimilarFormat::Json => {
            let mut neighbours = Vec::new();
            for_each(input, found, |id, score, neighbour| {
                neighbours.push(object(id, score, neighbour));
                Ok(())
            })?;
            let document = json!({
                "articles": input.articles.len(),
                "skipped": input.skipped,
                "neighbours": neighbours,
            });
            writeln!(out, "{document}")
        }
    }
}

fn object(id: &str, score: f64, neighbour: &str) -> Value {
    json!({"id": id, "neighbour": neighbour, "score": score})
}

/// Calls `line` with each article, a score, and the neighbour that has it; the nearest first.
fn for_each(
    input: &Input,
    found: &Neighbours,
    mut line: impl FnMut(&str, f64, &str) -> io::Result<()>,
) -> io::Result<()> {
    for (row, article) in input.articles.iter().enumerate() {
        let (rows, scores) = found.get(row);
        for (&neighbour, &score) in rows.iter().zip(scores) {
            line(&article.id, score, &input.articles[neighbour as usize].id)?;
        }
    }
    Ok(())
}

/// A field of a table as RFC 4180 has it.
pub(crate) fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) || field.trim() != field {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_quoted_when_it_has_to_be() {
        for (field, expected) in [
            ("mill", "mill"),
            ("mill, old", "\"mill, old\""),
            ("the \"mill\"", "\"the \"\"mill\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            (" mill", "\" mill\""),
        ] {
            assert_eq!(quoted(field), expected);
        }
    }
}
