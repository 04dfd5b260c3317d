//! Which texts are of which outlet, and on how many of its pages furniture stands.

use std::collections::HashMap;

/// So many different texts make an outlet's run furniture without a look at where it stands where they are half of all that
/// it has...
const MIN_SURE_OF_HALF: usize = 4;
/// ...so many else...
const MIN_SURE: usize = 6;
/// ...and so many where nobody knows which texts are of one outlet: as many strangers may have lifted one passage;
/// and more of them where the outlet has many texts.
const MIN_SURE_OF_UNKNOWN: usize = 8;

/// An outlet of more pages than this has its furniture on more than three of them.
const MANY_PAGES: usize = 27;

/// Which outlet each text comes from, and how many texts each outlet has.
pub(super) struct Outlets<'o> {
    of_texts: &'o [Option<u32>],
    pub(super) texts: HashMap<Option<u32>, usize>,
}

impl<'o> Outlets<'o> {
    pub(super) fn new(of_texts: &'o [Option<u32>], all: usize) -> Self {
        let mut texts = HashMap::new();
        if of_texts.is_empty() {
            texts.insert(None, all);
        }
        for &outlet in of_texts {
            *texts.entry(outlet).or_default() += 1;
        }
        Self { of_texts, texts }
    }

    pub(super) fn of(&self, text: usize) -> Option<u32> {
        self.of_texts.get(text).copied().flatten()
    }

    /// How many pages of an outlet make a run furniture wherever it stands that so many of its pages hold.
    pub(super) fn sure_from(&self, outlet: Option<u32>, holders: usize) -> usize {
        let mut root = match outlet {
            Some(_) if 2 * holders >= self.texts[&outlet] => return MIN_SURE_OF_HALF,
            Some(_) => MIN_SURE,
            None => MIN_SURE_OF_UNKNOWN,
        };
        while root.pow(3) < self.texts[&outlet] {
            root += 1;
        }
        root
    }

    /// How many pages of an outlet make a run furniture if it stands where furniture does.
    pub(super) fn perhaps_from(&self, outlet: Option<u32>, min_texts: usize) -> usize {
        let more = match outlet {
            _ if self.texts[&outlet] <= MANY_PAGES => 0,
            Some(_) => 1,
            // Three who lifted a passage, and the one from whom they have it.
            None => 2,
        };
        min_texts.max(1) + more
    }
}
