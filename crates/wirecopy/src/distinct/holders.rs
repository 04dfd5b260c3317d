//! In how many families of texts a run of words stands: versions of one text are a family.

use std::collections::HashMap;

use rayon::prelude::*;
use wirecopy_reuse::SortedHashes;
use wirecopy_text::{Analysis, shingle_hashes};

use super::shared::{RUN_WORDS, Shared};
use crate::pairs::Row;
use crate::{Error, Relation};

/// Of two versions of one text a run of so many words is the same; two notices in one form may be as alike, and have none.
pub(super) const LONG_RUN: usize = 30;

/// In a collection of up to so many texts nobody can tell a formula by its holders (`s` is 0); in one of so many, `s` is 1.
const SMALL: f64 = 10.0;
pub(super) const LARGE: f64 = 1000.0;

/// How many texts are gone through between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 256;

/// In how many families of texts each of some runs stands.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    families: HashMap<u64, u32>,
    /// How many texts were counted.
    texts: usize,
    /// How much it says that many hold a run, `0.0..=1.0`.
    exponent: f64,
}

impl Holders {
    /// Counts the families that hold the runs of some pairs. O(words of the texts).
    pub(super) fn count<'s>(
        shared: impl Iterator<Item = &'s Shared>,
        texts: &[(usize, &Analysis)],
        families: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Self, Error> {
        let wanted = SortedHashes::new(shared.flat_map(|shared| &shared.runs).copied().collect());
        let mut held: Vec<(u32, usize)> = texts
            .par_chunks(TEXTS_UNHEARD)
            .map(|texts| {
                listen()?;
                let mut held = Vec::new();
                for (article, text) in texts {
                    let family = families.get(article).unwrap_or(article);
                    let found = shingle_hashes(text.hashes(), RUN_WORDS)
                        .filter_map(|run| wanted.position(run));
                    held.extend(found.map(|place| (number(place), *family)));
                }
                Ok(held)
            })
            .collect::<Result<Vec<_>, Error>>()?
            .concat();
        held.par_sort_unstable();
        held.dedup();
        let counts = held.chunk_by(|x, y| x.0 == y.0);
        let size = (texts.len().max(1) as f64 / SMALL).ln() / (LARGE / SMALL).ln();
        Ok(Self {
            families: counts
                .map(|holders| {
                    (
                        wanted.as_slice()[holders[0].0 as usize],
                        number(holders.len()),
                    )
                })
                .collect(),
            texts: texts.len(),
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

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than 2^32 runs and texts: their lists would take 32 GiB")
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
