//! The analyser at work.

mod choose;
mod engine;
mod options;
mod token;
mod word_rules;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use self::choose::Work;
use self::engine::Engine;
use self::options::check_options;
pub use self::token::{Token, TokenClass};
use self::word_rules::WordRules;
use crate::addresses::addresses;
use crate::analyzer::{Addresses, Analyzer, TokenKind};
use crate::char_grams::{CharGrams, Gram};
use crate::error::Error;
use crate::python::python_words;
use crate::span::{MAX_TEXT_BYTES, Span};
use crate::traced::Traced;
use crate::transform::Transform;
use crate::words::{Classes, plain_words, words};

/// An [`Analyzer`] that has been checked and can be used; made by [`Analyzer::build`].
///
/// It can be shared between threads; each brings its own [`Scratch`].
#[derive(Debug, Clone)]
pub struct Tokenizer {
    /// Tells the tokenisers of a process apart, so that none reads the cache of another.
    id: u64,
    analyzer: Analyzer,
    engine: Engine,
    rules: WordRules,
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
        Ok(Self {
            id: IDS.fetch_add(1, Ordering::Relaxed),
            rules: WordRules::new(analyzer)?,
            engine: Engine::new(analyzer)?,
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
            Engine::Words => self.for_each_word(text, words(text).classed(), work, visit),
            Engine::PlainWords => {
                self.for_each_word(text, plain_words(text).classed(), work, visit);
            }
            #[cfg(feature = "dictionary")]
            Engine::Dictionary { plain } => {
                let words = if *plain {
                    crate::dictionary::dictionary_plain_words(text)
                } else {
                    crate::dictionary::dictionary_words(text)
                };
                // Of a word beyond ASCII nothing more is said.
                let words = words.map(|span| (span, Classes::WIDE));
                self.for_each_word(text, words, work, visit);
            }
            Engine::ScikitLearn => {
                let traced = Traced::new(text, self.rules.transform);
                for (start, end) in python_words(traced.text()) {
                    let word = &traced.text()[start..end];
                    let span = || traced.source(start, end);
                    self.rules.choose(word, Transform::NONE, span, work, visit);
                }
            }
            Engine::Pattern { regex, group } => {
                let traced = Traced::new(text, self.rules.transform);
                let mut found = |start: usize, end: usize| {
                    if start < end {
                        let word = &traced.text()[start..end];
                        let span = || traced.source(start, end);
                        self.rules.choose(word, Transform::NONE, span, work, visit);
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
        words: impl Iterator<Item = (Span, Classes)>,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        let (urls, emails) = (self.analyzer.urls(), self.analyzer.emails());
        if urls == Addresses::Split && emails == Addresses::Split {
            self.rules.choose_all(text, words, work, visit);
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
        for (span, _) in words {
            let Range { start, end } = span.range();
            let mut at = start.max(behind);
            // An address begins with a word or inside one.
            while let Some((address, class)) =
                addresses.next_if(|(address, _)| address.start < span.end)
            {
                let address_start = address.range().start;
                self.for_each_word_of_part(text, at..address_start.max(at), work, visit);
                if wanted(class) == Addresses::Keep {
                    let text = self
                        .rules
                        .transform
                        .apply(address.of(text), &mut work.buffer);
                    visit(text, address, class);
                }
                behind = address.range().end;
                at = at.max(behind);
            }
            if at == start {
                self.rules
                    .choose(span.of(text), self.rules.transform, || span, work, visit);
            } else {
                self.for_each_word_of_part(text, at..end.max(at), work, visit);
            }
        }
    }

    /// Visits the words of what an address leaves of a word: `mail` of `mail:ada@mill.example`.
    fn for_each_word_of_part(
        &self,
        text: &str,
        part: Range<usize>,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        let read = match self.analyzer.tokens() {
            TokenKind::PlainWords => plain_words,
            _ => words,
        };
        let offset = part.start;
        for word in read(&text[part]) {
            let Range { start, end } = word.range();
            let span = Span::at(offset + start, offset + end);
            self.rules
                .choose(span.of(text), self.rules.transform, || span, work, visit);
        }
    }

    /// Visits the runs of characters.
    fn for_each_run(&self, text: &str, mut visit: impl FnMut(&str, Span, TokenClass)) {
        let traced = Traced::new(text, self.rules.transform);
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

#[cfg(test)]
mod tests;
