//! Cuts texts into terms.

use std::borrow::Cow;
use std::collections::HashSet;

use wirecopy_text::{Scratch, Stemmer, Tokenizer, is_python_space};

use crate::documents::Pieces;
use crate::error::Error;
use crate::interner::Part;
use crate::narrow::narrow;
use crate::prepare::{lower_onto, strip};
use crate::scan::scan;
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
    stripped: String,
    line: String,
    collapsed: Vec<u8>,
    starts: Vec<usize>,
    parts: Vec<Part>,
    inside: Vec<u64>,
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
        let (mut inside, mut parts) = (Vec::new(), Vec::new());
        scan(
            self.options.pattern,
            text.as_bytes(),
            &mut inside,
            &mut parts,
        );
        let piece = |part: &Part| &text[part.start as usize..part.end as usize];
        parts.iter().map(piece).collect()
    }

    /// Returns the terms of a text, in scikit-learn's order: scikit-learn's `build_analyzer`.
    ///
    /// For single texts; vectorisers never make terms one by one. The tokens are those of the
    /// pattern, whatever [`cut_by`](TermOptions::cut_by) says.
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
                let (line, parts) = self
                    .words(text, &mut buffers)
                    .expect("texts are below 4 GiB");
                let tokens = parts.iter().filter_map(|part| {
                    let token = &line[part.start as usize..part.end as usize];
                    self.outcome(token).map(|token| owned(&token))
                });
                return self.word_ngrams(&tokens.collect::<Vec<_>>());
            }
            TermUnit::Char => {
                let (line, parts) = self.char_grams(text, &mut buffers);
                let piece = |part: &Part| owned(&line[part.start as usize..part.end as usize]);
                terms.extend(parts.iter().map(piece));
            }
            TermUnit::CharWb => {
                let (line, parts) = self.blank_words(text, &mut buffers);
                for part in parts {
                    let word = &line[part.start as usize..part.end as usize];
                    self.for_each_gram_of_word(word, &mut Vec::new(), |line, gram| {
                        terms.push(owned(&line[gram.start as usize..gram.end as usize]));
                    });
                }
            }
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

    /// Refuses texts where something else makes the tokens.
    pub(crate) fn check_cuts<T>(&self, pieces: Pieces<'_, T>) -> Result<(), Error> {
        match (&self.options.cut_by, pieces) {
            (Some(cut_by), Pieces::Texts(_)) => Err(Error::CutElsewhere {
                cut_by: cut_by.clone(),
            }),
            _ => Ok(()),
        }
    }

    /// Whether a token stays as it is, whatever it is.
    pub(crate) fn keeps_every_token(&self) -> bool {
        self.stop_words.is_empty() && self.stemmer.is_none()
    }

    /// Whether some tokens go.
    pub(crate) fn drops_tokens(&self) -> bool {
        !self.stop_words.is_empty()
    }

    /// What becomes of a token: nothing, or what stands for it.
    pub(crate) fn outcome<'t>(&self, token: &'t [u8]) -> Option<Cow<'t, [u8]>> {
        if self.drops_tokens() && self.stop_words.contains(token) {
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
            buffer.clear();
            lower_onto(text, buffer);
            buffer
        } else {
            text
        };
        match self.options.strip_accents {
            StripAccents::None => Cow::Borrowed(text),
            accents => strip(accents, text),
        }
    }

    /// Appends a text to a line, in lower case and without accents as the options say. `buffer` is
    /// memory that is used again.
    pub(crate) fn prepare_onto(&self, text: &str, line: &mut String, buffer: &mut String) {
        let accents = self.options.strip_accents;
        if !self.options.lowercase {
            line.push_str(&strip(accents, text));
        } else if accents == StripAccents::None {
            lower_onto(text, line);
        } else {
            buffer.clear();
            lower_onto(text, buffer);
            line.push_str(&strip(accents, buffer));
        }
    }

    /// Returns what cuts texts, where it is an analyser.
    pub(crate) fn tokenizer(&self) -> Option<&Tokenizer> {
        self.tokenizer.as_deref()
    }

    /// Returns a line and which parts of it are the tokens of a text, before stop words and stems.
    pub(crate) fn words<'b>(
        &self,
        text: &'b str,
        buffers: &'b mut Buffers,
    ) -> Result<(&'b [u8], &'b [Part]), Error> {
        let Buffers {
            lower,
            stripped,
            line,
            parts,
            inside,
            scratch,
            ..
        } = buffers;
        parts.clear();
        if let Some(tokenizer) = &self.tokenizer {
            line.clear();
            tokenizer.for_each(text, scratch, |token, _, _| {
                push_part(token, line, parts);
            })?;
            return Ok((line.as_bytes(), parts));
        }
        let text = self.prepared_into(text, lower, stripped).as_bytes();
        scan(self.options.pattern, text, inside, parts);
        Ok((text, parts))
    }

    /// Returns a line and which parts of it are the words of a text between white space.
    pub(crate) fn blank_words<'b>(
        &self,
        text: &'b str,
        buffers: &'b mut Buffers,
    ) -> (&'b [u8], &'b [Part]) {
        let Buffers {
            lower,
            stripped,
            parts,
            inside,
            ..
        } = buffers;
        parts.clear();
        let text = self.prepared_into(text, lower, stripped).as_bytes();
        scan(TokenPattern::NonSpace, text, inside, parts);
        (text, parts)
    }

    fn prepared_into<'b>(
        &self,
        text: &'b str,
        lower: &'b mut String,
        stripped: &'b mut String,
    ) -> &'b str {
        match self.prepared(text, lower) {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => {
                *stripped = text;
                stripped
            }
        }
    }

    /// Visits the n-grams of a word, which gets a blank on both sides: the word with its blanks,
    /// and the part of it that is the n-gram. `line` is memory that is used again.
    pub(crate) fn for_each_gram_of_word(
        &self,
        word: &[u8],
        line: &mut Vec<u8>,
        mut visit: impl FnMut(&[u8], Part),
    ) {
        line.clear();
        line.push(b' ');
        line.extend_from_slice(word);
        line.push(b' ');
        let mut starts = Vec::with_capacity(line.len() + 1);
        starts_of_chars(line, &mut starts);
        let part = |start: usize, end: usize| Part {
            start: narrow(start),
            end: narrow(end),
        };
        let (min, max) = self.options.ngrams;
        for size in min as usize..=max as usize {
            if size >= starts.len() - 1 {
                // A short word counts once, and larger sizes would be the same word again.
                visit(line, part(0, line.len()));
                break;
            }
            for window in starts.windows(size + 1) {
                visit(line, part(window[0], window[size]));
            }
        }
    }

    /// Returns a line and which parts of it are the n-grams of characters of a text.
    pub(crate) fn char_grams<'b>(
        &self,
        text: &'b str,
        buffers: &'b mut Buffers,
    ) -> (&'b [u8], &'b [Part]) {
        let Buffers {
            lower,
            stripped,
            collapsed: line,
            starts,
            parts,
            ..
        } = buffers;
        line.clear();
        collapse_spaces(self.prepared_into(text, lower, stripped), line);
        starts_of_chars(line, starts);
        parts.clear();
        let (min, max) = self.options.ngrams;
        for size in min as usize..=(max as usize).min(starts.len() - 1) {
            parts.extend(starts.windows(size + 1).map(|window| Part {
                start: narrow(window[0]),
                end: narrow(window[size]),
            }));
        }
        (line, parts)
    }
}

impl Buffers {
    /// Returns a line of strings, and where they are there.
    pub(crate) fn joined<T: AsRef<str>>(&mut self, strings: &[T]) -> (&[u8], &[Part]) {
        self.line.clear();
        self.parts.clear();
        for string in strings {
            push_part(string.as_ref(), &mut self.line, &mut self.parts);
        }
        (self.line.as_bytes(), &self.parts)
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

/// Appends a string to a line, and where it is there.
pub(crate) fn push_part(string: &str, line: &mut String, parts: &mut Vec<Part>) {
    let start = narrow(line.len());
    line.push_str(string);
    parts.push(Part {
        start,
        end: narrow(line.len()),
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use wirecopy_text::{Analyzer, Language, StemmerEdition, is_python_word};

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
    }
}
