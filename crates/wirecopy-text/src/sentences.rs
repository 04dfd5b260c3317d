//! Sentences by Unicode Standard Annex #29, tailored to news.

use std::iter::FusedIterator;

use crate::abbreviations::{Abbreviation, abbreviation_at_end};
use crate::fold::fold;
use crate::function_words::is_function_word;
use crate::layout::Layout;
use crate::lines::{newline_length, trimmed};
use crate::sentence_class::{Class, class_of};
use crate::span::{Span, addressable};

/// Returns the spans of the sentences of `text`, in order, trimmed of white space; none is empty.
///
/// The rules are those of [UAX #29](https://www.unicode.org/reports/tr29/), with three departures:
/// - **Newlines.** The standard ends a sentence at each newline. Here one that merely wraps a
///   paragraph does not: the next line begins with a lower-case letter, or the text is hard-wrapped
///   (no line has more than 100 columns, and enough lines begin in lower case) and the newline
///   stands where the wrapping would put it. Blank lines, deeper indents, list items and the end of
///   a short line still end a sentence; so do all newlines in scripts without case.
/// - **Lower case.** By the standard a lower-case letter behind a full stop goes on with the
///   sentence. Here it does so behind `?` and `!` too: `“Why?” she asked.`
/// - **Abbreviations.** The full stop of a title (`Mr.`, `Gen.`) does not end a sentence. After
///   initials and dotted letters (`J. Smith`, `the U.S. Senate`, `9 a.m. Monday`) and abbreviations
///   that may stand last (`Inc.`, `Nov.`) it does only when the next word is a capitalised
///   English function word (`in the U.S. The …`) or begins, behind a blank, with a letter that has
///   no case, or no letter or digit comes next. The list is short, and English but for a few words.
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
        at = self.skip(at, |class| matches!(class, Class::Close | Class::Ignored));
        let behind_close = at;
        loop {
            at = self.skip(at, |class| matches!(class, Class::Space | Class::Ignored));
            match self.class(at) {
                None => return Verdict::Ends(at),
                Some(Class::Newline) => match self.newline(at) {
                    Newline::Soft(end) => at = end,
                    Newline::Hard(end) => return Verdict::Ends(end),
                },
                Some(Class::Continuation | Class::Stop | Class::Terminator) => {
                    return Verdict::GoesOn(at);
                }
                Some(class) => {
                    let tailored = self.layout.is_some();
                    let closed = behind_close > behind_stop;
                    let asks = matches!(self.text.as_bytes()[start], b'!' | b'?');
                    let goes_on = (is_stop || tailored && asks) && self.lower_case_follows(at)
                        || is_stop && at == behind_stop && self.joins(start, class)
                        || is_stop && tailored && self.is_abbreviation(start, at, closed);
                    return if goes_on {
                        Verdict::GoesOn(at)
                    } else {
                        Verdict::Ends(at)
                    };
                }
            }
        }
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

    /// Rule SB8: the next letter, before any newline or terminator, is in lower case.
    fn lower_case_follows(&self, from: usize) -> bool {
        let mut at = from;
        loop {
            at = self.skip(at, |class| {
                !matches!(
                    class,
                    Class::Lower
                        | Class::Upper
                        | Class::Letter
                        | Class::Newline
                        | Class::Stop
                        | Class::Terminator
                )
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
        let follower = || {
            let word = &self.text[self.skip(next, |class| class == Class::Close)..];
            &word[..word
                .find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
                .unwrap_or(word.len())]
        };
        match abbreviation_at_end(&self.text[..stop]) {
            None => false,
            Some(Abbreviation::BeforeName) => !closed,
            Some(Abbreviation::Anywhere) => {
                let word = follower();
                // Behind a blank, a letter without case says nothing: the standard decides.
                let tells = |c| class_of(c) != Class::Letter || next == stop + 1;
                !closed && word.starts_with(tells) && !is_function_word(&fold(word))
            }
        }
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
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        sentences(text).map(|span| span.of(text)).collect()
    }

    fn plain(text: &str) -> Vec<&str> {
        plain_sentences(text).map(|span| span.of(text)).collect()
    }

    fn by_standard(text: &str) -> Vec<&str> {
        text.split_sentence_bounds()
            .map(str::trim)
            .filter(|sentence| !sentence.is_empty())
            .collect()
    }

    #[test]
    fn terminators_end_sentences_with_their_marks() {
        assert_eq!(
            found("He left. “Why?” she asked. (Nobody knew.) Yes!"),
            ["He left.", "“Why?” she asked.", "(Nobody knew.)", "Yes!"]
        );
        assert_eq!(found("水车没了。他走了。"), ["水车没了。", "他走了。"]);
        assert_eq!(found("वह गया। वह आया।"), ["वह गया।", "वह आया।"]);
    }

    #[test]
    fn stops_in_numbers_and_before_lower_case_do_not_end() {
        assert_eq!(
            found("Shares rose 3.5 pct. to 17.20 dlrs... and fell. Then it rained."),
            [
                "Shares rose 3.5 pct. to 17.20 dlrs... and fell.",
                "Then it rained."
            ]
        );
    }

    #[test]
    fn titles_do_not_end_a_sentence() {
        assert_eq!(
            found("Mr. Ito met Gen. Dr. Ada Brook. She left."),
            ["Mr. Ito met Gen. Dr. Ada Brook.", "She left."]
        );
    }

    #[test]
    fn initials_do_not_end_a_sentence() {
        assert_eq!(
            found("J. R. Smith and George W. Brook met. So do I. Tom left."),
            [
                "J. R. Smith and George W. Brook met.",
                "So do I.",
                "Tom left."
            ]
        );
    }

    #[test]
    fn dotted_letters_end_a_sentence_before_a_function_word() {
        assert_eq!(
            found("The U.S. Senate sat at 9 a.m. Monday in the U.S. The vote passed."),
            [
                "The U.S. Senate sat at 9 a.m. Monday in the U.S.",
                "The vote passed."
            ]
        );
        assert_eq!(
            found("He works for Mill Inc. It is old. Mill Inc. Chairman Ito left on Nov. 5."),
            [
                "He works for Mill Inc.",
                "It is old.",
                "Mill Inc. Chairman Ito left on Nov. 5.",
            ]
        );
    }

    #[test]
    fn dotted_letters_end_a_sentence_before_a_script_without_case() {
        assert_eq!(found("حصل على A. يبين هذا").len(), 2);
        assert_eq!(found("ศาล D.C. เพโลซี").len(), 2);
    }

    #[test]
    fn an_abbreviation_before_a_closing_mark_ends_a_sentence() {
        assert_eq!(
            found("“I left the U.S.” Tom nodded."),
            ["“I left the U.S.”", "Tom nodded."]
        );
    }

    #[test]
    fn wrapped_lines_are_one_sentence() {
        let text = "The old mill on the river burnt down on\nMonday night, said the U.S.\nsecretary. It had\nstood there.\n\nNobody was hurt";
        assert_eq!(
            found(text),
            [
                "The old mill on the river burnt down on\nMonday night, said the U.S.\nsecretary.",
                "It had\nstood there.",
                "Nobody was hurt"
            ]
        );
        assert_eq!(found(&text.replace('\n', "\r\n")).len(), 3);
    }

    #[test]
    fn headings_and_paragraphs_end_sentences_without_a_stop() {
        assert_eq!(
            found("Mill burns\nThe old mill burnt\n\nBy Ada Brook\n"),
            ["Mill burns", "The old mill burnt", "By Ada Brook"]
        );
    }

    #[test]
    fn blank_texts_have_no_sentence() {
        assert!(found(" \n\u{a0}\r\n").is_empty());
    }

    #[test]
    fn without_tailoring_an_abbreviation_ends_a_sentence() {
        assert_eq!(plain("Mr. Ito left\nearly."), ["Mr.", "Ito left", "early."]);
    }

    #[test]
    fn long_runs_take_linear_time() {
        for unit in [
            ".", ". ", "a.", ". (", "a\n", "\n", "U.S. ", "é.", ".\u{301}",
        ] {
            let _ = sentences(&unit.repeat(200_000)).count();
        }
    }

    proptest! {
        #![proptest_config(crate::random::cases(4_000))]

        #[test]
        fn ascii_sentences_agree_with_the_standard_when_not_tailored(text in "[abAB01 .!?,:'\"()\n\r\t$]{0,24}") {
            prop_assert_eq!(plain(&text), by_standard(&text));
        }

        #[test]
        fn sentences_agree_with_the_standard_when_not_tailored(text in "[aAéÉ0² .!?,’”“«»。？！…।؟\u{85}\u{2028}\u{2029}\u{301}\u{ad}\n\r水אǅა–—\u{a0}]{0,24}") {
            prop_assert_eq!(plain(&text), by_standard(&text));
        }

        #[test]
        fn sentences_lose_nothing_but_white_space(text in "[aAé0 .!?”\n\r\t。]{0,60}") {
            let joined: String = found(&text).concat();
            let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&joined), dense(&text));
            prop_assert!(sentences(&text).all(|span| !span.is_empty() && span.of(&text).trim() == span.of(&text)));
        }
    }
}
