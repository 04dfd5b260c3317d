//! Numbers that stand for articles and terms.

/// The number of an article in the order in which the articles were read, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocId(pub u32);

/// The number of a term in its vocabulary, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u32);

impl DocId {
    /// Returns the number as an index into a slice with one entry for each article.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl TermId {
    /// Returns the number as an index into a slice with one entry for each term.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_order_by_their_number() {
        assert!(DocId(2) < DocId(10));
        assert_eq!(TermId(7).index(), 7);
    }
}
