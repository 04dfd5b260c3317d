//! Alignment of the words between and beside the anchors of a passage.

/// Boxes with more cells than this are left without inner matches: nothing that long lies inside one passage.
const MAX_CELLS: usize = 4096;

/// What a match of two words is worth and what edits cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scoring<'t> {
    pub(crate) a: &'t [u64],
    pub(crate) b: &'t [u64],
    /// One weight for each word of a.
    pub(crate) weights: &'t [f32],
    pub(crate) gap: f32,
    pub(crate) mismatch: f32,
    /// How far the score may fall below its best on the way; infinite where both ends are fixed.
    pub(crate) max_drop: f32,
}

/// Where the best path into a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Corner,
    Diagonal,
    SkipA,
    SkipB,
}

/// Dynamic programming over small boxes, with tables that are kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Filler {
    scores: Vec<f32>,
    from: Vec<From>,
}

impl Filler {
    /// Appends the matching words of the best alignment of two stretches from end to end (Needleman and Wunsch 1970).
    ///
    /// `a` and `b` are the positions of the words to align, in order.
    pub(crate) fn between(
        &mut self,
        a: &[usize],
        b: &[usize],
        scoring: &Scoring<'_>,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        if self.fill(
            a,
            b,
            &Scoring {
                max_drop: f32::INFINITY,
                ..*scoring
            },
        ) {
            self.trace(a, b, (a.len(), b.len()), scoring, pairs);
        }
    }

    /// Appends the matching words of the best alignment that starts at the beginning of both stretches and may end
    /// anywhere; nothing if no such alignment is worth more than it costs.
    pub(crate) fn beyond(
        &mut self,
        a: &[usize],
        b: &[usize],
        scoring: &Scoring<'_>,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        if !self.fill(a, b, scoring) {
            return;
        }
        let width = b.len() + 1;
        let mut best = (0.0, (0, 0));
        for (cell, &score) in self.scores.iter().enumerate() {
            if score > best.0 {
                best = (score, (cell / width, cell % width));
            }
        }
        self.trace(a, b, best.1, scoring, pairs);
    }

    /// Fills the tables; false when there is nothing to align.
    fn fill(&mut self, a: &[usize], b: &[usize], scoring: &Scoring<'_>) -> bool {
        if a.is_empty() || b.is_empty() || a.len() * b.len() > MAX_CELLS {
            return false;
        }
        let width = b.len() + 1;
        let mut highest = 0.0_f32;
        self.scores.clear();
        self.from.clear();
        for column in 0..width {
            self.scores.push(-scoring.gap * column as f32);
            self.from.push(if column == 0 {
                From::Corner
            } else {
                From::SkipB
            });
        }
        for (row, &i) in a.iter().enumerate() {
            self.scores.push(-scoring.gap * (row + 1) as f32);
            self.from.push(From::SkipA);
            for (column, &j) in b.iter().enumerate() {
                let above = row * width + column + 1;
                let equal = scoring.a[i] == scoring.b[j];
                let worth = if equal {
                    scoring.weights[i]
                } else {
                    -scoring.mismatch
                };
                let mut best = (self.scores[above - 1] + worth, From::Diagonal);
                if self.scores[above] - scoring.gap > best.0 {
                    best = (self.scores[above] - scoring.gap, From::SkipA);
                }
                let left = self.scores[self.scores.len() - 1] - scoring.gap;
                if left > best.0 {
                    best = (left, From::SkipB);
                }
                highest = highest.max(best.0);
                let fallen = best.0 < highest - scoring.max_drop;
                self.scores
                    .push(if fallen { f32::NEG_INFINITY } else { best.0 });
                self.from.push(best.1);
            }
        }
        true
    }

    fn trace(
        &self,
        a: &[usize],
        b: &[usize],
        end: (usize, usize),
        scoring: &Scoring<'_>,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        let first = pairs.len();
        let (mut row, mut column) = end;
        loop {
            match self.from[row * (b.len() + 1) + column] {
                From::Corner => break,
                From::Diagonal => {
                    row -= 1;
                    column -= 1;
                    if scoring.a[a[row]] == scoring.b[b[column]] {
                        pairs.push((a[row], b[column]));
                    }
                }
                From::SkipA => row -= 1,
                From::SkipB => column -= 1,
            }
        }
        pairs[first..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scoring<'t>(a: &'t [u64], b: &'t [u64], weights: &'t [f32]) -> Scoring<'t> {
        Scoring {
            a,
            b,
            weights,
            gap: 2.0,
            mismatch: 2.5,
            max_drop: 12.0,
        }
    }

    fn all(words: &[u64]) -> Vec<usize> {
        (0..words.len()).collect()
    }

    #[test]
    fn words_between_anchors_match_around_an_edit() {
        let (a, b) = ([1, 2, 3, 4], [1, 9, 3, 4]);
        let mut pairs = Vec::new();
        Filler::default().between(&all(&a), &all(&b), &scoring(&a, &b, &[5.0; 4]), &mut pairs);
        assert_eq!(pairs, [(0, 0), (2, 2), (3, 3)]);
    }

    #[test]
    fn growth_stops_where_it_no_longer_pays() {
        let (a, b) = ([1, 2, 7, 8, 9, 3], [1, 2, 4, 5, 6, 3]);
        let mut pairs = Vec::new();
        Filler::default().beyond(&all(&a), &all(&b), &scoring(&a, &b, &[5.0; 6]), &mut pairs);
        assert_eq!(pairs, [(0, 0), (1, 1)]);
    }

    #[test]
    fn growth_does_not_cross_a_gap_deeper_than_the_drop() {
        let a: Vec<u64> = (0..20).collect();
        let mut b = a.clone();
        b[4..10].fill(99);
        let grow = |max_drop| {
            let mut pairs = Vec::new();
            let scoring = Scoring {
                max_drop,
                ..scoring(&a, &b, &[5.0; 20])
            };
            Filler::default().beyond(&all(&a), &all(&b), &scoring, &mut pairs);
            pairs.len()
        };
        assert_eq!(grow(12.0), 4);
        assert_eq!(grow(20.0), 14);
    }

    #[test]
    fn nothing_in_common_grows_nothing() {
        let mut pairs = Vec::new();
        Filler::default().beyond(&[0], &[0], &scoring(&[1], &[2], &[5.0]), &mut pairs);
        assert_eq!(pairs, []);
    }
}
