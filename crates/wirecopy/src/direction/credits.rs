//! Explicit credits: "Tidewire reports", "laut Tidewire", "(AP)".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use wirecopy_text::{Analysis, Marks, fold, hash_word};

use crate::Article;
use crate::direction::End;
use crate::direction::names::{Name, Names, datelines};

/// Between a credit and the name may stand a word or two of any kind: "citing Russia's Tidewire".
const ANY_BETWEEN: usize = 1;

/// So many words may stand there in all: "told the Russian state news agency Tidewire".
const BETWEEN: usize = 5;

/// The longest credit in words.
const LONGEST: usize = 4;

/// A verb at the end of its clause is no farther from the name: "wie Tidewire am Montag unter Berufung auf … berichtete".
const CLAUSE: usize = 8;

/// What an outlet reports is named within so many words: "reported, for the third time in a row, a loss".
const REPORTED: usize = 8;

/// So many words on either side of a name are looked at.
const NEAR: usize = 64;

/// The name under which an article credits another one that is from there, if it does.
pub(crate) fn credited(end: End<'_>, other: End<'_>) -> Option<String> {
    other
        .names()
        .all()
        .filter(|name| !is_own(end, name))
        .find(|name| {
            if has_dateline(end.article, name) {
                // With the same dateline on both, both have it from the agency, unless the other one is the agency.
                !has_dateline(other.article, name) || is_source(other.article, name)
            } else {
                credits(end, name)
            }
        })
        .map(|name| name.text.clone())
}

/// Whether a name is that of the article's own outlet. An agency in the dateline is none: who prints `(AP)` took it from
/// there.
fn is_own(end: End<'_>, name: &Name) -> bool {
    if end.article.source.is_some() {
        is_source(end.article, name)
    } else {
        end.owners().contains(name)
    }
}

/// The agency in the dateline of an article that is the other one's source, and not its own.
pub(crate) fn credited_in_dateline(article: &Article<'_>, other: &Article<'_>) -> Option<String> {
    Names::of_source(other.source.as_deref()?)
        .all()
        .find(|name| has_dateline(article, name) && !is_source(article, name))
        .map(|name| name.text.clone())
}

fn is_source(article: &Article<'_>, name: &Name) -> bool {
    let source = article.source.as_deref();
    source.is_some_and(|source| Names::of_source(source).contains(name))
}

fn has_dateline(article: &Article<'_>, name: &Name) -> bool {
    datelines(article).any(|agency| Names::of_source(agency).contains(name))
}

/// Whether the words of an article credit something of that name.
fn credits(end: End<'_>, name: &Name) -> bool {
    let text = end.article.text.as_ref();
    let mentions = (0..end.words.len()).filter(|&at| is_name(end.words, text, at, name));
    mentions
        .map(|at| Mention::new(end.words, text, at..at + name.words.len()))
        .any(|mention| mention.is_credited())
}

/// Whether a name begins at a word, and with a capital: of "l'AFP" behind the article, of "the New York Times" after it.
fn is_name(words: &Analysis, text: &str, at: usize, name: &Name) -> bool {
    let Some((first, rest)) = name.words.split_first() else {
        return false;
    };
    let hashes = &words.hashes()[at..];
    if !hashes[1..].starts_with(rest) {
        return false;
    }
    if hashes[0] == *first {
        let capital = |word: usize| words.marks()[word].contains(Marks::CAPITALISED);
        return capital(at)
            || (WORDS.article.contains(first) && !rest.is_empty() && capital(at + 1));
    }
    let behind_article = words.spans()[at].of(text).split_once(['\'', '’']);
    behind_article.is_some_and(|(_, word)| {
        word.starts_with(char::is_uppercase) && hash_word(&fold(word)) == *first
    })
}

/// A name in a text, and the words of its sentence on both sides.
struct Mention<'t> {
    before: &'t [u64],
    behind: &'t [u64],
    /// How many of those behind it come before a comma or another end.
    clause: usize,
    /// Whether the name is the first part of a word: "Tidewire-Chef".
    compound: bool,
}

impl<'t> Mention<'t> {
    fn new(words: &'t Analysis, text: &str, name: Range<usize>) -> Self {
        let starts = |word: &usize| words.marks()[*word].contains(Marks::SENTENCE_START);
        let between = |word: usize| {
            let end = words.spans()[word - 1].range().end;
            let start = words.spans().get(word).map(|span| span.range().start);
            &text[end..start.unwrap_or(text.len())]
        };
        // A row that ends before the name ends no sentence: "the minister told / Tidewire".
        let is_first = |word: usize| word == 0 || between(word).contains(['.', '!', '?']);
        // No credit goes farther: a text may be one sentence of a million words.
        let nearest = name.start.saturating_sub(NEAR);
        let farthest = words.len().min(name.end + NEAR);
        let first = if is_first(name.start) {
            name.start
        } else {
            let mut before = (nearest..name.start).rev();
            before.find(starts).unwrap_or(nearest)
        };
        let last = (name.end..farthest).find(starts).unwrap_or(farthest);
        let ends = |word: &usize| between(*word).contains([',', ';', ':', '.', '(', '–', '—']);
        Self {
            before: &words.hashes()[first..name.start],
            behind: &words.hashes()[name.end..last],
            clause: (name.end..last).find(ends).unwrap_or(last) - name.end,
            compound: name.end < words.len() && matches!(between(name.end), "-" | "‑"),
        }
    }

    fn is_credited(&self) -> bool {
        let is =
            |word: Option<&u64>, list: &HashSet<u64>| word.is_some_and(|word| list.contains(word));
        let of_somebody_else = self.compound || is(self.behind[..self.clause].first(), &WORDS.role);
        let is_subject = !is(self.before.last(), &WORDS.of);
        (is_subject && self.is_credited_behind())
            || (!of_somebody_else && self.is_credited_before())
    }

    /// "Tidewire reported on Monday that …", and not "Tidewire reported a loss".
    fn is_credited_behind(&self) -> bool {
        (0..=BETWEEN.min(self.clause))
            .take_while(|&gap| {
                (self.behind[..gap].iter()).all(|&word| WORDS.may_stand_between(word))
            })
            .flat_map(|gap| (1..=LONGEST).map(move |length| gap..gap + length))
            .any(|phrase| {
                let words = self.behind.get(phrase.clone());
                words.is_some_and(|words| WORDS.behind.contains(words))
                    && !self.reports_of_itself(phrase.end)
            })
    }

    /// Whether an outlet reports news of its own, by the words behind the verb.
    fn reports_of_itself(&self, from: usize) -> bool {
        let reported = self.behind.get(from..self.clause).unwrap_or_default();
        let to_clause = (reported.iter()).position(|word| WORDS.that.contains(word));
        let object = &reported[..to_clause.unwrap_or(reported.len()).min(REPORTED)];
        let clause = &reported[to_clause.map_or(0, |at| at + 1)..];
        let when = clause
            .iter()
            .take_while(|&&word| WORDS.may_stand_between(word));
        object.iter().any(|word| WORDS.own.contains(word))
            || begins_with(clause, &WORDS.itself)
            || begins_with(&clause[when.count()..], &WORDS.itself)
    }

    fn is_credited_before(&self) -> bool {
        let before = |gap: usize| &self.before[..self.before.len() - gap];
        let between = |gap: usize| &self.before[self.before.len() - gap..];
        let mut called_agency = false;
        for gap in 0..=BETWEEN.min(self.before.len()) {
            let others = (between(gap).iter()).filter(|&&word| !WORDS.may_stand_between(word));
            let others = others.count();
            called_agency |=
                others == 0 && between(gap).iter().any(|word| WORDS.agency.contains(word));
            let of = gap > 0
                && self
                    .before
                    .last()
                    .is_some_and(|word| WORDS.of.contains(word));
            if others > ANY_BETWEEN || of {
                break;
            }
            let ends = |list: &HashSet<Vec<u64>>| ends_in(before(gap), list);
            if ends(&WORDS.before) || (ends(&WORDS.around) && self.has_verb_at_the_end()) {
                return true;
            }
        }
        // "sagte der Kapitän der Nachrichtenagentur Tidewire".
        called_agency
            && (1..=CLAUSE.min(self.before.len()))
                .any(|gap| ends_in(before(gap), &WORDS.far_before))
    }

    /// "wie Tidewire am Montag berichtete".
    fn has_verb_at_the_end(&self) -> bool {
        let verbs = self.behind[..self.clause].iter().take(CLAUSE);
        verbs
            .copied()
            .any(|verb| WORDS.behind.contains(&[verb][..]))
    }
}

fn begins_with(words: &[u64], phrases: &HashSet<Vec<u64>>) -> bool {
    (1..=LONGEST.min(words.len())).any(|length| phrases.contains(&words[..length]))
}

fn ends_in(words: &[u64], phrases: &HashSet<Vec<u64>>) -> bool {
    (1..=LONGEST.min(words.len())).any(|length| phrases.contains(&words[words.len() - length..]))
}

/// Words of credits, in ten languages.
#[derive(Default)]
struct Words {
    before: HashSet<Vec<u64>>,
    around: HashSet<Vec<u64>>,
    far_before: HashSet<Vec<u64>>,
    behind: HashSet<Vec<u64>>,
    agency: HashSet<u64>,
    article: HashSet<u64>,
    when: HashSet<u64>,
    that: HashSet<u64>,
    own: HashSet<u64>,
    of: HashSet<u64>,
    itself: HashSet<Vec<u64>>,
    role: HashSet<u64>,
}

impl Words {
    fn may_stand_between(&self, word: u64) -> bool {
        self.agency.contains(&word) || self.when.contains(&word)
    }
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (_, kind, phrases) in lines() {
        let phrases = phrases
            .split('|')
            .filter_map(|phrase| Analysis::new(phrase).ok());
        let phrases = phrases.map(|words| words.hashes().to_vec());
        match kind {
            "<" => words.before.extend(phrases),
            "<>" => words.around.extend(phrases),
            "<…" => words.far_before.extend(phrases),
            ">" => words.behind.extend(phrases),
            "agency" => words.agency.extend(phrases.flatten()),
            "article" => words.article.extend(phrases.flatten()),
            "when" => words.when.extend(phrases.flatten()),
            "that" => words.that.extend(phrases.flatten()),
            "own" => words.own.extend(phrases.flatten()),
            "of" => words.of.extend(phrases.flatten()),
            "self" => words.itself.extend(phrases),
            "role" => words.role.extend(phrases.flatten()),
            _ => unreachable!("the list is ours, and a test reads it"),
        }
    }
    words
});

/// Language, kind and phrases of each line of the list.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = include_str!("credit_words.txt").lines();
    (lines.filter(|line| !line.starts_with('#'))).filter_map(|line| {
        let (language, rest) = line.split_once(' ')?;
        let (kind, phrases) = rest.split_once(' ')?;
        Some((language, kind, phrases))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_all_that_it_needs_in_ten_languages_and_no_phrase_is_too_long() {
        for needed in ["<", ">", "agency", "when", "that", "own", "self"] {
            let languages: HashSet<&str> = (lines().filter(|(_, kind, _)| *kind == needed))
                .map(|(language, ..)| language)
                .collect();
            assert_eq!(languages.len(), 10, "{needed}");
        }
        let phrases = [
            &WORDS.before,
            &WORDS.around,
            &WORDS.far_before,
            &WORDS.behind,
        ];
        for phrase in phrases.into_iter().flatten() {
            assert!((1..=LONGEST).contains(&phrase.len()));
        }
    }
}
