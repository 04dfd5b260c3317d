//! A pair in words: what is shared, what was ignored, why this relation and this direction.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Comparison, Direction, LaterVersion, Pair, Relation, Report, Revision};

/// Why two articles stand to one another as a report says, as fields and, by its `Display`, in sentences.
///
/// # Example
/// ```
/// use wirecopy::{Article, CheckOptions, check};
///
/// let lifted = "Divers found three breaches below the waterline, each wide enough to put an arm through.";
/// let articles = [
///     Article::new("wire", format!("The ferry ran aground on Tuesday. {lifted}")),
///     Article::new("blog", format!("{lifted} Nobody at the pier knows more than that today.")),
/// ];
/// let report = check(&articles, &CheckOptions::default())?;
/// let explanation = report.explain("blog", "wire").expect("a pair").to_string();
/// assert!(explanation.contains("1 passage; the longest run without an edit has 15 words"));
/// assert!(explanation.contains("Who was earlier is not known"));
/// # Ok::<(), wirecopy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Id of the first article; "a" where two texts were compared.
    pub a: String,
    /// Id of the second article; "b" where two texts were compared.
    pub b: String,
    /// How they stand to one another; `None` when no relation holds.
    pub relation: Option<Relation>,
    /// How probable it is that text was taken, or that both tell one story, where that can be told; as of [`Pair`](crate::Pair::probability).
    pub probability: Option<f64>,
    /// How far both tell one story, where that was asked; as of [`Pair`](crate::Pair::similarity).
    pub similarity: Option<f64>,
    /// How much of the words of a stands in b, `0.0..=1.0`, furniture apart.
    pub share_of_a: f64,
    /// How much of the words of b stands in a, `0.0..=1.0`, furniture apart.
    pub share_of_b: f64,
    /// How many passages they share; 0 for identical articles, which share the whole text.
    pub passages: u64,
    /// The longest run of matching words without an edit, in words.
    pub longest_run: u64,
    /// The part of the matching words that stands inside quotation marks, `0.0..=1.0`.
    pub quotation_part: f64,
    /// The words of a that count for nothing because they are page furniture.
    pub ignored_words_of_a: u64,
    /// The words of b that count for nothing because they are page furniture.
    pub ignored_words_of_b: u64,
    /// Who took from whom.
    pub direction: Direction,
    /// Whether one is a later version of the other.
    pub revision: Option<Revision>,
    /// The third article that both seem to have it from.
    pub common_source: Option<String>,
    /// Why this relation, and then why this direction, in sentences.
    pub reasons: Vec<String>,
}

impl Pair {
    /// Why the two stand to one another as they do.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        Explanation {
            a: self.a.clone(),
            b: self.b.clone(),
            relation: Some(self.relation),
            probability: self.probability,
            similarity: self.similarity,
            share_of_a: self.share_of_a,
            share_of_b: self.share_of_b,
            passages: self.passages.len() as u64,
            longest_run: self.longest_run,
            quotation_part: self.quotation_part,
            ignored_words_of_a: self.ignored_words_of_a,
            ignored_words_of_b: self.ignored_words_of_b,
            direction: self.direction,
            revision: self.revision.clone(),
            common_source: self.common_source.clone(),
            reasons: self.reasons.clone(),
        }
    }
}

impl Comparison {
    /// Why the two stand to one another as they do.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        Explanation {
            a: "a".to_owned(),
            b: "b".to_owned(),
            relation: self.relation,
            probability: None,
            similarity: Some(self.similarity),
            share_of_a: self.share_of_a,
            share_of_b: self.share_of_b,
            passages: self.passages.len() as u64,
            longest_run: self.longest_run,
            quotation_part: self.quotation_part,
            ignored_words_of_a: self.ignored_words_of_a,
            ignored_words_of_b: self.ignored_words_of_b,
            direction: self.direction,
            revision: self.revision.clone(),
            common_source: None,
            reasons: self.reasons.clone(),
        }
    }
}

impl Report {
    /// Why two articles stand to one another as they do, given in either order; `None` when the report lists no such pair:
    /// what they share makes no relation, or is a form or a formula (listed with a `min_probability` of 0), or one is a copy
    /// of an article that stands for it (`clusters` names both). O(pairs).
    #[must_use]
    pub fn explain(&self, a: &str, b: &str) -> Option<Explanation> {
        let is_it = |pair: &&Pair| (pair.a == a && pair.b == b) || (pair.a == b && pair.b == a);
        self.pairs.iter().find(is_it).map(Pair::explanation)
    }
}

impl Explanation {
    /// The sentences of its `Display`, one by one. The articles are called a and b; the first sentence says which they are.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let relation = self.relation.map_or("no relation", Relation::as_str);
        let mut all = vec![if self.a == "a" && self.b == "b" {
            format!("a and b: {relation}.")
        } else {
            format!("a is {}, b is {}: {relation}.", self.a, self.b)
        }];
        let likely = match self.relation {
            Some(Relation::SameStory) => "both tell one story",
            _ => "text was taken",
        };
        all.extend(
            (self.probability)
                .map(|probability| format!("Probability that {likely}: {probability:.2}.")),
        );
        all.extend(self.shared());
        all.push(self.ignored());
        if !self.reasons.is_empty() {
            all.push(format!("Why: {}.", self.reasons.join("; ")));
        }
        all.extend(self.earlier());
        all.extend(self.revision.as_ref().map(revised));
        if let Some(source) = &self.common_source {
            all.push(format!(
                "Common source: {source} holds at least 80 % of what the two share, in what it shares with each."
            ));
        }
        all
    }

    /// Shares, passages, longest run and quotations.
    fn shared(&self) -> Vec<String> {
        let shares = if self.relation == Some(Relation::Identical) && self.share_of_a == 0.0 {
            "All words of both are page furniture, so none counts in the shares.".to_owned()
        } else {
            format!(
                "{} of the words of a stand in b, {} of the words of b in a.",
                percent(self.share_of_a),
                percent(self.share_of_b)
            )
        };
        if self.longest_run == 0 {
            return vec!["They share no passage.".to_owned()];
        }
        let found = if self.passages == 0 {
            "The whole text is one passage".to_owned()
        } else {
            counted(self.passages, "passage")
        };
        let quoted = match percent(self.quotation_part).as_str() {
            "0 %" if self.quotation_part == 0.0 => "none of the shared words is quoted".to_owned(),
            part => format!("{part} of the shared words stand inside quotation marks"),
        };
        let run = counted(self.longest_run, "word");
        vec![
            shares,
            format!("{found}; the longest run without an edit has {run}; {quoted}."),
        ]
    }

    fn ignored(&self) -> String {
        match (self.ignored_words_of_a, self.ignored_words_of_b) {
            (0, 0) => "Nothing was left out of account as page furniture.".to_owned(),
            (a, b) => format!(
                "Page furniture, not counted: {} in a, {} in b.",
                counted(a, "word"),
                counted(b, "word")
            ),
        }
    }

    /// The direction in the words of the report: who was earlier, and never who is to blame.
    fn earlier(&self) -> Option<String> {
        self.relation.filter(|_| self.longest_run > 0)?;
        Some(match self.direction {
            Direction::AToB => "Text shared; earlier in a.".to_owned(),
            Direction::BToA => "Text shared; earlier in b.".to_owned(),
            Direction::Unknown => {
                "Text shared. Who was earlier is not known: credits, dates and quotation marks do not tell, or disagree."
                    .to_owned()
            }
        })
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.sentences().join("\n"))
    }
}

fn revised(revision: &Revision) -> String {
    let changed = format!(
        "{} added, {} removed",
        counted(revision.added_words, "word"),
        counted(revision.removed_words, "word")
    );
    let reasons = revision.reasons.join("; ");
    match revision.later {
        LaterVersion::A => format!("Revision: a is a later version of b, {changed} ({reasons})."),
        LaterVersion::B => format!("Revision: b is a later version of a, {changed} ({reasons})."),
        LaterVersion::Unknown => format!(
            "Revision: two versions, which is later is not known; from a to b {changed} ({reasons})."
        ),
    }
}

/// A share as people write it; rounded down, so that no sentence claims more than there is.
fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

fn counted(number: u64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
