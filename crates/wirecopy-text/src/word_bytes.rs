//! Runs of ASCII letters, digits and underscores, eight bytes at a time.

/// A run of word bytes: its length, and which kinds of bytes it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) length: usize,
    pub(crate) lower: bool,
    pub(crate) upper: bool,
    pub(crate) digit: bool,
}

/// The highest bit of each byte.
pub(crate) const HIGH: u64 = repeated(0x80);

/// Returns the run of ASCII letters, digits and underscores at the head of `bytes`.
///
/// Words have unpredictable lengths, so a loop over bytes mispredicts its end once a word; here most
/// words take one round.
#[inline]
pub(crate) fn word_run(bytes: &[u8]) -> Run {
    let mut run = Run {
        length: 0,
        lower: false,
        upper: false,
        digit: false,
    };
    let mut rest = bytes;
    loop {
        let block = rest.first_chunk::<8>().copied().unwrap_or_else(|| {
            // A zero is no word byte.
            let mut block = [0; 8];
            block[..rest.len()].copy_from_slice(rest);
            block
        });
        let masks = Masks::of(u64::from_le_bytes(block));
        let word = masks.lower | masks.upper | masks.digit | masks.joiner;
        let stop = !word & HIGH;
        let length = stop.trailing_zeros() as usize / 8;
        // The bits of the bytes in the run.
        let inside = stop.wrapping_sub(1) & !stop;
        run.length += length;
        run.lower |= masks.lower & inside != 0;
        run.upper |= masks.upper & inside != 0;
        run.digit |= masks.digit & inside != 0;
        if length < 8 {
            return run;
        }
        rest = &rest[8..];
    }
}

/// For each byte its highest bit, when the byte is of the kind.
pub(crate) struct Masks {
    pub(crate) lower: u64,
    pub(crate) upper: u64,
    pub(crate) digit: u64,
    /// `_`.
    pub(crate) joiner: u64,
    /// Blanks and control characters, which have no part in words.
    pub(crate) space: u64,
    /// Bytes of characters beyond ASCII.
    pub(crate) wide: u64,
}

impl Masks {
    #[inline]
    pub(crate) fn of(block: u64) -> Self {
        let ascii = !block & HIGH;
        let low = block & !HIGH;
        // The case bit is set in each letter of `letters`, and moved to the highest in `cased`.
        let letters = low | repeated(0x20);
        let letter = between(letters, b'a', b'z') & ascii;
        let cased = (low << 2) & HIGH;
        let digit = between(low, b'0', b'9') & ascii;
        let joiner = between(low, b'_', b'_') & ascii;
        Self {
            lower: letter & cased,
            upper: letter & !cased,
            digit,
            joiner,
            space: !(low + repeated(0x7f - b' ')) & ascii,
            wide: block & HIGH,
        }
    }
}

/// Returns ASCII letters in lower case and all other bytes as they are.
#[inline]
pub(crate) const fn lowercase(block: u64) -> u64 {
    block | (between(block & !HIGH, b'A', b'Z') & !block) >> 2
}

const fn repeated(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Sets the highest bit of each byte from `first` to `last`; all bytes have to be below 0x80, so no
/// sum carries into the next byte.
#[inline]
const fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let from_first = bytes + repeated(0x80 - first);
    let beyond_last = bytes + repeated(0x7f - last);
    from_first & !beyond_last & HIGH
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn byte_by_byte(bytes: &[u8]) -> Run {
        let length = bytes
            .iter()
            .take_while(|&&byte| byte.is_ascii_alphanumeric() || byte == b'_')
            .count();
        let run = &bytes[..length];
        Run {
            length,
            lower: run.iter().any(u8::is_ascii_lowercase),
            upper: run.iter().any(u8::is_ascii_uppercase),
            digit: run.iter().any(u8::is_ascii_digit),
        }
    }

    #[test]
    fn each_byte_is_lowered_as_ascii_has_it() {
        for byte in 0..=255 {
            let block = u64::from_ne_bytes([b'A', byte, b'z', byte, 0x7f, byte, 0, 0xff]);
            let mut lowered = block.to_ne_bytes();
            lowered.make_ascii_lowercase();
            assert_eq!(lowercase(block).to_ne_bytes(), lowered);
        }
    }

    #[test]
    fn each_byte_in_each_place_is_what_it_is() {
        for byte in 0..=255 {
            for place in 0..10 {
                let mut bytes = *b"abcdefghijkl";
                bytes[place] = byte;
                assert_eq!(word_run(&bytes), byte_by_byte(&bytes), "{byte} at {place}");
                bytes.fill(byte);
                let alike = &bytes[..place];
                assert_eq!(word_run(alike), byte_by_byte(alike), "{byte} {place} times");
            }
        }
    }

    proptest! {
        #[test]
        fn eight_at_a_time_is_one_by_one(bytes in prop::collection::vec(prop_oneof![prop::sample::select(&b"aZ09_ @[`{/:"[..]), any::<u8>()], 0..40)) {
            prop_assert_eq!(word_run(&bytes), byte_by_byte(&bytes));
        }
    }
}
