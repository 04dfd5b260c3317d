//! Terms of many texts as the rows of a sparse matrix, weighted.

use rayon::prelude::*;
use wirecopy_similarity::CsrView;

use crate::Error;
use crate::story::frequencies::Frequencies;
use crate::story::terms::Terms;

/// A count of `c` weighs `c * (1 + K) / (c + K)` times a count of one, at most `1 + K`: an actor's name that stands
/// twenty times in a text weighs hardly more than a word that stands there once (Robertson et al. 1994).
const SATURATION: f64 = 0.5;

/// The built-in document frequencies count as so many articles beside those of the background.
const PRIOR_ARTICLES: f64 = 1000.0;

/// Which columns there are, and how common each is in the background.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    /// The hash of the term of each column, ascending.
    terms: Vec<u64>,
    /// How many texts of the background have it.
    holding: Vec<u32>,
    /// How many texts the background has.
    background: usize,
}

impl Columns {
    /// Numbers the terms of the background and of other texts.
    pub(crate) fn new(background: &[&Terms], others: &[&Terms]) -> Self {
        let texts = || background.iter().chain(others);
        let mut terms = Vec::with_capacity(texts().map(|text| text.hashes.len()).sum());
        for text in texts() {
            terms.extend_from_slice(&text.hashes);
        }
        terms.par_sort_unstable();
        terms.dedup();
        let mut columns = Self {
            holding: vec![0; terms.len()],
            terms,
            background: background.len(),
        };
        for text in background {
            for column in columns.of(text) {
                columns.holding[column as usize] += 1;
            }
        }
        columns
    }

    /// The columns of a text, ascending.
    fn of(&self, text: &Terms) -> Vec<u32> {
        let mut from = 0;
        text.hashes
            .iter()
            .map(|hash| {
                from += self.terms[from..].partition_point(|known| known < hash);
                u32::try_from(from).expect(
                    "there are fewer terms than bytes of text, and rows are checked for that",
                )
            })
            .collect()
    }
}

/// `ln((1 + n + m) / (1 + df + m p))`: idf over `n` articles of the background, of which `df` hold the term, and `m`
/// articles of news at large, of which `p m` do.
pub(crate) fn idf(background: usize, holding: u32, part: f64) -> f64 {
    let all = 1.0 + background as f64 + PRIOR_ARTICLES;
    (all / (1.0 + f64::from(holding) + PRIOR_ARTICLES * part)).ln()
}

/// What so many occurrences in one text weigh.
pub(crate) fn saturated(count: f64) -> f64 {
    count * (1.0 + SATURATION) / (count + SATURATION)
}

/// Weighted rows, one for each text.
#[derive(Debug)]
pub(crate) struct Rows {
    ends: Vec<usize>,
    columns: Vec<u32>,
    weights: Vec<f64>,
    width: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            ends: vec![0],
            columns: Vec::new(),
            weights: Vec::new(),
            width: 0,
        }
    }
}

impl Rows {
    pub(crate) fn new(texts: &[&Terms], columns: &Columns) -> Self {
        let rows: Vec<(Vec<u32>, Vec<f64>)> = texts
            .par_iter()
            .map(|text| {
                let row = columns.of(text);
                let common = Frequencies::of(text.language);
                let weights = row
                    .iter()
                    .zip(text.hashes.iter().zip(&text.counts))
                    .map(|(&column, (&term, &count))| {
                        let holding = columns.holding[column as usize];
                        saturated(f64::from(count))
                            * idf(columns.background, holding, common.get(term))
                    })
                    .collect();
                (row, weights)
            })
            .collect();
        let entries = rows.iter().map(|(row, _)| row.len()).sum();
        let mut all = Self {
            columns: Vec::with_capacity(entries),
            weights: Vec::with_capacity(entries),
            ..Self::default()
        };
        for (row, weights) in rows {
            all.push(row.into_iter().zip(weights));
        }
        all.width = columns.terms.len();
        all
    }

    /// Adds a row, by its columns, ascending, and their weights.
    pub(crate) fn push(&mut self, row: impl Iterator<Item = (u32, f64)>) {
        for (column, weight) in row {
            self.columns.push(column);
            self.weights.push(weight);
            self.width = self.width.max(column as usize + 1);
        }
        self.ends.push(self.columns.len());
    }

    /// Multiplies each column by a number of its own.
    pub(crate) fn multiply(&mut self, by: &[f64]) {
        for (&column, weight) in self.columns.iter().zip(&mut self.weights) {
            *weight *= by[column as usize];
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// The columns of a row, ascending, and their weights.
    pub(crate) fn row(&self, row: usize) -> (&[u32], &[f64]) {
        let place = self.ends[row]..self.ends[row + 1];
        (&self.columns[place.clone()], &self.weights[place])
    }

    pub(crate) fn view(&self) -> Result<CsrView<'_>, Error> {
        Ok(CsrView::new(
            &self.ends,
            &self.columns,
            &self.weights,
            self.width,
        )?)
    }
}
