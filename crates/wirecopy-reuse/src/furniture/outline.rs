//! A text without the names, numbers and dates in it: what furniture keeps from page to page.

use std::ops::Range;

use wirecopy_text::{Analysis, Marks, shingle_hashes};

/// Stands for a run of names, numbers and dates, however long.
const BLANK: u64 = 0x6b1d_3f0a_52c7_9e85;

/// So many symbols of a run must be words that stay, and so many of them more than function words: "on … in …, … of …"
/// is an outline of everything.
const MIN_FIXED: u32 = 5;
const MIN_CONTENT: u32 = 2;

/// So many blanks of a run may be numbers alone: the figures of a company's quarter stand in a form, but are its story.
const MAX_FIGURES: u32 = 1;

/// The words of a text, names and numbers blanked out; successive blanks of one line are one symbol.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    symbols: Vec<u64>,
    /// The words that each symbol stands for.
    words: Vec<Range<u32>>,
    /// What stands before each symbol, and in all.
    before: Vec<Counts>,
}

/// How many symbols are words that stay, words of content among them, and blanks of numbers alone.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    fixed: u32,
    content: u32,
    figures: u32,
}

impl Outline {
    pub(crate) fn of(text: &Analysis) -> Self {
        let (hashes, marks) = (text.hashes(), text.marks());
        let mut outline = Self {
            symbols: Vec::with_capacity(hashes.len()),
            words: Vec::with_capacity(hashes.len()),
            before: Vec::with_capacity(hashes.len() + 1),
        };
        let mut counts = Counts::default();
        // Whether the last symbol is a blank of numbers alone, and so counted among the figures.
        let mut in_figures = false;
        for (word, place) in (0..hashes.len()).zip(0_u32..) {
            let variable = is_variable(marks, word);
            let is_figure = marks[word].contains(Marks::NUMBER);
            if variable {
                let joins = outline.symbols.last() == Some(&BLANK)
                    && !marks[word].contains(Marks::LINE_START);
                if joins && let Some(blank) = outline.words.last_mut() {
                    blank.end = place + 1;
                    if in_figures && !is_figure {
                        counts.figures -= 1;
                        in_figures = false;
                    }
                    continue;
                }
            }
            outline.before.push(counts);
            in_figures = variable && is_figure;
            if variable {
                outline.symbols.push(BLANK);
                counts.figures += u32::from(is_figure);
            } else {
                outline.symbols.push(hashes[word]);
                counts.fixed += 1;
                counts.content += u32::from(!marks[word].contains(Marks::FUNCTION));
            }
            outline.words.push(place..place + 1);
        }
        outline.before.push(counts);
        outline
    }

    /// The runs of `n` symbols that hold a blank, and enough words that stay: the words that each stands for, its hash.
    pub(crate) fn runs(&self, n: usize) -> impl Iterator<Item = (Range<u32>, u64)> + '_ {
        let most = u32::try_from(n).unwrap_or(u32::MAX);
        shingle_hashes(&self.symbols, n)
            .enumerate()
            .filter_map(move |(first, hash)| {
                let (from, to) = (self.before[first], self.before[first + n]);
                let fixed = to.fixed - from.fixed;
                let speaks = (MIN_FIXED..most).contains(&fixed)
                    && to.content - from.content >= MIN_CONTENT
                    && to.figures - from.figures <= MAX_FIGURES;
                speaks.then(|| (self.words[first].start..self.words[first + n - 1].end, hash))
            })
    }
}

/// Whether a word may be another one on the next page: a number, or a name, as far as capitals tell.
///
/// At the start of a sentence every word has a capital: there it takes a name behind it.
fn is_variable(marks: &[Marks], word: usize) -> bool {
    let named = |word: usize| {
        marks.get(word).is_some_and(|marks| {
            marks.contains(Marks::CAPITALISED) && !marks.contains(Marks::FUNCTION)
        })
    };
    let starts = |word: usize| {
        marks
            .get(word)
            .is_none_or(|marks| marks.intersects(Marks::SENTENCE_START | Marks::LINE_START))
    };
    if marks[word].contains(Marks::NUMBER) {
        return true;
    }
    named(word) && (!starts(word) || (named(word + 1) && !starts(word + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outlines(text: &str) -> Vec<(String, u64)> {
        let analysis = Analysis::new(text).expect("short");
        Outline::of(&analysis)
            .runs(8)
            .map(|(words, hash)| {
                let span = analysis.span_of(words.start as usize..words.end as usize);
                (span.of(text).to_owned(), hash)
            })
            .collect()
    }

    #[test]
    fn names_numbers_and_dates_are_all_one() {
        let one = outlines(
            "Posted on Tuesday, March 4, 2019 by Ada Brook in news and letters of the week",
        );
        let other =
            outlines("Posted on Friday by Ruth van der Laan in news and letters of the week");
        assert!(!one.is_empty());
        let hashes = |found: &[(String, u64)]| found.iter().map(|f| f.1).collect::<Vec<_>>();
        // `van der` are no capitals: behind them the outlines agree again.
        assert_eq!(hashes(&one).last(), hashes(&other).last());
    }

    #[test]
    fn the_figures_of_a_form_are_its_story() {
        assert!(
            outlines("Shr 30 cts vs 36 cts\nNet 1,914,388 vs 1,906,095\nSales 58.8 mln vs 40.7 mln\nAvg shrs 6 vs 5")
                .is_empty()
        );
    }

    #[test]
    fn function_words_around_names_are_no_outline() {
        assert!(
            outlines("and the Brook of the Marsh and the Peel in the Harl on the Orrin").is_empty()
        );
    }
}
