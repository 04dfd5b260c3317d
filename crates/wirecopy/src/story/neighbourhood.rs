//! What the background says about a text: its neighbours there, and which of its terms they have too.

use std::num::NonZeroUsize;

use rayon::prelude::*;
use wirecopy_similarity::{Near, SparseVector, cosine, cosine_top_k};

use crate::story::calibrated::{LEAST_TERMS, Likeness, even};
use crate::story::rows::Rows;
use crate::{Error, Progress, Stage};

/// So many texts of the background are the neighbourhood of a text.
pub(crate) const NEIGHBOURS: usize = 50;

/// A text of the background that is the text itself is no neighbour.
const WITH_ITSELF: NonZeroUsize = NonZeroUsize::new(NEIGHBOURS + 1).expect("51 is not 0");

/// A neighbourhood says nothing about a term with this much of its weight: that of three equal texts.
const UNTOUCHED: f64 = 3.0;

/// How much common neighbours count beside common terms, in a large background; in one of [`HALF`] articles half of it.
const SECOND_ORDER: f64 = 0.3;
const HALF: f64 = 100.0;

/// A text in its neighbourhood.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile<'r> {
    columns: &'r [u32],
    /// Less for the terms that the neighbours have too.
    weights: Vec<f64>,
    /// The rows of the neighbours in the background, ascending, and the squares of their cosines.
    neighbours: Vec<u32>,
    squares: Vec<f64>,
    crowding: f64,
}

impl<'r> Profile<'r> {
    /// A text of which nothing but its terms is known.
    fn alone((columns, weights): (&'r [u32], &[f64])) -> Self {
        Self {
            columns,
            weights: weights.to_vec(),
            ..Self::default()
        }
    }

    /// `neighbours` are rows of the background with their cosines, ascending; `with_term` has, for each column, the sum of
    /// the cosines of those that have it too.
    pub(crate) fn new(
        (columns, weights): (&'r [u32], &[f64]),
        neighbours: &[(u32, f64)],
        with_term: &[f64],
    ) -> Self {
        let cosines = || neighbours.iter().map(|&(_, cosine)| cosine);
        let all = UNTOUCHED + cosines().sum::<f64>();
        Self {
            columns,
            weights: weights
                .iter()
                .zip(with_term)
                .map(|(weight, with_term)| weight * (1.0 - with_term / all))
                .collect(),
            neighbours: neighbours.iter().map(|&(row, _)| row).collect(),
            squares: cosines().map(|cosine| cosine * cosine).collect(),
            crowding: 1.0 - UNTOUCHED / all,
        }
    }

    /// The part that a term of the whole neighbourhood loses, `0.0..1.0`.
    pub(crate) fn crowding(&self) -> f64 {
        self.crowding
    }

    /// Whether there are terms enough to tell a story.
    fn tells(&self) -> bool {
        self.columns.len() > 1
    }
}

/// The profiles of texts in a background, in order. `texts` and `background` have one numbering of the columns.
pub(crate) fn profiles<'r>(
    texts: &'r Rows,
    background: &Rows,
    progress: Progress<'_>,
) -> Result<Vec<Profile<'r>>, Error> {
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
            // In one order, so that sums do not depend on ties.
            neighbours.sort_unstable_by_key(|&(other, _)| other);
            Profile::new(row, &neighbours, &with_term(row.0, background, &neighbours))
        })
        .collect())
}

/// For each of some columns, ascending, the sum of the cosines of the rows that have it too.
fn with_term(columns: &[u32], background: &Rows, neighbours: &[(u32, f64)]) -> Vec<f64> {
    let mut with_term = vec![0.0; columns.len()];
    for &(row, cosine) in neighbours {
        let mut others = background.row(row as usize).0.iter().peekable();
        for (column, sum) in columns.iter().zip(&mut with_term) {
            while others.next_if(|other| *other < column).is_some() {}
            if others.peek() == Some(&column) {
                *sum += cosine;
            }
        }
    }
    with_term
}

/// How far two texts tell one story, by their profiles in a background of so many texts, and where that is as likely as
/// not when the pair was looked for among so many `rivals`; a pair that is given has none.
pub(crate) fn likeness(
    a: &Profile<'_>,
    b: &Profile<'_>,
    background: usize,
    rivals: f64,
) -> Likeness {
    let even = if a.columns.len().min(b.columns.len()) < LEAST_TERMS {
        f64::INFINITY
    } else {
        even([a.crowding, b.crowding], background, rivals)
    };
    Likeness {
        similarity: similarity(a, b, background),
        even,
    }
}

/// How far two texts tell one story, `0.0..=1.0`.
pub(crate) fn similarity(a: &Profile<'_>, b: &Profile<'_>, background: usize) -> f64 {
    if !a.tells() || !b.tells() {
        return 0.0;
    }
    let direct = cosine(
        SparseVector::new(a.columns, &a.weights),
        SparseVector::new(b.columns, &b.weights),
    );
    if a.neighbours.is_empty() && b.neighbours.is_empty() {
        return direct.clamp(0.0, 1.0);
    }
    let common = cosine(
        SparseVector::new(&a.neighbours, &a.squares),
        SparseVector::new(&b.neighbours, &b.squares),
    );
    // Of equal texts both are exactly 1, and so is this.
    (direct + common_part(background) * (common - direct)).clamp(0.0, 1.0)
}

/// How much common neighbours count in a background of so many articles.
pub(crate) fn common_part(background: usize) -> f64 {
    let background = background as f64;
    SECOND_ORDER * background / (background + HALF)
}
