//! Which pairs are shown, and in which order.

use std::collections::{HashMap, HashSet};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use wirecopy::{Article, Pair, Relation, Report};

/// Above these flags in the help.
const HEADING: &str = "Choosing";

/// All relations, the strongest first.
const RELATIONS: [Relation; 6] = [
    Relation::Identical,
    Relation::NearDuplicate,
    Relation::Contained,
    Relation::SharedQuotes,
    Relation::PartialReuse,
    Relation::SameStory,
];

/// What to show of what was found. Whatever is left out was checked all the same.
#[derive(Debug, Default, Args)]
pub(crate) struct Selection {
    #[arg(
        help = "Only these, between commas: identical, near_duplicate, contained, shared_quotes, partial_reuse, same_story",
        id = "relation",
        long = "relation",
        value_name = "NAME",
        help_heading = HEADING,
        value_delimiter = ',',
        hide_possible_values = true,
        value_parser = relations()
    )]
    relations: Vec<Relation>,
    /// Only pairs with at least this share on one side, 0 to 1
    #[arg(long, hide_short_help = true, value_name = "X", help_heading = HEADING, value_parser = share)]
    min_share: Option<f64>,
    /// First by relation (the default), share, run or input
    #[arg(
        long,
        hide_short_help = true,
        value_name = "BY",
        help_heading = HEADING,
        value_enum,
        default_value_t,
        hide_possible_values = true,
        hide_default_value = true
    )]
    sort: Order,
    /// No more pairs than this, the first in the order
    #[arg(long, value_name = "N", help_heading = HEADING, value_parser = limit)]
    limit: Option<usize>,
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Order {
    /// The strongest relation, then the larger share, then the input: as the report has it.
    #[default]
    Relation,
    /// The larger of the two shares.
    Share,
    /// The longest run of shared words.
    Run,
    /// The articles that were given first.
    Input,
}

impl Selection {
    /// Leaves in the report what is asked for, in the order that is asked for. A cluster stays, whole, as long as one of
    /// its pairs does.
    pub(crate) fn apply(&self, report: &mut Report, articles: &[Article<'_>]) {
        let found = report.pairs.len();
        report.pairs.retain(|pair| self.wants(pair));
        self.sort(&mut report.pairs, articles);
        report.pairs.truncate(self.limit.unwrap_or(usize::MAX));
        if report.pairs.len() < found {
            // An article is in one cluster of each level.
            let mut clusters_of: HashMap<&str, Vec<u64>> = HashMap::new();
            for member in &report.clusters {
                let clusters = clusters_of.entry(member.id.as_str()).or_default();
                clusters.push(member.cluster);
            }
            let of = |id: &str| clusters_of.get(id).map_or(&[][..], Vec::as_slice);
            let left: HashSet<u64> = (report.pairs.iter())
                .flat_map(|pair| {
                    of(&pair.a)
                        .iter()
                        .filter(|&cluster| of(&pair.b).contains(cluster))
                })
                .copied()
                .collect();
            report
                .clusters
                .retain(|member| left.contains(&member.cluster));
        }
    }

    fn wants(&self, pair: &Pair) -> bool {
        (self.relations.is_empty() || self.relations.contains(&pair.relation))
            && self
                .min_share
                .is_none_or(|share| larger_share(pair) >= share)
    }

    /// Sorts; pairs that are equal stay in the order of the report.
    fn sort(&self, pairs: &mut [Pair], articles: &[Article<'_>]) {
        match self.sort {
            Order::Relation => {}
            Order::Share => pairs.sort_by(|x, y| larger_share(y).total_cmp(&larger_share(x))),
            Order::Run => pairs.sort_by_key(|pair| std::cmp::Reverse(pair.longest_run)),
            Order::Input => {
                let position: HashMap<&str, usize> = articles
                    .iter()
                    .enumerate()
                    .map(|(position, article)| (article.id.as_ref(), position))
                    .collect();
                let place = |id: &str| position.get(id).copied();
                pairs.sort_by_key(|pair| (place(&pair.a), place(&pair.b)));
            }
        }
    }
}

fn larger_share(pair: &Pair) -> f64 {
    pair.share_of_a.max(pair.share_of_b)
}

fn relations() -> impl TypedValueParser<Value = Relation> {
    PossibleValuesParser::new(RELATIONS.map(Relation::as_str)).map(|name| {
        RELATIONS
            .into_iter()
            .find(|relation| relation.as_str() == name)
            .expect("only the names of relations are possible values")
    })
}

fn limit(given: &str) -> Result<usize, String> {
    match given.parse() {
        Ok(0) => Err("expected 1 or more; --limit left out shows all pairs".to_owned()),
        Ok(limit) => Ok(limit),
        Err(_) => Err("expected a whole number, 1 or more".to_owned()),
    }
}

fn share(given: &str) -> Result<f64, String> {
    match given.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        Ok(share) if share > 1.0 && share <= 100.0 => Err(format!(
            "expected a share from 0 to 1; {given} % is {}",
            share / 100.0
        )),
        _ => Err("expected a share from 0 to 1".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_shows_something() {
        assert_eq!(limit("3"), Ok(3));
        assert!(limit("0").unwrap_err().contains("shows all pairs"));
        for given in ["-1", "1.5", "many", ""] {
            assert!(limit(given).is_err(), "{given}");
        }
    }

    #[test]
    fn a_share_is_no_percentage() {
        assert_eq!(share("0.3"), Ok(0.3));
        assert_eq!(share("1"), Ok(1.0));
        assert!(share("30").unwrap_err().ends_with("30 % is 0.3"));
        for given in ["-0.1", "101", "NaN", "much", ""] {
            assert!(share(given).is_err(), "{given}");
        }
    }
}
