//! From texts to sets of shingles.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use wirecopy_similarity::SetCollection;
use wirecopy_text::{Analyzer, Scratch, Tokenizer, hash_word, shingle_hashes};

use crate::error::Error;
use crate::options::NearDuplicateOptions;
use crate::progress::Meter;

/// Bytes of text in one unit of parallel work, but for a single text that is longer.
const BYTES_PER_CHUNK: usize = 1 << 17;

/// Texts in it, at most.
const TEXTS_PER_CHUNK: usize = 1 << 10;

/// After so many units for each thread their sets are appended to those before: few are held twice, and those
/// of one thread while a cache still holds them. Threads wait for the last of them.
const CHUNKS_PER_THREAD: usize = 8;

/// What a text counts for the meter.
pub(crate) const UNITS_PER_TEXT: u64 = 5;

/// Makes the shingles of texts as [`near_duplicates`](crate::near_duplicates) compares them: runs of
/// successive words, each as a 64-bit hash.
///
/// For sketches of one's own, and for [`wirecopy_similarity`]'s joins.
///
/// # Example
/// ```
/// use wirecopy_neardup::{MinHash, Shingler};
/// use wirecopy_text::Analyzer;
///
/// let shingler = Shingler::new(&Analyzer::default(), 3)?;
/// let mill = shingler.shingles("The old mill burnt down.")?;
/// assert_eq!(mill.len(), 3);
/// assert_eq!(shingler.shingles("the OLD mill")?, mill[..1]);
/// let mut signature = MinHash::new(128)?;
/// signature.extend(mill);
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug)]
pub struct Shingler {
    tokenizer: Tokenizer,
    size: usize,
    idle: Mutex<Vec<Room>>,
}

/// Memory that is used again from text to text.
#[derive(Debug, Default)]
struct Room {
    scratch: Scratch,
    words: Vec<u64>,
}

/// The sets of shingles of all texts, and how many words each text has.
#[derive(Debug, Default)]
pub(crate) struct Shingled {
    /// Empty for a text without words, and for one that was left out.
    pub(crate) sets: SetCollection,
    pub(crate) words: Vec<u32>,
}

impl Shingler {
    /// Makes one that cuts texts into words by the analyser, `size` of which are a shingle.
    ///
    /// # Errors
    /// [`Error::InvalidShingleSize`] for 0; [`Error::Analyzer`] for an analyser that cannot be built.
    pub fn new(analyzer: &Analyzer, size: usize) -> Result<Self, Error> {
        if size == 0 {
            return Err(Error::InvalidShingleSize);
        }
        Ok(Self {
            tokenizer: analyzer.build().map_err(Error::Analyzer)?,
            size,
            idle: Mutex::new(Vec::new()),
        })
    }

    pub(crate) fn with_options(options: &NearDuplicateOptions) -> Result<Self, Error> {
        Self::new(options.analyzer(), options.shingle())
    }

    /// Returns the hashes of the shingles of a text in order, repeats kept. A text with fewer words than
    /// a shingle is a single one of all its words; one without words has none.
    ///
    /// # Errors
    /// [`Error::Text`] for a text of more than `u32::MAX` bytes.
    pub fn shingles(&self, text: &str) -> Result<Vec<u64>, Error> {
        self.with_words(text, |words| self.hashes(words).collect())
            .map_err(|reason| Error::Text { text: 0, reason })
    }

    /// Makes the sets of all texts; a text that is left out has an empty one, and no words.
    pub(crate) fn sets<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        left_out: &[bool],
        meter: &Meter,
    ) -> Result<Shingled, Error> {
        let visit = |part: &mut Shingled, words: Option<&[u64]>| {
            let words = words.unwrap_or_default();
            part.sets.push_unsorted(self.hashes(words));
            part.words
                .push(u32::try_from(words.len()).unwrap_or(u32::MAX));
        };
        let mut all = Shingled::default();
        self.visit(texts, left_out, meter, visit, |part: Shingled| {
            all.sets.extend_from(&part.sets);
            all.words.extend_from_slice(&part.words);
        })?;
        Ok(all)
    }

    /// Calls `visit` with the hashes of the words of each text, `None` for one that is left out. Texts in
    /// a row share a part; `append` gets the parts in order. Advances the meter.
    pub(crate) fn visit<T: AsRef<str> + Sync, P: Default + Send>(
        &self,
        texts: &[T],
        left_out: &[bool],
        meter: &Meter,
        visit: impl Fn(&mut P, Option<&[u64]>) + Sync,
        mut append: impl FnMut(P),
    ) -> Result<(), Error> {
        let part_of = |chunk: &Range<usize>| {
            let mut part = P::default();
            for number in chunk.clone() {
                if left_out[number] {
                    visit(&mut part, None);
                    continue;
                }
                let text = texts[number].as_ref();
                let read = self.with_words(text, |words| visit(&mut part, Some(words)));
                read.map_err(|reason| Error::Text {
                    text: number,
                    reason,
                })?;
            }
            meter.advance(UNITS_PER_TEXT * chunk.len() as u64)?;
            Ok(part)
        };
        let at_a_time = CHUNKS_PER_THREAD * rayon::current_num_threads();
        for chunks in chunks(texts).chunks(at_a_time) {
            let parts: Vec<P> = chunks
                .par_iter()
                .map(part_of)
                .collect::<Result<_, Error>>()?;
            parts.into_iter().for_each(&mut append);
        }
        Ok(())
    }

    /// The hashes of the shingles of a text with these words, in order, repeats kept. A text that is
    /// shorter than a shingle is one.
    pub(crate) fn hashes(&self, words: &[u64]) -> impl ExactSizeIterator<Item = u64> {
        shingle_hashes(words, self.size.min(words.len()))
    }

    /// Hands the hashes of the words of a text to `take`.
    pub(crate) fn with_words<R>(
        &self,
        text: &str,
        take: impl FnOnce(&[u64]) -> R,
    ) -> Result<R, wirecopy_text::Error> {
        let mut room = self.lock().pop().unwrap_or_default();
        let Room { scratch, words } = &mut room;
        words.clear();
        let read = self.tokenizer.for_each(text, scratch, |word, _, _| {
            words.push(hash_word(word));
        });
        let taken = read.map(|()| take(words));
        self.lock().push(room);
        taken
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Room>> {
        // A panic while the lock is held would leave at worst one room less.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ranges of texts that are about as much work.
fn chunks<T: AsRef<str>>(texts: &[T]) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (number, text) in texts.iter().enumerate() {
        bytes += text.as_ref().len();
        if bytes >= BYTES_PER_CHUNK || number + 1 - start == TEXTS_PER_CHUNK {
            chunks.push(start..number + 1);
            (start, bytes) = (number + 1, 0);
        }
    }
    if start < texts.len() {
        chunks.push(start..texts.len());
    }
    chunks
}
