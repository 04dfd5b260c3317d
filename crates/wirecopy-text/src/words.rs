//! Words by Unicode Standard Annex #29, with a scanner for simple characters.

use std::iter::FusedIterator;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

use crate::span::{Span, addressable};
use crate::word_block::Block;
use crate::word_bytes::word_run;
use crate::word_class::{Wide, wide_at};

/// Returns the spans of the words of `text`, in order and without overlap.
///
/// A word is a segment between two word boundaries of [UAX
/// #29](https://www.unicode.org/reports/tr29/) that holds at least one alphanumeric character. Thus
/// `don't`, `3,000.50`, `snake_case` and `U.S` are one word each, `well-known` is two, and each
/// Chinese character is one.
///
/// Two departures from the standard:
/// - U+200B ZERO WIDTH SPACE between two letters does not end a word where both letters belong to a
///   script that writes spaces between words (Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, the
///   scripts of India, Georgian, Ethiopic). There it is dirt from a page layout. In Thai, Lao,
///   Khmer, Burmese, Chinese, Japanese, Korean and all other scripts it separates words as the
///   standard says.
/// - A word never begins with white space. By the standard, white space and U+200D ZERO WIDTH
///   JOINER stick to a following pictograph, and a few pictographs count as letters.
///
/// Only the first `u32::MAX` bytes of a text are read, because a [`Span`] reaches no further;
/// [`Analysis::new`](crate::Analysis::new) refuses such a text.
///
/// `O(n)` in the bytes of the text; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::words;
///
/// let text = "The mayor’s plan isn't well-known.";
/// let found: Vec<&str> = words(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["The", "mayor’s", "plan", "isn't", "well", "known"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words {
        text: addressable(text),
        at: 0,
        block: Block::default(),
        careful: 0,
        mixed: None,
        plain: false,
    }
}

/// Returns the spans of the words of `text` by [UAX #29](https://www.unicode.org/reports/tr29/) to
/// the letter, without the two departures of [`words`].
///
/// The same as `unicode_word_indices` of the crate `unicode-segmentation`, and faster. Only the
/// first `u32::MAX` bytes are read. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::plain_words;
///
/// let text = "The har\u{200b}bour";
/// let found: Vec<&str> = plain_words(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["The", "har", "bour"]);
/// ```
pub fn plain_words(text: &str) -> Words<'_> {
    Words {
        plain: true,
        ..words(text)
    }
}

/// The iterator that [`words`] and [`plain_words`] return.
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct Words<'t> {
    text: &'t str,
    /// Where the scanner goes on: a word boundary.
    at: usize,
    /// Words before that boundary that have been found already.
    block: Block,
    /// Up to here the text is read word by word.
    careful: usize,
    /// The stretch with characters that are not simple that is being read, if any.
    mixed: Option<Mixed<'t>>,
    /// Without the departures from the standard.
    plain: bool,
}

impl<'t> Words<'t> {
    /// Returns the words with the classes of their characters.
    #[inline]
    pub(crate) fn classed(mut self) -> impl Iterator<Item = (Span, Classes)> + 't {
        std::iter::from_fn(move || self.next_classed())
    }

    /// Returns the next word and the classes of its characters, with [`Classes::WIDE`] if any is
    /// beyond ASCII; then the other classes say nothing.
    #[inline]
    pub(crate) fn next_classed(&mut self) -> Option<(Span, Classes)> {
        if let Some((start, end, classes)) = self.block.next() {
            return Some((Span::at(start, end), classes));
        }
        self.advance()
    }

    /// Reads on behind the words that were found already.
    fn advance(&mut self) -> Option<(Span, Classes)> {
        loop {
            if let Some(mixed) = &mut self.mixed {
                let word = if self.plain {
                    mixed.read()
                } else {
                    mixed.next()
                };
                if let Some(span) = word {
                    return Some((span, Classes::WIDE));
                }
                self.at = mixed.end;
                self.mixed = None;
            }
            let bytes = self.text.as_bytes();
            if self.at >= self.careful && starts_in_ascii(&bytes[self.at..]) {
                let read = Block::read(bytes, self.at);
                (self.block, self.at, self.careful) = (read.block, read.end, read.careful);
                if let Some((start, end, classes)) = self.block.next() {
                    return Some((Span::at(start, end), classes));
                }
            }
            match scan(bytes, self.at) {
                Scanned::Word {
                    start,
                    end,
                    classes,
                } => {
                    self.at = end;
                    return Some((Span::at(start, end), classes));
                }
                Scanned::Mixed { start } if self.plain => {
                    self.mixed = Some(Mixed::plain(self.text, self.at, start));
                }
                Scanned::Mixed { start } => self.mixed = Some(Mixed::new(self.text, start)),
                Scanned::End => {
                    self.at = self.text.len();
                    return None;
                }
            }
        }
    }
}

impl Iterator for Words<'_> {
    type Item = Span;

    #[inline]
    fn next(&mut self) -> Option<Span> {
        self.next_classed().map(|(span, _)| span)
    }
}

impl FusedIterator for Words<'_> {}

/// What the byte scanner found.
enum Scanned {
    /// A word of simple characters.
    Word {
        start: usize,
        end: usize,
        classes: Classes,
    },
    /// From this word boundary on, a character that is not simple may take part in the next word.
    Mixed { start: usize },
    /// No further word.
    End,
}

/// What bytes mean to the word rules: one bit for each class, so that a word's classes are the sum
/// of its bytes'. White space and punctuation without a part in words have no bit: they always
/// stand alone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classes(u8);

impl Classes {
    const OTHER: Self = Self(0);
    const LOWER: Self = Self(1);
    pub(crate) const UPPER: Self = Self(1 << 1);
    pub(crate) const DIGIT: Self = Self(1 << 2);
    /// `_`, which joins letters, digits and itself.
    const JOINER: Self = Self(1 << 3);
    /// `.` and `'` between two letters, and `:`.
    const MID_LETTER: Self = Self(1 << 4);
    /// `.` and `'` between two digits, and `,` and `;`.
    const MID_DIGIT: Self = Self(1 << 5);
    /// Katakana, which join one another and underscores only.
    const KATAKANA: Self = Self(1 << 6);
    /// A byte of a character beyond ASCII.
    pub(crate) const WIDE: Self = Self(1 << 7);

    const LETTER: Self = Self(Self::LOWER.0 | Self::UPPER.0);
    const ALPHANUMERIC: Self = Self(Self::LETTER.0 | Self::DIGIT.0);
    /// What makes a run of characters a word.
    const NAMED: Self = Self(Self::ALPHANUMERIC.0 | Self::KATAKANA.0);
    const WORD: Self = Self(Self::ALPHANUMERIC.0 | Self::JOINER.0);

    /// Returns the classes of a word of ASCII letters and digits.
    #[inline]
    pub(crate) const fn of_word(upper: bool, digit: bool) -> Self {
        Self((upper as u8 * Self::UPPER.0) | (digit as u8 * Self::DIGIT.0))
    }

    #[inline]
    pub(crate) fn of(byte: u8) -> Self {
        const CLASSES: [Classes; 256] = {
            let mut classes = [Classes::OTHER; 256];
            let mut byte = 0_usize;
            while byte < 256 {
                #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
                let value = byte as u8;
                classes[byte] = match value {
                    b'a'..=b'z' => Classes::LOWER,
                    b'A'..=b'Z' => Classes::UPPER,
                    b'0'..=b'9' => Classes::DIGIT,
                    b'_' => Classes::JOINER,
                    b'.' | b'\'' => Classes(Classes::MID_LETTER.0 | Classes::MID_DIGIT.0),
                    b':' => Classes::MID_LETTER,
                    b',' | b';' => Classes::MID_DIGIT,
                    0x80.. => Classes::WIDE,
                    _ => Classes::OTHER,
                };
                byte += 1;
            }
            classes
        };
        CLASSES[usize::from(byte)]
    }

    /// Says whether any of `classes` is among these.
    #[inline]
    pub(crate) const fn hold(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// Says whether a letter, digit or katakana goes on with a word that ends with `before`.
    #[inline]
    fn joins(self, before: Self) -> bool {
        before == Self::OTHER
            || before.hold(Self::JOINER)
            || before.hold(Self::KATAKANA) == self.hold(Self::KATAKANA)
    }

    /// Returns which neighbours on both sides let this punctuation mark stand inside a word, behind
    /// `before`.
    #[inline]
    pub(crate) fn needs_behind(self, before: Self) -> Self {
        if self.hold(Self::MID_LETTER) && before.hold(Self::LETTER) {
            Self::LETTER
        } else if self.hold(Self::MID_DIGIT) && before.hold(Self::DIGIT) {
            Self::DIGIT
        } else {
            Self::OTHER
        }
    }
}

/// Says whether a block is worth reading: text that is not mostly ASCII is read word by word.
#[inline]
fn starts_in_ascii(bytes: &[u8]) -> bool {
    bytes
        .first_chunk::<16>()
        .is_some_and(|bytes| bytes.is_ascii())
}

/// Says whether a byte is ASCII white space, beside which no word goes on.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

/// Finds the first word from the boundary `from` on, as long as simple characters decide.
///
/// A boundary needs no context on its left: the rules that look back two characters (`a.b`, `1,2`)
/// have already been applied, and a character that changes the one before it is looked at together
/// with that.
#[inline]
fn scan(bytes: &[u8], from: usize) -> Scanned {
    let mut at = from;
    // Where the character before `at` starts.
    let mut before = from;
    loop {
        let start = loop {
            let Some(&byte) = bytes.get(at) else {
                return Scanned::End;
            };
            if byte < 0x80 {
                if Classes::of(byte).hold(Classes::WORD) {
                    break at;
                }
                before = at;
                at += 1;
                continue;
            }
            let (wide, length) = wide_at(bytes, at);
            match wide {
                Wide::Letter | Wide::Digit | Wide::Katakana => break at,
                Wide::Alone => return scan_alone(bytes, at, at + length),
                Wide::Other | Wide::MidLetter | Wide::MidNum | Wide::MidNumLet => {
                    before = at;
                    at += length;
                }
                Wide::Extend | Wide::Complex => {
                    // A joiner may tie the character before it to what follows.
                    let tied = at > from && !is_space(bytes[at - 1]);
                    return Scanned::Mixed {
                        start: if tied { before } else { at },
                    };
                }
            }
        };
        let word = scan_word(bytes, start);
        match word {
            Scanned::Word { end, classes, .. } if !classes.hold(Classes::NAMED) => {
                // Underscores alone are no word.
                before = end - 1;
                at = end;
            }
            _ => return word,
        }
    }
}

/// Reads a word of letters, digits, katakana, underscores, marks on them and what joins them. It
/// may turn out to have underscores only.
#[inline]
fn scan_word(bytes: &[u8], start: usize) -> Scanned {
    let mut classes = Classes::OTHER;
    let mut at = start;
    // The class of the last character that is no mark.
    let mut before = Classes::OTHER;
    let end = loop {
        let Some(&byte) = bytes.get(at) else { break at };
        if Classes::of(byte).hold(Classes::WORD) {
            if before.hold(Classes::KATAKANA) && byte != b'_' {
                break at;
            }
            let ascii = word_run(&bytes[at..]);
            at += ascii.length;
            before = Classes::of(bytes[at - 1]);
            classes.0 |= u8::from(ascii.lower) * Classes::LOWER.0;
            classes.0 |= u8::from(ascii.upper) * Classes::UPPER.0;
            classes.0 |= u8::from(ascii.digit) * Classes::DIGIT.0;
            // What ends most words: no need to ask what it joins.
            if let Some(b' ' | b'\n') | None = bytes.get(at) {
                break at;
            }
            continue;
        }
        let (middle, length) = if byte < 0x80 {
            (Classes::of(byte), 1)
        } else {
            let (wide, length) = wide_at(bytes, at);
            let class = match wide {
                Wide::Extend => {
                    classes.0 |= Classes::WIDE.0;
                    at += length;
                    continue;
                }
                Wide::Letter => Classes::LOWER,
                Wide::Digit => Classes::DIGIT,
                Wide::Katakana => Classes::KATAKANA,
                Wide::MidLetter => Classes::MID_LETTER,
                Wide::MidNum => Classes::MID_DIGIT,
                Wide::MidNumLet => Classes(Classes::MID_LETTER.0 | Classes::MID_DIGIT.0),
                Wide::Other | Wide::Alone => break at,
                Wide::Complex => return Scanned::Mixed { start },
            };
            if class.hold(Classes::NAMED) {
                if !class.joins(before) {
                    break at;
                }
                classes.0 |= class.0 | Classes::WIDE.0;
                before = class;
                at += length;
                continue;
            }
            (class, length)
        };
        let needed = middle.needs_behind(before);
        if needed == Classes::OTHER {
            break at;
        }
        let behind = match bytes.get(at + length) {
            None => Classes::OTHER,
            Some(&byte) if byte < 0x80 => Classes::of(byte),
            Some(_) => match wide_at(bytes, at + length).0 {
                Wide::Letter => Classes::LOWER,
                Wide::Digit => Classes::DIGIT,
                Wide::Extend | Wide::Complex => return Scanned::Mixed { start },
                _ => Classes::OTHER,
            },
        };
        if !behind.hold(needed) {
            break at;
        }
        if length > 1 {
            classes.0 |= Classes::WIDE.0;
        }
        at += length;
    };
    if classes.hold(Classes::WIDE) && !classes.hold(Classes::NAMED) {
        // The marks on an underscore may count as letters.
        return Scanned::Mixed { start };
    }
    Scanned::Word {
        start,
        end,
        classes,
    }
}

/// Reads a letter that is a word by itself, and the marks on it.
#[inline]
fn scan_alone(bytes: &[u8], start: usize, mut end: usize) -> Scanned {
    while let Some(0x80..) = bytes.get(end) {
        match wide_at(bytes, end) {
            (Wide::Extend, length) => end += length,
            (Wide::Complex, _) => return Scanned::Mixed { start },
            _ => break,
        }
    }
    Scanned::Word {
        start,
        end,
        classes: Classes(Classes::WIDE.0 | Classes::LOWER.0),
    }
}

/// The words of a stretch that holds characters that are not simple and ends at ASCII white space.
struct Mixed<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    words: UnicodeWordIndices<'t>,
    /// A word that was read to see whether the one before it goes on.
    pending: Option<Span>,
}

impl std::fmt::Debug for Mixed<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Mixed")
            .field("start", &self.start)
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}

impl<'t> Mixed<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        let end = text.as_bytes()[start..]
            .iter()
            .position(|&byte| is_space(byte))
            .map_or(text.len(), |length| start + length);
        Self::between(text, start, end)
    }

    fn between(text: &'t str, start: usize, end: usize) -> Self {
        Self {
            text,
            start,
            end,
            words: text[start..end].unicode_word_indices(),
            pending: None,
        }
    }

    /// The same for the standard to the letter, where white space belongs to a word if a joiner and
    /// a pictograph that counts as a letter follow. `from` is a boundary before `start`.
    fn plain(text: &'t str, from: usize, start: usize) -> Self {
        let bytes = text.as_bytes();
        let blanks = bytes[from..start]
            .iter()
            .rev()
            .take_while(|&&byte| is_space(byte))
            .count();
        // A blank beyond ASCII keeps the blanks behind it in its segment.
        let ends = |at: usize| is_space(bytes[at]) && !ends_in_wide_space(&text[start..at]);
        let end = (start..bytes.len()).find(|&at| at > start && ends(at));
        Self::between(text, start - blanks, end.unwrap_or(text.len()))
    }

    fn read(&mut self) -> Option<Span> {
        let (offset, word) = self.words.next()?;
        let start = self.start + offset;
        Some(Span::at(start, start + word.len()))
    }

    fn next(&mut self) -> Option<Span> {
        let mut word = self.pending.take().or_else(|| self.read())?;
        while let Some(resumed) = self.behind_zero_width_spaces(word) {
            let Some(next) = self.read() else { break };
            if next.range().start != resumed || !self.goes_on(word, next) {
                self.pending = Some(next);
                break;
            }
            word = word.cover(next);
        }
        Some(word)
    }

    /// Returns where the text goes on behind the zero width spaces that follow `word`, if there are
    /// any.
    fn behind_zero_width_spaces(&self, word: Span) -> Option<usize> {
        let rest = &self.text[word.range().end..self.end];
        let behind = rest.trim_start_matches(ZERO_WIDTH_SPACE);
        (behind.len() < rest.len()).then(|| self.end - behind.len())
    }

    fn goes_on(&self, word: Span, next: Span) -> bool {
        let last = word.of(self.text).chars().next_back();
        let first = next.of(self.text).chars().next();
        last.is_some_and(is_spaced_letter) && first.is_some_and(is_spaced_letter)
    }
}

fn ends_in_wide_space(text: &str) -> bool {
    text.as_bytes().last().is_some_and(|&byte| byte >= 0x80) && text.ends_with(char::is_whitespace)
}

const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// Says whether `c` is a letter (or a mark on one) of a script that writes spaces between words.
fn is_spaced_letter(c: char) -> bool {
    let spaced = matches!(
        c,
        '\u{0041}'..='\u{0dff}' // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Syriac, Thaana, N'Ko, the scripts of India
            | '\u{10a0}'..='\u{10ff}' // Georgian
            | '\u{1200}'..='\u{139f}' // Ethiopic
            | '\u{1ab0}'..='\u{1aff}' // combining marks
            | '\u{1c80}'..='\u{1cbf}' // Cyrillic and Georgian capitals
            | '\u{1d00}'..='\u{1fff}' // Latin and Greek with marks, combining marks
            | '\u{2c60}'..='\u{2c7f}' // Latin
            | '\u{2d00}'..='\u{2dff}' // Georgian, Ethiopic, Cyrillic
            | '\u{a640}'..='\u{a69f}' // Cyrillic
            | '\u{a720}'..='\u{a7ff}' // Latin
            | '\u{ab30}'..='\u{ab6f}' // Latin
            | '\u{fb00}'..='\u{fdff}' // ligatures and presentation forms
            | '\u{fe70}'..='\u{fefc}' // Arabic presentation forms
    );
    spaced && (c.is_alphabetic() || is_combining_mark(c))
}

#[cfg(test)]
mod tests;
