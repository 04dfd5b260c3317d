//! Text that two articles share and hardly any other has, told from forms and formulas that many fill in.
//!
//! An agency words its notices of bonds, dividends and tenders alike for years, and a site closes all its pages with one
//! pitch. Two such notices share runs of words as two versions of one story do. Two things tell them apart. The runs of a
//! formula stand in many articles that are no versions of one another; those of a story stand in the two. And a form is
//! filled in with other names and figures, where who copies a story keeps its facts. How much each counts was chosen with
//! 395 pairs in view that people had judged by reading (DESIGN.md, section 3).

use std::collections::HashMap;
use std::ops::Range;

use rayon::prelude::*;
use wirecopy_reuse::{EditKind, Passage, PassageForm, SortedHashes};
use wirecopy_text::{Analysis, Marks, Span, shingle_hashes};

use crate::pairs::Row;
use crate::{CheckOptions, Error, Relation};

/// Length in words of the runs whose holders are counted.
const RUN_WORDS: usize = 4;

/// A run speaks for a copy by `1 / n^s`, where `n` families of texts hold it beside that of one of the two, and against it
/// by this: what four families or more of a large collection have speaks for a formula.
const RUN_COST: f64 = 0.35;

/// What a name or a number in the place of another one takes away, in runs that nobody else has.
const CHANGED_COST: f64 = 2.0;

/// Of two articles that are alike as wholes, a form is one in which at least so many names and numbers are others.
const CHANGED_FACTS: u32 = 2;

/// In a collection of up to so many texts nobody can tell a formula by its holders (`s` is 0); in one of so many, `s` is 1.
const SMALL: f64 = 10.0;
const LARGE: f64 = 1000.0;

/// So much has to be left for each word that makes a prose passage reuse: a passage of twelve words with one edit, of
/// which nobody else has a run, is just not enough, and one of ten words without any is.
const EVIDENCE_PER_WORD: f64 = 0.35;

/// A run of so many words is no formula, however many have it.
const LONG_RUN: usize = 30;

/// A passage of at most so many words that closes both texts, but for so many words, says nothing on its own: this is how
/// a site closes its pages.
const CLOSING_WORDS: usize = 60;
const CLOSING_SLACK: usize = 5;

/// The rows that hold, and the articles of those that do not.
pub(crate) struct Sifted {
    pub(crate) rows: Vec<Row>,
    pub(crate) refused: Vec<(usize, usize)>,
}

/// Drops the rows that only share a form or a formula; not where one article says that it corrects the other, which
/// changes the figures of a form. `texts` come with the places of their articles.
pub(crate) fn without_forms(
    mut rows: Vec<Row>,
    texts: &[(usize, &Analysis)],
    options: &CheckOptions,
    listen: &(dyn Fn() -> Result<(), Error> + Sync),
) -> Result<Sifted, Error> {
    let families = families(&rows);
    let shared = rows.iter().map(|row| &row.runs);
    let holders = Holders::count(shared, texts, &families, listen)?;
    let mut refused = Vec::new();
    rows.retain(|row| {
        let objection = row.runs.objection(row.pair.relation, &holders, options);
        let form = row.pair.revision.is_none() && objection.is_some();
        if form {
            refused.push((row.a, row.b));
        }
        !form
    });
    Ok(Sifted { rows, refused })
}

/// How many texts are gone through between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 256;

/// The runs that two articles share, and what became of the facts around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    /// The hashes of the runs that stand in a passage on both sides, ascending, each once.
    runs: Vec<u64>,
    /// Names and numbers in the place of which the other side has others.
    changed: u32,
    /// The longest run of matching words.
    longest: usize,
    /// The matching words of paraphrases, which have no runs.
    reworded: usize,
    /// Whether all that is shared is one short passage that closes both texts.
    closes: bool,
}

impl Shared {
    /// What the passages of two texts share.
    pub(crate) fn of(a: &Analysis, b: &Analysis, found: &[Passage]) -> Self {
        let mut shared = Self {
            closes: matches!(found, [passage] if closes(a, &passage.a_words) && closes(b, &passage.b_words)),
            ..Self::default()
        };
        for passage in found {
            if passage.form == PassageForm::Paraphrased {
                shared.reworded += passage.words;
                continue;
            }
            let (in_a, in_b) = (runs(a, &passage.a_words), runs(b, &passage.b_words));
            shared.runs.extend(common(&in_a, &in_b));
            shared.longest = shared.longest.max(passage.longest_run);
            for edit in &passage.edits {
                let gone = facts(a, &words_of(a, edit.a), &passage.a_words);
                let come = facts(b, &words_of(b, edit.b), &passage.b_words);
                if edit.kind == EditKind::Replaced && gone > 0 && come > 0 {
                    shared.changed += gone.max(come);
                }
            }
        }
        shared.runs.sort_unstable();
        shared.runs.dedup();
        shared
    }

    /// Why a relation does not hold although the shares say so; `None` when it does.
    pub(crate) fn objection(
        &self,
        relation: Relation,
        holders: &Holders,
        options: &CheckOptions,
    ) -> Option<&'static str> {
        let wanted = match relation {
            Relation::PartialReuse if self.closes => {
                return Some("all that they share is a few words that close both");
            }
            Relation::PartialReuse if self.longest >= LONG_RUN => 0.0,
            Relation::PartialReuse => EVIDENCE_PER_WORD * options.min_prose_words as f64,
            Relation::NearDuplicate | Relation::Contained if self.changed >= CHANGED_FACTS => 0.0,
            _ => return None,
        };
        let of_runs: f64 = if self.longest >= LONG_RUN {
            (1.0 - RUN_COST) * self.runs.len() as f64
        } else {
            self.runs
                .iter()
                .map(|&run| holders.weight(run) - RUN_COST)
                .sum()
        };
        let reworded = EVIDENCE_PER_WORD * self.reworded as f64;
        let evidence = of_runs + reworded - CHANGED_COST * f64::from(self.changed);
        (evidence < wanted).then_some(
            "what they share is a form or a formula: it stands in many other articles, or its names and numbers are others",
        )
    }
}

/// Whether some words are few, in themselves and beside the others, and close their text.
fn closes(text: &Analysis, words: &Range<usize>) -> bool {
    words.len() <= CLOSING_WORDS
        && 2 * words.len() < text.len()
        && words.end + CLOSING_SLACK >= text.len()
}

/// The hashes of the runs of some words, ascending.
fn runs(text: &Analysis, words: &Range<usize>) -> Vec<u64> {
    let mut runs: Vec<u64> = shingle_hashes(&text.hashes()[words.clone()], RUN_WORDS).collect();
    runs.sort_unstable();
    runs
}

/// What stands in both of two ascending lists.
fn common<'r>(one: &'r [u64], other: &'r [u64]) -> impl Iterator<Item = u64> + 'r {
    one.iter()
        .copied()
        .filter(|run| other.binary_search(run).is_ok())
}

/// The words that lie in a span.
fn words_of(text: &Analysis, span: Span) -> Range<usize> {
    let spans = text.spans();
    let start = spans.partition_point(|word| word.start < span.start);
    let end = spans.partition_point(|word| word.end <= span.end);
    start..end.max(start)
}

/// How many of some words of a passage are names or numbers, as far as their looks tell: where all words of the passage
/// have capitals, as in a headline, capitals say nothing.
fn facts(text: &Analysis, words: &Range<usize>, passage: &Range<usize>) -> u32 {
    let marks = text.marks();
    let plain = marks[passage.clone()]
        .iter()
        .any(|marks| !marks.intersects(Marks::NUMBER | Marks::CAPITALISED | Marks::FUNCTION));
    let looks = if plain {
        Marks::NUMBER | Marks::CAPITALISED
    } else {
        Marks::NUMBER
    };
    let facts = marks[words.clone()]
        .iter()
        .filter(|marks| marks.intersects(looks));
    u32::try_from(facts.count()).unwrap_or(u32::MAX)
}

/// In how many families of texts each of some runs stands: versions of one text are a family.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    families: HashMap<u64, u32>,
    /// How much it says that many hold a run, `0.0..=1.0`.
    exponent: f64,
}

impl Holders {
    /// Counts the families that hold the runs of some pairs. O(words of the texts).
    fn count<'s>(
        shared: impl Iterator<Item = &'s Shared>,
        texts: &[(usize, &Analysis)],
        families: &HashMap<usize, usize>,
        listen: &(dyn Fn() -> Result<(), Error> + Sync),
    ) -> Result<Self, Error> {
        let wanted = SortedHashes::new(shared.flat_map(|shared| &shared.runs).copied().collect());
        let mut held: Vec<(u32, usize)> = texts
            .par_chunks(TEXTS_UNHEARD)
            .map(|texts| {
                listen()?;
                let mut held = Vec::new();
                for (article, text) in texts {
                    let family = families.get(article).unwrap_or(article);
                    let found = shingle_hashes(text.hashes(), RUN_WORDS)
                        .filter_map(|run| wanted.position(run));
                    held.extend(found.map(|place| (number(place), *family)));
                }
                Ok(held)
            })
            .collect::<Result<Vec<_>, Error>>()?
            .concat();
        held.par_sort_unstable();
        held.dedup();
        let counts = held.chunk_by(|x, y| x.0 == y.0);
        let size = (texts.len().max(1) as f64 / SMALL).ln() / (LARGE / SMALL).ln();
        Ok(Self {
            families: counts
                .map(|holders| {
                    (
                        wanted.as_slice()[holders[0].0 as usize],
                        number(holders.len()),
                    )
                })
                .collect(),
            exponent: size.clamp(0.0, 1.0),
        })
    }

    /// What a run that two articles share says for a copy: 1 where no other family holds it; where nothing was counted, 1 too.
    fn weight(&self, run: u64) -> f64 {
        let families = self.families.get(&run).copied().unwrap_or(1);
        f64::from(families.saturating_sub(1).max(1)).powf(-self.exponent)
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).expect("fewer than 2^32 runs and texts: their lists would take 32 GiB")
}

/// Versions of one text: for each article that has any, the first of its family. Of two versions a long run is the same;
/// two notices in one form may be as alike, and have none.
fn families(rows: &[Row]) -> HashMap<usize, usize> {
    let mut first: HashMap<usize, usize> = HashMap::new();
    for row in rows {
        let versions = matches!(
            row.pair.relation,
            Relation::NearDuplicate | Relation::Contained
        );
        if versions && row.runs.longest >= LONG_RUN {
            let (a, b) = (root(&first, row.a), root(&first, row.b));
            first.insert(a.max(b), a.min(b));
            first.entry(a.min(b)).or_insert(a.min(b));
        }
    }
    let articles: Vec<usize> = first.keys().copied().collect();
    articles
        .into_iter()
        .map(|article| (article, root(&first, article)))
        .collect()
}

fn root(first: &HashMap<usize, usize>, mut article: usize) -> usize {
    while let Some(&earlier) = first.get(&article)
        && earlier != article
    {
        article = earlier;
    }
    article
}
