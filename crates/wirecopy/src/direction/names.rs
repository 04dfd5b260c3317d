//! By which names an article says where it is from.

use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use wirecopy_text::{Analysis, Marks, hash_word, lines};

use crate::Article;
use crate::direction::End;

/// A dateline stands in one of the first lines that have words; a line of copyright among the last.
const FIRST_LINES: usize = 12;
const LAST_LINES: usize = 20;

/// A dateline begins within so many bytes of its line: place and date come before the agency.
const DATELINE_BYTES: usize = 80;

/// A name has so many words at the most.
const MAX_NAME_WORDS: usize = 5;

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
}

impl Name {
    /// `None` for a name without words, or of too many.
    fn new(text: &str) -> Option<Self> {
        let words = Analysis::new(text).ok()?;
        (1..=MAX_NAME_WORDS).contains(&words.len()).then(|| Self {
            text: text.trim().to_owned(),
            words: words.hashes().to_vec(),
        })
    }
}

/// The agencies that go by several names.
static AGENCIES: LazyLock<Vec<Vec<Name>>> = LazyLock::new(|| {
    include_str!("agencies.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('|').filter_map(Name::new).collect())
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
        let Some(name) = Name::new(text) else {
            return;
        };
        let agency = AGENCIES
            .iter()
            .find(|names| names.iter().any(|known| known.words == name.words));
        match agency {
            Some(agency) if !self.outlets.contains(&agency.as_slice()) => self.outlets.push(agency),
            None if !self.own.contains(&name) => self.own.push(name),
            _ => {}
        }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &Name> {
        self.outlets.iter().copied().flatten().chain(&self.own)
    }

    pub(crate) fn contains(&self, name: &Name) -> bool {
        self.all().any(|own| own.words == name.words)
    }
}

/// The agencies in datelines: `HARL, June 8 (Tidewire) - The …`, `(Tidewire) -- The …`.
pub(crate) fn datelines<'t>(article: &'t Article<'_>) -> impl Iterator<Item = &'t str> {
    let text = article.text.as_ref();
    lines(text)
        .take(FIRST_LINES)
        .filter_map(move |line| dateline(line.of(text)))
}

fn dateline(line: &str) -> Option<&str> {
    let open = line.find('(').filter(|&at| at <= DATELINE_BYTES)?;
    let close = open + line[open..].find(')')?;
    let agency = &line[open + 1..close];
    let behind = line[close + 1..].trim_start();
    let is_name = agency.len() <= 40 && agency.starts_with(char::is_alphabetic);
    let dashed = behind.starts_with(['-', '–', '—']);
    let leads = open == 0 && behind.starts_with(char::is_uppercase);
    (is_name && (dashed || leads)).then_some(agency)
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
