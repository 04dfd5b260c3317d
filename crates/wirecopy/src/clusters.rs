//! Clusters of near-duplicates that do not chain.

use std::collections::{BTreeMap, HashMap};

use crate::pairs::Row;
use crate::{Article, ClusterMember, Relation};

/// Goes through the articles in order: one that is identical to an earlier representative or its near-duplicate
/// joins the earliest such representative; any other becomes a representative itself. Clusters of one are left out.
pub(crate) fn clusters(rows: &[Row], articles: &[Article<'_>]) -> Vec<ClusterMember> {
    // For each article, in the order of the input, the earlier ones that are like it.
    let mut earlier: BTreeMap<usize, Vec<(usize, Relation)>> = BTreeMap::new();
    for row in rows {
        let relation = row.pair.relation;
        if matches!(relation, Relation::Identical | Relation::NearDuplicate) {
            earlier.entry(row.b).or_default().push((row.a, relation));
        }
    }
    // For each member its representative and its relation to it; an article that is not here represents itself.
    let mut joined: HashMap<usize, (usize, Relation)> = HashMap::new();
    let mut members: BTreeMap<usize, Vec<(usize, Relation)>> = BTreeMap::new();
    for (article, near) in earlier {
        let choice = near
            .into_iter()
            .filter_map(|(other, relation)| match (relation, joined.get(&other)) {
                (_, None) => Some((other, relation)),
                // An identical article goes where its first copy went: no other pair of it is known.
                (Relation::Identical, Some(&of_copy)) => Some(of_copy),
                _ => None,
            })
            .min_by_key(|&(representative, _)| representative);
        if let Some((representative, relation)) = choice {
            joined.insert(article, (representative, relation));
            members
                .entry(representative)
                .or_default()
                .push((article, relation));
        }
    }

    let mut list = Vec::with_capacity(joined.len() + members.len());
    for (cluster, (representative, members)) in (0..).zip(members) {
        let itself = (representative, Relation::Identical);
        list.extend(
            std::iter::once(itself)
                .chain(members)
                .map(|(article, relation)| ClusterMember {
                    cluster,
                    id: articles[article].id.to_string(),
                    representative: articles[representative].id.to_string(),
                    relation,
                }),
        );
    }
    list
}
