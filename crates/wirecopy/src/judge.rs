//! From evidence to a relation, by the table of DESIGN.md, section 3.

use crate::evidence::Evidence;
use crate::story::Agreed;
use crate::{CheckOptions, Relation};

/// A prose run of this many words is no part of what somebody said to everybody.
const PROSE_RUN: usize = 12;

/// Fewer words than these are no quotation; a passage of words that have spaces between them has more.
const QUOTED_WORDS: usize = 5;

/// Words that match in whatever order tell less than words in a row: without a copied passage, so many times as many are
/// asked for.
const PARAPHRASED_TIMES: u64 = 2;

/// A relation and why it holds, or why none does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Judgement {
    /// `None` when the pair is not worth listing.
    pub(crate) relation: Option<Relation>,
    pub(crate) reasons: Vec<String>,
}

impl Judgement {
    pub(crate) fn identical() -> Self {
        Self {
            relation: Some(Relation::Identical),
            reasons: vec!["both have the same words in the same order".to_owned()],
        }
    }
}

/// The first relation of the table that holds.
pub(crate) fn judge(evidence: &Evidence, options: &CheckOptions) -> Judgement {
    let (share_a, share_b) = (evidence.share_of_a, evidence.share_of_b);
    let shares = || {
        format!(
            "{} of the words of a stand in b and {} of the words of b in a, small edits included",
            percent(share_a),
            percent(share_b)
        )
    };
    let (relation, reasons) = if evidence.found.is_empty() {
        (None, vec!["they share no passage".to_owned()])
    } else if evidence.copied_of_a.min(evidence.copied_of_b) >= options.near_duplicate_share {
        let reached = format!(
            "both shares reach {}",
            percent(options.near_duplicate_share)
        );
        (Some(Relation::NearDuplicate), vec![shares(), reached])
    } else if evidence.copied_of_a.max(evidence.copied_of_b) >= options.contained_share {
        let (inner, outer) = if evidence.copied_of_a >= evidence.copied_of_b {
            ("a", "b")
        } else {
            ("b", "a")
        };
        let reached = percent(options.contained_share);
        let stands = format!("{inner} stands in {outer}: its share reaches {reached}");
        (Some(Relation::Contained), vec![shares(), stands])
    } else if evidence.copied_of_a > 0.0
        && evidence.quotation_part >= options.shared_quotes_part
        && evidence.longest_prose_run < PROSE_RUN
        && evidence.most_copied_words >= QUOTED_WORDS
    {
        let quoted = format!(
            "{} of the {} matching words stand inside quotation marks; at least {} do",
            percent(evidence.quotation_part),
            evidence.matched_words,
            percent(options.shared_quotes_part)
        );
        let prose = format!("no run of {PROSE_RUN} matching words stands outside them");
        (Some(Relation::SharedQuotes), vec![quoted, prose])
    } else {
        let (words, wanted) = (evidence.most_prose_words as u64, options.min_prose_words);
        let (reworded, more) = (
            evidence.paraphrased_words as u64,
            wanted * PARAPHRASED_TIMES,
        );
        if words < wanted && reworded >= more {
            let prose = format!(
                "paraphrases have {reworded} matching words of prose; at least {more} are asked for"
            );
            (Some(Relation::PartialReuse), vec![shares(), prose])
        } else if words >= wanted {
            let prose = format!(
                "a passage has {words} matching words of prose; at least {wanted} are asked for"
            );
            (Some(Relation::PartialReuse), vec![shares(), prose])
        } else {
            let prose =
                format!("no passage has {wanted} matching words of prose; the most is {words}");
            (None, vec![shares(), prose])
        }
    };
    Judgement { relation, reasons }
}

/// The relation of a pair that is known to tell one story, beside so many articles.
pub(crate) fn judge_story(story: &Agreed, background: usize, evidence: &Evidence) -> Judgement {
    let beside = match background {
        0 => "in news at large".to_owned(),
        many => format!("beside {many} articles"),
    };
    let likely = percent(story.probability);
    let agreed = story.agreement.map_or(String::new(), |found| {
        let part = |both: f64, alone: f64| percent(both / (both + alone).max(f64::MIN_POSITIVE));
        format!(
            "; both have {} of the names and {} of the numbers and dates of the one with fewer",
            part(found.names, found.names_alone),
            part(found.facts, found.facts_alone)
        )
    });
    let shared = if evidence.found.is_empty() {
        "they share no passage".to_owned()
    } else {
        "what they share is too little for another relation".to_owned()
    };
    let story = format!(
        "their story similarity is {:.2} {beside}{agreed}: one story with a probability of {likely}",
        story.similarity
    );
    Judgement {
        relation: Some(Relation::SameStory),
        reasons: vec![story, shared],
    }
}

/// A share as people write it; rounded down, so that no reason claims more than there is.
fn percent(share: f64) -> String {
    format!("{:.0} %", (share * 100.0 + 1e-9).floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(evidence: &Evidence) -> Option<Relation> {
        judge(evidence, &CheckOptions::default()).relation
    }

    fn evidence(share_of_a: f64, share_of_b: f64) -> Evidence {
        use wirecopy_reuse::{AlignOptions, Aligner, Repeats, Side, TermWeights, WordRanges};
        let text = "The old ferry to Marrow Point sails again on Monday after a long repair.";
        let analysis = wirecopy_text::Analysis::new(text).expect("short");
        let (void, repeats) = (WordRanges::default(), Repeats::new(&analysis, 8));
        let side = Side::new(text, &analysis, &void, &repeats);
        let found =
            Aligner::new(side, &TermWeights::default(), &AlignOptions::default()).passages(side);
        Evidence {
            share_of_a,
            share_of_b,
            copied_of_a: share_of_a,
            copied_of_b: share_of_b,
            ..Evidence::new(side, side, found)
        }
    }

    #[test]
    fn the_table_is_read_from_the_top() {
        assert_eq!(
            relation(&evidence(0.80, 0.95)),
            Some(Relation::NearDuplicate)
        );
        assert_eq!(relation(&evidence(0.79, 0.80)), Some(Relation::Contained));
        assert_eq!(relation(&evidence(0.5, 0.5)), Some(Relation::PartialReuse));
        assert_eq!(relation(&Evidence::default()), None);
    }

    #[test]
    fn quotations_alone_are_shared_quotes_until_prose_runs_beside_them() {
        let quoted = Evidence {
            quotation_part: 0.7,
            longest_prose_run: 11,
            ..evidence(0.2, 0.2)
        };
        assert_eq!(relation(&quoted), Some(Relation::SharedQuotes));
        let prose = Evidence {
            longest_prose_run: 12,
            ..quoted.clone()
        };
        assert_eq!(relation(&prose), Some(Relation::PartialReuse));
        let less = Evidence {
            quotation_part: 0.69,
            ..quoted
        };
        assert_eq!(relation(&less), Some(Relation::PartialReuse));
    }

    #[test]
    fn short_passages_alone_are_no_relation() {
        let short = Evidence {
            most_prose_words: 11,
            quotation_part: 0.0,
            ..evidence(0.1, 0.1)
        };
        assert_eq!(relation(&short), None);
    }

    #[test]
    fn a_percentage_never_claims_more_than_there_is() {
        assert_eq!(percent(0.7999), "79 %");
        assert_eq!(percent(0.8), "80 %");
        assert_eq!(percent(0.29), "29 %");
    }
}
