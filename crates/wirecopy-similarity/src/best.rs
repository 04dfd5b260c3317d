//! The best partners of one row so far.

use std::cmp::Ordering;

/// Partners that may be among the best `k` of a row, with estimates of their scores.
///
/// An estimate may be wrong by the slack of the row in either direction, so all that are within twice
/// the slack of the `k`-th are kept; if these are too many, exact scores decide. Memory: `O(k)`.
#[derive(Debug, Clone)]
pub(crate) struct Best {
    partners: Vec<(f32, u32)>,
    /// A partner whose estimate is not above this is not among the best.
    floor: f32,
}

impl Best {
    /// Nothing yet; `floor` is below every estimate that counts.
    pub(crate) fn new(floor: f32) -> Self {
        Self {
            partners: Vec::new(),
            floor,
        }
    }

    pub(crate) fn floor(&self) -> f32 {
        self.floor
    }

    /// Takes a partner if its estimate is above the floor.
    #[inline]
    pub(crate) fn push(
        &mut self,
        estimate: f32,
        partner: u32,
        limits: &Limits<impl Fn(u32) -> f64>,
    ) {
        if estimate > self.floor {
            self.partners.push((estimate, partner));
            if self.partners.len() >= limits.room() {
                self.tighten(limits);
            }
        }
    }

    /// Takes over what another thread found for the same row.
    pub(crate) fn merge(&mut self, other: Self, limits: &Limits<impl Fn(u32) -> f64>) {
        if other.floor > self.floor {
            self.floor = other.floor;
        }
        for (estimate, partner) in other.partners {
            self.push(estimate, partner, limits);
        }
    }

    fn tighten(&mut self, limits: &Limits<impl Fn(u32) -> f64>) {
        self.drop_hopeless(limits);
        if self.partners.len() > limits.room() / 2 {
            // Many within the slack of the last: without a decision they would become all.
            let exact = self.ranked(limits);
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the slack covers the rounding"
            )]
            let estimates = exact
                .into_iter()
                .map(|(score, partner)| (score as f32, partner));
            self.partners = estimates.collect();
            if let (Some(&(last, _)), true) =
                (self.partners.last(), self.partners.len() == limits.k)
            {
                self.raise(last - limits.slack);
            }
        }
    }

    /// Raises the floor to what the best `k` estimates leave open.
    fn drop_hopeless(&mut self, limits: &Limits<impl Fn(u32) -> f64>) {
        if self.partners.len() > limits.k {
            let by_estimate = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0);
            let last = self
                .partners
                .select_nth_unstable_by(limits.k - 1, by_estimate)
                .1
                .0;
            self.raise(last - 2.0 * limits.slack);
            let floor = self.floor;
            self.partners.retain(|&(estimate, _)| estimate > floor);
        }
    }

    /// Raises the floor to just below `estimate`, so that an equal one is still taken.
    pub(crate) fn raise(&mut self, estimate: f32) {
        let floor = estimate.next_down();
        if floor > self.floor {
            self.floor = floor;
        }
    }

    /// The best `k` by exact scores; of equal ones those that come first.
    pub(crate) fn ranked(&mut self, limits: &Limits<impl Fn(u32) -> f64>) -> Vec<(f64, u32)> {
        self.drop_hopeless(limits);
        let mut exact: Vec<(f64, u32)> = self
            .partners
            .iter()
            .map(|&(_, partner)| ((limits.exact)(partner), partner))
            .collect();
        exact.sort_unstable_by(descending);
        exact.truncate(limits.k);
        exact
    }
}

fn descending(a: &(f64, u32), b: &(f64, u32)) -> Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// What does not change while partners of one row are gathered.
pub(crate) struct Limits<F> {
    /// How many are wanted, above 0.
    pub(crate) k: usize,
    /// How far an estimate may lie from the score.
    pub(crate) slack: f32,
    /// The score of a partner.
    pub(crate) exact: F,
}

impl<F> Limits<F> {
    /// Partners that are kept before the worse ones are dropped: enough that it happens seldom.
    fn room(&self) -> usize {
        3 * self.k + 16
    }
}
