//! What was read so far.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Input, Place};
use crate::{Article, Skipped};

/// The input so far, and who has which id.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) input: Input,
    /// Which article has an id.
    taken: HashMap<String, usize>,
    /// How many bytes were read, as the files have them.
    pub(super) bytes: u64,
    /// Whether any file was a table or JSON lines.
    pub(super) with_columns: bool,
    /// The real paths of the files that were opened.
    files: HashSet<PathBuf>,
    /// Whether a text without words is an article too.
    pub(super) keep_wordless: bool,
}

/// How much there was at some time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    articles: usize,
    skipped: usize,
    repaired: usize,
}

impl Gathered {
    pub(super) fn skip(&mut self, origin: &str, line: Option<u64>, reason: String) {
        self.input.skipped.push(Skipped {
            origin: origin.to_owned(),
            line,
            reason,
        });
    }

    /// Says whether an article has this id already.
    pub(super) fn has(&self, id: &str) -> bool {
        self.taken.contains_key(id)
    }

    /// Says whether a file is met for the first time, and lists it as skipped where it is not: an article must not be
    /// compared with itself because two of the paths lead to it.
    pub(super) fn is_new(&mut self, path: &Path) -> bool {
        let Ok(real) = path.canonicalize() else {
            return true;
        };
        let new = self.files.insert(real);
        if !new {
            let reason = "two of the paths lead to this file: it was read already";
            self.skip(&path.display().to_string(), None, reason.to_owned());
        }
        new
    }

    /// Adds an article under its id, unless it has nothing to look at; gives back where the id was met before if it is taken.
    pub(super) fn push(
        &mut self,
        article: Article<'static>,
        origin: &str,
        line: Option<u64>,
    ) -> Result<(), String> {
        if let Some(&earlier) = self.taken.get(article.id.as_ref()) {
            let Place { origin, line } = &self.input.places[earlier];
            return Err(match line {
                Some(line) => format!("{origin}, line {line}"),
                None => origin.to_string(),
            });
        }
        let missing = if self.keep_wordless {
            article.text.is_empty().then_some("is empty")
        } else {
            let wordless = !article.text.chars().any(char::is_alphanumeric);
            wordless.then_some("has no words")
        };
        if let Some(missing) = missing {
            self.skip(
                origin,
                line,
                format!("the text of `{}` {missing}", article.id),
            );
            return Ok(());
        }
        // The articles of one file share its name.
        let last = self.input.places.last().map(|place| &place.origin);
        let origin = match last.filter(|last| &***last == origin) {
            Some(last) => Arc::clone(last),
            None => Arc::from(origin),
        };
        self.input.places.push(Place { origin, line });
        let number = self.input.articles.len();
        self.taken.insert(article.id.to_string(), number);
        self.input.articles.push(article);
        Ok(())
    }

    /// Adds a record; one whose id is taken is skipped.
    pub(super) fn push_record(&mut self, article: Article<'static>, origin: &str, line: u64) {
        let id = article.id.clone();
        if let Err(earlier) = self.push(article, origin, Some(line)) {
            let reason = format!("duplicate id `{id}`: it stands in {earlier} already");
            self.skip(origin, Some(line), reason);
        }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            articles: self.input.articles.len(),
            skipped: self.input.skipped.len(),
            repaired: self.input.repaired.len(),
        }
    }

    /// Forgets what came after the mark.
    pub(super) fn roll_back(&mut self, mark: Mark) {
        for article in self.input.articles.drain(mark.articles..) {
            self.taken.remove(article.id.as_ref());
        }
        self.input.places.truncate(mark.articles);
        self.input.skipped.truncate(mark.skipped);
        self.input.repaired.truncate(mark.repaired);
    }
}
