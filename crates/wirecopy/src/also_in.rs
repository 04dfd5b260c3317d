//! In how many other articles a passage stands too.

use std::collections::HashMap;

use rayon::prelude::*;
use wirecopy_reuse::WordRanges;

use crate::Error;
use crate::pairs::{Compared, Row};

/// How many rows are gone through between two looks at the progress callback.
const ROWS_UNHEARD: usize = 1 << 12;

/// The number of articles that share a word of one article, as steps: from this word on, so many.
type Depths = Vec<(u32, u64)>;

/// Writes into each passage in how many other articles it stands: half of its words, in a or in b, stand in at least so many
/// others, by the passages of all rows. Copies of one article count each.
///
/// Each article is gone through once with all its passages, and each passage once with the words that it has: no pair of
/// passages is looked at, so that a story with a thousand partners costs a thousand.
pub(crate) fn count_other_articles(
    rows: &mut [Row],
    compared: &[Compared<'_>],
    listen: &(dyn Fn() -> Result<(), Error> + Sync),
) -> Result<(), Error> {
    let copies: HashMap<usize, u64> = compared
        .iter()
        .map(|content| (content.first(), content.copies() as u64))
        .collect();
    let copies_of = |article: usize| copies.get(&article).copied().unwrap_or(1);
    let depths = depths(rows, &copies_of, listen)?;
    rows.par_chunks_mut(ROWS_UNHEARD).try_for_each(|rows| {
        listen()?;
        for row in rows {
            let (of_a, of_b) = (copies_of(row.a), copies_of(row.b));
            let (depth_a, depth_b) = (depths.get(&row.a), depths.get(&row.b));
            for (passage, (a, b)) in row.pair.passages.iter_mut().zip(&row.shared) {
                let beside_b = depth_a.map_or(0, |depths| median(depths, a, of_b));
                let beside_a = depth_b.map_or(0, |depths| median(depths, b, of_a));
                passage.also_in = beside_a.max(beside_b) + (of_a - 1) + (of_b - 1);
            }
        }
        Ok(())
    })
}

/// The depths of each article that shares anything.
fn depths(
    rows: &[Row],
    copies_of: &dyn Fn(usize) -> u64,
    listen: &(dyn Fn() -> Result<(), Error> + Sync),
) -> Result<HashMap<usize, Depths>, Error> {
    // Where each stretch begins and ends, and by how many articles the depth changes there.
    let mut changes: HashMap<usize, Vec<(u32, i64)>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        if place.is_multiple_of(ROWS_UNHEARD) {
            listen()?;
        }
        for (article, other, in_article) in [(row.a, row.b, 0), (row.b, row.a, 1)] {
            let count = i64::try_from(copies_of(other)).unwrap_or(i64::MAX);
            let changes = changes.entry(article).or_default();
            for (a, b) in &row.shared {
                let words = if in_article == 0 { a } else { b };
                for range in words.as_slice() {
                    changes.extend([(range.start, count), (range.end, -count)]);
                }
            }
        }
    }
    Ok(changes
        .into_par_iter()
        .map(|(article, mut changes)| {
            changes.sort_unstable();
            let mut depth = 0;
            let mut depths = Depths::new();
            for (word, change) in changes {
                depth += change;
                let deep = u64::try_from(depth).unwrap_or(0);
                match depths.last_mut() {
                    Some(last) if last.0 == word => last.1 = deep,
                    _ => depths.push((word, deep)),
                }
            }
            (article, depths)
        })
        .collect())
}

/// The greatest number that half of the words of a passage reach, when its partner, which has so many copies, is left out.
fn median(depths: &Depths, words: &WordRanges, partner: u64) -> u64 {
    let mut found: Vec<(u64, u32)> = Vec::new();
    for range in words.as_slice() {
        let mut step = depths.partition_point(|&(word, _)| word <= range.start);
        let mut at = range.start;
        while at < range.end {
            let end = depths
                .get(step)
                .map_or(range.end, |&(word, _)| word.min(range.end));
            let depth = step.checked_sub(1).map_or(0, |before| depths[before].1);
            found.push((depth.saturating_sub(partner), end - at));
            at = end;
            step += 1;
        }
    }
    found.sort_unstable_by_key(|&(depth, _)| std::cmp::Reverse(depth));
    let all = words.words() as u64;
    let mut reached = 0;
    for (depth, words) in found {
        reached += u64::from(words);
        if 2 * reached >= all {
            return depth;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Of each word the number of partners, one by one, and then their median.
    fn by_counting(words: &[u32], partners: &[Vec<std::ops::Range<u32>>]) -> u64 {
        let holds = |ranges: &Vec<std::ops::Range<u32>>, word| {
            ranges.iter().any(|range| range.contains(&word))
        };
        let mut counts: Vec<usize> = (words.iter())
            .map(|&word| partners.iter().filter(|ranges| holds(ranges, word)).count())
            .collect();
        counts.sort_unstable_by(|x, y| y.cmp(x));
        counts
            .get(counts.len().div_ceil(2).saturating_sub(1))
            .copied()
            .unwrap_or(0) as u64
    }

    proptest! {
        #[test]
        fn steps_count_what_counting_counts(
            passage in prop::collection::vec((0_u32..60, 1_u32..20), 1..4),
            partners in prop::collection::vec(
                prop::collection::vec((0_u32..60, 1_u32..20), 0..4),
                0..6,
            ),
        ) {
            let ranges = |given: &[(u32, u32)]| {
                WordRanges::from_ranges(given.iter().map(|&(start, length)| start..start + length))
            };
            let passage = ranges(&passage);
            let partners: Vec<WordRanges> = partners.iter().map(|given| ranges(given)).collect();
            let mut changes: Vec<(u32, i64)> = Vec::new();
            for range in partners.iter().chain([&passage]).flat_map(WordRanges::as_slice) {
                changes.extend([(range.start, 1), (range.end, -1)]);
            }
            changes.sort_unstable();
            let mut depths = Depths::new();
            let mut depth = 0;
            for (word, change) in changes {
                depth += change;
                depths.push((word, u64::try_from(depth).unwrap_or(0)));
            }
            depths.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same { kept.1 = later.1; }
                same
            });
            let words: Vec<u32> = passage.as_slice().iter().cloned().flatten().collect();
            let partners: Vec<_> = partners.iter().map(|p| p.as_slice().to_vec()).collect();
            prop_assert_eq!(median(&depths, &passage, 1), by_counting(&words, &partners));
        }
    }
}
