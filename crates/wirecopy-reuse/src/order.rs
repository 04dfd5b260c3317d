//! Which passages changed places.

use crate::Passage;

/// Marks the passages that stand in another order in b than in a.
///
/// `passages` are in the order of a. Those that keep the order are as many, by their matching words, as can be; of two
/// such choices the one with the earlier passages. O(n log n).
pub fn mark_reordered(passages: &mut [Passage]) {
    // The heaviest chain by places in b, by a tree of the best chains that end at a place (Fenwick 1994).
    let mut places: Vec<usize> = (0..passages.len()).collect();
    places.sort_by_key(|&index| (passages[index].b_words.start, index));
    let mut rank = vec![0; passages.len()];
    for (place, &index) in places.iter().enumerate() {
        rank[index] = place + 1;
    }
    let mut best: Vec<(usize, Option<usize>)> = vec![(0, None); passages.len() + 1];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(passages.len());
    let mut end: (usize, Option<usize>) = (0, None);
    for (index, passage) in passages.iter().enumerate() {
        let mut chain = (0, None);
        let mut place = rank[index] - 1;
        while place > 0 {
            if best[place].0 > chain.0 {
                chain = best[place];
            }
            place &= place - 1;
        }
        before.push(chain.1);
        let words = chain.0 + passage.words;
        if words > end.0 {
            end = (words, Some(index));
        }
        let mut place = rank[index];
        while place < best.len() {
            if words > best[place].0 {
                best[place] = (words, Some(index));
            }
            place += place & place.wrapping_neg();
        }
    }
    for passage in passages.iter_mut() {
        passage.reordered = true;
    }
    let mut next = end.1;
    while let Some(index) = next {
        passages[index].reordered = false;
        next = before[index];
    }
}
