//! Texts to hashed counts, without a vocabulary.

use std::ops::Range;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::bag::{Entry, STEP, Stamps, Tokens, for_each_token};
use crate::counted::parts;
use crate::csr::{CsrMatrix, CsrParts};
use crate::documents::{Documents, Pieces, Watch};
use crate::error::Error;
use crate::interner::Interner;
use crate::murmur::murmur3_32;
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

    /// Returns the column of a term, and its sign.
    #[inline]
    fn place(&self, term: &[u8]) -> (u32, bool) {
        let hash = murmur3_32(term);
        // Of -2^31 too, whose absolute value scikit-learn computes in another way: it takes
        // `(2^31 - 1 - (n - 1)) mod n`, which is `2^31 mod n`.
        (hash.unsigned_abs() % self.features, hash < 0)
    }
}

/// The rows of some documents.
struct Rows<'v> {
    vectorizer: &'v HashingVectorizer,
    splitter: &'v Splitter,
    parts: CsrParts<f64>,
    /// The columns of a document: column, negative, how often.
    keys: Vec<(u32, bool, u32)>,
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
        let mut buffers = Buffers::default();
        let mut places: Vec<(u32, bool)> = Vec::new();
        let mut stamps = Stamps::default();
        let mut entries: Vec<Entry> = Vec::new();
        for (done, at) in (1..).zip(range) {
            entries.clear();
            stamps.next_document(0);
            for_each_token(pieces, at, self.splitter, &mut buffers, |token| {
                if let Some(number) = tokens.number(token) {
                    stamps.add(number, 1, &mut entries);
                }
            })?;
            for number in places.len()..tokens.terms.len() {
                places.push(self.vectorizer.place(tokens.terms.arena().get(number)));
            }
            self.keys.extend(entries.iter().map(|entry| {
                let (column, negative) = places[entry.place as usize];
                (column, negative, entry.count)
            }));
            self.finish_row();
            step(watch, done)?;
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
        let mut buffers = Buffers::default();
        // The tokens of a document, each followed by a blank.
        let (mut line, mut starts) = (Vec::new(), Vec::new());
        let mut numbers = Vec::new();
        for (done, at) in (1..).zip(range) {
            numbers.clear();
            for_each_token(pieces, at, self.splitter, &mut buffers, |token| {
                numbers.extend(tokens.number(token));
            })?;
            line.clear();
            starts.clear();
            for &number in &numbers {
                starts.push(line.len());
                line.extend_from_slice(tokens.terms.arena().get(number as usize));
                line.push(b' ');
            }
            starts.push(line.len());
            for size in min as usize..=(max as usize).min(numbers.len()) {
                for window in starts.windows(size + 1) {
                    let (column, negative) =
                        self.vectorizer.place(&line[window[0]..window[size] - 1]);
                    self.keys.push((column, negative, 1));
                }
            }
            self.finish_row();
            step(watch, done)?;
        }
        Ok(())
    }

    fn characters<T: AsRef<str>>(
        &mut self,
        texts: &[T],
        range: Range<usize>,
        watch: &Watch<'_>,
    ) -> Result<(), Error> {
        let within_words = self.splitter.options().unit() == TermUnit::CharWb;
        let mut buffers = Buffers::default();
        let mut words = Interner::default();
        let (mut places, mut ends) = (Vec::new(), Vec::new());
        for (done, at) in (1..).zip(range) {
            let text = texts[at].as_ref();
            let Self {
                vectorizer,
                splitter,
                keys,
                ..
            } = self;
            if within_words {
                splitter.for_each_blank_word(text, &mut buffers, |word| {
                    let number = words.intern(word) as usize;
                    if number == ends.len() {
                        splitter.for_each_gram_of_word(word, |gram| {
                            places.push(vectorizer.place(gram));
                        });
                        ends.push(places.len());
                    }
                    let start = if number == 0 { 0 } else { ends[number - 1] };
                    keys.extend(
                        places[start..ends[number]]
                            .iter()
                            .map(|&(column, negative)| (column, negative, 1)),
                    );
                });
            } else {
                splitter.for_each_char_gram(text, &mut buffers, |gram| {
                    let (column, negative) = vectorizer.place(gram);
                    keys.push((column, negative, 1));
                });
            }
            self.finish_row();
            step(watch, done)?;
        }
        Ok(())
    }

    /// Writes the row of the keys.
    fn finish_row(&mut self) {
        self.keys.sort_unstable_by_key(|key| key.0);
        let CsrParts {
            indptr,
            indices,
            data,
        } = &mut self.parts;
        let start = indices.len();
        for &(column, negative, count) in &self.keys {
            let count = f64::from(count);
            let value = if negative && self.vectorizer.alternate_sign {
                -count
            } else {
                count
            };
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
