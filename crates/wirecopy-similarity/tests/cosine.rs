//! Neighbours and pairs by cosine against brute force.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use wirecopy_similarity::{
    CsrView, Error, Near, Neighbours, SimilarPair, Threshold, Window, cosine, cosine_join,
    cosine_join_each, cosine_top_k,
};

fn go_on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn on<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    pool.build().expect("threads can be started").install(work)
}

/// A matrix that owns its slices.
#[derive(Debug, Clone)]
struct Matrix {
    indptr: Vec<usize>,
    indices: Vec<u32>,
    data: Vec<f64>,
    columns: usize,
}

impl Matrix {
    fn new(rows: impl IntoIterator<Item = Vec<(u32, f64)>>, columns: usize) -> Self {
        let (mut indptr, mut indices, mut data) = (vec![0], Vec::new(), Vec::new());
        for row in rows {
            indices.extend(row.iter().map(|&(column, _)| column));
            data.extend(row.iter().map(|&(_, weight)| weight));
            indptr.push(indices.len());
        }
        Self {
            indptr,
            indices,
            data,
            columns,
        }
    }

    fn view(&self) -> CsrView<'_> {
        CsrView::new(&self.indptr, &self.indices, &self.data, self.columns).expect("well formed")
    }
}

/// Which rows may meet, in the words of the test.
#[derive(Debug, Clone)]
struct Days {
    first: Vec<i64>,
    second: Vec<i64>,
    width: u64,
}

type Rows = Vec<Vec<(u32, f64)>>;

fn brute_force(
    first: &CsrView,
    second: Option<&CsrView>,
    k: usize,
    least: Option<f64>,
    days: Option<&Days>,
) -> Rows {
    let others = second.unwrap_or(first);
    (0..first.rows())
        .map(|row| {
            let mut near: Vec<(u32, f64)> = (0..others.rows())
                .filter(|&other| second.is_some() || other != row)
                .filter(|&other| {
                    days.is_none_or(|days| {
                        let keys = if second.is_some() {
                            &days.second
                        } else {
                            &days.first
                        };
                        days.first[row].abs_diff(keys[other]) <= days.width
                    })
                })
                .map(|other| {
                    (
                        u32::try_from(other).expect("a test has few rows"),
                        cosine(first.row(row), others.row(other)),
                    )
                })
                .filter(|&(_, score)| score > 0.0 && least.is_none_or(|least| score >= least))
                .collect();
            near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            near.truncate(k);
            near
        })
        .collect()
}

fn rows(found: &Neighbours) -> Rows {
    (0..found.len())
        .map(|row| {
            let (rows, scores) = found.get(row);
            rows.iter().copied().zip(scores.iter().copied()).collect()
        })
        .collect()
}

/// Matrices of one width: a few columns that most rows have and many that few have, rows that are equal,
/// scaled, empty or all zero; negative weights if wanted.
fn matrices() -> impl Strategy<Value = (Matrix, Matrix)> {
    let weight = |negative: bool| {
        let low = if negative { -1.0 } else { 0.001 };
        prop_oneof![4 => low..1.0, 2 => Just(1.0), 1 => Just(0.0), 1 => 1e-30..1e30_f64]
    };
    let column = |columns: u32| prop_oneof![0..4.min(columns), 0..columns];
    (1_u32..60, any::<bool>()).prop_flat_map(move |(columns, negative)| {
        let row = btree_map(column(columns), weight(negative), 0..12)
            .prop_map(|row| row.into_iter().collect::<Vec<_>>());
        let copies = vec(
            (
                any::<prop::sample::Index>(),
                prop_oneof![Just(1.0), Just(3.0)],
            ),
            0..12,
        );
        let matrix = (vec(row, 1..50), copies).prop_map(move |(mut rows, copies)| {
            for (of, factor) in copies {
                let row = &rows[of.index(rows.len())];
                rows.push(
                    row.iter()
                        .map(|&(column, weight)| (column, weight * factor))
                        .collect(),
                );
            }
            Matrix::new(rows, columns as usize)
        });
        (matrix.clone(), matrix)
    })
}

fn days(first: usize, second: usize) -> impl Strategy<Value = Option<Days>> {
    let keys = |rows: usize| {
        vec(-20_i64..20, rows).prop_map(|mut keys| {
            keys.sort_unstable();
            keys
        })
    };
    prop::option::of(
        (keys(first), keys(second), 0_u64..15).prop_map(|(first, second, width)| Days {
            first,
            second,
            width,
        }),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn neighbours_equal_brute_force(
        ((first, second), days) in matrices().prop_flat_map(|(first, second)| {
            let days = days(first.indptr.len() - 1, second.indptr.len() - 1);
            (Just((first, second)), days)
        }),
        k in 1_usize..12,
        least in prop::option::of(0.01..=1.0_f64),
    ) {
        let (first, second) = (first.view(), second.view());
        let near = Near::new().with_min_score(least.map(|least| Threshold::new(least).unwrap()));
        let wanted = NonZeroUsize::new(k).unwrap();
        for second in [None, Some(&second)] {
            let window = days.as_ref().map(|days| {
                Window::new(&days.first, second.map(|_| &days.second[..]), days.width).unwrap()
            });
            let near = near.with_window(window);
            let expected = brute_force(&first, second, k, least, days.as_ref());
            for threads in [1, 2] {
                let found = on(threads, || cosine_top_k(&first, second, wanted, near, &go_on));
                prop_assert_eq!(&rows(&found.unwrap()), &expected);
            }
        }
    }
}

/// Every pair at or above the threshold, by way of all neighbours.
fn pairs_by_force(
    first: &CsrView,
    second: Option<&CsrView>,
    least: f64,
    days: Option<&Days>,
) -> Vec<SimilarPair> {
    let neighbours = brute_force(first, second, usize::MAX, Some(least), days);
    let mut pairs = Vec::new();
    for (a, near) in (0_u32..).zip(neighbours) {
        let near = near.into_iter().filter(|&(b, _)| second.is_some() || a < b);
        pairs.extend(near.map(|(b, score)| SimilarPair { a, b, score }));
    }
    pairs.sort_by_key(|pair| (pair.a, pair.b));
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn pairs_equal_brute_force(
        ((first, second), days) in matrices().prop_flat_map(|(first, second)| {
            let days = days(first.indptr.len() - 1, second.indptr.len() - 1);
            (Just((first, second)), days)
        }),
        least in prop_oneof![0.01..=1.0_f64, Just(1.0), Just(0.5), Just(f64::MIN_POSITIVE)],
    ) {
        let (first, second) = (first.view(), second.view());
        let threshold = Threshold::new(least).unwrap();
        for second in [None, Some(&second)] {
            let window = days.as_ref().map(|days| {
                Window::new(&days.first, second.map(|_| &days.second[..]), days.width).unwrap()
            });
            let expected = pairs_by_force(&first, second, least, days.as_ref());
            let streamed = |threads| {
                let mut pairs = Vec::new();
                on(threads, || {
                    cosine_join_each(&first, second, threshold, window, &go_on, |found| {
                        pairs.extend_from_slice(found);
                        ControlFlow::Continue(())
                    })
                })
                .unwrap();
                pairs
            };
            for threads in [1, 2] {
                let found = on(threads, || cosine_join(&first, second, threshold, window, &go_on));
                prop_assert_eq!(&found.unwrap(), &expected);
            }
            prop_assert_eq!(streamed(1), streamed(2));
        }
    }
}

#[test]
fn both_ways_to_join_equal_brute_force_on_several_blocks() {
    let matrix = like_words(5000);
    let view = matrix.view();
    let every_tenth = like_words(500);
    let few = every_tenth.view();
    // At 0.1 all rows are compared block by block, at 0.9 those that share a rare column.
    for least in [0.1, 0.5, 0.9] {
        let threshold = Threshold::new(least).unwrap();
        let expected = pairs_by_force(&few, Some(&view), least, None);
        assert!(
            expected.len() >= 500,
            "the rows of the smaller matrix are in the larger one"
        );
        for threads in [1, 2] {
            let found = on(threads, || {
                cosine_join(&few, Some(&view), threshold, None, &go_on)
            });
            assert!(found.unwrap() == expected, "{least} on {threads} threads");
        }
    }
    let threshold = Threshold::new(0.4).unwrap();
    let within = cosine_join(&view, None, threshold, None, &go_on).unwrap();
    let both = cosine_join(&view, Some(&view), threshold, None, &go_on).unwrap();
    let upper: Vec<SimilarPair> = both.into_iter().filter(|pair| pair.a < pair.b).collect();
    assert!(within == upper);
    assert!(within.len() > 10, "{}", within.len());
}

#[test]
fn a_receiver_or_a_callback_that_breaks_stops_the_join() {
    let matrix = like_words(4500);
    let view = matrix.view();
    for least in [0.1, 0.9] {
        let threshold = Threshold::new(least).unwrap();
        let stopped = cosine_join_each(&view, Some(&view), threshold, None, &go_on, |pairs| {
            assert!(!pairs.is_empty());
            ControlFlow::Break(())
        });
        assert_eq!(stopped, Err(Error::Cancelled));
        let reports = Mutex::new(Vec::new());
        cosine_join(&view, None, threshold, None, &|done, total| {
            reports.lock().unwrap().push((done, total));
            ControlFlow::Continue(())
        })
        .unwrap();
        let reports = reports.into_inner().unwrap();
        assert!(
            reports
                .iter()
                .all(|&(done, total)| done <= total && total == 9000)
        );
        assert_eq!(reports.iter().map(|&(done, _)| done).max(), Some(9000));
        for last in [0, 3, 12] {
            let calls = Mutex::new(0);
            let stopped = cosine_join(&view, None, threshold, None, &|_, _| {
                let mut calls = calls.lock().unwrap();
                *calls += 1;
                if *calls > last {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            });
            assert_eq!(stopped, Err(Error::Cancelled), "after {last}");
        }
    }
}

/// A plain generator of numbers, the same in every run (Steele, Lea, Flood: `SplitMix64`, 2014).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        number ^ (number >> 31)
    }
}

/// Rows over several blocks with columns as skewed as words are, each weight the logarithm of a rarity.
fn like_words(rows: usize) -> Matrix {
    let mut numbers = Numbers(7);
    let columns = 3000_u32;
    let rows = (0..rows).map(|_| {
        let mut row = std::collections::BTreeMap::new();
        for _ in 0..5 + numbers.next() % 30 {
            let share = (numbers.next() % 1_000_000) as f64 / 1e6;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "below the columns"
            )]
            let column = (f64::from(columns).powf(share) - 1.0) as u32;
            *row.entry(column).or_insert(0.0) += 1.0 + f64::from(column + 1).ln();
        }
        row.into_iter().collect()
    });
    Matrix::new(rows.collect::<Vec<_>>(), columns as usize)
}

#[test]
fn several_blocks_equal_brute_force_on_any_number_of_threads() {
    let matrix = like_words(5000);
    let rows_view = matrix.view();
    let k = NonZeroUsize::new(7).unwrap();
    let found = on(1, || cosine_top_k(&rows_view, None, k, Near::new(), &go_on)).unwrap();
    for threads in [2, 3] {
        let again = on(threads, || {
            cosine_top_k(&rows_view, None, k, Near::new(), &go_on)
        })
        .unwrap();
        assert!(again == found, "{threads} threads");
    }
    // Of one matrix against itself a row is its own neighbour.
    let eight = NonZeroUsize::new(8).unwrap();
    let both = cosine_top_k(&rows_view, Some(&rows_view), eight, Near::new(), &go_on).unwrap();
    for row in (0..5000).step_by(97) {
        let mut expected: Vec<(u32, f64)> = (0..5000_u32)
            .map(|other| {
                (
                    other,
                    cosine(rows_view.row(row), rows_view.row(other as usize)),
                )
            })
            .filter(|&(_, score)| score > 0.0)
            .collect();
        expected.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        expected.truncate(8);
        assert_eq!(rows(&both)[row], expected);
        expected.retain(|&(other, _)| other as usize != row);
        expected.truncate(7);
        assert_eq!(rows(&found)[row], expected);
    }
}

#[test]
fn thousands_of_equal_rows_keep_the_first() {
    let matrix = Matrix::new((0..6000).map(|_| vec![(0, 1.0), (1, 2.0)]), 2);
    let k = NonZeroUsize::new(3).unwrap();
    let found = cosine_top_k(&matrix.view(), None, k, Near::new(), &go_on).unwrap();
    assert_eq!(found.get(0), (&[1, 2, 3][..], &[1.0; 3][..]));
    assert_eq!(found.get(5999).0, [0, 1, 2]);
}

#[test]
fn malformed_input_is_refused_and_says_where() {
    let row = |weights: &[f64]| {
        CsrView::new(
            &[0, 1, 1 + weights.len()],
            &[0_u32, 0, 1, 2][..=weights.len()],
            &[&[1.0], weights].concat(),
            3,
        )
        .map(|_| ())
    };
    for weight in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e200] {
        let refused = row(&[0.5, weight]);
        assert!(
            matches!(refused, Err(Error::InvalidWeight { row: 1, .. })),
            "{weight}"
        );
    }
    assert_eq!(row(&[-1.0, 0.0]), Ok(()));
    let csr = |indptr: &[i32], indices: &[i32], data: &[f32], columns| {
        CsrView::new(indptr, indices, data, columns).map(|_| ())
    };
    assert_eq!(csr(&[0, 2], &[0, 2], &[1.0, 1.0], 3), Ok(()));
    assert_eq!(csr(&[0], &[], &[], 0), Ok(()));
    for (indptr, indices, data) in [
        (&[][..], &[][..], &[][..]),
        (&[0, 2], &[0, 1], &[1.0]),
        (&[0, 1], &[0, 1], &[1.0, 1.0]),
        (&[1, 2], &[0, 1], &[1.0, 1.0]),
        (&[0, -1, 2], &[0, 1], &[1.0, 1.0]),
        (&[0, 2, 1, 2], &[0, 1], &[1.0, 1.0]),
        (&[0, 2], &[1, 0], &[1.0, 1.0]),
        (&[0, 2], &[1, 1], &[1.0, 1.0]),
        (&[0, 2], &[0, 3], &[1.0, 1.0]),
        (&[0, 2], &[0, -1], &[1.0, 1.0]),
    ] {
        let refused = csr(indptr, indices, data, 3);
        assert!(
            matches!(refused, Err(Error::MalformedMatrix { .. })),
            "{indptr:?} {indices:?}"
        );
    }
    let (narrow, wide) = (
        Matrix::new([vec![(0, 1.0)]], 1),
        Matrix::new([vec![(0, 1.0)]], 2),
    );
    let one = NonZeroUsize::MIN;
    let refused = cosine_top_k(&narrow.view(), Some(&wide.view()), one, Near::new(), &go_on);
    assert_eq!(
        refused,
        Err(Error::UnlikeWidths {
            first: 1,
            second: 2
        })
    );
    assert!(matches!(
        Window::new(&[1, 0], None, 3),
        Err(Error::InvalidWindow { row: 1, .. })
    ));
    let near = Near::new().with_window(Window::new(&[1, 2], None, 3).unwrap());
    let refused = cosine_top_k(&wide.view(), None, one, near, &go_on);
    assert!(matches!(refused, Err(Error::InvalidWindow { row: 1, .. })));
}

#[test]
fn empty_matrices_have_no_neighbours() {
    let (none, some) = (Matrix::new([], 4), Matrix::new([vec![(3, 1.0)], vec![]], 4));
    let one = NonZeroUsize::MIN;
    let top = |first: &Matrix, second: Option<&Matrix>| {
        let second = second.map(Matrix::view);
        let found = cosine_top_k(&first.view(), second.as_ref(), one, Near::new(), &go_on);
        rows(&found.unwrap())
    };
    assert_eq!(top(&none, None), Rows::new());
    assert_eq!(top(&none, Some(&some)), Rows::new());
    assert_eq!(top(&some, Some(&none)), [vec![], vec![]]);
    assert_eq!(top(&some, None), [vec![], vec![]]);
    assert_eq!(top(&some, Some(&some)), [vec![(0, 1.0)], vec![]]);
}

#[test]
fn progress_ends_at_its_total_and_a_break_cancels() {
    let matrix = like_words(4500);
    let rows_view = matrix.view();
    let k = NonZeroUsize::new(3).unwrap();
    let reports = Mutex::new(Vec::new());
    on(2, || {
        cosine_top_k(&rows_view, None, k, Near::new(), &|done, total| {
            reports.lock().unwrap().push((done, total));
            ControlFlow::Continue(())
        })
    })
    .unwrap();
    let reports = reports.into_inner().unwrap();
    let total = reports[0].1;
    assert!(
        reports
            .iter()
            .all(|&(done, all)| done <= total && all == total)
    );
    assert_eq!(reports.iter().map(|&(done, _)| done).max(), Some(total));
    for last in [0, 1, 10, 60, 100, reports.len() - 1] {
        let calls = Mutex::new(0);
        let stopped = on(1, || {
            cosine_top_k(&rows_view, None, k, Near::new(), &|_, _| {
                let mut calls = calls.lock().unwrap();
                *calls += 1;
                if *calls > last {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })
        });
        assert_eq!(stopped, Err(Error::Cancelled), "after {last}");
    }
}

#[test]
fn copies_of_one_row_are_compared_once() {
    let different = [
        vec![(0, 1.0), (1, 2.0)],
        vec![(1, 1.0)],
        vec![(2, 1.0)],
        vec![],
    ];
    let matrix = Matrix::new((0..40_000).map(|row| different[row % 4].clone()), 3);
    let view = matrix.view();
    let most = Mutex::new(0);
    let note = |_, total| {
        *most.lock().unwrap() = total;
        ControlFlow::Continue(())
    };
    let found = cosine_top_k(
        &view,
        None,
        NonZeroUsize::new(3).unwrap(),
        Near::new(),
        &note,
    );
    let found = found.unwrap();
    assert!(most.into_inner().unwrap() < 100);
    assert_eq!(found.get(0), (&[4, 8, 12][..], &[1.0; 3][..]));
    assert_eq!(found.get(8), (&[0, 4, 12][..], &[1.0; 3][..]));
    assert_eq!(found.get(39_998).0, [2, 6, 10]);
    assert!(found.get(3).0.is_empty());

    let threshold = Threshold::new(1.0).unwrap();
    let mut count = 0;
    cosine_join_each(&view, None, threshold, None, &go_on, |pairs| {
        count += pairs.len();
        if count > 1_000_000 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .unwrap_err();
    assert!(count > 1_000_000);
    let stopped = cosine_join(&view, None, threshold, None, &|_, _| ControlFlow::Break(()));
    assert_eq!(stopped, Err(Error::Cancelled));
}
