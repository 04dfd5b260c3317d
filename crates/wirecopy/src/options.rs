//! The parameters of a check.

use serde::{Deserialize, Serialize};

use crate::Error;

/// Where the relations begin. The defaults are the table in DESIGN.md, section 3.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
#[must_use]
pub struct CheckOptions {
    /// Both shares of `near_duplicate` reach this, `0.0..=1.0`; 0.8.
    pub near_duplicate_share: f64,
    /// One share of `contained` reaches this, `0.0..=1.0`; 0.8.
    pub contained_share: f64,
    /// The quoted part of what `shared_quotes` share reaches this, `0.0..=1.0`; 0.7.
    pub shared_quotes_part: f64,
    /// A prose passage of this many matching words makes `partial_reuse`; 12.
    pub min_prose_words: u64,
    /// In a collection of a thousand texts or more, the probability from which reuse is listed, `0.0..=1.0`; 0.9. What is less
    /// probable is often a form or a formula that many articles fill in, or the next step of an affair in the same words.
    /// Versions that differ in few facts are listed in any case. With 0 nothing is left out as a form or a formula, whatever
    /// the size of the collection.
    pub min_probability: f64,
    /// Two articles that are this likely to tell one story, by their story similarity, are of the `same_story`,
    /// `0.0..=1.0`; 0.6.
    pub min_story_probability: f64,
    /// Articles whose dates lie more than so many days apart tell two stories; 7.
    pub story_days: u32,
    /// Articles whose dates lie more than so many days apart are not compared, unless their words are the same; an
    /// article without a date meets all. No limit by default.
    pub date_window: Option<u32>,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            near_duplicate_share: 0.8,
            contained_share: 0.8,
            shared_quotes_part: 0.7,
            min_prose_words: 12,
            min_probability: 0.9,
            min_story_probability: 0.6,
            story_days: 7,
            date_window: None,
        }
    }
}

impl CheckOptions {
    /// Sets the share that both texts of a `near_duplicate` reach.
    pub fn with_near_duplicate_share(self, share: f64) -> Self {
        Self {
            near_duplicate_share: share,
            ..self
        }
    }

    /// Sets the share that one text of `contained` reaches.
    pub fn with_contained_share(self, share: f64) -> Self {
        Self {
            contained_share: share,
            ..self
        }
    }

    /// Sets the quoted part from which `shared_quotes` holds.
    pub fn with_shared_quotes_part(self, part: f64) -> Self {
        Self {
            shared_quotes_part: part,
            ..self
        }
    }

    /// Sets how many matching words of prose make `partial_reuse`.
    pub fn with_min_prose_words(self, words: u64) -> Self {
        Self {
            min_prose_words: words,
            ..self
        }
    }

    /// Sets the probability from which reuse is listed in a large collection.
    pub fn with_min_probability(self, probability: f64) -> Self {
        Self {
            min_probability: probability,
            ..self
        }
    }

    /// Sets how likely two articles of the `same_story` are to be that.
    pub fn with_min_story_probability(self, probability: f64) -> Self {
        Self {
            min_story_probability: probability,
            ..self
        }
    }

    /// Sets how many days may lie between two articles of one story.
    pub fn with_story_days(self, days: u32) -> Self {
        Self {
            story_days: days,
            ..self
        }
    }

    /// Sets how many days may lie between two articles that are compared.
    pub fn with_date_window(self, days: Option<u32>) -> Self {
        Self {
            date_window: days,
            ..self
        }
    }

    pub(crate) fn validate(&self) -> Result<(), Error> {
        let shares = [
            ("near_duplicate_share", self.near_duplicate_share),
            ("contained_share", self.contained_share),
            ("shared_quotes_part", self.shared_quotes_part),
            ("min_probability", self.min_probability),
            ("min_story_probability", self.min_story_probability),
        ];
        match shares
            .into_iter()
            .find(|(_, share)| !(0.0..=1.0).contains(share))
        {
            Some((name, given)) => Err(Error::InvalidShare { name, given }),
            None => Ok(()),
        }
    }
}
