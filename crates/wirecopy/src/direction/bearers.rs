//! Persons and things that bear the name of an outlet: Michael Bloomberg, the Orient Express.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks};

use crate::direction::credit_words::WORDS;
use crate::direction::names::is_agency;

/// What is short for a title has so many letters at the most: "president" before a stop ends its sentence.
const ABBREVIATED: usize = 3;

/// A place in a text where the words of an outlet's name stand.
#[derive(Debug, Clone)]
pub(super) struct Named<'t> {
    pub(super) words: &'t Analysis,
    pub(super) text: &'t str,
    pub(super) name: Range<usize>,
    /// Whether the outlet has an article before these words, as "The Sun" has: without it they are a name's more often.
    pub(super) lost_article: bool,
}

impl Named<'_> {
    /// Whether the name is a part of a longer one: of "Michael Bloomberg", or of "Bloomberg Philanthropies".
    pub(super) fn is_part_of_a_name(&self) -> bool {
        self.continues_a_name() || self.goes_on()
    }

    /// Whether somebody has this name: "the mayor Michael Bloomberg", "Mr. Bloomberg". Who bears it is called by it alone
    /// where he is spoken of again. What begins a sentence has a capital in any case: it is a name if nothing but a verb or a
    /// comma follows ("Michael Bloomberg said"; not "Former Reuters editors").
    pub(super) fn is_borne(&self) -> bool {
        if self.name.len() > 1 || self.is_abbreviation() {
            return false;
        }
        if self.goes_on() {
            return self.lost_article;
        }
        let behind = self.words.hashes().get(self.name.end);
        let acts = !self.joined(self.name.end)
            || behind.is_none_or(|&word| {
                let verb = [word];
                WORDS.behind.contains(&verb[..]) || WORDS.before.contains(&verb[..])
            });
        self.is_titled() || (self.continues_a_name() && (acts || !self.opens(self.name.start - 1)))
    }

    /// "Michael Bloomberg", "the Orient Express", "the mayor Bloomberg"; not "Russia's Tidewire", "As Tidewire reported".
    fn continues_a_name(&self) -> bool {
        if self.is_titled() {
            return true;
        }
        let Some(before) = self.before() else {
            return false;
        };
        let given = self.text_of(before);
        let is_possessive = ["'s", "’s", "'", "’"]
            .iter()
            .any(|end| given.ends_with(end));
        // A place before the agency has capitals throughout: "HARL Reuters".
        let initial = given.len() == 1 && given.starts_with(char::is_uppercase);
        (starts_like_a_name(given) || initial)
            && !is_possessive
            && self.joined(self.name.start)
            && !self.is_spoken(before)
            && !is_agency(&self.words.hashes()[before..self.name.end])
    }

    /// "According to Bloomberg Philanthropies"; not "told Tidewire Monday", nor "told Reuters Ada Brook would come", and whose
    /// name is an abbreviation has services that bear it: "BBC Scotland".
    fn goes_on(&self) -> bool {
        let hashes = self.words.hashes();
        let is_told = (self.before()).is_some_and(|word| WORDS.told.contains(&hashes[word]));
        let behind = self.name.end;
        behind < self.words.len()
            && (!is_told || self.lost_article)
            && !self.is_abbreviation()
            && self.joined(behind)
            && starts_like_a_name(self.text_of(behind))
            && !self.opens(behind)
            && !self.is_spoken(behind)
            && !WORDS.role.contains(&hashes[behind])
            && !is_agency(&hashes[self.name.start..=behind])
    }

    /// Whether a word that has a capital is none of a name: "Citing Tidewire", "Tidewire News"; of the Sun the Sunday Sun is
    /// another paper.
    fn is_spoken(&self, word: usize) -> bool {
        let hash = self.words.hashes()[word];
        let is_of_another = self.lost_article && WORDS.may_stand_between(hash);
        WORDS.is_spoken(hash) && !is_of_another
    }

    fn is_abbreviation(&self) -> bool {
        let capitals = self.text_of(self.name.start);
        self.name.len() == 1 && capitals.chars().all(char::is_uppercase)
    }

    /// "Mayor Bloomberg", "Mr. Bloomberg".
    fn is_titled(&self) -> bool {
        let title = |word| WORDS.title.contains(&self.words.hashes()[word]);
        self.before().is_some_and(title) && self.joined(self.name.start)
    }

    fn before(&self) -> Option<usize> {
        self.name.start.checked_sub(1)
    }

    fn opens(&self, word: usize) -> bool {
        self.words.marks()[word].contains(Marks::SENTENCE_START)
    }

    /// Whether nothing but a space stands between a word and the one before, or the stop of what is short for a name or a
    /// title: "Michael R. Bloomberg", "Mr. Bloomberg".
    fn joined(&self, word: usize) -> bool {
        let spans = self.words.spans();
        let (Some(next), Some(before)) = (spans.get(word), word.checked_sub(1)) else {
            return false;
        };
        let between = &self.text[spans[before].range().end..next.range().start];
        let is_initial = self.text_of(before).chars().count() == 1;
        let is_short = is_initial || WORDS.title.contains(&self.words.hashes()[before]);
        let is_sentence =
            self.opens(word) && !is_initial && self.text_of(before).len() > ABBREVIATED;
        let between = between
            .strip_prefix('.')
            .filter(|_| is_short && !is_sentence)
            .unwrap_or(between);
        between.chars().all(char::is_whitespace) && between.matches('\n').count() < 2
    }

    fn text_of(&self, word: usize) -> &str {
        self.words.spans()[word].of(self.text)
    }
}

fn starts_like_a_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
}
