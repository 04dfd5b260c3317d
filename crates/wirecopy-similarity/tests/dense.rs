//! Dense matrices against the measures.
#![cfg(feature = "ndarray")]

use std::ops::ControlFlow;

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use wirecopy_similarity::{
    CsrView, Error, SetCollection, cosine, cosine_matrix, jaccard, jaccard_matrix, overlap,
    overlap_matrix,
};

fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

type Matrix = (Vec<usize>, Vec<u32>, Vec<f64>);

fn matrix() -> impl Strategy<Value = Matrix> {
    vec(btree_map(0_u32..20, -1.0..1.0_f64, 0..12), 0..20).prop_map(|rows| {
        let (mut indptr, mut indices, mut data) = (vec![0], Vec::new(), Vec::new());
        for row in rows {
            indices.extend(row.keys());
            data.extend(row.values());
            indptr.push(indices.len());
        }
        (indptr, indices, data)
    })
}

fn sets() -> impl Strategy<Value = SetCollection> {
    vec(btree_set(0_u64..30, 0..15), 0..20).prop_map(|sets| {
        let mut collection = SetCollection::new();
        for set in sets {
            collection.push_unsorted(set);
        }
        collection
    })
}

proptest! {
    #[test]
    fn cosines_are_those_of_the_pairs(first in matrix(), second in matrix()) {
        let first = CsrView::new(&first.0, &first.1, &first.2, 20).unwrap();
        let second = CsrView::new(&second.0, &second.1, &second.2, 20).unwrap();
        for second in [None, Some(&second)] {
            let found = cosine_matrix(&first, second, &go_on).unwrap();
            let others = second.unwrap_or(&first);
            prop_assert_eq!(found.dim(), (first.rows(), others.rows()));
            for ((row, other), value) in found.indexed_iter() {
                let expected = cosine(first.row(row), others.row(other));
                prop_assert_eq!(value.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn counts_are_those_of_the_pairs(first in sets(), second in sets()) {
        for second in [None, Some(&second)] {
            let counts = overlap_matrix(&first, second, &go_on).unwrap();
            let scores = jaccard_matrix(&first, second, &go_on).unwrap();
            let others = second.unwrap_or(&first);
            prop_assert_eq!(scores.dim(), (first.len(), others.len()));
            for ((set, other), value) in scores.indexed_iter() {
                let (set_of, other_of) = (first.get(set), others.get(other));
                prop_assert_eq!(value.to_bits(), jaccard(set_of, other_of).to_bits());
                let count = counts[(set, other)];
                prop_assert_eq!(count.to_bits(), (overlap(set_of, other_of) as f64).to_bits());
            }
        }
    }
}

#[test]
fn a_callback_that_breaks_cancels() {
    let rows = CsrView::new(&[0, 1], &[0_u32], &[1.0], 1).unwrap();
    let stopped = cosine_matrix(&rows, None, &|_, _| ControlFlow::Break(()));
    assert_eq!(stopped, Err(Error::Cancelled));
}

#[test]
fn a_matrix_that_no_memory_holds_is_an_error() {
    // Rows cost eight bytes here and their pairs 3.2 petabytes.
    let indptr = vec![0_usize; 20_000_001];
    let rows = CsrView::<'_>::new(&indptr, &[] as &[u32], &[] as &[f64], 1).unwrap();
    let refused = cosine_matrix(&rows, None, &go_on);
    assert!(matches!(refused, Err(Error::TooLarge { .. })));
}
