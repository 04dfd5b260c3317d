//! Which newlines end a paragraph and which only wrap it.

use crate::lines::newline_length;

/// Lines with more columns than this are paragraphs, not rows of a wrapped one.
const MAX_COLUMNS: usize = 100;
/// So many lines must begin in lower case before a text counts as hard-wrapped.
const MIN_EVIDENCE: usize = 2;

/// How a text breaks its lines.
///
/// Agency copy and mail is wrapped at some column; scraped pages have one paragraph a line; and
/// both have headings and lists in between. A newline counts as *soft*, a mere blank, when
/// - the next line is not blank, and both lines are quoted mail of the same depth (`>` at their
///   start, which is then left out of account) or neither is, and
/// - it begins with a lower-case letter (quotation marks and brackets before it aside); or the text
///   is hard-wrapped, the next line begins neither a list item nor with a deeper indent, and the
///   newline stands where the wrapping would put one: the next word would not have fitted.
///
/// Each other newline is *hard*: it ends a paragraph and a sentence. A text is hard-wrapped when no
/// line has more than 100 columns and at least two lines, and a quarter of those that follow a line
/// which is not blank, begin in lower case. In scripts without case every newline is hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layout {
    /// The columns of the longest line, when the text is hard-wrapped.
    columns: Option<usize>,
}

impl Layout {
    /// Learns the layout in one pass that ends at the first long line.
    pub(crate) fn of(text: &str) -> Self {
        let (mut longest, mut followers, mut lower) = (0, 0_usize, 0_usize);
        let mut blank_before = true;
        for line in text.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.len() > longest {
                if line.len() > 4 * MAX_COLUMNS {
                    return Self { columns: None };
                }
                longest = longest.max(columns(line));
                if longest > MAX_COLUMNS {
                    return Self { columns: None };
                }
            }
            let first = quoted_mail(line).1.trim_start().chars().next();
            if !blank_before && let Some(first) = first {
                followers += 1;
                lower += usize::from(first.is_lowercase());
            }
            blank_before = first.is_none();
        }
        Self {
            columns: (lower >= MIN_EVIDENCE && lower * 4 >= followers).then_some(longest),
        }
    }

    /// Says whether the newline `start..end` of `text` merely wraps a paragraph.
    pub(crate) fn is_soft(self, text: &str, start: usize, end: usize) -> bool {
        let bytes = text.as_bytes();
        if bytes[start] == 0xe2 && bytes[start + 2] == 0xa9 {
            return false;
        }
        let (depth, behind) = quoted_mail(&text[end..]);
        let body = behind.trim_start_matches(is_blank);
        if body.is_empty() || newline_length(body.as_bytes(), 0) > 0 {
            return false;
        }
        let (depth_before, line) = quoted_mail(line_before(text, start));
        if depth_before != depth {
            return false;
        }
        let letter = body.chars().find(|&c| !is_opening(c));
        if letter.is_some_and(char::is_lowercase) {
            return true;
        }
        let Some(width) = self.columns else {
            return false;
        };
        if body.starts_with(['-', '*', '>', '|', '+', '=', '•', '–', '—', '·']) {
            return false;
        }
        let indent = behind.len() - body.len();
        let indent_before = line.len() - line.trim_start().len();
        if indent > indent_before {
            return false;
        }
        let word = body.split(char::is_whitespace).next().unwrap_or(body);
        // An eighth of slack: one line may stick out.
        columns(line.trim_end()) + 1 + columns(word) > width - width / 8
    }
}

/// Returns the line that ends at `end`, or nothing of a line that is too long for mail and for
/// hard-wrapped text: looking back stays cheap.
fn line_before(text: &str, end: usize) -> &str {
    let mut from = end.saturating_sub(8 * MAX_COLUMNS);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let part = &text[from..end];
    match part.rfind('\n') {
        Some(newline) => &part[newline + 1..],
        None if from == 0 => part,
        None => "",
    }
}

/// Returns how often a line is quoted by the `>` of mail at its start, and the rest of it. An indent
/// before text stays with the text.
fn quoted_mail(line: &str) -> (usize, &str) {
    let (mut depth, mut rest) = (0, line);
    while let Some(behind) = rest.trim_start_matches(is_blank).strip_prefix('>') {
        depth += 1;
        rest = behind;
    }
    (depth, rest)
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}')
}

/// Counts the characters: the bytes that do not continue one.
fn columns(line: &str) -> usize {
    line.bytes().filter(|byte| byte & 0xc0 != 0x80).count()
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '(' | '[' | '“' | '‘' | '«' | '„' | '‚' | '‹' | '»' | '›'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists for each newline whether it is soft.
    fn soft(text: &str) -> Vec<bool> {
        let layout = Layout::of(text);
        text.match_indices('\n')
            .map(|(at, _)| layout.is_soft(text, at, at + 1))
            .collect()
    }

    #[test]
    fn a_lower_case_line_goes_on() {
        assert_eq!(soft("The mill\nburnt down."), [true]);
        assert_eq!(soft("The mill,\n(once a brewery) burnt."), [true]);
        assert_eq!(soft("The mill\n“of the north” burnt."), [true]);
    }

    #[test]
    fn a_blank_line_is_hard() {
        assert_eq!(soft("The mill\n\nburnt down."), [false, true]);
        assert_eq!(soft("The mill\n  \nburnt down."), [false, true]);
    }

    #[test]
    fn lines_of_a_page_are_paragraphs() {
        let text = format!(
            "The fire\n{}\nPolice said so",
            "The old mill burnt down. ".repeat(8)
        );
        assert_eq!(soft(&text), [false, false]);
    }

    #[test]
    fn wrapped_lines_go_on_before_a_name() {
        let text = "MILL BURNS IN THE NIGHT\n\
                    The old mill on the river burnt down on\n\
                    Monday night, said a spokesman for the\n\
                    fire brigade, and nobody was hurt in the\n\
                    blaze. It had stood there since 1841.\n    \
                    Officials were at the scene all night.\n";
        assert_eq!(soft(text), [false, true, true, true, false, false]);
    }

    #[test]
    fn list_items_do_not_go_on() {
        let text = "the first row of the text is here and\nthe second one is here and has some\nmore to say, which is a list of two:\n- Apples and some other nice fruit\n- Pears";
        assert_eq!(soft(text), [true, true, false, false]);
    }

    #[test]
    fn lines_of_quoted_mail_go_on_within_their_depth() {
        assert_eq!(soft("Tom wrote:\n> the mill\n> burnt down."), [false, true]);
        assert_eq!(
            soft("> > the mill\n> > burnt down\n> and more\nwas lost."),
            [true, false, false]
        );
        assert_eq!(soft("> the mill\n>\n> burnt down."), [false, true]);
    }

    #[test]
    fn a_paragraph_separator_is_hard() {
        let text = "The mill\u{2029}burnt";
        assert!(!Layout::of(text).is_soft(text, 8, 11));
    }
}
