//! Different contents of a collection: articles with equal words are analysed and compared once.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use wirecopy_text::Analysis;

use crate::{Article, Error, Progress, Skipped, Stage, progress::map_in_parallel};

/// A content that at least one article has.
#[derive(Debug)]
pub(crate) struct Content {
    /// The articles that have it, as positions in the input, in order.
    pub(crate) articles: Vec<usize>,
    /// The words of the first of them; shared by all parts of a collection that it is in.
    pub(crate) analysis: Arc<Analysis>,
}

impl Content {
    /// The first article with this content.
    pub(crate) fn first(&self) -> usize {
        self.articles[0]
    }
}

/// The contents in the order of their first articles, and the articles that have none.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) distinct: Vec<Content>,
    pub(crate) skipped: Vec<Skipped>,
}

impl Contents {
    /// Analyses every different text once and groups the articles whose words are the same.
    pub(crate) fn new(articles: &[Article<'_>], progress: Progress<'_>) -> Result<Self, Error> {
        let texts = same_texts(articles);
        let analyses = map_in_parallel(
            &texts,
            Stage::Analyse,
            progress,
            |members| articles[members[0]].text.len(),
            |members| {
                analyse(&articles[members[0]], &|_, _| {
                    progress(Stage::Analyse, 0, 0)
                })
            },
        )?;
        let mut contents = Self::default();
        // Contents with one hash, nearly always one content; `same_words` makes sure.
        let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
        for (members, analysis) in texts.into_iter().zip(analyses) {
            if analysis.is_empty() {
                contents
                    .skipped
                    .extend(members.iter().map(|&member| Skipped {
                        origin: articles[member].id.to_string(),
                        line: None,
                        reason: "the text has no words".to_owned(),
                    }));
                continue;
            }
            let same_hash = by_hash.entry(analysis.content_hash()).or_default();
            let known = same_hash
                .iter()
                .find(|&&content| contents.distinct[content].analysis.same_words(&analysis));
            if let Some(&content) = known {
                contents.distinct[content].articles.extend(members);
            } else {
                same_hash.push(contents.distinct.len());
                contents.distinct.push(Content {
                    articles: members,
                    analysis: Arc::new(analysis),
                });
            }
        }
        for content in &mut contents.distinct {
            content.articles.sort_unstable();
        }
        contents.distinct.sort_unstable_by_key(Content::first);
        Ok(contents)
    }
}

/// Groups of articles whose texts are equal to the byte, in the order of their first members.
fn same_texts(articles: &[Article<'_>]) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut group_of: HashMap<&str, usize> = HashMap::with_capacity(articles.len());
    for (position, article) in articles.iter().enumerate() {
        let group = *group_of.entry(&article.text).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(position);
    }
    groups
}

/// The longest text that is compared, in bytes: 1 GiB. Its words alone would fill three.
pub const MAX_TEXT_BYTES: usize = 1 << 30;

/// The words of one article; the callback gets the bytes done, and all.
pub(crate) fn analyse(
    article: &Article<'_>,
    progress: &dyn Fn(u64, u64) -> ControlFlow<()>,
) -> Result<Analysis, Error> {
    if article.text.len() > MAX_TEXT_BYTES {
        return Err(Error::TextTooLong {
            id: article.id.to_string(),
            given: article.text.len(),
            max: MAX_TEXT_BYTES,
        });
    }
    Analysis::with_progress(&article.text, progress).map_err(|error| match error {
        wirecopy_text::Error::Cancelled => Error::Cancelled,
        wirecopy_text::Error::TextTooLong { given, max } => Error::TextTooLong {
            id: article.id.to_string(),
            given,
            max,
        },
        other => Error::Step(Box::new(other)),
    })
}
