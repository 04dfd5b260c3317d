//! Similarity measures on two sparse vectors, each a strictly ascending list of columns with weights.
//!
//! On columns that do not ascend strictly the results have no meaning; nothing panics.

/// A sparse vector, for instance a row of a TF-IDF matrix: a column and a weight for each entry.
///
/// The shorter of both slices counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SparseVector<'a> {
    /// The columns, strictly ascending.
    pub columns: &'a [u32],
    /// The weight in each of them.
    pub weights: &'a [f64],
}

impl<'a> SparseVector<'a> {
    /// Pairs columns with weights.
    #[must_use]
    pub fn new(columns: &'a [u32], weights: &'a [f64]) -> Self {
        Self { columns, weights }
    }

    /// The sum of the squared weights, in the order of the columns.
    #[must_use]
    pub fn squared_length(&self) -> f64 {
        let squares = self.weights.iter().map(|weight| weight * weight);
        squares.fold(0.0, |sum, square| sum + square)
    }
}

/// The dot product: the sum of the products of the weights in common columns.
///
/// Ranges over all numbers; 0 when a vector is empty. Symmetric. The products are added one after
/// the other in the order of the columns, so that the result is the same to the last bit wherever
/// this crate reports it. `O(a + b)` entries, no allocation.
///
/// # Example
/// ```
/// use wirecopy_similarity::{SparseVector, dot};
///
/// let a = SparseVector::new(&[0, 3, 7], &[1.0, 2.0, 3.0]);
/// let b = SparseVector::new(&[3, 7, 8], &[5.0, 1.0, 9.0]);
/// assert_eq!(dot(a, b), 13.0);
/// ```
#[must_use]
pub fn dot(a: SparseVector, b: SparseVector) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    let (a_len, b_len) = (
        a.columns.len().min(a.weights.len()),
        b.columns.len().min(b.weights.len()),
    );
    let (a_columns, b_columns) = (&a.columns[..a_len], &b.columns[..b_len]);
    while i < a_len && j < b_len {
        let (x, y) = (a_columns[i], b_columns[j]);
        if x == y {
            sum += a.weights[i] * b.weights[j];
        }
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    sum
}

/// The cosine of the angle between two vectors: their dot product divided by their lengths.
///
/// Ranges over `-1.0..=1.0`, and over `0.0..=1.0` when no weight is negative; exactly 1 for a
/// vector with itself. 0 when a vector is empty or all zero: it has no direction. Symmetric. Costs as
/// [`dot`].
///
/// The lengths are divided out at once, by the root of the product of both squared lengths, which
/// is what makes equal vectors have exactly 1. A vector whose squared length is below the smallest
/// normal number of `f64` (weights around 1e-154) counts as all zero; one whose squared length is
/// infinite (weights from 1e154 on) has no meaningful cosine, and [`CsrView`](crate::CsrView) refuses it.
///
/// # Example
/// ```
/// use wirecopy_similarity::{SparseVector, cosine};
///
/// let a = SparseVector::new(&[0, 3], &[3.0, 4.0]);
/// assert_eq!(cosine(a, a), 1.0);
/// assert_eq!(cosine(a, SparseVector::new(&[3], &[2.0])), 0.8);
/// assert_eq!(cosine(a, SparseVector::new(&[], &[])), 0.0);
/// ```
#[must_use]
pub fn cosine(a: SparseVector, b: SparseVector) -> f64 {
    cosine_of_parts(dot(a, b), a.squared_length(), b.squared_length())
}

/// Every cosine that is put out or compared with a threshold goes through here.
pub(crate) fn cosine_of_parts(dot: f64, a_squared: f64, b_squared: f64) -> f64 {
    if a_squared < f64::MIN_POSITIVE || b_squared < f64::MIN_POSITIVE {
        return 0.0;
    }
    let product = a_squared * b_squared;
    let lengths = if product.is_normal() {
        product.sqrt()
    } else {
        // Powers of 4 taken out, no bit changes and nothing overflows.
        let ((a, a_power), (b, b_power)) = (scaled(a_squared), scaled(b_squared));
        (a * b).sqrt() * 2.0_f64.powi(a_power + b_power)
    };
    (dot / lengths).clamp(-1.0, 1.0)
}

/// Splits a normal number into a factor in `1.0..4.0` and the exponent of a power of 4.
fn scaled(number: f64) -> (f64, i32) {
    let exponent = i32::try_from(number.to_bits() >> 52 & 0x7ff).unwrap_or(0) - 1023;
    let power = exponent.div_euclid(2);
    (number * 2.0_f64.powi(-2 * power), power)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::collection::btree_map;
    use proptest::prelude::*;

    use super::*;

    fn vector() -> impl Strategy<Value = BTreeMap<u32, f64>> {
        let weight = prop_oneof![-10.0..10.0_f64, Just(0.0), Just(1.0), 1e-100..1e100_f64];
        btree_map(0_u32..60, weight, 0..40)
    }

    proptest! {
        #[test]
        fn dot_sums_the_common_columns(a in vector(), b in vector()) {
            let common = a.iter().filter_map(|(column, weight)| Some(weight * b.get(column)?));
            let expected = common.fold(0.0, |sum, product| sum + product);
            let split = |vector: BTreeMap<u32, f64>| -> (Vec<u32>, Vec<f64>) { vector.into_iter().unzip() };
            let (a, b) = (split(a), split(b));
            let (a, b) = (SparseVector::new(&a.0, &a.1), SparseVector::new(&b.0, &b.1));
            prop_assert_eq!(dot(a, b).to_bits(), expected.to_bits());
            prop_assert_eq!(dot(b, a).to_bits(), expected.to_bits());
            let score = cosine(a, b);
            prop_assert!((-1.0..=1.0).contains(&score));
            prop_assert_eq!(score.to_bits(), cosine(b, a).to_bits());
            if a.squared_length() >= f64::MIN_POSITIVE {
                prop_assert_eq!(cosine(a, a).to_bits(), 1.0_f64.to_bits());
            } else {
                prop_assert_eq!(cosine(a, a).to_bits(), 0.0_f64.to_bits());
            }
        }
    }

    #[test]
    fn lengths_near_the_ends_of_f64_neither_overflow_nor_vanish() {
        for weight in [1e-150, 1e150] {
            let a = SparseVector::new(&[1, 2], &[3.0, 4.0]);
            let weights = [3.0 * weight, 4.0 * weight];
            let b = SparseVector::new(&[1, 2], &weights);
            assert!((cosine(a, b) - 1.0).abs() < 1e-15);
            assert_eq!(cosine(b, b).to_bits(), 1.0_f64.to_bits());
        }
    }

    #[test]
    fn slices_of_unlike_length_do_not_panic() {
        let a = SparseVector::new(&[1, 2, 3], &[1.0]);
        assert_eq!(
            dot(a, SparseVector::new(&[1, 2], &[1.0, 1.0])).to_bits(),
            1.0_f64.to_bits()
        );
    }
}
