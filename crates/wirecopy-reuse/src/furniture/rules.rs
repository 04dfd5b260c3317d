//! The rules of known lines: patterns of words, one file for each language.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::LazyLock;

use wirecopy_text::Marks;

use crate::furniture::look::{Look, Page};
use crate::furniture::word_lists::{WordLists, hashes};
use crate::weights::WordHash;

/// A rule of so many words leaves no doubt, wherever its sentence stands.
const SURE_WORDS: usize = 5;

/// So many words at either end of a page are its edge.
const EDGE_WORDS: usize = 80;

/// The rules, one file for each language. Written for this project.
pub(super) const LISTS: [&str; 10] = [
    include_str!("lines/en.txt"),
    include_str!("lines/de.txt"),
    include_str!("lines/fr.txt"),
    include_str!("lines/es.txt"),
    include_str!("lines/it.txt"),
    include_str!("lines/pt.txt"),
    include_str!("lines/nl.txt"),
    include_str!("lines/sv.txt"),
    include_str!("lines/pl.txt"),
    include_str!("lines/ru.txt"),
];

/// Words that all languages have in common.
pub(super) const COMMON: &str = include_str!("lines/common.txt");

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(|| Rules::of(&LISTS));

/// Where the words stand that a rule has to explain from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a line of their own.
    Line,
    /// At the close of a page.
    Close,
    /// In a sentence somewhere.
    Sentence,
    /// In parentheses somewhere.
    Parentheses,
}

/// Where a rule may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// In a line, and at the close of a page.
    Lines,
    /// In any sentence too: no prose begins like this.
    Anywhere,
    /// In lines and sentences at either end of a page.
    Edge,
    /// In parentheses alone.
    Parentheses,
}

impl Reach {
    fn allows(self, place: Place, words: &Range<usize>, page_words: usize) -> bool {
        let at_edge = words.start < EDGE_WORDS || words.end + EDGE_WORDS > page_words;
        match (self, place) {
            (Self::Parentheses, place) => place == Place::Parentheses,
            (Self::Lines, place) => matches!(place, Place::Line | Place::Close),
            (Self::Edge, place) => at_edge && place != Place::Parentheses,
            (Self::Anywhere, _) => true,
        }
    }
}

/// One step of a pattern.
#[derive(Debug)]
enum Step {
    /// One of these words.
    Word(Vec<u64>),
    /// One of these words, or none.
    Maybe(Vec<u64>),
    /// Words, maybe none, that look like this.
    Gap(Look),
    /// A year.
    Year,
    /// A number.
    Number,
    /// No word: a colon or a dash behind the last one.
    Colon,
    /// No word: a new line begins here.
    Break,
    /// No word: the sentence ends here.
    Stop,
    /// No word: `©` before the next one.
    Sign,
    /// No word: a parenthesis, or a slash, before the next one.
    Open,
    /// No word: the same behind the last one.
    Close,
}

/// Steps from the first word of a line to the last.
#[derive(Debug)]
struct Rule {
    steps: Vec<Step>,
    reach: Reach,
    /// Whether the next line belongs to this one.
    heading: bool,
    /// The number of its language.
    language: usize,
}

impl Rule {
    /// How a rule is written stands at the head of `lines/en.txt`. `None` for what is none.
    fn parse(line: &str, language: usize, lists: &WordLists) -> Option<Self> {
        let marked = |mark: &str| line.strip_prefix(mark);
        let (mut reach, line) = None
            .or_else(|| Some((Reach::Anywhere, marked("! ")?)))
            .or_else(|| Some((Reach::Edge, marked("^ ")?)))
            .or_else(|| Some((Reach::Parentheses, marked("( ")?)))
            .unwrap_or((Reach::Lines, line));
        let (words, line) = match line.strip_prefix("~ ") {
            Some(line) => (Look::Any, line),
            None if reach == Reach::Lines => (Look::Untold, line),
            // Editors may tell what they like.
            None => (Look::Any, line),
        };
        let (heading, line) = match line.strip_suffix(" /") {
            Some(line) => (true, line),
            None => (false, line),
        };
        let mut steps = Vec::new();
        for token in line.split_whitespace() {
            match token {
                "…" => steps.push(Step::Gap(words)),
                "<names>" => steps.push(Step::Gap(Look::Names)),
                "<headline>" => steps.push(Step::Gap(Look::Headline)),
                "<note>" => steps.push(Step::Gap(Look::Note)),
                "<correction>" => steps.push(Step::Gap(Look::Correction)),
                "<agencies>" => steps.push(Step::Gap(Look::Agencies)),
                "<year>" => steps.push(Step::Year),
                "<number>" => steps.push(Step::Number),
                "/" => steps.push(Step::Break),
                "." => steps.push(Step::Stop),
                "©" => steps.push(Step::Sign),
                "[" => steps.push(Step::Open),
                "]" => steps.push(Step::Close),
                _ => {
                    if let Some(words) = token.strip_suffix('?') {
                        let words = words.split('|').flat_map(hashes).collect();
                        steps.push(Step::Maybe(words));
                        continue;
                    }
                    let list = (token.strip_prefix('<')).and_then(|token| token.strip_suffix('>'));
                    if let Some(name) = list {
                        steps.push(Step::Word(lists.named(name)?.to_vec()));
                        continue;
                    }
                    if token.contains('|') {
                        steps.push(Step::Word(token.split('|').flat_map(hashes).collect()));
                    } else {
                        let words = hashes(token).into_iter();
                        steps.extend(words.map(|word| Step::Word(vec![word])));
                    }
                    if token.ends_with(':') {
                        steps.push(Step::Colon);
                    }
                }
            }
        }
        let words = steps.iter().filter(|step| matches!(step, Step::Word(_)));
        if reach == Reach::Lines && words.count() >= SURE_WORDS {
            reach = Reach::Anywhere;
        }
        (!steps.is_empty()).then_some(Self {
            steps,
            reach,
            heading,
            language,
        })
    }

    /// The words of which one begins the line, if the rule says so.
    fn first_words(&self) -> Option<&[u64]> {
        match self.steps.first() {
            Some(Step::Word(words)) => Some(words),
            _ => None,
        }
    }

    /// The words of which one stands somewhere in the line, if the rule has any. The last: first ones are "all" and "in".
    fn last_words(&self) -> Option<&[u64]> {
        (self.steps.iter().rev()).find_map(|step| match step {
            Step::Word(words) => Some(words.as_slice()),
            _ => None,
        })
    }

    /// Whether the steps explain the words from the first to the last.
    fn explains(&self, lists: &WordLists, page: &Page<'_>, words: Range<usize>) -> bool {
        let reading = Reading {
            page,
            lists,
            begin: words.start,
        };
        reading.explained_by(&self.steps, words)
    }
}

/// Words that a rule is read into.
struct Reading<'r, 't> {
    page: &'r Page<'t>,
    lists: &'r WordLists,
    begin: usize,
}

impl Reading<'_, '_> {
    fn explained_by(&self, steps: &[Step], words: Range<usize>) -> bool {
        let Some((step, rest)) = steps.split_first() else {
            return words.is_empty();
        };
        let at = words.start;
        let (page, marks) = (self.page, self.page.words.marks());
        let taken = match step {
            Step::Word(any) => !words.is_empty() && any.contains(&page.words.hashes()[at]),
            Step::Year => !words.is_empty() && page.is_year(at),
            Step::Number => !words.is_empty() && marks[at].contains(Marks::NUMBER),
            Step::Colon => page.colon_before(at),
            Step::Break => !words.is_empty() && marks[at].contains(Marks::LINE_START),
            Step::Sign => page.sign_before(at),
            Step::Open => page.before(at).ends_with(['(', '/']),
            Step::Close => page.before(at).starts_with([')', '/']),
            Step::Stop => words.is_empty() || page.begins_sentence(at),
            Step::Maybe(any) => {
                let taken = !words.is_empty() && any.contains(&page.words.hashes()[at]);
                return (taken && self.explained_by(rest, at + 1..words.end))
                    || self.explained_by(rest, words);
            }
            Step::Gap(look) => {
                return (at..=words.end).any(|to| {
                    // What follows a gap is known at a glance, how its words look is not.
                    self.explained_by(rest, to..words.end)
                        && look.is_of(page, at..to, self.begin, self.lists)
                });
            }
        };
        let is_word = matches!(step, Step::Word(_) | Step::Year | Step::Number);
        taken && self.explained_by(rest, at + usize::from(is_word)..words.end)
    }
}

/// How far furniture goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// As far as the words.
    Words,
    /// Over the next line too.
    Heading,
}

type ByWord = HashMap<u64, Vec<usize>, BuildHasherDefault<WordHash>>;

/// The rules by the words that they cannot do without.
pub(super) struct Rules {
    lists: Vec<WordLists>,
    all: Vec<Rule>,
    beginning: ByWord,
    /// Those that begin with any words.
    holding: ByWord,
    /// Those that have no words.
    wordless: Vec<usize>,
}

impl Rules {
    fn of(files: &[&str]) -> Self {
        let mut rules = Self {
            lists: (files.iter())
                .map(|file| WordLists::parse([file, COMMON]))
                .collect(),
            all: Vec::new(),
            beginning: ByWord::default(),
            holding: ByWord::default(),
            wordless: Vec::new(),
        };
        for (language, file) in files.iter().enumerate() {
            let lists = &rules.lists[language];
            let parsed = rules_in(file).filter_map(|line| Rule::parse(line, language, lists));
            rules.all.extend(parsed);
        }
        for (number, rule) in rules.all.iter().enumerate() {
            let (index, words) = match (rule.first_words(), rule.last_words()) {
                (Some(words), _) => (&mut rules.beginning, words),
                (None, Some(words)) => (&mut rules.holding, words),
                (None, None) => {
                    rules.wordless.push(number);
                    continue;
                }
            };
            for &word in words {
                index.entry(word).or_default().push(number);
            }
        }
        rules
    }

    /// Whether a rule begins with this word.
    pub(super) fn begin_with(&self, word: u64) -> bool {
        self.beginning.contains_key(&word)
    }

    /// What one of the rules says that explains all of the words; of sentences somewhere, one that says how they begin.
    pub(super) fn hold(&self, page: &Page<'_>, words: &Range<usize>, place: Place) -> Option<Held> {
        if page.quoted(words.start, place == Place::Sentence) {
            return None;
        }
        let hashes = &page.words.hashes()[words.clone()];
        let beginning = self.beginning.get(hashes.first()?);
        let anywhere = if place == Place::Sentence {
            &[]
        } else {
            hashes
        };
        let holding = (anywhere.iter()).filter_map(|word| self.holding.get(word));
        let wordless = (place != Place::Sentence).then_some(&self.wordless);
        let mut rules = (beginning.into_iter().chain(holding).chain(wordless))
            .flatten()
            .map(|&number| &self.all[number])
            .filter(|rule| {
                let lists = &self.lists[rule.language];
                rule.reach.allows(place, words, page.words.len())
                    && rule.explains(lists, page, words.clone())
            });
        let heading = rules.next()?.heading;
        Some(if heading { Held::Heading } else { Held::Words })
    }
}

/// The lines of a file that are rules.
fn rules_in(file: &str) -> impl Iterator<Item = &str> {
    let lines = file.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with(['#', '=']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lists_is_a_rule_a_list_of_words_or_a_remark() {
        for (language, file) in LISTS.into_iter().enumerate() {
            for line in rules_in(file) {
                let rule = Rule::parse(line, language, &RULES.lists[language]);
                let rule = rule.unwrap_or_else(|| panic!("no rule: {line}"));
                let words = rule.steps.iter().filter_map(|step| match step {
                    Step::Word(words) => Some(words.len()),
                    _ => None,
                });
                assert!(words.min().is_none_or(|least| least > 0), "{line}");
            }
            for line in file.lines().filter(|line| line.starts_with('=')) {
                assert!(line.starts_with("= ") && line.contains(':'), "{line}");
            }
        }
    }
}
