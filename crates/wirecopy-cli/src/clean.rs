//! Text from articles, made harmless and short enough for a terminal.
//!
//! Articles come from anywhere. An escape sequence in one may not reach the terminal, a newline may not break a line of
//! the table, and a bidirectional override may not turn the rest of a line around. Widths are columns of a terminal
//! (UAX #11), cuts fall between grapheme clusters (UAX #29).

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Stands where characters were left out.
const ELLIPSIS: char = '…';

/// How a character that a terminal must not get is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Harm {
    /// Controls the terminal, or turns the order of a line around.
    Control(char),
    /// Takes no room and shows nothing; harmless, but it hides a difference between two names.
    Invisible,
}

/// Says what is wrong with a character, if anything is.
fn harm(character: char) -> Option<Harm> {
    match character {
        // "Control pictures": ␀ for U+0000 and so on.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)).map(Harm::Control),
        '\u{7f}' => Some(Harm::Control('\u{2421}')),
        // C1 controls, line and paragraph separator, embeddings, overrides and isolates.
        '\u{80}'..='\u{9f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some(Harm::Control(char::REPLACEMENT_CHARACTER))
        }
        // Soft hyphen, directional marks, zero-width space and no-break space, word joiner, invisible operators,
        // deprecated formatting, interlinear annotation, tags. The joiners U+200C and U+200D spell words and stay.
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2060}'..='\u{2065}'
        | '\u{206a}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some(Harm::Invisible),
        _ => None,
    }
}

/// Makes a name (an id, a path, a message) printable. Nothing is left out: what cannot be shown is shown as another
/// character, so that two names that differ still look different from what they pretend to be.
pub(crate) fn name(text: &str) -> Cow<'_, str> {
    if text.chars().all(|character| harm(character).is_none()) {
        return Cow::Borrowed(text);
    }
    let shown = |character| match harm(character) {
        None => character,
        Some(Harm::Control(picture)) => picture,
        Some(Harm::Invisible) => char::REPLACEMENT_CHARACTER,
    };
    Cow::Owned(text.chars().map(shown).collect())
}

/// Gives the character that stands for one of running text; `None` for one that shows nothing. White space is the
/// caller's.
pub(crate) fn in_prose(character: char) -> Option<char> {
    match harm(character) {
        None => Some(character),
        Some(Harm::Control(picture)) => Some(picture),
        Some(Harm::Invisible) => None,
    }
}

/// Puts the beginning of a running text on one line of at most `width` columns, every run of white space as one space.
///
/// Reads no more of the text than it shows: O(width), however long the passage is.
pub(crate) fn one_line(text: &str, width: usize) -> String {
    // Marks without width can pile up without end; so many characters a column are enough for any script.
    const CHARACTERS_PER_COLUMN: usize = 8;
    let most = (width + 1) * CHARACTERS_PER_COLUMN;
    let mut line = String::new();
    let mut count = 0;
    let mut space = false;
    for character in text.chars() {
        if character.is_whitespace() {
            space = count > 0;
            continue;
        }
        let Some(character) = in_prose(character) else {
            continue;
        };
        if count >= most {
            return cut(&line, width, true);
        }
        if std::mem::take(&mut space) {
            line.push(' ');
            count += 1;
        }
        line.push(character);
        count += 1;
    }
    cut(&line, width, false)
}

/// Shortens a printable text at its end to at most `width` columns.
pub(crate) fn shorten_end(text: &str, width: usize) -> String {
    cut(text, width, false)
}

/// Shortens a printable text in its middle to at most `width` columns. Paths differ at their end: it gets the odd column.
pub(crate) fn shorten_middle(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let room = width.saturating_sub(1);
    let head = fitting(text.graphemes(true), room / 2);
    let tail = fitting(text.graphemes(true).rev(), room - room / 2);
    Cow::Owned(format!(
        "{}{ELLIPSIS}{}",
        &text[..head],
        &text[text.len() - tail..]
    ))
}

fn cut(line: &str, width: usize, more_follows: bool) -> String {
    if !more_follows && line.width() <= width {
        return line.to_owned();
    }
    let end = fitting(line.graphemes(true), width.saturating_sub(1));
    format!("{}{ELLIPSIS}", line[..end].trim_end())
}

/// Counts the bytes of the first grapheme clusters that fit into `width` columns.
fn fitting<'t>(clusters: impl Iterator<Item = &'t str>, width: usize) -> usize {
    let mut columns = 0;
    clusters
        .take_while(|cluster| {
            columns += cluster.width();
            columns <= width
        })
        .map(str::len)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_become_pictures() {
        assert_eq!(name("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(
            one_line("\u{1b}]0;title\u{7} word\u{9b}2J", 40),
            "␛]0;title␇ word\u{fffd}2J"
        );
    }

    #[test]
    fn names_keep_a_trace_of_every_character() {
        assert_eq!(name("a\nb\tc"), "a␊b␉c");
        assert_eq!(name("a\u{200b}b\u{202e}c"), "a\u{fffd}b\u{fffd}c");
        assert!(matches!(name("harbour/fire ü 火"), Cow::Borrowed(_)));
    }

    #[test]
    fn running_text_loses_what_shows_nothing() {
        assert_eq!(
            one_line("har\u{ad}bour\u{200b} fire\u{feff}", 40),
            "harbour fire"
        );
        assert_eq!(one_line("the \u{202e}erif", 40), "the \u{fffd}erif");
    }

    #[test]
    fn white_space_of_any_kind_and_length_is_one_space() {
        assert_eq!(
            one_line("  one\r\n\r\n\ttwo\u{a0}\u{2028}three \n", 40),
            "one two three"
        );
    }

    #[test]
    fn a_line_that_fits_is_not_cut() {
        assert_eq!(one_line("twelve chars", 12), "twelve chars");
        assert_eq!(one_line("twelve chars!", 12), "twelve char…");
        assert_eq!(one_line("twelve char s", 13), "twelve char s");
        assert_eq!(one_line("", 12), "");
    }

    #[test]
    fn no_space_stands_before_the_ellipsis() {
        assert_eq!(one_line("one two", 5), "one…");
    }

    #[test]
    fn wide_characters_count_two_columns() {
        assert_eq!(one_line("港口火災調査", 12), "港口火災調査");
        assert_eq!(one_line("港口火災調査報告", 12), "港口火災調…");
        assert_eq!(shorten_middle("港口火災調査報告", 11).width(), 9);
    }

    #[test]
    fn clusters_are_not_torn() {
        assert_eq!(one_line("cafe\u{301} cafe\u{301}", 5), "cafe\u{301}…");
        let family = "👨\u{200d}👩\u{200d}👧";
        assert_eq!(
            one_line(&family.repeat(3), 5),
            format!("{}…", family.repeat(2))
        );
    }

    #[test]
    fn piled_marks_end_somewhere() {
        let piled = format!("a{} b", "\u{301}".repeat(1_000_000));
        assert!(one_line(&piled, 20).len() < 1000);
    }

    #[test]
    fn the_middle_of_a_long_name_goes() {
        assert_eq!(
            shorten_middle("2026/03/14/agency-harbour-fire", 15),
            "2026/03…ur-fire"
        );
        assert_eq!(shorten_middle("short", 5), "short");
        assert_eq!(shorten_middle("abcdef", 4), "a…ef");
        assert_eq!(shorten_middle("abcdef", 1), "…");
    }
}
