//! In how many sets each kept element occurs, and the ranks in that order.

use rayon::prelude::*;

use crate::Error;
use crate::distinct::Origins;
use crate::kept::KeptSets;
use crate::progress::Meter;
use crate::ranking::{check_fits, narrow};
use crate::shared::mix;

/// Frequencies from here on share one class; their order does not matter for exactness.
const CLASSES: usize = 1 << 12;

/// How many elements are gone through between two looks at the callback.
const ELEMENTS_UNHEARD: usize = 1 << 16;

/// The rank of an element that occurs in one set only, or in one of two collections only.
pub(crate) const UNRANKED: u32 = u32::MAX;

/// The rank of each kept element: ascending with its frequency among the sets that are kept.
pub(crate) struct ElementRanks {
    /// By shard: the ranks of the elements that fall into it, in the order of the blocks.
    shards: Vec<Vec<u32>>,
    /// By block: where its ranks start in each of the shards.
    starts: Vec<Vec<usize>>,
    len: usize,
}

impl ElementRanks {
    pub(crate) fn new(kept: &KeptSets, origins: &Origins, meter: &Meter) -> Result<Self, Error> {
        let mut shards: Vec<Shard> = (0..kept.shard_count)
            .into_par_iter()
            .map(|shard| Shard::new(kept, shard, origins, meter))
            .collect::<Result<_, _>>()?;
        // Counting sort: within a class first the elements of shard 0, then those of shard 1, …. Any order
        // between elements of one frequency is right as long as all sets follow it.
        let mut len = 0;
        for class in 0..CLASSES {
            for shard in &mut shards {
                if let Some(next) = shard.classes.get_mut(class) {
                    len += std::mem::replace(next, len);
                }
            }
        }
        check_fits("shared elements", len)?;
        let shards = shards.into_par_iter().map(|shard| {
            meter.listen()?;
            Ok(shard.into_ranks())
        });
        let mut next = vec![0; kept.shard_count];
        let starts = kept.blocks.iter().map(|block| {
            let start = next.clone();
            for (shard, next) in next.iter_mut().enumerate() {
                *next += block.place(shard).len();
            }
            start
        });
        Ok(Self {
            starts: starts.collect(),
            shards: shards.collect::<Result<_, Error>>()?,
            len,
        })
    }

    /// The number of different ranks.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The ranks of the elements of a block, of which each lies in the shard that is given.
    pub(crate) fn of_block(&self, block: usize, shards: &[u8]) -> impl Iterator<Item = u32> {
        let mut next = self.starts[block].clone();
        shards.iter().map(move |&shard| {
            let shard = usize::from(shard);
            let place = next[shard];
            next[shard] += 1;
            self.shards[shard][place]
        })
    }
}

/// The elements of one shard.
struct Shard {
    /// The elements block after block, each by its number in the shard.
    elements: Vec<u32>,
    /// By number: the frequency of an element, and 0 for one that has no rank.
    frequencies: Vec<u32>,
    /// How many elements there are of each class, up to the last of which there is one.
    classes: Vec<usize>,
}

impl Shard {
    fn new(kept: &KeptSets, shard: usize, origins: &Origins, meter: &Meter) -> Result<Self, Error> {
        let blocks = || {
            kept.blocks
                .iter()
                .map(|block| (block, block.elements(shard)))
        };
        let total = blocks().map(|(_, elements)| elements.len()).sum();
        let mut numbers = Numbers::new(total);
        let mut elements = Vec::with_capacity(total);
        let mut frequencies: Vec<u32> = Vec::new();
        for (block, of_block) in blocks() {
            let first = block
                .survivors
                .first()
                .map_or(0, |first| first.set as usize);
            let seen = match origins.second() {
                Some(_) => 1 << (SEEN_BY_FIRST + origins.side(first)),
                None => 0,
            };
            for some in of_block.chunks(ELEMENTS_UNHEARD) {
                meter.listen()?;
                for &element in some {
                    let number = numbers.of(element);
                    elements.push(number);
                    if number as usize == frequencies.len() {
                        frequencies.push(0);
                    }
                    let frequency = &mut frequencies[number as usize];
                    *frequency = ((*frequency & COUNT) + 1).min(COUNT) | *frequency & !COUNT | seen;
                }
            }
        }
        let mut classes = Vec::new();
        for frequency in &mut frequencies {
            let by = *frequency >> SEEN_BY_FIRST;
            *frequency &= COUNT;
            let shared = match origins.second() {
                Some(_) => by == 3,
                None => *frequency > 1,
            };
            if !shared {
                *frequency = 0;
                continue;
            }
            let class = class(*frequency);
            if class >= classes.len() {
                classes.resize(class + 1, 0);
            }
            classes[class] += 1;
        }
        Ok(Self {
            elements,
            frequencies,
            classes,
        })
    }

    /// The ranks of the elements, block after block, once `classes` say which rank is the next of each class.
    fn into_ranks(self) -> Vec<u32> {
        let Self {
            mut elements,
            frequencies: mut ranks,
            classes: mut next,
        } = self;
        for rank in &mut ranks {
            *rank = match *rank {
                0 => UNRANKED,
                frequency => {
                    let next = &mut next[class(frequency)];
                    *next += 1;
                    narrow(*next - 1)
                }
            };
        }
        for element in &mut elements {
            *element = ranks[*element as usize];
        }
        elements
    }
}

/// While two collections are counted, this bit says that an element occurs in the first one, …
const SEEN_BY_FIRST: usize = 30;

/// … the next that it occurs in the second, and these count.
const COUNT: u32 = (1 << SEEN_BY_FIRST) - 1;

fn class(frequency: u32) -> usize {
    (frequency as usize).min(CLASSES - 1)
}

/// Numbers elements in the order in which they come.
struct Numbers {
    elements: Vec<u64>,
    /// By the hash of an element and from there on: one more than its number, and 0 for none. Twice as many as
    /// there can be elements, or more.
    slots: Vec<u32>,
}

impl Numbers {
    /// Makes room for so many elements.
    fn new(most: usize) -> Self {
        Self {
            elements: Vec::new(),
            slots: vec![0; (2 * most).next_power_of_two()],
        }
    }

    #[inline]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the low half of a hash chooses among the slots"
    )]
    fn of(&mut self, element: u64) -> u32 {
        let mask = self.slots.len() - 1;
        let mut slot = mix(element) as usize & mask;
        loop {
            let number = self.slots[slot];
            if number == 0 {
                let number = narrow(self.elements.len());
                self.elements.push(element);
                self.slots[slot] = number + 1;
                return number;
            }
            if self.elements[number as usize - 1] == element {
                return number - 1;
            }
            slot = (slot + 1) & mask;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn equal_elements_have_one_number_and_others_another(elements in vec(0_u64..40, 0..60)) {
            let mut numbers = Numbers::new(elements.len());
            let mut known = HashMap::new();
            for element in elements {
                let next = narrow(known.len());
                let expected = *known.entry(element).or_insert(next);
                prop_assert_eq!(numbers.of(element), expected);
            }
        }
    }
}
