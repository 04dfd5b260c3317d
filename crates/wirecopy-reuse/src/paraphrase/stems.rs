//! What a word says whatever its form.

use wirecopy_text::{Language, Marks};

use crate::names::Capitals;
use crate::paraphrase::fragments::{Fragment, sentences};
use crate::paraphrase::roots::{KnownStems, Root, Roots, has_stems};
use crate::word_map::WordMap;
use crate::{Prepared, Side, TermWeights};

/// The stem of a word, and what it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Stem {
    /// Half of the hash; of two texts of a thousand stems, one pair in four thousand has two that look the same.
    pub(crate) hash: u32,
    /// In nats; 0 for a function word and for a single character, which say nothing.
    pub(crate) weight: f32,
    /// Its weight where it stands: half of it for a name or a number, nothing for furniture.
    pub(crate) says: f32,
    /// Whether it is written as a name; `None` where its capital says nothing.
    pub(crate) name: Option<bool>,
}

impl Stem {
    /// A stem of which is not known yet where it stands.
    fn new(hash: u32, weight: f32) -> Self {
        Self {
            hash,
            weight,
            says: 0.0,
            name: None,
        }
    }
}

/// Names and numbers say who and how many; beside what happened they count half.
pub(crate) const NAME_PART: f32 = 0.5;

/// The stem of each word of a text. Made by a [`StemTable`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stems {
    words: Box<[Stem]>,
    sentences: Box<[Fragment]>,
}

/// What some words say.
pub(crate) fn says(words: &[Stem]) -> f32 {
    words.iter().map(|stem| stem.says).sum()
}

impl Stems {
    pub(crate) fn words(&self) -> &[Stem] {
        &self.words
    }

    pub(crate) fn sentences(&self) -> &[Fragment] {
        &self.sentences
    }
}

/// Stems the words of texts in one language, each word once.
///
/// Endings are taken off where the language has a stemmer, and function words say nothing where it has a list of them.
/// Words of one character say nothing in any language: in a text without spaces each character is a word, and sentences
/// that have the same characters in another order are no paraphrases. Chinese, Japanese and Thai have no stems at all.
pub struct StemTable<'w> {
    roots: Roots<'w>,
    before: Option<&'w KnownStems>,
    weights: &'w TermWeights,
    /// The hash of the stem of a word, as a [`Stem`] has it, and its weight.
    known: WordMap<(u32, f32)>,
}

impl std::fmt::Debug for StemTable<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("StemTable")
            .field("language", &self.roots.language)
            .field("known", &self.known.len())
            .finish_non_exhaustive()
    }
}

impl<'w> StemTable<'w> {
    /// Makes the table of a language; without one, a word is its own stem.
    ///
    /// `part_of_texts` says which part of all texts of the language has a stem, given by its
    /// [`hash_word`](wirecopy_text::hash_word); 0 where that is not known. A word is as common as the collection behind
    /// `weights` or this part says, whichever is more.
    #[must_use]
    pub fn new(
        language: Option<Language>,
        weights: &'w TermWeights,
        part_of_texts: impl Fn(u64) -> f64 + Send + 'w,
    ) -> Self {
        Self {
            roots: Roots::new(language, part_of_texts),
            before: None,
            weights,
            known: WordMap::default(),
        }
    }

    /// Takes what is known already, of the same language and by the same parts of texts, instead of stemming words again.
    #[must_use]
    pub fn with_known(self, before: Option<&'w KnownStems>) -> Self {
        Self { before, ..self }
    }

    /// The stems of a text in the language of the table. O(words); a word that was seen before is only looked up.
    #[must_use]
    pub fn stems(&mut self, side: Side<'_>) -> Stems {
        let (text, analysis) = (side.text, side.analysis);
        if !has_stems(self.roots.language) {
            return Stems::default();
        }
        let mut words: Vec<Stem> = match side.prepared {
            Some(prepared) => self.of_different_words(prepared, side),
            None => (analysis.hashes().iter().zip(analysis.marks()))
                .zip(analysis.spans())
                .map(|((&word, &marks), span)| self.stem(word, marks, || span.of(text)))
                .collect(),
        };
        let marks = analysis.marks();
        if self.roots.language == Some(Language::German) {
            set_names_among_capitals(marks, &mut words);
        } else if let Some(prepared) = side.prepared {
            set_names(prepared.before.names.iter().copied(), &mut words);
        } else {
            let capitals = Capitals::new(marks);
            set_names(
                (0..marks.len()).map(|word| capitals.says_name(word)),
                &mut words,
            );
        }
        let void = side.void.to_flags(words.len());
        for ((stem, marks), void) in words.iter_mut().zip(marks).zip(void) {
            // At the start of a sentence a capital says nothing.
            let name = stem.name == Some(true) && !marks.contains(Marks::SENTENCE_START);
            stem.says = match (void, name || marks.contains(Marks::NUMBER)) {
                (true, _) => 0.0,
                (false, true) => NAME_PART * stem.weight,
                (false, false) => stem.weight,
            };
        }
        Stems {
            sentences: sentences(marks, |range| says(&words[range])),
            words: words.into(),
        }
    }

    /// The stems of the words of a text, each different one found once.
    fn of_different_words(&mut self, prepared: &Prepared<'_>, side: Side<'_>) -> Vec<Stem> {
        let (text, spans) = (side.text, side.analysis.spans());
        let words = prepared.words();
        let different: Vec<Stem> = match prepared.rooted(self.roots.language) {
            Some(known) => known.map(|word| self.rooted(word)).collect(),
            None => (words.first_standings())
                .map(|(word, marks, first)| self.stem(word, marks, || spans[first].of(text)))
                .collect(),
        };
        words.spread(&different)
    }

    /// The stem of a word of which the root is known, and how many texts hold it.
    fn rooted(&self, (root, holders, marks): (Root, usize, Marks)) -> Stem {
        match root {
            Root::Silent { hash } => Stem::new(hash, 0.0),
            Root::Saying { hash, part } => {
                let weight = self.weights.by_holders_at_least(holders, marks, part);
                Stem::new(hash, weight)
            }
        }
    }

    /// The stem of a word, given by its hash and marks and as it is written.
    #[inline]
    fn stem<'s>(&mut self, word: u64, marks: Marks, written: impl FnOnce() -> &'s str) -> Stem {
        if let Some((hash, weight)) = self.known.get(word) {
            return Stem::new(hash, weight);
        }
        let before = self.before.and_then(|before| before.roots.get(word));
        let root = before.unwrap_or_else(|| self.roots.of(word, written()));
        let stem = self.rooted((root, self.weights.holders(word), marks));
        self.known.entry(word, (stem.hash, stem.weight));
        stem
    }
}

/// Says of each word whether it is written as a name.
fn set_names(names: impl Iterator<Item = Option<bool>>, stems: &mut [Stem]) {
    for (stem, name) in stems.iter_mut().zip(names) {
        stem.name = name;
    }
}

/// The same where every noun has a capital: a name is two capitals in a row, "Ada Quell", "SC Orrau"; a noun has an article, an
/// adjective or a verb before it.
fn set_names_among_capitals(marks: &[Marks], stems: &mut [Stem]) {
    // A function word has a capital at the start of a sentence, and is no name.
    let capital =
        |marks: Marks, stem: &Stem| marks.contains(Marks::CAPITALISED) && stem.weight > 0.0;
    for (word, &of_word) in marks.iter().enumerate() {
        if !of_word.contains(Marks::CAPITALISED) {
            stems[word].name = Some(false);
        } else if word > 0
            && capital(of_word, &stems[word])
            && capital(marks[word - 1], &stems[word - 1])
            && !of_word.contains(Marks::SENTENCE_START)
        {
            stems[word - 1].name = Some(true);
            stems[word].name = Some(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use wirecopy_text::Analysis;

    use super::*;
    use crate::{Preparation, Repeats, WordRanges};

    #[test]
    fn what_was_known_before_changes_no_stem() {
        let known = [
            "The ferries sailed to 7 harbours",
            "a council of ferries in May",
        ];
        let known = known.map(|text| (text, Analysis::new(text).expect("short")));
        let part = |stem: u64| (stem % 5) as f64 / 10.0;
        let weights = TermWeights::default();
        for language in [Some(Language::English), Some(Language::German), None] {
            let mut before = KnownStems::default();
            let texts = known.iter().map(|(text, analysis)| (*text, analysis));
            before.take_up(language, part, texts);
            let text = "Two ferries sailed from the harbour; a council of 7 said nothing in May";
            let table = || StemTable::new(language, &weights, part);
            let stems = stems_by(&mut table(), text);
            let again = stems_by(&mut table().with_known(Some(&before)), text);
            assert_eq!(again, stems);

            let analysis = Analysis::new(text).expect("short");
            before.take_up(language, part, [(text, &analysis)].into_iter());
            let (void, repeats) = (WordRanges::default(), Repeats::default());
            let collection = TermWeights::from_texts(&[&analysis]).joined_by(&[&analysis]);
            let side = Side::new(text, &analysis, &void, &repeats);
            let prepared = Preparation::new(&analysis, &void, &collection);
            let kept = prepared.clone().kept(language, &before);
            let has_roots = |preparation: &Preparation| {
                let prepared = preparation.beside(&weights);
                prepared.rooted(language).is_some()
            };
            assert!(has_roots(&kept) && !has_roots(&prepared));
            // Beside the weights that it was prepared with, those with a text more, and those of another collection.
            for weights in [&collection, &collection.joined_by(&[&analysis]), &weights] {
                let stems = |prepared: Option<&Preparation>| {
                    let prepared = prepared.map(|preparation| preparation.beside(weights));
                    let side = side.with_prepared(prepared.as_ref());
                    StemTable::new(language, weights, part).stems(side).words
                };
                assert_eq!(stems(Some(&kept)), stems(None));
                assert_eq!(stems(Some(&prepared)), stems(None));
            }
        }
    }

    fn stems_by(table: &mut StemTable<'_>, text: &str) -> Box<[Stem]> {
        let analysis = Analysis::new(text).expect("short");
        let (void, repeats) = (WordRanges::default(), Repeats::default());
        table
            .stems(Side::new(text, &analysis, &void, &repeats))
            .words
    }

    fn stems(language: Option<Language>, text: &str) -> Box<[Stem]> {
        let weights = TermWeights::default();
        let mut table = StemTable::new(language, &weights, |_| 0.0);
        let stems = stems_by(&mut table, text);
        // Looked up, a word is what it was.
        assert_eq!(stems_by(&mut table, text), stems);
        stems
    }

    #[test]
    fn the_forms_of_a_word_have_one_stem() {
        for (language, text) in [
            (Language::English, "ferry ferries"),
            (Language::German, "Fähre Fähren"),
            (Language::French, "l’arbre arbres"),
            (Language::Spanish, "travesía travesías"),
        ] {
            let stems = stems(Some(language), text);
            assert_eq!(stems[0].hash, stems[1].hash, "{text}");
            assert!(stems[0].weight > 5.0, "{text}");
        }
        let unknown = stems(None, "ferry ferries");
        assert_ne!(unknown[0].hash, unknown[1].hash);
    }

    #[test]
    fn function_words_and_single_characters_say_nothing() {
        for (language, text) in [
            (Some(Language::English), "the of x 7"),
            (Some(Language::French), "qu’il nous"),
            (None, "的 を"),
        ] {
            let stems = stems(language, text);
            assert!(stems.iter().all(|stem| stem.weight == 0.0), "{text}");
        }
        assert!(stems(Some(Language::Thai), "ferry").is_empty());
    }

    #[test]
    fn a_word_is_as_common_as_either_collection_says() {
        let analysis = Analysis::new("council").expect("short");
        let (few, many) = (
            TermWeights::default(),
            TermWeights::from_texts(&vec![&analysis; 500]),
        );
        let weight = |weights: &TermWeights, part: f64| {
            let mut table = StemTable::new(None, weights, move |_| part);
            stems_by(&mut table, "council")[0].weight
        };
        assert!(weight(&few, 0.1) < weight(&few, 0.0));
        assert!(weight(&many, 0.0) < weight(&few, 0.0));
        assert!(weight(&many, 0.1) < weight(&few, 0.1));
    }

    #[test]
    fn names_and_numbers_say_half_and_german_nouns_are_no_names() {
        let said = |language, text: &str| -> Vec<f32> {
            let stems = stems(Some(language), text);
            stems.iter().map(|stem| stem.says / stem.weight).collect()
        };
        assert_eq!(
            said(
                Language::English,
                "yesterday mayor Quill opened 400 harbours"
            ),
            [1.0, 1.0, 0.5, 1.0, 0.5, 1.0]
        );
        assert_eq!(
            said(
                Language::German,
                "gestern eröffnete Bürgermeisterin Ada Quell neue Brücken"
            ),
            [1.0, 1.0, 0.5, 0.5, 0.5, 1.0, 1.0]
        );
    }
}
