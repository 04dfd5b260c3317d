//! From bytes to text.

use std::borrow::Cow;

use super::{EncodingErrors, Problem};
use crate::Repaired;

/// So much of a file is looked at to tell what it is.
const LOOKED_AT: usize = 4096;

/// The byte-order mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Tells from the first bytes of a file that it is no UTF-8 at all.
///
/// UTF-16 without a mark is known by its NUL bytes: one in each character of Latin letters, and in each space and full
/// stop of other scripts, always on the same side.
pub(super) fn foreign(head: &[u8]) -> Option<Problem> {
    let named = |encoding| Some(Problem::OtherEncoding { encoding });
    match head {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return named("UTF-32"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => return named("UTF-16"),
        _ => {}
    }
    let head = &head[..head.len().min(LOOKED_AT)];
    let nuls = |side: usize| {
        let bytes = head.iter().skip(side).step_by(2);
        bytes.filter(|&&byte| byte == 0).count()
    };
    let (first, second) = (nuls(0), nuls(1));
    let (most, least) = (first.max(second), first.min(second));
    // One in ten characters; a stray NUL in an UTF-8 text is a character like any other.
    if most < 4 || most * 20 < head.len() {
        None
    } else if least * 4 > most {
        Some(Problem::Binary)
    } else if first > second {
        named("UTF-16BE")
    } else {
        named("UTF-16LE")
    }
}

/// Bytes that are no UTF-8, where the caller wants none replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Where the first stands in the file.
    pub(super) offset: u64,
}

/// The text; and, with U+FFFD for what is no UTF-8, where and how often.
///
/// `offset` is where the bytes stand in the file.
pub(super) fn to_text<'b>(
    bytes: &'b [u8],
    origin: &str,
    offset: u64,
    errors: EncodingErrors,
) -> Result<(Cow<'b, str>, Option<Repaired>), Undecodable> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), None)),
        Err(error) => {
            let offset = offset + error.valid_up_to() as u64;
            let repaired = repaired(bytes, origin, offset, errors)?;
            Ok((String::from_utf8_lossy(bytes), Some(repaired)))
        }
    }
}

/// What is said of bytes whose first that is no UTF-8 stands at `offset` in the file, if they may be replaced.
pub(super) fn repaired(
    bytes: &[u8],
    origin: &str,
    offset: u64,
    errors: EncodingErrors,
) -> Result<Repaired, Undecodable> {
    if errors != EncodingErrors::Replace {
        return Err(Undecodable { offset });
    }
    let replacements = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    Ok(Repaired {
        origin: origin.to_owned(),
        offset,
        replacements: replacements as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_replacement_is_counted_and_the_first_is_placed() {
        let bytes = b"caf\xE9 and na\xEFve";
        let (text, repaired) =
            to_text(bytes, "menu.txt", 100, EncodingErrors::Replace).expect("may be replaced");
        assert_eq!(text, "caf\u{FFFD} and na\u{FFFD}ve");
        let repaired = repaired.expect("two bytes are no UTF-8");
        assert_eq!((repaired.offset, repaired.replacements), (103, 2));
        assert_eq!(
            repaired.replacements,
            text.matches('\u{FFFD}').count() as u64
        );
        for errors in [EncodingErrors::Skip, EncodingErrors::Fail] {
            assert_eq!(
                to_text(bytes, "menu.txt", 100, errors),
                Err(Undecodable { offset: 103 })
            );
        }
    }

    fn encoding(head: &[u8]) -> Option<&'static str> {
        match foreign(head)? {
            Problem::OtherEncoding { encoding } => Some(encoding),
            Problem::Binary => Some("binary"),
            other => unreachable!("{other}"),
        }
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_its_nul_bytes() {
        let little =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        let big =
            |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        let latin = "The harbour burned.";
        let cyrillic = "Пожар в порту. Люди вышли на улицы, и никто не знал, что будет. ".repeat(9);
        for text in [latin, &cyrillic] {
            assert_eq!(encoding(&little(text)), Some("UTF-16LE"));
            assert_eq!(encoding(&big(text)), Some("UTF-16BE"));
            assert_eq!(
                encoding(&little(&format!("\u{FEFF}{text}"))),
                Some("UTF-16")
            );
            assert_eq!(encoding(&big(&format!("\u{FEFF}{text}"))), Some("UTF-16"));
            assert_eq!(encoding(text.as_bytes()), None);
        }
        assert_eq!(encoding(b"\xFF\xFE\0\0T\0\0\0"), Some("UTF-32"));
        assert_eq!(encoding(&[0; 100]), Some("binary"));
    }

    #[test]
    fn a_stray_nul_is_a_character() {
        assert_eq!(encoding(b"one\0two"), None);
        assert_eq!(
            encoding(format!("a\0b\0c\0{}", "word ".repeat(500)).as_bytes()),
            None
        );
        assert_eq!(encoding(b""), None);
    }
}
