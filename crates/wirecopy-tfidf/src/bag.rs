//! Counting terms that are seen one by one.

use std::ops::Range;

use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::{Interner, Part};
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
    /// Those of one document, before their outcomes.
    found: Vec<u32>,
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
            found: Vec::new(),
            terms: Interner::default(),
        }
    }

    /// Appends the numbers of the tokens of a line that stay.
    pub(crate) fn numbers(&mut self, line: &[u8], parts: &[Part], numbers: &mut Vec<u32>) {
        let Some(splitter) = self.splitter else {
            self.terms.intern_all(line, parts, numbers);
            return;
        };
        self.found.clear();
        self.seen.intern_all(line, parts, &mut self.found);
        for new in self.outcomes.len()..self.seen.len() {
            let outcome = splitter.outcome(self.seen.arena().get(new));
            let number = outcome.map_or(DROPPED, |term| self.terms.intern(&term));
            self.outcomes.push(number);
        }
        let outcomes = self.found.iter().map(|&seen| self.outcomes[seen as usize]);
        if splitter.drops_tokens() {
            numbers.extend(outcomes.filter(|&number| number != DROPPED));
        } else {
            numbers.extend(outcomes);
        }
    }
}

/// Counts the terms of these documents, which are neither n-grams of tokens nor of the characters of
/// words.
pub(crate) fn count<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Bag, Error> {
    let mut buffers = Buffers::default();
    if let Pieces::Texts(texts) = pieces
        && splitter.options().unit() == TermUnit::Char
    {
        let mut terms = Interner::default();
        let bag = each_document(range, watch, |at, numbers| {
            let (line, parts) = splitter.char_grams(texts[at].as_ref(), &mut buffers);
            terms.intern_all(line, parts, numbers);
            Ok(())
        })?;
        return Ok(bag.with_terms(terms));
    }
    let cut = !matches!(pieces, Pieces::Terms(_));
    let mut tokens = Tokens::new(cut.then_some(splitter));
    let bag = each_document(range, watch, |at, numbers| {
        let (line, parts) = tokens_of(pieces, at, splitter, &mut buffers)?;
        tokens.numbers(line, parts, numbers);
        Ok(())
    })?;
    Ok(bag.with_terms(tokens.terms))
}

/// Returns a line and which parts of it are the tokens of a document, stop words and all.
pub(crate) fn tokens_of<'b, T: AsRef<str>>(
    pieces: Pieces<'b, T>,
    at: usize,
    splitter: &Splitter,
    buffers: &'b mut Buffers,
) -> Result<(&'b [u8], &'b [Part]), Error> {
    match pieces {
        Pieces::Texts(texts) => splitter.words(texts[at].as_ref(), buffers),
        Pieces::Tokens(lists) | Pieces::Terms(lists) => Ok(buffers.joined(&lists[at])),
    }
}

/// Counts the numbers that `numbers` appends for each document.
fn each_document(
    range: Range<usize>,
    watch: &Watch<'_>,
    mut numbers_of: impl FnMut(usize, &mut Vec<u32>) -> Result<(), Error>,
) -> Result<Bag, Error> {
    let mut bag = Bag::default();
    let mut stamps = Stamps::default();
    let mut numbers = Vec::new();
    for at in range {
        stamps.next_document(bag.entries.len());
        numbers.clear();
        numbers_of(at, &mut numbers)?;
        for &number in &numbers {
            stamps.add(number, 1, &mut bag.entries);
        }
        bag.ends.push(bag.entries.len());
        if bag.ends.len().is_multiple_of(STEP) {
            watch.advance(STEP)?;
        }
    }
    watch.advance(bag.ends.len() % STEP)?;
    bag.seen = stamps.seen;
    Ok(bag)
}
