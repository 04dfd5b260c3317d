//! What the background says about a text: its neighbours there, and which of its terms they have too.

use std::num::NonZeroUsize;

use rayon::prelude::*;
use wirecopy_similarity::{Near, SparseVector, cosine, cosine_top_k};

use crate::story::rows::Rows;
use crate::{Error, Progress, Stage};

/// So many texts of the background are the neighbourhood of a text.
const NEIGHBOURS: usize = 50;

/// A text of the background that is the text itself is no neighbour.
const WITH_ITSELF: NonZeroUsize = NonZeroUsize::new(NEIGHBOURS + 1).expect("51 is not 0");

/// A neighbourhood says nothing about a term with this much of its weight: that of three equal texts.
const UNTOUCHED: f64 = 3.0;

/// How much common neighbours count beside common terms, in a large background; in one of [`HALF`] articles half of it.
const SECOND_ORDER: f64 = 0.3;
const HALF: f64 = 100.0;

/// A text in its neighbourhood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    columns: Vec<u32>,
    /// Less for the terms that the neighbours have too.
    weights: Vec<f64>,
    /// The rows of the neighbours in the background, ascending, and the squares of their cosines.
    neighbours: Vec<u32>,
    squares: Vec<f64>,
}

impl Profile {
    /// A text of which nothing but its terms is known.
    pub(crate) fn alone((columns, weights): (&[u32], &[f64])) -> Self {
        Self {
            columns: columns.to_vec(),
            weights: weights.to_vec(),
            ..Self::default()
        }
    }

    /// `neighbours` are rows of the background with their cosines.
    fn new(
        (columns, weights): (&[u32], &[f64]),
        background: &Rows,
        mut neighbours: Vec<(u32, f64)>,
    ) -> Self {
        // In one order, so that sums do not depend on ties.
        neighbours.sort_unstable_by_key(|&(row, _)| row);
        let mut with_term = vec![0.0; columns.len()];
        let mut all = UNTOUCHED;
        for &(row, cosine) in &neighbours {
            all += cosine;
            let mut others = background.row(row as usize).0.iter().peekable();
            for (column, sum) in columns.iter().zip(&mut with_term) {
                while others.next_if(|other| *other < column).is_some() {}
                if others.peek() == Some(&column) {
                    *sum += cosine;
                }
            }
        }
        Self {
            columns: columns.to_vec(),
            weights: weights
                .iter()
                .zip(with_term)
                .map(|(weight, with_term)| weight * (1.0 - with_term / all))
                .collect(),
            neighbours: neighbours.iter().map(|&(row, _)| row).collect(),
            squares: neighbours
                .iter()
                .map(|&(_, cosine)| cosine * cosine)
                .collect(),
        }
    }

    /// Whether there are terms enough to tell a story.
    fn tells(&self) -> bool {
        self.columns.len() > 1
    }
}

/// The profiles of texts in a background, in order. `texts` and `background` have one numbering of the columns.
pub(crate) fn profiles(
    texts: &Rows,
    background: &Rows,
    progress: Progress<'_>,
) -> Result<Vec<Profile>, Error> {
    if background.len() == 0 {
        return Ok((0..texts.len())
            .map(|text| Profile::alone(texts.row(text)))
            .collect());
    }
    let found = cosine_top_k(
        &texts.view()?,
        Some(&background.view()?),
        WITH_ITSELF,
        Near::new(),
        &|done, total| progress(Stage::Stories, done, total),
    )?;
    Ok((0..texts.len())
        .into_par_iter()
        .map(|text| {
            let row = texts.row(text);
            let (rows, cosines) = found.get(text);
            let mut neighbours: Vec<(u32, f64)> =
                (rows.iter().copied().zip(cosines.iter().copied()))
                    .filter(|&(other, _)| background.row(other as usize).0 != row.0)
                    .collect();
            neighbours.truncate(NEIGHBOURS);
            Profile::new(row, background, neighbours)
        })
        .collect())
}

/// How far two texts tell one story, `0.0..=1.0`, by their profiles in a background of so many texts.
pub(crate) fn similarity(a: &Profile, b: &Profile, background: usize) -> f64 {
    if !a.tells() || !b.tells() {
        return 0.0;
    }
    let terms = |of| -> SparseVector<'_> {
        let of: &Profile = of;
        SparseVector::new(&of.columns, &of.weights)
    };
    let direct = cosine(terms(a), terms(b));
    if a.neighbours.is_empty() && b.neighbours.is_empty() {
        return direct.clamp(0.0, 1.0);
    }
    let others = |of| -> SparseVector<'_> {
        let of: &Profile = of;
        SparseVector::new(&of.neighbours, &of.squares)
    };
    let background = background as f64;
    let part = SECOND_ORDER * background / (background + HALF);
    // Of equal texts both are exactly 1, and so is this.
    (direct + part * (cosine(others(a), others(b)) - direct)).clamp(0.0, 1.0)
}
