//! Cuts texts into terms.

use std::borrow::Cow;
use std::collections::HashSet;

use wirecopy_text::{Scratch, Stemmer, Tokenizer, is_python_space, is_python_word};

use crate::error::Error;
use crate::prepare::{lower_into, strip};
use crate::terms::{StripAccents, TermOptions, TermUnit, TokenPattern};

/// [`TermOptions`] that have been checked and can be used; made by [`TermOptions::build`].
#[derive(Debug, Clone)]
pub struct Splitter {
    options: TermOptions,
    stop_words: HashSet<Box<[u8]>>,
    stemmer: Option<Stemmer>,
    tokenizer: Option<Box<Tokenizer>>,
}

/// Memory that is used again from text to text.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    lower: String,
    line: Vec<u8>,
    starts: Vec<usize>,
    scratch: Scratch,
}

impl Splitter {
    pub(crate) fn new(options: TermOptions) -> Result<Self, Error> {
        let (min, max) = options.ngrams;
        if min == 0 || min > max {
            return Err(Error::InvalidOption {
                option: "ngrams",
                given: format!("{min}..={max}"),
                expected: "`1 <= min <= max`",
            });
        }
        let conflict = |option, other| Err(Error::OptionConflict { option, other });
        let default = TermOptions::new();
        if options.unit != TermUnit::Word {
            let unit = "terms of characters";
            if options.stemming.is_some() {
                return conflict("stemming", unit);
            }
            if options.analyzer.is_some() {
                return conflict("analyzer", unit);
            }
        }
        if options.analyzer.is_some() {
            if options.stop_words != default.stop_words {
                return conflict("stop_words", "analyzer");
            }
            if options.stemming.is_some() {
                return conflict("stemming", "analyzer");
            }
        }
        let stemmer = match options.stemming {
            Some((language, edition)) => Some(Stemmer::new(language, edition)?),
            None => None,
        };
        let tokenizer = match &options.analyzer {
            Some(analyzer) => Some(Box::new(analyzer.build()?)),
            None => None,
        };
        let stop_words = options.stop_words.iter();
        Ok(Self {
            stop_words: stop_words.map(|word| word.as_bytes().into()).collect(),
            stemmer,
            tokenizer,
            options,
        })
    }

    /// Returns what it was made from.
    pub const fn options(&self) -> &TermOptions {
        &self.options
    }

    /// Returns the text in lower case and without accents, as the options say: scikit-learn's
    /// `build_preprocessor`.
    #[must_use]
    pub fn preprocess<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut buffer = String::new();
        match self.prepared(text, &mut buffer) {
            Cow::Borrowed(same) if same == text => Cow::Borrowed(text),
            changed => Cow::Owned(changed.into_owned()),
        }
    }

    /// Returns the tokens of a text that is already [preprocessed](Self::preprocess), stop words
    /// and all: scikit-learn's `build_tokenizer`.
    #[must_use]
    pub fn tokenize<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        for_each_token(self.options.pattern, text.as_bytes(), |start, end| {
            found.push(&text[start..end]);
        });
        found
    }

    /// Returns the terms of a text, in scikit-learn's order: scikit-learn's `build_analyzer`.
    ///
    /// For single texts; vectorisers never make terms one by one.
    ///
    /// # Panics
    /// Never for texts below 4 GiB, which is what an analyser takes.
    #[must_use]
    pub fn terms(&self, text: &str) -> Vec<String> {
        let mut buffers = Buffers::default();
        let owned =
            |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("cut between characters");
        let mut terms = Vec::new();
        match self.options.unit {
            TermUnit::Word => {
                let mut tokens: Vec<String> = Vec::new();
                self.for_each_word(text, &mut buffers, |token| {
                    if let Some(token) = self.outcome(token) {
                        tokens.push(owned(&token));
                    }
                })
                .expect("texts are below 4 GiB");
                return self.word_ngrams(&tokens);
            }
            TermUnit::Char => {
                self.for_each_char_gram(text, &mut buffers, |gram| terms.push(owned(gram)));
            }
            TermUnit::CharWb => self.for_each_blank_word(text, &mut buffers, |word| {
                self.for_each_gram_of_word(word, |gram| terms.push(owned(gram)));
            }),
        }
        terms
    }

    /// Returns the terms of tokens that somebody else cut.
    #[must_use]
    pub fn terms_of_tokens<T: AsRef<str>>(&self, tokens: &[T]) -> Vec<String> {
        let chosen = tokens.iter().filter_map(|token| {
            let outcome = self.outcome(token.as_ref().as_bytes())?;
            Some(String::from_utf8_lossy(&outcome).into_owned())
        });
        self.word_ngrams(&chosen.collect::<Vec<_>>())
    }

    /// Returns the n-grams of tokens that have been chosen: scikit-learn's `_word_ngrams`, without
    /// its stop words.
    fn word_ngrams(&self, tokens: &[String]) -> Vec<String> {
        let (min, max) = self.options.ngrams;
        let sizes = min as usize..=(max as usize).min(tokens.len());
        sizes
            .flat_map(|size| tokens.windows(size).map(|window| window.join(" ")))
            .collect()
    }

    /// Whether a token stays as it is, whatever it is.
    pub(crate) fn keeps_every_token(&self) -> bool {
        self.stop_words.is_empty() && self.stemmer.is_none()
    }

    /// What becomes of a token: nothing, or what stands for it.
    pub(crate) fn outcome<'t>(&self, token: &'t [u8]) -> Option<Cow<'t, [u8]>> {
        if self.stop_words.contains(token) {
            return None;
        }
        let Some(stemmer) = &self.stemmer else {
            return Some(Cow::Borrowed(token));
        };
        let word = std::str::from_utf8(token).expect("tokens are cut between characters");
        Some(match stemmer.stem(word) {
            Cow::Borrowed(stem) => Cow::Borrowed(stem.as_bytes()),
            Cow::Owned(stem) => Cow::Owned(stem.into_bytes()),
        })
    }

    fn prepared<'t>(&self, text: &'t str, buffer: &'t mut String) -> Cow<'t, str> {
        let text = if self.options.lowercase {
            lower_into(text, buffer);
            buffer
        } else {
            text
        };
        match self.options.strip_accents {
            StripAccents::None => Cow::Borrowed(text),
            accents => strip(accents, text),
        }
    }

    /// Visits the tokens of a text, before stop words and stems.
    pub(crate) fn for_each_word(
        &self,
        text: &str,
        buffers: &mut Buffers,
        mut visit: impl FnMut(&[u8]),
    ) -> Result<(), Error> {
        if let Some(tokenizer) = &self.tokenizer {
            return Ok(
                tokenizer.for_each(text, &mut buffers.scratch, |token, _, _| {
                    visit(token.as_bytes());
                })?,
            );
        }
        let text = self.prepared(text, &mut buffers.lower);
        let bytes = text.as_bytes();
        for_each_token(self.options.pattern, bytes, |start, end| {
            visit(&bytes[start..end]);
        });
        Ok(())
    }

    /// Visits the words of a text between white space, each with a blank on both sides.
    pub(crate) fn for_each_blank_word(
        &self,
        text: &str,
        buffers: &mut Buffers,
        mut visit: impl FnMut(&[u8]),
    ) {
        let Buffers { lower, line, .. } = buffers;
        let text = self.prepared(text, lower);
        let bytes = text.as_bytes();
        for_each_token(TokenPattern::NonSpace, bytes, |start, end| {
            line.clear();
            line.push(b' ');
            line.extend_from_slice(&bytes[start..end]);
            line.push(b' ');
            visit(line);
        });
    }

    /// Visits the n-grams of a word that has its blanks.
    pub(crate) fn for_each_gram_of_word(&self, word: &[u8], mut visit: impl FnMut(&[u8])) {
        let mut starts = Vec::with_capacity(word.len() + 1);
        starts_of_chars(word, &mut starts);
        let (min, max) = self.options.ngrams;
        for size in min as usize..=max as usize {
            if size >= starts.len() - 1 {
                // A short word counts once, and larger sizes would be the same word again.
                visit(word);
                break;
            }
            for window in starts.windows(size + 1) {
                visit(&word[window[0]..window[size]]);
            }
        }
    }

    /// Visits the n-grams of characters of a text.
    pub(crate) fn for_each_char_gram(
        &self,
        text: &str,
        buffers: &mut Buffers,
        mut visit: impl FnMut(&[u8]),
    ) {
        let Buffers {
            lower,
            line,
            starts,
            ..
        } = buffers;
        let text = self.prepared(text, lower);
        line.clear();
        collapse_spaces(&text, line);
        starts_of_chars(line, starts);
        let (min, max) = self.options.ngrams;
        for size in min as usize..=(max as usize).min(starts.len() - 1) {
            for window in starts.windows(size + 1) {
                visit(&line[window[0]..window[size]]);
            }
        }
    }
}

/// Writes where each character begins, and where the last one ends.
fn starts_of_chars(bytes: &[u8], starts: &mut Vec<usize>) {
    starts.clear();
    // A continuation byte begins with the bits 10.
    let begins = |&at: &usize| bytes[at] & 0xc0 != 0x80;
    starts.extend((0..bytes.len()).filter(begins));
    starts.push(bytes.len());
}

/// Writes the text with each run of two or more white spaces as one blank.
fn collapse_spaces(text: &str, line: &mut Vec<u8>) {
    let mut chars = text.chars().peekable();
    let mut utf8 = [0; 4];
    while let Some(c) = chars.next() {
        let mut c = c;
        if is_python_space(c) {
            while chars.next_if(|&next| is_python_space(next)).is_some() {
                c = ' ';
            }
        }
        line.extend_from_slice(c.encode_utf8(&mut utf8).as_bytes());
    }
}

/// What a byte says about the character that it begins.
const WORD: u8 = 1;
const SPACE: u8 = 2;
const WIDE: u8 = 4;

static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut at = 0;
    while at < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "at most 255")]
        let byte = at as u8;
        if byte.is_ascii_alphanumeric() || byte == b'_' {
            classes[at] = WORD;
        } else if matches!(byte, b' ' | 0x09..=0x0d | 0x1c..=0x1f) {
            classes[at] = SPACE;
        } else if byte >= 0x80 {
            classes[at] = WIDE;
        }
        at += 1;
    }
    classes
};

/// Calls `visit` with the bounds of each token.
#[inline]
fn for_each_token(pattern: TokenPattern, text: &[u8], visit: impl FnMut(usize, usize)) {
    match pattern {
        TokenPattern::TwoOrMore => scan::<true>(text, 2, visit),
        TokenPattern::OneOrMore => scan::<true>(text, 1, visit),
        TokenPattern::NonSpace => scan::<false>(text, 1, visit),
    }
}

/// Visits the longest runs of word characters (or of anything but white space), if they have at
/// least `shortest` characters, which is one or two.
#[inline]
fn scan<const WORDS: bool>(text: &[u8], shortest: usize, mut visit: impl FnMut(usize, usize)) {
    let inside = |class: u8| {
        if WORDS {
            class == WORD
        } else {
            class & (SPACE | WIDE) == 0
        }
    };
    let wide_inside = |c: char| {
        if WORDS {
            is_python_word(c)
        } else {
            !is_python_space(c)
        }
    };
    let mut at = 0;
    while at < text.len() {
        let class = CLASSES[text[at] as usize];
        if !inside(class) {
            if class != WIDE {
                at += 1;
                continue;
            }
            let (c, width) = char_at(text, at);
            if !wide_inside(c) {
                at += width;
                continue;
            }
        }
        let start = at;
        let mut wide = 0;
        loop {
            while at < text.len() && inside(CLASSES[text[at] as usize]) {
                at += 1;
            }
            if at == text.len() || CLASSES[text[at] as usize] != WIDE {
                break;
            }
            let (c, width) = char_at(text, at);
            if !wide_inside(c) {
                break;
            }
            at += width;
            wide += width - 1;
        }
        if at - start - wide >= shortest {
            visit(start, at);
        }
    }
}

/// Decodes the character that begins at a byte, and returns its length.
#[inline]
fn char_at(text: &[u8], at: usize) -> (char, usize) {
    let low = |offset: usize| u32::from(text[at + offset] & 0x3f);
    let first = u32::from(text[at]);
    let (code, width) = match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => ((first & 0x1f) << 6 | low(1), 2),
        0xe0..0xf0 => ((first & 0x0f) << 12 | low(1) << 6 | low(2), 3),
        _ => (
            (first & 0x07) << 18 | low(1) << 12 | low(2) << 6 | low(3),
            4,
        ),
    };
    (
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER),
        width,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wirecopy_text::{Analyzer, Language, StemmerEdition};

    use super::*;

    fn terms(options: &TermOptions, text: &str) -> Vec<String> {
        options.build().unwrap().terms(text)
    }

    #[test]
    fn stop_words_go_before_ngrams_and_stems() {
        let options = TermOptions::new()
            .with_ngrams((2, 2))
            .with_stop_words(["of", "mills"])
            .with_stemming((Language::English, StemmerEdition::Current));
        assert_eq!(
            terms(&options, "Burning of the mills of Eastbrook burning"),
            ["burn the", "the eastbrook", "eastbrook burn"]
        );
    }

    #[test]
    fn accents_go_after_lower_case() {
        let options = TermOptions::new().with_strip_accents(StripAccents::Ascii);
        assert_eq!(terms(&options, "Été Ωmega"), ["ete", "mega"]);
    }

    #[test]
    fn patterns_differ_in_short_words_and_marks() {
        let of = |pattern| {
            terms(
                &TermOptions::new().with_pattern(pattern),
                "A b-52 é x½ ‘it’s’\u{1c}no",
            )
        };
        assert_eq!(of(TokenPattern::TwoOrMore), ["52", "x½", "it", "no"]);
        assert_eq!(
            of(TokenPattern::OneOrMore),
            ["a", "b", "52", "é", "x½", "it", "s", "no"]
        );
        assert_eq!(
            of(TokenPattern::NonSpace),
            ["a", "b-52", "é", "x½", "‘it’s’", "no"]
        );
    }

    #[test]
    fn words_of_characters_have_blanks_and_short_ones_count_once() {
        let options = TermOptions::new()
            .with_unit(TermUnit::CharWb)
            .with_ngrams((3, 5));
        assert_eq!(terms(&options, "a\u{a0} öb"), [" a ", " öb", "öb ", " öb "]);
        let options = options.with_ngrams((2, 2)).with_unit(TermUnit::Char);
        assert_eq!(terms(&options, "a\n\u{a0}b\nc"), ["a ", " b", "b\n", "\nc"]);
        assert!(terms(&options, "a").is_empty());
    }

    #[test]
    fn options_that_make_no_sense_are_refused() {
        let message = |options: TermOptions| options.build().unwrap_err().to_string();
        assert_eq!(
            message(TermOptions::new().with_ngrams((2, 1))),
            "`ngrams` is `2..=1`, expected `1 <= min <= max`"
        );
        assert_eq!(
            message(
                TermOptions::new()
                    .with_analyzer(Analyzer::new())
                    .with_stop_words(["a"])
            ),
            "`stop_words` does not go with `analyzer`; leave one of them out"
        );
    }

    /// The tokens by the definition, character by character.
    fn by_definition(text: &str, shortest: usize, inside: impl Fn(char) -> bool) -> Vec<&str> {
        text.split(|c| !inside(c))
            .filter(|token| token.chars().count() >= shortest)
            .collect()
    }

    proptest! {
        #[test]
        fn tokens_are_those_of_the_definition(text in "[aé_1 .’水½\u{301}\u{85}\u{1c}\u{1f600}\u{10ffff}]{0,24}") {
            let tokens = |pattern| {
                let splitter = TermOptions::new().with_pattern(pattern).build().unwrap();
                splitter.tokenize(&text).into_iter().map(str::to_owned).collect::<Vec<_>>()
            };
            prop_assert_eq!(tokens(TokenPattern::TwoOrMore), by_definition(&text, 2, is_python_word));
            prop_assert_eq!(tokens(TokenPattern::OneOrMore), by_definition(&text, 1, is_python_word));
            prop_assert_eq!(tokens(TokenPattern::NonSpace), by_definition(&text, 1, |c| !is_python_space(c)));
        }

        #[test]
        fn characters_are_decoded(c: char) {
            let text = format!("a{c}");
            prop_assert_eq!(char_at(text.as_bytes(), 1), (c, c.len_utf8()));
        }
    }
}
