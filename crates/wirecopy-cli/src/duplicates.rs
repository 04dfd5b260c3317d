//! `wirecopy duplicates`: which articles are nearly the same, and which of them to keep.

use std::io::{self, Write};

use clap::ValueEnum;
use rayon::ThreadPoolBuilder;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;
use wirecopy::Duplicates;
use wirecopy::neardup::{self, NearDuplicateOptions};
use wirecopy::read::Input;

use crate::clean;
use crate::failure::{Failure, Finding};
use crate::figures::{counted, grouped, percent};
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::DuplicatesPlan;
use crate::progress::Display;
use crate::similar::quoted;
use crate::terminal::{Ink, Terminal};

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum DuplicatesFormat {
    /// For people: each article to keep, and below it those like it.
    #[default]
    Table,
    /// One document, with the pairs and the links too.
    Json,
    /// An object for each article to drop.
    Jsonl,
    /// Its columns under a head, between commas.
    Csv,
}

/// How similarity is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Measure {
    #[default]
    Jaccard,
    Dice,
    Containment,
}

/// How pairs are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Method {
    #[default]
    Exact,
    Minhash,
    Simhash,
}

impl From<Measure> for neardup::Measure {
    fn from(measure: Measure) -> Self {
        match measure {
            Measure::Jaccard => Self::Jaccard,
            Measure::Dice => Self::Dice,
            Measure::Containment => Self::Containment,
        }
    }
}

impl From<Method> for neardup::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Exact => Self::Exact,
            Method::Minhash => Self::min_hash(),
            Method::Simhash => Self::sim_hash(),
        }
    }
}

/// Runs the plan.
pub(crate) fn run(plan: DuplicatesPlan) -> Result<Finding, Failure> {
    let to_file = |path| Target::file(path, plan.force, &plan.paths);
    let target = match &plan.output {
        None => Target::StandardOutput,
        Some(path) => to_file(path)?,
    };
    let keep = plan.keep.as_deref().map(to_file).transpose()?;
    let options = NearDuplicateOptions::new(plan.threshold.value())
        .with_measure(plan.measure.into())
        .with_method(plan.method.into())
        .with_verify(plan.verify)
        .with_shingle(plan.shingle.get())
        .with_analyzer(plan.analyzing.into_analyzer()?);
    // Before anything is read: a fault of the flags is told at once.
    options.analyzer().build()?;
    options.check().map_err(wirecopy::Error::from)?;
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
                let any = !input.articles.is_empty();
                let found = any.then(|| wirecopy::duplicates(&input.articles, &options, &progress));
                Ok((input, found.transpose()?))
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
    let Some(found) = found else {
        notices.tell();
        notices.tell_summary();
        return Err(Failure::NothingToCheck);
    };
    let shown = Shown {
        input: &input,
        found: &found,
    };
    target.write(|out| match plan.format {
        DuplicatesFormat::Table => shown.write_table(out, plan.terminal),
        DuplicatesFormat::Json => writeln!(out, "{}", shown.document()),
        DuplicatesFormat::Jsonl => shown.for_each(|id, score, kept| {
            writeln!(out, "{}", json!({"id": id, "kept": kept, "score": score}))
        }),
        DuplicatesFormat::Csv => {
            writeln!(out, "id,score,kept")?;
            shown.for_each(|id, score, kept| {
                writeln!(out, "{},{score},{}", quoted(id), quoted(kept))
            })
        }
    })?;
    if let Some(keep) = keep {
        let kept = found.clusters.kept();
        keep.write(|out| {
            kept.iter()
                .try_for_each(|&text| writeln!(out, "{}", clean::name(shown.id(text))))
        })?;
    }
    notices.tell();
    match notices.summary() {
        Some(skipped) if plan.strict => Err(Failure::Strict { skipped }),
        _ => {
            notices.tell_summary();
            let any = !found.clusters.is_empty();
            Ok(Finding::new(plan.exit_code, any))
        }
    }
}

/// What was found, with the names of the articles.
struct Shown<'r> {
    input: &'r Input,
    found: &'r Duplicates,
}

impl Shown<'_> {
    fn id(&self, text: u32) -> &str {
        &self.input.articles[text as usize].id
    }

    /// Calls `line` with each article to drop, its similarity to the one that is kept for it, and that one.
    fn for_each(&self, mut line: impl FnMut(&str, f64, &str) -> io::Result<()>) -> io::Result<()> {
        for cluster in self.found.clusters.iter() {
            let kept = self.id(cluster.representative());
            for member in &cluster.members()[1..] {
                line(self.id(member.text), member.score, kept)?;
            }
        }
        Ok(())
    }

    fn document(&self) -> Value {
        let Duplicates { pairs, clusters } = self.found;
        let ids = |texts: &[u32]| texts.iter().map(|&text| self.id(text)).collect::<Vec<_>>();
        let pair = |pair: &neardup::SimilarPair| json!({"a": self.id(pair.a), "b": self.id(pair.b), "score": pair.score});
        let listed = clusters.iter().map(|cluster| {
            let others = cluster.members()[1..].iter();
            let others = others.map(|one| json!({"id": self.id(one.text), "score": one.score}));
            json!({"kept": self.id(cluster.representative()), "dropped": others.collect::<Vec<_>>()})
        });
        let links = clusters.links().iter().map(|link| {
            let [a, b] = [link.a, link.b].map(|number| clusters.get(number).representative());
            json!({"a": self.id(a), "b": self.id(b), "pairs": link.pairs, "strongest": pair(&link.strongest)})
        });
        json!({
            "articles": self.input.articles.len(),
            "skipped": self.input.skipped,
            "repaired": self.input.repaired,
            "parameters": pairs.options(),
            "pairs": pairs.pairs().iter().map(pair).collect::<Vec<_>>(),
            "equal": pairs.groups().iter().map(ids).collect::<Vec<_>>(),
            "clusters": listed.collect::<Vec<_>>(),
            "links": links.collect::<Vec<_>>(),
        })
    }

    fn write_table(&self, out: &mut dyn Write, terminal: Terminal) -> io::Result<()> {
        writeln!(out, "{}", terminal.paint(Ink::Bold, self.summary()))?;
        for cluster in self.found.clusters.iter() {
            // One that a link alone leads to has nothing below it.
            if cluster.members().len() > 1 {
                let kept = self.name(cluster.representative(), terminal);
                writeln!(out, "\nkeep  {}", terminal.paint(Ink::Bold, kept))?;
                for member in &cluster.members()[1..] {
                    let share = percent(member.score);
                    writeln!(out, "{share:>3}%  {}", self.name(member.text, terminal))?;
                }
            }
        }
        let links = self.found.clusters.links();
        if !links.is_empty() {
            let head = "Alike, but kept apart: not all are like the one that is kept";
            writeln!(out, "\n{}", terminal.paint(Ink::Bold, head))?;
        }
        for link in links {
            let (a, b) = (link.strongest.a, link.strongest.b);
            let half = Terminal {
                width: terminal.width / 2 + COLUMN,
                ..terminal
            };
            let share = percent(link.strongest.score);
            let (a, b) = (self.name(a, half), self.name(b, half));
            writeln!(out, "{share:>3}%  {a}  {b}")?;
        }
        Ok(())
    }

    /// An id that fits beside the first column.
    fn name(&self, text: u32, terminal: Terminal) -> String {
        let name = clean::name(self.id(text));
        let width = terminal.width.saturating_sub(COLUMN).max(LEAST_ID_WIDTH);
        if name.width() <= width {
            name.into_owned()
        } else {
            clean::shorten_middle(&name, width).into_owned()
        }
    }

    fn summary(&self) -> String {
        let articles = counted(self.input.articles.len() as u64, "article", "articles");
        let skipped = match self.input.skipped.len() as u64 {
            0 => "none skipped".to_owned(),
            skipped => format!("{} skipped", counted(skipped, "record", "records")),
        };
        let clusters = self.found.clusters.iter();
        let kept = clusters
            .filter(|cluster| cluster.members().len() > 1)
            .count() as u64;
        let found = match self.found.clusters.dropped().len() as u64 {
            0 => "no near-duplicates".to_owned(),
            dropped => format!(
                "{} of {}",
                counted(dropped, "near-duplicate", "near-duplicates"),
                grouped(kept)
            ),
        };
        format!("{articles} compared, {skipped}: {found}")
    }
}

/// `100%` and the gap behind it.
const COLUMN: usize = 6;

/// An id is never shortened to less than this; in a very narrow terminal the lines wrap.
const LEAST_ID_WIDTH: usize = 8;
