//! A paraphrase as a passage.

use std::ops::Range;

use wirecopy_text::Marks;

use crate::paraphrase::overlap::{Overlap, Worded};
use crate::passage::PassageForm;
use crate::snap::{Snapped, snap};
use crate::{Passage, WordRanges};

/// How far, in words, a border moves to reach that of a sentence.
const SNAP_WORDS: usize = 2;

/// Up to so many function words between two words that match go with them.
const FUNCTION_WORDS: usize = 3;

/// A text, and which of its words have a passage.
type Place<'s, 't> = (&'s Worded<'t>, &'s mut [bool]);

/// Makes the passage of what two stretches have in common, from the first word to the last on each side, and marks what it
/// takes as used.
pub(crate) fn passage(a: Place<'_, '_>, b: Place<'_, '_>, overlap: Overlap) -> Passage {
    let mut pairs = overlap.pairs;
    pairs.sort_unstable();
    let quoted = |&(i, j): &(usize, usize)| {
        let marks = |text: &Worded<'_>, word: usize| text.side.analysis.marks()[word];
        marks(a.0, i).contains(Marks::QUOTED) || marks(b.0, j).contains(Marks::QUOTED)
    };
    let quoted_words = pairs.iter().filter(|pair| quoted(pair)).count();
    let longest_run = longest_run(pairs.iter().copied());
    let longest_prose_run = longest_run_of(&pairs, &|pair| !quoted(pair));
    let words = pairs.len();
    let (words_a, words_b): (Vec<usize>, Vec<usize>) = pairs.into_iter().unzip();
    let (a_shared, b_shared) = (shared(a.0, &words_a), shared(b.0, &words_b));
    let (a, b) = (snapped(a, &words_a), snapped(b, &words_b));
    Passage {
        form: PassageForm::Paraphrased,
        reordered: false,
        a: a.span,
        b: b.span,
        a_words: a.words,
        b_words: b.words,
        a_shared,
        b_shared,
        words,
        quoted_words,
        longest_run,
        longest_prose_run,
        names_only: false,
        score: overlap.score,
        edits: Vec::new(),
    }
}

fn snapped((text, used): Place<'_, '_>, words: &[usize]) -> Snapped {
    let void = text.side.void.to_flags(text.stems.len());
    let first = words.iter().min().copied().unwrap_or(0);
    let end = words.iter().max().map_or(0, |last| last + 1);
    snap(text.side, &(first..end), used, &void, SNAP_WORDS)
}

/// The longest run of words that follow one another on both sides.
fn longest_run(pairs: impl Iterator<Item = (usize, usize)>) -> usize {
    let (mut longest, mut run, mut before) = (0, 0, None);
    for (i, j) in pairs {
        run = match before {
            Some(before) if before == (i.wrapping_sub(1), j.wrapping_sub(1)) => run + 1,
            _ => 1,
        };
        longest = longest.max(run);
        before = Some((i, j));
    }
    longest
}

fn longest_run_of(pairs: &[(usize, usize)], wanted: &dyn Fn(&(usize, usize)) -> bool) -> usize {
    longest_run(pairs.iter().copied().filter(|pair| wanted(pair)))
}

/// What a share counts: the words that match, and the function words that stand between two of them.
fn shared(text: &Worded<'_>, words: &[usize]) -> WordRanges {
    let mut words = words.to_vec();
    words.sort_unstable();
    let says_nothing = |between: Range<usize>| {
        between.len() <= FUNCTION_WORDS && text.stems[between].iter().all(|stem| stem.says == 0.0)
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for word in words {
        match ranges.last_mut() {
            Some(last) if says_nothing(last.end..word) => last.end = word + 1,
            _ => ranges.push(word..word + 1),
        }
    }
    let place = |word: usize| u32::try_from(word).expect("fewer words than bytes");
    WordRanges::from_ranges(ranges.into_iter().map(|r| place(r.start)..place(r.end)))
}
