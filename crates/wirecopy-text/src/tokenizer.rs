//! The analyser at work.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

use regex::Regex;

use crate::addresses::addresses;
use crate::analyzer::{Addresses, Analyzer, MAX_NGRAM, StopWords, TokenKind};
use crate::char_grams::{CharGrams, Gram};
use crate::error::Error;
use crate::python::is_python_word;
use crate::span::{MAX_TEXT_BYTES, Span};
use crate::stemmer::Stemmer;
use crate::stop_words::stop_words;
use crate::token_cache::{Outcome, TokenCache};
use crate::traced::Traced;
use crate::transform::Transform;
use crate::words::{plain_words, words};

/// One token of a text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token<'t> {
    /// What the analyser made of it; borrowed where that is how it stands in the text.
    pub text: Cow<'t, str>,
    /// The characters of the text that it came from.
    pub span: Span,
    /// What it is.
    pub class: TokenClass,
}

/// What a token is, besides its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenClass {
    /// A word, or what a pattern matched, unless it is one of the following.
    Word,
    /// Digits and what joins them: `1841`, `3,000.50`.
    Number,
    /// A web address as one token.
    Url,
    /// An e-mail address as one token.
    Email,
    /// Two or more tokens.
    Gram,
    /// A run of characters.
    Chars,
}

impl TokenClass {
    /// Returns the name in lower case: `word`, `number`, `url`, `email`, `gram`, `chars`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Number => "number",
            Self::Url => "url",
            Self::Email => "email",
            Self::Gram => "gram",
            Self::Chars => "chars",
        }
    }
}

impl fmt::Display for TokenClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

/// An [`Analyzer`] that has been checked and can be used; made by [`Analyzer::build`].
///
/// It can be shared between threads; each brings its own [`Scratch`].
#[derive(Debug, Clone)]
pub struct Tokenizer {
    /// Tells the tokenisers of a process apart, so that none reads the cache of another.
    id: u64,
    analyzer: Analyzer,
    engine: Engine,
    transform: Transform,
    stop_words: HashSet<Box<str>>,
    stemmer: Option<Stemmer>,
    /// What becomes of a word takes more than a look at its letters.
    cached: bool,
}

#[derive(Debug, Clone)]
enum Engine {
    Words,
    PlainWords,
    #[cfg(feature = "dictionary")]
    Dictionary {
        plain: bool,
    },
    ScikitLearn,
    Pattern {
        regex: Box<Regex>,
        group: usize,
    },
    Chars,
    CharWb,
}

/// Memory that a [`Tokenizer`] uses again from text to text: buffers, and the outcome of each
/// distinct word.
///
/// The outcomes take 32 MB at most. Given to another tokeniser, it starts anew.
#[derive(Debug, Default)]
pub struct Scratch {
    owner: Option<u64>,
    work: Work,
    line: String,
    items: Vec<Item>,
}

/// What single tokens need.
#[derive(Debug, Default)]
struct Work {
    cache: TokenCache,
    buffer: String,
}

/// A token that waits for its neighbours: its place in the line of tokens and in the text.
#[derive(Debug, Clone, Copy)]
struct Item {
    start: usize,
    end: usize,
    span: Span,
    class: TokenClass,
}

impl Scratch {
    /// Makes one that has taken no memory yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Tokenizer {
    pub(crate) fn new(analyzer: &Analyzer) -> Result<Self, Error> {
        static IDS: AtomicU64 = AtomicU64::new(0);
        check_options(analyzer)?;
        let language = analyzer.language();
        let transform = Transform {
            normalization: analyzer.normalization(),
            case: analyzer.case(),
            dots_its_i: language.is_some_and(crate::Language::dots_its_i),
            strip_accents: analyzer.strip_accents(),
            fold_punctuation: analyzer.fold_punctuation(),
        };
        let needs = |option| language.ok_or(Error::LanguageMissing { option });
        let mut buffer = String::new();
        let mut folded = |word: &str| Box::from(transform.apply(word, &mut buffer));
        let stop_words: HashSet<Box<str>> = match analyzer.stop_words() {
            StopWords::None => HashSet::new(),
            StopWords::List(words) => words.iter().map(|word| folded(word)).collect(),
            StopWords::Language => {
                let language = needs("stop_words")?;
                let words = stop_words(language).ok_or(Error::NoStopWords { language })?;
                words.iter().map(|word| folded(word)).collect()
            }
        };
        let stemmer = match analyzer.stemming() {
            Some(edition) => Some(Stemmer::new(needs("stemming")?, edition)?),
            None => None,
        };
        let plain = transform.is_none() || transform.is_fold();
        Ok(Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            engine: engine_of(analyzer)?,
            transform,
            cached: !(plain
                && stop_words.is_empty()
                && stemmer.is_none()
                && analyzer.min_length() <= 1
                && !analyzer.drop_numbers()),
            stop_words,
            stemmer,
            analyzer: analyzer.clone(),
        })
    }

    /// Returns what the tokeniser was made from.
    pub fn analyzer(&self) -> &Analyzer {
        &self.analyzer
    }

    /// Returns the tokens of `text`, in order.
    ///
    /// For many texts, [`for_each`](Self::for_each) saves the allocations and stems each word once.
    ///
    /// # Errors
    /// [`Error::TextTooLong`] when the text has more than `u32::MAX` bytes.
    pub fn tokens<'t>(&self, text: &'t str) -> Result<Vec<Token<'t>>, Error> {
        self.tokens_with(text, &mut Scratch::new())
    }

    /// Returns the same with memory that is used again.
    ///
    /// # Errors
    /// [`Error::TextTooLong`] when the text has more than `u32::MAX` bytes.
    pub fn tokens_with<'t>(
        &self,
        text: &'t str,
        scratch: &mut Scratch,
    ) -> Result<Vec<Token<'t>>, Error> {
        let mut tokens = Vec::new();
        self.for_each(text, scratch, |token, span, class| {
            let original = span.of(text);
            tokens.push(Token {
                text: if token == original {
                    Cow::Borrowed(original)
                } else {
                    Cow::Owned(token.to_owned())
                },
                span,
                class,
            });
        })?;
        Ok(tokens)
    }

    /// Calls `visit` with each token's text, span and class: single tokens in the order of the
    /// text; n-grams, as scikit-learn has them, sorted by their size first (for
    /// [`TokenKind::CharWb`], by their word first of all).
    ///
    /// `O(n)` in the bytes of the text and the n-grams, and the pattern's worst case is `O(n²)` as
    /// the crate `regex` states. Nothing is allocated for a token; each distinct word is stemmed
    /// once as long as `scratch` remembers it.
    ///
    /// # Errors
    /// [`Error::TextTooLong`] when the text has more than `u32::MAX` bytes.
    pub fn for_each(
        &self,
        text: &str,
        scratch: &mut Scratch,
        mut visit: impl FnMut(&str, Span, TokenClass),
    ) -> Result<(), Error> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(Error::TextTooLong {
                given: text.len(),
                max: MAX_TEXT_BYTES,
            });
        }
        if scratch.owner != Some(self.id) {
            scratch.work.cache.clear();
            scratch.owner = Some(self.id);
        }
        if matches!(self.engine, Engine::Chars | Engine::CharWb) {
            self.for_each_run(text, visit);
            return Ok(());
        }
        let (min, max) = self.analyzer.ngrams();
        if (min, max) == (1, 1) {
            self.for_each_single(text, &mut scratch.work, &mut visit);
            return Ok(());
        }
        let Scratch {
            work, line, items, ..
        } = scratch;
        line.clear();
        items.clear();
        self.for_each_single(text, work, &mut |token: &str, span, class| {
            if !line.is_empty() {
                line.push(' ');
            }
            let start = line.len();
            line.push_str(token);
            items.push(Item {
                start,
                end: line.len(),
                span,
                class,
            });
        });
        for size in min..=max {
            for window in items.windows(size as usize) {
                let (first, last) = (window[0], window[window.len() - 1]);
                let class = if size == 1 {
                    first.class
                } else {
                    TokenClass::Gram
                };
                visit(
                    &line[first.start..last.end],
                    first.span.cover(last.span),
                    class,
                );
            }
        }
        Ok(())
    }

    fn for_each_single(
        &self,
        text: &str,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        match &self.engine {
            Engine::Words => self.for_each_word(text, words(text), work, visit),
            Engine::PlainWords => self.for_each_word(text, plain_words(text), work, visit),
            #[cfg(feature = "dictionary")]
            Engine::Dictionary { plain } => {
                let words = if *plain {
                    crate::dictionary::dictionary_plain_words(text)
                } else {
                    crate::dictionary::dictionary_words(text)
                };
                self.for_each_word(text, words, work, visit);
            }
            Engine::ScikitLearn => {
                let traced = Traced::new(text, self.transform);
                for (start, end) in python_words(traced.text()) {
                    let word = &traced.text()[start..end];
                    let span = || traced.source(start, end);
                    self.choose(word, Transform::NONE, span, work, visit);
                }
            }
            Engine::Pattern { regex, group } => {
                let traced = Traced::new(text, self.transform);
                let mut found = |start: usize, end: usize| {
                    if start < end {
                        let word = &traced.text()[start..end];
                        let span = || traced.source(start, end);
                        self.choose(word, Transform::NONE, span, work, visit);
                    }
                };
                if *group == 0 {
                    for matched in regex.find_iter(traced.text()) {
                        found(matched.start(), matched.end());
                    }
                } else {
                    for captures in regex.captures_iter(traced.text()) {
                        if let Some(matched) = captures.get(*group) {
                            found(matched.start(), matched.end());
                        }
                    }
                }
            }
            Engine::Chars | Engine::CharWb => {}
        }
    }

    fn for_each_word(
        &self,
        text: &str,
        words: impl Iterator<Item = Span>,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        let (urls, emails) = (self.analyzer.urls(), self.analyzer.emails());
        if urls == Addresses::Split && emails == Addresses::Split {
            if self.cached {
                self.for_each_batch(text, words, work, visit);
            } else {
                for span in words {
                    self.choose(span.of(text), self.transform, || span, work, visit);
                }
            }
            return;
        }
        let wanted = |class| match class {
            TokenClass::Url => urls,
            _ => emails,
        };
        let mut addresses = addresses(text)
            .filter(|&(_, class)| wanted(class) != Addresses::Split)
            .peekable();
        let mut behind = 0;
        for span in words {
            // An address begins with a word.
            while let Some((address, class)) =
                addresses.next_if(|(address, _)| address.start <= span.start)
            {
                if wanted(class) == Addresses::Keep {
                    let text = self.transform.apply(address.of(text), &mut work.buffer);
                    visit(text, address, class);
                }
                behind = address.end;
            }
            if span.start >= behind {
                self.choose(span.of(text), self.transform, || span, work, visit);
            }
        }
    }

    /// Visits what becomes of words, which are looked up several at a time.
    fn for_each_batch(
        &self,
        text: &str,
        mut words: impl Iterator<Item = Span>,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        const BATCH: usize = 32;
        loop {
            let mut spans = [Span::default(); BATCH];
            let mut batch = [""; BATCH];
            let mut count = 0;
            for (span, place) in words.by_ref().take(BATCH).zip(&mut spans) {
                *place = span;
                batch[count] = span.of(text);
                count += 1;
            }
            // What is peeked at has to stay valid for the whole batch.
            work.cache.reserve(BATCH);
            let outcomes = work.cache.peek(&batch);
            for ((&span, word), outcome) in spans[..count].iter().zip(batch).zip(outcomes) {
                match outcome {
                    Outcome::Dropped => {}
                    Outcome::Unknown => {
                        self.look_up(word, self.transform, || span, work, visit);
                    }
                    known => {
                        if let Some(token) = work.cache.text(word, known) {
                            visit(token, span, class_of(word));
                        }
                    }
                }
            }
            if count < BATCH {
                return;
            }
        }
    }

    /// Visits what becomes of one word, if anything.
    #[inline]
    fn choose(
        &self,
        word: &str,
        transform: Transform,
        span: impl FnOnce() -> Span,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        if !self.cached {
            let token = transform.apply_to_word(word, &mut work.buffer);
            if !token.is_empty() {
                visit(token, span(), class_of(word));
            }
            return;
        }
        work.cache.reserve(1);
        self.look_up(word, transform, span, work, visit);
    }

    /// Visits what becomes of one word by the cache, which has room for it.
    fn look_up(
        &self,
        word: &str,
        transform: Transform,
        span: impl FnOnce() -> Span,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        /// Longer words are no words, and would crowd out the others.
        const MAX_CACHED: usize = 256;
        let class = class_of(word);
        if word.len() > MAX_CACHED {
            if let Some(token) = self.outcome(word, transform, class) {
                visit(&token, span(), class);
            }
        } else if let Some(token) = work
            .cache
            .get(word, |word| self.outcome(word, transform, class))
        {
            visit(token, span(), class);
        }
    }

    /// Works out what becomes of a word.
    fn outcome(&self, word: &str, transform: Transform, class: TokenClass) -> Option<String> {
        let mut buffer = String::new();
        let word = transform.apply_to_word(word, &mut buffer);
        if class == TokenClass::Number && self.analyzer.drop_numbers() {
            return None;
        }
        let long_enough = word.chars().count() >= self.analyzer.min_length() as usize;
        if word.is_empty() || !long_enough || self.stop_words.contains(word) {
            return None;
        }
        match &self.stemmer {
            Some(stemmer) if class == TokenClass::Word => Some(stemmer.stem(word).into_owned()),
            _ => Some(word.to_owned()),
        }
        .filter(|token| !token.is_empty())
    }

    /// Visits the runs of characters.
    fn for_each_run(&self, text: &str, mut visit: impl FnMut(&str, Span, TokenClass)) {
        let traced = Traced::new(text, self.transform);
        let (min, max) = self.analyzer.ngrams();
        let grams = CharGrams {
            sizes: min as usize..=max as usize,
            within_words: matches!(self.engine, Engine::CharWb),
        };
        grams.for_each(traced.text(), |Gram { text, start, end }| {
            visit(text, traced.source(start, end), TokenClass::Chars);
        });
    }
}

/// Refuses options that say nothing about the tokens asked for, and sizes that make no sense.
fn check_options(analyzer: &Analyzer) -> Result<(), Error> {
    let (min, max) = analyzer.ngrams();
    if min == 0 || min > max || max > MAX_NGRAM {
        return Err(Error::InvalidRange {
            option: "ngrams",
            min,
            max,
            limit: MAX_NGRAM,
        });
    }
    let default = Analyzer::new();
    let runs = matches!(analyzer.tokens(), TokenKind::Chars | TokenKind::CharWb);
    let conflicts = [
        ("dictionary", false, analyzer.dictionary()),
        ("urls", false, analyzer.urls() != default.urls()),
        ("emails", false, analyzer.emails() != default.emails()),
        ("drop_numbers", true, analyzer.drop_numbers()),
        ("min_length", true, analyzer.min_length() > 1),
        (
            "stop_words",
            true,
            analyzer.stop_words() != default.stop_words(),
        ),
        ("stemming", true, analyzer.stemming().is_some()),
    ];
    for (option, for_all_but_runs, given) in conflicts {
        if given && (runs || !for_all_but_runs && !analyzer.tokens().is_words()) {
            return Err(Error::OptionConflict {
                option,
                tokens: analyzer.tokens().name(),
            });
        }
    }
    if analyzer.dictionary() && !cfg!(feature = "dictionary") {
        return Err(Error::FeatureMissing {
            option: "dictionary",
            feature: "dictionary",
        });
    }
    Ok(())
}

fn engine_of(analyzer: &Analyzer) -> Result<Engine, Error> {
    Ok(match analyzer.tokens() {
        #[cfg(feature = "dictionary")]
        kind @ (TokenKind::Words | TokenKind::PlainWords) if analyzer.dictionary() => {
            Engine::Dictionary {
                plain: *kind == TokenKind::PlainWords,
            }
        }
        TokenKind::Words => Engine::Words,
        TokenKind::PlainWords => Engine::PlainWords,
        TokenKind::ScikitLearn => Engine::ScikitLearn,
        TokenKind::Pattern(pattern) => {
            let regex = compiled(pattern)?;
            let group = regex.captures_len() - 1;
            Engine::Pattern {
                regex: Box::new(regex),
                group,
            }
        }
        TokenKind::Chars => Engine::Chars,
        TokenKind::CharWb => Engine::CharWb,
    })
}

/// Compiles a pattern with one group at most.
fn compiled(pattern: &str) -> Result<Regex, Error> {
    let fault = |fault: String, at: usize| Error::InvalidPattern {
        pattern: pattern.to_owned(),
        fault,
        at,
    };
    match regex_syntax::Parser::new().parse(pattern) {
        Ok(_) => {}
        Err(regex_syntax::Error::Parse(error)) => {
            return Err(fault(error.kind().to_string(), error.span().start.offset));
        }
        Err(regex_syntax::Error::Translate(error)) => {
            return Err(fault(error.kind().to_string(), error.span().start.offset));
        }
        Err(error) => return Err(fault(error.to_string(), 0)),
    }
    let regex = Regex::new(pattern).map_err(|error| match error {
        regex::Error::CompiledTooBig(limit) => {
            fault(format!("it takes more than {limit} bytes when compiled"), 0)
        }
        error => fault(error.to_string(), 0),
    })?;
    match regex.captures_len() - 1 {
        0 | 1 => Ok(regex),
        groups => Err(fault(
            format!("it has {groups} groups, at most one can be the token; write `(?:…)`"),
            0,
        )),
    }
}

/// Returns whether a word is a number.
#[inline]
fn class_of(word: &str) -> TokenClass {
    match word.as_bytes() {
        [b'0'..=b'9' | 0x80.., ..] => class_of_number(word),
        _ => TokenClass::Word,
    }
}

fn class_of_number(word: &str) -> TokenClass {
    let number = word.starts_with(char::is_numeric)
        && word.chars().all(|c| {
            c.is_numeric() || matches!(c, '.' | ',' | ';' | ':' | '\'' | '’' | '_' | '٫' | '٬')
        });
    if number {
        TokenClass::Number
    } else {
        TokenClass::Word
    }
}

/// Returns where runs of two or more characters stand that are `\w` to Python.
fn python_words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        loop {
            let (start, _) = rest.find(|&(_, c)| is_python_word(c))?;
            let mut length = 1;
            let end = loop {
                match rest.next() {
                    Some((_, c)) if is_python_word(c) => length += 1,
                    Some((at, _)) => break at,
                    None => break text.len(),
                }
            };
            if length > 1 {
                return Some((start, end));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analyzer::{Case, Normalization};
    use crate::{Language, StemmerEdition, fold};

    fn texts(analyzer: &Analyzer, text: &str) -> Vec<String> {
        let tokens = analyzer.build().unwrap().tokens(text).unwrap();
        tokens
            .into_iter()
            .map(|token| token.text.into_owned())
            .collect()
    }

    fn sources<'t>(analyzer: &Analyzer, text: &'t str) -> Vec<&'t str> {
        let tokens = analyzer.build().unwrap().tokens(text).unwrap();
        tokens.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn the_default_is_folded_words() {
        let text = "Ito’s MILL\u{ad}S burnt: 3,000.50 in 1841.";
        let tokens = Analyzer::new().build().unwrap().tokens(text).unwrap();
        let found: Vec<(&str, &str, TokenClass)> = tokens
            .iter()
            .map(|token| (&*token.text, token.span.of(text), token.class))
            .collect();
        assert_eq!(
            found,
            [
                ("ito's", "Ito’s", TokenClass::Word),
                ("mills", "MILL\u{ad}S", TokenClass::Word),
                ("burnt", "burnt", TokenClass::Word),
                ("3,000.50", "3,000.50", TokenClass::Number),
                ("in", "in", TokenClass::Word),
                ("1841", "1841", TokenClass::Number),
            ]
        );
        assert!(matches!(tokens[2].text, Cow::Borrowed(_)));
    }

    #[test]
    fn stop_words_are_compared_in_the_form_of_the_tokens() {
        let analyzer = Analyzer::new()
            .with_strip_accents(true)
            .with_stop_words(StopWords::List(vec!["DÉJÀ".to_owned(), "l’été".to_owned()]));
        assert_eq!(texts(&analyzer, "Déja vu, l'Été"), ["vu"]);
    }

    #[test]
    fn stems_come_after_stop_words_and_spare_numbers() {
        let analyzer = Analyzer::new()
            .with_language(Language::English)
            .with_stop_words(StopWords::Language)
            .with_stemming(StemmerEdition::Current)
            .with_min_length(2);
        assert_eq!(
            texts(&analyzer, "The mills were burning in 1990s x 1,000s"),
            ["mill", "burn", "1990s", "1,000s"]
        );
    }

    #[test]
    fn addresses_are_kept_whole_or_dropped() {
        let text = "Mail Ada.Brook@example.org or see www.example.org/News, now.";
        let keep = Analyzer::new()
            .with_urls(Addresses::Keep)
            .with_emails(Addresses::Keep);
        assert_eq!(
            texts(&keep, text),
            [
                "mail",
                "ada.brook@example.org",
                "or",
                "see",
                "www.example.org/news",
                "now"
            ]
        );
        let drop = Analyzer::new()
            .with_urls(Addresses::Drop)
            .with_emails(Addresses::Drop)
            .with_stop_words(StopWords::List(vec!["or".to_owned()]));
        assert_eq!(texts(&drop, text), ["mail", "see", "now"]);
        assert_eq!(sources(&keep, text)[4], "www.example.org/News");
    }

    #[test]
    fn numbers_can_be_dropped() {
        let analyzer = Analyzer::new().with_drop_numbers(true);
        assert_eq!(
            texts(&analyzer, "3rd 1,000.50 ٣٫٥ 12:30 2Pac x1 ½"),
            ["3rd", "2pac", "x1"]
        );
    }

    #[test]
    fn grams_come_by_size_with_the_text_between_them() {
        let analyzer = Analyzer::new().with_ngrams((1, 2));
        let text = "The old, old mill";
        assert_eq!(
            texts(&analyzer, text),
            [
                "the", "old", "old", "mill", "the old", "old old", "old mill"
            ]
        );
        assert_eq!(sources(&analyzer, text)[5], "old, old");
        assert!(texts(&Analyzer::new().with_ngrams((5, 5)), text).is_empty());
    }

    #[test]
    fn scikit_learns_words_are_two_or_more_of_pythons_letters() {
        let analyzer = Analyzer::new()
            .with_tokens(TokenKind::ScikitLearn)
            .with_case(Case::Lower)
            .with_normalization(Normalization::None)
            .with_fold_punctuation(false);
        // The dot of a lower-cased İ is no letter to Python.
        let text = "Don't a re\u{301}sumé x² _1 İZMİR";
        assert_eq!(
            texts(&analyzer, text),
            ["don", "re", "sumé", "x²", "_1", "zmi"]
        );
        assert_eq!(sources(&analyzer, text)[5], "ZMİ");
    }

    #[test]
    fn patterns_match_the_transformed_text() {
        let pattern =
            |pattern: &str| Analyzer::new().with_tokens(TokenKind::Pattern(pattern.to_owned()));
        let text = "ﬁve ＡＰ-men";
        let nfkc = pattern("[a-z]+").with_normalization(Normalization::Nfkc);
        assert_eq!(texts(&nfkc, text), ["five", "ap", "men"]);
        assert_eq!(sources(&nfkc, text), ["ﬁve", "ＡＰ", "men"]);
        assert_eq!(texts(&pattern("a(b*)"), "a abb"), ["bb"]);
        assert_eq!(texts(&pattern("x*"), "axxb"), ["xx"]);
    }

    #[test]
    fn a_broken_pattern_is_refused_with_its_place() {
        let error = |pattern: &str| {
            let analyzer = Analyzer::new().with_tokens(TokenKind::Pattern(pattern.to_owned()));
            analyzer.build().unwrap_err()
        };
        assert_eq!(
            error("ab(c").to_string(),
            "invalid pattern `ab(c`: unclosed group at byte 2"
        );
        assert!(matches!(
            error(r"\p{Nope}"),
            Error::InvalidPattern { at: 0, .. }
        ));
        assert!(matches!(error("(a)(b)"), Error::InvalidPattern { .. }));
        assert!(matches!(
            error(r"\w{1000}{1000}"),
            Error::InvalidPattern { .. }
        ));
        assert!(matches!(error(r"(?=a)"), Error::InvalidPattern { .. }));
    }

    #[test]
    fn runs_of_characters_are_scikit_learns() {
        let chars = Analyzer::new()
            .with_tokens(TokenKind::Chars)
            .with_ngrams((2, 3));
        assert_eq!(texts(&chars, "Ab  c"), ["ab", "b ", " c", "ab ", "b c"]);
        assert_eq!(sources(&chars, "Ab  c")[4], "b  c");
        let within = Analyzer::new()
            .with_tokens(TokenKind::CharWb)
            .with_ngrams((2, 4));
        assert_eq!(
            texts(&within, "Ab c"),
            [" a", "ab", "b ", " ab", "ab ", " ab ", " c", "c ", " c "]
        );
        assert_eq!(sources(&within, "Ab c")[5], "Ab");
    }

    #[test]
    fn options_that_say_nothing_about_the_tokens_are_refused() {
        let conflict =
            |analyzer: Analyzer| matches!(analyzer.build(), Err(Error::OptionConflict { .. }));
        let chars = || Analyzer::new().with_tokens(TokenKind::Chars);
        assert!(conflict(chars().with_min_length(2)));
        assert!(conflict(
            chars().with_stop_words(StopWords::List(Vec::new()))
        ));
        assert!(conflict(chars().with_urls(Addresses::Keep)));
        let scikit = Analyzer::new().with_tokens(TokenKind::ScikitLearn);
        assert!(conflict(scikit.clone().with_emails(Addresses::Drop)));
        assert!(!conflict(scikit.with_min_length(2)));
    }

    #[test]
    fn what_is_missing_is_named() {
        let message = |analyzer: Analyzer| analyzer.build().unwrap_err().to_string();
        assert_eq!(
            message(Analyzer::new().with_stop_words(StopWords::Language)),
            "`stop_words` needs a language; state one"
        );
        assert_eq!(
            message(
                Analyzer::new()
                    .with_language(Language::Tamil)
                    .with_stop_words(StopWords::Language)
            ),
            "no stop words for `ta` (Tamil); give a list of your own"
        );
        assert_eq!(
            message(Analyzer::new().with_ngrams((3, 2))),
            "invalid ngrams `3..=2`: expected `1 <= min <= max <= 255`"
        );
        #[cfg(not(feature = "dictionary"))]
        assert_eq!(
            message(Analyzer::new().with_dictionary(true)),
            "`dictionary` needs the cargo feature `dictionary`, which this build lacks; build with it"
        );
    }

    #[test]
    fn a_scratch_forgets_another_tokenisers_words() {
        let plain = Analyzer::new().with_min_length(2).build().unwrap();
        let stemmed = Analyzer::new()
            .with_language(Language::English)
            .with_stemming(StemmerEdition::Current)
            .build()
            .unwrap();
        let mut scratch = Scratch::new();
        for _ in 0..2 {
            for (tokenizer, expected) in [(&plain, "mills"), (&stemmed, "mill")] {
                assert_eq!(
                    tokenizer.tokens_with("mills", &mut scratch).unwrap()[0].text,
                    expected
                );
            }
        }
    }

    #[test]
    fn hard_input_is_only_input() {
        let marks = format!("a{}", "\u{301}".repeat(300_000));
        let long = "x".repeat(1_000_000);
        for text in ["", "\0", "\u{feff}", "שלום עולם abc", &marks, &long] {
            for kind in [TokenKind::Words, TokenKind::ScikitLearn, TokenKind::CharWb] {
                let analyzer = Analyzer::new().with_tokens(kind).with_strip_accents(true);
                let _ = analyzer.build().unwrap().tokens(text).unwrap();
            }
        }
    }

    fn any_analyzer() -> impl Strategy<Value = Analyzer> {
        let kinds = prop::sample::select(vec![
            TokenKind::Words,
            TokenKind::PlainWords,
            TokenKind::ScikitLearn,
            TokenKind::Pattern(r"\S+".to_owned()),
            TokenKind::Chars,
            TokenKind::CharWb,
        ]);
        let forms = prop::sample::select(vec![
            Normalization::None,
            Normalization::Nfc,
            Normalization::Nfkc,
        ]);
        let cases = prop::sample::select(vec![Case::Keep, Case::Lower, Case::Fold]);
        (kinds, forms, cases, any::<[bool; 4]>(), 1_u32..3, 0_u32..2).prop_map(
            |(kind, form, case, [accents, punctuation, turkish, rich], min, more)| {
                let rich = rich && !matches!(kind, TokenKind::Chars | TokenKind::CharWb);
                let whole = if rich && kind.is_words() {
                    Addresses::Keep
                } else {
                    Addresses::Split
                };
                let analyzer = Analyzer::new()
                    .with_tokens(kind)
                    .with_language(if turkish {
                        Language::Turkish
                    } else {
                        Language::Greek
                    })
                    .with_normalization(form)
                    .with_case(case)
                    .with_strip_accents(accents)
                    .with_fold_punctuation(punctuation)
                    .with_urls(whole)
                    .with_emails(whole)
                    .with_drop_numbers(rich)
                    .with_ngrams((min, min + more));
                if rich {
                    analyzer
                        .with_stop_words(StopWords::Language)
                        .with_stemming(StemmerEdition::Classic)
                } else {
                    analyzer
                }
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn spans_lie_in_the_text_and_equal_analysers_agree(
            analyzer in any_analyzer(),
            text in "(www\\.a\\.b|c@d\\.ef|[aBIİΣς1é’\u{301}\u{ad}ﬁ①水 .]){0,16}|\\PC{0,30}",
        ) {
            let tokenizer = analyzer.build().unwrap();
            let tokens = tokenizer.tokens(&text).unwrap();
            for token in &tokens {
                let _ = token.span.of(&text);
                prop_assert!(!token.text.is_empty());
            }
            let json = serde_json::to_string(&analyzer).unwrap();
            let again: Analyzer = serde_json::from_str(&json).unwrap();
            let mut scratch = Scratch::new();
            let twin = again.build().unwrap();
            prop_assert_eq!(&twin.tokens_with(&text, &mut scratch).unwrap(), &tokens);
            prop_assert_eq!(&twin.tokens_with(&text, &mut scratch).unwrap(), &tokens);
        }

        #[test]
        fn default_tokens_are_folded_words(text in "\\PC{0,40}") {
            let expected: Vec<String> = words(&text).map(|span| fold(span.of(&text)).into_owned()).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(texts(&Analyzer::new(), &text), expected);
        }
    }
}
