//! What was found.

use wirecopy_similarity::SimilarPair;

use crate::clusters::Clusters;
use crate::error::Error;
use crate::groups::Groups;
use crate::options::NearDuplicateOptions;
use crate::precedence::Precedence;

/// The similar pairs of different contents, and beside them the groups of texts with equal content.
///
/// Texts are numbered from 0 as they were given. It carries the options that it was found with, and
/// enough of each text to cluster without it: 12 bytes, besides 16 for each pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    options: NearDuplicateOptions,
    rows: Vec<SimilarPair>,
    groups: Groups,
    words: Vec<u32>,
    hashes: Vec<u64>,
}

impl Pairs {
    /// The options, the pairs, the groups, and for each text its words and its hash.
    pub(crate) fn parts(
        &self,
    ) -> (
        &NearDuplicateOptions,
        &[SimilarPair],
        &Groups,
        &[u32],
        &[u64],
    ) {
        let Self {
            options,
            rows,
            groups,
            words,
            hashes,
        } = self;
        (options, rows, groups, words, hashes)
    }

    pub(crate) fn new(
        options: NearDuplicateOptions,
        rows: Vec<SimilarPair>,
        groups: Groups,
        words: Vec<u32>,
        hashes: Vec<u64>,
    ) -> Self {
        Self {
            options,
            rows,
            groups,
            words,
            hashes,
        }
    }

    /// Returns what the pairs were found with; after [`Self::at_least`], with its threshold.
    pub fn options(&self) -> &NearDuplicateOptions {
        &self.options
    }

    /// Returns the pairs of different contents, sorted by `(a, b)`, `a` before `b`. Of texts with
    /// equal content the first stands for all.
    #[must_use]
    pub fn pairs(&self) -> &[SimilarPair] {
        &self.rows
    }

    /// Returns the groups of texts with equal content.
    #[must_use]
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Returns the number of texts that were compared.
    #[must_use]
    pub fn texts(&self) -> usize {
        self.words.len()
    }

    /// Returns how many words each text has, in the order of the texts.
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wirecopy_neardup::{NearDuplicateOptions, near_duplicates};
    ///
    /// let texts = ["Two words", "", "…", "Two WORDS!"];
    /// let options = NearDuplicateOptions::new(0.5);
    /// let found = near_duplicates(&texts, &options, &|_, _| ControlFlow::Continue(()))?;
    /// assert_eq!(found.words(), [2, 0, 0, 2]);
    /// // Texts without words are similar to nothing.
    /// assert_eq!(found.groups().iter().collect::<Vec<_>>(), [[0, 3]]);
    /// # Ok::<(), wirecopy_neardup::Error>(())
    /// ```
    #[must_use]
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// Returns the hash of each text's bytes: XXH3-64 with the seed of `wirecopy-text`.
    #[must_use]
    pub fn content_hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Runs through the similar pairs of all texts: those of [`Self::pairs`] with every member of
    /// both groups, and those within each group, whose score is 1.
    ///
    /// Each pair comes once and `a` is before `b`; the order is stated only as being the same in
    /// every run. `n` texts of equal content give `n * (n - 1) / 2` pairs; nothing is stored.
    pub fn expand(&self) -> impl Iterator<Item = SimilarPair> {
        let across = self.rows.iter().flat_map(|pair| {
            let (with_a, with_b) = (self.groups.with(&pair.a), self.groups.with(&pair.b));
            with_a.iter().flat_map(move |&a| {
                with_b.iter().map(move |&b| SimilarPair {
                    a: a.min(b),
                    b: a.max(b),
                    score: pair.score,
                })
            })
        });
        let within = self.groups.iter().flat_map(|group| {
            group.iter().enumerate().flat_map(|(place, &a)| {
                let rest = group[place + 1..].iter();
                rest.map(move |&b| SimilarPair { a, b, score: 1.0 })
            })
        });
        across.chain(within)
    }

    /// Returns how many pairs [`Self::expand`] runs through, without doing so.
    #[must_use]
    pub fn expanded_len(&self) -> u64 {
        let size = |text: &u32| self.groups.with(text).len() as u64;
        let across = self.rows.iter().map(|pair| size(&pair.a) * size(&pair.b));
        let within = self.groups.iter().map(|group| {
            let size = group.len() as u64;
            size * (size - 1) / 2
        });
        across.sum::<u64>() + within.sum::<u64>()
    }

    /// Returns the pairs that reach a higher threshold, as if they had been found with it. Nothing
    /// is compared anew.
    ///
    /// # Errors
    /// [`Error::InvalidThreshold`] for a number outside `0.0 < threshold <= 1.0`, and
    /// [`Error::ThresholdTooLow`] for one below that of [`Self::options`].
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wirecopy_neardup::{NearDuplicateOptions, near_duplicates};
    ///
    /// let texts = ["a b c d e", "a b c d", "a b c x y"];
    /// let options = NearDuplicateOptions::new(0.4).with_shingle(1);
    /// let found = near_duplicates(&texts, &options, &|_, _| ControlFlow::Continue(()))?;
    /// assert_eq!(found.pairs().len(), 3);
    /// assert_eq!(found.at_least(0.8)?.pairs().len(), 1);
    /// assert!(found.at_least(0.3).is_err());
    /// # Ok::<(), wirecopy_neardup::Error>(())
    /// ```
    pub fn at_least(&self, threshold: f64) -> Result<Self, Error> {
        let options = self.options.clone().with_threshold(threshold);
        let _ = options.criterion()?;
        if threshold < self.options.threshold() {
            return Err(Error::ThresholdTooLow {
                given: threshold,
                found_at: self.options.threshold(),
            });
        }
        let similar = |pair: &&SimilarPair| pair.score >= threshold;
        Ok(Self {
            options,
            rows: self.rows.iter().filter(similar).copied().collect(),
            groups: self.groups.clone(),
            words: self.words.clone(),
            hashes: self.hashes.clone(),
        })
    }

    /// Puts the texts into clusters of which each has a representative that all members are similar
    /// to.
    ///
    /// # Errors
    /// [`Error::LengthsDiffer`] when `precedence` does not know as many texts.
    pub fn clusters(&self, precedence: &Precedence<'_>) -> Result<Clusters, Error> {
        precedence.check(self.texts())?;
        Ok(Clusters::new(self, precedence))
    }
}
