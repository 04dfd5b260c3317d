//! JSON lines, one article on each.

use std::borrow::Cow;
use std::fmt;
use std::io;

use rayon::prelude::*;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use super::Field;
use super::Reading;
use super::columns::{Columns, FIELDS, Ranks};
use super::encoding::{self, Undecodable};
use super::gathered::Gathered;
use super::problem::{Problem, Stop, beginning, listed};
use super::window::{CHUNK, Window};
use crate::{Article, Repaired};

/// A line of the file.
struct Line<'b> {
    number: u64,
    offset: u64,
    bytes: &'b [u8],
}

/// What became of a line.
enum Parsed {
    Article(Article<'static>),
    Bad(String),
    Undecodable(Undecodable),
}

/// The columns of the caller that were seen in any record, and the keys of the first.
#[derive(Default)]
struct Seen {
    fields: [bool; FIELDS],
    first: Option<Vec<String>>,
}

/// Adds the records of a file; a bad one is skipped with its line. Blank lines are no records.
pub(super) fn read(
    window: &mut Window<'_>,
    reading: &Reading<'_>,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let line_end = line_end(window.unread());
    let most = reading.options.most();
    let mut seen = Seen::default();
    let mut number = 1;
    let mut wanted = CHUNK;
    loop {
        window.fill(wanted)?;
        let unread = window.unread();
        let whole = if window.ended() {
            unread.len()
        } else {
            let last = unread.iter().rposition(|&byte| byte == line_end);
            last.map_or(0, |last| last + 1)
        };
        if whole > 0 {
            let (lines, next) = lines(&unread[..whole], window.offset(), number, line_end);
            number = next;
            add(&lines, reading, &mut seen, gathered)?;
            window.consume(whole);
            wanted = CHUNK;
        } else if window.ended() {
            break;
        } else if unread.len() > most {
            gathered.skip(reading.origin, Some(number), too_long(most));
            discard_line(window, line_end)?;
            number += 1;
            wanted = CHUNK;
        } else {
            wanted = unread.len().saturating_mul(2).min(most.saturating_add(1));
        }
    }
    seen.refuse_missing(&reading.columns)
}

/// A line feed, or the carriage return of old Macs where the file has no other.
fn line_end(head: &[u8]) -> u8 {
    let Some(first) = head.iter().position(|&byte| byte == b'\r') else {
        return b'\n';
    };
    // Inside a record a carriage return is white space and stands, if at all, before one of these.
    let next = head[first..].trim_ascii_start().first();
    if head.contains(&b'\n') || next.is_some_and(|&byte| byte != b'{') {
        b'\n'
    } else {
        b'\r'
    }
}

/// The lines that are not blank, and the number of the line after them.
fn lines(bytes: &[u8], offset: u64, first: u64, line_end: u8) -> (Vec<Line<'_>>, u64) {
    let mut lines = Vec::new();
    let (mut offset, mut number) = (offset, first);
    let ended = bytes.strip_suffix(&[line_end]).unwrap_or(bytes);
    for line in ended.split(|&byte| byte == line_end) {
        let bytes = line.trim_ascii_end();
        if !bytes.is_empty() {
            lines.push(Line {
                number,
                offset,
                bytes,
            });
        }
        offset += line.len() as u64 + 1;
        number += 1;
    }
    (lines, number)
}

/// Moves behind the next line end.
fn discard_line(window: &mut Window<'_>, line_end: u8) -> io::Result<()> {
    loop {
        if let Some(end) = window.unread().iter().position(|&byte| byte == line_end) {
            window.consume(end + 1);
            return Ok(());
        }
        window.consume(window.unread().len());
        if window.ended() {
            return Ok(());
        }
        window.fill(CHUNK)?;
    }
}

/// Why a record was not taken that is longer than the caller wants it.
pub(super) fn too_long(most: usize) -> String {
    format!("longer than {most} bytes; split it")
}

fn add(
    lines: &[Line<'_>],
    reading: &Reading<'_>,
    seen: &mut Seen,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let records: Vec<_> = lines
        .par_iter()
        .map(|line| Parsing::new(line, reading))
        .collect();
    if seen.first.is_none() && reading.columns.named().next().is_some() {
        seen.first = lines
            .iter()
            .find_map(|line| keys(&String::from_utf8_lossy(line.bytes)));
    }
    for (line, record) in lines.iter().zip(records) {
        gathered.input.repaired.extend(record.repaired);
        for (seen, here) in seen.fields.iter_mut().zip(record.seen) {
            *seen |= here;
        }
        match record.parsed {
            Parsed::Article(article) => gathered.push_record(article, reading.origin, line.number),
            Parsed::Bad(reason) => gathered.skip(reading.origin, Some(line.number), reason),
            Parsed::Undecodable(undecodable) => {
                reading.skip_or_fail(undecodable, Some(line.number), gathered)?;
            }
        }
    }
    Ok(())
}

impl Seen {
    /// A column of the caller that stands in no record is a slip.
    fn refuse_missing(self, columns: &Columns<'_>) -> Result<(), Stop> {
        let Some(found) = self.first else {
            return Ok(());
        };
        let missing = columns
            .named()
            .find(|&(field, _)| !self.fields[field as usize]);
        missing.map_or(Ok(()), |(_, name)| {
            let name = name.to_owned();
            Err(Problem::MissingColumn { name, found }.into())
        })
    }
}

/// A line on its way to an article.
struct Parsing {
    parsed: Parsed,
    repaired: Option<Repaired>,
    seen: [bool; FIELDS],
}

impl Parsing {
    fn new(line: &Line<'_>, reading: &Reading<'_>) -> Self {
        let mut parsing = Self {
            parsed: Parsed::Bad(String::new()),
            repaired: None,
            seen: [false; FIELDS],
        };
        let most = reading.options.most();
        if line.bytes.len() > most {
            parsing.parsed = Parsed::Bad(too_long(most));
            return parsing;
        }
        let errors = reading.options.encoding_errors;
        match encoding::to_text(line.bytes, reading.origin, line.offset, errors) {
            Err(undecodable) => parsing.parsed = Parsed::Undecodable(undecodable),
            Ok((text, repaired)) => {
                parsing.repaired = repaired;
                let article = record(&text, &reading.columns).and_then(|record| {
                    parsing.seen = record.seen;
                    article(record, reading, line.number, &text)
                });
                parsing.parsed = article.map_or_else(Parsed::Bad, Parsed::Article);
            }
        }
        parsing
    }
}

/// A record as it stands in the file; what is there with another type is an error of that record alone.
#[derive(Default)]
struct Record {
    /// The best value of each field, and how well its key fits.
    values: [Option<(u8, Value)>; FIELDS],
    /// Whether the record has a key for the field, be it null.
    seen: [bool; FIELDS],
}

fn record(line: &str, columns: &Columns<'_>) -> Result<Record, String> {
    if !line.trim_start().starts_with('{') {
        return Err(format!(
            "expected a JSON object, found `{}`",
            beginning(line)
        ));
    }
    parse_record(line, columns)
        .or_else(|error| match without_lone_surrogates(line) {
            Some(mended) => parse_record(&mended, columns),
            None => Err(error),
        })
        .map_err(|error| {
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

fn parse_record(line: &str, columns: &Columns<'_>) -> serde_json::Result<Record> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    let record = RecordSeed(columns).deserialize(&mut deserializer)?;
    deserializer.end().map(|()| record)
}

/// The line with `\ufffd` for each escape of half a character, if it has any.
///
/// Programs that cut a text in the middle of an emoji write such halves, and JSON readers differ on them. They are
/// replaced one for one, as in a string that comes from Python, so that offsets in characters hold.
fn without_lone_surrogates(line: &str) -> Option<String> {
    let mut mended = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (surrogate(escape), surrogate(escape.get(6..).unwrap_or(""))) {
            (Some(0xD800..0xDC00), Some(0xDC00..0xE000)) => 12,
            (Some(_), _) => {
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            // A backslash and what it escapes, which may be a backslash.
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended.push_str(rest);
    (mended != line).then_some(mended)
}

/// The surrogate whose escape the text begins with.
fn surrogate(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let unit = u16::from_str_radix(digits, 16).ok()?;
    (0xD800..0xE000).contains(&unit).then_some(unit)
}

/// Reads a record by the names that the columns give to its fields.
struct RecordSeed<'c>(&'c Columns<'c>);

impl<'de> DeserializeSeed<'de> for RecordSeed<'_> {
    type Value = Record;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Record, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RecordSeed<'_> {
    type Value = Record;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an article")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Record, M::Error> {
        let mut record = Record::default();
        while let Some(ranks) = map.next_key_seed(KeySeed(self.0))? {
            let mut wanted = (0..FIELDS).filter_map(|field| Some((field, ranks[field]?)));
            let Some((first, rank)) = wanted.next() else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value: Value = map.next_value()?;
            for (field, rank) in wanted {
                record
                    .take(field, rank, value.clone())
                    .map_err(M::Error::custom)?;
            }
            record.take(first, rank, value).map_err(M::Error::custom)?;
        }
        Ok(record)
    }
}

impl Record {
    /// Takes a value unless a better one is there; null is none.
    fn take(&mut self, field: usize, rank: u8, value: Value) -> Result<(), &'static str> {
        self.seen[field] = true;
        let slot = &mut self.values[field];
        if slot.as_ref().is_some_and(|(earlier, _)| *earlier == rank) {
            return Err("the same key twice");
        }
        if !value.is_null() && slot.as_ref().is_none_or(|(earlier, _)| rank < *earlier) {
            *slot = Some((rank, value));
        }
        Ok(())
    }

    fn value(&mut self, field: Field) -> Option<(u8, Value)> {
        self.values[field as usize].take()
    }
}

/// Reads a key as the fields that it stands for, without a string of its own.
struct KeySeed<'c>(&'c Columns<'c>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Ranks;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Ranks, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Ranks;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E>(self, name: &str) -> Result<Ranks, E> {
        Ok(self.0.ranks(name))
    }
}

fn article(
    mut record: Record,
    reading: &Reading<'_>,
    line: u64,
    text: &str,
) -> Result<Article<'static>, String> {
    let columns = &reading.columns;
    let id = match record.value(Field::Id) {
        None => format!("{}:{line}", reading.origin),
        Some((_, Value::String(id))) => id,
        Some((_, Value::Number(id))) => id.to_string(),
        Some((rank, other)) => {
            let name = columns.name(Field::Id, rank);
            return Err(wrong_type(name, "a string or a number", &other));
        }
    };
    let text = match record.value(Field::Text) {
        Some((_, Value::String(text))) => text,
        None if record.seen[Field::Text as usize] => {
            return Err(wrong_type(
                columns.name(Field::Text, 0),
                "a string",
                &Value::Null,
            ));
        }
        None => {
            let found = listed(&keys(text).unwrap_or_default());
            let name = columns.name(Field::Text, 0);
            return Err(format!("the record has no `{name}`; it has {found}"));
        }
        Some((rank, other)) => {
            return Err(wrong_type(
                columns.name(Field::Text, rank),
                "a string",
                &other,
            ));
        }
    };
    let mut optional = |field| -> Result<Option<Cow<'static, str>>, String> {
        match record.value(field) {
            None => Ok(None),
            Some((_, Value::String(value))) => Ok(Some(value.into())),
            // Dates are often written as numbers.
            Some((_, Value::Number(value))) => Ok(Some(value.to_string().into())),
            Some((rank, other)) => Err(wrong_type(columns.name(field, rank), "a string", &other)),
        }
    };
    Ok(Article {
        id: id.into(),
        text: text.into(),
        title: optional(Field::Title)?,
        date: optional(Field::Date)?,
        source: optional(Field::Source)?,
        url: optional(Field::Url)?,
    })
}

/// The keys of a record, if it is one.
fn keys(line: &str) -> Option<Vec<String>> {
    let record: serde_json::Map<String, Value> = serde_json::from_str(line).ok()?;
    Some(record.into_iter().map(|(key, _)| key).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_characters_are_replaced_and_whole_ones_stay() {
        let mended = |line: &str| without_lone_surrogates(line);
        assert_eq!(mended(r"a \ud83d\ude00 b \n \\ud800 \u00e9"), None);
        assert_eq!(mended(r"\ud83d b").as_deref(), Some(r"\ufffd b"));
        assert_eq!(mended(r"\ude00\uD83D").as_deref(), Some(r"\ufffd\ufffd"));
        assert_eq!(
            mended(r"\ud83d\ud83d\ude00").as_deref(),
            Some(r"\ufffd\ud83d\ude00")
        );
        assert_eq!(mended(r"\").as_deref(), None);
    }

    #[test]
    fn old_macs_end_lines_with_carriage_returns() {
        assert_eq!(line_end(b"{\"a\": 1}\r{\"a\": 2}\r"), b'\r');
        assert_eq!(line_end(b"{\"a\": 1}\r\r {\"a\": 2}"), b'\r');
        assert_eq!(line_end(b"{\"a\": 1}\r\n{\"a\": 2}\r\n"), b'\n');
        assert_eq!(line_end(b"{\"a\": 1}"), b'\n');
        assert_eq!(line_end(b"{\"a\":\r 1, \"b\":\r 2}"), b'\n');
    }

    #[test]
    fn the_best_of_several_keys_is_taken_and_null_is_none() {
        let options = super::super::ReadOptions::default();
        let columns = Columns::new(&options);
        let text = |line: &str| {
            let mut record = record(line, &columns)?;
            Ok::<_, String>(record.value(Field::Text).map(|(_, value)| value))
        };
        assert_eq!(
            text(r#"{"content": "c", "Body": "b", "headline": "h"}"#),
            Ok(Some("b".into()))
        );
        assert_eq!(
            text(r#"{"text": null, "article": "a"}"#),
            Ok(Some("a".into()))
        );
        assert_eq!(text(r#"{"texts": "no"}"#), Ok(None));
        assert_eq!(
            text(r#"{"Text": "other capitals", "text": "the name itself"}"#),
            Ok(Some("the name itself".into()))
        );
        for line in [
            r#"{"text": "one", "text": "two"}"#,
            r#"{"Text": "one", "TEXT": "two"}"#,
        ] {
            let twice = text(line).expect_err("two texts");
            assert!(twice.starts_with("no JSON: the same key twice"), "{twice}");
        }
    }
}
