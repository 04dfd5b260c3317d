//! Telling words of content from names and from the titles that stand before names.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use wirecopy_text::{Marks, hash_word};

use crate::weights::WordHash;

/// Words by which people and bodies are introduced, and dates; beside names they are no content of their own.
static TITLE_HASHES: LazyLock<HashSet<u64, BuildHasherDefault<WordHash>>> = LazyLock::new(|| {
    (include_str!("titles.txt").lines())
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.splitn(3, ' ').nth(2))
        .flat_map(|words| words.split('|'))
        .map(hash_word)
        .collect()
});

/// How far around a word its neighbours are asked whether capitals mean anything.
const NEIGHBOURHOOD: usize = 8;

/// What the capitals of one text say about its words.
#[derive(Debug)]
pub(crate) struct Capitals<'t> {
    marks: &'t [Marks],
    /// Before each word, how many function words inside sentences there are, and how many of those are capitalised.
    function_words: Vec<(u32, u32)>,
}

impl<'t> Capitals<'t> {
    /// O(n).
    pub(crate) fn new(marks: &'t [Marks]) -> Self {
        let mut function_words = Vec::with_capacity(marks.len() + 1);
        let (mut all, mut capitalised) = (0, 0);
        function_words.push((all, capitalised));
        for mark in marks {
            if mark.contains(Marks::FUNCTION) && !mark.contains(Marks::SENTENCE_START) {
                all += 1;
                capitalised += u32::from(mark.contains(Marks::CAPITALISED));
            }
            function_words.push((all, capitalised));
        }
        Self {
            marks,
            function_words,
        }
    }

    /// Whether a word is written as a name is; `None` where capitals say nothing.
    ///
    /// In a lead set in capitals, and in a headline that capitalises every word, function words have capitals too: two
    /// of them near the word, and three quarters of those near it, and its own capital means nothing.
    pub(crate) fn says_name(&self, word: usize) -> Option<bool> {
        let before = self.function_words[word.saturating_sub(NEIGHBOURHOOD)];
        let after = self.function_words[(word + NEIGHBOURHOOD + 1).min(self.marks.len())];
        let (all, capitalised) = (after.0 - before.0, after.1 - before.1);
        (!shouted(all, capitalised)).then(|| self.marks[word].contains(Marks::CAPITALISED))
    }
}

/// What a word of one text is by its looks, as far as it matters whether it is content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// A number, a date, or a title that stands before names: no content, whatever the other text says.
    Fact,
    /// Written as a name is.
    Name,
    /// Not written as one.
    Plain,
    /// Capitals say nothing near it.
    Unsaid,
}

impl Look {
    /// The looks of all words of a text, given by their hashes and marks. O(n).
    pub(crate) fn of_words(words: &[u64], marks: &[Marks]) -> Box<[Self]> {
        let capitals = Capitals::new(marks);
        let look =
            |(place, (&word, &marks)): (usize, (&u64, &Marks))| match capitals.says_name(place) {
                _ if is_fact(word, marks) => Self::Fact,
                Some(true) => Self::Name,
                Some(false) => Self::Plain,
                None => Self::Unsaid,
            };
        words.iter().zip(marks).enumerate().map(look).collect()
    }

    /// Whether a word that stands in both texts says something besides who is who and how many: neither a name, nor a
    /// title or a number. `here` are its marks in the text that it looks so in.
    ///
    /// A name has a capital in every text whose capitals say anything. A word at the start of a sentence is capitalised
    /// whatever it is; unless the other text knows better it counts as a name here, because a passage has others to show.
    pub(crate) fn is_content(self, here: Marks, (there, place): (&[Marks], usize)) -> bool {
        // Without a capital on either side it is no name, whatever stands near it.
        let is_plain = !(here | there[place]).contains(Marks::CAPITALISED);
        match self {
            Self::Fact => false,
            Self::Plain => true,
            Self::Name | Self::Unsaid => {
                is_plain
                    || match says_name(there, place) {
                        Some(name) => !name,
                        None => self == Self::Unsaid,
                    }
            }
        }
    }

    /// Whether [`is_content`](Self::is_content) may say yes wherever the word stands in the other text, by whether it stands
    /// there without a capital: without a look at what stands near it there.
    pub(crate) fn may_be_content(self, is_plain_there: impl FnOnce() -> bool) -> bool {
        match self {
            Self::Fact => false,
            Self::Name => is_plain_there(),
            Self::Plain | Self::Unsaid => true,
        }
    }
}

/// What [`Capitals`] say of one word, by a look at what stands near it: for who asks about a few words.
fn says_name(marks: &[Marks], word: usize) -> Option<bool> {
    const NEAR: usize = 2 * NEIGHBOURHOOD + 1;
    fn count(near: &[Marks]) -> (u8, u8) {
        let (mut all, mut capitalised) = (0, 0);
        for mark in near {
            let counts = mark.contains(Marks::FUNCTION) & !mark.contains(Marks::SENTENCE_START);
            all += u8::from(counts);
            capitalised += u8::from(counts & mark.contains(Marks::CAPITALISED));
        }
        (all, capitalised)
    }
    let (from, to) = (word.saturating_sub(NEIGHBOURHOOD), word + NEIGHBOURHOOD + 1);
    let near = &marks[from..to.min(marks.len())];
    // Of a known number of words all are counted at once.
    let (all, capitalised) = match near.first_chunk::<NEAR>() {
        Some(near) => count(near),
        None => count(near),
    };
    (!shouted(all.into(), capitalised.into())).then(|| marks[word].contains(Marks::CAPITALISED))
}

/// Whether so many capitals on so many function words near a word mean that its own means nothing.
fn shouted(all: u32, capitalised: u32) -> bool {
    capitalised >= 2 && capitalised * 4 >= all * 3
}

/// [`Look::is_content`] by what both texts say of the word.
pub(crate) fn is_more_than_a_name(word: u64, marks: Marks, says: [Option<bool>; 2]) -> bool {
    let name = says.contains(&Some(true)) && !says.contains(&Some(false));
    !name && !is_fact(word, marks)
}

/// Whether a word is a number, a date, or a title that stands before names.
pub(crate) fn is_fact(word: u64, marks: Marks) -> bool {
    marks.contains(Marks::NUMBER) || TITLE_HASHES.contains(&word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wirecopy_text::Analysis;

    use super::*;

    proptest! {
        #[test]
        fn a_look_at_one_word_says_what_the_capitals_of_the_whole_text_say(
            one in prop::collection::vec(0..6_usize, 1..60),
            other in prop::collection::vec(0..6_usize, 60),
        ) {
            let marks = |word: &usize| [
                Marks::NONE,
                Marks::CAPITALISED,
                Marks::FUNCTION,
                Marks::FUNCTION | Marks::CAPITALISED,
                Marks::FUNCTION | Marks::CAPITALISED | Marks::SENTENCE_START,
                Marks::NUMBER,
            ][*word];
            let one: Vec<Marks> = one.iter().map(marks).collect();
            let other: Vec<Marks> = other.iter().map(marks).collect();
            let (capitals_a, capitals_b) = (Capitals::new(&one), Capitals::new(&other));
            let looks = Look::of_words(&vec![7; one.len()], &one);
            for word in 0..one.len() {
                prop_assert_eq!(says_name(&one, word), capitals_a.says_name(word));
                let says = [capitals_a.says_name(word), capitals_b.says_name(word)];
                let plain = || !other[word].contains(Marks::CAPITALISED);
                let is_content = looks[word].is_content(one[word], (&other, word));
                prop_assert!(!is_content || looks[word].may_be_content(plain));
                prop_assert_eq!(is_content, is_more_than_a_name(7, one[word], says));
            }
        }
    }

    /// The words of the first text that are content where the second has the same words.
    fn content_of<'t>(text: &'t str, other: &str) -> Vec<&'t str> {
        let analysis = Analysis::new(text).expect("short");
        let other = Analysis::new(other).expect("short");
        assert!(analysis.same_words(&other));
        let (a, b) = (analysis.marks(), other.marks());
        let looks = Look::of_words(analysis.hashes(), a);
        (0..analysis.len())
            .filter(|&i| looks[i].is_content(a[i], (b, i)))
            .map(|i| analysis.spans()[i].of(text))
            .collect()
    }

    fn content(text: &str) -> Vec<&str> {
        content_of(text, text)
    }

    #[test]
    fn of_a_title_with_two_names_only_function_words_are_content() {
        assert_eq!(
            content("the foreign minister Ada Quill and president Bo Marsh in 1998"),
            ["the", "and", "in"]
        );
    }

    #[test]
    fn titles_and_dates_are_none_in_other_languages_either() {
        for (text, words) in [
            (
                "Samedi dernier, le ministre de la Culture Ada Quill et le président Bo Marsh ont visité lundi un moulin",
                "dernier le de la et le ont visité un moulin",
            ),
            (
                "Wczoraj minister spraw zagranicznych Ada Quill i prezydent Bo Marsh spotkali się w piątek na rynku",
                "i spotkali się w na rynku",
            ),
            (
                "Вчера министр иностранных дел Ада Квилл и президент Бо Марш встретились в пятницу на рынке",
                "и встретились в на рынке",
            ),
        ] {
            assert_eq!(content(text).join(" "), words);
        }
    }

    #[test]
    fn each_title_is_written_as_words_are_hashed() {
        let lines = include_str!("titles.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        for line in lines {
            let mut fields = line.splitn(3, ' ').skip(1);
            assert!(matches!(fields.next(), Some("title" | "date")), "{line}");
            for word in fields.next().expect("words").split('|') {
                assert_eq!(wirecopy_text::fold(word), word, "folded");
                assert_eq!(wirecopy_text::words(word).count(), 1, "{word}");
            }
        }
    }

    #[test]
    fn verbs_and_common_nouns_are_content() {
        assert_eq!(
            content("Mayor Ada Quill opened the new harbour."),
            ["opened", "the", "new", "harbour"]
        );
    }

    #[test]
    fn capitals_everywhere_say_nothing() {
        let shouted = "THE FERRY TO MARROW POINT WILL SAIL AGAIN ON MONDAY";
        assert_eq!(content(shouted).len(), 10);
        assert_eq!(
            content("The Ferry To Marrow Point Will Sail Again On Monday").len(),
            10
        );
    }

    #[test]
    fn the_text_whose_capitals_say_something_decides() {
        let (shouted, plain) = ("THE FERRY TO MARROW POINT", "the ferry to Marrow Point");
        assert_eq!(content_of(shouted, plain), ["THE", "FERRY", "TO"]);
        assert_eq!(
            content_of("Ferry sails to Marrow", "ferry sails to Marrow"),
            ["Ferry", "sails", "to"]
        );
    }
}
