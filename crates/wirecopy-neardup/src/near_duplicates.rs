//! All near-duplicates of a collection.

use std::collections::HashMap;
use std::ops::ControlFlow;

use rayon::prelude::*;
use wirecopy_similarity::{Progress, set_join_each_of};

use crate::candidates::{candidates, check_method};
use crate::contents::Contents;
use crate::error::Error;
use crate::groups::Groups;
use crate::options::{Method, NearDuplicateOptions};
use crate::pairs::Pairs;
use crate::progress::Meter;
use crate::shingling::{Shingled, Shingler, UNITS_PER_TEXT};
use crate::unverified::{Unverified, unverified};

/// Most texts of a collection.
const MAX_TEXTS: usize = u32::MAX as usize - 1;

/// Finds the pairs of texts that are as similar as the options say.
///
/// A text is the set of its runs of successive words (shingles); one with fewer words than a shingle
/// is a single shingle of all its words, so that two short texts are similar only if they are equal.
/// A text without words is similar to nothing, not even to another one.
///
/// Texts whose sets are equal (those that differ in case and punctuation at most, nearly always) are
/// a group of which the first stands in the pairs, so that no list grows with the square of a group;
/// [`Pairs::expand`] runs through all pairs. Scores are exact, up to two different shingles among
/// all that share a 64-bit hash: a chance of one in 370,000 for ten million different shingles.
///
/// Runs on the caller's current rayon pool; the result is the same for any number of threads.
/// `progress` hears of ten units for each text, of fifteen with sketches, and of five where these are not
/// verified; a single text is not interrupted.
///
/// Cost of [`Method::Exact`]: linear in the words, beyond that as
/// [`set_join_each_of`]. Memory: 8 bytes for each shingle and that of the join.
///
/// # Errors
/// What [`NearDuplicateOptions::check`] refuses; [`Error::NoTexts`]; [`Error::TooLarge`] for
/// `u32::MAX` texts or more, or as many shingles in one text; [`Error::Text`] for one of more than
/// `u32::MAX` bytes; [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_neardup::{NearDuplicateOptions, near_duplicates};
///
/// let texts = [
///     "The old mill on the river burnt down on Monday night.",
///     "Council approves the budget.",
///     "The old mill on the river burnt down on Monday.",
///     "THE OLD MILL on the river burnt down on Monday night",
/// ];
/// let options = NearDuplicateOptions::new(0.7).with_shingle(3);
/// let found = near_duplicates(&texts, &options, &|_done, _total| ControlFlow::Continue(()))?;
/// assert_eq!(found.groups().iter().collect::<Vec<_>>(), [[0, 3]]);
/// let pair = found.pairs()[0];
/// assert_eq!((pair.a, pair.b, pair.score), (0, 2, 8.0 / 9.0));
/// assert_eq!(found.expand().count(), 3);
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
pub fn near_duplicates<T: AsRef<str> + Sync>(
    texts: &[T],
    options: &NearDuplicateOptions,
    progress: Progress,
) -> Result<Pairs, Error> {
    let criterion = options.criterion()?;
    check_method(options)?;
    let shingler = Shingler::with_options(options)?;
    if texts.is_empty() {
        return Err(Error::NoTexts);
    }
    if texts.len() > MAX_TEXTS {
        return Err(Error::TooLarge {
            what: "texts",
            given: texts.len(),
            max: MAX_TEXTS,
        });
    }
    let units = UNITS_PER_TEXT * texts.len() as u64;
    let passes = match options.method() {
        _ if !options.verify() => 1,
        Method::Exact => 2,
        Method::MinHash { .. } | Method::SimHash { .. } => 3,
    };
    let meter = Meter::new(progress, passes * units);
    let contents = Contents::new(texts, &meter)?;
    if !options.verify() {
        let Unverified {
            pairs,
            equal,
            words,
        } = unverified(texts, options, &shingler, &contents, &meter)?;
        let groups = groups(&contents, equal.iter().map(Vec::as_slice), &words);
        let hashes = contents.hashes;
        return Ok(Pairs::new(options.clone(), pairs, groups, words, hashes));
    }
    let Shingled { sets, words } = if options.method() == Method::Exact {
        let mut shingled = shingler.sets(texts, &contents.is_copy, &meter)?;
        contents.copy_words(&mut shingled.words);
        shingled
    } else {
        candidates(texts, options, &shingler, &contents, &meter, units)?
    };
    drop(shingler);
    let mut pairs = Vec::new();
    let listen = |done, total| meter.part(done, total, units);
    // The sets are freed as soon as the join has taken what it needs of them.
    let equal = set_join_each_of(sets, criterion, &listen, |found| {
        pairs.extend_from_slice(found);
        ControlFlow::Continue(())
    })?;
    pairs.par_sort_unstable_by_key(|pair| (pair.a, pair.b));
    let groups = groups(&contents, equal.iter(), &words);
    meter.advance(units)?;
    let hashes = contents.hashes;
    Ok(Pairs::new(options.clone(), pairs, groups, words, hashes))
}

/// Joins the groups of texts that are equal to the byte to the groups of equal sets, in which only
/// the first of each of the former stands.
fn groups<'e>(
    contents: &Contents,
    equal: impl Iterator<Item = &'e [u32]>,
    words: &[u32],
) -> Groups {
    let mut members: Vec<(u32, u32)> = Vec::new();
    let mut leaders: HashMap<u32, u32> = HashMap::new();
    for group in equal {
        members.extend(group.iter().map(|&member| (group[0], member)));
        leaders.extend(group.iter().map(|&member| (member, group[0])));
    }
    for &(first, copy) in &contents.copies {
        if words[first as usize] > 0 {
            let leader = leaders.get(&first).copied().unwrap_or(first);
            // Once for each copy; what is equal goes.
            members.extend([(leader, first), (leader, copy)]);
        }
    }
    members.par_sort_unstable();
    members.dedup();
    Groups::from_sorted(&members)
}
