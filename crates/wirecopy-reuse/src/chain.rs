//! Chains of matches that belong to one passage.

use crate::matches::Match;
use crate::progress::{Progress, report_step};
use crate::{AlignOptions, Error};

/// How many matches back a predecessor is looked for; matches are sorted, so the near ones come first.
const LOOK_BACK: usize = 64;

/// A run of matches in order on both sides, and what it is worth before its gaps are looked into.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) matches: Vec<Match>,
    pub(crate) score: f32,
}

/// What a stretch of words weighs and how many of its words count, for any stretch in O(1).
#[derive(Debug)]
pub(crate) struct Prefix {
    /// In `f64`: the sum over a book has to keep the weight of a word.
    weights: Vec<f64>,
    counted: Vec<u32>,
}

impl Prefix {
    /// `weights` and `void` have one entry for each word. Void words weigh nothing and do not count.
    pub(crate) fn new(weights: &[f32], void: &[bool]) -> Self {
        let mut prefix = Self {
            weights: Vec::with_capacity(void.len() + 1),
            counted: Vec::with_capacity(void.len() + 1),
        };
        let (mut weight, mut count) = (0.0_f64, 0);
        prefix.weights.push(weight);
        prefix.counted.push(count);
        for (index, &void) in void.iter().enumerate() {
            if !void {
                weight += weights.get(index).copied().map_or(0.0, f64::from);
                count += 1;
            }
            prefix.weights.push(weight);
            prefix.counted.push(count);
        }
        prefix
    }

    fn weight(&self, start: usize, end: usize) -> f32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the weight of a stretch of words"
        )]
        let weight = (self.weights[end] - self.weights[start]) as f32;
        weight
    }

    fn counted(&self, start: usize, end: usize) -> usize {
        self.counted[end].saturating_sub(self.counted[start]) as usize
    }
}

/// Splits sorted matches into chains, the best first; each match is in one chain.
///
/// Sparse chaining with bounded gaps: the best chain that ends in a match is the match alone, or the match after
/// the best earlier one that it can follow, less the cost of what lies between (cf. Smith et al. 2015, passim).
/// O(matches x [`LOOK_BACK`]).
///
/// # Errors
/// [`Error::Cancelled`] when `progress` says so.
pub(crate) fn chains(
    matches: &[Match],
    a: &Prefix,
    b: &Prefix,
    options: &AlignOptions,
    progress: Progress<'_>,
) -> Result<Vec<Chain>, Error> {
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(matches.len());
    for (index, m) in matches.iter().enumerate() {
        report_step(progress, index)?;
        let mut here = (a.weight(m.a, m.a_end()), None);
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
    let mut found = Vec::new();
    for (index, end) in ends.into_iter().enumerate() {
        report_step(progress, index)?;
        let mut members = Vec::new();
        let mut at = Some(end);
        let mut score = best[end].0;
        while let Some(index) = at {
            if used[index] {
                // The rest of this chain belongs to a better one.
                score -= best[index].0;
                break;
            }
            used[index] = true;
            members.push(matches[index]);
            at = best[index].1;
        }
        if !members.is_empty() {
            members.reverse();
            found.push(Chain {
                matches: members,
                score,
            });
        }
    }
    Ok(found)
}

/// What `next` adds to a chain that ends in `last`; `None` when it cannot follow.
fn step(last: &Match, next: &Match, a: &Prefix, b: &Prefix, options: &AlignOptions) -> Option<f32> {
    // Matches may overlap by a few words that both texts repeat; the later one loses them.
    let overlap = last
        .a_end()
        .saturating_sub(next.a)
        .max(last.b_end().saturating_sub(next.b));
    if overlap >= next.len || next.a + overlap < last.a_end() || next.b < last.b {
        return None;
    }
    let (a_start, b_start) = (next.a + overlap, next.b + overlap);
    let gap_a = a.counted(last.a_end(), a_start);
    let gap_b = b.counted(last.b_end(), b_start);
    (gap_a.max(gap_b) <= options.max_bridge)
        .then(|| a.weight(a_start, next.a_end()) - options.bridge_cost(gap_a, gap_b))
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    fn prefixes(len: usize) -> (Prefix, Prefix) {
        let void = vec![false; len];
        (Prefix::new(&vec![5.0; len], &void), Prefix::new(&[], &void))
    }

    fn chained(matches: &[Match], a: &Prefix, b: &Prefix) -> Vec<Chain> {
        let goes_on: Progress<'_> = &|_, _| ControlFlow::Continue(());
        chains(matches, a, b, &AlignOptions::default(), goes_on).expect("nobody says stop")
    }

    fn found(matches: &[Match]) -> Vec<Vec<Match>> {
        let (a, b) = prefixes(200);
        chained(matches, &a, &b)
            .into_iter()
            .map(|chain| chain.matches)
            .collect()
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
        let a = Prefix::new(&[5.0; 100], &void);
        let b = Prefix::new(&[], &[false; 100]);
        assert_eq!(chained(&[first, second], &a, &b).len(), 1);
    }

    #[test]
    fn overlapping_matches_chain_without_counting_words_twice() {
        // "the bank of the bank of England" against "the bank of England".
        let (first, second) = (Match { a: 0, b: 0, len: 8 }, Match { a: 6, b: 6, len: 8 });
        let (a, b) = prefixes(20);
        let found = chained(&[first, second], &a, &b);
        assert_eq!(found.len(), 1);
        assert!(
            (found[0].score - 14.0 * 5.0).abs() < 1e-3,
            "{}",
            found[0].score
        );
    }
}
