//! Where furniture stands: apart from the article, and around it.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

use crate::WordRanges;
use crate::furniture::known::LONGEST_LINE;

/// So many words at either end of a text are its edge.
const EDGE_WORDS: u32 = 80;

/// So many words of the text's own may stand between furniture and the end of the text: a headline and a dateline.
const OWN_WORDS: usize = 20;

/// By so many words the border of a stretch may miss that of a line: a name or a date that changes.
const SLACK: u32 = 2;

/// A line of which this part is furniture is furniture.
const WHOLE_LINE_PART: f64 = 0.6;

/// No line of furniture is longer to one side of its known words; a text may be one line of millions.
const LINE_WORDS: usize = 100;

/// Fewer words than this are hardly ever lifted alone.
const LIFTED_WORDS: usize = 18;

/// An unknown sentence of so many words at either end of a line that is mostly furniture is the text's own: a page puts its
/// footer behind it without a new line.
const OWN_SENTENCE: usize = 10;

/// Unknown words between two stretches of one line, so many at the most, are names or dates of the furniture.
const GAP_WORDS: u32 = 3;

/// At which edges of a text something stands apart from what the text is about.
///
/// A lifted passage is in the middle of its article, or has another place in each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edges {
    pub(crate) start: bool,
    pub(crate) end: bool,
}

impl Edges {
    /// Where one of the stretches of a text stands that may be furniture: it fills whole lines within the first or the last
    /// words, none of them as long as a paragraph, and hardly anything but others of them is farther out.
    pub(crate) fn of(text: &Analysis, stretch: &Range<u32>, stretches: &WordRanges) -> Self {
        let words = u32::try_from(text.len()).unwrap_or(u32::MAX);
        if !fills_lines(text, stretch, words) || holds_paragraph(text, stretch) {
            return Self::default();
        }
        let between = |gap: Range<u32>| {
            let inside: usize = (stretches.within(&gap))
                .map(|range| ExactSizeIterator::len(&range))
                .sum();
            gap.len() - inside <= OWN_WORDS
        };
        Self {
            start: stretch.end <= EDGE_WORDS && between(0..stretch.start),
            end: stretch.start + EDGE_WORDS >= words && between(stretch.end..words),
        }
    }
}

fn fills_lines(text: &Analysis, stretch: &Range<u32>, words: u32) -> bool {
    let begins_line =
        |word: u32| word >= words || text.marks()[word as usize].contains(Marks::LINE_START);
    let near_start = (stretch.start.saturating_sub(SLACK)..=stretch.start).any(begins_line);
    near_start && (stretch.end..=stretch.end + SLACK).any(begins_line)
}

/// Whether a line of a stretch is a paragraph: three authors who lift one may all put it last. Rows that go on with the
/// sentence of the row before are of its line.
fn holds_paragraph(text: &Analysis, stretch: &Range<u32>) -> bool {
    let words = stretch.start as usize..(stretch.end as usize).min(text.len());
    let begins = Marks::LINE_START | Marks::SENTENCE_START;
    let mut lines = text.marks()[words].chunk_by(|_, next| !next.contains(begins));
    lines.any(|line| line.len() > LONGEST_LINE)
}

/// The run without the words of lines that it begins or ends in the middle of, where these are one or two or say nothing:
/// before a footer the article ends, with "he said", and behind a header it begins, with a name, a number or an article.
pub(crate) fn within_lines(text: &Analysis, run: Range<u32>) -> Range<u32> {
    let marks = text.marks();
    let begins_line = |word: &u32| {
        marks
            .get(*word as usize)
            .is_none_or(|marks| marks.contains(Marks::LINE_START))
    };
    let silent = Marks::FUNCTION | Marks::CAPITALISED | Marks::NUMBER;
    let speaks = |mut words: Range<u32>| {
        words.len() > SLACK as usize && words.any(|word| !marks[word as usize].intersects(silent))
    };
    let Range { mut start, mut end } = run;
    if !begins_line(&start)
        && let Some(border) = (start + 1..end).find(begins_line)
        && !speaks(start..border)
    {
        start = border;
    }
    if !begins_line(&end)
        && let Some(border) = (start + 1..end).rev().find(begins_line)
        && !speaks(border..end)
    {
        end = border;
    }
    start..end
}

/// Whether a stretch of a text is one line, and as long as a sentence that somebody lifts.
pub(crate) fn is_sentence(text: &Analysis, stretch: &Range<u32>) -> bool {
    let inside = stretch.start as usize + 1..(stretch.end as usize).min(text.len());
    let mut behind_first = text.marks().get(inside).unwrap_or_default().iter();
    stretch.len() >= LIFTED_WORDS && !behind_first.any(|marks| marks.contains(Marks::LINE_START))
}

/// Adds to known furniture what lies between it: short gaps within a line, and the rest of lines that are mostly known.
pub(crate) fn fill(text: &Analysis, known: &WordRanges) -> WordRanges {
    if known.is_empty() {
        return WordRanges::default();
    }
    let mut ranges = known.as_slice().to_vec();
    for pair in known.as_slice().windows(2) {
        let gap = pair[0].end..pair[1].start;
        let marks = &text.marks()[gap.start as usize..=gap.end as usize];
        let one_line = !marks.iter().any(|marks| marks.contains(Marks::LINE_START));
        if gap.len() <= GAP_WORDS as usize && one_line {
            ranges.push(gap);
        }
    }
    let filled = WordRanges::from_ranges(ranges);
    let mut ranges = filled.as_slice().to_vec();
    for range in filled.as_slice() {
        // The lines at both ends; those between are known from border to border.
        for word in [range.start, range.end - 1] {
            let Some(line) = line_of(text, word) else {
                continue;
            };
            let inside: usize = filled
                .within(&line)
                .map(|range| ExactSizeIterator::len(&range))
                .sum();
            let is_mostly_known = inside as f64 >= WHOLE_LINE_PART * line.len() as f64;
            if is_mostly_known && !has_own_sentence(text, &filled, &line) {
                ranges.push(line);
            }
        }
    }
    WordRanges::from_ranges(ranges)
}

/// Whether a line that is partly known begins or ends with an unknown sentence.
fn has_own_sentence(text: &Analysis, known: &WordRanges, line: &Range<u32>) -> bool {
    let begins_sentence = |word: u32| {
        (text.marks().get(word as usize)).is_some_and(|marks| marks.contains(Marks::SENTENCE_START))
    };
    let first = known.within(line).next();
    let last = known.within(line).last();
    let is_long = |from: u32, to: u32| to.saturating_sub(from) as usize >= OWN_SENTENCE;
    first.is_some_and(|known| is_long(line.start, known.start) && begins_sentence(known.start))
        || last.is_some_and(|known| is_long(known.end, line.end) && begins_sentence(known.end))
}

/// The line of a word, as the words in it, unless it goes on for more than [`LINE_WORDS`] to either side.
fn line_of(text: &Analysis, word: u32) -> Option<Range<u32>> {
    let marks = text.marks();
    let word = word as usize;
    let begins = |word: &usize| {
        marks
            .get(*word)
            .is_none_or(|marks| marks.contains(Marks::LINE_START))
    };
    let start = (word.saturating_sub(LINE_WORDS)..=word)
        .rev()
        .find(begins)?;
    let end = (word + 1..=word + LINE_WORDS).find(begins)?;
    let number = |word: usize| u32::try_from(word).ok();
    Some(number(start)?..number(end)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First words and ends of the stretches after filling those that are known.
    fn filled(text: &str, known: &[(u32, u32)]) -> Vec<(u32, u32)> {
        let text = Analysis::new(text).expect("short");
        let known = WordRanges::from_ranges(known.iter().map(|&(start, end)| start..end));
        let filled = fill(&text, &known);
        filled
            .as_slice()
            .iter()
            .map(|range| (range.start, range.end))
            .collect()
    }

    #[test]
    fn a_name_between_two_stretches_of_a_line_belongs_to_them() {
        let text = "Write to our editor Ada Brook at the harbour office or call. Now the story of the \
                    mill begins, and nobody can say how long it is or where it ends.";
        assert_eq!(filled(text, &[(0, 4), (6, 12)]), [(0, 12)]);
        assert_eq!(filled(text, &[(0, 2), (6, 8)]), [(0, 2), (6, 8)]);
    }

    #[test]
    fn the_rest_of_a_line_belongs_to_its_larger_part_and_no_other_line_does() {
        let text = "The story ends here.\nEditing by Ada Brook and Tomas\nThe tide was out.";
        assert_eq!(filled(text, &[(4, 8)]), [(4, 10)]);
        assert_eq!(filled(text, &[(4, 7)]), [(4, 7)]);
    }

    #[test]
    fn a_sentence_before_the_footer_in_its_line_is_no_part_of_it() {
        let footer = "Write to our editor at the harbour office or call before noon, print this page and send it to a friend";
        let short = format!("It ends there, she said. {footer}");
        assert_eq!(filled(&short, &[(5, 26)]), [(0, 26)]);
        let long = format!("It ends there, she said, and nobody will hear of it again. {footer}");
        assert_eq!(filled(&long, &[(12, 33)]), [(12, 33)]);
    }

    #[test]
    fn what_the_article_begins_with_is_no_part_of_the_header() {
        let text = Analysis::new("Comments are read by people\nHarl and Orrin met on Monday")
            .expect("short");
        assert_eq!(within_lines(&text, 2..7), 2..5);
        assert_eq!(within_lines(&text, 2..9), 2..9);
        assert_eq!(within_lines(&text, 1..4), 1..4);
    }

    #[test]
    fn what_the_article_ends_with_is_no_part_of_the_footer_unless_it_is_long() {
        let text = Analysis::new("It will sail again, she said.\nCopyright of the harbour post")
            .expect("short");
        assert_eq!(within_lines(&text, 5..11), 6..11);
        assert_eq!(within_lines(&text, 4..11), 6..11);
        assert_eq!(within_lines(&text, 2..11), 2..11);
    }

    /// Whether some words stand apart at the start and at the end of a text, beside others that may be furniture.
    fn edges(text: &str, stretch: Range<u32>, other: Option<Range<u32>>) -> (bool, bool) {
        let text = Analysis::new(text).expect("short");
        let all = WordRanges::from_ranges(other.into_iter().chain([stretch.clone()]));
        let edges = Edges::of(&text, &stretch, &all);
        (edges.start, edges.end)
    }

    #[test]
    fn a_stretch_stands_apart_in_whole_lines_at_an_edge() {
        let body = "the tide was out and the quay was dry ".repeat(40);
        let text = format!("Read our letter today\n{body}\nprint this page now\n{body}");
        assert_eq!(edges(&text, 0..4, None), (true, false));
        assert_eq!(edges(&text, 4..9, None), (false, false));
        // In whole lines, but in the middle.
        assert_eq!(edges(&text, 364..368, None), (false, false));
    }

    #[test]
    fn a_stretch_with_a_paragraph_behind_it_is_in_the_middle_unless_that_is_furniture_too() {
        let body = "the tide was out and the quay was dry ".repeat(40);
        let text = format!("{body}\nprint this page now\n{}", &body[..body.len() / 8]);
        assert_eq!(edges(&text, 360..364, None), (false, false));
        assert_eq!(edges(&text, 360..364, Some(369..409)), (false, true));
    }

    #[test]
    fn a_paragraph_does_not_stand_apart_and_as_many_words_in_lines_do() {
        let body = "the tide was out and the quay was dry ".repeat(40);
        let line = "Ask the harbour desk before noon by post only";
        let [paragraph, lines] = [" ", "\n"].map(|between| [line; 4].join(between));
        assert_eq!(
            edges(&format!("{body}\n{paragraph}"), 360..396, None),
            (false, false)
        );
        assert_eq!(
            edges(&format!("{body}\n{lines}"), 360..396, None),
            (false, true)
        );
    }
}
