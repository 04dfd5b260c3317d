//! Near-duplicates among articles.

use wirecopy_neardup::{Clusters, NearDuplicateOptions, Pairs, Precedence, near_duplicates};

use crate::check::refuse_duplicate_ids;
use crate::when::seconds_of_date;
use crate::{Article, Error, Progress, Stage};

/// The near-duplicates among articles; they are numbered as they were given.
#[derive(Debug, Clone, PartialEq)]
pub struct Duplicates {
    /// The pairs of different contents and the groups of equal ones.
    pub pairs: Pairs,
    /// The clusters, what to keep and what to drop.
    pub clusters: Clusters,
}

/// Finds the articles that are nearly the same and puts them into clusters, each with a representative: the earliest by
/// [`seconds_of_date`](crate::seconds_of_date), those without such a date last; else the longest in words; else the one
/// with the smallest hash of the text, and of equal texts that with the smallest id. So what is kept does not depend on the
/// order of the articles.
///
/// It decides on the similarity of shingles alone, where [`check`](crate::check) aligns passages. Titles count for nothing.
///
/// # Errors
/// [`Error::DuplicateId`]; [`Error::TextTooLong`]; [`Error::Duplicates`] for options that cannot be used or no article at
/// all; [`Error::Cancelled`] when `progress` answers to stop.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy::neardup::NearDuplicateOptions;
/// use wirecopy::{Article, duplicates};
///
/// let mut articles = [
///     Article::new("late", "The old mill burnt down on Monday night, police said."),
///     Article::new("early", "The old mill burnt down on Monday night, police say."),
///     Article::new("other", "Council approves the budget."),
/// ];
/// articles[0].date = Some("2026-11-22".into());
/// articles[1].date = Some("2026-11-21".into());
/// let options = NearDuplicateOptions::new(0.7).with_shingle(2);
/// let found = duplicates(&articles, &options, &|_, _, _| ControlFlow::Continue(()))?;
/// assert_eq!(found.clusters.kept(), [1, 2]);
/// # Ok::<(), wirecopy::Error>(())
/// ```
pub fn duplicates(
    articles: &[Article<'_>],
    options: &NearDuplicateOptions,
    progress: Progress<'_>,
) -> Result<Duplicates, Error> {
    refuse_duplicate_ids(articles)?;
    let texts: Vec<&str> = articles.iter().map(|article| &*article.text).collect();
    let listen = |done, total| progress(Stage::NearDuplicates, done, total);
    let pairs =
        near_duplicates(&texts, options, &listen).map_err(|error| of_article(error, articles))?;
    let dates: Vec<Option<i64>> = articles
        .iter()
        .map(|article| article.date.as_deref().and_then(seconds_of_date))
        .collect();
    let ids: Vec<&str> = articles.iter().map(|article| &*article.id).collect();
    let precedence = Precedence::new().with_dates(&dates).with_ids(&ids);
    let clusters = pairs.clusters(&precedence)?;
    Ok(Duplicates { pairs, clusters })
}

/// Names the article where the error knows its number.
fn of_article(error: wirecopy_neardup::Error, articles: &[Article<'_>]) -> Error {
    match error {
        wirecopy_neardup::Error::Text {
            text,
            reason: wirecopy_text::Error::TextTooLong { given, max },
        } => Error::TextTooLong {
            id: articles[text].id.to_string(),
            given,
            max,
        },
        other => other.into(),
    }
}
