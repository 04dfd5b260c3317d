//! What the texts that hold a run make of it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use rayon::prelude::*;

use crate::furniture::outlets::Outlets;
use crate::furniture::runs::{Found, Run};
use crate::furniture::versions::Versions;
use crate::postings::Place;
use crate::weights::WordHash;
use crate::{Error, FurnitureOptions};

/// How many holders of one run are looked at before the run is taken for no furniture: different texts
/// among the versions of one story show up early or hardly ever.
const HOLDERS_COMPARED: usize = 64;

/// Among them no more different texts than these are told apart.
const MAX_TOLD_APART: usize = 8;

/// So many short pages of one outlet with one long footer are no versions of one another, though half of each is the same: a
/// story that an outlet tells with another lead each time has fewer. Of unknown outlets they may be reprints of one brief.
const MANY_FOOTERS: usize = 8;

/// A run that other outlets have too, in running text, is still furniture of an outlet that has it on this part of its
/// pages, and on so many pages at least.
const EVERYWHERE_PART: f64 = 0.2;
const EVERYWHERE_TEXTS: usize = 6;

/// The holders of a run in one outlet.
struct Holders {
    run: Run,
    texts: Vec<u32>,
}

/// What its holders make of a run.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    /// Furniture, wherever it stands.
    Sure,
    /// Furniture if it stands where furniture does.
    Perhaps,
    No,
}

/// Judges the runs of a collection.
pub(super) struct Judge<'l> {
    pub(super) outlets: &'l Outlets<'l>,
    pub(super) versions: &'l Versions<'l>,
    pub(super) options: &'l FurnitureOptions,
}

impl Judge<'_> {
    /// Judges every run by its holders.
    pub(super) fn judge(
        &self,
        places: &[Vec<Place>],
        step: &(dyn Fn(f64) -> Result<(), Error> + Sync),
    ) -> Result<Found, Error> {
        let runs: Vec<(u64, Holders)> = places
            .par_iter()
            .flat_map_iter(|part| part.chunk_by(|x, y| x.gram == y.gram))
            .flat_map_iter(|places| self.holders(places))
            .map(|holders| (key_of(&holders.texts), holders))
            .collect();
        step(0.3)?;
        // Neighbouring runs have the same holders: each set of holders is judged once.
        let mut first_of: HashMap<u64, usize, BuildHasherDefault<WordHash>> = HashMap::default();
        for (place, (key, _)) in runs.iter().enumerate() {
            first_of.entry(*key).or_insert(place);
        }
        let mut to_judge: Vec<(u64, usize)> = first_of.into_iter().collect();
        to_judge.sort_unstable_by_key(|&(_, place)| place);
        let judged: HashMap<u64, Verdict, BuildHasherDefault<WordHash>> = to_judge
            .into_par_iter()
            .enumerate()
            .map(|(count, (key, place))| {
                if count % 1024 == 0 {
                    step(0.5)?;
                }
                Ok((key, self.verdict(&runs[place].1)))
            })
            .collect::<Result<_, Error>>()?;
        let mut found = Found::default();
        let mut last_key = None;
        for (key, holders) in runs {
            let list = match judged[&key] {
                Verdict::Sure => &mut found.sure,
                Verdict::Perhaps => &mut found.perhaps,
                Verdict::No => continue,
            };
            list.push(holders.run);
            if last_key.replace(key) != Some(key) {
                found.holders.extend(&holders.texts);
            }
        }
        step(1.0)?;
        Ok(found)
    }

    /// The holders of one run, outlet by outlet, where they may make it furniture.
    fn holders(&self, places: &[Place]) -> Vec<Holders> {
        let min_texts = self.options.min_texts.max(1);
        let mut texts: Vec<(Option<u32>, u32)> = places
            .chunk_by(|x, y| x.text == y.text)
            .map(|same| (self.outlets.of(same[0].text as usize), same[0].text))
            .collect();
        if texts.len() < min_texts {
            return Vec::new();
        }
        texts.sort_unstable();
        let groups: Vec<&[(Option<u32>, u32)]> = texts.chunk_by(|x, y| x.0 == y.0).collect();
        let strangers = groups.iter().any(|group| group.len() < min_texts);
        groups
            .iter()
            .filter_map(|group| {
                let outlet = group[0].0;
                let pages = self.outlets.texts[&outlet];
                let everywhere = group.len() >= EVERYWHERE_TEXTS
                    && group.len() as f64 >= EVERYWHERE_PART * pages as f64;
                let enough = group.len() >= self.outlets.perhaps_from(outlet, min_texts);
                (enough && (everywhere || !strangers)).then(|| Holders {
                    run: Run {
                        hash: places[0].gram,
                        outlet,
                    },
                    texts: group.iter().map(|&(_, text)| text).collect(),
                })
            })
            .collect()
    }

    /// Whether enough of the holders are no versions of one another.
    fn verdict(&self, holders: &Holders) -> Verdict {
        let min_texts = self.options.min_texts.max(1);
        let outlet = holders.run.outlet;
        let sure = (self.outlets)
            .sure_from(outlet, holders.texts.len())
            .max(min_texts);
        let compared = &holders.texts[..holders.texts.len().min(HOLDERS_COMPARED)];
        let different = |wanted| self.versions.hold_different(compared, wanted);
        let footers = |wanted: usize| {
            let wanted = wanted.max(MANY_FOOTERS);
            outlet.is_some()
                && holders.texts.len() >= wanted
                && (self.versions).hold_different_but_for_footers(compared, wanted)
        };
        let told_apart = sure.min(MAX_TOLD_APART.max(min_texts));
        if holders.texts.len() >= sure && (different(told_apart) || footers(told_apart)) {
            Verdict::Sure
        } else if different(self.outlets.perhaps_from(outlet, min_texts)) {
            Verdict::Perhaps
        } else {
            Verdict::No
        }
    }
}

/// A number for a list of texts: equal lists have equal ones.
fn key_of(texts: &[u32]) -> u64 {
    // Fowler–Noll–Vo steps: the texts come in order.
    texts.iter().fold(0, |key: u64, &text| {
        (key ^ u64::from(text))
            .wrapping_mul(0x0000_0100_0000_01b3)
            .rotate_left(29)
    })
}
