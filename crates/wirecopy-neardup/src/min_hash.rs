//! MinHash signatures in one permutation.

use std::io::{Read, Write};
use std::sync::OnceLock;

use wirecopy_text::{Envelope, SEED};

use crate::error::Error;
use crate::mix::mix;
use crate::saved::Saved;

/// What a file of a signature is.
const KIND: &str = "minhash";
const VERSION: u32 = 1;

/// Most values of a signature: a standard error of 0.016.
pub(crate) const MAX_VALUES: usize = 1024;

/// No element fell into this bin. No element has this rank.
const EMPTY: u32 = u32::MAX;

/// A signature of a set from which its Jaccard similarity to other sets can be estimated.
///
/// One permutation: an element's hash chooses one of `n` bins and its rank there, and each bin
/// keeps its smallest rank (Broder, *On the resemblance and containment of documents*, SEQUENCES
/// 1997; Li, Owen, Zhang, *One permutation hashing*, NIPS 2012). So an element costs the same
/// whatever `n` is. Memory: 4 bytes for each value.
///
/// Signatures are the same on every machine and in every version of the same minor number.
///
/// # Example
/// ```
/// use wirecopy_neardup::MinHash;
///
/// let (mut a, mut b) = (MinHash::new(128)?, MinHash::new(128)?);
/// a.extend(0..1000);
/// b.extend(250..1250);
/// // 750 of 1250 elements are in both.
/// let estimate = a.jaccard(&b)?;
/// assert!((estimate - 0.6).abs() < 2.0 * MinHash::standard_error(0.6, 128));
/// assert!((a.count() / 1000.0 - 1.0).abs() < 0.2);
/// a.merge(&b)?;
/// assert!((a.count() / 1250.0 - 1.0).abs() < 0.2);
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MinHash {
    ranks: Box<[u32]>,
    seed: u64,
}

impl MinHash {
    /// Makes the signature of the empty set, of `values` values; 128 is usual.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`] unless `values` lies in `1..=1024`.
    pub fn new(values: usize) -> Result<Self, Error> {
        Self::with_seed(values, SEED)
    }

    /// Makes the signature of the empty set with a seed of the caller's. Signatures of different
    /// seeds cannot be compared.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`] unless `values` lies in `1..=1024`.
    pub fn with_seed(values: usize, seed: u64) -> Result<Self, Error> {
        check_values(values)?;
        Ok(Self {
            ranks: vec![EMPTY; values].into_boxed_slice(),
            seed,
        })
    }

    /// Adds an element: any number that stands for it, for instance the hash of a shingle. Adding it
    /// again changes nothing.
    #[inline]
    pub fn update(&mut self, element: u64) {
        add(&mut self.ranks, self.seed, element);
    }

    /// Adds the elements of another set: what it is then is the signature of the union.
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] when the signatures differ in seed or number of values.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.comparable(other)?;
        for (rank, other) in self.ranks.iter_mut().zip(&other.ranks) {
            *rank = (*rank).min(*other);
        }
        Ok(())
    }

    /// Estimates the Jaccard similarity of two sets, `0.0..=1.0`: the bins that agree as a part of
    /// those in which an element of either set fell (Li, Owen, Zhang 2012). 0 if one set is empty.
    ///
    /// Without bias; its standard error is at most [`Self::standard_error`].
    ///
    /// # Errors
    /// [`Error::SketchMismatch`] when the signatures differ in seed or number of values.
    pub fn jaccard(&self, other: &Self) -> Result<f64, Error> {
        self.comparable(other)?;
        let (mut equal, mut filled) = (0_u32, 0_u32);
        for (rank, other) in self.ranks.iter().zip(&other.ranks) {
            let empty = *rank == EMPTY && *other == EMPTY;
            filled += u32::from(!empty);
            equal += u32::from(rank == other && !empty);
        }
        Ok(if filled == 0 {
            0.0
        } else {
            f64::from(equal) / f64::from(filled)
        })
    }

    /// Returns a bound of the standard error of an estimate: that of so many independent draws,
    /// `sqrt(j (1 - j) / n)` for a similarity of `j` and `n` values.
    #[must_use]
    pub fn standard_error(jaccard: f64, values: usize) -> f64 {
        (jaccard * (1.0 - jaccard) / values as f64).sqrt()
    }

    /// Estimates the number of different elements, by the likelihood of the smallest ranks: the
    /// standard error is `1 / sqrt(n)` of the number for `n` values, less where bins are empty.
    #[must_use]
    pub fn count(&self) -> f64 {
        let filled = self.ranks.iter().filter(|&&rank| rank != EMPTY).count() as f64;
        // A rank stands for the middle of its place; an empty bin has been searched to its end.
        let searched = self.ranks.iter().map(|&rank| match rank {
            EMPTY => 1.0,
            rank => (f64::from(rank) + 0.5) / f64::from(EMPTY),
        });
        if filled == 0.0 {
            0.0
        } else {
            filled / searched.sum::<f64>() * self.ranks.len() as f64
        }
    }

    /// Whether no element was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ranks.iter().all(|&rank| rank == EMPTY)
    }

    /// Returns the smallest rank of each bin, `u32::MAX` where there is none.
    #[must_use]
    pub fn values(&self) -> &[u32] {
        &self.ranks
    }

    /// Returns the seed.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Takes values that [`Self::values`] gave out.
    ///
    /// # Errors
    /// [`Error::InvalidSignature`] unless there are `1..=1024`.
    pub fn from_values(values: &[u32], seed: u64) -> Result<Self, Error> {
        check_values(values.len())?;
        Ok(Self {
            ranks: values.into(),
            seed,
        })
    }

    /// Writes the signature: 4 bytes for each value and 16 more, in an
    /// [`Envelope`](wirecopy_text::Envelope) of the kind `minhash`.
    ///
    /// # Errors
    /// [`Error::Envelope`] when `writer` fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        let mut saved = Saved::default();
        saved.number(self.seed);
        saved.number(self.ranks.len() as u64);
        saved.words(&self.ranks);
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
        let (seed, values) = (saved.number()?, saved.size()?);
        check_values(values).map_err(|_| Error::InvalidFile {
            fault: "its parameters are out of range",
        })?;
        let signature = Self::from_values(&saved.words(values)?, seed)?;
        saved.end()?;
        Ok(signature)
    }

    fn comparable(&self, other: &Self) -> Result<(), Error> {
        check_same(
            "MinHash signatures",
            [
                (
                    "number of values",
                    self.ranks.len() as u64,
                    other.ranks.len() as u64,
                ),
                ("seed", self.seed, other.seed),
            ],
        )
    }
}

impl Extend<u64> for MinHash {
    fn extend<T: IntoIterator<Item = u64>>(&mut self, elements: T) {
        for element in elements {
            self.update(element);
        }
    }
}

/// Refuses to compare what was made with different parameters.
pub(crate) fn check_same(
    what: &'static str,
    parameters: impl IntoIterator<Item = (&'static str, u64, u64)>,
) -> Result<(), Error> {
    for (parameter, left, right) in parameters {
        if left != right {
            return Err(Error::SketchMismatch {
                what,
                parameter,
                left,
                right,
            });
        }
    }
    Ok(())
}

pub(crate) fn check_values(values: usize) -> Result<(), Error> {
    if (1..=MAX_VALUES).contains(&values) {
        Ok(())
    } else {
        Err(Error::InvalidSignature {
            given: values,
            max: MAX_VALUES,
        })
    }
}

/// Adds an element to the ranks of a signature.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    reason = "the bin is below the number of bins, and the rank is the low half of the hash"
)]
fn add(ranks: &mut [u32], seed: u64, element: u64) {
    let hash = mix(element ^ seed);
    // The bin comes from the high bits, the rank is the low ones.
    let bin = (u128::from(hash) * ranks.len() as u128) >> 64;
    let rank = &mut ranks[bin as usize];
    *rank = (*rank).min((hash as u32).min(EMPTY - 1));
}

/// What fills the empty bins of a signature, so that each value stands alone and bands can be cut:
/// optimal densification (Shrivastava, *Optimal densification for fast and accurate minwise
/// hashing*, ICML 2017).
///
/// An empty bin takes the value of the first bin that is not, in an order of its own. The paper
/// draws bins by a hash until one holds something; here the draws are a random permutation, which
/// is the same without repeats.
#[derive(Debug, Clone)]
pub(crate) struct Densifier {
    values: usize,
    /// Made when a bin is first empty: sets that fit their sketch need none, and of short texts all do.
    orders: OnceLock<Orders>,
}

#[derive(Debug, Clone)]
struct Orders {
    /// For each bin the others in the order in which it asks them.
    others: Vec<u16>,
    /// For each bin the place of each other bin in that order.
    places: Vec<u16>,
}

impl Orders {
    fn new(values: usize) -> Self {
        let mut orders = Self {
            others: Vec::with_capacity(values * values),
            places: vec![0; values * values],
        };
        for bin in 0..values {
            let mut order: Vec<(u64, u16)> = (0_u16..)
                .take(values)
                .map(|other| (mix(mix(bin as u64) ^ u64::from(other)), other))
                .collect();
            order.sort_unstable();
            for (place, (_, other)) in (0_u16..).zip(order) {
                orders.others.push(other);
                orders.places[bin * values + usize::from(other)] = place;
            }
        }
        orders
    }
}

impl Densifier {
    pub(crate) fn new(values: usize) -> Self {
        Self {
            values,
            orders: OnceLock::new(),
        }
    }

    pub(crate) fn values(&self) -> usize {
        self.values
    }

    fn orders(&self) -> &Orders {
        self.orders.get_or_init(|| Orders::new(self.values))
    }

    /// Writes one number of 16 bits for each value of a signature that is not empty, and says how many
    /// of the bins hold an element. Two numbers agree where the values do, and otherwise by a chance
    /// of one in 65,536.
    pub(crate) fn fill(&self, ranks: &[u32], dense: &mut Vec<u16>) -> u16 {
        let filled: Vec<u16> = (0_u16..)
            .zip(ranks)
            .filter_map(|(bin, &rank)| (rank != EMPTY).then_some(bin))
            .collect();
        // Asked in turn, a bin answers after so many questions.
        let questions = self.values / filled.len().max(1);
        for (bin, &rank) in ranks.iter().enumerate() {
            let row = bin * self.values..(bin + 1) * self.values;
            let source = if rank != EMPTY || filled.is_empty() {
                rank
            } else if questions < filled.len() {
                let order = &self.orders().others[row];
                let first = order.iter().map(|&other| ranks[usize::from(other)]);
                first
                    .into_iter()
                    .find(|&rank| rank != EMPTY)
                    .unwrap_or(EMPTY)
            } else {
                let places = &self.orders().places[row];
                let first = filled
                    .iter()
                    .min_by_key(|&&other| places[usize::from(other)]);
                first.map_or(EMPTY, |&other| ranks[usize::from(other)])
            };
            dense.push(fingerprint(source));
        }
        // There are 1024 bins at most.
        u16::try_from(filled.len()).unwrap_or(u16::MAX)
    }
}

/// The ranks of a bin with many elements are all small: what is kept of them must not be their high
/// bits.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "16 bits are wanted")]
fn fingerprint(rank: u32) -> u16 {
    mix(u64::from(rank)) as u16
}

/// How many of the values of two dense signatures agree.
#[inline]
pub(crate) fn agreeing(a: &[u16], b: &[u16]) -> usize {
    a.iter().zip(b).map(|(a, b)| usize::from(a == b)).sum()
}

/// Makes the dense signature of a set without keeping the sparse one, and says how many bins an element
/// fell into.
pub(crate) fn dense_signature(
    densifier: &Densifier,
    seed: u64,
    elements: impl Iterator<Item = u64>,
    ranks: &mut Vec<u32>,
    dense: &mut Vec<u16>,
) -> u16 {
    ranks.clear();
    ranks.resize(densifier.values, EMPTY);
    for element in elements {
        add(ranks, seed, element);
    }
    densifier.fill(ranks, dense)
}
