//! Lines that are furniture wherever they stand, and sentences that are where they close a page: credits, contacts, sharing
//! and comment blocks, newsletter pitches.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

use wirecopy_text::{Analysis, Marks};

use crate::WordRanges;
use crate::weights::WordHash;

/// A longer line is a paragraph, whatever it begins with.
pub(super) const LONGEST_LINE: usize = 30;

/// A longer sentence is prose. Pitches are long-winded sooner where they are no lines of their own.
const LONGEST_SENTENCE: usize = 40;

/// A rule of so many words leaves no doubt, wherever its sentence stands.
const SURE_WORDS: usize = 5;

/// So many words between two closing sentences that are known belong to them: "Here is what it means for you."
const CLOSING_GAP: usize = 12;

/// The rules, one file for each language. Written for this project.
const LISTS: [&str; 10] = [
    include_str!("lines/en.txt"),
    include_str!("lines/de.txt"),
    include_str!("lines/fr.txt"),
    include_str!("lines/es.txt"),
    include_str!("lines/it.txt"),
    include_str!("lines/pt.txt"),
    include_str!("lines/nl.txt"),
    include_str!("lines/sv.txt"),
    include_str!("lines/pl.txt"),
    include_str!("lines/ru.txt"),
];

/// The words of lines that are known furniture in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish,
/// Polish or Russian: credits, contacts, sharing and comment blocks, newsletter pitches, "read more".
///
/// A line counts as a whole or not at all; one of more than 30 words is a paragraph, and a line that goes on with the
/// sentence of the line before it is a row of one. Where a page came without its lines, the sentences that close it count
/// in the same way, up to 40 words long and with up to 12 words between two of them, and so does any sentence that begins
/// with a rule of five words or more or with "Editor's note:". `text` is the text that was analysed. O(n).
///
/// # Example
/// ```
/// use wirecopy_reuse::known_lines;
/// use wirecopy_text::Analysis;
///
/// let text = "The ferry sails again.\nSign up for our newsletter\nLeave a Reply";
/// let analysis = Analysis::new(text)?;
/// assert_eq!(known_lines(text, &analysis).as_slice(), [4..12]);
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[must_use]
pub fn known_lines(text: &str, analysis: &Analysis) -> WordRanges {
    let lines = analysis
        .lines()
        .filter(|line| line.len() <= LONGEST_LINE)
        .filter(|line| analysis.marks()[line.start].contains(Marks::SENTENCE_START))
        .filter(|line| RULES.hold_for(text, analysis, line));
    let sure = (analysis.sentences())
        .filter(|sentence| sentence.len() <= LONGEST_SENTENCE)
        .filter(|sentence| RULES.surely_hold_for(text, analysis, sentence));
    let words = lines.chain(sure).chain(closing_sentences(text, analysis));
    WordRanges::from_ranges(words.map(|words| position(words.start)..position(words.end)))
}

/// The words from the first to the last of the known sentences that close a text.
fn closing_sentences(text: &str, analysis: &Analysis) -> Option<Range<usize>> {
    let marks = analysis.marks();
    let starts = |&word: &usize| word == 0 || marks[word].contains(Marks::SENTENCE_START);
    let mut end = analysis.len();
    let mut known: Option<Range<usize>> = None;
    for start in (0..end).rev().filter(starts) {
        let sentence = start..end;
        end = start;
        let close = known.as_ref().map_or(sentence.end, |known| known.start);
        if sentence.len() <= LONGEST_SENTENCE && RULES.hold_for(text, analysis, &sentence) {
            known = Some(start..known.map_or(sentence.end, |known| known.end));
        } else if known.is_none() || close - start > CLOSING_GAP {
            break;
        }
    }
    known
}

fn position(word: usize) -> u32 {
    u32::try_from(word).expect("a text has fewer words than bytes")
}

/// How far a rule goes on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// As far as its line.
    OfLine,
    /// Other words may stand beyond it.
    Open,
}

/// Words in their order, somewhere in a line.
#[derive(Debug)]
struct Rule {
    words: Vec<u64>,
    /// Whether a colon has to follow the last word.
    colon: bool,
    start: End,
    end: End,
    /// Whether no prose begins like this.
    sure: bool,
}

impl Rule {
    /// `a b` is a whole line; `a b …` begins one, `… a b` ends one, `… a b …` stands anywhere; `a b: …` with a colon; `! a b …`
    /// begins a sentence of furniture wherever it stands.
    fn parse(line: &str) -> Option<Self> {
        let (marked, line) = match line.strip_prefix('!') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        };
        let end = |open| if open { End::Open } else { End::OfLine };
        let core = line.trim_matches('…').trim();
        let words = Analysis::new(core).ok()?.hashes().to_vec();
        (!words.is_empty()).then(|| Self {
            sure: marked || words.len() >= SURE_WORDS,
            words,
            colon: core.ends_with(':'),
            start: end(line.starts_with('…')),
            end: end(line.ends_with('…')),
        })
    }

    /// Whether the rule holds for the line when its words begin at `at`.
    fn holds(&self, text: &str, analysis: &Analysis, line: &Range<usize>, at: usize) -> bool {
        let end = at + self.words.len();
        end <= line.end
            && (self.start == End::Open || at == line.start)
            && (self.end == End::Open || end == line.end)
            && analysis.hashes()[at..end] == self.words
            && (!self.colon || {
                let behind = &text[analysis.spans()[end - 1].range().end..];
                behind.trim_start().starts_with([':', '：'])
            })
    }
}

/// The rules by their first words.
struct Rules(HashMap<u64, Vec<Rule>, BuildHasherDefault<WordHash>>);

impl Rules {
    /// Whether a rule holds for a line.
    fn hold_for(&self, text: &str, analysis: &Analysis, line: &Range<usize>) -> bool {
        line.clone().any(|at| {
            let mut rules = self.beginning_with(analysis.hashes()[at]);
            rules.any(|rule| rule.holds(text, analysis, line, at))
        })
    }

    /// Whether a rule that leaves no doubt holds for a sentence from its first word on.
    fn surely_hold_for(&self, text: &str, analysis: &Analysis, sentence: &Range<usize>) -> bool {
        let mut rules = self.beginning_with(analysis.hashes()[sentence.start]);
        rules.any(|rule| rule.sure && rule.holds(text, analysis, sentence, sentence.start))
    }

    fn beginning_with(&self, word: u64) -> impl Iterator<Item = &Rule> {
        self.0.get(&word).into_iter().flatten()
    }
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules: HashMap<u64, Vec<Rule>, _> = HashMap::default();
    for line in LISTS.into_iter().flat_map(str::lines) {
        if let Some(rule) = Rule::parse(line.split('#').next().unwrap_or_default().trim()) {
            rules.entry(rule.words[0]).or_default().push(rule);
        }
    }
    Rules(rules)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_a_rule_or_a_remark() {
        for line in LISTS.into_iter().flat_map(str::lines) {
            let rule = line.split('#').next().unwrap_or_default().trim();
            assert!(rule.is_empty() || Rule::parse(rule).is_some(), "{line}");
        }
    }

    fn known(text: &str) -> Vec<String> {
        let analysis = Analysis::new(text).expect("short");
        let ranges = known_lines(text, &analysis);
        let spans = ranges.as_slice().iter().map(|range| {
            let words = range.start as usize..range.end as usize;
            analysis.span_of(words).of(text).to_owned()
        });
        spans.collect()
    }

    #[test]
    fn sentences_that_close_a_page_without_lines_are_known() {
        let page = "The ferry sails again on Monday. Have you seen the seal? Sign up for our harbour letter. \
                    What would a bridge mean for you? Learn more";
        assert_eq!(
            known(page),
            ["Sign up for our harbour letter. What would a bridge mean for you? Learn more"]
        );
    }

    #[test]
    fn a_sentence_that_nobody_else_writes_is_known_anywhere() {
        let page = "The ferry sails again on Monday, the harbour master said to us on the quay, and whoever has a ticket \
                    of last week may take it. Please include a contact number if we may call you. The mayor did not \
                    come.";
        assert_eq!(
            known(page),
            ["Please include a contact number if we may call you"]
        );
    }

    #[test]
    fn a_note_of_the_editors_is_known_anywhere_as_far_as_its_sentence_goes() {
        let page = "The ferry sails again on Monday. Editor's note: This column comes from the quay. Read by the mayor \
                    was a letter of the crew, and whoever has a ticket of last week may take it, on Monday or later.";
        assert_eq!(
            known(page),
            ["Editor's note: This column comes from the quay"]
        );
    }

    #[test]
    fn a_sentence_before_the_close_and_a_long_one_between_are_prose() {
        let story = "The ferry to the outer islands sails again on Monday, the harbour master said to us on the quay, and \
                     whoever has a ticket of last week may take it. ";
        assert!(known(&format!("Sign up for our letter. {story}")).is_empty());
        let between = format!("{story} Sign up for our letter. {story} Learn more");
        assert_eq!(known(&between), ["Learn more"]);
    }

    #[test]
    fn a_row_of_a_paragraph_is_no_line() {
        let wrapped = "the harbour master asked all of the owners of boats to\nsign up for the new list of moorings \
                       by noon,\nbefore the tide.";
        let analysis = Analysis::new(wrapped).expect("short");
        assert!(known_lines(wrapped, &analysis).is_empty());
    }
}
