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
        // the new ones are counted. Family by family, each content for itself: then who counted a run last says whether it
        // is to be counted again.
        let mut texts: Vec<(usize, usize)> = (self.contents.iter().enumerate())
            .filter_map(|(place, content)| {
                let family = family_of.get(&content.first()).copied();
                let is_new = place >= self.held.len();
                let alone = is_new.then_some(content.first());
                family.or(alone).map(|family| (family, place))
            })
            .collect();
        texts.sort_unstable();
        let mut last = vec![(usize::MAX, usize::MAX); runs.len()];
        for text @ (family, place) in texts {
            listen()?;
            let of_content = shingle_hashes(self.contents[place].analysis.hashes(), RUN_WORDS);
            for run in runs.positions(of_content) {
                let before = std::mem::replace(&mut last[run], text);
                counts[run] -= u32::from(before != text && place < self.held.len());
                counts[run] += u32::from(before.0 != family);
            }
        }
        Ok(counts)
    }
}
