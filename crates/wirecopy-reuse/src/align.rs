//! From the matches of two texts to their passages.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::{ControlFlow, Range};
use std::sync::OnceLock;

use wirecopy_text::Marks;

use crate::chain::{Counted, Weighed, chains};
use crate::edits::{edits, shared};
use crate::fill::Filler;
use crate::matches::{GramTable, Match};
use crate::names::Look;
use crate::passage::PassageForm;
use crate::preparation::Grams;
use crate::progress::{report, report_step};
use crate::snap::snap;
use crate::{AlignOptions, Error, Passage, Progress, Side, TermWeights};

/// A chain that weighs less cannot become a passage even when its ends grow.
const MIN_CHAIN_SCORE: f32 = 8.0;

/// How many chains are looked into between two looks at the progress callback: some tenths of a millisecond.
const CHAINS_UNHEARD: u64 = 64;

/// Finds the passages that one text shares with others.
///
/// The text is prepared once; each comparison then costs time in the length of the other text and in the number
/// of words that the two share. The steps: word 4-grams that stand in both, grown to maximal matches; sparse
/// chaining; alignment of the words between and beside the matches, weighted by idf (Smith and Waterman 1981,
/// around anchors); rejection of what is weak or made of names only; snapping to the borders of sentences.
///
/// Each word of either text is in one passage at most.
///
/// # Example
/// ```
/// use wirecopy_reuse::{AlignOptions, Aligner, Repeats, Side, TermWeights, WordRanges};
/// use wirecopy_text::Analysis;
///
/// let wire = "The ferry to Marrow Point will sail again on Monday after engineers replaced a cracked shaft.";
/// let blog = "Good news, readers: the ferry to Marrow Point will sail again on Monday if the wind drops at last.";
/// let (wire_words, blog_words) = (Analysis::new(wire)?, Analysis::new(blog)?);
/// let (void, repeats) = (WordRanges::default(), Repeats::default());
/// let side = |text, analysis| Side::new(text, analysis, &void, &repeats);
/// let (a, b) = (side(wire, &wire_words), side(blog, &blog_words));
///
/// let passages = Aligner::new(a, &TermWeights::default(), &AlignOptions::default()).passages(b);
/// assert_eq!(passages.len(), 1);
/// assert_eq!(passages[0].b.of(blog), "the ferry to Marrow Point will sail again on Monday");
/// # Ok::<(), wirecopy_text::Error>(())
/// ```
#[derive(Debug)]
pub struct Aligner<'t> {
    side: Side<'t>,
    void: Vec<bool>,
    weights: Vec<f32>,
    looks: Cow<'t, [Look]>,
    weighed: Weighed,
    counted: Counted,
    grams: OnceLock<Cow<'t, GramTable>>,
    options: AlignOptions,
}

/// A passage in the making: its matches in order, and the words that it covers on both sides.
#[derive(Debug)]
struct Draft {
    matches: Vec<Match>,
    a: Range<usize>,
    b: Range<usize>,
    score: f32,
}

impl<'t> Aligner<'t> {
    /// Prepares the text `a`. O(words of a), of those of a text that was prepared before less.
    #[must_use]
    pub fn new(a: Side<'t>, weights: &TermWeights, options: &AlignOptions) -> Self {
        let (words, marks) = (a.analysis.hashes(), a.analysis.marks());
        let void = a.void.to_flags(words.len());
        let mut weights = match a.prepared {
            Some(prepared) => prepared.weights(),
            None => weights.weights(words, marks.iter().copied()),
        };
        for words in a.void.as_slice() {
            weights[words.start as usize..words.end as usize].fill(0.0);
        }
        Self {
            side: a,
            weighed: Weighed::new(&weights),
            counted: Counted::new(&void),
            grams: OnceLock::new(),
            looks: match a.prepared {
                Some(prepared) => Cow::Borrowed(&prepared.before.looks),
                None => Cow::Owned(Look::of_words(words, marks).into()),
            },
            void,
            weights,
            options: *options,
        }
    }

    /// The one passage that the prepared text shares with a text of the same words, however short both are.
    ///
    /// # Panics
    /// When the texts have different numbers of words.
    #[must_use]
    pub fn whole(&self, b: Side<'_>) -> Passage {
        let len = self.void.len();
        assert_eq!(len, b.analysis.len(), "texts of the same words");
        let matches = vec![Match { a: 0, b: 0, len }];
        let mut pair = Pair::new(self, b);
        let draft = Draft {
            score: pair.score(&matches),
            a: 0..len,
            b: 0..len,
            matches,
        };
        pair.finish(&draft)
    }

    /// The passages that `b` shares with the prepared text, in the order of the prepared text.
    #[must_use]
    pub fn passages(&self, b: Side<'_>) -> Vec<Passage> {
        // Nobody says stop, and nothing else can fail.
        self.passages_with_progress(b, &|_, _| ControlFlow::Continue(()))
            .unwrap_or_default()
    }

    /// [`passages`](Self::passages) that can be told to stop, for long texts.
    ///
    /// # Errors
    /// [`Error::Cancelled`] when `progress` (chains of matches done, of all; 0 of 0 before they are known) says so.
    pub fn passages_with_progress(
        &self,
        b: Side<'_>,
        progress: Progress<'_>,
    ) -> Result<Vec<Passage>, Error> {
        report(progress, 0, 0)?;
        let mut pair = Pair::new(self, b);
        let matches = self.matches(&pair, progress)?;
        let chains = chains(
            &matches,
            (&self.weighed, &self.counted),
            &Counted::new(&pair.void),
            MIN_CHAIN_SCORE,
            &self.options,
            progress,
        )?;
        let mut drafts: Vec<Draft> = Vec::new();
        let all = chains.len() as u64;
        for (done, (chain, _)) in (0..).zip(chains.iter()) {
            if done % CHAINS_UNHEARD == 0 {
                report(progress, done, all)?;
            }
            if let Some(draft) = pair.draft(chain, progress)? {
                pair.take(&draft);
                drafts.push(draft);
            }
        }
        drafts.sort_by_key(|draft| (draft.a.start, draft.b.start));
        drafts
            .iter()
            .map(|draft| {
                report(progress, all, all)?;
                Ok(pair.finish(draft))
            })
            .collect()
    }
}

impl Aligner<'_> {
    /// The runs of words that both texts of a pair have.
    fn matches(&self, pair: &Pair<'_, '_>, progress: Progress<'_>) -> Result<Vec<Match>, Error> {
        let own = (self.side.analysis.hashes(), &*self.void);
        let other = (pair.words(), &*pair.void);
        // A table of the other text that was made before finds the same where neither is crowded, and is asked for all texts
        // that are compared with that one, so that it is near.
        if let Some(Grams::Table(grams, false)) =
            pair.b.prepared.map(|prepared| &prepared.before.grams)
            && !self.is_crowded()
        {
            let mut found = grams.matches(other, own, None, progress)?;
            for found in &mut found {
                std::mem::swap(&mut found.a, &mut found.b);
            }
            found.sort_unstable();
            return Ok(found);
        }
        self.grams().matches(own, other, pair.b.recurring, progress)
    }

    fn grams(&self) -> &GramTable {
        self.grams.get_or_init(
            || match self.side.prepared.map(|prepared| &prepared.before.grams) {
                Some(Grams::Table(grams, _)) => Cow::Borrowed(grams),
                _ => Cow::Owned(GramTable::new(self.side.analysis.hashes(), &self.void)),
            },
        )
    }

    fn is_crowded(&self) -> bool {
        match self.side.prepared.map(|prepared| &prepared.before.grams) {
            Some(Grams::Crowded(crowded) | Grams::Table(_, crowded)) => *crowded,
            _ => self.grams().is_crowded(),
        }
    }
}

/// One comparison: both texts, and which of their words have a passage already.
struct Pair<'p, 't> {
    a: &'p Aligner<'t>,
    b: Side<'p>,
    void: Vec<bool>,
    used_a: Vec<bool>,
    used_b: Vec<bool>,
    scratch: Scratch,
}

/// What a comparison writes into, kept by each thread for the next one: most share too little to be worth the making.
#[derive(Debug, Default)]
struct Scratch {
    filler: Filler,
    /// The words before and behind the chain at hand.
    before: Filler,
    behind: Filler,
    /// Of the chain at hand: its matches that are free, the words that match, and the matches of these.
    anchors: Vec<Match>,
    matching: Vec<(usize, usize)>,
    matches: Vec<Match>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Drop for Pair<'_, '_> {
    fn drop(&mut self) {
        SCRATCH.set(std::mem::take(&mut self.scratch));
    }
}

impl<'p, 't> Pair<'p, 't> {
    fn new(a: &'p Aligner<'t>, b: Side<'p>) -> Self {
        Self {
            a,
            b,
            void: b.void.to_flags(b.analysis.len()),
            used_a: vec![false; a.void.len()],
            used_b: vec![false; b.analysis.len()],
            scratch: SCRATCH.take(),
        }
    }

    fn words(&self) -> &'p [u64] {
        self.b.analysis.hashes()
    }

    /// Turns a chain into a draft if enough of it is left and it says enough.
    fn draft(&mut self, chain: &[Match], progress: Progress<'_>) -> Result<Option<Draft>, Error> {
        // Most chains become no passage: what they are looked into with is kept for the next.
        let mut anchors = std::mem::take(&mut self.scratch.anchors);
        let mut matching = std::mem::take(&mut self.scratch.matching);
        let mut matches = std::mem::take(&mut self.scratch.matches);
        let draft = self
            .fill(chain, &mut anchors, &mut matching, progress)
            .map(|()| self.judge(&matching, &mut matches));
        (
            self.scratch.anchors,
            self.scratch.matching,
            self.scratch.matches,
        ) = (anchors, matching, matches);
        draft
    }

    /// Finds the matching words of a chain as far as it is free, of its gaps, and of what lies beyond its ends.
    fn fill(
        &mut self,
        chain: &[Match],
        anchors: &mut Vec<Match>,
        matching: &mut Vec<(usize, usize)>,
        progress: Progress<'_>,
    ) -> Result<(), Error> {
        matching.clear();
        let anchors = self.free_anchors(chain, anchors);
        let (Some(&first), Some(&last)) = (anchors.first(), anchors.last()) else {
            return Ok(());
        };
        self.look_around(first, last);
        if !self.may_be_accepted(anchors) {
            return Ok(());
        }
        self.scratch.before.beyond(&self.scoring(), matching);
        matching.reverse();
        for (index, anchor) in anchors.iter().enumerate() {
            report_step(progress, index)?;
            if index > 0 {
                let before = anchors[index - 1];
                let scoring = self.scoring();
                let gap_a = counted(&self.a.void, before.a_end()..anchor.a);
                let gap_b = counted(&self.void, before.b_end()..anchor.b);
                self.scratch
                    .filler
                    .between(gap_a, gap_b, &scoring, matching);
            }
            matching.extend((0..anchor.len).map(|k| (anchor.a + k, anchor.b + k)));
        }
        self.scratch.behind.beyond(&self.scoring(), matching);
        Ok(())
    }

    /// Whether a chain could be accepted if all words near it that may match did: of most chains, which are names or too
    /// short, that is seen before anything is aligned.
    fn may_be_accepted(&self, anchors: &[Match]) -> bool {
        /// For what is lost in adding up.
        const SLACK: f32 = 0.05;
        let options = &self.a.options;
        let (Some(first), Some(last)) = (anchors.first(), anchors.last()) else {
            return false;
        };
        if self.is_whole(last.a_end() - first.a + 2 * options.max_bridge) {
            return true;
        }
        let around = self.scratch.before.gain() + self.scratch.behind.gain() + SLACK;
        let inside = self.a.weighed.weight(first.a, last.a_end());
        if inside + around < options.min_score {
            return false;
        }
        let gaps = anchors.windows(2);
        let gaps: f32 = gaps
            .map(|pair| self.a.weighed.weight(pair[0].a_end(), pair[1].a))
            .sum();
        // What the words near the chain that may be more than names weigh takes longest to find out: only where it decides.
        let wanted = options.min_content_score - gaps;
        let content = self.content(anchors, wanted);
        let met =
            || self.content_met(&self.scratch.before) + self.content_met(&self.scratch.behind);
        content >= wanted || content + around >= wanted && content + met() + SLACK >= wanted
    }

    /// What those of the words near a chain that may match weigh, and may be more than names.
    fn content_met(&self, near: &Filler) -> f32 {
        let marks_b = self.b.analysis.marks();
        near.met()
            .filter(|(i, others)| {
                let is_plain = |j: usize| !marks_b[j].contains(Marks::CAPITALISED);
                let mut others = others.clone();
                self.a.looks[*i].may_be_content(|| others.any(is_plain))
            })
            .map(|(i, _)| self.a.weights[i])
            .sum()
    }

    /// The draft of so many matching words, if they say enough.
    fn judge(&self, matching: &[(usize, usize)], matches: &mut Vec<Match>) -> Option<Draft> {
        if matching.len() < self.a.options.min_words && !self.is_whole(matching.len()) {
            return None;
        }
        join(matching, matches);
        let (first, last) = (*matches.first()?, *matches.last()?);
        let draft = Draft {
            a: first.a..last.a_end(),
            b: first.b..last.b_end(),
            score: self.score(matches),
            matches: Vec::new(),
        };
        self.accepts(&draft, matches).then(|| Draft {
            matches: matches.clone(),
            ..draft
        })
    }

    fn scoring(&self) -> crate::fill::Scoring<'p> {
        crate::fill::Scoring {
            a: self.a.side.analysis.hashes(),
            b: self.b.analysis.hashes(),
            weights: &self.a.weights,
            gap: self.a.options.gap,
            mismatch: self.a.options.mismatch,
            max_drop: self.a.options.max_drop,
        }
    }

    /// The matches of a chain without words that a better passage has, and without overlaps of one another.
    ///
    /// What lies between two of them must be free as well: of a chain that a better passage cuts, one part stays.
    fn free_anchors<'m>(&self, chain: &[Match], anchors: &'m mut Vec<Match>) -> &'m [Match] {
        anchors.clear();
        for &m in chain {
            let (mut m, taken) = (m, |k: usize, m: Match| {
                self.used_a[m.a + k] || self.used_b[m.b + k]
            });
            if let Some(last) = anchors.last() {
                let overlap = last
                    .a_end()
                    .saturating_sub(m.a)
                    .max(last.b_end().saturating_sub(m.b));
                m = skip(m, overlap);
            }
            m = skip(m, (0..m.len).take_while(|&k| taken(k, m)).count());
            m.len = (0..m.len).take_while(|&k| !taken(k, m)).count();
            if m.len > 0 {
                anchors.push(m);
            }
        }
        // The part with the most words, the first of equal ones.
        let (mut longest, mut words) = (0..0, 0);
        let mut start = 0;
        for end in 1..=anchors.len() {
            if end == anchors.len() || !self.free_between(anchors[end - 1], anchors[end]) {
                let in_part = anchors[start..end].iter().map(|m| m.len).sum();
                if in_part > words {
                    (longest, words) = (start..end, in_part);
                }
                start = end;
            }
        }
        &anchors[longest]
    }

    fn free_between(&self, last: Match, next: Match) -> bool {
        !self.used_a[last.a_end()..next.a].contains(&true)
            && !self.used_b[last.b_end()..next.b].contains(&true)
    }

    /// Takes the free words before the first match of a chain, from there to the left, and those behind the last.
    fn look_around(&mut self, first: Match, last: Match) {
        let (reach, scoring) = (self.a.options.max_bridge, self.scoring());
        let left_a = free_words(&self.used_a, &self.a.void, (0..first.a).rev()).take(reach);
        let left_b = free_words(&self.used_b, &self.void, (0..first.b).rev()).take(reach);
        self.scratch.before.take(left_a, left_b, &scoring);
        let (behind_a, behind_b) = (
            last.a_end()..self.used_a.len(),
            last.b_end()..self.used_b.len(),
        );
        let right_a = free_words(&self.used_a, &self.a.void, behind_a).take(reach);
        let right_b = free_words(&self.used_b, &self.void, behind_b).take(reach);
        self.scratch.behind.take(right_a, right_b, &scoring);
    }

    fn score(&self, matches: &[Match]) -> f32 {
        let options = &self.a.options;
        let weight: f32 = matches
            .iter()
            .flat_map(|m| &self.a.weights[m.a..m.a_end()])
            .sum();
        let cost: f32 = matches
            .windows(2)
            .map(|w| {
                let gap_a = counted(&self.a.void, w[0].a_end()..w[1].a).count();
                let gap_b = counted(&self.void, w[0].b_end()..w[1].b).count();
                options
                    .bridge_cost(gap_a, gap_b)
                    .min(options.growth_cost(gap_a, gap_b))
            })
            .sum();
        weight - cost
    }

    /// Whether so many matching words are the whole of both texts, or nearly.
    fn is_whole(&self, words: usize) -> bool {
        let counted = self.a.side.counted_words().max(self.b.counted_words());
        words as f64 >= self.a.options.whole_text_share * counted as f64
    }

    fn accepts(&self, draft: &Draft, matches: &[Match]) -> bool {
        let options = &self.a.options;
        let words: usize = matches.iter().map(|m| m.len).sum();
        if self.is_whole(words) {
            return true;
        }
        if words < options.min_words || draft.score < options.min_score {
            return false;
        }
        let length = (counted(&self.a.void, draft.a.clone()).count())
            .max(counted(&self.void, draft.b.clone()).count());
        words as f64 >= options.min_density * length as f64 && !self.names_only(matches)
    }

    fn names_only(&self, matches: &[Match]) -> bool {
        let wanted = self.a.options.min_content_score;
        self.content(matches, wanted) < wanted
    }

    /// What the words of content among those that match weigh, as far as it takes to see that it is `enough`.
    fn content(&self, matches: &[Match], enough: f32) -> f32 {
        let (marks_a, marks_b) = (self.a.side.analysis.marks(), self.b.analysis.marks());
        // No weight is negative: the first words mostly say enough.
        let mut content = 0.0;
        for m in matches {
            for (i, j) in (m.a..m.a_end()).zip(m.b..) {
                if content >= enough {
                    return content;
                }
                if !marks_a[i].contains(Marks::FUNCTION)
                    && self.a.looks[i].is_content(marks_a[i], (marks_b, j))
                {
                    content += self.a.weights[i];
                }
            }
        }
        content
    }

    fn take(&mut self, draft: &Draft) {
        self.used_a[draft.a.clone()].fill(true);
        self.used_b[draft.b.clone()].fill(true);
    }

    fn finish(&mut self, draft: &Draft) -> Passage {
        let snap_words = self.a.options.snap_words;
        let a = snap(
            self.a.side,
            &draft.a,
            &mut self.used_a,
            &self.a.void,
            snap_words,
        );
        let b = snap(self.b, &draft.b, &mut self.used_b, &self.void, snap_words);
        let quoted = |i: usize, j: usize| {
            self.a.side.analysis.marks()[i].contains(Marks::QUOTED)
                || self.b.analysis.marks()[j].contains(Marks::QUOTED)
        };
        let mut quoted_words = 0;
        let mut longest_prose_run = 0;
        for m in &draft.matches {
            let mut run = 0;
            for k in 0..m.len {
                if quoted(m.a + k, m.b + k) {
                    quoted_words += 1;
                    run = 0;
                } else {
                    run += 1;
                    longest_prose_run = longest_prose_run.max(run);
                }
            }
        }
        let side_a = (self.a.side.analysis, &a.words, self.a.void.as_slice());
        let side_b = (self.b.analysis, &b.words, self.void.as_slice());
        let max_edit_words = self.a.options.max_edit_words;
        let edits = edits(side_a, side_b, &draft.matches);
        Passage {
            form: if edits.is_empty() {
                PassageForm::Verbatim
            } else {
                PassageForm::Edited
            },
            reordered: false,
            edits,
            a_shared: shared(
                side_a,
                draft.matches.iter().map(|m| m.a..m.a_end()),
                max_edit_words,
            ),
            b_shared: shared(
                side_b,
                draft.matches.iter().map(|m| m.b..m.b_end()),
                max_edit_words,
            ),
            words: draft.matches.iter().map(|m| m.len).sum(),
            quoted_words,
            longest_run: draft.matches.iter().map(|m| m.len).max().unwrap_or(0),
            longest_prose_run,
            names_only: self.names_only(&draft.matches),
            score: draft.score,
            a: a.span,
            b: b.span,
            a_words: a.words,
            b_words: b.words,
        }
    }
}

/// The words of a stretch that count.
fn counted(void: &[bool], stretch: Range<usize>) -> impl Iterator<Item = usize> {
    stretch.filter(|&word| !void[word])
}

/// Of words that follow one another, those that count, up to the first that is used.
fn free_words(
    used: &[bool],
    void: &[bool],
    words: impl Iterator<Item = usize>,
) -> impl Iterator<Item = usize> {
    words
        .take_while(|&word| !used[word])
        .filter(|&word| !void[word])
}

/// A match without its first `words` words.
fn skip(m: Match, words: usize) -> Match {
    let words = words.min(m.len);
    Match {
        a: m.a + words,
        b: m.b + words,
        len: m.len - words,
    }
}

/// Joins matching words that follow one another on both sides.
fn join(matching: &[(usize, usize)], joined: &mut Vec<Match>) {
    joined.clear();
    for &(a, b) in matching {
        match joined.last_mut() {
            Some(last) if last.a_end() == a && last.b_end() == b => last.len += 1,
            _ => joined.push(Match { a, b, len: 1 }),
        }
    }
}
