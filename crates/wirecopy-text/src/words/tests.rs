use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<&str> {
    words(text).map(|span| span.of(text)).collect()
}

/// The words by the standard alone, white space before a joiner taken off.
fn by_standard(text: &str) -> Vec<(usize, &str)> {
    let trimmed = |(start, word): (usize, &'_ str)| {
        let length = word
            .trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r'])
            .len();
        (start + word.len() - length, length)
    };
    text.unicode_word_indices()
        .map(trimmed)
        .map(|(start, length)| (start, &text[start..start + length]))
        .collect()
}

fn with_starts(text: &str) -> Vec<(usize, &str)> {
    words(text)
        .map(|span| (span.range().start, span.of(text)))
        .collect()
}

fn plain_with_starts(text: &str) -> Vec<(usize, &str)> {
    plain_words(text)
        .map(|span| (span.range().start, span.of(text)))
        .collect()
}

#[test]
fn without_departures_zero_width_spaces_part_words() {
    let found: Vec<&str> = plain_words("har\u{200b}bour  \u{200d}ℹ")
        .map(|span| span.of("har\u{200b}bour  \u{200d}ℹ"))
        .collect();
    assert_eq!(found, ["har", "bour", "  \u{200d}ℹ"]);
}

#[test]
fn punctuation_inside_words_and_numbers_stays() {
    assert_eq!(
        found("don't U.S. 3,000.50 1;2 a:b x_1 _ __a"),
        ["don't", "U.S", "3,000.50", "1;2", "a:b", "x_1", "__a"]
    );
}

#[test]
fn punctuation_between_a_letter_and_a_digit_parts() {
    assert_eq!(
        found("a.1 1.a a,b 1:2 'tis boys' e-mail a..b a.'b"),
        [
            "a", "1", "1", "a", "a", "b", "1", "2", "tis", "boys", "e", "mail", "a", "b", "a", "b"
        ]
    );
}

#[test]
fn a_word_may_mix_ascii_and_other_letters() {
    assert_eq!(
        found("naïve caf\u{65}\u{301}s, l’été—mill’s “U.S.”"),
        ["naïve", "cafe\u{301}s", "l’été", "mill’s", "U.S"]
    );
}

#[test]
fn scripts_without_spaces_fall_into_characters() {
    assert_eq!(found("水車は Mühle"), ["水", "車", "は", "Mühle"]);
    assert_eq!(found("カタカナ語"), ["カタカナ", "語"]);
}

#[test]
fn zero_width_space_inside_a_word_is_dirt() {
    assert_eq!(
        found("har\u{200b}bour хар\u{200b}\u{200b}бор नम\u{200b}स्ते שלו\u{200b}ם"),
        [
            "har\u{200b}bour",
            "хар\u{200b}\u{200b}бор",
            "नम\u{200b}स्ते",
            "שלו\u{200b}ם",
        ]
    );
    assert_eq!(found("a\u{200b}b\u{200b}c d"), ["a\u{200b}b\u{200b}c", "d"]);
    assert_eq!(
        found("don\u{200b}’t \u{200b}a\u{200b} 5\u{200b}000"),
        ["don", "t", "a", "5", "000"]
    );
}

#[test]
fn zero_width_space_separates_words_where_scripts_use_it_so() {
    for (text, expected) in [
        ("ไทย\u{200b}ไทย", by_standard("ไทย\u{200b}ไทย").len()),
        ("ລາວ\u{200b}ລາວ", by_standard("ລາວ\u{200b}ລາວ").len()),
        ("ខ្មែរ\u{200b}ខ្មែរ", by_standard("ខ្មែរ\u{200b}ខ្មែរ").len()),
        ("မြန်\u{200b}မာ", by_standard("မြန်\u{200b}မာ").len()),
        ("水\u{200b}車", 2),
        ("カタ\u{200b}カナ", 2),
        ("한국\u{200b}어", 2),
        ("a\u{200b}水", 2),
    ] {
        assert_eq!(with_starts(text), by_standard(text), "{text}");
        assert_eq!(found(text).len(), expected, "{text}");
    }
}

#[test]
fn a_word_never_begins_with_white_space() {
    assert_eq!(found("a \u{200d}ℹ b"), ["a", "\u{200d}ℹ", "b"]);
}

#[test]
fn a_text_without_words_has_none() {
    assert!(found("").is_empty());
    assert!(found(" \n—“”… _ 🙂 !").is_empty());
}

#[test]
fn the_iterator_stays_at_its_end() {
    let mut words = words("é");
    assert!(words.next().is_some());
    assert!(words.next().is_none() && words.next().is_none());
}

#[test]
fn long_runs_take_linear_time() {
    for unit in ["_", ".", "a.", "é", "\u{200b}", "a\u{200b}", "-é-", "水"] {
        let _ = words(&unit.repeat(200_000)).count();
    }
}

proptest! {
    #![proptest_config(crate::random::cases(4_000))]

    #[test]
    fn ascii_words_agree_with_the_standard(text in "[a-cA-C0-2 _.,:;'\"\\-\n\t/]{0,24}") {
        prop_assert_eq!(with_starts(&text), by_standard(&text));
    }

    #[test]
    fn mixed_words_agree_with_the_standard(
        text in "[ab1 _.,:;'\"\\-\n\r\té’·‧\u{301}\u{ad}\u{200d}\u{feff}\u{fe0f}🙂👩ℹ🅰🇦🇧אבג״׳عم٣水車カタひกခ한ᄒ\u{11ab}“”\u{a0}\u{2028}\u{85}＿１．]{0,24}"
    ) {
        prop_assert_eq!(with_starts(&text), by_standard(&text));
    }

    #[test]
    fn plain_words_are_the_standards(
        text in "[ab1 _.,:;'\"\n\r\té’\u{301}\u{ad}\u{200b}\u{200d}🙂👩ℹ🇦🇧אב٣水カก한\u{a0}\u{2003}\u{2028}\u{85}\u{3000}＿]{0,24}|\\PC{0,40}"
    ) {
        prop_assert_eq!(plain_with_starts(&text), text.unicode_word_indices().collect::<Vec<_>>());
    }

    #[test]
    fn any_words_agree_with_the_standard(text in "[^\u{200b}]{0,40}") {
        prop_assert_eq!(with_starts(&text), by_standard(&text));
    }

    #[test]
    fn long_texts_agree_with_the_standard(
        text in "([a-cA-C]{1,9}[ .,]|[a0_'’.,: \\-]|[\n\"“”é\u{301}\u{200d}ℹ水]|don't |3,000\\.50 |U\\.S\\.A\\. ){0,120}"
    ) {
        prop_assert_eq!(with_starts(&text), by_standard(&text));
        prop_assert_eq!(plain_with_starts(&text), text.unicode_word_indices().collect::<Vec<_>>());
        let mut words = words(&text);
        while let Some((span, classes)) = words.next_classed() {
            let word = span.of(&text);
            // A word of ASCII beside other characters may be taken for one of those.
            prop_assert!(classes.hold(Classes::WIDE) || word.is_ascii());
            if !classes.hold(Classes::WIDE) {
                prop_assert_eq!(classes.hold(Classes::UPPER), word.bytes().any(|byte| byte.is_ascii_uppercase()));
                prop_assert_eq!(classes.hold(Classes::DIGIT), word.bytes().any(|byte| byte.is_ascii_digit()));
            }
        }
    }

    #[test]
    fn zero_width_spaces_only_join_words(text in "[ab1 .é水ก\u{200b}\u{301}]{0,24}") {
        let starts: Vec<usize> = by_standard(&text).into_iter().map(|(start, _)| start).collect();
        for (start, word) in with_starts(&text) {
            prop_assert!(starts.contains(&start), "{word}");
            let parts = by_standard(&text).into_iter().filter(|&(part, _)| start <= part && part < start + word.len()).count();
            let joined = word.contains('\u{200b}');
            prop_assert!(parts == 1 || joined, "{word}");
        }
    }
}
