//! What two articles are beside the words that they share: whether they are on one matter, and whether they have other figures.
//!
//! Two reports of one matter come to the same dozen words by themselves; two strangers do not. And a form of another week
//! has other figures in all its lines, also in those that are not alike enough to be shared.

use std::ops::Range;

use wirecopy_reuse::{Passage, Side, TermWeights, WordRanges};
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
    pub(crate) fn of(sides: [Side<'_>; 2], [a, b]: [&Own; 2], found: &[Passage]) -> Self {
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

/// The different words of an article that are no page furniture: sorted once, for all pairs that it is in.
#[derive(Debug)]
pub(crate) struct Own {
    /// Those that are no function words, ascending by their hashes.
    words: Box<[Word]>,
    /// For each word of the article where it is among those; [`NOWHERE`] where it is not.
    places: Box<[u32]>,
    /// The hashes of the numbers, ascending.
    numbers: Box<[u64]>,
}

const NOWHERE: u32 = u32::MAX;

/// A word of an article. One that is a number here and none there is two.
#[derive(Debug, Clone, Copy)]
struct Word {
    hash: u64,
    weight: f32,
    /// How often the article has it.
    times: u32,
}

impl Own {
    /// O(n log n) in the words of the article.
    pub(crate) fn of(side: Side<'_>, weights: &TermWeights) -> Self {
        let (hashes, marks) = (side.analysis().hashes(), side.analysis().marks());
        let void = side.void().to_flags(hashes.len());
        let counted = || (0_u32..).zip(&void).filter(|&(_, &void)| !void);
        let is_number = |word: u32| marks[word as usize].contains(Marks::NUMBER);
        let mut numbers: Vec<u64> = counted()
            .filter(|&(word, _)| is_number(word))
            .map(|(word, _)| hashes[word as usize])
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let standing: Vec<(u64, bool, u32)> = counted()
            .filter(|&(word, _)| !marks[word as usize].contains(Marks::FUNCTION))
            .map(|(word, _)| (hashes[word as usize], is_number(word), word))
            .collect();
        let standing = by_hash(&standing);
        let mut words: Vec<Word> = Vec::new();
        let (mut looked_up, mut marks_of) = (Vec::new(), Vec::new());
        let mut places = vec![NOWHERE; hashes.len()];
        for same in standing.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)) {
            let (hash, number, _) = same[0];
            for &(_, _, word) in same {
                places[word as usize] = narrow(words.len());
            }
            words.push(Word {
                hash,
                weight: 0.0,
                times: narrow(same.len()),
            });
            looked_up.push(hash);
            marks_of.push(if number {
                Marks::NUMBER
            } else {
                Marks::default()
            });
        }
        for (word, weight) in words.iter_mut().zip(weights.weights(&looked_up, marks_of)) {
            word.weight = weight;
        }
        Self {
            words: words.into(),
            places: places.into(),
            numbers: numbers.into(),
        }
    }

    /// The words that the article has outside of some passages too, with their weights.
    fn outside<'p>(&self, passages: impl Iterator<Item = &'p Range<usize>>) -> Vec<(u64, f32)> {
        let mut outside: Vec<u32> = self.words.iter().map(|word| word.times).collect();
        // Each word of them once, whether or not they overlap.
        let inside = passages.map(|words| narrow(words.start)..narrow(words.end));
        for words in WordRanges::from_ranges(inside).as_slice() {
            for &place in &self.places[words.start as usize..words.end as usize] {
                if let Some(times) = outside.get_mut(place as usize) {
                    *times -= 1;
                }
            }
        }
        let left = self.words.iter().zip(outside);
        let mut words: Vec<(u64, f32)> = left
            .filter(|&(_, times)| times > 0)
            .map(|(word, _)| (word.hash, word.weight))
            .collect();
        words.dedup_by_key(|&mut (hash, _)| hash);
        words
    }
}

fn narrow(words: usize) -> u32 {
    u32::try_from(words).expect("a text has fewer words than bytes")
}

/// Words of a text, in their order, sorted by hash, number or not, and place. O(n): they are dealt out by the first bits of
/// their hashes, of which about every second has a word.
fn by_hash(words: &[(u64, bool, u32)]) -> Vec<(u64, bool, u32)> {
    let bits = (words.len() * 2)
        .next_power_of_two()
        .trailing_zeros()
        .clamp(1, 20);
    let bucket =
        |hash: u64| usize::try_from(hash >> (u64::BITS - bits)).expect("at most twenty bits");
    let mut next = vec![0_u32; (1 << bits) + 1];
    for &(hash, ..) in words {
        next[bucket(hash) + 1] += 1;
    }
    let mut start = 0;
    for count in &mut next {
        start += *count;
        *count = start;
    }
    let mut sorted = vec![(0, false, 0); words.len()];
    for &word in words {
        let place = &mut next[bucket(word.0)];
        sorted[*place as usize] = word;
        *place += 1;
    }
    // All words of a bucket follow one another, and each bucket ends before the next: what is left to do is near.
    for same in sorted.chunk_by_mut(|x, y| bucket(x.0) == bucket(y.0)) {
        // All of it as one number in the same order, which is compared without a branch.
        same.sort_unstable_by_key(|&(hash, number, word)| {
            u128::from(hash) << 64 | u128::from(number) << 32 | u128::from(word)
        });
    }
    sorted
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
    use proptest::prelude::*;
    use wirecopy_reuse::Repeats;
    use wirecopy_text::Analysis;

    use super::*;

    proptest! {
        #[test]
        fn words_that_are_dealt_out_are_sorted(words in prop::collection::vec((0_u64..30, prop::bool::ANY), 0..200)) {
            let hash = |word: u64| ((word % 3) << 62) | (word << 40) | word;
            let words: Vec<(u64, bool, u32)> =
                (0_u32..).zip(words).map(|(place, (word, number))| (hash(word), number, place)).collect();
            let mut wanted = words.clone();
            wanted.sort_unstable();
            prop_assert_eq!(by_hash(&words), wanted);
        }
    }

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
