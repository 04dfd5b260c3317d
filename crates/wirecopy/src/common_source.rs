//! The third article that holds what two others share.

use std::collections::HashMap;

use rayon::prelude::*;
use wirecopy_reuse::WordRanges;

use crate::pairs::Row;
use crate::{Article, Direction, Error};

/// At least this part of the words that two articles share stands in what the third shares with each of them.
const HELD: f64 = 0.8;

/// How many rows are gone through between two looks at the progress callback.
const ROWS_UNHEARD: usize = 1 << 10;

/// What a row shares, over all its passages.
struct Shared {
    a: WordRanges,
    b: WordRanges,
}

/// Names in each row the article of the input from which both seem to have what they share.
///
/// Of the words that a and b share, the third article c has at least 80 % in its passages with a (by the words of a), and at
/// least 80 % in those with b (by the words of b). Nothing says that c took from one of them; and either something says that
/// one of them took from c (a credit, the dates), or c shares more words with each of them than they share with one another.
/// Of several, the one that more of the two took from by what is known, then the one that shares most, then the first.
///
/// For each row the partners of the article that has fewer of them are looked up among those of the other: in a graph in which
/// every article of a heavy story is joined to three others, that is no square of the story (Chiba and Nishizeki 1985).
pub(crate) fn find_common_sources(
    rows: &mut [Row],
    articles: &[Article<'_>],
    listen: &(dyn Fn() -> Result<(), Error> + Sync),
) -> Result<(), Error> {
    listen()?;
    let mut partners: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
    for (place, row) in rows.iter().enumerate() {
        partners.entry(row.a).or_default().push((row.b, place));
        partners.entry(row.b).or_default().push((row.a, place));
    }
    for list in partners.values_mut() {
        list.sort_unstable();
    }
    listen()?;
    let union = |ranges: &mut dyn Iterator<Item = &WordRanges>| {
        WordRanges::from_ranges(ranges.flat_map(WordRanges::as_slice).cloned())
    };
    let shared: Vec<Shared> = rows
        .par_iter()
        .map(|row| Shared {
            a: union(&mut row.shared.iter().map(|(a, _)| a)),
            b: union(&mut row.shared.iter().map(|(_, b)| b)),
        })
        .collect();
    let found: Vec<Option<usize>> = rows
        .par_chunks(ROWS_UNHEARD)
        .enumerate()
        .map(|(chunk, part)| {
            listen()?;
            let first = chunk * ROWS_UNHEARD;
            Ok((first..first + part.len())
                .map(|place| source_of(place, rows, &shared, &partners))
                .collect::<Vec<_>>())
        })
        .collect::<Result<Vec<_>, Error>>()?
        .concat();
    for (row, source) in rows.iter_mut().zip(found) {
        row.pair.common_source = source.map(|source| articles[source].id.to_string());
    }
    Ok(())
}

/// The article that both articles of a row seem to have their common text from.
fn source_of(
    place: usize,
    rows: &[Row],
    shared: &[Shared],
    partners: &HashMap<usize, Vec<(usize, usize)>>,
) -> Option<usize> {
    let row = &rows[place];
    let (of_a, of_b) = (partners.get(&row.a)?, partners.get(&row.b)?);
    let (few, many, swapped) = if of_a.len() <= of_b.len() {
        (of_a, of_b, false)
    } else {
        (of_b, of_a, true)
    };
    few.iter()
        .filter_map(|&(third, with_few)| {
            let found = many
                .binary_search_by_key(&third, |&(other, _)| other)
                .ok()?;
            let with_many = many[found].1;
            let (with_a, with_b) = if swapped {
                (with_many, with_few)
            } else {
                (with_few, with_many)
            };
            let rank = rank(place, (row.a, with_a), (row.b, with_b), rows, shared)?;
            Some((rank, std::cmp::Reverse(third)))
        })
        .max()
        .map(|(_, third)| third.0)
}

/// How good a source a third article is for a row: how many of the two took from it, and how many words it shares with them.
/// `None` when it is none.
fn rank(
    place: usize,
    (a, with_a): (usize, usize),
    (b, with_b): (usize, usize),
    rows: &[Row],
    shared: &[Shared],
) -> Option<(usize, usize)> {
    let (row_a, row_b) = (&rows[with_a], &rows[with_b]);
    let words_of = |article: usize, place: usize| {
        if rows[place].a == article {
            &shared[place].a
        } else {
            &shared[place].b
        }
    };
    let mut held = 0;
    let mut more = true;
    for (article, with) in [(a, with_a), (b, with_b)] {
        let (both, third) = (words_of(article, place), words_of(article, with));
        let (wanted, there) = (both.words(), third.words());
        if wanted == 0 || (there as f64) < HELD * wanted as f64 {
            return None;
        }
        let common = common_words(both, third);
        if (common as f64) < HELD * wanted as f64 {
            return None;
        }
        more &= there > wanted;
        held += there;
    }
    let mut told = 0;
    for (article, row) in [(a, row_a), (b, row_b)] {
        let takes = match row.pair.direction {
            Direction::AToB => Some(row.b),
            Direction::BToA => Some(row.a),
            Direction::Unknown => None,
        };
        match takes {
            Some(taker) if taker == article => told += 1,
            Some(_) => return None,
            None => {}
        }
    }
    (told > 0 || more).then_some((told, held))
}

/// How many words lie in both sets. O(ranges).
fn common_words(left: &WordRanges, right: &WordRanges) -> usize {
    let (left, right) = (left.as_slice(), right.as_slice());
    let (mut i, mut j, mut words) = (0, 0, 0);
    while let (Some(x), Some(y)) = (left.get(i), right.get(j)) {
        words += x.end.min(y.end).saturating_sub(x.start.max(y.start)) as usize;
        if x.end < y.end {
            i += 1;
        } else {
            j += 1;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_lie_in_both() {
        let left = WordRanges::from_ranges([0..10, 20..30]);
        let right = WordRanges::from_ranges([5..25, 28..40]);
        assert_eq!(common_words(&left, &right), 5 + 5 + 2);
        assert_eq!(common_words(&left, &WordRanges::default()), 0);
    }
}
