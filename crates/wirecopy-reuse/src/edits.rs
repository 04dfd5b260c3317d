//! The differences inside a passage.

use std::ops::Range;

use wirecopy_text::{Analysis, Span};

use crate::matches::Match;
use crate::{Edit, EditKind, WordRanges};

/// One side of a passage: its analysis, the words that it covers, and which of all words are void.
pub(crate) type Covered<'s> = (&'s Analysis, &'s Range<usize>, &'s [bool]);

/// What stands between the matches, and between the outer matches and the borders; void words are no difference.
pub(crate) fn edits(a: Covered<'_>, b: Covered<'_>, matches: &[Match]) -> Vec<Edit> {
    let starts_a = std::iter::once(a.1.start).chain(matches.iter().map(|m| m.a_end()));
    let starts_b = std::iter::once(b.1.start).chain(matches.iter().map(|m| m.b_end()));
    let ends_a = matches.iter().map(|m| m.a).chain(std::iter::once(a.1.end));
    let ends_b = matches.iter().map(|m| m.b).chain(std::iter::once(b.1.end));
    starts_a
        .zip(ends_a)
        .zip(starts_b.zip(ends_b))
        .filter_map(|((a_start, a_end), (b_start, b_end))| {
            let (gap_a, gap_b) = (counted(a, a_start..a_end), counted(b, b_start..b_end));
            let kind = match (gap_a.is_empty(), gap_b.is_empty()) {
                (true, true) => return None,
                (false, false) => EditKind::Replaced,
                (false, true) => EditKind::Deleted,
                (true, false) => EditKind::Inserted,
            };
            Some(Edit {
                kind,
                a: span(a, gap_a),
                b: span(b, gap_b),
            })
        })
        .collect()
}

/// The words of one side that match or stand in edits of at most `max_edit_words` words.
pub(crate) fn shared(
    side: Covered<'_>,
    matches: impl Iterator<Item = Range<usize>>,
    max_edit_words: usize,
) -> WordRanges {
    let (_, covered, void) = side;
    let mut ranges = Vec::new();
    let mut at = covered.start;
    for next in matches.chain(std::iter::once(covered.end..covered.end)) {
        let edited = void[at..next.start].iter().filter(|&&void| !void).count();
        if edited <= max_edit_words {
            ranges.push(at..next.start);
        }
        at = next.end;
        ranges.push(next);
    }
    let word = |position: usize| u32::try_from(position).expect("fewer words than bytes");
    WordRanges::from_ranges(ranges.into_iter().map(|r| word(r.start)..word(r.end)))
}

/// A stretch without the void words at its ends.
fn counted(side: Covered<'_>, range: Range<usize>) -> Range<usize> {
    let void = side.2;
    let start = range.clone().find(|&i| !void[i]).unwrap_or(range.end);
    let end = range
        .rev()
        .find(|&i| !void[i])
        .map_or(start, |last| last + 1);
    start..end
}

/// The bytes of some words; of no words, the empty span after the word before, or where the passage begins.
fn span(side: Covered<'_>, words: Range<usize>) -> Span {
    let (analysis, covered, _) = side;
    if !words.is_empty() {
        return analysis.span_of(words);
    }
    let at = if words.start > covered.start {
        analysis.spans()[words.start - 1].end
    } else {
        analysis.spans()[covered.start].start
    };
    Span::new(at, at)
}
