//! What speaks for a copy in a collection that is too small to show what is a formula.

use super::holders::{Holders, LONG_RUN, RUN_COST};
use super::shared::Shared;
use crate::{CheckOptions, Relation};

/// What a name or a number in the place of another one takes away, in runs that nobody else has.
const CHANGED_COST: f64 = 2.0;

/// Of two articles that are alike as wholes, a form is one in which at least so many names and numbers are others.
const CHANGED_FACTS: u32 = 2;

/// Where no name and no number is the same, so many that are others make a form, however much is alike around them.
const ALL_CHANGED: u32 = 3;

/// So much has to be left for each word that makes a prose passage reuse: a passage of twelve words with one edit, of
/// which nobody else has a run, is just not enough, and one of ten words without any is.
const EVIDENCE_PER_WORD: f64 = 0.35;

/// One short passage that closes both has fewer words: a link, a pitch. Among few articles, which somebody has put together,
/// a sentence that closes two of them was lifted sooner than a site puts it below all its pages.
const SENTENCE: usize = 18;

/// Whether what two articles share carries their relation.
pub(super) fn holds(
    shared: &Shared,
    relation: Relation,
    holders: &Holders,
    options: &CheckOptions,
) -> bool {
    let wanted = match relation {
        // All slots of a form are filled in anew.
        Relation::NearDuplicate | Relation::Contained
            if shared.changed >= ALL_CHANGED && shared.kept == 0 =>
        {
            return false;
        }
        Relation::PartialReuse if shared.closes && shared.longest_passage < SENTENCE => {
            return false;
        }
        Relation::PartialReuse if shared.longest >= LONG_RUN => 0.0,
        Relation::PartialReuse => EVIDENCE_PER_WORD * options.min_prose_words as f64,
        Relation::NearDuplicate | Relation::Contained if shared.changed >= CHANGED_FACTS => 0.0,
        _ => return true,
    };
    // A run of so many words is no formula, however many have it.
    let of_runs: f64 = if shared.longest >= LONG_RUN {
        (1.0 - RUN_COST) * shared.runs.len() as f64
    } else {
        let runs = shared.runs.iter();
        runs.map(|&run| holders.weight(run) - RUN_COST).sum()
    };
    let reworded = EVIDENCE_PER_WORD * shared.reworded as f64;
    of_runs + reworded - CHANGED_COST * f64::from(shared.changed) >= wanted
}
