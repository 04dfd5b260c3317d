//! Clusters by representative, which do not chain.

use std::ops::Range;

use wirecopy_similarity::SimilarPair;

use crate::pairs::Pairs;
use crate::precedence::{Key, Precedence};

/// Clusters of near-duplicates. Each member is similar to its representative, so that a chain of
/// small changes does not glue together what has nothing in common.
///
/// Contents are gone through by their [`Precedence`]. One that is similar to a representative
/// before it joins the most similar of these (of equally similar ones the first); any other
/// becomes a representative. Texts of equal content are in one cluster.
///
/// A pair whose texts are in different clusters is a link between these: what union-find alone
/// would have glued. The list holds each cluster of two texts or more, and each single text that a
/// link leads to, in the order of the representatives in the input.
///
/// `O(p log p)` for `p` pairs, and 16 bytes for each.
///
/// # Example
/// ```
/// use std::ops::ControlFlow;
/// use wirecopy_neardup::{NearDuplicateOptions, Precedence, near_duplicates};
///
/// let texts = ["a b c d e f", "c d e f g h", "e f g h i j", "x y z"];
/// let options = NearDuplicateOptions::new(0.5).with_shingle(1);
/// let found = near_duplicates(&texts, &options, &|_, _| ControlFlow::Continue(()))?;
/// let days = [1, 2, 3, 4].map(Some);
/// let clusters = found.clusters(&Precedence::new().with_dates(&days))?;
/// // The third is similar to the second, which is no representative.
/// assert_eq!(clusters.kept(), [0, 2, 3]);
/// assert_eq!(clusters.dropped(), [1]);
/// assert_eq!(clusters.get(0).representative(), 0);
/// assert_eq!(clusters.get(0).members()[1].score, 0.5);
/// let link = clusters.links()[0];
/// assert_eq!((link.a, link.b, link.strongest.a, link.strongest.b), (0, 1, 1, 2));
/// # Ok::<(), wirecopy_neardup::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Clusters {
    texts: u32,
    members: Vec<Member>,
    ends: Vec<usize>,
    links: Vec<Link>,
}

/// One cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster<'c> {
    members: &'c [Member],
}

/// A text in a cluster.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The number of the text.
    pub text: u32,
    /// How similar it is to the representative, by the measure of the pairs; 1 for the representative
    /// and for texts that are equal to it.
    pub score: f64,
}

/// Two clusters that hold texts which are similar to each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// The number of the first cluster.
    pub a: usize,
    /// The number of the second one, larger than that of the first.
    pub b: usize,
    /// How many pairs of different contents lead from one to the other.
    pub pairs: u64,
    /// The most similar of these, of equally similar ones the first: `a` is a text of either cluster.
    pub strongest: SimilarPair,
}

impl<'c> Cluster<'c> {
    /// Returns the text that the others are similar to.
    #[must_use]
    pub fn representative(&self) -> u32 {
        self.members[0].text
    }

    /// Returns the representative, then the other texts in the order of the input.
    #[must_use]
    pub fn members(&self) -> &'c [Member] {
        self.members
    }
}

impl Clusters {
    pub(crate) fn new(pairs: &Pairs, precedence: &Precedence<'_>) -> Self {
        let contents = Contents::new(pairs, precedence);
        let joined = contents.join(pairs);
        let mut clusters = Self {
            texts: u32::try_from(pairs.texts()).expect("near_duplicates counts texts in 32 bits"),
            members: Vec::new(),
            ends: Vec::new(),
            links: Vec::new(),
        };
        let numbers = clusters.fill(pairs, &contents, &joined);
        clusters.links = links(pairs, &contents, &numbers);
        clusters
    }

    /// Lists the members of all clusters, and returns the number of the cluster of each content.
    fn fill(&mut self, pairs: &Pairs, contents: &Contents, joined: &[Joined]) -> Vec<usize> {
        // By the representative's place in the input; there, first the representative itself.
        let mut order = Vec::new();
        for (content, to) in joined.iter().enumerate() {
            let representative = contents.best[to.representative];
            for &text in pairs.groups().with(&contents.firsts[content]) {
                order.push((representative, text != representative, text, content));
            }
        }
        order.sort_unstable();
        let mut numbers = vec![0; joined.len()];
        for cluster in order.chunk_by(|one, other| one.0 == other.0) {
            for &(_, _, text, content) in cluster {
                numbers[content] = self.ends.len();
                let score = joined[content].score;
                self.members.push(Member { text, score });
            }
            self.ends.push(self.members.len());
        }
        numbers
    }

    /// Returns the number of clusters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no text is similar to another.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns a cluster by its number.
    ///
    /// # Panics
    /// When `number` is not below [`Self::len`].
    #[must_use]
    pub fn get(&self, number: usize) -> Cluster<'_> {
        Cluster {
            members: &self.members[self.place(number)],
        }
    }

    /// Iterates over the clusters in the order of their numbers.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Cluster<'_>> + Clone {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Returns the links between clusters, sorted by `(a, b)`.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Returns the texts to keep, in order: the representatives, and the texts that are in no cluster.
    #[must_use]
    pub fn kept(&self) -> Vec<u32> {
        let dropped = self.dropped();
        let mut dropped = dropped.iter().peekable();
        (0..self.texts)
            .filter(|text| dropped.next_if_eq(&text).is_none())
            .collect()
    }

    /// Returns the texts to drop, in order: the members of clusters that do not represent them.
    #[must_use]
    pub fn dropped(&self) -> Vec<u32> {
        let others = self.iter().flat_map(|cluster| &cluster.members()[1..]);
        let mut dropped: Vec<u32> = others.map(|member| member.text).collect();
        dropped.sort_unstable();
        dropped
    }

    fn place(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[number]
    }
}

/// The contents that are similar to another one or have copies, by their precedence.
struct Contents {
    /// The first text of each content in the input, which stands for it in the pairs.
    firsts: Vec<u32>,
    /// The text of each content that comes first by its precedence.
    best: Vec<u32>,
    /// `(first, content)`, sorted.
    by_first: Vec<(u32, usize)>,
}

/// Where a content went.
#[derive(Debug, Clone, Copy)]
struct Joined {
    representative: usize,
    score: f64,
}

impl Contents {
    fn new(pairs: &Pairs, precedence: &Precedence<'_>) -> Self {
        let paired = pairs.pairs().iter().flat_map(|pair| [pair.a, pair.b]);
        let grouped = pairs.groups().iter().map(|group| group[0]);
        let mut firsts: Vec<u32> = paired.chain(grouped).collect();
        firsts.sort_unstable();
        firsts.dedup();
        let best = |first: &u32| {
            let texts = pairs.groups().with(first).iter();
            texts.map(|&text| precedence.key(pairs, text)).min()
        };
        // The text itself ends its key.
        let mut order: Vec<(Key<'_>, u32)> = firsts
            .iter()
            .filter_map(|first| Some((best(first)?, *first)))
            .collect();
        order.sort_unstable();
        let firsts: Vec<u32> = order.iter().map(|&(_, first)| first).collect();
        let mut by_first: Vec<(u32, usize)> = firsts.iter().copied().zip(0..).collect();
        by_first.sort_unstable();
        Self {
            best: order.iter().map(|((.., text), _)| *text).collect(),
            firsts,
            by_first,
        }
    }

    /// The place of a content in the order of precedence.
    fn place(&self, first: u32) -> usize {
        let found = self
            .by_first
            .binary_search_by_key(&first, |&(first, _)| first);
        self.by_first[found.expect("every text of a pair is here")].1
    }

    fn join(&self, pairs: &Pairs) -> Vec<Joined> {
        // For each content the pairs with contents before it.
        let mut edges: Vec<(usize, usize, f64)> = pairs
            .pairs()
            .iter()
            .map(|pair| {
                let (a, b) = (self.place(pair.a), self.place(pair.b));
                (a.max(b), a.min(b), pair.score)
            })
            .collect();
        edges.sort_unstable_by_key(|&(later, earlier, _)| (later, earlier));
        let mut joined: Vec<Joined> = (0..self.firsts.len())
            .map(|content| Joined {
                representative: content,
                score: 1.0,
            })
            .collect();
        for edges in edges.chunk_by(|one, other| one.0 == other.0) {
            let mut choice: Option<Joined> = None;
            for &(_, earlier, score) in edges {
                let is_representative = joined[earlier].representative == earlier;
                if is_representative && choice.is_none_or(|best| score > best.score) {
                    choice = Some(Joined {
                        representative: earlier,
                        score,
                    });
                }
            }
            if let Some(choice) = choice {
                joined[edges[0].0] = choice;
            }
        }
        joined
    }
}

/// The pairs that lead from one cluster to another, gathered.
fn links(pairs: &Pairs, contents: &Contents, numbers: &[usize]) -> Vec<Link> {
    let number = |first: u32| numbers[contents.place(first)];
    let mut links: Vec<Link> = pairs
        .pairs()
        .iter()
        .filter_map(|&strongest| {
            let (a, b) = (number(strongest.a), number(strongest.b));
            (a != b).then(|| Link {
                a: a.min(b),
                b: a.max(b),
                pairs: 1,
                strongest,
            })
        })
        .collect();
    // Stable, so that equally similar pairs stay in their order.
    links.sort_by(|one, other| {
        let similar_first = other.strongest.score.total_cmp(&one.strongest.score);
        (one.a, one.b).cmp(&(other.a, other.b)).then(similar_first)
    });
    links.dedup_by(|next, kept| {
        let same = (next.a, next.b) == (kept.a, kept.b);
        if same {
            kept.pairs += 1;
        }
        same
    });
    links
}
