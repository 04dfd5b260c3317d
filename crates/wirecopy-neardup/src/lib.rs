#![doc = include_str!("../README.md")]

mod clusters;
mod contents;
mod error;
mod groups;
mod near_duplicates;
mod options;
mod pairs;
mod precedence;
mod progress;
mod shingling;

pub use clusters::{Cluster, Clusters, Link, Member};
pub use error::Error;
pub use groups::Groups;
pub use near_duplicates::near_duplicates;
pub use options::{Measure, Method, NearDuplicateOptions};
pub use pairs::Pairs;
pub use precedence::Precedence;
pub use wirecopy_similarity::{Progress, SimilarPair};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_public_type_can_be_shown_and_sent_between_threads() {
        fn check<T: std::fmt::Debug + Send + Sync>() {}
        check::<Cluster<'_>>();
        check::<Clusters>();
        check::<Error>();
        check::<Groups>();
        check::<Link>();
        check::<Measure>();
        check::<Member>();
        check::<Method>();
        check::<NearDuplicateOptions>();
        check::<Pairs>();
        check::<Precedence<'_>>();
    }
}
