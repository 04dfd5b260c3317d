//! When two texts are near-duplicates, and how such pairs are found.

use serde::{Deserialize, Serialize};
use wirecopy_similarity::{SetCriterion, Threshold};
use wirecopy_text::Analyzer;

use crate::banding::Costs;
use crate::candidates::check_method;
use crate::error::Error;
use crate::shingling::Shingler;

/// When two texts are near-duplicates, and how such pairs are found: plain data that can be stored and compared.
///
/// The default but for the threshold: Jaccard similarity of the runs of five words, found exactly, words as the
/// default [`Analyzer`] cuts them.
///
/// # Example
/// ```
/// use wirecopy_neardup::{Measure, NearDuplicateOptions};
///
/// let options = NearDuplicateOptions::new(0.8).with_measure(Measure::Containment).with_shingle(3);
/// assert_eq!((options.threshold(), options.shingle()), (0.8, 3));
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct NearDuplicateOptions {
    threshold: f64,
    #[serde(default)]
    measure: Measure,
    #[serde(default = "usual_shingle")]
    shingle: usize,
    #[serde(default)]
    method: Method,
    #[serde(default = "verified")]
    verify: bool,
    #[serde(default)]
    analyzer: Analyzer,
}

/// How alike two sets of shingles are; each in `0.0..=1.0`, and 1 for equal sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// The shingles of both as a part of the shingles of either
    /// ([`jaccard`](wirecopy_similarity::jaccard)).
    #[default]
    Jaccard,
    /// Twice the shingles of both as a part of the sum of the sizes ([`dice`](wirecopy_similarity::dice)).
    Dice,
    /// The share of the smaller set that stands in the larger one: an excerpt in the whole
    /// ([`containment_of_smaller`](wirecopy_similarity::containment_of_smaller)).
    Containment,
}

/// How the pairs are found. Sketches find texts that may have a partner, and the exact join the pairs
/// among these: whatever the method, scores are exact and no pair is listed that is not similar, unless
/// [`NearDuplicateOptions::with_verify`] says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Method {
    /// By an exact join: no pair is missed. About 14 bytes for each shingle.
    #[default]
    Exact,
    /// By [`MinHash`](crate::MinHash) signatures and bands: few pairs are missed, by
    /// [`Banding::probability`](crate::Banding::probability). `2 values` bytes for each text, and
    /// texts that may have a partner are read twice. Not for [`Measure::Containment`].
    MinHash {
        /// How many values a signature has, `1..=1024`.
        values: usize,
        /// What the bands are chosen by.
        costs: Costs,
    },
    /// By [`SimHash`](crate::SimHash) signatures of the shingles, each counted as often as it occurs:
    /// finds copies with small changes, and misses many pairs further apart. 8 bytes for each text.
    /// Not for [`Measure::Containment`].
    SimHash {
        /// In how many bits the signatures of a pair may differ, at most 31.
        distance: u32,
    },
}

impl Method {
    /// Makes the method by MinHash with 128 values and the default costs.
    #[must_use]
    pub fn min_hash() -> Self {
        Self::MinHash {
            values: 128,
            costs: Costs::default(),
        }
    }

    /// Makes the method by `SimHash` up to a distance of 8 bits.
    #[must_use]
    pub fn sim_hash() -> Self {
        Self::SimHash { distance: 8 }
    }
}

const fn verified() -> bool {
    true
}

const fn usual_shingle() -> usize {
    5
}

impl NearDuplicateOptions {
    /// Makes the default with this threshold, which has to lie in `0.0 < threshold <= 1.0`.
    pub fn new(threshold: f64) -> Self {
        Self {
            threshold,
            measure: Measure::default(),
            shingle: usual_shingle(),
            method: Method::default(),
            verify: verified(),
            analyzer: Analyzer::default(),
        }
    }

    /// Sets the similarity that a pair has to reach.
    pub fn with_threshold(self, threshold: f64) -> Self {
        Self { threshold, ..self }
    }

    /// Sets how similarity is measured.
    pub fn with_measure(self, measure: Measure) -> Self {
        Self { measure, ..self }
    }

    /// Sets how many words make a shingle; at least 1.
    pub fn with_shingle(self, shingle: usize) -> Self {
        Self { shingle, ..self }
    }

    /// Sets how the pairs are found.
    pub fn with_method(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// Sets whether what sketches find is compared; it is, unless this says otherwise, and always by the
    /// exact method.
    ///
    /// Pairs that are not verified are those that their sketches estimate to reach the threshold, and the
    /// estimate is their score. By MinHash that is the part of the values that agree, whose standard error is
    /// [`MinHash::standard_error`](crate::MinHash::standard_error) (0.04 at 0.7 with 128 values), or what it
    /// says of [`Measure::Dice`]; of the pairs right at the threshold half are missed, and as many are listed
    /// that are below it. By `SimHash` it is the cosine `cos(π d / 64)` for a distance of `d`, taken for the
    /// Dice coefficient, as it is for sets of one size. Groups are then of texts that have the same shingles,
    /// each as often. Texts are read once, and the time grows with the pairs that are listed, of `SimHash` also
    /// with the square of the texts that share a long footer.
    pub fn with_verify(self, verify: bool) -> Self {
        Self { verify, ..self }
    }

    /// Sets what cuts texts into words.
    ///
    /// Shingles are runs of whatever tokens the analyser makes: for n-grams of characters, take
    /// shingles of one.
    pub fn with_analyzer(self, analyzer: Analyzer) -> Self {
        Self { analyzer, ..self }
    }

    /// Returns the similarity that a pair has to reach.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Returns how similarity is measured.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Returns how many words make a shingle.
    #[must_use]
    pub fn shingle(&self) -> usize {
        self.shingle
    }

    /// Returns how the pairs are found.
    #[must_use]
    pub fn method(&self) -> Method {
        self.method
    }

    /// Returns whether what sketches find is compared.
    #[must_use]
    pub fn verify(&self) -> bool {
        self.verify
    }

    /// Returns what cuts texts into words.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// Says whether texts can be compared with these options, before any are read.
    ///
    /// # Errors
    /// [`Error::InvalidThreshold`]; [`Error::InvalidShingleSize`]; [`Error::InvalidSignature`],
    /// [`Error::InvalidCosts`] and [`Error::InvalidDistance`] for a method out of its range;
    /// [`Error::MethodConflict`]; [`Error::NothingToEstimate`] for the exact method without verification;
    /// [`Error::Analyzer`] for an analyser that cannot be built.
    pub fn check(&self) -> Result<(), Error> {
        let _ = self.criterion()?;
        check_method(self)?;
        let _ = Shingler::with_options(self)?;
        Ok(())
    }

    pub(crate) fn criterion(&self) -> Result<SetCriterion, Error> {
        let threshold = Threshold::new(self.threshold)?;
        Ok(match self.measure {
            Measure::Jaccard => SetCriterion::Jaccard(threshold),
            Measure::Dice => SetCriterion::Dice(threshold),
            Measure::Containment => SetCriterion::Containment(threshold),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_round_trips_and_may_leave_out_what_is_default() {
        let options = NearDuplicateOptions::new(0.7)
            .with_measure(Measure::Dice)
            .with_shingle(3);
        let json = serde_json::to_string(&options).unwrap();
        let read: NearDuplicateOptions = serde_json::from_str(&json).unwrap();
        assert_eq!(read, options);
        let options = options.with_method(Method::min_hash());
        let json = serde_json::to_string(&options).unwrap();
        assert!(
            json.contains(r#""method":{"minhash":{"values":128,"#),
            "{json}"
        );
        assert_eq!(
            serde_json::from_str::<NearDuplicateOptions>(&json).unwrap(),
            options
        );
        let read: NearDuplicateOptions = serde_json::from_str(r#"{"threshold":0.8}"#).unwrap();
        assert_eq!(read, NearDuplicateOptions::new(0.8));
        assert!(serde_json::from_str::<NearDuplicateOptions>(r#"{"thresh":0.8}"#).is_err());
    }

    #[test]
    fn what_cannot_be_used_is_refused_before_texts_are_read() {
        for threshold in [0.0, -0.1, 1.01, f64::NAN, f64::INFINITY] {
            let error = NearDuplicateOptions::new(threshold).check().unwrap_err();
            assert!(matches!(error, Error::InvalidThreshold { .. }), "{error}");
        }
        let error = NearDuplicateOptions::new(0.5).with_shingle(0).check();
        assert!(matches!(error, Err(Error::InvalidShingleSize)));
        let sketched = |method| NearDuplicateOptions::new(0.5).with_method(method);
        let contained = sketched(Method::min_hash()).with_measure(Measure::Containment);
        assert_eq!(
            contained.check().unwrap_err().to_string(),
            "`minhash` finds no pairs by `containment`; take the method `exact`"
        );
        let error = sketched(Method::SimHash { distance: 32 }).check();
        assert!(matches!(error, Err(Error::InvalidDistance { .. })));
        for (values, miss) in [(0, 1.0), (1025, 1.0), (128, f64::NAN)] {
            let costs = Costs {
                miss,
                false_hit: 1.0,
            };
            assert!(sketched(Method::MinHash { values, costs }).check().is_err());
        }
        let stemmed = Analyzer::new().with_stemming(wirecopy_text::StemmerEdition::Current);
        let error = NearDuplicateOptions::new(0.5)
            .with_analyzer(stemmed)
            .check();
        assert!(matches!(error, Err(Error::Analyzer(_))));
    }
}
