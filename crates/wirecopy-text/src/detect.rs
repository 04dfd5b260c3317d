//! Which language is this?

use std::collections::HashMap;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use crate::language::Language;
use crate::stop_words::stop_words;
use crate::words::words;

/// Returns the language that `text` is most likely written in, nothing when it holds no letters or
/// those of a script that none of our languages has.
///
/// By the crate `whatlang` (trigrams, Cavnar and Trenkle 1994, and alphabets), among the languages
/// of [`Language`] that it knows: all but Basque, Irish and Sesotho. In a text of up to 40 words,
/// where trigrams are few, the [`stop_words`] of a language may outvote it. Norwegian is one
/// language, whichever way it is written. Exists with the cargo feature `detect`.
///
/// `O(n)` in the characters of the text: about 5 MB a second; pass a part of a long one.
///
/// # Example
/// ```
/// use wirecopy_text::{Language, detect_language};
///
/// assert_eq!(detect_language("Die alte Mühle am Fluss ist in der Nacht abgebrannt."), Some(Language::German));
/// assert_eq!(detect_language("1841"), None);
/// ```
#[must_use]
pub fn detect_language(text: &str) -> Option<Language> {
    static DETECTOR: LazyLock<Detector> =
        LazyLock::new(|| Detector::with_allowlist(KNOWN.iter().map(|&(lang, _)| lang).collect()));
    let found = DETECTOR.detect_lang(text)?;
    let found = KNOWN.iter().find(|&&(lang, _)| lang == found)?.1;
    Some(outvoted(text, found).unwrap_or(found))
}

/// Returns the language that the function words of a short text speak for, if they clearly speak
/// for another one than `found`.
fn outvoted(text: &str, found: Language) -> Option<Language> {
    const MAX_WORDS: usize = 40;
    /// What a language has to be ahead by: a word that no other language has.
    const LEAD: f64 = 1.0;
    let mut votes = vec![0.0; KNOWN.len()];
    for (index, span) in words(text).enumerate() {
        if index == MAX_WORDS {
            return None;
        }
        // A word of many languages says little about each.
        let languages = LANGUAGES_OF_WORDS.get(span.of(text).to_lowercase().as_str());
        for &language in languages.into_iter().flatten() {
            votes[language] += languages.map_or(0.0, |all| 1.0 / (all.len() as f64).sqrt());
        }
    }
    let votes_of = |index: usize| votes[index];
    let own = KNOWN.iter().position(|&(_, language)| language == found)?;
    let best = (0..KNOWN.len()).max_by(|&a, &b| votes_of(a).total_cmp(&votes_of(b)))?;
    (votes_of(best) > votes_of(own) + LEAD).then(|| KNOWN[best].1)
}

/// For each stop word, which of [`KNOWN`] have it.
static LANGUAGES_OF_WORDS: LazyLock<HashMap<&str, Vec<usize>>> = LazyLock::new(|| {
    let mut languages: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, &(_, language)) in KNOWN.iter().enumerate() {
        for word in stop_words(language).into_iter().flatten() {
            languages.entry(word).or_default().push(index);
        }
    }
    languages
});

/// The languages of both sides.
const KNOWN: &[(Lang, Language)] = &[
    (Lang::Ara, Language::Arabic),
    (Lang::Hye, Language::Armenian),
    (Lang::Cat, Language::Catalan),
    (Lang::Cmn, Language::Chinese),
    (Lang::Ces, Language::Czech),
    (Lang::Dan, Language::Danish),
    (Lang::Nld, Language::Dutch),
    (Lang::Eng, Language::English),
    (Lang::Epo, Language::Esperanto),
    (Lang::Est, Language::Estonian),
    (Lang::Fin, Language::Finnish),
    (Lang::Fra, Language::French),
    (Lang::Deu, Language::German),
    (Lang::Ell, Language::Greek),
    (Lang::Hin, Language::Hindi),
    (Lang::Hun, Language::Hungarian),
    (Lang::Ind, Language::Indonesian),
    (Lang::Ita, Language::Italian),
    (Lang::Jpn, Language::Japanese),
    (Lang::Lit, Language::Lithuanian),
    (Lang::Nep, Language::Nepali),
    (Lang::Nob, Language::Norwegian),
    (Lang::Pes, Language::Persian),
    (Lang::Pol, Language::Polish),
    (Lang::Por, Language::Portuguese),
    (Lang::Ron, Language::Romanian),
    (Lang::Rus, Language::Russian),
    (Lang::Srp, Language::Serbian),
    (Lang::Spa, Language::Spanish),
    (Lang::Swe, Language::Swedish),
    (Lang::Tam, Language::Tamil),
    (Lang::Tha, Language::Thai),
    (Lang::Tur, Language::Turkish),
    (Lang::Ukr, Language::Ukrainian),
    (Lang::Yid, Language::Yiddish),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_words_of_each_are_known() {
        for (text, language) in [
            (
                "Den gamle mølle ved åen brændte ned mandag aften",
                Language::Danish,
            ),
            ("The old mill on the river burnt down", Language::English),
            ("Le vieux moulin a brûlé dans la nuit", Language::French),
            ("Старая мельница сгорела этой ночью", Language::Russian),
            ("Ο παλιός μύλος κάηκε", Language::Greek),
            ("水車小屋は燃え落ちた", Language::Japanese),
            ("旧磨坊昨夜被烧毁", Language::Chinese),
            ("โรงสีเก่าถูกไฟไหม้", Language::Thai),
        ] {
            assert_eq!(detect_language(text), Some(language), "{text}");
        }
    }

    #[test]
    fn a_text_without_letters_has_no_language() {
        for text in ["", " ", "1841", "\0", "🙂", "\u{301}"] {
            assert_eq!(detect_language(text), None, "{text:?}");
        }
    }

    #[test]
    fn each_language_of_ours_is_listed_once() {
        let mut listed: Vec<Language> = KNOWN.iter().map(|&(_, language)| language).collect();
        listed.dedup();
        assert!(listed.is_sorted() && listed.len() == KNOWN.len());
        let unknown = [Language::Basque, Language::Irish, Language::Sesotho];
        assert_eq!(listed.len() + unknown.len(), Language::ALL.len());
    }
}
