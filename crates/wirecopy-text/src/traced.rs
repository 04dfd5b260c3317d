//! A transformed text that knows where each of its characters came from.

use std::borrow::Cow;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, is_nfkc_quick};

use crate::analyzer::Case;
use crate::fold::is_invisible;
use crate::span::Span;
use crate::transform::Transform;

/// A text after a [`Transform`], with the way back.
#[derive(Debug)]
pub(crate) struct Traced<'t> {
    text: Cow<'t, str>,
    /// Where each piece ends in `text`, and the piece of the source that it was made of; nothing
    /// when every byte stands where it stood. Pieces that became nothing have no entry.
    pieces: Option<Vec<(u32, Span)>>,
}

impl<'t> Traced<'t> {
    /// Transforms `text` piece by piece, where a piece is a character with the marks on it: no step
    /// of a transform reaches over its edges, but for the final sigma, which is looked up.
    ///
    /// `O(n)`, apart from the sorting of marks within a piece.
    pub(crate) fn new(text: &'t str, transform: Transform) -> Self {
        if transform.is_none() {
            return Self {
                text: Cow::Borrowed(text),
                pieces: None,
            };
        }
        if text.is_ascii() && transform.keeps_ascii() {
            let upper = |byte: u8| byte.is_ascii_uppercase();
            let text = if transform.case == Case::Keep || !text.bytes().any(upper) {
                Cow::Borrowed(text)
            } else {
                Cow::Owned(text.to_ascii_lowercase())
            };
            return Self { text, pieces: None };
        }
        let mut sigmas = final_sigmas(text, transform).into_iter();
        let mut made = String::with_capacity(text.len());
        let mut pieces = Vec::with_capacity(text.len());
        let (mut buffer, mut rest) = (String::new(), text);
        while !rest.is_empty() {
            let start = text.len() - rest.len();
            let length = piece_length(rest, transform);
            let (piece, behind) = rest.split_at(length);
            rest = behind;
            let before = made.len();
            if piece.contains('Σ') && transform.case == Case::Lower {
                buffer.clear();
                buffer.extend(piece.chars().map(|c| match c {
                    'Σ' if sigmas.next() == Some(true) => 'ς',
                    c => c,
                }));
                transform.append(&buffer, &mut made);
            } else {
                made.push_str(transform.apply(piece, &mut buffer));
            }
            if made.len() > before {
                pieces.push((
                    u32::try_from(made.len()).unwrap_or(u32::MAX),
                    Span::at(start, start + length),
                ));
            }
        }
        Self {
            text: Cow::Owned(made),
            pieces: Some(pieces),
        }
    }

    /// Returns the transformed text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the characters of the source that `start..end` of the transformed text was made of.
    pub(crate) fn source(&self, start: usize, end: usize) -> Span {
        let Some(pieces) = &self.pieces else {
            return Span::at(start, end);
        };
        // The piece that holds the byte at `at`.
        let piece = |at: usize| {
            let index = pieces.partition_point(|&(end, _)| end as usize <= at);
            pieces.get(index).map(|&(_, source)| source)
        };
        match (piece(start), piece(end.saturating_sub(1).max(start))) {
            (Some(first), _) if start == end => Span::new(first.start, first.start),
            (Some(first), Some(last)) => first.cover(last),
            _ => {
                let end = pieces.last().map_or(0, |&(_, source)| source.end);
                Span::new(end, end)
            }
        }
    }
}

/// Returns the length of the first piece of `text`, which is not empty.
fn piece_length(text: &str, transform: Transform) -> usize {
    let mut chars = text.char_indices();
    chars.next();
    let belongs = |c: char| {
        if c.is_ascii() {
            return false;
        }
        combines(c) || transform.fold_punctuation && is_invisible(c)
    };
    chars
        .find(|&(_, c)| !belongs(c))
        .map_or(text.len(), |(at, _)| at)
}

/// Says whether normalisation may join `c` with a character before it.
fn combines(c: char) -> bool {
    let joins = |c: char| {
        canonical_combining_class(c) != 0
            || is_nfkc_quick(std::iter::once(c)) == IsNormalized::Maybe
    };
    if joins(c) {
        return true;
    }
    let mut first = None;
    if is_nfkc_quick(std::iter::once(c)) == IsNormalized::No {
        decompose_compatible(c, |part| first = first.or(Some(part)));
    }
    first.is_some_and(joins)
}

/// Lists for each capital sigma whether its lower case is the final one, which depends on the
/// letters around it.
fn final_sigmas(text: &str, transform: Transform) -> Vec<bool> {
    if transform.case != Case::Lower || !text.contains('Σ') {
        return Vec::new();
    }
    let lower = text.to_lowercase();
    let mut at = 0;
    let mut sigmas = Vec::new();
    for c in text.chars() {
        if c == 'Σ' {
            sigmas.push(lower[at..].starts_with('ς'));
        }
        at += c.to_lowercase().map(char::len_utf8).sum::<usize>();
    }
    sigmas
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analyzer::Normalization;

    const ALL: Transform = Transform {
        normalization: Normalization::Nfkc,
        case: Case::Lower,
        dots_its_i: false,
        strip_accents: true,
        fold_punctuation: true,
    };

    /// Returns the source of the first occurrence of `made` in the transformed text.
    fn source_of<'t>(text: &'t str, made: &str) -> &'t str {
        let traced = Traced::new(text, ALL);
        let at = traced.text().find(made).unwrap();
        traced.source(at, at + made.len()).of(text)
    }

    #[test]
    fn what_grew_or_shrank_points_at_its_origin() {
        let text = "Ｔｈｅ ﬁre, Re\u{301}sume\u{301}, co\u{ad}operate, İ";
        assert_eq!(source_of(text, "the"), "Ｔｈｅ");
        assert_eq!(source_of(text, "fire"), "ﬁre");
        assert_eq!(source_of(text, "ire"), "ﬁre");
        assert_eq!(source_of(text, "resume"), "Re\u{301}sume\u{301}");
        assert_eq!(source_of(text, "cooperate"), "co\u{ad}operate");
        assert_eq!(source_of(text, ", i"), ", İ");
    }

    #[test]
    fn a_final_sigma_is_seen_across_pieces() {
        let lower = Transform {
            case: Case::Lower,
            ..Transform::NONE
        };
        let text = "ΟΔΟΣ ΣΣ Σ É";
        assert_eq!(Traced::new(text, lower).text(), text.to_lowercase());
    }

    #[test]
    fn a_million_marks_on_one_letter_take_linear_time() {
        let text = format!("a{}b", "\u{301}".repeat(1_000_000));
        let traced = Traced::new(&text, ALL);
        assert_eq!(traced.text(), "ab");
        assert_eq!(traced.source(1, 2).of(&text), "b");
    }

    proptest! {
        #[test]
        fn piecewise_is_the_same_as_at_once(
            text in "[aIΣς’é\u{301}\u{ad}ﬁ①가\u{11a8}か\u{3099}ﾞＡß\u{345}\u{344} .]{0,24}|\\PC{0,24}",
            kind in 0_usize..3, case in 0_usize..3, strip_accents: bool, fold_punctuation: bool, dots_its_i: bool,
        ) {
            let transform = Transform {
                normalization: [Normalization::None, Normalization::Nfc, Normalization::Nfkc][kind],
                case: [Case::Keep, Case::Lower, Case::Fold][case],
                dots_its_i, strip_accents, fold_punctuation,
            };
            let mut at_once = String::new();
            transform.append(&text, &mut at_once);
            let traced = Traced::new(&text, transform);
            prop_assume!(!(dots_its_i && text.contains('\u{307}')));
            prop_assert_eq!(traced.text().replace('ς', "σ"), at_once.replace('ς', "σ"));
            let mut end = 0;
            for (at, c) in traced.text().char_indices() {
                let span = traced.source(at, at + c.len_utf8());
                prop_assert!(!span.of(&text).is_empty());
                prop_assert!(span.range().start >= end || span.range().end >= end);
                end = span.range().start;
            }
        }
    }
}
