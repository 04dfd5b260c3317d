//! Telling words of content from names and from the titles that stand before names.

use std::collections::HashSet;
use std::sync::LazyLock;

use wirecopy_text::{Marks, hash_word};

/// Words by which people and bodies are introduced; beside names they are no content of their own.
const TITLES: &[&str] = &[
    "administration",
    "agency",
    "ambassador",
    "analyst",
    "archbishop",
    "army",
    "assistant",
    "association",
    "attorney",
    "bishop",
    "board",
    "captain",
    "cardinal",
    "chair",
    "chairman",
    "chairwoman",
    "chancellor",
    "chief",
    "coach",
    "colonel",
    "commission",
    "commissioner",
    "committee",
    "congressman",
    "correspondent",
    "council",
    "councillor",
    "counterpart",
    "counsel",
    "deputy",
    "director",
    "doctor",
    "dr",
    "economist",
    "editor",
    "executive",
    "financial",
    "foreign",
    "former",
    "founder",
    "general",
    "governor",
    "head",
    "international",
    "interior",
    "judge",
    "justice",
    "king",
    "lawmaker",
    "lawyer",
    "lady",
    "leader",
    "lieutenant",
    "lord",
    "manager",
    "mayor",
    "minister",
    "ministry",
    "mr",
    "mrs",
    "ms",
    "national",
    "officer",
    "official",
    "operating",
    "organisation",
    "organization",
    "party",
    "police",
    "pope",
    "premier",
    "president",
    "presidential",
    "prime",
    "prince",
    "princess",
    "professor",
    "prosecutor",
    "queen",
    "reporter",
    "representative",
    "republican",
    "democratic",
    "secretary",
    "security",
    "senator",
    "senior",
    "sergeant",
    "sheriff",
    "sir",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "superintendent",
    "treasurer",
    "union",
    "university",
    "vice",
];

static TITLE_HASHES: LazyLock<HashSet<u64>> =
    LazyLock::new(|| TITLES.iter().map(|title| hash_word(title)).collect());

/// Whether a word says something besides who is who and how many: neither capitalised, nor a title or a number.
///
/// A word at the start of a sentence is capitalised whatever it is; it counts as a name here, because a passage
/// has others to show.
pub(crate) fn is_content(word: u64, marks: Marks) -> bool {
    !marks.contains(Marks::CAPITALISED)
        && !marks.contains(Marks::NUMBER)
        && !TITLE_HASHES.contains(&word)
}

#[cfg(test)]
mod tests {
    use wirecopy_text::Analysis;

    use super::*;

    fn content(text: &str) -> Vec<&str> {
        let analysis = Analysis::new(text).expect("short");
        (0..analysis.len())
            .filter(|&i| is_content(analysis.hashes()[i], analysis.marks()[i]))
            .map(|i| analysis.spans()[i].of(text))
            .collect()
    }

    #[test]
    fn of_a_title_with_two_names_only_function_words_are_content() {
        assert_eq!(
            content("the foreign minister Ada Quill and president Bo Marsh in 1998"),
            ["the", "and", "in"]
        );
    }

    #[test]
    fn verbs_and_common_nouns_are_content() {
        assert_eq!(
            content("Mayor Ada Quill opened the new harbour."),
            ["opened", "the", "new", "harbour"]
        );
    }
}
