//! What a text says about being a later version: "UPDATE 2-", "Berichtigung:", "(corrects the spelling …)".

use wirecopy_text::lines;

use crate::Article;
use crate::revision::phrases::PHRASES;

/// A label or a note stands in the title or in one of so many first lines that have words.
const FIRST_LINES: usize = 6;

/// A sentence about the versions may also stand in one of so many last lines that have words.
const LAST_LINES: usize = 8;

/// A line that says nothing but when something was updated has so many words at the most.
const SHORT_LINE_WORDS: usize = 10;

/// What says that a text is a later version, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) text: String,
    /// Of "UPDATE 2", 2.
    number: Option<u64>,
    /// Whether another label stands before that: of "CORRECTED-UPDATE 2".
    corrected: bool,
}

impl Mark {
    fn new(text: String, number: Option<u64>) -> Self {
        Self {
            text,
            number,
            corrected: false,
        }
    }

    /// Whether a text with this mark is a later version than one with the other, by the numbers of both.
    pub(crate) fn is_after(&self, other: &Self) -> bool {
        let version = |mark: &Self| Some((mark.number?, mark.corrected));
        matches!((version(self), version(other)), (Some(own), Some(others)) if own > others)
    }
}

/// What the article says of itself, if it says that it is a later version. O(words of its first and last lines).
pub(crate) fn mark_of(article: &Article<'_>) -> Option<Mark> {
    let title = article.title.as_deref().and_then(mark_of_title);
    title.or_else(|| {
        let text = article.text.as_ref();
        let has_words = |line: &&str| line.contains(char::is_alphanumeric);
        let first: Vec<&str> = lines(text)
            .map(|span| span.of(text))
            .filter(has_words)
            .take(FIRST_LINES)
            .collect();
        let last = text.lines().rev().filter(has_words).take(LAST_LINES);
        first
            .first()
            .copied()
            .and_then(mark_of_title)
            .or_else(|| first.iter().copied().find_map(mark_of_line))
            .or_else(|| first.iter().copied().chain(last).find_map(sentence_in))
    })
}

/// The mark of a headline: at its head, or at its end in brackets or behind a dash.
pub(crate) fn mark_of_title(title: &str) -> Option<Mark> {
    mark_of_line(title).or_else(|| {
        let line = title.trim();
        let in_brackets = line
            .strip_suffix([')', ']'])
            .and_then(|line| line.rfind(['(', '[']).map(|open| &line[open + 1..]));
        let behind_a_dash = [" - ", " – ", " — ", " | "]
            .iter()
            .filter_map(|dash| line.rfind(dash).map(|at| &line[at + dash.len()..]))
            .min_by_key(|behind| behind.len());
        in_brackets
            .into_iter()
            .chain(behind_a_dash)
            .find_map(|end| {
                let (mark, behind) = label(end)?;
                behind.trim().is_empty().then_some(mark)
            })
    })
}

/// The mark at the head of a line.
fn mark_of_line(line: &str) -> Option<Mark> {
    let line = line.trim();
    let head = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let opener = line[..line.len() - head.len()].trim_end();
    let opened = opener.ends_with(['(', '[']);
    // Where lines are cut at a width, the rest of a sentence may stand at the head of one.
    let begins = !head.starts_with(char::is_lowercase);
    if let Some((mark, behind)) = label(head) {
        let closed = opened && behind.trim_start().starts_with([')', ']']);
        let ends = ends_a_label(&mark, behind) || is_time_of_update(head, behind);
        if closed || (begins && ends) {
            return Some(mark);
        }
    }
    let (text, _) = opened.then(|| PHRASES.note.at_head_of(head)).flatten()?;
    Some(Mark::new(text, None))
}

/// A label at the head of a line, maybe of a version that has one itself, and what stands behind: "CORRECTED-UPDATE 2" comes
/// after "UPDATE 2".
fn label(head: &str) -> Option<(Mark, &str)> {
    let (mark, behind) = single_label(head)?;
    let of_version = behind.strip_prefix(['-', ' ']).and_then(single_label);
    Some(match of_version {
        Some((version, behind)) if mark.number.is_none() => {
            let text = head[..head.len() - behind.len()].to_owned();
            let corrected = true;
            (
                Mark {
                    text,
                    corrected,
                    ..version
                },
                behind,
            )
        }
        _ => (mark, behind),
    })
}

/// A label with its number, and what stands behind: "UPDATE 2", "2ND UPDATE". A label of rounds is that of a later version
/// from the second round on: "WRAPUP 3".
fn single_label(head: &str) -> Option<(Mark, &str)> {
    let (before, rest) = ordinal(head).unzip();
    let rest = rest.unwrap_or(head);
    if let Some((_, behind)) = PHRASES.label.at_head_of(rest) {
        return Some(numbered(head, before, behind));
    }
    let (_, behind) = PHRASES.round.at_head_of(rest)?;
    let (mark, behind) = numbered(head, before, behind);
    mark.number
        .is_some_and(|round| round >= 2)
        .then_some((mark, behind))
}

/// The ordinal at the head of a line, "2nd" or "2.", and what stands behind it.
fn ordinal(head: &str) -> Option<(u64, &str)> {
    let count = head.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, behind) = head.split_at(count);
    let end = behind.find(' ').filter(|_| (1..=2).contains(&count))?;
    let ending = behind[..end].to_lowercase();
    ["st", "nd", "rd", "th", ".", "e", "º", "ª", "°", "a", ":a"]
        .contains(&ending.as_str())
        .then_some((digits.parse().ok()?, behind[end..].trim_start()))
}

/// The mark of a label that ends where `behind` begins, with the ordinal before it or the number behind it, and what stands
/// behind that.
fn numbered<'l>(head: &'l str, before: Option<u64>, behind: &'l str) -> (Mark, &'l str) {
    let text = head[..head.len() - behind.len()].to_owned();
    if before.is_some() {
        return (Mark::new(text, before), behind);
    }
    let digits = behind.trim_start_matches([' ', '#']);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    // "UPDATE 2-Quay burns", and neither "Updated 14:30" nor "Updated 5 May 2018".
    let after = &digits[count..];
    let number = digits[..count]
        .parse()
        .ok()
        .filter(|_| count <= 2 && !after.starts_with(['.', ',', '/']))
        .filter(|_| {
            !(after.strip_prefix(':')).is_some_and(|clock| clock.starts_with(char::is_numeric))
        })
        .filter(|_| !after.trim_start().starts_with(char::is_alphanumeric));
    match number {
        None => (Mark::new(text, None), behind),
        Some(number) => {
            let text = head[..head.len() - after.len()].to_owned();
            (Mark::new(text, Some(number)), after)
        }
    }
}

/// Whether a label ends where it ends: nothing follows, or a colon, or a dash. A hyphen without blanks ends it only behind
/// capitals or a number: "CORRECTED-QUAY BURNS", but "Update-Server".
fn ends_a_label(mark: &Mark, behind: &str) -> bool {
    let trimmed = behind.trim_start();
    let spaced = trimmed.len() < behind.len();
    let in_capitals = !mark.text.contains(char::is_lowercase);
    trimmed.is_empty()
        || trimmed.starts_with(':')
        || trimmed.starts_with(['–', '—', '|'])
        || trimmed.starts_with("--")
        || (trimmed.starts_with('-') && (spaced || in_capitals || mark.number.is_some()))
}

/// Whether a line says nothing but when it was updated: "Updated 14:30", "Aktualisiert am 5. Mai 2018".
fn is_time_of_update(head: &str, behind: &str) -> bool {
    let is_time = |word: &str| {
        let word = word.trim_end_matches([',', '.', ')', ']']);
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        (digits >= 3 && word.contains([':', '.', '/', '-'])) || (digits == 4 && word.len() == 4)
    };
    // The name of a month or a day in small letters, but no more.
    let is_long = |word: &str| word.chars().all(char::is_lowercase) && word.chars().count() > 4;
    behind.starts_with(' ')
        && head.split_whitespace().count() <= SHORT_LINE_WORDS
        && behind.split_whitespace().any(is_time)
        && behind
            .split_whitespace()
            .filter(|word| is_long(word))
            .count()
            <= 1
}

/// The first sentence about versions that a line contains.
fn sentence_in(line: &str) -> Option<Mark> {
    let phrase = PHRASES.sentences.first_in(&line.to_lowercase())?;
    Some(Mark::new(phrase.to_owned(), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> Option<String> {
        mark_of(&Article::new("a", text.to_owned())).map(|mark| mark.text)
    }

    #[test]
    fn labels_notes_and_sentences_mark_a_later_version_in_ten_languages() {
        for (text, wanted) in [
            ("CORRECTED - QUAY BURNS\nThe quay burnt.", "CORRECTED"),
            ("CORRECTED-QUAY BURNS\nThe quay burnt.", "CORRECTED"),
            ("(CORRECTED) QUAY BURNS\nThe quay burnt.", "CORRECTED"),
            ("UPDATE 2-Quay burns at Harl\nThe quay burnt.", "UPDATE 2"),
            (
                "2ND UPDATE: Quay burns at Harl\nThe quay burnt.",
                "2ND UPDATE",
            ),
            ("3rd Update - Quay burns\nThe quay burnt.", "3rd Update"),
            ("WRAPUP 3-Quay burns at Harl\nThe quay burnt.", "WRAPUP 3"),
            (
                "2. ZUSAMMENFASSUNG: Kai brannte\nEr brannte.",
                "2. ZUSAMMENFASSUNG",
            ),
            ("ROUNDUP 2: Kai brannte\nEr brannte.", "ROUNDUP 2"),
            ("Quay burns at Harl [Updated]\nThe quay burnt.", "Updated"),
            ("Quay burns at Harl – UPDATE\nThe quay burnt.", "UPDATE"),
            (
                "Quay burns\n(Corrects the length of the quay)\nThe quay burnt.",
                "Corrects",
            ),
            (
                "Quay burns\nUpdated 14:30 on Friday\nThe quay burnt.",
                "Updated",
            ),
            (
                "Quay burns\nIt burnt.\nAn earlier version of this story gave another length.",
                "an earlier version of this",
            ),
            (
                "Berichtigung: Kai brannte ab\nDer Kai brannte.",
                "Berichtigung",
            ),
            (
                "Kai brannte ab\n(Aktualisiert durchgehend)\nDer Kai brannte.",
                "Aktualisiert",
            ),
            (
                "Kai brannte\nAktualisiert am 5. Mai 2018\nEr brannte.",
                "Aktualisiert",
            ),
            (
                "RECTIFICATIF - Le quai brûle\nLe quai a brûlé.",
                "RECTIFICATIF",
            ),
            (
                "Mise à jour : le quai brûle\nLe quai a brûlé.",
                "Mise à jour",
            ),
            ("Corrección: arde el muelle\nEl muelle ardió.", "Corrección"),
            (
                "Arde el muelle (ACTUALIZADO)\nEl muelle ardió.",
                "ACTUALIZADO",
            ),
            (
                "Rettifica: brucia il molo\nIl molo è bruciato.",
                "Rettifica",
            ),
            (
                "Brucia il molo\n(Aggiorna con il ministro)\nIl molo brucia.",
                "Aggiorna",
            ),
            ("CORREÇÃO - Cais arde\nO cais ardeu.", "CORREÇÃO"),
            ("Cais arde (atualizado)\nO cais ardeu.", "atualizado"),
            (
                "Rectificatie: kade brandt\nDe kade brandde.",
                "Rectificatie",
            ),
            (
                "Kade brandt\nDit artikel is bijgewerkt met een reactie.",
                "dit artikel is bijgewerkt",
            ),
            ("RÄTTELSE: Kajen brann\nKajen brann.", "RÄTTELSE"),
            ("Uppdaterad: Kajen brann\nKajen brann.", "Uppdaterad"),
            ("Sprostowanie: nabrzeże spłonęło\nSpłonęło.", "Sprostowanie"),
            (
                "AKTUALIZACJA - Nabrzeże spłonęło\nSpłonęło.",
                "AKTUALIZACJA",
            ),
            ("Исправление: причал сгорел\nПричал сгорел.", "Исправление"),
            ("Причал сгорел (обновлено)\nПричал сгорел.", "обновлено"),
        ] {
            assert_eq!(mark(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn the_same_words_in_a_sentence_mark_nothing() {
        for text in [
            "Corrected figures show a smaller deficit\nThe board said so.",
            "Update your radios, the harbour office says\nIt said so.",
            "Update-Server der Stadt fiel aus\nEr fiel aus.",
            "Bank corrects its forecast\nIt was (it said) wrong.",
            "The ministry (which corrects its figures each May) said so.",
            "Actualizado está el puerto, dice la alcaldesa\nLo dijo.",
            "Korrektur der Preise verlangt\nDer Rat verlangt sie.",
            "The board updated its plan in 2018 and again in 2019.",
            "WRAPUP 1-Quay burns at Harl\nThe first of the day.",
            "WRAPUP-Quay burns at Harl\nThe first of the day.",
            "2nd update of the plan is due\nThe board said so.",
            "2. Update der Karte geplant\nDer Rat will es.",
            "Roundup 2 kills weeds, say farmers\nThey said so.",
            "Revised budget passes\nThe council passed it.",
            "Council votes\nIt ended its stalemate and approved a\nrevised 1988 budget of the mayor to cut the\ndeficit.",
        ] {
            assert_eq!(mark(text), None, "{text}");
        }
    }

    #[test]
    fn of_two_numbers_the_higher_is_after() {
        let mark = |title: &str| mark_of_title(title).expect("marked");
        let (one, two) = (mark("UPDATE 1-Quay burns"), mark("UPDATE 2-Quay burns"));
        assert!(two.is_after(&one) && !one.is_after(&two));
        let mended = mark("CORRECTED-UPDATE 2-Quay burns");
        assert_eq!(mended.text, "CORRECTED-UPDATE 2");
        assert!(mended.is_after(&two) && !two.is_after(&mended) && mended.is_after(&one));
        // Of labels in a row two are looked at, however many there are.
        let many = format!("{}Quay burns", "UPDATE-".repeat(100_000));
        assert_eq!(mark(&many).text, "UPDATE-UPDATE");
        let third = mark("3RD UPDATE: Quay burns");
        assert!(third.is_after(&mended));
        assert!(third.is_after(&two) && !two.is_after(&third));
        let corrected = mark("CORRECTED-Quay burns");
        assert!(!two.is_after(&corrected) && !corrected.is_after(&two));
    }

    #[test]
    fn the_title_is_looked_at_before_the_text() {
        let article = Article {
            title: Some("UPDATE 3 - Quay burns".into()),
            ..Article::new("a", "(Adds quotes)\nThe quay burnt.")
        };
        assert_eq!(mark_of(&article).expect("marked").text, "UPDATE 3");
    }
}
