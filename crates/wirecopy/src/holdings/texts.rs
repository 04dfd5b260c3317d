//! Who holds a run of words, by the index of what is held.

use std::collections::HashMap;

use wirecopy_reuse::{SeedIndex, SortedHashes};
use wirecopy_text::shingle_hashes;

use crate::Error;
use crate::contents::Content;
use crate::distinct::{RUN_WORDS, Texts};

/// What is held, and some contents beside it.
pub(super) struct HeldTexts<'h> {
    pub(super) index: &'h SeedIndex,
    /// The held contents that take part, and behind them the new ones.
    pub(super) contents: &'h [Content],
    /// The numbers of those that are held, ascending.
    pub(super) held: &'h [usize],
}

impl Texts for HeldTexts<'_> {
    fn count(&self) -> usize {
        self.index.len() + self.contents.len() - self.held.len()
    }

    /// O(holders of the runs), and a look at each content that takes part.
    fn families_with(
        &self,
        runs: &SortedHashes,
        family_of: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Vec<u32>, Error> {
        debug_assert_eq!(self.index.options().seed_words, RUN_WORDS);
        let mut counts = Vec::with_capacity(runs.len());
        for holders in self.index.holders(runs.as_slice().iter().copied()) {
            listen()?;
            counts.push(u32::try_from(holders.count()).expect("fewer than a `DocId` can number"));
        }
        // The index counts each held content for itself; here it is put right for those that are versions of others, and
        // the new ones are counted.
        let mut of_families: Vec<(usize, usize)> = Vec::new();
        for (place, content) in self.contents.iter().enumerate() {
            listen()?;
            let is_held = place < self.held.len();
            let family = family_of.get(&content.first()).copied();
            if is_held && family.is_none() {
                continue;
            }
            let of_content = shingle_hashes(content.analysis.hashes(), RUN_WORDS);
            let mut held: Vec<usize> = runs.positions(of_content).collect();
            held.sort_unstable();
            held.dedup();
            let family = family.unwrap_or(content.first());
            for run in held {
                counts[run] -= u32::from(is_held);
                of_families.push((run, family));
            }
        }
        of_families.sort_unstable();
        of_families.dedup();
        for (run, _) in of_families {
            counts[run] += 1;
        }
        Ok(counts)
    }
}
