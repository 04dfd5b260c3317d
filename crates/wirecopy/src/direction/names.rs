//! By which names an article says where it is from.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use wirecopy_text::{Analysis, Marks, hash_word, lines};

use crate::Article;
use crate::direction::End;
use crate::direction::credit_words::WORDS;

/// A dateline stands in one of the first lines that have words; a line of copyright among the last.
const FIRST_LINES: usize = 12;
const LAST_LINES: usize = 20;

/// A dateline begins within so many bytes of its line: place and date come before the agency.
const DATELINE_BYTES: usize = 80;

/// The agency of a dateline has so many bytes at the most.
const LONGEST_AGENCY: usize = 40;

/// A name has so many words at the most.
const MAX_NAME_WORDS: usize = 5;

/// The last part of a host has so many letters at the most; more are the end of a sentence that lost its space.
const MAX_ENDING: usize = 6;

/// What may stand before a country in a host: "tidewire.co.uk".
const SECOND_LEVEL: [&str; 6] = ["co", "com", "org", "net", "gov", "ac"];

/// Parts of a company's name that nobody says.
const LEGAL_FORMS: [&str; 12] = [
    "lp", "inc", "ltd", "limited", "llc", "plc", "gmbh", "ag", "corp", "co", "all", "rights",
];

/// The outlets that an article is from: of each, the name that it is shown by and all that it goes by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names {
    outlets: Vec<&'static [Name]>,
    own: Vec<Name>,
}

/// The names of an article, found when somebody first asks: it is asked with each article that it shares text with.
#[derive(Debug, Default)]
pub(crate) struct Named {
    all: OnceLock<Names>,
    owners: OnceLock<Names>,
}

impl<'t> End<'t> {
    /// By the source, the agency in the dateline, and the line of copyright.
    pub(crate) fn names(self) -> &'t Names {
        self.named.all.get_or_init(|| Names::of(self))
    }

    /// By the line of copyright alone.
    pub(crate) fn owners(self) -> &'t Names {
        self.named.owners.get_or_init(|| Names::of_owners(self))
    }
}

/// A name as the words of an [`Analysis`] are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) words: Vec<u64>,
    /// Whether it is written without a capital: "dpa", "tidewire.com".
    pub(crate) small: bool,
    /// Whether the outlet's name has an article before these words.
    pub(crate) lost_article: bool,
}

impl Name {
    /// `None` for a name without words, or of too many.
    fn new(text: &str) -> Option<Self> {
        let words = Analysis::new(text).ok()?;
        (1..=MAX_NAME_WORDS).contains(&words.len()).then(|| Self {
            text: text.trim().to_owned(),
            words: words.hashes().to_vec(),
            small: false,
            lost_article: false,
        })
    }

    /// As it is written in a list of ours.
    fn of_agency(text: &str) -> Option<Self> {
        let small = text.chars().all(char::is_lowercase);
        Some(Self {
            small,
            ..Self::new(text)?
        })
    }

    /// "Tidewire" of "The Tidewire".
    fn without_article(&self) -> Option<Self> {
        let (first, rest) = self.words.split_first()?;
        let behind = self.text.split_once(char::is_whitespace)?.1;
        (!rest.is_empty() && WORDS.article.contains(first)).then(|| Self {
            text: behind.trim().to_owned(),
            words: rest.to_vec(),
            small: false,
            lost_article: true,
        })
    }

    /// A host and what it is called: "tidewire.com" and "tidewire" of "www.tidewire.com/news".
    fn of_host(text: &str) -> Vec<Self> {
        let Some((host, outlet)) = host(text) else {
            return Vec::new();
        };
        let host = Self::new(host).map(|name| Self {
            small: true,
            ..name
        });
        host.into_iter().chain(Self::new(outlet)).collect()
    }
}

/// The host that a source names, if it does, and the outlet's part of it.
fn host(source: &str) -> Option<(&str, &str)> {
    let source = source.trim();
    let behind_scheme = source
        .split_once("://")
        .map_or(source, |(_, behind)| behind);
    let host = behind_scheme.split(['/', ':', '?']).next()?;
    let www = host.get(..4).filter(|www| www.eq_ignore_ascii_case("www."));
    let host = &host[www.map_or(0, str::len)..];
    let is_host = !host.contains(|c: char| c.is_whitespace() || c == '@');
    let labels: Vec<&str> = host.split('.').collect();
    let country = labels.last()?;
    if !is_host || labels.len() < 2 || labels.iter().any(|label| label.is_empty()) {
        return None;
    }
    if !(2..=MAX_ENDING).contains(&country.len()) || !country.chars().all(char::is_lowercase) {
        return None;
    }
    // Of "tidewire.co.uk" the first part, of "news.tidewire.com" the second.
    let ending = if labels.len() > 2 && SECOND_LEVEL.contains(&labels[labels.len() - 2]) {
        2
    } else {
        1
    };
    Some((host, labels.get(labels.len() - ending - 1)?))
}

/// Whether these are the words of an agency's name.
pub(crate) fn is_agency(words: &[u64]) -> bool {
    (AGENCIES.iter().flatten()).any(|known| known.words == words)
}

/// The agencies that go by several names.
static AGENCIES: LazyLock<Vec<Vec<Name>>> = LazyLock::new(|| {
    include_str!("agencies.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('|').filter_map(Name::of_agency).collect())
        .collect()
});

impl Names {
    fn of(end: End<'_>) -> Self {
        let mut names = end.owners().clone();
        if let Some(source) = end.article.source.as_deref() {
            names.add(source);
        }
        for agency in datelines(end.article) {
            names.add(agency);
        }
        names
    }

    fn of_owners(end: End<'_>) -> Self {
        let mut names = Self::default();
        for owner in owners(end) {
            names.add(owner);
        }
        names
    }

    /// By the source alone.
    pub(crate) fn of_source(source: &str) -> Self {
        let mut names = Self::default();
        names.add(source);
        names
    }

    fn add(&mut self, text: &str) {
        let host = Name::of_host(text);
        let names = if host.is_empty() {
            let name = Name::new(text);
            let bare = name.as_ref().and_then(Name::without_article);
            name.into_iter().chain(bare).collect()
        } else {
            host
        };
        let agency = AGENCIES.iter().find(|agency| {
            let known = |name: &Name| agency.iter().any(|known| known.words == name.words);
            names.iter().any(known)
        });
        if let Some(agency) = agency {
            if !self.outlets.contains(&agency.as_slice()) {
                self.outlets.push(agency);
            }
            return;
        }
        for name in names {
            if !self.own.contains(&name) {
                self.own.push(name);
            }
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Name> {
        self.outlets.iter().copied().flatten().chain(&self.own)
    }

    pub(crate) fn contains(&self, name: &Name) -> bool {
        // "El País" is not "O País".
        let is_same =
            |own: &Name| own.words == name.words && !(own.lost_article && name.lost_article);
        self.all().any(is_same)
    }
}

/// The agencies in datelines: `HARL, June 8 (Tidewire) - The …`, `(Tidewire) -- The …`.
pub(crate) fn datelines<'t>(article: &'t Article<'_>) -> impl Iterator<Item = &'t str> {
    let text = article.text.as_ref();
    lines(text)
        .take(FIRST_LINES)
        .filter_map(move |line| dateline(line.of(text)))
}

/// `HARL (AP) - The …`, `(AP) The …`, `HARL, 3 may (EFE).- El …`, `МОСКВА, 3 мая. /ТАСС/. …`.
fn dateline(line: &str) -> Option<&str> {
    in_parentheses(line).or_else(|| in_slashes(line))
}

fn in_parentheses(line: &str) -> Option<&str> {
    let (open, agency, behind) = enclosed(line, b'(', b')')?;
    let leads = open == 0 && behind.starts_with(char::is_uppercase);
    (is_dashed(behind) || leads).then_some(agency)
}

/// Slashes part words of all kinds, "he/she/it": here a stop or a dash follows them.
fn in_slashes(line: &str) -> Option<&str> {
    let (open, agency, behind) = enclosed(line, b'/', b'/')?;
    let stands_apart = open == 0 || line[..open].ends_with(char::is_whitespace);
    (stands_apart && (is_dashed(behind) || behind.starts_with('.'))).then_some(agency)
}

fn is_dashed(behind: &str) -> bool {
    let behind = behind.strip_prefix('.').unwrap_or(behind).trim_start();
    behind.starts_with(['-', '–', '—'])
}

/// What looks like a name between two marks near the start of a line, where it begins, and what follows it.
fn enclosed(line: &str, opening: u8, closing: u8) -> Option<(usize, &str, &str)> {
    // A text may be one line: it is not searched to its end.
    let head = &line.as_bytes()[..line.len().min(DATELINE_BYTES + 1)];
    let open = head.iter().position(|&byte| byte == opening)?;
    let inside = &line[open + 1..];
    let near = &inside.as_bytes()[..inside.len().min(LONGEST_AGENCY + 1)];
    let close = near.iter().position(|&byte| byte == closing)?;
    let name = &inside[..close];
    let is_name = name.starts_with(char::is_alphabetic);
    is_name.then(|| (open, name, inside[close + 1..].trim_start()))
}

/// Whose work a text says that it is: what follows `©` or `Copyright` and maybe a year.
fn owners(end: End<'_>) -> Vec<&str> {
    static COPYRIGHT: LazyLock<u64> = LazyLock::new(|| hash_word("copyright"));
    let text = end.article.text.as_ref();
    let (words, spans) = (end.words.hashes(), end.words.spans());
    let mut found = Vec::new();
    for line in lines_from_the_end(end.words).take(LAST_LINES) {
        let first = line.start;
        let before = &text[..spans[first].range().start];
        let signed = before.trim_end().ends_with('©') || before.trim_end().ends_with("(c)");
        if !signed && words[first] != *COPYRIGHT {
            continue;
        }
        let is_year = |word: usize| end.words.marks()[word].contains(Marks::NUMBER);
        let start = line
            .clone()
            .skip(usize::from(words[first] == *COPYRIGHT))
            .find(|&word| !is_year(word) && !spans[word].of(text).eq_ignore_ascii_case("c"));
        let Some(start) = start else { continue };
        let start = start + usize::from(spans[start].of(text).eq_ignore_ascii_case("the"));
        let named = (start..line.end)
            .take(MAX_NAME_WORDS)
            .take_while(|&word| {
                let plain: String = spans[word].of(text).to_lowercase().replace('.', "");
                end.words.marks()[word].contains(Marks::CAPITALISED)
                    && !LEGAL_FORMS.contains(&plain.as_str())
            })
            .count();
        if named > 0 {
            found.push(end.words.span_of(start..start + named).of(text));
        }
    }
    found
}

/// The lines that hold words, as [`Analysis::lines`] gives them, the last first.
fn lines_from_the_end(words: &Analysis) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut end = words.len();
    std::iter::from_fn(move || {
        let before = &words.marks()[..end];
        let line = (before.iter()).rposition(|marks| marks.contains(Marks::LINE_START));
        let start = if end == 0 {
            return None;
        } else {
            line.unwrap_or(0)
        };
        Some(start..std::mem::replace(&mut end, start))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_from_the_end_are_the_lines() {
        for text in ["", "one line", "Two\nlines", "\n\n(a b\n\n c d\n.\ne\n"] {
            let words = Analysis::new(text).expect("short");
            let mut lines: Vec<_> = words.lines().collect();
            lines.reverse();
            assert_eq!(
                lines_from_the_end(&words).collect::<Vec<_>>(),
                lines,
                "{text}"
            );
        }
    }

    fn names(text: &str) -> Vec<String> {
        let article = Article::new("a", text.to_owned());
        let words = Analysis::new(text).expect("short");
        let end = End {
            article: &article,
            words: &words,
            named: &Named::default(),
        };
        end.names().all().map(|name| name.text.clone()).collect()
    }

    #[test]
    fn a_dateline_names_the_agency() {
        assert_eq!(
            names("Quay burns\n\nHARL, June 8 (Tidewire) - The quay burnt."),
            ["Tidewire"]
        );
        assert_eq!(names("(Tidewire) -- The quay burnt."), ["Tidewire"]);
        assert_eq!(
            names("HARL (AP) — The quay burnt."),
            ["AP", "Associated Press"]
        );
        assert!(names("The quay (built in 1911) burnt.").is_empty());
        assert!(names("The quay burnt (again) - and nobody saw it.").len() < 2);
    }

    #[test]
    fn a_line_of_copyright_names_the_owner() {
        assert_eq!(names("The quay burnt.\n©2018 Tidewire L.P."), ["Tidewire"]);
        assert_eq!(
            names("The quay burnt.\nCopyright 2018 The Associated Press. All rights reserved."),
            ["AP", "Associated Press"]
        );
        assert_eq!(
            names("The quay burnt.\nCopyright (c) 2020 Harl Courier Ltd"),
            ["Harl Courier"]
        );
        assert!(names("The quay burnt.\nCopyright is a right.").is_empty());
    }

    #[test]
    fn every_line_of_the_agencies_has_names() {
        assert!(AGENCIES.len() > 30);
        assert!(AGENCIES.iter().all(|names| !names.is_empty()));
    }
}
