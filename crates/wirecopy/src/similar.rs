//! Pairs of articles that are alike as wholes.

use std::collections::HashMap;

use wirecopy_reuse::SeedOptions;
use wirecopy_similarity::{SetCollection, Threshold, jaccard_join};
use wirecopy_text::{Analysis, shingle_hashes};

use crate::progress::{map_in_parallel, report};
use crate::{Error, Progress, Stage};

/// Words of a shingle in the join for near-duplicates.
const SHINGLE_WORDS: usize = 5;

/// Pairs at or above this Jaccard similarity are candidates whatever their seeds say: where one story has run in
/// many papers its words are no longer rare.
const JOIN_THRESHOLD: f64 = 0.5;

/// How many texts' sets are made at a time.
const TEXTS_PER_PART: usize = 64;

/// How many pairs are gone through between two looks at the progress callback.
const PAIRS_UNHEARD: usize = 1 << 16;

/// Pairs of contents that share many of their shingles, furniture included; those before `paired_from` are not paired with
/// one another.
pub(crate) fn similar_pairs(
    texts: &[&Analysis],
    paired_from: usize,
    progress: Progress<'_>,
) -> Result<Vec<(usize, usize)>, Error> {
    let contents = texts.len();
    let texts: Vec<&[&Analysis]> = texts.chunks(TEXTS_PER_PART).collect();
    let parts = map_in_parallel(
        &texts,
        Stage::NearDuplicates,
        progress,
        |texts| texts.iter().map(|text| text.len()).sum(),
        |texts| {
            let mut sets = SetCollection::new();
            for words in texts.iter().map(|text| text.hashes()) {
                // A text that is shorter than a shingle is one.
                sets.push_unsorted(shingle_hashes(words, SHINGLE_WORDS.min(words.len())));
            }
            Ok(sets)
        },
    )?;
    let elements = parts.iter().map(SetCollection::element_count).sum();
    let mut collection = SetCollection::with_capacity(contents, elements);
    for part in parts {
        report(progress, Stage::NearDuplicates, 0, 0)?;
        collection.extend_from(&part);
    }
    let threshold = Threshold::new(JOIN_THRESHOLD)?;
    let pairs = jaccard_join(&collection, threshold, &|done, total| {
        progress(Stage::NearDuplicates, done, total)
    })?;
    let pairs: Vec<(usize, usize)> = pairs
        .into_iter()
        .map(|pair| (pair.a as usize, pair.b as usize))
        .filter(|&(_, later)| later >= paired_from)
        .collect();
    let all = 5 * contents as u64;
    few_for_each(&pairs, &|| {
        report(progress, Stage::NearDuplicates, all, all)
    })
}

/// Of the pairs, sorted, those of a content with its earlier partners: all where there are few, else the earliest.
///
/// A story that ran in three hundred papers would else fill the report with forty-five thousand pairs. The limits are
/// those of a frequent seed.
fn few_for_each(
    pairs: &[(usize, usize)],
    listen: &dyn Fn() -> Result<(), Error>,
) -> Result<Vec<(usize, usize)>, Error> {
    let limits = SeedOptions::default();
    let mut partners: HashMap<usize, usize> = HashMap::new();
    for pairs in pairs.chunks(PAIRS_UNHEARD) {
        listen()?;
        for &(_, later) in pairs {
            *partners.entry(later).or_default() += 1;
        }
    }
    let mut met: HashMap<usize, usize> = HashMap::new();
    let mut kept = Vec::new();
    for pairs in pairs.chunks(PAIRS_UNHEARD) {
        listen()?;
        kept.extend(pairs.iter().filter(|(_, later)| {
            let met = met.entry(*later).or_default();
            *met += 1;
            partners[later] <= limits.max_texts || *met <= limits.heavy_links
        }));
    }
    Ok(kept)
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
            few_for_each(&pairs, &|| Ok(())).expect("not stopped"),
            [(0, 40), (1, 39), (1, 40), (2, 39), (2, 40)]
        );
    }
}
