//! From what was counted to sparse rows with ascending columns.

use rayon::prelude::*;

use crate::bag::{Bag, Entry};
use crate::counted::{Count, NO_COLUMN};
use crate::csr::CsrParts;
use crate::grams::Postings;
use crate::narrow::narrow;
use crate::radix::{high, low, sort_by_high_half};
use crate::word_grams::SortedRows;

/// How many entries are sorted at once: few enough to stay in the nearest memory, many enough for
/// a sort by digits.
const GROUP: usize = 4096;

/// Sorts each document's entries by column.
pub(crate) fn rows_of_bags<V: Count>(
    bags: Vec<(Bag, Vec<u32>)>,
    columns_of: Option<&[u32]>,
    columns: usize,
) -> CsrParts<V> {
    debug_assert!(columns <= NO_COLUMN as usize);
    let bags: Vec<(Bag, Vec<u32>)> = match columns_of {
        None => bags,
        Some(columns_of) => bags
            .into_iter()
            .map(|(bag, mut places)| {
                for place in &mut places {
                    *place = columns_of[*place as usize];
                }
                (bag, places)
            })
            .collect(),
    };
    // How many entries each document keeps says where each row begins.
    let mut indptr = vec![0];
    let mut sum = 0;
    for (bag, places) in &bags {
        let mut start = 0;
        for &end in &bag.ends {
            sum += if columns_of.is_none() {
                end - start
            } else {
                let kept = |place: u32| places[place as usize] != NO_COLUMN;
                let entries = bag.entries[start..end].iter();
                entries.filter(|entry| kept(entry.place)).count()
            };
            indptr.push(sum);
            start = end;
        }
    }
    let mut indices = vec![0; sum];
    let mut data = vec![V::default(); sum];
    let mut jobs = Vec::new();
    let (mut indices_left, mut data_left) = (&mut indices[..], &mut data[..]);
    let mut row = 0;
    for (bag, places) in bags {
        let rows = bag.ends.len();
        let bounds = &indptr[row..=row + rows];
        row += rows;
        let length = bounds[rows] - bounds[0];
        let (mine, others) = indices_left.split_at_mut(length);
        indices_left = others;
        let (my_data, others) = data_left.split_at_mut(length);
        data_left = others;
        jobs.push((bag, places, bounds, mine, my_data));
    }
    jobs.into_par_iter()
        .for_each(|(bag, places, bounds, indices, data)| {
            fill(&bag, &places, bounds, indices, data);
        });
    CsrParts {
        indptr,
        indices,
        data,
    }
}

/// Writes the rows of one bag, which begin at `bounds` less the first of them.
fn fill<V: Count>(
    bag: &Bag,
    places: &[u32],
    bounds: &[usize],
    indices: &mut [u32],
    data: &mut [V],
) {
    let base = bounds[0];
    let (mut keys, mut spare) = (Vec::new(), Vec::new());
    let (mut rows, mut heads) = (Vec::new(), Vec::new());
    let mut document = 0;
    while document < bag.ends.len() {
        let first = document;
        let start = if first == 0 { 0 } else { bag.ends[first - 1] };
        while document < bag.ends.len()
            && (document == first || bag.ends[document] - start <= GROUP)
        {
            document += 1;
        }
        let entries = &bag.entries[start..bag.ends[document - 1]];
        keys.clear();
        keys.extend((0_u64..).zip(entries).filter_map(|(at, entry)| {
            let column = places[entry.place as usize];
            (column != NO_COLUMN).then_some(u64::from(column) << 32 | at)
        }));
        sort_by_high_half(&mut keys, &mut spare);
        // Sorted by column, the entries of all documents of the group go to their rows in turn.
        rows.clear();
        for (row, &end) in (0_u32..).zip(&bag.ends[first..document]) {
            rows.resize(end - start, row);
        }
        heads.clear();
        heads.extend(bounds[first..document].iter().map(|bound| bound - base));
        for &key in &keys {
            let at = low(key) as usize;
            let head = &mut heads[rows[at] as usize];
            indices[*head] = high(key);
            data[*head] = V::of(entries[at].count);
            *head += 1;
        }
    }
}

/// Leaves out what has no column, and gives the rest its column; rows whose columns do not ascend
/// with the terms are sorted again.
pub(crate) fn rows_of_sorted<V: Count>(
    parts: Vec<SortedRows>,
    columns_of: Option<&[u32]>,
) -> CsrParts<V> {
    let column_of = |entry: &Entry| match columns_of {
        None => entry.place,
        Some(columns_of) => columns_of[entry.place as usize],
    };
    let mut indptr = vec![0];
    let mut sum = 0;
    for part in &parts {
        let mut start = 0;
        for &end in &part.ends {
            sum += if columns_of.is_none() {
                end - start
            } else {
                let kept = |entry: &&Entry| column_of(entry) != NO_COLUMN;
                part.entries[start..end].iter().filter(kept).count()
            };
            indptr.push(sum);
            start = end;
        }
    }
    let mut indices = vec![0; sum];
    let mut data = vec![V::default(); sum];
    let mut jobs = Vec::new();
    let (mut indices_left, mut data_left) = (&mut indices[..], &mut data[..]);
    let mut row = 0;
    for part in parts {
        let bounds = &indptr[row..=row + part.ends.len()];
        row += part.ends.len();
        let length = bounds[part.ends.len()] - bounds[0];
        let (mine, others) = indices_left.split_at_mut(length);
        indices_left = others;
        let (my_data, others) = data_left.split_at_mut(length);
        data_left = others;
        jobs.push((part, bounds, mine, my_data));
    }
    jobs.into_par_iter()
        .for_each(|(part, bounds, indices, data)| {
            let kept = part.entries.iter().filter_map(|entry| {
                let column = column_of(entry);
                (column != NO_COLUMN).then_some((column, entry.count))
            });
            for ((index, value), (column, count)) in indices.iter_mut().zip(&mut *data).zip(kept) {
                *index = column;
                *value = V::of(count);
            }
            for row in bounds.windows(2) {
                let row = row[0] - bounds[0]..row[1] - bounds[0];
                sort_row(&mut indices[row.clone()], &mut data[row]);
            }
        });
    CsrParts {
        indptr,
        indices,
        data,
    }
}

/// Sorts a row by column, if it is not sorted: a given vocabulary may have any order.
fn sort_row<V: Copy>(indices: &mut [u32], data: &mut [V]) {
    if indices.is_sorted() {
        return;
    }
    let mut row: Vec<(u32, V)> = indices.iter().copied().zip(data.iter().copied()).collect();
    row.sort_unstable_by_key(|&(column, _)| column);
    for ((index, value), sorted) in indices.iter_mut().zip(data).zip(row) {
        (*index, *value) = sorted;
    }
}

/// Turns the documents of each term into the terms of each document.
pub(crate) fn rows_of_postings<V: Count>(
    postings: &Postings,
    columns_of: Option<&[u32]>,
    documents: usize,
) -> CsrParts<V> {
    let kept = Kept::new(postings, columns_of);
    let mut indptr = vec![0; documents + 1];
    kept.for_each(|_, entries| {
        for entry in entries {
            indptr[entry.place as usize + 1] += 1;
        }
    });
    for row in 0..documents {
        indptr[row + 1] += indptr[row];
    }
    let sum = indptr[documents];
    let mut indices = vec![0; sum];
    let mut data = vec![V::default(); sum];
    // Each thread reads all postings and writes the rows of its own documents.
    let threads = rayon::current_num_threads().min(8);
    let mut jobs = Vec::new();
    let (mut indices_left, mut data_left) = (&mut indices[..], &mut data[..]);
    let mut first = 0;
    for part in 1..=threads {
        let last = if part == threads {
            documents
        } else {
            indptr.partition_point(|&start| start < sum / threads * part)
        }
        .clamp(first, documents);
        let length = indptr[last] - indptr[first];
        let (mine, others) = indices_left.split_at_mut(length);
        indices_left = others;
        let (my_data, others) = data_left.split_at_mut(length);
        data_left = others;
        jobs.push((first..last, mine, my_data));
        first = last;
    }
    jobs.into_par_iter().for_each(|(rows, indices, data)| {
        let base = indptr[rows.start];
        let mut heads: Vec<usize> = indptr[rows.clone()].iter().map(|at| at - base).collect();
        kept.for_each(|column, entries| {
            // Documents ascend, so that of a long list the part of other threads need not be read.
            let entries = if entries.len() < 16 {
                entries
            } else {
                let bound = |row| entries.partition_point(|entry| (entry.place as usize) < row);
                &entries[bound(rows.start)..bound(rows.end)]
            };
            for entry in entries {
                let row = (entry.place as usize).wrapping_sub(rows.start);
                let Some(head) = heads.get_mut(row) else {
                    continue;
                };
                indices[*head] = column;
                data[*head] = V::of(entry.count);
                *head += 1;
            }
        });
    });
    CsrParts {
        indptr,
        indices,
        data,
    }
}

/// The postings of the terms that have a column.
struct Kept<'p> {
    postings: &'p Postings,
    columns_of: Option<&'p [u32]>,
    /// The terms in the order of their columns, where that is not the order of the terms.
    order: Option<Vec<u32>>,
}

impl<'p> Kept<'p> {
    fn new(postings: &'p Postings, columns_of: Option<&'p [u32]>) -> Self {
        let order = columns_of.and_then(|columns| {
            let mut terms: Vec<u32> = (0..narrow(columns.len())).collect();
            terms.retain(|&term| columns[term as usize] != NO_COLUMN);
            let column = |&term: &u32| columns[term as usize];
            (!terms.is_sorted_by_key(column)).then(|| {
                terms.sort_unstable_by_key(column);
                terms
            })
        });
        Self {
            postings,
            columns_of,
            order,
        }
    }

    /// Visits them in the order of their columns.
    fn for_each(&self, mut visit: impl FnMut(u32, &[Entry])) {
        let mut one = |term: usize| {
            let column = self
                .columns_of
                .map_or_else(|| narrow(term), |columns| columns[term]);
            if column != NO_COLUMN {
                let start = if term == 0 {
                    0
                } else {
                    self.postings.ends[term - 1]
                };
                visit(
                    column,
                    &self.postings.entries[start..self.postings.ends[term]],
                );
            }
        };
        match &self.order {
            Some(order) => order.iter().for_each(|&term| one(term as usize)),
            None => (0..self.postings.ends.len()).for_each(one),
        }
    }
}
