//! An index that finds signatures which differ in few bits.

use std::collections::HashMap;
use std::io::{Read, Write};

use wirecopy_text::Envelope;

use crate::chains::Chains;
use crate::error::Error;
use crate::lsh::{check_entries, check_new};
use crate::min_hash::check_same;
use crate::mix::mix;
use crate::saved::Saved;
use crate::sim_hash::SimHash;

/// What a file of an index is.
const KIND: &str = "hamming";
const VERSION: u32 = 1;

/// The largest distance that is searched for: half of the bits of two unrelated texts differ.
pub(crate) const MAX_DISTANCE: u32 = 31;

/// Most tables of an index.
const MAX_TABLES: usize = 128;

/// An index of [`SimHash`] signatures that finds all within a Hamming distance.
///
/// The 64 bits are cut into blocks, some more than the distance. Two signatures that differ in so
/// few bits agree in all other blocks, so each choice of blocks that may have to agree has a
/// table by their bits (Manku, Jain, Das Sarma, *Detecting near-duplicates for web crawling*, WWW
/// 2007, who sort permuted signatures; hashing the chosen bits finds the same). What is met is
/// compared, so the answer is exact.
///
/// In memory an entry takes about `10 tables + 40` bytes, in a file 16. Keys are the caller's
/// numbers.
///
/// # Example
/// ```
/// use wirecopy_neardup::{HammingIndex, SimHash};
///
/// let mut index = HammingIndex::new(3)?;
/// index.insert(7, SimHash::from_bits(0b1111))?;
/// index.insert(9, SimHash::from_bits(0b1110_0000_0000))?;
/// let found = index.query(SimHash::from_bits(0b1001));
/// assert_eq!(found.iter().map(|near| (near.key, near.distance)).collect::<Vec<_>>(), [(7, 2)]);
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct HammingIndex {
    distance: u32,
    blocks: u32,
    masks: Vec<u64>,
    tables: Vec<Chains>,
    /// By place; `None` for what was removed.
    keys: Vec<Option<u64>>,
    signatures: Vec<SimHash>,
    removed: usize,
    /// By key.
    places: HashMap<u64, u32>,
}

/// A signature within the distance of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearby {
    /// Its key.
    pub key: u64,
    /// In how many bits it differs.
    pub distance: u32,
}

impl HammingIndex {
    /// Makes an empty index for a distance, with one block more than that: the fewest tables, and
    /// the most signatures met in each. Good up to a million signatures and a distance of 3.
    ///
    /// # Errors
    /// [`Error::InvalidDistance`] above 31.
    pub fn new(distance: u32) -> Result<Self, Error> {
        Self::with_blocks(distance, distance.saturating_add(1))
    }

    /// Makes an empty index with so many blocks, of which all but `distance` have to agree: one table
    /// for each choice of these.
    ///
    /// # Errors
    /// [`Error::InvalidDistance`] above 31, and [`Error::InvalidBlocks`] unless the blocks are more
    /// than the distance, at most 64, and make at most 128 tables.
    pub fn with_blocks(distance: u32, blocks: u32) -> Result<Self, Error> {
        let masks = masks(distance, blocks)?;
        Ok(Self {
            distance,
            blocks,
            tables: vec![Chains::new(); masks.len()],
            masks,
            keys: Vec::new(),
            signatures: Vec::new(),
            removed: 0,
            places: HashMap::new(),
        })
    }

    /// Returns the distance up to which signatures are found.
    #[must_use]
    pub fn distance(&self) -> u32 {
        self.distance
    }

    /// Returns the number of tables.
    #[must_use]
    pub fn tables(&self) -> usize {
        self.tables.len()
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether there is an entry with this key.
    #[must_use]
    pub fn contains(&self, key: u64) -> bool {
        self.places.contains_key(&key)
    }

    /// Iterates over the keys in the order in which they were inserted.
    pub fn keys(&self) -> impl Iterator<Item = u64> {
        self.keys.iter().filter_map(|key| *key)
    }

    /// Adds a signature under a key.
    ///
    /// # Errors
    /// [`Error::DuplicateKey`], and [`Error::TooLarge`] after `u32::MAX - 1` insertions.
    pub fn insert(&mut self, key: u64, signature: SimHash) -> Result<(), Error> {
        if self.contains(key) {
            return Err(Error::DuplicateKey { key });
        }
        check_entries(self.keys.len() + 1)?;
        self.add(key, signature);
        Ok(())
    }

    /// Removes an entry, and says whether there was one. Its memory is used again once half of the
    /// entries are gone.
    pub fn remove(&mut self, key: u64) -> bool {
        let Some(place) = self.places.remove(&key) else {
            return false;
        };
        self.keys[place as usize] = None;
        self.removed += 1;
        if self.removed * 2 > self.keys.len() {
            let entries: Vec<(u64, SimHash)> = self.iter().collect();
            self.keys.clear();
            self.signatures.clear();
            self.places.clear();
            self.removed = 0;
            self.tables = vec![Chains::new(); self.masks.len()];
            for (key, signature) in entries {
                self.add(key, signature);
            }
        }
        true
    }

    /// Returns all entries within the distance, the nearest first, of equally near ones the smallest
    /// keys.
    #[must_use]
    pub fn query(&self, signature: SimHash) -> Vec<Nearby> {
        let mut places = Vec::new();
        for (mask, table) in self.masks.iter().zip(&self.tables) {
            let met = table.get(mix(signature.bits() & mask));
            places.extend(met.filter(|&place| {
                self.signatures[place as usize].distance(signature) <= self.distance
            }));
        }
        places.sort_unstable();
        places.dedup();
        let nearby = |place: u32| {
            Some(Nearby {
                key: self.keys[place as usize]?,
                distance: self.signatures[place as usize].distance(signature),
            })
        };
        let mut found: Vec<Nearby> = places.into_iter().filter_map(nearby).collect();
        found.sort_unstable_by_key(|near| (near.distance, near.key));
        found
    }

    /// Adds all entries of another index; on an error nothing has changed.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] for an index of another distance, [`Error::DuplicateKey`] for a key
    /// that both have, [`Error::TooLarge`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.merge_as(other, |key| key)
    }

    /// [`Self::merge`] that gives each entry of the other index the key that `rename` says for its
    /// own.
    ///
    /// # Errors
    /// As [`Self::merge`]; [`Error::DuplicateKey`] too for a key that `rename` says twice.
    pub fn merge_as(&mut self, other: &Self, rename: impl Fn(u64) -> u64) -> Result<(), Error> {
        let (left, right) = (u64::from(self.distance), u64::from(other.distance));
        check_same("indexes", [("distance", left, right)])?;
        check_new(other.keys().map(&rename), |key| self.contains(key))?;
        check_entries(self.keys.len() + other.len())?;
        for (key, signature) in other.iter() {
            self.add(rename(key), signature);
        }
        Ok(())
    }

    /// Returns the signature under a key.
    #[must_use]
    pub fn signature(&self, key: u64) -> Option<SimHash> {
        let place = *self.places.get(&key)?;
        Some(self.signatures[place as usize])
    }

    /// Writes the index: 16 bytes for each entry, in an [`Envelope`](wirecopy_text::Envelope) of the
    /// kind `hamming`.
    ///
    /// # Errors
    /// [`Error::Envelope`] when `writer` fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        let mut saved = Saved::default();
        saved.number(u64::from(self.distance));
        saved.number(u64::from(self.blocks));
        saved.number(self.len() as u64);
        for (key, signature) in self.iter() {
            saved.number(key);
            saved.number(signature.bits());
        }
        Envelope::new(KIND, VERSION, saved.into_bytes()).to_writer(writer)?;
        Ok(())
    }

    /// Reads what [`Self::to_writer`] wrote.
    ///
    /// # Errors
    /// [`Error::Envelope`] for a file that is cut, damaged, newer, or something else, and
    /// [`Error::InvalidFile`].
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        let envelope = Envelope::from_reader(reader, KIND, VERSION)?;
        let mut saved = crate::saved::Reader::new(envelope.payload());
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let (distance, blocks) = (small(saved.number()?), small(saved.number()?));
        let mut index = Self::with_blocks(distance, blocks).map_err(|_| Error::InvalidFile {
            fault: "its parameters are out of range",
        })?;
        let count = saved.size()?;
        saved.check_room(count, 16)?;
        for _ in 0..count {
            let (key, bits) = (saved.number()?, saved.number()?);
            let added = index.insert(key, SimHash::from_bits(bits));
            added.map_err(|_| Error::InvalidFile {
                fault: "a key stands there twice",
            })?;
        }
        saved.end()?;
        Ok(index)
    }

    fn iter(&self) -> impl Iterator<Item = (u64, SimHash)> {
        let all = self.keys.iter().zip(&self.signatures);
        all.filter_map(|(key, &signature)| Some(((*key)?, signature)))
    }

    /// Adds an entry that has been checked.
    fn add(&mut self, key: u64, signature: SimHash) {
        // `check_entries` was asked, so the number fits.
        let place = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(Some(key));
        self.signatures.push(signature);
        self.places.insert(key, place);
        let signatures = &self.signatures;
        for (mask, table) in self.masks.iter().zip(&mut self.tables) {
            let hash = |place: u32| mix(signatures[place as usize].bits() & mask);
            table.push(hash(place), |place| Some(hash(place)));
        }
    }
}

/// Indexes are equal when their parameters are, and both have the same keys with the same signatures;
/// the order of the insertions does not count.
impl PartialEq for HammingIndex {
    fn eq(&self, other: &Self) -> bool {
        (self.distance, self.blocks, self.len()) == (other.distance, other.blocks, other.len())
            && self
                .iter()
                .all(|(key, signature)| other.signature(key) == Some(signature))
    }
}

/// The bits that each table goes by: every choice of all but `distance` blocks, in which signatures
/// that differ in so few bits have to agree.
pub(crate) fn masks(distance: u32, blocks: u32) -> Result<Vec<u64>, Error> {
    if distance > MAX_DISTANCE {
        return Err(Error::InvalidDistance {
            given: distance,
            max: MAX_DISTANCE,
        });
    }
    let tables = choices(blocks, distance);
    if blocks <= distance || blocks > 64 || tables > MAX_TABLES {
        return Err(Error::InvalidBlocks {
            given: blocks,
            distance,
            max_tables: MAX_TABLES,
        });
    }
    // Blocks of nearly the same size.
    let starts: Vec<u32> = (0..=blocks).map(|block| block * 64 / blocks).collect();
    let block = |number: usize| {
        let (start, end) = (starts[number], starts[number + 1]);
        (u64::MAX >> (64 - (end - start))) << start
    };
    let mut masks = Vec::with_capacity(tables);
    // The blocks that are left out, ascending; the next choice is found as an odometer turns.
    let mut left_out: Vec<usize> = (0..distance as usize).collect();
    loop {
        masks.push(
            left_out
                .iter()
                .fold(u64::MAX, |mask, &number| mask & !block(number)),
        );
        let room =
            |(at, number): (usize, &usize)| *number < blocks as usize - distance as usize + at;
        let Some(turning) = left_out.iter().enumerate().rposition(room) else {
            return Ok(masks);
        };
        let first = left_out[turning] + 1;
        for (at, number) in left_out[turning..].iter_mut().enumerate() {
            *number = first + at;
        }
    }
}

/// In how many ways `left_out` of `blocks` can be chosen; at least one table too many where that is
/// a large number.
pub(crate) fn choices(blocks: u32, left_out: u32) -> usize {
    let mut ways = 1_usize;
    for number in 0..left_out.min(blocks.saturating_sub(left_out)) {
        ways = ways * (blocks - number) as usize / (number + 1) as usize;
        if ways > 1 << 32 {
            break;
        }
    }
    ways
}
