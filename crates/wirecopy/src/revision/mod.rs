//! One article as a later version of another: a correction, an update, a longer write-through.

mod changes;
mod marks;
mod phrases;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use wirecopy_reuse::{Passage, WordRanges};

use crate::direction::{End, Outlets, outlets};
use crate::evidence::Evidence;
use crate::revision::changes::{Version, alone};
use crate::revision::marks::{Mark, mark_of, mark_of_title};
use crate::when::When;
use crate::{Article, Relation};

/// A version that says that it is one shares at least this part of one of the two.
const MARKED_SHARE: f64 = 0.5;

/// A version that says nothing shares at least this part of both.
const UNMARKED_SHARE: f64 = 0.5;

/// Versions that say nothing, and have dates, are at most so many days apart: an outlet's reports on the same date of two
/// years, made out of one form, are none.
const UNMARKED_DAYS: u64 = 7;

/// At least this part of the matching words stands in passages that are in one order in both.
const IN_ORDER: f64 = 0.9;

/// Which of the two articles of a pair is the later version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LaterVersion {
    /// The first.
    A,
    /// The second.
    B,
    /// Not known: neither marks nor dates tell, or they disagree.
    #[default]
    Unknown,
}

impl LaterVersion {
    /// The name in reports and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "a",
            Self::B => "b",
            Self::Unknown => "unknown",
        }
    }
}

/// A stretch of one of two articles; offsets in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stretch {
    /// Where it begins.
    pub start: u64,
    /// Where it ends, exclusive.
    pub end: u64,
    /// How many words of it count.
    pub words: u64,
}

/// One of two articles is a later version of the other: a correction, an update, a longer or shorter write-through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Revision {
    /// Which of the two.
    pub later: LaterVersion,
    /// Whether one of the two says that it is a later version; else nothing but one outlet and likeness speak for it.
    #[serde(default)]
    pub labelled: bool,
    /// What the later version has and the earlier has not, as stretches of the later one; where nobody knows which is
    /// later, b counts as it.
    pub added: Vec<Stretch>,
    /// What the earlier version has and the later has not, as stretches of the earlier one.
    pub removed: Vec<Stretch>,
    /// The words of all that was added.
    pub added_words: u64,
    /// The words of all that was removed.
    pub removed_words: u64,
    /// How that is known, in sentences.
    pub reasons: Vec<String>,
}

/// What an article says of itself, if it says that it is a later version; found when somebody first asks.
#[derive(Debug, Default)]
pub(crate) struct Marked(OnceLock<Option<Mark>>);

impl Marked {
    fn of(&self, article: &Article<'_>) -> Option<&Mark> {
        self.0.get_or_init(|| mark_of(article)).as_ref()
    }
}

/// One article of a pair with all that the judgement of its versions looks at.
#[derive(Clone, Copy)]
pub(crate) struct Edition<'t> {
    pub(crate) end: End<'t>,
    pub(crate) void: &'t WordRanges,
    pub(crate) marked: &'t Marked,
}

impl<'t> Edition<'t> {
    fn version(self) -> Version<'t> {
        Version {
            text: &self.end.article.text,
            words: self.end.words,
            void: self.void,
        }
    }
}

/// Whether one of two articles is a later version of the other.
///
/// What they share stands in one order in both and is at least half of one of them, and one says that it is a later version
/// ("CORRECTED", "UPDATE 2", "Berichtigung", "(corrects …)" in the title or the first lines), in other words than the other
/// one, while nothing says that they are of two outlets. Or, where nothing is said, both are of one source, within a week,
/// near-duplicates or one of them contained in the other, and half of each is shared. Marks and dates tell which is the later.
pub(crate) fn revision(
    a: Edition<'_>,
    b: Edition<'_>,
    relation: Relation,
    evidence: &Evidence,
) -> Option<Revision> {
    let (larger, smaller) = (
        evidence.share_of_a.max(evidence.share_of_b),
        evidence.share_of_a.min(evidence.share_of_b),
    );
    let versions = matches!(relation, Relation::NearDuplicate | Relation::Contained);
    let may_be = match relation {
        Relation::NearDuplicate | Relation::Contained | Relation::PartialReuse => {
            larger >= MARKED_SHARE && in_order(&evidence.found)
        }
        _ => false,
    };
    if !may_be {
        return None;
    }
    let (mark_a, mark_b) = (a.marked.of(a.end.article), b.marked.of(b.end.article));
    let near_in_time = !apart(a.end.article, b.end.article);
    // Of two that say the same, the dates have to tell that they are two.
    let both_say_it =
        mark_a.is_some() && versions && by_dates(a.end.article, b.end.article).is_some();
    let said = mark_a != mark_b || both_say_it && near_in_time;
    let unsaid = versions && smaller >= UNMARKED_SHARE;
    if !(said || unsaid) {
        return None;
    }
    let of = outlets(a.end, b.end);
    // The agency in a dateline is not enough: its tables come every day in one form.
    let sources = a.end.article.source.is_some() && b.end.article.source.is_some();
    let one_outlet = sources && matches!(of, Outlets::One(_));
    if !(said && of != Outlets::Different || one_outlet && unsaid && near_in_time) {
        return None;
    }
    let mut reasons = Vec::new();
    for (side, mark) in [("a", mark_a), ("b", mark_b)] {
        if let Some(mark) = mark {
            reasons.push(format!("{side} says \"{}\"", mark.text));
        }
    }
    if let Outlets::One(name) = of {
        reasons.push(format!("both are from {name}"));
    }
    let by_marks = match (mark_a, mark_b) {
        (Some(_), None) => LaterVersion::A,
        (None, Some(_)) => LaterVersion::B,
        (Some(a), Some(b)) if a.is_after(b) => LaterVersion::A,
        (Some(a), Some(b)) if b.is_after(a) => LaterVersion::B,
        _ => LaterVersion::Unknown,
    };
    let later = later(by_marks, a.end.article, b.end.article, &mut reasons);
    if later == LaterVersion::Unknown && by_marks != later && !versions {
        // A later story that took over a part of a corrected one.
        return None;
    }
    let found = &evidence.found;
    let only_a = alone(
        a.version(),
        found.iter().map(|passage| passage.a_words.clone()),
        found.iter().flat_map(|p| &p.edits).map(|edit| edit.a),
    );
    let only_b = alone(
        b.version(),
        found.iter().map(|passage| passage.b_words.clone()),
        found.iter().flat_map(|p| &p.edits).map(|edit| edit.b),
    );
    let (added, removed) = match later {
        LaterVersion::A => (only_a, only_b),
        _ => (only_b, only_a),
    };
    Some(Revision {
        later,
        labelled: said,
        added_words: words(&added),
        removed_words: words(&removed),
        added,
        removed,
        reasons,
    })
}

/// The same for two articles of equal words: the title alone can say that it was corrected.
pub(crate) fn revision_of_copies(a: &Article<'_>, b: &Article<'_>) -> Option<Revision> {
    let mark = |article: &Article<'_>| article.title.as_deref().and_then(mark_of_title);
    let (side, by_marks, mark) = match (mark(a), mark(b)) {
        (Some(mark), None) => ("a", LaterVersion::A, mark),
        (None, Some(mark)) => ("b", LaterVersion::B, mark),
        _ => return None,
    };
    if let (Some(a), Some(b)) = (&a.source, &b.source)
        && a.trim() != b.trim()
    {
        return None;
    }
    let mut reasons = vec![format!("the title of {side} says \"{}\"", mark.text)];
    Some(Revision {
        later: later(by_marks, a, b, &mut reasons),
        labelled: true,
        added: Vec::new(),
        removed: Vec::new(),
        added_words: 0,
        removed_words: 0,
        reasons,
    })
}

/// The later version by marks and dates, unless they disagree.
fn later(
    by_marks: LaterVersion,
    a: &Article<'_>,
    b: &Article<'_>,
    reasons: &mut Vec<String>,
) -> LaterVersion {
    let Some((by_dates, reason)) = by_dates(a, b) else {
        return by_marks;
    };
    reasons.push(reason);
    if by_marks == LaterVersion::Unknown || by_marks == by_dates {
        by_dates
    } else {
        reasons.push("what they say and their dates disagree".to_owned());
        LaterVersion::Unknown
    }
}

/// The later one by the dates, which one outlet wrote.
fn by_dates(a: &Article<'_>, b: &Article<'_>) -> Option<(LaterVersion, String)> {
    let (date_a, date_b) = (a.date.as_deref()?, b.date.as_deref()?);
    let (when_a, when_b) = (When::parse(date_a)?, When::parse(date_b)?);
    let (later, first, second) = if when_a.is_before_on_one_clock(when_b) {
        (LaterVersion::B, date_a, date_b)
    } else if when_b.is_before_on_one_clock(when_a) {
        (LaterVersion::A, date_b, date_a)
    } else {
        return None;
    };
    let reason = format!("{} is before {}", first.trim(), second.trim());
    Some((later, reason))
}

/// Whether both have dates, and these lie far apart.
fn apart(a: &Article<'_>, b: &Article<'_>) -> bool {
    let when = |article: &Article<'_>| article.date.as_deref().and_then(When::parse);
    match (when(a), when(b)) {
        (Some(a), Some(b)) => a.days_apart(b) > UNMARKED_DAYS,
        _ => false,
    }
}

/// Whether nearly all of what is shared stands in one order in both; the passages are in the order of a.
fn in_order(passages: &[Passage]) -> bool {
    let all: usize = passages.iter().map(|passage| passage.words).sum();
    let mut by_place: Vec<usize> = (0..passages.len()).collect();
    by_place.sort_by_key(|&passage| passages[passage].b_words.start);
    let mut rank = vec![0; passages.len()];
    for (place, passage) in by_place.into_iter().enumerate() {
        rank[passage] = place + 1;
    }
    // The heaviest chain that ascends in b: `best` is a Fenwick tree of the heaviest that ends at or before a rank.
    let mut best = vec![0; passages.len() + 1];
    let mut heaviest = 0;
    for (passage, &rank) in passages.iter().zip(&rank) {
        let (mut before, mut at) = (0, rank - 1);
        while at > 0 {
            before = before.max(best[at]);
            at &= at - 1;
        }
        let chain = before + passage.words;
        heaviest = heaviest.max(chain);
        let mut at = rank;
        while at < best.len() {
            best[at] = chain.max(best[at]);
            at += at & at.wrapping_neg();
        }
    }
    heaviest as f64 >= IN_ORDER * all as f64
}

fn words(stretches: &[Stretch]) -> u64 {
    stretches.iter().map(|stretch| stretch.words).sum()
}
