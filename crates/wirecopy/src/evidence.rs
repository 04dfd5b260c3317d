//! What two articles share, in numbers and in passages: everything that judging and reporting need.

use wirecopy_reuse::{
    Aligner, Passage as Found, PassageForm as Form, Side, WordRanges, mark_reordered,
};

use crate::rewording::{Rewordings, Stemmed};
use crate::{Characters, Edit, EditKind, Error, Passage, PassageForm, PassageKind};

/// The measured part of a comparison, before anybody judges it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    pub(crate) share_of_a: f64,
    pub(crate) share_of_b: f64,
    /// The same without what is paraphrased: who says everything in other words has no copy.
    pub(crate) copied_of_a: f64,
    pub(crate) copied_of_b: f64,
    pub(crate) quotation_part: f64,
    pub(crate) matched_words: usize,
    pub(crate) longest_run: usize,
    /// The longest run of matching words outside quotation marks.
    pub(crate) longest_prose_run: usize,
    /// The most matching words of prose in one passage that is copied and not names only.
    pub(crate) most_prose_words: usize,
    /// The most matching words in one passage that is copied.
    pub(crate) most_copied_words: usize,
    /// The matching words of prose in all paraphrases: each ends where a sentence is not alike, so that a text in other
    /// words has them here and there.
    pub(crate) paraphrased_words: usize,
    pub(crate) found: Vec<Found>,
}

impl Evidence {
    /// Measures what the passages cover.
    pub(crate) fn new(a: Side<'_>, b: Side<'_>, found: Vec<Found>) -> Self {
        if found.is_empty() {
            return Self::default();
        }
        let matched_words: usize = found.iter().map(|p| p.words).sum();
        let quoted_words: usize = found.iter().map(|p| p.quoted_words).sum();
        let copied = || found.iter().filter(|p| p.form != Form::Paraphrased);
        Self {
            share_of_a: share(a, found.iter().map(|p| &p.a_shared)),
            share_of_b: share(b, found.iter().map(|p| &p.b_shared)),
            copied_of_a: share(a, copied().map(|p| &p.a_shared)),
            copied_of_b: share(b, copied().map(|p| &p.b_shared)),
            quotation_part: ratio(quoted_words, matched_words),
            matched_words,
            longest_run: found.iter().map(|p| p.longest_run).max().unwrap_or(0),
            longest_prose_run: found.iter().map(|p| p.longest_prose_run).max().unwrap_or(0),
            paraphrased_words: (found.iter())
                .filter(|p| p.form == Form::Paraphrased)
                .map(prose_words)
                .sum(),
            most_prose_words: (copied())
                .map(|p| in_words(prose_words(p), p, a.text()))
                .max()
                .unwrap_or(0),
            most_copied_words: (copied())
                .map(|p| in_words(p.words, p, a.text()))
                .max()
                .unwrap_or(0),
            found,
        }
    }

    /// Aligns two texts, looks for paraphrases in what is left, and measures what they share.
    ///
    /// An alignment may break a tie by which text it was given first. So that the order of the input changes nothing,
    /// the one to prepare is chosen by [`prepared_first`], and `a_is_prepared` says which that is; the other is given.
    pub(crate) fn between(
        aligner: &Aligner<'_>,
        rewordings: &Rewordings<'_, '_>,
        (other, stemmed): (Side<'_>, &Stemmed),
        a_is_prepared: bool,
        progress: wirecopy_reuse::Progress<'_>,
    ) -> Result<Self, Error> {
        let found = aligner.passages_with_progress(other, progress)?;
        let mut found = rewordings.add_to(found, other, stemmed, progress)?;
        mark_reordered(&mut found);
        let prepared = rewordings.side();
        if a_is_prepared {
            return Ok(Self::new(prepared, other, found));
        }
        let mut found: Vec<Found> = found.into_iter().map(Found::swapped).collect();
        found.sort_by_key(|passage| passage.a_words.start);
        Ok(Self::new(other, prepared, found))
    }

    /// What two texts of the same words share: all of it.
    pub(crate) fn of_the_same_words(aligner: &Aligner<'_>, a: Side<'_>, b: Side<'_>) -> Self {
        Self::new(a, b, vec![aligner.whole(b)])
    }

    /// The passages as a report shows them.
    pub(crate) fn passages(&self, text_a: &str, text_b: &str) -> Vec<Passage> {
        let (a, b) = (Characters::new(text_a), Characters::new(text_b));
        self.found
            .iter()
            .map(|p| Passage {
                a_start: a.at(p.a.start),
                a_end: a.at(p.a.end),
                b_start: b.at(p.b.start),
                b_end: b.at(p.b.end),
                text_a: p.a.of(text_a).to_owned(),
                text_b: p.b.of(text_b).to_owned(),
                kind: if p.is_quotation() {
                    PassageKind::Quotation
                } else {
                    PassageKind::Prose
                },
                form: form(p.form),
                reordered: p.reordered,
                score: (f64::from(p.score) * 100.0).round() / 100.0,
                words: p.words as u64,
                quoted_words: p.quoted_words as u64,
                also_in: 0,
                edits: p.edits.iter().map(|e| edit(e, &a, &b)).collect(),
            })
            .collect()
    }
}

/// Whether the first of two texts, given by their content hashes, is the one to prepare for the alignment.
pub(crate) fn prepared_first(a: u64, b: u64) -> bool {
    a <= b
}

/// The matching words of prose in a passage: all words of a prose passage, and what stands around the quoted words in
/// a quotation, where a lifted paragraph ends with somebody's long statement.
fn prose_words(passage: &Found) -> usize {
    if passage.names_only {
        0
    } else if passage.is_quotation() {
        passage.words - passage.quoted_words
    } else {
        passage.words
    }
}

/// How many words of a language with spaces some matching words of a passage are: where each character is a word of its own,
/// fewer.
fn in_words(words: usize, passage: &Found, text_a: &str) -> usize {
    let text = passage.a.of(text_a);
    if text.is_ascii() {
        return words;
    }
    let (mut all, mut fifths) = (0, 0);
    for span in wirecopy_text::words(text) {
        all += 1;
        fifths += span.of(text).chars().next().map_or(0, fifths_of_a_word);
    }
    words.min(words * fifths / (5 * all).max(1))
}

/// What a word with this first character is in the words of a language with spaces: a word of Chinese has two characters
/// and a half at the most, one of Thai five.
fn fifths_of_a_word(first: char) -> usize {
    match first {
        // Thai, Lao, Burmese and Khmer.
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 1,
        // Hiragana and ideographs; of katakana, many letters are one word.
        '\u{3041}'..='\u{309f}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => 2,
        _ => 5,
    }
}

fn form(found: Form) -> PassageForm {
    match found {
        Form::Verbatim => PassageForm::Verbatim,
        Form::Paraphrased => PassageForm::Paraphrased,
        _ => PassageForm::Edited,
    }
}

fn edit(found: &wirecopy_reuse::Edit, a: &Characters<'_>, b: &Characters<'_>) -> Edit {
    Edit {
        kind: match found.kind {
            wirecopy_reuse::EditKind::Deleted => EditKind::Deleted,
            wirecopy_reuse::EditKind::Inserted => EditKind::Inserted,
            _ => EditKind::Replaced,
        },
        a_start: a.at(found.a.start),
        a_end: a.at(found.a.end),
        b_start: b.at(found.b.start),
        b_end: b.at(found.b.end),
    }
}

/// How much of the counted words the passages share.
fn share<'r>(side: Side<'_>, shared: impl Iterator<Item = &'r WordRanges>) -> f64 {
    let stretches = shared
        .flat_map(WordRanges::as_slice)
        .map(|range| range.start as usize..range.end as usize);
    ratio(side.counted_in(stretches), side.counted_words())
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

#[cfg(test)]
mod tests {
    use wirecopy_reuse::{AlignOptions, Repeats, TermWeights};
    use wirecopy_text::Analysis;

    use super::*;

    /// How many words the whole of a text is said to be.
    fn said(text: &str) -> (usize, usize) {
        let words = Analysis::new(text).expect("short");
        let (void, repeats) = (WordRanges::default(), Repeats::default());
        let side = Side::new(text, &words, &void, &repeats);
        let weights = TermWeights::default();
        let whole = Aligner::new(side, &weights, &AlignOptions::default()).whole(side);
        (words.len(), in_words(words.len(), &whole, text))
    }

    #[test]
    fn letters_and_characters_are_parts_of_words_and_words_beside_them_are_whole() {
        assert_eq!(said("the old mill burnt"), (4, 4));
        assert_eq!(said("l’été à Orrin, où il y a un moulin"), (9, 9));
        assert_eq!(said("旧磨坊昨夜被烧毁了吗"), (10, 4));
        let (tokens, words) = said("เครื่องวัด Geiger Counter");
        assert!(
            tokens > 6 && words == 2 + (tokens - 2) / 5,
            "{tokens} {words}"
        );
    }
}
