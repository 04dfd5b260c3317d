//! How probable it is that what two articles share is text that one took from the other, or both from a third.
//!
//! What closes both, or stands beside the furniture of two strangers, hardly ever was. Of all else a logistic regression
//! tells, over eleven signals and four terms made of them. It was fitted to pairs that people have judged by reading, and
//! to planted lifts, by `benchmarks/train_reuse.py`, which also says on which of the collections; its coefficients are
//! data, in `reuse_model.tsv`.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::context::Context;
use super::holders::{Holders, LONG_RUN, RUN_COST};
use super::shared::Shared;

/// A run of so many words is no formula, however many have it. Of 39 judged pairs of strangers with 30 to 60 words in a row
/// that many have, 37 were standing text of a site or a form; the one with more is a copy.
const LONGER_THAN_A_FORMULA: usize = 60;

/// In articles with a run of [`LONG_RUN`] words in common, a run counts as one that at most so many others hold.
const FEW: u32 = 2;

/// Two articles of which the words elsewhere are alike by this or more are on one matter.
const ONE_MATTER: f64 = 0.1;

/// Who shares nearly all, with so many plain words in it, has a version where at most this part of them, counted as changed
/// facts, is another: of 274 such judged pairs 272 are. A form of so many words has other figures in every line.
const VERSION_PLAIN: f64 = 25.0;
const VERSION_CHANGED: f64 = 0.04;

/// The part of the pairs whose `closes` is 1 that are reuse: 1 of 78 that were judged.
const OF_A_CLOSE: f64 = 0.02;

/// Shares below this are hardly told apart.
const SMALL_SHARE: f64 = 0.02;

/// What speaks for text that was taken and against it, as a large collection shows it: what [`probability`](crate::Pair::probability)
/// goes by. Logarithms are natural.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Signals {
    /// The runs of four words that both have, each worth `1 / n - .35`, where `n` families of texts hold it beside one of the
    /// two, at most two where a run of 30 words is the same; of the sum the logarithm (of one more than its amount, with its sign).
    pub evidence: f64,
    /// The part of these runs that no third family of texts has; all of them where 60 words in a row are the same.
    pub unique_part: f64,
    /// Names and numbers in the place of which the other has others, as the logarithm of one more.
    pub changed: f64,
    /// The edits that put numbers in the place of numbers, as the logarithm of one more.
    #[serde(default)]
    pub changed_numbers: f64,
    /// The words of copied passages that are no names, no numbers and no function words, as the logarithm of one more.
    #[serde(default)]
    pub plain: f64,
    /// The different rare numbers (5 nats or more) that stand in a copied passage on both sides, as the logarithm of one more.
    #[serde(default)]
    pub numbers: f64,
    /// The different numbers, in passages or elsewhere, that the other article has not, on the side that has fewer of them,
    /// as the logarithm of one more.
    #[serde(default)]
    pub other_numbers: f64,
    /// The cosine of the words outside the passages by their weights, each different word once, function words apart.
    #[serde(default)]
    pub elsewhere: f64,
    /// 1 where all that is shared is one short passage that closes both, or where the two are strangers and all of it closes
    /// both or stands beside furniture; else 0.
    pub closes: f64,
    /// The logarithm of the larger share (and .02).
    pub larger_share: f64,
    /// The logarithm of the words of the shorter article.
    pub shorter: f64,
    /// The logarithm of the words of the longer article.
    pub longer: f64,
}

impl Signals {
    /// Of a pair: what it shares, by those who hold it, the parts of the two articles that this is, and what these are beside.
    pub(super) fn of(
        shared: &Shared,
        context: Context,
        holders: &Holders,
        [share_of_a, share_of_b]: [f64; 2],
    ) -> Self {
        // What many outlets lift from one agency is long, and may be no formula.
        let most = if shared.longest >= LONG_RUN {
            FEW
        } else {
            u32::MAX
        };
        let evidence: f64 = (shared.runs.iter())
            .map(|&run| 1.0 / f64::from(holders.others(run).min(most)) - RUN_COST)
            .sum();
        let unique = (shared.runs.iter())
            .filter(|&&run| shared.longest >= LONGER_THAN_A_FORMULA || holders.others(run) == 1)
            .count();
        let [a, b] = shared.words.map(|words| words.max(1) as f64);
        Self {
            evidence: evidence.abs().ln_1p().copysign(evidence),
            unique_part: unique as f64 / shared.runs.len().max(1) as f64,
            changed: f64::from(shared.changed).ln_1p(),
            changed_numbers: f64::from(shared.changed_numbers).ln_1p(),
            plain: (shared.plain as f64).ln_1p(),
            numbers: (shared.numbers as f64).ln_1p(),
            other_numbers: (context.other_numbers as f64).ln_1p(),
            elsewhere: context.elsewhere,
            closes: f64::from(u8::from(shared.closes || context.is_standing_text())),
            larger_share: (share_of_a.max(share_of_b) + SMALL_SHARE).ln(),
            shorter: a.min(b).ln(),
            longer: a.max(b).ln(),
        }
    }

    /// What the regression adds up: the signals, and what some of them say together. Strangers, who are on no one matter, come to
    /// the same words only by taking them; and figures in the place of figures are a form the more, the more is alike.
    fn terms(&self) -> [(&'static str, f64); TERMS] {
        let stranger = (1.0 - self.elsewhere / ONE_MATTER).clamp(0.0, 1.0);
        [
            ("evidence", self.evidence),
            ("unique_part", self.unique_part),
            ("changed", self.changed),
            ("changed_numbers", self.changed_numbers),
            ("plain", self.plain),
            ("numbers", self.numbers),
            ("other_numbers", self.other_numbers),
            ("stranger", stranger),
            ("larger_share", self.larger_share),
            ("shorter", self.shorter),
            ("longer", self.longer),
            ("larger_share_squared", self.larger_share.powi(2)),
            ("stranger_by_unique_part", stranger * self.unique_part),
            (
                "stranger_by_changed_numbers",
                stranger * self.changed_numbers,
            ),
            (
                "evidence_by_changed_numbers",
                self.evidence * self.changed_numbers,
            ),
        ]
    }

    /// Whether two articles that share nearly all are versions of one text, whatever the model says: it knows few that are
    /// long, and none in which one edition converts the figures of another.
    pub(super) fn have_the_facts_of_a_version(&self) -> bool {
        // The logarithms are of whole numbers.
        let [plain, changed] = [self.plain, self.changed].map(|count| count.exp_m1().round());
        plain >= VERSION_PLAIN && changed <= VERSION_CHANGED * plain
    }

    /// How probable it is that text was taken, `0.0..=1.0`.
    pub(super) fn probability(&self) -> f64 {
        if self.closes > 0.0 {
            return OF_A_CLOSE;
        }
        let terms = self.terms().into_iter().zip(&MODEL.coefficients);
        let logit: f64 = terms
            .map(|((_, term), coefficient)| coefficient * term)
            .sum();
        1.0 / (1.0 + (-MODEL.intercept - logit).exp())
    }
}

const TERMS: usize = 15;

struct Model {
    intercept: f64,
    /// In the order of the terms.
    coefficients: [f64; TERMS],
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let of = |name: &str| -> f64 {
        let lines = include_str!("reuse_model.tsv").lines();
        let (_, value) = lines
            .filter_map(|line| line.split_once('\t'))
            .find(|(label, _)| *label == name)
            .unwrap_or_else(|| panic!("reuse_model.tsv names {name}"));
        value.parse().expect("reuse_model.tsv holds numbers")
    };
    Model {
        intercept: of("intercept"),
        coefficients: Signals::default().terms().map(|(name, _)| of(name)),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    fn shared() -> Shared {
        Shared {
            runs: (0..20).collect(),
            copied: 24,
            plain: 13,
            numbers: 1,
            words: [300, 500],
            ..Shared::default()
        }
    }

    fn probability_of(shared: &Shared, context: Context) -> f64 {
        Signals::of(shared, context, &Holders::default(), [0.08, 0.05]).probability()
    }

    #[test]
    fn a_passage_that_only_two_have_is_probably_taken() {
        assert!(probability_of(&shared(), Context::default()) > 0.9);
    }

    #[test]
    fn what_strangers_share_was_taken_sooner_than_what_two_on_one_matter_share() {
        let one_matter = Context {
            elsewhere: 0.4,
            ..Context::default()
        };
        let strangers = probability_of(&shared(), Context::default());
        assert!(probability_of(&shared(), one_matter) < strangers);
    }

    #[test]
    fn other_facts_and_a_place_at_the_close_speak_against_it() {
        let whole = probability_of(&shared(), Context::default());
        let changed = Shared {
            changed: 4,
            changed_numbers: 4,
            ..shared()
        };
        let closing = Shared {
            closes: true,
            ..shared()
        };
        let other_figures = Context {
            other_numbers: 12,
            ..Context::default()
        };
        assert!(probability_of(&changed, Context::default()) < whole);
        assert!(probability_of(&closing, Context::default()) < whole);
        assert!(probability_of(&shared(), other_figures) < whole);
    }

    #[test]
    fn a_long_text_with_a_few_converted_figures_is_a_version_and_a_short_one_is_a_form() {
        let edition = |plain, changed| {
            let shared = Shared {
                plain,
                changed,
                changed_numbers: changed,
                ..shared()
            };
            Signals::of(&shared, Context::default(), &Holders::default(), [1.0, 1.0])
        };
        assert!(edition(190, 7).have_the_facts_of_a_version());
        assert!(!edition(56, 7).have_the_facts_of_a_version());
        assert!(!edition(12, 0).have_the_facts_of_a_version());
    }

    #[test]
    fn nothing_shared_has_a_probability_too() {
        let nothing = probability_of(&Shared::default(), Context::default());
        assert!((0.0..0.5).contains(&nothing), "{nothing}");
    }
}
