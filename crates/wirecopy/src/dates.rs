//! The dates of a collection: what is within a window, and what is no date.

use crate::Article;
use crate::contents::Content;
use crate::report::Warning;
use crate::when::When;

/// Dates that are no dates, quoted in a warning up to so many characters.
const QUOTED_CHARACTERS: usize = 40;

/// When each article was published, where it is known.
#[derive(Debug)]
pub(crate) struct Dates {
    known: Vec<Option<When>>,
}

impl Dates {
    pub(crate) fn new(articles: &[Article<'_>]) -> Self {
        Self {
            known: articles
                .iter()
                .map(|article| article.date.as_deref().and_then(When::parse))
                .collect(),
        }
    }

    /// The different dates of a content; `None` when one of its articles has none that is known.
    pub(crate) fn of(&self, content: &Content) -> Option<Vec<When>> {
        self.of_articles(&content.articles)
    }

    /// The different dates of some articles; `None` when one of them has none that is known.
    pub(crate) fn of_articles(&self, articles: &[usize]) -> Option<Vec<When>> {
        let mut dates: Vec<When> = articles
            .iter()
            .map(|&article| self.known[article])
            .collect::<Option<_>>()?;
        dates.sort_unstable();
        dates.dedup();
        Some(dates)
    }

    /// Takes up the dates of articles that come behind.
    pub(crate) fn append(&mut self, mut later: Self) {
        self.known.append(&mut later.known);
    }

    /// One warning for each article whose date is given and is none. The first articles, `old` of them, are counted for
    /// themselves.
    pub(crate) fn warnings(&self, articles: &[Article<'_>], old: usize) -> Vec<Warning> {
        articles
            .iter()
            .zip(&self.known)
            .enumerate()
            .filter(|(_, (_, known))| known.is_none())
            .filter_map(|(place, (article, _))| {
                let date = article.date.as_deref().map(str::trim).filter(|date| !date.is_empty())?;
                let quoted: String = date.chars().take(QUOTED_CHARACTERS).collect();
                Some(Warning {
                    id: article.id.to_string(),
                    row: Some(place.checked_sub(old).unwrap_or(place) as u64),
                    origin: None,
                    line: None,
                    reason: format!(
                        "the date `{quoted}` is none that is known, so the article counts as undated; write it as 2018-06-08"
                    ),
                })
            })
            .collect()
    }
}

/// Whether an article of the one content may lie within so many days of one of the other; without a date it may.
pub(crate) fn meet(a: Option<&[When]>, b: Option<&[When]>, days: u32) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return true;
    };
    a.iter()
        .any(|a| b.iter().any(|b| a.days_apart(*b) <= u64::from(days)))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use wirecopy_text::Analysis;

    use super::*;

    fn dated(id: &'static str, date: &'static str) -> Article<'static> {
        Article {
            date: (!date.is_empty()).then_some(Cow::Borrowed(date)),
            ..Article::new(id, "text")
        }
    }

    #[test]
    fn articles_meet_within_the_window_and_without_a_date() {
        let articles = [
            dated("a", "2018-06-01"),
            dated("b", "2018-06-08"),
            dated("c", ""),
        ];
        let dates = Dates::new(&articles);
        let content = |articles: &[usize]| Content {
            articles: articles.to_vec(),
            analysis: Analysis::new("text").expect("short").into(),
        };
        let within = |a: &[usize], b: &[usize], days| {
            let (a, b) = (dates.of(&content(a)), dates.of(&content(b)));
            meet(a.as_deref(), b.as_deref(), days)
        };
        assert!(within(&[0], &[1], 7));
        assert!(!within(&[0], &[1], 6));
        assert!(within(&[0], &[2], 0));
        assert!(within(&[0, 1], &[1], 0));
    }

    #[test]
    fn only_what_is_there_and_no_date_is_warned_of() {
        let articles = [
            dated("a", "2018-06-01"),
            dated("b", "yesterday"),
            dated("c", ""),
            dated("d", "  "),
        ];
        let warnings = Dates::new(&articles).warnings(&articles, 0);
        assert_eq!(warnings.len(), 1);
        assert_eq!((warnings[0].id.as_str(), warnings[0].row), ("b", Some(1)));
        let rows_of = |old| Dates::new(&articles).warnings(&articles, old)[0].row;
        assert_eq!((rows_of(1), rows_of(2)), (Some(0), Some(1)));
        assert!(warnings[0].reason.contains("`yesterday`"));
    }
}
