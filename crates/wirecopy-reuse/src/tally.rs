//! The different words of a text.

use wirecopy_text::{Analysis, Marks};

/// The words of a text that count, each different one once, with the places where it stands: what is asked of a word is asked
/// once, not wherever it stands.
///
/// # Example
/// ```
/// use wirecopy_reuse::Tally;
/// use wirecopy_text::Analysis;
///
/// let text = Analysis::new("The quay burnt, and the old quay sank.")?;
/// let all = Tally::of(&text, |_| true);
/// assert_eq!(all.hashes().len(), 6);
/// let quay = all.of_word(1).expect("all words count");
/// assert_eq!((all.of_word(6), all.times()[quay]), (Some(quay), 2));
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tally {
    /// Those that count, ascending, and behind them the others, if they are wanted.
    hashes: Vec<u64>,
    /// Of each where it stands first.
    marks: Vec<Marks>,
    firsts: Vec<u32>,
    times: Vec<u32>,
    /// How many of them count.
    counted: usize,
    /// For each word of the text where it is among those; [`NOWHERE`] where it is not.
    places: Box<[u32]>,
}

const NOWHERE: u32 = u32::MAX;

impl Tally {
    /// Of the words that count, by their places. One that is a number here and none there is two. O(n).
    #[must_use]
    pub fn of(text: &Analysis, counts: impl Fn(usize) -> bool) -> Self {
        Self::of_sorted(text, &sorted(text, counts), &[])
    }

    /// The same with the words behind them that do not count.
    pub(crate) fn of_all(text: &Analysis, counts: impl Fn(usize) -> bool) -> Self {
        Self::of_sorted(
            text,
            &sorted(text, &counts),
            &sorted(text, |word| !counts(word)),
        )
    }

    fn of_sorted(text: &Analysis, counted: &[Standing], others: &[Standing]) -> Self {
        let different = |standing: &[Standing]| same(standing).count();
        let (counted_words, all) = (different(counted), different(counted) + different(others));
        let mut tally = Self {
            hashes: Vec::with_capacity(all),
            marks: Vec::with_capacity(all),
            firsts: Vec::with_capacity(all),
            times: Vec::with_capacity(all),
            counted: counted_words,
            places: vec![NOWHERE; text.len()].into(),
        };
        for (same, number) in same(counted).chain(same(others)).zip(0_u32..) {
            let mut times = 0;
            for &(_, _, word) in same {
                tally.places[word as usize] = number;
                times += 1;
            }
            let (hash, _, first) = same[0];
            tally.hashes.push(hash);
            tally.marks.push(text.marks()[first as usize]);
            tally.firsts.push(first);
            tally.times.push(times);
        }
        tally
    }

    /// The hashes of those that count, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes[..self.counted]
    }

    /// The marks that each of them has where it stands first.
    #[must_use]
    pub fn marks(&self) -> &[Marks] {
        &self.marks[..self.counted]
    }

    /// How often each of them stands in the text.
    #[must_use]
    pub fn times(&self) -> &[u32] {
        &self.times[..self.counted]
    }

    /// Which of them a word of the text is, if it counts.
    #[must_use]
    pub fn of_word(&self, word: usize) -> Option<usize> {
        let number = self.places[word] as usize;
        (number < self.counted).then_some(number)
    }

    /// The hashes of all of them, also of those that do not count.
    pub(crate) fn all_hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The marks of all of them.
    pub(crate) fn all_marks(&self) -> &[Marks] {
        &self.marks
    }

    /// The hash of each of all of them, with its marks and its place where it stands first.
    pub(crate) fn first_standings(&self) -> impl Iterator<Item = (u64, Marks, usize)> + '_ {
        let words = self.hashes.iter().zip(&self.marks).zip(&self.firsts);
        words.map(|((&hash, &marks), &first)| (hash, marks, first as usize))
    }

    /// For each word of the text, what is said of it; of all of them something is.
    pub(crate) fn spread<V: Copy>(&self, said: &[V]) -> Vec<V> {
        let places = self.places.iter();
        places.map(|&number| said[number as usize]).collect()
    }
}

/// A word of a text where it stands: its hash, whether it is a number, and its place.
type Standing = (u64, bool, u32);

/// The words of a text that are wanted, by their places, sorted.
fn sorted(text: &Analysis, wanted: impl Fn(usize) -> bool) -> Vec<Standing> {
    let words = text.hashes().iter().zip(text.marks()).zip(0_u32..);
    let standing: Vec<Standing> = words
        .filter(|&(_, word)| wanted(word as usize))
        .map(|((&hash, marks), word)| (hash, marks.contains(Marks::NUMBER), word))
        .collect();
    by_hash(&standing)
}

/// Where each different one of some sorted words stands.
fn same(standing: &[Standing]) -> impl Iterator<Item = &[Standing]> {
    standing.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
}

/// Words of a text, in their order, sorted by hash, number or not, and place. O(n): they are dealt out by the first bits of
/// their hashes, of which about every second has a word.
fn by_hash(words: &[Standing]) -> Vec<Standing> {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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

        #[test]
        fn each_word_is_found_again(words in prop::collection::vec((0_u64..9, prop::bool::ANY), 1..60)) {
            let text: Vec<String> = words.iter().map(|(word, _)| format!("word{word}")).collect();
            let text = Analysis::new(&text.join(" ")).expect("short");
            let counts = |word: usize| words[word].1;
            let (tally, all) = (Tally::of(&text, counts), Tally::of_all(&text, counts));
            prop_assert!(tally.hashes().is_sorted_by(|x, y| x < y));
            prop_assert_eq!((tally.hashes(), tally.marks(), tally.times()), (all.hashes(), all.marks(), all.times()));
            prop_assert_eq!(all.spread(all.all_hashes()), text.hashes());
            for (word, &(_, counts)) in words.iter().enumerate() {
                let hash = |number: usize| tally.hashes()[number];
                prop_assert_eq!(tally.of_word(word).map(hash), counts.then_some(text.hashes()[word]));
                prop_assert_eq!(tally.of_word(word), all.of_word(word));
            }
            for (number, (_, _, first)) in tally.first_standings().enumerate() {
                let same = |&word: &usize| tally.of_word(word) == Some(number);
                let standing: Vec<usize> = (0..words.len()).filter(same).collect();
                prop_assert_eq!((standing[0], standing.len()), (first, tally.times()[number] as usize));
            }
        }
    }
}
