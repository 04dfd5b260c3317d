//! Lines that are furniture wherever they stand, and sentences that are where they close a page: credits, contacts, sharing
//! and comment blocks, newsletter pitches.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

use crate::WordRanges;
use crate::furniture::look::Page;
use crate::furniture::rules::{Held, Place, RULES};
use crate::furniture::sharing::rows;

/// A longer line is a paragraph, whatever it begins with.
pub(super) const LONGEST_LINE: usize = 30;

/// A longer sentence is prose. Pitches are long-winded sooner where they are no lines of their own.
const LONGEST_SENTENCE: usize = 40;

/// A sentence of so few words may be an abbreviation with a full stop.
const ABBREVIATED: usize = 3;

/// So many words between two closing sentences that are known belong to them: "Here is what it means for you."
const CLOSING_GAP: usize = 12;

/// What stands in parentheses at the end of a page has so many words at the most.
const LONGEST_ASIDE: usize = 12;

/// The words of lines that are known furniture in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish,
/// Polish or Russian: credits, contacts, sharing and comment blocks, newsletter pitches, "read more".
///
/// A line counts as a whole or not at all, and a rule has to explain all of its words: behind "contact:" stand names or an
/// address, behind "sign up for" a letter or the like, behind "read more:" a headline without a full stop, and a pitch tells
/// nothing ("said", "was"), has no sentence that speaks to nobody, and does not end like a headline (", minister urges"). A line of more than 30 words is a paragraph, and one that goes on with the sentence of the line
/// before it is a row of one. Where a page came without its lines, the sentences that close it count in the same way, up to
/// 40 words long and with up to 12 words between two of them. Anywhere count sentences that begin with a rule of five words
/// or more; a sentence that a note of the editors begins, if it speaks of the text ("this interview has been shortened"), or
/// the line below one that is a heading; in parentheses alone what these hold; near the ends of a page, corrections, which
/// have to do so too; in parentheses at the end agencies ("(AP)"); rows of sharing buttons.
/// What stands in quotation marks does not. `text` is the text that was analysed. O(n).
///
/// # Example
/// ```
/// use wirecopy_reuse::known_lines;
/// use wirecopy_text::Analysis;
///
/// let text = "The ferry sails again.\nSign up for our newsletter\nLeave a Reply";
/// let analysis = Analysis::new(text)?;
/// assert_eq!(known_lines(text, &analysis).as_slice(), [4..12]);
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[must_use]
pub fn known_lines(text: &str, analysis: &Analysis) -> WordRanges {
    let page = Page {
        text,
        words: analysis,
    };
    let sentences = (sentences(analysis)).filter(|words| holds(&page, words, Place::Sentence));
    let words = lines(&page)
        .into_iter()
        .chain(sentences)
        .chain(parentheses(&page))
        .chain(rows(&page))
        .chain(closing_sentences(&page));
    WordRanges::from_ranges(words.map(|words| position(words.start)..position(words.end)))
}

fn holds(page: &Page<'_>, words: &Range<usize>, place: Place) -> bool {
    words.len() <= LONGEST_SENTENCE && RULES.hold(page, words, place).is_some()
}

/// Each line that is known, with the next one where that is a note below its heading.
fn lines(page: &Page<'_>) -> Vec<Range<usize>> {
    let mut known: Vec<Range<usize>> = Vec::new();
    let mut heading: Option<usize> = None;
    for line in page.words.lines() {
        let is_line = line.len() <= LONGEST_LINE && page.begins_sentence(line.start);
        let held = if is_line { held(page, &line) } else { None };
        let headed = heading.map(|start| start..line.end);
        if held.is_some()
            || (is_line && headed.is_some_and(|words| holds(page, &words, Place::Line)))
        {
            known.push(line.clone());
        }
        heading = (held == Some(Held::Heading)).then_some(line.start);
    }
    known
}

/// What holds for a line as a whole, or for each of its sentences.
fn held(page: &Page<'_>, line: &Range<usize>) -> Option<Held> {
    let whole = RULES.hold(page, line, Place::Line);
    whole.or_else(|| {
        let mut start = line.start;
        for end in line.start + 1..=line.end {
            if end == line.end || page.begins_sentence(end) {
                RULES.hold(page, &(start..end), Place::Line)?;
                start = end;
            }
        }
        Some(Held::Words)
    })
}

/// The sentences, and those that begin with an abbreviation once more, up to the next end: "Anm. d. Red.: …".
fn sentences(analysis: &Analysis) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut before = 0..0;
    analysis.sentences().flat_map(move |sentence| {
        let same_line = !analysis.marks()[sentence.start].contains(Marks::LINE_START);
        let short = same_line && (1..=ABBREVIATED).contains(&before.len());
        let joined = short.then_some(before.start..sentence.end);
        before = sentence.clone();
        joined.into_iter().chain([sentence])
    })
}

/// What known rules say stands in parentheses that hold no others. O(n): from each one looks no further than to the next.
fn parentheses<'t>(page: &'t Page<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let spans = page.words.spans();
    let word_at = |byte: usize| spans.partition_point(|span| span.range().start < byte);
    page.text.match_indices('(').filter_map(move |(open, _)| {
        let behind = open + 1;
        let next = behind + page.text[behind..].find(['(', ')'])?;
        let words = word_at(open)..word_at(next);
        let closed = page.text[next..].starts_with(')') && !words.is_empty();
        (closed && holds(page, &words, Place::Parentheses)).then_some(words)
    })
}

/// The words from the first to the last of the known sentences that close a text.
fn closing_sentences(page: &Page<'_>) -> Option<Range<usize>> {
    let mut end = page.words.len();
    let mut known: Option<Range<usize>> = None;
    for start in (0..end)
        .rev()
        .filter(|&word| word == 0 || page.begins_sentence(word))
    {
        let sentence = start..end;
        end = start;
        let close = known.as_ref().map_or(sentence.end, |known| known.start);
        if closes(page, &sentence) {
            known = Some(start..known.map_or(sentence.end, |known| known.end));
            continue;
        }
        let aside = (sentence.end == close).then(|| aside_at_the_end(page, &sentence));
        if let Some(start) = aside.flatten() {
            known = Some(start..known.map_or(sentence.end, |known| known.end));
            break;
        }
        if known.is_none() || close - start > CLOSING_GAP {
            break;
        }
    }
    known
}

/// Where the parenthesis begins, or what stands between slashes, that ends a sentence and is known: "… on Monday. (AP)".
fn aside_at_the_end(page: &Page<'_>, sentence: &Range<usize>) -> Option<usize> {
    if !page.before(sentence.end).starts_with([')', '/']) {
        return None;
    }
    let first = (sentence.start).max(sentence.end.saturating_sub(LONGEST_ASIDE));
    (first..sentence.end)
        .filter(|&word| page.before(word).ends_with(['(', '/']))
        .find(|&word| holds(page, &(word..sentence.end), Place::Close))
}

/// Whether rules explain a sentence, or one after another its parts: "Editing by Ada Brook) Learn more" has lost its stop.
fn closes(page: &Page<'_>, words: &Range<usize>) -> bool {
    if words.len() > LONGEST_SENTENCE {
        return false;
    }
    if holds(page, words, Place::Close) {
        return true;
    }
    // From the end: the words from which on rules explain the rest.
    let mut explained = vec![words.end];
    let begins = |at: usize| {
        let capital = page.words.marks()[at].contains(Marks::CAPITALISED);
        capital && RULES.begin_with(page.words.hashes()[at])
    };
    for at in (words.start + 1..words.end).rev().filter(|&at| begins(at)) {
        if (explained.iter()).any(|&end| holds(page, &(at..end), Place::Close)) {
            explained.push(at);
        }
    }
    let mut parts = explained.iter().filter(|&&end| end < words.end);
    parts.any(|&end| holds(page, &(words.start..end), Place::Close))
}

fn position(word: usize) -> u32 {
    u32::try_from(word).expect("a text has fewer words than bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Vec<String> {
        let analysis = Analysis::new(text).expect("short");
        let ranges = known_lines(text, &analysis);
        let spans = ranges.as_slice().iter().map(|range| {
            let words = range.start as usize..range.end as usize;
            analysis.span_of(words).of(text).to_owned()
        });
        spans.collect()
    }

    #[test]
    fn sentences_that_close_a_page_without_lines_are_known() {
        let page = "The ferry sails again on Monday. Have you seen the seal? Sign up for our harbour letter. \
                    What would a bridge mean for you? Learn more";
        assert_eq!(
            known(page),
            ["Sign up for our harbour letter. What would a bridge mean for you? Learn more"]
        );
    }

    #[test]
    fn a_sentence_that_nobody_else_writes_is_known_anywhere() {
        let page = "The ferry sails again on Monday, the harbour master said to us on the quay, and whoever has a ticket \
                    of last week may take it. Please include a contact number if we may call you. The mayor did not \
                    come.";
        assert_eq!(
            known(page),
            ["Please include a contact number if we may call you"]
        );
    }

    #[test]
    fn a_note_of_the_editors_is_known_anywhere_as_far_as_its_sentence_goes() {
        let page = "The ferry sails again on Monday. Editor's note: This column comes from the quay. Read by the mayor \
                    was a letter of the crew, and whoever has a ticket of last week may take it, on Monday or later.";
        assert_eq!(
            known(page),
            ["Editor's note: This column comes from the quay"]
        );
    }

    #[test]
    fn a_note_of_the_editors_that_somebody_quotes_is_prose() {
        for page in [
            "The Lantern wrote: \u{201c}We regret it. Editor's note: we were wrong.\u{201d} The mayor laughed.",
            "\u{201c}Editor's note: we were wrong,\u{201d} the Lantern printed.",
        ] {
            assert!(known(page).is_empty(), "{page}");
        }
    }

    #[test]
    fn a_heading_of_the_editors_takes_the_line_below_with_it_and_no_paragraph() {
        let note = "The ferry sails.\nEditor's Note\nThe name of the witness was changed.\nThe tide was out.";
        assert_eq!(
            known(note),
            ["Editor's Note\nThe name of the witness was changed"]
        );
        let column = format!("Editor's Note\n{}", "The tide was out again. ".repeat(8));
        assert_eq!(known(&column), ["Editor's Note"]);
    }

    #[test]
    fn a_note_that_does_not_speak_of_the_text_is_prose_wherever_it_stands() {
        let prose = "Two men drowned when the ferry struck the mole on Monday night.";
        for label in [
            "Editor's note:",
            "Notes to editors:",
            "Correction:",
            "Clarification:",
        ] {
            for page in [
                format!("{label} {prose}"),
                format!("{prose}\n\n{label} {prose}"),
                format!("The tide was out. {label} {prose} Nobody saw it."),
            ] {
                assert!(known(&page).is_empty(), "{page}");
            }
        }
    }

    #[test]
    fn the_sentence_behind_a_note_is_prose() {
        let page = "Correction: An earlier version of this article gave the wrong tide. Two men drowned on Monday.";
        let note = "Correction: An earlier version of this article gave the wrong tide";
        assert_eq!(known(page), [note]);
    }

    #[test]
    fn agencies_are_known_in_parentheses_that_end_a_page_or_are_a_line_and_nowhere_else() {
        for (page, credit) in [
            ("Die Lampe war aus, sagte er am Montag. (dpa)", "dpa"),
            (
                "Die Lampe war aus (mit Material von dpa).",
                "mit Material von dpa",
            ),
            (
                "La lampe était éteinte. (avec AFP)\nTous droits réservés",
                "avec AFP)\nTous droits réservés",
            ),
            ("Лампа не горела. /ТАСС/.", "ТАСС"),
            ("The lamp was out.\n\n(AP)\n\nNobody saw it.", "AP"),
        ] {
            assert_eq!(known(page), [credit], "{page}");
        }
        for page in [
            "HARL (dpa) - Die Lampe war aus.",
            "He told the Press Association (PA) on Monday that the lamp was out.",
            "The lamp was out, he told\nReuters. He declined to say more.",
        ] {
            assert!(known(page).is_empty(), "{page}");
        }
    }

    #[test]
    fn of_a_note_in_parentheses_only_these_are_known() {
        let text = "Er (der Lotse, Anm. d. Red.) fuhr nach Harl, und die Brücke blieb zu.";
        assert_eq!(known(text), ["der Lotse, Anm. d. Red"]);
    }

    #[test]
    fn a_million_parentheses_that_never_close_end() {
        let open = format!("{} (Ada Brook, editor's note)", "(".repeat(1_000_000));
        assert_eq!(known(&open), ["Ada Brook, editor's note"]);
    }

    #[test]
    fn prose_behind_a_headline_that_lost_its_stop_is_prose() {
        let story = "12345 ".repeat(100);
        let open = format!("{story}67890. Read more: Ferry owners ask for a second bishop");
        assert_eq!(
            known(&open),
            ["Read more: Ferry owners ask for a second bishop"]
        );
        assert!(known(&format!("{open} The mayor came at noon to look.")).is_empty());
    }

    #[test]
    fn known_parts_of_one_sentence_at_the_close_are_known() {
        let story = "12345 ".repeat(100);
        let close = "Reporting by Ada Brook; Editing by Lena Marsh) Learn more";
        assert_eq!(known(&format!("{story}67890. {close}")), [close]);
        assert!(known(&format!("{story}67890. The ship goes on board Learn more")).is_empty());
    }

    #[test]
    fn a_sentence_before_the_close_and_a_long_one_between_are_prose() {
        let story = "The ferry to the outer islands sails again on Monday, the harbour master said to us on the quay, and \
                     whoever has a ticket of last week may take it. ";
        assert!(known(&format!("Sign up for our letter. {story}")).is_empty());
        let between = format!("{story} Sign up for our letter. {story} Learn more");
        assert_eq!(known(&between), ["Learn more"]);
    }

    #[test]
    fn a_row_of_a_paragraph_is_no_line() {
        let wrapped = "the harbour master asked all of the owners of boats to\nsign up for the new list of moorings \
                       by noon,\nbefore the tide.";
        let analysis = Analysis::new(wrapped).expect("short");
        assert!(known_lines(wrapped, &analysis).is_empty());
    }
}
