//! Tables whose keys are hashes already.

use std::hash::{BuildHasherDefault, Hasher};

/// Takes the hash of a word for its place in a table: hashing it again would be half of the time of a look.
pub(crate) type ByHash = BuildHasherDefault<AlreadyHashed>;

/// Hands its one number through.
#[derive(Debug, Default)]
pub(crate) struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    /// Any other key: of no table here, but a hasher has to take it.
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
