//! Page furniture of a collection: what counts for nothing, and is shown.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};
use wirecopy_reuse::{
    FurnitureOptions, FurnitureTable as Runs, Recurring, WordRanges, known_lines,
    learn_furniture_among,
};
use wirecopy_text::Analysis;

use crate::contents::Contents;
use crate::progress::map_in_parallel;
use crate::{Article, Characters, Error, FurnitureTable, Progress, Stage};

/// How much text counted for nothing because it is page furniture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Furniture {
    /// In how many articles (identical ones counted once) there is furniture.
    pub articles: u64,
    /// How many words it takes up in all of them.
    pub words: u64,
}

impl Furniture {
    pub(crate) fn of(words: &[WordRanges]) -> Self {
        Self {
            articles: words.iter().filter(|words| !words.is_empty()).count() as u64,
            words: words.iter().map(|words| words.words() as u64).sum(),
        }
    }
}

/// A stretch of an article that counted for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ignored {
    /// Id of the article; of identical ones, the first.
    pub id: String,
    /// Where it begins in the text, in characters.
    pub start: u64,
    /// Where it ends in the text, in characters, exclusive.
    pub end: u64,
    /// How many words it has.
    pub words: u64,
}

/// The furniture of a collection.
pub(crate) struct Learnt {
    /// Of each content, the words that are furniture: learnt from all of them or before, or in lines that are known.
    pub(crate) words: Vec<WordRanges>,
    /// What was learnt from all of them, by the names of the sources that have any.
    pub(crate) of_sources: BTreeMap<String, Runs>,
}

/// Finds the furniture of a collection.
pub(crate) fn furniture(
    contents: &Contents,
    texts: &[&Analysis],
    recurring: &Recurring,
    articles: &[Article<'_>],
    known: Option<&FurnitureTable>,
    progress: Progress<'_>,
) -> Result<Learnt, Error> {
    let outlets = outlets(contents, articles);
    let learnt = learn_furniture_among(
        texts,
        recurring,
        &outlets.of_contents,
        &FurnitureOptions::default(),
        &|done, total| progress(Stage::Furniture, done, total),
    )?;
    // Little beside the learning, and counted with it: all of that is done.
    let words = map_in_parallel(
        &learnt.words.into_iter().enumerate().collect::<Vec<_>>(),
        Stage::Furniture,
        &|stage, _, _| progress(stage, 100, 100),
        |_| 1,
        |(content, learnt)| {
            let article = &articles[contents.distinct[*content].first()];
            Ok(learnt.union(&known_before(article, texts[*content], known)))
        },
    )?;
    let of_sources = outlets.by_names(learnt.tables);
    Ok(Learnt { words, of_sources })
}

/// The words of an article in lines that everybody knows for furniture, and those in a table.
pub(crate) fn known_before(
    article: &Article<'_>,
    words: &Analysis,
    known: Option<&FurnitureTable>,
) -> WordRanges {
    let lines = known_lines(&article.text, words);
    known
        .map_or_else(WordRanges::default, |table| {
            table.mask(article.source.as_deref(), words)
        })
        .union(&lines)
}

/// The sources of a collection by numbers.
#[derive(Debug, Default)]
pub(crate) struct Outlets<'t> {
    /// For each content, the number of its source; none where that is unknown.
    pub(crate) of_contents: Vec<Option<u32>>,
    /// The names of the sources, by their numbers.
    pub(crate) names: Vec<&'t str>,
}

impl Outlets<'_> {
    /// What belongs to the sources, by their names; what belongs to the unknown one by the empty name.
    pub(crate) fn by_names(
        &self,
        of_numbers: BTreeMap<Option<u32>, Runs>,
    ) -> BTreeMap<String, Runs> {
        let name = |outlet: Option<u32>| outlet.map_or("", |number| self.names[number as usize]);
        (of_numbers.into_iter())
            .map(|(outlet, runs)| (name(outlet).to_owned(), runs))
            .collect()
    }
}

/// Numbers the sources of the contents, each that of its first article.
pub(crate) fn outlets<'t>(contents: &Contents, articles: &'t [Article<'_>]) -> Outlets<'t> {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut outlets = Outlets::default();
    for content in &contents.distinct {
        let source = articles[content.first()].source.as_deref();
        let known = source.map(str::trim).filter(|source| !source.is_empty());
        let number = known.map(|source| {
            let next = u32::try_from(numbers.len()).expect("fewer sources than articles");
            let number = *numbers.entry(source).or_insert(next);
            if number == next {
                outlets.names.push(source);
            }
            number
        });
        outlets.of_contents.push(number);
    }
    outlets
}

/// The furniture as the report shows it, in the order of the input.
pub(crate) fn ignored(
    contents: &Contents,
    articles: &[Article<'_>],
    furniture: &[WordRanges],
) -> Vec<Ignored> {
    let mut list = Vec::new();
    for (content, words) in contents.distinct.iter().zip(furniture) {
        if words.is_empty() {
            continue;
        }
        let article = &articles[content.first()];
        let characters = Characters::new(&article.text);
        list.extend(words.as_slice().iter().map(|range| {
            let words = range.start as usize..range.end as usize;
            let (start, end) = characters.of(content.analysis.span_of(words));
            Ignored {
                id: article.id.to_string(),
                start,
                end,
                words: u64::from(range.end - range.start),
            }
        }));
    }
    list
}
