//! What two stretches say in the same words, in whatever order.

use std::ops::Range;

use wirecopy_text::Marks;

use crate::names::is_more_than_a_name;
use crate::paraphrase::fragments::Fragment;
use crate::paraphrase::stems::{NAME_PART, Stem, Stems, says};
use crate::{ParaphraseOptions, Side};

/// One text as the second channel sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worded<'t> {
    pub(crate) side: Side<'t>,
    pub(crate) stems: &'t [Stem],
    pub(crate) sentences: &'t [Fragment],
}

impl<'t> Worded<'t> {
    pub(crate) fn new(side: Side<'t>, stems: &'t Stems) -> Self {
        Self {
            side,
            stems: stems.words(),
            sentences: stems.sentences(),
        }
    }

    pub(crate) fn says(&self, words: &Range<usize>) -> f32 {
        says(&self.stems[words.clone()])
    }
}

/// A stretch of a text, read once to be compared with many others.
#[derive(Debug)]
pub(crate) struct Stretch {
    says: f32,
    /// The words that say something, by stem and place.
    by_stem: Vec<(u32, u32)>,
    figures: Vec<u64>,
}

impl Stretch {
    /// O(n log n).
    pub(crate) fn new(text: &Worded<'_>, words: &Range<usize>) -> Self {
        let place = |word: usize| u32::try_from(word).expect("fewer words than bytes");
        let (hashes, marks) = (text.side.analysis.hashes(), text.side.analysis.marks());
        let mut by_stem: Vec<(u32, u32)> = Vec::with_capacity(words.len());
        by_stem.extend(
            (words.clone())
                .filter(|&word| text.stems[word].says > 0.0)
                .map(|word| (text.stems[word].hash, place(word))),
        );
        by_stem.sort_unstable();
        Self {
            says: text.says(words),
            by_stem,
            figures: (words.clone())
                .filter(|&word| marks[word].contains(Marks::NUMBER))
                .map(|word| hashes[word])
                .collect(),
        }
    }
}

/// The words that two stretches have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Overlap {
    /// Which word of a is which of b, in the order of the stems; each word once.
    pub(crate) pairs: Vec<(usize, usize)>,
    /// What they say, less a part of what the other words say, in nats.
    pub(crate) score: f32,
    /// What they say that is neither a name, a title nor a number.
    pub(crate) content: f32,
}

/// Pairs the words of two stretches by their stems: the first of a kind with the first, the second with the second.
/// `None` where the score is not above `least`, or their figures differ. O(n).
pub(crate) fn overlap(
    (a, of_a): (&Worded<'_>, &Stretch),
    (b, of_b): (&Worded<'_>, &Stretch),
    least: f32,
    options: &ParaphraseOptions,
) -> Option<Overlap> {
    if figures_differ(of_a, of_b) {
        return None;
    }
    let mut found = Overlap {
        pairs: Vec::with_capacity(of_a.by_stem.len().min(of_b.by_stem.len())),
        ..Overlap::default()
    };
    let (mut shared, mut content) = (0.0, 0.0);
    let mut others = of_a.says + of_b.says;
    let (mut left, mut right) = (0, 0);
    while let (Some(&(stem_a, i)), Some(&(stem_b, j))) =
        (of_a.by_stem.get(left), of_b.by_stem.get(right))
    {
        left += usize::from(stem_a <= stem_b);
        right += usize::from(stem_b <= stem_a);
        if stem_a != stem_b {
            continue;
        }
        let (i, j) = (i as usize, j as usize);
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
    found.score = shared - options.unmatched * 0.5 * others;
    found.content = content;
    (found.score > least).then_some(found)
}

/// Whether each of two stretches has a number that the other has not: the terms of two loans, the results of two companies
/// and the shocks of two earthquakes are told in the same words, and are not the same.
fn figures_differ(a: &Stretch, b: &Stretch) -> bool {
    let differ = |one: &[u64], other: &[u64]| one.iter().any(|figure| !other.contains(figure));
    differ(&a.figures, &b.figures) && differ(&b.figures, &a.figures)
}
