//! Prints what the probability of one story is fitted to, for `benchmarks/fit_stories.py`: for each pair of the first so
//! many articles of a file, among all of it, the places of both, their similarity, the part that the terms of their
//! neighbourhoods lose, and the number of articles: `story_features COUNT PATH`.
#![expect(clippy::print_stdout, reason = "this is its output")]

use std::path::PathBuf;

use wirecopy::{read, story_features};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("usage: story_features COUNT PATH");
    let (first, path) = (next()?.parse()?, PathBuf::from(next()?));
    let input = read::read_paths(&[path], &read::ReadOptions::default())?;
    for pair in story_features(&input.articles, first)? {
        println!(
            "{}\t{}\t{}\t{}\t{}",
            pair.a, pair.b, pair.similarity, pair.crowding, pair.articles
        );
    }
    Ok(())
}
