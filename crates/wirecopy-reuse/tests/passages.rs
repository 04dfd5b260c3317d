//! What holds for the passages of any two texts, and that lifted text is found.

use std::collections::HashSet;

use proptest::prelude::*;
use wirecopy_reuse::{
    AlignOptions, Aligner, EditKind, Passage, Repeats, Side, TermWeights, WordRanges,
};
use wirecopy_text::Analysis;

/// An analysed text with nothing left out.
struct Prepared {
    text: String,
    analysis: Analysis,
    void: WordRanges,
    repeats: Repeats,
}

impl Prepared {
    fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let analysis = Analysis::new(&text).expect("short");
        let repeats = Repeats::new(&analysis, 8);
        Self {
            text,
            analysis,
            void: WordRanges::default(),
            repeats,
        }
    }

    fn side(&self) -> Side<'_> {
        Side::new(&self.text, &self.analysis, &self.void, &self.repeats)
    }
}

fn passages(a: &Prepared, b: &Prepared) -> Vec<Passage> {
    let weights = TermWeights::from_texts(&[&a.analysis, &b.analysis]);
    Aligner::new(a.side(), &weights, &AlignOptions::default()).passages(b.side())
}

/// A made-up lower-case word for each number; different numbers give different words.
fn word(number: usize) -> String {
    const STARTS: [&str; 16] = [
        "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu",
        "we",
    ];
    let mut rest = number;
    let mut word = String::from("q");
    loop {
        word.push_str(STARTS[rest % 16]);
        rest /= 16;
        if rest == 0 {
            return word;
        }
    }
}

/// Text of numbered words with full stops here and there.
fn prose(numbers: &[usize]) -> String {
    let mut text = String::new();
    for (position, &number) in numbers.iter().enumerate() {
        text.push_str(&word(number));
        text.push_str(if position % 17 == 16 { ". " } else { " " });
    }
    text
}

/// Two texts that share pieces, with edits: (words of a, words of b).
fn related() -> impl Strategy<Value = (Vec<usize>, Vec<usize>)> {
    let piece = (
        0..3_u8,
        prop::collection::vec(0..400_usize, 1..40),
        prop::collection::vec(any::<u8>(), 40),
    );
    prop::collection::vec(piece, 0..8).prop_map(|pieces| {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for (kind, words, dice) in pieces {
            if kind != 1 {
                a.extend(&words);
            }
            if kind != 2 {
                for (word, die) in words.iter().zip(dice) {
                    match die {
                        0..16 => {}
                        16..32 => b.push(word + 1000),
                        32..44 => b.extend([*word, word + 2000]),
                        _ => b.push(*word),
                    }
                }
            }
        }
        (a, b)
    })
}

/// The words of a span, folded, as the passage's edits leave them.
fn apply(text: &str, span: std::ops::Range<usize>, cut: &[std::ops::Range<usize>]) -> Vec<String> {
    let mut kept = String::new();
    let mut at = span.start;
    for range in cut {
        kept.push_str(&text[at..range.start]);
        kept.push(' ');
        at = range.end;
    }
    kept.push_str(&text[at..span.end]);
    wirecopy_text::words(&kept)
        .map(|span| wirecopy_text::fold(span.of(&kept)).into_owned())
        .collect()
}

proptest! {
    #[test]
    fn without_their_edits_both_sides_of_a_passage_have_the_same_words((a, b) in related()) {
        let (a, b) = (Prepared::new(prose(&a)), Prepared::new(prose(&b)));
        for passage in passages(&a, &b) {
            let cut_a: Vec<_> = passage.edits.iter().map(|edit| edit.a.range()).collect();
            let cut_b: Vec<_> = passage.edits.iter().map(|edit| edit.b.range()).collect();
            let left = apply(&a.text, passage.a.range(), &cut_a);
            let right = apply(&b.text, passage.b.range(), &cut_b);
            prop_assert_eq!(&left, &right);
            prop_assert_eq!(left.len(), passage.words);
            for edit in &passage.edits {
                let wanted = match (edit.a.is_empty(), edit.b.is_empty()) {
                    (false, false) => EditKind::Replaced,
                    (false, true) => EditKind::Deleted,
                    _ => EditKind::Inserted,
                };
                prop_assert_eq!(edit.kind, wanted);
            }
        }
    }

    #[test]
    fn no_word_is_in_two_passages((a, b) in related()) {
        let (a, b) = (Prepared::new(prose(&a)), Prepared::new(prose(&b)));
        let (mut seen_a, mut seen_b) = (HashSet::new(), HashSet::new());
        for passage in passages(&a, &b) {
            prop_assert!(passage.a_words.clone().all(|word| seen_a.insert(word)));
            prop_assert!(passage.b_words.clone().all(|word| seen_b.insert(word)));
            prop_assert!(passage.quoted_words <= passage.words);
            prop_assert!(passage.longest_prose_run <= passage.longest_run);
            prop_assert!(passage.longest_run <= passage.words);
        }
    }

    #[test]
    fn a_text_is_one_passage_of_itself(words in prop::collection::vec(0..400_usize, 8..200)) {
        let text = Prepared::new(prose(&words));
        let found = passages(&text, &text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].words, words.len());
        prop_assert!(found[0].edits.is_empty());
    }

    #[test]
    fn any_text_at_all_is_compared(a in any::<String>(), b in any::<String>()) {
        let joined = format!("{a} the old ferry sails to the far island again at noon {b}");
        for passage in passages(&Prepared::new(joined.clone()), &Prepared::new(b)) {
            prop_assert!(joined.get(passage.a.range()).is_some());
        }
    }

    #[test]
    fn a_lifted_run_of_twelve_words_is_found(
        before in prop::collection::vec(0..5000_usize, 0..200),
        lifted in prop::collection::vec(5000..9000_usize, 12..40),
        after in prop::collection::vec(10_000..15_000_usize, 0..200),
    ) {
        let wire: Vec<usize> = before.iter().chain(&lifted).copied().collect();
        let blog: Vec<usize> = after.iter().chain(&lifted).copied().collect();
        let found = passages(&Prepared::new(prose(&wire)), &Prepared::new(prose(&blog)));
        let words: usize = found.iter().map(|passage| passage.words).sum();
        prop_assert!(words >= lifted.len(), "{} of {} words", words, lifted.len());
    }
}

/// A lifted passage of 40 words in which every `step`th word was replaced is found as a whole.
fn words_found(step: usize) -> usize {
    let lifted: Vec<usize> = (100..140).collect();
    let edited = lifted
        .iter()
        .map(|&word| if word % step == 0 { word + 5000 } else { word });
    let wire: Vec<usize> = (1000..1200)
        .chain(lifted.iter().copied())
        .chain(1200..1300)
        .collect();
    let blog: Vec<usize> = (2000..2100).chain(edited).chain(2100..2400).collect();
    let found = passages(&Prepared::new(prose(&wire)), &Prepared::new(prose(&blog)));
    found.iter().map(|passage| passage.words).sum()
}

#[test]
fn a_passage_with_a_tenth_of_its_words_replaced_is_found() {
    assert_eq!(words_found(10), 36);
}

#[test]
fn a_passage_with_a_fifth_of_its_words_replaced_is_found() {
    // Four equal words stand between any two edits: the least from which a match can grow.
    assert!(words_found(5) >= 28, "{}", words_found(5));
}

#[test]
fn furniture_inside_a_passage_costs_nothing_and_counts_for_nothing() {
    let half = |from: usize| prose(&(from..from + 20).collect::<Vec<_>>());
    let pitch = prose(&(900..940).collect::<Vec<_>>());
    let plain = Prepared::new(format!("{}{}", half(0), half(20)));
    let mut page = Prepared::new(format!("{}{pitch}{}", half(0), half(20)));
    page.void = WordRanges::from_ranges(std::iter::once(20..60));
    let found = passages(&plain, &page);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].words, found[0].edits.len()), (40, 0));
    assert_eq!(
        page.side()
            .counted_in(std::iter::once(found[0].b_words.clone())),
        40
    );
}

#[test]
fn a_title_with_two_names_is_no_passage() {
    let a = Prepared::new(
        "Talks began when the Foreign Minister Ada Quill and President Bo Marsh arrived by train.",
    );
    let b = Prepared::new(
        "Yesterday the Foreign Minister Ada Quill and President Bo Marsh opened a new museum.",
    );
    assert!(passages(&a, &b).is_empty());
}
