//! From candidates to all rows of a report: what the articles share, and what the rows say of one another.

use wirecopy_reuse::TermWeights;

use crate::also_in::count_other_articles;
use crate::common_source::find_common_sources;
use crate::distinct::{Sifted, Texts, without_forms};
use crate::pairs::{Compared, align, identical_pairs};
use crate::progress::report;
use crate::rewording::HeldStems;
use crate::{Article, CheckOptions, Error, Progress, Stage};

/// How many contents are gone through between two looks at the progress callback.
const CONTENTS_UNHEARD: usize = 256;

/// Contents and what is known of the collection that they are from.
pub(crate) struct Reuse<'c> {
    pub(crate) articles: &'c [Article<'c>],
    /// The contents that may share something; of the collection, others may be known to `texts` alone.
    pub(crate) compared: &'c [Compared<'c>],
    pub(crate) texts: &'c dyn Texts,
    pub(crate) weights: &'c TermWeights,
    /// The stems that were found before, if any.
    pub(crate) stems: Option<&'c HeldStems>,
    /// The first articles, so many, are not paired with one another.
    pub(crate) old: usize,
}

impl Reuse<'_> {
    /// Aligns the candidates, given in any order and maybe twice, drops what is a form, and says of the rest what can be said
    /// only in view of all; in no order.
    pub(crate) fn find(
        &self,
        candidates: Vec<(usize, usize)>,
        options: &CheckOptions,
        progress: Progress<'_>,
    ) -> Result<Sifted, Error> {
        // Little beside the alignment, and counted with it: all of that is done.
        let listen = || report(progress, Stage::Align, 1, 1);
        let rows = align(
            candidates,
            self.compared,
            self.texts.count(),
            (self.weights, self.stems),
            options,
            progress,
        )?;
        let mut sifted = without_forms(rows, self.texts, options, &listen)?;
        let rows = &mut sifted.rows;
        find_common_sources(rows, self.articles, &listen)?;
        count_other_articles(rows, self.compared, &listen)?;
        for (place, content) in self.compared.iter().enumerate() {
            if place.is_multiple_of(CONTENTS_UNHEARD) {
                listen()?;
            }
            rows.extend(identical_pairs(
                content,
                self.articles,
                self.old,
                self.weights,
            ));
        }
        Ok(sifted)
    }
}
