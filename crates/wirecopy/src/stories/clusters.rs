//! Stories of more than two articles: average link over the pairs that were compared.
//!
//! Two clusters become one as long as their articles are near enough on average, the nearest two first (UPGMA, Sokal and
//! Michener 1958). What keeps it from gluing: a pair counts at most [`MOST`] times as much as it needs, so that of three
//! articles, A and C, each like B by what it took from it, do not become one story through B; and no cluster spreads over
//! more days than a story takes.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// However near, a pair counts at most so much, where 1 is what makes it one story: below 2, so that one near pair and
/// one stranger are strangers.
pub(crate) const MOST: f64 = 1.5;

const TRACE: f64 = 1e-6;
const MOST_BEYOND: f64 = 1e3;

/// Two clusters that are this near on average become one.
const NEAR: f64 = 1.0;

/// One article that stands for its versions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    /// Whether it is paired with old articles only, as they are not paired with one another.
    pub(crate) old: bool,
    /// What a pair of it that was not compared counts at most, `0.0..=MOST`: its farthest compared pair where there were
    /// too many to compare them all, else 0. The pair of two articles counts the geometric mean.
    pub(crate) beyond: f64,
    /// The day of the article, as the last one that its date may mean and the first.
    pub(crate) days: Option<(i64, i64)>,
}

/// Two nodes that were compared, and how near they are, 1 for what makes one story.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    pub(crate) a: usize,
    pub(crate) b: usize,
    pub(crate) near: f64,
}

/// Returns for each node the first node of its cluster.
///
/// `O(l log² n)` for `l` links as a rule: the lists of the smaller of two clusters are moved into those of the larger.
/// The order of the links changes nothing; of two pairs of clusters that are equally near, the one with the earlier
/// nodes goes first.
pub(crate) fn clusters(nodes: &[Node], links: &[Link], max_days: u32) -> Vec<usize> {
    let mut linking = Linking::new(nodes, links);
    while let Some(next) = linking.queue.pop() {
        linking.step(&next, i64::from(max_days));
    }
    (0..nodes.len())
        .map(|node| {
            let cluster = linking.cluster_of(node);
            linking.clusters[cluster].first
        })
        .collect()
}

/// A cluster as it grows.
#[derive(Debug)]
struct Cluster {
    first: usize,
    size: f64,
    old: f64,
    /// The sums of the roots of `beyond`, of all and of the old ones.
    beyond: f64,
    beyond_old: f64,
    days: Option<(i64, i64)>,
    links: BTreeMap<usize, Between>,
}

/// What is known of two clusters.
#[derive(Debug, Clone, Copy, Default)]
struct Between {
    /// Over the compared pairs: how near they are, less what they would count if they had not been compared.
    sum: f64,
    /// What stands in the queue for them.
    queued: f64,
}

/// Two clusters in the queue, the nearest first, and of equal ones those with the first nodes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Queued {
    /// The bits of a number that is not negative, which are in the order of the numbers.
    near: u64,
    first: Reverse<(usize, usize)>,
    clusters: (usize, usize),
}

#[derive(Debug)]
struct Linking {
    clusters: Vec<Cluster>,
    /// The cluster that took this one in; itself, as long as it stands.
    within: Vec<usize>,
    queue: BinaryHeap<Queued>,
}

impl Linking {
    fn new(nodes: &[Node], links: &[Link]) -> Self {
        let clusters = (nodes.iter().enumerate())
            .map(|(first, node)| {
                let (old, beyond) = (f64::from(u8::from(node.old)), node.beyond.sqrt());
                Cluster {
                    first,
                    size: 1.0,
                    old,
                    beyond,
                    beyond_old: old * beyond,
                    days: node.days,
                    links: BTreeMap::new(),
                }
            })
            .collect();
        let mut linking = Self {
            clusters,
            within: (0..nodes.len()).collect(),
            queue: BinaryHeap::new(),
        };
        for &Link { a, b, near } in links {
            let expected = linking.clusters[a].beyond * linking.clusters[b].beyond;
            let near = capped(near);
            let between = Between {
                sum: near - expected,
                queued: near,
            };
            linking.clusters[a].links.insert(b, between);
            linking.clusters[b].links.insert(a, between);
            linking.push(a, b, near);
        }
        linking
    }

    fn cluster_of(&mut self, node: usize) -> usize {
        let mut cluster = node;
        while self.within[cluster] != cluster {
            self.within[cluster] = self.within[self.within[cluster]];
            cluster = self.within[cluster];
        }
        cluster
    }

    /// Queues two clusters if they may become one.
    fn push(&mut self, a: usize, b: usize, near: f64) {
        if near >= NEAR {
            let firsts = (self.clusters[a].first, self.clusters[b].first);
            self.queue.push(Queued {
                near: near.to_bits(),
                first: Reverse((firsts.0.min(firsts.1), firsts.0.max(firsts.1))),
                clusters: (a, b),
            });
        }
    }

    /// How near two clusters are on average over the pairs of their articles, old ones with old ones apart.
    fn near(&self, a: usize, b: usize, sum: f64) -> f64 {
        let (a, b) = (&self.clusters[a], &self.clusters[b]);
        let pairs = a.size * b.size - a.old * b.old;
        (sum + a.beyond * b.beyond - a.beyond_old * b.beyond_old) / pairs.max(1.0)
    }

    fn step(&mut self, next: &Queued, max_days: i64) {
        let (a, b) = (
            self.cluster_of(next.clusters.0),
            self.cluster_of(next.clusters.1),
        );
        let Some(&between) = self.clusters[a].links.get(&b) else {
            return;
        };
        // What stands in the queue for two clusters is an upper bound: they may have grown since. Each two stand there
        // once; what is left of clusters that were taken in is passed over.
        if between.queued.to_bits() != next.near {
            return;
        }
        let near = self.near(a, b, between.sum);
        if near < between.queued - 1e-9 {
            self.requeue(
                a,
                b,
                Between {
                    queued: near,
                    ..between
                },
            );
        } else if span(&self.clusters[a], &self.clusters[b])
            .is_none_or(|(from, to)| to - from <= max_days)
        {
            self.unite(a, b);
        }
    }

    fn requeue(&mut self, a: usize, b: usize, between: Between) {
        self.clusters[a].links.insert(b, between);
        self.clusters[b].links.insert(a, between);
        self.push(a, b, between.queued);
    }

    /// Takes the cluster with fewer links into the other.
    fn unite(&mut self, a: usize, b: usize) {
        let order = |of: usize| {
            (
                self.clusters[of].links.len(),
                Reverse(self.clusters[of].first),
            )
        };
        let (into, from) = if order(a) >= order(b) { (a, b) } else { (b, a) };
        let days = span(&self.clusters[into], &self.clusters[from]);
        let links = std::mem::take(&mut self.clusters[from].links);
        self.within[from] = into;
        let (first, size, old) = {
            let taken = &self.clusters[from];
            (taken.first, taken.size, taken.old)
        };
        let (beyond, beyond_old) = (self.clusters[from].beyond, self.clusters[from].beyond_old);
        let whole = &mut self.clusters[into];
        whole.links.remove(&from);
        whole.first = whole.first.min(first);
        whole.size += size;
        whole.old += old;
        whole.beyond += beyond;
        whole.beyond_old += beyond_old;
        whole.days = days;
        for (other, between) in links {
            self.clusters[other].links.remove(&from);
            if other == into {
                continue;
            }
            let before = self.clusters[into]
                .links
                .get(&other)
                .copied()
                .unwrap_or_default();
            let sum = before.sum + between.sum;
            let queued = before.queued.max(between.queued);
            self.requeue(into, other, Between { sum, queued });
        }
    }
}

/// [`MOST`] at most; of two that are beyond it, the nearer is a trace more, so that their order does not go by the input.
fn capped(near: f64) -> f64 {
    near.min(MOST) + TRACE * (near - MOST).clamp(0.0, MOST_BEYOND)
}

/// From the last day that the earliest date may mean to the first day that the latest may.
fn span(a: &Cluster, b: &Cluster) -> Option<(i64, i64)> {
    match (a.days, b.days) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (days, None) | (None, days) => days,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALONE: Node = Node {
        old: false,
        beyond: 0.0,
        days: None,
    };

    fn link(a: usize, b: usize, near: f64) -> Link {
        Link { a, b, near }
    }

    #[test]
    fn what_one_article_shares_with_two_does_not_make_them_one_story() {
        // The middle one has a passage of each.
        let links = [link(0, 1, 9.0), link(1, 2, 8.0)];
        assert_eq!(clusters(&[ALONE; 3], &links, 7), [0, 0, 2]);
        let all = [link(0, 1, 9.0), link(1, 2, 8.0), link(0, 2, 0.7)];
        assert_eq!(clusters(&[ALONE; 3], &all, 7), [0, 0, 0]);
    }

    #[test]
    fn a_round_up_joins_no_two_of_its_stories() {
        let links: Vec<Link> = (1..9).map(|story| link(0, story, 2.0)).collect();
        let found = clusters(&[ALONE; 9], &links, 7);
        assert_eq!(found, [0, 0, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[test]
    fn a_story_takes_no_more_days_than_it_may() {
        let on = |day| Node {
            days: Some((day, day)),
            ..ALONE
        };
        let near = [link(0, 1, 1.4), link(1, 2, 1.3), link(0, 2, 1.2)];
        let days = [on(0), on(5), on(10)];
        assert_eq!(clusters(&days, &near, 10), [0, 0, 0]);
        assert_eq!(clusters(&days, &near, 7), [0, 0, 2]);
        assert_eq!(clusters(&[on(0), ALONE, on(10)], &near, 7), [0, 0, 2]);
    }

    #[test]
    fn old_articles_that_were_not_compared_do_not_keep_a_story_apart() {
        let old = Node { old: true, ..ALONE };
        let near = [link(0, 2, 1.2), link(1, 2, 1.1)];
        assert_eq!(clusters(&[old, old, ALONE], &near, 7), [0, 0, 0]);
        assert_eq!(clusters(&[ALONE, old, ALONE], &near, 7), [0, 1, 0]);
    }

    #[test]
    fn a_story_with_too_many_articles_to_compare_them_all_stays_one() {
        // Each of a hundred was compared with its next five, and all are alike.
        let node = Node {
            beyond: 1.2,
            ..ALONE
        };
        let links: Vec<Link> = (0..100)
            .flat_map(|a| (1..=5).map(move |step| link(a, (a + step) % 100, 1.2)))
            .collect();
        assert_eq!(clusters(&[node; 100], &links, 7), [0; 100]);
    }

    /// Average link by looking at all clusters at each step.
    fn naive(count: usize, links: &[Link]) -> Vec<usize> {
        let mut near = vec![vec![0.0; count]; count];
        for &Link { a, b, near: of } in links {
            near[a][b] = of;
            near[b][a] = of;
        }
        let mut clusters: Vec<Vec<usize>> = (0..count).map(|node| vec![node]).collect();
        loop {
            let mut best = (NEAR, None);
            for a in 0..clusters.len() {
                for b in 0..a {
                    let pairs = clusters[a]
                        .iter()
                        .flat_map(|&x| clusters[b].iter().map(move |&y| (x, y)));
                    let sum: f64 = pairs.map(|(x, y)| near[x][y]).sum();
                    let mean = sum / (clusters[a].len() * clusters[b].len()) as f64;
                    if mean >= best.0 {
                        best = (mean, Some((a, b)));
                    }
                }
            }
            let Some((a, b)) = best.1 else { break };
            let taken = clusters.remove(a);
            clusters[b].extend(taken);
        }
        let mut first = vec![0; count];
        for cluster in clusters {
            let least = *cluster.iter().min().expect("no cluster is empty");
            for node in cluster {
                first[node] = least;
            }
        }
        first
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn clusters_are_those_of_average_link_in_any_order_of_the_links(
            count in 1..14_usize,
            found in prop::collection::vec((0..14_usize, 0..14_usize, 0.0..MOST), 0..60),
            turn in 0..60_usize,
        ) {
            let mut links: Vec<Link> = Vec::new();
            for (a, b, near) in found {
                let known = |link: &Link| (link.a, link.b) == (a, b) || (link.a, link.b) == (b, a);
                if a != b && a < count && b < count && !links.iter().any(known) {
                    links.push(link(a, b, near));
                }
            }
            let expected = naive(count, &links);
            prop_assert_eq!(&clusters(&vec![ALONE; count], &links, 7), &expected);
            let turn = turn % links.len().max(1);
            links.rotate_left(turn);
            prop_assert_eq!(&clusters(&vec![ALONE; count], &links, 7), &expected);
        }
    }
}
