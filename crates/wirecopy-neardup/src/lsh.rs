//! An index that finds similar sets by their MinHash signatures.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};

use wirecopy_similarity::Threshold;
use wirecopy_text::{Envelope, SEED};

use crate::banding::{Banding, Costs};
use crate::chains::Chains;
use crate::error::Error;
use crate::min_hash::{Densifier, MinHash, agreeing, check_same, check_values};
use crate::mix::mix;
use crate::saved::Saved;

/// What a file of an index is.
const KIND: &str = "lsh";
const VERSION: u32 = 1;

/// An index of MinHash signatures that finds the sets which are likely to reach a Jaccard
/// similarity: locality-sensitive hashing by bands (Indyk and Motwani, STOC 1998).
///
/// A set is a candidate when it agrees with the query in all values of a band; how likely that is,
/// says [`Banding::probability`]. Keys are the caller's numbers. Signatures are densified, and kept
/// with 16 bits a value.
///
/// In memory an entry takes `2 values + 10 bands + 30` bytes, about 560 for 128 values at 0.7; in a
/// file `2 values + 8` bytes, 264 for 128 values.
///
/// # Example
/// ```
/// use wirecopy_neardup::{MinHash, MinHashLsh};
///
/// let mut index = MinHashLsh::new(0.7, 128)?;
/// let mut sets = [MinHash::new(128)?, MinHash::new(128)?, MinHash::new(128)?];
/// sets[0].extend(0..1000);
/// sets[1].extend(50..1050);
/// sets[2].extend(900..1900);
/// index.insert(10, &sets[0])?;
/// index.insert(12, &sets[2])?;
/// let found = index.query(&sets[1])?;
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].key, 10);
/// assert!(found[0].estimate > 0.8);
///
/// let mut file = Vec::new();
/// index.to_writer(&mut file)?;
/// let mut again = MinHashLsh::from_reader(&file[..])?;
/// assert!(again.remove(10));
/// assert!(again.query(&sets[1])?.is_empty());
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct MinHashLsh {
    threshold: f64,
    values: usize,
    seed: u64,
    banding: Banding,
    densifier: Densifier,
    entries: Entries,
    /// By key.
    places: HashMap<u64, u32>,
    bands: Vec<Chains>,
}

/// What is in the index, by place; a place that was removed or is empty is in no chain or `None`.
#[derive(Debug, Clone, Default)]
struct Entries {
    keys: Vec<Option<u64>>,
    /// `values` for each place; those of an empty set mean nothing.
    signatures: Vec<u16>,
    empty: Vec<bool>,
    removed: usize,
}

/// A set that shares a band with a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    /// Its key.
    pub key: u64,
    /// The estimate of the Jaccard similarity: the part of the values that agree.
    pub estimate: f64,
}

impl MinHashLsh {
    /// Makes an empty index for signatures of so many values, with bands for the default [`Costs`].
    ///
    /// # Errors
    /// As [`Banding::choose`].
    pub fn new(threshold: f64, values: usize) -> Result<Self, Error> {
        let banding = Banding::choose(threshold, values, Costs::default())?;
        Self::with_banding(threshold, values, SEED, banding)
    }

    /// Makes an empty index with the seed of its signatures and the bands stated.
    ///
    /// # Errors
    /// [`Error::InvalidThreshold`], [`Error::InvalidSignature`], and [`Error::InvalidBanding`] for
    /// bands that are made for longer signatures.
    pub fn with_banding(
        threshold: f64,
        values: usize,
        seed: u64,
        banding: Banding,
    ) -> Result<Self, Error> {
        let threshold = Threshold::new(threshold)?.value();
        check_values(values)?;
        let _ = Banding::new(banding.bands(), banding.rows(), values)?;
        Ok(Self {
            threshold,
            values,
            seed,
            banding,
            densifier: Densifier::new(values),
            entries: Entries::default(),
            places: HashMap::new(),
            bands: vec![Chains::new(); banding.bands()],
        })
    }

    /// Returns the similarity that the bands were chosen for.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// Returns the number of values of a signature.
    #[must_use]
    pub fn values(&self) -> usize {
        self.values
    }

    /// Returns the seed of the signatures.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Returns the bands.
    pub fn banding(&self) -> Banding {
        self.banding
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
        self.entries.keys.iter().filter_map(|key| *key)
    }

    /// Adds a set under a key. The signature of an empty set is kept and found by no query.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] for a signature of another seed or number of values,
    /// [`Error::DuplicateKey`], [`Error::TooLarge`] after `u32::MAX - 1` insertions.
    pub fn insert(&mut self, key: u64, signature: &MinHash) -> Result<(), Error> {
        self.check(signature)?;
        if self.contains(key) {
            return Err(Error::DuplicateKey { key });
        }
        self.entries.check_room(1)?;
        let mut dense = Vec::with_capacity(self.values);
        self.densifier.fill(signature.values(), &mut dense);
        self.add(key, &dense, signature.is_empty());
        Ok(())
    }

    /// Removes an entry, and says whether there was one. Its memory is used again once half of the
    /// entries are gone.
    pub fn remove(&mut self, key: u64) -> bool {
        let Some(place) = self.places.remove(&key) else {
            return false;
        };
        self.entries.keys[place as usize] = None;
        self.entries.removed += 1;
        if self.entries.removed * 2 > self.entries.keys.len() {
            self.rebuild();
        }
        true
    }

    /// Returns the entries that share a band with the query and whose estimate reaches the
    /// threshold, the largest estimates first, of equal ones the smallest keys.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] for a signature of another seed or number of values.
    pub fn query(&self, signature: &MinHash) -> Result<Vec<Candidate>, Error> {
        let mut found = self.candidates(signature)?;
        found.retain(|candidate| candidate.estimate >= self.threshold);
        Ok(found)
    }

    /// Returns all entries that share a band with the query, whatever their estimate, in the order
    /// of [`Self::query`].
    ///
    /// For those who compare the sets themselves: of the sets right at the threshold, half are
    /// estimated below it.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] for a signature of another seed or number of values.
    pub fn candidates(&self, signature: &MinHash) -> Result<Vec<Candidate>, Error> {
        self.check(signature)?;
        if signature.is_empty() {
            return Ok(Vec::new());
        }
        let mut dense = Vec::with_capacity(self.values);
        self.densifier.fill(signature.values(), &mut dense);
        let mut places = Vec::new();
        for (number, chains) in self.bands.iter().enumerate() {
            let band = self.band(number, &dense);
            let met = chains.get(hash(band));
            places.extend(met.filter(|&place| {
                band == self.band(number, self.entries.signature(place, self.values))
            }));
        }
        places.sort_unstable();
        places.dedup();
        let candidate = |place: u32| {
            let key = self.entries.keys[place as usize]?;
            let equal = agreeing(&dense, self.entries.signature(place, self.values));
            Some(Candidate {
                key,
                estimate: equal as f64 / self.values as f64,
            })
        };
        let mut found: Vec<Candidate> = places.into_iter().filter_map(candidate).collect();
        found.sort_unstable_by(|one, other| {
            let larger_first = other.estimate.total_cmp(&one.estimate);
            larger_first.then(one.key.cmp(&other.key))
        });
        Ok(found)
    }

    /// Adds all entries of another index; on an error nothing has changed.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] for an index of other parameters, [`Error::DuplicateKey`] for a key
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
        check_same(
            "indexes",
            [
                ("number of values", self.values as u64, other.values as u64),
                ("seed", self.seed, other.seed),
                (
                    "number of bands",
                    self.bands.len() as u64,
                    other.bands.len() as u64,
                ),
                (
                    "values in a band",
                    self.banding.rows() as u64,
                    other.banding.rows() as u64,
                ),
            ],
        )?;
        check_new(other.keys().map(&rename), |key| self.contains(key))?;
        self.entries.check_room(other.len())?;
        for (key, signature, empty) in other.entries.iter(self.values) {
            self.add(rename(key), signature, empty);
        }
        Ok(())
    }

    /// Returns the values that are kept under a key: 16 bits of each value of the densified
    /// signature, `None` where there is no such key, and `Some(None)` for an empty set.
    #[must_use]
    pub fn signature(&self, key: u64) -> Option<Option<&[u16]>> {
        let place = *self.places.get(&key)?;
        let filled = !self.entries.empty[place as usize];
        Some(filled.then(|| self.entries.signature(place, self.values)))
    }

    /// Writes the index: `2 values + 8` bytes for each entry, in an
    /// [`Envelope`](wirecopy_text::Envelope) of the kind `lsh`.
    ///
    /// # Errors
    /// [`Error::Envelope`] when `writer` fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        let mut saved = Saved::default();
        saved.number(self.values as u64);
        saved.number(self.seed);
        saved.number(self.threshold.to_bits());
        saved.number(self.banding.bands() as u64);
        saved.number(self.banding.rows() as u64);
        // Empty sets come last and have no values.
        for wanted in [false, true] {
            let entries = || {
                self.entries
                    .iter(self.values)
                    .filter(move |one| one.2 == wanted)
            };
            saved.number(entries().count() as u64);
            for (key, signature, empty) in entries() {
                saved.number(key);
                if !empty {
                    saved.halves(signature);
                }
            }
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
        let (values, seed) = (saved.size()?, saved.number()?);
        let threshold = f64::from_bits(saved.number()?);
        let (bands, rows) = (saved.size()?, saved.size()?);
        let parameters = Error::InvalidFile {
            fault: "its parameters are out of range",
        };
        let index = check_values(values)
            .and_then(|()| Banding::new(bands, rows, values))
            .and_then(|banding| Self::with_banding(threshold, values, seed, banding));
        let mut index = index.map_err(|_| parameters)?;
        for empty in [false, true] {
            let (count, width) = (saved.size()?, if empty { 0 } else { values });
            saved.check_room(count, 8 + 2 * width)?;
            index.entries.check_room(count)?;
            for _ in 0..count {
                let key = saved.number()?;
                let mut signature = saved.halves(width)?;
                signature.resize(values, 0);
                if index.contains(key) {
                    return Err(Error::InvalidFile {
                        fault: "a key stands there twice",
                    });
                }
                index.add(key, &signature, empty);
            }
        }
        saved.end()?;
        Ok(index)
    }

    fn check(&self, signature: &MinHash) -> Result<(), Error> {
        check_same(
            "the index and the signature",
            [
                (
                    "number of values",
                    self.values as u64,
                    signature.values().len() as u64,
                ),
                ("seed", self.seed, signature.seed()),
            ],
        )
    }

    /// The part of a signature that is in band `number`.
    fn band<'s>(&self, number: usize, signature: &'s [u16]) -> &'s [u16] {
        let rows = self.banding.rows();
        &signature[number * rows..(number + 1) * rows]
    }

    /// Adds an entry that has been checked.
    fn add(&mut self, key: u64, signature: &[u16], empty: bool) {
        let place = self.entries.push(key, signature, empty);
        self.places.insert(key, place);
        let (entries, rows, values) = (&self.entries, self.banding.rows(), self.values);
        for (number, chains) in self.bands.iter_mut().enumerate() {
            let band =
                |place| &entries.signature(place, values)[number * rows..(number + 1) * rows];
            if empty {
                chains.push_none();
            } else {
                let filled = |place: u32| !entries.empty[place as usize];
                chains.push(hash(band(place)), |place| {
                    filled(place).then(|| hash(band(place)))
                });
            }
        }
    }

    /// Makes the index anew without what was removed.
    fn rebuild(&mut self) {
        let entries = std::mem::take(&mut self.entries);
        self.places.clear();
        self.bands = vec![Chains::new(); self.bands.len()];
        for (key, signature, empty) in entries.iter(self.values) {
            self.add(key, signature, empty);
        }
    }
}

/// Indexes are equal when their parameters are, and both have the same keys with the same values; the
/// order of the insertions does not count.
impl PartialEq for MinHashLsh {
    fn eq(&self, other: &Self) -> bool {
        let parameters = |index: &Self| {
            let Self {
                threshold,
                values,
                seed,
                banding,
                ..
            } = *index;
            (threshold.to_bits(), values, seed, banding)
        };
        parameters(self) == parameters(other)
            && self.len() == other.len()
            && self
                .keys()
                .all(|key| self.signature(key) == other.signature(key))
    }
}

impl Entries {
    fn push(&mut self, key: u64, signature: &[u16], empty: bool) -> u32 {
        let place = self.keys.len();
        self.keys.push(Some(key));
        self.signatures.extend_from_slice(signature);
        self.empty.push(empty);
        u32::try_from(place).expect("`check_room` was asked")
    }

    fn signature(&self, place: u32, values: usize) -> &[u16] {
        &self.signatures[place as usize * values..][..values]
    }

    /// What has not been removed, in order.
    fn iter(&self, values: usize) -> impl Iterator<Item = (u64, &[u16], bool)> {
        let all = self.keys.iter().zip(self.signatures.chunks_exact(values));
        all.zip(&self.empty)
            .filter_map(|((key, signature), &empty)| Some(((*key)?, signature, empty)))
    }

    fn check_room(&self, more: usize) -> Result<(), Error> {
        check_entries(self.keys.len().saturating_add(more))
    }
}

/// Refuses more entries than are counted in 32 bits.
pub(crate) fn check_entries(given: usize) -> Result<(), Error> {
    let max = u32::MAX as usize - 1;
    if given > max {
        return Err(Error::TooLarge {
            what: "entries",
            given,
            max,
        });
    }
    Ok(())
}

/// Refuses keys that are there already, or come twice.
pub(crate) fn check_new(
    keys: impl Iterator<Item = u64>,
    known: impl Fn(u64) -> bool,
) -> Result<(), Error> {
    let mut met = HashSet::new();
    for key in keys {
        if known(key) || !met.insert(key) {
            return Err(Error::DuplicateKey { key });
        }
    }
    Ok(())
}

/// Hashes the values of a band.
pub(crate) fn hash(band: &[u16]) -> u64 {
    band.iter().fold(SEED, |hash, &value| {
        mix(hash.rotate_left(16) ^ u64::from(value))
    })
}
