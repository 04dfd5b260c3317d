//! Moving the borders of a passage to the borders of sentences that are close.

use std::ops::Range;

use wirecopy_text::{Marks, Span};

use crate::Side;

/// Marks that belong to a sentence although they stand outside its words.
const OPENING: &[char] = &['“', '"', '‘', '«', '»', '„', '(', '[', '¿', '¡', '「', '『'];
const CLOSING: &[char] = &[
    '.', ',', '!', '?', '…', '”', '"', '’', '»', '«', '“', ')', ']', '。', '！', '？', '」', '』',
];

/// The words and the bytes of one side of a passage.
#[derive(Debug)]
pub(crate) struct Snapped {
    pub(crate) words: Range<usize>,
    pub(crate) span: Span,
}

/// Widens `words` by at most `reach` words at each end if that reaches the border of a sentence or of a quotation, the
/// nearest one; a border takes the punctuation that goes with it. Words that are used or void stay outside. Marks what
/// it takes as used.
pub(crate) fn snap(
    side: Side<'_>,
    words: &Range<usize>,
    used: &mut [bool],
    void: &[bool],
    reach: usize,
) -> Snapped {
    let marks = side.analysis.marks();
    let len = marks.len();
    let quoted = |word: usize| marks[word].contains(Marks::QUOTED);
    let starts_sentence = |word: usize| word == len || marks[word].contains(Marks::SENTENCE_START);
    let begins =
        |word: usize| word == 0 || starts_sentence(word) || (quoted(word) && !quoted(word - 1));
    let ends = |word: usize| starts_sentence(word) || (quoted(word - 1) && !quoted(word));
    let free = |word: usize| !used[word] && !void[word];

    let start = (words.start.saturating_sub(reach)..=words.start)
        .rev()
        .take_while(|&word| word == words.start || free(word))
        .find(|&word| begins(word));
    let end = (words.end..=(words.end + reach).min(len))
        .take_while(|&word| word == words.end || free(word - 1))
        .find(|&word| ends(word));
    let snapped = start.unwrap_or(words.start)..end.unwrap_or(words.end);
    used[snapped.clone()].fill(true);

    let mut span = side.analysis.span_of(snapped.clone());
    if start.is_some() {
        let before = &side.text[..span.start as usize];
        span.start = byte(before.trim_end_matches(OPENING).len());
    }
    if end.is_some() {
        let after = &side.text[span.end as usize..];
        span.end += byte(after.len() - after.trim_start_matches(CLOSING).len());
    }
    Snapped {
        words: snapped,
        span,
    }
}

fn byte(position: usize) -> u32 {
    u32::try_from(position).expect("an analysed text is shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use wirecopy_text::Analysis;

    use super::*;
    use crate::WordRanges;

    fn snapped<'t>(text: &'t str, phrase: &str) -> &'t str {
        let analysis = Analysis::new(text).expect("short");
        let from = text.find(phrase).expect("the phrase is in the text");
        let inside =
            |span: &Span| span.start as usize >= from && (span.end as usize) <= from + phrase.len();
        let first = analysis.spans().iter().position(inside).expect("a word");
        let last = analysis.spans().iter().rposition(inside).expect("a word");
        let void = WordRanges::default();
        let repeats = crate::Repeats::default();
        let side = Side::new(text, &analysis, &void, &repeats);
        let (mut used, void) = (vec![false; analysis.len()], vec![false; analysis.len()]);
        snap(side, &(first..last + 1), &mut used, &void, 2)
            .span
            .of(text)
    }

    #[test]
    fn a_border_close_to_the_sentence_takes_it_whole() {
        let text = "It rained. “Now the old ferry sails again on Monday,” he said. Good.";
        assert_eq!(
            snapped(text, "the old ferry sails again on Monday,” he"),
            "“Now the old ferry sails again on Monday,” he said."
        );
    }

    #[test]
    fn the_border_of_a_quotation_is_nearer_than_that_of_its_sentence() {
        let text = "It rained. “Now the old ferry sails again on Monday,” Quill said. Good.";
        assert_eq!(
            snapped(text, "the old ferry sails again on Monday"),
            "“Now the old ferry sails again on Monday,”"
        );
    }

    #[test]
    fn a_border_far_from_the_sentence_stays() {
        let text =
            "And for all we know today the old ferry sails again, weather and tide permitting.";
        assert_eq!(
            snapped(text, "the old ferry sails again"),
            "the old ferry sails again"
        );
    }
}
