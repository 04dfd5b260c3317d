//! From a similarity to the probability that two articles tell one story.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::CheckOptions;
use crate::story::neighbourhood::common_part;

/// Fitted by `benchmarks/fit_stories.py`, which says to what.
#[derive(Debug, Deserialize)]
struct Coefficients {
    /// The similarity of even odds without a background; how it falls with the part that the terms of the neighbourhoods
    /// lose, and rises with the weight of common neighbours.
    even: f64,
    by_crowding: f64,
    by_common: f64,
    /// How steeply the odds rise with the similarity as a part of that of even odds.
    slope: f64,
}

static FITTED: LazyLock<Coefficients> = LazyLock::new(|| {
    serde_json::from_str(include_str!("probability.json"))
        .expect("it ships with this crate, and a test reads it")
});

/// No part of the terms' weight beyond this is taken for that of a story's neighbourhood: it is that of a form, such as
/// the tables of company results.
const MOST_CROWDING: f64 = 0.7;

/// Among so many articles the odds are as above. Of more, each one has the more strangers that happen to be as near, and
/// no more articles of its story: the odds fall with the square of their number.
const RIVALS: f64 = 500.0;
const BY_RIVALS: f64 = 2.0;

/// Beside so few others nobody knows which terms are those of the story and which are the names that
/// all reports of one affair have: there at least so much is asked for.
const FEW: usize = 10;
const LEAST_AMONG_FEW: f64 = 0.95;

/// Of texts with fewer different terms no similarity makes one story likely: a headline of a few words names no event.
pub(crate) const LEAST_TERMS: usize = 8;

/// So many different terms in common are asked for, times the logarithm of the rivals in parts of [`RIVALS`]. A few rare
/// ones, such as the name of a commodity and those of its buyers, meet by chance among many articles; many do not.
const COMMON_TERMS: f64 = 7.0;

/// How many different terms two articles of one story have in common, where the pair was looked for among so many.
pub(crate) fn least_common(rivals: f64) -> f64 {
    COMMON_TERMS * (rivals / RIVALS).max(1.0).ln()
}

/// A term is rare that one of so many articles has, or fewer.
const RARE: usize = 250;

/// So many of the terms in common have to be rare, times the same logarithm, where no dates say that two articles are of
/// one week: else this month's notice of a bank, an office or a market is as near to last month's as one report of an
/// event is to another. Of 327 such pairs of English news that were judged by reading (among 5,600 each, 5.8 rare terms),
/// 99 told one story; of the 38 with so many rare terms 37, and no similarity told the others apart.
const RARE_TERMS: f64 = 2.4;

/// How many holders a rare term has at most, among so many articles.
pub(crate) fn rare_holders(articles: usize) -> usize {
    articles / RARE
}

/// How many different rare terms two articles without dates have in common if they tell one story, where the pair was
/// looked for among so many.
pub(crate) fn least_rare(rivals: f64) -> f64 {
    RARE_TERMS * (rivals / RIVALS).max(1.0).ln()
}

/// How far two articles tell one story, and where that is more likely than not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeness {
    /// `0.0..=1.0`.
    pub(crate) similarity: f64,
    /// The similarity of even odds, for these two beside these others; infinite where no similarity is enough.
    pub(crate) even: f64,
}

impl Likeness {
    /// How likely it is that the two tell one story, `0.0..=1.0`: a logistic curve.
    pub(crate) fn probability(self) -> f64 {
        1.0 / (1.0 + (FITTED.slope * (1.0 - self.similarity / self.even)).exp())
    }

    /// Whether it is so likely as the options ask that the two tell one story, beside so many others.
    pub(crate) fn tells(self, options: &CheckOptions, others: usize) -> bool {
        let least = if others < FEW {
            options.min_story_probability.max(LEAST_AMONG_FEW)
        } else {
            options.min_story_probability
        };
        self.similarity > 0.0 && self.probability() >= least
    }

    /// The similarity as a part of what such a probability takes: 1 where it is reached.
    pub(crate) fn reached(self, probability: f64) -> f64 {
        self.similarity / enough(self.even, probability)
    }
}

/// The least similarity of two texts, whatever stands beside them, that can be so likely one story.
pub(crate) fn least_similarity(probability: f64, background: usize, rivals: f64) -> f64 {
    enough(even([1.0; 2], background, rivals), probability)
}

/// The similarity of such a probability, where that of even odds is known.
fn enough(even: f64, probability: f64) -> f64 {
    let enough = even * (1.0 + (probability / (1.0 - probability)).ln() / FITTED.slope);
    enough.max(1e-3)
}

/// The similarity of even odds for two texts of this crowding in a background of so many, where the pair was looked for
/// among so many `rivals`; a pair that is given has none.
pub(crate) fn even(crowding: [f64; 2], background: usize, rivals: f64) -> f64 {
    let crowding = f64::midpoint(crowding[0], crowding[1]).min(MOST_CROWDING);
    let fitted = &*FITTED;
    let even =
        fitted.even + fitted.by_crowding * crowding + fitted.by_common * common_part(background);
    even * (1.0 + BY_RIVALS * (rivals / RIVALS).max(1.0).ln() / fitted.slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odds_are_even_where_they_are_said_to_be_and_rise_from_there() {
        for (crowding, background) in [(0.0, 0), (0.4, 14), (0.7, 500), (0.9, 1_000_000)] {
            let even = even([crowding; 2], background, background as f64);
            assert!((0.05..1.0).contains(&even), "{even}");
            let at = |similarity| Likeness { similarity, even };
            assert!((at(even).probability() - 0.5).abs() < 1e-12);
            assert!(at(0.0).probability() < 0.01 && at(2.0 * even).probability() > 0.99);
            assert!((at(even).reached(0.5) - 1.0).abs() < 1e-12);
            let likely = at(1.2 * even);
            assert!((likely.reached(likely.probability()) - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn more_rivals_than_five_hundred_make_the_odds_longer() {
        let odds = |rivals| {
            let even = even([0.5; 2], 5000, rivals);
            let found = Likeness {
                similarity: 0.3,
                even,
            };
            found.probability() / (1.0 - found.probability())
        };
        assert!((odds(0.0) - odds(500.0)).abs() < 1e-12);
        assert!(odds(5000.0) < odds(500.0));
    }

    #[test]
    fn no_probability_is_asked_for_that_makes_no_number() {
        let some = Likeness {
            similarity: 0.3,
            even: 0.2,
        };
        assert!(some.reached(0.0) > 1.0 && some.reached(1.0) < 1.0);
    }
}
