//! The second channel of passages: who says it in other words.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use wirecopy_reuse::{
    KnownStems, ParaphraseOptions, Paraphraser, Passage as Found, Preparation, Progress, Side,
    StemTable, Stems, TermWeights,
};
use wirecopy_text::{Analysis, Language};

use crate::Error;
use crate::story::Frequencies;

/// In a collection of so many texts, paraphrases are looked for beside copied passages only: among so many pairs, those that
/// were told by paraphrases alone were mostly the terms of two loans or the results of two companies.
const MANY_TEXTS: usize = 1000;

/// A text of which fewer counted words are left is not read again for paraphrases: no sentence is that short.
const MIN_WORDS_LEFT: usize = 12;

/// The stems of a text in the language that its function words speak for, found when somebody first asks.
#[derive(Debug, Default)]
pub(crate) struct Stemmed(OnceLock<(Option<Language>, Stems)>);

/// The stems of the words of a collection, by the languages of its texts: found once for all checks against it.
#[derive(Debug, Default)]
pub(crate) struct HeldStems(BTreeMap<Option<Language>, KnownStems>);

impl HeldStems {
    /// Keeps what was prepared of a text, the words of which were taken up.
    pub(crate) fn keep(&self, prepared: Preparation, language: Option<Language>) -> Preparation {
        let none = KnownStems::default();
        prepared.kept(language, self.0.get(&language).unwrap_or(&none))
    }

    /// Takes up the words of more texts. In parallel over languages.
    pub(crate) fn take_up<'t>(&mut self, texts: impl Iterator<Item = (&'t str, &'t Analysis)>) {
        let mut by_language: BTreeMap<Option<Language>, Vec<(&str, &Analysis)>> = BTreeMap::new();
        for (text, analysis) in texts {
            let language = analysis.language();
            let of_language = by_language.entry(language).or_default();
            of_language.push((text, analysis));
            self.0.entry(language).or_default();
        }
        (self.0.iter_mut().collect::<Vec<_>>())
            .into_par_iter()
            .for_each(|(&language, known)| {
                if let Some(texts) = by_language.get(&language) {
                    let frequencies = Frequencies::of(language);
                    let texts = texts.iter().copied();
                    known.take_up(language, move |stem| frequencies.get(stem), texts);
                }
            });
    }
}

/// The tables by which the texts of a check are stemmed.
#[derive(Debug)]
pub(crate) struct StemTables<'w> {
    weights: &'w TermWeights,
    /// Whether to look for paraphrases where nothing was copied.
    alone: bool,
    before: Option<&'w HeldStems>,
    /// Those that no thread is using; each thread fills its own, and what is in them changes nothing.
    idle: Mutex<Vec<BTreeMap<Option<Language>, StemTable<'w>>>>,
}

impl<'w> StemTables<'w> {
    /// Those of a collection of so many texts.
    pub(crate) fn new(weights: &'w TermWeights, texts: usize) -> Self {
        Self {
            weights,
            alone: texts < MANY_TEXTS,
            before: None,
            idle: Mutex::default(),
        }
    }

    /// Takes the stems that are known already.
    pub(crate) fn with_held(self, before: Option<&'w HeldStems>) -> Self {
        Self { before, ..self }
    }

    /// The language that is told of a text, and its stems.
    pub(crate) fn of<'s>(
        &self,
        side: Side<'_>,
        stemmed: &'s Stemmed,
    ) -> (Option<Language>, &'s Stems) {
        let (language, stems) = stemmed.0.get_or_init(|| {
            let language = side.analysis().language();
            (language, self.stems(side, language))
        });
        (*language, stems)
    }

    /// The stems of a text in a language.
    pub(crate) fn stems(&self, side: Side<'_>, language: Option<Language>) -> Stems {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tables = idle().pop().unwrap_or_default();
        let frequencies = Frequencies::of(language);
        let table = tables.entry(language).or_insert_with(|| {
            let known = self.before.and_then(|held| held.0.get(&language));
            StemTable::new(language, self.weights, move |stem| frequencies.get(stem))
                .with_known(known)
        });
        let stems = table.stems(side);
        idle().push(tables);
        stems
    }
}

/// One text, prepared to be looked for in other words in many others.
pub(crate) struct Rewordings<'t, 'w> {
    tables: &'t StemTables<'w>,
    side: Side<'t>,
    stemmed: &'t Stemmed,
    paraphraser: OnceCell<Paraphraser<'t>>,
}

impl<'t, 'w> Rewordings<'t, 'w> {
    pub(crate) fn new(tables: &'t StemTables<'w>, side: Side<'t>, stemmed: &'t Stemmed) -> Self {
        Self {
            tables,
            side,
            stemmed,
            paraphraser: OnceCell::new(),
        }
    }

    pub(crate) fn side(&self) -> Side<'t> {
        self.side
    }

    /// Adds the paraphrases in what the passages leave of both texts.
    pub(crate) fn add_to(
        &self,
        found: Vec<Found>,
        other: Side<'_>,
        stemmed: &Stemmed,
        progress: Progress<'_>,
    ) -> Result<Vec<Found>, Error> {
        let left = |side: Side<'_>, words: &dyn Fn(&Found) -> usize| {
            let covered: usize = found.iter().map(words).sum();
            side.counted_words().saturating_sub(covered)
        };
        if found.is_empty() && !self.tables.alone {
            return Ok(found);
        }
        if left(self.side, &|passage| passage.a_words.len()) < MIN_WORDS_LEFT
            || left(other, &|passage| passage.b_words.len()) < MIN_WORDS_LEFT
        {
            return Ok(found);
        }
        let options = ParaphraseOptions::default();
        let (own, stems) = self.tables.of(self.side, self.stemmed);
        let (others, stems_of_other) = self.tables.of(other, stemmed);
        let paraphraser = || {
            self.paraphraser
                .get_or_init(|| Paraphraser::new(self.side, stems, &options))
        };
        // A text whose language cannot be told is read in that of the other.
        Ok(match (own, others) {
            (None, Some(language)) => {
                let stems = self.tables.stems(self.side, Some(language));
                let paraphraser = Paraphraser::new(self.side, &stems, &options);
                paraphraser.add_to(found, other, stems_of_other, progress)?
            }
            (Some(language), None) => {
                let stems = self.tables.stems(other, Some(language));
                paraphraser().add_to(found, other, &stems, progress)?
            }
            _ => paraphraser().add_to(found, other, stems_of_other, progress)?,
        })
    }
}
