//! Which texts of unknown outlets are of one outlet: those that share furniture which stands where furniture does.

use std::collections::HashMap;

use rayon::prelude::*;

/// So many texts at least make a run furniture because they share other furniture.
const MIN_SIBLINGS: usize = 4;

/// Of the texts that hold a run, this part has to share other furniture: a stranger may quote a page with all that is on
/// it.
const SIBLINGS_PART: f64 = 0.75;

/// Of the texts that share furniture, this part has to hold a run: less is a passage that some of them lifted.
const HOLDING_PART: f64 = 0.5;

/// What is known to be furniture in texts of unknown outlets.
#[derive(Debug)]
pub(crate) struct Siblings {
    /// For each text, the keys of its runs that are furniture, each once.
    furniture: Vec<Vec<u64>>,
    /// How many texts have each of these.
    texts: HashMap<u64, usize>,
}

impl Siblings {
    /// Of the furniture of each text: keys of runs, in any order.
    pub(crate) fn new(mut furniture: Vec<Vec<u64>>) -> Self {
        furniture.par_iter_mut().for_each(|keys| {
            keys.sort_unstable();
            keys.dedup();
        });
        let mut texts = HashMap::new();
        for &key in furniture.iter().flatten() {
            *texts.entry(key).or_default() += 1;
        }
        Self { furniture, texts }
    }

    /// Whether the texts that hold a run are of one outlet, and are most of those that it has.
    pub(crate) fn have(&self, holders: &[u32]) -> bool {
        if holders.len() < MIN_SIBLINGS {
            return false;
        }
        let mut shared: HashMap<u64, usize> = HashMap::new();
        for &text in holders {
            for &key in &self.furniture[text as usize] {
                *shared.entry(key).or_default() += 1;
            }
        }
        shared.iter().any(|(key, &sharing)| {
            sharing >= MIN_SIBLINGS
                && sharing as f64 >= SIBLINGS_PART * holders.len() as f64
                && sharing as f64 >= HOLDING_PART * self.texts[key] as f64
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_texts_with_one_footer_are_siblings_unless_many_others_have_it_too() {
        let siblings = |footers: &[u64]| {
            let furniture = footers.iter().map(|&footer| vec![footer, footer, 99]);
            let others = (0..20).map(|_| vec![99]);
            Siblings::new(furniture.chain(others).collect())
        };
        assert!(siblings(&[1, 1, 1, 1, 2, 2]).have(&[0, 1, 2, 3]));
        // One of them is no sibling: a stranger who quotes the page.
        assert!(siblings(&[1, 1, 1, 1, 2, 2]).have(&[0, 1, 2, 3, 4]));
        assert!(!siblings(&[1, 1, 1, 1, 2, 2]).have(&[0, 1, 2, 3, 4, 5]));
        assert!(!siblings(&[1, 1, 1]).have(&[0, 1, 2]));
        // What all have makes nobody a sibling, nor does a footer of nine.
        assert!(!siblings(&[1, 2, 3, 4]).have(&[0, 1, 2, 3]));
        assert!(siblings(&[1; 8]).have(&[0, 1, 2, 3]));
        assert!(!siblings(&[1; 9]).have(&[0, 1, 2, 3]));
    }
}
