//! Clusters of near-duplicates that do not chain.

use std::collections::HashMap;

use crate::{Article, ClusterMember, Pair, Relation};

/// Goes through the articles in order: one that is identical to an earlier representative or its near-duplicate
/// joins the earliest such representative; any other becomes a representative itself. Clusters of one are left out.
pub(crate) fn clusters(pairs: &[Pair], articles: &[Article<'_>]) -> Vec<ClusterMember> {
    let mut earlier: HashMap<&str, Vec<(&str, Relation)>> = HashMap::new();
    for pair in pairs {
        if matches!(pair.relation, Relation::Identical | Relation::NearDuplicate) {
            earlier
                .entry(&pair.b)
                .or_default()
                .push((&pair.a, pair.relation));
        }
    }
    let position: HashMap<&str, usize> = articles
        .iter()
        .enumerate()
        .map(|(position, article)| (article.id.as_ref(), position))
        .collect();

    // For each article its representative and its relation to it; an article without one represents itself.
    let mut joined: HashMap<&str, (&str, Relation)> = HashMap::new();
    let mut members: HashMap<&str, Vec<(&str, Relation)>> = HashMap::new();
    for article in articles {
        let id = article.id.as_ref();
        let Some(near) = earlier.get(id) else {
            continue;
        };
        // An identical article goes where its first copy went: no other pair of it is known.
        let choice = near
            .iter()
            .filter_map(|&(other, relation)| match (relation, joined.get(other)) {
                (_, None) => Some((other, relation)),
                (Relation::Identical, Some(&of_copy)) => Some(of_copy),
                _ => None,
            })
            .min_by_key(|(representative, _)| position[representative]);
        if let Some((representative, relation)) = choice {
            joined.insert(id, (representative, relation));
            members
                .entry(representative)
                .or_default()
                .push((id, relation));
        }
    }

    let mut representatives: Vec<&str> = members.keys().copied().collect();
    representatives.sort_unstable_by_key(|id| position[id]);
    let mut rows = Vec::new();
    for (cluster, representative) in (0..).zip(representatives) {
        let row = |(id, relation): (&str, Relation)| ClusterMember {
            cluster,
            id: id.to_owned(),
            representative: representative.to_owned(),
            relation,
        };
        rows.push(row((representative, Relation::Identical)));
        rows.extend(members[representative].iter().copied().map(row));
    }
    rows
}
