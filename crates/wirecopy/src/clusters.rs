//! Clusters of near-duplicates that do not chain.

use std::collections::{BTreeMap, HashMap};

use crate::pairs::Row;
use crate::report::Level;
use crate::{Article, ClusterMember, Relation};

/// Which articles are versions of which.
#[derive(Debug, Default)]
pub(crate) struct Versions {
    /// For each member its representative and its relation to it; an article that is not here represents itself.
    joined: HashMap<usize, (usize, Relation)>,
    /// The members of each representative, in the order of the input.
    members: BTreeMap<usize, Vec<(usize, Relation)>>,
}

impl Versions {
    /// Goes through the articles in order: one that is identical to an earlier representative or its near-duplicate
    /// joins the earliest such representative; any other becomes a representative itself.
    pub(crate) fn new(rows: &[Row]) -> Self {
        // For each article, in the order of the input, the earlier ones that are like it.
        let mut earlier: BTreeMap<usize, Vec<(usize, Relation)>> = BTreeMap::new();
        for row in rows {
            let relation = row.pair.relation;
            if matches!(relation, Relation::Identical | Relation::NearDuplicate) {
                earlier.entry(row.b).or_default().push((row.a, relation));
            }
        }
        let mut versions = Self::default();
        for (article, near) in earlier {
            let choice = near
                .into_iter()
                .filter_map(
                    |(other, relation)| match (relation, versions.joined.get(&other)) {
                        (_, None) => Some((other, relation)),
                        // An identical article goes where its first copy went: no other pair of it is known.
                        (Relation::Identical, Some(&of_copy)) => Some(of_copy),
                        _ => None,
                    },
                )
                .min_by_key(|&(representative, _)| representative);
            if let Some((representative, relation)) = choice {
                versions.joined.insert(article, (representative, relation));
                let members = versions.members.entry(representative).or_default();
                members.push((article, relation));
            }
        }
        versions
    }

    /// The article that stands for this one: itself, unless it is a version of an earlier one.
    pub(crate) fn representative(&self, article: usize) -> usize {
        let joined = self.joined.get(&article);
        joined.map_or(article, |&(representative, _)| representative)
    }

    /// One row for each article of a cluster of two or more.
    pub(crate) fn clusters(&self, articles: &[Article<'_>]) -> Vec<ClusterMember> {
        let mut list = Vec::with_capacity(self.joined.len() + self.members.len());
        for (cluster, (&representative, members)) in (0..).zip(&self.members) {
            let itself = (representative, Relation::Identical);
            list.extend(
                std::iter::once(&itself)
                    .chain(members)
                    .map(|&(article, relation)| ClusterMember {
                        level: Level::Duplicate,
                        cluster,
                        id: articles[article].id.to_string(),
                        representative: articles[representative].id.to_string(),
                        relation,
                    }),
            );
        }
        list
    }
}
