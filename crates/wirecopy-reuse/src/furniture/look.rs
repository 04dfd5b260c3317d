//! How the words of furniture look, and those of prose do not.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

use crate::furniture::word_lists::{WordLists, Words};

/// A headline has so many words at the most.
const LONGEST_HEADLINE: usize = 30;

/// A list behind a comma that is no pitch has so many words at the most: "weather and sport".
const LONGEST_LIST: usize = 3;

/// The same where another comma goes before: "breaking news, entertainment and a dash of fun".
const LONGEST_LAST_OF_LIST: usize = 6;

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
    pub(super) fn before(&self, word: usize) -> &str {
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

    /// Whether a new clause begins with a word: "…, mothers tell the army", "… - how a farm was lost".
    fn begins_clause(&self, word: usize) -> bool {
        let between = self
            .before(word)
            .trim_start_matches(['"', '”', '»', '’', ')']);
        let (mark, behind) = between.split_at(between.chars().next().map_or(0, char::len_utf8));
        matches!(mark, "," | ";" | ":") && behind.starts_with(char::is_whitespace)
            || between.contains(['–', '—', '…'])
            || between.trim_start().starts_with("- ")
    }

    /// Whether no sentence begins among words, but maybe with the first.
    fn is_one_sentence(&self, words: Range<usize>) -> bool {
        words.skip(1).all(|word| !self.begins_sentence(word))
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

/// What may fill a gap in a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Any words of one sentence.
    Any,
    /// Words that tell nothing: none of the language's `told`, "said", "was", and no sentence or clause of somebody else.
    Untold,
    /// Names, numbers and the small words `between` them, or an address with whatever stands beside it. All of the ten
    /// languages write their verbs small.
    Names,
    /// Names of agencies and the small words between them, maybe none.
    Agencies,
    /// A headline: it ends its line, without a full stop.
    Headline,
    /// A sentence on the text that it stands in: "this interview", "the name … was changed".
    Note,
    /// The same of a correction: "an earlier version". Names and texts of all kinds are corrected.
    Correction,
}

impl Look {
    /// Whether words look like this; `begin` is the first word that the rule has to explain.
    pub(super) fn is_of(
        self,
        page: &Page<'_>,
        words: Range<usize>,
        begin: usize,
        lists: &WordLists,
    ) -> bool {
        match self {
            Self::Any => page.is_one_sentence(words),
            Self::Untold => untold(page, words, begin, lists),
            Self::Names => names(page, words, lists),
            Self::Agencies => (page.words.hashes()[words].iter())
                .all(|word| lists.agency.contains(word) || lists.between.contains(word)),
            Self::Headline => {
                (1..=LONGEST_HEADLINE).contains(&words.len())
                    && page.ends_line_without_stop(words.end)
            }
            Self::Note => {
                page.is_one_sentence(words.clone())
                    && (speaks_of_the_text(page, words.clone(), lists)
                        || tells_what_was_done(page, words, lists))
            }
            Self::Correction => {
                page.is_one_sentence(words.clone()) && speaks_of_the_text(page, words, lists)
            }
        }
    }
}

fn have(page: &Page<'_>, words: Range<usize>, list: &Words) -> bool {
    let mut words = page.words.hashes()[words].iter();
    words.any(|word| list.contains(word))
}

/// Whether words tell nothing. A sentence that begins among them, and the clause at its end, have to look like furniture:
/// no list has all verbs with which a headline ends ("Sign up to fight, minister urges").
fn untold(page: &Page<'_>, words: Range<usize>, begin: usize, lists: &WordLists) -> bool {
    if have(page, words.clone(), &lists.told) {
        return false;
    }
    let mut part = Part::default();
    for word in words.clone() {
        let is_behind = word > begin && !(word == words.start && page.colon_before(word));
        if is_behind && page.begins_sentence(word) {
            if !part.is_pitched(page, word, lists) {
                return false;
            }
            part = Part {
                sentence: Some(word),
                ..Part::default()
            };
        } else if is_behind && page.begins_clause(word) {
            part.clause = Some(word);
            part.clauses += 1;
        }
        if part.clause.is_some() && lists.tells.contains(&page.words.hashes()[word]) {
            return false;
        }
    }
    part.is_pitched(page, words.end, lists)
}

/// Where the last sentence and the last clause among words begin, if they begin there, and how many clauses do.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    sentence: Option<usize>,
    clause: Option<usize>,
    clauses: usize,
}

impl Part {
    /// Whether what goes up to `end` looks like furniture.
    fn is_pitched(self, page: &Page<'_>, end: usize, lists: &WordLists) -> bool {
        let is_pitch =
            |start: usize| have(page, start..end, &lists.pitch) || names(page, start..end, lists);
        let is_list = |start: usize| {
            let longest = if self.clauses > 1 {
                LONGEST_LAST_OF_LIST
            } else {
                LONGEST_LIST
            };
            let joins = |words| have(page, words, &lists.joins);
            end - start <= 1
                || joins(start..start + 1)
                || (end - start <= longest && joins(start..end))
        };
        self.sentence.is_none_or(is_pitch)
            && self
                .clause
                .is_none_or(|start| is_list(start) || is_pitch(start))
    }
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
        return !have(page, words, &lists.told);
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

/// Whether words speak of the text that they stand in: of "this article".
fn speaks_of_the_text(page: &Page<'_>, words: Range<usize>, lists: &WordLists) -> bool {
    let words = &page.words.hashes()[words];
    let is_this = |pair: &[u64]| lists.this.contains(&pair[0]) && lists.text.contains(&pair[1]);
    let is_turned = |pair: &[u64]| lists.text.contains(&pair[0]) && lists.this.contains(&pair[1]);
    // "This morning's article".
    let is_parted =
        |three: &[u64]| lists.this.contains(&three[0]) && lists.text.contains(&three[2]);
    (words.windows(2)).any(|pair| is_this(pair) || is_turned(pair))
        || words.windows(3).any(is_parted)
        || words.iter().any(|word| lists.itself.contains(word))
}

/// Whether words tell what was done to a text or to a name in it: "the name of the witness was changed".
fn tells_what_was_done(page: &Page<'_>, words: Range<usize>, lists: &WordLists) -> bool {
    let has = |list: &Words| have(page, words.clone(), list);
    (has(&lists.text) || has(&lists.part)) && has(&lists.done)
}
