//! Tags of HTML and XML, as far as it takes to tell them from text.

/// No tag is looked for beyond so many bytes, so that a text full of `<` takes linear time.
const MAX_LENGTH: usize = 4_096;

/// Returns the number of bytes of the tag at the start of `bytes`, which begin with `<`.
///
/// A tag is a name, then attributes with or without a value, whose quotation marks pair up, then
/// `>`; all within 4,096 bytes. Anything else that follows a `<` is text.
pub(crate) fn tag_length(bytes: &[u8]) -> Option<usize> {
    let bytes = &bytes[..bytes.len().min(MAX_LENGTH)];
    let mut at = 1 + usize::from(bytes.get(1) == Some(&b'/'));
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    at = skip(bytes, at, is_name);
    loop {
        let blank = skip(bytes, at, |byte| byte.is_ascii_whitespace());
        match *bytes.get(blank)? {
            b'>' => return Some(blank + 1),
            b'/' if bytes.get(blank + 1) == Some(&b'>') => return Some(blank + 2),
            byte if is_name(byte) && blank > at => at = attribute_end(bytes, blank)?,
            _ => return None,
        }
    }
}

/// Returns the end of the attribute that begins at `from`.
fn attribute_end(bytes: &[u8], from: usize) -> Option<usize> {
    let name = skip(bytes, from, is_name);
    let equals = skip(bytes, name, |byte| byte.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return Some(name);
    }
    let value = skip(bytes, equals + 1, |byte| byte.is_ascii_whitespace());
    match *bytes.get(value)? {
        mark @ (b'"' | b'\'') => {
            let end = skip(bytes, value + 1, |byte| byte != mark);
            (end < bytes.len()).then_some(end + 1)
        }
        _ => Some(skip(bytes, value, |byte| {
            !byte.is_ascii_whitespace() && !matches!(byte, b'<' | b'>' | b'"' | b'\'')
        })),
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.' | b'@')
}

/// Returns the first position from `at` on whose byte is none of those.
fn skip(bytes: &[u8], at: usize, is_one: impl Fn(u8) -> bool) -> usize {
    at + bytes[at..]
        .iter()
        .position(|&byte| !is_one(byte))
        .unwrap_or(bytes.len() - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> Option<&str> {
        tag_length(text.as_bytes()).map(|length| &text[..length])
    }

    #[test]
    fn tags_end_behind_their_attributes() {
        for whole in [
            "<p>",
            "</a>",
            "<br/>",
            "<br />",
            "<a href=\"a>b\" title='c\"d'>",
            "<input disabled value = x>",
            "<svg:rect data-x=\"\"\n y=1 />",
        ] {
            assert_eq!(tag(&format!("{whole} and > more")), Some(whole));
        }
    }

    #[test]
    fn what_merely_begins_like_a_tag_is_text() {
        for text in [
            "<",
            "<3",
            "< a>",
            "<a",
            "<a href=",
            "<a href=\"x>",
            "<a \"b\">",
            "<a <b>",
            "<a, b>",
            "<é>",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
    }
}
