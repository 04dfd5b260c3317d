//! Numbers of what is saved as bytes, all little-endian.

use crate::error::Error;

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct Saved(Vec<u8>);

impl Saved {
    pub(crate) fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn halves(&mut self, numbers: &[u16]) {
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn words(&mut self, numbers: &[u32]) {
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn numbers(&mut self, numbers: &[u64]) {
        self.0
            .extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// What is still to be read.
#[derive(Debug)]
pub(crate) struct Reader<'p>(&'p [u8]);

/// The file promises more than it holds.
const CUT: Error = Error::InvalidFile {
    fault: "it ends too early",
};

impl<'p> Reader<'p> {
    pub(crate) fn new(payload: &'p [u8]) -> Self {
        Self(payload)
    }

    pub(crate) fn bytes(&mut self, bytes: usize) -> Result<&'p [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(bytes).ok_or(CUT)?;
        self.0 = rest;
        Ok(taken)
    }

    fn take(&mut self, count: usize, width: usize) -> Result<&'p [u8], Error> {
        self.bytes(count.checked_mul(width).ok_or(CUT)?)
    }

    pub(crate) fn number(&mut self) -> Result<u64, Error> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(CUT)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*bytes))
    }

    pub(crate) fn size(&mut self) -> Result<usize, Error> {
        usize::try_from(self.number()?).map_err(|_| CUT)
    }

    pub(crate) fn halves(&mut self, count: usize) -> Result<Vec<u16>, Error> {
        let (halves, _) = self.take(count, 2)?.as_chunks();
        Ok(halves
            .iter()
            .map(|&half| u16::from_le_bytes(half))
            .collect())
    }

    pub(crate) fn words(&mut self, count: usize) -> Result<Vec<u32>, Error> {
        let (words, _) = self.take(count, 4)?.as_chunks();
        Ok(words.iter().map(|&word| u32::from_le_bytes(word)).collect())
    }

    pub(crate) fn numbers(&mut self, count: usize) -> Result<Vec<u64>, Error> {
        let (numbers, _) = self.take(count, 8)?.as_chunks();
        Ok(numbers
            .iter()
            .map(|&number| u64::from_le_bytes(number))
            .collect())
    }

    /// Checks that there is room for so many entries before memory is taken for them.
    pub(crate) fn check_room(&self, entries: usize, bytes: usize) -> Result<(), Error> {
        match entries.checked_mul(bytes) {
            Some(needed) if needed <= self.0.len() => Ok(()),
            _ => Err(CUT),
        }
    }

    pub(crate) fn end(&self) -> Result<(), Error> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(Error::InvalidFile {
            fault: "it goes on behind its end",
        })
    }
}
