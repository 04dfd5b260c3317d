//! Furniture that was learnt once and is known ever after: in a file, for checks of single articles.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use wirecopy_reuse::{FurnitureOptions, FurnitureTable as Runs, WordRanges, learn_furniture};
use wirecopy_text::{Analysis, Envelope, EnvelopeError};

use crate::contents::Contents;
use crate::furniture::outlets;
use crate::{Article, Error, Progress, Stage};

/// The kind of the envelope, and the newest version of what is in it.
const KIND: &str = "pagefurn";
const VERSION: u32 = 1;

/// The page furniture of outlets, as hashes of its runs of words: credits, pitches and whatever else stands around an
/// outlet's articles on page after page.
///
/// A check learns it from its articles, and so needs many of each outlet. A table that was made of them before serves
/// where there are few: two articles to compare, or one that has just come in.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy::{Article, FurnitureTable};
///
/// let pitch = "All the best of our newsroom on your table before the kettle boils.";
/// let pages = [
///     "The old mill by the river will reopen as a library in spring, the council said.",
///     "Two goalkeepers saved one penalty each before rain ended the match at dusk.",
///     "Farmers of the valley sold more cheese abroad last year than ever before.",
/// ]
/// .map(|story| format!("{story}\n\n{pitch}"));
/// let articles: Vec<Article> = pages
///     .iter()
///     .enumerate()
///     .map(|(number, page)| Article {
///         source: Some("Herald".into()),
///         ..Article::new(number.to_string(), page)
///     })
///     .collect();
/// let table = FurnitureTable::learn(&articles, &|_, _, _| ControlFlow::Continue(()))?;
/// assert_eq!(table.sources().collect::<Vec<_>>(), ["Herald"]);
///
/// let mut file = Vec::new();
/// table.to_writer(&mut file)?;
/// assert_eq!(FurnitureTable::from_reader(&file[..])?, table);
/// # Ok::<(), wirecopy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FurnitureTable {
    /// The runs of each source; those of articles without a source under the empty name.
    of_sources: BTreeMap<String, Runs>,
    /// The runs of all of them.
    all: Option<Runs>,
}

impl FurnitureTable {
    /// Learns what stands in at least three otherwise different articles of one source, by the rules of a check.
    ///
    /// Of articles without a source nobody knows which are of one outlet, so it takes more of them.
    ///
    /// # Errors
    /// [`Error::TextTooLong`]; [`Error::Cancelled`] when `progress` answers to stop.
    pub fn learn(articles: &[Article<'_>], progress: Progress<'_>) -> Result<Self, Error> {
        let contents = Contents::new(articles, progress)?;
        let texts: Vec<&Analysis> = contents.distinct.iter().map(|c| &*c.analysis).collect();
        let outlets = outlets(&contents, articles);
        let learnt = learn_furniture(
            &texts,
            &outlets.of_contents,
            &FurnitureOptions::default(),
            &|done, total| progress(Stage::Furniture, done, total),
        )?;
        Self::new(outlets.by_names(learnt.tables))
    }

    /// # Errors
    /// [`Error::NotFurniture`] when the runs of two sources are of different lengths.
    fn new(of_sources: BTreeMap<String, Runs>) -> Result<Self, Error> {
        let mut all: Option<Runs> = None;
        for runs in of_sources.values() {
            all = Some(match all {
                None => runs.clone(),
                Some(all) => all.union(runs).ok_or_else(no_table)?,
            });
        }
        Ok(Self { of_sources, all })
    }

    /// What either of two tables knows.
    ///
    /// # Errors
    /// [`Error::NotFurniture`] when a version of this crate that takes runs of another length made one of them.
    pub fn union(&self, other: &Self) -> Result<Self, Error> {
        let mut of_sources = self.of_sources.clone();
        for (source, runs) in &other.of_sources {
            let both = match of_sources.get(source) {
                None => runs.clone(),
                Some(own) => own.union(runs).ok_or_else(no_table)?,
            };
            of_sources.insert(source.clone(), both);
        }
        Self::new(of_sources)
    }

    /// The sources that have furniture, in the order of their names; what articles without a source have goes by the
    /// empty name.
    pub fn sources(&self) -> impl Iterator<Item = &str> {
        self.of_sources.keys().map(String::as_str)
    }

    /// How many runs of a source are known; 0 for one that is not.
    #[must_use]
    pub fn runs_of(&self, source: &str) -> usize {
        self.of_sources.get(source.trim()).map_or(0, Runs::len)
    }

    /// How many runs are known in all.
    #[must_use]
    pub fn len(&self) -> usize {
        self.of_sources.values().map(Runs::len).sum()
    }

    /// Whether no run is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The words of an article that are furniture: of a source that is known, by its own runs and those of no source; of
    /// any other, and of none, by all runs.
    pub(crate) fn mask(&self, source: Option<&str>, words: &Analysis) -> WordRanges {
        let source = source.unwrap_or("").trim();
        match self.of_sources.get(source) {
            Some(own) if !source.is_empty() => {
                let unnamed = self.of_sources.get("");
                unnamed
                    .map_or_else(WordRanges::default, |runs| runs.mask(words))
                    .union(&own.mask(words))
            }
            _ => self
                .all
                .as_ref()
                .map_or_else(WordRanges::default, |all| all.mask(words)),
        }
    }

    /// Writes the table to a file's bytes: 8 for each run.
    ///
    /// # Errors
    /// [`Error::Write`] when the writer fails.
    pub fn to_writer(&self, writer: impl Write) -> Result<(), Error> {
        let mut payload = Vec::new();
        for (source, runs) in &self.of_sources {
            for part in [source.as_bytes(), &runs.to_bytes()] {
                payload.extend((part.len() as u64).to_le_bytes());
                payload.extend(part);
            }
        }
        match Envelope::new(KIND, VERSION, payload).to_writer(writer) {
            Err(EnvelopeError::Io(source)) => Err(Error::Write(source)),
            other => other.map_err(|error| Error::NotFurniture(Box::new(error))),
        }
    }

    /// Reads what [`to_writer`](Self::to_writer) wrote.
    ///
    /// # Errors
    /// [`Error::NotFurniture`] when it is cut short, damaged, newer than this build, or something else.
    pub fn from_reader(reader: impl Read) -> Result<Self, Error> {
        let envelope = Envelope::from_reader(reader, KIND, VERSION)
            .map_err(|error| Error::NotFurniture(Box::new(error)))?;
        let mut of_sources = BTreeMap::new();
        let mut bytes = envelope.payload();
        while !bytes.is_empty() {
            let source = part(&mut bytes).ok_or_else(no_table)?;
            let source = std::str::from_utf8(source).map_err(|_| no_table())?;
            let runs = Runs::from_bytes(part(&mut bytes).ok_or_else(no_table)?)
                .map_err(|error| Error::NotFurniture(Box::new(error)))?;
            of_sources.insert(source.to_owned(), runs);
        }
        Self::new(of_sources)
    }
}

fn no_table() -> Error {
    Error::NotFurniture(Box::new(wirecopy_reuse::Error::NoTable))
}

/// The next part of a payload: its length in eight bytes, and so many bytes.
fn part<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let (length, rest) = bytes.split_first_chunk::<8>()?;
    let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
    *bytes = rest;
    Some(part)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;

    const PITCH: &str = "All the best of our newsroom on your table before the kettle boils.";
    const STORIES: [&str; 4] = [
        "The old mill by the river will reopen as a library in spring.",
        "Two goalkeepers saved one penalty each before rain ended the match.",
        "Farmers of the valley sold more cheese abroad than ever before.",
        "Nobody bid for the lighthouse, so its keeper keeps it for a winter.",
    ];

    fn learnt(source: Option<&'static str>) -> FurnitureTable {
        let articles: Vec<Article<'_>> = STORIES[..3]
            .iter()
            .enumerate()
            .map(|(number, story)| Article {
                source: source.map(Into::into),
                ..Article::new(number.to_string(), format!("{story}\n\n{PITCH}"))
            })
            .collect();
        FurnitureTable::learn(&articles, &|_, _, _| ControlFlow::Continue(())).expect("not stopped")
    }

    fn masked(table: &FurnitureTable, source: Option<&str>) -> usize {
        let page = Analysis::new(&format!("{}\n\n{PITCH}", STORIES[3])).expect("short");
        table.mask(source, &page).words()
    }

    #[test]
    fn another_page_of_the_outlet_is_masked_and_other_outlets_are_not() {
        let mut of_sources = learnt(Some("Herald")).of_sources;
        of_sources.insert(
            "Wharf".to_owned(),
            Runs::from_bytes(&8_u64.to_le_bytes()).unwrap(),
        );
        let table = FurnitureTable::new(of_sources).expect("runs of 8 words");
        assert_eq!(masked(&table, Some(" Herald ")), 13);
        assert_eq!(masked(&table, Some("Wharf")), 0);
        assert_eq!(masked(&table, Some("Courier")), 13, "nobody knows");
        assert_eq!(masked(&table, None), 13);
        assert_eq!(table.runs_of("Herald"), table.len());
    }

    #[test]
    fn what_stands_in_articles_without_a_source_is_known_in_all() {
        let table = learnt(None);
        assert_eq!(table.sources().collect::<Vec<_>>(), [""]);
        assert_eq!(masked(&table, Some("Herald")), 13);
        assert_eq!(masked(&FurnitureTable::default(), None), 0);
    }

    #[test]
    fn a_file_that_was_tampered_with_is_an_error_and_never_a_panic() {
        let mut file = Vec::new();
        learnt(Some("Herald")).to_writer(&mut file).expect("memory");
        for end in 0..file.len() {
            let cut = FurnitureTable::from_reader(&file[..end]);
            assert!(matches!(cut, Err(Error::NotFurniture(_))), "cut at {end}");
        }
        for place in 0..file.len() {
            let mut flipped = file.clone();
            flipped[place] ^= 1;
            let read = FurnitureTable::from_reader(&flipped[..]);
            assert!(
                matches!(read, Err(Error::NotFurniture(_))),
                "flipped at {place}"
            );
        }
        for payload in [&b"no length"[..], &[255; 40], &[0; 8], &1_u64.to_le_bytes()] {
            let mut file = Vec::new();
            Envelope::new(KIND, VERSION, payload.to_vec())
                .to_writer(&mut file)
                .expect("memory");
            let read = FurnitureTable::from_reader(&file[..]);
            assert!(matches!(read, Err(Error::NotFurniture(_))), "{payload:?}");
        }
    }
}
