//! The report as a table to read.

use std::collections::BTreeMap;
use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;
use wirecopy::{
    ClusterMember, Direction, LaterVersion, Level, Pair, Passage, PassageForm, Relation, Report,
    Revision,
};

use crate::clean;
use crate::figures::{counted, grouped, percent};
use crate::terminal::{Ink, Terminal};

/// Between two columns.
const GAP: &str = "  ";

/// `100%`, and the heads `of a` and `of b`.
const SHARE_WIDTH: usize = 4;

/// Of the longest shared run; short, so that two ids of twenty letters fit into 80 columns.
const RUN_HEAD: &str = "longest";

/// An id is never shortened to less than this; in a very narrow terminal the lines wrap.
const LEAST_ID_WIDTH: usize = 8;

/// How many pairs there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// Those that share text.
    sharing: u64,
    /// Those that tell one story in different words.
    stories: u64,
}

impl Found {
    pub(crate) fn of(pairs: &[Pair]) -> Self {
        let stories = pairs
            .iter()
            .filter(|pair| pair.relation == Relation::SameStory)
            .count();
        Self {
            sharing: (pairs.len() - stories) as u64,
            stories: stories as u64,
        }
    }
}

/// Writes the summary, the pairs with their passages, and the larger clusters. `found` counts the pairs before some of
/// them were chosen for the report.
pub(crate) fn write(
    out: &mut impl Write,
    report: &Report,
    found: Found,
    terminal: Terminal,
) -> io::Result<()> {
    writeln!(out, "{}", terminal.paint(Ink::Bold, summary(report, found)))?;
    if found.stories > 0 {
        writeln!(out, "{}", terminal.paint(Ink::Bold, stories(found)))?;
    }
    if report.left_out > 0 {
        writeln!(out, "{}", terminal.paint(Ink::Dim, left_out(report)))?;
    }
    if report.furniture.articles > 0 {
        writeln!(out, "{}", terminal.paint(Ink::Dim, furniture(report)))?;
    }
    if report.pairs.is_empty() {
        return Ok(());
    }
    let layout = Layout::of(report, terminal);
    writeln!(out)?;
    layout.write_head(out)?;
    let mut before: Option<&Pair> = None;
    for pair in &report.pairs {
        // Pairs with passages are paragraphs; a run of pairs without any is a list.
        if before.is_some_and(|before| !before.passages.is_empty() || !pair.passages.is_empty()) {
            writeln!(out)?;
        }
        layout.write_pair(out, pair)?;
        layout.write_story(out, pair)?;
        layout.write_direction(out, pair)?;
        layout.write_origin(out, pair)?;
        for passage in &pair.passages {
            layout.write_passage(out, passage)?;
        }
        before = Some(pair);
    }
    write_clusters(out, &report.clusters, terminal)
}

pub(crate) fn summary(report: &Report, found: Found) -> String {
    let articles = counted(report.articles, "article", "articles");
    let shown = match report.pairs.len() as u64 {
        all if all == found.sharing + found.stories => String::new(),
        0 => ", none shown".to_owned(),
        part => format!(", {} shown", grouped(part)),
    };
    let sharing = match found.sharing {
        0 if report.left_out == 0 => "no two share text".to_owned(),
        0 => "no pair is listed".to_owned(),
        1 => "1 pair shares text".to_owned(),
        pairs => format!("{} pairs share text", grouped(pairs)),
    };
    let skipped = match report.skipped.len() as u64 {
        0 => "none skipped".to_owned(),
        skipped => format!("{} skipped", counted(skipped, "record", "records")),
    };
    let against = match report.against {
        0 => String::new(),
        old => format!(" against {}", grouped(old)),
    };
    format!("{articles} checked{against}, {skipped}: {sharing}{shown}")
}

/// The pairs that share no text to speak of, on a line of their own: with the rest it would not fit a narrow terminal.
fn stories(found: Found) -> String {
    let pairs = counted(found.stories, "pair", "pairs");
    format!("one story in other words: {pairs}")
}

/// What shares text and is not listed, and how to see it.
fn left_out(report: &Report) -> String {
    format!(
        "shared, but as a form or too improbable: {} (--min-probability 0)",
        counted(report.left_out, "pair", "pairs")
    )
}

/// What was left out of account: without this line, "no two share text" would be no answer to "but these three do".
fn furniture(report: &Report) -> String {
    format!(
        "page furniture, not counted: {} in {}",
        counted(report.furniture.words, "word", "words"),
        counted(report.furniture.articles, "article", "articles")
    )
}

/// The widths of the columns, the same on every line of a report.
#[derive(Debug)]
struct Layout {
    terminal: Terminal,
    relation: usize,
    a: usize,
    b: usize,
    run: usize,
    /// Of the kinds of passages that occur.
    kind: usize,
    /// Of the number of words of a passage.
    words: usize,
}

impl Layout {
    /// Measures a report: one pass over its pairs, before anything is written.
    fn of(report: &Report, terminal: Terminal) -> Self {
        let mut layout = Self {
            terminal,
            relation: "relation".len(),
            a: 1,
            b: 1,
            run: RUN_HEAD.len(),
            kind: 0,
            words: 0,
        };
        for pair in &report.pairs {
            layout.relation = layout.relation.max(pair.relation.as_str().len());
            layout.a = layout.a.max(clean::name(&pair.a).width());
            layout.b = layout.b.max(clean::name(&pair.b).width());
            layout.run = layout.run.max(run(pair).len());
            for passage in &pair.passages {
                layout.kind = layout.kind.max(kind(passage).len());
                layout.words = layout.words.max(words(passage).len());
            }
        }
        let fixed = layout.relation + layout.run + 2 * SHARE_WIDTH + 5 * GAP.len();
        let room = terminal.width.saturating_sub(fixed).max(2 * LEAST_ID_WIDTH);
        (layout.a, layout.b) = divide(room, layout.a, layout.b);
        layout
    }

    fn write_head(&self, out: &mut impl Write) -> io::Result<()> {
        let head = format!(
            "{:relation$}{GAP}{:a$}{GAP}{:b$}{GAP}{:>SHARE_WIDTH$}{GAP}{:>SHARE_WIDTH$}{GAP}{RUN_HEAD:>run$}",
            "relation",
            "a",
            "b",
            "of a",
            "of b",
            relation = self.relation,
            a = self.a,
            b = self.b,
            run = self.run,
        );
        writeln!(out, "{}", self.terminal.paint(Ink::Dim, head))
    }

    fn write_pair(&self, out: &mut impl Write, pair: &Pair) -> io::Result<()> {
        let relation = pair.relation.as_str();
        write!(out, "{}", self.terminal.paint(ink(pair.relation), relation))?;
        write_spaces(out, self.relation - relation.len())?;
        for (id, width) in [(&pair.a, self.a), (&pair.b, self.b)] {
            let id = clean::name(id);
            let id = clean::shorten_middle(&id, width);
            write!(out, "{GAP}{}", self.terminal.paint(Ink::Bold, &id))?;
            write_spaces(out, width.saturating_sub(id.width()))?;
        }
        writeln!(
            out,
            "{GAP}{:>SHARE_WIDTH$}{GAP}{:>SHARE_WIDTH$}{GAP}{:>run$}",
            percent(pair.share_of_a) + "%",
            percent(pair.share_of_b) + "%",
            run(pair),
            run = self.run,
        )
    }

    /// Of a pair that tells one story in other words how near the two are, as it says by no share.
    fn write_story(&self, out: &mut impl Write, pair: &Pair) -> io::Result<()> {
        match (pair.relation, pair.reasons.first()) {
            (Relation::SameStory, Some(reason)) => self.write_reason(out, reason),
            _ => Ok(()),
        }
    }

    /// Who was first and how that is known: the last of the reasons, if there is an answer.
    fn write_direction(&self, out: &mut impl Write, pair: &Pair) -> io::Result<()> {
        match (pair.direction, pair.reasons.last()) {
            (Direction::Unknown, _) | (_, None) => Ok(()),
            (_, Some(reason)) => self.write_reason(out, reason),
        }
    }

    fn write_reason(&self, out: &mut impl Write, reason: &str) -> io::Result<()> {
        let room = self.terminal.width.saturating_sub(GAP.len());
        let reason = clean::shorten_end(&clean::name(reason), room);
        writeln!(out, "{GAP}{}", self.terminal.paint(Ink::Dim, reason))
    }

    /// Whether one is a later version of the other, and where else both may have it from.
    fn write_origin(&self, out: &mut impl Write, pair: &Pair) -> io::Result<()> {
        let source = pair.common_source.as_ref();
        let notes = [
            pair.revision.as_ref().map(revised),
            source.map(|source| format!("common source: {}", clean::name(source))),
        ];
        let room = self.terminal.width.saturating_sub(GAP.len());
        for note in notes.into_iter().flatten() {
            let note = clean::shorten_end(&note, room);
            writeln!(out, "{GAP}{}", self.terminal.paint(Ink::Dim, note))?;
        }
        Ok(())
    }

    fn write_passage(&self, out: &mut impl Write, passage: &Passage) -> io::Result<()> {
        let label = format!(
            "{GAP}{:kind$}{GAP}{:>words$}{GAP}",
            kind(passage),
            words(passage),
            kind = self.kind,
            words = self.words,
        );
        let room = self.terminal.width.saturating_sub(label.len());
        writeln!(
            out,
            "{}{}",
            self.terminal.paint(Ink::Dim, label),
            clean::one_line(&passage.text_a, room)
        )
    }
}

/// A revision in one line, which `compare` shows too.
pub(crate) fn revised(revision: &Revision) -> String {
    let version = match revision.later {
        LaterVersion::A => "a is a later version",
        LaterVersion::B => "b is a later version",
        _ => "two versions",
    };
    format!(
        "revision: {version}, {} added, {} removed",
        counted(revision.added_words, "word", "words"),
        counted(revision.removed_words, "word", "words")
    )
}

fn run(pair: &Pair) -> String {
    counted(pair.longest_run, "word", "words")
}

/// What a passage is made of; a paraphrase is called one, as its text stands in a only.
fn kind(passage: &Passage) -> String {
    match passage.form {
        PassageForm::Paraphrased => format!("{}, {}", passage.kind.as_str(), passage.form.as_str()),
        _ => passage.kind.as_str().to_owned(),
    }
}

fn words(passage: &Passage) -> String {
    counted(passage.words, "word", "words")
}

/// Divides the room between two columns: to each what it needs if that is possible, else no less than half to the one
/// that needs more.
fn divide(room: usize, a: usize, b: usize) -> (usize, usize) {
    let half = room / 2;
    if a + b <= room {
        (a, b)
    } else if a <= half {
        (a, room - a)
    } else if b <= half {
        (room - b, b)
    } else {
        (room - half, half)
    }
}

fn ink(relation: Relation) -> Ink {
    match relation {
        Relation::Identical | Relation::NearDuplicate => Ink::Red,
        Relation::Contained | Relation::PartialReuse => Ink::Yellow,
        _ => Ink::Cyan,
    }
}

fn write_spaces(out: &mut impl Write, count: usize) -> io::Result<()> {
    write!(out, "{:count$}", "")
}

/// Writes a line for each cluster of more than two: of two, the table has said everything.
fn write_clusters(
    out: &mut impl Write,
    members: &[ClusterMember],
    terminal: Terminal,
) -> io::Result<()> {
    let mut duplicates = BTreeMap::<u64, Vec<&str>>::new();
    let mut stories = BTreeMap::<u64, Vec<&str>>::new();
    for member in members {
        let clusters = match member.level {
            Level::Duplicate => &mut duplicates,
            _ => &mut stories,
        };
        clusters.entry(member.cluster).or_default().push(&member.id);
    }
    duplicates.retain(|_, ids| ids.len() > 2);
    stories.retain(|_, ids| ids.len() > 2);
    write_level(
        out,
        "Near-duplicates in more than two versions",
        &duplicates,
        terminal,
    )?;
    write_level(out, "Stories of more than two articles", &stories, terminal)
}

fn write_level(
    out: &mut impl Write,
    head: &str,
    clusters: &BTreeMap<u64, Vec<&str>>,
    terminal: Terminal,
) -> io::Result<()> {
    if clusters.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    writeln!(out, "{}", terminal.paint(Ink::Bold, head))?;
    let counts = |ids: &Vec<&str>| counted(ids.len() as u64, "article", "articles");
    let width = clusters
        .values()
        .map(|ids| counts(ids).len())
        .max()
        .unwrap_or_default();
    for ids in clusters.values() {
        let label = format!("{GAP}{:>width$}{GAP}", counts(ids));
        let room = terminal.width.saturating_sub(label.len());
        writeln!(
            out,
            "{}{}",
            terminal.paint(Ink::Dim, label),
            listed(ids, room)
        )?;
    }
    Ok(())
}

/// Lists as many ids as fit into `width` columns, and says how many more there are.
fn listed(ids: &[&str], width: usize) -> String {
    let names = ids.iter().map(|id| clean::name(id));
    // No more ids than columns can fit, so that a cluster of 100,000 is not put together in vain.
    if ids.len() <= width {
        let all = names.clone().collect::<Vec<_>>().join(", ");
        if all.width() <= width {
            return all;
        }
    }
    let mut line = String::new();
    for (position, id) in names.enumerate() {
        let more = |left: usize| format!(", … {} more", grouped(left as u64));
        let rest = more(ids.len() - position - 1);
        let separator = if position == 0 { "" } else { ", " };
        let room = width.saturating_sub(line.width() + separator.len() + rest.width());
        if id.width() <= room {
            line.extend([separator, &id]);
        } else if position == 0 {
            line.push_str(&clean::shorten_middle(&id, room));
        } else {
            return line + &more(ids.len() - position);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_goes_where_it_is_needed() {
        assert_eq!(divide(40, 10, 12), (10, 12));
        assert_eq!(divide(40, 10, 50), (10, 30));
        assert_eq!(divide(40, 50, 10), (30, 10));
        assert_eq!(divide(41, 50, 60), (21, 20));
    }

    #[test]
    fn a_list_of_ids_ends_at_the_edge() {
        assert_eq!(listed(&["one", "two", "three"], 40), "one, two, three");
        assert_eq!(listed(&["one", "two", "three"], 15), "one, two, three");
        assert_eq!(
            listed(&["one", "two", "three", "four"], 20),
            "one, two, … 2 more"
        );
        assert_eq!(
            listed(&["one", "two", "three", "four"], 17),
            "one, … 3 more"
        );
        assert_eq!(
            listed(&["a-very-long-name-indeed", "two", "three"], 20),
            "a-ve…ndeed, … 2 more"
        );
    }
}
