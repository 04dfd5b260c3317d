//! The similarities of all rows with all others, as dense matrices.

use std::collections::HashMap;

use ndarray::Array2;
use rayon::prelude::*;

use crate::pairing::Pairing;
use crate::progress::Meter;
use crate::ranking::{check_fits, narrow};
use crate::vectors::cosine_of_parts;
use crate::{CsrView, Error, Progress, SetCollection, SetCriterion, Threshold};

/// Computes the cosine of every row of `first` with every row of `second`, or of `first` itself if there
/// is no second matrix.
///
/// Shape: rows of `first` x rows of the other side; the values are those of
/// [`cosine`](crate::cosine), bit for bit. For a few thousand rows: memory is 8 bytes for each pair,
/// and for larger collections [`cosine_top_k`](crate::cosine_top_k) keeps what matters. `O(products
/// of common columns + pairs)`. The total of `progress` is the number of rows of `first`.
///
/// # Errors
/// [`Error::UnlikeWidths`] when the matrices have not the same columns, [`Error::TooLarge`] for
/// more pairs than fit in memory's addresses, [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{CsrView, cosine_matrix};
///
/// let rows = CsrView::new(&[0, 2, 3], &[0_u32, 1, 1], &[3.0, 4.0, 2.0], 2)?;
/// let found = cosine_matrix(&rows, None, &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found, ndarray::array![[1.0, 0.8], [0.8, 1.0]]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn cosine_matrix(
    first: &CsrView,
    second: Option<&CsrView>,
    progress: Progress,
) -> Result<Array2<f64>, Error> {
    let pairing = Pairing::new(first, second, None)?;
    let others = pairing.others;
    // By column the rows that have it, as in a matrix of compressed columns.
    let mut lists: Vec<Vec<(u32, f64)>> = vec![Vec::new(); others.columns()];
    for row in 0..others.rows() {
        let vector = others.row(row);
        for (&column, &weight) in vector.columns.iter().zip(vector.weights) {
            lists[column as usize].push((narrow(row), weight));
        }
    }
    fill(first.rows(), others.rows(), progress, |row, values| {
        // Column after column, so that each dot product is added up in their order.
        let vector = first.row(row);
        for (&column, &weight) in vector.columns.iter().zip(vector.weights) {
            for &(other, other_weight) in &lists[column as usize] {
                values[other as usize] += weight * other_weight;
            }
        }
        let squared = first.squared_length(row);
        for (other, value) in values.iter_mut().enumerate() {
            *value = cosine_of_parts(*value, squared, others.squared_length(other));
        }
    })
}

/// Counts the common elements of every set of `first` with every set of `second`, or of `first` itself
/// if there is no second collection.
///
/// Shape: sets of `first` x sets of the other side; the values are those of
/// [`overlap`](crate::overlap). Memory, cost and progress as [`cosine_matrix`].
///
/// # Errors
/// [`Error::TooLarge`] and [`Error::Cancelled`] as [`cosine_matrix`].
pub fn overlap_matrix(
    first: &SetCollection,
    second: Option<&SetCollection>,
    progress: Progress,
) -> Result<Array2<f64>, Error> {
    matrix_of_counts(first, second, progress, |overlap, _, _| overlap as f64)
}

/// Computes the Jaccard similarity of every set of `first` with every set of `second`, or of `first` itself
/// if there is no second collection.
///
/// Shape: sets of `first` x sets of the other side; the values are those of
/// [`jaccard`](crate::jaccard), bit for bit. Memory, cost and progress as [`cosine_matrix`].
///
/// # Errors
/// [`Error::TooLarge`] and [`Error::Cancelled`] as [`cosine_matrix`].
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_similarity::{SetCollection, jaccard_matrix};
///
/// let mut sets = SetCollection::new();
/// sets.push_unsorted([1, 2, 3]);
/// sets.push_unsorted([2, 3, 4]);
/// let found = jaccard_matrix(&sets, None, &|_, _| ControlFlow::Continue(()))?;
/// assert_eq!(found, ndarray::array![[1.0, 0.5], [0.5, 1.0]]);
/// # Ok::<(), wirecopy_similarity::Error>(())
/// ```
pub fn jaccard_matrix(
    first: &SetCollection,
    second: Option<&SetCollection>,
    progress: Progress,
) -> Result<Array2<f64>, Error> {
    let jaccard = SetCriterion::Jaccard(Threshold::new(1.0)?);
    matrix_of_counts(first, second, progress, |overlap, x, y| {
        jaccard.score(overlap, x, y)
    })
}

fn matrix_of_counts(
    first: &SetCollection,
    second: Option<&SetCollection>,
    progress: Progress,
    score: impl Fn(usize, usize, usize) -> f64 + Sync,
) -> Result<Array2<f64>, Error> {
    let others = second.unwrap_or(first);
    check_fits("sets", others.len())?;
    let mut holders: HashMap<u64, Vec<u32>> = HashMap::new();
    for (set, elements) in others.iter().enumerate() {
        for &element in elements {
            holders.entry(element).or_default().push(narrow(set));
        }
    }
    fill(first.len(), others.len(), progress, |set, values| {
        let mut overlaps = vec![0_usize; others.len()];
        for element in first.get(set) {
            for &other in holders.get(element).into_iter().flatten() {
                overlaps[other as usize] += 1;
            }
        }
        let size = first.get(set).len();
        for (other, (value, overlap)) in values.iter_mut().zip(overlaps).enumerate() {
            *value = score(overlap, size, others.get(other).len());
        }
    })
}

/// Makes a matrix of zeros and has each row filled.
fn fill(
    rows: usize,
    columns: usize,
    progress: Progress,
    row: impl Fn(usize, &mut [f64]) + Sync,
) -> Result<Array2<f64>, Error> {
    let meter = Meter::new(progress, rows as u64);
    meter.listen()?;
    let most = isize::MAX.unsigned_abs() / size_of::<f64>();
    let too_large = |given| Error::TooLarge {
        what: "pairs in a dense matrix",
        given,
        max: most,
    };
    let pairs = rows.checked_mul(columns).filter(|&pairs| pairs <= most);
    let pairs = pairs.ok_or(too_large(rows.saturating_mul(columns)))?;
    let mut values: Vec<f64> = Vec::new();
    // Memory that is not there is an error and not the end of the process.
    values
        .try_reserve_exact(pairs)
        .map_err(|_| too_large(pairs))?;
    values.resize(pairs, 0.0);
    if columns > 0 {
        values
            .par_chunks_mut(columns)
            .enumerate()
            .try_for_each(|(number, values)| {
                row(number, values);
                meter.advance(1)
            })?;
    }
    Ok(Array2::from_shape_vec((rows, columns), values).expect("as many values as the shape says"))
}
