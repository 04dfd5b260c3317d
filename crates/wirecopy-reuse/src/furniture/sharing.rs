//! Rows of sharing buttons: "Share Facebook Twitter Print".

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use wirecopy_text::Marks;

use crate::furniture::look::Page;
use crate::furniture::rules::COMMON;
use crate::furniture::word_lists::{WordLists, Words};

/// A line of so many buttons is a row.
const SHORTEST_LINE: usize = 3;

/// The same in running text, where pages lost their lines.
const SHORTEST_RUN: usize = 4;

/// Networks that a row in running text has at the least: two words of sharing may be a noun and a verb.
const NETWORKS_OF_A_RUN: usize = 2;

struct Buttons {
    networks: Words,
    /// Words of sharing: "share", "print".
    shares: Words,
    between: Words,
}

static BUTTONS: LazyLock<Buttons> = LazyLock::new(|| {
    let lists = WordLists::parse([include_str!("lines/sharing.txt"), COMMON]);
    let named = |name: &str| {
        let words = lists.named(name).expect("the file has this list");
        words.iter().copied().collect()
    };
    Buttons {
        networks: named("network"),
        shares: named("share"),
        between: lists.between.clone(),
    }
});

/// The rows of sharing buttons, each with the address behind it. Nothing but blanks and bars stands between two buttons, as
/// prose puts commas; where a word of sharing and a colon begin a line ("Share: Facebook, Twitter, Email") commas may. O(n).
pub(super) fn rows<'t>(page: &'t Page<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < page.words.len() {
            let run = run_from(page, at);
            at = run.end.max(at + 1);
            if let Some(row) = row_of(page, run) {
                at = at.max(row.end);
                return Some(row);
            }
        }
        None
    })
}

fn is_button(word: u64) -> bool {
    BUTTONS.networks.contains(&word) || BUTTONS.shares.contains(&word)
}

/// The words from one on that are buttons, or stand between two, in one line.
fn run_from(page: &Page<'_>, start: usize) -> Range<usize> {
    let hashes = page.words.hashes();
    let mut end = start;
    let mut colon = false;
    for (word, &hash) in hashes.iter().enumerate().skip(start) {
        let button = is_button(hash);
        let first = word == start;
        if !button && (first || !BUTTONS.between.contains(&hash)) {
            break;
        }
        if !first {
            let between = page.before(word).trim();
            let begins = page.words.marks()[word].contains(Marks::LINE_START);
            let joined = between.chars().all(is_bar) || (colon && between == ",");
            let is_colon = between == ":" && starts_line(page, start);
            if begins || !(joined || is_colon) {
                break;
            }
            colon |= is_colon;
        }
        if button {
            end = word + 1;
        }
    }
    start..end
}

/// What may stand between two buttons. The plus is that of "Google+".
fn is_bar(sign: char) -> bool {
    sign.is_whitespace() || matches!(sign, '|' | '/' | '·' | '•' | '+' | '-' | '–')
}

fn starts_line(page: &Page<'_>, word: usize) -> bool {
    page.words.marks()[word].contains(Marks::LINE_START)
}

/// What of a run is a row.
fn row_of(page: &Page<'_>, run: Range<usize>) -> Option<Range<usize>> {
    let (hashes, marks) = (page.words.hashes(), page.words.marks());
    // "… sent an email Facebook Twitter": the word before the buttons is prose.
    let start = if starts_line(page, run.start) {
        run.start
    } else {
        (run.clone()).find(|&word| marks[word].contains(Marks::CAPITALISED))?
    };
    if !is_button(hashes[start]) || page.quoted(start, true) {
        return None;
    }
    // Each once: a table is a row of "X". The "e" of "e-mail" is no button of its own.
    let words = hashes[start..run.end].iter();
    let buttons: HashSet<u64> = words
        .filter(|&word| !BUTTONS.between.contains(word))
        .copied()
        .collect();
    let count = |list: &Words| buttons.iter().filter(|word| list.contains(word)).count();
    let (networks, shares) = (count(&BUTTONS.networks), count(&BUTTONS.shares));
    let end = end_of_address(page, run.end);
    let ends_line = end == page.words.len() || starts_line(page, end);
    let is_line = starts_line(page, start) && ends_line && networks + shares >= SHORTEST_LINE;
    let is_run = networks + shares >= SHORTEST_RUN && networks >= NETWORKS_OF_A_RUN;
    let open = end > run.end || !page.before(run.end).trim_start().starts_with(is_stop);
    (open && (is_line || is_run)).then_some(start..end)
}

/// Behind a button stands no sign of prose: "Facebook Twitter Google Reddit, and".
fn is_stop(sign: char) -> bool {
    matches!(sign, '.' | ',' | ';' | ':' | '!' | '?')
}

/// Where the address ends that begins with a word, or that word.
fn end_of_address(page: &Page<'_>, word: usize) -> usize {
    let spans = page.words.spans();
    let Some(span) = spans.get(word) else {
        return word;
    };
    let start = span.range().start;
    let address = &page.text[start..];
    let schemes = ["http://", "https://", "www."];
    if starts_line(page, word) || !schemes.iter().any(|&scheme| address.starts_with(scheme)) {
        return word;
    }
    let length = address.find(char::is_whitespace).unwrap_or(address.len());
    let rest = &spans[word..];
    word + rest
        .iter()
        .take_while(|span| span.range().start < start + length)
        .count()
}
