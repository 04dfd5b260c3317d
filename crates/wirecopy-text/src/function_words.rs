//! English words of closed classes.

use std::sync::LazyLock;

use crate::hash::hash_word;

/// Articles, determiners, pronouns, prepositions, conjunctions, auxiliaries and the commonest
/// adverbs of English, in their folded form and in byte order.
pub(crate) const FUNCTION_WORDS: &[&str] = &[
    "a",
    "about",
    "above",
    "across",
    "after",
    "again",
    "against",
    "all",
    "almost",
    "along",
    "already",
    "also",
    "although",
    "always",
    "am",
    "amid",
    "among",
    "an",
    "and",
    "another",
    "any",
    "anybody",
    "anyone",
    "anything",
    "are",
    "aren't",
    "around",
    "as",
    "at",
    "away",
    "back",
    "be",
    "because",
    "been",
    "before",
    "behind",
    "being",
    "below",
    "beside",
    "besides",
    "between",
    "beyond",
    "both",
    "but",
    "by",
    "can",
    "can't",
    "cannot",
    "could",
    "couldn't",
    "despite",
    "did",
    "didn't",
    "do",
    "does",
    "doesn't",
    "doing",
    "don't",
    "done",
    "down",
    "during",
    "each",
    "either",
    "else",
    "enough",
    "even",
    "ever",
    "every",
    "everybody",
    "everyone",
    "everything",
    "except",
    "few",
    "for",
    "from",
    "further",
    "had",
    "hadn't",
    "has",
    "hasn't",
    "have",
    "haven't",
    "having",
    "he",
    "he'd",
    "he'll",
    "he's",
    "hence",
    "her",
    "here",
    "hers",
    "herself",
    "him",
    "himself",
    "his",
    "how",
    "however",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "inside",
    "instead",
    "into",
    "is",
    "isn't",
    "it",
    "it'd",
    "it'll",
    "it's",
    "its",
    "itself",
    "just",
    "least",
    "less",
    "let",
    "let's",
    "like",
    "many",
    "may",
    "me",
    "might",
    "mine",
    "more",
    "most",
    "much",
    "must",
    "mustn't",
    "my",
    "myself",
    "near",
    "neither",
    "never",
    "no",
    "nobody",
    "none",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "off",
    "on",
    "once",
    "one",
    "only",
    "onto",
    "or",
    "other",
    "others",
    "ought",
    "our",
    "ours",
    "ourselves",
    "out",
    "outside",
    "over",
    "own",
    "past",
    "per",
    "perhaps",
    "rather",
    "same",
    "several",
    "shall",
    "she",
    "she'd",
    "she'll",
    "she's",
    "should",
    "shouldn't",
    "since",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "still",
    "such",
    "than",
    "that",
    "that's",
    "the",
    "their",
    "theirs",
    "them",
    "themselves",
    "then",
    "there",
    "there's",
    "therefore",
    "these",
    "they",
    "they'd",
    "they'll",
    "they're",
    "they've",
    "this",
    "those",
    "though",
    "through",
    "throughout",
    "thus",
    "till",
    "to",
    "together",
    "too",
    "toward",
    "towards",
    "under",
    "unless",
    "until",
    "up",
    "upon",
    "us",
    "very",
    "via",
    "was",
    "wasn't",
    "we",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "were",
    "weren't",
    "what",
    "what's",
    "whatever",
    "when",
    "whenever",
    "where",
    "whereas",
    "whether",
    "which",
    "while",
    "who",
    "who's",
    "whoever",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "won't",
    "would",
    "wouldn't",
    "yet",
    "you",
    "you'd",
    "you'll",
    "you're",
    "you've",
    "your",
    "yours",
    "yourself",
    "yourselves",
];

/// The hashes of [`FUNCTION_WORDS`] in an open table: a word is looked up by the hash that the
/// analysis has anyway.
pub(crate) struct FunctionWords {
    slots: Box<[u64; SLOTS]>,
}

/// At least three times the number of words, so that most look-ups see one slot.
const SLOTS: usize = 1024;
const _: () = assert!(FUNCTION_WORDS.len() * 3 < SLOTS);

/// Marks a free slot; no function word hashes to it (tested).
const FREE: u64 = 0;

impl FunctionWords {
    pub(crate) fn shared() -> &'static Self {
        static WORDS: LazyLock<FunctionWords> = LazyLock::new(|| {
            let mut slots = Box::new([FREE; SLOTS]);
            for hash in FUNCTION_WORDS.iter().map(|word| hash_word(word)) {
                let mut slot = slot_of(hash);
                while slots[slot] != FREE {
                    slot = (slot + 1) % SLOTS;
                }
                slots[slot] = hash;
            }
            FunctionWords { slots }
        });
        &WORDS
    }

    /// Says whether the folded word with this hash is a function word.
    #[inline]
    pub(crate) fn contains(&self, hash: u64) -> bool {
        let mut slot = slot_of(hash);
        loop {
            match self.slots[slot] {
                FREE => return false,
                found if found == hash => return true,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the remainder is below `SLOTS`"
)]
#[inline]
fn slot_of(hash: u64) -> usize {
    (hash % SLOTS as u64) as usize
}

/// Says whether `folded` is an English function word.
pub(crate) fn is_function_word(folded: &str) -> bool {
    FUNCTION_WORDS.binary_search(&folded).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;

    #[test]
    fn the_list_is_sorted_unique_and_folded() {
        assert!(FUNCTION_WORDS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(FUNCTION_WORDS.iter().all(|word| fold(word) == *word));
    }

    #[test]
    fn the_table_holds_the_list_and_nothing_else() {
        let words = FunctionWords::shared();
        assert!(
            FUNCTION_WORDS
                .iter()
                .all(|word| words.contains(hash_word(word)))
        );
        assert!(
            ["harbour", "said", "monday", ""]
                .iter()
                .all(|word| !words.contains(hash_word(word)))
        );
        assert!(FUNCTION_WORDS.iter().all(|word| hash_word(word) != FREE));
        assert!(is_function_word("the") && !is_function_word("The"));
    }
}
