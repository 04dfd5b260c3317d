//! What the probability of one story is fitted to.

use std::ops::ControlFlow;

use crate::contents::{Content, Contents};
use crate::progress::report;
use crate::stories::candidates::Asked;
use crate::stories::lookup::{Index, Pool, Sums};
use crate::stories::profiles::Profiles;
use crate::story::{Collection, similarity};
use crate::{Article, Error, Progress, Stage};

/// A pair of articles as the check sees it when it asks whether they tell one story.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct StoryFeatures {
    /// Places in the input.
    pub a: usize,
    pub b: usize,
    /// `0.0..=1.0`.
    pub similarity: f64,
    /// The part that the terms of the neighbourhoods lose, on average of both, `0.0..1.0`.
    pub crowding: f64,
    /// How many articles of their language there are.
    pub articles: usize,
}

/// The features of all pairs of the first so many articles, among all, for `benchmarks/fit_stories.py`; articles with the
/// words of an earlier one apart.
///
/// # Errors
/// [`Error::TextTooLong`].
#[doc(hidden)]
pub fn story_features(articles: &[Article<'_>], first: usize) -> Result<Vec<StoryFeatures>, Error> {
    let progress: Progress<'_> = &|_, _, _| ControlFlow::Continue(());
    let contents = Contents::new(articles, progress)?;
    let itself: Vec<usize> = (0..contents.distinct.len()).collect();
    let furniture = vec![wirecopy_reuse::WordRanges::default(); itself.len()];
    let all = Collection::new(&contents, articles, &furniture, &itself, progress)?;
    let asked = Asked {
        all: &all,
        paired_from: 0,
        versions: &|a, b| a == b,
        meeting: &vec![1.0; itself.len()],
        meet: &|_, _| true,
        dated: &|_, _| true,
        of_a_form: &|_, _| false,
    };
    let articles: Vec<usize> = contents.distinct.iter().map(Content::first).collect();
    let paired = articles.partition_point(|&article| article < first);
    let pairs: Vec<(usize, usize)> = (0..paired)
        .flat_map(|b| (0..b).map(move |a| (a, b)))
        .collect();
    let found = features(&asked, &pairs, progress)?;
    Ok((pairs.into_iter().zip(found))
        .map(|((a, b), (similarity, crowding))| StoryFeatures {
            a: articles[a],
            b: articles[b],
            similarity,
            crowding,
            articles: all.beside(a),
        })
        .collect())
}

/// Of pairs of rows the similarity, and the part that the terms of their neighbourhoods lose, on average of both.
fn features(
    asked: &Asked<'_>,
    pairs: &[(usize, usize)],
    progress: Progress<'_>,
) -> Result<Vec<(f64, f64)>, Error> {
    let all = asked.all;
    let index = Index::new(all, &|| report(progress, Stage::Stories, 0, 0))?;
    let sums = Pool::new(|| Sums::new(all));
    let profiles = Profiles::new(asked, &index, &sums, pairs, progress)?;
    profiles.compare(pairs, progress, |(a, of_a), (_, of_b)| {
        (
            similarity(of_a, of_b, all.beside(a)),
            f64::midpoint(of_a.crowding(), of_b.crowding()),
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stories::profiles::LEAST_NEIGHBOUR;
    use crate::stories::testing::{PROGRESS, asked, collection, cosine, weight};

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn profiles_and_similarities_are_those_of_their_definitions(
            texts in prop::collection::vec(prop::collection::vec(0..40_u8, 1..16), 2..12),
        ) {
            let all = collection(&texts);
            let meeting = vec![1.0; all.len()];
            let asked = asked(&all, &meeting, 0);
            let pairs: Vec<(usize, usize)> = (1..all.len()).map(|row| (row - 1, row)).collect();
            let found = features(&asked, &pairs, PROGRESS).unwrap();
            for (&(a, b), (similarity, _)) in pairs.iter().zip(found) {
                let expected = by_definition(&all, a, b);
                prop_assert!((similarity - expected).abs() < 1e-9, "{} {}", similarity, expected);
            }
        }
    }

    /// DESIGN.md, section 3, word for word.
    fn by_definition(all: &Collection, a: usize, b: usize) -> f64 {
        let near = |row: usize| -> Vec<f64> {
            (0..all.len())
                .map(|other| {
                    if other == row {
                        0.0
                    } else {
                        cosine(all, row, other)
                    }
                })
                .map(|cosine| {
                    if cosine < LEAST_NEIGHBOUR {
                        0.0
                    } else {
                        cosine
                    }
                })
                .collect()
        };
        let lowered = |row: usize| -> Vec<f64> {
            let near = near(row);
            let beside = 3.0 + near.iter().sum::<f64>();
            (0..u32::try_from(all.holding().len()).unwrap())
                .map(|column| {
                    let with_term: f64 = (0..all.len())
                        .filter(|&other| all.columns(other).contains(&column))
                        .map(|other| near[other])
                        .sum();
                    weight(all, row, column) * (1.0 - with_term / beside)
                })
                .collect()
        };
        let squares = |row: usize| near(row).into_iter().map(|near| near * near).collect();
        let cosine = |x: Vec<f64>, y: Vec<f64>| {
            let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
            let lengths = (dot(&x, &x) * dot(&y, &y)).sqrt();
            if lengths > 0.0 {
                dot(&x, &y) / lengths
            } else {
                0.0
            }
        };
        if all.columns(a).len() < 2 || all.columns(b).len() < 2 {
            return 0.0;
        }
        let direct = cosine(lowered(a), lowered(b));
        if near(a).iter().chain(&near(b)).all(|&near| near == 0.0) {
            return direct;
        }
        let n = all.len() as f64;
        let part = 0.3 * n / (n + 100.0);
        direct + part * (cosine(squares(a), squares(b)) - direct)
    }
}
