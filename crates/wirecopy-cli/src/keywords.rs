//! `wirecopy keywords`: the terms that set each article apart.

use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::json;
use wirecopy::read::Input;
use wirecopy::tfidf::{self, Documents, Keyword, KeywordMethod, KeywordOptions};
use wirecopy::{Article, Characters};

use crate::clean;
use crate::failure::{Failure, Finding};
use crate::flags::KeywordsPlan;
use crate::notices::Notices;
use crate::output::Target;
use crate::tokens::TokensFormat;

/// How a term is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Method {
    #[default]
    Tfidf,
    LogOdds,
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
    } = wirecopy::read::read_paths(&plan.paths, &plan.reading)?;
    let texts: Vec<&str> = articles.iter().map(|article| &*article.text).collect();
    let found = tfidf::keywords(Documents::texts(&texts), &options)?;
    target.write(|out| {
        let mut of_each = articles.iter().zip(&found);
        of_each.try_for_each(|(article, keywords)| write(out, article, keywords, plan.format))
    })?;
    let notices = Notices {
        skipped: &skipped,
        repaired: &repaired,
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
            TokensFormat::Table => writeln!(
                out,
                "{}\t{:.4}\t{}\t{}",
                clean::name(&article.id),
                keyword.score,
                keyword.count,
                clean::name(&keyword.term)
            )?,
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
