//! New articles against those held.

use std::collections::HashSet;
use std::ops::ControlFlow;

use wirecopy_reuse::{Prepared, TermWeights, WordRanges};
use wirecopy_text::Analysis;

use super::Holdings;
use super::new::New;
use super::part::Part;
use super::texts::HeldTexts;
use crate::check::refuse_duplicate_ids;
use crate::clusters::Versions;
use crate::contents::{Content, Contents};
use crate::dates::meet;
use crate::distinct::Sifted;
use crate::furniture::{Furniture, ignored};
use crate::pairs::{Compared, sort};
use crate::progress::report;
use crate::report::SCHEMA_VERSION;
use crate::reuse::Reuse;
use crate::similar::similar_to_held;
use crate::when::When;
use crate::{Article, CheckOptions, Error, Progress, Report, Stage};

impl Holdings<'_> {
    /// Finds what new articles share with one another and with those held. The held ones count as earlier in the input.
    ///
    /// In the words of the new articles and of those that share runs of words with them. Works on the current rayon pool.
    ///
    /// # Errors
    /// Those of [`check_with`](crate::check_with).
    pub fn check(&self, articles: &[Article<'_>], options: &CheckOptions) -> Result<Report, Error> {
        self.check_with_progress(articles, options, &|_, _, _| ControlFlow::Continue(()))
    }

    /// [`check`](Self::check) that tells how far it is and can be told to stop.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), and [`Error::Cancelled`].
    pub fn check_with_progress(
        &self,
        articles: &[Article<'_>],
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<Report, Error> {
        options.validate()?;
        refuse_duplicate_ids(articles)?;
        self.refuse_taken_names(articles)?;
        let new = New::beside(self, articles, progress)?;
        let candidates = self.candidates(&new, options, progress)?;
        let weights = self.weights.joined_by(&new.texts());
        self.beside(new, articles, &candidates, &weights, options, progress)
    }

    /// Refuses new articles beside which a held one would go by the name of another.
    fn refuse_taken_names(&self, articles: &[Article<'_>]) -> Result<(), Error> {
        for article in articles {
            let Some(&held) = self.ids.get(article.id.as_ref()) else {
                continue;
            };
            let id = format!("against/{}", article.id);
            let new = articles.iter().position(|other| other.id == id);
            let taken = new.map(|place| self.articles.len() + place);
            if let Some(other) = self.ids.get(&id).copied().or(taken) {
                let (first, second) = (held.min(other), held.max(other));
                return Err(Error::DuplicateId { id, first, second });
            }
        }
        Ok(())
    }

    /// The pairs to align, as numbers of contents: those held, and the new ones behind them.
    fn candidates(
        &self,
        new: &New,
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<Vec<(usize, usize)>, Error> {
        let held = self.contents.len();
        let text = |content: usize| -> &Analysis {
            match content.checked_sub(held) {
                None => &self.contents[content].analysis,
                Some(of_new) => &new.contents[of_new].analysis,
            }
        };
        let void = |content: usize| match content.checked_sub(held) {
            None => self.furniture.get(content),
            Some(of_new) => new.furniture.get(of_new),
        };
        let seeded = self.index.candidate_pairs_with_progress(
            new.contents.len(),
            &text,
            void,
            &|done, total| progress(Stage::Candidates, done, total),
        )?;
        let mut candidates: Vec<(usize, usize)> = seeded
            .into_iter()
            .map(|(a, b)| (a.index(), b.index()))
            .chain(similar_to_held(&self.index, &new.texts(), &text, progress)?)
            .collect();
        if let Some(days) = options.date_window {
            candidates.retain(|&(a, b)| {
                let (a, b) = (self.dates_of(a, new), self.dates_of(b, new));
                meet(a.as_deref(), b.as_deref(), days)
            });
        }
        Ok(candidates)
    }

    /// The dates of a content, a held one with those of the new articles that have its words.
    fn dates_of(&self, content: usize, new: &New) -> Option<Vec<When>> {
        let Some(of_new) = content.checked_sub(self.contents.len()) else {
            let mut dates = self.dates.of(&self.contents[content])?;
            if let Some(again) = new.of_held.get(&content) {
                dates.extend(new.dates.of_articles(again)?);
            }
            return Some(dates);
        };
        new.dates.of(&new.contents[of_new])
    }

    /// Aligns the candidates as a check does: of those held, only with the articles that it is about.
    fn beside(
        &self,
        new: New,
        articles: &[Article<'_>],
        candidates: &[(usize, usize)],
        weights: &TermWeights,
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<Report, Error> {
        let warnings = new.dates.warnings(articles, 0);
        let mut part = Part::of(self, new, articles, candidates, weights);
        let candidates = std::mem::take(&mut part.candidates);
        let prepared: Vec<Option<Prepared<'_>>> = (part.prepared.iter())
            .map(|preparation| Some(preparation.as_ref()?.beside(weights)))
            .collect();
        let compared: Vec<Compared<'_>> = (part.contents.distinct.iter())
            .zip(part.furniture.iter().zip(&part.repeats))
            .zip(&prepared)
            .map(|((content, (void, repeats)), prepared)| {
                Compared::new(content, &part.articles, void, repeats)
                    .with_prepared(prepared.as_ref())
            })
            .collect();
        let texts = HeldTexts {
            index: &self.index,
            contents: &part.contents.distinct,
            held: &part.held,
        };
        let reuse = Reuse {
            articles: &part.articles,
            compared: &compared,
            texts: &texts,
            weights,
            stems: Some(&self.stems),
            old: part.old,
        };
        let Sifted { rows, forms } = reuse.find(candidates, options, progress)?;
        let clusters = Versions::new(&rows).clusters(&part.articles);
        let rows = sort(rows, &|| report(progress, Stage::Align, 1, 1))?;
        drop(compared);

        let named: HashSet<usize> = rows.iter().flat_map(|row| [row.a, row.b]).collect();
        let Part {
            articles: all,
            contents,
            furniture,
            old,
            ..
        } = part;
        let Contents { distinct, skipped } = contents;
        // Of the articles held, those that the report is about.
        let (distinct, furniture): (Vec<Content>, Vec<WordRanges>) = distinct
            .into_iter()
            .zip(furniture)
            .filter(|(content, _)| content.first() >= old || named.contains(&content.first()))
            .unzip();
        let contents = Contents { distinct, skipped };
        Ok(Report {
            schema_version: SCHEMA_VERSION,
            articles: (articles.len() - contents.skipped.len()) as u64,
            against: self.len() as u64,
            warnings,
            clusters,
            pairs: rows.into_iter().map(|row| row.pair).collect(),
            left_out: forms.len() as u64,
            ignored: ignored(&contents, &all, &furniture),
            skipped: contents.skipped,
            repaired: Vec::new(),
            furniture: Furniture::of(&furniture),
            parameters: *options,
        })
    }
}
