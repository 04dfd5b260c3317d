//! How common words are in news at large: document frequencies that ship with the crate.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use wirecopy_text::{Envelope, Language};

/// The kind of the envelope, and the version of what is in it.
const KIND: &str = "docfreq";
const VERSION: u32 = 1;

/// Only so many of the upper bits of a term's hash are kept: of the words that are not in a table of 20,000 stems, one
/// in eight hundred is taken for one that is.
const HASH_BITS: u32 = 24;

/// The terms of one language by the upper bits of their hashes, ascending, with their classes. A term of class `c`
/// stands in `2^(-c / 2)` of the articles.
type Classes = Vec<(u32, u8)>;

/// Made by `examples/document_frequencies.rs`.
static TABLE: LazyLock<BTreeMap<[u8; 2], Classes>> = LazyLock::new(|| {
    let file = include_bytes!("document_frequencies.bin");
    let envelope = Envelope::from_reader(&file[..], KIND, VERSION)
        .expect("it ships with this crate, and a test opens it");
    decode(envelope.payload()).expect("it ships with this crate, and a test reads it")
});

/// Which part of all articles in a language has a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frequencies(&'static [(u32, u8)]);

impl Frequencies {
    /// Without a language: the most frequent words of languages that have no stemmer here.
    pub(crate) fn of(language: Option<Language>) -> Self {
        let code = language.map_or("--", Language::code).as_bytes();
        Self(
            TABLE
                .get(&[code[0], code[1]])
                .map_or(&[][..], Vec::as_slice),
        )
    }

    /// Whether anything is known of the language.
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The part, up to the root of 2 more or less; 0 for a term that is too rare for the table.
    pub(crate) fn get(self, term: u64) -> f64 {
        let known = self.0.binary_search_by_key(&short(term), |&(hash, _)| hash);
        known.map_or(0.0, |place| (-0.5 * f64::from(self.0[place].1)).exp2())
    }
}

/// The part of its hash by which a term is known.
fn short(term: u64) -> u32 {
    (term >> (64 - HASH_BITS)) as u32
}

/// For each language its two letters, the number of classes and, class by class, the number of terms and their hashes
/// in ascending order, each as its distance from the one before; numbers in LEB128.
fn decode(mut bytes: &[u8]) -> Option<BTreeMap<[u8; 2], Classes>> {
    let mut table = BTreeMap::new();
    while let Some((&key, rest)) = bytes.split_first_chunk::<2>() {
        bytes = rest;
        let mut terms = Vec::new();
        for class in 0..u8::try_from(number(&mut bytes)?).ok()? {
            let mut hash = 0;
            for _ in 0..number(&mut bytes)? {
                hash += number(&mut bytes)?;
                terms.push((hash, class));
            }
        }
        terms.sort_unstable();
        table.insert(key, terms);
    }
    Some(table)
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use wirecopy_text::hash_word;

    use super::*;

    #[test]
    fn common_words_are_common_and_names_are_rare() {
        let english = Frequencies::of(Some(Language::English));
        let of = |term| english.get(hash_word(term));
        assert!(
            of("said") > 0.2 && of("govern") > 0.05,
            "{} {}",
            of("said"),
            of("govern")
        );
        assert!(of("ferri") < 0.01 && of("dunmorrow") == 0.0);
        let german = Frequencies::of(Some(Language::German));
        assert!(german.get(hash_word("jahr")) > 0.1);
    }

    #[test]
    fn the_table_is_small_and_each_term_stands_in_it_once() {
        assert!(include_bytes!("document_frequencies.bin").len() < 200_000);
        for terms in TABLE.values() {
            assert!(terms.windows(2).all(|two| two[0].0 < two[1].0));
        }
    }
}
