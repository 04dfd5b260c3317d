//! What stands inside quotation marks.

use std::cell::LazyCell;

use crate::layout::Layout;
use crate::lines::newline_length;
use crate::quotation_context::{Context, Fitness, OtherMarks};
use crate::quotation_marks::{Kind, Mark, Sign, has_pairs_beside_words, next_mark};
use crate::span::{Span, addressable};

/// The longest stretch, in bytes, that an opening mark without its closing one may claim.
const MAX_UNCLOSED: usize = 1_000;

/// Returns the spans of the quotations in `text`, marks included: in order, without overlap.
///
/// Marks: straight `"` (and full-width `＂`) and `'`, curly “…” (and ”…”, as in Sweden), „…“ and „…”,
/// single ‘…’ and ‚…‘, guillemets «…», »…«, »…», ‹…›, ›…‹ and ›…›, corner brackets 「…」, 『…』 and
/// 〝…〞, and the typewriter's \`\`…''. A quotation inside a quotation belongs to the outer one, also
/// between the same marks, provided that each has its partner. Marks in the tags of HTML and XML
/// delimit attributes and count for nothing.
///
/// - A straight `"` opens before a word and closes behind one. Behind a digit, as in `a 5" pipe`,
///   it is the sign for inches, unless a quotation is open that it can close.
/// - A curly ” may close what a straight `"` opened, and the other way round: both get pasted into
///   one article. A straight `"` may close what a „ opened.
/// - A single ’ is an apostrophe unless it can close what a ‘ opened; `‘90s` and `‘em` open
///   nothing. Behind an `s` and before another word it counts as a plural's apostrophe where a
///   better closing mark follows in the paragraph, unless the `s` has an apostrophe already
///   (`‘Anna’s’`). The same holds for `'`, which opens nothing inside or behind a word.
/// - `"?` before a word, which is what some pages make of a dash, opens nothing.
/// - `""` is one mark, closed by another `""`: so the marks inside a field of a CSV file are
///   written, and scraped texts often are such fields. In a text that has it next to a word, a single
///   `"` at the head of a paragraph is the field's own and opens nothing; nor does one that together
///   with the last character encloses most of the text and more than 1,000 bytes, with no other between.
/// - A quotation ends with its paragraph at the latest. Newlines that merely wrap a paragraph do
///   not end it (see [`sentences`](crate::sentences) for which do), nor does the `>` before each
///   line of a quoted mail.
/// - An opening mark that is never closed covers the rest of its paragraph in two cases: the next
///   paragraph opens with the same mark, as news writes a quotation of several paragraphs; or the
///   mark is a double one, stands at the paragraph's start or behind a comma or colon, and no more
///   than 1,000 bytes follow. Else it is taken for a slip and ignored.
///
/// Only the first `u32::MAX` bytes are read. `O(n)`: a paragraph is read again at most twice for
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
    let escaped = LazyCell::new(|| has_pairs_beside_words(text));
    while let Some(mark) = next_mark(text, at, text.len()) {
        let paragraph = Paragraph::around(text, layout, mark.start);
        let at_head = paragraph.marked_start == Some(mark.start);
        let of_a_field =
            at_head && mark.sign == Sign::Straight && (*escaped || paragraph.is_a_field(mark));
        let from = if of_a_field { mark.end } else { mark.start };
        paragraph.quotations(from, &mut found);
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

    /// Says whether the mark at the head and one at the end of the text enclose most of it, and no other stands between
    /// them: a field of a CSV file with a comma in it.
    fn is_a_field(&self, mark: Mark) -> bool {
        if !self.text[self.end..].trim_start().is_empty() {
            return false;
        }
        let text = self.text.trim_end();
        let Some(field) = (text.get(mark.end..)).and_then(|text| text.strip_suffix('"')) else {
            return false;
        };
        let is_most = field.len() > MAX_UNCLOSED && 2 * field.len() > text.len();
        is_most && !field.contains('"')
    }

    /// Appends the quotations from `from` on.
    fn quotations(&self, from: usize, found: &mut Vec<Span>) {
        // Kinds of which an opening mark had no partner up to the paragraph's end: neither has a
        // later one.
        let mut alone = 0_u16;
        // Kinds of which quotations inside one another did not come out even.
        let mut uneven = 0_u16;
        let mut at = from;
        while let Some(mark) = next_mark(self.text, at, self.end) {
            at = mark.end;
            let kind = self.context().opens(mark);
            let Some(kind) = kind.filter(|kind| alone & kind.bit() == 0) else {
                continue;
            };
            let mut closing = None;
            if kind.nests() && uneven & kind.bit() == 0 {
                closing = Some(self.close(mark, kind, true))
                    .filter(|closing| matches!(closing, Closing::At { .. }));
                if closing.is_none() {
                    uneven |= kind.bit();
                }
            }
            match closing.unwrap_or_else(|| self.close(mark, kind, false)) {
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

    fn context(&self) -> Context<'t> {
        Context {
            text: self.text,
            end: self.end,
        }
    }

    /// Finds the mark that closes what `opening` opened.
    ///
    /// A second opening mark of the same sort either opens a quotation inside the first one, or says
    /// that the first one's partner was lost. It is the former (`nested`) when all of them have
    /// their partners; else the search begins anew from the second one.
    fn close(&self, opening: Mark, kind: Kind, nested: bool) -> Closing {
        let mut open = opening;
        let (mut depth, mut deepest) = (1_usize, 1_usize);
        let mut at = opening.end;
        // What would close, had nothing better come.
        let mut doubtful = None;
        let mut other_marks = OtherMarks::default();
        let closed = |open: Mark, mark: Mark| Closing::At {
            open: open.start,
            end: mark.end,
        };
        while let Some(mark) = next_mark(self.text, at, self.end) {
            at = mark.end;
            match self.context().fitness(open, mark, kind, &mut other_marks) {
                Fitness::Closes => {
                    depth -= 1;
                    doubtful = None;
                    if depth == 0 {
                        return closed(open, mark);
                    }
                }
                Fitness::Doubtful => doubtful = doubtful.or(Some(mark)),
                Fitness::Opens => match doubtful.take() {
                    Some(mark) if depth == 1 => return closed(open, mark),
                    // It closed one, and this one opens another.
                    Some(_) => {}
                    None if nested => {
                        depth += 1;
                        deepest = deepest.max(depth);
                    }
                    None => open = mark,
                },
                Fitness::Neither => {}
            }
        }
        match doubtful {
            Some(mark) if deepest == 1 => closed(open, mark),
            _ => Closing::Never { open },
        }
    }

    /// Says whether an opening mark without its partner may claim the rest of the paragraph.
    fn may_stay_open(&self, open: Mark, kind: Kind) -> bool {
        if !self.text[open.end..self.end].contains(char::is_alphanumeric) {
            return false;
        }
        let mark = &self.text[open.start..open.end];
        let next = self.text.len() - self.text[self.end..].trim_start().len();
        if self.text[next..].starts_with(mark) && self.reopens(next, kind) {
            return true;
        }
        let introduced = self.marked_start == Some(open.start)
            || self.text[..open.start].trim_end().ends_with([',', ':']);
        kind.is_double() && introduced && self.end - open.end <= MAX_UNCLOSED
    }

    /// Says whether the mark at `at`, where the next paragraph begins, opens a quotation: an
    /// apostrophe may look the same.
    fn reopens(&self, at: usize, kind: Kind) -> bool {
        let context = Context {
            text: self.text,
            end: self.text.len(),
        };
        kind.is_double()
            || next_mark(self.text, at, self.text.len())
                .is_some_and(|mark| mark.start == at && context.opens(mark) == Some(kind))
    }
}

/// How the search for a closing mark ended.
enum Closing {
    At { open: usize, end: usize },
    Never { open: Mark },
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
    fn in_a_field_of_a_csv_file_two_marks_are_one_and_one_is_the_fields() {
        assert_eq!(
            found(
                "\"The mill burnt. \"\"We lost all,\"\" she said. \"\"Help us.\"\" Rain is due.\""
            ),
            ["\"\"We lost all,\"\"", "\"\"Help us.\"\""]
        );
        assert_eq!(
            found("Mill burns\n\"\"\"We lost all\"\", she said.\n\nHe wept: \"\"Why?\"\"\""),
            ["\"\"We lost all\"\"", "\"\"Why?\"\""]
        );
        let long = "The mill burnt down, and the miller wept. ".repeat(30);
        let body = format!("Mill burns\n\"{long}She said: ‘Help us.’\"");
        assert_eq!(found(&body), ["‘Help us.’"]);
        assert_eq!(
            found("\"We lost all, and more,\""),
            ["\"We lost all, and more,\""]
        );
        let said = format!("\"We wept,\" she said. {long}\"Help us.\"");
        assert_eq!(found(&said), ["\"We wept,\"", "\"Help us.\""]);
        // An empty string is no quotation, and changes nothing around it.
        assert_eq!(
            found("\"Set x = \"\" first,\" she said."),
            ["\"Set x = \"\" first,\""]
        );
        assert_eq!(found("It read \"\" and \"\" again."), Vec::<&str>::new());
    }

    #[test]
    fn what_is_left_of_a_dash_opens_nothing() {
        assert_eq!(
            found("ORRIN \"?The mill burnt down. It was old \"?very old, they say."),
            Vec::<&str>::new()
        );
        assert_eq!(
            found(
                "ORRIN \"?The mill \"?an old one\"? burnt. \"We saw it \"?all of us,\"?he said. \"Why?\" asked Ada."
            ),
            ["\"We saw it \"?all of us,\"", "\"Why?\""]
        );
        assert_eq!(
            found("He wrote \"?\" and \"?!\" below."),
            ["\"?\"", "\"?!\""]
        );
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
    fn a_single_quotation_may_end_with_a_possessive() {
        assert_eq!(found("He called it ‘Anna’s’ and left."), ["‘Anna’s’"]);
        assert_eq!(
            found("‘It’s John’s’ said the boys’ mother."),
            ["‘It’s John’s’"]
        );
        assert_eq!(
            found("‘John’s’ said a sign, and 'Anna's' said another."),
            ["‘John’s’", "'Anna's'"]
        );
        assert_eq!(found("Three ‘maybe’s in the boys’ club."), ["‘maybe’"]);
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
    fn quotations_inside_quotations_come_out_even_or_count_one_by_one() {
        assert_eq!(
            found("“He said “no” to the “new “old” mill”,” she said. “Yes.”"),
            ["“He said “no” to the “new “old” mill”,”", "“Yes.”"]
        );
        assert_eq!(
            found("”Han sade ”nej” till mig”, sade hon. Ett 5” rör är ”smalt”."),
            ["”Han sade ”nej” till mig”", "”smalt”"]
        );
        assert_eq!(
            found("“He said “no” and left. “Yes,” she said."),
            ["“no”", "“Yes,”"]
        );
    }

    #[test]
    fn straight_single_marks_are_told_from_apostrophes() {
        assert_eq!(
            found("'It's the mill's end,' she said. The 'old' one, the workers' own, went in '85."),
            ["'It's the mill's end,'", "'old'"]
        );
        assert_eq!(
            found("'The workers' rights are gone,' he said. Rock 'n' roll isn't."),
            ["'The workers' rights are gone,'"]
        );
        assert!(
            found("The '60s, 'tis said, were the boys' own; 's avonds, rock 'n' roll.").is_empty()
        );
        // An apostrophe inside other marks ends nothing.
        assert_eq!(
            found("The 'ouse burnt. \"It's the workers' fault,\" he said."),
            ["\"It's the workers' fault,\""]
        );
        let text = "'We go now.\n\n'And we come back,' he said.\n\n'90s music was played.";
        assert_eq!(found(text), ["'We go now.", "'And we come back,'"]);
    }

    #[test]
    fn marks_in_tags_are_no_quotation() {
        assert_eq!(
            found("<p class=\"lead\">\"We go,\" she said.</p> <a href='x'>‘Now’</a> if a <b \"c\""),
            ["\"We go,\"", "‘Now’", "\"c\""]
        );
    }

    #[test]
    fn quoted_mail_does_not_end_a_quotation() {
        assert_eq!(
            found("> The mill is \"all\n> but gone\" now.\n\"Is it?\""),
            ["\"all\n> but gone\"", "\"Is it?\""]
        );
    }

    #[test]
    fn marks_stand_between_letters_where_there_are_no_spaces() {
        assert_eq!(found("他说\"走\"了，又说‘不’了。"), ["\"走\"", "‘不’"]);
        assert!(found("一台27\"电视").is_empty());
    }

    #[test]
    fn many_open_marks_take_linear_time() {
        for mark in [
            "'a ",
            "'s' a ",
            "»a ",
            "”a ",
            "“a” “b “c” ",
            "'a \" ",
            "<a b=\"<a b='",
            "<a b ",
            "> \"a\n",
            ">",
            "\"a\r",
            "“a ",
            "\"a ",
            "‘s’ a ",
            "„a ",
            "«a ",
            "\" ",
            "‘a “b „c «d ‹e 「f 『g ‚h \"i ``j ",
        ] {
            let text = mark.repeat(1_000_000 / mark.chars().count());
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
                prop_assert!("\"'`“”„‘‚«»‹›「『".contains(first), "{:?}", span.of(&text));
                prop_assert!(span.len() > first.len_utf8());
            }
        }
    }
}
