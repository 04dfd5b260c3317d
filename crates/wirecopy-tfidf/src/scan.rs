//! Finds the tokens of a text, 64 bytes at a time.

use wirecopy_text::{is_python_space, is_python_word};

use crate::interner::Part;
use crate::terms::TokenPattern;

/// Appends the tokens of a text: its longest runs of word characters (or of anything but white
/// space) that are long enough.
///
/// `inside` gets one bit for each byte of the text, 64 at a time and without a branch; then the
/// bits of the characters beyond ASCII are set one by one. Tokens begin and end where bits change.
pub(crate) fn scan(
    pattern: TokenPattern,
    text: &[u8],
    inside: &mut Vec<u64>,
    parts: &mut Vec<Part>,
) {
    inside.clear();
    let words = pattern != TokenPattern::NonSpace;
    let mut all_ascii = true;
    let mut blocks = text.chunks_exact(64);
    for block in &mut blocks {
        let block: &[u8; 64] = block.try_into().expect("64 bytes");
        inside.push(if words {
            bits(block, is_word_byte)
        } else {
            bits(block, is_no_space_byte)
        });
        all_ascii &= block.is_ascii();
    }
    let rest = blocks.remainder();
    // At least one blank, which ends the last run.
    let mut last = [b' '; 64];
    last[..rest.len()].copy_from_slice(rest);
    inside.push(if words {
        bits(&last, is_word_byte)
    } else {
        bits(&last, is_no_space_byte)
    });
    all_ascii &= last.is_ascii();
    if !all_ascii {
        mark_wide(
            text,
            inside,
            if words {
                is_python_word
            } else {
                |c| !is_python_space(c)
            },
        );
    }
    let first = parts.len();
    runs(inside, pattern == TokenPattern::TwoOrMore, parts);
    if pattern == TokenPattern::TwoOrMore && !all_ascii {
        // A run of bytes may be one character.
        let mut at = 0;
        parts.retain(|part| {
            at += 1;
            at <= first
                || part.end - part.start > 4
                || text[part.start as usize] < 0x80
                || !is_one_char(text, part.start, part.end)
        });
    }
}

/// Appends the runs of bits, with `longer` only those of more than one.
///
/// Without a branch on how long a run is: there is one for each word that is not foreseen, its end.
fn runs(inside: &[u64], longer: bool, parts: &mut Vec<Part>) {
    let (mut start, mut open, mut before) = (0, 0, 0);
    let after = inside.iter().skip(1).chain([&0]);
    for ((base, &bits), next) in (0_u32..).step_by(64).zip(inside).zip(after) {
        let kept = if longer {
            bits & ((bits << 1 | before >> 63) | (bits >> 1 | next << 63))
        } else {
            bits
        };
        before = bits;
        let shifted = kept << 1 | open;
        let (mut begins, mut ends) = (kept & !shifted, shifted & !kept);
        if open == 1 && ends != 0 {
            parts.push(Part {
                start,
                end: base + ends.trailing_zeros(),
            });
            ends &= ends - 1;
        }
        while ends != 0 {
            parts.push(Part {
                start: base + begins.trailing_zeros(),
                end: base + ends.trailing_zeros(),
            });
            begins &= begins - 1;
            ends &= ends - 1;
        }
        if begins != 0 {
            start = base + begins.trailing_zeros();
        }
        open = kept >> 63;
    }
    debug_assert_eq!(open, 0, "the last block ends with a blank");
}

#[inline]
fn is_word_byte(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte == b'_'
}

#[inline]
fn is_no_space_byte(byte: u8) -> bool {
    byte < 0x80 && byte != b' ' && byte.wrapping_sub(0x09) > 4 && byte.wrapping_sub(0x1c) > 3
}

/// Returns one bit for each byte: whether `inside` holds. Compiles to comparisons of many bytes at
/// once.
#[inline]
fn bits(block: &[u8; 64], inside: impl Fn(u8) -> bool) -> u64 {
    let flags: [u8; 64] = std::array::from_fn(|at| u8::from(inside(block[at])));
    let mut bits = 0;
    for (at, eight) in flags.as_chunks::<8>().0.iter().enumerate() {
        // Moves bit 0 of byte `i` to bit `56 + i`; no two partial products meet.
        let packed = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= packed << (8 * at);
    }
    bits
}

/// Sets the bits of the characters beyond ASCII that are inside.
fn mark_wide(text: &[u8], bits: &mut [u64], inside: impl Fn(char) -> bool) {
    let mut at = next_wide(text, 0);
    while at < text.len() {
        let (c, width) = char_at(text, at);
        if inside(c) {
            for at in at..at + width {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
        at = next_wide(text, at + width);
    }
}

/// Returns where the next byte beyond ASCII is, from a place on.
#[inline]
fn next_wide(text: &[u8], mut at: usize) -> usize {
    // Where one stands, the next is not far.
    if text.get(at).is_none_or(|&byte| byte >= 0x80) {
        return at;
    }
    while let Some(bytes) = text.get(at..at + 8) {
        let high = u64::from_le_bytes(bytes.try_into().expect("eight bytes")) & HIGH_BITS;
        if high != 0 {
            return at + high.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = text[at..].iter().position(|&byte| byte >= 0x80);
    rest.map_or(text.len(), |rest| at + rest)
}

/// What tells a byte beyond ASCII, in each of eight.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Says whether a run of bytes is a single character.
fn is_one_char(text: &[u8], start: u32, end: u32) -> bool {
    let width = match text[start as usize] {
        0..0x80 => 1,
        0x80..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    };
    end - start == width
}

/// Decodes the character that begins at a byte, and returns its length.
#[inline]
fn char_at(text: &[u8], at: usize) -> (char, usize) {
    let low = |offset: usize| u32::from(text[at + offset] & 0x3f);
    let first = u32::from(text[at]);
    let (code, width) = match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => ((first & 0x1f) << 6 | low(1), 2),
        0xe0..0xf0 => ((first & 0x0f) << 12 | low(1) << 6 | low(2), 3),
        _ => (
            (first & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3),
            4,
        ),
    };
    (
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
        width,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn characters_are_decoded(c: char) {
            let text = format!("a{c}");
            prop_assert_eq!(char_at(text.as_bytes(), 1), (c, c.len_utf8()));
        }
    }
}
