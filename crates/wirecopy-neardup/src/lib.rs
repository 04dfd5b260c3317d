#![doc = include_str!("../README.md")]

mod banding;
mod candidates;
mod chains;
mod clusters;
mod contents;
mod error;
mod groups;
mod hamming;
mod lsh;
mod min_hash;
mod mix;
mod near_duplicates;
mod options;
mod pairs;
mod precedence;
mod progress;
mod saved;
mod saved_pairs;
mod shingling;
mod signatures;
mod sim_hash;
mod sketches;
mod unverified;

pub use banding::{Banding, Costs};
pub use clusters::{Cluster, Clusters, Link, Member};
pub use error::Error;
pub use groups::Groups;
pub use hamming::{HammingIndex, Nearby};
pub use lsh::{Candidate, MinHashLsh};
pub use min_hash::MinHash;
pub use near_duplicates::near_duplicates;
pub use options::{Measure, Method, NearDuplicateOptions};
pub use pairs::Pairs;
pub use precedence::Precedence;
pub use shingling::Shingler;
pub use sim_hash::SimHash;
pub use wirecopy_similarity::{Progress, SimilarPair};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_public_type_can_be_shown_and_sent_between_threads() {
        fn check<T: std::fmt::Debug + Send + Sync>() {}
        check::<Banding>();
        check::<Candidate>();
        check::<Cluster<'_>>();
        check::<Clusters>();
        check::<Costs>();
        check::<Error>();
        check::<Groups>();
        check::<HammingIndex>();
        check::<Link>();
        check::<Measure>();
        check::<Member>();
        check::<Method>();
        check::<MinHash>();
        check::<MinHashLsh>();
        check::<NearDuplicateOptions>();
        check::<Nearby>();
        check::<Pairs>();
        check::<Precedence<'_>>();
        check::<Shingler>();
        check::<SimHash>();
    }
}
