//! In how many families of texts a run of words stands: versions of one text are a family.

use std::collections::HashMap;

use rayon::prelude::*;
use wirecopy_reuse::{Recurring, SortedHashes};
use wirecopy_text::Analysis;

use super::shared::{RUN_WORDS, Shared};
use crate::pairs::Row;
use crate::story::ByHash;
use crate::{Error, Relation};

/// Of two versions of one text a run of so many words is the same; two notices in one form may be as alike, and have none.
pub(super) const LONG_RUN: usize = 30;

/// A run speaks for a copy by `1 / n`, where `n` families of texts hold it beside that of one of the two, and against it by
/// this: what three families or more have speaks for a formula.
pub(super) const RUN_COST: f64 = 0.35;

/// In a collection of up to so many texts nobody can tell a formula by its holders (`s` is 0); in one of so many, `s` is 1.
const SMALL: f64 = 10.0;
pub(super) const LARGE: f64 = 1000.0;

/// How many texts are gone through between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 256;

/// Of how many texts what they hold is kept until it is counted.
const TEXTS_AT_A_TIME: usize = 64 * TEXTS_UNHEARD;

/// The texts of a collection, as far as it matters who holds a run.
pub(crate) trait Texts {
    /// How many there are.
    fn count(&self) -> usize;

    /// For each of the runs of [`RUN_WORDS`] words, given by their hashes, how many families of texts hold it. `family_of`
    /// says for an article of which family it is; one that is not in it is a family of its own.
    fn families_with(
        &self,
        runs: &SortedHashes,
        family_of: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Vec<u32>, Error>;
}

/// Texts all of which are gone through. O(words).
pub(crate) struct AllTexts<'t> {
    /// The texts with the places of their articles.
    pub(crate) texts: Vec<(usize, &'t Analysis)>,
    /// What recurs in them: no other run is one that two of them share.
    pub(crate) recurring: &'t Recurring,
}

impl Texts for AllTexts<'_> {
    fn count(&self) -> usize {
        self.texts.len()
    }

    fn families_with(
        &self,
        runs: &SortedHashes,
        family_of: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Vec<u32>, Error> {
        // Family by family: then a run is held by one more where the last text that held it is of another one.
        let family = |article: usize| family_of.get(&article).copied().unwrap_or(article);
        let mut texts: Vec<(usize, usize)> = (self.texts.iter().enumerate())
            .map(|(place, &(article, _))| (family(article), place))
            .collect();
        texts.sort_unstable();
        let mut counts = vec![0; runs.len()];
        let mut last_family = vec![usize::MAX; runs.len()];
        // The look for runs costs most, and is shared out; a few blocks at a time, so that little of it is kept.
        for texts in texts.chunks(TEXTS_AT_A_TIME) {
            let held = texts
                .par_chunks(TEXTS_UNHEARD)
                .map(|texts| {
                    listen()?;
                    let held = texts.iter().map(|&(_, place)| self.held_by(place, runs));
                    Ok(held.collect::<Vec<_>>())
                })
                .collect::<Result<Vec<_>, Error>>()?;
            for (&(family, _), held) in texts.iter().zip(held.iter().flatten()) {
                for &run in held {
                    counts[run] += u32::from(last_family[run] != family);
                    last_family[run] = family;
                }
            }
        }
        Ok(counts)
    }
}

impl AllTexts<'_> {
    /// Of some runs, those that stand in a text, given by its place.
    fn held_by(&self, place: usize, runs: &SortedHashes) -> Vec<usize> {
        let recurring = self.recurring.runs(place, RUN_WORDS);
        let mut perhaps = Vec::with_capacity(recurring.count());
        let hashes = recurring.hashes(self.texts[place].1.hashes());
        perhaps.extend(hashes.map(|(_, hash)| hash));
        runs.positions(perhaps.into_iter()).collect()
    }
}

/// In how many families of texts each of some runs stands.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    families: HashMap<u64, u32, ByHash>,
    /// How many texts were counted.
    texts: usize,
    /// How much it says that many hold a run, `0.0..=1.0`.
    exponent: f64,
}

impl Holders {
    /// Counts the families that hold the runs of some pairs.
    pub(super) fn count<'s>(
        shared: impl Iterator<Item = &'s Shared>,
        texts: &dyn Texts,
        families: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Self, Error> {
        let wanted = SortedHashes::new(shared.flat_map(|shared| &shared.runs).copied().collect());
        let counts = texts.families_with(&wanted, families, listen)?;
        let size = (texts.count().max(1) as f64 / SMALL).ln() / (LARGE / SMALL).ln();
        Ok(Self {
            families: wanted.as_slice().iter().copied().zip(counts).collect(),
            texts: texts.count(),
            exponent: size.clamp(0.0, 1.0),
        })
    }

    /// Whether the collection is large enough to show what is a formula.
    pub(super) fn tell_formulas(&self) -> bool {
        self.texts as f64 >= LARGE
    }

    /// How many families hold a run beside that of one of the two that share it, at least one: the other's.
    pub(super) fn others(&self, run: u64) -> u32 {
        let families = self.families.get(&run).copied().unwrap_or(1);
        families.saturating_sub(1).max(1)
    }

    /// What a run that two articles share says for a copy: 1 where no other family holds it; where nothing was counted, 1 too.
    pub(super) fn weight(&self, run: u64) -> f64 {
        f64::from(self.others(run)).powf(-self.exponent)
    }
}
/// Versions of one text: for each article that has any, the first of its family.
pub(super) fn families(rows: &[Row]) -> HashMap<usize, usize> {
    let mut first: HashMap<usize, usize> = HashMap::new();
    for row in rows {
        let versions = matches!(
            row.pair.relation,
            Relation::NearDuplicate | Relation::Contained
        );
        if versions && row.runs.longest >= LONG_RUN {
            let (a, b) = (root(&first, row.a), root(&first, row.b));
            first.insert(a.max(b), a.min(b));
            first.entry(a.min(b)).or_insert(a.min(b));
        }
    }
    let articles: Vec<usize> = first.keys().copied().collect();
    articles
        .into_iter()
        .map(|article| (article, root(&first, article)))
        .collect()
}

fn root(first: &HashMap<usize, usize>, mut article: usize) -> usize {
    while let Some(&earlier) = first.get(&article)
        && earlier != article
    {
        article = earlier;
    }
    article
}
