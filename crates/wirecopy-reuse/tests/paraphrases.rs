//! What holds for the paraphrases of any two texts, and that a reworded sentence is found.

use std::collections::HashSet;
use std::ops::ControlFlow;

use proptest::prelude::*;
use wirecopy_reuse::{
    AlignOptions, Aligner, ParaphraseOptions, Paraphraser, Passage, PassageForm, Repeats, Side,
    StemTable, TermWeights, WordRanges, mark_reordered,
};
use wirecopy_text::{Analysis, Language};

/// An analysed text, with some of its words left out.
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

/// Both channels, one after the other.
fn passages(a: &Prepared, b: &Prepared, language: Option<Language>) -> Vec<Passage> {
    let weights = TermWeights::default();
    let found = Aligner::new(a.side(), &weights, &AlignOptions::default()).passages(b.side());
    paraphrases(a, b, language, found)
}

fn paraphrases(
    a: &Prepared,
    b: &Prepared,
    language: Option<Language>,
    found: Vec<Passage>,
) -> Vec<Passage> {
    let weights = TermWeights::default();
    let mut table = StemTable::new(language, &weights, |_| 0.0);
    let (stems_a, stems_b) = (table.stems(a.side()), table.stems(b.side()));
    let mut found = Paraphraser::new(a.side(), &stems_a, &ParaphraseOptions::default())
        .add_to(found, b.side(), &stems_b, &|_, _| ControlFlow::Continue(()))
        .expect("nobody says stop");
    mark_reordered(&mut found);
    found
}

const ENGLISH: Option<Language> = Some(Language::English);
const FERRY: &str =
    "Engineers discovered a crack in the main shaft of the ferry during a routine inspection.";
const REWORDED: &str =
    "During routine inspections of the ferry, a cracked main shaft was discovered by engineers.";

#[test]
fn a_sentence_in_another_order_and_with_other_endings_is_a_paraphrase() {
    let a = Prepared::new(format!("It rained all week. {FERRY} Nobody sails now."));
    let b = Prepared::new(format!("Bad news for tourists! {REWORDED} Prices went up."));
    let found = passages(&a, &b, ENGLISH);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].form, PassageForm::Paraphrased);
    assert_eq!(found[0].a.of(&a.text), FERRY);
    assert_eq!(found[0].b.of(&b.text), REWORDED);
    assert!(found[0].edits.is_empty());
}

#[test]
fn a_share_counts_the_words_that_match_and_function_words_between_them() {
    let (a, b) = (Prepared::new(FERRY), Prepared::new(REWORDED));
    let (found, text) = (passages(&a, &b, ENGLISH), &b.text);
    let counted: Vec<&str> = found[0]
        .b_shared
        .as_slice()
        .iter()
        .map(|words| {
            let words = words.start as usize..words.end as usize;
            b.analysis.span_of(words).of(text)
        })
        .collect();
    assert_eq!(
        counted,
        ["routine inspections of the ferry, a cracked main shaft was discovered by engineers"]
    );
    assert_eq!(found[0].words, 8);
    let longer = Prepared::new(
        "During routine inspections of the rusty old ferry, a cracked main shaft was discovered by engineers.",
    );
    let found = passages(&a, &longer, ENGLISH);
    let words: usize = found[0].b_shared.words();
    assert_eq!(
        words,
        found[0].b_words.len() - ["During", "of", "the", "rusty", "old"].len()
    );
}

#[test]
fn two_actors_that_do_something_else_are_no_paraphrase() {
    let a = Prepared::new(
        "Mayor Ada Quill met the governor Bo Marsh in Tessary on Monday to open the new bridge over the Sill.",
    );
    let b = Prepared::new(
        "Governor Bo Marsh and Mayor Ada Quill quarrelled in Tessary about who should pay for the school meals.",
    );
    assert_eq!(passages(&a, &b, ENGLISH), []);
}

#[test]
fn the_terms_of_two_loans_are_no_paraphrase() {
    let terms = "The bonds will be listed in Luxembourg and sold in denominations of 5,000 crowns; fees are 2 percent for management and underwriting";
    let a = Prepared::new(format!("{terms}, and 11 percent for selling."));
    let b = Prepared::new(
        "Fees are 3 percent for underwriting and management, and listing in Luxembourg, where bonds were sold in denominations of 10,000 crowns.",
    );
    assert_eq!(passages(&a, &b, ENGLISH), []);
    let same = Prepared::new(
        "Fees are 2 percent for underwriting and management, and listing in Luxembourg, where bonds were sold in denominations of 5,000 crowns.",
    );
    assert_eq!(passages(&a, &same, ENGLISH).len(), 1);
}

#[test]
fn sentences_without_spaces_and_the_letters_of_a_table_are_no_paraphrase() {
    let a = Prepared::new("昨日の朝は港で大きな火事があった。");
    let b = Prepared::new("港で朝の火事は大きな昨日があった。");
    let letters = (
        Prepared::new("A B C D E F G H I J K L M N O P 1 2 3 4 5 6"),
        Prepared::new("P O N M L K J I H G F E D C B A 6 5 4 3 2 1"),
    );
    for (a, b) in [(&a, &b), (&letters.0, &letters.1)] {
        for language in [None, Some(Language::Japanese)] {
            assert_eq!(paraphrases(a, b, language, Vec::new()), []);
        }
    }
}

#[test]
fn furniture_is_no_paraphrase() {
    let (mut a, mut b) = (Prepared::new(FERRY), Prepared::new(REWORDED));
    for text in [&mut a, &mut b] {
        let words = u32::try_from(text.analysis.len()).expect("short");
        text.void = WordRanges::from_ranges(std::iter::once(0..words));
    }
    assert_eq!(passages(&a, &b, ENGLISH), []);
}

#[test]
fn the_search_can_be_stopped() {
    let (a, b) = (Prepared::new(FERRY), Prepared::new(REWORDED));
    let weights = TermWeights::default();
    let mut table = StemTable::new(ENGLISH, &weights, |_| 0.0);
    let (stems_a, stems_b) = (table.stems(a.side()), table.stems(b.side()));
    let stopped = Paraphraser::new(a.side(), &stems_a, &ParaphraseOptions::default()).add_to(
        Vec::new(),
        b.side(),
        &stems_b,
        &|_, _| ControlFlow::Break(()),
    );
    assert!(matches!(stopped, Err(wirecopy_reuse::Error::Cancelled)));
}

#[test]
fn the_passages_that_changed_places_are_the_fewest_words() {
    let short = "The keeper of the old lighthouse at Orrin retires in May.";
    let long = "Volunteers counted more than four hundred puffins on the island this spring, twice as many as before.";
    let a = Prepared::new(format!("{short} {long}"));
    let b = Prepared::new(format!("{long} {short}"));
    let reordered: Vec<(&str, bool)> = passages(&a, &b, ENGLISH)
        .iter()
        .map(|passage| (passage.a.of(&a.text), passage.reordered))
        .collect();
    assert_eq!(reordered, [(short, true), (long, false)]);
}

/// Sentences of made-up words, the words of each sentence in any order.
fn reworded() -> impl Strategy<Value = (String, String)> {
    let sentence = (
        0..4_u8,
        prop::collection::vec(0..60_usize, 3..20),
        any::<prop::sample::Index>(),
    );
    let word = |number: &usize| {
        format!(
            "q{}z",
            "abcdefghij"
                .chars()
                .nth(number % 10)
                .expect("below 10")
                .to_string()
                + &"xyvwut"[number / 10..=number / 10]
        )
    };
    prop::collection::vec(sentence, 0..8).prop_map(move |sentences| {
        let (mut a, mut b) = (String::new(), String::new());
        for (kind, words, turn) in sentences {
            let mut turned = words.clone();
            turned.rotate_left(turn.index(words.len()));
            turned.reverse();
            let text = |words: &[usize]| {
                let words: Vec<String> = words.iter().map(word).collect();
                format!("The {}. ", words.join(" "))
            };
            if kind != 1 {
                a.push_str(&text(&words));
            }
            if kind != 2 {
                b.insert_str(0, &text(if kind == 0 { &words } else { &turned }));
            }
        }
        (a, b)
    })
}

proptest! {
    #[test]
    fn each_word_is_in_one_passage_and_spans_are_those_of_words((a, b) in reworded()) {
        let (a, b) = (Prepared::new(a), Prepared::new(b));
        let found = passages(&a, &b, None);
        prop_assert_eq!(&passages(&a, &b, None), &found);
        let (mut words_a, mut words_b) = (HashSet::new(), HashSet::new());
        for passage in &found {
            prop_assert!(passage.a_words.clone().all(|word| words_a.insert(word)));
            prop_assert!(passage.b_words.clone().all(|word| words_b.insert(word)));
            for (text, span, words, shared) in [
                (&a, passage.a, &passage.a_words, &passage.a_shared),
                (&b, passage.b, &passage.b_words, &passage.b_shared),
            ] {
                let inside = text.analysis.span_of(words.clone());
                prop_assert!(span.start <= inside.start && inside.end <= span.end);
                prop_assert!(text.text.is_char_boundary(span.start as usize));
                prop_assert!(text.text.is_char_boundary(span.end as usize));
                prop_assert!(shared.words() >= passage.words);
                let all = shared.as_slice().iter().flat_map(Clone::clone);
                prop_assert!(all.into_iter().all(|word| words.contains(&(word as usize))));
            }
            if passage.form == PassageForm::Paraphrased {
                let options = ParaphraseOptions::default();
                prop_assert!(passage.words >= options.min_words);
                prop_assert!(passage.score >= options.min_score);
            }
        }
        prop_assert!(found.windows(2).all(|two| two[0].a_words.end <= two[1].a_words.start));
    }

    #[test]
    fn a_paraphrase_matches_as_many_words_as_stand_in_both((a, b) in reworded()) {
        let (a, b) = (Prepared::new(a), Prepared::new(b));
        for passage in paraphrases(&a, &b, None, Vec::new()) {
            let words = |text: &Prepared, range: &std::ops::Range<usize>| -> Vec<u64> {
                text.analysis.hashes()[range.clone()].to_vec()
            };
            // Each word of a takes one of b.
            let mut rest = words(&b, &passage.b_words);
            let both = words(&a, &passage.a_words)
                .into_iter()
                .filter(|word| rest.iter().position(|other| other == word).map(|at| rest.remove(at)).is_some())
                .count();
            // The borders may have taken in a word of the sentence on each side.
            prop_assert!(passage.words <= both && both <= passage.words + 8);
        }
    }
}
