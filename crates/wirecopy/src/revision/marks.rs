//! What a text says about being a later version: "UPDATE 2-", "Berichtigung:", "(corrects the spelling …)".

use std::collections::HashMap;
use std::sync::LazyLock;

use wirecopy_text::lines;

use crate::Article;

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
}

impl Mark {
    /// Whether a text with this mark is a later version than one with the other, by the numbers of both.
    pub(crate) fn is_after(&self, other: &Self) -> bool {
        matches!((self.number, other.number), (Some(own), Some(others)) if own > others)
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
    Some(Mark { text, number: None })
}

/// A label at the head of a line with its number, and what stands behind.
fn label(head: &str) -> Option<(Mark, &str)> {
    let (text, behind) = PHRASES.label.at_head_of(head)?;
    let digits = behind.trim_start_matches([' ', '#']);
    let count = digits.bytes().take_while(u8::is_ascii_digit).count();
    // "UPDATE 2-Quay burns", and neither "Updated 14:30" nor "Updated 5 May 2018".
    let after = &digits[count..];
    let number = digits[..count]
        .parse()
        .ok()
        .filter(|_| count <= 2 && !after.starts_with([':', '.', ',', '/']))
        .filter(|_| !after.trim_start().starts_with(char::is_alphanumeric));
    Some(match number {
        None => (Mark { text, number: None }, behind),
        Some(number) => {
            let text = head[..head.len() - after.len()].to_owned();
            (
                Mark {
                    text,
                    number: Some(number),
                },
                after,
            )
        }
    })
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
    Some(Mark {
        text: phrase.to_owned(),
        number: None,
    })
}

/// The phrases of all languages.
#[derive(Debug, Default)]
struct Phrases {
    label: Openings,
    note: Openings,
    sentences: Sentences,
}

/// Phrases that may stand anywhere, in lower case, and a bit for each by its first bytes: a line is read once for all.
#[derive(Debug, Default)]
struct Sentences {
    phrases: Vec<String>,
    heads: [u64; 32],
}

impl Sentences {
    /// How many bytes a phrase has at least.
    const HEAD: usize = 4;

    fn add(&mut self, phrase: &str) {
        let head = (phrase.as_bytes().first_chunk())
            .expect("a test holds that every sentence of the data is long enough");
        let (word, bit) = Self::bit(*head);
        self.heads[word] |= bit;
        self.phrases.push(phrase.to_owned());
    }

    fn bit(head: [u8; Self::HEAD]) -> (usize, u64) {
        // Fibonacci hashing: the highest bits depend on all bytes.
        let hash = u32::from_le_bytes(head).wrapping_mul(0x9e37_79b1) >> 21;
        ((hash >> 6) as usize, 1 << (hash & 63))
    }

    /// The first phrase, in the order of the data, that a line in lower case contains.
    fn first_in(&self, line: &str) -> Option<&str> {
        let line = line.as_bytes();
        let heads = (0..line.len()).filter_map(|at| Some((at, *line[at..].first_chunk()?)));
        heads
            .filter(|&(_, head)| {
                let (word, bit) = Self::bit(head);
                self.heads[word] & bit != 0
            })
            .filter_map(|(at, _)| {
                let stands = |phrase: &String| line[at..].starts_with(phrase.as_bytes());
                self.phrases.iter().position(stands)
            })
            .min()
            .map(|phrase| self.phrases[phrase].as_str())
    }
}

/// Phrases by their first word, in lower case, the longest first.
#[derive(Debug, Default)]
struct Openings {
    by_first_word: HashMap<String, Vec<String>>,
}

impl Openings {
    fn add(&mut self, phrase: &str) {
        let phrases = self
            .by_first_word
            .entry(first_word(phrase).to_owned())
            .or_default();
        phrases.push(phrase.to_owned());
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    }

    /// The longest phrase that a line begins with, as it stands there, and what follows it.
    fn at_head_of<'l>(&self, line: &'l str) -> Option<(String, &'l str)> {
        let phrases = self.by_first_word.get(&first_word(line).to_lowercase())?;
        phrases.iter().find_map(|phrase| {
            let end = end_of(phrase, line)?;
            Some((line[..end].to_owned(), &line[end..]))
        })
    }
}

/// Where a phrase in lower case ends at the head of a line, if the line begins with it and its last word ends there.
fn end_of(phrase: &str, line: &str) -> Option<usize> {
    let mut wanted = phrase.chars();
    let mut end = 0;
    let mut next = wanted.next();
    for (at, character) in line.char_indices() {
        let Some(letter) = next else {
            return (!character.is_alphanumeric()).then_some(at);
        };
        let mut folded = character.to_lowercase();
        if folded.next() != Some(letter) || folded.next().is_some() {
            return None;
        }
        end = at + character.len_utf8();
        next = wanted.next();
    }
    next.is_none().then_some(end)
}

fn first_word(line: &str) -> &str {
    let end = line
        .find(|c: char| !c.is_alphanumeric())
        .unwrap_or(line.len());
    &line[..end]
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut all = Phrases::default();
    for (_, kind, phrases) in data() {
        for phrase in phrases.split('|') {
            match kind {
                "=" => all.label.add(phrase),
                "(" => all.note.add(phrase),
                _ => all.sentences.add(phrase),
            }
        }
    }
    all
});

/// The lines of the data: language, kind and phrases.
fn data() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (language, rest) = line.split_once(' ')?;
            let (kind, phrases) = rest.split_once(' ')?;
            Some((language, kind, phrases))
        })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

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

    #[test]
    fn the_first_phrase_of_the_data_is_found_wherever_it_stands() {
        let phrases = &PHRASES.sentences.phrases;
        assert!(phrases.iter().all(|phrase| phrase.len() >= Sentences::HEAD));
        let others = ["", "th", "this story has been", "the quay burnt at noon. "];
        for (one, two) in phrases.iter().zip(phrases.iter().rev()) {
            for other in others {
                let line = format!("{other}{two} {other} {one}");
                let wanted = phrases.iter().find(|phrase| line.contains(phrase.as_str()));
                let found = PHRASES.sentences.first_in(&line);
                assert_eq!(found, wanted.map(String::as_str), "{line}");
            }
        }
        assert!(
            others
                .iter()
                .all(|line| PHRASES.sentences.first_in(line).is_none())
        );
    }

    #[test]
    fn the_data_has_all_kinds_in_ten_languages() {
        let lines: HashSet<_> = data().map(|(language, kind, _)| (language, kind)).collect();
        assert_eq!(lines.len(), 30);
        for (_, _, phrases) in data() {
            for phrase in phrases.split('|') {
                assert_eq!(phrase, phrase.trim().to_lowercase());
            }
        }
    }
}
