//! Similarity measures on two sets, each a strictly ascending slice.
//!
//! On a slice that is not strictly ascending the results have no meaning; nothing panics.

use std::cmp::Ordering;

use crate::criterion::ratio;

/// From this ratio of sizes on, each element of the small set is searched in the large one.
///
/// A merge takes one step for each element, a search about two for each doubling of the distance
/// and mispredicts most of them: below a ratio of 16 to 32 the merge wins.
const SEARCH_RATIO: usize = 32;

/// Counts the elements that two sets have in common.
///
/// Ranges over `0..=min(a.len(), b.len())`; 0 when one of them is empty. Symmetric.
/// `O(a.len() + b.len())`, and `O(s log l)` when one set, of `s` elements, is far smaller than
/// the other, of `l`. No allocation.
///
/// # Example
/// ```
/// assert_eq!(wirecopy_similarity::overlap(&[1, 3, 5, 7], &[3, 4, 5]), 2);
/// ```
#[must_use]
pub fn overlap(a: &[u64], b: &[u64]) -> usize {
    let (small, large) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if large.len() / SEARCH_RATIO >= small.len() {
        overlap_by_search(small, large)
    } else {
        overlap_by_merge(small, large)
    }
}

/// Shares of the union: the elements in both divided by the elements in either.
///
/// Ranges over `0.0..=1.0`; 1 exactly when the sets are equal and not empty. Two empty sets
/// have 0: nothing is shared, and a join must not pair all empty articles. Symmetric.
/// Costs as [`overlap`].
///
/// # Example
/// ```
/// use wirecopy_similarity::jaccard;
///
/// assert_eq!(jaccard(&[1, 2, 3], &[2, 3, 4]), 0.5);
/// assert_eq!(jaccard(&[], &[]), 0.0);
/// ```
#[must_use]
pub fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let common = overlap(a, b);
    ratio(common, a.len() + b.len() - common)
}

/// Share of `a` that stands in `b`.
///
/// Ranges over `0.0..=1.0`; 1 exactly when `a` is a subset of `b` and not empty, 0 when `a` is
/// empty. Not symmetric: `containment(a, b)` says how much of `a` could come from `b`.
/// Costs as [`overlap`].
///
/// # Example
/// ```
/// use wirecopy_similarity::containment;
///
/// assert_eq!(containment(&[2, 3], &[1, 2, 3, 4]), 1.0);
/// assert_eq!(containment(&[1, 2, 3, 4], &[2, 3]), 0.5);
/// ```
#[must_use]
pub fn containment(a: &[u64], b: &[u64]) -> f64 {
    ratio(overlap(a, b), a.len())
}

/// The shares of `a` in `b` and of `b` in `a`: [`containment`] both ways, for one count.
///
/// Each ranges over `0.0..=1.0`; both are 0 when a set is empty. Costs as [`overlap`].
///
/// # Example
/// ```
/// use wirecopy_similarity::containments;
///
/// assert_eq!(containments(&[1, 2, 3, 4], &[2, 3]), (0.5, 1.0));
/// ```
#[must_use]
pub fn containments(a: &[u64], b: &[u64]) -> (f64, f64) {
    let common = overlap(a, b);
    (ratio(common, a.len()), ratio(common, b.len()))
}

/// Share of the smaller set that stands in the larger one (overlap coefficient; Szymkiewicz 1934,
/// Simpson 1943).
///
/// Ranges over `0.0..=1.0`; 1 exactly when one set is a subset of the other and neither is empty,
/// 0 when one of them is empty. Symmetric: the larger of both [`containments`]. Costs as
/// [`overlap`].
///
/// # Example
/// ```
/// use wirecopy_similarity::containment_of_smaller;
///
/// assert_eq!(containment_of_smaller(&[1, 2, 3, 4], &[2, 3]), 1.0);
/// assert_eq!(containment_of_smaller(&[1, 2, 3, 4], &[]), 0.0);
/// ```
#[must_use]
pub fn containment_of_smaller(a: &[u64], b: &[u64]) -> f64 {
    ratio(overlap(a, b), a.len().min(b.len()))
}

/// Twice the common elements divided by the sum of the sizes (Dice 1945, Sørensen 1948).
///
/// Ranges over `0.0..=1.0`; 1 exactly when the sets are equal and not empty, 0 for two empty
/// sets. Symmetric, and `2 j / (1 + j)` of the Jaccard similarity `j`. Costs as [`overlap`].
///
/// # Example
/// ```
/// assert_eq!(wirecopy_similarity::dice(&[1, 2, 3], &[3, 4, 5]), 1.0 / 3.0);
/// ```
#[must_use]
pub fn dice(a: &[u64], b: &[u64]) -> f64 {
    ratio(2 * overlap(a, b), a.len() + b.len())
}

fn overlap_by_merge(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        // Sums of comparisons, not branches: which side moves cannot be predicted.
        common += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    common
}

fn overlap_by_search(small: &[u64], large: &[u64]) -> usize {
    let mut rest = large;
    let mut common = 0;
    for element in small {
        // Doubling steps first: the next hit is near when the small set is dense in a region.
        let mut end = 1;
        while rest.get(end - 1).is_some_and(|other| other < element) {
            end *= 2;
        }
        let window = &rest[end / 2..end.min(rest.len())];
        let skipped = end / 2 + window.partition_point(|other| other < element);
        rest = &rest[skipped..];
        match rest.first().map(|other| other.cmp(element)) {
            Some(Ordering::Equal) => {
                common += 1;
                rest = &rest[1..];
            }
            Some(_) => {}
            None => break,
        }
    }
    common
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::btree_set;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_shared_with_an_empty_set() {
        for (a, b) in [(&[][..], &[][..]), (&[], &[1, 2]), (&[1, 2], &[])] {
            assert_eq!(overlap(a, b), 0);
            for measure in [jaccard, containment, containment_of_smaller, dice] {
                assert_eq!(measure(a, b).to_bits(), 0.0_f64.to_bits());
            }
        }
    }

    #[test]
    fn a_lone_element_is_found_anywhere_in_a_large_set() {
        let large: Vec<u64> = (0..1000).map(|n| 3 * n).collect();
        for n in 0..3002 {
            let expected = usize::from(n % 3 == 0 && n < 3000);
            assert_eq!(overlap(&[n], &large), expected, "{n}");
        }
    }

    #[test]
    fn slices_out_of_order_do_not_panic() {
        let long: Vec<u64> = (0..200).rev().collect();
        let _ = overlap(&[9, 1, 5, 5, 0], &long);
        let _ = overlap(&[5, 5, 5], &[5, 1]);
        let _ = jaccard(&[5, 5, 5], &[5, 5, 5, 5]);
    }

    fn set() -> impl Strategy<Value = BTreeSet<u64>> {
        prop_oneof![btree_set(0_u64..60, 0..40), btree_set(0_u64..2000, 0..1500)]
    }

    proptest! {
        #[test]
        fn overlap_counts_the_intersection(a in set(), b in set()) {
            let expected = a.intersection(&b).count();
            let union = a.union(&b).count();
            let (a, b): (Vec<u64>, Vec<u64>) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(overlap(&a, &b), expected);
            prop_assert_eq!(overlap_by_merge(&a, &b), expected);
            prop_assert_eq!(overlap_by_search(&a, &b), expected);
            prop_assert_eq!(overlap_by_search(&b, &a), expected);
            if union > 0 {
                prop_assert!((jaccard(&a, &b) - expected as f64 / union as f64).abs() == 0.0);
            }
        }

        #[test]
        fn symmetric_measures_are_symmetric_and_in_range(a in set(), b in set()) {
            let (a, b): (Vec<u64>, Vec<u64>) = (a.into_iter().collect(), b.into_iter().collect());
            prop_assert_eq!(overlap(&a, &b), overlap(&b, &a));
            prop_assert_eq!(jaccard(&a, &b).to_bits(), jaccard(&b, &a).to_bits());
            prop_assert_eq!(dice(&a, &b).to_bits(), dice(&b, &a).to_bits());
            for measure in [jaccard, containment, containment_of_smaller, dice] {
                prop_assert!((0.0..=1.0).contains(&measure(&a, &b)));
            }
            prop_assert!(jaccard(&a, &b) <= dice(&a, &b));
            let (of_a, of_b) = containments(&a, &b);
            prop_assert_eq!((of_a, of_b), (containment(&a, &b), containment(&b, &a)));
            prop_assert!(jaccard(&a, &b) <= of_a.min(of_b));
            prop_assert_eq!(containment_of_smaller(&a, &b).to_bits(), of_a.max(of_b).to_bits());
        }

        #[test]
        fn a_set_equals_itself_and_contains_its_parts(a in set(), keep in 1_usize..5) {
            let a: Vec<u64> = a.into_iter().collect();
            let part: Vec<u64> = a.iter().copied().step_by(keep).collect();
            let one = if a.is_empty() { 0.0_f64 } else { 1.0 };
            for measure in [jaccard, containment, containment_of_smaller, dice] {
                prop_assert_eq!(measure(&a, &a).to_bits(), one.to_bits());
            }
            prop_assert_eq!(containment(&part, &a).to_bits(), one.to_bits());
        }
    }
}
