//! One pass over a text.

use std::cell::RefCell;
use std::ops::{ControlFlow, Range};

use xxhash_rust::xxh3::Xxh3;

use crate::error::Error;
use crate::fold::fold_into;
use crate::function_words::FunctionWords;
use crate::hash::{SEED, hash_ascii_word, hash_word};
use crate::language::Language;
use crate::layout::Layout;
use crate::lines::newline_length;
use crate::marks::Marks;
use crate::quotations::quotations_with_layout;
use crate::sentence_class::is_title_case;
use crate::sentences::Sentences;
use crate::span::{MAX_TEXT_BYTES, Span};
use crate::stop_word_languages::StopWordLanguages;
use crate::words::{Classes, words};
use crate::written_in::Told;

/// The part of function words from which a text is taken to be in sentences of the language that is told: prose has .27 to
/// .6 (Finnish and Turkish .1 to .4), English tables of company results .08 to .15, .09 in the median, of the short words of
/// others.
const OF_SENTENCES: f64 = 0.12;

/// How many words are found between two calls of the progress callback; a power of two.
const WORDS_UNHEARD: usize = 1 << 16;

/// The words of one text as parallel arrays: hash, span and marks.
///
/// It does not keep the text, so that a collection can be analysed while it is read; keep the text
/// where passages are to be shown. A word takes 17 bytes; no word is allocated on its own.
///
/// # Example
/// ```
/// use wirecopy_text::{Analysis, Marks, hash_word};
///
/// let text = "“The mill is gone,” said Ada Brook.";
/// let analysis = Analysis::new(text)?;
/// assert_eq!(analysis.len(), 7);
/// assert_eq!(analysis.hashes()[1], hash_word("mill"));
/// assert!(analysis.marks()[1].contains(Marks::QUOTED));
/// assert_eq!(analysis.span_of(5..7).of(text), "Ada Brook");
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analysis {
    hashes: Box<[u64]>,
    spans: Box<[Span]>,
    marks: Box<[Marks]>,
    content_hash: u64,
    told: Option<Told>,
}

/// The words of a text as they are found, in memory that each thread uses for one text after another.
#[derive(Default)]
struct Found {
    hashes: Vec<u64>,
    spans: Vec<Span>,
    marks: Vec<Marks>,
}

thread_local! {
    static FOUND: RefCell<Found> = RefCell::default();
}

impl Found {
    /// Memory for more words than this (a megabyte) is given back.
    const MOST_KEPT: usize = 1 << 16;

    fn clear(&mut self) {
        self.hashes.clear();
        self.spans.clear();
        self.marks.clear();
    }
}

impl Analysis {
    /// Analyses `text`: its words, folded and hashed, and their [`Marks`].
    ///
    /// `O(n)` in the bytes of the text.
    ///
    /// # Errors
    /// [`Error::TextTooLong`] when the text has more than `u32::MAX` bytes.
    pub fn new(text: &str) -> Result<Self, Error> {
        Self::with_progress(text, &|_, _| ControlFlow::Continue(()))
    }

    /// [`new`](Self::new) that tells how far it is, for texts that take seconds, and can be told to stop.
    ///
    /// `progress` is called on the caller's thread with the bytes done and those of the text; it may answer "stop".
    ///
    /// # Errors
    /// Those of [`new`](Self::new), and [`Error::Cancelled`] when `progress` says so.
    pub fn with_progress(
        text: &str,
        progress: &dyn Fn(u64, u64) -> ControlFlow<()>,
    ) -> Result<Self, Error> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Error::TextTooLong {
                given: text.len(),
                max: MAX_TEXT_BYTES,
            });
        }
        let layout = Layout::of(text);
        let quotations = quotations_with_layout(text, layout);
        let mut quotations = quotations.iter().copied().peekable();
        let mut sentences = Sentences::with_layout(text, layout).peekable();
        let function_words = FunctionWords::shared();

        // What is kept is as long as the text has words, which nobody knows before the end.
        let mut found = FOUND.take();
        let Found {
            hashes,
            spans,
            marks,
        } = &mut found;
        let mut buffer = String::new();
        let mut end_before = None;
        let mut words = words(text);
        while let Some((span, classes)) = words.next_classed() {
            let word = span.of(text);
            let (hash, mut mark) = if classes.hold(Classes::WIDE) {
                (
                    hash_word(fold_into(word, &mut buffer)),
                    marks_of_letters(word),
                )
            } else {
                let has_upper = classes.hold(Classes::UPPER);
                (
                    hash_ascii_word(word.as_bytes(), has_upper),
                    marks_of_ascii(word, classes),
                )
            };
            if function_words.contains(hash) {
                mark.insert(Marks::FUNCTION);
            }
            if end_before.is_none_or(|end| holds_newline(&text.as_bytes()[end..span.range().start]))
            {
                mark.insert(Marks::LINE_START);
            }
            end_before = Some(span.range().end);
            while sentences
                .next_if(|sentence| sentence.start <= span.start)
                .is_some()
            {
                mark.insert(Marks::SENTENCE_START);
            }
            while quotations
                .next_if(|quotation| quotation.end <= span.start)
                .is_some()
            {}
            if quotations
                .peek()
                .is_some_and(|quotation| quotation.contains(span))
            {
                mark.insert(Marks::QUOTED);
            }
            if hashes.len() % WORDS_UNHEARD == WORDS_UNHEARD - 1
                && progress(u64::from(span.end), text.len() as u64).is_break()
            {
                return Err(Error::Cancelled);
            }
            hashes.push(hash);
            spans.push(span);
            marks.push(mark);
        }
        let words = hashes.iter().zip(spans.iter());
        let told = Told::by(words.map(|(&hash, span)| (hash, span.of(text))));
        if let Some(told) = told
            && told.part() >= OF_SENTENCES
        {
            mark_function_words(told.nearest, hashes, marks);
        }
        let analysis = Self {
            hashes: hashes.as_slice().into(),
            spans: spans.as_slice().into(),
            marks: marks.as_slice().into(),
            content_hash: hash_of_sequence(hashes),
            told,
        };
        if analysis.len() <= Found::MOST_KEPT {
            found.clear();
            FOUND.set(found);
        }
        Ok(analysis)
    }

    /// Returns the number of words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Says whether the text has no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Returns the [`hash_word`] of each word's folded form.
    #[must_use]
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// Returns where each word stands in the text: ascending, without overlap.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Returns the marks of each word.
    #[must_use]
    pub fn marks(&self) -> &[Marks] {
        &self.marks
    }

    /// Returns the sentences as ranges of word indices: in order, none empty, together all words.
    ///
    /// Found by the words' marks, so that nothing more is kept: `O(n)` in the words that are
    /// passed.
    pub fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.starting_at(Marks::SENTENCE_START)
    }

    /// Returns the lines that hold words as ranges of word indices: in order, none empty, together
    /// all words.
    pub fn lines(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.starting_at(Marks::LINE_START)
    }

    fn starting_at(&self, mark: Marks) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let rest = self.marks.get(start + 1..)?;
            let end = rest
                .iter()
                .position(|marks| marks.contains(mark))
                .map_or(self.len(), |length| start + 1 + length);
            let range = start..end;
            start = end;
            Some(range)
        })
    }

    /// Returns a hash of the sequence of words: XXH3-64, with [`SEED`], of their hashes as
    /// little-endian bytes.
    ///
    /// Equal for texts that differ only in case, punctuation, layout and what [`fold`](crate::fold)
    /// evens out.
    #[must_use]
    pub fn content_hash(&self) -> u64 {
        self.content_hash
    }

    /// Returns the language that the function words of the text speak for; `None` when there are too few, or when two
    /// languages have about as many: [`language_by_function_words`](crate::language_by_function_words).
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.told?.language()
    }

    /// Returns the part of the first 150 words that are stop words of [`language`](Self::language), `0.0..=1.0`: about half
    /// in prose, next to none in tables. All of them in Thai, whose words are letters here; 0 where no language is told.
    #[must_use]
    pub fn stop_word_part(&self) -> f64 {
        let told = self.told.filter(|told| told.language().is_some());
        told.map_or(0.0, Told::part)
    }

    /// Says whether both texts have the same words in the same order.
    ///
    /// Exact but for words that share a 64-bit hash.
    #[must_use]
    pub fn same_words(&self, other: &Self) -> bool {
        self.content_hash == other.content_hash && self.hashes == other.hashes
    }

    /// Returns the part of the text from the first to the last of these words, what stands between
    /// them included.
    ///
    /// Of an empty range it is the empty span where the next word starts, or behind the last word.
    ///
    /// # Panics
    /// When the range ends behind the last word or before it starts.
    #[must_use]
    pub fn span_of(&self, words: Range<usize>) -> Span {
        match &self.spans[words.clone()] {
            [first, .., last] => first.cover(*last),
            [only] => *only,
            [] => {
                let at = match (self.spans.get(words.start), self.spans.last()) {
                    (Some(next), _) => next.start,
                    (None, Some(last)) => last.end,
                    (None, None) => 0,
                };
                Span::new(at, at)
            }
        }
    }
}

/// Marks the function words of another language in the place of the English ones: its stop words.
fn mark_function_words(language: Language, hashes: &[u64], marks: &mut [Marks]) {
    if language == Language::English {
        return;
    }
    let languages = StopWordLanguages::shared();
    for (&hash, marks) in hashes.iter().zip(marks) {
        marks.remove(Marks::FUNCTION);
        if languages.of(hash).contains(language) {
            marks.insert(Marks::FUNCTION);
        }
    }
}

/// The marks that a word's own characters give.
fn marks_of_letters(word: &str) -> Marks {
    let mut marks = Marks::NONE;
    let is_capital = |c: char| c.is_uppercase() || is_title_case(c);
    let first = |part: &str| {
        part.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(is_capital)
    };
    if first(word) || behind_elision(word).is_some_and(first) {
        marks.insert(Marks::CAPITALISED);
    }
    if word.chars().any(char::is_numeric) {
        marks.insert(Marks::NUMBER);
    }
    marks
}

/// The same for a word of ASCII bytes of these classes.
#[inline]
fn marks_of_ascii(word: &str, classes: Classes) -> Marks {
    let mut marks = Marks::NONE;
    let first = |part: &str| {
        let letter = part.bytes().find(u8::is_ascii_alphabetic);
        letter.is_some_and(|byte| byte.is_ascii_uppercase())
    };
    if classes.hold(Classes::UPPER) && (first(word) || behind_elision(word).is_some_and(first)) {
        marks.insert(Marks::CAPITALISED);
    }
    if classes.hold(Classes::DIGIT) {
        marks.insert(Marks::NUMBER);
    }
    marks
}

/// The word behind an article or a preposition that has lost its vowel: "l'Orrin", "dell’Orrin", "qu’Ada".
fn behind_elision(word: &str) -> Option<&str> {
    /// "quell’", "jusqu’".
    const LONGEST: usize = 6;
    let at = word.find(['\'', '’'])?;
    let behind = word[at..].trim_start_matches(['\'', '’']);
    (at <= LONGEST && behind.starts_with(char::is_alphabetic)).then_some(behind)
}

#[inline]
fn holds_newline(bytes: &[u8]) -> bool {
    (0..bytes.len()).any(|at| newline_length(bytes, at) > 0)
}

fn hash_of_sequence(hashes: &[u64]) -> u64 {
    let mut hasher = Xxh3::with_seed(SEED);
    let mut block = [0; 512];
    for part in hashes.chunks(block.len() / 8) {
        for (bytes, hash) in block.chunks_exact_mut(8).zip(part) {
            bytes.copy_from_slice(&hash.to_le_bytes());
        }
        hasher.update(&block[..part.len() * 8]);
    }
    hasher.digest()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fold::fold;
    use crate::{lines, quotations, sentences};

    const TEXT: &str = "MILL BURNS\n\nThe 1841 mill “is gone,” said Ada Brook. It isn’t.";

    fn analysed(text: &str) -> Analysis {
        Analysis::new(text).unwrap()
    }

    fn marked(text: &str, mark: Marks) -> Vec<&str> {
        let analysis = analysed(text);
        analysis
            .spans()
            .iter()
            .zip(analysis.marks())
            .filter(|(_, marks)| marks.contains(mark))
            .map(|(span, _)| span.of(text))
            .collect()
    }

    #[test]
    fn each_mark_lies_on_its_words() {
        assert_eq!(marked(TEXT, Marks::QUOTED), ["is", "gone"]);
        assert_eq!(
            marked(TEXT, Marks::CAPITALISED),
            ["MILL", "BURNS", "The", "Ada", "Brook", "It"]
        );
        assert_eq!(marked(TEXT, Marks::NUMBER), ["1841"]);
        assert_eq!(marked(TEXT, Marks::SENTENCE_START), ["MILL", "The", "It"]);
        assert_eq!(marked(TEXT, Marks::LINE_START), ["MILL", "The"]);
        assert_eq!(marked(TEXT, Marks::FUNCTION), ["The", "is", "It", "isn’t"]);
    }

    #[test]
    fn function_words_are_those_of_the_language_of_the_text() {
        let text = "Die alte Mühle am Fluss ist in der Nacht abgebrannt, und man weiß es nicht.";
        assert_eq!(analysed(text).language(), Some(Language::German));
        let marked = marked(text, Marks::FUNCTION).join(" ");
        assert_eq!(marked, "Die am ist in der und man es nicht");
        assert!((analysed(text).stop_word_part() - 9.0 / 15.0).abs() < 1e-12);
        let table = analysed(
            "oper net vs net in cts shr qtr rev mths avg shrs sales year ended mln dlrs nil note includes gain",
        );
        assert_eq!(table.language(), Some(Language::Lithuanian));
        assert!(table.stop_word_part() < OF_SENTENCES);
        assert!(table.marks()[4].contains(Marks::FUNCTION), "in English");
        let unknown = analysed("Orrin in Tessary");
        assert_eq!((unknown.language(), unknown.stop_word_part()), (None, 0.0));
        assert!(unknown.marks()[1].contains(Marks::FUNCTION));
    }

    #[test]
    fn capitals_and_numerals_of_all_scripts_are_marked() {
        assert_eq!(
            marked("Éclair État ǅep порт Порт 3rd 2Pac x٣", Marks::CAPITALISED),
            ["Éclair", "État", "ǅep", "Порт", "2Pac"]
        );
        assert_eq!(marked("3rd x٣ a", Marks::NUMBER), ["3rd", "x٣"]);
        assert_eq!(
            marked(
                "l'Orrin dell’Érin qu’Ada l’eau Ada’s isn't",
                Marks::CAPITALISED
            ),
            ["l'Orrin", "dell’Érin", "qu’Ada", "Ada’s"]
        );
    }

    #[test]
    fn layout_case_and_punctuation_do_not_change_the_content() {
        let other = analysed("mill burns: the 1841 MILL 'is gone' -- said\nAda Brook! It isn't");
        assert!(analysed(TEXT).same_words(&other));
        assert_eq!(analysed(TEXT).content_hash(), other.content_hash());
        assert!(!analysed(TEXT).same_words(&analysed("mill burns")));
        assert_ne!(
            analysed("a b").content_hash(),
            analysed("b a").content_hash()
        );
    }

    #[test]
    fn spans_of_runs_of_words_reach_from_the_first_to_the_last() {
        let analysis = analysed(TEXT);
        assert_eq!(analysis.span_of(2..7).of(TEXT), "The 1841 mill “is gone");
        assert_eq!(analysis.span_of(0..1).of(TEXT), "MILL");
        assert!(analysis.span_of(3..3).is_empty());
        assert_eq!(analysis.span_of(12..12).range().end, TEXT.len() - 1);
        assert_eq!(analysed("").span_of(0..0), Span::new(0, 0));
    }

    #[test]
    fn sentences_and_lines_are_runs_of_words() {
        let analysis = analysed(TEXT);
        assert_eq!(
            analysis.sentences().collect::<Vec<_>>(),
            [0..2, 2..10, 10..12]
        );
        assert_eq!(analysis.lines().collect::<Vec<_>>(), [0..2, 2..12]);
        assert_eq!(analysed("").sentences().count(), 0);
    }

    #[test]
    fn a_text_without_words_is_empty() {
        let analysis = analysed(" … “” \n");
        assert!(analysis.is_empty());
        assert_eq!(analysis.len(), 0);
        assert!(analysis.same_words(&analysed("")));
    }

    #[test]
    fn the_content_hash_does_not_depend_on_how_words_fall_into_blocks() {
        let hashes: Vec<u64> = (0..1000).collect();
        let bytes: Vec<u8> = hashes.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        for length in [0, 1, 63, 64, 65, 128, 1000] {
            assert_eq!(
                hash_of_sequence(&hashes[..length]),
                xxhash_rust::xxh3::xxh3_64_with_seed(&bytes[..length * 8], SEED)
            );
        }
    }

    proptest! {
        #[test]
        fn one_pass_agrees_with_the_passes_it_is_made_of(text in "[aBé1 .!,'’\"“”\n\r\u{200b}水]{0,60}") {
            let analysis = analysed(&text);
            let spans: Vec<Span> = words(&text).collect();
            prop_assert_eq!(analysis.spans(), &spans[..]);
            let first_in = |parts: Vec<Span>| -> Vec<Span> {
                parts.into_iter().filter_map(|part| spans.iter().copied().find(|&word| part.contains(word))).collect()
            };
            let quoted = quotations(&text);
            let (sentence_starts, line_starts) = (first_in(sentences(&text).collect()), first_in(lines(&text).collect()));
            for ((&span, &marks), &hash) in spans.iter().zip(analysis.marks()).zip(analysis.hashes()) {
                prop_assert_eq!(hash, hash_word(&fold(span.of(&text))));
                prop_assert_eq!(marks.contains(Marks::QUOTED), quoted.iter().any(|quotation| quotation.contains(span)));
                prop_assert_eq!(marks.contains(Marks::LINE_START), line_starts.contains(&span));
                // A sentence that ends inside a word (as in `a!b水`) has no word of its own.
                prop_assert!(marks.contains(Marks::SENTENCE_START) || !sentence_starts.contains(&span));
            }
        }
    }
}
