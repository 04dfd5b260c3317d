//! The parts of sentences that the first channel left.

use std::ops::Range;

use wirecopy_text::Marks;

use crate::paraphrase::overlap::Worded;

/// A sentence, or what a passage left of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fragment {
    pub(crate) words: Range<usize>,
    /// What its words say.
    pub(crate) says: f32,
}

/// The sentences of a text: found once, for most of them are left whole by all passages.
pub(crate) fn sentences(marks: &[Marks], says: impl Fn(Range<usize>) -> f32) -> Box<[Fragment]> {
    let mut found = Vec::new();
    let mut start = 0;
    for word in 1..=marks.len() {
        if word == marks.len() || marks[word].contains(Marks::SENTENCE_START) {
            let words = start..word;
            found.push(Fragment {
                says: says(words.clone()),
                words,
            });
            start = word;
        }
    }
    found.into()
}

/// What of the sentences no passage has; what a passage cuts off a sentence is a fragment of its own. In order, none empty.
/// O(n).
pub(crate) fn fragments(text: &Worded<'_>, used: &[bool]) -> Vec<Fragment> {
    let mut found = Vec::with_capacity(text.sentences.len());
    for sentence in text.sentences {
        let used = &used[sentence.words.clone()];
        if !used.contains(&true) {
            found.push(sentence.clone());
            continue;
        }
        let mut end = sentence.words.start;
        for same in used.chunk_by(|x, y| x == y) {
            let words = end..end + same.len();
            end = words.end;
            if !same[0] {
                found.push(Fragment {
                    says: text.says(&words),
                    words,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use wirecopy_text::Analysis;

    use super::*;
    use crate::{Repeats, Side, StemTable, TermWeights, WordRanges};

    #[test]
    fn sentences_are_cut_where_a_passage_stands() {
        let text = "Rain fell. The old ferry to Orrin sails again. Nobody knows why.";
        let analysis = Analysis::new(text).expect("short");
        let (void, repeats) = (WordRanges::default(), Repeats::default());
        let side = Side::new(text, &analysis, &void, &repeats);
        let stems = StemTable::new(None, &TermWeights::default(), |_| 0.0).stems(side);
        let worded = Worded::new(side, &stems);
        let cut = |used: Range<usize>| -> Vec<&str> {
            let used: Vec<bool> = (0..analysis.len())
                .map(|word| used.contains(&word))
                .collect();
            let fragments = fragments(&worded, &used);
            for fragment in &fragments {
                let says = worded.says(&fragment.words);
                assert!(says > 0.0 && fragment.says.to_bits() == says.to_bits());
            }
            (fragments.into_iter())
                .map(|fragment| analysis.span_of(fragment.words).of(text))
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
