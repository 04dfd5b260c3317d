//! The terms of a text that tell its story.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use wirecopy_text::{
    Analyzer, Language, Scratch, StemmerEdition, StopWords, Tokenizer, hash_word, stop_words,
};

use crate::{Article, Error};

/// What a text is cut into: stems without stop words where the language has them, else folded words; in Chinese,
/// Japanese and Thai, where no space shows the words, pairs of neighbouring characters. Numbers stay.
pub(crate) fn analyzer(language: Option<Language>) -> Analyzer {
    let Some(language) = language else {
        return Analyzer::new();
    };
    if matches!(
        language,
        Language::Chinese | Language::Japanese | Language::Thai
    ) {
        return Analyzer::new().with_language(language).with_ngrams((2, 2));
    }
    let words = match stop_words(language) {
        Some(_) => StopWords::Language,
        None => StopWords::None,
    };
    Analyzer::new()
        .with_language(language)
        .with_stop_words(words)
        .with_stemming(StemmerEdition::Current)
}

/// The terms of one text, each once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) language: Option<Language>,
    /// The hash of each term, ascending.
    pub(crate) hashes: Box<[u64]>,
    /// How often it stands there.
    pub(crate) counts: Box<[u32]>,
}

/// The tokenisers of the languages that occur.
#[derive(Debug, Default)]
pub(crate) struct Tokenizers(BTreeMap<Option<Language>, Tokenizer>);

impl Tokenizers {
    pub(crate) fn new(
        languages: impl IntoIterator<Item = Option<Language>>,
    ) -> Result<Self, Error> {
        let mut tokenizers = BTreeMap::new();
        for language in languages {
            if let Entry::Vacant(place) = tokenizers.entry(language) {
                let tokenizer = analyzer(language).build();
                place.insert(tokenizer.map_err(|error| Error::Step(Box::new(error)))?);
            }
        }
        Ok(Self(tokenizers))
    }

    /// That of a language which [`new`](Self::new) was given.
    pub(crate) fn of(&self, language: Option<Language>) -> &Tokenizer {
        &self.0[&language]
    }

    /// The terms of the title and the text of an article, read in one of the languages that [`new`](Self::new) was
    /// given. `void`, ascending ranges of bytes of the text, counts for nothing.
    pub(crate) fn terms(
        &self,
        article: &Article<'_>,
        language: Option<Language>,
        void: &[Range<usize>],
        scratch: &mut Scratch,
    ) -> Result<Terms, Error> {
        let tokenizer = self.of(language);
        let mut found: Vec<u64> = Vec::new();
        let title = article.title.as_deref().unwrap_or_default();
        for (text, void) in [(title, &[][..]), (&article.text, void)] {
            let mut void = void.iter().peekable();
            tokenizer
                .for_each(text, scratch, |token, span, _| {
                    while void
                        .next_if(|range| range.end <= span.start as usize)
                        .is_some()
                    {}
                    if void
                        .peek()
                        .is_some_and(|range| range.start <= span.start as usize)
                    {
                        return;
                    }
                    found.push(hash_word(token));
                })
                .map_err(|error| too_long(article, error))?;
        }
        found.sort_unstable();
        let (mut hashes, mut counts) = (Vec::new(), Vec::new());
        for same in found.chunk_by(|x, y| x == y) {
            hashes.push(same[0]);
            counts.push(u32::try_from(same.len()).unwrap_or(u32::MAX));
        }
        Ok(Terms {
            language,
            hashes: hashes.into(),
            counts: counts.into(),
        })
    }
}

pub(crate) fn too_long(article: &Article<'_>, error: wirecopy_text::Error) -> Error {
    match error {
        wirecopy_text::Error::TextTooLong { given, max } => Error::TextTooLong {
            id: article.id.to_string(),
            given,
            max,
        },
        other => Error::Step(Box::new(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(article: &Article<'_>, language: Option<Language>, void: &[Range<usize>]) -> Terms {
        Tokenizers::new([language])
            .unwrap()
            .terms(article, language, void, &mut Scratch::new())
            .unwrap()
    }

    #[test]
    fn stems_are_counted_without_stop_words() {
        let english = Some(Language::English);
        let found = terms(
            &Article::new("1", "The ferry and the ferries of Orrin, 3 ferries. Orrin"),
            english,
            &[],
        );
        let of = |term: &str| {
            let place = found.hashes.binary_search(&hash_word(term)).ok()?;
            Some(found.counts[place])
        };
        assert_eq!(of("ferri"), Some(3));
        assert_eq!(of("orrin"), Some(2));
        assert_eq!(of("3"), Some(1));
        assert_eq!(of("the"), None);
    }

    #[test]
    fn a_title_counts_like_text_and_what_is_void_does_not() {
        let mut article = Article::new("1", "Read more here. The mill burnt.");
        article.title = Some("Mill fire".into());
        let whole = terms(&article, None, &[]);
        assert_eq!(whole.counts.iter().sum::<u32>(), 8);
        let apart = terms(&article, None, std::slice::from_ref(&(0..14)));
        assert_eq!(apart.counts.iter().sum::<u32>(), 5);
    }

    #[test]
    fn every_language_can_be_read() {
        let all = Language::ALL.iter().copied().map(Some).chain([None]);
        assert!(Tokenizers::new(all).is_ok());
    }
}
