//! Text that two articles share and hardly any other has, told from forms and formulas that many fill in.
//!
//! An agency words its notices of bonds, dividends and tenders alike for years, and a site closes all its pages with one
//! pitch. Two such notices share runs of words as two versions of one story do. Two things tell them apart. The runs of a
//! formula stand in many articles that are no versions of one another; those of a story stand in the two. And a form is
//! filled in with other names and figures, where who copies a story keeps its facts. A collection of a thousand texts shows
//! what is a formula: there a model says how probable it is that text was taken. In a smaller one a rule has to do, which
//! doubts the less, the fewer texts there are.

mod context;
mod holders;
mod model;
mod rule;
mod shared;
mod standing;

pub(crate) use context::{Context, Own};
pub(crate) use holders::{AllTexts, Holders, Texts};
pub use model::Signals;
pub(crate) use shared::{RUN_WORDS, Shared};

use crate::pairs::Row;
use crate::{CheckOptions, Error, Relation};

/// Why a relation does not hold although the shares say so.
pub(crate) const FORM: &str = "what they share is a form or a formula: it stands in many other articles, it closes both, or its names and numbers are others";

/// In a large collection a quotation of fewer words is a phrase that many take up: of a communiqué, of a law, of a
/// standing description. Of 115 quotations of English news that were judged by reading, 65 had so many words, one of them
/// wrongly; of 50 shorter ones 23 were wrong.
const SAYING_WORDS: usize = 12;

/// The rows that hold, and the articles of those that only share a form.
pub(crate) struct Sifted {
    pub(crate) rows: Vec<Row>,
    pub(crate) forms: Vec<(usize, usize)>,
}

/// Drops the rows that only share a form or a formula; not where one article says that it corrects the other, which
/// changes the figures of a form, and what they share is not the form alone. Says of the others how probable the reuse
/// is, where that can be told.
pub(crate) fn without_forms(
    mut rows: Vec<Row>,
    texts: &dyn Texts,
    options: &CheckOptions,
    listen: &(dyn Fn() -> Result<(), Error> + Sync),
) -> Result<Sifted, Error> {
    let mut forms = Vec::new();
    let families = holders::families(&rows);
    let holders = Holders::count(rows.iter().map(|row| &row.runs), texts, &families, listen)?;
    rows.retain_mut(|row| {
        let pair = &mut row.pair;
        let shares = [pair.share_of_a, pair.share_of_b];
        let doubt = Doubt::of(&row.runs, row.context, &holders, shares);
        pair.signals = doubt.signals;
        if pair.relation == Relation::PartialReuse {
            pair.probability = doubt.signals.map(|signals| signals.probability());
        }
        let corrects = pair.revision.as_ref().is_some_and(|said| said.labelled)
            && row.runs.is_held_by_two(&holders);
        let holds = corrects || doubt.allows(&row.runs, pair.relation, &holders, options);
        if !holds {
            forms.push((row.a, row.b));
        }
        holds
    });
    Ok(Sifted { rows, forms })
}

/// What a collection says of what two articles share; nothing where it is too small to show formulas.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Doubt {
    signals: Option<Signals>,
    standing_text: bool,
}

impl Doubt {
    /// Asks the collection; `shares` are those of a and of b.
    fn of(shared: &Shared, context: Context, holders: &Holders, shares: [f64; 2]) -> Self {
        let signals =
            (holders.tell_formulas()).then(|| Signals::of(shared, context, holders, shares));
        Self {
            signals,
            standing_text: context.is_standing_text(),
        }
    }

    /// Whether a relation holds in spite of it; where no probability is asked for, each does.
    pub(crate) fn allows(
        self,
        shared: &Shared,
        relation: Relation,
        holders: &Holders,
        options: &CheckOptions,
    ) -> bool {
        if options.min_probability <= 0.0 {
            return true;
        }
        let Some(signals) = self.signals else {
            return rule::holds(shared, relation, holders, options);
        };
        let probable = || signals.probability() >= options.min_probability;
        match relation {
            Relation::PartialReuse => probable(),
            Relation::NearDuplicate | Relation::Contained => {
                signals.have_the_facts_of_a_version() || probable()
            }
            Relation::SharedQuotes => shared.longest_passage >= SAYING_WORDS && !self.standing_text,
            _ => true,
        }
    }
}
