//! Counting n-grams of tokens without ever hashing or comparing one.
//!
//! The documents become one long line of token numbers, numbered in the order of the tokens. All
//! places where one token stands form a bucket; sorted by the token that follows, the bucket falls
//! into the buckets of two tokens, and so on. Visited in this order, the buckets are the n-grams in
//! the order of their strings (a blank sorts before every character of a token), each with the
//! documents that hold it. Every n-gram is joined once, when its bucket is visited.

use std::ops::Range;

use rayon::prelude::*;

use crate::bag::{Bag, Entry, Stamps, Tokens};
use crate::counted::{Counts, merge_sorted};
use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::{Arena, Interner};
use crate::lines::Lines;
use crate::narrow::narrow;
use crate::radix::{high, low, sort_by_high_half};
use crate::splitter::Splitter;

/// The tokens of some documents by their numbers.
#[derive(Debug)]
pub(crate) struct Sequences {
    pub(crate) tokens: Interner,
    /// Each document is followed by [`END`].
    pub(crate) numbers: Vec<u32>,
    /// Where each document ends in `numbers`, behind its [`END`].
    pub(crate) ends: Vec<usize>,
}

/// For each n-gram the documents that hold it, ascending, and how often.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    pub(crate) entries: Vec<Entry>,
    /// Where the entries of each n-gram end.
    pub(crate) ends: Vec<usize>,
}

/// Stands behind the last token of a document.
const END: u32 = u32::MAX;

/// Reads the tokens of these documents.
pub(crate) fn sequences<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Sequences, Error> {
    let mut tokens = Tokens::new(Some(splitter));
    let (mut numbers, mut ends) = (Vec::new(), Vec::with_capacity(range.len()));
    let mut lines = Lines::new(pieces, range, splitter, watch);
    while let Some(line) = lines.next()? {
        for document in tokens.documents(&line) {
            numbers.extend_from_slice(document);
            numbers.push(END);
            ends.push(numbers.len());
        }
    }
    Ok(Sequences {
        tokens: tokens.terms,
        numbers,
        ends,
    })
}

/// Says whether every token is without white space and what sorts before it, so that n-grams sort
/// as their tokens do and no two n-grams are joined to the same string.
pub(crate) fn are_plain(sequences: &[Sequences]) -> bool {
    let mut bytes = sequences
        .iter()
        .flat_map(|part| part.tokens.arena().bytes());
    !bytes.any(|&byte| byte <= b' ')
}

/// Counts joined strings: for tokens that are not plain, which only callers make.
pub(crate) fn bag_of_joined(part: &Sequences, (min, max): (u32, u32)) -> Bag {
    let mut bag = Bag::default();
    let mut stamps = Stamps::default();
    let (mut joined, mut numbers) = (Vec::new(), Vec::new());
    let mut start = 0;
    for &end in &part.ends {
        numbers.clear();
        let document = &part.numbers[start..end - 1];
        for size in min as usize..=(max as usize).min(document.len()) {
            for window in document.windows(size) {
                joined.clear();
                for (at, &number) in window.iter().enumerate() {
                    if at > 0 {
                        joined.push(b' ');
                    }
                    joined.extend_from_slice(part.tokens.arena().get(number as usize));
                }
                numbers.push(bag.terms.intern(&joined));
            }
        }
        stamps.count(&numbers, &mut bag.entries);
        bag.ends.push(bag.entries.len());
        start = end;
    }
    bag.seen = stamps.into_seen(bag.terms.len());
    bag
}

/// Counts the n-grams of plain tokens.
///
/// Returns too, if asked, the how-manieth each n-gram was to be seen: document by document, and in
/// each by size first.
pub(crate) fn count(
    parts: Vec<Sequences>,
    (min, max): (u32, u32),
    with_order: bool,
) -> (Counts, Postings, Vec<u32>) {
    let (interners, lines): (Vec<_>, Vec<_>) = parts
        .into_iter()
        .map(|part| (part.tokens, (part.numbers, part.ends)))
        .unzip();
    let (tokens, ranks, _) = merge_sorted(interners);
    let line = Line::new(lines, &ranks, tokens.len(), max > 2 || with_order);
    drop(ranks);
    let mut items = line.items();
    // As many ranges of tokens as threads, of about equal weight.
    let each = items.len() / rayon::current_num_threads() + 1;
    let mut jobs = Vec::new();
    let (mut rest, mut first, mut cut) = (&mut items[..], 0, 0);
    for token in 0..tokens.len() {
        if line.starts[token + 1] - cut >= each || token + 1 == tokens.len() {
            let (mine, others) = rest.split_at_mut(line.starts[token + 1] - cut);
            jobs.push((first..token + 1, mine));
            (rest, first, cut) = (others, token + 1, line.starts[token + 1]);
        }
    }
    let done: Vec<(Counts, Postings, Vec<u64>)> = jobs
        .into_par_iter()
        .map(|(range, items)| {
            let mut visit = Visit {
                min,
                max,
                tokens: &tokens,
                line: &line,
                counts: Counts::default(),
                postings: Postings::default(),
                term: Vec::new(),
                spare: Vec::new(),
                with_order,
                first: Vec::new(),
            };
            visit.buckets(range, items);
            (visit.counts, visit.postings, visit.first)
        })
        .collect();
    drop(items);
    let mut done = done.into_iter();
    let (mut counts, mut postings, mut first) = done.next().unwrap_or_default();
    for (more, behind, later) in done {
        first.extend(later);
        counts.terms.append(&more.terms);
        counts.documents.extend(more.documents);
        counts.totals.extend(more.totals);
        let base = postings.entries.len();
        postings.entries.extend(behind.entries);
        postings
            .ends
            .extend(behind.ends.iter().map(|end| base + end));
    }
    // All n-grams begin at different places or differ in size, so that no two keys are equal.
    let mut order: Vec<u32> = (0..narrow(first.len())).collect();
    order.par_sort_unstable_by_key(|&term| first[term as usize]);
    let mut first_seen = vec![0; order.len()];
    for (place, &term) in (0_u32..).zip(&order) {
        first_seen[term as usize] = place;
    }
    (counts, postings, first_seen)
}

/// All documents as one line of ranks.
struct Line {
    ranks: Vec<u32>,
    ends: Vec<usize>,
    /// The document of each place, where it is asked for.
    documents: Vec<u32>,
    /// Where the bucket of each token begins, and where the last one ends.
    starts: Vec<usize>,
}

impl Line {
    fn new(
        parts: Vec<(Vec<u32>, Vec<usize>)>,
        ranks_of: &[Vec<u32>],
        tokens: usize,
        documents: bool,
    ) -> Self {
        let total = parts.iter().map(|(numbers, _)| numbers.len()).sum();
        let mut line = Self {
            ranks: Vec::with_capacity(total),
            ends: Vec::new(),
            documents: Vec::new(),
            starts: vec![0; tokens + 1],
        };
        for ((numbers, ends), ranks_of) in parts.into_iter().zip(ranks_of) {
            let base = line.ranks.len();
            line.ends.extend(ends.iter().map(|end| base + end));
            line.ranks.extend(numbers.iter().map(|&number| {
                let Some(&rank) = ranks_of.get(number as usize) else {
                    return END;
                };
                line.starts[rank as usize + 1] += 1;
                rank
            }));
        }
        for at in 0..tokens {
            line.starts[at + 1] += line.starts[at];
        }
        if documents {
            line.documents.reserve_exact(total);
            for (document, &end) in (0_u32..).zip(&line.ends) {
                line.documents.resize(end, document);
            }
        }
        line
    }

    /// Returns the document of the lower half of an item.
    #[inline]
    fn document_of(&self, low: u32) -> u32 {
        self.documents.get(low as usize).copied().unwrap_or(low)
    }

    /// Returns the places of each token, bucket after bucket: in the upper half the token that
    /// follows, in the lower half the place, or the document where no place is needed.
    fn items(&self) -> Vec<u64> {
        let mut heads = self.starts.clone();
        let mut items = vec![0; *self.starts.last().unwrap_or(&0)];
        let mut start = 0;
        for (document, &end) in (0_u32..).zip(&self.ends) {
            for at in start..end - 1 {
                let head = &mut heads[self.ranks[at] as usize];
                let low = if self.documents.is_empty() {
                    document
                } else {
                    narrow(at)
                };
                items[*head] = u64::from(self.ranks[at + 1]) << 32 | u64::from(low);
                *head += 1;
            }
            start = end;
        }
        items
    }
}

struct Visit<'l> {
    min: u32,
    max: u32,
    tokens: &'l Arena,
    line: &'l Line,
    counts: Counts,
    postings: Postings,
    term: Vec<u8>,
    spare: Vec<u64>,
    with_order: bool,
    /// For each n-gram its first document, size and place, if asked for.
    first: Vec<u64>,
}

impl Visit<'_> {
    fn buckets(&mut self, tokens: Range<usize>, items: &mut [u64]) {
        let base = self.line.starts[tokens.start];
        for token in tokens {
            let bucket =
                &mut items[self.line.starts[token] - base..self.line.starts[token + 1] - base];
            self.term.clear();
            self.term.extend_from_slice(self.tokens.get(token));
            self.visit(1, bucket);
        }
    }

    /// Visits the n-gram `self.term` of `size` tokens, and those that it begins. `items` are its
    /// places, with the token that follows it in the upper half unless it has the largest size.
    fn visit(&mut self, size: u32, items: &mut [u64]) {
        if size >= self.min {
            self.put(size, items);
        }
        if size == self.max {
            return;
        }
        if items.len() > 1 {
            sort_by_high_half(items, &mut self.spare);
        }
        let mut rest = items;
        while let Some(&first) = rest.first() {
            let next = high(first);
            if next == END {
                break;
            }
            // Groups are short, so one looks from the front.
            let same = rest.iter().position(|&item| high(item) != next);
            let same = same.unwrap_or(rest.len());
            let (group, others) = rest.split_at_mut(same);
            rest = others;
            if size + 1 < self.max {
                let ahead = size as usize + 1;
                for item in &mut *group {
                    let following = self.line.ranks[low(*item) as usize + ahead];
                    *item = u64::from(following) << 32 | u64::from(low(*item));
                }
            }
            let length = self.term.len();
            self.term.push(b' ');
            self.term.extend_from_slice(self.tokens.get(next as usize));
            self.visit(size + 1, group);
            self.term.truncate(length);
        }
    }

    /// Writes an n-gram down.
    fn put(&mut self, size: u32, items: &[u64]) {
        let entries = &mut self.postings.entries;
        let start = entries.len();
        let mut current = Entry {
            place: u32::MAX,
            count: 0,
        };
        for &item in items {
            let document = self.line.document_of(low(item));
            if document == current.place {
                current.count += 1;
            } else {
                if current.count > 0 {
                    entries.push(current);
                }
                current = Entry {
                    place: document,
                    count: 1,
                };
            }
        }
        entries.push(current);
        self.counts.terms.push(&self.term);
        self.counts.documents.push(narrow(entries.len() - start));
        self.counts.totals.push(items.len() as u64);
        self.postings.ends.push(entries.len());
        if self.with_order {
            let place = low(items[0]);
            let document = self.line.document_of(place) as usize;
            let start = match document {
                0 => 0,
                later => self.line.ends[later - 1],
            };
            // As if each document were written once for each size.
            let sizes = (self.max - self.min + 1) as usize;
            let length = self.line.ends[document] - start;
            let within =
                start * sizes + (size - self.min) as usize * length + (place as usize - start);
            self.first.push(within as u64);
        }
    }
}
