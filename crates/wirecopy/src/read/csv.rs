//! CSV and its relatives, one article in each row, the names of the columns in the first.
//!
//! A row may span lines inside quotation marks, so the lines are counted here: the parser tells rows apart, whatever
//! ends a line.

use std::io::Read as _;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::Field;
use super::Reading;
use super::columns::{Columns, FIELDS};
use super::encoding;
use super::gathered::Gathered;
use super::jsonl::too_long;
use super::problem::{Problem, Stop};
use super::unspaced::Unspaced;
use super::window::{CHUNK, Window};
use crate::Article;

/// What may stand between two columns; where several would do, the first.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// So many rows are compared with the header to tell the delimiter.
const ROWS_LOOKED_AT: usize = 100;

/// Adds the rows of a file; a bad one is skipped with its line.
pub(super) fn read(
    window: &mut Window<'_>,
    reading: &Reading<'_>,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let stated = stated_delimiter(window.unread());
    if let Some((_, length)) = stated {
        window.consume(length);
    }
    let delimiter = stated.map_or_else(
        || delimiter(window.unread(), window.ended(), &reading.columns),
        |(delimiter, _)| delimiter,
    );
    let mut rows = Rows::new(delimiter, reading.options.most());
    rows.lines.number += u64::from(stated.is_some());
    if has_spaced_marks(window.unread(), delimiter) {
        let mut window = Window::new(Box::new(Unspaced::new(window, delimiter)))?;
        read_rows(rows, &mut window, reading, gathered)
    } else {
        read_rows(rows, window, reading, gathered)
    }
}

fn read_rows(
    mut rows: Rows,
    window: &mut Window<'_>,
    reading: &Reading<'_>,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let header = match rows.next(window)? {
        Next::Row => Header::new(&rows, &reading.columns)?,
        Next::TooLong | Next::End => {
            let reason = "no row with the names of the columns".to_owned();
            gathered.skip(reading.origin, Some(rows.line), reason);
            return Ok(());
        }
    };
    window.consume(rows.length);
    loop {
        match rows.next(window)? {
            Next::End => return Ok(()),
            Next::TooLong => {
                let reason = too_long(reading.options.most());
                gathered.skip(reading.origin, Some(rows.line), reason);
            }
            Next::Row => add(&rows, &header, window, reading, gathered)?,
        }
        window.consume(rows.length);
    }
}

fn add(
    rows: &Rows,
    header: &Header,
    window: &Window<'_>,
    reading: &Reading<'_>,
    gathered: &mut Gathered,
) -> Result<(), Stop> {
    let raw = &window.unread()[..rows.length];
    let several_lines =
        rows.lines.number - rows.line > u64::from(raw.ends_with(b"\n") || raw.ends_with(b"\r"));
    if several_lines && window.ended() && rows.length == window.unread().len() {
        // Only a quotation mark lets a row go on; the last one may have gone on because its mark was never closed.
        let quotes = count(raw, b'"');
        if quotes % 2 == 1 {
            let reason = "a quotation mark is left open: the rest of the file stands inside it";
            gathered.skip(reading.origin, Some(rows.line), reason.to_owned());
            return Ok(());
        }
    }
    if rows.columns != header.columns {
        let guess = if several_lines {
            "; is a quotation mark left open?"
        } else {
            ""
        };
        let reason = format!(
            "expected {} columns as in the header, found {}{guess}",
            header.columns, rows.columns,
        );
        gathered.skip(reading.origin, Some(rows.line), reason);
        return Ok(());
    }
    if let Err(error) = std::str::from_utf8(raw) {
        let offset = window.offset() + error.valid_up_to() as u64;
        let errors = reading.options.encoding_errors;
        match encoding::repaired(raw, reading.origin, offset, errors) {
            Ok(repaired) => gathered.input.repaired.push(repaired),
            Err(undecodable) => {
                return reading.skip_or_fail(undecodable, Some(rows.line), gathered);
            }
        }
    }
    let filled = |field: Field| {
        let column = header.places[field as usize]?;
        Some(rows.text(column)).filter(|text| !text.is_empty())
    };
    let optional = |field| filled(field).map(Into::into);
    let article = Article {
        id: filled(Field::Id)
            .unwrap_or_else(|| format!("{}:{}", reading.origin, rows.line))
            .into(),
        text: filled(Field::Text).unwrap_or_default().into(),
        title: optional(Field::Title),
        date: optional(Field::Date),
        source: optional(Field::Source),
        url: optional(Field::Url),
    };
    gathered.push_record(article, reading.origin, rows.line);
    Ok(())
}

/// Which column holds what.
#[derive(Debug)]
struct Header {
    columns: usize,
    places: [Option<usize>; FIELDS],
}

impl Header {
    /// Reads the names, which have to hold those of the caller and one for the text.
    fn new(rows: &Rows, columns: &Columns<'_>) -> Result<Self, Problem> {
        let names = rows.names();
        let places = places(&names, columns);
        refuse_two_of_one_name(&names, columns)?;
        for (field, name) in columns.named() {
            if places[field as usize].is_none() {
                let name = name.to_owned();
                return Err(Problem::MissingColumn { name, found: names });
            }
        }
        if places[Field::Text as usize].is_none() {
            return Err(Problem::NoTextColumn { found: names });
        }
        Ok(Self {
            columns: names.len(),
            places,
        })
    }
}

/// Which of two columns that fit a field alike is meant, nobody can tell.
fn refuse_two_of_one_name(names: &[String], columns: &Columns<'_>) -> Result<(), Problem> {
    let ranks: Vec<_> = names.iter().map(|name| columns.ranks(name)).collect();
    for field in Field::ALL {
        let rank_of = |place: usize| ranks[place][field as usize];
        let Some(best) = (0..names.len()).filter_map(rank_of).min() else {
            continue;
        };
        let mut fitting = (0..names.len()).filter(|&place| rank_of(place) == Some(best));
        if let (Some(first), Some(second)) = (fitting.next(), fitting.next()) {
            return Err(Problem::TwoColumns {
                field: field.name(),
                first: names[first].clone(),
                second: names[second].clone(),
            });
        }
    }
    Ok(())
}

/// The column of each field: the one whose name fits best, of equals the first.
fn places(names: &[String], columns: &Columns<'_>) -> [Option<usize>; FIELDS] {
    let mut best: [Option<(u8, usize)>; FIELDS] = [None; FIELDS];
    for (place, name) in names.iter().enumerate() {
        for (best, rank) in best.iter_mut().zip(columns.ranks(name)) {
            if let Some(rank) = rank
                && best.is_none_or(|(earlier, _)| rank < earlier)
            {
                *best = Some((rank, place));
            }
        }
    }
    best.map(|best| best.map(|(_, place)| place))
}

/// Says whether a text begins with a row that names the text and something else, or the text as the caller calls it: of
/// a file that does not say what it is, that is no story.
pub(super) fn begins_with_header(head: &[u8], columns: &Columns<'_>) -> bool {
    let is_named = columns.named().any(|(field, _)| field == Field::Text);
    let head = stated_delimiter(head).map_or(head, |(_, length)| &head[length..]);
    DELIMITERS.into_iter().any(|delimiter| {
        let rows = first_rows(head, true, delimiter, 1);
        let places = rows.first().map(|names| places(names, columns));
        places.is_some_and(|places| {
            let known = places.iter().flatten().count();
            places[Field::Text as usize].is_some() && (is_named || known > 1)
        })
    })
}

/// Says whether the first rows have spaces between a delimiter and a quotation mark.
fn has_spaced_marks(head: &[u8], delimiter: u8) -> bool {
    let mut unspaced = Vec::with_capacity(head.len());
    // Memory cannot fail.
    Unspaced::new(head, delimiter)
        .read_to_end(&mut unspaced)
        .is_ok_and(|length| length < head.len())
}

/// The delimiter that a line `sep=;` before the header states, as Excel writes and reads it, and the length of that line.
fn stated_delimiter(head: &[u8]) -> Option<(u8, usize)> {
    let stated = head.strip_prefix(b"sep=").or(head.strip_prefix(b"SEP="))?;
    match stated {
        [delimiter, b'\r', b'\n', ..] => Some((*delimiter, 7)),
        [delimiter, b'\r' | b'\n', ..] => Some((*delimiter, 6)),
        _ => None,
    }
}

/// The delimiter under which the first row names the text, and, of several, the one under which most rows have as many
/// columns as the first.
fn delimiter(head: &[u8], whole: bool, columns: &Columns<'_>) -> u8 {
    let merit = |delimiter: u8| {
        let rows = first_rows(head, whole, delimiter, ROWS_LOOKED_AT);
        let Some((names, rows)) = rows.split_first() else {
            return (false, 0, 0);
        };
        let even = rows.iter().filter(|row| row.len() == names.len()).count();
        let of_a_thousand = (even * 1000).checked_div(rows.len()).unwrap_or(1000);
        let names_text = places(names, columns)[Field::Text as usize].is_some();
        // Without a column of the text there will be an error, which should name the columns.
        let columns = if names_text { 0 } else { names.len() };
        (names_text, columns.min(2), of_a_thousand)
    };
    // Of equals the last is the greatest.
    let best = DELIMITERS.into_iter().rev().max_by_key(|&it| merit(it));
    best.unwrap_or(b',')
}

/// The first rows as they are under a delimiter; the last is left out if the text goes on behind it.
fn first_rows(head: &[u8], whole: bool, delimiter: u8, most: usize) -> Vec<Vec<String>> {
    let mut rows = Rows::new(delimiter, usize::MAX);
    let Ok(mut window) = Window::new(Box::new(Unspaced::new(head, delimiter))) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    while found.len() < most && matches!(rows.next(&mut window), Ok(Next::Row)) {
        let cut = window.ended() && rows.length == window.unread().len() && !whole;
        if cut && !found.is_empty() {
            break;
        }
        found.push(rows.names());
        window.consume(rows.length);
    }
    found
}

/// The rows of a file, one at a time.
struct Rows {
    parser: Reader,
    /// The columns without quotation marks, one after the other.
    output: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
    columns: usize,
    /// How many bytes the row takes up in the window, with what ends it.
    length: usize,
    /// The line on which the row begins.
    line: u64,
    lines: LineCounter,
    most: usize,
}

/// What came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A row; it stands at the beginning of the window until it is consumed.
    Row,
    /// One that is longer than the caller wants it.
    TooLong,
    End,
}

impl Rows {
    fn new(delimiter: u8, most: usize) -> Self {
        Self {
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            output: vec![0; 1 << 14],
            ends: vec![0; 32],
            columns: 0,
            length: 0,
            line: 1,
            lines: LineCounter::default(),
            most,
        }
    }

    fn next(&mut self, window: &mut Window<'_>) -> std::io::Result<Next> {
        self.skip_line_ends(window)?;
        self.line = self.lines.number;
        self.length = 0;
        self.columns = 0;
        let mut written = 0;
        let mut too_long = false;
        loop {
            let input = &window.unread()[self.length..];
            if input.is_empty() && !window.ended() {
                if self.length > self.most {
                    // What is known to be too long is not kept.
                    too_long = true;
                    self.lines.count(window.unread());
                    window.consume(self.length);
                    (self.length, written, self.columns) = (0, 0, 0);
                }
                window.fill(self.length + CHUNK)?;
                continue;
            }
            let (result, read, wrote, ended) = self.parser.read_record(
                input,
                &mut self.output[written..],
                &mut self.ends[self.columns..],
            );
            self.length += read;
            written += wrote;
            self.columns += ended;
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.output.resize(self.output.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::Record => {
                    self.lines.count(&window.unread()[..self.length]);
                    too_long |= self.length > self.most;
                    return Ok(if too_long { Next::TooLong } else { Next::Row });
                }
                ReadRecordResult::End => return Ok(Next::End),
            }
        }
    }

    /// Moves over what ended the row before, and over blank lines, which are no rows.
    fn skip_line_ends(&mut self, window: &mut Window<'_>) -> std::io::Result<()> {
        loop {
            let unread = window.unread();
            let others = unread
                .iter()
                .position(|byte| !matches!(byte, b'\r' | b'\n'));
            let skipped = others.unwrap_or(unread.len());
            self.lines.count(&unread[..skipped]);
            window.consume(skipped);
            if others.is_some() || window.ended() {
                return Ok(());
            }
            window.fill(CHUNK)?;
        }
    }

    fn text(&self, column: usize) -> String {
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        String::from_utf8_lossy(&self.output[start..self.ends[column]]).into_owned()
    }

    /// The columns of a row that names them.
    fn names(&self) -> Vec<String> {
        let texts = (0..self.columns).map(|column| self.text(column));
        texts.map(|name| name.trim().to_owned()).collect()
    }
}

/// How often a byte stands among others; the compiler makes vector code of it.
fn count(bytes: &[u8], wanted: u8) -> u64 {
    bytes.iter().map(|&byte| u64::from(byte == wanted)).sum()
}

/// Counts lines that end in any of the three ways.
#[derive(Debug)]
struct LineCounter {
    /// The line that the next byte stands on, from 1.
    number: u64,
    after_return: bool,
}

impl Default for LineCounter {
    fn default() -> Self {
        Self {
            number: 1,
            after_return: false,
        }
    }
}

impl LineCounter {
    fn count(&mut self, bytes: &[u8]) {
        if !self.after_return && !bytes.contains(&b'\r') {
            self.number += count(bytes, b'\n');
            return;
        }
        for &byte in bytes {
            // The line feed after a carriage return ends no line of its own.
            self.number += u64::from(byte == b'\r' || (byte == b'\n' && !self.after_return));
            self.after_return = byte == b'\r';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::ReadOptions;

    fn sniffed(head: &str) -> char {
        let options = ReadOptions::default();
        let columns = Columns::new(&options);
        char::from(delimiter(head.as_bytes(), true, &columns))
    }

    #[test]
    fn the_delimiter_is_what_makes_columns() {
        assert_eq!(sniffed("id,text\n1,\"one; two|three\"\n"), ',');
        assert_eq!(sniffed("id;text\n1;one, two, three\n"), ';');
        assert_eq!(sniffed("id\ttext\n1\tone, two; three | four\n"), '\t');
        assert_eq!(sniffed("id|text\n1|one\n"), '|');
        assert_eq!(sniffed("\"id\";\"text\";\"a,b,c,d\"\n1;one;x\n"), ';');
        assert_eq!(sniffed("text\none\ntwo\n"), ',');
        assert_eq!(sniffed("text\none, two\nthree\n"), ';');
        assert_eq!(sniffed("nothing known;here\n1;2\n"), ';');
        assert_eq!(sniffed(""), ',');
    }

    #[test]
    fn only_a_row_of_names_makes_a_text_a_table() {
        let options = ReadOptions::default();
        let table = |head: &str| begins_with_header(head.as_bytes(), &Columns::new(&options));
        assert!(table("id,text\n1,one\n"));
        assert!(table("Headline;Body\r\n"));
        assert!(!table("Text\nof a story"));
        assert!(!table("On Monday, the board met.\n"));
        assert!(!table(""));
        let options = ReadOptions::default().with_text_column("story");
        let columns = Columns::new(&options);
        assert!(begins_with_header(b"page,story\n1,one\n", &columns));
        assert!(!begins_with_header(b"page,text\n1,one\n", &columns));
    }

    #[test]
    fn lines_end_in_three_ways() {
        for text in ["a\nb\n\nc", "a\rb\r\rc", "a\r\nb\r\n\r\nc", "a\r\nb\n\rc"] {
            for size in 1..5 {
                let mut lines = LineCounter::default();
                text.as_bytes()
                    .chunks(size)
                    .for_each(|part| lines.count(part));
                assert_eq!(lines.number, 4, "{text:?} in parts of {size}");
            }
        }
    }
}
