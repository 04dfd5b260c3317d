//! Articles that are not held: what is new of them.

use std::collections::BTreeMap;

use wirecopy_reuse::WordRanges;
use wirecopy_text::Analysis;

use super::Holdings;
use crate::contents::{Content, Contents};
use crate::dates::Dates;
use crate::{Article, Error, Progress, Skipped};

/// Articles beside those held; all positions are among them.
pub(super) struct New {
    /// Contents that no article held has.
    pub(super) contents: Vec<Content>,
    /// Of each of them, the words that are furniture.
    pub(super) furniture: Vec<WordRanges>,
    /// The articles that have a content that is held, by its number.
    pub(super) of_held: BTreeMap<usize, Vec<usize>>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) dates: Dates,
}

impl New {
    /// Articles beside which none is held.
    pub(super) fn of(
        contents: Contents,
        furniture: Vec<WordRanges>,
        articles: &[Article<'_>],
    ) -> Self {
        Self {
            contents: contents.distinct,
            furniture,
            of_held: BTreeMap::new(),
            skipped: contents.skipped,
            dates: Dates::new(articles),
        }
    }

    /// Finds what is new of some articles, and their furniture by what is held.
    pub(super) fn beside(
        held: &Holdings<'_>,
        articles: &[Article<'_>],
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let Contents { distinct, skipped } = Contents::new(articles, progress)?;
        let mut new = Self {
            contents: Vec::new(),
            furniture: Vec::new(),
            of_held: BTreeMap::new(),
            skipped,
            dates: Dates::new(articles),
        };
        for content in distinct {
            if let Some(same) = held.same_words(&content.analysis) {
                new.of_held.insert(same, content.articles);
            } else {
                let article = &articles[content.first()];
                new.furniture
                    .push(held.furniture_of(article, &content.analysis));
                new.contents.push(content);
            }
        }
        Ok(new)
    }

    /// The words of the contents that are new.
    pub(super) fn texts(&self) -> Vec<&Analysis> {
        self.contents.iter().map(|c| &*c.analysis).collect()
    }
}
