//! The different words of a text.

use wirecopy_text::{Analysis, Marks};

/// Some words of a text, each different one once, with the places where it stands: what is asked of a word is asked once,
/// not wherever it stands.
///
/// # Example
/// ```
/// use wirecopy_reuse::Tally;
/// use wirecopy_text::Analysis;
///
/// let text = Analysis::new("The quay burnt, and the old quay sank.")?;
/// let all = Tally::of(&text, |_| true);
/// assert_eq!(all.len(), 6);
/// let quay = all.of_word(1).expect("all words count");
/// assert_eq!((all.of_word(6), all.times()[quay]), (Some(quay), 2));
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Tally {
    /// Ascending.
    hashes: Box<[u64]>,
    /// Of the first place of each.
    marks: Box<[Marks]>,
    firsts: Box<[u32]>,
    times: Box<[u32]>,
    /// For each word of the text where it is among those; [`NOWHERE`] where it does not count.
    places: Box<[u32]>,
}

const NOWHERE: u32 = u32::MAX;

impl Tally {
    /// Of the words that count, by their places. One that is a number here and none there is two. O(n).
    #[must_use]
    pub fn of(text: &Analysis, counts: impl Fn(usize) -> bool) -> Self {
        let (hashes, marks) = (text.hashes(), text.marks());
        let standing: Vec<(u64, bool, u32)> = (0_u32..)
            .zip(hashes.iter().zip(marks))
            .filter(|&(word, _)| counts(word as usize))
            .map(|(word, (&hash, marks))| (hash, marks.contains(Marks::NUMBER), word))
            .collect();
        let standing = by_hash(&standing);
        let different = standing.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
        let mut places = vec![NOWHERE; hashes.len()];
        let (mut firsts, mut times) = (Vec::new(), Vec::new());
        for (same, number) in different.zip(0_u32..) {
            let mut standings = 0;
            for &(_, _, word) in same {
                places[word as usize] = number;
                standings += 1;
            }
            firsts.push(same[0].2);
            times.push(standings);
        }
        Self {
            hashes: firsts.iter().map(|&word| hashes[word as usize]).collect(),
            marks: firsts.iter().map(|&word| marks[word as usize]).collect(),
            firsts: firsts.into(),
            times: times.into(),
            places: places.into(),
        }
    }

    /// How many different words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether no word counts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Their hashes, ascending.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// The marks that each has where it stands first.
    #[must_use]
    pub fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// How often each of them stands in the text.
    #[must_use]
    pub fn times(&self) -> &[u32] {
        &self.times
    }

    /// Which of them a word of the text is, if it counts.
    #[must_use]
    pub fn of_word(&self, word: usize) -> Option<usize> {
        let number = self.places[word];
        (number != NOWHERE).then_some(number as usize)
    }

    /// The hash of each of them, with its marks and its place where it stands first.
    pub(crate) fn first_standings(&self) -> impl Iterator<Item = (u64, Marks, usize)> + '_ {
        let words = self.hashes.iter().zip(&self.marks).zip(&self.firsts);
        words.map(|((&hash, &marks), &first)| (hash, marks, first as usize))
    }

    /// Puts what is said of each of them wherever it stands.
    pub(crate) fn spread<V: Copy>(&self, said: &[V], over: &mut [V]) {
        for (to, &number) in over.iter_mut().zip(&self.places) {
            if let Some(&said) = said.get(number as usize) {
                *to = said;
            }
        }
    }
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
        fn each_word_that_counts_is_found_again(words in prop::collection::vec((0_u64..9, prop::bool::ANY), 1..60)) {
            let text: Vec<String> = words.iter().map(|(word, _)| format!("word{word}")).collect();
            let text = Analysis::new(&text.join(" ")).expect("short");
            let tally = Tally::of(&text, |word| words[word].1);
            let mut spread = vec![0; words.len()];
            tally.spread(tally.hashes(), &mut spread);
            for (word, &(_, counts)) in words.iter().enumerate() {
                let hash = text.hashes()[word];
                prop_assert_eq!(tally.of_word(word).map(|number| tally.hashes()[number]), counts.then_some(hash));
                prop_assert_eq!(spread[word], if counts { hash } else { 0 });
            }
            for (number, (_, _, first)) in tally.first_standings().enumerate() {
                let same = |&word: &usize| tally.of_word(word) == Some(number);
                let standing: Vec<usize> = (0..words.len()).filter(same).collect();
                prop_assert_eq!(standing.len(), tally.times()[number] as usize);
                prop_assert_eq!(standing[0], first);
            }
            prop_assert!(tally.hashes().is_sorted_by(|x, y| x < y));
        }
    }
}
