//! What two stretches say in the same words, in whatever order.

use std::ops::Range;

use wirecopy_text::Marks;

use crate::names::is_more_than_a_name;
use crate::paraphrase::stems::{NAME_PART, Stem, Stems};
use crate::{ParaphraseOptions, Side};

/// One text as the second channel sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worded<'t> {
    pub(crate) side: Side<'t>,
    pub(crate) stems: &'t [Stem],
}

impl<'t> Worded<'t> {
    pub(crate) fn new(side: Side<'t>, stems: &'t Stems) -> Self {
        Self {
            side,
            stems: stems.words(),
        }
    }

    pub(crate) fn says(&self, words: &Range<usize>) -> f32 {
        self.stems[words.clone()].iter().map(|stem| stem.says).sum()
    }

    /// The words of a stretch that say something, by stem and place.
    fn by_stem(&self, words: Range<usize>, found: &mut Vec<(u32, usize)>) {
        found.clear();
        found.extend(
            words
                .filter(|&word| self.stems[word].says > 0.0)
                .map(|word| (self.stems[word].hash, word)),
        );
        found.sort_unstable();
    }
}

/// The words that two stretches have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Overlap {
    /// Which word of a is which of b, in the order of the stems; each word once.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// What they say, less a part of what the other words say, in nats; below everything where their figures differ.
    pub(crate) score: f32,
    /// What they say that is neither a name, a title nor a number.
    pub(crate) content: f32,
}

/// Room for the words of two stretches, used again and again.
#[derive(Debug, Default)]
pub(crate) struct Room {
    figures_a: Vec<u64>,
    figures_b: Vec<u64>,
    a: Vec<(u32, usize)>,
    b: Vec<(u32, usize)>,
}

/// Pairs the words of two stretches by their stems: the first of a kind with the first, the second with the second.
/// O(n log n).
pub(crate) fn overlap(
    (a, words_a): (&Worded<'_>, &Range<usize>),
    (b, words_b): (&Worded<'_>, &Range<usize>),
    options: &ParaphraseOptions,
    room: &mut Room,
) -> Overlap {
    a.by_stem(words_a.clone(), &mut room.a);
    b.by_stem(words_b.clone(), &mut room.b);
    let mut found = Overlap::default();
    let (mut shared, mut content) = (0.0, 0.0);
    let mut others = a.says(words_a) + b.says(words_b);
    let (mut left, mut right) = (room.a.iter().peekable(), room.b.iter().peekable());
    while let (Some(&&(stem_a, i)), Some(&&(stem_b, j))) = (left.peek(), right.peek()) {
        if stem_a < stem_b {
            left.next();
            continue;
        }
        if stem_b < stem_a {
            right.next();
            continue;
        }
        left.next();
        right.next();
        let weight = a.stems[i].weight.min(b.stems[j].weight);
        let word = a.side.analysis.hashes()[i];
        let marks = a.side.analysis.marks()[i];
        if is_more_than_a_name(word, marks, [a.stems[i].name, b.stems[j].name]) {
            content += weight;
            shared += weight;
        } else {
            shared += NAME_PART * weight;
        }
        others -= a.stems[i].says + b.stems[j].says;
        found.pairs.push((i, j));
    }
    found.score = if figures_differ((a, words_a), (b, words_b), room) {
        f32::NEG_INFINITY
    } else {
        shared - options.unmatched * 0.5 * others
    };
    found.content = content;
    found
}

/// Whether each of two stretches has a number that the other has not: the terms of two loans, the results of two companies
/// and the shocks of two earthquakes are told in the same words, and are not the same.
fn figures_differ(
    (a, words_a): (&Worded<'_>, &Range<usize>),
    (b, words_b): (&Worded<'_>, &Range<usize>),
    room: &mut Room,
) -> bool {
    let figures = |text: &Worded<'_>, words: &Range<usize>, found: &mut Vec<u64>| {
        found.clear();
        let analysis = text.side.analysis;
        let marked = words.clone().zip(&analysis.marks()[words.clone()]);
        found.extend(
            marked
                .filter(|(_, marks)| marks.contains(Marks::NUMBER))
                .map(|(word, _)| analysis.hashes()[word]),
        );
    };
    figures(a, words_a, &mut room.figures_a);
    figures(b, words_b, &mut room.figures_b);
    let differ = |one: &[u64], other: &[u64]| one.iter().any(|figure| !other.contains(figure));
    differ(&room.figures_a, &room.figures_b) && differ(&room.figures_b, &room.figures_a)
}
