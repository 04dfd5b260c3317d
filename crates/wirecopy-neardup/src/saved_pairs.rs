//! Pairs on disk.

use std::io::{Read, Write};

use wirecopy_similarity::SimilarPair;
use wirecopy_text::{Envelope, EnvelopeError};

use crate::error::Error;
use crate::groups::Groups;
use crate::options::NearDuplicateOptions;
use crate::pairs::Pairs;
use crate::saved::{Reader, Saved};

/// What a file of pairs is.
const KIND: &str = "pairs";
const VERSION: u32 = 1;

impl Pairs {
    /// Writes the pairs with all that is known of the texts: 16 bytes for each pair, 12 for each text and
    /// 4 more for each in a group, in an [`Envelope`](wirecopy_text::Envelope) of the kind `pairs`.
    ///
    /// # Errors
    /// [`Error::Envelope`] when `writer` fails.
    ///
    /// # Example
    /// ```
    /// use std::ops::ControlFlow;
    /// use wirecopy_neardup::{NearDuplicateOptions, Pairs, near_duplicates};
    ///
    /// let options = NearDuplicateOptions::new(0.5).with_shingle(1);
    /// let found = near_duplicates(&["a b c", "a b", "b a"], &options, &|_, _| ControlFlow::Continue(()))?;
    /// let mut file = Vec::new();
    /// found.to_writer(&mut file)?;
    /// assert_eq!(Pairs::from_reader(&file[..])?, found);
    /// # Ok::<(), wirecopy_neardup::Error>(())
    /// ```
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        let (options, rows, groups, words, hashes) = self.parts();
        let mut saved = Saved::default();
        // The very number: JSON may round it.
        saved.number(options.threshold().to_bits());
        let json = serde_json::to_vec(options).map_err(|error| EnvelopeError::Io(error.into()))?;
        saved.number(json.len() as u64);
        saved.bytes(&json);
        saved.number(rows.len() as u64);
        for row in rows {
            saved.words(&[row.a, row.b]);
            saved.number(row.score.to_bits());
        }
        let (members, ends) = groups.parts();
        saved.number(members.len() as u64);
        saved.words(members);
        saved.number(ends.len() as u64);
        for &end in ends {
            saved.number(end as u64);
        }
        saved.number(words.len() as u64);
        saved.words(words);
        saved.numbers(hashes);
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
        let mut saved = Reader::new(envelope.payload());
        let threshold = f64::from_bits(saved.number()?);
        let length = saved.size()?;
        let options: NearDuplicateOptions = serde_json::from_slice(saved.bytes(length)?)
            .map_err(|_| invalid("its options are none that this build knows"))?;
        let options = options.with_threshold(threshold);
        options
            .check()
            .map_err(|_| invalid("its options are none that this build knows"))?;
        let count = saved.size()?;
        saved.check_room(count, 16)?;
        let mut rows = Vec::with_capacity(count);
        for _ in 0..count {
            let (ends, score) = (saved.words(2)?, f64::from_bits(saved.number()?));
            rows.push(SimilarPair {
                a: ends[0],
                b: ends[1],
                score,
            });
        }
        let count = saved.size()?;
        let members = saved.words(count)?;
        let count = saved.size()?;
        let ends = saved.numbers(count)?;
        // No group ends behind what memory holds; one that says so is refused below.
        let ends = ends
            .into_iter()
            .map(|end| usize::try_from(end).unwrap_or(usize::MAX));
        let texts = saved.size()?;
        let (words, hashes) = (saved.words(texts)?, saved.numbers(texts)?);
        saved.end()?;
        let groups = Groups::from_parts(members, ends.collect(), texts)
            .ok_or(invalid("its groups are none of its texts"))?;
        let known = |pair: &SimilarPair| {
            pair.a < pair.b && (pair.b as usize) < texts && (threshold..=1.0).contains(&pair.score)
        };
        let sorted = rows.is_sorted_by(|one, other| (one.a, one.b) < (other.a, other.b));
        if !sorted || !rows.iter().all(known) {
            return Err(invalid("its pairs are none of its texts"));
        }
        Ok(Self::new(options, rows, groups, words, hashes))
    }
}

fn invalid(fault: &'static str) -> Error {
    Error::InvalidFile { fault }
}
