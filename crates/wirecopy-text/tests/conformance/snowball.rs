//! Snowball's own vocabularies, and words that nobody writes.

use std::collections::HashMap;

use wirecopy_text::{Language, Stemmer, StemmerEdition};

use crate::corpora::read;

const VOCABULARIES: [Language; 16] = [
    Language::Danish,
    Language::Dutch,
    Language::English,
    Language::Finnish,
    Language::French,
    Language::German,
    Language::Greek,
    Language::Hungarian,
    Language::Italian,
    Language::Norwegian,
    Language::Portuguese,
    Language::Romanian,
    Language::Russian,
    Language::Spanish,
    Language::Swedish,
    Language::Turkish,
];

/// The words, all of them Finnish, that Snowball stems in another way since the vocabularies were taken (May 2026),
/// and their stems since: a change of the illative `-hVn` (`huhtikuuhun`, `idahon`). A listed word that has the old
/// stem again fails the test.
const CHANGED_SINCE: &str = include_str!("finnish_since.tsv");

#[test]
fn the_current_edition_stems_as_snowball_does() {
    let mut problems = Vec::new();
    let changed: HashMap<&str, &str> = CHANGED_SINCE
        .lines()
        .map(|line| line.split_once('\t').unwrap())
        .collect();
    assert_eq!(changed.len(), 103);
    for language in VOCABULARIES {
        let name = language.name().to_lowercase();
        let Some(vocabulary) = read(&format!("snowball/{name}.tsv.gz")) else {
            return;
        };
        let stemmer = Stemmer::new(language, StemmerEdition::Current).unwrap();
        let mut words = 0;
        for line in vocabulary.lines() {
            let (word, expected) = line.split_once('\t').unwrap();
            words += 1;
            let stem = stemmer.stem(word);
            let changed = match language {
                Language::Finnish => changed.get(word),
                _ => None,
            };
            if stem != *changed.unwrap_or(&expected) {
                problems.push(format!("{name}: {word} -> {stem}, expected {expected}"));
            }
        }
        assert!(words > 20_000, "{name} has {words} words");
    }
    assert!(
        problems.is_empty(),
        "{} words\n{}",
        problems.len(),
        problems.join("\n")
    );
}

/// The classic edition may not panic, whatever the word: as many words as `WIRECOPY_FUZZ_WORDS` says, a million if
/// it is not set, some of random letters, some of pieces of real words of the language, some of anything.
#[test]
fn the_classic_edition_never_panics() {
    let words: u64 = std::env::var("WIRECOPY_FUZZ_WORDS")
        .map_or(1_000_000, |words| words.parse().expect("a number of words"));
    let classic: Vec<Stemmer> = Language::ALL
        .iter()
        .filter_map(|&language| Stemmer::new(language, StemmerEdition::Classic).ok())
        .collect();
    let mut random = Random(0x7769_7265);
    let mut word = String::new();
    for _ in 0..words {
        let stemmer = &classic[random.below(classic.len())];
        random.word(stemmer.language(), &mut word);
        let stem = stemmer.stem(&word);
        // Nothing grows without bounds.
        assert!(stem.len() <= word.len() + 16, "{word:?} -> {stem:?}");
    }
}

#[test]
fn hostile_words_are_stemmed_by_both_editions() {
    let long = "ισαισα".repeat(1_000);
    let marks = format!("a{}", "\u{301}".repeat(100_000));
    let hostile = [
        "",
        "'",
        "''''",
        "\0",
        "\u{301}",
        "ισαισα",
        "𝔞𝔟𝔠",
        "\u{10ffff}",
        "i\u{307}",
        "s's'",
        "-ing",
        "ing",
        "yyyyyyyy",
        "1234567890",
        "العالم",
        &long,
        &marks,
    ];
    for &language in Language::ALL {
        for edition in [StemmerEdition::Current, StemmerEdition::Classic] {
            let Ok(stemmer) = Stemmer::new(language, edition) else {
                continue;
            };
            for word in hostile {
                let stem = stemmer.stem(word);
                assert!(stem.len() <= word.len() + 16, "{word:?} -> {stem:?}");
            }
        }
    }
}

/// Xorshift by Marsaglia (2003): the same words on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// Writes a word of up to 16 characters.
    fn word(&mut self, language: Language, word: &mut String) {
        word.clear();
        let kind = self.below(8);
        for _ in 0..self.below(17) {
            let c = if kind == 0 {
                char::from_u32(u32::try_from(self.next() % 0x11_0000).unwrap()).unwrap_or('\0')
            } else {
                let letters = letters(language);
                letters[self.below(letters.len())]
            };
            word.push(c);
        }
    }
}

/// Letters of which suffixes of the language are made, few enough that random ones hit them.
fn letters(language: Language) -> &'static [char] {
    match language {
        Language::Greek => &[
            'α', 'ε', 'η', 'ι', 'ο', 'υ', 'ω', 'σ', 'ς', 'τ', 'κ', 'μ', 'ν', 'ρ', 'λ', 'θ', 'ό',
        ],
        Language::Russian => &[
            'а', 'в', 'е', 'и', 'й', 'л', 'н', 'о', 'с', 'т', 'у', 'ш', 'щ', 'ы', 'ь', 'ю', 'я',
        ],
        Language::Arabic => &[
            'ا', 'ل', 'و', 'ي', 'ن', 'ت', 'ه', 'ك', 'م', 'ب', 'ف', 'س', 'ة', 'ى', 'أ', 'ء', 'ّ',
        ],
        Language::Tamil => &[
            'க', 'த', 'ன', 'ம', 'ள', 'ல', 'ா', 'ி', 'ு', 'ை', 'ே', 'ோ', '்', 'ட', 'ற', 'வ', 'ய',
        ],
        Language::Turkish => &[
            'a', 'e', 'ı', 'i', 'o', 'ö', 'u', 'ü', 'l', 'r', 'd', 'n', 'm', 'k', 'y', 'ğ', 's',
        ],
        _ => &[
            'a', 'e', 'i', 'o', 'u', 'y', 's', 't', 'n', 'l', 'r', 'g', 'd', 'ß', 'é', 'ä', '\'',
        ],
    }
}
