//! Versions of one text, told from different texts.

use std::sync::OnceLock;

use wirecopy_text::{Analysis, shingle_hashes};

/// Length in words of the grams by which two texts are found to be versions of one another.
const VERSION_GRAM: usize = 4;

/// Tells versions of one text from different texts.
pub(crate) struct Versions<'t> {
    texts: &'t [&'t Analysis],
    same_text_share: f64,
    grams: Vec<OnceLock<Vec<u64>>>,
}

impl<'t> Versions<'t> {
    pub(crate) fn new(texts: &'t [&'t Analysis], same_text_share: f64) -> Self {
        Self {
            texts,
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

    fn same(&self, x: u32, y: u32) -> bool {
        let (x, y) = (self.grams(x), self.grams(y));
        let smaller = x.len().min(y.len());
        smaller > 0 && has_common(x, y, self.same_text_share * smaller as f64)
    }

    fn grams(&self, text: u32) -> &[u64] {
        self.grams[text as usize].get_or_init(|| {
            let mut grams: Vec<u64> =
                shingle_hashes(self.texts[text as usize].hashes(), VERSION_GRAM).collect();
            grams.sort_unstable();
            grams.dedup();
            grams
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
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
