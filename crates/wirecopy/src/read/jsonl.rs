//! JSON lines, one article on each.

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use super::{Gathered, bytes};
use crate::{Article, Repaired};

/// A record as it stands in the file; what is there with another type is an error of that record alone.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default)]
    id: Option<Value>,
    #[serde(default)]
    text: Option<Value>,
    #[serde(default)]
    title: Option<Value>,
    #[serde(default)]
    date: Option<Value>,
    #[serde(default)]
    source: Option<Value>,
    #[serde(default)]
    url: Option<Value>,
}

/// A line of the file.
struct Line<'b> {
    number: u64,
    offset: u64,
    bytes: &'b [u8],
}

/// Adds the records of a file; a bad one is skipped with its line. Blank lines are no records.
pub(super) fn read(all: &[u8], origin: &str, gathered: &mut Gathered) {
    let content = bytes::without_mark(all);
    let mut offset = (all.len() - content.len()) as u64;
    let mut lines = Vec::new();
    for (number, line) in (1_u64..).zip(content.split(|&byte| byte == b'\n')) {
        if !line.trim_ascii().is_empty() {
            lines.push(Line {
                number,
                offset,
                bytes: line.trim_ascii_end(),
            });
        }
        offset += line.len() as u64 + 1;
    }
    let records: Vec<_> = lines.par_iter().map(|line| parse(line, origin)).collect();
    for (line, (record, repaired)) in lines.iter().zip(records) {
        gathered.input.repaired.extend(repaired);
        let place = format!("{origin}, line {}", line.number);
        match record {
            Ok(article) => {
                let id = article.id.to_string();
                if let Err(earlier) = gathered.push(article, place) {
                    let reason = format!("duplicate id `{id}`: it stands in {earlier} already");
                    gathered.skip(origin, Some(line.number), reason);
                }
            }
            Err(reason) => gathered.skip(origin, Some(line.number), reason),
        }
    }
}

fn parse(line: &Line<'_>, origin: &str) -> (Result<Article<'static>, String>, Option<Repaired>) {
    let (text, repaired) = bytes::to_text(line.bytes, origin, line.offset);
    (
        record(&text).and_then(|record| article(record, origin, line.number)),
        repaired,
    )
}

fn record(line: &str) -> Result<Record, String> {
    if !line.trim_start().starts_with('{') {
        return Err(format!(
            "expected a JSON object, found `{}`",
            beginning(line)
        ));
    }
    serde_json::from_str(line).map_err(|error| {
        // Every record is one line: only the column says something.
        let reason = error.to_string();
        let reason = reason
            .rsplit_once(" at line ")
            .map_or(reason.as_str(), |(reason, _)| reason);
        format!(
            "no JSON: {reason} at column {}, in `{}`",
            error.column(),
            beginning(line)
        )
    })
}

fn article(record: Record, origin: &str, line: u64) -> Result<Article<'static>, String> {
    let id = match record.id {
        None | Some(Value::Null) => format!("{origin}:{line}"),
        Some(Value::String(id)) => id,
        Some(Value::Number(id)) => id.to_string(),
        Some(other) => return Err(wrong_type("id", "a string or a number", &other)),
    };
    let text = match record.text {
        Some(Value::String(text)) => text,
        None | Some(Value::Null) => return Err("the record has no `text`".to_owned()),
        Some(other) => return Err(wrong_type("text", "a string", &other)),
    };
    let optional = |name, value| match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(value)) => Ok(Some(value.into())),
        // Dates are often written as numbers.
        Some(Value::Number(value)) => Ok(Some(value.to_string().into())),
        Some(other) => Err(wrong_type(name, "a string", &other)),
    };
    Ok(Article {
        id: id.into(),
        text: text.into(),
        title: optional("title", record.title)?,
        date: optional("date", record.date)?,
        source: optional("source", record.source)?,
        url: optional("url", record.url)?,
    })
}

fn wrong_type(name: &str, expected: &str, found: &Value) -> String {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    format!("`{name}` must be {expected}, found {found}")
}

/// The first characters of a line, enough to find it again.
fn beginning(line: &str) -> String {
    let mut characters = line.chars();
    let mut start: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}
