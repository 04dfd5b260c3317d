//! What two articles share, as far as a collection may know it, and what became of the facts around it.

use std::ops::Range;

use wirecopy_reuse::{EditKind, Passage, PassageForm, TermWeights};
use wirecopy_text::{Analysis, Marks, Span, shingle_hashes};

use super::holders::Holders;

/// Length in words of the runs whose holders are counted.
pub(crate) const RUN_WORDS: usize = 4;

/// A passage of at most so many words that closes both texts, but for so many words, says little: this is how a site
/// closes its pages.
const CLOSING_WORDS: usize = 40;
const CLOSING_SLACK: usize = 5;

/// The weight in nats from which a number is rare: about one text in 150 has it.
const RARE_NUMBER: f32 = 5.0;

/// The runs that two articles share, and what became of the facts around them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Shared {
    /// The hashes of the runs that stand in a copied passage on both sides, ascending, each once.
    pub(super) runs: Vec<u64>,
    /// Names and numbers in the place of which the other side has others.
    pub(super) changed: u32,
    /// Names and numbers of copied passages that stand in both, in a; what begins a sentence is none.
    pub(super) kept: usize,
    /// The edits that put numbers in the place of numbers.
    pub(super) changed_numbers: u32,
    /// The matching words of copied passages.
    pub(super) copied: usize,
    /// The matching words of paraphrases, which have no runs.
    pub(super) reworded: usize,
    /// The longest run of matching words.
    pub(super) longest: usize,
    /// The matching words of the passage that has the most, paraphrases apart.
    pub(super) longest_passage: usize,
    /// The words of copied passages, on the side that has fewer, that are no names, no numbers and no function words.
    pub(super) plain: usize,
    /// The different rare numbers that stand in a copied passage on both sides.
    pub(super) numbers: usize,
    /// Whether all that is shared is one short passage that closes both texts.
    pub(super) closes: bool,
    /// The words of a and of b.
    pub(super) words: [usize; 2],
}

impl Shared {
    /// What the passages of two texts share.
    pub(crate) fn of(a: &Analysis, b: &Analysis, found: &[Passage], weights: &TermWeights) -> Self {
        let mut shared = Self {
            closes: matches!(found, [passage] if closes(a, &passage.a_words) && closes(b, &passage.b_words)),
            words: [a.len(), b.len()],
            ..Self::default()
        };
        let mut numbers = Vec::new();
        for passage in found {
            if passage.form == PassageForm::Paraphrased {
                shared.reworded += passage.words;
                continue;
            }
            shared.copied += passage.words;
            shared.longest = shared.longest.max(passage.longest_run);
            shared.longest_passage = shared.longest_passage.max(passage.words);
            shared.plain += plain(a, &passage.a_words).min(plain(b, &passage.b_words));
            numbers.extend(rare_numbers(
                (a, &passage.a_words),
                (b, &passage.b_words),
                weights,
            ));
            let (in_a, in_b) = (runs(a, &passage.a_words), runs(b, &passage.b_words));
            shared.runs.extend(common(&in_a, &in_b));
            shared.kept += facts_beside_edits(a, passage);
            for edit in &passage.edits {
                if edit.kind == EditKind::Replaced {
                    let gone = Facts::of(a, &words_of(a, edit.a), &passage.a_words);
                    let come = Facts::of(b, &words_of(b, edit.b), &passage.b_words);
                    shared.changed += gone.changed_to(come);
                    shared.changed_numbers += u32::from(gone.numbers > 0 && come.numbers > 0);
                }
            }
        }
        shared.runs.sort_unstable();
        shared.runs.dedup();
        numbers.sort_unstable();
        numbers.dedup();
        shared.numbers = numbers.len();
        shared
    }

    /// Whether they share a run that no third family of texts has, such as the name of whom both tell.
    pub(super) fn is_held_by_two(&self, holders: &Holders) -> bool {
        self.runs.iter().any(|&run| holders.others(run) == 1)
    }
}

/// Whether some words are few, in themselves and beside the others, and close their text.
fn closes(text: &Analysis, words: &Range<usize>) -> bool {
    words.len() <= CLOSING_WORDS
        && 2 * words.len() < text.len()
        && words.end + CLOSING_SLACK >= text.len()
}

/// The hashes of the runs of some words, ascending.
fn runs(text: &Analysis, words: &Range<usize>) -> Vec<u64> {
    let mut runs: Vec<u64> = shingle_hashes(&text.hashes()[words.clone()], RUN_WORDS).collect();
    runs.sort_unstable();
    runs
}

/// What stands in both of two ascending lists, as often as in the first.
fn common<'r>(one: &'r [u64], other: &'r [u64]) -> impl Iterator<Item = u64> + 'r {
    let mut rest = other;
    one.iter().copied().filter(move |run| {
        let before = rest.iter().take_while(|&other| other < run).count();
        rest = &rest[before..];
        rest.first() == Some(run)
    })
}

/// How many words of a passage in a are names or numbers, as far as their looks tell, and are in no edit.
fn facts_beside_edits(a: &Analysis, passage: &Passage) -> usize {
    let edits = passage.edits.iter().map(|edit| words_of(a, edit.a));
    let edited: usize = edits
        .map(|words| words.filter(|&word| is_fact(a, word)).count())
        .sum();
    let all = passage.a_words.clone();
    all.filter(|&word| is_fact(a, word))
        .count()
        .saturating_sub(edited)
}

/// Whether a word is a name or a number, as far as its looks tell.
fn is_fact(text: &Analysis, word: usize) -> bool {
    let marks = text.marks()[word];
    marks.contains(Marks::NUMBER)
        || (marks.contains(Marks::CAPITALISED) && !marks.contains(Marks::SENTENCE_START))
}

/// How many of some words are no names, no numbers and no function words, as far as their looks tell.
fn plain(text: &Analysis, words: &Range<usize>) -> usize {
    text.marks()[words.clone()]
        .iter()
        .filter(|marks| !marks.intersects(Marks::NUMBER | Marks::CAPITALISED | Marks::FUNCTION))
        .count()
}

/// The hashes of the rare numbers that two stretches have in common, with repeats, ascending.
fn rare_numbers(
    (a, words_a): (&Analysis, &Range<usize>),
    (b, words_b): (&Analysis, &Range<usize>),
    weights: &TermWeights,
) -> Vec<u64> {
    let of = |text: &Analysis, words: &Range<usize>| -> Vec<u64> {
        let mut rare: Vec<u64> = words
            .clone()
            .map(|word| (text.hashes()[word], text.marks()[word]))
            .filter(|&(hash, marks)| {
                marks.contains(Marks::NUMBER) && weights.weight(hash, marks) >= RARE_NUMBER
            })
            .map(|(hash, _)| hash)
            .collect();
        rare.sort_unstable();
        rare
    };
    common(&of(a, words_a), &of(b, words_b)).collect()
}

/// The words that lie in a span.
fn words_of(text: &Analysis, span: Span) -> Range<usize> {
    let spans = text.spans();
    let start = spans.partition_point(|word| word.start < span.start);
    let end = spans.partition_point(|word| word.end <= span.end);
    start..end.max(start)
}

/// How many of some words are names and how many are numbers, as far as their looks tell.
#[derive(Debug, Clone, Copy)]
struct Facts {
    names: u32,
    numbers: u32,
}

impl Facts {
    /// Those of some words of a passage: where all words of the passage have capitals, as in a headline, capitals say
    /// nothing.
    fn of(text: &Analysis, words: &Range<usize>, passage: &Range<usize>) -> Self {
        let marks = text.marks();
        let plain = marks[passage.clone()]
            .iter()
            .any(|marks| !marks.intersects(Marks::NUMBER | Marks::CAPITALISED | Marks::FUNCTION));
        let mut facts = Self {
            names: 0,
            numbers: 0,
        };
        for marks in &marks[words.clone()] {
            if marks.contains(Marks::NUMBER) {
                facts.numbers += 1;
            } else if plain && marks.contains(Marks::CAPITALISED) {
                facts.names += 1;
            }
        }
        facts
    }

    /// How many are others when these stand in the place of those: a name is replaced by a name or a number, a number
    /// by anything, for "two billion" may stand for "1.5 billion".
    fn changed_to(self, other: Self) -> u32 {
        let (gone, come) = (self.names + self.numbers, other.names + other.numbers);
        let replaced = gone > 0 && come > 0;
        if replaced || self.numbers + other.numbers > 0 {
            gone.max(come)
        } else {
            0
        }
    }
}
