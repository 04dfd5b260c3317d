//! Chains of matches that belong to one passage.

use std::ops::Range;

use crate::matches::Match;
use crate::progress::{Progress, report_step};
use crate::{AlignOptions, Error};

/// How many matches back a predecessor is looked for; matches are sorted, so the near ones come first.
const LOOK_BACK: usize = 64;

/// Runs of matches in order on both sides, and what each is worth before its gaps are looked into.
#[derive(Debug, Default)]
pub(crate) struct Chains {
    /// The matches of all chains, one chain after another.
    matches: Vec<Match>,
    chains: Vec<(Range<usize>, f32)>,
}

impl Chains {
    pub(crate) fn len(&self) -> usize {
        self.chains.len()
    }

    /// The chains with their scores, the best first; of equal ones, that with the earlier matches.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[Match], f32)> {
        let of = |range: &Range<usize>| &self.matches[range.clone()];
        self.chains
            .iter()
            .map(move |(range, score)| (of(range), *score))
    }

    fn sort(&mut self) {
        let of = |range: &Range<usize>| &self.matches[range.clone()];
        self.chains
            .sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then_with(|| of(&x.0).cmp(of(&y.0))));
    }
}

/// What a stretch of words weighs, for any stretch in O(1).
#[derive(Debug)]
pub(crate) struct Weighed {
    /// In `f64`: the sum over a book has to keep the weight of a word.
    before: Vec<f64>,
}

impl Weighed {
    /// `weights` has one entry for each word, nothing for void words.
    pub(crate) fn new(weights: &[f32]) -> Self {
        let mut before = Vec::with_capacity(weights.len() + 1);
        let mut weight = 0.0_f64;
        before.push(weight);
        before.extend(weights.iter().map(|&word| {
            weight += f64::from(word);
            weight
        }));
        Self { before }
    }

    pub(crate) fn weight(&self, start: usize, end: usize) -> f32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the weight of a stretch of words"
        )]
        let weight = (self.before[end] - self.before[start]) as f32;
        weight
    }
}

/// How many words of a stretch count, for any stretch in O(1).
#[derive(Debug)]
pub(crate) struct Counted {
    /// How many void words stand before each word; empty where there is none.
    void_before: Vec<u32>,
}

impl Counted {
    /// `void` has one entry for each word.
    pub(crate) fn new(void: &[bool]) -> Self {
        let mut void_before = Vec::new();
        if void.contains(&true) {
            void_before.reserve(void.len() + 1);
            let mut count = 0;
            void_before.push(count);
            void_before.extend(void.iter().map(|&void| {
                count += u32::from(void);
                count
            }));
        }
        Self { void_before }
    }

    fn words(&self, start: usize, end: usize) -> usize {
        let all = end.saturating_sub(start);
        if all == 0 || self.void_before.is_empty() {
            return all;
        }
        all - (self.void_before[end] - self.void_before[start]) as usize
    }
}

/// The text of one side of a chain: what its words weigh (on the side that is prepared), and which of them count.
pub(crate) type Prepared<'p> = (&'p Weighed, &'p Counted);

/// Splits sorted matches into chains, each match in one of them; those worth at least `min_score`, the best first.
///
/// Sparse chaining with bounded gaps: the best chain that ends in a match is the match alone, or the match after
/// the best earlier one that it can follow, less the cost of what lies between (cf. Smith et al. 2015, passim).
/// O(matches x [`LOOK_BACK`]).
///
/// # Errors
/// [`Error::Cancelled`] when `progress` says so.
pub(crate) fn chains(
    matches: &[Match],
    a: Prepared<'_>,
    b: &Counted,
    min_score: f32,
    options: &AlignOptions,
    progress: Progress<'_>,
) -> Result<Chains, Error> {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(matches.len());
    for (index, m) in matches.iter().enumerate() {
        report_step(progress, index)?;
        let mut here = (a.0.weight(m.a, m.a_end()), None);
        for earlier in (index.saturating_sub(LOOK_BACK)..index).rev() {
            if let Some(step) = step(&matches[earlier], m, a, b, options) {
                let score = best[earlier].0 + step;
                if score > here.0 {
                    here = (score, Some(earlier));
                }
            }
        }
        best.push(here);
    }

    let mut ends: Vec<usize> = (0..matches.len()).collect();
    ends.sort_by(|&x, &y| best[y].0.total_cmp(&best[x].0).then(x.cmp(&y)));
    let mut used = vec![false; matches.len()];
    let mut found = Chains::default();
    for (index, end) in ends.into_iter().enumerate() {
        report_step(progress, index)?;
        if best[end].0 < min_score {
            // A chain is worth no more than it is at its end, and those that follow end lower still.
            break;
        }
        let first = found.matches.len();
        let mut at = Some(end);
        let mut score = best[end].0;
        while let Some(index) = at {
            if used[index] {
                // The rest of this chain belongs to a better one.
                score -= best[index].0;
                break;
            }
            used[index] = true;
            found.matches.push(matches[index]);
            at = best[index].1;
        }
        let members = first..found.matches.len();
        if score >= min_score && !members.is_empty() {
            found.matches[members.clone()].reverse();
            found.chains.push((members, score));
        } else {
            found.matches.truncate(first);
        }
    }
    found.sort();
    Ok(found)
}

/// What `next` adds to a chain that ends in `last`; `None` when it cannot follow.
fn step(
    last: &Match,
    next: &Match,
    a: Prepared<'_>,
    b: &Counted,
    options: &AlignOptions,
) -> Option<f32> {
    // Matches may overlap by a few words that both texts repeat; the later one loses them.
    let overlap = last
        .a_end()
        .saturating_sub(next.a)
        .max(last.b_end().saturating_sub(next.b));
    if overlap >= next.len || next.a + overlap < last.a_end() || next.b < last.b {
        return None;
    }
    let (a_start, b_start) = (next.a + overlap, next.b + overlap);
    let gap_a = a.1.words(last.a_end(), a_start);
    let gap_b = b.words(last.b_end(), b_start);
    (gap_a.max(gap_b) <= options.max_bridge)
        .then(|| a.0.weight(a_start, next.a_end()) - options.bridge_cost(gap_a, gap_b))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn chained(matches: &[Match], void: &[bool]) -> Vec<(Vec<Match>, f32)> {
        let goes_on: Progress<'_> = &|_, _| ControlFlow::Continue(());
        let weights: Vec<f32> = void
            .iter()
            .map(|&void| if void { 0.0 } else { 5.0 })
            .collect();
        let (weighed, counted) = (Weighed::new(&weights), Counted::new(void));
        let (none, options) = (Counted::new(&[]), AlignOptions::default());
        let found = chains(matches, (&weighed, &counted), &none, 0.0, &options, goes_on);
        let found = found.expect("nobody says stop");
        found
            .iter()
            .map(|(matches, score)| (matches.to_vec(), score))
            .collect()
    }

    fn found(matches: &[Match]) -> Vec<Vec<Match>> {
        let chains = chained(matches, &[false; 200]);
        chains.into_iter().map(|(matches, _)| matches).collect()
    }

    #[test]
    fn matches_on_both_sides_of_an_edit_chain() {
        let (first, second) = (
            Match {
                a: 0,
                b: 10,
                len: 6,
            },
            Match {
                a: 8,
                b: 17,
                len: 6,
            },
        );
        assert_eq!(found(&[first, second]), [vec![first, second]]);
    }

    #[test]
    fn matches_in_opposite_order_do_not_chain() {
        let (first, second) = (
            Match {
                a: 0,
                b: 50,
                len: 6,
            },
            Match {
                a: 8,
                b: 10,
                len: 7,
            },
        );
        assert_eq!(found(&[first, second]), [vec![second], vec![first]]);
    }

    #[test]
    fn a_gap_that_costs_more_than_it_joins_splits() {
        let (first, second) = (
            Match { a: 0, b: 0, len: 4 },
            Match {
                a: 23,
                b: 23,
                len: 4,
            },
        );
        assert_eq!(found(&[first, second]).len(), 2);
    }

    #[test]
    fn void_words_between_matches_cost_nothing() {
        let (first, second) = (
            Match { a: 0, b: 0, len: 5 },
            Match {
                a: 65,
                b: 5,
                len: 5,
            },
        );
        let mut void = vec![false; 100];
        void[5..65].fill(true);
        assert_eq!(chained(&[first, second], &void).len(), 1);
        assert_eq!(chained(&[first, second], &[false; 100]).len(), 2);
    }

    #[test]
    fn overlapping_matches_chain_without_counting_words_twice() {
        // "the bank of the bank of England" against "the bank of England".
        let (first, second) = (Match { a: 0, b: 0, len: 8 }, Match { a: 6, b: 6, len: 8 });
        let found = chained(&[first, second], &[false; 20]);
        assert_eq!(found.len(), 1);
        assert!((found[0].1 - 14.0 * 5.0).abs() < 1e-3, "{}", found[0].1);
    }
}
