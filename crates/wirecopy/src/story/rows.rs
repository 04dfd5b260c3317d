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

    /// `ln((1 + n + m) / (1 + df + m p))`: idf over `n` articles of the background, of which `df` hold the term, and `m`
    /// articles of news at large, of which `p m` do.
    fn idf(&self, column: u32, part: f64) -> f64 {
        let all = 1.0 + self.background as f64 + PRIOR_ARTICLES;
        let holding = f64::from(self.holding[column as usize]);
        (all / (1.0 + holding + PRIOR_ARTICLES * part)).ln()
    }
}

/// Weighted rows, one for each text.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    ends: Vec<usize>,
    columns: Vec<u32>,
    weights: Vec<f64>,
    width: usize,
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
                        let count = f64::from(count);
                        let saturated = count * (1.0 + SATURATION) / (count + SATURATION);
                        saturated * columns.idf(column, common.get(term))
                    })
                    .collect();
                (row, weights)
            })
            .collect();
        let entries = rows.iter().map(|(row, _)| row.len()).sum();
        let mut all = Self {
            ends: Vec::with_capacity(rows.len() + 1),
            columns: Vec::with_capacity(entries),
            weights: Vec::with_capacity(entries),
            width: columns.terms.len(),
        };
        all.ends.push(0);
        for (row, weights) in rows {
            all.columns.extend(row);
            all.weights.extend(weights);
            all.ends.push(all.columns.len());
        }
        all
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len().saturating_sub(1)
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
