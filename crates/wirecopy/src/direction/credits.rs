//! Explicit credits: "Tidewire reports", "laut Tidewire", "(AP)".

use std::collections::HashSet;
use std::ops::Range;

use wirecopy_text::{Analysis, Marks, fold, hash_word};

use crate::Article;
use crate::direction::End;
use crate::direction::bearers::Named;
use crate::direction::credit_words::{LONGEST, WORDS};
use crate::direction::names::{Name, Names, datelines};

/// Between a credit and the name may stand a word or two of any kind: "citing Russia's Tidewire".
const ANY_BETWEEN: usize = 1;

/// So many words may stand there in all: "told the Russian state news agency Tidewire".
const BETWEEN: usize = 5;

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

/// Whether the words of an article credit something of that name. Where somebody bears it, it is his in all of the text.
fn credits(end: End<'_>, name: &Name) -> bool {
    let (words, text) = (end.words, end.article.text.as_ref());
    let places = || {
        let starts = (0..words.len()).filter(|&at| is_name(words, text, at, name));
        starts.map(|at| Named {
            words,
            text,
            name: at..at + name.words.len(),
            lost_article: name.lost_article,
        })
    };
    let credited = places().any(|place| {
        let mention = Mention::new(words, text, place.name.clone());
        mention.is_credited()
            && !place.is_part_of_a_name()
            && (!name.lost_article || mention.stands_alone())
    });
    credited && !places().any(|place| place.is_borne())
}

/// Whether a name begins at a word, and with a capital, if it is written with one: of "l'AFP" behind the article, of "the New
/// York Times" after it.
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
        let named = if WORDS.article.contains(first) && !rest.is_empty() {
            at + 1
        } else {
            at
        };
        return name.small || capital(named);
    }
    let behind_article = words.spans()[at].of(text).split_once(['\'', '’']);
    behind_article.is_some_and(|(_, word)| {
        word.starts_with(char::is_uppercase) && hash_word(&fold(word)) == *first
    })
}

/// A name in a text, and the words of its sentence on both sides.
pub(super) struct Mention<'t> {
    pub(super) before: &'t [u64],
    pub(super) behind: &'t [u64],
    /// How many of those behind it come before a comma or another end.
    pub(super) clause: usize,
    /// Whether the name is the first part of a word: "Tidewire-Chef".
    compound: bool,
    /// Whether a comma or the like stands right before the name.
    begins_clause: bool,
    /// How many of the words before it belong to its clause, and to the one before if that asks what is reported.
    pub(super) denied_within: usize,
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
            begins_clause: name.start > first && ends(&name.start),
            denied_within: (first + 1..=name.start)
                .rev()
                .find(|&word| {
                    ends(&word)
                        && !(word < name.start && WORDS.what.contains(&words.hashes()[word]))
                })
                .map_or(name.start - first, |word| name.start - word),
        }
    }

    fn is_credited(&self) -> bool {
        let is =
            |word: Option<&u64>, list: &HashSet<u64>| word.is_some_and(|word| list.contains(word));
        let of_somebody_else = self.compound || is(self.behind[..self.clause].first(), &WORDS.role);
        let is_subject = !is(self.before.last(), &WORDS.of);
        if self.is_denied() {
            return false;
        }
        (is_subject && self.is_credited_behind())
            || (!of_somebody_else && self.is_credited_before())
    }

    /// Whether a name without the article that belongs to it is a name: where it begins a clause, or right behind a credit.
    /// "In dieser Zeit" is no paper.
    fn stands_alone(&self) -> bool {
        let is_behind = |phrases| ends_in(self.before, phrases);
        let before = self.before.last();
        before.is_none_or(|word| {
            WORDS.is_spoken(*word) && !WORDS.of.contains(word) && !WORDS.article.contains(word)
        }) || self.begins_clause
            || is_behind(&WORDS.before)
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
                    && !self.is_nothing(phrase.end)
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
        if self.ends_what_it_said() {
            return true;
        }
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
            if ends(&WORDS.before)
                || ends_in_parted(before(gap))
                || (ends(&WORDS.around) && self.has_verb_at_the_end())
            {
                return true;
            }
        }
        // "sagte der Kapitän der Nachrichtenagentur Tidewire".
        called_agency
            && (1..=CLAUSE.min(self.before.len()))
                .any(|gap| ends_in(before(gap), &WORDS.far_before))
    }

    /// "…, so Tidewire am Montag." In English a clause that begins with this word goes on behind the name.
    fn ends_what_it_said(&self) -> bool {
        self.begins_behind_another()
            && self.clause_is(|first| WORDS.so.contains(&first))
            && (self.behind.iter()).all(|word| WORDS.when.contains(word))
    }

    fn begins_behind_another(&self) -> bool {
        self.clause_before().len() < self.before.len()
    }

    /// "wie Tidewire am Montag berichtete".
    fn has_verb_at_the_end(&self) -> bool {
        let verbs = self.behind[..self.clause].iter().take(CLAUSE);
        verbs
            .copied()
            .any(|verb| WORDS.behind.contains(&[verb][..]))
    }
}

pub(super) fn begins_with(words: &[u64], phrases: &HashSet<Vec<u64>>) -> bool {
    (1..=LONGEST.min(words.len())).any(|length| phrases.contains(&words[..length]))
}

/// "Reported on Monday by": a phrase of several words with others between them that say when.
fn ends_in_parted(words: &[u64]) -> bool {
    let Some((&last, _)) = words.split_last() else {
        return false;
    };
    if !WORDS.parted.contains(&last) {
        return false;
    }
    let said = |word: &&u64| !WORDS.when.contains(word);
    let near: Vec<u64> = words
        .iter()
        .rev()
        .take(CLAUSE)
        .filter(said)
        .copied()
        .collect();
    (2..=LONGEST.min(near.len())).any(|length| {
        let phrase: Vec<u64> = near[..length].iter().rev().copied().collect();
        WORDS.before.contains(&phrase)
    })
}

fn ends_in(words: &[u64], phrases: &HashSet<Vec<u64>>) -> bool {
    (1..=LONGEST.min(words.len())).any(|length| phrases.contains(&words[words.len() - length..]))
}
