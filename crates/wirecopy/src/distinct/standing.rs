//! Whether what two articles share stands where pages have what is no article: at their close, or beside furniture.

use std::ops::Range;

use wirecopy_reuse::{Passage, Side};
use wirecopy_text::{Analysis, Marks};

/// What begins with a sentence in the last so many words of a text closes it, if these are less than half of it.
const CLOSE: usize = 100;

/// So does what begins there in the middle of a sentence, if no more words follow: pages lose full stops on their way.
const FOLLOWING: usize = 15;

/// Words that are so close to furniture are part of it: a list of links has a title, a pitch has a name.
const BESIDE: usize = 3;

/// By so many words a passage may miss the sentence that it begins: a name or a date that is another.
const SLACK: usize = 2;

/// So many words make a relation; of fewer elsewhere nothing is said.
const A_RELATION: usize = 12;

/// Whether the passages close their texts or stand beside furniture, in both articles, but for a few words.
pub(super) fn stands_apart([a, b]: [Side<'_>; 2], found: &[Passage]) -> bool {
    let (edges_a, edges_b) = (Edges::of(a), Edges::of(b));
    let apart =
        |passage: &Passage| edges_a.hold(&passage.a_words) && edges_b.hold(&passage.b_words);
    let elsewhere = found.iter().filter(|passage| !apart(passage));
    found.iter().any(apart) && elsewhere.map(|passage| passage.words).sum::<usize>() < A_RELATION
}

/// Where a text has room for what is no article.
struct Edges<'t> {
    text: &'t Analysis,
    /// From which words on a text closes, and ends.
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
        let from_the_end = |words: usize| {
            let own = |word: &usize| !u32::try_from(*word).is_ok_and(|word| void.contains(word));
            let counted = (0..text.len()).rev().filter(own);
            counted.take(words.min(half)).last().unwrap_or(text.len())
        };
        Self {
            text,
            close: from_the_end(CLOSE),
            end: from_the_end(FOLLOWING),
            furniture,
        }
    }

    fn hold(&self, words: &Range<usize>) -> bool {
        let closes = words.start >= self.close
            && (words.end >= self.end || self.begins_sentence(words.start));
        closes || self.is_beside(words)
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
    fn words_out_of_a_sentence_stand_apart_at_the_very_end_only() {
        let (body, words) = (BODY.repeat(8), "the sea wall on Sunday for the lifeboats");
        assert!(apart(&format!("{body}{PITCH}"), words, None));
        assert!(!apart(&format!("{body}{PITCH} {BODY}"), words, None));
    }
}
