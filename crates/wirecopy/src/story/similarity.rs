//! Story similarity of given pairs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

use rayon::prelude::*;
use wirecopy_text::{Analyzer, Language, Scratch, language_by_function_words};

use crate::contents::MAX_TEXT_BYTES;
use crate::progress::{map_in_parallel, report};
use crate::story::calibrated::Likeness;
use crate::story::neighbourhood::{Profile, likeness, profiles};
use crate::story::rows::{Columns, Rows};
use crate::story::terms::{self, Terms, Tokenizers};
use crate::{Article, Error, Progress, Stage};

/// How many texts one thread reads with one table of stems.
const TEXTS_AT_A_TIME: usize = 256;

/// What [`story_similarity`] cuts the texts of a language into: stems without stop words; folded words where the
/// language is not known; pairs of characters in Chinese, Japanese and Thai.
pub fn story_analyzer(language: Option<Language>) -> Analyzer {
    terms::analyzer(language)
}

/// Returns how far the two articles of each pair tell one story, in whatever words: `0.0..=1.0`.
///
/// 1 for the same terms, 0 where a text has fewer than two different ones, stop words apart. Symmetric; a pair's value
/// does not depend on the other pairs, nor on the number of threads. From about 0.25 on two news articles mostly tell one
/// story. A text of a few words says little, and so does a pair in two languages, which shares names and numbers alone.
///
/// `background` are articles of the time and the kind of the pairs, better hundreds than dozens: they show which terms
/// are rare, which are common near a text, and which articles two texts are both near to. The articles of the pairs may
/// be among them; copies count once. Without it, document frequencies that ship with the crate say which terms are rare.
/// The language is told from each text if it is not given.
///
/// Cost: reading all texts once, and the 50 nearest articles of the background for each different text. Works on the
/// current rayon pool.
///
/// # Errors
/// [`Error::TextTooLong`] above [`MAX_TEXT_BYTES`].
///
/// # Example
/// ```
/// use wirecopy::{Article, story_similarity};
///
/// let wire = Article::new("wire", "The night ferry to Orrin ran aground on a reef. Two hundred passengers were taken off.");
/// let blog = Article::new("blog", "Reef wreck: 200 passengers safe after ferries collide with rocks near Orrin at night");
/// let other = Article::new("other", "The council of Tessary voted for lower taxes after a long debate.");
/// let found = story_similarity(&[(&wire, &blog), (&wire, &other)], None, None)?;
/// assert!(found[0] > 0.25 && found[1] < 0.1, "{found:?}");
/// # Ok::<(), wirecopy::Error>(())
/// ```
pub fn story_similarity(
    pairs: &[(&Article<'_>, &Article<'_>)],
    background: Option<&[Article<'_>]>,
    language: Option<Language>,
) -> Result<Vec<f64>, Error> {
    story_similarity_with_progress(pairs, background, language, &|_, _, _| {
        ControlFlow::Continue(())
    })
}

/// [`story_similarity`] that tells how far it is and can be told to stop.
///
/// # Errors
/// Those of [`story_similarity`], and [`Error::Cancelled`].
pub fn story_similarity_with_progress(
    pairs: &[(&Article<'_>, &Article<'_>)],
    background: Option<&[Article<'_>]>,
    language: Option<Language>,
    progress: Progress<'_>,
) -> Result<Vec<f64>, Error> {
    let found = likenesses(pairs, background, language, progress)?;
    Ok(found.into_iter().map(|found| found.similarity).collect())
}

/// [`story_similarity_with_progress`], and what it means.
pub(crate) fn likenesses(
    pairs: &[(&Article<'_>, &Article<'_>)],
    background: Option<&[Article<'_>]>,
    language: Option<Language>,
    progress: Progress<'_>,
) -> Result<Vec<Likeness>, Error> {
    let background = background.unwrap_or_default();
    let mut texts = Texts::default();
    let others: Vec<usize> = background
        .iter()
        .map(|article| texts.place(article))
        .collect();
    let sides: Vec<[usize; 2]> = pairs
        .iter()
        .map(|&(a, b)| [texts.place(a), texts.place(b)])
        .collect();
    let told = texts.languages(language, progress)?;
    let usual = usual(others.iter().map(|&text| told[text]));

    // A text whose language cannot be told is read in that of its partner, else in that of the background.
    let known = |text: usize, partner: usize| told[text].or(told[partner]).or(usual);
    let readings: Vec<[Reading; 2]> = sides
        .iter()
        .map(|&[a, b]| [(a, known(a, b)), (b, known(b, a))])
        .collect();
    let of_background: Vec<Reading> = others
        .iter()
        .map(|&text| (text, told[text].or(usual)))
        .collect();
    let read = texts.read(
        readings
            .iter()
            .flatten()
            .chain(&of_background)
            .copied()
            .collect(),
        progress,
    )?;

    let background = different(of_background.iter().map(|reading| &read[reading]));
    let wanted: BTreeSet<Reading> = readings.iter().flatten().copied().collect();
    let wanted: Vec<Reading> = wanted.into_iter().collect();
    let queries: Vec<&Terms> = wanted.iter().map(|reading| &read[reading]).collect();
    let columns = Columns::new(&background, &queries);
    let background = Rows::new(&background, &columns);
    let queries = Rows::new(&queries, &columns);
    let profiles = profiles(&queries, &background, progress)?;
    let of: HashMap<&Reading, &Profile<'_>> = wanted.iter().zip(&profiles).collect();
    report(progress, Stage::Stories, 1, 1)?;
    Ok(readings
        .par_iter()
        .map(|[a, b]| likeness(of[a], of[b], background.len(), 0.0))
        .collect())
}

/// One text for each set of terms that occurs, whichever way round they come: of copies the one with the smallest counts.
fn different<'t>(texts: impl Iterator<Item = &'t Terms>) -> Vec<&'t Terms> {
    let mut texts: Vec<&Terms> = texts.filter(|text| !text.hashes.is_empty()).collect();
    texts.sort_unstable_by_key(|text| (&text.hashes, &text.counts, text.language));
    texts.dedup_by_key(|text| &text.hashes);
    texts
}

/// A text, by its place among the different ones, and the language that it is read in.
type Reading = (usize, Option<Language>);

/// The different texts of a call.
#[derive(Debug, Default)]
struct Texts<'t> {
    articles: Vec<&'t Article<'t>>,
    places: HashMap<(&'t str, &'t str), usize>,
}

impl<'t> Texts<'t> {
    /// The place of an article's title and text, a new one if they have none yet.
    fn place(&mut self, article: &'t Article<'t>) -> usize {
        let key = (article.title.as_deref().unwrap_or_default(), &*article.text);
        *self.places.entry(key).or_insert_with(|| {
            self.articles.push(article);
            self.articles.len() - 1
        })
    }

    fn languages(
        &self,
        given: Option<Language>,
        progress: Progress<'_>,
    ) -> Result<Vec<Option<Language>>, Error> {
        map_in_parallel(
            &self.articles,
            Stage::Analyse,
            progress,
            |_| 1,
            |article| {
                if article.text.len() > MAX_TEXT_BYTES {
                    return Err(Error::TextTooLong {
                        id: article.id.to_string(),
                        given: article.text.len(),
                        max: MAX_TEXT_BYTES,
                    });
                }
                Ok(given.or_else(|| language_by_function_words(&article.text)))
            },
        )
    }

    /// The terms of each reading.
    fn read(
        &self,
        readings: BTreeSet<Reading>,
        progress: Progress<'_>,
    ) -> Result<HashMap<Reading, Terms>, Error> {
        let tokenizers = Tokenizers::new(readings.iter().map(|&(_, language)| language))?;
        let mut readings: Vec<Reading> = readings.into_iter().collect();
        // One language after the other, for a scratch remembers the stems of one.
        readings.sort_unstable_by_key(|&(text, language)| (language, text));
        let chunks: Vec<&[Reading]> = readings
            .chunk_by(|x, y| x.1 == y.1)
            .flat_map(|same| same.chunks(TEXTS_AT_A_TIME))
            .collect();
        let read = map_in_parallel(
            &chunks,
            Stage::Weigh,
            progress,
            |chunk| {
                chunk
                    .iter()
                    .map(|&(text, _)| self.articles[text].text.len())
                    .sum()
            },
            |chunk| {
                let mut scratch = Scratch::new();
                let terms = |&(text, language): &Reading| {
                    let article = self.articles[text];
                    tokenizers.terms(article, language, &[], &mut scratch)
                };
                chunk
                    .iter()
                    .map(terms)
                    .collect::<Result<Vec<Terms>, Error>>()
            },
        )?;
        Ok(readings
            .into_iter()
            .zip(read.into_iter().flatten())
            .collect())
    }
}

/// The language that most have; of several the first in the order of their names.
pub(crate) fn usual(languages: impl Iterator<Item = Option<Language>>) -> Option<Language> {
    let mut counts: BTreeMap<Language, usize> = BTreeMap::new();
    for language in languages.flatten() {
        *counts.entry(language).or_default() += 1;
    }
    let most = counts.into_iter().rev().max_by_key(|&(_, count)| count);
    most.map(|(language, _)| language)
}
