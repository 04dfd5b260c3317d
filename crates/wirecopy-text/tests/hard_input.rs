//! Texts that nobody writes, and options that cannot be.
//!
//! No test here looks at a clock: something that took more than linear time would not end.

use wirecopy_text::{
    Addresses, Analyzer, Case, Error, Language, Normalization, Scratch, Span, StemmerEdition,
    StopWords, TokenKind, graphemes, lines, plain_words, quotations, sentences, words,
};

/// One analyser of each kind of token, with as many steps as go with it.
fn analyzers() -> Vec<Analyzer> {
    let steps = |kind: TokenKind| {
        Analyzer::new()
            .with_tokens(kind)
            .with_normalization(Normalization::Nfkc)
            .with_case(Case::Fold)
            .with_strip_accents(true)
    };
    let rich = |kind: TokenKind| {
        steps(kind)
            .with_language(Language::Turkish)
            .with_stop_words(StopWords::Language)
            .with_stemming(StemmerEdition::Current)
    };
    vec![
        Analyzer::new(),
        rich(TokenKind::Words)
            .with_urls(Addresses::Keep)
            .with_emails(Addresses::Keep),
        rich(TokenKind::PlainWords),
        rich(TokenKind::ScikitLearn),
        rich(TokenKind::Pattern(r"\w+".to_owned())),
        steps(TokenKind::Chars).with_ngrams((2, 2)),
        steps(TokenKind::CharWb).with_ngrams((2, 2)),
    ]
}

/// Takes a text through everything, and returns how many tokens each analyser found.
fn taken_apart(text: &str) -> Vec<usize> {
    let slices = |span: Span| assert!(span.of(text).len() <= text.len());
    words(text).for_each(slices);
    plain_words(text).for_each(slices);
    sentences(text).for_each(slices);
    lines(text).for_each(slices);
    graphemes(text).for_each(slices);
    quotations(text).into_iter().for_each(slices);
    let mut scratch = Scratch::new();
    analyzers()
        .iter()
        .map(|analyzer| {
            let mut count = 0;
            let tokenizer = analyzer.build().expect("its options go together");
            tokenizer
                .for_each(text, &mut scratch, |token, span, _| {
                    assert!(!token.is_empty());
                    slices(span);
                    count += 1;
                })
                .expect("it has no 4 GB");
            count
        })
        .collect()
}

fn tokens(text: &str) -> Vec<String> {
    let tokenizer = Analyzer::new().build().expect("the default is valid");
    tokenizer
        .tokens(text)
        .expect("it has no 4 GB")
        .into_iter()
        .map(|token| token.text.into_owned())
        .collect()
}

#[test]
fn an_empty_text_has_no_tokens() {
    assert_eq!(taken_apart(""), [0; 7]);
    assert_eq!(taken_apart("\u{feff}")[..5], [0; 5]);
}

#[test]
fn nul_bytes_part_words() {
    assert_eq!(tokens("ferry\0sank\0\0at"), ["ferry", "sank", "at"]);
    let text = "\0".repeat(1_000_000);
    assert_eq!(taken_apart(&text)[..5], [0; 5]);
}

#[test]
fn a_line_of_100_megabytes_is_only_long() {
    let unit = "The ferry sank off the old harbour at 3.30 p.m. and nobody's “naïve” plan helped, ";
    let times = 100_000_000 / unit.len();
    let text = unit.repeat(times);
    let each = tokens(unit).len();
    assert_eq!(words(&text).count(), each * times);
    assert_eq!(lines(&text).count(), 1);
    for analyzer in [
        Analyzer::new(),
        Analyzer::new()
            .with_language(Language::English)
            .with_stemming(StemmerEdition::Current),
    ] {
        let mut count = 0;
        let tokenizer = analyzer.build().expect("its options go together");
        tokenizer
            .for_each(&text, &mut Scratch::new(), |_, span, _| {
                count += 1;
                assert!(!span.is_empty());
            })
            .expect("it has no 4 GB");
        assert_eq!(count, each * times);
    }
    let letters = "x".repeat(100_000_000);
    assert_eq!(words(&letters).next(), Some(Span::new(0, 100_000_000)));
    assert_eq!(tokens(&letters).len(), 1);
}

#[test]
fn a_million_marks_belong_to_one_letter() {
    let text = format!("a{} b", "\u{301}".repeat(1_000_000));
    let found: Vec<&str> = words(&text).map(|span| span.of(&text)).collect();
    assert_eq!(found, [&text[..text.len() - 2], "b"]);
    let counts = taken_apart(&text);
    assert_eq!(counts[..3], [2, 2, 2]);
    // Marks that the standard puts into order, in the wrong one.
    let _ = taken_apart(&format!("a{} b", "\u{301}\u{323}".repeat(500_000)));
}

#[test]
fn scripts_mix_and_run_both_ways() {
    let text = "Reuters: שלום עולם 1841, مرحبا abc \u{202e}cba\u{202c} порт水車カタ한국어 ไทย";
    assert_eq!(
        tokens(text),
        [
            "reuters",
            "שלום",
            "עולם",
            "1841",
            "مرحبا",
            "abc",
            "cba",
            "порт",
            "水",
            "車",
            "カタ",
            "한국어",
            "ไ",
            "ท",
            "ย"
        ]
    );
    assert!(taken_apart(text).into_iter().all(|count| count > 0));
}

#[test]
fn a_broken_pattern_is_refused_with_the_place_of_its_fault() {
    for (pattern, place) in [
        ("ab(c", 2),
        (r"ab\p{Nope}", 2),
        ("a[z-b]", 2),
        ("a{2,1}", 1),
        (r"é\q", 2),
    ] {
        let analyzer = Analyzer::new().with_tokens(TokenKind::Pattern(pattern.to_owned()));
        match analyzer.build() {
            Err(Error::InvalidPattern { at, .. }) => assert_eq!(at, place, "{pattern}"),
            other => panic!("{pattern}: {other:?}"),
        }
    }
}
