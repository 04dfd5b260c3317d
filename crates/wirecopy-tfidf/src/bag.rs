//! Counting terms that are seen one by one.

use std::ops::Range;

use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::{Interner, Part};
use crate::lines::{Line, Lines};
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

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Entry {
    /// A term, or a document, as the case may be.
    pub(crate) place: u32,
    pub(crate) count: u32,
}

/// Counts numbers within one document after the other.
#[derive(Debug, Default)]
pub(crate) struct Stamps {
    seen: Vec<Seen>,
    document: u32,
}

impl Stamps {
    /// Appends the different numbers of the next document, in the order in which they come first,
    /// and how often each stands there.
    ///
    /// Whether a number is new to the document is not foreseen half of the time, so nothing branches
    /// on it.
    pub(crate) fn count(&mut self, numbers: &[u32], entries: &mut Vec<Entry>) {
        self.document += 1;
        let start = entries.len();
        entries.resize(start + numbers.len(), Entry::default());
        let row = &mut entries[start..];
        let mut length = 0;
        for &number in numbers {
            let at = number as usize;
            if at >= self.seen.len() {
                self.grow(at);
            }
            let seen = &mut self.seen[at];
            let is_new = seen.last != self.document;
            seen.last = self.document;
            seen.offset = if is_new { length } else { seen.offset };
            length += u32::from(is_new);
            seen.documents += u32::from(is_new);
            seen.total += 1;
            // The row is as long as if all were different.
            let entry = &mut row[seen.offset as usize];
            entry.place = number;
            entry.count += 1;
        }
        entries.truncate(start + length as usize);
    }

    #[cold]
    fn grow(&mut self, at: usize) {
        self.seen
            .resize((at + 1).next_power_of_two(), Seen::default());
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
    /// Those of one line, before their outcomes.
    found: Vec<u32>,
    pub(crate) terms: Interner,
    numbers: Vec<u32>,
    ends: Vec<usize>,
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
            numbers: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// Takes the numbers of the tokens of a line that stay: one slice for each document.
    pub(crate) fn documents(&mut self, line: &Line<'_>) -> impl Iterator<Item = &[u32]> {
        self.numbers.clear();
        self.ends.clear();
        if let Some(splitter) = self.splitter {
            self.chosen(splitter, line);
        } else {
            self.terms
                .intern_all(line.text, line.parts, &mut self.numbers);
            self.ends.extend_from_slice(line.ends);
        }
        let Self { numbers, ends, .. } = self;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(&*ends).map(|(start, &end)| &numbers[start..end])
    }

    fn chosen(&mut self, splitter: &Splitter, line: &Line<'_>) {
        self.found.clear();
        self.seen.intern_all(line.text, line.parts, &mut self.found);
        for new in self.outcomes.len()..self.seen.len() {
            let outcome = splitter.outcome(self.seen.arena().get(new));
            let number = outcome.map_or(DROPPED, |term| self.terms.intern(&term));
            self.outcomes.push(number);
        }
        let mut start = 0;
        for &end in line.ends {
            let found = self.found[start..end].iter();
            let outcomes = found.map(|&seen| self.outcomes[seen as usize]);
            if splitter.drops_tokens() {
                self.numbers
                    .extend(outcomes.filter(|&number| number != DROPPED));
            } else {
                self.numbers.extend(outcomes);
            }
            self.ends.push(self.numbers.len());
            start = end;
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
    if let Pieces::Texts(texts) = pieces
        && splitter.options().unit() == TermUnit::Char
    {
        return characters(texts, range, splitter, watch);
    }
    let cut = !matches!(pieces, Pieces::Terms(_));
    let mut tokens = Tokens::new(cut.then_some(splitter));
    let mut lines = Lines::new(pieces, range, splitter, watch);
    let (mut bag, mut stamps) = (Bag::default(), Stamps::default());
    while let Some(line) = lines.next()? {
        for numbers in tokens.documents(&line) {
            stamps.count(numbers, &mut bag.entries);
            bag.ends.push(bag.entries.len());
        }
    }
    bag.seen = stamps.into_seen(tokens.terms.len());
    bag.terms = tokens.terms;
    Ok(bag)
}

/// Counts n-grams of characters.
fn characters<T: AsRef<str>>(
    texts: &[T],
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Bag, Error> {
    let mut buffers = Buffers::default();
    let (mut bag, mut stamps) = (Bag::default(), Stamps::default());
    let mut numbers = Vec::new();
    for at in range {
        let (line, parts) = splitter.char_grams(texts[at].as_ref(), &mut buffers);
        numbers.clear();
        bag.terms.intern_all(line, parts, &mut numbers);
        stamps.count(&numbers, &mut bag.entries);
        bag.ends.push(bag.entries.len());
        if bag.ends.len().is_multiple_of(STEP) {
            watch.advance(STEP)?;
        }
    }
    watch.advance(bag.ends.len() % STEP)?;
    bag.seen = stamps.into_seen(bag.terms.len());
    Ok(bag)
}

/// Returns a line and which parts of it are the tokens of one document, stop words and all.
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
