//! The pairs of articles that may tell one story, each with its likeness.
//!
//! Two articles of one story share rare words, so each article is looked up by its heaviest terms that few others have.
//! What is found is compared whole, and of what is near enough to matter the neighbourhoods are looked at. The work for
//! an article is bounded whatever the collection, so that all of it grows with the number of articles.

use crate::progress::{map_in_parallel, report};
use crate::stories::lookup::{Index, Look, Pool, Sums, nearest};
use crate::stories::profiles::Profiles;
use crate::story::{
    Collection, LEAST_TERMS, Likeness, least_common, least_rare, least_similarity, likeness,
    rare_holders,
};
use crate::{Error, Progress, Stage};

/// To find the candidates of a row, so many of its heaviest terms are looked up, of those that at most so many rows have.
const CANDIDATE_LOOK: Look = Look {
    terms: 24,
    holders: 128,
};

/// So many rows are candidates of one at most, the nearest by what was looked up.
const CANDIDATES: usize = 64;

/// What the terms looked up have of the cosine, and the whole cosine, at least, in parts of the similarity of even odds:
/// common terms come to the first, and common neighbours to the second.
const LEAST_LOOKED_UP: f64 = 0.08;
const LEAST_COSINE: f64 = 0.25;

/// What an article of another month is as near to is a series: a bank's notices, the prices of a market. Two articles of
/// one story are so many times as near to one another as either is to any that their dates exclude, of which the nearest
/// few by what was looked up are compared.
const NEARER: f64 = 1.25;
const EXCLUDED: usize = 8;

const EVEN_ODDS: f64 = 0.5;

/// What is known of the rows of a collection before their stories are compared.
pub(crate) struct Asked<'a> {
    pub(crate) all: &'a Collection,
    /// Rows before this one are not paired with one another.
    pub(crate) paired_from: usize,
    /// Whether two rows are versions of one article.
    pub(crate) versions: &'a (dyn Fn(usize, usize) -> bool + Sync),
    /// For each row the part of all rows whose dates let them be of its story.
    pub(crate) meeting: &'a [f64],
    /// Whether the dates of two rows let them be one story.
    pub(crate) meet: &'a (dyn Fn(usize, usize) -> bool + Sync),
    /// Whether the dates of two rows are known.
    pub(crate) dated: &'a (dyn Fn(usize, usize) -> bool + Sync),
    /// Whether two rows are notices in one form, which are alike in most words and tell of two things.
    pub(crate) of_a_form: &'a (dyn Fn(usize, usize) -> bool + Sync),
}

/// Two rows, `a < b`, and how far they tell one story.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scored {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) likeness: Likeness,
}

/// What was compared.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The candidates, sorted.
    pub(crate) pairs: Vec<Scored>,
    /// For each row that had more candidates than it was compared with the farthest of these: others may be as near.
    pub(crate) beyond: Vec<Option<Likeness>>,
}

/// Finds the candidates, and says of them how far they tell one story.
pub(crate) fn find(asked: &Asked<'_>, progress: Progress<'_>) -> Result<Found, Error> {
    let all = asked.all;
    let index = Index::new(all, &|| report(progress, Stage::Stories, 0, 0))?;
    let sums = Pool::new(|| Sums::new(all));
    let Candidates { pairs, crowded } = candidates(asked, &index, &sums, progress)?;
    let profiles = Profiles::new(asked, &index, &sums, &pairs, progress)?;
    let pairs = profiles.compare(&pairs, progress, |(a, of_a), (b, of_b)| Scored {
        a,
        b,
        likeness: likeness(of_a, of_b, all.beside(a), asked.rivals(a, b)),
    })?;
    Ok(Found {
        beyond: beyond(&pairs, &crowded),
        pairs,
    })
}

impl Asked<'_> {
    /// Among how many rows the story of a pair was looked for.
    fn rivals(&self, a: usize, b: usize) -> f64 {
        let of = |row: usize| self.all.beside(row) as f64 * self.meeting[row];
        of(a).min(of(b))
    }

    /// Whether a row has terms enough to tell a story.
    fn tells(&self, row: usize) -> bool {
        self.all.columns(row).len() >= LEAST_TERMS
    }
}

/// What is found of one row.
struct Near {
    /// Other rows and the cosines with them.
    others: Vec<(usize, f64)>,
    /// Whether there are more.
    crowded: bool,
    /// The largest cosine with a row that the dates exclude.
    excluded: f64,
}

/// The pairs to compare, sorted, and which rows have more candidates than that.
struct Candidates {
    pairs: Vec<(usize, usize)>,
    crowded: Vec<bool>,
}

/// Finds them.
fn candidates(
    asked: &Asked<'_>,
    index: &Index<'_>,
    sums: &Pool<Sums, impl Fn() -> Sums + Sync>,
    progress: Progress<'_>,
) -> Result<Candidates, Error> {
    let rows = asked.all.len();
    let asking: Vec<usize> = (asked.paired_from..rows)
        .filter(|&row| asked.tells(row))
        .collect();
    let found = map_in_parallel(
        &asking,
        Stage::Stories,
        progress,
        |_| 1,
        |&row| Ok(sums.with(|sums| near(asked, index, row, sums))),
    )?;
    let (mut crowded, mut excluded) = (vec![false; rows], vec![0.0; rows]);
    for (&row, found) in asking.iter().zip(&found) {
        crowded[row] = found.crowded;
        excluded[row] = found.excluded;
    }
    let mut pairs = Vec::new();
    for (&row, found) in asking.iter().zip(&found) {
        let nearer = |&&(other, cosine): &&(usize, f64)| {
            cosine >= NEARER * f64::max(excluded[row], excluded[other])
        };
        let others = found.others.iter().filter(nearer);
        pairs.extend(others.map(|&(other, _)| (row.min(other), row.max(other))));
    }
    pairs.sort_unstable();
    pairs.dedup();
    Ok(Candidates { pairs, crowded })
}

/// Looks one row up.
fn near(asked: &Asked<'_>, index: &Index<'_>, row: usize, sums: &mut Sums) -> Near {
    let all = asked.all;
    let least =
        |other: usize| least_similarity(EVEN_ODDS, all.beside(row), asked.rivals(row, other));
    let mut found = index.look(row, CANDIDATE_LOOK, LEAST_LOOKED_UP * least(row), sums);
    found.retain(|&(other, _)| {
        let other = other as usize;
        other != row && asked.tells(other) && !(asked.versions)(row, other)
    });
    let (mut near, mut excluded): (Vec<_>, Vec<_>) =
        (found.into_iter()).partition(|&(other, _)| (asked.meet)(row, other as usize));
    near.retain(|&(other, _)| !(asked.of_a_form)(row, other as usize));
    nearest(&mut near, CANDIDATES);
    let crowded = near.len() == CANDIDATES;
    sums.place(all.columns(row));
    let rare_holders = rare_holders(all.beside(row));
    let compared = |other: usize| compared(all, row, other, (&*sums, rare_holders));
    let others: Vec<(usize, f64)> = (near.into_iter())
        .filter_map(|(other, _)| {
            let other = other as usize;
            let rivals = asked.rivals(row, other);
            // They have no more terms in common than either has.
            let terms = all.columns(row).len().min(all.columns(other).len());
            if (terms as f64) < least_common(rivals) {
                return None;
            }
            let compared = compared(other);
            let enough = compared.cosine >= LEAST_COSINE * least(other)
                && compared.common as f64 >= least_common(rivals)
                && ((asked.dated)(row, other) || compared.rare as f64 >= least_rare(rivals));
            enough.then_some((other, compared.cosine))
        })
        .collect();
    nearest(&mut excluded, if others.is_empty() { 0 } else { EXCLUDED });
    let excluded = (excluded.into_iter())
        .map(|(other, _)| compared(other as usize).cosine)
        .fold(0.0, f64::max);
    sums.unplace(all.columns(row));
    Near {
        others,
        crowded,
        excluded,
    }
}

/// Two rows beside one another.
struct Compared {
    cosine: f64,
    /// How many terms they have in common.
    common: usize,
    /// How many of these are rare.
    rare: usize,
}

/// Compares two rows, the first of which was placed; a term is rare that so many rows hold at most.
fn compared(
    all: &Collection,
    row: usize,
    other: usize,
    (placed, rare_holders): (&Sums, usize),
) -> Compared {
    let weights = all.weights(row);
    let (mut sum, mut common, mut rare) = (0.0, 0, 0);
    for (&column, weight) in all.columns(other).iter().zip(all.weights(other)) {
        if let Some(position) = placed.position(column) {
            sum += weight * weights[position];
            common += 1;
            rare += usize::from(all.holding()[column as usize] as usize <= rare_holders);
        }
    }
    let lengths = all.length(row) * all.length(other);
    Compared {
        cosine: if lengths > 0.0 { sum / lengths } else { 0.0 },
        common,
        rare,
    }
}

/// The likeness of the farthest candidate of each row that has more of them than were compared.
fn beyond(pairs: &[Scored], crowded: &[bool]) -> Vec<Option<Likeness>> {
    let mut beyond: Vec<Option<Likeness>> = vec![None; crowded.len()];
    for pair in pairs {
        for row in [pair.a, pair.b].into_iter().filter(|&row| crowded[row]) {
            let nearer = |least: Likeness| least.similarity <= pair.likeness.similarity;
            if !beyond[row].is_some_and(nearer) {
                beyond[row] = Some(pair.likeness);
            }
        }
    }
    beyond
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stories::testing::{PROGRESS, asked, collection, cosine};

    #[test]
    fn among_many_without_dates_a_story_has_rare_terms_and_a_series_has_not() {
        let story = (0..2).map(|paper| (paper..25 + paper).collect());
        let series = (0..7).map(|week| (30..56).filter(|&word| word != 30 + week).collect());
        let others = (0..600).map(|text: usize| {
            let word = |at: usize| {
                u8::try_from(100 + 15 * at + (text / [1, 15, 225][at % 3]) % 15).unwrap()
            };
            (0..9).map(word).collect()
        });
        let texts: Vec<Vec<u8>> = story.chain(series).chain(others).collect();
        let all = collection(&texts);
        // As if each stood for ten: rivals are what counts.
        let meeting = vec![10.0; all.len()];
        let found = |dated: bool| {
            let dated = |_: usize, _: usize| dated;
            let mut asked = asked(&all, &meeting, 0);
            (asked.dated, asked.of_a_form, asked.meet) = (&dated, &|_, _| false, &|_, _| true);
            let index = Index::new(&all, &|| Ok(())).unwrap();
            let sums = Pool::new(|| Sums::new(&all));
            let found = candidates(&asked, &index, &sums, PROGRESS).unwrap();
            let made: Vec<(usize, usize)> =
                found.pairs.into_iter().filter(|&(_, b)| b < 9).collect();
            made
        };
        assert_eq!(found(false), [(0, 1)]);
        assert!(found(true).contains(&(0, 1)) && found(true).contains(&(2, 3)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn candidates_of_few_texts_are_those_of_comparing_all(
            texts in prop::collection::vec(prop::collection::vec(0..40_u8, 6..16), 2..20),
            paired_from in 0..6_usize,
        ) {
            let all = collection(&texts);
            let meeting = vec![1.0; all.len()];
            let asked = asked(&all, &meeting, paired_from);
            let index = Index::new(&all, &|| Ok(())).unwrap();
            let sums = Pool::new(|| Sums::new(&all));
            let found = candidates(&asked, &index, &sums, PROGRESS).unwrap();
            prop_assert!(!found.crowded.contains(&true));
            let found = found.pairs;
            let least = LEAST_COSINE * least_similarity(EVEN_ODDS, all.len(), all.len() as f64);
            let rows = 0..all.len();
            let cosines: Vec<Vec<f64>> = (rows.clone())
                .map(|a| rows.clone().map(|b| cosine(&all, a, b)).collect())
                .collect();
            let tells = |row: usize| all.columns(row).len() >= LEAST_TERMS;
            let may = |a: usize, b: usize| {
                let meet = !(a + b).is_multiple_of(7) && !(a + b).is_multiple_of(5);
                let new = a.max(b) >= paired_from;
                a != b && tells(a) && tells(b) && meet && new && cosines[a][b] >= least
            };
            let excluded: Vec<f64> = (rows.clone())
                .map(|row| {
                    // An old row, and one without candidates, is not asked.
                    if row < paired_from || !rows.clone().any(|other| may(row, other)) {
                        return 0.0;
                    }
                    (rows.clone())
                        .filter(|&other| other != row && tells(other) && (row + other).is_multiple_of(7))
                        .map(|other| cosines[row][other])
                        .filter(|&cosine| cosine >= least * LEAST_LOOKED_UP / LEAST_COSINE)
                        .fold(0.0, f64::max)
                })
                .collect();
            for a in rows.clone() {
                for b in a + 1..all.len() {
                    let far = NEARER * f64::max(excluded[a], excluded[b]);
                    // At a border a rounding may decide.
                    prop_assume!((cosines[a][b] - least).abs() > 1e-6);
                    prop_assume!((cosines[a][b] - far).abs() > 1e-6);
                    let wanted = may(a, b) && cosines[a][b] >= far;
                    prop_assert_eq!(found.contains(&(a, b)), wanted, "{} {}", a, b);
                }
            }
        }
    }
}
