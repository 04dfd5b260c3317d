//! The articles of a check as rows of weighted terms, each language a collection of its own.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use wirecopy_reuse::WordRanges;
use wirecopy_text::{Language, Scratch, Tokenizer, hash_word};

use crate::contents::{Content, Contents};
use crate::progress::report;
use crate::story::frequencies::Frequencies;
use crate::story::hashed::ByHash;
use crate::story::rows::{Rows, idf, saturated};
use crate::story::similarity::usual;
use crate::story::terms::{Tokenizers, too_long};
use crate::{Article, Error, Progress, Stage};

/// The part of function words from which a text is in sentences. News has .35 to .5; tables of prices and notices of
/// dividends have less than .2, and so have texts in languages without a list of function words.
const SENTENCES: f64 = 0.2;

/// How many texts are read between two looks at the progress callback.
const TEXTS_UNHEARD: usize = 256;

/// What a word becomes is asked for once, so what a scratch remembers is of no use after so many words; its table would
/// only grow out of the processor's cache.
const WORDS_OF_A_SCRATCH: usize = 4096;

/// One row for each content, in their order; an empty one for a text that tells no story, because it is no sentences as
/// far as function words tell, or because nobody knows which words of its language are common. Languages have no column in common, so they never meet.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    rows: Rows,
    /// The length of each row as a vector.
    lengths: Vec<f64>,
    /// The hash of the term of each column, and how many rows that represent have it.
    terms: Vec<u64>,
    holding: Vec<u32>,
    texts: Vec<Text>,
    /// How many texts of each language represent.
    sizes: BTreeMap<Option<Language>, usize>,
}

/// What is known of a text beside its terms.
#[derive(Debug, Clone, Copy)]
struct Text {
    language: Option<Language>,
    in_sentences: bool,
    represents: bool,
}

impl Text {
    /// Whether it counts as one where texts are counted: tables of prices and versions do not.
    fn is_counted(self) -> bool {
        self.represents && self.in_sentences
    }
}

impl Collection {
    /// Reads the first article of each content, furniture apart. `version_of` gives for each content the one that
    /// represents it: versions of one article count as one where the articles of the collection are counted.
    pub(crate) fn new(
        contents: &Contents,
        articles: &[Article<'_>],
        furniture: &[WordRanges],
        version_of: &[usize],
        progress: Progress<'_>,
    ) -> Result<Self, Error> {
        let mut all = Self {
            texts: texts(contents, version_of),
            ..Self::default()
        };
        let languages = || all.texts.iter().map(|text| text.language);
        for (language, text) in languages().zip(&all.texts) {
            *all.sizes.entry(language).or_default() += usize::from(text.is_counted());
        }
        let tokenizers = Tokenizers::new(languages())?;
        let mut numbering = Numbering::new(&tokenizers);
        let mut found = Vec::new();
        for (place, (content, void)) in contents.distinct.iter().zip(furniture).enumerate() {
            if place.is_multiple_of(TEXTS_UNHEARD) {
                report(progress, Stage::Stories, 0, 0)?;
            }
            let text = all.texts[place];
            let article = &articles[content.first()];
            found.clear();
            if text.in_sentences {
                numbering.read(text.language, article, content, void, &mut found)?;
            }
            found.sort_unstable();
            all.holding.resize(numbering.columns.len(), 0);
            let counted = found.chunk_by(|x, y| x == y).map(|same| {
                all.holding[same[0] as usize] += u32::from(text.is_counted());
                (same[0], saturated(same.len() as f64))
            });
            all.rows.push(counted);
        }
        all.terms = numbering.columns.iter().map(|column| column.term).collect();
        all.weigh(&numbering.columns);
        Ok(all)
    }

    /// Makes weights of counts.
    fn weigh(&mut self, columns: &[Column]) {
        let idf: Vec<f64> = (self.holding.iter().zip(columns))
            .map(|(&holding, of)| idf(self.sizes[&of.language], holding, of.prior))
            .collect();
        self.rows.multiply(&idf);
        self.lengths = (0..self.len())
            .map(|row| {
                let squares = self.weights(row).iter().map(|weight| weight * weight);
                squares.sum::<f64>().sqrt()
            })
            .collect();
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The columns of a row, ascending.
    pub(crate) fn columns(&self, row: usize) -> &[u32] {
        self.rows.row(row).0
    }

    /// The weights of a row, one for each of its columns.
    pub(crate) fn weights(&self, row: usize) -> &[f64] {
        self.rows.row(row).1
    }

    pub(crate) fn length(&self, row: usize) -> f64 {
        self.lengths[row]
    }

    /// The hash of the term of a column.
    pub(crate) fn term(&self, column: u32) -> u64 {
        self.terms[column as usize]
    }

    /// In how many rows that represent each column stands.
    pub(crate) fn holding(&self) -> &[u32] {
        &self.holding
    }

    pub(crate) fn represents(&self, row: usize) -> bool {
        self.texts[row].represents
    }

    /// How many rows of the language of this one represent their versions and are not empty.
    pub(crate) fn beside(&self, row: usize) -> usize {
        self.sizes[&self.texts[row].language]
    }
}

/// What the function words of each content say.
fn texts(contents: &Contents, version_of: &[usize]) -> Vec<Text> {
    let told = || (contents.distinct.iter()).map(|content| content.analysis.language());
    // A text whose language cannot be told is read in that of most.
    let usual = usual(told());
    (contents.distinct.iter().enumerate())
        .map(|(place, content)| Text {
            language: content.analysis.language().or(usual),
            in_sentences: content.analysis.stop_word_part() >= SENTENCES
                && !Frequencies::of(content.analysis.language()).is_empty(),
            represents: version_of[place] == place,
        })
        .collect()
}

/// Numbers the terms of texts as they come: what a word becomes in its language is found out once.
#[derive(Debug)]
struct Numbering<'t> {
    tokenizers: &'t Tokenizers,
    known: BTreeMap<Option<Language>, Known<'t>>,
    columns: Vec<Column>,
}

/// A term of one language.
#[derive(Debug, Clone, Copy)]
struct Column {
    term: u64,
    language: Option<Language>,
    /// How common it is in news at large.
    prior: f64,
}

/// What is known of one language.
#[derive(Debug)]
struct Known<'t> {
    language: Option<Language>,
    tokenizer: &'t Tokenizer,
    common: Frequencies,
    scratch: Scratch,
    /// The column of each word by its hash; [`NO_TERM`] of a function word.
    of_word: HashMap<u64, u32, ByHash>,
    of_term: HashMap<u64, u32, ByHash>,
}

const NO_TERM: u32 = u32::MAX;

impl<'t> Numbering<'t> {
    fn new(tokenizers: &'t Tokenizers) -> Self {
        Self {
            tokenizers,
            known: BTreeMap::new(),
            columns: Vec::new(),
        }
    }

    /// Adds the column of each term of the title and the text of an article, in any order.
    fn read(
        &mut self,
        language: Option<Language>,
        article: &Article<'_>,
        content: &Content,
        void: &WordRanges,
        found: &mut Vec<u32>,
    ) -> Result<(), Error> {
        let columns = &mut self.columns;
        let known = (self.known.entry(language)).or_insert_with(|| Known {
            language,
            tokenizer: self.tokenizers.of(language),
            common: Frequencies::of(language),
            scratch: Scratch::new(),
            of_word: HashMap::default(),
            of_term: HashMap::default(),
        });
        let analysis = &content.analysis;
        let too_long = |error| too_long(article, error);
        if let Some(title) = &article.title {
            for term in known.terms(title).map_err(too_long)? {
                found.push(known.column(term, columns));
            }
        }
        for words in counted(void, analysis.len()) {
            for word in words {
                let hash = analysis.hashes()[word];
                let column = match known.of_word.get(&hash) {
                    Some(&column) => column,
                    None => known
                        .learn(hash, analysis.spans()[word].of(&article.text), columns)
                        .map_err(too_long)?,
                };
                if column != NO_TERM {
                    found.push(column);
                }
            }
        }
        Ok(())
    }
}

impl Known<'_> {
    fn terms(&mut self, text: &str) -> Result<Vec<u64>, wirecopy_text::Error> {
        let mut terms = Vec::new();
        (self.tokenizer).for_each(text, &mut self.scratch, |token, _, _| {
            terms.push(hash_word(token));
        })?;
        Ok(terms)
    }

    /// The column of a word that was not seen before.
    fn learn(
        &mut self,
        hash: u64,
        word: &str,
        columns: &mut Vec<Column>,
    ) -> Result<u32, wirecopy_text::Error> {
        // A word is one term, or none.
        let term = self.terms(word)?.first().copied();
        let column = term.map_or(NO_TERM, |term| self.column(term, columns));
        self.of_word.insert(hash, column);
        if self.of_word.len().is_multiple_of(WORDS_OF_A_SCRATCH) {
            self.scratch = Scratch::new();
        }
        Ok(column)
    }

    fn column(&mut self, term: u64, columns: &mut Vec<Column>) -> u32 {
        *self.of_term.entry(term).or_insert_with(|| {
            columns.push(Column {
                term,
                language: self.language,
                prior: self.common.get(term),
            });
            u32::try_from(columns.len() - 1)
                .expect("fewer terms than words, and these are counted in 32 bits")
        })
    }
}

/// The words of a text that are no furniture.
fn counted(void: &WordRanges, words: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let ranges = || void.as_slice().iter();
    let starts = std::iter::once(0).chain(ranges().map(|range| range.end as usize));
    let ends = (ranges().map(|range| range.start as usize)).chain([words]);
    starts.zip(ends).map(|(start, end)| start..end)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use proptest::prelude::*;

    use super::*;
    use crate::story::terms::Terms;

    fn collection(articles: &[Article<'_>], furniture: &[WordRanges]) -> (Contents, Collection) {
        let progress: Progress<'_> = &|_, _, _| ControlFlow::Continue(());
        let contents = Contents::new(articles, progress).unwrap();
        let versions: Vec<usize> = (0..contents.distinct.len()).collect();
        let all = Collection::new(&contents, articles, furniture, &versions, progress).unwrap();
        (contents, all)
    }

    /// The weights of a text, ascending, by way of the terms of `story_similarity`.
    fn weights_of_terms(terms: &[Terms], text: usize) -> Vec<f64> {
        let common = Frequencies::of(terms[text].language);
        let mut weights: Vec<f64> = (terms[text].hashes.iter().zip(&terms[text].counts))
            .map(|(term, &count)| {
                let holding = terms.iter().filter(|other| other.hashes.contains(term));
                let holding = u32::try_from(holding.count()).unwrap();
                saturated(f64::from(count)) * idf(terms.len(), holding, common.get(*term))
            })
            .collect();
        weights.sort_unstable_by(f64::total_cmp);
        weights
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn rows_are_those_of_the_terms_of_story_similarity(
            words in prop::collection::vec(
                prop::collection::vec("[a-cA-C]{1,3}|the|The|running|[0-9]{1,2}|don’t|Ärzte|U\\.S\\.|\\PC", 1..20),
                1..6,
            ),
        ) {
            // Most function words are English, so all texts are read in it.
            let articles: Vec<Article<'_>> = (words.iter().enumerate())
                .map(|(id, words)| {
                    let text = format!("It was the one of them that {}", words.join(" "));
                    Article { title: Some(words[0].clone().into()), ..Article::new(id.to_string(), text) }
                })
                .collect();
            let (contents, all) = collection(&articles, &vec![WordRanges::default(); articles.len()]);
            let english = Some(Language::English);
            prop_assume!(all.texts.iter().all(|text| text.language == english && text.in_sentences));
            let tokenizers = Tokenizers::new([english]).unwrap();
            let terms: Vec<Terms> = (contents.distinct.iter())
                .map(|content| {
                    let article = &articles[content.first()];
                    tokenizers.terms(article, english, &[], &mut Scratch::new()).unwrap()
                })
                .collect();
            for row in 0..all.len() {
                let mut weights = all.weights(row).to_vec();
                weights.sort_unstable_by(f64::total_cmp);
                prop_assert_eq!(weights, weights_of_terms(&terms, row));
            }
        }
    }

    #[test]
    fn furniture_has_no_terms_and_versions_count_once() {
        let articles = [
            Article::new(
                "0",
                "Read more here. The mill on the river burnt in the night.",
            ),
            Article::new("1", "The mill was sold to the council."),
        ];
        let void = [
            WordRanges::from_ranges(std::iter::once(0..3)),
            WordRanges::default(),
        ];
        let (_, all) = collection(&articles, &void);
        assert_eq!((all.columns(0).len(), all.columns(1).len()), (4, 3));
        let mill = all
            .columns(0)
            .iter()
            .find(|column| all.columns(1).contains(column));
        assert_eq!(all.holding()[*mill.unwrap() as usize], 2);
        assert_eq!(all.beside(0), 2);
    }

    #[test]
    fn a_language_of_which_no_word_is_known_to_be_common_tells_no_story() {
        let articles = [
            Article::new("0", "เรือข้ามฟากเกยตื้น"),
            Article::new("1", "夜のフェリーが座礁した。"),
        ];
        let (_, all) = collection(&articles, &vec![WordRanges::default(); 2]);
        assert!(all.columns(0).is_empty() && all.columns(1).is_empty());
    }

    #[test]
    fn a_table_of_prices_tells_no_story() {
        let prices = "Wheat 4.10 up 3 barley 2.95 down 1 rye 3.20 unchanged oats 1.80 unchanged";
        let articles = [
            Article::new("0", prices),
            Article::new("1", "The mill was sold to the council."),
        ];
        let (_, all) = collection(&articles, &vec![WordRanges::default(); 2]);
        assert!(all.columns(0).is_empty());
        assert_eq!(all.beside(1), 1);
    }
}
