//! Counting terms that are seen one by one.

use std::ops::Range;

use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::Interner;
use crate::narrow::narrow;
use crate::splitter::{Buffers, Splitter};
use crate::terms::TermUnit;

/// How many documents a thread counts before it says so.
pub(crate) const STEP: usize = 256;

/// What some documents hold: for each the numbers of its terms and how often they stand there.
#[derive(Debug, Default)]
pub(crate) struct Bag {
    pub(crate) terms: Interner,
    pub(crate) entries: Vec<Entry>,
    /// Where each document ends in `entries`.
    pub(crate) ends: Vec<usize>,
    /// What is known of each term.
    pub(crate) seen: Vec<Seen>,
}

/// A term in the documents counted so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// The last document that held it, from 1.
    last: u32,
    /// Where its entry is, from the document's first.
    offset: u32,
    /// How many documents hold it.
    pub(crate) documents: u32,
    /// How often it stands there: less than 2^32, as the bytes of a part of the documents are.
    pub(crate) total: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    /// A term, or a document, as the case may be.
    pub(crate) place: u32,
    pub(crate) count: u32,
}

impl Bag {
    fn with_terms(mut self, terms: Interner) -> Self {
        self.seen.resize(terms.len(), Seen::default());
        Self { terms, ..self }
    }
}

/// Counts numbers within one document after the other.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    seen: Vec<Seen>,
    document: u32,
    start: usize,
}

impl Stamps {
    /// Begins the next document, whose entries start here.
    pub(crate) fn next_document(&mut self, start: usize) {
        self.document += 1;
        self.start = start;
    }

    #[inline]
    pub(crate) fn add(&mut self, number: u32, count: u32, entries: &mut Vec<Entry>) {
        let at = number as usize;
        if at >= self.seen.len() {
            self.seen
                .resize((at + 1).next_power_of_two(), Seen::default());
        }
        let seen = &mut self.seen[at];
        seen.total += count;
        if seen.last == self.document {
            entries[self.start + seen.offset as usize].count += count;
        } else {
            seen.last = self.document;
            seen.offset = narrow(entries.len() - self.start);
            seen.documents += 1;
            entries.push(Entry {
                place: number,
                count,
            });
        }
    }

    /// Returns what is known of the first `numbers` numbers.
    pub(crate) fn into_seen(mut self, numbers: usize) -> Vec<Seen> {
        self.seen.resize(numbers, Seen::default());
        self.seen
    }
}

/// Numbers of tokens after stop words and stems, each of which is looked at once.
#[derive(Debug)]
pub(crate) struct Tokens<'s> {
    splitter: Option<&'s Splitter>,
    seen: Interner,
    outcomes: Vec<u32>,
    pub(crate) terms: Interner,
}

/// The outcome of a stop word.
const DROPPED: u32 = u32::MAX;

impl<'s> Tokens<'s> {
    /// Without a splitter, tokens stay as they are.
    pub(crate) fn new(splitter: Option<&'s Splitter>) -> Self {
        Self {
            splitter: splitter.filter(|splitter| !splitter.keeps_every_token()),
            seen: Interner::default(),
            outcomes: Vec::new(),
            terms: Interner::default(),
        }
    }

    #[inline]
    pub(crate) fn number(&mut self, token: &[u8]) -> Option<u32> {
        let Some(splitter) = self.splitter else {
            return Some(self.terms.intern(token));
        };
        let at = self.seen.intern(token) as usize;
        if at == self.outcomes.len() {
            let outcome = splitter.outcome(token);
            let number = outcome.map_or(DROPPED, |term| self.terms.intern(&term));
            self.outcomes.push(number);
        }
        Some(self.outcomes[at]).filter(|&number| number != DROPPED)
    }
}

/// Counts the terms of these documents, which are not n-grams of tokens.
pub(crate) fn count<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Bag, Error> {
    match (pieces, splitter.options().unit()) {
        (Pieces::Texts(_), TermUnit::CharWb) => {
            count_grams_of_words(pieces, range, splitter, watch)
        }
        (Pieces::Texts(texts), TermUnit::Char) => {
            let mut terms = Interner::default();
            let mut buffers = Buffers::default();
            each_document(range, watch, |at, add| {
                splitter.for_each_char_gram(texts[at].as_ref(), &mut buffers, |gram| {
                    add(terms.intern(gram), 1);
                });
                Ok(())
            })
            .map(|bag| bag.with_terms(terms))
        }
        _ => {
            let cut = !matches!(pieces, Pieces::Terms(_));
            let mut tokens = Tokens::new(cut.then_some(splitter));
            let mut buffers = Buffers::default();
            let bag = each_document(range, watch, |at, add| {
                for_each_token(pieces, at, splitter, &mut buffers, |token| {
                    if let Some(number) = tokens.number(token) {
                        add(number, 1);
                    }
                })
            })?;
            Ok(bag.with_terms(tokens.terms))
        }
    }
}

/// Visits the tokens of a document, stop words and all.
#[inline]
pub(crate) fn for_each_token<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    at: usize,
    splitter: &Splitter,
    buffers: &mut Buffers,
    mut visit: impl FnMut(&[u8]),
) -> Result<(), Error> {
    match pieces {
        Pieces::Texts(texts) => splitter.for_each_word(texts[at].as_ref(), buffers, visit),
        Pieces::Tokens(lists) | Pieces::Terms(lists) => {
            lists[at]
                .iter()
                .for_each(|token| visit(token.as_ref().as_bytes()));
            Ok(())
        }
    }
}

/// Counts the numbers that `numbers` gives for each document.
fn each_document(
    range: Range<usize>,
    watch: &Watch<'_>,
    mut numbers: impl FnMut(usize, &mut dyn FnMut(u32, u32)) -> Result<(), Error>,
) -> Result<Bag, Error> {
    let mut bag = Bag::default();
    let mut stamps = Stamps::default();
    for at in range {
        stamps.next_document(bag.entries.len());
        numbers(at, &mut |number, count| {
            stamps.add(number, count, &mut bag.entries);
        })?;
        bag.ends.push(bag.entries.len());
        if bag.ends.len().is_multiple_of(STEP) {
            watch.advance(STEP)?;
        }
    }
    watch.advance(bag.ends.len() % STEP)?;
    bag.seen = stamps.seen;
    Ok(bag)
}

/// Counts the n-grams of characters within words.
///
/// Words recur: each distinct one is cut once, and a document's n-grams are those of its distinct
/// words, as often as each stands there.
fn count_grams_of_words<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Bag, Error> {
    let Pieces::Texts(texts) = pieces else {
        unreachable!("only texts have words of characters");
    };
    let mut words = Interner::default();
    // The n-grams of word `w` end at `ends[w]` in `grams`.
    let (mut grams, mut ends) = (Vec::new(), Vec::new());
    let mut terms = Interner::default();
    let mut buffers = Buffers::default();
    let mut in_document: Vec<Entry> = Vec::new();
    let mut word_stamps = Stamps::default();
    let bag = each_document(range, watch, |at, add| {
        in_document.clear();
        word_stamps.next_document(0);
        splitter.for_each_blank_word(texts[at].as_ref(), &mut buffers, |word| {
            let number = words.intern(word);
            if number as usize == ends.len() {
                splitter.for_each_gram_of_word(word, |gram| grams.push(terms.intern(gram)));
                ends.push(grams.len());
            }
            word_stamps.add(number, 1, &mut in_document);
        });
        for word in &in_document {
            let at = word.place as usize;
            let start = if at == 0 { 0 } else { ends[at - 1] };
            for &gram in &grams[start..ends[at]] {
                add(gram, word.count);
            }
        }
        Ok(())
    })?;
    Ok(bag.with_terms(terms))
}
