//! `wirecopy keywords`: the terms that set each article, or each group of articles, apart.

use std::collections::HashMap;
use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Map, Value, json};
use wirecopy::read::Input;
use wirecopy::text::DocId;
use wirecopy::tfidf::{self, Documents, Keyword, KeywordMethod, KeywordOptions};
use wirecopy::{Article, Characters};

use crate::clean;
use crate::failure::{Failure, Finding};
use crate::notices::Notices;
use crate::output::Target;
use crate::plan::KeywordsPlan;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum KeywordsFormat {
    /// An id or a group, a score, a count and the term on each line, tabs between.
    #[default]
    Table,
    /// One document, with the terms under each article or group.
    Json,
    /// An object for each term.
    Jsonl,
}

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
    let input = wirecopy::read::read_paths(&plan.paths, &plan.reading)?;
    let texts: Vec<&str> = (input.articles.iter())
        .map(|article| &*article.text)
        .collect();
    let texts = Documents::texts(&texts);
    let (names, found) = match plan.by {
        None => {
            let ids = input.articles.iter().map(|article| &*article.id).collect();
            (ids, tfidf::keywords(texts, &options)?)
        }
        Some(field) => {
            let (groups, names) = groups(&input.articles, field);
            if names.is_empty() && !input.articles.is_empty() {
                return Err(Failure::NoGroups {
                    field: field.name(),
                });
            }
            (names, tfidf::group_keywords(texts, &groups, &options)?)
        }
    };
    let shown = Shown {
        input: &input,
        options: &options,
        by: plan.by,
        names,
        found,
    };
    target.write(|out| match plan.format {
        KeywordsFormat::Table => shown.write_table(out),
        KeywordsFormat::Json => writeln!(out, "{}", shown.document()),
        KeywordsFormat::Jsonl => shown.write_lines(out),
    })?;
    let notices = Notices {
        skipped: &input.skipped,
        repaired: &input.repaired,
        warnings: &[],
        checked: input.articles.len() as u64,
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

/// What was found, with what it belongs to.
struct Shown<'r> {
    input: &'r Input,
    options: &'r KeywordOptions,
    /// What puts articles into groups; else each stands by itself.
    by: Option<Field>,
    /// The ids of the articles, or the names of the groups.
    names: Vec<&'r str>,
    /// The keywords of each of them.
    found: Vec<Vec<Keyword>>,
}

impl Shown<'_> {
    fn iter(&self) -> impl Iterator<Item = (&str, &[Keyword])> {
        let names = self.names.iter().copied();
        names.zip(self.found.iter().map(Vec::as_slice))
    }

    fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        for (name, keywords) in self.iter() {
            let name = clean::name(name);
            for Keyword {
                term, score, count, ..
            } in keywords
            {
                writeln!(out, "{name}\t{score:.4}\t{count}\t{}", clean::name(term))?;
            }
        }
        Ok(())
    }

    fn write_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        for (name, keywords) in self.iter() {
            let mut places = Places::of(self);
            for keyword in keywords {
                let mut line = Map::new();
                line.insert(self.key().to_owned(), name.into());
                line.extend(places.fields(keyword));
                serde_json::to_writer(&mut *out, &line)?;
                writeln!(out)?;
            }
        }
        Ok(())
    }

    fn document(&self) -> Value {
        let listed = self.iter().map(|(name, keywords)| {
            let mut places = Places::of(self);
            let terms = keywords.iter().map(|keyword| places.fields(keyword));
            json!({self.key(): name, "terms": terms.collect::<Vec<_>>()})
        });
        json!({
            "articles": self.input.articles.len(),
            "skipped": self.input.skipped,
            "repaired": self.input.repaired,
            "parameters": self.options,
            "by": self.by.map(Field::name),
            "keywords": listed.collect::<Vec<_>>(),
        })
    }

    /// What a name is the name of.
    const fn key(&self) -> &'static str {
        match self.by {
            None => "id",
            Some(_) => "group",
        }
    }
}

/// Where terms stand, in characters; of a group's, each with the id of its article.
struct Places<'r> {
    articles: &'r [Article<'static>],
    with_ids: bool,
    /// The article that was looked at last: all terms of an article stand in the same one.
    last: Option<(DocId, Characters<'r>)>,
}

impl<'r> Places<'r> {
    fn of(shown: &Shown<'r>) -> Self {
        Self {
            articles: &shown.input.articles,
            with_ids: shown.by.is_some(),
            last: None,
        }
    }

    /// The fields that tell of a keyword, named as in Python.
    fn fields(&mut self, keyword: &Keyword) -> Map<String, Value> {
        let spans = keyword.places.iter().map(|&(document, span)| {
            let article = &self.articles[document.index()];
            let characters = match self.last.take() {
                Some((last, characters)) if last == document => characters,
                _ => Characters::new(&article.text),
            };
            let (start, end) = characters.of(span);
            self.last = Some((document, characters));
            if self.with_ids {
                json!([article.id, start, end])
            } else {
                json!([start, end])
            }
        });
        let spans = spans.collect();
        Map::from_iter([
            ("term".to_owned(), keyword.term.as_str().into()),
            ("score".to_owned(), keyword.score.into()),
            ("count".to_owned(), keyword.count.into()),
            ("spans".to_owned(), Value::Array(spans)),
        ])
    }
}
