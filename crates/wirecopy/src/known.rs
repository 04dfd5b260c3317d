//! What is known beside the articles of a check or a comparison.

use crate::{Article, FurnitureTable};

/// Old articles, furniture that was learnt from others before, and a background of other articles.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy::{Article, CheckOptions, Known, check_with};
///
/// let lifted = "Divers found three breaches below the waterline, each wide enough to put an arm through.";
/// let old = [Article::new("wire", format!("The night ferry ran aground. {lifted}"))];
/// let new = [Article::new("blog", format!("My cousin crosses every week. {lifted}"))];
/// let known = Known::new().with_against(&old);
/// let report = check_with(&new, known, &CheckOptions::default(), &|_, _, _| ControlFlow::Continue(()))?;
/// assert_eq!((report.pairs[0].a.as_str(), report.pairs[0].b.as_str()), ("wire", "blog"));
/// # Ok::<(), wirecopy::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default)]
#[must_use]
pub struct Known<'k> {
    pub(crate) against: &'k [Article<'k>],
    pub(crate) furniture: Option<&'k FurnitureTable>,
    pub(crate) background: Option<&'k [Article<'k>]>,
}

impl<'k> Known<'k> {
    /// Nothing is known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets old articles, with which a check compares the new ones, and which are not compared among themselves.
    pub fn with_against(self, articles: &'k [Article<'k>]) -> Self {
        Self {
            against: articles,
            ..self
        }
    }

    /// Sets furniture that is known beside what the articles themselves show.
    pub fn with_furniture(self, furniture: impl Into<Option<&'k FurnitureTable>>) -> Self {
        Self {
            furniture: furniture.into(),
            ..self
        }
    }

    /// Sets other articles of the time, beside which a comparison tells how far two texts tell one story.
    pub fn with_background(self, articles: impl Into<Option<&'k [Article<'k>]>>) -> Self {
        Self {
            background: articles.into(),
            ..self
        }
    }
}
