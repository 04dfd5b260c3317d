//! Pairs of articles that are alike as wholes.

use std::collections::HashMap;
use std::num::NonZeroUsize;

use wirecopy_reuse::SeedOptions;
use wirecopy_similarity::{SetCollection, Threshold, jaccard_join};
use wirecopy_text::{Analysis, ShingleSet};

use crate::progress::map_in_parallel;
use crate::{Error, Progress, Stage};

/// Words of a shingle in the join for near-duplicates.
const SHINGLE_WORDS: NonZeroUsize = NonZeroUsize::new(5).expect("5 is not 0");

/// Pairs at or above this Jaccard similarity are candidates whatever their seeds say: where one story has run in
/// many papers its words are no longer rare.
const JOIN_THRESHOLD: f64 = 0.5;

/// Pairs of contents that share many of their shingles, furniture included.
pub(crate) fn similar_pairs(
    texts: &[&Analysis],
    progress: Progress<'_>,
) -> Result<Vec<(usize, usize)>, Error> {
    let sets = map_in_parallel(texts, Stage::NearDuplicates, progress, |text| {
        Ok(ShingleSet::new(text.hashes(), SHINGLE_WORDS))
    })?;
    let mut collection = SetCollection::new();
    for set in &sets {
        collection.push_sorted(set.hashes())?;
    }
    drop(sets);
    let threshold = Threshold::new(JOIN_THRESHOLD)?;
    let pairs = jaccard_join(&collection, threshold, &|done, total| {
        progress(Stage::NearDuplicates, done, total)
    })?;
    let pairs = pairs
        .into_iter()
        .map(|pair| (pair.a as usize, pair.b as usize));
    Ok(few_for_each(pairs.collect()))
}

/// Of the pairs, sorted, those of a content with its earlier partners: all where there are few, else the earliest.
///
/// A story that ran in three hundred papers would else fill the report with forty-five thousand pairs. The limits are
/// those of a frequent seed.
fn few_for_each(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let limits = SeedOptions::default();
    let mut partners: HashMap<usize, usize> = HashMap::new();
    for &(_, later) in &pairs {
        *partners.entry(later).or_default() += 1;
    }
    let mut kept: HashMap<usize, usize> = HashMap::new();
    pairs
        .into_iter()
        .filter(|&(_, later)| {
            let kept = kept.entry(later).or_default();
            *kept += 1;
            partners[&later] <= limits.max_texts || *kept <= limits.heavy_links
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_with_many_partners_keeps_the_earliest() {
        let mut pairs: Vec<(usize, usize)> = (0..30).map(|first| (first, 40)).collect();
        pairs.extend([(1, 39), (2, 39)]);
        pairs.sort_unstable();
        assert_eq!(
            few_for_each(pairs),
            [(0, 40), (1, 39), (1, 40), (2, 39), (2, 40)]
        );
    }
}
