use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

fn found(text: &str) -> Vec<&str> {
    sentences(text).map(|span| span.of(text)).collect()
}

fn plain(text: &str) -> Vec<&str> {
    plain_sentences(text).map(|span| span.of(text)).collect()
}

fn by_standard(text: &str) -> Vec<&str> {
    text.split_sentence_bounds()
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
        .collect()
}

#[test]
fn terminators_end_sentences_with_their_marks() {
    assert_eq!(
        found("He left. “Why?” she asked. (Nobody knew.) Yes!"),
        ["He left.", "“Why?” she asked.", "(Nobody knew.)", "Yes!"]
    );
    assert_eq!(found("水车没了。他走了。"), ["水车没了。", "他走了。"]);
    assert_eq!(found("वह गया। वह आया।"), ["वह गया।", "वह आया।"]);
}

#[test]
fn stops_in_numbers_and_before_lower_case_do_not_end() {
    assert_eq!(
        found("Shares rose 3.5 pct. to 17.20 dlrs... and fell. Then it rained."),
        [
            "Shares rose 3.5 pct. to 17.20 dlrs... and fell.",
            "Then it rained."
        ]
    );
}

#[test]
fn titles_do_not_end_a_sentence() {
    assert_eq!(
        found("Mr. Ito met Gen. Dr. Ada Brook. She left."),
        ["Mr. Ito met Gen. Dr. Ada Brook.", "She left."]
    );
}

#[test]
fn initials_do_not_end_a_sentence() {
    assert_eq!(
        found("J. R. Smith and George W. Brook met. So do I. Tom left."),
        [
            "J. R. Smith and George W. Brook met.",
            "So do I.",
            "Tom left."
        ]
    );
}

#[test]
fn dotted_letters_end_a_sentence_before_a_function_word() {
    assert_eq!(
        found("The U.S. Senate sat at 9 a.m. Monday in the U.S. The vote passed."),
        [
            "The U.S. Senate sat at 9 a.m. Monday in the U.S.",
            "The vote passed."
        ]
    );
    assert_eq!(
        found("He works for Mill Inc. It is old. Mill Inc. Chairman Ito left on Nov. 5."),
        [
            "He works for Mill Inc.",
            "It is old.",
            "Mill Inc. Chairman Ito left on Nov. 5.",
        ]
    );
}

#[test]
fn dotted_letters_end_a_sentence_before_a_script_without_case() {
    assert_eq!(found("حصل على A. يبين هذا").len(), 2);
    assert_eq!(found("ศาล D.C. เพโลซี").len(), 2);
}

#[test]
fn an_abbreviation_before_a_closing_mark_ends_a_sentence() {
    assert_eq!(
        found("“I left the U.S.” Tom nodded."),
        ["“I left the U.S.”", "Tom nodded."]
    );
}

#[test]
fn wrapped_lines_are_one_sentence() {
    let text = "The old mill on the river burnt down on\nMonday night, said the U.S.\nsecretary. It had\nstood there.\n\nNobody was hurt";
    assert_eq!(
        found(text),
        [
            "The old mill on the river burnt down on\nMonday night, said the U.S.\nsecretary.",
            "It had\nstood there.",
            "Nobody was hurt"
        ]
    );
    assert_eq!(found(&text.replace('\n', "\r\n")).len(), 3);
}

#[test]
fn headings_and_paragraphs_end_sentences_without_a_stop() {
    assert_eq!(
        found("Mill burns\nThe old mill burnt\n\nBy Ada Brook\n"),
        ["Mill burns", "The old mill burnt", "By Ada Brook"]
    );
}

#[test]
fn ordinals_and_numbers_of_items_do_not_end_a_sentence() {
    assert_eq!(
        found(
            "Im 19. Jahrhundert, am 3. Mai, traf die 2. Mannschaft. Das war 1873. Er blieb bis zum 4. Dann ging er."
        ),
        [
            "Im 19. Jahrhundert, am 3. Mai, traf die 2. Mannschaft.",
            "Das war 1873.",
            "Er blieb bis zum 4.",
            "Dann ging er.",
        ]
    );
    assert_eq!(
        found("1. Close it.\n12. Open it. It is 5. Now go."),
        ["1. Close it.", "12. Open it.", "It is 5.", "Now go."]
    );
}

#[test]
fn a_number_begins_a_sentence_behind_a_word() {
    assert_eq!(
        found(
            "It rained there. 20 people left. He called it “a day”. 12 did not. See abs. 3 of it."
        ),
        [
            "It rained there.",
            "20 people left.",
            "He called it “a day”.",
            "12 did not.",
            "See abs. 3 of it.",
        ]
    );
}

#[test]
fn abbreviations_of_other_languages_do_not_end_a_sentence() {
    for text in [
        "Han bor t.ex. i Ystad, ej f.d. Malmö.",
        "De trein van dhr. Jansen reed om kl. 18 weg.",
        "Ο κ. Παπάς ήρθε.",
        "Он живёт на ул. Речной в г. Тверь.",
        "Er wohnt in der Hafenstr. 4 in Kiel.",
        "Vive en EE. UU. desde 1999.",
    ] {
        assert_eq!(found(text), [text]);
    }
    assert_eq!(found("Это было в 2018 г. Компания росла.").len(), 2);
    assert_eq!(found("See x.com. Tom did.").len(), 2);
}

#[test]
fn a_title_goes_on_at_the_next_line() {
    assert_eq!(found("They heard Mr.\nHale. It rained.").len(), 2);
    assert_eq!(
        found("They heard Mr.\n\nHale rose."),
        ["They heard Mr.", "Hale rose."]
    );
}

#[test]
fn marks_apart_from_their_words_close_and_dashes_open() {
    assert_eq!(
        found("Il dit : « C’est fini. » Elle part. « Non ! » Il reste."),
        [
            "Il dit : « C’est fini. »",
            "Elle part.",
            "« Non ! »",
            "Il reste."
        ]
    );
    assert_eq!(
        found("– Menjünk – mondja. – Jó. Jan. – March."),
        ["– Menjünk – mondja.", "– Jó.", "Jan. – March."]
    );
}

#[test]
fn particles_behind_quotations_go_on() {
    assert_eq!(
        found("「行く？」と聞いた。「行く！」「行かない。」ところが雨だ。"),
        [
            "「行く？」と聞いた。",
            "「行く！」",
            "「行かない。」",
            "ところが雨だ。"
        ]
    );
    assert_eq!(found("\"갈까?\"라고 물었다. 비가 왔다.").len(), 2);
    assert_eq!(
        found("他走了。“我们赢了。”没有人回答。"),
        ["他走了。", "“我们赢了。”", "没有人回答。"]
    );
}

#[test]
fn blank_texts_have_no_sentence() {
    assert!(found(" \n\u{a0}\r\n").is_empty());
}

#[test]
fn without_tailoring_an_abbreviation_ends_a_sentence() {
    assert_eq!(plain("Mr. Ito left\nearly."), ["Mr.", "Ito left", "early."]);
}

#[test]
fn long_runs_take_linear_time() {
    for unit in [
        ".", ". ", "a.", ". (", ". »", ". – (", "?」", "。「", "der 1. A", "Mr.\n", "1.\n", "a\n",
        "\n", "U.S. ", "é.", ".\u{301}",
    ] {
        let _ = sentences(&unit.repeat(200_000)).count();
    }
}

proptest! {
    #![proptest_config(crate::random::cases(4_000))]

    #[test]
    fn ascii_sentences_agree_with_the_standard_when_not_tailored(text in "[abAB01 .!?,:'\"()\n\r\t$]{0,24}") {
        prop_assert_eq!(plain(&text), by_standard(&text));
    }

    #[test]
    fn sentences_agree_with_the_standard_when_not_tailored(text in "[aAéÉ0² .!?,’”“«»。？！…।؟\u{85}\u{2028}\u{2029}\u{301}\u{ad}\n\r水אǅა–—\u{a0}]{0,24}") {
        prop_assert_eq!(plain(&text), by_standard(&text));
    }

    #[test]
    fn sentences_lose_nothing_but_white_space(text in "[aAé0 .!?”\n\r\t。]{0,60}") {
        let joined: String = found(&text).concat();
        let dense = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(dense(&joined), dense(&text));
        prop_assert!(sentences(&text).all(|span| !span.is_empty() && span.of(&text).trim() == span.of(&text)));
    }
}
