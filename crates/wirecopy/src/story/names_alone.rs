//! Names alone make no story: two reports on other matters have the same heads of state, or the same two clubs.

use std::borrow::Cow;

use wirecopy_reuse::{CommonStems, Repeats, Side, Stems, WordRanges};
use wirecopy_text::{Analysis, Language};

use crate::Article;
use crate::contents::MAX_TEXT_BYTES;
use crate::rewording::{StemTables, Stemmed};

/// What two articles of one story say both that is neither name, title, date nor number: as much as two ordinary words, in
/// nats, as of a passage; and so large a part of all that both say.
///
/// Of 1,656 pairs of one event that `ecbplus_dev` gives by similarity alone, 18 have less, texts of one sentence most of
/// them; of pairs of different events 1 of 198. There, no pair was made of names.
const LEAST_CONTENT: f32 = 10.0;
const LEAST_PART: f32 = 0.2;

/// Why two texts that are near to one another tell no story.
pub(crate) const NAMES_ALONE: &str =
    "they are near to one another, but what both say is names: no story";

/// An article that is asked for what it has in common with another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Worded<'t> {
    pub(crate) side: Side<'t>,
    pub(crate) stemmed: &'t Stemmed,
    title: Option<&'t str>,
}

impl<'t> Worded<'t> {
    pub(crate) fn new(article: &'t Article<'_>, side: Side<'t>, stemmed: &'t Stemmed) -> Self {
        Self {
            side,
            stemmed,
            title: article.title.as_deref(),
        }
    }
}

/// The words of a title, if there is one.
struct Title<'t> {
    text: &'t str,
    words: Analysis,
    void: WordRanges,
    repeats: Repeats,
}

impl<'t> Title<'t> {
    fn of(title: Option<&'t str>) -> Self {
        // One that is longer says nothing.
        let text = title.filter(|title| title.len() <= MAX_TEXT_BYTES);
        let text = text.unwrap_or_default();
        Self {
            text,
            words: Analysis::new(text).expect("it is no longer than a text may be"),
            void: WordRanges::default(),
            repeats: Repeats::default(),
        }
    }

    fn side(&self) -> Side<'_> {
        Side::new(self.text, &self.words, &self.void, &self.repeats)
    }
}

/// Whether what two articles both say is too little beside the names in it; of words without stems, such as Thai ones,
/// nothing is known.
pub(crate) fn is_names_alone(a: Worded<'_>, b: Worded<'_>, stems: &StemTables<'_>) -> bool {
    stems.common(a, b).is_some_and(|common| {
        let all = common.content + common.names;
        common.content < LEAST_CONTENT || common.content < LEAST_PART * all
    })
}

impl StemTables<'_> {
    /// What the stems say that two articles have in common, titles included; `None` of words without stems, such as Thai
    /// ones. A text whose language cannot be told is read in that of the other.
    fn common(&self, a: Worded<'_>, b: Worded<'_>) -> Option<CommonStems> {
        let [told_a, told_b] = [a, b].map(|article| self.of(article.side, article.stemmed).0);
        let (in_a, in_b) = (told_a.or(told_b), told_b.or(told_a));
        let titles = [Title::of(a.title), Title::of(b.title)];
        let (of_a, of_title_a) = (self.of_in(a, in_a), self.stems(titles[0].side(), in_a));
        let (of_b, of_title_b) = (self.of_in(b, in_b), self.stems(titles[1].side(), in_b));
        CommonStems::of(
            &[(a.side, &of_a), (titles[0].side(), &of_title_a)],
            &[(b.side, &of_b), (titles[1].side(), &of_title_b)],
        )
    }

    /// The stems of an article in a language, be it told or not.
    fn of_in<'s>(&self, article: Worded<'s>, language: Option<Language>) -> Cow<'s, Stems> {
        let (told, stems) = self.of(article.side, article.stemmed);
        if told == language {
            Cow::Borrowed(stems)
        } else {
            Cow::Owned(self.stems(article.side, language))
        }
    }
}
