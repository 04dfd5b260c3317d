//! From bytes to text.

use crate::Repaired;

/// The bytes without a byte-order mark of UTF-8.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// The text, with U+FFFD for what is no UTF-8; and where and how often, if at all.
///
/// `offset` is where the bytes stand in the file.
pub(crate) fn to_text(bytes: &[u8], origin: &str, offset: u64) -> (String, Option<Repaired>) {
    let first = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), None),
        Err(error) => error.valid_up_to() as u64,
    };
    let replacements = bytes
        .utf8_chunks()
        .filter(|chunk| !chunk.invalid().is_empty())
        .count();
    let repaired = Repaired {
        origin: origin.to_owned(),
        offset: offset + first,
        replacements: replacements as u64,
    };
    (String::from_utf8_lossy(bytes).into_owned(), Some(repaired))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_replacement_is_counted_and_the_first_is_placed() {
        let (text, repaired) = to_text(b"caf\xE9 and na\xEFve", "menu.txt", 100);
        assert_eq!(text, "caf\u{FFFD} and na\u{FFFD}ve");
        let repaired = repaired.expect("two bytes are no UTF-8");
        assert_eq!((repaired.offset, repaired.replacements), (103, 2));
        assert_eq!(
            repaired.replacements,
            text.matches('\u{FFFD}').count() as u64
        );
    }
}
