//! What two texts share.

use wirecopy_text::Span;

use crate::WordRanges;

/// How a stretch of one text became that of the other, read from a to b.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EditKind {
    /// Words of a stand replaced by others in b.
    Replaced,
    /// Words of a are missing in b.
    Deleted,
    /// b has words that a has not.
    Inserted,
}

/// A difference inside a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What was done.
    pub kind: EditKind,
    /// The words of a; empty, at the place in question, for [`EditKind::Inserted`].
    pub a: Span,
    /// The words of b; empty, at the place in question, for [`EditKind::Deleted`].
    pub b: Span,
}

impl Edit {
    fn swapped(self) -> Self {
        Self {
            kind: match self.kind {
                EditKind::Replaced => EditKind::Replaced,
                EditKind::Deleted => EditKind::Inserted,
                EditKind::Inserted => EditKind::Deleted,
            },
            a: self.b,
            b: self.a,
        }
    }
}

/// How near the words of a passage are to one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum PassageForm {
    /// The same words in the same order.
    Verbatim,
    /// The same words in the same order, with edits.
    Edited,
    /// Words of the same stems, in whatever order.
    Paraphrased,
}

/// A stretch that stands in both texts, edits included.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Passage {
    /// Whether it was copied, edited or paraphrased.
    pub form: PassageForm,
    /// Whether it stands in another order among the passages of a than among those of b: the passages that are not
    /// reordered, as many of their words as can be, stand in both texts in one order.
    pub reordered: bool,
    /// Where it stands in a, in bytes.
    pub a: Span,
    /// Where it stands in b, in bytes.
    pub b: Span,
    /// The words of a that it covers, as positions in the analysis.
    pub a_words: std::ops::Range<usize>,
    /// The words of b that it covers.
    pub b_words: std::ops::Range<usize>,
    /// Of the words of a that it covers, those that match or belong to a small edit: what a share counts. Of a
    /// paraphrase, those that match and up to three function words between two of them.
    pub a_shared: WordRanges,
    /// The same of b.
    pub b_shared: WordRanges,
    /// How many words match; furniture and the like do not count, nor do the function words of a paraphrase.
    pub words: usize,
    /// How many of the matching words stand inside quotation marks in a or in b.
    pub quoted_words: usize,
    /// The longest run of matching words without an edit.
    pub longest_run: usize,
    /// The longest such run outside quotation marks in both texts.
    pub longest_prose_run: usize,
    /// Whether hardly any of it is more than names, titles and numbers (listed only where it is the whole text).
    pub names_only: bool,
    /// Weight of the matching words less the costs of the edits, in nats; of a paraphrase, less a part of what the words
    /// say that only one text has.
    pub score: f32,
    /// The differences, in order. Of a paraphrase none are listed: its words stand in another order.
    pub edits: Vec<Edit>,
}

impl Passage {
    /// The same passage seen from the other text.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            a: self.b,
            b: self.a,
            a_words: self.b_words,
            b_words: self.a_words,
            a_shared: self.b_shared,
            b_shared: self.a_shared,
            edits: self.edits.into_iter().map(Edit::swapped).collect(),
            ..self
        }
    }

    /// Whether more than half of the matching words are quoted.
    #[must_use]
    pub fn is_quotation(&self) -> bool {
        self.quoted_words * 2 > self.words
    }
}
