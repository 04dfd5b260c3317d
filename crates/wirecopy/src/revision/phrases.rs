//! The phrases by which texts say that they are later versions: `words.txt`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::phrase_list::lines_of;

/// The phrases of all languages.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    pub(super) label: Openings,
    pub(super) round: Openings,
    pub(super) note: Openings,
    pub(super) sentences: Sentences,
}

/// Phrases that may stand anywhere, in lower case, and a bit for each by its first bytes: a line is read once for all.
#[derive(Debug, Default)]
pub(super) struct Sentences {
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
    pub(super) fn first_in(&self, line: &str) -> Option<&str> {
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
pub(super) struct Openings {
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
    pub(super) fn at_head_of<'l>(&self, line: &'l str) -> Option<(String, &'l str)> {
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

pub(super) static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut all = Phrases::default();
    for (_, kind, phrases) in data() {
        for phrase in phrases.split('|') {
            match kind {
                "=" => all.label.add(phrase),
                "#" => all.round.add(phrase),
                "(" => all.note.add(phrase),
                _ => all.sentences.add(phrase),
            }
        }
    }
    all
});

/// The lines of the data: language, kind and phrases.
fn data() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    lines_of(include_str!("words.txt"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

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
        let lines: HashSet<_> = data()
            .filter(|&(_, kind, _)| kind != "#")
            .map(|(language, kind, _)| (language, kind))
            .collect();
        assert_eq!(lines.len(), 30);
        for (_, _, phrases) in data() {
            for phrase in phrases.split('|') {
                assert_eq!(phrase, phrase.trim().to_lowercase());
            }
        }
    }
}
