//! Versions of one text, told from different texts.

use std::ops::Range;
use std::sync::OnceLock;

use wirecopy_text::Analysis;

use crate::Recurring;

/// Length in words of the grams by which two texts are found to be versions of one another.
const VERSION_GRAM: usize = 4;

/// A short page has at least so many words of its own before its footer.
const OWN_WORDS: usize = 12;

/// No footer is longer.
const FOOTER_WORDS: usize = 100;

/// Tells versions of one text from different texts.
pub(crate) struct Versions<'t> {
    texts: &'t [&'t Analysis],
    recurring: &'t Recurring,
    same_text_share: f64,
    grams: Vec<OnceLock<Grams>>,
}

/// The different grams of a text.
struct Grams {
    /// The hashes of those that may stand in a second place, ascending: no other can be in common with another text.
    recurring: Vec<u64>,
    /// How many there are with those that stand here alone.
    all: usize,
}

impl<'t> Versions<'t> {
    pub(crate) fn new(
        texts: &'t [&'t Analysis],
        recurring: &'t Recurring,
        same_text_share: f64,
    ) -> Self {
        Self {
            texts,
            recurring,
            same_text_share,
            grams: texts.iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// Whether at least `wanted` of the texts are no versions of one another.
    pub(crate) fn hold_different(&self, texts: &[u32], wanted: usize) -> bool {
        differ(texts, wanted, |x, y| !self.same(x, y))
    }

    /// The same where two texts are different, too, of which each begins, or each ends, with words of its own: short pages
    /// with a long footer. Versions with another lead look the same, so many have to.
    pub(crate) fn hold_different_but_for_footers(&self, texts: &[u32], wanted: usize) -> bool {
        differ(texts, wanted, |x, y| {
            !self.same(x, y) || self.are_apart(x, y)
        })
    }

    /// Of two places in the collection: no text is asked about beside itself.
    fn same(&self, x: u32, y: u32) -> bool {
        let (x, y) = (self.grams(x), self.grams(y));
        let smaller = x.all.min(y.all);
        let wanted = self.same_text_share * smaller as f64;
        smaller > 0 && has_common(&x.recurring, &y.recurring, wanted)
    }

    /// Whether both texts begin, or both end, with so many words of which the other has no run, and what they share is no
    /// longer than a footer.
    fn are_apart(&self, x: u32, y: u32) -> bool {
        // Of versions, what is shared is so large a part of the shorter at least.
        let smaller = self.grams(x).all.min(self.grams(y).all);
        if self.same_text_share * smaller as f64 > FOOTER_WORDS as f64 {
            return false;
        }
        let (of_x, of_y) = (self.shared(x, y), self.shared(y, x));
        let end = |text: u32, shared: &Range<usize>| self.texts[text as usize].len() - shared.end;
        let start = of_x.start.min(of_y.start);
        let end = end(x, &of_x).min(end(y, &of_y));
        start.max(end) >= OWN_WORDS && of_x.len().max(of_y.len()) <= FOOTER_WORDS
    }

    /// The words of a text from the first to the last run that another has too.
    fn shared(&self, text: u32, other: u32) -> Range<usize> {
        let words = self.texts[text as usize].hashes();
        let runs = self.recurring.runs(text as usize, VERSION_GRAM);
        let others = &self.grams(other).recurring;
        let is_common = |&(_, hash): &(usize, u64)| others.binary_search(&hash).is_ok();
        let mut common = runs.hashes(words).filter(is_common).map(|(place, _)| place);
        let Some(first) = common.next() else {
            return words.len()..words.len();
        };
        first..common.last().unwrap_or(first) + VERSION_GRAM
    }

    fn grams(&self, text: u32) -> &Grams {
        self.grams[text as usize].get_or_init(|| {
            let words = self.texts[text as usize].hashes();
            let runs = self.recurring.runs(text as usize, VERSION_GRAM);
            let mut recurring: Vec<u64> = runs.hashes(words).map(|(_, hash)| hash).collect();
            let alone = (words.len() + 1).saturating_sub(VERSION_GRAM) - recurring.len();
            recurring.sort_unstable();
            recurring.dedup();
            Grams {
                all: alone + recurring.len(),
                recurring,
            }
        })
    }
}

/// Whether at least `wanted` of some texts differ from one another.
fn differ(texts: &[u32], wanted: usize, differ: impl Fn(u32, u32) -> bool) -> bool {
    let mut different: Vec<u32> = Vec::with_capacity(wanted);
    for &text in texts {
        if different.iter().all(|&other| differ(text, other)) {
            different.push(text);
            if different.len() >= wanted {
                return true;
            }
        }
    }
    false
}

/// Whether two sorted lists without repeats have so many values in common; not read to their ends where that is seen before.
fn has_common(x: &[u64], y: &[u64], wanted: f64) -> bool {
    /// How many steps are made between two looks at what was found.
    const STEPS: usize = 64;
    let (mut i, mut j, mut found) = (0, 0, 0);
    loop {
        let rest = (x.len() - i).min(y.len() - j);
        if found as f64 >= wanted || ((found + rest) as f64) < wanted {
            return found as f64 >= wanted;
        }
        if rest == 0 {
            return false;
        }
        // As far as neither list can end.
        for _ in 0..STEPS.min(rest) {
            let (left, right) = (x[i], y[j]);
            found += usize::from(left == right);
            i += usize::from(left <= right);
            j += usize::from(right <= left);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;

    /// Whether two texts are versions of one another, by all their grams.
    fn counted(x: &Analysis, y: &Analysis, share: f64) -> bool {
        let grams = |text: &Analysis| -> BTreeSet<Vec<u64>> {
            let runs = text.hashes().windows(VERSION_GRAM);
            runs.map(<[u64]>::to_vec).collect()
        };
        let (x, y) = (grams(x), grams(y));
        let smaller = x.len().min(y.len());
        smaller > 0 && x.intersection(&y).count() as f64 >= share * smaller as f64
    }

    proptest! {
        #[test]
        fn versions_are_told_as_by_all_their_grams(
            texts in prop::collection::vec("([a-d] ){0,40}", 2..6),
            share in 0.0_f64..1.0,
        ) {
            let texts: Vec<Analysis> = texts.iter().map(|text| Analysis::new(text).unwrap()).collect();
            let texts: Vec<&Analysis> = texts.iter().collect();
            let recurring = Recurring::new(&texts, &|_, _| ControlFlow::Continue(())).unwrap();
            let versions = Versions::new(&texts, &recurring, share);
            for (x, one) in (0..).zip(&texts) {
                for (y, other) in (0..).zip(&texts).filter(|&(y, _)| y != x) {
                    prop_assert_eq!(versions.same(x, y), counted(one, other, share));
                }
            }
        }

        #[test]
        fn as_much_is_in_common_as_a_count_says(
            x in prop::collection::btree_set(0_u64..400, 0..300),
            y in prop::collection::btree_set(0_u64..400, 0..300),
            wanted in 0.0_f64..300.0,
        ) {
            let common = x.intersection(&y).count();
            let (x, y): (Vec<u64>, Vec<u64>) = (x.into_iter().collect(), y.into_iter().collect());
            prop_assert_eq!(has_common(&x, &y, wanted), common as f64 >= wanted);
            prop_assert!(has_common(&x, &y, common as f64));
            prop_assert!(!has_common(&x, &y, common as f64 + 0.5));
        }
    }
}
