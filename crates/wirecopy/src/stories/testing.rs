//! Collections of made-up texts for the tests of stories.

use std::fmt::Write as _;
use std::ops::ControlFlow;

use wirecopy_reuse::WordRanges;

use crate::contents::Contents;
use crate::stories::candidates::Asked;
use crate::story::Collection;
use crate::{Article, Progress};

pub(super) const PROGRESS: Progress<'_> = &|_, _, _| ControlFlow::Continue(());

/// Texts in sentences, each of some of forty words.
pub(super) fn collection(texts: &[Vec<u8>]) -> Collection {
    let articles: Vec<Article<'_>> = (texts.iter().enumerate())
        .map(|(id, words)| {
            let mut text = "It was all of this that they had in the".to_owned();
            for word in words {
                let _ = write!(text, " word{word} and");
            }
            Article::new(id.to_string(), text)
        })
        .collect();
    let contents = Contents::new(&articles, PROGRESS).unwrap();
    let versions: Vec<usize> = (0..contents.distinct.len()).collect();
    let furniture = vec![WordRanges::default(); versions.len()];
    Collection::new(&contents, &articles, &furniture, &versions, PROGRESS).unwrap()
}

/// Texts whose numbers add up to a multiple of 7 are of two months, to one of 5 in one form.
pub(super) fn asked<'a>(all: &'a Collection, meeting: &'a [f64], paired_from: usize) -> Asked<'a> {
    Asked {
        all,
        paired_from,
        versions: &|a, b| a == b,
        meeting,
        meet: &|a, b| !(a + b).is_multiple_of(7),
        dated: &|_, _| false,
        of_a_form: &|a, b| (a + b).is_multiple_of(5),
    }
}

pub(super) fn weight(all: &Collection, row: usize, column: u32) -> f64 {
    let place = all.columns(row).iter().position(|&of| of == column);
    place.map_or(0.0, |place| all.weights(row)[place])
}

pub(super) fn cosine(all: &Collection, a: usize, b: usize) -> f64 {
    let dot: f64 = (all.columns(a).iter())
        .map(|&column| weight(all, a, column) * weight(all, b, column))
        .sum();
    dot / (all.length(a) * all.length(b))
}
