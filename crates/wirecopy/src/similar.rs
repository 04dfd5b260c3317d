//! Pairs of articles that are alike as wholes.

use std::collections::HashMap;

use wirecopy_reuse::{Recurring, RecurringRuns, SeedIndex, SeedOptions};
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
    recurring: &Recurring,
    paired_from: usize,
    progress: Progress<'_>,
) -> Result<Vec<(usize, usize)>, Error> {
    let all = 5 * texts.len() as u64;
    let pairs: Vec<(usize, usize)> = similar_pairs_of(texts, recurring, progress)?
        .into_iter()
        .filter(|&(_, later)| later >= paired_from)
        .collect();
    few_for_each(&pairs, &|| {
        report(progress, Stage::NearDuplicates, all, all)
    })
}

/// All pairs of texts that share many of their shingles, sorted.
fn similar_pairs_of(
    texts: &[&Analysis],
    recurring: &Recurring,
    progress: Progress<'_>,
) -> Result<Vec<(usize, usize)>, Error> {
    let contents = texts.len();
    let places: Vec<usize> = (0..contents).collect();
    let chunks: Vec<&[usize]> = places.chunks(TEXTS_PER_PART).collect();
    let parts = map_in_parallel(
        &chunks,
        Stage::NearDuplicates,
        progress,
        |places| places.iter().map(|&place| texts[place].len()).sum(),
        |places| {
            let mut sets = SetCollection::new();
            for &place in *places {
                let words = texts[place].hashes();
                if may_be_similar(words.len(), &recurring.runs(place, SHINGLE_WORDS)) {
                    // A text that is shorter than a shingle is one.
                    let length = SHINGLE_WORDS.min(words.len());
                    sets.push_unsorted(shingle_hashes(words, length));
                } else {
                    sets.push_unsorted(std::iter::empty());
                }
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
    Ok(pairs
        .into_iter()
        .map(|pair| (pair.a as usize, pair.b as usize))
        .collect())
}

/// Whether a text of so many words can be similar to any, by its shingles that may stand in a second place.
///
/// Of a pair at the threshold, each has at least that part of its different shingles in common with the other; those that
/// stand once are all different, and in common with nobody.
fn may_be_similar(words: usize, recurring: &RecurringRuns) -> bool {
    let shingles = (words + 1).saturating_sub(SHINGLE_WORDS);
    recurring.count() as f64 >= JOIN_THRESHOLD * shingles as f64
}

/// The pairs that [`similar_pairs`] finds for new contents, without a join of those that an index holds.
///
/// The new ones stand behind those of the index; `text_of` gives those.
pub(crate) fn similar_to_held<'t>(
    index: &SeedIndex,
    new: &[&Analysis],
    text_of: &dyn Fn(usize) -> &'t Analysis,
    progress: Progress<'_>,
) -> Result<Vec<(usize, usize)>, Error> {
    let held = index.len();
    // One article, as a desk asks, has no other new one.
    let mut pairs = match new {
        [] | [_] => Vec::new(),
        several => {
            let recurring = Recurring::new(several, &|_, _| progress(Stage::NearDuplicates, 0, 0))?;
            similar_pairs_of(several, &recurring, progress)?
        }
    };
    for (a, b) in &mut pairs {
        (*a, *b) = (held + *a, held + *b);
    }
    let half = |text: &Analysis, of: &[u64]| {
        let others = shingles(text);
        let common = of
            .iter()
            .filter(|&shingle| others.binary_search(shingle).is_ok())
            .count();
        2 * common >= of.len() + others.len() - common
    };
    for (later, text) in (held..).zip(new) {
        report(progress, Stage::NearDuplicates, 0, 0)?;
        let of_text = shingles(text);
        // A pair at the threshold has half of either text's shingles in common, at least.
        let holders = index.holders_of_half(text, SHINGLE_WORDS).into_iter();
        let alike = holders.filter(|holder| half(text_of(holder.index()), &of_text));
        pairs.extend(alike.map(|holder| (holder.index(), later)));
    }
    pairs.sort_unstable();
    few_for_each(&pairs, &|| report(progress, Stage::NearDuplicates, 0, 0))
}

/// The different shingles of a text, sorted.
fn shingles(text: &Analysis) -> Vec<u64> {
    let mut shingles: Vec<u64> = shingle_hashes(text.hashes(), SHINGLE_WORDS).collect();
    shingles.sort_unstable();
    shingles.dedup();
    shingles
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
