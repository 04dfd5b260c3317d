//! What stands inside quotation marks.

use crate::layout::Layout;
use crate::lines::newline_length;
use crate::quotation_marks::{Kind, Mark, Sign, next_mark};
use crate::span::{Span, addressable};

/// The longest stretch, in bytes, that an opening mark without its closing one may claim.
const MAX_UNCLOSED: usize = 1_000;

/// Returns the spans of the quotations in `text`, marks included: in order, without overlap.
///
/// Marks: straight `"` (and full-width `＂`), curly “…” (and ”…”, as in Sweden), „…“ and „…”, single
/// ‘…’ and ‚…‘, guillemets «…», »…«, ‹…› and ›…‹, corner brackets 「…」, 『…』 and 〝…〞, and the
/// typewriter's \`\`…''. A quotation inside a quotation belongs to the outer one. The straight `'`
/// is never taken for a quotation mark.
///
/// - A straight `"` opens before a word and closes behind one. Behind a digit, as in `a 5" pipe`,
///   it is the sign for inches, unless a quotation is open that it can close.
/// - A curly ” may close what a straight `"` opened, and the other way round: both get pasted into
///   one article.
/// - A single ’ is an apostrophe unless it can close what a ‘ opened; `‘90s` and `‘em` open
///   nothing. Behind an `s` and before another word it counts as a plural's apostrophe where a
///   better closing mark follows in the paragraph.
/// - A quotation ends with its paragraph at the latest. Newlines that merely wrap a paragraph do
///   not end it (see [`sentences`](crate::sentences) for which do).
/// - An opening mark that is never closed covers the rest of its paragraph in two cases: the next
///   paragraph opens with the same mark, as news writes a quotation of several paragraphs; or the
///   mark is a double one, stands at the paragraph's start or behind a comma or colon, and no more
///   than 1,000 bytes follow. Else it is taken for a slip and ignored.
///
/// Only the first `u32::MAX` bytes are read. `O(n)`: a paragraph is read again at most once for
/// each kind of mark that lacks its partner.
///
/// # Example
/// ```
/// use wirecopy_text::quotations;
///
/// let text = "“It’s gone,” she said. The 5\" pipe had burst, a \"sad day\" for all.";
/// let found: Vec<&str> = quotations(text).into_iter().map(|span| span.of(text)).collect();
/// assert_eq!(found, ["“It’s gone,”", "\"sad day\""]);
/// ```
#[must_use]
pub fn quotations(text: &str) -> Vec<Span> {
    let text = addressable(text);
    quotations_with_layout(text, Layout::of(text))
}

pub(crate) fn quotations_with_layout(text: &str, layout: Layout) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(mark) = next_mark(text, at, text.len()) {
        let paragraph = Paragraph::around(text, layout, mark.start);
        paragraph.quotations(mark.start, &mut found);
        at = paragraph.end;
    }
    found
}

/// The paragraph in which marks are paired.
struct Paragraph<'t> {
    text: &'t str,
    /// Where the paragraph begins, when it begins with a mark.
    marked_start: Option<usize>,
    end: usize,
}

impl<'t> Paragraph<'t> {
    /// Finds the paragraph around `at`, which lies behind all paragraphs seen before.
    fn around(text: &'t str, layout: Layout, at: usize) -> Self {
        let bytes = text.as_bytes();
        let mut end = at;
        while end < bytes.len() {
            let newline = newline_length(bytes, end);
            if newline > 0 && !layout.is_soft(text, end, end + newline) {
                break;
            }
            end += newline.max(1);
        }
        let blank = text[..at].trim_end().len();
        let begins = blank == 0
            || (blank..at).any(|position| {
                let newline = newline_length(bytes, position);
                newline > 0 && !layout.is_soft(text, position, position + newline)
            });
        Self {
            text,
            marked_start: begins.then_some(at),
            end,
        }
    }

    /// Appends the quotations from `from` on.
    fn quotations(&self, from: usize, found: &mut Vec<Span>) {
        // Kinds of which an opening mark had no partner up to the paragraph's end: neither has a
        // later one.
        let mut alone = 0_u16;
        let mut at = from;
        while let Some(mark) = next_mark(self.text, at, self.end) {
            at = mark.end;
            let Some(kind) = self.opens(mark).filter(|kind| alone & kind.bit() == 0) else {
                continue;
            };
            match self.close(mark, kind) {
                Closing::At { open, end } => {
                    found.push(Span::at(open, end));
                    at = end;
                }
                Closing::Never { open } => {
                    alone |= kind.bit();
                    if self.may_stay_open(open, kind) {
                        let end = self.text[..self.end].trim_end().len();
                        found.push(Span::at(open.start, end));
                        return;
                    }
                }
            }
        }
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text[..at].chars().next_back()
    }

    fn after(&self, at: usize) -> Option<char> {
        self.text[at..self.end].chars().next()
    }

    /// Returns the kind of quotation that the mark can open, outside any other.
    fn opens(&self, mark: Mark) -> Option<Kind> {
        let (before, after) = (self.before(mark.start), self.after(mark.end));
        let free_before = before.is_none_or(|c| !c.is_alphanumeric());
        let word_behind = after.is_some_and(|c| !c.is_whitespace());
        let detached = before.is_none_or(char::is_whitespace);
        match mark.sign {
            Sign::Straight => {
                // Tokenised text has blanks on both sides of each mark.
                let can = detached
                    || before.is_some_and(is_opening) && word_behind
                    || free_before && after.is_some_and(char::is_alphanumeric);
                (can && after.is_some()).then_some(Kind::Straight)
            }
            Sign::CurlyLeft => Some(Kind::Curly),
            Sign::CurlyRight => {
                (detached && after.is_some_and(char::is_alphanumeric)).then_some(Kind::CurlyRight)
            }
            Sign::LowDouble => Some(Kind::Low),
            Sign::SingleLeft => {
                (free_before && word_behind && !self.elides(mark.end)).then_some(Kind::Single)
            }
            Sign::LowSingle => (free_before && word_behind).then_some(Kind::LowSingle),
            Sign::GuillemetLeft => Some(Kind::Guillemets),
            Sign::GuillemetRight => (free_before && after.is_some_and(char::is_alphanumeric))
                .then_some(Kind::ReversedGuillemets),
            Sign::SmallGuillemetLeft => Some(Kind::SmallGuillemets),
            Sign::SmallGuillemetRight => (free_before && after.is_some_and(char::is_alphanumeric))
                .then_some(Kind::ReversedSmallGuillemets),
            Sign::CornerLeft => Some(Kind::Corners),
            Sign::WhiteCornerLeft => Some(Kind::WhiteCorners),
            Sign::PrimeLeft => Some(Kind::Primes),
            Sign::GravePair => after.is_some().then_some(Kind::Typewriter),
            Sign::SingleRight
            | Sign::CornerRight
            | Sign::WhiteCornerRight
            | Sign::PrimeRight
            | Sign::ApostrophePair => None,
        }
    }

    /// Says whether a mark before `at` stands for letters left out: `‘90s`, `‘em`.
    fn elides(&self, at: usize) -> bool {
        const SHORTENED: [&str; 9] = [
            "bout", "cause", "em", "n", "round", "til", "tis", "twas", "un",
        ];
        let rest = &self.text[at..self.end];
        let word = &rest[..rest
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(rest.len())];
        let decade = word.len() >= 2
            && word.as_bytes()[..2].iter().all(u8::is_ascii_digit)
            && matches!(&word[2..], "" | "s");
        decade
            || SHORTENED
                .iter()
                .any(|shortened| word.eq_ignore_ascii_case(shortened))
    }

    /// Finds the mark that closes what `opening` opened. A second opening mark of the same sort
    /// says that the first one's partner was lost: the search begins anew from there.
    fn close(&self, opening: Mark, kind: Kind) -> Closing {
        let mut open = opening;
        let mut at = opening.end;
        // What would close, had nothing better come.
        let mut doubtful = None;
        let mut inside = false;
        while let Some(mark) = next_mark(self.text, at, self.end) {
            at = mark.end;
            if self.closes_by_mistake(mark, kind, &mut inside) {
                return Closing::At {
                    open: open.start,
                    end: mark.end,
                };
            }
            if kind.is_closed_by(mark.sign) && mark.start > open.end {
                match self.fitness(open, mark, kind) {
                    Fitness::Closes => {
                        return Closing::At {
                            open: open.start,
                            end: mark.end,
                        };
                    }
                    Fitness::Doubtful => doubtful = doubtful.or(Some(mark)),
                    Fitness::Opens => {
                        if let Some(mark) = doubtful {
                            return Closing::At {
                                open: open.start,
                                end: mark.end,
                            };
                        }
                        open = mark;
                    }
                    Fitness::Neither => {}
                }
            } else if mark.sign == open.sign && self.opens(mark) == Some(kind) {
                if let Some(mark) = doubtful {
                    return Closing::At {
                        open: open.start,
                        end: mark.end,
                    };
                }
                open = mark;
            }
        }
        match doubtful {
            Some(mark) => Closing::At {
                open: open.start,
                end: mark.end,
            },
            None => Closing::Never { open },
        }
    }

    /// Says whether a quotation that a curly mark opened ends with this straight one, or the other
    /// way round: editors paste both into one article. `inside` remembers that the other sort of
    /// marks opened a quotation inside this one.
    fn closes_by_mistake(&self, mark: Mark, kind: Kind, inside: &mut bool) -> bool {
        let opens = match (kind, mark.sign) {
            (Kind::Straight, Sign::CurlyLeft) => true,
            (Kind::Straight, Sign::CurlyRight) => false,
            (Kind::Curly, Sign::Straight) => self.opens(mark).is_some(),
            _ => return false,
        };
        if opens || *inside {
            *inside = opens;
            return false;
        }
        let word_before = self
            .before(mark.start)
            .is_some_and(|c| !c.is_whitespace() && !c.is_ascii_digit());
        word_before && self.after(mark.end).is_none_or(|c| !c.is_alphanumeric())
    }

    /// Judges whether `mark` closes the quotation that `open` opened.
    fn fitness(&self, open: Mark, mark: Mark, kind: Kind) -> Fitness {
        let (before, after) = (self.before(mark.start), self.after(mark.end));
        let word_before = before.is_some_and(|c| !c.is_whitespace());
        let free_behind = after.is_none_or(|c| !c.is_alphanumeric());
        match kind {
            Kind::Straight => {
                let spaced_open = self.after(open.end).is_some_and(char::is_whitespace);
                if !word_before && (spaced_open || after.is_none_or(char::is_whitespace)) {
                    return Fitness::Closes;
                }
                if !word_before || before.is_some_and(is_opening) && !free_behind {
                    return if free_behind && after.is_none() {
                        Fitness::Closes
                    } else {
                        Fitness::Opens
                    };
                }
                let inches = before.is_some_and(|c| c.is_ascii_digit())
                    && self.lower_case_word_follows(mark.end);
                if inches {
                    Fitness::Doubtful
                } else {
                    Fitness::Closes
                }
            }
            Kind::Single | Kind::LowSingle => {
                if !word_before || !free_behind {
                    return Fitness::Neither;
                }
                let plural =
                    before.is_some_and(|c| matches!(c, 's' | 'S')) && self.word_follows(mark.end);
                if plural {
                    Fitness::Doubtful
                } else {
                    Fitness::Closes
                }
            }
            Kind::Low if mark.sign == Sign::CurlyLeft && !free_behind && !word_before => {
                Fitness::Neither
            }
            Kind::ReversedGuillemets | Kind::ReversedSmallGuillemets if !word_before => {
                Fitness::Neither
            }
            _ => Fitness::Closes,
        }
    }

    fn word_follows(&self, at: usize) -> bool {
        let rest = &self.text[at..self.end];
        rest.starts_with(char::is_whitespace)
            && rest.trim_start().starts_with(char::is_alphanumeric)
    }

    fn lower_case_word_follows(&self, at: usize) -> bool {
        let rest = &self.text[at..self.end];
        rest.starts_with([' ', '\n']) && rest.trim_start().starts_with(char::is_lowercase)
    }

    /// Says whether an opening mark without its partner may claim the rest of the paragraph.
    fn may_stay_open(&self, open: Mark, kind: Kind) -> bool {
        if !self.text[open.end..self.end].contains(char::is_alphanumeric) {
            return false;
        }
        let mark = &self.text[open.start..open.end];
        if self.text[self.end..].trim_start().starts_with(mark) {
            return true;
        }
        let introduced = self.marked_start == Some(open.start)
            || self.text[..open.start].trim_end().ends_with([',', ':']);
        kind.is_double() && introduced && self.end - open.end <= MAX_UNCLOSED
    }
}

/// How the search for a closing mark ended.
enum Closing {
    At { open: usize, end: usize },
    Never { open: Mark },
}

/// What a mark does to the quotation that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fitness {
    Closes,
    /// It closes unless a better one follows.
    Doubtful,
    /// It opens another one: the open one's partner was lost.
    Opens,
    Neither,
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '(' | '[' | '{' | '—' | '–' | '-' | '/' | '‘' | '“' | '«' | '¿' | '¡' | '=' | '>'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        quotations(text)
            .into_iter()
            .map(|span| span.of(text))
            .collect()
    }

    #[test]
    fn straight_marks_open_before_a_word_and_close_behind_one() {
        assert_eq!(
            found(r#""We go," she said. "Now." And (the "old") mill—"gone"."#),
            [r#""We go,""#, r#""Now.""#, r#""old""#, r#""gone""#]
        );
        assert_eq!(
            found(r#"He called it "a 'sad' day"."#),
            [r#""a 'sad' day""#]
        );
        assert_eq!(found(r#"She said: "Is it "#), [r#""Is it"#]);
    }

    #[test]
    fn inches_are_no_quotation() {
        assert!(found(r#"A 5" pipe and a 7" one; he is 6'2"."#).is_empty());
        assert_eq!(
            found(r#""The 5" pipe burst," he said."#),
            [r#""The 5" pipe burst,""#]
        );
        assert_eq!(
            found(r#"The "class of 95" met, a "sad" day."#),
            [r#""class of 95""#, r#""sad""#]
        );
    }

    #[test]
    fn tokenised_marks_pair_up() {
        assert_eq!(
            found(r#"" We go , " she said . " Now . ""#),
            [r#"" We go , ""#, r#"" Now . ""#]
        );
        assert_eq!(found("`` We go , '' she said ."), ["`` We go , ''"]);
        assert_eq!(found("``We go,'' she said."), ["``We go,''"]);
    }

    #[test]
    fn curly_marks_need_no_context() {
        assert_eq!(found("“We go,” she said.“Now.”"), ["“We go,”", "“Now.”"]);
        assert_eq!(found("市长说：“我们走。”然后他走了。"), ["“我们走。”"]);
    }

    #[test]
    fn a_curly_mark_may_close_what_a_straight_one_opened() {
        assert_eq!(
            found("\"We go.” He left. “We stay,\" she said."),
            ["\"We go.”", "“We stay,\""]
        );
        assert_eq!(
            found("\"He said “no” and left,\" she said."),
            ["\"He said “no” and left,\""]
        );
    }

    #[test]
    fn apostrophes_do_not_end_a_single_quotation() {
        assert_eq!(found("‘It’s gone,’ she said. It isn’t."), ["‘It’s gone,’"]);
        assert_eq!(
            found("‘The workers’ rights are gone,’ he said."),
            ["‘The workers’ rights are gone,’"]
        );
        assert_eq!(
            found("The ‘dogs’ fought the ‘cats’ again."),
            ["‘dogs’", "‘cats’"]
        );
    }

    #[test]
    fn apostrophes_do_not_begin_a_single_quotation() {
        assert!(found("Back in the ‘90s the boys’ club let ‘em in. O‘Hara’s team won.").is_empty());
        assert!(found("The neighbours’ dog’s bowl, ’tis said, was Charles’ own.").is_empty());
    }

    #[test]
    fn a_single_mark_alone_is_no_quotation() {
        assert!(found("‘The mill is gone, she said, and left.").is_empty());
    }

    #[test]
    fn guillemets_face_both_ways() {
        assert_eq!(
            found("Il dit : « C’est fini. » Puis : «Non.»"),
            ["« C’est fini. »", "«Non.»"]
        );
        assert_eq!(
            found("»Es ist vorbei«, sagte sie. Sie ging."),
            ["»Es ist vorbei«"]
        );
        assert_eq!(
            found("Das ‹alte› Haus und das ›neue‹."),
            ["‹alte›", "›neue‹"]
        );
    }

    #[test]
    fn low_marks_close_with_either_high_one() {
        assert_eq!(
            found("„Es ist vorbei“, sagte sie. „Koniec”, powiedział."),
            ["„Es ist vorbei“", "„Koniec”"]
        );
        assert_eq!(found("Das ‚alte‘ Haus."), ["‚alte‘"]);
    }

    #[test]
    fn swedish_marks_are_the_same_on_both_sides() {
        assert_eq!(found("”Det är slut”, sade hon."), ["”Det är slut”"]);
    }

    #[test]
    fn corner_brackets_nest() {
        assert_eq!(
            found("市長は「『水車』は消えた」と述べた。"),
            ["「『水車』は消えた」"]
        );
        assert_eq!(found("『水車』"), ["『水車』"]);
    }

    #[test]
    fn the_outer_quotation_holds_the_inner_one() {
        assert_eq!(
            found("“He said ‘no’ and \"left\",” she said."),
            ["“He said ‘no’ and \"left\",”"]
        );
        assert_eq!(found("‘He said “no”,’ she said."), ["‘He said “no”,’"]);
    }

    #[test]
    fn a_quotation_of_several_paragraphs_reopens() {
        let text = "The mayor said “we go now.\n\n“And we come back.\n\n“Then we rest.” He left.";
        assert_eq!(
            found(text),
            ["“we go now.", "“And we come back.", "“Then we rest.”"]
        );
        let text = "The mayor said \"we go now.\n\n\"And we come back,\" he said.";
        assert_eq!(found(text), ["\"we go now.", "\"And we come back,\""]);
    }

    #[test]
    fn a_mark_without_its_partner_claims_the_rest_of_its_paragraph_only_behind_a_lead() {
        assert_eq!(found("She said: “We go now.\n\nHe left."), ["“We go now."]);
        assert_eq!(found("“We go now.\n\nHe left."), ["“We go now."]);
        assert!(found("The “old mill burnt down.\n\nHe left.").is_empty());
        let long = format!(
            "“We go. {}\n\nHe left.",
            "And then we rest for a day. ".repeat(50)
        );
        assert!(found(&long).is_empty());
        assert!(found("The end «\n« ").is_empty());
    }

    #[test]
    fn a_lost_mark_does_not_hide_later_quotations() {
        assert_eq!(found("The “old mill was “gone”."), ["“gone”"]);
        assert_eq!(
            found("The “old mill was \"gone\" and ‘lost’."),
            ["\"gone\"", "‘lost’"]
        );
        assert_eq!(found("The \"old mill was \"gone\"."), ["\"gone\""]);
        assert_eq!(found("A lost” mark and a “found” one."), ["“found”"]);
    }

    #[test]
    fn a_paragraph_ends_a_quotation() {
        assert_eq!(found("The “old mill\n\nburnt” down."), Vec::<&str>::new());
    }

    #[test]
    fn wrapped_lines_do_not_end_a_quotation() {
        assert_eq!(
            found("The mayor said \"we go\nnow\" and left."),
            ["\"we go\nnow\""]
        );
    }

    #[test]
    fn many_open_marks_take_linear_time() {
        for mark in [
            "“a ",
            "\"a ",
            "‘s’ a ",
            "„a ",
            "«a ",
            "\" ",
            "‘a “b „c «d ‹e 「f 『g ‚h \"i ``j ",
        ] {
            let text = mark.repeat(100_000);
            let _ = quotations(&text);
        }
    }

    proptest! {
        #[test]
        fn quotations_are_sorted_apart_and_begin_with_a_mark(text in "[ab5s .,:\n\"'`“”„‘’‚«»‹›「」『』é]{0,40}") {
            let spans = quotations(&text);
            prop_assert!(spans.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for span in spans {
                let first = span.of(&text).chars().next().unwrap();
                prop_assert!("\"`“”„‘‚«»‹›「『".contains(first), "{:?}", span.of(&text));
                prop_assert!(span.len() > first.len_utf8());
            }
        }
    }
}
