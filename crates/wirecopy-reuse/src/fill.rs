//! Alignment of the words between and beside the anchors of a passage.

use crate::TermWeights;

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
    /// Both words are taken, and are the same.
    Match,
    /// Both words are taken, and differ.
    Mismatch,
    SkipA,
    SkipB,
}

/// Dynamic programming over small boxes, with tables that are kept between calls.
#[derive(Debug, Default)]
pub(crate) struct Filler {
    /// The positions of the words to align.
    a: Vec<usize>,
    b: Vec<usize>,
    /// The words of b, side by side, and a bit for each by the low bits of its hash.
    b_words: Vec<u64>,
    b_bits: u64,
    /// The scores of one row; nothing in cells that the drop has cut off.
    scores: Vec<f32>,
    /// Row by row, only where there is a score.
    from: Vec<From>,
    /// What the words taken weigh that may match; nothing where no alignment of them is worth more than it costs.
    gain: f32,
    /// Which of the words taken may match: each word of a, and the first place of it among those of b.
    met: Vec<(usize, usize)>,
}

impl Filler {
    /// Appends the matching words of the best alignment of two stretches from end to end (Needleman and Wunsch 1970).
    ///
    /// `a` and `b` are the positions of the words to align, in order.
    pub(crate) fn between(
        &mut self,
        a: impl Iterator<Item = usize>,
        b: impl Iterator<Item = usize>,
        scoring: &Scoring<'_>,
        pairs: &mut Vec<(usize, usize)>,
    ) {
        self.clear();
        self.extend(a, b, scoring);
        // Most edits have no word in common: nothing to find.
        let in_b = |&i: &usize| self.column_of(scoring.a[i]).is_some();
        if self.is_box() && self.a.iter().any(in_b) {
            let scoring = Scoring {
                max_drop: f32::INFINITY,
                ..*scoring
            };
            self.fill(&scoring);
            self.trace((self.a.len(), self.b.len()), pairs);
        }
    }

    /// Takes the words of two stretches to be aligned from their beginnings, and finds out what those that may match weigh.
    pub(crate) fn take(
        &mut self,
        mut a: impl Iterator<Item = usize>,
        mut b: impl Iterator<Item = usize>,
        scoring: &Scoring<'_>,
    ) {
        self.clear();
        self.gain = 0.0;
        // Beyond most matches the texts go apart: nothing to find, no more words to take, and no table to fill.
        let reach = Reach::new(scoring);
        let (near_a, near_b) = (a.by_ref().take(reach.outer), b.by_ref().take(reach.outer));
        self.extend(near_a, near_b, scoring);
        if self.has_first_match(reach, scoring) {
            self.extend(a, b, scoring);
            if self.is_box() {
                self.gain = self.most_gain(scoring);
            }
        }
    }

    /// What the words taken weigh that may match.
    pub(crate) fn gain(&self) -> f32 {
        self.gain
    }

    /// The words of a that may match, each with those of b that are the same; none where they do not pay.
    pub(crate) fn met(
        &self,
    ) -> impl Iterator<Item = (usize, impl Iterator<Item = usize> + Clone + '_)> + '_ {
        let met = if self.gain > 0.0 { &self.met[..] } else { &[] };
        met.iter().map(|&(i, first)| {
            let word = self.b_words[first];
            let others = self.b_words[first..].iter().zip(&self.b[first..]);
            (
                i,
                others
                    .filter(move |&(&other, _)| other == word)
                    .map(|(_, &j)| j),
            )
        })
    }

    /// Appends the matching words of the best alignment of the stretches taken that starts at the beginning of both and may
    /// end anywhere; nothing if no such alignment is worth more than it costs.
    pub(crate) fn beyond(&mut self, scoring: &Scoring<'_>, pairs: &mut Vec<(usize, usize)>) {
        if self.gain > 0.0 {
            let best = self.fill(scoring);
            self.trace(best, pairs);
        }
    }

    /// Whether a word of either side is the same as one of the other in front of which no score is too low.
    fn has_first_match(&self, reach: Reach, scoring: &Scoring<'_>) -> bool {
        let (Some(&first_a), Some(first_b)) = (self.a.first(), self.b_words.first()) else {
            return false;
        };
        let outer_b = first_words(&self.b_words, reach.outer);
        let outer_a = first_words(&self.a, reach.outer);
        let near_b = first_words(outer_b, reach.inside);
        let near_a = first_words(outer_a, reach.inside);
        outer_b.contains(&scoring.a[first_a])
            || outer_a.iter().any(|&i| scoring.a[i] == *first_b)
            || (near_a.iter().map(|&i| scoring.a[i]))
                .any(|word| self.may_be_in_b(word) && near_b.contains(&word))
    }

    /// Whether a word may be one of b: most that are not are seen not to be without a look at each.
    fn may_be_in_b(&self, word: u64) -> bool {
        self.b_bits & bit(word) != 0
    }

    /// The first place of a word among those of b.
    fn column_of(&self, word: u64) -> Option<usize> {
        let places = || self.b_words.iter().position(|&other| other == word);
        self.may_be_in_b(word).then(places).flatten()
    }

    /// What all words that may match weigh; nothing where that is less than it costs to come to the first of them. Beyond
    /// most matches there are an article and a preposition, and no table has to be filled to see that they do not pay.
    fn most_gain(&mut self, scoring: &Scoring<'_>) -> f32 {
        /// For what is lost in adding up.
        const SLACK: f32 = 0.01;
        // No step of an alignment passes more than one word of a side.
        let step = scoring.mismatch.min(scoring.gap);
        let (mut gain, mut pays) = (SLACK, false);
        self.met.clear();
        for (row, &i) in self.a.iter().enumerate().rev() {
            // Of several places the first costs least.
            if let Some(column) = self.column_of(scoring.a[i]) {
                gain += scoring.weights[i];
                self.met.push((i, column));
                pays |= gain > step * row.max(column) as f32;
            }
        }
        if pays { gain } else { 0.0 }
    }

    fn clear(&mut self) {
        self.a.clear();
        self.b.clear();
        self.b_words.clear();
        self.b_bits = 0;
    }

    /// Takes more words to align.
    fn extend(
        &mut self,
        a: impl Iterator<Item = usize>,
        b: impl Iterator<Item = usize>,
        scoring: &Scoring<'_>,
    ) {
        let before = self.b.len();
        self.a.extend(a);
        self.b.extend(b);
        let more = self.b[before..].iter().map(|&j| scoring.b[j]);
        self.b_words.extend(more);
        let more = self.b_words[before..].iter();
        self.b_bits = more.fold(self.b_bits, |bits, &word| bits | bit(word));
    }

    /// Whether there is something to align, and not too much.
    fn is_box(&self) -> bool {
        (1..=MAX_CELLS).contains(&(self.a.len() * self.b.len()))
    }

    /// Fills the tables; returns the first of the best cells, the corner when none is worth more than nothing.
    ///
    /// A cell that has fallen too far below the best score before it is cut off, and only the cells that one in reach
    /// leads to are gone through: beyond the end of a match that is a corner of the box, a few words wide.
    fn fill(&mut self, scoring: &Scoring<'_>) -> (usize, usize) {
        let Scoring {
            gap,
            mismatch,
            max_drop,
            ..
        } = *scoring;
        let width = self.b.len() + 1;
        let heaviest = (self.a.iter())
            .map(|&i| scoring.weights[i])
            .fold(0.0, f32::max);
        // An outer cell leads on when a match behind it would not be cut off.
        let edge = |words: usize, highest: f32| {
            let score = -gap * words as f32;
            if score + heaviest < highest - max_drop {
                f32::NEG_INFINITY
            } else {
                score
            }
        };
        let (mut highest, mut best) = (0.0_f32, (0, 0));
        self.scores.clear();
        self.scores
            .extend((0..width).map(|column| edge(column, 0.0)));
        if self.from.len() < width * (self.a.len() + 1) {
            self.from.resize(width * (self.a.len() + 1), From::SkipA);
        }
        // The columns of the row above that have a score, those of the outer cell apart.
        let mut reached = 1..(self.scores.iter())
            .position(|&score| score == f32::NEG_INFINITY)
            .unwrap_or(width);
        for (row, &i) in (1..).zip(&self.a) {
            let (word, weight) = (scoring.a[i], scoring.weights[i]);
            let from = &mut self.from[row * width..(row + 1) * width];
            let scores = &mut self.scores[..width];
            let b_words = &self.b_words[..width - 1];
            let outer = edge(row, highest);
            // An outer cell that leads nowhere has none below it that does.
            let (first, mut diagonal, mut left) = if scores[0] == f32::NEG_INFINITY {
                (reached.start, f32::NEG_INFINITY, f32::NEG_INFINITY)
            } else {
                (1, scores[0], outer)
            };
            scores[0] = outer;
            let (mut start, mut end) = (width, first);
            let mut column = first;
            while column < width && (column <= reached.end || left != f32::NEG_INFINITY) {
                // Which of the three it is nobody can foresee: all are worked out, and one is chosen without a branch.
                let above = scores[column];
                let equal = word == b_words[column - 1];
                let (matched, passed) = (diagonal + weight, diagonal - mismatch);
                let (skipped_a, skipped_b) = (above - gap, left - gap);
                let diagonally = if equal { matched } else { passed };
                let step = if equal { From::Match } else { From::Mismatch };
                let skips_a = skipped_a > diagonally;
                let score = if skips_a { skipped_a } else { diagonally };
                let step = if skips_a { From::SkipA } else { step };
                let skips_b = skipped_b > score;
                let score = if skips_b { skipped_b } else { score };
                let step = if skips_b { From::SkipB } else { step };
                if score > highest {
                    (highest, best) = (score, (row, column));
                }
                let is_cut_off = score < highest - max_drop;
                let score = if is_cut_off { f32::NEG_INFINITY } else { score };
                end = if is_cut_off { end } else { column + 1 };
                start = start.min(if is_cut_off { width } else { column });
                from[column] = step;
                scores[column] = score;
                (diagonal, left) = (above, score);
                column += 1;
            }
            if start == width && outer == f32::NEG_INFINITY {
                break;
            }
            reached = start.min(end)..end;
        }
        best
    }

    /// Appends the matching words on the best path into a cell.
    fn trace(&self, end: (usize, usize), pairs: &mut Vec<(usize, usize)>) {
        let first = pairs.len();
        let width = self.b.len() + 1;
        let (mut row, mut column) = end;
        // In the first row and the first column there are only gaps.
        while row > 0 && column > 0 {
            let from = self.from[row * width + column];
            if from == From::Match {
                pairs.push((self.a[row - 1], self.b[column - 1]));
            }
            row -= usize::from(from != From::SkipB);
            column -= usize::from(from != From::SkipA);
        }
        pairs[first..].reverse();
    }
}

fn bit(word: u64) -> u64 {
    1 << (word & 63)
}

fn first_words<T>(words: &[T], most: usize) -> &[T] {
    &words[..words.len().min(most)]
}

/// How far the first match of an alignment into the open can lie.
#[derive(Debug, Clone, Copy)]
struct Reach {
    /// Words of either side within which it lies; behind them, the score has fallen too far.
    inside: usize,
    /// The same where it is the first word of the other side: outer cells are not cut off, only what they lead to.
    outer: usize,
}

impl Reach {
    fn new(scoring: &Scoring<'_>) -> Self {
        let cheapest = scoring.gap.min(scoring.mismatch);
        // One more than the words can cost, for what is lost in adding it up.
        let within = |drop: f32| {
            let words = (drop + 1.0) / cheapest;
            if cheapest > 0.0 && words < MAX_CELLS as f32 {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "rounded down, and nothing where it is negative"
                )]
                let words = words as usize;
                words + 1
            } else {
                MAX_CELLS
            }
        };
        Self {
            inside: within(scoring.max_drop),
            outer: within(scoring.max_drop + TermWeights::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

    fn all(words: &[u64]) -> std::ops::Range<usize> {
        0..words.len()
    }

    fn beyond(a: &[u64], b: &[u64], scoring: &Scoring<'_>, pairs: &mut Vec<(usize, usize)>) {
        let mut filler = Filler::default();
        filler.take(all(a), all(b), scoring);
        filler.beyond(scoring, pairs);
    }

    #[test]
    fn words_between_anchors_match_around_an_edit() {
        let (a, b) = ([1, 2, 3, 4], [1, 9, 3, 4]);
        let mut pairs = Vec::new();
        Filler::default().between(all(&a), all(&b), &scoring(&a, &b, &[5.0; 4]), &mut pairs);
        assert_eq!(pairs, [(0, 0), (2, 2), (3, 3)]);
    }

    #[test]
    fn growth_stops_where_it_no_longer_pays() {
        let (a, b) = ([1, 2, 7, 8, 9, 3], [1, 2, 4, 5, 6, 3]);
        let mut pairs = Vec::new();
        beyond(&a, &b, &scoring(&a, &b, &[5.0; 6]), &mut pairs);
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
            beyond(&a, &b, &scoring, &mut pairs);
            pairs.len()
        };
        assert_eq!(grow(12.0), 4);
        assert_eq!(grow(20.0), 14);
    }

    #[test]
    fn nothing_in_common_grows_nothing() {
        let mut pairs = Vec::new();
        beyond(&[1], &[2], &scoring(&[1], &[2], &[5.0]), &mut pairs);
        assert_eq!(pairs, []);
    }

    /// The definition, spelled out over all cells: what the best path from the beginning is worth that never falls
    /// `max_drop` below the best score of the cells before (row by row), and the pairs on it.
    fn plainly(
        (rows, columns): (usize, usize),
        scoring: &Scoring<'_>,
        to_the_end: bool,
    ) -> Vec<(usize, usize)> {
        let max_drop = if to_the_end {
            f32::INFINITY
        } else {
            scoring.max_drop
        };
        let mut cells = vec![vec![(f32::NEG_INFINITY, 0, 0); columns + 1]; rows + 1];
        let (mut highest, mut best) = (0.0_f32, (0, 0));
        for row in 0..=rows {
            for column in 0..=columns {
                let mut here = (f32::NEG_INFINITY, 0, 0);
                if row == 0 || column == 0 {
                    here.0 = -scoring.gap * (row + column) as f32;
                    here = (here.0, usize::from(row > 0), usize::from(column > 0));
                } else {
                    let equal = scoring.a[row - 1] == scoring.b[column - 1];
                    let worth = if equal {
                        scoring.weights[row - 1]
                    } else {
                        -scoring.mismatch
                    };
                    for (skipped_a, skipped_b, worth) in
                        [(1, 1, worth), (1, 0, -scoring.gap), (0, 1, -scoring.gap)]
                    {
                        let score = cells[row - skipped_a][column - skipped_b].0 + worth;
                        if score > here.0 {
                            here = (score, skipped_a, skipped_b);
                        }
                    }
                    if here.0 > highest {
                        (highest, best) = (here.0, (row, column));
                    }
                    if here.0 < highest - max_drop {
                        here.0 = f32::NEG_INFINITY;
                    }
                }
                cells[row][column] = here;
            }
        }
        let (mut row, mut column) = if to_the_end { (rows, columns) } else { best };
        let mut pairs = Vec::new();
        while row > 0 && column > 0 {
            let (_, skipped_a, skipped_b) = cells[row][column];
            (row, column) = (row - skipped_a, column - skipped_b);
            if skipped_a == skipped_b && scoring.a[row] == scoring.b[column] {
                pairs.push((row, column));
            }
        }
        pairs.reverse();
        pairs
    }

    proptest! {
        #[test]
        fn alignments_equal_those_of_a_full_table(
            a in prop::collection::vec((0_u64..8, 0.3_f32..6.0), 1..26),
            b in prop::collection::vec(0_u64..8, 1..26),
            max_drop in 0.0_f32..30.0,
        ) {
            let (a, weights): (Vec<u64>, Vec<f32>) = a.into_iter().unzip();
            let scoring = Scoring { max_drop, ..scoring(&a, &b, &weights) };
            let mut filler = Filler::default();
            // The tables of a larger box must not show through.
            filler.between(0..a.len(), 0..b.len(), &scoring, &mut Vec::new());
            let (mut beyond, mut between) = (Vec::new(), Vec::new());
            filler.take(0..a.len(), 0..b.len(), &scoring);
            filler.beyond(&scoring, &mut beyond);
            let met: Vec<(usize, Vec<usize>)> = filler.met().map(|(i, others)| (i, others.collect())).collect();
            for &(i, j) in &beyond {
                prop_assert!(met.iter().any(|(word, others)| *word == i && others.contains(&j)));
            }
            prop_assert!(beyond.iter().map(|&(i, _)| weights[i]).sum::<f32>() <= filler.gain());
            prop_assert_eq!(beyond, plainly((a.len(), b.len()), &scoring, false));
            filler.between(0..a.len(), 0..b.len(), &scoring, &mut between);
            prop_assert_eq!(between, plainly((a.len(), b.len()), &scoring, true));
        }
    }
}
