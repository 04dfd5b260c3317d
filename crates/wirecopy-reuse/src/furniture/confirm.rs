//! Furniture by where it stands, and by what else the texts that hold it share.

use rayon::prelude::*;
use wirecopy_text::Analysis;

use crate::furniture::edges::{Edges, fill, is_sentence};
use crate::furniture::outlets::Outlets;
use crate::furniture::runs::{Found, Run, RunPlace, keys};
use crate::furniture::siblings::Siblings;
use crate::{Error, SortedHashes, WordRanges};

/// So many texts of unknown outlets do not lift one sentence to the same edge.
const MANY_STRANGERS: usize = 5;

/// Of the holders of a run that may be furniture, this part may have it elsewhere: a reader quotes a page with all that
/// is on it.
const ELSEWHERE_PART: f64 = 0.25;

/// Of the runs that may be furniture, those that stand apart nearly everywhere, and at the same edge. Where outlets are
/// unknown, a sentence that few begin or end with is one that they lifted: three papers print one agency's first sentence.
pub(super) fn confirm(
    texts: &[&Analysis],
    outlets: &Outlets<'_>,
    places: &[Vec<RunPlace>],
    found: &Found,
    step: &(dyn Fn(f64) -> Result<(), Error> + Sync),
) -> Result<Vec<Run>, Error> {
    let asked = keys(&found.perhaps);
    let seen: Vec<Vec<(u64, Edges, bool)>> = (texts.par_iter().zip(places).enumerate())
        .map(|(text, (analysis, places))| {
            if text % 1024 == 0 {
                step(0.5)?;
            }
            let all = places.iter().map(|place| place.words.clone());
            let stretches = fill(analysis, &WordRanges::from_ranges(all));
            Ok((places.iter().filter(|place| asked.contains(place.key)))
                .map(|place| {
                    let stretch = stretches.around(place.words.start);
                    let edges = stretch.map(|stretch| Edges::of(analysis, stretch, &stretches));
                    let lifted = outlets.of(text).is_none()
                        && stretch.is_some_and(|stretch| is_sentence(analysis, stretch));
                    (place.key, edges.unwrap_or_default(), lifted)
                })
                .collect())
        })
        .collect::<Result<_, Error>>()?;
    step(0.8)?;
    let mut seen = seen.concat();
    seen.par_sort_unstable();
    let apart: Vec<u64> = seen
        .chunk_by(|x, y| x.0 == y.0)
        .filter(|places| {
            let start = places.iter().filter(|(_, at, _)| at.start).count();
            let end = places.iter().filter(|(_, at, _)| at.end).count();
            let elsewhere = places.len() - start.max(end);
            let lifted = places.len() < MANY_STRANGERS && places.iter().any(|place| place.2);
            !lifted && elsewhere as f64 <= ELSEWHERE_PART * places.len() as f64
        })
        .map(|places| places[0].0)
        .collect();
    let apart = SortedHashes::new(apart);
    step(1.0)?;
    let confirmed = found.perhaps.iter().copied();
    Ok(confirmed.filter(|run| apart.contains(run.key())).collect())
}

/// Of the runs that may be furniture in texts of unknown outlets, those of texts that share other furniture; runs as they
/// stand, for in outline the rows of a form are furniture of all notices that fill it in.
pub(super) fn of_siblings(
    outlets: &Outlets<'_>,
    places: &[Vec<RunPlace>],
    found: &Found,
) -> Vec<Run> {
    let perhaps = &found.perhaps[..found.as_they_stand];
    let (sure, asked) = (keys(&found.sure), keys(perhaps));
    let of_unknown = |text: usize| outlets.of(text).is_none();
    let keys_of = |text: usize, wanted: &dyn Fn(u64) -> bool| -> Vec<u64> {
        let places = places[text].iter().filter(|_| of_unknown(text));
        (places.map(|place| place.key))
            .filter(|&key| wanted(key))
            .collect()
    };
    let texts = 0..places.len();
    let siblings = (texts.clone()).map(|text| keys_of(text, &|key| sure.contains(key)));
    let siblings = Siblings::new(siblings.collect());
    let mut held: Vec<(u64, u32)> = Vec::new();
    for text in texts {
        let number = u32::try_from(text).expect("counted before");
        let undecided = keys_of(text, &|key| asked.contains(key) && !sure.contains(key));
        held.extend(undecided.into_iter().map(|key| (key, number)));
    }
    held.par_sort_unstable();
    held.dedup();
    let of_siblings: Vec<u64> = (held.chunk_by(|x, y| x.0 == y.0))
        .filter(|holders| {
            let texts: Vec<u32> = holders.iter().map(|&(_, text)| text).collect();
            siblings.have(&texts)
        })
        .map(|holders| holders[0].0)
        .collect();
    let of_siblings = SortedHashes::new(of_siblings);
    (perhaps.iter().copied())
        .filter(|run| of_siblings.contains(run.key()))
        .collect()
}
