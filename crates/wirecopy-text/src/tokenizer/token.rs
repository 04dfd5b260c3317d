//! What an analyser makes of a text.

use std::borrow::Cow;
use std::fmt;

use crate::span::Span;

/// One token of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token<'t> {
    /// What the analyser made of it; borrowed where that is how it stands in the text.
    pub text: Cow<'t, str>,
    /// The characters of the text that it came from.
    pub span: Span,
    /// What it is.
    pub class: TokenClass,
}

/// What a token is, besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenClass {
    /// A word, or what a pattern matched, unless it is one of the following.
    Word,
    /// Digits and what joins them: `1841`, `3,000.50`.
    Number,
    /// A web address as one token.
    Url,
    /// An e-mail address as one token.
    Email,
    /// Two or more tokens.
    Gram,
    /// A run of characters.
    Chars,
}

impl TokenClass {
    /// Returns the name in lower case: `word`, `number`, `url`, `email`, `gram`, `chars`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Number => "number",
            Self::Url => "url",
            Self::Email => "email",
            Self::Gram => "gram",
            Self::Chars => "chars",
        }
    }
}

impl fmt::Display for TokenClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// Returns whether a word is a number.
#[inline]
pub(super) fn class_of(word: &str) -> TokenClass {
    match word.as_bytes() {
        [b'0'..=b'9' | 0x80.., ..] => class_of_number(word),
        _ => TokenClass::Word,
    }
}

fn class_of_number(word: &str) -> TokenClass {
    let number = word.starts_with(char::is_numeric)
        && word.chars().all(|c| {
            c.is_numeric() || matches!(c, '.' | ',' | ';' | ':' | '\'' | '’' | '_' | '٫' | '٬')
        });
    if number {
        TokenClass::Number
    } else {
        TokenClass::Word
    }
}
