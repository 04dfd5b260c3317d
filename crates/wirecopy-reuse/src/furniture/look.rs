//! How the words of furniture look, and those of prose do not.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

use crate::weights::WordHash;

/// A headline has so many words at the most.
const LONGEST_HEADLINE: usize = 30;

/// A text with its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) words: &'t Analysis,
}

impl Page<'_> {
    /// Where the word before ends.
    fn end_before(&self, word: usize) -> usize {
        let before = word.checked_sub(1);
        before.map_or(0, |word| self.words.spans()[word].range().end)
    }

    /// What stands between a word and the one before.
    fn before(&self, word: usize) -> &str {
        let next = self.words.spans().get(word);
        let start = next.map_or(self.text.len(), |span| span.range().start);
        &self.text[self.end_before(word)..start]
    }

    pub(super) fn begins_sentence(&self, word: usize) -> bool {
        let marks = self.words.marks().get(word);
        marks.is_none_or(|marks| marks.contains(Marks::SENTENCE_START))
    }

    /// Whether a colon or a dash stands between a word and the one before: "Anm. d. Red.: …", "Editor's note — …".
    pub(super) fn colon_before(&self, word: usize) -> bool {
        let between = self.before(word);
        let behind =
            between.trim_start_matches(|c: char| c == '.' || c == ')' || c.is_whitespace());
        behind.starts_with([':', '：', '–', '—']) || between.trim_start().starts_with("- ")
    }

    pub(super) fn sign_before(&self, word: usize) -> bool {
        self.before(word).contains('©')
    }

    /// Whether somebody else says what begins with this word: right behind a quotation mark, or anywhere between two. The
    /// second is no good for lines: one mark that was never closed would quote the rest of the page.
    pub(super) fn quoted(&self, word: usize, anywhere: bool) -> bool {
        let marked = self.words.marks()[word].contains(Marks::QUOTED);
        let marks = ['"', '“', '”', '„', '«', '»', '‘', '\''];
        let behind_mark = || self.before(word).trim_end().ends_with(marks);
        marked && !self.sign_before(word) && (anywhere || behind_mark())
    }

    pub(super) fn is_year(&self, word: usize) -> bool {
        let word = self.words.spans()[word].of(self.text);
        let year = word.len() >= 4 && word.starts_with(['1', '2']);
        // "1992,1993" is a word too.
        year && (word.bytes()).all(|c| c.is_ascii_digit() || c == b',')
    }

    /// Whether words end their line, and not with a full stop. A question may be a headline, and so may what is left open.
    fn ends_line_without_stop(&self, end: usize) -> bool {
        let begins = self.words.marks().get(end);
        let behind = self.before(end);
        let line = behind.split(['\n', '\r']).next().unwrap_or_default();
        let open = line.trim_start().starts_with("..");
        begins.is_none_or(|marks| marks.contains(Marks::LINE_START))
            && (open || !line.contains('.'))
    }
}

type Words = HashSet<u64, BuildHasherDefault<WordHash>>;

/// The words that a language's rules speak of.
#[derive(Debug, Default)]
pub(super) struct WordLists {
    told: Words,
    between: Words,
    staff: Words,
    /// Those that rules ask for by name.
    named: HashMap<String, Vec<u64>>,
}

impl WordLists {
    /// From lines `= name: word word …`.
    pub(super) fn parse(file: &str) -> Self {
        let mut lists = Self::default();
        let lines = file.lines().filter_map(|line| line.strip_prefix("= "));
        for (name, words) in lines.filter_map(|line| line.split_once(':')) {
            let words = words.split_whitespace().flat_map(hashes);
            match name {
                "told" => lists.told.extend(words),
                "between" => lists.between.extend(words),
                "staff" => lists.staff.extend(words),
                _ => lists
                    .named
                    .entry(name.to_owned())
                    .or_default()
                    .extend(words),
            }
        }
        lists
    }

    pub(super) fn named(&self, name: &str) -> Option<&[u64]> {
        self.named.get(name).map(Vec::as_slice)
    }
}

pub(super) fn hashes(text: &str) -> Vec<u64> {
    Analysis::new(text).map_or_else(|_| Vec::new(), |words| words.hashes().to_vec())
}

/// What may fill a gap in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Any words.
    Any,
    /// Words that tell nothing: none of the language's `told`, "said", "was".
    Untold,
    /// Names, numbers and the small words `between` them, or an address with whatever stands beside it. All of the ten
    /// languages write their verbs small.
    Names,
    /// A headline: it ends its line, without a full stop.
    Headline,
}

impl Look {
    pub(super) fn is_of(self, page: &Page<'_>, words: Range<usize>, lists: &WordLists) -> bool {
        match self {
            Self::Any => true,
            Self::Untold => untold(page, words, lists),
            Self::Names => names(page, words, lists),
            Self::Headline => {
                (1..=LONGEST_HEADLINE).contains(&words.len())
                    && page.ends_line_without_stop(words.end)
            }
        }
    }
}

fn untold(page: &Page<'_>, words: Range<usize>, lists: &WordLists) -> bool {
    let mut words = page.words.hashes()[words].iter();
    !words.any(|word| lists.told.contains(word))
}

fn names(page: &Page<'_>, words: Range<usize>, lists: &WordLists) -> bool {
    let Some(last) = words.clone().last() else {
        return true;
    };
    let from = page.end_before(words.start);
    let text = &page.text[from..page.words.spans()[last].range().end];
    let is_phone = |word: usize| {
        let digits = page.words.spans()[word].of(page.text);
        digits.len() > 2 && digits.starts_with('0') && digits.bytes().all(|c| c.is_ascii_digit())
    };
    let mut signs = ["@", "://", "www.", "+"].iter();
    if signs.any(|sign| text.contains(sign)) || words.clone().any(is_phone) {
        return untold(page, words, lists);
    }
    let hashes = page.words.hashes();
    // Of "d'Orrin" the first letter is small.
    let is_name = |word: usize| {
        let letters = page.words.spans()[word].of(page.text);
        page.words.marks()[word].contains(Marks::NUMBER) || letters.contains(char::is_uppercase)
    };
    let speaks = |word: usize| is_name(word) || lists.staff.contains(&hashes[word]);
    words
        .clone()
        .all(|word| speaks(word) || lists.between.contains(&hashes[word]))
        && words.clone().any(speaks)
}
