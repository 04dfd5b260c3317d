//! Quotation marks of the world: which there are, which pair up, and where the next one stands.

/// What a mark is, whichever part it plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    Straight,
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
    Curly,
    /// ” on both sides.
    CurlyRight,
    /// „…“ or „…”.
    Low,
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
    /// Says whether the marks are so plainly quotation marks that one alone means something.
    pub(crate) fn is_double(self) -> bool {
        matches!(
            self,
            Self::Straight
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
            Self::Curly | Self::CurlyRight => sign == Sign::CurlyRight,
            Self::Low => matches!(sign, Sign::CurlyLeft | Sign::CurlyRight),
            Self::Single => sign == Sign::SingleRight,
            Self::LowSingle => matches!(sign, Sign::SingleLeft | Sign::SingleRight),
            Self::Guillemets => sign == Sign::GuillemetRight,
            Self::ReversedGuillemets => sign == Sign::GuillemetLeft,
            Self::SmallGuillemets => sign == Sign::SmallGuillemetRight,
            Self::ReversedSmallGuillemets => sign == Sign::SmallGuillemetLeft,
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

/// The first bytes of quotation marks, and of some other characters.
const LEADS: [bool; 256] = {
    let mut leads = [false; 256];
    leads[b'"' as usize] = true;
    leads[b'`' as usize] = true;
    leads[b'\'' as usize] = true;
    leads[0xc2] = true;
    leads[0xe2] = true;
    leads[0xe3] = true;
    leads[0xef] = true;
    leads
};

/// Finds the first quotation mark in `from..end`.
pub(crate) fn next_mark(text: &str, from: usize, end: usize) -> Option<Mark> {
    let bytes = &text.as_bytes()[..end];
    let mut at = from;
    while at < end {
        if LEADS[usize::from(bytes[at])] {
            let (sign, length) = match bytes[at..] {
                [b'"', ..] => (Sign::Straight, 1),
                [b'`', b'`', ..] => (Sign::GravePair, 2),
                [b'\'', b'\'', ..] => (Sign::ApostrophePair, 2),
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
