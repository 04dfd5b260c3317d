//! Hashing vectorisers as bytes: their options as JSON, for they learn nothing.

use std::io::{Read, Write};

use crate::error::Error;
use crate::hashing::HashingVectorizer;
use crate::model::{Input, Output};
use crate::notes;

/// The kind of the envelope.
const HASHING: &str = "hashing";

impl HashingVectorizer {
    /// Writes the options.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the writer fails.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::HashingVectorizer;
    ///
    /// let vectorizer = HashingVectorizer::new().with_features(64);
    /// let mut file = Vec::new();
    /// vectorizer.to_writer(&mut file)?;
    /// assert_eq!(HashingVectorizer::from_reader(&file[..])?, vectorizer);
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        self.write(None, writer)
    }

    /// Writes the options, and notes of the program that writes.
    ///
    /// # Errors
    /// Those of [`to_writer`](Self::to_writer).
    pub fn to_writer_with_notes(&self, notes: &str, writer: impl Write) -> Result<(), Error> {
        self.write(Some(notes), writer)
    }

    fn write(&self, notes: Option<&str>, writer: impl Write) -> Result<(), Error> {
        let mut output = Output::default();
        output.json(self)?;
        notes::write(HASHING, output, notes, writer)
    }

    /// Reads what [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the file is cut, damaged, newer or something else;
    /// [`Error::InvalidModel`] when it makes no sense; [`Error::Text`] when this build cannot
    /// honour its options.
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        Ok(Self::from_reader_with_notes(reader)?.0)
    }

    /// Reads the options, and the notes of the program that wrote them, if there are any.
    ///
    /// # Errors
    /// Those of [`from_reader`](Self::from_reader).
    pub fn from_reader_with_notes(reader: impl Read) -> Result<(Self, Option<String>), Error> {
        notes::read(HASHING, reader, |input: &mut Input<'_>| {
            let options: Self = input.json()?;
            options.check()?;
            Ok(options)
        })
    }
}
