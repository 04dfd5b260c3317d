//! What everything that wirecopy saves is wrapped in.

use std::io::{self, Read, Write};

use xxhash_rust::xxh3::Xxh3;

use crate::hash::SEED;

/// The first bytes of every file.
const MAGIC: [u8; 8] = *b"wirecopy";

/// Magic, kind, version and length.
const HEADER: usize = 8 + 8 + 4 + 8;

/// A saved thing: what kind it is, in which version of its format, and its bytes.
///
/// On disk: the eight bytes `wirecopy`, the kind in eight bytes (padded with zeros), the version as
/// `u32` and the length of the payload as `u64` (both little-endian), the payload, and the XXH3-64
/// (with [`SEED`]) of all bytes before it, little-endian.
///
/// # Example
/// ```
/// use wirecopy_text::{Envelope, EnvelopeError};
///
/// let mut file = Vec::new();
/// Envelope::new("letter", 1, b"Dear reader".to_vec()).to_writer(&mut file)?;
/// let letter = Envelope::from_reader(&file[..], "letter", 1)?;
/// assert_eq!(letter.payload(), b"Dear reader");
///
/// file[30] ^= 1;
/// assert!(matches!(Envelope::from_reader(&file[..], "letter", 1), Err(EnvelopeError::Damaged)));
/// # Ok::<(), EnvelopeError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    kind: [u8; 8],
    version: u32,
    payload: Vec<u8>,
}

/// Why an [`Envelope`] cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// The bytes do not begin as a file of wirecopy does.
    #[error("this is no file of wirecopy: it does not begin with `wirecopy`")]
    NotOurs,

    /// The file holds something else.
    #[error("the file holds a `{found}`, expected a `{expected}`")]
    WrongKind {
        /// What it holds.
        found: String,
        /// What was asked for.
        expected: String,
    },

    /// A newer wirecopy wrote the file.
    #[error(
        "the file has version `{found}`, this build reads up to `{newest}`; update wirecopy, or save the file again with this version"
    )]
    TooNew {
        /// The version of the file.
        found: u32,
        /// The newest version that can be read.
        newest: u32,
    },

    /// The file ends too early.
    #[error("the file is cut short; copy it again")]
    CutShort,

    /// The checksum does not fit.
    #[error("the file is damaged: its checksum does not fit its bytes; copy it again")]
    Damaged,

    /// Reading or writing failed.
    #[error("the file cannot be read or written")]
    Io(#[from] io::Error),
}

impl Envelope {
    /// Wraps a payload.
    ///
    /// # Panics
    /// When `kind` has no byte or more than eight, or one that is not ASCII: kinds are named in the
    /// source.
    #[must_use]
    pub fn new(kind: &str, version: u32, payload: Vec<u8>) -> Self {
        Self {
            kind: padded(kind),
            version,
            payload,
        }
    }

    /// Returns the version of the payload's format.
    #[must_use]
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns the payload.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Writes the envelope.
    ///
    /// # Errors
    /// [`EnvelopeError::Io`] when the writer fails.
    pub fn to_writer(&self, mut writer: impl Write) -> Result<(), EnvelopeError> {
        let header = self.header();
        let mut hasher = Xxh3::with_seed(SEED);
        hasher.update(&header);
        hasher.update(&self.payload);
        writer.write_all(&header)?;
        writer.write_all(&self.payload)?;
        writer.write_all(&hasher.digest().to_le_bytes())?;
        Ok(writer.flush()?)
    }

    /// Reads an envelope of this kind in a version from 1 to `newest`. What follows it is left
    /// unread.
    ///
    /// Memory grows with what is really there, whatever length the header claims.
    ///
    /// # Errors
    /// Every [`EnvelopeError`].
    pub fn from_reader(
        mut reader: impl Read,
        kind: &str,
        newest: u32,
    ) -> Result<Self, EnvelopeError> {
        let mut header = Vec::with_capacity(HEADER);
        reader
            .by_ref()
            .take(HEADER as u64)
            .read_to_end(&mut header)?;
        if !header.starts_with(&MAGIC) {
            // The beginning of a file of ours says so as far as it goes.
            return Err(if !header.is_empty() && MAGIC.starts_with(&header) {
                EnvelopeError::CutShort
            } else {
                EnvelopeError::NotOurs
            });
        }
        let (Some(found), Some(version), Some(length)) =
            (array(&header, 8), array(&header, 16), array(&header, 20))
        else {
            return Err(EnvelopeError::CutShort);
        };
        let expected = padded(kind);
        if found != expected {
            return Err(EnvelopeError::WrongKind {
                found: String::from_utf8_lossy(&found)
                    .trim_end_matches('\0')
                    .to_owned(),
                expected: kind.to_owned(),
            });
        }
        let (version, length) = (u32::from_le_bytes(version), u64::from_le_bytes(length));
        if version > newest {
            return Err(EnvelopeError::TooNew {
                found: version,
                newest,
            });
        }
        let mut payload = Vec::new();
        reader.by_ref().take(length).read_to_end(&mut payload)?;
        let mut digest = Vec::with_capacity(8);
        reader.take(8).read_to_end(&mut digest)?;
        let digest: [u8; 8] = array(&digest, 0).ok_or(EnvelopeError::CutShort)?;
        let mut hasher = Xxh3::with_seed(SEED);
        hasher.update(&header);
        hasher.update(&payload);
        if version == 0 || hasher.digest() != u64::from_le_bytes(digest) {
            return Err(EnvelopeError::Damaged);
        }
        Ok(Self {
            kind: found,
            version,
            payload,
        })
    }

    fn header(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..8].copy_from_slice(&MAGIC);
        header[8..16].copy_from_slice(&self.kind);
        header[16..20].copy_from_slice(&self.version.to_le_bytes());
        header[20..].copy_from_slice(&(self.payload.len() as u64).to_le_bytes());
        header
    }
}

fn padded(kind: &str) -> [u8; 8] {
    assert!(
        (1..=8).contains(&kind.len()) && kind.is_ascii(),
        "a kind has one to eight ASCII bytes"
    );
    let mut bytes = [0; 8];
    bytes[..kind.len()].copy_from_slice(kind.as_bytes());
    bytes
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at + N)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(version: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let envelope = Envelope::new("test", version, b"some bytes".to_vec());
        envelope.to_writer(&mut file).unwrap();
        file
    }

    fn read(file: &[u8]) -> Result<Envelope, EnvelopeError> {
        Envelope::from_reader(file, "test", 3)
    }

    #[test]
    fn an_envelope_comes_back_as_it_was() {
        let envelope = read(&file(3)).unwrap();
        assert_eq!(
            (envelope.version(), envelope.payload()),
            (3, &b"some bytes"[..])
        );
    }

    #[test]
    fn a_file_that_is_cut_anywhere_is_refused() {
        let file = file(1);
        assert!(matches!(read(&[]), Err(EnvelopeError::NotOurs)));
        for end in 1..file.len() {
            assert!(
                matches!(read(&file[..end]), Err(EnvelopeError::CutShort)),
                "{end}"
            );
        }
    }

    #[test]
    fn a_file_with_any_bit_flipped_is_refused() {
        let file = file(1);
        for at in 0..file.len() * 8 {
            let mut file = file.clone();
            file[at / 8] ^= 1 << (at % 8);
            assert!(read(&file).is_err(), "bit {at}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let message = |file: &[u8], kind| {
            Envelope::from_reader(file, kind, 3)
                .map(|_| ())
                .unwrap_err()
                .to_string()
        };
        assert_eq!(
            message(b"PK\x03\x04", "test"),
            "this is no file of wirecopy: it does not begin with `wirecopy`"
        );
        assert_eq!(
            message(&file(1), "other"),
            "the file holds a `test`, expected a `other`"
        );
        assert_eq!(
            message(&file(4), "test"),
            "the file has version `4`, this build reads up to `3`; update wirecopy, or save the file again with this version"
        );
    }
}
