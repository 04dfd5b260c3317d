//! Weights as bytes: options as JSON, and the idf.

use std::io::{Read, Write};

use crate::error::Error;
use crate::model::{Input, Output};
use crate::notes;
use crate::weights::FittedTfidfTransformer;

/// The kind of the envelope.
const WEIGHTS: &str = "weights";

impl FittedTfidfTransformer {
    /// Writes options and weights.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the writer fails.
    ///
    /// # Example
    /// ```
    /// use wirecopy_tfidf::{FittedTfidfTransformer, TfidfTransformer};
    ///
    /// let weights = FittedTfidfTransformer::from_idf(TfidfTransformer::new(), vec![1.0, 2.5])?;
    /// let mut file = Vec::new();
    /// weights.to_writer(&mut file)?;
    /// assert_eq!(FittedTfidfTransformer::from_reader(&file[..])?, weights);
    /// # Ok::<(), wirecopy_tfidf::Error>(())
    /// ```
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        self.write(None, writer)
    }

    /// Writes options and weights, and notes of the program that writes.
    ///
    /// # Errors
    /// Those of [`to_writer`](Self::to_writer).
    pub fn to_writer_with_notes(&self, notes: &str, writer: impl Write) -> Result<(), Error> {
        self.write(Some(notes), writer)
    }

    fn write(&self, notes: Option<&str>, writer: impl Write) -> Result<(), Error> {
        let mut output = Output::default();
        output.json(&self.options)?;
        output.number(self.columns as u64);
        output.number(u64::from(self.idf.is_some()));
        for idf in self.idf.iter().flatten() {
            output.raw(&idf.to_le_bytes());
        }
        notes::write(WEIGHTS, output, notes, writer)
    }

    /// Reads what [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// [`Error::Envelope`] when the file is cut, damaged, newer or something else;
    /// [`Error::InvalidModel`] when it makes no sense.
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        Ok(Self::from_reader_with_notes(reader)?.0)
    }

    /// Reads options and weights, and the notes of the program that wrote them, if there are any.
    ///
    /// # Errors
    /// Those of [`from_reader`](Self::from_reader).
    pub fn from_reader_with_notes(reader: impl Read) -> Result<(Self, Option<String>), Error> {
        notes::read(WEIGHTS, reader, |input: &mut Input<'_>| {
            let options = input.json()?;
            let columns = input.small()?;
            let idf = match input.number()? {
                0 => None,
                1 => {
                    let idf = (0..columns).map(|_| input.array().map(f64::from_le_bytes));
                    Some(idf.collect::<Result<Vec<_>, _>>()?)
                }
                _ => {
                    return Err(Error::InvalidModel {
                        fault: "its weights are unknown to this version",
                    });
                }
            };
            Ok(Self {
                options,
                columns: columns as usize,
                idf,
            })
        })
    }
}
