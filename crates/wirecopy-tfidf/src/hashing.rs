//! Texts to hashed counts, without a vocabulary.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::bag::{Entry, STEP, Stamps, Tokens};
use crate::counted::parts;
use crate::csr::{CsrMatrix, CsrParts};
use crate::documents::{Documents, Pieces, Watch};
use crate::error::Error;
use crate::interner::Interner;
use crate::lines::Lines;
use crate::murmur::murmur3_32;
use crate::radix::{high, low, sort_by_high_half};
use crate::splitter::{Buffers, Splitter};
use crate::terms::{TermOptions, TermUnit};
use crate::weights::{Norm, normalize, rows_mut};

/// Counts terms in columns that a hash chooses: what scikit-learn calls by the same name.
///
/// The column of a term is `|h| mod n_features`, where `h` is the `MurmurHash3` of 32 bits of its
/// UTF-8 as a signed number; with alternate signs, a term with negative `h` counts -1. It learns
/// nothing, so it needs no fit, and nobody can tell which terms a column stands for.
///
/// Where two terms of a document cancel out, a zero is stored, as in scikit-learn.
///
/// # Example
/// ```
/// use wirecopy_tfidf::HashingVectorizer;
///
/// let vectorizer = HashingVectorizer::new().with_features(1 << 18).with_norm(None);
/// let counts = vectorizer.transform(&["mill wharf mill"])?;
/// assert_eq!((counts.rows(), counts.columns()), (1, 1 << 18));
/// let mut values: Vec<f64> = counts.data().iter().map(|value| value.abs()).collect();
/// values.sort_by(f64::total_cmp);
/// assert_eq!(values, [1.0, 2.0]);
/// # Ok::<(), wirecopy_tfidf::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[must_use]
pub struct HashingVectorizer {
    terms: TermOptions,
    features: u32,
    binary: bool,
    norm: Option<Norm>,
    alternate_sign: bool,
}

impl Default for HashingVectorizer {
    fn default() -> Self {
        Self {
            terms: TermOptions::default(),
            features: 1 << 20,
            binary: false,
            norm: Some(Norm::L2),
            alternate_sign: true,
        }
    }
}

impl HashingVectorizer {
    /// Makes one with scikit-learn's defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets which terms a text has.
    pub fn with_terms(self, terms: TermOptions) -> Self {
        Self { terms, ..self }
    }

    /// Sets the number of columns, from 1 to 2,147,483,646.
    pub fn with_features(self, features: u32) -> Self {
        Self { features, ..self }
    }

    /// Sets whether whatever is stored becomes 1.
    pub fn with_binary(self, binary: bool) -> Self {
        Self { binary, ..self }
    }

    /// Sets the norm of each row, or none.
    pub fn with_norm(self, norm: impl Into<Option<Norm>>) -> Self {
        Self {
            norm: norm.into(),
            ..self
        }
    }

    /// Sets whether half of the terms count -1.
    pub fn with_alternate_sign(self, alternate_sign: bool) -> Self {
        Self {
            alternate_sign,
            ..self
        }
    }

    /// Returns which terms a text has.
    pub const fn terms(&self) -> &TermOptions {
        &self.terms
    }

    /// Returns the number of columns.
    #[must_use]
    pub const fn features(&self) -> u32 {
        self.features
    }

    /// Checks the options.
    ///
    /// # Errors
    /// [`Error::InvalidOption`] for the number of columns, and what [`TermOptions::build`] refuses.
    pub fn check(&self) -> Result<Splitter, Error> {
        if !(1..i32::MAX.cast_unsigned()).contains(&self.features) {
            return Err(Error::InvalidOption {
                option: "n_features",
                given: self.features.to_string(),
                expected: "a number from 1 to 2147483646",
            });
        }
        self.terms.build()
    }

    /// Returns a row for each document.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), [`Error::TooLarge`] and [`Error::Cancelled`].
    pub fn transform<'d, T: AsRef<str> + Sync + 'd>(
        &self,
        documents: impl Into<Documents<'d, T>>,
    ) -> Result<CsrMatrix<f64>, Error> {
        let splitter = self.check()?;
        let documents = documents.into();
        splitter.check_cuts(documents.pieces)?;
        let watch = documents.watch();
        let ranges = parts(documents.pieces, rayon::current_num_threads())?;
        let rows = ranges
            .into_par_iter()
            .map(|range| {
                let mut rows = Rows::new(self, &splitter);
                rows.count(documents.pieces, range, &watch)?;
                Ok(rows.parts)
            })
            .collect::<Result<Vec<_>, Error>>()?;
        let mut rows = rows.into_iter();
        let mut all = rows.next().unwrap_or_else(|| CsrParts {
            indptr: vec![0],
            indices: Vec::new(),
            data: Vec::new(),
        });
        let more: usize = rows.as_slice().iter().map(|part| part.indices.len()).sum();
        all.indices.reserve_exact(more);
        all.data.reserve_exact(more);
        for part in rows {
            let base = all.indices.len();
            all.indptr
                .extend(part.indptr[1..].iter().map(|end| base + end));
            all.indices.extend(part.indices);
            all.data.extend(part.data);
        }
        if self.binary {
            all.data.fill(1.0);
        }
        if let Some(norm) = self.norm {
            rows_mut(&all.indptr, &all.indices, &mut all.data)
                .for_each(|(_, values)| normalize(norm, values));
        }
        Ok(CsrMatrix::from_parts(self.features as usize, all))
    }

    /// Returns the column of a term, which need not be UTF-8, and whether it counts -1.
    ///
    /// # Panics
    /// When there are no columns, which [`check`](Self::check) refuses.
    #[must_use]
    pub fn place(&self, term: &[u8]) -> (u32, bool) {
        let key = self.key(term, 0);
        (high(key), key & 1 == 1)
    }

    /// Returns the column of a term in the upper half, and how much it counts in the lower.
    #[inline]
    fn key(&self, term: &[u8], count: u32) -> u64 {
        let hash = murmur3_32(term);
        // Of -2^31 too, whose absolute value scikit-learn computes in another way: it takes
        // `(2^31 - 1 - (n - 1)) mod n`, which is `2^31 mod n`.
        let column = hash.unsigned_abs() % self.features;
        let negative = self.alternate_sign && hash < 0;
        u64::from(column) << 32 | u64::from(count << 1 | u32::from(negative))
    }
}

/// The rows of some documents.
struct Rows<'v> {
    vectorizer: &'v HashingVectorizer,
    splitter: &'v Splitter,
    parts: CsrParts<f64>,
    /// The columns of a document: in the lower half how much each counts, in bit 0 whether less.
    keys: Vec<u64>,
    spare: Vec<u64>,
}

impl<'v> Rows<'v> {
    fn new(vectorizer: &'v HashingVectorizer, splitter: &'v Splitter) -> Self {
        Self {
            vectorizer,
            splitter,
            parts: CsrParts {
                indptr: vec![0],
                indices: Vec::new(),
                data: Vec::new(),
            },
            keys: Vec::new(),
            spare: Vec::new(),
        }
    }

    fn count<T: AsRef<str>>(
        &mut self,
        pieces: Pieces<'_, T>,
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        let options = self.splitter.options();
        match (pieces, options.unit()) {
            (Pieces::Texts(texts), TermUnit::Char | TermUnit::CharWb) => {
                self.characters(texts, range, watch)
            }
            (Pieces::Terms(_), _) => self.tokens(pieces, None, range, watch),
            _ if options.ngrams() == (1, 1) => {
                self.tokens(pieces, Some(self.splitter), range, watch)
            }
            _ => self.ngrams(pieces, range, watch),
        }
    }

    /// Each distinct token is hashed once.
    fn tokens<T: AsRef<str>>(
        &mut self,
        pieces: Pieces<'_, T>,
        chosen_by: Option<&Splitter>,
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        let mut tokens = Tokens::new(chosen_by);
        let mut keys: Vec<u64> = Vec::new();
        let mut stamps = Stamps::default();
        let mut entries: Vec<Entry> = Vec::new();
        let mut ends = Vec::new();
        let mut lines = Lines::new(pieces, range, self.splitter, watch);
        while let Some(line) = lines.next()? {
            entries.clear();
            ends.clear();
            for numbers in tokens.documents(&line) {
                stamps.count(numbers, &mut entries);
                ends.push(entries.len());
            }
            for number in keys.len()..tokens.terms.len() {
                keys.push(self.vectorizer.key(tokens.terms.arena().get(number), 0));
            }
            let mut start = 0;
            for &end in &ends {
                let key = |entry: &Entry| keys[entry.place as usize] | u64::from(entry.count) << 1;
                self.keys.extend(entries[start..end].iter().map(key));
                self.finish_row();
                start = end;
            }
        }
        Ok(())
    }

    fn ngrams<T: AsRef<str>>(
        &mut self,
        pieces: Pieces<'_, T>,
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        let (min, max) = self.splitter.options().ngrams();
        let mut tokens = Tokens::new(Some(self.splitter));
        // The tokens of all documents read, each token followed by a blank.
        let (mut text, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        let mut lines = Lines::new(pieces, range, self.splitter, watch);
        while let Some(line) = lines.next()? {
            text.clear();
            starts.clear();
            ends.clear();
            // The strings are known once all numbers are.
            let mut numbers = Vec::new();
            for document in tokens.documents(&line) {
                numbers.extend_from_slice(document);
                ends.push(numbers.len());
            }
            for &number in &numbers {
                starts.push(text.len());
                text.extend_from_slice(tokens.terms.arena().get(number as usize));
                text.push(b' ');
            }
            starts.push(text.len());
            let mut start = 0;
            for &end in &ends {
                let starts = &starts[start..=end];
                for size in min as usize..=(max as usize).min(end - start) {
                    for window in starts.windows(size + 1) {
                        let term = &text[window[0]..window[size] - 1];
                        self.keys.push(self.vectorizer.key(term, 1));
                    }
                }
                self.finish_row();
                start = end;
            }
        }
        Ok(())
    }

    fn characters<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        if self.splitter.options().unit() == TermUnit::CharWb {
            return self.characters_of_words(texts, range, watch);
        }
        let mut buffers = Buffers::default();
        for (done, at) in (1..).zip(range) {
            let (text, parts) = self.splitter.char_grams(texts[at].as_ref(), &mut buffers);
            for part in parts {
                let term = &text[part.start as usize..part.end as usize];
                self.keys.push(self.vectorizer.key(term, 1));
            }
            self.finish_row();
            step(watch, done)?;
        }
        Ok(())
    }

    /// Each distinct word is cut and its n-grams are hashed once.
    fn characters_of_words<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        let mut words = Interner::default();
        let (mut places, mut ends) = (Vec::new(), Vec::new());
        let (mut numbers, mut line) = (Vec::new(), Vec::new());
        let mut lines = Lines::new(Pieces::Texts(texts), range, self.splitter, watch);
        while let Some(found) = lines.next()? {
            numbers.clear();
            words.intern_all(found.text, found.parts, &mut numbers);
            for number in ends.len()..words.len() {
                let word = words.arena().get(number);
                self.splitter
                    .for_each_gram_of_word(word, &mut line, |line, gram| {
                        let gram = &line[gram.start as usize..gram.end as usize];
                        places.push(self.vectorizer.key(gram, 1));
                    });
                ends.push(places.len());
            }
            let mut start = 0;
            for &end in found.ends {
                for &number in &numbers[start..end] {
                    let number = number as usize;
                    let first = if number == 0 { 0 } else { ends[number - 1] };
                    self.keys.extend_from_slice(&places[first..ends[number]]);
                }
                self.finish_row();
                start = end;
            }
        }
        Ok(())
    }

    /// Writes the row of the keys.
    fn finish_row(&mut self) {
        sort_by_high_half(&mut self.keys, &mut self.spare);
        let CsrParts {
            indptr,
            indices,
            data,
        } = &mut self.parts;
        let start = indices.len();
        for &key in &self.keys {
            let (column, count) = (high(key), f64::from(low(key) >> 1));
            let value = if key & 1 == 1 { -count } else { count };
            match data.last_mut() {
                Some(last) if indices.len() > start && indices.last() == Some(&column) => {
                    *last += value;
                }
                _ => {
                    indices.push(column);
                    data.push(value);
                }
            }
        }
        indptr.push(indices.len());
        self.keys.clear();
    }
}

fn step(watch: &Watch<'_>, done: usize) -> Result<(), Error> {
    if done.is_multiple_of(STEP) {
        watch.advance(STEP)?;
    }
    Ok(())
}
