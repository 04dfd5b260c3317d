//! `wirecopy keywords`: the terms that set each article, or each group of articles, apart.

use std::collections::HashMap;
use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::json;
use wirecopy::read::Input;
use wirecopy::tfidf::{self, Documents, Keyword, KeywordMethod, KeywordOptions};
use wirecopy::{Article, Characters};

use crate::clean;
use crate::failure::{Failure, Finding};
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::KeywordsPlan;
use crate::tokens::TokensFormat;

/// How a term is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Method {
    #[default]
    Tfidf,
    LogOdds,
}

/// What puts articles into one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Field {
    Source,
    Date,
}

impl Field {
    const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Date => "date",
        }
    }

    fn of<'a>(self, article: &'a Article<'_>) -> Option<&'a str> {
        match self {
            Self::Source => article.source.as_deref(),
            Self::Date => article.date.as_deref(),
        }
    }
}

/// As in Python: as if so many more terms had been seen on either side.
const PRIOR: f64 = 500.0;

/// Runs the plan.
pub(crate) fn run(plan: KeywordsPlan) -> Result<Finding, Failure> {
    let target = match &plan.output {
        None => Target::StandardOutput,
        Some(path) => Target::file(path, plan.force, &plan.paths)?,
    };
    let options = KeywordOptions::new()
        .with_analyzer(plan.analyzing.into_analyzer_of_keywords()?)
        .with_limit(plan.most)
        .with_method(match plan.method {
            Method::Tfidf => KeywordMethod::Tfidf,
            Method::LogOdds => KeywordMethod::LogOdds { prior: PRIOR },
        });
    // Before anything is read: a fault of the flags is told at once.
    options.analyzer().build()?;
    let Input {
        articles,
        skipped,
        repaired,
        ..
    } = wirecopy::read::read_paths(&plan.paths, &plan.reading)?;
    let texts: Vec<&str> = articles.iter().map(|article| &*article.text).collect();
    if let Some(field) = plan.by {
        let (groups, names) = groups(&articles, field);
        if names.is_empty() && !articles.is_empty() {
            return Err(Failure::NoGroups {
                field: field.name(),
            });
        }
        let found = tfidf::group_keywords(Documents::texts(&texts), &groups, &options)?;
        target.write(|out| {
            let mut of_each = names.iter().zip(&found);
            of_each.try_for_each(|(name, keywords)| {
                write_group(out, name, keywords, &articles, plan.format)
            })
        })?;
    } else {
        let found = tfidf::keywords(Documents::texts(&texts), &options)?;
        target.write(|out| {
            let mut of_each = articles.iter().zip(&found);
            of_each.try_for_each(|(article, keywords)| write(out, article, keywords, plan.format))
        })?;
    }
    let notices = Notices {
        skipped: &skipped,
        repaired: &repaired,
        warnings: &[],
        checked: articles.len() as u64,
    };
    notices.tell();
    match notices.summary() {
        Some(skipped) if plan.strict => Err(Failure::Strict { skipped }),
        _ => {
            notices.tell_summary();
            Ok(Finding::Ran)
        }
    }
}

/// Returns the number of each article's group, and the groups' names in the order of their first
/// articles. An article without a value is in no group.
fn groups<'a>(articles: &'a [Article<'_>], field: Field) -> (Vec<Option<usize>>, Vec<&'a str>) {
    let mut names = Vec::new();
    let mut numbers = HashMap::new();
    let groups = articles.iter().map(|article| {
        let name = field.of(article)?;
        Some(*numbers.entry(name).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        }))
    });
    (groups.collect(), names)
}

/// Writes the keywords of one group.
fn write_group(
    out: &mut dyn Write,
    group: &str,
    keywords: &[Keyword],
    articles: &[Article<'_>],
    format: TokensFormat,
) -> io::Result<()> {
    for keyword in keywords {
        match format {
            TokensFormat::Table => write_row(out, group, keyword)?,
            TokensFormat::Jsonl => {
                let mut spans = Vec::with_capacity(keyword.places.len());
                for places in keyword.places.chunk_by(|a, b| a.0 == b.0) {
                    let article = &articles[places[0].0.index()];
                    let characters = Characters::new(&article.text);
                    let of_one = places.iter().map(|(_, span)| {
                        let (start, end) = characters.of(*span);
                        json!([article.id, start, end])
                    });
                    spans.extend(of_one);
                }
                let line = json!({
                    "group": group,
                    "term": keyword.term,
                    "score": keyword.score,
                    "count": keyword.count,
                    "spans": spans,
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// Writes one line of columns.
fn write_row(out: &mut dyn Write, name: &str, keyword: &Keyword) -> io::Result<()> {
    writeln!(
        out,
        "{}\t{:.4}\t{}\t{}",
        clean::name(name),
        keyword.score,
        keyword.count,
        clean::name(&keyword.term)
    )
}

/// Writes the keywords of one article.
fn write(
    out: &mut dyn Write,
    article: &Article<'_>,
    keywords: &[Keyword],
    format: TokensFormat,
) -> io::Result<()> {
    let characters = Characters::new(&article.text);
    for keyword in keywords {
        match format {
            TokensFormat::Table => write_row(out, &article.id, keyword)?,
            TokensFormat::Jsonl => {
                let spans = keyword.places.iter().map(|(_, span)| characters.of(*span));
                let line = json!({
                    "id": article.id,
                    "term": keyword.term,
                    "score": keyword.score,
                    "count": keyword.count,
                    "spans": spans.collect::<Vec<_>>(),
                });
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}
