//! Versions of one text, told from different texts.

use std::sync::OnceLock;

use wirecopy_text::Analysis;

use crate::Recurring;

/// Length in words of the grams by which two texts are found to be versions of one another.
const VERSION_GRAM: usize = 4;

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
        let mut different: Vec<u32> = Vec::with_capacity(wanted);
        for &text in texts {
            if different.iter().all(|&other| !self.same(text, other)) {
                different.push(text);
                if different.len() >= wanted {
                    return true;
                }
            }
        }
        false
    }

    /// Of two places in the collection: no text is asked about beside itself.
    fn same(&self, x: u32, y: u32) -> bool {
        let (x, y) = (self.grams(x), self.grams(y));
        let smaller = x.all.min(y.all);
        let wanted = self.same_text_share * smaller as f64;
        smaller > 0 && has_common(&x.recurring, &y.recurring, wanted)
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
