//! What rows look like beside those near them.

use std::ops::Range;

use crate::progress::map_in_parallel;
use crate::stories::candidates::Asked;
use crate::stories::lookup::{Index, Look, MOST_HOLDERS, Pool, Sums, nearest};
use crate::story::{NEIGHBOURS, Profile};
use crate::{Error, Progress, Stage};

/// To find the neighbourhood of a row, it is looked up by so many of its heaviest terms: more than for candidates, and less
/// rare ones.
const NEIGHBOURHOOD_LOOK: Look = Look {
    terms: 32,
    holders: MOST_HOLDERS,
};

/// So many rows may be neighbours of one, the nearest by what was looked up.
const LIKELY_NEIGHBOURS: usize = NEIGHBOURS + 14;

/// A neighbour has at least this part of the cosine in common.
pub(super) const LEAST_NEIGHBOUR: f64 = 0.02;

/// The profiles of the rows of some pairs.
pub(super) struct Profiles<'a>(Vec<Option<Profile<'a>>>);

impl<'a> Profiles<'a> {
    pub(super) fn new(
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

    /// Says something of each pair by the profiles of both rows, in parallel.
    pub(super) fn compare<R: Send>(
        &self,
        pairs: &[(usize, usize)],
        progress: Progress<'_>,
        say: impl Fn((usize, &Profile<'a>), (usize, &Profile<'a>)) -> R + Sync,
    ) -> Result<Vec<R>, Error> {
        map_in_parallel(
            pairs,
            Stage::Stories,
            progress,
            |_| 1,
            |&(a, b)| Ok(say((a, self.of(a)), (b, self.of(b)))),
        )
    }

    fn of(&self, row: usize) -> &Profile<'a> {
        self.0[row]
            .as_ref()
            .expect("a pair is made of rows that were placed")
    }
}

/// The profile of a row: what it looks like beside the rows near it, versions apart.
fn placed<'a>(asked: &Asked<'a>, index: &Index<'_>, row: usize, sums: &mut Sums) -> Profile<'a> {
    let all = asked.all;
    let mut likely = index.look(row, NEIGHBOURHOOD_LOOK, LEAST_NEIGHBOUR, sums);
    nearest(&mut likely, LIKELY_NEIGHBOURS);
    likely.retain(|&(other, _)| other as usize != row && !(asked.versions)(row, other as usize));

    let (columns, weights) = all.rows().row(row);
    sums.place(columns);
    sums.met.clear();
    let mut near: Vec<(u32, f64, Range<usize>)> = Vec::with_capacity(likely.len());
    for (other, _) in likely {
        let (columns, of_other) = all.rows().row(other as usize);
        let (start, mut sum) = (sums.met.len(), 0.0);
        for (&column, weight) in columns.iter().zip(of_other) {
            if let Some(position) = sums.position(column) {
                sum += weight * weights[position];
                sums.met.push(position);
            }
        }
        let cosine = sum / (all.length(row) * all.length(other as usize));
        near.push((other, cosine, start..sums.met.len()));
    }
    sums.unplace(columns);
    near.sort_unstable_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
    near.truncate(NEIGHBOURS);
    near.sort_unstable_by_key(|&(other, ..)| other);
    let mut with_term = vec![0.0; columns.len()];
    for (_, cosine, met) in &near {
        for &position in &sums.met[met.clone()] {
            with_term[position] += cosine;
        }
    }
    let near: Vec<(u32, f64)> = near
        .into_iter()
        .map(|(other, cosine, _)| (other, cosine))
        .collect();
    Profile::new((columns, weights), &near, &with_term)
}
