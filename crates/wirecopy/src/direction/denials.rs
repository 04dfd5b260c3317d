//! Credits that are denied: "contrary to what Tidewire reported", "Tidewire reported no such thing".

use crate::direction::credit_words::{LONGEST, WORDS};
use crate::direction::credits::{Mention, begins_with};

/// What is denied is named within so many words: "denied what the state news agency Tidewire reported".
const DENIED: usize = 8;

impl Mention<'_> {
    /// Whether the words around an outlet deny that it reported something, or that this is so.
    pub(super) fn is_denied(&self) -> bool {
        self.is_denied_before()
            || self.is_supposed()
            || self.is_called_untrue()
            || self.is_told_nothing()
    }

    /// The words before the name that belong to its clause.
    pub(super) fn clause_before(&self) -> &[u64] {
        &self.before[self.before.len() - self.denied_within..]
    }

    /// "Contrary to what Tidewire reported", "not Tidewire", "denied a report by Tidewire", "nothing of what Tidewire
    /// reported": from the name on back to a word that denies there is nothing but words that link the two.
    fn is_denied_before(&self) -> bool {
        let (linked, word) = self.linked_before();
        word.is_some_and(|word| {
            let of_what =
                has_what(linked) || (linked.first()).is_some_and(|word| WORDS.that.contains(word));
            WORDS.denies.contains(&word) || (of_what && WORDS.none.contains(&word))
        })
    }

    /// The words that link a name to what is said before, and the word before these.
    fn linked_before(&self) -> (&[u64], Option<u64>) {
        let clause = self.clause_before();
        let links = |word: &u64| {
            !WORDS.denies.contains(word)
                && (WORDS.link.contains(word)
                    || WORDS.what.contains(word)
                    || WORDS.is_spoken(*word))
        };
        let count = clause
            .iter()
            .rev()
            .take(DENIED)
            .take_while(|&word| links(word));
        let (rest, linked) = clause.split_at(clause.len() - count.count());
        let word = rest.last().filter(|_| linked.len() < DENIED);
        (linked, word.copied())
    }

    /// "Had Tidewire reported it, we would know."
    fn is_supposed(&self) -> bool {
        self.clause_is(|first| WORDS.were.contains(&first))
    }

    /// Whether a clause begins with such a word, and nothing but an article and the like stands between that and the name.
    pub(super) fn clause_is(&self, begins: impl Fn(u64) -> bool) -> bool {
        (self.clause_before().split_first()).is_some_and(|(&first, rest)| {
            let between =
                |&word: &u64| WORDS.may_stand_between(word) || WORDS.article.contains(&word);
            begins(first) && rest.iter().all(between)
        })
    }

    /// "What Tidewire reported was false."
    fn is_called_untrue(&self) -> bool {
        let (linked, _) = self.linked_before();
        has_what(linked)
            && (0..self.behind.len().min(DENIED))
                .any(|at| begins_with(&self.behind[at..], &WORDS.untrue))
    }

    /// "The captain told Tidewire nothing"; not "laut Tidewire nichts davon".
    fn is_told_nothing(&self) -> bool {
        (self.before.last()).is_some_and(|word| WORDS.told.contains(word)) && self.is_nothing(0)
    }

    /// "Said nothing of it", "reported no such thing", "berichtete darüber nicht", by the words behind the verb; not "said
    /// nothing was stolen".
    pub(super) fn is_nothing(&self, from: usize) -> bool {
        let reported = self.behind.get(from..self.clause).unwrap_or_default();
        let fills = |word: &&u64| WORDS.it.contains(word) || WORDS.when.contains(word);
        // A small word of one language is one that denies in another: "no" of "no such thing".
        let filled = reported.iter().take_while(fills).count();
        (0..=filled).any(|at| denies(&reported[at..])) || ends_in_not(reported)
    }
}

fn has_what(words: &[u64]) -> bool {
    words.iter().any(|word| WORDS.what.contains(word))
}

/// Whether words begin with a phrase that denies, a single word only before what shows that no more is said.
fn denies(words: &[u64]) -> bool {
    let shows = |word: &u64| {
        let lists = [&WORDS.of, &WORDS.it, &WORDS.that];
        lists.iter().any(|list| list.contains(word))
    };
    (1..=LONGEST.min(words.len())).any(|length| {
        let (phrase, rest) = words.split_at(length);
        WORDS.nothing.contains(phrase) && (length > 1 || rest.first().is_none_or(shows))
    }) || (words.first()).is_some_and(|word| WORDS.never.contains(word))
}

/// "Meldete den Brand nicht": where a language puts the word last, unless another clause begins before.
fn ends_in_not(words: &[u64]) -> bool {
    (words.last()).is_some_and(|word| WORDS.last.contains(word))
        && !words.iter().any(|word| WORDS.that.contains(word))
}
