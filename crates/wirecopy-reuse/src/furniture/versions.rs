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
        smaller > 0 && common(x, y) as f64 >= self.same_text_share * smaller as f64
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

/// How many values two sorted lists without repeats have in common.
fn common(x: &[u64], y: &[u64]) -> usize {
    let (mut i, mut j, mut found) = (0, 0, 0);
    while i < x.len() && j < y.len() {
        let (left, right) = (x[i], y[j]);
        found += usize::from(left == right);
        i += usize::from(left <= right);
        j += usize::from(right <= left);
    }
    found
}
