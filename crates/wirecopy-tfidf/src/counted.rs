//! Documents counted: the terms in their order, and what each document holds of them.

use std::ops::Range;

use rayon::prelude::*;

use crate::bag::{self, Bag};
use crate::csr::CsrMatrix;
use crate::documents::{Documents, Pieces, Watch};
use crate::error::Error;
use crate::grams::{self, Postings};
use crate::interner::{Arena, Interner};
use crate::narrow::narrow;
use crate::rows::{rows_of_bags, rows_of_postings, rows_of_sorted};
use crate::splitter::Splitter;
use crate::terms::TermUnit;
use crate::word_grams::{self, SortedRows};

/// What is known of the terms: all arrays are parallel, in the order of the terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Sorted.
    pub(crate) terms: Arena,
    /// In how many documents each term is.
    pub(crate) documents: Vec<u32>,
    /// How often it is there.
    pub(crate) totals: Vec<u64>,
}

/// Counted documents.
#[derive(Debug)]
pub(crate) struct Counted {
    pub(crate) counts: Counts,
    pub(crate) documents: usize,
    /// The place of each term in the order in which the terms were first seen. Empty for n-grams
    /// of tokens, unless it was asked for.
    pub(crate) first_seen: Vec<u32>,
    body: Body,
}

#[derive(Debug)]
enum Body {
    /// For each part of the documents its bag, and where each of its terms stands in the order.
    Bags(Vec<(Bag, Vec<u32>)>),
    Sorted(Vec<SortedRows>),
    Postings(Postings),
}

/// What a matrix may hold.
pub trait Count: Copy + Default + Send + Sync + 'static {
    /// Converts a count.
    fn of(count: u32) -> Self;
}

macro_rules! count {
    ($($type:ty),*) => {$(
        impl Count for $type {
            #[expect(clippy::allow_attributes, reason = "not every type loses something")]
            #[allow(clippy::cast_lossless, clippy::cast_possible_wrap, clippy::cast_precision_loss, reason = "a term stands fewer than 2^31 times in a text; above 2^24, `f32` rounds as everybody's does")]
            #[inline]
            fn of(count: u32) -> Self {
                count as Self
            }
        }
    )*};
}

count!(u32, i32, i64, f32, f64);

impl Counted {
    /// Counts documents. The result is the same for any number of threads. The order in which
    /// n-grams of tokens were first seen takes time, so one has to ask for it.
    pub(crate) fn new<T: AsRef<str> + Sync>(
        documents: &Documents<'_, T>,
        splitter: &Splitter,
        with_order: bool,
    ) -> Result<Self, Error> {
        let given = documents.len();
        u32::try_from(given).map_err(|_| too_large("documents", given))?;
        let watch = documents.watch();
        let pieces = documents.pieces;
        splitter.check_cuts(pieces)?;
        let parts = parts(pieces, rayon::current_num_threads())?;
        let words = match pieces {
            Pieces::Texts(_) => splitter.options().unit() == TermUnit::Word,
            Pieces::Tokens(_) => true,
            Pieces::Terms(_) => false,
        };
        if words && splitter.options().ngrams() != (1, 1) {
            return Self::grams(pieces, parts, splitter, &watch, with_order);
        }
        if let Pieces::Texts(texts) = pieces
            && splitter.options().unit() == TermUnit::CharWb
        {
            let words = parts
                .into_par_iter()
                .map(|range| word_grams::words(texts, range, splitter, &watch))
                .collect::<Result<_, _>>()?;
            let (counts, rows, first_seen) = word_grams::count(words);
            return Ok(Self {
                counts,
                documents: given,
                first_seen,
                body: Body::Sorted(rows),
            });
        }
        let bags = parts
            .into_par_iter()
            .map(|range| bag::count(pieces, range, splitter, &watch))
            .collect::<Result<_, _>>()?;
        Ok(Self::of_bags(bags))
    }

    fn grams<T: AsRef<str> + Sync>(
        pieces: Pieces<'_, T>,
        parts: Vec<Range<usize>>,
        splitter: &Splitter,
        watch: &Watch<'_>,
        with_order: bool,
    ) -> Result<Self, Error> {
        let sequences = parts
            .into_par_iter()
            .map(|range| grams::sequences(pieces, range, splitter, watch))
            .collect::<Result<Vec<_>, _>>()?;
        let tokens: usize = sequences.iter().map(|part| part.numbers.len()).sum();
        u32::try_from(tokens).map_err(|_| too_large("tokens", tokens))?;
        let ngrams = splitter.options().ngrams();
        if grams::are_plain(&sequences) {
            let documents = sequences.iter().map(|part| part.ends.len()).sum();
            let (counts, postings, first_seen) = grams::count(sequences, ngrams, with_order);
            return Ok(Self {
                counts,
                documents,
                first_seen,
                body: Body::Postings(postings),
            });
        }
        let bags = sequences
            .into_par_iter()
            .map(|part| grams::bag_of_joined(&part, ngrams))
            .collect();
        Ok(Self::of_bags(bags))
    }

    fn of_bags(mut bags: Vec<Bag>) -> Self {
        let documents = bags.iter().map(|bag| bag.ends.len()).sum();
        let interners = bags.iter_mut().map(|bag| std::mem::take(&mut bag.terms));
        let (terms, places, first_seen) = merge_sorted(interners.collect());
        let mut counts = Counts {
            documents: vec![0; terms.len()],
            totals: vec![0; terms.len()],
            terms,
        };
        for (bag, places) in bags.iter().zip(&places) {
            for (&place, seen) in places.iter().zip(&bag.seen) {
                counts.documents[place as usize] += seen.documents;
                counts.totals[place as usize] += u64::from(seen.total);
            }
        }
        Self {
            counts,
            documents,
            first_seen,
            body: Body::Bags(bags.into_iter().zip(places).collect()),
        }
    }

    /// Returns a row for each document. `columns_of` has for each term its column or
    /// [`NO_COLUMN`]; without it each term is a column.
    pub(crate) fn rows<V: Count>(self, columns_of: Option<&[u32]>, columns: usize) -> CsrMatrix<V> {
        let parts = match self.body {
            Body::Bags(bags) => rows_of_bags(bags, columns_of, columns),
            Body::Sorted(rows) => rows_of_sorted(rows, columns_of),
            Body::Postings(postings) => rows_of_postings(&postings, columns_of, self.documents),
        };
        CsrMatrix::from_parts(columns, parts)
    }
}

/// Stands for the column of a term that has none.
pub(crate) const NO_COLUMN: u32 = u32::MAX;

pub(crate) fn too_large(what: &'static str, given: usize) -> Error {
    Error::TooLarge {
        what,
        given,
        max: u32::MAX as usize - 1,
    }
}

/// Cuts the documents into about as many parts as there are threads, of about equal size, none of
/// which holds more than 32 bits count.
pub(crate) fn parts<T: AsRef<str>>(
    pieces: Pieces<'_, T>,
    threads: usize,
) -> Result<Vec<Range<usize>>, Error> {
    const MAX_SIZE: usize = 1 << 30;
    let size = |at: usize| match pieces {
        Pieces::Texts(texts) => texts[at].as_ref().len() + 16,
        Pieces::Tokens(lists) | Pieces::Terms(lists) => {
            let bytes = lists[at].iter().map(|token| token.as_ref().len() + 1);
            bytes.sum::<usize>() + 1
        }
    };
    let documents = match pieces {
        Pieces::Texts(texts) => texts.len(),
        Pieces::Tokens(lists) | Pieces::Terms(lists) => lists.len(),
    };
    let total: usize = (0..documents).map(size).sum();
    let each = (total / threads + 1).min(MAX_SIZE);
    let mut parts = Vec::new();
    let (mut start, mut held) = (0, 0);
    for at in 0..documents {
        let size = size(at);
        if size > MAX_SIZE {
            return Err(Error::TooLarge {
                what: "bytes in one document",
                given: size,
                max: MAX_SIZE,
            });
        }
        if held > 0 && held + size > MAX_SIZE {
            parts.push(start..at);
            (start, held) = (at, 0);
        }
        held += size;
        if held >= each {
            parts.push(start..at + 1);
            (start, held) = (at + 1, 0);
        }
    }
    if start < documents {
        parts.push(start..documents);
    }
    Ok(parts)
}

/// Merges strings, sorts them, and returns for each interner where its strings stand, and for each
/// string the how-manieth it was to be seen.
pub(crate) fn merge_sorted(interners: Vec<Interner>) -> (Arena, Vec<Vec<u32>>, Vec<u32>) {
    let mut rest = interners.into_iter();
    let mut all = rest.next().unwrap_or_default();
    let mut places: Vec<Vec<u32>> = vec![(0..narrow(all.len())).collect()];
    for other in rest {
        places.push(other.arena().iter().map(|term| all.intern(term)).collect());
    }
    let arena = all.into_arena();
    let order = sorted(&arena);
    let mut ranks = vec![0; order.len()];
    for (rank, &number) in (0_u32..).zip(&order) {
        ranks[number as usize] = rank;
    }
    places
        .par_iter_mut()
        .flatten()
        .for_each(|place| *place = ranks[*place as usize]);
    let mut terms = Arena::with_capacity(arena.len(), arena.bytes().len());
    for &number in &order {
        terms.push(arena.get(number as usize));
    }
    (terms, places, order)
}

/// Returns the numbers of the strings in the order of their bytes, which is that of their code
/// points.
fn sorted(arena: &Arena) -> Vec<u32> {
    // The first eight bytes settle most comparisons without a look at the strings.
    let prefix = |number: u32| {
        let string = arena.get(number as usize);
        let mut bytes = [0; 8];
        let length = string.len().min(8);
        bytes[..length].copy_from_slice(&string[..length]);
        u64::from_be_bytes(bytes)
    };
    let mut keys: Vec<(u64, u32)> = (0..narrow(arena.len()))
        .map(|number| (prefix(number), number))
        .collect();
    keys.par_sort_unstable_by(|a, b| {
        a.0.cmp(&b.0)
            .then_with(|| arena.get(a.1 as usize).cmp(arena.get(b.1 as usize)))
    });
    keys.into_iter().map(|(_, number)| number).collect()
}
