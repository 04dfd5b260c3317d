//! The words that one of two versions has alone.

use std::ops::Range;

use wirecopy_reuse::WordRanges;
use wirecopy_text::{Analysis, Span};

use crate::Characters;
use crate::revision::Stretch;

/// One version: its text, words and furniture.
#[derive(Clone, Copy)]
pub(crate) struct Version<'t> {
    pub(crate) text: &'t str,
    pub(crate) words: &'t Analysis,
    pub(crate) void: &'t WordRanges,
}

/// The stretches of a version that stand in no passage, or in an edit inside one. Furniture is none. O(words).
pub(crate) fn alone(
    version: Version<'_>,
    covered: impl Iterator<Item = Range<usize>>,
    edited: impl Iterator<Item = Span>,
) -> Vec<Stretch> {
    let words = version.words;
    let mut shared = vec![false; words.len()];
    for range in covered {
        shared[range].fill(true);
    }
    for span in edited {
        shared[words_in(words, span)].fill(false);
    }
    let void = version.void.to_flags(words.len());
    let characters = Characters::new(version.text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = (at..words.len())
            .find(|&word| shared[word])
            .unwrap_or(words.len());
        let mut counted = (at..end).filter(|&word| !void[word]);
        let count = counted.clone().count();
        if let (Some(first), Some(last)) = (counted.clone().next(), counted.next_back()) {
            let (start, stop) = characters.of(words.span_of(first..last + 1));
            found.push(Stretch {
                start,
                end: stop,
                words: count as u64,
            });
        }
        at = (end..words.len())
            .find(|&word| !shared[word])
            .unwrap_or(words.len());
    }
    found
}

/// The words that lie in a stretch of bytes.
fn words_in(words: &Analysis, span: Span) -> Range<usize> {
    let spans = words.spans();
    let start = spans.partition_point(|word| word.start < span.start);
    let end = spans.partition_point(|word| word.start < span.end);
    start..end.max(start)
}
