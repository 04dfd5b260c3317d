//! Whole analyses.

use std::borrow::Cow;

use proptest::prelude::*;

use super::*;
use crate::analyzer::{Case, Normalization, StopWords, TokenKind};
use crate::{Language, StemmerEdition, fold};

fn texts(analyzer: &Analyzer, text: &str) -> Vec<String> {
    let tokens = analyzer.build().unwrap().tokens(text).unwrap();
    tokens
        .into_iter()
        .map(|token| token.text.into_owned())
        .collect()
}

fn sources<'t>(analyzer: &Analyzer, text: &'t str) -> Vec<&'t str> {
    let tokens = analyzer.build().unwrap().tokens(text).unwrap();
    tokens.iter().map(|token| token.span.of(text)).collect()
}

#[test]
fn the_default_is_folded_words() {
    let text = "Ito’s MILL\u{ad}S burnt: 3,000.50 in 1841.";
    let tokens = Analyzer::new().build().unwrap().tokens(text).unwrap();
    let found: Vec<(&str, &str, TokenClass)> = tokens
        .iter()
        .map(|token| (&*token.text, token.span.of(text), token.class))
        .collect();
    assert_eq!(
        found,
        [
            ("ito's", "Ito’s", TokenClass::Word),
            ("mills", "MILL\u{ad}S", TokenClass::Word),
            ("burnt", "burnt", TokenClass::Word),
            ("3,000.50", "3,000.50", TokenClass::Number),
            ("in", "in", TokenClass::Word),
            ("1841", "1841", TokenClass::Number),
        ]
    );
    assert!(matches!(tokens[2].text, Cow::Borrowed(_)));
}

#[test]
fn stop_words_are_compared_in_the_form_of_the_tokens() {
    let analyzer = Analyzer::new()
        .with_strip_accents(true)
        .with_stop_words(StopWords::List(vec!["DÉJÀ".to_owned(), "l’été".to_owned()]));
    assert_eq!(texts(&analyzer, "Déja vu, l'Été"), ["vu"]);
}

#[test]
fn stems_come_after_stop_words_and_spare_numbers() {
    let analyzer = Analyzer::new()
        .with_language(Language::English)
        .with_stop_words(StopWords::Language)
        .with_stemming(StemmerEdition::Current)
        .with_min_length(2);
    assert_eq!(
        texts(&analyzer, "The mills were burning in 1990s x 1,000s"),
        ["mill", "burn", "1990s", "1,000s"]
    );
}

#[test]
fn addresses_are_kept_whole_or_dropped() {
    let text = "Mail Ada.Brook@example.org or see www.example.org/News, now.";
    let keep = Analyzer::new()
        .with_urls(Addresses::Keep)
        .with_emails(Addresses::Keep);
    assert_eq!(
        texts(&keep, text),
        [
            "mail",
            "ada.brook@example.org",
            "or",
            "see",
            "www.example.org/news",
            "now"
        ]
    );
    let drop = Analyzer::new()
        .with_urls(Addresses::Drop)
        .with_emails(Addresses::Drop)
        .with_stop_words(StopWords::List(vec!["or".to_owned()]));
    assert_eq!(texts(&drop, text), ["mail", "see", "now"]);
    assert_eq!(sources(&keep, text)[4], "www.example.org/News");
}

#[test]
fn words_end_where_an_address_begins() {
    let drop = Analyzer::new()
        .with_urls(Addresses::Drop)
        .with_emails(Addresses::Drop);
    let keep = Analyzer::new()
        .with_urls(Addresses::Keep)
        .with_emails(Addresses::Keep);
    for (text, expected, dropped) in [
        (
            "Mail:ada@mill.example",
            &["mail", "ada@mill.example"][..],
            &["mail"][..],
        ),
        ("mailto:a@b.org", &["mailto", "a@b.org"], &["mailto"]),
        (
            "E-mail:a@b.org now",
            &["e", "mail", "a@b.org", "now"],
            &["e", "mail", "now"],
        ),
        ("user:pw@host.org", &["user", "pw@host.org"], &["user"]),
        ("o'neil@b.org", &["o'neil@b.org"], &[]),
        ("o’neil@b.org", &["o", "neil@b.org"], &["o"]),
        ("can't@b.org", &["can't@b.org"], &[]),
        ("a@b.org:so", &["a@b.org", "so"], &["so"]),
        ("a@b.org_x", &["a@b.org", "_x"], &["_x"]),
        ("x.www.ex.org", &["x", "www.ex.org"], &["x"]),
        ("x:a@b.org:c@d.org", &["x", "a@b.org", "c@d.org"], &["x"]),
        (
            "见https://ex.org/磨坊。",
            &["见", "https://ex.org/磨坊"],
            &["见"],
        ),
        ("我ada@mill.example", &["我", "ada@mill.example"], &["我"]),
    ] {
        for kind in [TokenKind::Words, TokenKind::PlainWords] {
            let (keep, drop) = (
                keep.clone().with_tokens(kind.clone()),
                drop.clone().with_tokens(kind),
            );
            assert_eq!(texts(&keep, text), expected, "{text}");
            assert_eq!(texts(&drop, text), dropped, "{text}");
        }
    }
}

#[test]
fn numbers_can_be_dropped() {
    let analyzer = Analyzer::new().with_drop_numbers(true);
    assert_eq!(
        texts(&analyzer, "3rd 1,000.50 ٣٫٥ 12:30 2Pac x1 ½"),
        ["3rd", "2pac", "x1"]
    );
}

#[test]
fn grams_come_by_size_with_the_text_between_them() {
    let analyzer = Analyzer::new().with_ngrams((1, 2));
    let text = "The old, old mill";
    assert_eq!(
        texts(&analyzer, text),
        [
            "the", "old", "old", "mill", "the old", "old old", "old mill"
        ]
    );
    assert_eq!(sources(&analyzer, text)[5], "old, old");
    assert!(texts(&Analyzer::new().with_ngrams((5, 5)), text).is_empty());
}

#[test]
fn scikit_learns_words_are_two_or_more_of_pythons_letters() {
    let analyzer = Analyzer::new()
        .with_tokens(TokenKind::ScikitLearn)
        .with_case(Case::Lower)
        .with_normalization(Normalization::None)
        .with_fold_punctuation(false);
    // The dot of a lower-cased İ is no letter to Python.
    let text = "Don't a re\u{301}sumé x² _1 İZMİR";
    assert_eq!(
        texts(&analyzer, text),
        ["don", "re", "sumé", "x²", "_1", "zmi"]
    );
    assert_eq!(sources(&analyzer, text)[5], "ZMİ");
}

#[test]
fn patterns_match_the_transformed_text() {
    let pattern =
        |pattern: &str| Analyzer::new().with_tokens(TokenKind::Pattern(pattern.to_owned()));
    let text = "ﬁve ＡＰ-men";
    let nfkc = pattern("[a-z]+").with_normalization(Normalization::Nfkc);
    assert_eq!(texts(&nfkc, text), ["five", "ap", "men"]);
    assert_eq!(sources(&nfkc, text), ["ﬁve", "ＡＰ", "men"]);
    assert_eq!(texts(&pattern("a(b*)"), "a abb"), ["bb"]);
    assert_eq!(texts(&pattern("x*"), "axxb"), ["xx"]);
}

#[test]
fn a_broken_pattern_is_refused_with_its_place() {
    let error = |pattern: &str| {
        let analyzer = Analyzer::new().with_tokens(TokenKind::Pattern(pattern.to_owned()));
        analyzer.build().unwrap_err()
    };
    assert_eq!(
        error("ab(c").to_string(),
        "invalid pattern `ab(c`: unclosed group at character 2"
    );
    assert!(matches!(
        error(r"\p{Nope}"),
        Error::InvalidPattern { at: 0, .. }
    ));
    assert!(matches!(error("(a)(b)"), Error::InvalidPattern { .. }));
    assert!(matches!(
        error(r"\w{1000}{1000}"),
        Error::InvalidPattern { .. }
    ));
    assert!(matches!(error(r"(?=a)"), Error::InvalidPattern { .. }));
}

#[test]
fn runs_of_characters_are_scikit_learns() {
    let chars = Analyzer::new()
        .with_tokens(TokenKind::Chars)
        .with_ngrams((2, 3));
    assert_eq!(texts(&chars, "Ab  c"), ["ab", "b ", " c", "ab ", "b c"]);
    assert_eq!(sources(&chars, "Ab  c")[4], "b  c");
    let within = Analyzer::new()
        .with_tokens(TokenKind::CharWb)
        .with_ngrams((2, 4));
    assert_eq!(
        texts(&within, "Ab c"),
        [" a", "ab", "b ", " ab", "ab ", " ab ", " c", "c ", " c "]
    );
    assert_eq!(sources(&within, "Ab c")[5], "Ab");
}

#[test]
fn options_that_say_nothing_about_the_tokens_are_refused() {
    let conflict =
        |analyzer: Analyzer| matches!(analyzer.build(), Err(Error::OptionConflict { .. }));
    let chars = || Analyzer::new().with_tokens(TokenKind::Chars);
    assert!(conflict(chars().with_min_length(2)));
    assert!(conflict(
        chars().with_stop_words(StopWords::List(Vec::new()))
    ));
    assert!(conflict(chars().with_urls(Addresses::Keep)));
    let scikit = Analyzer::new().with_tokens(TokenKind::ScikitLearn);
    assert!(conflict(scikit.clone().with_emails(Addresses::Drop)));
    assert!(!conflict(scikit.with_min_length(2)));
}

#[test]
fn what_is_missing_is_named() {
    let message = |analyzer: Analyzer| analyzer.build().unwrap_err().to_string();
    assert_eq!(
        message(Analyzer::new().with_stop_words(StopWords::Language)),
        "`stop_words` needs a language; state one"
    );
    assert_eq!(
        message(
            Analyzer::new()
                .with_language(Language::Tamil)
                .with_stop_words(StopWords::Language)
        ),
        "no stop words for `ta` (Tamil); give a list of your own"
    );
    assert_eq!(
        message(Analyzer::new().with_ngrams((3, 2))),
        "invalid ngrams `3..=2`: expected `1 <= min <= max <= 255`"
    );
    #[cfg(not(feature = "dictionary"))]
    assert_eq!(
        message(Analyzer::new().with_dictionary(true)),
        "`dictionary` needs the cargo feature `dictionary`, which this build lacks; build with it"
    );
}

#[test]
fn a_scratch_forgets_another_tokenisers_words() {
    let plain = Analyzer::new().with_min_length(2).build().unwrap();
    let stemmed = Analyzer::new()
        .with_language(Language::English)
        .with_stemming(StemmerEdition::Current)
        .build()
        .unwrap();
    let mut scratch = Scratch::new();
    for _ in 0..2 {
        for (tokenizer, expected) in [(&plain, "mills"), (&stemmed, "mill")] {
            assert_eq!(
                tokenizer.tokens_with("mills", &mut scratch).unwrap()[0].text,
                expected
            );
        }
    }
}

#[test]
fn hard_input_is_only_input() {
    let marks = format!("a{}", "\u{301}".repeat(300_000));
    let long = "x".repeat(1_000_000);
    for text in ["", "\0", "\u{feff}", "שלום עולם abc", &marks, &long] {
        for kind in [TokenKind::Words, TokenKind::ScikitLearn, TokenKind::CharWb] {
            let analyzer = Analyzer::new().with_tokens(kind).with_strip_accents(true);
            let _ = analyzer.build().unwrap().tokens(text).unwrap();
        }
    }
}

fn any_analyzer() -> impl Strategy<Value = Analyzer> {
    let kinds = prop::sample::select(vec![
        TokenKind::Words,
        TokenKind::PlainWords,
        TokenKind::ScikitLearn,
        TokenKind::Pattern(r"\S+".to_owned()),
        TokenKind::Chars,
        TokenKind::CharWb,
    ]);
    let forms = prop::sample::select(vec![
        Normalization::None,
        Normalization::Nfc,
        Normalization::Nfkc,
    ]);
    let cases = prop::sample::select(vec![Case::Keep, Case::Lower, Case::Fold]);
    (kinds, forms, cases, any::<[bool; 4]>(), 1_u32..3, 0_u32..2).prop_map(
        |(kind, form, case, [accents, punctuation, turkish, rich], min, more)| {
            let rich = rich && !matches!(kind, TokenKind::Chars | TokenKind::CharWb);
            let whole = if rich && kind.is_words() {
                Addresses::Keep
            } else {
                Addresses::Split
            };
            let analyzer = Analyzer::new()
                .with_tokens(kind)
                .with_language(if turkish {
                    Language::Turkish
                } else {
                    Language::Greek
                })
                .with_normalization(form)
                .with_case(case)
                .with_strip_accents(accents)
                .with_fold_punctuation(punctuation)
                .with_urls(whole)
                .with_emails(whole)
                .with_drop_numbers(rich)
                .with_ngrams((min, min + more));
            if rich {
                analyzer
                    .with_stop_words(StopWords::Language)
                    .with_stemming(StemmerEdition::Classic)
            } else {
                analyzer
            }
        },
    )
}

fn address_choice() -> impl Strategy<Value = Addresses> {
    prop::sample::select(vec![Addresses::Split, Addresses::Keep, Addresses::Drop])
}

proptest! {
    #![proptest_config(crate::random::cases(2_000))]

    #[test]
    fn spans_lie_in_the_text_and_equal_analysers_agree(
        analyzer in any_analyzer(),
        text in "(www\\.a\\.b|c@d\\.ef|[aBIİΣς1é’\u{301}\u{ad}ﬁ①水 .]){0,16}|\\PC{0,30}",
    ) {
        let tokenizer = analyzer.build().unwrap();
        let tokens = tokenizer.tokens(&text).unwrap();
        for token in &tokens {
            let _ = token.span.of(&text);
            prop_assert!(!token.text.is_empty());
        }
        let json = serde_json::to_string(&analyzer).unwrap();
        let again: Analyzer = serde_json::from_str(&json).unwrap();
        let mut scratch = Scratch::new();
        let twin = again.build().unwrap();
        prop_assert_eq!(&twin.tokens_with(&text, &mut scratch).unwrap(), &tokens);
        prop_assert_eq!(&twin.tokens_with(&text, &mut scratch).unwrap(), &tokens);
    }

    #[test]
    fn tokens_of_words_never_overlap(
        analyzer in any_analyzer(),
        plain in any::<bool>(),
        emails in address_choice(),
        urls in address_choice(),
        text in "(www\\.a\\.b|http://|c@d\\.ef|o'n@b\\.org|Mail:|[abxéß’'_:.@/,\\-1 \u{301}\u{200b}\u{200d}ﬁ①水カก]){0,16}|\\PC{0,30}",
    ) {
        // Kinds that read the normalised text may take one character apart: `¼` is `1⁄4` there.
        let kind = if plain { TokenKind::PlainWords } else { TokenKind::Words };
        let analyzer = analyzer.with_tokens(kind).with_ngrams((1, 1)).with_emails(emails).with_urls(urls);
        #[cfg(feature = "dictionary")]
        let analyzer = analyzer.with_dictionary(emails == urls);
        let mut end = 0;
        for token in analyzer.build().unwrap().tokens(&text).unwrap() {
            prop_assert!(token.span.start >= end && token.span.start < token.span.end, "{:?}", token);
            end = token.span.end;
        }
    }

    #[test]
    fn remembered_words_are_what_each_word_becomes_alone(
        analyzer in any_analyzer(),
        plain in any::<bool>(),
        text in "([a-cA-CéÉIİıΣσß’1]{1,6}[ ,.]|[a-zA-Zé]{1,18} |the |İSTANBUL |1841 ){0,90}",
    ) {
        let kind = if plain { TokenKind::PlainWords } else { TokenKind::Words };
        let tokenizer = analyzer
            .with_tokens(kind)
            .with_ngrams((1, 1))
            .with_urls(Addresses::Split)
            .with_emails(Addresses::Split)
            .build()
            .unwrap();
        let words = if plain { plain_words(&text) } else { words(&text) };
        let mut expected = Vec::new();
        for span in words {
            let (rules, mut token) = (&tokenizer.rules, String::new());
            let class = rules.resolve(span.of(&text), rules.transform, &mut String::new(), &mut token);
            expected.extend(class.map(|class| (token, span, class)));
        }
        let mut scratch = Scratch::new();
        for _ in 0..2 {
            let mut found = Vec::new();
            tokenizer.for_each(&text, &mut scratch, |token, span, class| found.push((token.to_owned(), span, class))).unwrap();
            prop_assert_eq!(&found, &expected);
        }
    }

    #[test]
    fn default_tokens_are_folded_words(text in "\\PC{0,40}") {
        let expected: Vec<String> = words(&text).map(|span| fold(span.of(&text)).into_owned()).filter(|word| !word.is_empty()).collect();
        prop_assert_eq!(texts(&Analyzer::new(), &text), expected);
    }
}
