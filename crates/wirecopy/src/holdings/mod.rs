//! Articles that are held in memory, prepared once, to check new ones against.

mod check;
mod new;
mod part;
mod texts;

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;
use wirecopy_reuse::{
    FurnitureTable as Runs, Preparation, Recurring, Repeats, SeedIndex, SeedOptions, TermWeights,
    WordRanges,
};
use wirecopy_text::Analysis;

use crate::check::{REPEAT_WORDS, refuse_duplicate_ids};
use crate::contents::{Content, Contents};
use crate::dates::Dates;
use crate::furniture::{Learnt, furniture, known_before};
use crate::progress::map_in_parallel;
use crate::rewording::HeldStems;
use crate::{Article, Error, FurnitureTable, Progress, Skipped, Stage, Warning};

use self::new::New;

/// A text of more words is prepared for comparisons to come: what that costs is much only beside long texts, of which there are
/// few. Of the articles of `speed` 2,000 are longer, with a sixth of all words.
const LONG: usize = 1000;

/// What can be found out beforehand of a long text.
fn prepared(text: &Analysis, void: &WordRanges, weights: &TermWeights) -> Option<Preparation> {
    (text.len() > LONG).then(|| Preparation::new(text, void, weights))
}

/// Articles held in memory with all that a check makes of them, so that new ones are checked against them in
/// milliseconds.
///
/// A desk that asks of each article as it comes in who ran it before would else have last week's articles read, weighed
/// and indexed for each of them. What [`check`](Self::check) reports is what [`check_with`](crate::check_with) reports
/// against the same old articles, to the byte of each pair, but for this:
///
/// - Furniture is what the articles first held show, lines that are known, and what a [`FurnitureTable`] knows.
///   `check_with` learns from the new articles too: a footer that two held articles have and the new one is the third to
///   have is furniture there and not here.
/// - Of the held articles, the report shows only what stands beside the new ones: stretches that were ignored, and their
///   count, are those of the new articles and of the articles in pairs with them. What was [skipped](Self::skipped), and
///   which dates are none, is told [once](Self::warnings) and not with each report.
/// - Stories told in other words, `same_story` and their clusters, are not looked for.
///
/// In memory it takes the texts and about fifty bytes for each of their words: 1.2 GB for 61,000 articles of 126 MB.
///
/// # Example
/// ```
/// use wirecopy::{Article, CheckOptions, Holdings, Relation};
///
/// let mut held = Holdings::new(vec![
///     Article::new("wire", "The ferry to Marrow Point will sail again on Monday after engineers replaced a cracked shaft."),
///     Article::new("other", "Bread costs more than it did a year ago."),
/// ])?;
/// let blog = Article::new("blog", "Good news: the ferry to Marrow Point will sail again on Monday after engineers replaced a shaft.");
/// let report = held.check(std::slice::from_ref(&blog), &CheckOptions::default())?;
/// assert_eq!((report.articles, report.against), (1, 2));
/// assert_eq!((report.pairs[0].a.as_str(), report.pairs[0].relation), ("wire", Relation::NearDuplicate));
///
/// held.add(vec![blog])?;
/// assert_eq!(held.len(), 3);
/// # Ok::<(), wirecopy::Error>(())
/// ```
#[derive(Debug)]
pub struct Holdings<'t> {
    articles: Vec<Article<'t>>,
    /// Where each id stands among the articles.
    ids: HashMap<String, usize>,
    contents: Vec<Content>,
    skipped: Vec<Skipped>,
    /// The contents by the hashes of their words.
    by_hash: HashMap<u64, Vec<usize>>,
    /// For each content, its furniture.
    furniture: Vec<WordRanges>,
    /// The furniture of each source, as the articles first held show it.
    learnt: BTreeMap<String, Runs>,
    known: Option<FurnitureTable>,
    repeats: Vec<Repeats>,
    /// Of long contents.
    prepared: Vec<Option<Arc<Preparation>>>,
    index: SeedIndex,
    weights: TermWeights,
    stems: HeldStems,
    dates: Dates,
    warnings: Vec<Warning>,
}

impl<'t> Holdings<'t> {
    /// Takes up articles. Works on the current rayon pool.
    ///
    /// # Errors
    /// [`Error::DuplicateId`], [`Error::TextTooLong`].
    pub fn new(articles: Vec<Article<'t>>) -> Result<Self, Error> {
        Self::with_progress(articles, None, &|_, _, _| ControlFlow::Continue(()))
    }

    /// [`new`](Self::new) that tells how far it is and can be told to stop, beside furniture that is known already.
    ///
    /// # Errors
    /// Those of [`new`](Self::new), and [`Error::Cancelled`].
    pub fn with_progress(
        articles: Vec<Article<'t>>,
        furniture: Option<FurnitureTable>,
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        refuse_duplicate_ids(&articles)?;
        let contents = Contents::new(&articles, progress)?;
        let texts: Vec<&Analysis> = contents.distinct.iter().map(|c| &*c.analysis).collect();
        let recurring = Recurring::new(&texts, &|_, _| progress(Stage::Furniture, 0, 100))?;
        let Learnt { words, of_sources } = self::furniture(
            &contents,
            &texts,
            &recurring,
            &articles,
            furniture.as_ref(),
            progress,
        )?;
        let mut holdings = Self {
            articles: Vec::new(),
            ids: HashMap::new(),
            contents: Vec::new(),
            skipped: Vec::new(),
            by_hash: HashMap::new(),
            furniture: Vec::new(),
            learnt: of_sources,
            known: furniture,
            repeats: Vec::new(),
            prepared: Vec::new(),
            index: SeedIndex::empty(&SeedOptions::default()),
            weights: TermWeights::default(),
            stems: HeldStems::default(),
            dates: Dates::new(&[]),
            warnings: Vec::new(),
        };
        let weights = TermWeights::from_texts_with_progress(&texts, &|done, total| {
            progress(Stage::Weigh, done, total)
        })?;
        drop(texts);
        let new = New::of(contents, words, &articles);
        holdings.take_up(articles, new, weights, progress)?;
        Ok(holdings)
    }

    /// Takes up more articles, behind those that are held: as if they had been among the first, but for furniture, which is
    /// what those show.
    ///
    /// In the words of the new articles, and a fraction of a second now and then, when the index is put in order: many
    /// together cost less than one after another.
    ///
    /// # Errors
    /// [`Error::DuplicateId`], also where one that is held has the id (the position is that among all that are held then);
    /// [`Error::TextTooLong`]. Then nothing was taken up.
    pub fn add(&mut self, articles: Vec<Article<'t>>) -> Result<(), Error> {
        self.add_with_progress(articles, &|_, _, _| ControlFlow::Continue(()))
    }

    /// [`add`](Self::add) that tells how far it is and can be told to stop.
    ///
    /// # Errors
    /// Those of [`add`](Self::add), and [`Error::Cancelled`]. Then nothing was taken up.
    pub fn add_with_progress(
        &mut self,
        articles: Vec<Article<'t>>,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        refuse_duplicate_ids(&articles)?;
        for (place, article) in articles.iter().enumerate() {
            if let Some(&first) = self.ids.get(article.id.as_ref()) {
                return Err(Error::DuplicateId {
                    id: article.id.to_string(),
                    first,
                    second: self.articles.len() + place,
                });
            }
        }
        let new = New::beside(self, &articles, progress)?;
        let weights = self.weights.joined_by(&new.texts());
        self.take_up(articles, new, weights, progress)
    }

    /// Takes up what was found new of some articles; `weights` are those with them.
    fn take_up(
        &mut self,
        articles: Vec<Article<'t>>,
        new: New,
        weights: TermWeights,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        let texts = new.texts();
        let repeats = map_in_parallel(
            &texts,
            Stage::Weigh,
            progress,
            |text| text.len(),
            |text| Ok(Repeats::new(text, REPEAT_WORDS)),
        )?;
        self.index.extend_with_progress(&texts, &|done, total| {
            progress(Stage::Candidates, done, total)
        })?;
        drop(texts);
        self.stems.take_up(
            (new.contents.iter())
                .map(|content| (&*articles[content.first()].text, &*content.analysis)),
        );
        let prepared: Vec<_> = (new.contents.par_iter().zip(&new.furniture))
            .map(|(content, void)| {
                let analysis = &content.analysis;
                let prepared = prepared(analysis, void, &weights)?;
                Some(Arc::new(self.stems.keep(prepared, analysis.language())))
            })
            .collect();
        // From here on nothing fails and nobody says stop.
        let before = self.articles.len();
        for (place, article) in (before..).zip(&articles) {
            self.ids.insert(article.id.to_string(), place);
        }
        for (content, again) in new.of_held {
            let again = again.into_iter().map(|article| before + article);
            self.contents[content].articles.extend(again);
        }
        for mut content in new.contents {
            let hash = content.analysis.content_hash();
            let same_hash = self.by_hash.entry(hash).or_default();
            same_hash.push(self.contents.len());
            content
                .articles
                .iter_mut()
                .for_each(|place| *place += before);
            self.contents.push(content);
        }
        self.furniture.extend(new.furniture);
        self.repeats.extend(repeats);
        self.prepared.extend(prepared);
        self.skipped.extend(new.skipped);
        self.warnings.extend(new.dates.warnings(&articles, 0));
        self.dates.append(new.dates);
        self.weights = weights;
        self.articles.extend(articles);
        Ok(())
    }

    /// How many articles are held, those that were skipped apart.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len() - self.skipped.len()
    }

    /// Whether no article is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The articles that cannot be checked, and why.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The fields of held articles that cannot be used; the rows are counted for each call that took some up.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// The content that has the same words, if one is held.
    fn same_words(&self, analysis: &Analysis) -> Option<usize> {
        let same_hash = self.by_hash.get(&analysis.content_hash())?;
        let same = |&content: &usize| self.contents[content].analysis.same_words(analysis);
        same_hash.iter().copied().find(same)
    }

    /// The words of an article that are furniture by what is known here.
    fn furniture_of(&self, article: &Article<'_>, words: &Analysis) -> WordRanges {
        let source = article.source.as_deref().unwrap_or("").trim();
        self.learnt
            .get(source)
            .map_or_else(WordRanges::default, |runs| runs.mask(words))
            .union(&known_before(article, words, self.known.as_ref()))
    }
}
