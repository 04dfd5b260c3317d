//! Web and e-mail addresses in running text.

use crate::span::Span;
use crate::tokenizer::TokenClass;
use crate::unspaced::is_unspaced;

/// Returns the web and e-mail addresses of `text`, in order, without overlap.
///
/// A web address begins with `http://`, `https://`, `ftp://` or `www.` and reaches to white space,
/// a quotation mark or an angle bracket, less the punctuation at its end. An e-mail address is
/// ASCII, with a dot in its domain; an apostrophe may stand inside its local part. Neither begins
/// behind a letter or digit, but for those of scripts that write no spaces.
///
/// `O(n)`: what may stand before an `@` is bounded.
pub(crate) fn addresses(text: &str) -> impl Iterator<Item = (Span, TokenClass)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let floor = at;
        while at < bytes.len() {
            let found = match bytes[at] {
                b':' => url_around(text, floor, at),
                b'.' => www_around(text, floor, at),
                b'@' => email_around(text, floor, at),
                _ => None,
            };
            at += 1;
            if let Some((span, class)) = found {
                at = span.range().end;
                return Some((span, class));
            }
        }
        None
    })
}

fn url_around(text: &str, floor: usize, colon: usize) -> Option<(Span, TokenClass)> {
    if !text[colon..].starts_with("://") {
        return None;
    }
    let before = &text.as_bytes()[floor..colon];
    let scheme = ["https", "http", "ftp"].into_iter().find(|scheme| {
        before.len() >= scheme.len()
            && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme.as_bytes())
    })?;
    url_from(text, colon - scheme.len(), colon + 3)
}

fn www_around(text: &str, floor: usize, dot: usize) -> Option<(Span, TokenClass)> {
    let start = dot.checked_sub(3).filter(|&start| start >= floor)?;
    text.as_bytes()[start..dot]
        .eq_ignore_ascii_case(b"www")
        .then(|| url_from(text, start, dot + 1))?
}

/// The web address that begins at `start`, if there is anything from `body` on.
fn url_from(text: &str, start: usize, body: usize) -> Option<(Span, TokenClass)> {
    if text[..start].ends_with(|c: char| is_of_word(c) || c == '_') {
        return None;
    }
    let rest = &text[body..];
    let mut address = &rest[..rest.find(ends_address).unwrap_or(rest.len())];
    let mut open: usize = 0;
    let mut closed: usize = 0;
    for byte in address.bytes() {
        open += usize::from(byte == b'(');
        closed += usize::from(byte == b')');
    }
    loop {
        let trimmed = match address.chars().next_back() {
            Some(')') if closed <= open => break,
            Some(
                c @ ('.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | ')' | ']' | '}'
                | '’' | '…' | '-'),
            ) => {
                closed -= usize::from(c == ')');
                &address[..address.len() - c.len_utf8()]
            }
            _ => break,
        };
        address = trimmed;
    }
    address
        .starts_with(char::is_alphanumeric)
        .then(|| (Span::at(start, body + address.len()), TokenClass::Url))
}

fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '<' | '>'
                | '"'
                | '`'
                | '“'
                | '”'
                | '„'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '「'
                | '」'
                | '，'
                | '。'
                | '、'
                | '（'
                | '）'
                | '|'
        )
}

fn email_around(text: &str, floor: usize, at: usize) -> Option<(Span, TokenClass)> {
    /// The longest local part that the standard (RFC 5321) allows.
    const MAX_LOCAL: usize = 64;
    /// The longest domain.
    const MAX_DOMAIN: usize = 255;
    let bytes = text.as_bytes();
    let local = bytes[floor..at]
        .iter()
        .rev()
        .take(MAX_LOCAL + 1)
        .take_while(|&&byte| byte.is_ascii_alphanumeric() || b"._%+-'".contains(&byte))
        .count();
    let start = at - local;
    let domain = bytes[at + 1..]
        .iter()
        .take(MAX_DOMAIN + 1)
        .take_while(|&&byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
        .count();
    if local == 0 || local > MAX_LOCAL || domain > MAX_DOMAIN {
        return None;
    }
    let local = text[start..at].trim_start_matches(['.', '_', '%', '+', '-', '\'']);
    let domain = text[at + 1..at + 1 + domain].trim_end_matches(['.', '-']);
    let (_, top) = domain.rsplit_once('.')?;
    let valid = !local.is_empty()
        && !local.ends_with(['.', '\''])
        && top.len() >= 2
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
        && domain.split('.').all(|label| !label.is_empty());
    let start = at - local.len();
    let end = at + 1 + domain.len();
    let free = !text[..start].ends_with(is_of_word) && !text[end..].starts_with(is_of_word);
    (valid && free).then(|| (Span::at(start, end), TokenClass::Email))
}

/// Says whether an address beside `c` would begin or end inside a word. Scripts without spaces have
/// no such place.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<(&str, TokenClass)> {
        addresses(text)
            .map(|(span, class)| (span.of(text), class))
            .collect()
    }

    #[test]
    fn addresses_end_before_the_punctuation_around_them() {
        let text = "See https://example.org/a_(b)?q=1, (www.Example.com/x) or “HTTP://example.net.” Write to ada.brook+news@mail.example.org.";
        assert_eq!(
            found(text),
            [
                ("https://example.org/a_(b)?q=1", TokenClass::Url),
                ("www.Example.com/x", TokenClass::Url),
                ("HTTP://example.net", TokenClass::Url),
                ("ada.brook+news@mail.example.org", TokenClass::Email),
            ]
        );
    }

    #[test]
    fn an_apostrophe_may_stand_inside_a_local_part() {
        let email = |text| vec![(text, TokenClass::Email)];
        assert_eq!(found("Ask o'neil@b.org."), email("o'neil@b.org"));
        assert_eq!(found("'ada@b.org'"), email("ada@b.org"));
        assert_eq!(found("'ada'@b.org"), []);
        assert_eq!(found("o’neil@b.org"), email("neil@b.org"));
    }

    #[test]
    fn addresses_may_stand_directly_beside_scripts_without_spaces() {
        assert_eq!(
            found("见https://ex.org/磨坊。"),
            [("https://ex.org/磨坊", TokenClass::Url)]
        );
        assert_eq!(found("見るwww.ex.org"), [("www.ex.org", TokenClass::Url)]);
        for text in [
            "我ada@mill.example",
            "ที่ada@mill.example",
            "写给ada@mill.example吧",
        ] {
            assert_eq!(
                found(text),
                [("ada@mill.example", TokenClass::Email)],
                "{text}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "http://",
            "www.",
            "www. so",
            "xhttp://a.b",
            "a@b",
            "@b.org",
            "a@.org",
            "a@b..org",
            "6:30",
            "a@b.c0m",
            "://",
            "www",
            "éa@b.org",
            "a@b.orgé",
            "한a@b.org",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn long_runs_take_linear_time() {
        for unit in [
            "@",
            "a@",
            "a.",
            "www.",
            "http://",
            "a@b.",
            "(",
            ")",
            "http://a)",
            "a'",
            "a'@b.cd ",
        ] {
            let _ = addresses(&unit.repeat(100_000)).count();
        }
    }

    proptest! {
        #[test]
        fn addresses_do_not_overlap(text in "(www\\.|http://|[a-c.@:/() é’'見]){0,30}") {
            let mut end = 0;
            for (span, _) in addresses(&text) {
                prop_assert!(span.range().start >= end && !span.of(&text).is_empty());
                end = span.range().end;
            }
        }
    }
}
