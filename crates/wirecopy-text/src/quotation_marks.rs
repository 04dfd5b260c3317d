//! Quotation marks of the world: which there are, which pair up, and where the next one stands.

use crate::markup::tag_length;

/// What a mark is, whichever part it plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Straight,
    /// `""`, as quotation marks are written inside a field of a CSV file.
    StraightPair,
    /// `'` where it may be more than an apostrophe.
    StraightSingle,
    CurlyLeft,
    CurlyRight,
    LowDouble,
    SingleLeft,
    SingleRight,
    LowSingle,
    GuillemetLeft,
    GuillemetRight,
    SmallGuillemetLeft,
    SmallGuillemetRight,
    CornerLeft,
    CornerRight,
    WhiteCornerLeft,
    WhiteCornerRight,
    PrimeLeft,
    PrimeRight,
    GravePair,
    ApostrophePair,
}

/// A mark and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) sign: Sign,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Which marks close a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Straight,
    StraightPair,
    Curly,
    /// ” on both sides.
    CurlyRight,
    /// „…“ or „…”.
    Low,
    StraightSingle,
    Single,
    LowSingle,
    Guillemets,
    ReversedGuillemets,
    SmallGuillemets,
    ReversedSmallGuillemets,
    Corners,
    WhiteCorners,
    Primes,
    Typewriter,
}

impl Kind {
    /// Says whether quotations of this kind are looked for inside one another. Single marks also
    /// serve as apostrophes, which would upset the balance.
    pub(crate) fn nests(self) -> bool {
        !matches!(self, Self::StraightSingle | Self::Single | Self::LowSingle)
    }

    /// Says whether the marks are so plainly quotation marks that one alone means something.
    pub(crate) fn is_double(self) -> bool {
        matches!(
            self,
            Self::Straight
                | Self::StraightPair
                | Self::Curly
                | Self::Low
                | Self::Guillemets
                | Self::Corners
                | Self::Typewriter
        )
    }

    pub(crate) fn is_closed_by(self, sign: Sign) -> bool {
        match self {
            Self::Straight => sign == Sign::Straight,
            Self::StraightPair => sign == Sign::StraightPair,
            Self::Curly | Self::CurlyRight => sign == Sign::CurlyRight,
            Self::Low => matches!(sign, Sign::CurlyLeft | Sign::CurlyRight),
            Self::StraightSingle => sign == Sign::StraightSingle,
            Self::Single => sign == Sign::SingleRight,
            Self::LowSingle => matches!(sign, Sign::SingleLeft | Sign::SingleRight),
            Self::Guillemets => sign == Sign::GuillemetRight,
            Self::ReversedGuillemets => matches!(sign, Sign::GuillemetLeft | Sign::GuillemetRight),
            Self::SmallGuillemets => sign == Sign::SmallGuillemetRight,
            Self::ReversedSmallGuillemets => {
                matches!(sign, Sign::SmallGuillemetLeft | Sign::SmallGuillemetRight)
            }
            Self::Corners => sign == Sign::CornerRight,
            Self::WhiteCorners => sign == Sign::WhiteCornerRight,
            Self::Primes => sign == Sign::PrimeRight,
            Self::Typewriter => matches!(sign, Sign::ApostrophePair | Sign::Straight),
        }
    }

    pub(crate) const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// The first bytes of quotation marks, of tags, and of some other characters.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    leads[b'"' as usize] = true;
    leads[b'`' as usize] = true;
    leads[b'\'' as usize] = true;
    leads[b'<' as usize] = true;
    leads[0xc2] = true;
    leads[0xe2] = true;
    leads[0xe3] = true;
    leads[0xef] = true;
    leads
};

/// Finds the first quotation mark in `from..end`. Marks inside the tags of markup delimit attributes
/// and are passed over, and so is a `'` inside a word.
pub(crate) fn next_mark(text: &str, from: usize, end: usize) -> Option<Mark> {
    let bytes = &text.as_bytes()[..end];
    let mut at = from;
    while at < end {
        if LEADS[usize::from(bytes[at])] {
            let (sign, length) = match bytes[at..] {
                // Of three, the one outside is the field's.
                [b'"', b'"', b'"', ..] if begins_a_word(&bytes[at + 3..]) => (Sign::Straight, 1),
                [b'"', b'"', ..] => (Sign::StraightPair, 2),
                [b'"', ..] => (Sign::Straight, 1),
                [b'`', b'`', ..] => (Sign::GravePair, 2),
                [b'\'', b'\'', ..] => (Sign::ApostrophePair, 2),
                [b'\'', ..] if !is_inside_word(bytes, at) => (Sign::StraightSingle, 1),
                [b'<', ..] => {
                    at += tag_length(&bytes[at..]).unwrap_or(1);
                    continue;
                }
                [0xc2, 0xab, ..] => (Sign::GuillemetLeft, 2),
                [0xc2, 0xbb, ..] => (Sign::GuillemetRight, 2),
                [0xe2, 0x80, 0x98, ..] => (Sign::SingleLeft, 3),
                [0xe2, 0x80, 0x99, ..] => (Sign::SingleRight, 3),
                [0xe2, 0x80, 0x9a, ..] => (Sign::LowSingle, 3),
                [0xe2, 0x80, 0x9c, ..] => (Sign::CurlyLeft, 3),
                [0xe2, 0x80, 0x9d, ..] => (Sign::CurlyRight, 3),
                [0xe2, 0x80, 0x9e, ..] => (Sign::LowDouble, 3),
                [0xe2, 0x80, 0xb9, ..] => (Sign::SmallGuillemetLeft, 3),
                [0xe2, 0x80, 0xba, ..] => (Sign::SmallGuillemetRight, 3),
                [0xe3, 0x80, 0x8c, ..] => (Sign::CornerLeft, 3),
                [0xe3, 0x80, 0x8d, ..] => (Sign::CornerRight, 3),
                [0xe3, 0x80, 0x8e, ..] => (Sign::WhiteCornerLeft, 3),
                [0xe3, 0x80, 0x8f, ..] => (Sign::WhiteCornerRight, 3),
                [0xe3, 0x80, 0x9d, ..] => (Sign::PrimeLeft, 3),
                [0xe3, 0x80, 0x9e | 0x9f, ..] => (Sign::PrimeRight, 3),
                [0xef, 0xbc, 0x82, ..] => (Sign::Straight, 3),
                _ => {
                    at += 1;
                    continue;
                }
            };
            return Some(Mark {
                sign,
                start: at,
                end: at + length,
            });
        }
        at += 1;
    }
    None
}

/// Says whether a letter or a digit may stand at the head of some bytes.
fn begins_a_word(bytes: &[u8]) -> bool {
    (bytes.first()).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte >= 0x80)
}

/// Says whether some text has marks as they are written inside a field of a CSV file: `""`, next to a word.
pub(crate) fn has_pairs_beside_words(text: &str) -> bool {
    text.match_indices("\"\"").any(|(at, pair)| {
        let of_word = |byte: Option<&u8>| byte.is_some_and(|byte| begins_a_word(&[*byte]));
        let bytes = text.as_bytes();
        of_word(bytes.get(at + pair.len())) || (at > 0 && of_word(bytes.get(at - 1)))
    })
}

/// Says whether ASCII letters stand on both sides of `at`: most apostrophes are told by that alone.
fn is_inside_word(bytes: &[u8], at: usize) -> bool {
    at > 0
        && bytes[at - 1].is_ascii_alphabetic()
        && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
}
