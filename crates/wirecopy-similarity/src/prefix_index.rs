//! An inverted index over the prefixes of sets.

use crate::progress::Meter;
use crate::ranking::{RankedSets, narrow};
use crate::{Error, SetCriterion};

/// One set that has a certain element in its prefix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Posting {
    /// The place of the set in [`RankedSets`].
    pub(crate) place: u32,
    /// The elements of the set from this one on, this one included.
    pub(crate) rest: u32,
}

/// For each rank the sets that have it in their index prefix, by ascending place and so by size.
///
/// Each element of a prefix stands in it once: memory is linear whatever the lists look like.
pub(crate) struct PrefixIndex {
    starts: Vec<usize>,
    postings: Vec<Posting>,
}

impl PrefixIndex {
    /// Indexes the sets at the places that `takes` answers to.
    pub(crate) fn new(
        sets: &RankedSets,
        criterion: SetCriterion,
        takes: impl Fn(usize) -> bool,
        meter: &Meter<'_>,
    ) -> Result<Self, Error> {
        let prefixes = || {
            (0..sets.len()).filter(|&place| takes(place)).map(|place| {
                let size = sets.survivors()[place].size as usize;
                (place, sets.prefix(place, criterion.index_prefix(size)))
            })
        };
        // Counting sort: count, sum up, then fill each list from its start; `starts` is shifted by
        // one place while it serves as the cursor of each list.
        let mut starts = vec![0_usize; sets.rank_count() + 2];
        for (place, prefix) in prefixes() {
            listen(place, meter)?;
            for &rank in prefix {
                starts[rank as usize + 2] += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut postings = vec![Posting { place: 0, rest: 0 }; sum];
        for (place, prefix) in prefixes() {
            listen(place, meter)?;
            let kept = sets.ranks(place).len();
            for (position, &rank) in prefix.iter().enumerate() {
                let cursor = &mut starts[rank as usize + 1];
                postings[*cursor] = Posting {
                    place: narrow(place),
                    rest: narrow(kept - position),
                };
                *cursor += 1;
            }
        }
        Ok(Self { starts, postings })
    }

    #[inline]
    pub(crate) fn get(&self, rank: u32) -> &[Posting] {
        let rank = rank as usize;
        &self.postings[self.starts[rank]..self.starts[rank + 1]]
    }
}

/// Hears a stop every few hundred sets; the work here is small beside that of the other passes and is not counted.
fn listen(place: usize, meter: &Meter<'_>) -> Result<(), Error> {
    if place.is_multiple_of(256) {
        meter.listen()?;
    }
    Ok(())
}
