//! What two texts have in common besides who is who.

use std::collections::BTreeMap;

use crate::Side;
use crate::names::is_fact;
use crate::paraphrase::stems::Stems;

/// What the stems say that two texts have in common and what only one has, each once, furniture apart.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct CommonStems {
    /// Who and where.
    pub names: Common,
    /// Numbers, and titles and dates as far as they have no capitals.
    pub facts: Common,
    /// Those of all other words.
    pub content: Common,
}

/// How much is said of one kind, in nats.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Common {
    /// By both texts.
    pub both: f32,
    /// By the first alone.
    pub a_alone: f32,
    /// By the second alone.
    pub b_alone: f32,
}

impl Common {
    /// What the text alone says that says less alone.
    #[must_use]
    pub fn fewer_alone(self) -> f32 {
        self.a_alone.min(self.b_alone)
    }
}

impl CommonStems {
    /// Compares two articles, each a text or several, such as title and text, whose stems were made in one language; `None`
    /// where no word of one has a stem, as in Thai. O(n log n).
    #[must_use]
    pub fn between(a: &[(Side<'_>, &Stems)], b: &[(Side<'_>, &Stems)]) -> Option<Self> {
        let stemmed =
            |texts: &[(Side<'_>, &Stems)]| texts.iter().any(|(_, stems)| !stems.words().is_empty());
        if !stemmed(a) || !stemmed(b) {
            return None;
        }
        let (of_a, of_b) = (said(a), said(b));
        let mut common = Self::default();
        for (stem, in_a) in &of_a {
            match of_b.get(stem) {
                None => common.of_kind(in_a.kind).a_alone += in_a.weight,
                Some(in_b) => {
                    let kind = in_a.kind.max(in_b.kind);
                    common.of_kind(kind).both += in_a.weight.min(in_b.weight);
                }
            }
        }
        for (_, in_b) in of_b.iter().filter(|(stem, _)| !of_a.contains_key(stem)) {
            common.of_kind(in_b.kind).b_alone += in_b.weight;
        }
        Some(common)
    }

    fn of_kind(&mut self, kind: Kind) -> &mut Common {
        match kind {
            Kind::Name => &mut self.names,
            Kind::Fact => &mut self.facts,
            Kind::Content => &mut self.content,
        }
    }
}

/// What a stem is; of several that it stands as, the greatest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    #[default]
    Name,
    Fact,
    Content,
}

/// A stem of a text.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    weight: f32,
    kind: Kind,
}

/// The stems that say something, by their hashes.
fn said(texts: &[(Side<'_>, &Stems)]) -> BTreeMap<u32, Said> {
    let mut said: BTreeMap<u32, Said> = BTreeMap::new();
    for (side, stems) in texts {
        let (hashes, marks) = (side.analysis.hashes(), side.analysis.marks());
        for (stem, (&word, &marks)) in stems.words().iter().zip(hashes.iter().zip(marks)) {
            if stem.says > 0.0 {
                let of_stem = said.entry(stem.hash).or_default();
                of_stem.weight = of_stem.weight.max(stem.weight);
                of_stem.kind = of_stem.kind.max(match stem.name {
                    _ if is_fact(word, marks) => Kind::Fact,
                    Some(true) => Kind::Name,
                    _ => Kind::Content,
                });
            }
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use wirecopy_text::{Analysis, Language};

    use super::*;
    use crate::{Repeats, StemTable, TermWeights, WordRanges};

    fn common(language: Language, a: &str, b: &str) -> Option<CommonStems> {
        let weights = TermWeights::default();
        let mut table = StemTable::new(Some(language), &weights, |_| 0.0);
        let words = [a, b].map(|text| Analysis::new(text).expect("short"));
        let (void, repeats) = (WordRanges::default(), Repeats::default());
        let a = Side::new(a, &words[0], &void, &repeats);
        let b = Side::new(b, &words[1], &void, &repeats);
        let (stems_of_a, stems_of_b) = (table.stems(a), table.stems(b));
        CommonStems::between(&[(a, &stems_of_a)], &[(b, &stems_of_b)])
    }

    #[test]
    fn names_titles_and_numbers_are_told_from_what_happened() {
        let a = "Yesterday the foreign minister Ada Quill opened 400 mills in Orrin.";
        let names = common(
            Language::English,
            a,
            "Once more 400 guests from Orrin called the minister Quill a liar.",
        );
        let names = names.expect("English has stems");
        assert!(
            names.content.both == 0.0 && names.names.both > 8.0,
            "{names:?}"
        );
        assert!(
            names.facts.both > 8.0 && names.content.fewer_alone() > 8.0,
            "{names:?}"
        );
        let story = common(Language::English, a, "A mill was opening, said Quill.");
        let story = story.expect("English has stems");
        assert!(
            story.content.both > 10.0 && story.names.both > 4.0,
            "{story:?}"
        );
    }

    #[test]
    fn what_a_title_says_the_text_need_not_say() {
        let weights = TermWeights::default();
        let mut table = StemTable::new(Some(Language::English), &weights, |_| 0.0);
        let texts = [
            "two mills burnt down",
            "nobody was hurt",
            "firemen saved both mills",
        ];
        let words = texts.map(|text| Analysis::new(text).expect("short"));
        let (void, repeats) = (WordRanges::default(), Repeats::default());
        let side = |place: usize| Side::new(texts[place], &words[place], &void, &repeats);
        let stems = [0, 1, 2].map(|place| table.stems(side(place)));
        let of = |places: &[usize]| -> Vec<(Side<'_>, &Stems)> {
            places
                .iter()
                .map(|&place| (side(place), &stems[place]))
                .collect()
        };
        let (text, both, other) = (of(&[1]), of(&[0, 1]), of(&[2]));
        let said = |of| {
            CommonStems::between(of, &other)
                .expect("English has stems")
                .content
        };
        assert!(said(&text).both == 0.0 && said(&both).both > 4.0);
    }

    #[test]
    fn german_nouns_are_no_names() {
        let a = "Gestern eröffnete Ada Quell eine Mühle am Fluss.";
        let found = common(Language::German, a, "Die Mühle der Ada Quell steht still.");
        let found = found.expect("German has stems");
        assert!(
            found.content.both > 4.0 && found.names.both > 8.0,
            "{found:?}"
        );
    }

    #[test]
    fn of_words_without_stems_nothing_is_said() {
        assert_eq!(common(Language::Thai, "โรงสีเก่า", "โรงสีใหม่"), None);
    }
}
