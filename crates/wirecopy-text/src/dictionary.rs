//! Words of scripts that write no spaces, by dictionary.

use std::iter::FusedIterator;
use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::span::Span;
use crate::unspaced::is_unspaced;
use crate::words::{Words, plain_words, words};

/// Returns the spans of the words of `text` like [`words`], with those of Chinese, Japanese, Thai,
/// Lao, Khmer and Burmese looked up in dictionaries.
///
/// By [UAX #29](https://www.unicode.org/reports/tr29/) alone each Chinese character or Thai letter
/// is a word. Here a run of such words goes to the segmenter of ICU4X with the dictionaries of ICU.
/// All other words are those of [`words`]. Exists with the cargo feature `dictionary`.
///
/// Linear in the bytes of the text; allocates for each run.
///
/// # Example
/// ```
/// use wirecopy_text::dictionary_words;
///
/// let text = "旧磨坊 burnt down";
/// let found: Vec<&str> = dictionary_words(text).map(|span| span.of(text)).collect();
/// assert_eq!(found, ["旧", "磨坊", "burnt", "down"]);
/// ```
pub fn dictionary_words(text: &str) -> DictionaryWords<'_> {
    DictionaryWords {
        text,
        words: words(text),
        pending: None,
        run: Vec::new().into_iter(),
    }
}

/// Returns the same over [`plain_words`].
pub(crate) fn dictionary_plain_words(text: &str) -> DictionaryWords<'_> {
    DictionaryWords {
        words: plain_words(text),
        ..dictionary_words(text)
    }
}

/// The iterator that [`dictionary_words`] returns.
#[derive(Debug)]
#[must_use = "iterators are lazy"]
pub struct DictionaryWords<'t> {
    text: &'t str,
    words: Words<'t>,
    /// A word that was read to see whether a run goes on.
    pending: Option<Span>,
    /// The words of the last run that have not been handed out.
    run: std::vec::IntoIter<Span>,
}

impl Iterator for DictionaryWords<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if let Some(word) = self.run.next() {
            return Some(word);
        }
        let first = self.pending.take().or_else(|| self.words.next())?;
        if !self.takes_a_dictionary(first) {
            return Some(first);
        }
        let mut run = first;
        for word in self.words.by_ref() {
            let goes_on = word.start == run.end && word.of(self.text).starts_with(is_unspaced);
            if !goes_on {
                self.pending = Some(word);
                break;
            }
            run = run.cover(word);
        }
        self.run = looked_up(self.text, run.range()).into_iter();
        self.run.next()
    }
}

impl FusedIterator for DictionaryWords<'_> {}

impl DictionaryWords<'_> {
    fn takes_a_dictionary(&self, word: Span) -> bool {
        word.of(self.text).starts_with(is_unspaced)
    }
}

/// Cuts a run of words into those of the dictionaries.
fn looked_up(text: &str, run: Range<usize>) -> Vec<Span> {
    static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
        LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));
    let start = run.start;
    let mut before = 0;
    SEGMENTER
        .segment_str(&text[run.clone()])
        .filter_map(|end| {
            let word = start + before..start + end;
            before = end;
            text[word.clone()]
                .contains(char::is_alphanumeric)
                .then(|| Span::at(word.start, word.end))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        dictionary_words(text).map(|span| span.of(text)).collect()
    }

    #[test]
    fn words_are_looked_up() {
        assert_eq!(
            found("日本語の文章です。"),
            ["日本語", "の", "文章", "です"]
        );
        assert_eq!(found("สวัสดีครับ"), ["สวัสดี", "ครับ"]);
        assert_eq!(found("工党的 AM 表示"), ["工党", "的", "AM", "表示"]);
    }

    #[test]
    fn other_words_stay_as_they_are() {
        let text = "Ito’s mill isn't well-known: U.S., 3,000.50, порт 한국어";
        assert_eq!(
            dictionary_words(text).collect::<Vec<_>>(),
            words(text).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_long_run_takes_linear_time() {
        assert!(dictionary_words(&"水車小屋は川のそばに".repeat(20_000)).count() > 20_000);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_lose_no_letter(text in "[水車はのカタก่าสวัdé1 .’\u{301}\u{200b}]{0,30}|\\PC{0,30}") {
            let spans: Vec<Span> = dictionary_words(&text).collect();
            prop_assert!(spans.is_sorted_by(|a, b| a.end <= b.start));
            let letters = |spans: &[Span]| spans.iter().flat_map(|span| span.of(&text).chars()).filter(|c| c.is_alphanumeric()).count();
            prop_assert_eq!(letters(&spans), letters(&words(&text).collect::<Vec<_>>()));
        }
    }
}
