//! gzip and zstd.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes that are read ahead of a decoder.
const BUFFER: usize = 1 << 16;

/// The window that a frame may ask for: what `zstd --long` writes and the `zstd` program accepts unasked.
const MAX_WINDOW: u64 = 1 << 27;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    /// By the first bytes (RFC 1952, section 2.3.1; RFC 8878, sections 3.1.1 and 3.1.2).
    pub(super) fn of_bytes(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// By the extension of the file's name.
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        if extension.eq_ignore_ascii_case("gz") {
            Some(Self::Gzip)
        } else if extension.eq_ignore_ascii_case("zst") {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// Unpacks all members, or frames, one after the other.
    pub(super) fn unpack<'r>(self, packed: impl Read + 'r) -> Box<dyn Read + 'r> {
        let packed = BufReader::with_capacity(BUFFER, packed);
        match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Zstd => Box::new(Frames {
                packed,
                decoder: new_decoder(),
                state: State::Empty,
            }),
        }
    }
}

fn new_decoder() -> FrameDecoder {
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(MAX_WINDOW);
    decoder
}

/// The frames of a zstd file as one stream; the decoder knows single ones only.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    state: State,
}

/// Where in the file the decoder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first frame, which has to come.
    Empty,
    Inside,
    Between,
}

impl<R: BufRead> Frames<R> {
    /// Opens the next frame; `false` at the end of the file.
    fn open(&mut self) -> io::Result<bool> {
        loop {
            if self.packed.fill_buf()?.is_empty() {
                return match self.state {
                    State::Empty => Err(io::ErrorKind::UnexpectedEof.into()),
                    State::Inside | State::Between => Ok(false),
                };
            }
            match self.decoder.init(&mut self.packed) {
                Ok(()) => {
                    self.state = State::Inside;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    self.state = State::Between;
                    let mut skipped = self.packed.by_ref().take(u64::from(length));
                    if io::copy(&mut skipped, &mut io::sink())? < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(broken(error)),
            }
        }
    }

    /// Compares the checksum of a frame that has one.
    fn close(&mut self) -> io::Result<()> {
        self.state = State::Between;
        let written = self.decoder.get_checksum_from_data();
        if written.is_some() && written != self.decoder.get_calculated_checksum() {
            return Err(broken("the checksum is wrong"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.state != State::Inside && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(broken)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.close()?;
        }
    }
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn unpack(packing: Packing, packed: &[u8]) -> io::Result<Vec<u8>> {
        let mut unpacked = Vec::new();
        packing.unpack(packed).read_to_end(&mut unpacked)?;
        Ok(unpacked)
    }

    fn text() -> Vec<u8> {
        let lines = (0..40_000).flat_map(|n| format!("line {n} of {}\n", n * n % 977).into_bytes());
        lines.collect()
    }

    #[test]
    fn members_and_frames_follow_one_another() {
        let text = text();
        let (one, two) = text.split_at(text.len() / 3);
        assert_eq!(
            unpack(Packing::Gzip, &[gzip(one), gzip(two)].concat()).expect("whole"),
            text
        );
        // A skippable frame of five bytes stands between the two.
        let skippable = b"\x50\x2A\x4D\x18\x05\0\0\0hello".to_vec();
        let frames = [
            skippable.clone(),
            zstd(one),
            skippable.clone(),
            zstd(two),
            skippable,
        ]
        .concat();
        assert_eq!(Packing::of_bytes(&frames), Some(Packing::Zstd));
        assert_eq!(unpack(Packing::Zstd, &frames).expect("whole"), text);
        assert_eq!(unpack(Packing::Zstd, &zstd(b"")).expect("whole"), b"");
        assert_eq!(unpack(Packing::Gzip, &gzip(b"")).expect("whole"), b"");
    }

    #[test]
    fn what_is_cut_short_is_broken() {
        for (packing, packed) in [
            (Packing::Gzip, gzip(&text())),
            (Packing::Zstd, zstd(&text())),
        ] {
            for length in (0..packed.len()).step_by(997).chain([packed.len() - 1]) {
                let cut = &packed[..length];
                assert!(
                    unpack(packing, cut).is_err(),
                    "{packing:?} of {length} bytes"
                );
            }
            let twice_and_a_bit = [&packed[..], &packed[..20]].concat();
            assert!(unpack(packing, &twice_and_a_bit).is_err(), "{packing:?}");
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_and_never_a_panic() {
        let text = text();
        for (packing, packed) in [(Packing::Gzip, gzip(&text)), (Packing::Zstd, zstd(&text))] {
            for position in (0..packed.len()).step_by(packed.len() / 300) {
                let mut changed = packed.clone();
                changed[position] ^= 0x55;
                // The flags and the date in gzip's header are under no checksum.
                let unpacked = unpack(packing, &changed);
                assert!(
                    unpacked.as_ref().map_or(true, |bytes| *bytes == text),
                    "{packing:?}, byte {position}"
                );
            }
        }
    }
}
