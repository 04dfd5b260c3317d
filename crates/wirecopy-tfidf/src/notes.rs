//! What a program keeps in the file of a model beside the model: the parameters that only Python
//! has, for instance.
//!
//! A file without notes has version 1 of the payload; with notes, which end the payload, version 2.
//! So notes and model are under one checksum, and a file cannot lose its notes without being
//! refused.

use std::io::{Read, Write};

use wirecopy_text::Envelope;

use crate::error::Error;
use crate::model::{Input, Output};

const PLAIN: u32 = 1;
const WITH_NOTES: u32 = 2;

/// Writes the payload of a model.
pub(crate) fn write(
    kind: &str,
    mut payload: Output,
    notes: Option<&str>,
    writer: impl Write,
) -> Result<(), Error> {
    let version = if let Some(notes) = notes {
        payload.bytes(notes.as_bytes());
        WITH_NOTES
    } else {
        PLAIN
    };
    Ok(Envelope::new(kind, version, payload.into_bytes()).to_writer(writer)?)
}

/// Reads a model by its payload, and the notes behind it.
pub(crate) fn read<M>(
    kind: &str,
    reader: impl Read,
    model: impl FnOnce(&mut Input<'_>) -> Result<M, Error>,
) -> Result<(M, Option<String>), Error> {
    let envelope = Envelope::from_reader(reader, kind, WITH_NOTES)?;
    let mut input = Input::new(envelope.payload());
    let model = model(&mut input)?;
    let notes = (envelope.version() == WITH_NOTES).then(|| input.text());
    let notes = notes.transpose()?;
    input.end()?;
    Ok((model, notes))
}
