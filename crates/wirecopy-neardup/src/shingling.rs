//! From texts to sets of shingles.

use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use wirecopy_similarity::SetCollection;
use wirecopy_text::{Scratch, Tokenizer, hash_word, shingle_hashes};

use crate::contents::Contents;
use crate::error::Error;
use crate::options::NearDuplicateOptions;
use crate::progress::Meter;

/// Bytes of text in one unit of parallel work, but for a single text that is longer.
const BYTES_PER_CHUNK: usize = 1 << 17;

/// Texts in it, at most.
const TEXTS_PER_CHUNK: usize = 1 << 10;

/// After so many units their sets are appended to those before, so that few are held twice. Threads
/// wait for the last of them.
const CHUNKS_AT_A_TIME: usize = 64;

/// What a text counts for the meter.
pub(crate) const UNITS_PER_TEXT: u64 = 5;

/// Makes the shingles of one text after another.
#[derive(Debug)]
pub(crate) struct Shingler {
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
    /// Empty for a text without words, and for a copy.
    pub(crate) sets: SetCollection,
    pub(crate) words: Vec<u32>,
}

impl Shingler {
    pub(crate) fn new(options: &NearDuplicateOptions) -> Result<Self, Error> {
        Ok(Self {
            tokenizer: options.analyzer().build().map_err(Error::Analyzer)?,
            size: options.shingle_size()?.get(),
            idle: Mutex::new(Vec::new()),
        })
    }

    /// Makes the sets of all texts, but of each that is a copy an empty one.
    pub(crate) fn sets<T: AsRef<str> + Sync>(
        &self,
        texts: &[T],
        contents: &Contents,
        meter: &Meter,
    ) -> Result<Shingled, Error> {
        let mut all = Shingled::default();
        let chunks = chunks(texts);
        for chunks in chunks.chunks(CHUNKS_AT_A_TIME) {
            let parts: Vec<Shingled> = chunks
                .par_iter()
                .map(|chunk| {
                    let part = self.sets_of(texts, chunk.clone(), contents)?;
                    meter.advance(UNITS_PER_TEXT * chunk.len() as u64)?;
                    Ok(part)
                })
                .collect::<Result<_, Error>>()?;
            for part in parts {
                all.sets.extend_from(&part.sets);
                all.words.extend_from_slice(&part.words);
            }
        }
        for &(first, copy) in &contents.copies {
            all.words[copy as usize] = all.words[first as usize];
        }
        Ok(all)
    }

    fn sets_of<T: AsRef<str>>(
        &self,
        texts: &[T],
        chunk: Range<usize>,
        contents: &Contents,
    ) -> Result<Shingled, Error> {
        let mut part = Shingled::default();
        for number in chunk {
            if contents.is_copy[number] {
                part.sets.push_unsorted([]);
                part.words.push(0);
                continue;
            }
            let text = texts[number].as_ref();
            let words = self.shingles(text, |shingles| part.sets.push_unsorted(shingles));
            part.words.push(words.map_err(|reason| Error::Text {
                text: number,
                reason,
            })?);
        }
        Ok(part)
    }

    /// Hands the hashes of the shingles of a text to `take`, in their order in the text and with
    /// repeats, and returns the number of words. A text that is shorter than a shingle is one.
    pub(crate) fn shingles(
        &self,
        text: &str,
        take: impl FnOnce(&mut dyn Iterator<Item = u64>),
    ) -> Result<u32, wirecopy_text::Error> {
        let mut room = self.lock().pop().unwrap_or_default();
        let Room { scratch, words } = &mut room;
        words.clear();
        let read = self.tokenizer.for_each(text, scratch, |word, _, _| {
            words.push(hash_word(word));
        });
        let count = words.len();
        if read.is_ok() {
            take(&mut shingle_hashes(words, self.size.min(count)));
        }
        self.lock().push(room);
        read.map(|()| u32::try_from(count).unwrap_or(u32::MAX))
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
