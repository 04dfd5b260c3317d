//! Search indexes as bytes: options as JSON, the terms, and for each its postings.

use std::io::{Read, Write};

use crate::bm25::{Bm25, Bm25Index, Posting};
use crate::error::Error;
use crate::model::{Input, Output};
use crate::notes;
use crate::vocabulary::Vocabulary;

/// The kind of the envelope.
const BM25: &str = "bm25";

impl Bm25Index {
    /// Writes the index: options, terms, and what each adds to the score of which document.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the writer fails.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{Bm25, Bm25Index};
    ///
    /// let index = Bm25::new().fit(&["The mill burnt down.", "Ships at the wharf"])?;
    /// let mut file = Vec::new();
    /// index.to_writer(&mut file)?;
    /// let again = Bm25Index::from_reader(&file[..])?;
    /// assert_eq!(again.search("which mill", 1)?, index.search("which mill", 1)?);
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        self.write(None, writer)
    }

    /// Writes the index, and notes of the program that writes.
    ///
    /// # Errors
    /// Those of [`to_writer`](Self::to_writer).
    pub fn to_writer_with_notes(&self, notes: &str, writer: impl Write) -> Result<(), Error> {
        self.write(Some(notes), writer)
    }

    fn write(&self, notes: Option<&str>, writer: impl Write) -> Result<(), Error> {
        let mut output = Output::default();
        output.json(&self.options)?;
        output.number(self.documents as u64);
        output.terms(self.vocabulary.arena());
        for postings in self.postings_by_term() {
            output.number(postings.len() as u64);
            let mut next = 0;
            for posting in postings {
                // How many documents are passed over.
                output.number(u64::from(posting.document - next));
                next = posting.document + 1;
            }
            for posting in postings {
                output.raw(&posting.weight.to_le_bytes());
            }
        }
        notes::write(BM25, output, notes, writer)
    }

    /// Reads an index that [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the file is cut, damaged, newer or something else;
    /// [`Error::InvalidModel`] when it makes no sense; [`Error::Text`] when this build cannot
    /// honour its options.
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        Ok(Self::from_reader_with_notes(reader)?.0)
    }

    /// Reads an index, and the notes of the program that wrote it, if there are any.
    ///
    /// # Errors
    /// Those of [`from_reader`](Self::from_reader).
    pub fn from_reader_with_notes(reader: impl Read) -> Result<(Self, Option<String>), Error> {
        notes::read(BM25, reader, Self::from_payload)
    }

    fn from_payload(input: &mut Input<'_>) -> Result<Self, Error> {
        let options: Bm25 = input.json()?;
        let documents = input.small()?;
        let terms = input.terms()?;
        if (1..terms.len()).any(|at| terms.get(at - 1) >= terms.get(at)) {
            return Err(invalid("its terms are not in order"));
        }
        let (mut ends, mut postings) = (Vec::with_capacity(terms.len()), Vec::new());
        for _ in 0..terms.len() {
            let count = usize::try_from(input.number()?).unwrap_or(usize::MAX);
            let first = postings.len();
            let mut next = 0_u64;
            for _ in 0..count {
                let document = next + input.number()?;
                let document = u32::try_from(document)
                    .ok()
                    .filter(|&document| document < documents)
                    .ok_or(invalid("a term is in a document that is not there"))?;
                next = u64::from(document) + 1;
                postings.push(Posting {
                    document,
                    weight: 0.0,
                });
            }
            for posting in &mut postings[first..] {
                posting.weight = f32::from_le_bytes(input.array()?);
                if !(posting.weight >= 0.0 && posting.weight.is_finite()) {
                    return Err(invalid("a weight is below 0 or no number"));
                }
            }
            ends.push(postings.len());
        }
        Self::from_saved(
            options,
            Vocabulary::new(terms),
            documents as usize,
            ends,
            postings,
        )
    }
}

const fn invalid(fault: &'static str) -> Error {
    Error::InvalidModel { fault }
}
