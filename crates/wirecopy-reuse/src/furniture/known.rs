//! Lines that are furniture wherever they stand: credits, contacts, sharing and comment blocks, newsletter pitches.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use wirecopy_text::{Analysis, Marks};

use crate::WordRanges;

/// A longer line is a paragraph, whatever it begins with.
const LONGEST_LINE: usize = 30;

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
/// sentence of the line before it is a row of one. `text` is the text that was analysed. O(n).
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
    let ranges = analysis
        .lines()
        .filter(|line| line.len() <= LONGEST_LINE)
        .filter(|line| analysis.marks()[line.start].contains(Marks::SENTENCE_START))
        .filter(|line| RULES.match_line(text, analysis, line))
        .map(|line| position(line.start)..position(line.end));
    WordRanges::from_ranges(ranges)
}

fn position(word: usize) -> u32 {
    u32::try_from(word).expect("a text has fewer words than bytes")
}

/// Words in their order, somewhere in a line.
#[derive(Debug)]
struct Rule {
    words: Vec<u64>,
    /// Whether a colon has to follow the last word.
    colon: bool,
    /// Whether words may stand before it.
    open_start: bool,
    /// Whether words may stand behind it.
    open_end: bool,
}

impl Rule {
    /// `a b` is a whole line; `a b …` begins one, `… a b` ends one, `… a b …` stands anywhere; `a b: …` with a colon.
    fn parse(line: &str) -> Option<Self> {
        let open = |end: Option<&str>| end.is_some();
        let (start, end) = (line.strip_prefix('…'), line.strip_suffix('…'));
        let core = line.trim_matches('…').trim();
        let words = Analysis::new(core).ok()?.hashes().to_vec();
        (!words.is_empty()).then(|| Self {
            words,
            colon: core.ends_with(':'),
            open_start: open(start),
            open_end: open(end),
        })
    }

    /// Whether the rule holds for the line when its words begin at `at`.
    fn holds(&self, text: &str, analysis: &Analysis, line: &Range<usize>, at: usize) -> bool {
        let end = at + self.words.len();
        end <= line.end
            && (self.open_start || at == line.start)
            && (self.open_end || end == line.end)
            && analysis.hashes()[at..end] == self.words
            && (!self.colon || {
                let behind = &text[analysis.spans()[end - 1].range().end..];
                behind.trim_start().starts_with([':', '：'])
            })
    }
}

/// The rules by their first words.
struct Rules(HashMap<u64, Vec<Rule>>);

impl Rules {
    fn match_line(&self, text: &str, analysis: &Analysis, line: &Range<usize>) -> bool {
        line.clone().any(|at| {
            let rules = self.0.get(&analysis.hashes()[at]);
            rules.is_some_and(|rules| {
                rules
                    .iter()
                    .any(|rule| rule.holds(text, analysis, line, at))
            })
        })
    }
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let mut rules: HashMap<u64, Vec<Rule>> = HashMap::new();
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

    #[test]
    fn a_row_of_a_paragraph_is_no_line() {
        let wrapped = "the harbour master asked all of the owners of boats to\nsign up for the new list of moorings \
                       by noon,\nbefore the tide.";
        let analysis = Analysis::new(wrapped).expect("short");
        assert!(known_lines(wrapped, &analysis).is_empty());
    }
}
