//! The parameters of each step, with the values that the check uses.

use crate::paraphrase::Overlap;

/// Parameters of [`furniture`](crate::furniture).
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct FurnitureOptions {
    /// Length of a run in words; 8 by default.
    pub run_words: usize,
    /// In how many otherwise different texts a run must stand to be furniture; 3 by default.
    pub min_texts: usize,
    /// Two texts are versions of one another, and so not "otherwise different", when this share of the
    /// 4-grams of the shorter stands in the longer, `0.0..=1.0`; 0.5 by default.
    pub same_text_share: f64,
}

impl Default for FurnitureOptions {
    fn default() -> Self {
        Self {
            run_words: 8,
            min_texts: 3,
            same_text_share: 0.5,
        }
    }
}

/// Parameters of [`candidate_pairs`](crate::candidate_pairs).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct SeedOptions {
    /// Length of a seed in words; 4 by default.
    pub seed_words: usize,
    /// A seed is rare when at most this many texts hold it; 20 by default. A more frequent one leads only
    /// to the earliest texts that hold it ([`heavy_links`](Self::heavy_links)).
    pub max_texts: usize,
    /// To how many of its earliest holders a frequent seed leads; 3 by default.
    pub heavy_links: usize,
    /// How many seeds a pair must share near one diagonal; 3 by default.
    pub min_seeds: usize,
    /// Texts of fewer words are short, such as headlines; 16 by default. A pair of them needs one seed only.
    pub short_text_words: usize,
    /// How far apart, in words, the seeds of one diagonal may lie; 32 by default.
    pub window: u32,
    /// By how many words the diagonal may shift within the window; 8 by default.
    pub drift: u32,
    /// Texts before this one are not paired with one another, only with later ones; 0 by default.
    pub paired_from: usize,
}

impl Default for SeedOptions {
    fn default() -> Self {
        Self {
            seed_words: 4,
            max_texts: 20,
            heavy_links: 3,
            min_seeds: 3,
            short_text_words: 16,
            window: 32,
            drift: 8,
            paired_from: 0,
        }
    }
}

impl SeedOptions {
    /// Sets the first text that is paired with earlier ones: those before it are old, and known.
    pub fn with_paired_from(self, text: usize) -> Self {
        Self {
            paired_from: text,
            ..self
        }
    }
}

/// Parameters of an [`Aligner`](crate::Aligner). Scores and costs are in nats, the unit of
/// [`TermWeights`](crate::TermWeights): an ordinary word weighs about 5, "the" 0.7.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct AlignOptions {
    /// Cost of a word that stands on one side only, where a passage grows beyond its anchors; 2.2 by default.
    pub gap: f32,
    /// Cost of one word replaced by another, likewise; 2.6 by default.
    pub mismatch: f32,
    /// Growth beyond an anchor ends where the score has fallen this far below its best; 12 by default, about five
    /// words that do not match.
    pub max_drop: f32,
    /// Cost of bridging unmatched words between two anchors, whatever their number; 2 by default. Four equal words in a
    /// row on both sides speak for the bridge, so that it is cheaper than growth into the open.
    pub bridge: f32,
    /// Cost of each unmatched word in a bridge, counted on its longer side; 1.2 by default.
    pub bridge_word: f32,
    /// The lowest score of a passage; 22 by default.
    pub min_score: f32,
    /// The fewest matching words of a passage; 6 by default.
    pub min_words: usize,
    /// The lowest weight of those words of a passage that are neither names, titles nor numbers; 10 by default, as much
    /// as two ordinary words. Below it the passage is made of names only.
    pub min_content_score: f32,
    /// The lowest part of a passage's words, on its longer side, that must match, `0.0..=1.0`; 0.5 by default.
    pub min_density: f64,
    /// The longest stretch of unmatched words that one passage may bridge; 25 by default.
    pub max_bridge: usize,
    /// An edit of at most this many words counts as shared in [`Passage::a_shared`](crate::Passage::a_shared) and
    /// `b_shared`; 3 by default. Longer stretches inside a passage do not stand in the other text.
    pub max_edit_words: usize,
    /// How far, in words, the border of a passage may move to reach the border of a sentence; 2 by default.
    pub snap_words: usize,
    /// A match that takes up this share of both texts is a passage however short or full of names it is,
    /// `0.0..=1.0`; 0.8 by default (headlines).
    pub whole_text_share: f64,
}

impl AlignOptions {
    /// What it costs to go from one match to the next over so many words of a and of b.
    pub(crate) fn bridge_cost(&self, words_a: usize, words_b: usize) -> f32 {
        match words_a.max(words_b) {
            0 => 0.0,
            words => self.bridge + self.bridge_word * words as f32,
        }
    }

    /// The same beyond the anchors, where each word is paid for on its own.
    pub(crate) fn growth_cost(&self, words_a: usize, words_b: usize) -> f32 {
        self.mismatch * words_a.min(words_b) as f32 + self.gap * words_a.abs_diff(words_b) as f32
    }
}

impl Default for AlignOptions {
    fn default() -> Self {
        Self {
            gap: 2.2,
            mismatch: 2.6,
            max_drop: 12.0,
            bridge: 2.0,
            bridge_word: 1.2,
            min_score: 22.0,
            min_words: 6,
            min_content_score: 10.0,
            min_density: 0.5,
            max_bridge: 25,
            max_edit_words: 3,
            snap_words: 2,
            whole_text_share: 0.8,
        }
    }
}

/// Parameters of a [`Paraphraser`](crate::Paraphraser). Scores are in nats, as in [`AlignOptions`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
#[must_use]
pub struct ParaphraseOptions {
    /// What two sentences have in common at least, so that they are looked at; 12 by default, a little more than two
    /// ordinary words.
    pub min_seed: f32,
    /// What the words say that only one text has costs this much of it, on average of both texts; 1 by default: a
    /// paraphrase says more in common than apart.
    pub unmatched: f32,
    /// The lowest score of a paraphrase; 12 by default: of two sentences of eight ordinary words six have to match, of two of
    /// sixteen ten.
    pub min_score: f32,
    /// The lowest weight of what both say besides names, titles and numbers; 15 by default, as much as three ordinary words.
    pub min_content: f32,
    /// The fewest words that match; 5 by default.
    pub min_words: usize,
    /// How many sentences that are not alike a paraphrase may step over; 1 by default.
    pub max_gap: usize,
    /// Beyond so many sentences a paraphrase does not grow; 8 by default.
    pub max_sentences: usize,
}

impl ParaphraseOptions {
    /// Whether what two stretches have in common makes one a paraphrase of the other.
    pub(crate) fn accepts(&self, overlap: &Overlap) -> bool {
        overlap.pairs.len() >= self.min_words
            && overlap.score >= self.min_score
            && overlap.content >= self.min_content
    }
}

impl Default for ParaphraseOptions {
    fn default() -> Self {
        Self {
            min_seed: 12.0,
            unmatched: 1.0,
            min_score: 12.0,
            min_content: 15.0,
            min_words: 5,
            max_gap: 1,
            max_sentences: 4,
        }
    }
}
