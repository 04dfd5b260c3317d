//! Paragraphs of a text.

use std::iter::FusedIterator;

use crate::layout::Layout;
use crate::lines::{find_newline, newline_end, trimmed};
use crate::span::{Span, addressable};

/// Returns the spans of the paragraphs of `text`, trimmed of white space, empty ones left out.
///
/// A paragraph ends at each newline (see [`lines`](crate::lines) for which there are) that does not
/// merely wrap it. A newline wraps when the next line is not blank and begins in lower case; and in
/// hard-wrapped text, as mail and agency copy are, also where the next word would not have fitted
/// in the line, unless that line begins with a list's mark or a deeper indent. So one paragraph a
/// line, as scraped pages have it, and paragraphs apart by blank lines are both understood. Lines
/// of quoted mail (`>`) go on at their own depth only.
///
/// No [sentence](crate::sentences) and no [quotation](crate::quotations) reaches over the end of
/// one. Only the first `u32::MAX` bytes are read, once to learn how lines are broken and once for
/// the paragraphs. `O(n)`; allocates nothing.
///
/// # Example
/// ```
/// use wirecopy_text::paragraphs;
///
/// let text = "MILL BURNS\nThe old mill burnt\ndown on Monday.\n\nNobody was hurt.\n";
/// let found: Vec<&str> = paragraphs(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["MILL BURNS", "The old mill burnt\ndown on Monday.", "Nobody was hurt."]);
/// ```
#[must_use]
pub fn paragraphs(text: &str) -> impl FusedIterator<Item = Span> + '_ {
    let text = addressable(text);
    let layout = Layout::of(text);
    let mut at = Some(0);
    std::iter::from_fn(move || {
        loop {
            let start = at?;
            let end = hard_newline(text, layout, start).unwrap_or(text.len());
            at = (end < text.len()).then(|| newline_end(text, end));
            if let Some(paragraph) = trimmed(text, start, end) {
                return Some(paragraph);
            }
        }
    })
    .fuse()
}

/// Returns the start of the first newline from `from` on that ends a paragraph.
fn hard_newline(text: &str, layout: Layout, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let start = find_newline(text, at)?;
        let end = newline_end(text, start);
        if !layout.is_soft(text, start, end) {
            return Some(start);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{lines, quotations, sentences};

    fn found(text: &str) -> Vec<&str> {
        paragraphs(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(found("a\n\nb\r\n \t\r\nc\u{2029}d"), ["a", "b", "c", "d"]);
        assert!(found("").is_empty());
        assert!(found(" \n\r\n\u{2028} ").is_empty());
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "  The old mill on the river burnt down on\n\
                    Monday night, said a spokesman for the\n\
                    fire brigade, and nobody was hurt in the\n\
                    blaze. It had stood there since 1841.\n\
                    \n\
                    Officials were at the scene all night.\n";
        let (wrapped, last) = text.trim().split_once("\n\n").unwrap();
        assert_eq!(found(text), [wrapped, last]);
    }

    #[test]
    fn lines_of_a_page_are_paragraphs() {
        let long = "The old mill burnt down. ".repeat(8);
        let text = format!("The fire\n{long}\nPolice said so");
        assert_eq!(found(&text), ["The fire", long.trim(), "Police said so"]);
    }

    #[test]
    fn quoted_mail_is_apart_from_the_answer() {
        assert_eq!(
            found("> The mill\n> burnt down.\nIs it so?"),
            ["> The mill\n> burnt down.", "Is it so?"]
        );
    }

    #[test]
    fn long_runs_take_linear_time() {
        for unit in [
            "\n", "a\n", "A\n", ">", ">\n", "> a\n", "(\n", "(", " ", "\r", "\u{2028}",
        ] {
            let _ = paragraphs(&unit.repeat(300_000)).count();
        }
    }

    proptest! {
        #![proptest_config(crate::random::cases(2_000))]

        #[test]
        fn paragraphs_are_runs_of_lines(text in "(a word |Mill |- |> |“|”|\\. |[aB \n\r\t\u{85}\u{2028}\u{2029}水]){0,40}") {
            let layout = Layout::of(&text);
            // The lines, joined where all between them is soft.
            let mut expected: Vec<Span> = Vec::new();
            for line in lines(&text) {
                let joined = expected.last().is_some_and(|last| {
                    let mut at = last.range().end;
                    while let Some(start) = find_newline(&text, at).filter(|&start| start < line.range().start) {
                        at = newline_end(&text, start);
                        if !layout.is_soft(&text, start, at) {
                            return false;
                        }
                    }
                    true
                });
                match expected.last_mut() {
                    Some(last) if joined => *last = last.cover(line),
                    _ => expected.push(line),
                }
            }
            prop_assert_eq!(paragraphs(&text).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn sentences_and_quotations_stay_within_paragraphs(text in "(a word |Mill |> |“|”|\"|\\. |[aB' \n\r\u{85}\u{2028}\u{2029}水]){0,40}") {
            let found: Vec<Span> = paragraphs(&text).collect();
            for part in sentences(&text).chain(quotations(&text)) {
                let within = found.iter().any(|span| span.start <= part.start && part.end <= span.end);
                prop_assert!(within, "{:?}", part.of(&text));
            }
        }
    }
}
