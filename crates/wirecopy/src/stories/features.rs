//! What the probability of one story is fitted to.

use std::ops::ControlFlow;

use crate::contents::{Content, Contents};
use crate::stories::candidates::{Asked, features};
use crate::story::Collection;
use crate::{Article, Error, Progress};

/// A pair of articles as the check sees it when it asks whether they tell one story.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct StoryFeatures {
    /// Places in the input.
    pub a: usize,
    pub b: usize,
    /// `0.0..=1.0`.
    pub similarity: f64,
    /// The part that the terms of the neighbourhoods lose, on average of both, `0.0..1.0`.
    pub crowding: f64,
    /// How many articles of their language there are.
    pub articles: usize,
}

/// The features of all pairs of the first so many articles, among all, for `benchmarks/fit_stories.py`; articles with the
/// words of an earlier one apart.
///
/// # Errors
/// [`Error::TextTooLong`].
#[doc(hidden)]
pub fn story_features(articles: &[Article<'_>], first: usize) -> Result<Vec<StoryFeatures>, Error> {
    let progress: Progress<'_> = &|_, _, _| ControlFlow::Continue(());
    let contents = Contents::new(articles, progress)?;
    let itself: Vec<usize> = (0..contents.distinct.len()).collect();
    let furniture = vec![wirecopy_reuse::WordRanges::default(); itself.len()];
    let all = Collection::new(&contents, articles, &furniture, &itself, progress)?;
    let asked = Asked {
        all: &all,
        paired_from: 0,
        versions: &|a, b| a == b,
        meeting: &vec![1.0; itself.len()],
        meet: &|_, _| true,
        of_a_form: &|_, _| false,
    };
    let articles: Vec<usize> = contents.distinct.iter().map(Content::first).collect();
    let paired = articles.partition_point(|&article| article < first);
    let pairs: Vec<(usize, usize)> = (0..paired)
        .flat_map(|b| (0..b).map(move |a| (a, b)))
        .collect();
    let found = features(&asked, &pairs, progress)?;
    Ok((pairs.into_iter().zip(found))
        .map(|((a, b), (similarity, crowding))| StoryFeatures {
            a: articles[a],
            b: articles[b],
            similarity,
            crowding,
            articles: all.beside(a),
        })
        .collect())
}
