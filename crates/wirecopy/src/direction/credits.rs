//! Explicit credits: "Tidewire reports", "laut Tidewire", "(AP)".

use std::collections::HashSet;
use std::sync::LazyLock;

use wirecopy_text::{Analysis, Marks};

use crate::Article;
use crate::direction::End;
use crate::direction::names::{Name, Names, datelines};

/// Between a credit and the name may stand an article or the like: "segundo a Tidewire", "the Tidewire agency reports".
const WORDS_BETWEEN: usize = 1;

/// The longest credit in words.
const LONGEST: usize = 4;

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
                credits(end.words, name)
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

/// Whether the words credit something of that name.
fn credits(words: &Analysis, name: &Name) -> bool {
    let hashes = words.hashes();
    let length = name.words.len();
    hashes
        .windows(length)
        .enumerate()
        .filter(|(at, window)| {
            *window == name.words.as_slice() && words.marks()[*at].contains(Marks::CAPITALISED)
        })
        .any(|(at, _)| {
            let (before, behind) = (&hashes[..at], &hashes[at + length..]);
            (0..=WORDS_BETWEEN).any(|skip| {
                let before = &before[..before.len().saturating_sub(skip)];
                let behind = behind.get(skip..).unwrap_or_default();
                (1..=LONGEST).any(|n| {
                    let ends = before.len().checked_sub(n).map(|from| &before[from..]);
                    ends.is_some_and(|words| CREDITS.before.contains(words))
                        || behind
                            .get(..n)
                            .is_some_and(|words| CREDITS.behind.contains(words))
                })
            })
        })
}

/// Words that credit a source, in ten languages.
struct Credits {
    before: HashSet<Vec<u64>>,
    behind: HashSet<Vec<u64>>,
}

static CREDITS: LazyLock<Credits> = LazyLock::new(|| {
    let mut credits = Credits {
        before: HashSet::new(),
        behind: HashSet::new(),
    };
    for line in include_str!("credit_words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let Some((_, (side, phrases))) = line
            .split_once(' ')
            .and_then(|(language, rest)| Some((language, rest.split_once(' ')?)))
        else {
            continue;
        };
        let list = if side == "<" {
            &mut credits.before
        } else {
            &mut credits.behind
        };
        let words = phrases
            .split('|')
            .filter_map(|phrase| Analysis::new(phrase).ok());
        list.extend(words.map(|words| words.hashes().to_vec()));
    }
    credits
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_both_sides_in_ten_languages_and_no_phrase_is_too_long() {
        let lines = include_str!("credit_words.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        let languages: HashSet<(&str, &str)> = lines
            .map(|line| {
                let mut words = line.split(' ');
                (words.next().unwrap_or(""), words.next().unwrap_or(""))
            })
            .collect();
        assert_eq!(languages.len(), 20);
        for phrase in CREDITS.before.iter().chain(&CREDITS.behind) {
            assert!((1..=LONGEST).contains(&phrase.len()));
        }
    }
}
