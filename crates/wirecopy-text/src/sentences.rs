//! Sentences by Unicode Standard Annex #29, tailored to news.

use std::iter::FusedIterator;

use crate::abbreviations::{Abbreviation, abbreviation_at_end, is_ordinal_before};
use crate::fold::fold;
use crate::function_words::is_function_word;
use crate::layout::Layout;
use crate::lines::{newline_length, trimmed};
use crate::sentence_class::{Class, class_of};
use crate::span::{Span, addressable};
use crate::unspaced::is_unspaced;

/// Returns the spans of the sentences of `text`, in order, trimmed of white space; none is empty.
///
/// The rules are those of [UAX #29](https://www.unicode.org/reports/tr29/), with four departures:
/// - **Newlines.** The standard ends a sentence at each newline. Here one that merely wraps a
///   paragraph does not: the next line begins with a lower-case letter, or the text is hard-wrapped
///   (no line has more than 100 columns, and enough lines begin in lower case) and the newline
///   stands where the wrapping would put it. Blank lines, deeper indents, list items and the end of
///   a short line still end a sentence; so do all newlines in scripts without case.
/// - **Lower case.** By the standard a lower-case letter behind a full stop goes on with the
///   sentence. Here it does so behind `?` and `!` too: `“Why?” she asked.` A number behind a word of
///   five letters or more, or behind a quotation, begins a sentence: `It rained. 20 people left.`
/// - **Quotations.** A mark that closes behind a blank belongs to the sentence before (`« Oui. »
///   Elle`), and one that opens where no space is written to the next. A dash between blanks and
///   before a capital begins a sentence, as dialogue does. In Japanese a particle behind the marks
///   goes on with the sentence, in Korean any letter.
/// - **Abbreviations.** The full stop of a title (`Mr.`, `Gen.`) does not end a sentence. After
///   initials and dotted letters (`J. Smith`, `the U.S. Senate`, `9 a.m. Monday`) and abbreviations
///   that may stand last (`Inc.`, `Nov.`) it does only when the next word is a capitalised
///   English function word (`in the U.S. The …`) or begins, behind a blank, with a letter that has
///   no case, or no letter or digit comes next. The list is short: it has what news in the languages
///   of Europe uses most. German ordinals (`am 3. Mai`), and the number of a list item at the
///   start of its line, do not end a sentence either.
///
/// Only the first `u32::MAX` bytes are read. `O(n)`; allocates nothing but for the rare word beyond
/// ASCII after an abbreviation.
///
/// # Example
/// ```
/// use wirecopy_text::sentences;
///
/// let text = "Mr. Ito left the U.S. Senate\nat 9 a.m. on Monday. “Enough!” he said.";
/// let found: Vec<&str> = sentences(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["Mr. Ito left the U.S. Senate\nat 9 a.m. on Monday.", "“Enough!” he said."]);
/// ```
pub fn sentences(text: &str) -> Sentences<'_> {
    let text = addressable(text);
    Sentences::with_layout(text, Layout::of(text))
}

/// Returns the spans of the sentences by [UAX #29](https://www.unicode.org/reports/tr29/) alone,
/// trimmed of white space; none is empty.
///
/// Without any of the departures of [`sentences`]: each newline ends a sentence, and so does the
/// full stop of a title. Only the first `u32::MAX` bytes are read. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::plain_sentences;
///
/// let text = "Mr. Ito left the\nroom.";
/// let found: Vec<&str> = plain_sentences(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["Mr.", "Ito left the", "room."]);
/// ```
pub fn plain_sentences(text: &str) -> Sentences<'_> {
    Sentences::plain(addressable(text))
}

/// The iterator that [`sentences`] and [`plain_sentences`] return.
#[derive(Debug, Clone)]
#[must_use = "iterators are lazy"]
pub struct Sentences<'t> {
    text: &'t str,
    at: usize,
    /// The layout for news; without it the rules are the standard's.
    layout: Option<Layout>,
}

impl<'t> Sentences<'t> {
    pub(crate) fn with_layout(text: &'t str, layout: Layout) -> Self {
        Self {
            text,
            at: 0,
            layout: Some(layout),
        }
    }

    /// Sentences by the standard alone.
    pub(crate) fn plain(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            layout: None,
        }
    }

    /// Returns the sentences with the white space around them: together they are the text.
    pub(crate) fn segments(mut self) -> impl FusedIterator<Item = Span> + use<'t> {
        std::iter::from_fn(move || {
            let start = self.at;
            (start < self.text.len()).then(|| {
                self.at = self.end_of_sentence(start);
                Span::at(start, self.at)
            })
        })
        .fuse()
    }

    /// Returns the end of the sentence that begins at `from`, white space behind it included.
    fn end_of_sentence(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            if !MAY_END[usize::from(byte)] {
                at += 1;
                continue;
            }
            let (c, next) = self.character(at);
            let verdict = match class_of(c) {
                Class::Newline => match self.newline(at) {
                    Newline::Soft(end) => Verdict::GoesOn(end),
                    Newline::Hard(end) => Verdict::Ends(end),
                },
                Class::Stop if self.numbers_item(from, at) => Verdict::GoesOn(next),
                Class::Stop => self.behind_terminator(at, next, true),
                Class::Terminator => self.behind_terminator(at, next, false),
                _ => Verdict::GoesOn(next),
            };
            match verdict {
                Verdict::GoesOn(next) => at = next,
                Verdict::Ends(end) => return end,
            }
        }
        bytes.len()
    }

    /// Applies rules SB6 to SB11 to the terminator `start..end`.
    fn behind_terminator(&self, start: usize, end: usize, is_stop: bool) -> Verdict {
        let mut at = self.skip(end, |class| class == Class::Ignored);
        let behind_stop = at;
        at = self.skip_closes(at);
        let mut behind_close = at;
        let tailored = self.layout.is_some();
        loop {
            at = self.skip(at, |class| matches!(class, Class::Space | Class::Ignored));
            match self.class(at) {
                None => return Verdict::Ends(at),
                Some(Class::Newline) => match self.newline(at) {
                    Newline::Soft(end) => at = end,
                    Newline::Hard(end) if is_stop && self.title_goes_on(start, end) => at = end,
                    Newline::Hard(end) => return Verdict::Ends(end),
                },
                Some(Class::Close) if tailored && self.closes_apart(at) => {
                    at = self.character(at).1;
                    behind_close = at;
                }
                Some(Class::Continuation) if tailored && self.dash_opens(behind_close, at) => {
                    let closed = behind_close > behind_stop;
                    let next = self.skip(at, |class| {
                        matches!(class, Class::Continuation | Class::Space)
                    });
                    return if is_stop && self.is_abbreviation(start, next, closed) {
                        Verdict::GoesOn(at)
                    } else {
                        Verdict::Ends(at)
                    };
                }
                Some(Class::Continuation | Class::Stop | Class::Terminator) => {
                    return Verdict::GoesOn(at);
                }
                Some(class) => {
                    let closed = behind_close > behind_stop;
                    let asks = matches!(self.text.as_bytes()[start], b'!' | b'?');
                    let goes_on = (is_stop || tailored && asks)
                        && self.lower_case_follows(at, self.counts_as_word(start, closed))
                        || is_stop && at == behind_stop && self.joins(start, class)
                        || is_stop && tailored && self.is_abbreviation(start, at, closed)
                        || is_stop && tailored && !closed && class == Class::Upper && {
                            is_ordinal_before(&self.text[..start], self.word_at(at))
                        }
                        || tailored
                            && closed
                            && at == behind_close
                            && goes_on_with_particle(&self.text[at..]);
                    return if goes_on {
                        Verdict::GoesOn(at)
                    } else {
                        Verdict::Ends(at)
                    };
                }
            }
        }
    }

    /// Skips the marks and brackets that close at `at`. To the standard those that open are the same;
    /// where no space is written, the next sentence may begin with one: `……。「……」`.
    fn skip_closes(&self, mut at: usize) -> usize {
        while let Some(Class::Close | Class::Ignored) = self.class(at) {
            let (c, next) = self.character(at);
            let opens = match c {
                '「' | '『' => true,
                '“' | '‘' => self.text[next..].starts_with(is_unspaced),
                _ => false,
            };
            if opens && self.layout.is_some() {
                break;
            }
            at = next;
        }
        at
    }

    /// Says whether the stop belongs to the number of a list item, which begins its line.
    fn numbers_item(&self, from: usize, stop: usize) -> bool {
        let bytes = self.text.as_bytes();
        self.layout.is_some()
            && (from == 0 || matches!(bytes[from - 1], b'\n' | b'\r'))
            && stop - from <= 8
            && {
                let number = self.text[from..stop].trim_start();
                matches!(number.len(), 1..=3) && number.bytes().all(|byte| byte.is_ascii_digit())
            }
    }

    /// Says whether the stop is that of a title, and a name follows on the line that begins at
    /// `next`.
    fn title_goes_on(&self, stop: usize, next: usize) -> bool {
        self.layout.is_some()
            && self.class(next) == Some(Class::Upper)
            && abbreviation_at_end(&self.text[..stop]) == Some(Abbreviation::BeforeName)
    }

    /// Says whether a closing mark stands at `at`, behind a blank and before none of its own
    /// quotation, as in French: `Il part. » Elle reste.`
    fn closes_apart(&self, at: usize) -> bool {
        let (c, next) = self.character(at);
        matches!(c, '»' | '›' | '”')
            && self.text[next..]
                .chars()
                .next()
                .is_none_or(|c| !c.is_alphanumeric())
    }

    /// Says whether a dash with blanks on both sides, behind the end of what may be a sentence and
    /// before a capital, opens the next one, as dialogue does.
    fn dash_opens(&self, behind_close: usize, at: usize) -> bool {
        let (c, next) = self.character(at);
        if at == behind_close || !matches!(c, '-' | '–' | '—') {
            return false;
        }
        let behind = self.skip(next, |class| class == Class::Space);
        let letter = self.skip(behind, |class| class == Class::Close);
        behind > next && self.class(letter) == Some(Class::Upper)
    }

    /// Says whether the terminator ends a word that is too long for an abbreviation before a
    /// number, or a quotation, or is no full stop.
    fn counts_as_word(&self, terminator: usize, closed: bool) -> bool {
        const LONGEST: usize = 4;
        if self.layout.is_none() {
            return false;
        }
        if closed || self.text.as_bytes()[terminator] != b'.' {
            return true;
        }
        let back = self.text[..terminator].chars().rev();
        let letters = back
            .take(LONGEST + 1)
            .take_while(|c| c.is_alphabetic())
            .count();
        letters > LONGEST
            || letters == 0
                && (self.text[..terminator].chars().next_back())
                    .is_some_and(|c| class_of(c) == Class::Close)
    }

    /// Rules SB6 and SB7: a digit right behind a stop, or a capital right behind a letter and a
    /// stop.
    fn joins(&self, stop: usize, behind: Class) -> bool {
        match behind {
            Class::Digit => true,
            Class::Upper => {
                let before = self.text[..stop]
                    .chars()
                    .rev()
                    .map(class_of)
                    .find(|&class| class != Class::Ignored);
                matches!(before, Some(Class::Upper | Class::Lower))
            }
            _ => false,
        }
    }

    /// Rule SB8: the next letter, before any newline or terminator, is in lower case. Behind a word
    /// (`behind_word`) a digit comes first: it begins a sentence.
    fn lower_case_follows(&self, from: usize, behind_word: bool) -> bool {
        let mut at = from;
        loop {
            at = self.skip(at, |class| match class {
                Class::Lower
                | Class::Upper
                | Class::Letter
                | Class::Newline
                | Class::Stop
                | Class::Terminator => false,
                Class::Digit => !behind_word,
                _ => true,
            });
            match self.class(at) {
                Some(Class::Lower) => return true,
                Some(Class::Newline) => match self.newline(at) {
                    Newline::Soft(end) => at = end,
                    Newline::Hard(_) => return false,
                },
                _ => return false,
            }
        }
    }

    /// Says whether the stop belongs to an abbreviation after which the sentence goes on at `next`.
    fn is_abbreviation(&self, stop: usize, next: usize, closed: bool) -> bool {
        match abbreviation_at_end(&self.text[..stop]) {
            None => false,
            Some(Abbreviation::BeforeName) => !closed,
            Some(Abbreviation::Anywhere) => {
                let word = self.word_at(self.skip(next, |class| class == Class::Close));
                // Behind a blank, a letter without case says nothing: the standard decides.
                let tells = |c| class_of(c) != Class::Letter || next == stop + 1;
                !closed && word.starts_with(tells) && !is_function_word(&fold(word))
            }
        }
    }

    fn word_at(&self, at: usize) -> &'t str {
        let word = &self.text[at..];
        &word[..word
            .find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
            .unwrap_or(word.len())]
    }

    fn newline(&self, at: usize) -> Newline {
        let end = at + newline_length(self.text.as_bytes(), at);
        match self.layout {
            Some(layout) if layout.is_soft(self.text, at, end) => Newline::Soft(end),
            _ => Newline::Hard(end),
        }
    }

    /// Returns the first position from `at` on whose character is of no such class.
    #[inline]
    fn skip(&self, mut at: usize, class_is: impl Fn(Class) -> bool) -> usize {
        while at < self.text.len() {
            let (c, next) = self.character(at);
            if !class_is(class_of(c)) {
                break;
            }
            at = next;
        }
        at
    }

    fn class(&self, at: usize) -> Option<Class> {
        (at < self.text.len()).then(|| class_of(self.character(at).0))
    }

    /// Returns the character at `at` and where the next one starts.
    #[inline]
    fn character(&self, at: usize) -> (char, usize) {
        let byte = self.text.as_bytes()[at];
        if byte < 0x80 {
            return (char::from(byte), at + 1);
        }
        let c = self.text[at..]
            .chars()
            .next()
            .expect("a character starts at each position that the scanner stops at");
        (c, at + c.len_utf8())
    }
}

impl Iterator for Sentences<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        while self.at < self.text.len() {
            let start = self.at;
            self.at = self.end_of_sentence(start);
            if let Some(sentence) = trimmed(self.text, start, self.at) {
                return Some(sentence);
            }
        }
        None
    }
}

impl FusedIterator for Sentences<'_> {}

/// Says whether what follows a quotation without a blank goes on with its sentence: in Korean
/// anything, in Japanese a particle such as the と of `「…？」と尋ねた`.
fn goes_on_with_particle(behind: &str) -> bool {
    const PARTICLES: [&str; 8] = ["と", "って", "を", "の", "に", "は", "が", "など"];
    /// Words that begin sentences and look as if they began with a particle.
    const WORDS: [&str; 11] = [
        "ところ",
        "とても",
        "とにかく",
        "とりあえず",
        "ともかく",
        "ともあれ",
        "にわかに",
        "のち",
        "はい",
        "はじめ",
        "がん",
    ];
    let begins_with = |words: &[&str]| words.iter().any(|word| behind.starts_with(word));
    behind.starts_with(|c| matches!(c, '\u{ac00}'..='\u{d7a3}'))
        || begins_with(&PARTICLES) && !begins_with(&WORDS)
}

/// Whether the sentence ends, and where the next one or the scanner goes on.
enum Verdict {
    GoesOn(usize),
    Ends(usize),
}

/// Whether a newline ends a paragraph, and its own end.
enum Newline {
    Soft(usize),
    Hard(usize),
}

/// The first bytes of the characters that are newlines, stops or terminators, and of others; bytes
/// inside a character are none of them.
const MAY_END: [bool; 256] = {
    let mut may_end = [false; 256];
    may_end[b'.' as usize] = true;
    may_end[b'!' as usize] = true;
    may_end[b'?' as usize] = true;
    may_end[b'\n' as usize] = true;
    may_end[b'\r' as usize] = true;
    // NEXT LINE; Armenian, Arabic, Syriac, N'Ko; all blocks of three bytes but the ideographs and
    // Hangul syllables; all of four.
    let leads = [
        0xc2, 0xd6, 0xd8, 0xdb, 0xdc, 0xdf, 0xe0, 0xe1, 0xe2, 0xe3, 0xea, 0xef, 0xf0,
    ];
    let mut at = 0;
    while at < leads.len() {
        may_end[leads[at]] = true;
        at += 1;
    }
    may_end
};

#[cfg(test)]
mod tests;
