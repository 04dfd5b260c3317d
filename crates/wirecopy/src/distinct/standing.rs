//! Whether what two articles share stands where pages have what is no article: at their close, or beside furniture.

use std::ops::Range;

use wirecopy_reuse::{Passage, Side};
use wirecopy_text::{Analysis, Marks};

/// More words than this are no furniture, wherever they stand: of 78 judged pairs that share so many at the close or fewer
/// one was a copy, of the four with more three were.
const LONGEST: usize = 39;

/// The first and the last so many words of a text are its ends, if these are less than half of it.
const END: usize = 100;

/// What begins in the middle of a sentence closes a text too, if no more words follow: pages lose full stops on their way.
const FOLLOWING: usize = 15;

/// Words that are so close to furniture are part of it: a list of links has a title, a pitch has a name.
const BESIDE: usize = 3;

/// By so many words a passage may miss the sentence that it begins: a name or a date that is another.
const SLACK: usize = 2;

/// So many words make a relation; of fewer elsewhere nothing is said.
const A_RELATION: usize = 12;

/// Whether the passages close their texts, or stand beside furniture at their ends, in both articles, but for a few words.
pub(super) fn stands_apart([a, b]: [Side<'_>; 2], found: &[Passage]) -> bool {
    let (edges_a, edges_b) = (Edges::of(a), Edges::of(b));
    let (mut apart, mut elsewhere) = (0, 0);
    for passage in found {
        if edges_a.hold(&passage.a_words) && edges_b.hold(&passage.b_words) {
            apart += passage.words;
        } else {
            elsewhere += passage.words;
        }
    }
    (1..=LONGEST).contains(&apart) && elsewhere < A_RELATION
}

/// Where a text has room for what is no article.
struct Edges<'t> {
    text: &'t Analysis,
    /// Up to which word a text opens, and from which words on it closes, and ends.
    opening: usize,
    close: usize,
    end: usize,
    furniture: Vec<Range<usize>>,
}

impl<'t> Edges<'t> {
    fn of(side: Side<'t>) -> Self {
        let (text, void) = (side.analysis(), side.void());
        let furniture = (void.as_slice().iter())
            .map(|range| range.start as usize..range.end as usize)
            .collect();
        let half = (text.len() - void.words()).saturating_sub(1) / 2;
        let own = |word: &usize| !u32::try_from(*word).is_ok_and(|word| void.contains(word));
        let from_the_end = |words: usize| {
            let counted = (0..text.len()).rev().filter(own);
            counted.take(words.min(half)).last().unwrap_or(text.len())
        };
        let counted = (0..text.len()).filter(own);
        let opening = counted
            .take(END.min(half))
            .last()
            .map_or(0, |word| word + 1);
        Self {
            text,
            opening,
            close: from_the_end(END),
            end: from_the_end(FOLLOWING),
            furniture,
        }
    }

    fn hold(&self, words: &Range<usize>) -> bool {
        let closes = words.start >= self.close;
        let opens = words.end <= self.opening;
        closes && (words.end >= self.end || self.begins_sentence(words.start))
            || (opens || closes) && self.is_beside(words)
    }

    fn begins_sentence(&self, word: usize) -> bool {
        let marks = self.text.marks();
        let last = marks.len().saturating_sub(1);
        (word.saturating_sub(SLACK)..=(word + SLACK).min(last))
            .any(|near| near == 0 || marks[near].contains(Marks::SENTENCE_START))
    }

    fn is_beside(&self, words: &Range<usize>) -> bool {
        (self.furniture.iter())
            .any(|range| range.start <= words.end + BESIDE && words.start <= range.end + BESIDE)
    }
}

#[cfg(test)]
mod tests {
    use wirecopy_reuse::{Repeats, WordRanges};

    use super::*;

    const BODY: &str = "The tide was out and the quay was dry when the ferry of Orrin came in with nobody aboard. ";
    const PITCH: &str = "Walk with us along the sea wall on Sunday for the lifeboats.";

    /// Whether a pitch stands apart in a text, by itself on one of two equal sides.
    fn apart(text: &str, passage: &str, furniture: Option<&str>) -> bool {
        let analysis = Analysis::new(text).expect("short");
        let words_of = |part: &str| {
            let start = text.find(part).expect("is in the text");
            let spans = analysis.spans();
            spans.partition_point(|word| (word.start as usize) < start)
                ..spans.partition_point(|word| (word.end as usize) <= start + part.len())
        };
        let void = WordRanges::from_ranges(furniture.map(|part| {
            let words = words_of(part);
            let [start, end] =
                [words.start, words.end].map(|word| u32::try_from(word).expect("few"));
            start..end
        }));
        let repeats = Repeats::default();
        let side = Side::new(text, &analysis, &void, &repeats);
        Edges::of(side).hold(&words_of(passage))
    }

    #[test]
    fn what_closes_a_text_stands_apart_whatever_furniture_follows() {
        let body = BODY.repeat(8);
        assert!(apart(&format!("{body}{PITCH}"), PITCH, None));
        assert!(!apart(&format!("{PITCH} {body}"), PITCH, None));
        let after = "Print this page now. ".repeat(40);
        let page = format!("{body}{PITCH} {after}");
        assert!(apart(&page, PITCH, Some(after.trim_end())));
        assert!(!apart(&page, PITCH, None));
    }

    #[test]
    fn half_of_a_text_is_no_close() {
        assert!(!apart(&format!("{BODY}{PITCH}"), BODY.trim_end(), None));
        assert!(!apart(&format!("{BODY}{PITCH} {PITCH}"), PITCH, None));
    }

    #[test]
    fn what_stands_beside_furniture_stands_apart() {
        let (note, body) = ("Note of the harbour desk:", BODY.repeat(8));
        let page = format!("{note} {PITCH} {body}");
        assert!(apart(&page, PITCH, Some(note)));
        assert!(!apart(&page, PITCH, None));
    }

    #[test]
    fn what_stands_beside_furniture_in_the_middle_of_a_text_does_not() {
        let (line, body) = ("Advertisement", BODY.repeat(8));
        let page = format!("{body}{line}. {PITCH} {body}");
        assert!(!apart(&page, PITCH, Some(line)));
    }

    #[test]
    fn words_out_of_a_sentence_stand_apart_at_the_very_end_only() {
        let (body, words) = (BODY.repeat(8), "the sea wall on Sunday for the lifeboats");
        assert!(apart(&format!("{body}{PITCH}"), words, None));
        assert!(!apart(&format!("{body}{PITCH} {BODY}"), words, None));
    }
}
