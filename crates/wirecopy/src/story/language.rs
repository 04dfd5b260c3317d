//! Which language a text is written in, by its function words.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use wirecopy_text::{Analysis, Language, fold, hash_word, stop_words, words};

use crate::story::bits::Bits;
use crate::story::hashed::ByHash;

/// Function words at the beginning of a text are enough.
const MAX_WORDS: usize = 150;

/// A language needs the votes of so many words of its own and this part of all words, and must be ahead of the next by
/// so much.
const MIN_VOTES: f64 = 1.0;
const MIN_PART: f64 = 0.08;
const MIN_LEAD: f64 = 1.05;

/// Which languages have which stop words.
struct StopWords {
    /// For the hash of each word where its languages begin and end in the list.
    of_word: HashMap<u64, (u32, u32), ByHash>,
    /// Places in [`Language::ALL`], word by word.
    languages: Vec<u8>,
    /// The hashes of all: most other words are seen to be none without a look.
    bits: Bits,
}

static STOP_WORDS: LazyLock<StopWords> = LazyLock::new(|| {
    let mut languages_of: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    for (place, &language) in (0..).zip(Language::ALL) {
        for word in stop_words(language).unwrap_or_default() {
            let of_word = languages_of.entry(hash_word(&fold(word))).or_default();
            if of_word.last() != Some(&place) {
                of_word.push(place);
            }
        }
    }
    let mut all = StopWords {
        of_word: HashMap::default(),
        languages: Vec::new(),
        bits: Bits::default(),
    };
    let end = |languages: &[u8]| u32::try_from(languages.len()).expect("a short list");
    for (word, languages) in languages_of {
        let start = end(&all.languages);
        all.languages.extend(languages);
        all.of_word.insert(word, (start, end(&all.languages)));
        all.bits.insert(word);
    }
    all
});

impl StopWords {
    /// The languages that have a word.
    fn languages(&self, word: u64) -> &[u8] {
        if !self.bits.may_contain(word) {
            return &[];
        }
        self.of_word.get(&word).map_or(&[], |&(start, end)| {
            &self.languages[start as usize..end as usize]
        })
    }
}

/// Returns the language that the function words at the beginning of a text speak for; `None` when there are too few,
/// or when two languages have about as many.
///
/// A word of several languages counts less for each. Cheaper than trigrams by far, and as sure on a text of forty words:
/// all that a story needs is the right list of stop words and the right stems.
pub(crate) fn language_of(text: &str) -> Option<Language> {
    let words = words(text).map(|span| {
        let word = span.of(text);
        (hash_word(&fold(word)), word)
    });
    language_of_words(words).map(|(language, _)| language)
}

/// [`language_of`] a text whose words are known, and the part of them that are function words of it.
pub(crate) fn language_of_analysed(text: &str, analysis: &Analysis) -> Option<(Language, f64)> {
    let spans = analysis.spans().iter().map(|span| span.of(text));
    language_of_words(analysis.hashes().iter().copied().zip(spans))
}

/// `words` are the hashes of the folded words, and the words.
fn language_of_words<'t>(words: impl Iterator<Item = (u64, &'t str)>) -> Option<(Language, f64)> {
    let mut votes = [0.0_f64; Language::ALL.len()];
    let mut held = [0_usize; Language::ALL.len()];
    let (mut all, mut thai) = (0_usize, 0_usize);
    let stop_words = &*STOP_WORDS;
    for (hash, word) in words.take(MAX_WORDS) {
        all += 1;
        // A Thai letter is three bytes, the first of which is this one.
        if word.as_bytes().first() == Some(&0xe0) {
            thai += usize::from(word.starts_with(|c| ('\u{e01}'..='\u{e5b}').contains(&c)));
        }
        let languages = stop_words.languages(hash);
        if languages.is_empty() {
            continue;
        }
        // A word of several languages counts less for each.
        let vote = 1.0 / (languages.len() as f64).sqrt();
        for &language in languages {
            votes[usize::from(language)] += vote;
            held[usize::from(language)] += 1;
        }
    }
    // Without a dictionary its words are single letters, which are no function words.
    if 2 * thai > all {
        return Some((Language::Thai, 1.0));
    }
    let best = (0..votes.len()).max_by(|&x, &y| votes[x].total_cmp(&votes[y]).then(y.cmp(&x)))?;
    let next = (0..votes.len())
        .filter(|&other| other != best)
        .map(|other| votes[other])
        .fold(0.0, f64::max);
    let part = held[best] as f64 / all as f64;
    let told = votes[best] >= MIN_VOTES && votes[best] >= MIN_LEAD * next && part >= MIN_PART;
    told.then(|| (Language::ALL[best], part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn function_words_tell_the_language() {
        for (text, language) in [
            (
                "The old mill on the river burnt down in the night.",
                Some(Language::English),
            ),
            (
                "Die alte Mühle am Fluss ist in der Nacht abgebrannt.",
                Some(Language::German),
            ),
            (
                "Le vieux moulin au bord de la rivière a brûlé cette nuit.",
                Some(Language::French),
            ),
            (
                "Старая мельница на реке сгорела ночью, но никто не пострадал.",
                Some(Language::Russian),
            ),
            (
                "El viejo molino que está junto al río se quemó por la noche.",
                Some(Language::Spanish),
            ),
            ("Orrin, Tessary, Dunmorrow", None),
            ("1841", None),
            ("", None),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
