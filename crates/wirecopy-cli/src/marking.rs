//! A passage in full, with the edits that lead from a to b marked in it.

use std::io::{self, Write};

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;
use wirecopy::{Passage, PassageForm};

use crate::clean;
use crate::terminal::{Ink, Terminal};

/// What became of a stretch of text on the way from a to b.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Stands in both.
    Kept,
    /// Stands in a only.
    Deleted,
    /// Stands in b only.
    Inserted,
}

impl Mark {
    fn ink(self) -> Ink {
        match self {
            Self::Kept => Ink::Plain,
            Self::Deleted => Ink::Deleted,
            Self::Inserted => Ink::Inserted,
        }
    }

    /// What stands around it where there are no colours (the notation of `wdiff`).
    fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Kept => ("", ""),
            Self::Deleted => ("[-", "-]"),
            Self::Inserted => ("{+", "+}"),
        }
    }
}

/// Takes a passage apart: the text of a, with what b deleted and inserted where it did so. What counts as the same word
/// (capitals, the shape of quotation marks) is kept, in the spelling of a. Of a paraphrase both wordings stand one after
/// the other.
pub(crate) fn pieces(passage: &Passage) -> Vec<(Mark, &str)> {
    if passage.form == PassageForm::Paraphrased {
        return vec![
            (Mark::Deleted, &passage.text_a),
            (Mark::Inserted, &passage.text_b),
        ];
    }
    let a = Slices::of(&passage.text_a, passage.a_start);
    let b = Slices::of(&passage.text_b, passage.b_start);
    let mut pieces = Vec::with_capacity(3 * passage.edits.len() + 1);
    let mut done = passage.a_start;
    for edit in &passage.edits {
        pieces.push((Mark::Kept, a.slice(done, edit.a_start)));
        pieces.push((Mark::Deleted, a.slice(edit.a_start, edit.a_end)));
        pieces.push((Mark::Inserted, b.slice(edit.b_start, edit.b_end)));
        done = edit.a_end;
    }
    pieces.push((Mark::Kept, a.slice(done, passage.a_end)));
    pieces.retain(|(_, text)| !text.is_empty());
    pieces
}

/// A part of an article, sliced by the characters of the article.
#[derive(Debug)]
struct Slices<'t> {
    text: &'t str,
    first: u64,
    /// The byte where each character begins, and the end.
    bytes: Vec<usize>,
}

impl<'t> Slices<'t> {
    fn of(text: &'t str, first: u64) -> Self {
        let bytes = text
            .char_indices()
            .map(|(byte, _)| byte)
            .chain([text.len()])
            .collect();
        Self { text, first, bytes }
    }

    /// Gives the characters `start..end` of the article, as far as they lie in this part.
    fn slice(&self, start: u64, end: u64) -> &'t str {
        let byte = |offset: u64| {
            let index = usize::try_from(offset.saturating_sub(self.first)).unwrap_or(usize::MAX);
            self.bytes[index.min(self.bytes.len() - 1)]
        };
        self.text.get(byte(start)..byte(end)).unwrap_or_default()
    }
}

/// Writes pieces indented and wrapped to the terminal's width, the marks in colour or in brackets. A blank line of the
/// article becomes the end of a line, a single newline a space.
pub(crate) fn write(
    out: &mut impl Write,
    pieces: &[(Mark, &str)],
    indent: usize,
    terminal: Terminal,
) -> io::Result<()> {
    let mut paragraph = Paragraph::new(out, indent, terminal);
    let mut newlines = 0;
    for (position, &(mark, text)) in pieces.iter().enumerate() {
        let before = position.checked_sub(1).map(|before| pieces[before]);
        if before.is_some_and(|before| needs_space(before, (mark, text), terminal.colour)) {
            paragraph.end_word()?;
        }
        let (open, close) = if terminal.colour {
            ("", "")
        } else {
            mark.brackets()
        };
        paragraph.push(mark, open);
        for character in text.chars() {
            if character.is_whitespace() {
                paragraph.end_word()?;
                newlines += u32::from(character == '\n');
                continue;
            }
            if std::mem::take(&mut newlines) > 1 {
                paragraph.end_line()?;
            }
            if let Some(character) = clean::in_prose(character) {
                paragraph.push_character(mark, character);
            }
        }
        paragraph.push(mark, close);
    }
    paragraph.finish()
}

/// Says whether a space has to part two pieces that have none of their own: an insertion begins and ends at words, the
/// space beside it belongs to neither.
fn needs_space((mark, text): (Mark, &str), (next_mark, next): (Mark, &str), colour: bool) -> bool {
    match (mark, next_mark) {
        // Brackets part the two well enough; colours alone do not.
        (Mark::Deleted, Mark::Inserted) => colour,
        (Mark::Kept, Mark::Inserted) => {
            text.ends_with(|last: char| last.is_alphanumeric() || ",.;:!?)%".contains(last))
        }
        (Mark::Inserted, Mark::Kept) => next.starts_with(char::is_alphanumeric),
        _ => false,
    }
}

/// Lines that fill up with words. Holds one line and one word, however long the text is.
#[derive(Debug)]
struct Paragraph<'w, W> {
    out: &'w mut W,
    indent: usize,
    terminal: Terminal,
    line: Vec<(Mark, String)>,
    columns: usize,
    word: Vec<(Mark, String)>,
}

impl<'w, W: Write> Paragraph<'w, W> {
    fn new(out: &'w mut W, indent: usize, terminal: Terminal) -> Self {
        Self {
            out,
            indent,
            terminal,
            line: Vec::new(),
            columns: 0,
            word: Vec::new(),
        }
    }

    fn push(&mut self, mark: Mark, text: &str) {
        append(&mut self.word, mark, text);
    }

    fn push_character(&mut self, mark: Mark, character: char) {
        append(&mut self.word, mark, character.encode_utf8(&mut [0; 4]));
    }

    /// Puts the word on the line, or on the next one if it does not fit.
    fn end_word(&mut self) -> io::Result<()> {
        if self.word.is_empty() {
            return Ok(());
        }
        let word = std::mem::take(&mut self.word);
        let width: usize = word.iter().map(|(_, text)| text.width()).sum();
        let space = usize::from(self.columns > 0);
        if self.columns + space + width <= self.room() {
            if space > 0 {
                // A space inside a marked stretch belongs to it.
                let mark = self
                    .line
                    .last()
                    .map(|(mark, _)| *mark)
                    .filter(|mark| *mark == word[0].0);
                self.place(mark.unwrap_or(Mark::Kept), " ", space);
            }
        } else {
            self.end_line()?;
        }
        for (mark, text) in &word {
            if width <= self.room() {
                self.place(*mark, text, text.width());
                continue;
            }
            // An address, or a script that writes no spaces.
            for cluster in text.graphemes(true) {
                if self.columns + cluster.width() > self.room() {
                    self.end_line()?;
                }
                self.place(*mark, cluster, cluster.width());
            }
        }
        Ok(())
    }

    fn place(&mut self, mark: Mark, text: &str, columns: usize) {
        append(&mut self.line, mark, text);
        self.columns += columns;
    }

    fn end_line(&mut self) -> io::Result<()> {
        if self.line.is_empty() {
            return Ok(());
        }
        write!(self.out, "{:indent$}", "", indent = self.indent)?;
        // Each line closes its colours: pagers forget them at the end of a line.
        for (mark, text) in self.line.drain(..) {
            write!(self.out, "{}", self.terminal.paint(mark.ink(), text))?;
        }
        self.columns = 0;
        writeln!(self.out)
    }

    fn finish(mut self) -> io::Result<()> {
        self.end_word()?;
        self.end_line()
    }

    fn room(&self) -> usize {
        self.terminal.width.saturating_sub(self.indent).max(1)
    }
}

/// Appends to the last stretch if it has the same mark.
fn append(stretches: &mut Vec<(Mark, String)>, mark: Mark, text: &str) {
    if text.is_empty() {
        return;
    }
    match stretches.last_mut() {
        Some((last, stretch)) if *last == mark => stretch.push_str(text),
        _ => stretches.push((mark, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn passage(text_a: &str, text_b: &str, edits: &[[u64; 4]]) -> Passage {
        let kind = |edit: &[u64; 4]| match (edit[0] == edit[1], edit[2] == edit[3]) {
            (true, _) => "inserted",
            (_, true) => "deleted",
            _ => "replaced",
        };
        // The offsets are those of articles in which the passages begin at 100 and 200.
        let edits: Vec<_> = edits
            .iter()
            .map(|edit| {
                json!({
                    "kind": kind(edit),
                    "a_start": 100 + edit[0], "a_end": 100 + edit[1],
                    "b_start": 200 + edit[2], "b_end": 200 + edit[3],
                })
            })
            .collect();
        serde_json::from_value(json!({
            "a_start": 100, "a_end": 100 + text_a.chars().count(),
            "b_start": 200, "b_end": 200 + text_b.chars().count(),
            "text_a": text_a, "text_b": text_b, "kind": "prose", "words": 9, "quoted_words": 0, "edits": edits,
        }))
        .unwrap()
    }

    fn marked(passage: &Passage, width: usize, colour: bool) -> String {
        let mut out = Vec::new();
        write(&mut out, &pieces(passage), 2, Terminal { width, colour }).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_replaced_word_stands_beside_its_replacement() {
        let passage = passage(
            "the süd quay burned",
            "the north quay burned",
            &[[4, 7, 4, 9]],
        );
        assert_eq!(
            marked(&passage, 80, false),
            "  the [-süd-]{+north+} quay burned\n"
        );
        assert_eq!(
            marked(&passage, 80, true),
            "  the \u{1b}[31;9msüd\u{1b}[0m \u{1b}[32;4mnorth\u{1b}[0m quay burned\n"
        );
    }

    #[test]
    fn a_deletion_leaves_single_spaces() {
        let passage = passage("the old quay burned", "the quay burned", &[[4, 7, 4, 4]]);
        assert_eq!(marked(&passage, 80, false), "  the [-old-] quay burned\n");
    }

    #[test]
    fn an_insertion_gets_the_spaces_it_needs() {
        let at_the_end_of_a_word = passage(
            "the quay, he said",
            "the quay burned, he said",
            &[[8, 8, 9, 15]],
        );
        assert_eq!(
            marked(&at_the_end_of_a_word, 80, false),
            "  the quay {+burned+}, he said\n"
        );
        let before_a_word = passage(
            "the quay, he said",
            "the old quay, he said",
            &[[4, 4, 4, 7]],
        );
        assert_eq!(
            marked(&before_a_word, 80, false),
            "  the {+old+} quay, he said\n"
        );
        let inside_a_quotation = passage("\"quay\"", "\"old quay\"", &[[1, 1, 1, 4]]);
        assert_eq!(
            marked(&inside_a_quotation, 80, false),
            "  \"{+old+} quay\"\n"
        );
    }

    #[test]
    fn edits_at_both_ends_are_marked() {
        let passage = passage(
            "one two three",
            "uno two tres",
            &[[0, 3, 0, 3], [8, 13, 8, 12]],
        );
        assert_eq!(
            marked(&passage, 80, false),
            "  [-one-]{+uno+} two [-three-]{+tres+}\n"
        );
    }

    #[test]
    fn lines_wrap_between_words_and_close_their_colours() {
        let passage = passage(
            "the quay of the old harbour burned",
            "the quay burned",
            &[[9, 27, 9, 9]],
        );
        assert_eq!(
            marked(&passage, 18, false),
            "  the quay [-of\n  the old\n  harbour-] burned\n"
        );
        assert_eq!(
            marked(&passage, 18, true),
            "  the quay \u{1b}[31;9mof the\u{1b}[0m\n  \u{1b}[31;9mold harbour\u{1b}[0m\n  burned\n"
        );
    }

    #[test]
    fn a_word_longer_than_a_line_is_broken() {
        let passage = passage(
            "see example.org/harbour now",
            "see example.org/harbour now",
            &[],
        );
        assert_eq!(
            marked(&passage, 12, false),
            "  see\n  example.or\n  g/harbour\n  now\n"
        );
    }

    #[test]
    fn paragraphs_begin_a_line_and_newlines_do_not() {
        let passage = passage("one\ntwo\r\n \r\n\n\tthree", "one two three", &[]);
        assert_eq!(marked(&passage, 80, false), "  one two\n  three\n");
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        let passage = passage("one two\u{1b}[2J\u{202e}", "one two", &[]);
        assert_eq!(marked(&passage, 80, false), "  one two␛[2J\u{fffd}\n");
    }

    #[test]
    fn offsets_beyond_the_passage_do_no_harm() {
        let passage = passage("one two", "one two", &[[4, 90, 4, 70]]);
        assert_eq!(marked(&passage, 80, false), "  one [-two-]{+two+}\n");
    }
}
