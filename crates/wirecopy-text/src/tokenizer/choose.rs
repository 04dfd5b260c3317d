//! Which words of a text become tokens, and how they read.

use crate::span::Span;
use crate::token_cache::{Outcome, State, TokenCache};
use crate::tokenizer::token::{TokenClass, class_of};
use crate::tokenizer::word_rules::WordRules;
use crate::transform::Transform;
use crate::words::Classes;

/// Longer words are no words: they would crowd out the others.
const MAX_CACHED: usize = 256;

/// Memory for single words.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) cache: TokenCache,
    pub(super) buffer: String,
}

impl WordRules {
    /// Visits what becomes of `words`, which come with the classes of their characters.
    ///
    /// Each step goes over many words before the next one begins. Whether a word is dropped cannot be
    /// foreseen, so nothing branches on it: a dropped word's place is taken by the next.
    pub(super) fn choose_all(
        &self,
        text: &str,
        mut words: impl Iterator<Item = (Span, Classes)>,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        const BATCH: usize = 32;
        if !self.needs_cache {
            for (span, classes) in words {
                self.choose_classed(text, span, classes, work, visit);
            }
            return;
        }
        let mut spans = [Span::default(); BATCH];
        let mut outcomes = [Outcome::UNKNOWN; BATCH];
        loop {
            let mut count = 0;
            for (place, (span, _)) in spans.iter_mut().zip(words.by_ref()) {
                *place = span;
                count += 1;
            }
            work.cache.reserve(BATCH);
            let all_known = work
                .cache
                .look(text, &spans[..count], self.any_case, &mut outcomes);
            if !all_known {
                for (span, outcome) in spans[..count].iter().zip(&mut outcomes) {
                    if outcome.state == State::Unknown && span.len() <= MAX_CACHED {
                        *outcome = self.known(span.of(text), self.transform, self.any_case, work);
                    }
                }
            }
            let mut kept = [0; BATCH];
            let mut keeps = 0;
            for (at, outcome) in outcomes[..count].iter().enumerate() {
                kept[keeps] = at;
                keeps += usize::from(outcome.state != State::Dropped);
            }
            for &at in &kept[..keeps] {
                let (span, outcome) = (spans[at], outcomes[at]);
                if outcome.state == State::Kept {
                    visit(work.cache.text(outcome), span, outcome.class);
                } else {
                    self.choose_long(span.of(text), self.transform, span, work, visit);
                }
            }
            if count < BATCH {
                return;
            }
        }
    }

    /// Visits what becomes of a word for which no cache is needed.
    #[inline]
    fn choose_classed(
        &self,
        text: &str,
        span: Span,
        classes: Classes,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        let word = span.of(text);
        if classes.hold(Classes::WIDE) {
            self.choose(word, self.transform, || span, work, visit);
            return;
        }
        let class = if classes.hold(Classes::DIGIT) {
            class_of(word)
        } else {
            TokenClass::Word
        };
        if classes.hold(Classes::UPPER) && !self.transform.is_none() {
            visit(
                self.transform.apply_to_word(word, &mut work.buffer),
                span,
                class,
            );
        } else {
            visit(word, span, class);
        }
    }

    /// Visits what becomes of one word, if anything.
    #[inline]
    pub(super) fn choose(
        &self,
        word: &str,
        transform: Transform,
        span: impl FnOnce() -> Span,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        if !self.needs_cache {
            let token = transform.apply_to_word(word, &mut work.buffer);
            if !token.is_empty() {
                visit(token, span(), class_of(word));
            }
        } else if word.len() > MAX_CACHED {
            self.choose_long(word, transform, span(), work, visit);
        } else {
            work.cache.reserve(1);
            let outcome = self.known(word, transform, false, work);
            if outcome.state == State::Kept {
                visit(work.cache.text(outcome), span(), outcome.class);
            }
        }
    }

    /// Returns what becomes of a word by the cache, which has room for it.
    fn known(&self, word: &str, transform: Transform, any_case: bool, work: &mut Work) -> Outcome {
        let Work { cache, buffer } = work;
        cache.get(word, any_case, |word, room| {
            self.resolve(word, transform, buffer, room)
        })
    }

    /// Visits what becomes of a word that is too long for the cache.
    #[cold]
    fn choose_long(
        &self,
        word: &str,
        transform: Transform,
        span: Span,
        work: &mut Work,
        visit: &mut impl FnMut(&str, Span, TokenClass),
    ) {
        let mut token = String::new();
        if let Some(class) = self.resolve(word, transform, &mut work.buffer, &mut token) {
            visit(&token, span, class);
        }
    }
}
