//! The parts of sentences that the first channel left.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

/// Cuts the words that no passage has into sentences; what a passage cuts off a sentence is a fragment of its own.
/// In order, none empty. O(n).
pub(crate) fn fragments(analysis: &Analysis, used: &[bool]) -> Vec<Range<usize>> {
    /// A sentence of so many words is shorter than most.
    const WORDS: usize = 12;
    let mut found = Vec::with_capacity(1 + used.len() / WORDS);
    let mut start = None;
    for (word, (&used, marks)) in used.iter().zip(analysis.marks()).enumerate() {
        if used || marks.contains(Marks::SENTENCE_START) {
            found.extend(start.take().map(|start| start..word));
        }
        if !used {
            start.get_or_insert(word);
        }
    }
    found.extend(start.map(|start| start..used.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_cut_where_a_passage_stands() {
        let text = "Rain fell. The old ferry to Orrin sails again. Nobody knows why.";
        let analysis = Analysis::new(text).expect("short");
        let cut = |used: Range<usize>| -> Vec<&str> {
            let used: Vec<bool> = (0..analysis.len())
                .map(|word| used.contains(&word))
                .collect();
            fragments(&analysis, &used)
                .into_iter()
                .map(|words| analysis.span_of(words).of(text))
                .collect()
        };
        assert_eq!(
            cut(0..0),
            [
                "Rain fell",
                "The old ferry to Orrin sails again",
                "Nobody knows why"
            ]
        );
        assert_eq!(
            cut(4..6),
            [
                "Rain fell",
                "The old",
                "Orrin sails again",
                "Nobody knows why"
            ]
        );
        assert_eq!(cut(1..12), ["Rain"]);
    }
}
