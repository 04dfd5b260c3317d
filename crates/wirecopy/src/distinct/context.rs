//! What two articles are beside the words that they share: whether they are on one matter, and whether they have other figures.
//!
//! Two reports of one matter come to the same dozen words by themselves; two strangers do not. And a form of another week
//! has other figures in all its lines, also in those that are not alike enough to be shared.

use std::ops::Range;

use wirecopy_reuse::{Passage, Side, TermWeights};
use wirecopy_similarity::overlap;
use wirecopy_text::Marks;

use super::standing::stands_apart;

/// With fewer different words beside what is shared, an article does not show what else it is about.
const WORDS_OF_ITS_OWN: usize = 20;

/// Two articles of which the words elsewhere are less alike are strangers: of those that share what stands apart, the judged
/// ones that are reuse begin a little below (.135), and become a sixth above .2.
const STRANGERS: f64 = 0.15;

/// The hash of a word, and whether it is a number.
type Word = (u64, bool);

/// What two articles are beside what they share.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Context {
    /// How alike the words outside the passages are, `0.0..=1.0`: the cosine of their weights, each different word once. 1
    /// where one article has next to nothing outside: versions of one text are no strangers.
    pub(super) elsewhere: f64,
    /// The different numbers that the other has not, on the side that has fewer of them.
    pub(super) other_numbers: usize,
    /// Whether all that they share stands where pages have what is no article.
    pub(super) stands_apart: bool,
}

impl Context {
    /// Of two articles and the passages that they share. O(n log n) in their words.
    pub(crate) fn of([a, b]: [Side<'_>; 2], found: &[Passage], weights: &TermWeights) -> Self {
        let stands_apart = stands_apart([a, b], found);
        let a = Own::of(a, found.iter().map(|passage| &passage.a_words));
        let b = Own::of(b, found.iter().map(|passage| &passage.b_words));
        let fewer_numbers = a.numbers.len().min(b.numbers.len());
        let elsewhere = if a.outside.len().min(b.outside.len()) < WORDS_OF_ITS_OWN {
            1.0
        } else {
            cosine(&a.outside, &b.outside, weights)
        };
        Self {
            elsewhere,
            other_numbers: fewer_numbers - overlap(&a.numbers, &b.numbers),
            stands_apart,
        }
    }

    /// Whether the two are on different matters, and what they share is what pages of one site have in common.
    pub(super) fn is_standing_text(&self) -> bool {
        self.stands_apart && self.elsewhere < STRANGERS
    }
}

/// The different words of an article that are no page furniture, by their hashes, ascending.
struct Own {
    /// Those outside of some passages, function words apart.
    outside: Vec<Word>,
    /// The numbers, inside and outside.
    numbers: Vec<u64>,
}

impl Own {
    fn of<'p>(side: Side<'_>, passages: impl Iterator<Item = &'p Range<usize>>) -> Self {
        let mut left_out = side.void().to_flags(side.analysis().len());
        let words = |left_out: &[bool], wanted: fn(Marks) -> bool| {
            let (hashes, marks) = (side.analysis().hashes(), side.analysis().marks());
            let mut words: Vec<Word> = (0..left_out.len())
                .filter(|&word| !left_out[word] && wanted(marks[word]))
                .map(|word| (hashes[word], marks[word].contains(Marks::NUMBER)))
                .collect();
            words.sort_unstable();
            words.dedup_by_key(|&mut (hash, _)| hash);
            words
        };
        let numbers = words(&left_out, |marks| marks.contains(Marks::NUMBER));
        for passage in passages {
            left_out[passage.clone()].fill(true);
        }
        Self {
            outside: words(&left_out, |marks| !marks.contains(Marks::FUNCTION)),
            numbers: numbers.into_iter().map(|(hash, _)| hash).collect(),
        }
    }
}

/// The cosine of two sets of words by their weights; 0 where one has none.
fn cosine(a: &[Word], b: &[Word], weights: &TermWeights) -> f64 {
    let squared = |&(hash, number): &Word| {
        let marks = if number {
            Marks::NUMBER
        } else {
            Marks::default()
        };
        f64::from(weights.weight(hash, marks)).powi(2)
    };
    let length = |words: &[Word]| words.iter().map(squared).sum::<f64>();
    let both = (a.iter()).filter(|(hash, _)| b.binary_search_by_key(hash, |word| word.0).is_ok());
    let lengths = (length(a) * length(b)).sqrt();
    if lengths > 0.0 {
        both.map(squared).sum::<f64>() / lengths
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use wirecopy_reuse::{Repeats, WordRanges};
    use wirecopy_text::Analysis;

    use super::*;

    fn context(a: &str, b: &str) -> Context {
        context_of([(a, None), (b, None)])
    }

    /// Of two texts, and the words of each that are furniture.
    fn context_of(texts: [(&str, Option<Range<u32>>); 2]) -> Context {
        let repeats = Repeats::default();
        let [a, b] = texts.map(|(text, void)| {
            let words = Analysis::new(text).expect("short");
            (text, words, WordRanges::from_ranges(void))
        });
        let sides = [&a, &b].map(|(text, words, void)| Side::new(text, words, void, &repeats));
        Context::of(sides, &[], &TermWeights::default())
    }

    const FERRY: &str = "Ferry strike at Odrin harbour: crews walked off three boats before dawn, leaving fishermen, bakers and \
                         nurses without any way across; owners promised talks next week while buses, taxis and cyclists filled Odrin bridge";
    const WHEAT: &str = "Wheat prices rose again, lifted by drought, thin stocks, nervous millers, export taxes, low rivers, \
                         broken barges, poor seed, cold nights, dear diesel, rumours, strikes, fines, hail and rust";

    #[test]
    fn the_same_words_are_alike_elsewhere_and_others_are_not() {
        let same = context(FERRY, FERRY);
        assert!((same.elsewhere - 1.0).abs() < 1e-9, "{same:?}");
        assert_eq!(context(FERRY, WHEAT), Context::default());
    }

    #[test]
    fn an_article_without_words_of_its_own_is_no_stranger() {
        let short = context(FERRY, "Wheat prices rose again");
        assert!((short.elsewhere - 1.0).abs() < 1e-9, "{short:?}");
    }

    #[test]
    fn other_numbers_are_those_of_the_side_that_has_fewer() {
        let figures = context(
            "Wheat 31.85 against 19.00 and 17",
            "Wheat 31.85 against 18.00",
        );
        assert_eq!(figures.other_numbers, 1);
        assert_eq!(context("Wheat 31.85", "Wheat 31.85 and 4").other_numbers, 0);
    }

    #[test]
    fn standing_text_is_what_strangers_have_in_common() {
        let of = |elsewhere, stands_apart| Context {
            elsewhere,
            stands_apart,
            ..Context::default()
        };
        assert!(of(0.02, true).is_standing_text());
        assert!(!of(0.4, true).is_standing_text() && !of(0.02, false).is_standing_text());
    }

    #[test]
    fn furniture_says_nothing() {
        let [one, other] = [FERRY, WHEAT].map(|text| format!("Follow our harbour channel. {text}"));
        let context = context_of([(&one, Some(0..4)), (&other, Some(0..4))]);
        assert_eq!(context, Context::default());
    }
}
