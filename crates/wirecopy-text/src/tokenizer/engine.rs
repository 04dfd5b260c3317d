//! What cuts a text into tokens.

use regex::Regex;

use crate::analyzer::{Analyzer, TokenKind};
use crate::error::Error;

#[derive(Debug, Clone)]
pub(super) enum Engine {
    Words,
    PlainWords,
    #[cfg(feature = "dictionary")]
    Dictionary {
        plain: bool,
    },
    ScikitLearn,
    Pattern {
        regex: Box<Regex>,
        group: usize,
    },
    Chars,
    CharWb,
}

impl Engine {
    pub(super) fn new(analyzer: &Analyzer) -> Result<Self, Error> {
        Ok(match analyzer.tokens() {
            #[cfg(feature = "dictionary")]
            kind @ (TokenKind::Words | TokenKind::PlainWords) if analyzer.dictionary() => {
                Self::Dictionary {
                    plain: *kind == TokenKind::PlainWords,
                }
            }
            TokenKind::Words => Self::Words,
            TokenKind::PlainWords => Self::PlainWords,
            TokenKind::ScikitLearn => Self::ScikitLearn,
            TokenKind::Pattern(pattern) => {
                let regex = compiled(pattern)?;
                let group = regex.captures_len() - 1;
                Self::Pattern {
                    regex: Box::new(regex),
                    group,
                }
            }
            TokenKind::Chars => Self::Chars,
            TokenKind::CharWb => Self::CharWb,
        })
    }
}

/// Compiles a pattern with one group at most.
fn compiled(pattern: &str) -> Result<Regex, Error> {
    let fault = |fault: String, at: usize| Error::InvalidPattern {
        pattern: pattern.to_owned(),
        fault,
        at,
    };
    match regex_syntax::Parser::new().parse(pattern) {
        Ok(_) => {}
        Err(regex_syntax::Error::Parse(error)) => {
            return Err(fault(error.kind().to_string(), error.span().start.offset));
        }
        Err(regex_syntax::Error::Translate(error)) => {
            return Err(fault(error.kind().to_string(), error.span().start.offset));
        }
        Err(error) => return Err(fault(error.to_string(), 0)),
    }
    let regex = Regex::new(pattern).map_err(|error| match error {
        regex::Error::CompiledTooBig(limit) => {
            fault(format!("it takes more than {limit} bytes when compiled"), 0)
        }
        error => fault(error.to_string(), 0),
    })?;
    match regex.captures_len() - 1 {
        0 | 1 => Ok(regex),
        groups => Err(fault(
            format!("it has {groups} groups, at most one can be the token; write `(?:…)`"),
            0,
        )),
    }
}
