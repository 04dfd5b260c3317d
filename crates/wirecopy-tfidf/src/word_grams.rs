//! Counting n-grams of characters within words.
//!
//! Words recur: each distinct one is cut once, into the numbers of its n-grams. Once all documents
//! are read the n-grams are sorted, and the numbers of each word become places in that order. Then a
//! document is the lists of its distinct words, each as often as its word stands there; sorted by
//! digits, they are its row.

use std::ops::Range;

use rayon::prelude::*;

use crate::bag::{Entry, Stamps};
use crate::counted::{Counts, merge_sorted};
use crate::documents::{Pieces, Watch};
use crate::error::Error;
use crate::interner::Interner;
use crate::lines::Lines;
use crate::radix::{high, low, sort_by_high_half};
use crate::splitter::Splitter;

/// The words of some documents, cut.
#[derive(Debug, Default)]
pub(crate) struct Words {
    grams: Interner,
    /// The n-grams of all distinct words, and where those of each word end.
    cut: Vec<u32>,
    ends: Vec<usize>,
    /// The distinct words of all documents, and where those of each document end.
    entries: Vec<Entry>,
    documents: Vec<usize>,
}

/// Rows whose entries are sorted by the places of their terms.
#[derive(Debug, Default)]
pub(crate) struct SortedRows {
    pub(crate) entries: Vec<Entry>,
    /// Where each row ends.
    pub(crate) ends: Vec<usize>,
}

/// Reads the words of these documents.
pub(crate) fn words<T: AsRef<str>>(
    texts: &[T],
    range: Range<usize>,
    splitter: &Splitter,
    watch: &Watch<'_>,
) -> Result<Words, Error> {
    let mut words = Words::default();
    let mut seen = Interner::default();
    let mut stamps = Stamps::default();
    let (mut numbers, mut line, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    let mut lines = Lines::new(Pieces::Texts(texts), range, splitter, watch);
    while let Some(found) = lines.next()? {
        numbers.clear();
        seen.intern_all(found.text, found.parts, &mut numbers);
        for new in words.ends.len()..seen.len() {
            parts.clear();
            splitter.for_each_gram_of_word(seen.arena().get(new), &mut line, |_, gram| {
                parts.push(gram);
            });
            words.grams.intern_all(&line, &parts, &mut words.cut);
            words.ends.push(words.cut.len());
        }
        let mut start = 0;
        for &end in found.ends {
            stamps.count(&numbers[start..end], &mut words.entries);
            words.documents.push(words.entries.len());
            start = end;
        }
    }
    Ok(words)
}

/// Counts the n-grams. Besides the rows, returns the order in which the n-grams were first seen.
pub(crate) fn count(mut parts: Vec<Words>) -> (Counts, Vec<SortedRows>, Vec<u32>) {
    let grams = parts
        .iter_mut()
        .map(|words| std::mem::take(&mut words.grams));
    let (terms, places, first_seen) = merge_sorted(grams.collect());
    let rows: Vec<(SortedRows, Vec<(u32, u64)>)> = parts
        .into_par_iter()
        .zip(places)
        .map(|(words, places)| words.rows(&places, terms.len()))
        .collect();
    let mut counts = Counts {
        documents: vec![0; terms.len()],
        totals: vec![0; terms.len()],
        terms,
    };
    for (_, known) in &rows {
        let both = counts.documents.iter_mut().zip(&mut counts.totals);
        for ((documents, total), more) in both.zip(known) {
            *documents += more.0;
            *total += more.1;
        }
    }
    let rows = rows.into_iter().map(|(rows, _)| rows).collect();
    (counts, rows, first_seen)
}

impl Words {
    /// Returns the rows, and in how many documents each term is and how often.
    fn rows(mut self, places: &[u32], terms: usize) -> (SortedRows, Vec<(u32, u64)>) {
        for gram in &mut self.cut {
            *gram = places[*gram as usize];
        }
        let mut known = vec![(0, 0); terms];
        let mut rows = SortedRows::default();
        let (mut keys, mut spare) = (Vec::new(), Vec::new());
        let mut start = 0;
        for &end in &self.documents {
            keys.clear();
            for word in &self.entries[start..end] {
                let at = word.place as usize;
                let first = if at == 0 { 0 } else { self.ends[at - 1] };
                let count = u64::from(word.count);
                let cut = &self.cut[first..self.ends[at]];
                keys.extend(cut.iter().map(|&gram| u64::from(gram) << 32 | count));
            }
            start = end;
            sort_by_high_half(&mut keys, &mut spare);
            let row = rows.entries.len();
            for &key in &keys {
                match rows.entries[row..].last_mut() {
                    Some(last) if last.place == high(key) => last.count += low(key),
                    _ => rows.entries.push(Entry {
                        place: high(key),
                        count: low(key),
                    }),
                }
            }
            for entry in &rows.entries[row..] {
                let known = &mut known[entry.place as usize];
                known.0 += 1;
                known.1 += u64::from(entry.count);
            }
            rows.ends.push(rows.entries.len());
        }
        (rows, known)
    }
}
