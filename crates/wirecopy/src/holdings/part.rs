//! The part of a collection that new articles have to do with.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use wirecopy_reuse::{Preparation, Repeats, TermWeights, WordRanges};

use super::new::New;
use super::{Holdings, prepared};
use crate::Article;
use crate::check::{REPEAT_WORDS, beside, ids};
use crate::contents::{Content, Contents};

/// New articles and the held ones that may share something with them, as a small collection of its own: the held articles
/// first, each list in the order of the whole.
pub(super) struct Part<'p> {
    pub(super) articles: Vec<Article<'p>>,
    /// How many of the articles are held.
    pub(super) old: usize,
    /// The contents of the articles; those that are held first.
    pub(super) contents: Contents,
    /// The numbers of the held contents.
    pub(super) held: Vec<usize>,
    /// For each content, its furniture.
    pub(super) furniture: Vec<WordRanges>,
    pub(super) repeats: Vec<Repeats>,
    /// What is prepared of each.
    pub(super) prepared: Vec<Option<Arc<Preparation>>>,
    /// Pairs of contents.
    pub(super) candidates: Vec<(usize, usize)>,
}

impl<'p> Part<'p> {
    /// Takes candidates as numbers of contents, those held first, and makes them numbers of its own.
    pub(super) fn of(
        held: &'p Holdings<'_>,
        new: New,
        articles: &'p [Article<'_>],
        candidates: &[(usize, usize)],
        weights: &TermWeights,
    ) -> Self {
        let all = held.contents.len();
        let numbers: BTreeSet<usize> = (candidates.iter())
            .flat_map(|&(a, b)| [a, b])
            .filter(|&content| content < all)
            .chain(new.of_held.keys().copied())
            .collect();
        let place_of: HashMap<usize, usize> = numbers.iter().copied().zip(0..).collect();
        let place = |content: usize| match content.checked_sub(all) {
            None => place_of[&content],
            Some(of_new) => numbers.len() + of_new,
        };
        let candidates = (candidates.iter())
            .map(|&(a, b)| (place(a), place(b)))
            .collect();

        let new_ids = ids(articles);
        let mut part = Self {
            articles: Vec::new(),
            old: 0,
            contents: Contents::default(),
            held: numbers.iter().copied().collect(),
            furniture: Vec::new(),
            repeats: Vec::new(),
            prepared: Vec::new(),
            candidates,
        };
        for &number in &numbers {
            let content = &held.contents[number];
            let first = part.articles.len();
            let copies = content.articles.iter().map(|&copy| &held.articles[copy]);
            part.articles
                .extend(copies.map(|copy| beside(&new_ids, copy)));
            part.contents.distinct.push(Content {
                articles: (first..part.articles.len()).collect(),
                analysis: Arc::clone(&content.analysis),
            });
            part.furniture.push(held.furniture[number].clone());
            part.repeats.push(held.repeats[number].clone());
            part.prepared.push(held.prepared[number].clone());
        }
        part.old = part.articles.len();
        part.articles.extend(articles.iter().map(Article::borrowed));
        for (number, again) in new.of_held {
            let again = again.into_iter().map(|article| part.old + article);
            part.contents.distinct[place_of[&number]]
                .articles
                .extend(again);
        }
        for (mut content, void) in new.contents.into_iter().zip(&new.furniture) {
            (content.articles.iter_mut()).for_each(|article| *article += part.old);
            part.repeats
                .push(Repeats::new(&content.analysis, REPEAT_WORDS));
            let prepared = prepared(&content.analysis, void, weights);
            part.prepared.push(prepared.map(Arc::new));
            part.contents.distinct.push(content);
        }
        part.furniture.extend(new.furniture);
        part.contents.skipped = new.skipped;
        part
    }
}
