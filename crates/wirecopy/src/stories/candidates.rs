//! The pairs of articles that may tell one story, each with its likeness.
//!
//! Two articles of one story share rare words, so each article is looked up by its heaviest terms that few others have.
//! What is found is compared whole, and of what is near enough to matter the neighbourhoods are looked at. The work for
//! an article is bounded whatever the collection, so that all of it grows with the number of articles.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use crate::progress::{map_in_parallel, report};
use crate::story::{
    Collection, LEAST_TERMS, Likeness, NEIGHBOURS, Profile, least_common, least_similarity,
    likeness, similarity,
};
use crate::{Error, Progress, Stage};

/// To find the candidates of a row, so many of its heaviest terms are looked up, of those that at most so many rows have.
const CANDIDATE_LOOK: Look = Look {
    terms: 24,
    holders: 128,
};

/// The same, to find its neighbourhood: there, terms that are less rare count too.
const NEIGHBOURHOOD_LOOK: Look = Look {
    terms: 32,
    holders: 256,
};

/// So many rows are candidates of one at most, the nearest by what was looked up, and so many may be its neighbours.
const CANDIDATES: usize = 64;
const LIKELY_NEIGHBOURS: usize = NEIGHBOURS + 14;

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

/// A neighbour has at least this part of the cosine in common.
const LEAST_NEIGHBOUR: f64 = 0.02;

/// How many texts are entered between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 1024;

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
    let pairs = each(&pairs, progress, |a, b| Scored {
        a,
        b,
        likeness: likeness(
            profiles.of(a),
            profiles.of(b),
            all.beside(a),
            asked.rivals(a, b),
        ),
    })?;
    Ok(Found {
        beyond: beyond(&pairs, &crowded),
        pairs,
    })
}

/// Of pairs of rows the similarity, and the part that the terms of their neighbourhoods lose, on average of both.
pub(crate) fn features(
    asked: &Asked<'_>,
    pairs: &[(usize, usize)],
    progress: Progress<'_>,
) -> Result<Vec<(f64, f64)>, Error> {
    let all = asked.all;
    let index = Index::new(all, &|| report(progress, Stage::Stories, 0, 0))?;
    let sums = Pool::new(|| Sums::new(all));
    let profiles = Profiles::new(asked, &index, &sums, pairs, progress)?;
    each(pairs, progress, |a, b| {
        let (a, b, beside) = (profiles.of(a), profiles.of(b), all.beside(a));
        (
            similarity(a, b, beside),
            f64::midpoint(a.crowding(), b.crowding()),
        )
    })
}

fn each<R: Send>(
    pairs: &[(usize, usize)],
    progress: Progress<'_>,
    say: impl Fn(usize, usize) -> R + Sync,
) -> Result<Vec<R>, Error> {
    map_in_parallel(
        pairs,
        Stage::Stories,
        progress,
        |_| 1,
        |&(a, b)| Ok(say(a, b)),
    )
}

/// The profiles of the rows of some pairs.
struct Profiles<'a>(Vec<Option<Profile<'a>>>);

impl<'a> Profiles<'a> {
    fn new(
        asked: &Asked<'a>,
        index: &Index<'_>,
        sums: &Pool<Sums, impl Fn() -> Sums + Sync>,
        pairs: &[(usize, usize)],
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let mut rows: Vec<usize> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        rows.sort_unstable();
        rows.dedup();
        let placed = map_in_parallel(
            &rows,
            Stage::Stories,
            progress,
            |_| 1,
            |&row| Ok(sums.with(|sums| placed(asked, index, row, sums))),
        )?;
        let mut profiles: Vec<Option<Profile<'a>>> = vec![None; asked.all.len()];
        for (row, profile) in rows.into_iter().zip(placed) {
            profiles[row] = Some(profile);
        }
        Ok(Self(profiles))
    }

    fn of(&self, row: usize) -> &Profile<'a> {
        self.0[row]
            .as_ref()
            .expect("a pair is made of rows that were placed")
    }
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
    let others: Vec<(usize, f64)> = (near.into_iter())
        .filter_map(|(other, _)| {
            let other = other as usize;
            let (cosine, common) = compared(all, row, other);
            let enough = cosine >= LEAST_COSINE * least(other)
                && common as f64 >= least_common(asked.rivals(row, other));
            enough.then_some((other, cosine))
        })
        .collect();
    nearest(&mut excluded, if others.is_empty() { 0 } else { EXCLUDED });
    Near {
        others,
        crowded,
        excluded: (excluded.into_iter())
            .map(|(other, _)| compared(all, row, other as usize).0)
            .fold(0.0, f64::max),
    }
}

/// The profile of a row: what it looks like beside the rows near it, versions apart.
fn placed<'a>(asked: &Asked<'a>, index: &Index<'_>, row: usize, sums: &mut Sums) -> Profile<'a> {
    let all = asked.all;
    let mut likely = index.look(row, NEIGHBOURHOOD_LOOK, LEAST_NEIGHBOUR, sums);
    nearest(&mut likely, LIKELY_NEIGHBOURS);
    likely.retain(|&(other, _)| other as usize != row && !(asked.versions)(row, other as usize));

    let (columns, weights) = all.rows().row(row);
    for (position, &column) in (1..).zip(columns) {
        sums.positions[column as usize] = position;
    }
    sums.met.clear();
    let mut near: Vec<(u32, f64, Range<usize>)> = Vec::with_capacity(likely.len());
    for (other, _) in likely {
        let (columns, of_other) = all.rows().row(other as usize);
        let (start, mut sum) = (sums.met.len(), 0.0);
        for (&column, weight) in columns.iter().zip(of_other) {
            let position = sums.positions[column as usize];
            if position > 0 {
                sum += weight * weights[position as usize - 1];
                sums.met.push(position - 1);
            }
        }
        let cosine = sum / (all.length(row) * all.length(other as usize));
        near.push((other, cosine, start..sums.met.len()));
    }
    for &column in columns {
        sums.positions[column as usize] = 0;
    }
    near.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    near.truncate(NEIGHBOURS);
    near.sort_unstable_by_key(|&(other, ..)| other);
    let mut with_term = vec![0.0; columns.len()];
    for (_, cosine, met) in &near {
        for &position in &sums.met[met.clone()] {
            with_term[position as usize] += cosine;
        }
    }
    let near: Vec<(u32, f64)> = near
        .into_iter()
        .map(|(other, cosine, _)| (other, cosine))
        .collect();
    Profile::new((columns, weights), &near, &with_term)
}

/// The cosine of two rows, and how many terms they have in common.
fn compared(all: &Collection, a: usize, b: usize) -> (f64, usize) {
    let entries = |row: usize| all.columns(row).iter().zip(all.weights(row));
    let (mut left, mut right) = (entries(a), entries(b));
    let (mut one, mut other) = (left.next(), right.next());
    let (mut sum, mut common) = (0.0, 0);
    while let (Some((x, weight)), Some((y, of_other))) = (one, other) {
        if x == y {
            sum += weight * of_other;
            common += 1;
        }
        if x <= y {
            one = left.next();
        }
        if y <= x {
            other = right.next();
        }
    }
    let lengths = all.length(a) * all.length(b);
    (if lengths > 0.0 { sum / lengths } else { 0.0 }, common)
}

/// Keeps so many rows, the nearest first; of equal ones the first in the input.
fn nearest(rows: &mut Vec<(u32, f32)>, most: usize) {
    let order = |x: &(u32, f32), y: &(u32, f32)| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0));
    if rows.len() > most {
        rows.select_nth_unstable_by(most, order);
        rows.truncate(most);
    }
    rows.sort_unstable_by(order);
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

/// How a row is looked up.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// By so many terms, the heaviest.
    terms: usize,
    /// By those that at most so many rows have: one that more have would meet them all, and says little.
    holders: usize,
}

/// The rows that represent, by their columns.
#[derive(Debug)]
struct Index<'c> {
    all: &'c Collection,
    /// For each column, where its postings begin, one more entry than columns.
    starts: Vec<usize>,
    /// The row, and the weight of the column in it as a part of the row's length.
    postings: Vec<(u32, f32)>,
}

/// What one thread writes.
#[derive(Debug)]
struct Sums {
    of_row: Vec<f32>,
    touched: Vec<u32>,
    heaviest: Vec<(f64, u64, u32)>,
    /// For each column its position in a row and 1; 0 for a column that it has not.
    positions: Vec<u32>,
    /// The positions that other rows have too, one row after another.
    met: Vec<u32>,
}

impl Sums {
    fn new(all: &Collection) -> Self {
        Self {
            of_row: vec![0.0; all.len()],
            touched: Vec::new(),
            heaviest: Vec::new(),
            positions: vec![0; all.holding().len()],
            met: Vec::new(),
        }
    }
}

impl<'c> Index<'c> {
    fn new(all: &'c Collection, listen: &dyn Fn() -> Result<(), Error>) -> Result<Self, Error> {
        let leads = |column: u32| {
            let holders = all.holding()[column as usize] as usize;
            (1..=NEIGHBOURHOOD_LOOK.holders).contains(&holders)
        };
        let mut starts = Vec::with_capacity(all.holding().len() + 1);
        let mut end = 0;
        for (column, &holders) in (0..).zip(all.holding()) {
            starts.push(end);
            if leads(column) {
                end += holders as usize;
            }
        }
        starts.push(end);
        let mut next = starts.clone();
        let mut postings = vec![(0, 0.0); end];
        for row in (0..all.len()).filter(|&row| all.represents(row)) {
            if row.is_multiple_of(TEXTS_UNHEARD) {
                listen()?;
            }
            let number = u32::try_from(row).expect("a collection has fewer texts than that");
            let length = all.length(row);
            for (&column, weight) in all.columns(row).iter().zip(all.weights(row)) {
                if leads(column) {
                    let slot = &mut next[column as usize];
                    postings[*slot] = (number, narrow(weight / length));
                    *slot += 1;
                }
            }
        }
        Ok(Self {
            all,
            starts,
            postings,
        })
    }

    fn holders(&self, column: u32) -> &[(u32, f32)] {
        let column = column as usize;
        &self.postings[self.starts[column]..self.starts[column + 1]]
    }

    /// The rows that have at least so large a part of the cosine in common in what is looked up, in any order.
    fn look(&self, row: usize, look: Look, least: f64, sums: &mut Sums) -> Vec<(u32, f32)> {
        let all = self.all;
        // Of a term that only this row holds no other comes.
        let itself = usize::from(all.represents(row));
        sums.heaviest.clear();
        for (&column, &weight) in all.columns(row).iter().zip(all.weights(row)) {
            let holders = self.holders(column).len();
            if holders > itself && holders <= look.holders {
                sums.heaviest.push((weight, all.term(column), column));
            }
        }
        // Ties are broken by the term, not by its column: no step looks at the order of the input.
        let order =
            |x: &(f64, u64, u32), y: &(f64, u64, u32)| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1));
        if sums.heaviest.len() > look.terms {
            sums.heaviest.select_nth_unstable_by(look.terms, order);
            sums.heaviest.truncate(look.terms);
        }
        sums.heaviest.sort_unstable_by(order);
        let length = all.length(row);
        for &(weight, _, column) in &sums.heaviest {
            let weight = narrow(weight / length);
            for &(other, of_other) in self.holders(column) {
                let sum = &mut sums.of_row[other as usize];
                if *sum == 0.0 {
                    sums.touched.push(other);
                }
                *sum += weight * of_other;
            }
        }
        let least = narrow(least);
        let mut found = Vec::new();
        for other in sums.touched.drain(..) {
            let sum = std::mem::take(&mut sums.of_row[other as usize]);
            if sum >= least {
                found.push((other, sum));
            }
        }
        found
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "estimates choose, exact sums decide"
)]
fn narrow(part: f64) -> f32 {
    part as f32
}

/// What threads write, handed from one to the next: each is as long as the collection.
struct Pool<T, F: Fn() -> T> {
    free: Mutex<Vec<T>>,
    make: F,
}

impl<T, F: Fn() -> T> Pool<T, F> {
    fn new(make: F) -> Self {
        Self {
            free: Mutex::new(Vec::new()),
            make,
        }
    }

    fn with<R>(&self, work: impl FnOnce(&mut T) -> R) -> R {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = free().pop();
        let mut scratch = idle.unwrap_or_else(&self.make);
        let result = work(&mut scratch);
        free().push(scratch);
        result
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::ops::ControlFlow;

    use proptest::prelude::*;
    use wirecopy_reuse::WordRanges;

    use super::*;
    use crate::Article;
    use crate::contents::Contents;

    const PROGRESS: Progress<'_> = &|_, _, _| ControlFlow::Continue(());

    /// Texts in sentences, each of some of forty words.
    fn collection(texts: &[Vec<u8>]) -> Collection {
        let articles: Vec<Article<'_>> = (texts.iter().enumerate())
            .map(|(id, words)| {
                let mut text = "It was all of this that they had in the".to_owned();
                for word in words {
                    let _ = write!(text, " word{word} and");
                }
                Article::new(id.to_string(), text)
            })
            .collect();
        let contents = Contents::new(&articles, PROGRESS).unwrap();
        let versions: Vec<usize> = (0..contents.distinct.len()).collect();
        let furniture = vec![WordRanges::default(); versions.len()];
        Collection::new(&contents, &articles, &furniture, &versions, PROGRESS).unwrap()
    }

    /// Texts whose numbers add up to a multiple of 7 are of two months, to one of 5 in one form.
    fn asked<'a>(all: &'a Collection, meeting: &'a [f64], paired_from: usize) -> Asked<'a> {
        Asked {
            all,
            paired_from,
            versions: &|a, b| a == b,
            meeting,
            meet: &|a, b| !(a + b).is_multiple_of(7),
            of_a_form: &|a, b| (a + b).is_multiple_of(5),
        }
    }

    fn weight(all: &Collection, row: usize, column: u32) -> f64 {
        let place = all.columns(row).iter().position(|&of| of == column);
        place.map_or(0.0, |place| all.weights(row)[place])
    }

    fn cosine(all: &Collection, a: usize, b: usize) -> f64 {
        let dot: f64 = (all.columns(a).iter())
            .map(|&column| weight(all, a, column) * weight(all, b, column))
            .sum();
        dot / (all.length(a) * all.length(b))
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

        #[test]
        fn profiles_and_similarities_are_those_of_their_definitions(
            texts in prop::collection::vec(prop::collection::vec(0..40_u8, 1..16), 2..12),
        ) {
            let all = collection(&texts);
            let meeting = vec![1.0; all.len()];
            let asked = asked(&all, &meeting, 0);
            let pairs: Vec<(usize, usize)> = (1..all.len()).map(|row| (row - 1, row)).collect();
            let found = features(&asked, &pairs, PROGRESS).unwrap();
            for (&(a, b), (similarity, _)) in pairs.iter().zip(found) {
                let expected = by_definition(&all, a, b);
                prop_assert!((similarity - expected).abs() < 1e-9, "{} {}", similarity, expected);
            }
        }
    }

    /// DESIGN.md, section 3, word for word.
    fn by_definition(all: &Collection, a: usize, b: usize) -> f64 {
        let near = |row: usize| -> Vec<f64> {
            (0..all.len())
                .map(|other| {
                    if other == row {
                        0.0
                    } else {
                        cosine(all, row, other)
                    }
                })
                .map(|cosine| {
                    if cosine < LEAST_NEIGHBOUR {
                        0.0
                    } else {
                        cosine
                    }
                })
                .collect()
        };
        let lowered = |row: usize| -> Vec<f64> {
            let near = near(row);
            let beside = 3.0 + near.iter().sum::<f64>();
            (0..u32::try_from(all.holding().len()).unwrap())
                .map(|column| {
                    let with_term: f64 = (0..all.len())
                        .filter(|&other| all.columns(other).contains(&column))
                        .map(|other| near[other])
                        .sum();
                    weight(all, row, column) * (1.0 - with_term / beside)
                })
                .collect()
        };
        let squares = |row: usize| near(row).into_iter().map(|near| near * near).collect();
        let cosine = |x: Vec<f64>, y: Vec<f64>| {
            let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
            let lengths = (dot(&x, &x) * dot(&y, &y)).sqrt();
            if lengths > 0.0 {
                dot(&x, &y) / lengths
            } else {
                0.0
            }
        };
        if all.columns(a).len() < 2 || all.columns(b).len() < 2 {
            return 0.0;
        }
        let direct = cosine(lowered(a), lowered(b));
        if near(a).iter().chain(&near(b)).all(|&near| near == 0.0) {
            return direct;
        }
        let n = all.len() as f64;
        let part = 0.3 * n / (n + 100.0);
        direct + part * (cosine(squares(a), squares(b)) - direct)
    }
}
