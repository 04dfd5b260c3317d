//! Who and how many: what two articles that are near to one another agree on.
//!
//! Words say what kind of thing happened, and names and numbers say to whom. Two reports on other matters have the same
//! heads of state, and two notices of an agency are worded alike for two companies: neither is a story.

use std::borrow::Cow;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use wirecopy_reuse::{Common, CommonStems, Repeats, Side, Stems, WordRanges};
use wirecopy_text::{Analysis, Language};

use crate::Article;
use crate::contents::MAX_TEXT_BYTES;
use crate::rewording::{StemTables, Stemmed};
use crate::story::Likeness;

/// What two articles of one story say both that is neither name, title, date nor number: as much as two ordinary words, in
/// nats, as of a passage; and so large a part of all that both say. Names alone tell no story.
///
/// Of 1,656 pairs of one event that `ecbplus_dev` gives by similarity alone, 18 have less, texts of one sentence most of
/// them; of pairs of different events 1 of 198. There, no pair was made of names.
const LEAST_CONTENT: f64 = 10.0;
const LEAST_PART: f64 = 0.2;

/// Why two texts that are near to one another tell no story.
pub(crate) const NAMES_ALONE: &str =
    "they are near to one another, but what both say is names: no story";

/// How the odds of one story change with what both name. Fitted by `benchmarks/fit_agreement.py`, which says to what.
#[derive(Debug, Deserialize)]
struct Coefficients {
    constant: f64,
    /// Of the log-odds that their words give.
    words: f64,
    /// Of the logarithms of what both name to what one names alone, and the same of numbers and dates.
    names: f64,
    facts: f64,
    /// The same of all other words.
    content: f64,
}

static FITTED: LazyLock<Coefficients> = LazyLock::new(|| {
    serde_json::from_str(include_str!("agreement.json"))
        .expect("it ships with this crate, and a test reads it")
});

/// So much, in nats, is added to what both name and to what one names alone: who names hardly anything agrees on little
/// and differs on little.
const BOTH: f64 = 1.0;
const ALONE: f64 = 3.0;

/// What two articles of one story have in common besides their words.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Agreement {
    /// How likely their words alone make it that they tell one story, `0.0..=1.0`.
    pub by_words: f64,
    /// What the names say that both have, in nats: a rare one 5 to 6.
    pub names: f64,
    /// What the names say that only one has: of the two articles the one that has fewer such.
    pub names_alone: f64,
    /// What numbers, dates and titles say that both have.
    pub facts: f64,
    /// What numbers, dates and titles say that only one has.
    pub facts_alone: f64,
    /// What all other words say that both have.
    pub content: f64,
    /// What all other words say that only one has.
    pub content_alone: f64,
}

impl Agreement {
    fn new(by_words: f64, common: &CommonStems) -> Self {
        let of = |kind: Common| (kind.both.into(), kind.fewer_alone().into());
        let (names, names_alone) = of(common.names);
        let (facts, facts_alone) = of(common.facts);
        let (content, content_alone) = of(common.content);
        Self {
            by_words,
            names,
            names_alone,
            facts,
            facts_alone,
            content,
            content_alone,
        }
    }

    /// How likely it is that the two tell one story, `0.0..=1.0`: a logistic regression.
    fn probability(&self) -> f64 {
        let odds = |both: f64, alone: f64| ((both + BOTH) / (alone + ALONE)).ln();
        let by_words = self.by_words.clamp(1e-9, 1.0 - 1e-9);
        let fitted = &*FITTED;
        let sum = fitted.constant
            + fitted.words * (by_words / (1.0 - by_words)).ln()
            + fitted.names * odds(self.names, self.names_alone)
            + fitted.facts * odds(self.facts, self.facts_alone)
            + fitted.content * odds(self.content, self.content_alone);
        1.0 / (1.0 + (-sum).exp())
    }
}

/// That two articles tell one story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Agreed {
    pub(crate) similarity: f64,
    pub(crate) probability: f64,
    /// `None` of words without stems, such as Thai ones: there their similarity decides.
    pub(crate) agreement: Option<Agreement>,
}

impl Agreed {
    /// Asks two articles whose similarity is known; `None` where they have names in common and nothing else.
    pub(crate) fn between(
        a: Worded<'_>,
        b: Worded<'_>,
        likeness: Likeness,
        stems: &StemTables<'_>,
    ) -> Option<Self> {
        let by_words = likeness.probability();
        let common = stems.common(a, b);
        if common.as_ref().is_some_and(is_names_alone) {
            return None;
        }
        let agreement = common.map(|common| Agreement::new(by_words, &common));
        Some(Self {
            similarity: likeness.similarity,
            probability: agreement.map_or(by_words, |found| found.probability()),
            agreement,
        })
    }
}

/// Whether what two articles both say is too little beside the names in it.
fn is_names_alone(common: &CommonStems) -> bool {
    let content = f64::from(common.content.both);
    let all = f64::from(common.names.both + common.facts.both) + content;
    content < LEAST_CONTENT || content < LEAST_PART * all
}

/// An article that is asked for what it has in common with another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worded<'t> {
    pub(crate) side: Side<'t>,
    pub(crate) stemmed: &'t Stemmed,
    title: Option<&'t str>,
}

impl<'t> Worded<'t> {
    pub(crate) fn new(article: &'t Article<'_>, side: Side<'t>, stemmed: &'t Stemmed) -> Self {
        Self {
            side,
            stemmed,
            title: article.title.as_deref(),
        }
    }
}

/// The words of a title, if there is one.
struct Title<'t> {
    text: &'t str,
    words: Analysis,
    void: WordRanges,
    repeats: Repeats,
}

impl<'t> Title<'t> {
    fn of(title: Option<&'t str>) -> Self {
        // One that is longer says nothing.
        let text = title.filter(|title| title.len() <= MAX_TEXT_BYTES);
        let text = text.unwrap_or_default();
        Self {
            text,
            words: Analysis::new(text).expect("it is no longer than a text may be"),
            void: WordRanges::default(),
            repeats: Repeats::default(),
        }
    }

    fn side(&self) -> Side<'_> {
        Side::new(self.text, &self.words, &self.void, &self.repeats)
    }
}

impl StemTables<'_> {
    /// What the stems say that two articles have in common, titles included; `None` of words without stems, such as Thai
    /// ones. A text whose language cannot be told is read in that of the other.
    fn common(&self, a: Worded<'_>, b: Worded<'_>) -> Option<CommonStems> {
        let [told_a, told_b] = [a, b].map(|article| self.of(article.side, article.stemmed).0);
        let (in_a, in_b) = (told_a.or(told_b), told_b.or(told_a));
        let titles = [Title::of(a.title), Title::of(b.title)];
        let (of_a, of_title_a) = (self.of_in(a, in_a), self.stems(titles[0].side(), in_a));
        let (of_b, of_title_b) = (self.of_in(b, in_b), self.stems(titles[1].side(), in_b));
        CommonStems::between(
            &[(a.side, &of_a), (titles[0].side(), &of_title_a)],
            &[(b.side, &of_b), (titles[1].side(), &of_title_b)],
        )
    }

    /// The stems of an article in a language, be it told or not.
    fn of_in<'s>(&self, article: Worded<'s>, language: Option<Language>) -> Cow<'s, Stems> {
        let (told, stems) = self.of(article.side, article.stemmed);
        if told == language {
            Cow::Borrowed(stems)
        } else {
            Cow::Owned(self.stems(article.side, language))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn probability(names: f64, names_alone: f64, facts: f64, facts_alone: f64) -> f64 {
        let agreement = Agreement {
            by_words: 0.8,
            names,
            names_alone,
            facts,
            facts_alone,
            content: 60.0,
            content_alone: 60.0,
        };
        agreement.probability()
    }

    #[test]
    fn the_more_two_articles_name_alike_the_likelier_they_tell_one_story() {
        let usual = probability(20.0, 40.0, 5.0, 10.0);
        assert!(probability(40.0, 20.0, 5.0, 10.0) > usual);
        assert!(probability(20.0, 40.0, 10.0, 5.0) > usual);
        assert!(probability(2.0, 60.0, 0.0, 20.0) < 0.5);
        assert!(probability(60.0, 10.0, 15.0, 5.0) > 0.9);
        assert!(probability(0.0, 0.0, 0.0, 0.0) > 0.0);
    }

    #[test]
    fn no_likeness_makes_no_number() {
        for by_words in [0.0, 1.0] {
            let agreement = Agreement {
                by_words,
                names: 0.0,
                names_alone: 0.0,
                facts: 0.0,
                facts_alone: 0.0,
                content: 0.0,
                content_alone: 0.0,
            };
            assert!((0.0..=1.0).contains(&agreement.probability()));
        }
    }
}
