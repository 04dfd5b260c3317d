//! Who has which passage: a graph with articles and passages as its nodes.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{Direction, Pair, Relation, Report};

/// Two stretches of one article are the same when they have at least this part of the longer in common.
const SAME: f64 = 0.5;

/// Which articles share which passages, and who had them first.
///
/// The nodes are articles and passages. Passages of several pairs are one node when they are the same stretch of an article
/// that they have in common: of the longer, at least half. An edge leads from an article to a passage that others took from
/// there, and from a passage to an article that took it. So that nothing is joined by articles alone: where a shares one
/// passage with b, and b another one with c, no passage leads from a to c.
///
/// # Example
/// ```
/// use wirecopy::{Article, CheckOptions, Role, check};
///
/// let first = "Divers found three breaches below the waterline, each wide enough to put an arm through.";
/// let second = "The harbour board wants to sell both cranes, and nobody on the quay knows who would buy them.";
/// let articles = [
///     Article::new("a", format!("The ferry ran aground on Tuesday. {first}")),
///     Article::new("b", format!("{first} Bread costs more than last year. {second}")),
///     Article::new("c", format!("{second} The mayor was on holiday when it was said.")),
/// ];
/// let report = check(&articles, &CheckOptions::default())?;
/// let graph = report.reuse_graph();
/// let holders = |passage: usize| -> Vec<&str> {
///     graph.passages[passage].standings.iter().map(|standing| standing.id.as_str()).collect()
/// };
/// assert_eq!(graph.passages.len(), 2);
/// assert_eq!((holders(0), holders(1)), (vec!["a", "b"], vec!["b", "c"]));
/// assert_eq!(graph.passages[0].standings[0].role, Role::Unknown); // no dates, no credits
/// # Ok::<(), wirecopy::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReuseGraph {
    /// The passages, in the order of the report's pairs and of the passages in these.
    pub passages: Vec<SharedPassage>,
}

/// A stretch of text that stands in several articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SharedPassage {
    /// How many words match between the two articles that it was found in first.
    pub words: u64,
    /// Its text in the first of these; empty for the whole text of identical articles.
    pub text: String,
    /// Where it stands, in the order in which the report's pairs name the articles; one for each article.
    pub standings: Vec<Standing>,
}

/// An edge: a passage in one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Standing {
    /// Id of the article.
    pub id: String,
    /// Where it begins, in characters; `None` for the whole text.
    pub start: Option<u64>,
    /// Where it ends, in characters, exclusive.
    pub end: Option<u64>,
    /// Whether the article gave it or took it.
    pub role: Role,
}

/// What an article has to do with a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Others took it from here, and nothing says that it was taken from elsewhere: the edge leads to the passage.
    Source,
    /// It was taken from another article, maybe to be passed on: the edge leads from the passage.
    Taker,
    /// Not known: the edge leads both ways.
    #[default]
    Unknown,
}

impl Role {
    /// The name in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Taker => "taker",
            Self::Unknown => "unknown",
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Taker, _) | (_, Self::Taker) => Self::Taker,
            (Self::Source, _) | (_, Self::Source) => Self::Source,
            _ => Self::Unknown,
        }
    }
}

impl Report {
    /// The graph of its passages. O(passages); nothing in it grows with the square of a story.
    #[must_use]
    pub fn reuse_graph(&self) -> ReuseGraph {
        let mut building = Building::default();
        for pair in &self.pairs {
            if pair.relation == Relation::Identical {
                building.add_copy(pair);
            }
            for passage in &pair.passages {
                let a = (passage.a_start, passage.a_end);
                let b = (passage.b_start, passage.b_end);
                building.add(pair, a, b, passage.words, &passage.text_a);
            }
        }
        building.graph
    }
}

/// A graph in the making.
#[derive(Debug, Default)]
struct Building<'r> {
    graph: ReuseGraph,
    /// Of each article, the stretches that it has by their size and place, and the passages that they are.
    known: HashMap<&'r str, Known>,
    /// Where in the standings of a passage an article is.
    places: HashMap<(usize, &'r str), usize>,
    /// The passages that are the whole text of an article with copies.
    whole: HashMap<&'r str, usize>,
}

/// The stretches of an article, by the power of two of their length and by their start in units of that.
type Known = BTreeMap<(u32, u64), Vec<(u64, u64, usize)>>;

impl<'r> Building<'r> {
    fn add(&mut self, pair: &'r Pair, a: (u64, u64), b: (u64, u64), words: u64, text: &str) {
        let at = [(&pair.a, a), (&pair.b, b)];
        let found = at
            .iter()
            .filter_map(|(id, stretch)| self.find(id, *stretch))
            .min();
        let passage = found.unwrap_or_else(|| {
            self.graph.passages.push(SharedPassage {
                words,
                text: text.to_owned(),
                standings: Vec::new(),
            });
            self.graph.passages.len() - 1
        });
        for ((id, stretch), role) in at.into_iter().zip(roles(pair.direction)) {
            self.stand(passage, id, Some(stretch), role);
        }
    }

    /// The copies of an article share its whole text, whatever stands around the words.
    fn add_copy(&mut self, pair: &'r Pair) {
        let passages = &mut self.graph.passages;
        let passage = *self.whole.entry(&pair.a).or_insert_with(|| {
            passages.push(SharedPassage {
                words: pair.longest_run,
                text: String::new(),
                standings: Vec::new(),
            });
            passages.len() - 1
        });
        for (id, role) in [&pair.a, &pair.b].into_iter().zip(roles(pair.direction)) {
            self.stand(passage, id, None, role);
        }
    }

    /// The first passage that a stretch of an article is.
    fn find(&self, id: &str, (start, end): (u64, u64)) -> Option<usize> {
        let known = self.known.get(id)?;
        let size = size(start, end);
        let mut found: Option<usize> = None;
        // Stretches that have half of the longer in common are of nearly one length and begin near one another.
        for size in size.saturating_sub(1)..=size + 1 {
            let first = start.saturating_sub(2 << size) >> size;
            for stretches in known
                .range((size, first)..=(size, end >> size))
                .map(|(_, all)| all)
            {
                let same = stretches
                    .iter()
                    .filter(|&&(from, to, _)| is_same((start, end), (from, to)))
                    .map(|&(.., passage)| passage)
                    .min();
                found = found.into_iter().chain(same).min();
            }
        }
        found
    }

    fn stand(&mut self, passage: usize, id: &'r str, stretch: Option<(u64, u64)>, role: Role) {
        let standings = &mut self.graph.passages[passage].standings;
        if let Some(&place) = self.places.get(&(passage, id)) {
            standings[place].role = standings[place].role.and(role);
            return;
        }
        self.places.insert((passage, id), standings.len());
        standings.push(Standing {
            id: id.to_owned(),
            start: stretch.map(|(start, _)| start),
            end: stretch.map(|(_, end)| end),
            role,
        });
        if let Some((start, end)) = stretch {
            let size = size(start, end);
            let cell = (size, start >> size);
            let known = self.known.entry(id).or_default();
            known.entry(cell).or_default().push((start, end, passage));
        }
    }
}

/// The roles of a and of b.
fn roles(direction: Direction) -> [Role; 2] {
    match direction {
        Direction::AToB => [Role::Source, Role::Taker],
        Direction::BToA => [Role::Taker, Role::Source],
        Direction::Unknown => [Role::Unknown, Role::Unknown],
    }
}

/// The power of two below a length.
fn size(start: u64, end: u64) -> u32 {
    end.saturating_sub(start).max(1).ilog2()
}

fn is_same((start, end): (u64, u64), (from, to): (u64, u64)) -> bool {
    let common = end.min(to).saturating_sub(start.max(from));
    let longer = end.saturating_sub(start).max(to.saturating_sub(from));
    common > 0 && common as f64 >= SAME * longer as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Article, CheckOptions, check};

    fn dated(id: &'static str, date: &'static str, text: String) -> Article<'static> {
        Article {
            date: Some(date.into()),
            ..Article::new(id, text)
        }
    }

    const LIFTED: &str =
        "Divers found three breaches below the waterline, each wide enough to put an arm through.";

    #[test]
    fn one_passage_in_three_articles_is_one_node_and_its_edges_follow_the_dates() {
        let articles = [
            dated(
                "wire",
                "2018-06-01",
                format!("The ferry ran aground on Tuesday. {LIFTED}"),
            ),
            dated(
                "blog",
                "2018-06-02",
                format!("{LIFTED} Nobody at the pier knows more."),
            ),
            dated(
                "late",
                "2018-06-03",
                format!("My cousin crosses every week. {LIFTED}"),
            ),
        ];
        let report = check(&articles, &CheckOptions::default()).expect("valid");
        let graph = report.reuse_graph();
        assert_eq!(graph.passages.len(), 1);
        let mut roles: Vec<(&str, Role)> = graph.passages[0]
            .standings
            .iter()
            .map(|standing| (standing.id.as_str(), standing.role))
            .collect();
        roles.sort_by_key(|&(id, _)| id);
        let wanted = [
            ("blog", Role::Taker),
            ("late", Role::Taker),
            ("wire", Role::Source),
        ];
        assert_eq!(roles, wanted);
    }

    #[test]
    fn copies_share_one_node_of_their_whole_text() {
        let articles = ["0", "1", "2"].map(|id| Article::new(id, LIFTED));
        let report = check(&articles, &CheckOptions::default()).expect("valid");
        let graph = report.reuse_graph();
        assert_eq!(graph.passages.len(), 1);
        assert_eq!(graph.passages[0].standings.len(), 3);
        assert_eq!(graph.passages[0].standings[2].start, None);
    }

    proptest! {
        #[test]
        fn looking_near_a_stretch_finds_what_looking_everywhere_finds(
            stretches in prop::collection::vec((0_u64..300, 1_u64..120), 1..40),
            start in 0_u64..300,
            length in 1_u64..120,
        ) {
            let mut building = Building::default();
            for (passage, &(start, length)) in stretches.iter().enumerate() {
                let size = size(start, start + length);
                let known = building.known.entry("a").or_default();
                let cell = known.entry((size, start >> size)).or_default();
                cell.push((start, start + length, passage));
            }
            let sought = (start, start + length);
            let everywhere = stretches
                .iter()
                .position(|&(from, length)| is_same(sought, (from, from + length)));
            prop_assert_eq!(building.find("a", sought), everywhere);
        }
    }
}
