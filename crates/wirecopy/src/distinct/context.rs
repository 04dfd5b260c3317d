//! What two articles are beside the words that they share: whether they are on one matter, and whether they have other figures.
//!
//! Two reports of one matter come to the same dozen words by themselves; two strangers do not. And a form of another week
//! has other figures in all its lines, also in those that are not alike enough to be shared.

use std::borrow::Cow;
use std::ops::Range;

use wirecopy_reuse::{Passage, Side, Tally, TermWeights, WordRanges};
use wirecopy_similarity::overlap;
use wirecopy_text::Marks;

use super::standing::stands_apart;

/// With fewer different words beside what is shared, an article does not show what else it is about.
const WORDS_OF_ITS_OWN: usize = 20;

/// Two articles of which the words elsewhere are less alike are strangers: of those that share what stands apart, the judged
/// ones that are reuse begin a little below (.135), and become a sixth above .2.
const STRANGERS: f64 = 0.15;

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
    /// Of two articles, their words and the passages that they share. O(n) in their words.
    pub(crate) fn of(sides: [Side<'_>; 2], [a, b]: [&Own<'_>; 2], found: &[Passage]) -> Self {
        let outside_a = a.outside(found.iter().map(|passage| &passage.a_words));
        let outside_b = b.outside(found.iter().map(|passage| &passage.b_words));
        let fewer_numbers = a.numbers.len().min(b.numbers.len());
        let elsewhere = if outside_a.len().min(outside_b.len()) < WORDS_OF_ITS_OWN {
            1.0
        } else {
            cosine(&outside_a, &outside_b)
        };
        Self {
            elsewhere,
            other_numbers: fewer_numbers - overlap(&a.numbers, &b.numbers),
            stands_apart: stands_apart(sides, found),
        }
    }

    /// Whether the two are on different matters, and what they share is what pages of one site have in common.
    pub(super) fn is_standing_text(&self) -> bool {
        self.stands_apart && self.elsewhere < STRANGERS
    }
}

/// The different words of an article that are no page furniture: sorted and weighed once, for all pairs that it is in.
#[derive(Debug)]
pub(crate) struct Own<'t> {
    /// Those that are no function words.
    words: Cow<'t, Tally>,
    weights: Cow<'t, [f32]>,
    /// The hashes of the numbers, ascending.
    numbers: Box<[u64]>,
}

impl<'t> Own<'t> {
    /// O(n) in the words of the article.
    pub(crate) fn of(side: Side<'t>, weights: &TermWeights) -> Self {
        let (words, weights) = if let Some(prepared) = side.prepared() {
            let weights = Cow::Borrowed(prepared.plain_weights());
            (Cow::Borrowed(prepared.plain()), weights)
        } else {
            let (text, marks) = (side.analysis(), side.analysis().marks());
            let void = side.void().to_flags(text.len());
            let words = Tally::of(text, |word| {
                !void[word] && !marks[word].contains(Marks::FUNCTION)
            });
            let weights = weights.weights(words.hashes(), words.marks().iter().copied());
            (Cow::Owned(words), Cow::Owned(weights))
        };
        let looked_up = words.hashes().iter().zip(words.marks());
        Self {
            weights,
            numbers: looked_up
                .filter(|(_, marks)| marks.contains(Marks::NUMBER))
                .map(|(&hash, _)| hash)
                .collect(),
            words,
        }
    }

    /// The words that the article has outside of some passages too, with their weights.
    fn outside<'p>(&self, passages: impl Iterator<Item = &'p Range<usize>>) -> Vec<(u64, f32)> {
        let mut outside = self.words.times().to_vec();
        // Each word of them once, whether or not they overlap.
        let inside = passages.map(|words| narrow(words.start)..narrow(words.end));
        for words in WordRanges::from_ranges(inside).as_slice() {
            for word in words.start..words.end {
                if let Some(number) = self.words.of_word(word as usize) {
                    outside[number] -= 1;
                }
            }
        }
        let words = self.words.hashes().iter().zip(&*self.weights);
        let mut words: Vec<(u64, f32)> = (words.zip(outside))
            .filter(|&(_, times)| times > 0)
            .map(|((&hash, &weight), _)| (hash, weight))
            .collect();
        words.dedup_by_key(|&mut (hash, _)| hash);
        words
    }
}

fn narrow(words: usize) -> u32 {
    u32::try_from(words).expect("a text has fewer words than bytes")
}

/// The cosine of two sets of words by their weights, both ascending; 0 where one has none.
fn cosine(a: &[(u64, f32)], b: &[(u64, f32)]) -> f64 {
    let squared = |&(_, weight): &(u64, f32)| f64::from(weight).powi(2);
    let length = |words: &[(u64, f32)]| words.iter().map(squared).sum::<f64>();
    let mut others = b.iter().map(|&(hash, _)| hash).peekable();
    let both = a.iter().filter(|&&(hash, _)| {
        while others.next_if(|&other| other < hash).is_some() {}
        others.peek() == Some(&hash)
    });
    let lengths = (length(a) * length(b)).sqrt();
    if lengths > 0.0 {
        both.map(squared).sum::<f64>() / lengths
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use wirecopy_reuse::{Preparation, Repeats};
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
        let [a, b] = sides.map(|side| Own::of(side, &TermWeights::default()));
        Context::of(sides, [&a, &b], &[])
    }

    #[test]
    fn what_is_prepared_of_a_text_changes_nothing() {
        let (words, repeats) = (Analysis::new(FERRY).expect("short"), Repeats::default());
        let void = WordRanges::from_ranges(std::iter::once(3..9));
        let weights = TermWeights::from_texts(&[&words, &words]);
        let preparation = Preparation::new(&words, &void, &weights);
        let prepared = preparation.beside(&weights);
        let side = Side::new(FERRY, &words, &void, &repeats);
        let [own, again] =
            [None, Some(&prepared)].map(|prepared| Own::of(side.with_prepared(prepared), &weights));
        let outside = |own: &Own<'_>| own.outside([2..12, 20..22].iter());
        assert_eq!(outside(&own), outside(&again));
        assert_eq!(own.numbers, again.numbers);
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
