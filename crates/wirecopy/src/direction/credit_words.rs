//! The words of credits, and how many of them go together.

use std::collections::HashSet;
use std::sync::LazyLock;

use wirecopy_text::Analysis;

use crate::phrase_list::lines_of;

/// The longest credit in words.
pub(super) const LONGEST: usize = 4;

/// Words of credits, in ten languages.
#[derive(Default)]
pub(super) struct Words {
    pub(super) before: HashSet<Vec<u64>>,
    pub(super) around: HashSet<Vec<u64>>,
    pub(super) far_before: HashSet<Vec<u64>>,
    pub(super) behind: HashSet<Vec<u64>>,
    pub(super) agency: HashSet<u64>,
    pub(super) article: HashSet<u64>,
    pub(super) when: HashSet<u64>,
    pub(super) that: HashSet<u64>,
    pub(super) own: HashSet<u64>,
    pub(super) of: HashSet<u64>,
    pub(super) itself: HashSet<Vec<u64>>,
    pub(super) role: HashSet<u64>,
    pub(super) denies: HashSet<u64>,
    pub(super) what: HashSet<u64>,
    pub(super) link: HashSet<u64>,
    pub(super) title: HashSet<u64>,
    pub(super) opens: HashSet<u64>,
    pub(super) told: HashSet<u64>,
    pub(super) none: HashSet<u64>,
    pub(super) nothing: HashSet<Vec<u64>>,
    pub(super) never: HashSet<u64>,
    pub(super) last: HashSet<u64>,
    pub(super) it: HashSet<u64>,
    pub(super) untrue: HashSet<Vec<u64>>,
    pub(super) were: HashSet<u64>,
    pub(super) so: HashSet<u64>,
    /// The last words of phrases of several words before a name.
    pub(super) parted: HashSet<u64>,
    /// The words of all phrases, and those that stand between them and a name.
    spoken: HashSet<u64>,
}

impl Words {
    pub(super) fn may_stand_between(&self, word: u64) -> bool {
        self.agency.contains(&word) || self.when.contains(&word)
    }

    /// Whether a word with a capital is none of a name: "Citing Tidewire", "the News Agency Tidewire".
    pub(super) fn is_spoken(&self, word: u64) -> bool {
        self.spoken.contains(&word)
    }
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| {
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
            "denies" => words.denies.extend(phrases.flatten()),
            "what" => words.what.extend(phrases.flatten()),
            "link" => words.link.extend(phrases.flatten()),
            "title" => words.title.extend(phrases.flatten()),
            "told" => words.told.extend(phrases.flatten()),
            "none" => words.none.extend(phrases.flatten()),
            "nothing" => words.nothing.extend(phrases),
            "never" => words.never.extend(phrases.flatten()),
            "last" => words.last.extend(phrases.flatten()),
            "it" => words.it.extend(phrases.flatten()),
            "false" => words.untrue.extend(phrases),
            "were" => words.were.extend(phrases.flatten()),
            "so" => words.so.extend(phrases.flatten()),
            "opens" => words.opens.extend(phrases.flatten()),
            _ => unreachable!("the list is ours, and a test reads it"),
        }
    }
    let several = words.before.iter().filter(|phrase| phrase.len() > 1);
    words.parted = several
        .filter_map(|phrase| phrase.last().copied())
        .collect();
    let phrases = [
        &words.before,
        &words.around,
        &words.far_before,
        &words.behind,
    ];
    let phrases = phrases.into_iter().flatten().flatten();
    let single = [
        &words.agency,
        &words.article,
        &words.when,
        &words.that,
        &words.of,
        &words.what,
        &words.opens,
    ];
    let spoken = phrases.chain(single.into_iter().flatten()).copied();
    words.spoken = spoken.collect();
    words
});

/// Language, kind and phrases of each line of the list.
fn lines() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    lines_of(include_str!("credit_words.txt"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_all_that_it_needs_in_ten_languages_and_no_phrase_is_too_long() {
        for needed in [
            "<", ">", "agency", "when", "that", "own", "self", "denies", "what", "link", "opens",
            "none", "nothing", "false",
        ] {
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
