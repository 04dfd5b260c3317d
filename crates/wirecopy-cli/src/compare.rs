//! `wirecopy compare`: two articles, side by side in one column.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;
use wirecopy::read::{Input, ReadOptions};
use wirecopy::{Article, CheckOptions, Comparison, Direction, Known, Passage, PassageForm};

use crate::clean;
use crate::explaining;
use crate::failure::{Failure, Finding};
use crate::figures::{counted, percent};
use crate::flags::{CompareFormat, is_standard_input};
use crate::furniture;
use crate::marking;
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::ComparePlan;
use crate::positions::Lines;
use crate::progress::Display;
use crate::table;
use crate::terminal::{Ink, Terminal};

/// Before everything that belongs to a passage.
const INDENT: usize = 3;

/// One of the two: what the user called it, and what it says.
#[derive(Debug)]
struct Side {
    name: String,
    article: Article<'static>,
}

/// Runs the plan.
pub(crate) fn run(plan: &ComparePlan) -> Result<Finding, Failure> {
    let a = side(&plan.a, &plan.reading)?;
    let b = side(&plan.b, &plan.reading)?;
    let known = furniture::open(plan.furniture.as_deref())?;
    let display = Display::new();
    let comparison = wirecopy::compare_with(
        &a.article,
        &b.article,
        Known::new().with_furniture(known.as_ref()),
        &CheckOptions::default(),
        &|stage, done, total| display.report(stage, done, total),
    );
    display.clear();
    let comparison = comparison?;
    Target::StandardOutput.write(|mut out| match plan.format {
        CompareFormat::Table => write(&mut out, &a, &b, &comparison, plan.terminal),
        CompareFormat::Explain => {
            let mut explanation = comparison.explanation();
            (explanation.a, explanation.b) = (a.name.clone(), b.name.clone());
            explaining::write(&mut out, &explanation, plan.terminal)
        }
        CompareFormat::Json => write_json(&mut out, &a, &b, &comparison),
    })?;
    Ok(Finding::new(plan.exit_code, comparison.relation.is_some()))
}

/// Reads the one article that a path names.
fn side(path: &Path, options: &ReadOptions) -> Result<Side, Failure> {
    let Input {
        mut articles,
        skipped,
        repaired,
        ..
    } = wirecopy::read::read_paths(std::slice::from_ref(&path.to_owned()), options)?;
    let found = articles.len() as u64;
    Notices {
        skipped: &skipped,
        repaired: &repaired,
        warnings: &[],
        checked: found,
    }
    .tell();
    match articles.pop() {
        Some(article) if found == 1 => Ok(Side {
            name: displayed(path),
            article,
        }),
        _ => Err(Failure::NotOneArticle {
            path: path.to_owned(),
            found,
        }),
    }
}

fn displayed(path: &Path) -> String {
    if is_standard_input(path) {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    }
}

/// Writes the comparison as the JSON object that `check` gives for a pair, the two called by their paths.
fn write_json(out: &mut impl Write, a: &Side, b: &Side, comparison: &Comparison) -> io::Result<()> {
    let mut object = Map::new();
    object.insert("a".to_owned(), Value::from(a.name.as_str()));
    object.insert("b".to_owned(), Value::from(b.name.as_str()));
    if let Value::Object(fields) = serde_json::to_value(comparison)? {
        object.extend(fields);
    }
    serde_json::to_writer(&mut *out, &object)?;
    writeln!(out)
}

fn write(
    out: &mut impl Write,
    a: &Side,
    b: &Side,
    comparison: &Comparison,
    terminal: Terminal,
) -> io::Result<()> {
    write_sides(out, a, b, comparison, terminal)?;
    writeln!(out)?;
    write_relation(out, comparison, terminal)?;
    let lines = (Lines::of(&a.article.text), Lines::of(&b.article.text));
    for (position, passage) in comparison.passages.iter().enumerate() {
        writeln!(out)?;
        write_passage(out, position + 1, passage, (&lines.0, &lines.1), terminal)?;
    }
    Ok(())
}

/// Writes what each is called and how much of it stands in the other.
fn write_sides(
    out: &mut impl Write,
    a: &Side,
    b: &Side,
    comparison: &Comparison,
    terminal: Terminal,
) -> io::Result<()> {
    let sides = [
        (
            "a",
            a,
            percent(comparison.share_of_a),
            "of its words stand in b",
        ),
        (
            "b",
            b,
            percent(comparison.share_of_b),
            "of its words stand in a",
        ),
    ];
    let names = sides
        .each_ref()
        .map(|(_, side, ..)| clean::name(&side.name));
    let shares = sides
        .each_ref()
        .map(|(_, _, share, words)| format!("  {share:>3} % {words}"));
    let room = terminal
        .width
        .saturating_sub(INDENT + shares[0].len())
        .max(8);
    let width = names
        .iter()
        .map(|name| name.width())
        .max()
        .unwrap_or_default()
        .min(room);
    for ((letter, ..), (name, share)) in sides.iter().zip(names.iter().zip(&shares)) {
        let name = clean::shorten_middle(name, width);
        let padding = width.saturating_sub(name.width());
        writeln!(
            out,
            "{letter:INDENT$}{}{:padding$}{share}",
            terminal.paint(Ink::Bold, &name),
            ""
        )?;
    }
    Ok(())
}

fn write_relation(
    out: &mut impl Write,
    comparison: &Comparison,
    terminal: Terminal,
) -> io::Result<()> {
    let relation = comparison
        .relation
        .map_or("no relation", |relation| relation.as_str());
    write!(out, "{}", terminal.paint(Ink::Bold, relation))?;
    if comparison.longest_run > 0 {
        write!(
            out,
            ": longest run {}, {} % of the shared words quoted",
            counted(comparison.longest_run, "word", "words"),
            percent(comparison.quotation_part),
        )?;
    }
    match comparison.direction {
        Direction::AToB => write!(out, ", earlier in a")?,
        Direction::BToA => write!(out, ", earlier in b")?,
        _ => {}
    }
    writeln!(out)?;
    for reason in &comparison.reasons {
        writeln!(out, "{:INDENT$}{}", "", clean::name(reason))?;
    }
    if let Some(revision) = &comparison.revision {
        writeln!(out, "{:INDENT$}{}", "", table::revised(revision))?;
    }
    Ok(())
}

fn write_passage(
    out: &mut impl Write,
    number: usize,
    passage: &Passage,
    (lines_of_a, lines_of_b): (&Lines, &Lines),
    terminal: Terminal,
) -> io::Result<()> {
    write!(
        out,
        "{} {}, {}",
        terminal.paint(Ink::Bold, format_args!("{number}.")),
        passage.kind.as_str(),
        counted(passage.words, "word", "words")
    )?;
    match (passage.form, passage.edits.len() as u64) {
        (PassageForm::Paraphrased, _) => write!(out, ", paraphrased")?,
        (_, 0) => write!(out, ", word for word")?,
        (_, edits) => write!(out, ", {}", counted(edits, "edit", "edits"))?,
    }
    let moved = if passage.reordered {
        ", elsewhere in b"
    } else {
        ""
    };
    writeln!(out, "{moved}")?;
    let places = [
        ("a", lines_of_a, passage.a_start, passage.a_end),
        ("b", lines_of_b, passage.b_start, passage.b_end),
    ];
    for (letter, lines, start, end) in places {
        let place = format!(
            "{:INDENT$}{letter} {} to {}, characters {start}..{end}",
            "",
            lines.position(start),
            lines.position(end)
        );
        writeln!(out, "{}", terminal.paint(Ink::Dim, place))?;
    }
    marking::write(out, &marking::pieces(passage), INDENT, terminal)
}
