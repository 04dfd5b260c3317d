//! Whom one text meets by its seeds, and where.

/// A seed that this text and another one hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Hit {
    pub(crate) here: u32,
    pub(crate) there: u32,
}

impl Hit {
    pub(crate) fn diagonal(self) -> i64 {
        i64::from(self.here) - i64::from(self.there)
    }
}

/// The texts that one text shares seeds with, and what it shares with each; used for one text after another.
///
/// Counted exactly, by the numbers of the texts: in a table by a few bits of them, a long text of a large collection meets so
/// many that all look as if they were met often enough. Nothing is sorted: the seeds of a text come in their order, and each
/// is put behind those of the same other text.
#[derive(Debug, Default)]
pub(crate) struct Met {
    /// For each earlier text, how often it was met; afterwards where its next hit goes. 0 where it was not.
    of_text: Vec<u32>,
    /// The texts that were met, in the order in which they first were.
    texts: Vec<u32>,
    /// All that was met, in order.
    all: Vec<(u32, Hit)>,
    /// The hits of those that were met often enough, one text after another.
    hits: Vec<Hit>,
}

impl Met {
    /// Begins with a text, which meets earlier ones only: those of smaller numbers.
    pub(crate) fn begin(&mut self, text: usize) {
        if self.of_text.len() < text {
            self.of_text.resize(text.next_power_of_two(), 0);
        }
        self.texts.clear();
        self.all.clear();
    }

    pub(crate) fn meet(&mut self, text: u32, here: u32, there: u32) {
        let times = &mut self.of_text[text as usize];
        if *times == 0 {
            self.texts.push(text);
        }
        *times += 1;
        self.all.push((text, Hit { here, there }));
    }

    /// Tells those that were met at least so often, with the hits of each in their order, and forgets all.
    pub(crate) fn those_met(&mut self, least: usize, mut tell: impl FnMut(u32, &[Hit])) {
        // From here on, 0 means too few, and else one more than the place of the next hit.
        let mut end = 1;
        let times_of = &mut self.of_text;
        self.texts.retain(|&text| {
            let times = &mut times_of[text as usize];
            let enough = *times as usize >= least;
            let start = end;
            end += if enough { *times } else { 0 };
            *times = if enough { start } else { 0 };
            enough
        });
        self.hits.clear();
        self.hits.resize(end as usize - 1, Hit::default());
        if self.texts.is_empty() {
            return;
        }
        for &(text, hit) in &self.all {
            let next = &mut self.of_text[text as usize];
            if *next > 0 {
                self.hits[*next as usize - 1] = hit;
                *next += 1;
            }
        }
        let mut start = 0;
        for &text in &self.texts {
            let end = std::mem::take(&mut self.of_text[text as usize]) as usize - 1;
            tell(text, &self.hits[start..end]);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn all_that_was_met_often_enough_is_told_in_order(
            texts in prop::collection::vec((prop::collection::vec((0_u32..20, 0_u32..9), 0..60), 1_usize..5), 1..4),
        ) {
            let mut met = Met::default();
            for (seeds, least) in texts {
                met.begin(20);
                let mut wanted: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
                for (here, (text, there)) in (0_u32..).zip(seeds) {
                    met.meet(text, here, there);
                    wanted.entry(text).or_default().push(Hit { here, there });
                }
                wanted.retain(|_, hits| hits.len() >= least);
                let mut found: BTreeMap<u32, Vec<Hit>> = BTreeMap::new();
                met.those_met(least, |text, hits| {
                    found.insert(text, hits.to_vec());
                });
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
