//! Stories in a check: the pairs of articles that tell one in different words, and the clusters of stories.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use wirecopy_reuse::{TermWeights, WordRanges};

mod candidates;
mod clusters;
mod features;
mod lookup;
mod profiles;
#[cfg(test)]
mod testing;

pub use features::{StoryFeatures, story_features};

use crate::clusters::Versions;
use crate::contents::{Content, Contents};
use crate::dates::{Dates, meet};
use crate::pairs::{Compared, Row, align_stories};
use crate::progress::{map_in_parallel, report};
use crate::report::Level;
use crate::rewording::StemTables;
use crate::stories::candidates::{Asked, Found, Scored, find};
use crate::stories::clusters::{Link, MOST, Node, clusters};
use crate::story::{Agreed, Collection};
use crate::when::When;
use crate::{Article, CheckOptions, ClusterMember, Error, Progress, Relation, Stage};

/// Of an article that is near to more others, only the pairs with so many of the nearest are listed (and those in which
/// it is among the nearest of the other), so that no list grows with the square of a story's articles.
const LISTED: usize = 10;

/// In a cluster of several, two articles are near enough at so large a part of the probability from which a pair is
/// listed: there, an average over many speaks.
const LINKED: f64 = 1.0 / 3.0;

/// What two articles share is as good as one story when so large a part of one of them stands in the other.
const SHARE_OF_A_STORY: f64 = 1.0 / 3.0;

/// What the earlier steps of a check know.
pub(crate) struct Told<'t> {
    pub(crate) contents: &'t Contents,
    pub(crate) compared: &'t [Compared<'t>],
    pub(crate) weights: &'t TermWeights,
    pub(crate) articles: &'t [Article<'t>],
    pub(crate) furniture: &'t [WordRanges],
    /// The pairs of contents that were aligned, sorted.
    pub(crate) aligned: &'t [(usize, usize)],
    /// The articles of pairs that only share a form.
    pub(crate) forms: &'t [(usize, usize)],
    pub(crate) versions: &'t Versions,
    pub(crate) dates: &'t Dates,
    pub(crate) paired_from: usize,
    pub(crate) options: &'t CheckOptions,
}

impl Told<'_> {
    /// The content whose first article this is.
    fn content(&self, article: usize) -> Option<usize> {
        (self.contents.distinct)
            .binary_search_by_key(&article, Content::first)
            .ok()
    }

    /// The contents of two articles; `None` for two articles of one content.
    fn pair(&self, a: usize, b: usize) -> Option<(usize, usize)> {
        Some((self.content(a)?, self.content(b)?))
    }

    /// For each content the one that stands for it, its versions and its excerpts: of an article that stands in another
    /// and is a large part of it, the other, which is the longer one.
    fn representatives(&self, rows: &[Row]) -> Vec<usize> {
        let mut standing: Vec<usize> = (self.contents.distinct.iter().enumerate())
            .map(|(number, content)| {
                let representative = self.versions.representative(content.first());
                self.content(representative).unwrap_or(number)
            })
            .collect();
        let mut excerpts: Vec<(usize, u64, Reverse<usize>)> = (rows.iter())
            .filter(|row| row.pair.relation == Relation::Contained)
            .filter_map(|row| {
                let (a, b) = self.pair(row.a, row.b)?;
                let (of_a, of_b) = (row.pair.share_of_a, row.pair.share_of_b);
                let (inner, outer) = if of_a >= of_b { (a, b) } else { (b, a) };
                let part = of_a.min(of_b);
                let is_excerpt = part >= SHARE_OF_A_STORY && standing[inner] == inner;
                // The bits of numbers that are not negative are in the order of the numbers.
                is_excerpt.then_some((inner, part.to_bits(), Reverse(outer)))
            })
            .collect();
        // Of several, the one that it is the largest part of comes last, and stays.
        excerpts.sort_unstable();
        for (inner, _, Reverse(outer)) in excerpts {
            standing[inner] = outer;
        }
        (0..standing.len())
            .map(|content| root(&standing, content))
            .collect()
    }
}

/// Where the way from one to what stands for it ends. It has one step for each version or excerpt, and if two were said
/// to stand in one another, it ends at the first that was seen.
fn root(standing: &[usize], content: usize) -> usize {
    let mut at = content;
    for _ in 0..standing.len() {
        if standing[at] == at {
            break;
        }
        at = standing[at];
    }
    at
}

/// Two contents that tell one story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TellingOne {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) agreed: Agreed,
}

/// Adds the pairs that tell one story in different words, and returns the clusters of stories.
pub(crate) fn stories(
    rows: &mut Vec<Row>,
    told: &Told<'_>,
    progress: Progress<'_>,
) -> Result<Vec<ClusterMember>, Error> {
    let telling = Telling::new(told, rows, progress)?;
    let stems = StemTables::new(told.weights, told.compared.len());
    let mut found = telling.find(progress)?;
    let agreed = telling.agreed(&mut found, &stems, progress)?;
    report(progress, Stage::Stories, 0, 0)?;
    let sharing: HashSet<(usize, usize)> = (rows.iter())
        .filter_map(|row| told.pair(row.a, row.b))
        .collect();
    let pairs: Vec<&TellingOne> = (agreed.iter())
        .filter(|pair| !sharing.contains(&(pair.a, pair.b)))
        .collect();
    rows.extend(align_stories(
        &listed(&pairs),
        &telling.all,
        &stems,
        told,
        progress,
    )?);
    report(progress, Stage::Stories, 0, 0)?;
    let mut members = telling.members(&found, rows);
    relate(&mut members, rows);
    Ok(members)
}

/// The articles of a check as they tell stories; all places are those of contents.
struct Telling<'t> {
    told: &'t Told<'t>,
    all: Collection,
    /// For each content the one that stands for it and its versions.
    version_of: Vec<usize>,
    /// Representatives one of which holds the other.
    within: Pairs,
    /// Representatives that only share a form.
    forms: Pairs,
    dates: Vec<Option<Vec<When>>>,
    /// How many days may lie between two articles of one story.
    days: u32,
}

/// Pairs of contents, the lower place first, to be asked for many that are in no pair at all.
struct Pairs {
    pairs: HashSet<(usize, usize)>,
    /// For each content whether it is the first of a pair.
    first: Vec<bool>,
}

impl Pairs {
    fn new(pairs: impl Iterator<Item = (usize, usize)>, contents: usize) -> Self {
        let pairs: HashSet<(usize, usize)> = pairs.collect();
        let mut first = vec![false; contents];
        for &(a, _) in &pairs {
            first[a] = true;
        }
        Self { pairs, first }
    }

    fn contains(&self, pair: (usize, usize)) -> bool {
        self.first[pair.0] && self.pairs.contains(&pair)
    }
}

impl<'t> Telling<'t> {
    fn new(told: &'t Told<'t>, rows: &[Row], progress: Progress<'_>) -> Result<Self, Error> {
        let version_of = told.representatives(rows);
        let all = Collection::new(
            told.contents,
            told.articles,
            told.furniture,
            &version_of,
            progress,
        )?;
        let representatives = |(a, b): (usize, usize)| {
            let (a, b) = (version_of[a], version_of[b]);
            (a.min(b), a.max(b))
        };
        let within = (rows.iter())
            .filter(|row| {
                let relation = row.pair.relation;
                matches!(relation, Relation::Contained | Relation::NearDuplicate)
            })
            .filter_map(|row| told.pair(row.a, row.b));
        let forms = (told.forms.iter()).filter_map(|&(a, b)| told.pair(a, b));
        let options = told.options;
        Ok(Self {
            within: Pairs::new(within.map(representatives), version_of.len()),
            forms: Pairs::new(forms.map(representatives), version_of.len()),
            dates: (told.contents.distinct.iter())
                .map(|content| told.dates.of(content))
                .collect(),
            days: options
                .story_days
                .min(options.date_window.unwrap_or(u32::MAX)),
            told,
            all,
            version_of,
        })
    }

    fn find(&self, progress: Progress<'_>) -> Result<Found, Error> {
        let asked = Asked {
            all: &self.all,
            paired_from: self.told.paired_from,
            versions: &|a, b| {
                let (a, b) = self.representatives(a, b);
                a == b || self.within.contains((a, b))
            },
            meet: &|a, b| {
                let (of_a, of_b) = (self.dates[a].as_deref(), self.dates[b].as_deref());
                meet(of_a, of_b, self.days)
            },
            dated: &|a, b| self.dates[a].is_some() && self.dates[b].is_some(),
            of_a_form: &|a, b| self.forms.contains(self.representatives(a, b)),
            meeting: &meeting(&self.dates, self.days),
        };
        find(&asked, progress)
    }

    /// The pairs that tell one story, by their words and by what they name. Those that only their words make one are
    /// taken out of what was found.
    fn agreed(
        &self,
        found: &mut Found,
        stems: &StemTables<'_>,
        progress: Progress<'_>,
    ) -> Result<Vec<TellingOne>, Error> {
        let options = self.told.options;
        let by_words = |pair: &Scored| (pair.likeness).tells(options, self.all.beside(pair.a));
        let agreed = map_in_parallel(
            &found.pairs,
            Stage::Stories,
            progress,
            |_| 1,
            |pair| {
                if !by_words(pair) {
                    return Ok(None);
                }
                let [a, b] = [pair.a, pair.b].map(|place| self.told.compared[place].worded());
                Ok(Agreed::between(a, b, pair.likeness, stems)
                    .filter(|agreed| agreed.probability >= options.min_story_probability))
            },
        )?;
        let telling = (found.pairs.iter().zip(&agreed))
            .filter_map(|(&Scored { a, b, .. }, agreed)| {
                Some(TellingOne {
                    a,
                    b,
                    agreed: (*agreed)?,
                })
            })
            .collect();
        let mut agreed = agreed.into_iter();
        (found.pairs).retain(|pair| agreed.next().flatten().is_some() || !by_words(pair));
        Ok(telling)
    }

    /// The contents that stand for two and their versions, in order.
    fn representatives(&self, a: usize, b: usize) -> (usize, usize) {
        let (a, b) = (self.version_of[a], self.version_of[b]);
        (a.min(b), a.max(b))
    }

    /// How near representatives are, 1 for what makes one story: by their words, or by the text that they or their
    /// versions share. Only those that are near enough to something are there: no other can be in a story of several.
    fn links(&self, found: &Found, rows: &[Row]) -> Vec<Link> {
        let least = LINKED * self.told.options.min_story_probability;
        let by_words = (found.pairs.iter())
            .filter(|pair| self.all.represents(pair.a) && self.all.represents(pair.b))
            .map(|pair| (pair.a, pair.b, pair.likeness.reached(least)));
        let by_text = (rows.iter()).filter_map(|row| {
            let pair = &row.pair;
            let near = match pair.relation {
                Relation::Identical | Relation::NearDuplicate | Relation::Contained => MOST,
                Relation::PartialReuse => pair.share_of_a.max(pair.share_of_b) / SHARE_OF_A_STORY,
                _ => return None,
            };
            let (a, b) = self.told.pair(row.a, row.b)?;
            let (a, b) = self.representatives(a, b);
            (a != b).then_some((a, b, near))
        });
        let mut links: Vec<(usize, usize, f64)> = by_words.chain(by_text).collect();
        // Of each pair the nearest.
        links.sort_unstable_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
        links.dedup_by_key(|link| (link.0, link.1));
        let mut near_to_one = vec![false; self.all.len()];
        for &(a, b, near) in &links {
            if near >= 1.0 {
                near_to_one[a] = true;
                near_to_one[b] = true;
            }
        }
        links.retain(|&(a, b, _)| near_to_one[a] && near_to_one[b]);
        (links.into_iter())
            .map(|(a, b, near)| Link { a, b, near })
            .collect()
    }

    /// One row for each article of a story that more than one article and its versions tell.
    fn members(&self, found: &Found, rows: &[Row]) -> Vec<ClusterMember> {
        let mut links = self.links(found, rows);
        let least = LINKED * self.told.options.min_story_probability;
        let mut linked: Vec<usize> = links.iter().flat_map(|link| [link.a, link.b]).collect();
        linked.sort_unstable();
        linked.dedup();
        let place = |content: usize| linked.binary_search(&content).ok();
        let nodes: Vec<Node> = (linked.iter())
            .map(|&content| Node {
                old: content < self.told.paired_from,
                beyond: (found.beyond[content]).map_or(0.0, |far| far.reached(least).min(MOST)),
                days: first(self.dates[content].as_deref()).map(When::days),
            })
            .collect();
        for link in &mut links {
            (link.a, link.b) = (
                place(link.a).expect("it is linked"),
                place(link.b).expect("it is linked"),
            );
        }
        let story_of = clusters(&nodes, &links, self.days);

        // The articles of each story, by its first representative, and how many representatives tell it.
        let mut stories: BTreeMap<usize, (Vec<usize>, usize)> = BTreeMap::new();
        for (number, content) in self.told.contents.distinct.iter().enumerate() {
            let representative = self.version_of[number];
            if let Some(node) = place(representative) {
                let (articles, tellers) = stories.entry(story_of[node]).or_default();
                articles.extend(&content.articles);
                *tellers += usize::from(representative == number);
            }
        }
        stories.retain(|_, (_, tellers)| *tellers > 1);
        let id = |article: usize| self.told.articles[article].id.to_string();
        let mut members = Vec::new();
        for (cluster, (mut articles, _)) in (0..).zip(stories.into_values()) {
            articles.sort_unstable();
            members.extend(articles.iter().map(|&article| ClusterMember {
                level: Level::Story,
                cluster,
                id: id(article),
                representative: id(articles[0]),
                relation: Relation::SameStory,
            }));
        }
        members
    }
}

/// The earliest date of a content.
fn first(dates: Option<&[When]>) -> Option<When> {
    dates?.first().copied()
}

/// For each content the part of all that may lie within so many days of it, by the earliest date of each.
fn meeting(dates: &[Option<Vec<When>>], days: u32) -> Vec<f64> {
    let day = |dates: &Option<Vec<When>>| Some(first(dates.as_deref())?.days().1);
    let mut known: Vec<i64> = dates.iter().filter_map(day).collect();
    known.sort_unstable();
    let (all, days) = (dates.len(), i64::from(days));
    dates
        .iter()
        .map(|of_one| {
            let Some(day) = day(of_one) else {
                return 1.0;
            };
            let before = known.partition_point(|&other| other < day - days);
            let until = known.partition_point(|&other| other <= day + days);
            (all - known.len() + until - before) as f64 / all as f64
        })
        .collect()
}

/// The pairs in which one is among the nearest of the other.
fn listed<'p>(pairs: &[&'p TellingOne]) -> Vec<&'p TellingOne> {
    let mut nearest: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
    for pair in pairs {
        for (this, other) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let near = (pair.agreed.similarity, other);
            nearest.entry(this).or_default().push(near);
        }
    }
    let mut kept: HashSet<(usize, usize)> = HashSet::new();
    for (this, mut others) in nearest {
        others.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
        let others = others.iter().take(LISTED);
        kept.extend(others.map(|&(_, other)| (this.min(other), this.max(other))));
    }
    (pairs.iter().copied())
        .filter(|pair| kept.contains(&(pair.a, pair.b)))
        .collect()
}

/// Writes how the members stand to their representatives, where their pair is listed.
fn relate(members: &mut [ClusterMember], rows: &[Row]) {
    let relations: HashMap<(&str, &str), Relation> = (rows.iter())
        .map(|row| &row.pair)
        .map(|pair| ((pair.a.as_str(), pair.b.as_str()), pair.relation))
        .collect();
    for member in members {
        let pair = (member.representative.as_str(), member.id.as_str());
        if pair.0 == pair.1 {
            member.relation = Relation::Identical;
        } else if let Some(&relation) = relations.get(&pair) {
            member.relation = relation;
        }
    }
}
