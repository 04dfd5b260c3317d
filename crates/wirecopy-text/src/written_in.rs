//! Which language a text is written in, by its function words.

use crate::fold::fold;
use crate::hash::hash_word;
use crate::language::Language;
use crate::stop_word_languages::StopWordLanguages;
use crate::words::words;

/// Function words at the beginning of a text are enough.
const MAX_WORDS: usize = 150;

/// A language needs the votes of so many words of its own and this part of all words, and must be ahead of the next by
/// so much.
const MIN_VOTES: f64 = 1.0;
const MIN_PART: f64 = 0.08;
const MIN_LEAD: f64 = 1.05;

/// Returns the language that the [`stop_words`](crate::stop_words) at the beginning of a text speak for; `None` when
/// there are too few, or when two languages have about as many.
///
/// A word of several languages counts less for each. Cheaper than the trigrams of `detect_language` by far, and as sure
/// on a text of forty words that is of one language; it does without tables of trigrams, so that it is there without a
/// cargo feature. [`Analysis::language`](crate::Analysis::language) is the same of a text that is analysed.
///
/// `O(1)`: reads the first 150 words.
///
/// # Example
/// ```
/// use wirecopy_text::{Language, language_by_function_words};
///
/// let language = language_by_function_words("Die alte Mühle am Fluss ist in der Nacht abgebrannt.");
/// assert_eq!(language, Some(Language::German));
/// assert_eq!(language_by_function_words("Orrin, Tessary, Dunmorrow"), None);
/// ```
#[must_use]
pub fn language_by_function_words(text: &str) -> Option<Language> {
    let words = words(text).map(|span| {
        let word = span.of(text);
        (hash_word(&fold(word)), word)
    });
    Told::by(words)?.language()
}

/// The language that most function words speak for, be it told by that or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Told {
    /// Of two that are near to one another, as Danish and Norwegian, the one that is a little ahead.
    pub(crate) nearest: Language,
    /// Whether it is clearly ahead.
    is_clear: bool,
    /// How many of the first words are stop words of it, and how many there are.
    stop_words: u8,
    words: u8,
}

const _: () = assert!(MAX_WORDS <= u8::MAX as usize);

impl Told {
    /// The language, where it is clear.
    pub(crate) fn language(self) -> Option<Language> {
        self.is_clear.then_some(self.nearest)
    }

    /// The part of the first words that are stop words of the language.
    pub(crate) fn part(self) -> f64 {
        f64::from(self.stop_words) / f64::from(self.words)
    }

    /// What the words of a text say, given the hashes of their folded forms beside them; `None` where too few are function
    /// words.
    pub(crate) fn by<'t>(words: impl Iterator<Item = (u64, &'t str)>) -> Option<Self> {
        let mut votes = [0.0_f64; Language::ALL.len()];
        let mut held = [0_u8; Language::ALL.len()];
        let (mut all, mut thai) = (0_u8, 0_u8);
        let stop_words = StopWordLanguages::shared();
        for (hash, word) in words.take(MAX_WORDS) {
            all += 1;
            // A Thai letter is three bytes, the first of which is this one.
            if word.as_bytes().first() == Some(&0xe0) {
                thai += u8::from(word.starts_with(|c| ('\u{e01}'..='\u{e5b}').contains(&c)));
            }
            let languages = stop_words.of(hash);
            // A word of several languages counts less for each.
            let vote = 1.0 / f64::from(languages.len().max(1)).sqrt();
            for language in languages.places() {
                votes[language] += vote;
                held[language] += 1;
            }
        }
        // Without a dictionary its words are single letters, which are no function words.
        if thai > all / 2 {
            return Some(Self {
                nearest: Language::Thai,
                is_clear: true,
                stop_words: all,
                words: all,
            });
        }
        let best =
            (0..votes.len()).max_by(|&x, &y| votes[x].total_cmp(&votes[y]).then(y.cmp(&x)))?;
        let next = (0..votes.len())
            .filter(|&other| other != best)
            .map(|other| votes[other])
            .fold(0.0, f64::max);
        let told = Self {
            nearest: Language::ALL[best],
            is_clear: votes[best] >= MIN_LEAD * next,
            stop_words: held[best],
            words: all,
        };
        (votes[best] >= MIN_VOTES && told.part() >= MIN_PART).then_some(told)
    }
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
            ("โรงสีเก่าถูกไฟไหม้", Some(Language::Thai)),
            ("Orrin, Tessary, Dunmorrow", None),
            ("1841", None),
            ("", None),
        ] {
            assert_eq!(language_by_function_words(text), language, "{text}");
        }
    }
}
