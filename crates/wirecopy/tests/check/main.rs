//! The check and all that goes with it, by what users call.

mod against;
mod corpora;
mod encodings;
mod formats;
mod forms;
mod hard_input;
mod holdings;
mod names_alone;
mod newsroom;
mod odd_collections;
mod paraphrases;
mod reading;
mod set_joins;
mod stories;
mod story_pairs;
mod versions;
