//! Fitted models as bytes.
//!
//! The payload of the envelope: options as JSON, then numbers of seven bits to the byte, and terms
//! as what differs from the term before.

use std::io::{Read, Write};

use serde::{Deserialize, Serialize};

use crate::count_vectorizer::FittedCountVectorizer;
use crate::counted::Counts;
use crate::error::Error;
use crate::interner::Arena;
use crate::notes;
use crate::prune::Bounds;
use crate::terms::TermOptions;
use crate::tfidf_vectorizer::FittedTfidfVectorizer;
use crate::vocabulary::Vocabulary;
use crate::weights::{FittedTfidfTransformer, TfidfTransformer};

/// The kinds of envelopes that hold models.
const COUNTS: &str = "counts";
const TFIDF: &str = "tfidf";

/// How many bytes a term may take over from the term before, so that a file never unfolds into more
/// than some sixty times its size.
const MAX_SHARED: usize = 127;

/// What a file says about a [`FittedCountVectorizer`].
#[derive(Debug)]
pub(crate) struct SavedCounts {
    pub(crate) terms: TermOptions,
    pub(crate) bounds: Bounds,
    pub(crate) binary: bool,
    pub(crate) fixed: bool,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) documents: u64,
    pub(crate) frequencies: Vec<u32>,
    pub(crate) totals: Vec<u64>,
    pub(crate) pruned: Counts,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CountOptions {
    terms: TermOptions,
    bounds: Bounds,
    binary: bool,
    fixed: bool,
}

impl FittedCountVectorizer {
    /// Writes the model: options, columns, and the counts of pruned terms.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the writer fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        self.write(None, writer)
    }

    /// Writes the model, and notes of the program that writes.
    ///
    /// # Errors
    /// Those of [`to_writer`](Self::to_writer).
    pub fn to_writer_with_notes(&self, notes: &str, writer: impl Write) -> Result<(), Error> {
        self.write(Some(notes), writer)
    }

    fn write(&self, notes: Option<&str>, writer: impl Write) -> Result<(), Error> {
        let mut output = Output::default();
        output.counts(self)?;
        notes::write(COUNTS, output, notes, writer)
    }

    /// Reads a model that [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the file is cut, damaged, newer or something else;
    /// [`Error::InvalidModel`] when it makes no sense; [`Error::Text`] when this build cannot
    /// honour its options.
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        Ok(Self::from_reader_with_notes(reader)?.0)
    }

    /// Reads a model, and the notes of the program that wrote it, if there are any.
    ///
    /// # Errors
    /// Those of [`from_reader`](Self::from_reader).
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the method alone is one for a single lifetime"
    )]
    pub fn from_reader_with_notes(reader: impl Read) -> Result<(Self, Option<String>), Error> {
        notes::read(COUNTS, reader, |input| input.counts())
    }
}

impl FittedTfidfVectorizer {
    /// Writes the model: options, columns, weights, and the counts of pruned terms.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the writer fails.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{FittedTfidfVectorizer, TfidfVectorizer};
    ///
    /// let (fitted, weights) = TfidfVectorizer::new().fit_transform(&["mill wharf", "mill quay"])?;
    /// let mut file = Vec::new();
    /// fitted.to_writer(&mut file)?;
    /// let again = FittedTfidfVectorizer::from_reader(&file[..])?;
    /// assert_eq!(again.transform(&["mill wharf", "mill quay"])?, weights);
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        self.write(None, writer)
    }

    /// Writes the model, and notes of the program that writes.
    ///
    /// # Errors
    /// Those of [`to_writer`](Self::to_writer).
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{FittedTfidfVectorizer, TfidfVectorizer};
    ///
    /// let model = TfidfVectorizer::new().fit(&["mill wharf", "mill quay"])?;
    /// let mut file = Vec::new();
    /// model.to_writer_with_notes("made on Friday", &mut file)?;
    /// let (again, notes) = FittedTfidfVectorizer::from_reader_with_notes(&file[..])?;
    /// assert_eq!(notes.as_deref(), Some("made on Friday"));
    /// assert_eq!(again.vocabulary(), model.vocabulary());
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn to_writer_with_notes(&self, notes: &str, writer: impl Write) -> Result<(), Error> {
        self.write(Some(notes), writer)
    }

    fn write(&self, notes: Option<&str>, writer: impl Write) -> Result<(), Error> {
        let mut output = Output::default();
        output.counts(self.counts())?;
        output.weights(self)?;
        notes::write(TFIDF, output, notes, writer)
    }

    /// Reads a model that [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::from_reader`].
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        Ok(Self::from_reader_with_notes(reader)?.0)
    }

    /// Reads a model, and the notes of the program that wrote it, if there are any.
    ///
    /// # Errors
    /// Those of [`FittedCountVectorizer::from_reader`].
    pub fn from_reader_with_notes(reader: impl Read) -> Result<(Self, Option<String>), Error> {
        notes::read(TFIDF, reader, |input| {
            let counts = input.counts()?;
            let weights = input.weights(&counts)?;
            Self::from_parts(counts, weights)
        })
    }
}

#[derive(Default)]
pub(crate) struct Output(Vec<u8>);

impl Output {
    pub(crate) fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    /// Appends bytes without their number.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let fault = |_| Error::InvalidModel {
            fault: "its options cannot be written",
        };
        let json = serde_json::to_vec(value).map_err(fault)?;
        self.bytes(&json);
        Ok(())
    }

    pub(crate) fn terms(&mut self, terms: &Arena) {
        self.number(terms.len() as u64);
        let mut before: &[u8] = &[];
        for term in terms.iter() {
            let alike = term.iter().zip(before).take_while(|(a, b)| a == b);
            let shared = alike.take(MAX_SHARED).count();
            self.number(shared as u64);
            self.bytes(&term[shared..]);
            before = term;
        }
    }

    fn numbers(&mut self, documents: &[u32], totals: &[u64]) {
        for &count in documents {
            self.number(count.into());
        }
        // A total is at least the number of documents, unless nothing was learnt.
        for (&total, &documents) in totals.iter().zip(documents) {
            self.number(total - u64::from(documents));
        }
    }

    fn counts(&mut self, model: &FittedCountVectorizer) -> Result<(), Error> {
        self.json(&CountOptions {
            terms: model.splitter.options().clone(),
            bounds: model.bounds,
            binary: model.binary,
            fixed: model.fixed,
        })?;
        self.number(model.documents);
        self.terms(model.vocabulary.arena());
        self.numbers(&model.frequencies, &model.totals);
        self.terms(&model.pruned.terms);
        self.numbers(&model.pruned.documents, &model.pruned.totals);
        Ok(())
    }

    fn weights(&mut self, model: &FittedTfidfVectorizer) -> Result<(), Error> {
        let weights = model.weights();
        self.json(&weights.options)?;
        match weights.idf() {
            // Most are what the counts give.
            Some(idf) if Some(idf) == derived(weights.options, model.counts()).idf() => {
                self.0.push(1);
            }
            Some(idf) => {
                self.0.push(2);
                for idf in idf {
                    self.0.extend_from_slice(&idf.to_le_bytes());
                }
            }
            None => self.0.push(0),
        }
        Ok(())
    }
}

fn derived(options: TfidfTransformer, counts: &FittedCountVectorizer) -> FittedTfidfTransformer {
    let frequencies = counts.frequencies.iter().map(|&df| f64::from(df));
    options
        .with_idf(true)
        .fit_frequencies(frequencies, counts.documents)
}

/// What is left of a payload. Nothing is reserved by what it claims, only by what it holds.
pub(crate) struct Input<'p>(&'p [u8]);

const CUT: Error = Error::InvalidModel {
    fault: "it ends too early",
};

impl<'p> Input<'p> {
    pub(crate) const fn new(payload: &'p [u8]) -> Self {
        Self(payload)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (array, rest) = self.0.split_first_chunk().ok_or(CUT)?;
        self.0 = rest;
        Ok(*array)
    }

    fn take(&mut self, length: usize) -> Result<&'p [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CUT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Error> {
        Ok(self.take(1)?[0])
    }

    pub(crate) fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Error::InvalidModel {
            fault: "a number is too large",
        })
    }

    pub(crate) fn small(&mut self) -> Result<u32, Error> {
        u32::try_from(self.number()?).map_err(|_| Error::InvalidModel {
            fault: "a number is too large",
        })
    }

    fn bytes(&mut self) -> Result<&'p [u8], Error> {
        let length = usize::try_from(self.number()?).map_err(|_| CUT)?;
        self.take(length)
    }

    /// Reads a text that says how long it is.
    pub(crate) fn text(&mut self) -> Result<String, Error> {
        let text = std::str::from_utf8(self.bytes()?);
        text.map(str::to_owned).map_err(|_| Error::InvalidModel {
            fault: "a text is not UTF-8",
        })
    }

    pub(crate) fn json<T: Deserialize<'p>>(&mut self) -> Result<T, Error> {
        serde_json::from_slice(self.bytes()?).map_err(|_| Error::InvalidModel {
            fault: "its options are unknown to this version",
        })
    }

    pub(crate) fn terms(&mut self) -> Result<Arena, Error> {
        let count = usize::try_from(self.number()?).map_err(|_| CUT)?;
        // Each term takes two bytes at least.
        if count > self.0.len() / 2 || u32::try_from(count).is_err() {
            return Err(CUT);
        }
        let mut terms = Arena::default();
        let mut term = Vec::new();
        for _ in 0..count {
            let shared = usize::try_from(self.number()?).map_err(|_| CUT)?;
            if shared > term.len().min(MAX_SHARED) {
                return Err(Error::InvalidModel {
                    fault: "a term shares more than there is",
                });
            }
            term.truncate(shared);
            term.extend_from_slice(self.bytes()?);
            if std::str::from_utf8(&term).is_err() {
                return Err(Error::InvalidModel {
                    fault: "a term is not UTF-8",
                });
            }
            terms.push(&term);
        }
        Ok(terms)
    }

    fn numbers(&mut self, terms: usize, most: u64) -> Result<(Vec<u32>, Vec<u64>), Error> {
        let documents = (0..terms)
            .map(|_| self.small())
            .collect::<Result<Vec<_>, _>>()?;
        if documents.iter().any(|&count| u64::from(count) > most) {
            return Err(Error::InvalidModel {
                fault: "a term is in more documents than there are",
            });
        }
        let total = |&documents: &u32| {
            let more = self.number()?;
            // So that sums of models stay within 64 bits.
            if more >= 1 << 53 {
                return Err(Error::InvalidModel {
                    fault: "a number is too large",
                });
            }
            Ok(more + u64::from(documents))
        };
        let totals = documents.iter().map(total).collect::<Result<_, _>>()?;
        Ok((documents, totals))
    }

    fn counts(&mut self) -> Result<FittedCountVectorizer, Error> {
        let options: CountOptions = self.json()?;
        let documents = u64::from(self.small()?);
        let columns = self.terms()?;
        let (frequencies, totals) = self.numbers(columns.len(), documents)?;
        let pruned = self.terms()?;
        let (pruned_documents, pruned_totals) = self.numbers(pruned.len(), documents)?;
        let sorted = |terms: &Arena| (1..terms.len()).all(|at| terms.get(at - 1) < terms.get(at));
        let vocabulary = if options.fixed {
            Vocabulary::from_terms((0..columns.len()).map(|at| columns.text(at)))?
        } else {
            if !sorted(&columns) || !sorted(&pruned) {
                return Err(Error::InvalidModel {
                    fault: "its terms are not in order",
                });
            }
            Vocabulary::new(columns)
        };
        if pruned.iter().any(|term| vocabulary.find_sorted(term)) {
            return Err(Error::InvalidModel {
                fault: "a pruned term is a column",
            });
        }
        FittedCountVectorizer::from_saved(SavedCounts {
            terms: options.terms,
            bounds: options.bounds,
            binary: options.binary,
            fixed: options.fixed,
            vocabulary,
            documents,
            frequencies,
            totals,
            pruned: Counts {
                terms: pruned,
                documents: pruned_documents,
                totals: pruned_totals,
            },
        })
    }

    fn weights(&mut self, counts: &FittedCountVectorizer) -> Result<FittedTfidfTransformer, Error> {
        let options: TfidfTransformer = self.json()?;
        let mut weights = derived(options, counts);
        weights.options = options;
        match self.byte()? {
            0 => weights.idf = None,
            1 => {}
            2 => {
                let bytes = self.take(weights.columns.saturating_mul(8))?;
                let (numbers, _) = bytes.as_chunks();
                weights.idf = Some(
                    numbers
                        .iter()
                        .map(|&bytes| f64::from_le_bytes(bytes))
                        .collect(),
                );
            }
            _ => {
                return Err(Error::InvalidModel {
                    fault: "its weights are unknown to this version",
                });
            }
        }
        Ok(weights)
    }

    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Error::InvalidModel {
            fault: "it goes on behind its end",
        })
    }
}
